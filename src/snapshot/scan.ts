import { ANALYZERS } from '../analyzers.ts';
import { type LoadedConfig, NO_CONFIG } from '../config/load.ts';
import { excludedBy, readRepository, withRepositories } from '../config/repositories.ts';
import type { FileTree } from '../discover/tree.ts';
import { type Assembled, type Reading, readTree } from '../gather.ts';
import {
  type DeploymentFacts,
  type Diagnostic,
  joinPath,
  NEWEST,
  type RuntimeName,
  type TargetVersions,
  type Unit,
} from '../model/index.ts';
import { DEFAULT_PLATFORM, type TargetOverrides } from '../target.ts';
import { mounted } from './mount.ts';
import type { Snapshot, SnapshotFacts } from './schema.ts';

/** What is asked of one repository. */
export interface ScanRequest {
  readonly tree: FileTree;
  /** What the repository is called among others: `shop`, `team/shop`; `.` when it will stay alone. */
  readonly name: string;
  /** Instead of the config at the repository's root. */
  readonly config?: LoadedConfig;
  /** The platform of the fleet's hosts, and versions besides the released ones that the fleet may run on. */
  readonly target?: TargetOverrides;
}

/** The facts of one repository, for every runtime version that a fleet may settle on. */
export function scan(request: ScanRequest): Snapshot {
  const { name, target = {} } = request;
  const tree = mounted(request.tree, name);
  const { repository, diagnostics } = readRepository(tree, name, request.config);
  const platform = target.platform ?? DEFAULT_PLATFORM;
  const reading = readTree({ tree, starts: [name] }, excludedBy(withRepositories(NO_CONFIG, [{ repository, diagnostics }])));
  const facts = ANALYZERS.map(({ id, axis }) => factsOf(id, axis, target, platform, reading));
  return {
    name,
    platform,
    facts: facts.filter(({ units, deployments, diagnostics: own }) => units.length + deployments.length + own.length > 0),
    services: Object.entries(repository.services).map(([key, settings]) => ({ key, settings })),
    places: Object.entries(repository.services).flatMap(([key, settings]) => placesOf([key], settings, repository.originOf)),
    // What could not be read is known once everything has been asked for; what of the rest is told, only the whole fleet knows.
    diagnostics: [...diagnostics, ...reading.diagnostics([])],
  };
}

function factsOf(
  analyzer: Assembled['id'],
  axis: RuntimeName | null,
  target: TargetOverrides,
  platform: string,
  reading: Reading,
): SnapshotFacts {
  const [units, deployments, diagnostics] = [new Shelf<Unit>(), new Shelf<DeploymentFacts>(), new Shelf<Diagnostic>()];
  const variants = new Map<string, { values: string[]; units: number[]; deployments: number[]; diagnostics: number[] }>();
  for (const value of valuesOf(axis, target)) {
    const found = reading.assemble(targetFor(axis, value, platform)).find(({ id }) => id === analyzer)?.assembly;
    if (found === undefined) continue;
    const indices = {
      units: found.units.map((one) => units.place(one)),
      deployments: found.deployments.map((one) => deployments.place(one)),
      diagnostics: found.diagnostics.map((one) => diagnostics.place(one)),
    };
    const key = JSON.stringify(indices);
    const known = variants.get(key);
    if (known === undefined) variants.set(key, { values: [value], ...indices });
    else known.values.push(value);
  }
  return {
    analyzer,
    axis,
    units: units.items,
    deployments: deployments.items,
    diagnostics: diagnostics.items,
    variants: [...variants.values()],
  };
}

/** The released versions, and the one that the user says the fleet runs on. */
function valuesOf(axis: RuntimeName | null, target: TargetOverrides): readonly string[] {
  if (axis === null) return [''];
  return [...new Set([...NEWEST[axis], ...(target[axis] === undefined ? [] : [target[axis]])])];
}

function targetFor(axis: RuntimeName | null, value: string, platform: string): TargetVersions {
  const newest = (name: RuntimeName): string => (name === axis ? value : (NEWEST[name].at(-1) ?? ''));
  return { python: newest('python'), node: newest('node'), jdk: newest('jdk'), go: newest('go'), platform };
}

/** Equal things once, by number. */
class Shelf<T> {
  readonly items: T[] = [];
  readonly #numbers = new Map<string, number>();

  place(item: T): number {
    const key = JSON.stringify(item);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}

/** The lines of a service's settings, whatever of them a message may point at. */
function placesOf(path: readonly string[], settings: unknown, originOf: LoadedConfig['originOf']): Snapshot['places'] {
  const origin = originOf(['services', ...path]);
  if (origin === undefined) return [];
  const inner = typeof settings === 'object' && settings !== null ? Object.entries(settings) : [];
  return [
    { path: [...path], origin: { ...origin } },
    ...inner.flatMap(([key, value]) => (value === undefined ? [] : placesOf([...path, key], value, originOf))),
  ];
}

/** A name as a path that can stand beside others; undefined for what is none. */
export function repositoryName(text: string): string | undefined {
  const name = joinPath('.', text);
  return name === undefined || text === '' || hasControls(name) ? undefined : name;
}

function hasControls(text: string): boolean {
  return [...text].some((one) => one < ' ' || one === '\u007f');
}
