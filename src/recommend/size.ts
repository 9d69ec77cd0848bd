import { commandsOf } from '../formats/scripts.ts';
import { type Dependency, ECOSYSTEMS, type EcosystemId, type Service, type SizeEstimate } from '../model/index.ts';
import { FACTS } from './data/facts.ts';
import { SIGNAL_GROUPS } from './data/signals.ts';
import { MEASURED } from './data/sizes.ts';
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

/** Own bytes of a package that was not measured: the median of those that were. */
const TYPICAL: Readonly<Partial<Record<EcosystemId, number>>> = { python: 450_000, npm: 60_000, jvm: 250_000, go: 0 };

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
  const own = isBundled(service) ? UNKNOWN : ownSize(service, groups);
  const sizeOf = new Map([...new Set(layers.flat())].map((layer) => [layer, ownSize(layer, [])]));
  const functions = layers.map((set) => set.flatMap((layer) => sizeOf.get(layer) ?? []).reduce(together, own));
  return functions.reduce(
    (most, one) => ((one.unzippedBytes ?? 0) > (most.unzippedBytes ?? 0) ? one : most),
    functions[0] ?? own,
  );
}

const UNKNOWN: SizeEstimate = { unzippedBytes: null, method: 'unknown', missing: [], largest: [] };

/** What a bundler leaves of the packages, only a build knows. */
function isBundled({ ecosystems, deployments, units }: Service): boolean {
  if (ecosystems[0] !== 'npm') return false;
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
  if (service.ecosystems[0] === 'go') return goSize(direct);
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
  const measured = MEASURED.get(`${dependency.ecosystem}:${dependency.name}`);
  if (dependency.size === undefined) return measured?.own ?? typicalBytes(dependency.ecosystem);
  const { bytes, of } = dependency.size;
  if (of === 'wheel' && isCuda(dependency)) return bytes * CUDA_RATIO;
  // A measured package tells its own ratio better than the median of all.
  if (of === 'wheel' && measured?.wheel !== undefined && measured.wheel > 0)
    return Math.round((bytes * measured.own) / measured.wheel);
  return Math.round(bytes * RATIO[of]);
}

/** What manifests declare brings what it needs, unless a lock says what that is. */
function fromTable(declared: readonly Dependency[], locked: readonly Dependency[]): SizeEstimate {
  if (declared.length === 0) return UNKNOWN;
  const parts = new Map<string, Part>();
  const missing: string[] = [];
  const visit = (key: string, purl: string, follow: boolean): void => {
    if (parts.has(key)) return;
    const known = MEASURED.get(key);
    if (known === undefined) {
      parts.set(key, { purl, bytes: typicalBytes(ecosystemOf(key)) });
      missing.push(purl);
      return;
    }
    parts.set(key, { purl, bytes: known.own });
    if (follow) for (const need of known.needs) visit(need, purlOf(need), true);
  };
  for (const one of declared) visit(`${one.ecosystem}:${one.name}`, one.purl, locked.length === 0);
  for (const one of locked) visit(`${one.ecosystem}:${one.name}`, one.purl, false);
  const known = declared.filter((one) => MEASURED.has(`${one.ecosystem}:${one.name}`)).length;
  const knownBytes = [...parts.values()].reduce((sum, part) => sum + part.bytes, 0);
  // What is known to be heavy weighs nothing like the typical package, measured or not.
  const isHeavy = declared.some((one) => HEAVY.has(`${one.ecosystem}:${one.name}`) && missing.includes(one.purl));
  if ((known === 0 && knownBytes < 50_000_000) || (isHeavy && knownBytes <= FACTS.unzipped.value)) return { ...UNKNOWN, missing };
  return summed([...parts.values()], missing.length === 0 ? 'measured-table' : 'mixed', missing);
}

function ecosystemOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

function typicalBytes(name: string): number {
  const ecosystem = ECOSYSTEMS.find((one) => one === name);
  return (ecosystem === undefined ? undefined : TYPICAL[ecosystem]) ?? 0;
}

function purlOf(key: string): string {
  const name = key.slice(key.indexOf(':') + 1);
  switch (ecosystemOf(key)) {
    case 'python':
      return `pkg:pypi/${name}`;
    case 'npm':
      return `pkg:npm/${name.replace('@', '%40')}`;
    case 'jvm':
      return `pkg:maven/${name.replace(':', '/')}`;
    default:
      return `pkg:golang/${name}`;
  }
}

/** A static binary: the runtime and standard library, and what each module adds once linked. */
function goSize(direct: readonly Dependency[]): SizeEstimate {
  const parts: Part[] = [{ purl: 'pkg:golang/std', bytes: MEASURED.get('go:std')?.own ?? 5_500_000 }];
  const missing: string[] = [];
  for (const one of direct) {
    const measured = MEASURED.get(`go:${one.name.replace(/\/v\d+$/, '')}`);
    if (measured === undefined) missing.push(one.purl);
    parts.push({ purl: one.purl, bytes: measured?.own ?? 300_000 });
  }
  return summed(parts, missing.length === 0 ? 'measured-table' : 'mixed', missing);
}

function summed(parts: readonly Part[], method: SizeEstimate['method'], missing: readonly string[]): SizeEstimate {
  const largest = [...parts].sort((a, b) => b.bytes - a.bytes || (a.purl < b.purl ? -1 : 1)).slice(0, 8);
  return { unzippedBytes: parts.reduce((sum, part) => sum + part.bytes, 0), method, missing: [...missing].sort(), largest };
}
