export declare function bundlePage(): Promise<{ readonly script: string; readonly style: string }>;
