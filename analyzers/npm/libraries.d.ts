/** The parts of npm's own libraries that this analyzer calls; they ship without types. */

declare module 'npm-package-arg' {
  export interface HostedGit {
    readonly type: string;
    readonly user: string | null;
    readonly project: string;
    readonly committish: string | null;
  }
  export interface NpaResult {
    readonly type: 'version' | 'range' | 'tag' | 'git' | 'directory' | 'file' | 'remote' | 'alias';
    readonly registry: boolean;
    readonly name: string | null;
    readonly scope: string | null;
    readonly escapedName: string | null;
    readonly rawSpec: string;
    readonly saveSpec: string | null;
    readonly fetchSpec: string | null;
    readonly gitCommittish?: string | null;
    readonly gitRange?: string | null;
    readonly gitSubdir?: string | null;
    readonly hosted?: HostedGit | null;
    readonly subSpec?: NpaResult;
  }
  export function resolve(name: string, spec: string, where?: string): NpaResult;
}

declare module 'npm-pick-manifest' {
  export interface PickOptions {
    readonly defaultTag?: string;
    readonly before?: string | null;
    readonly nodeVersion?: string;
    readonly npmVersion?: string | null;
  }
  /** Throws an error with `code` ETARGET, ENOVERSIONS or E403. */
  export default function pick<M>(
    packument: {
      readonly name: string;
      readonly versions: Readonly<Record<string, M>>;
      readonly 'dist-tags': Readonly<Record<string, string>>;
      readonly time?: Readonly<Record<string, string>>;
    },
    wanted: string,
    options: PickOptions,
  ): M;
}

declare module '@npmcli/arborist' {
  export interface ArboristEdge {
    readonly name: string;
    readonly spec: string;
    readonly rawSpec: string;
    readonly type: 'prod' | 'dev' | 'optional' | 'peer' | 'peerOptional' | 'workspace';
    readonly valid: boolean;
    readonly error: string | null;
    readonly from: ArboristNode | null;
    readonly to: ArboristNode | null;
    readonly peerConflicted: boolean;
    overrides?: OverrideSet;
    reload(): void;
  }
  export interface OverrideSet {
    readonly name?: string;
    getNodeRule(node: { readonly name: string; readonly version: string }): OverrideSet;
    getEdgeRule(edge: ArboristEdge): OverrideSet;
  }
  export interface ArboristNode {
    readonly overrides?: OverrideSet;
    assertRootOverrides(): void;
    readonly name: string;
    readonly packageName: string | null;
    readonly version: string;
    readonly location: string;
    readonly path: string;
    readonly depth: number;
    readonly isRoot: boolean;
    readonly isProjectRoot: boolean;
    readonly isLink: boolean;
    readonly isWorkspace: boolean;
    readonly inert: boolean;
    readonly dev: boolean;
    readonly optional: boolean;
    readonly peer: boolean;
    readonly target: ArboristNode;
    readonly package: {
      readonly engines?: { readonly node?: string };
      /** Ours: put there by the source of manifests. */
      readonly platforms?: {
        readonly os?: readonly string[];
        readonly cpu?: readonly string[];
        readonly libc?: readonly string[];
      };
      readonly size?: number;
      readonly bundleDependencies?: readonly string[];
    };
    readonly edgesOut: ReadonlyMap<string, ArboristEdge>;
    readonly edgesIn: ReadonlySet<ArboristEdge>;
    readonly children: ReadonlyMap<string, ArboristNode>;
    readonly inventory: { values(): Iterable<ArboristNode> };
    workspaces: ReadonlyMap<string, string> | null;
  }
}
