/** The requirements files of a home: which of them count, in which groups, and what each says. */
import { baseName, type Diagnostic, type Project, type Scope } from '../../../src/model/index.ts';
import { type Declared, INSTALLERS, NOTHING, scopeByName } from '../declared.ts';
import { type ImageInstall, remoteConstraint } from '../image-installs.ts';
import { type RequirementsFacts, readRequirements } from '../manifests/pip/manifest.ts';
import type { PathFacts } from '../manifests/pip/requirement.ts';
import { type Collected, type ManifestAt, whereHeld } from './collected.ts';
import { madeFrom, plainFiles, sourcesHere } from './compiled-lists.ts';
import { type FileGroup, groupsOf, type Home, suffixOf } from './homes.ts';

/** What images say of the lists of a home. */
interface ListUse {
  /** Whether something in the directory says how it runs. */
  readonly isStarted: boolean;
  /** Lists that its images install. */
  readonly installed: readonly string[];
}

/** Requirements files: outputs of pip-compile and its like are locks of what they were made from. */
export function readLists(project: Project, paths: PathFacts, home: Home, collected: Collected, use: ListUse): void {
  const plain = plainFiles(project, home, collected, use.isStarted);
  const named = namedFiles(collected.manifests);
  for (const path of named.keys()) plain.add(path);
  const groups = groupsOf([...plain], hasRuntime(collected));
  const isInstalled = installedAmong(groups, use.installed, madeFrom(project, collected.locks));
  const lists = [...groups].map(([path, own]): List => {
    const [first = own, ...others] = named.get(path) ?? [];
    const counts = first.group !== 'default' || named.has(path) || isInstalled(path);
    const order = rankOf(first.scope) + (isInstalled(path) ? 0 : 0.5);
    return { ...first, group: counts ? first.group : aside(path), path, others, order };
  });
  const reader = new ListReader(project, paths, home, collected, named);
  for (const list of lists.sort((a, b) => a.order - b.order)) reader.read(list);
}

/** Whether what runs is told already, by manifests or a lock. */
function hasRuntime({ manifests, locks }: Collected): boolean {
  return (
    manifests.some(({ facts }) => facts.declared.some(({ scope }) => scope === 'runtime')) ||
    locks.some(({ group, facts }) => group === 'default' && facts.kind === 'pip-compile')
  );
}

/** A requirements file under the group that comes first of those that have its lines. */
interface List extends FileGroup {
  readonly path: string;
  readonly others: readonly FileGroup[];
  readonly order: number;
}

class ListReader {
  readonly #project: Project;
  readonly #paths: PathFacts;
  readonly #home: Home;
  readonly #collected: Collected;
  /** Files that manifests name. */
  readonly #named: ReadonlyMap<string, unknown>;
  readonly #files = new Set<string>();
  readonly #lines = new Set<string>();

  constructor(project: Project, paths: PathFacts, home: Home, collected: Collected, named: ReadonlyMap<string, unknown>) {
    this.#project = project;
    this.#paths = paths;
    this.#home = home;
    this.#collected = collected;
    this.#named = named;
  }

