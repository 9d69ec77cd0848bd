/** Ecosystems whose packages cohost understands. */
export const ECOSYSTEMS = ['python', 'npm', 'jvm', 'go'] as const;
export type EcosystemId = (typeof ECOSYSTEMS)[number];

/** A space that tenants of one host share and in which one name can mean one thing only. */
export const REALMS = [...ECOSYSTEMS, 'runtime', 'os', 'port', 'command'] as const;
export type RealmId = (typeof REALMS)[number];

/** How much tenants share, from everything to nothing. */
export const LEVELS = ['environment', 'process', 'container', 'machine'] as const;
export type IsolationLevel = (typeof LEVELS)[number];

/** Whether a conflict with this clearing level is still there when services are isolated at `level`. */
export function isActiveAt(clearedBy: IsolationLevel, level: IsolationLevel): boolean {
  return LEVELS.indexOf(clearedBy) > LEVELS.indexOf(level);
}

export const RUNTIMES = ['python', 'node', 'jdk', 'go'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** What is known of an ecosystem beyond its packages. */
export const ECOSYSTEM_FACTS: Readonly<
  Record<
    EcosystemId,
    {
      /** What its programs run on, or are built by; absent where no release of it is known. */
      readonly runtime?: RuntimeName;
      /** What its services share at the level `environment`, and have one of each at the level `process`. */
      readonly environment: string;
      /** Its code may be made for browsers: what such a build leaves behind runs on no host. */
      readonly forBrowsers?: true;
      /** Its entry points are programs with sources of their own, of which each may be deployed; elsewhere they are commands over one code. */
      readonly hasPrograms?: true;
      /** What it builds may be one binary, which runs without any of it. */
      readonly buildsBinaries?: true;
      /** Its tools build what is not its own as well: a manifest without a dependency and a program may hold a script alone. */
      readonly buildsOthers?: true;
    }
  >
> = {
  python: { runtime: 'python', environment: 'a virtualenv' },
  npm: { runtime: 'node', environment: 'a node_modules', forBrowsers: true },
  jvm: { runtime: 'jdk', environment: 'a class path', buildsBinaries: true, buildsOthers: true },
  go: { runtime: 'go', environment: 'a build', buildsBinaries: true, hasPrograms: true },
};

/** Whether code of the ecosystem may be made for browsers. */
export function isForBrowsers(ecosystem: EcosystemId): boolean {
  return ECOSYSTEM_FACTS[ecosystem].forBrowsers === true;
}

/** Of an ecosystem's own realm, what its services have one of each at the level `process`; the others have no such thing. */
export function environmentOfRealm(realm: RealmId): string | undefined {
  const ecosystem = ECOSYSTEMS.find((one) => one === realm);
  return ecosystem === undefined ? undefined : ECOSYSTEM_FACTS[ecosystem].environment;
}

/** Runtimes that a host has installed; what Go builds brings its own. */
export const HOST_RUNTIMES = ['python', 'node', 'jdk'] as const satisfies readonly RuntimeName[];

/** How a verdict was reached: manifests alone, with lockfiles, or by joint resolution over registry metadata. */
export const DEPTHS = ['declared', 'locked', 'resolved'] as const;
export type Depth = (typeof DEPTHS)[number];
