/** An entry of a yarn.lock, whichever form that has. */
export interface YarnEntry {
  readonly id: string;
  /** `name@spec` of everybody who asked for it. */
  readonly patterns: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly line: number;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
  readonly optionalPeers: ReadonlySet<string>;
  /** berry: what the entry is locked to, with its protocol. */
  readonly resolution?: string;
  readonly linkType?: string;
  readonly conditions?: string;
  readonly bin?: ReadonlyMap<string, string>;
  /** berry: dependencies that may be missing, and other remarks. */
  readonly dependenciesMeta?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}