  read(list: List): void {
    const { path, marker } = list;
    if (this.#files.has(path)) return;
    const { manifests, diagnostics } = this.#collected;
    const facts = this.#facts(list, list);
    if (facts.bad > facts.lines && !/^requirements/.test(baseName(path))) {
      diagnostics.push(noRequirements(path));
      return;
    }
    const lines = whereHeld(
      facts.declared.filter((one) => this.#isFresh(one)),
      path,
      marker,
    );
    const declared = list.group !== 'default' && areTools(lines) ? asBuild(lines) : lines;
    manifests.push({ path, facts: { ...facts, constraints: whereHeld(facts.constraints, path, marker), declared } });
    // A file that several extras name has its lines in each of them.
    for (const other of list.others)
      manifests.push({ path, facts: { ...this.#facts(list, other), constraints: [], diagnostics: [] } });
    this.#note(list, facts);
  }

  #facts({ path }: List, { group, scope }: FileGroup): RequirementsFacts {
    const compiledFrom = (included: string): readonly string[] | undefined =>
      this.#named.has(included) ? undefined : sourcesHere(this.#project, this.#home, included, this.#collected);
    return readRequirements(this.#project, this.#paths, path, { home: this.#home.directory, compiledFrom, group, scope });
  }

  /** A line that several lists include counts once, for the first of them. */
  #isFresh({ origin: { file, line } }: Declared): boolean {
    const place = `${file}:${line}`;
    const isFresh = !this.#lines.has(place);
    this.#lines.add(place);
    return isFresh;
  }

  /** What a list includes is read with it. */
  #note({ group }: List, { files, constraints }: RequirementsFacts): void {
    const constraining = new Set(constraints.map(({ origin }) => origin.file));
    for (const file of files) {
      this.#files.add(file);
      this.#collected.list(file, constraining.has(file) ? 'pip-constraints' : 'pip-requirements', 'manifest', group);
    }
  }
}

/**
 * Of several lists that hold what runs by their names, images may install some and not the others: `requirements-docker.txt`
 * instead of `requirements.txt`. All count where no image names one. Those that were compiled stay with their locks.
 */
function installedAmong(
  groups: ReadonlyMap<string, FileGroup>,
  installed: readonly string[],
  sources: ReadonlyMap<string, readonly string[]>,
): (path: string) => boolean {
  const named = new Set(installed.flatMap((path) => [path, ...(sources.get(path) ?? [])]));
  if (![...named].some((path) => groups.get(path)?.group === 'default')) return () => true;
  for (const made of sources.values()) for (const path of made) named.add(path);
  return (path) => named.has(path);
}

/** The group of a list that no image installs. */
function aside(path: string): string {
  return suffixOf(path).toLowerCase() || 'requirements';
}

/** Files that an image gives its installation by `-c`: they restrict what the manifests here ask for. */
export function readConstraints(
  project: Project,
  paths: PathFacts,
  home: Home,
  image: ImageInstall | undefined,
  { manifests, list }: Collected,
): void {
  if (manifests.length === 0 || image === undefined) return;
  const { constraints, remote } = image;
  const [first] = remote;
  if (first !== undefined) {
    const facts = { ...NOTHING, kind: 'pip-constraints' as const, diagnostics: remote.map(remoteConstraint) };
    manifests.push({ path: first.origin.file, facts: { ...facts, unknown: 'its image names constraints that are not here' } });
  }
  const isByName = manifests.some(({ facts }) => facts.kind === 'dockerfile');
  const known = new Set(manifests.flatMap(({ facts }) => facts.constraints.map(({ origin }) => origin.file)));
  for (const { path, isOfNames } of constraints) {
    if ((isOfNames && !isByName) || known.has(path)) continue;
    const facts = readRequirements(project, paths, path, { home: home.directory, group: 'default', scope: 'runtime' });
    const all = [...facts.declared, ...facts.constraints];
    manifests.push({ path, facts: { ...facts, kind: 'pip-constraints', declared: [], constraints: all } });
    for (const file of facts.files) list(file, 'pip-constraints', 'manifest', 'default');
  }
}

function areTools(declared: readonly Declared[]): boolean {
  return declared.length > 0 && declared.every(({ name }) => name !== undefined && INSTALLERS.has(name));
}

function asBuild(declared: readonly Declared[]): readonly Declared[] {
  return declared.map((one) => ({ ...one, scope: 'build' }));
}

/** What several groups ask for belongs to the one that is deployed. */
function rankOf(scope: Scope): number {
  return scope === 'runtime' ? 0 : scope === 'optional' ? 1 : 2;
}

function noRequirements(file: string): Diagnostic {
  const message =
    'this does not look like a requirements file, so nothing was taken from it; correct it, or give it another name';
  return { code: 'python/not-requirements', severity: 'note', message, file, line: 1 };
}

/** Files that manifests name (for dynamic fields, in conda's pip section), with the groups that they make: what always comes first. */
function namedFiles(manifests: readonly ManifestAt[]): ReadonlyMap<string, readonly [FileGroup, ...FileGroup[]]> {
  const files = new Map<string, [FileGroup, ...FileGroup[]]>();
  for (const { facts } of manifests)
    for (const { path, group } of facts.namedFiles ?? []) {
      const one: FileGroup = { group, scope: group === 'default' ? 'runtime' : (scopeByName(group) ?? 'optional') };
      const known = files.get(path);
      if (known === undefined) files.set(path, [one]);
      else if (known.some((other) => other.group === group)) continue;
      else if (group === 'default') known.unshift(one);
      else known.push(one);
    }
  return files;
}
