import { commandsOf } from '../formats/scripts.ts';
import type { Dependency, EcosystemId, Service, SizeEstimate } from '../model/index.ts';
import { FACTS } from './data/facts.ts';
import { SIGNAL_GROUPS } from './data/signals.ts';
import { measuredPackage } from './data/sizes.ts';
import { isMarked } from './marks.ts';
import { inheritedDependencies, productionDependencies } from './signals.ts';

/** What a file of one byte becomes when it is unpacked. */
const RATIO: Readonly<Record<NonNullable<Dependency['size']>['of'], number>> = {
  wheel: FACTS.wheelRatio.value,
  sdist: 4,
  tarball: 4.5,
  unpacked: 1,
};

/** CUDA wheels are mostly machine code that hardly shrinks. */
const CUDA_RATIO = 2;
const isCuda = isMarked('cuda');

/** Packages of which one alone passes the limit of a zip. */
const HEAVY: ReadonlySet<string> = new Set(
  SIGNAL_GROUPS.filter(({ signal }) => signal === 'ml-heavy').flatMap(({ ecosystem, packages }) =>
    packages.split(' ').map((name) => `${ecosystem}:${name}`),
  ),
);

interface Part {
  readonly purl: string;
  readonly bytes: number;
}

/** How what services of an ecosystem bring along is weighed. */
interface Weighing {
  readonly purl: (name: string) => string;
  /** Own bytes of a package that was not measured: the median of those that were. */
  readonly typical: number;
  /** Of what is linked into one program, whatever its packages weigh elsewhere. */
  readonly linked?: (direct: readonly Dependency[]) => SizeEstimate;
  /** Whether a bundler makes one file of it, of which only a build knows the size. */
  readonly isBundled?: (service: Service) => boolean;
}

const WEIGHING: Readonly<Record<EcosystemId, Weighing>> = {
  python: { purl: (name) => `pkg:pypi/${name}`, typical: 450_000 },
  npm: { purl: (name) => `pkg:npm/${name.replace('@', '%40')}`, typical: 60_000, isBundled: isBundledCode },
  jvm: { purl: (name) => `pkg:maven/${name.replace(':', '/')}`, typical: 250_000 },
  go: { purl: (name) => `pkg:golang/${name}`, typical: 0, linked: linkedSize },
};

/** Of the ecosystem that stands first: the others in its directory serve it. */
function weighingOf({ ecosystems: [first] }: Service): Partial<Weighing> {
  return first === undefined ? {} : WEIGHING[first];
}

/**
 * Unzipped bytes of a service's production bundle and of the layers that lie beside it: from sizes that locks state,
 * else from measured packages and their measured dependencies, else unknown. Each function has layers of its own (`layers`
 * holds those of each): the largest of them has to fit.
 */
export function estimateSize(
  service: Service,
  groups: readonly string[] = [],
  layers: readonly (readonly Service[])[] = [],
): SizeEstimate {
  const own = weighingOf(service).isBundled?.(service) === true ? UNKNOWN : ownSize(service, groups);
  const sizeOf = new Map([...new Set(layers.flat())].map((layer) => [layer, ownSize(layer, [])]));
  const functions = layers.map((set) => set.flatMap((layer) => sizeOf.get(layer) ?? []).reduce(together, own));
  return functions.reduce(
    (most, one) => ((one.unzippedBytes ?? 0) > (most.unzippedBytes ?? 0) ? one : most),
    functions[0] ?? own,
  );
}

const UNKNOWN: SizeEstimate = { unzippedBytes: null, method: 'unknown', missing: [], largest: [] };

function isBundledCode({ deployments, units }: Service): boolean {
  const functions = deployments.flatMap(({ facts }) => facts.functions);
  if (functions.length > 0 && functions.every(({ bundled }) => bundled === true)) return true;
  return units.some(({ entryPoints = [] }) =>
    entryPoints.some(({ name, command }) => name === 'build' && commandsOf(command).some((part) => BUNDLES.test(part))),
  );
}

/** Builds that put what the code imports into its file; those of libraries and pages leave it to others. */
const BUNDLES = /^(?:@vercel\/)?ncc\s+build\b|^esbuild\b(?=.*\s--bundle\b)(?!.*\s--packages=external\b)/;

/** A function and its layer share one limit. A layer that nobody measured is named among what is missing. */
function together(a: SizeEstimate, b: SizeEstimate): SizeEstimate {
  if (a.unzippedBytes === null || b.unzippedBytes === null)
    return { ...(a.unzippedBytes === null ? b : a), missing: [...new Set([...a.missing, ...b.missing])].sort() };
  return {
    unzippedBytes: a.unzippedBytes + b.unzippedBytes,
    method: a.method === b.method ? a.method : 'mixed',
    missing: [...new Set([...a.missing, ...b.missing])].sort(),
    largest: [...a.largest, ...b.largest].sort((one, other) => other.bytes - one.bytes).slice(0, 8),
  };
}

