import { type Analysis, judge } from '../analyze.ts';
import { ANALYZERS } from '../analyzers.ts';
import type { RepositoryConfig } from '../config/load.ts';
import { withRepositories } from '../config/repositories.ts';
import { type Assembled, fleetOf } from '../gather.ts';
import { byText, type Diagnostic, isWithin, type ReadFailure, type RuntimeName, type TargetVersions } from '../model/index.ts';
import type { Judged } from '../request.ts';
import { readSnapshot } from './file.ts';
import type { Snapshot, SnapshotFacts } from './schema.ts';

/** The bytes of a snapshot's file, or why they could not be read. */
export interface SnapshotSource {
  readonly file: string;
  readonly content: Uint8Array | ReadFailure;
}

/** Snapshots ordered by the names of their repositories; those that could not be read are told. */
export interface Merged {
  readonly snapshots: readonly Snapshot[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads snapshots one after another; of each only its facts are kept, equal texts of all of them once. */
export function readSnapshots(sources: Iterable<SnapshotSource>): Merged {
  const texts = new Map<string, string>();
  const intern = (text: string): string => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  const read: { readonly file: string; readonly snapshot: Snapshot }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { file, content } of sources) {
    const result = readSnapshot(file, content, intern);
    if (result.ok) read.push({ file, snapshot: result.snapshot });
    else diagnostics.push(result.diagnostic);
  }
  // As the paths that begin with the names: `a-b/x` comes before `a/x`.
  read.sort((a, b) => byText(`${a.snapshot.name}/`, `${b.snapshot.name}/`) || byText(a.file, b.file));
  const snapshots: Snapshot[] = [];
  const kept: { readonly file: string; readonly name: string }[] = [];
  for (const { file, snapshot } of read) {
    const { name } = snapshot;
    // What lies in one of them follows it at once, for everything between would lie in it too.
    const last = kept.at(-1);
    const other = last !== undefined && (isWithin(name, last.name) || isWithin(last.name, name)) ? last : undefined;
    if (other === undefined) {
      kept.push({ file, name });
      snapshots.push(snapshot);
    } else diagnostics.push(sameName(file, name, other));
  }
  return { snapshots, diagnostics };
}

function sameName(file: string, name: string, other: { readonly file: string; readonly name: string }): Diagnostic {
  const what =
    name === other.name
      ? `${other.file} is called ${name} as well`
      : `${name} and ${other.name} (${other.file}) lie in each other`;
  return {
    code: 'snapshot/same-name',
    severity: 'error',
    message: `${what}, so ${file} is left out; give each repository its own name with cohost scan --name`,
    file,
    line: 1,
    incomplete: true,
  };
}

/** The verdicts of one run over all repositories, from their snapshots. */
export async function analyzeSnapshots({ snapshots, diagnostics }: Merged, request: Judged): Promise<Analysis> {
  const loaded = withRepositories(
    request.config,
    snapshots.map((snapshot) => ({ repository: repositoryOf(snapshot), diagnostics: [] })),
  );
  const trouble = new Map<string, Diagnostic>();
  const assemble = (target: TargetVersions): readonly Assembled[] => {
    trouble.clear();
    return assembleFrom(snapshots, target, (one) => trouble.set(`${one.code} ${one.message}`, one));
  };
  const { fleet, config } = fleetOf(
    { assemble, repositories: snapshots.map(({ name }) => name) },
    { ...request, config: loaded },
  );
  const told = [...diagnostics, ...trouble.values(), ...snapshots.flatMap((snapshot) => snapshot.diagnostics)];
  return judge({ ...fleet, diagnostics: [...told, ...fleet.diagnostics] }, { ...request, config });
}

function repositoryOf({ name, services, places }: Snapshot): RepositoryConfig {
  const origins = new Map(places.map(({ path, origin }) => [path.join('\0'), origin]));
  return {
    directory: name,
    services: Object.fromEntries(services.map(({ key, settings }) => [key, settings])),
    originOf: ([, ...path]) => {
      for (let length = path.length; length > 0; length--) {
        const origin = origins.get(path.slice(0, length).join('\0'));
        if (origin !== undefined) return origin;
      }
      return undefined;
    },
  };
}

function assembleFrom(
  snapshots: readonly Snapshot[],
  target: TargetVersions,
  tell: (diagnostic: Diagnostic) => void,
): readonly Assembled[] {
  const usable = snapshots.filter((snapshot) => {
    const fits = snapshot.platform === target.platform;
    if (!fits) tell(otherPlatform(snapshot, target.platform));
    return fits;
  });
  return ANALYZERS.map(({ id }) => {
    const held = usable.flatMap((snapshot) =>
      snapshot.facts.filter(({ analyzer }) => analyzer === id).map((facts) => factsFor(facts, target, snapshot, tell)),
    );
    return {
      id,
      assembly: {
        units: held.flatMap(({ units }) => units),
        deployments: held.flatMap(({ deployments }) => deployments),
        diagnostics: held.flatMap((one) => one.diagnostics),
      },
    };
  });
}

function otherPlatform({ name, platform }: Snapshot, wanted: string): Diagnostic {
  return {
    code: 'snapshot/platform',
    severity: 'error',
    message: `${name} was scanned for ${platform} and this run is for ${wanted}, so it is left out; scan it with --target platform=${wanted}`,
    file: name,
    incomplete: true,
  };
}

function factsFor(
  { axis, units, deployments, diagnostics, variants }: SnapshotFacts,
  target: TargetVersions,
  { name }: Snapshot,
  tell: (diagnostic: Diagnostic) => void,
): Pick<SnapshotFacts, 'units' | 'deployments' | 'diagnostics'> {
  const held = axis === null ? variants[0] : variantFor(variants, target[axis], axis);
  if (held === undefined) {
    if (axis !== null) tell(unknownVersion(name, axis, target[axis]));
    return { units: [], deployments: [], diagnostics: [] };
  }
  return {
    units: held.units.flatMap((index) => units[index] ?? []),
    deployments: held.deployments.flatMap((index) => deployments[index] ?? []),
    diagnostics: held.diagnostics.flatMap((index) => diagnostics[index] ?? []),
  };
}

type Variant = SnapshotFacts['variants'][number];

/** What was scanned for the very version, else for its release line: `3.11` for Python 3.11.4, `17` for JDK 17.0.2. */
function variantFor(variants: readonly Variant[], version: string, axis: RuntimeName): Variant | undefined {
  const [only, ...others] = variants;
  if (others.length === 0) return only;
  const line = version.split('.').slice(0, LINE_PARTS[axis]).join('.');
  return (
    variants.find(({ values }) => values.includes(version)) ??
    variants.find(({ values }) => values.some((value) => value.split('.').slice(0, LINE_PARTS[axis]).join('.') === line))
  );
}

const LINE_PARTS: Readonly<Record<RuntimeName, number>> = { python: 2, node: 1, jdk: 1, go: 2 };

function unknownVersion(name: string, axis: RuntimeName, version: string): Diagnostic {
  return {
    code: 'snapshot/unknown-version',
    severity: 'error',
    message: `what ${name} needs on ${axis} ${version} was not scanned, so it is left out; scan it with --target ${axis}=${version}`,
    file: name,
    incomplete: true,
  };
}
