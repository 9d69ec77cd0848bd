import { type Origin, printable, type Service, SYSTEM_LIBRARIES } from '../../model/index.ts';
import { type Distribution, SYSTEM_PACKAGES } from '../data/system-packages.ts';
import { productionDependencies } from '../signals.ts';
import { PROFILES, WRITTEN, type WrittenEcosystem } from './profiles.ts';

/** What an image has to install from its distribution. */
export interface SystemNeeds {
  readonly distribution: Distribution;
  /** The release of it whose packages the service's own image installs by their names, which another release may not have. */
  readonly release: string | undefined;
  /** What fetches dependencies of repositories, where there are some: small images have no git. */
  readonly fetch: readonly string[];
  readonly build: readonly string[];
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Commands of packages that install what no distribution has. */
  readonly setup: readonly string[];
  /** What the service's own image installs on Amazon Linux today. */
  readonly amazon: readonly string[];
  /** Where the service's own image makes packages known that its distribution has not. */
  readonly source: Origin | undefined;
  /** Whether a Go binary is linked against C, so that neither a static build nor an empty image will do. */
  readonly linked: boolean;
}

const MANAGER = { debian: 'deb:', alpine: 'apk:' } as const;

/** By the table, and what the service's own image installs today. */
export function systemNeeds(service: Service, ecosystem: WrittenEcosystem): SystemNeeds {
  const { isStatic, fetchesByGit } = PROFILES[ecosystem];
  const table = SYSTEM_PACKAGES[ecosystem] ?? {};
  const needs = productionDependencies(service).flatMap(({ name }) => (Object.hasOwn(table, name) ? (table[name] ?? []) : []));
  const setup = sorted(needs.flatMap((one) => one.setup ?? []));
  const cgo = service.units.some((unit) => unit.ecosystem === ecosystem && unit.natives.some(({ kind }) => kind === 'cgo'));
  const linked = isStatic && (cgo || needs.some(({ debian }) => debian?.build !== undefined));
  const distribution = linked || setup.length > 0 ? 'debian' : distributionOf(service);
  const words = (stage: 'build' | 'run'): readonly string[] =>
    needs.flatMap((one) => one[distribution]?.[stage]?.split(' ') ?? []);
  const build = words('build');
  const own = ownPackages(service, MANAGER[distribution]);
  const compiling = own.filter((name) => COMPILES.test(name) || HEADERS.test(name));
  return {
    distribution,
    release: own.length > 0 && distribution === 'debian' ? releaseOf(service) : undefined,
    fetch: fetchesByGit && hasRepositories(service, ecosystem) ? ['ca-certificates', 'git'] : [],
    // Where one stage does everything, what compiles stands beside what runs.
    build: sorted([...build, ...compiling, ...(compiling.length === 0 ? [] : own.filter((name) => ALONGSIDE.test(name)))]),
    run: sorted([...words('run'), ...libraries(service, distribution), ...own.filter((name) => !COMPILES.test(name))]),
    env: Object.assign({}, ...needs.map((one) => one.env ?? {})),
    setup,
    amazon: sorted(ownPackages(service, 'rpm:')),
    source: own.length === 0 ? undefined : packageSource(service),
    linked,
  };
}

function hasRepositories({ units }: Service, ecosystem: WrittenEcosystem): boolean {
  return units.some((unit) => unit.ecosystem === ecosystem && unit.dependencies.some(({ kind }) => kind === 'git'));
}

/** The distribution that the service runs on today, where an emitted image can begin with it. */
function distributionOf({ deployments }: Service): Distribution {
  const final = deployments.flatMap(({ facts }) => facts.images.filter((image) => image.final));
  return final.length > 0 && final.every(({ distribution = '' }) => /^alpine(?: |$)/.test(distribution)) ? 'alpine' : 'debian';
}

/** What only turns sources into programs, by its names in Debian and Alpine. */
const COMPILES =
  /^(?:build-(?:essential|base)|(?:gcc|g\+\+|cpp|clang|gfortran)(?:-[\d.]+)?|(?:auto|c)?make|ninja(?:-build)?|autoconf|libtool|pkg-?conf(?:ig)?|rust|cargo|musl-dev|libc6?-dev|linux-headers)$/;
/** What others are compiled with; it brings the library along, which runs. */
const HEADERS = /-dev$/;

/** What builds ask for as much as what runs: node-gyp is a program in Python. */
const ALONGSIDE = /^(?:python3|git)$/;

/** The releases of Debian for which images of runtimes are built (Docker Official Images, November 2026). */
const RELEASES = ['bookworm', 'trixie'];

function releaseOf({ deployments }: Service): string | undefined {
  const final = deployments.flatMap(({ facts }) =>
    facts.tool === 'dockerfile' ? facts.images.filter((image) => image.final) : [],
  );
  return RELEASES.find((release) => final.length > 0 && final.every(({ name, tag = '' }) => `${name}:${tag}`.includes(release)));
}

function packageSource({ deployments }: Service): Origin | undefined {
  return deployments.flatMap(({ facts }) => facts.traits).find(({ kind }) => kind === 'package-source')?.origin;
}

/** That the list of packages may hold some of another's. */
export function sourceNotes({ source }: Pick<SystemNeeds, 'source'>): readonly string[] {
  if (source === undefined) return [];
  const place = `${printable(source.file)}:${source.line}`;
  return [
    `The image of today makes packages known that its distribution has not (${place}): the same has to stand before they are installed here.`,
  ];
}

function ownPackages(service: Service, prefix: string): readonly string[] {
  return service.deployments.flatMap(({ facts }) =>
    facts.demands.flatMap(({ realm, key }) => (realm === 'os' && key.startsWith(prefix) ? [key.slice(prefix.length)] : [])),
  );
}

/** Libraries that no package brings along, by the demands of those ecosystems that name them. */
function libraries({ units }: Service, distribution: Distribution): readonly string[] {
  const naming = units.filter(({ ecosystem }) => WRITTEN.some((one) => one === ecosystem && PROFILES[one].namesLibraries));
  return naming.flatMap(({ demands }) =>
    demands.flatMap(({ realm, key, group, scope }) => {
      const isLoaded = realm === 'os' && group === 'default' && scope === 'runtime';
      const packages = isLoaded ? SYSTEM_LIBRARIES.get(key.replace(/^library:/, '')) : undefined;
      return packages?.[distribution].split(' ') ?? [];
    }),
  );
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Distributions keep one version of each package in a release, and drop it when it is replaced by a fix. */
const INSTALL: Readonly<Record<Distribution | 'amazon', (packages: string) => readonly string[]>> = {
  debian: (packages) => [
    '# hadolint ignore=DL3008',
    `RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/*`,
  ],
  alpine: (packages) => ['# hadolint ignore=DL3018', `RUN apk add --no-cache ${packages}`],
  amazon: (packages) => ['# hadolint ignore=DL3041', `RUN dnf install -y ${packages} && dnf clean all`],
};

/** Installs packages and leaves no lists behind; nothing where there is nothing to install. */
export function installPackages(distribution: keyof typeof INSTALL, packages: readonly string[]): readonly string[] {
  return packages.length === 0 ? [] : INSTALL[distribution](packages.join(' '));
}

export function envLines({ env }: SystemNeeds): readonly string[] {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [`ENV ${pairs.join(' ')}`];
}