function ownSize(service: Service, groups: readonly string[]): SizeEstimate {
  const direct = productionDependencies(service, groups);
  const chosen = new Set(groups);
  const all = service.units.flatMap((unit) =>
    unit.dependencies.filter((one) => one.scope === 'runtime' || chosen.has(one.group)),
  );
  const { linked } = weighingOf(service);
  if (linked !== undefined) return linked(direct);
  const withSizes = new Map(all.filter((one) => one.size !== undefined).map((one) => [`${one.ecosystem}:${one.name}`, one]));
  const names = new Map(all.map((one) => [`${one.ecosystem}:${one.name}`, one]));
  if (withSizes.size > 0 && withSizes.size >= names.size * 0.8) return fromLock([...withSizes.values()]);
  const inherited = inheritedDependencies(service);
  const known = new Set(inherited);
  const locked = all.filter((one) => !one.direct && !known.has(one));
  return fromTable([...direct, ...inherited], locked);
}

function fromLock(dependencies: readonly Dependency[]): SizeEstimate {
  const parts = dependencies.map((one) => ({ purl: one.purl, bytes: lockedBytes(one) }));
  return summed(parts, 'lock', []);
}

function lockedBytes(dependency: Dependency): number {
  const { ecosystem, name, size } = dependency;
  if (size === undefined) return measuredPackage(ecosystem, name, versionOf(dependency))?.own ?? WEIGHING[ecosystem].typical;
  const { bytes, of } = size;
  if (of === 'wheel' && isCuda(dependency)) return bytes * CUDA_RATIO;
  return Math.round(bytes * RATIO[of]);
}

/** The version that a lock knows, or what is asked for. */
function versionOf({ resolved, constraint }: Dependency): string | undefined {
  return resolved ?? constraint;
}

/** What manifests declare brings what it needs, unless a lock says what that is. */
function fromTable(declared: readonly Dependency[], locked: readonly Dependency[]): SizeEstimate {
  if (declared.length === 0) return UNKNOWN;
  const parts = new Map<string, Part>();
  const missing: string[] = [];
  const visit = (one: Pick<Dependency, 'ecosystem' | 'name' | 'purl'>, follow: boolean, version?: string): void => {
    const { ecosystem, name, purl } = one;
    const key = `${ecosystem}:${name}`;
    if (parts.has(key)) return;
    const measured = measuredPackage(ecosystem, name, version);
    parts.set(key, { purl, bytes: measured?.own ?? WEIGHING[ecosystem].typical });
    if (measured === undefined) missing.push(purl);
    if (!follow) return;
    for (const need of measured?.needs ?? []) visit({ ecosystem, name: need, purl: WEIGHING[ecosystem].purl(need) }, true);
  };
  for (const one of declared) visit(one, locked.length === 0, versionOf(one));
  for (const one of locked) visit(one, false, versionOf(one));
  const known = declared.filter(({ ecosystem, name }) => measuredPackage(ecosystem, name) !== undefined).length;
  const knownBytes = [...parts.values()].reduce((sum, part) => sum + part.bytes, 0);
  // What is known to be heavy weighs nothing like the typical package, measured or not.
  const isHeavy = declared.some((one) => HEAVY.has(`${one.ecosystem}:${one.name}`) && missing.includes(one.purl));
  if ((known === 0 && knownBytes < 50_000_000) || (isHeavy && knownBytes <= FACTS.unzipped.value)) return { ...UNKNOWN, missing };
  return summed([...parts.values()], missing.length === 0 ? 'measured-table' : 'mixed', missing);
}

/** A static binary: the runtime and standard library, and what each module adds once linked. */
function linkedSize(direct: readonly Dependency[]): SizeEstimate {
  const parts: Part[] = [{ purl: 'pkg:golang/std', bytes: measuredPackage('go', 'std')?.own ?? 5_500_000 }];
  const missing: string[] = [];
  for (const one of direct) {
    const measured = measuredPackage('go', one.name.replace(/\/v\d+$/, ''));
    if (measured === undefined) missing.push(one.purl);
    parts.push({ purl: one.purl, bytes: measured?.own ?? 300_000 });
  }
  return summed(parts, missing.length === 0 ? 'measured-table' : 'mixed', missing);
}

function summed(parts: readonly Part[], method: SizeEstimate['method'], missing: readonly string[]): SizeEstimate {
  const largest = [...parts].sort((a, b) => b.bytes - a.bytes || (a.purl < b.purl ? -1 : 1)).slice(0, 8);
  return { unzippedBytes: parts.reduce((sum, part) => sum + part.bytes, 0), method, missing: [...missing].sort(), largest };
}
