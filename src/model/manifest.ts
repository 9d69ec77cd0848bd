/** Files that state dependencies or how a service runs, and what their groups are for. */

/** What a group of dependencies is for. Only `runtime`, `optional` when asked for, and `peer` reach a deployed service by default. */
export const SCOPES = ['runtime', 'optional', 'peer', 'provided', 'dev', 'test', 'build'] as const;
export type Scope = (typeof SCOPES)[number];

/** `manifest` declares, `lock` pins, `descriptor` says how the service runs. */
export type ManifestRole = 'manifest' | 'lock' | 'descriptor';

/** The formats that are read: of Python, npm, the JVM, Go, and of what says how services run. */
export const MANIFEST_KINDS = [
  'conda',
  'conda-lock',
  'pdm-lock',
  'pip-compile',
  'pip-constraints',
  'pip-requirements',
  'pipfile',
  'pipfile-lock',
  'pixi',
  'pixi-lock',
  'poetry-lock',
  'pylock',
  'pyproject',
  'python-script',
  'setup-cfg',
  'setup-py',
  'uv-lock',
  'uv-toml',
  'hatch-toml',
  'bun-lock',
  'npm-shrinkwrap',
  'package-json',
  'package-lock',
  'pnpm-lock',
  'yarn-lock',
  'gradle',
  'gradle-catalog',
  'gradle-lockfile',
  'gradle-settings',
  'nebula-lock',
  'pom',
  'versions-lock',
  'versions-props',
  'go-mod',
  'go-sum',
  'go-vendor',
  'go-work',
  'ansible',
  'app-engine',
  'application-settings',
  'cdk',
  'cloudformation',
  'compose',
  'config',
  'dockerfile',
  'ecs',
  'fly',
  'functions',
  'hosting',
  'kubernetes',
  'nomad',
  'process-manager',
  'procfile',
  'proto',
  'render',
  'sam',
  'serverless',
  'source',
  'terraform',
  'version-file',
] as const;
export type ManifestKind = (typeof MANIFEST_KINDS)[number];

/** A file of a service: what it is read as, and the group that its dependencies are in (`main`, `dev`, an extra …). */
export interface Manifest {
  readonly path: string;
  readonly kind: ManifestKind;
  readonly role: ManifestRole;
  readonly group: string;
}
