/** yarn.lock: yarn 1's own format, berry's YAML (versions 4 to 10), and the JSON of Yarn 6. */

import { type BlockNode, child, readBlocks, textsBelow, unquoted } from '../../../src/formats/yaml/block-yaml.ts';
import { addTo, type SourceFile } from '../../../src/model/index.ts';
import type { Field } from '../manifests/manifest.ts';
import { ADDON_HELPERS, isAddon } from '../natives.ts';
import { splitNameVersion } from '../notation/spec.ts';
import { extendsPackage, peerMetaOf } from '../overrides/adjusting.ts';
import { type Adjustments, NO_ADJUSTMENTS } from '../overrides/adjustments.ts';
import { type Replacement, replacementOf, replacing } from '../overrides/overrides.ts';
import { type EdgeKind, type Lock, type LockAnswer, type LockedEdge, type LockedPackage, unreadable } from './lock.ts';
import { brokenYarnLock } from './yarn-broken.ts';
import type { YarnEntry } from './yarn-entry.ts';
import { isYarnJson, readYarnJson } from './yarn-json.ts';

/** For `Project.parse`: yarn.lock of yarn 1 or berry, told apart by `__metadata`, or of Yarn 6. */
export function readYarnLock(file: SourceFile): LockAnswer {
  if (isYarnJson(file.text)) {
    const read = readYarnJson(file);
    if (!read.ok) return { diagnostics: [read.diagnostic] };
    return { lock: new YarnLock(file.path, `${JSON_FORM}${read.version}`, read.entries, undefined), diagnostics: [] };
  }
  if (/^__metadata:/m.test(file.text)) return checked(file, berryLock(file));
  if (file.text.trim() !== '' && !file.text.includes('yarn lockfile v1') && !/^\S.*:$/m.test(file.text))
    return {
      diagnostics: [unreadable(file.path, `${file.path} is not a yarn.lock as yarn writes it; regenerate it with yarn install`)],
    };
  return checked(file, classicLock(file));
}

function checked(file: SourceFile, lock: YarnLock): LockAnswer {
  const broken = brokenYarnLock(file, [...lock.entries.values()]);
  return { lock, diagnostics: broken === undefined ? [] : [broken] };
}

const CLASSIC = '1';
const JSON_FORM = 'json-';

/** Any of the formats as a lock; packages are found by the `name@spec` that asked for them. */
export class YarnLock implements Lock {
  readonly file: string;
  readonly kind = 'yarn-lock';
  readonly version: string;
  readonly cacheKey?: string;
  readonly entries: ReadonlyMap<string, YarnEntry>;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly importers: ReadonlyMap<string, readonly LockedEdge[]> | undefined;
  readonly #byPattern = new Map<string, string>();
  /** The only copy of a name that is no patch; undefined where there are several. */
  readonly #onlyOf = new Map<string, string | undefined>();
  /** What is asked for again by each service of a workspace. */
  readonly #edges = new Map<string, readonly LockedEdge[]>();
  /** Entries by what they depend on, once anybody asks. */
  readonly #users = new Map<string, YarnEntry[]>();
  readonly #replacements: readonly Replacement[];

  constructor(
    file: string,
    version: string,
    entries: readonly YarnEntry[],
    cacheKey: string | undefined,
    adjustments: Adjustments = NO_ADJUSTMENTS,
  ) {
    this.file = file;
    this.#replacements = replacing(adjustments.overrides, [], true);
    this.version = version;
    if (cacheKey !== undefined) this.cacheKey = cacheKey;
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    for (const entry of entries) {
      for (const pattern of entry.patterns) {
        this.#byPattern.set(pattern, entry.id);
        // berry: paths are bound to whoever asked (`::locator=`), which package.json does not write.
        const [bare = ''] = pattern.split('::', 1);
        if (!this.#byPattern.has(bare)) this.#byPattern.set(bare, entry.id);
      }
      if (entry.id.includes('@patch:')) continue;
      // An alias is a copy under its own name alone.
      for (const name of new Set(entry.patterns.map((pattern) => splitNameVersion(pattern)[0])))
        this.#onlyOf.set(name, this.#onlyOf.has(name) ? undefined : entry.id);
    }
    this.packages = new Map(entries.map((entry) => [entry.id, packageOf(entry)]));
    const importers = entries.flatMap((entry) => {
      const path = /@workspace:(.*)$/s.exec(entry.resolution ?? '')?.[1];
      return path === undefined ? [] : [[path, this.#edgesOf(entry, true)] as const];
    });
    this.importers = importers.length === 0 ? undefined : new Map(importers);
  }

  find(name: string, spec: string): string | undefined {
    const exact = this.#byPattern.get(`${name}@${spec}`) ?? this.#byPattern.get(`${name}@npm:${spec}`) ?? this.#aliased(spec);
    if (exact !== undefined) return exact;
    // A resolution or a patch changed what was asked for: the only copy of that name is the answer.
    return this.#onlyOf.get(name);
  }

  /** Yarn 6 keeps what an alias leads to under its own name: `npm:other@^1` is `other@npm:^1`. */
  #aliased(spec: string): string | undefined {
    if (!this.version.startsWith(JSON_FORM) || !spec.startsWith('npm:')) return undefined;
    const [target, range] = splitNameVersion(spec.slice('npm:'.length));
    return range === undefined ? undefined : this.#byPattern.get(`${target}@npm:${range}`);
  }

  edges(id: string): readonly LockedEdge[] {
    const known = this.#edges.get(id);
    if (known !== undefined) return known;
    const entry = this.entries.get(id);
    const edges = entry === undefined ? [] : this.#edgesOf(entry, false);
    this.#edges.set(id, edges);
    return edges;
  }

  /** yarn 1 writes every range beside the copy that a resolution gives it; berry keeps the range and says nothing. */
  adjustedBy(adjustments: Adjustments): YarnLock {
    if (this.version === CLASSIC || adjustments.overrides.length + adjustments.extensions.length === 0) return this;
    const entries = [...this.entries.values()].map((entry) => extendedEntry(entry, adjustments));
    return new YarnLock(this.file, this.version, entries, this.cacheKey, adjustments);
  }

  /** `isItself`: a member in its own directory, where it finds what it has for development, whoever depends on it. */
  #edgesOf(entry: YarnEntry, isItself: boolean): readonly LockedEdge[] {
    const { dependencies, optionalDependencies, dependenciesMeta } = entry;
    const edge = (name: string, spec: string, kind: EdgeKind): LockedEdge => {
      const moved = replacementOf({ name, raw: spec, field: 'dependencies' }, entry, this.#replacements);
      const given = !isItself && entry.peerDependencies.has(name) ? this.#givenTo(entry, name) : undefined;
      return { name, spec, kind, to: given ?? this.find(name, moved?.raw ?? spec) };
    };
    return [
      ...[...dependencies].map(([name, spec]) =>
        edge(name, spec, dependenciesMeta?.get(name)?.get('optional') === 'true' ? 'optional' : 'prod'),
      ),
      ...[...optionalDependencies].map(([name, spec]) => edge(name, spec, 'optional')),
    ];
  }

  /** berry: what is a dependency and a peer at once is the copy of whoever depends on the package, where all of these have one. */
  #givenTo({ id, name: own }: YarnEntry, name: string): string | undefined {
    let first: string | undefined;
    for (const user of this.#usersOf(own, id)) {
      const spec = user.dependencies.get(name);
      const given = spec === undefined ? undefined : this.find(name, spec);
      if (given === undefined) return undefined;
      first ??= given;
    }
    return first;
  }

  #usersOf(name: string, id: string): readonly YarnEntry[] {
    if (this.#users.size === 0) {
      for (const user of this.entries.values()) {
        for (const [used, spec] of user.dependencies) {
          const to = this.find(used, spec);
          if (to !== undefined) addTo(this.#users, `${used}\n${to}`, user);
        }
      }
    }
    return this.#users.get(`${name}\n${id}`) ?? [];
  }
}

/** Yarn adds what `packageExtensions` say when it resolves, and writes only what the package's own manifest has. */
function extendedEntry(entry: YarnEntry, { extensions }: Adjustments): YarnEntry {
  const own = extensions.filter((extension) => extendsPackage(extension, entry));
  if (own.length === 0) return entry;
  const linesOf = (field: Field, known: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
    const lines = own.flatMap((extension) => extension.lines).filter((line) => line.field === field);
    // The first one counts.
    return new Map([...lines.toReversed().map(({ name, raw }) => [name, raw] as const), ...known]);
  };
  const meta = peerMetaOf(own);
  const optional = (name: string): boolean => meta.get(name)?.optional ?? entry.optionalPeers.has(name);
  return {
    ...entry,
    dependencies: linesOf('dependencies', entry.dependencies),
    optionalDependencies: linesOf('optionalDependencies', entry.optionalDependencies),
    peerDependencies: linesOf('peerDependencies', entry.peerDependencies),
    optionalPeers: new Set([...entry.optionalPeers, ...meta.keys()].filter(optional)),
  };
}

function packageOf(entry: YarnEntry): LockedPackage {
  // yarn 1 writes no resolution, but what was asked for.
  const local = /@(?:workspace|portal|link):([^:]*)/.exec(entry.resolution ?? entry.patterns[0] ?? '')?.[1];
  const installed = splitNameVersion(entry.patterns[0] ?? entry.id)[0];
  return {
    id: entry.id,
    name: entry.name,
    version: entry.version,
    line: entry.line,
    peers: [...entry.peerDependencies].map(([name, range]) => ({ name, range, optional: entry.optionalPeers.has(name) })),
    isNative: isAddon(entry.name) || [...entry.dependencies.keys()].some((name) => ADDON_HELPERS.has(name)),
    ...(installed === entry.name ? {} : { alias: installed }),
    ...(local === undefined ? {} : { local }),
    ...(entry.conditions === undefined ? {} : { platforms: entry.conditions }),
  };
}

function berryLock(file: SourceFile): YarnLock {
  const root = readBlocks(file.text);
  const metadata = child(root, '__metadata');
  const entries = [...root.map].flatMap(([key, node]): readonly YarnEntry[] => {
    const resolution = child(node, 'resolution')?.text;
    if (key === '__metadata' || resolution === undefined) return [];
    const [name] = splitNameVersion(resolution);
    const conditions = child(node, 'conditions')?.text;
    const linkType = child(node, 'linkType')?.text;
    const bin = child(node, 'bin');
    const dependenciesMeta = child(node, 'dependenciesMeta');
    const peerMeta = child(node, 'peerDependenciesMeta');
    return [
      {
        id: resolution,
        patterns: key.split(', '),
        name,
        version: child(node, 'version')?.text ?? '',
        line: node.line,
        dependencies: textsBelow(child(node, 'dependencies')),
        optionalDependencies: NO_TEXTS,
        peerDependencies: textsBelow(child(node, 'peerDependencies')),
        optionalPeers: new Set([...(peerMeta?.map ?? [])].filter(([, one]) => isOptional(one)).map(([peer]) => peer)),
        resolution,
        ...(linkType === undefined ? {} : { linkType }),
        ...(conditions === undefined ? {} : { conditions }),
        ...(bin === undefined ? {} : { bin: textsBelow(bin) }),
        ...(dependenciesMeta === undefined
          ? {}
          : { dependenciesMeta: new Map([...dependenciesMeta.map].map(([one, meta]) => [one, textsBelow(meta)])) }),
      },
    ];
  });
  return new YarnLock(file.path, `berry-${child(metadata, 'version')?.text ?? ''}`, entries, child(metadata, 'cacheKey')?.text);
}

function isOptional(node: BlockNode): boolean {
  return child(node, 'optional')?.text === 'true';
}

interface OpenEntry {
  readonly patterns: readonly string[];
  readonly line: number;
  version: string;
  dependencies?: Map<string, string>;
  optionalDependencies?: Map<string, string>;
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();
const NO_NAMES: ReadonlySet<string> = new Set();

/** yarn 1: `a@^1, "b@^2":` begins an entry, two blanks a field of it, four an entry of its maps. */
function classicLock(file: SourceFile): YarnLock {
  const open: OpenEntry[] = [];
  let map: Map<string, string> | undefined;
  for (const [index, raw] of file.text.split('\n').entries()) {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) continue;
    const current = open.at(-1);
    if (!raw.startsWith(' ')) {
      map = undefined;
      if (text.endsWith(':'))
        open.push({
          patterns: patternsOf(text.slice(0, -1)),
          line: index + 1,
          version: '',
        });
    } else if (current !== undefined && raw.startsWith('    ')) {
      const [name, value] = keyValue(text);
      map?.set(name, value);
    } else if (current !== undefined) {
      const [name, value] = keyValue(text);
      if (name === 'version') current.version = value;
      map = undefined;
      if (name === 'dependencies:') map = current.dependencies ??= new Map();
      else if (name === 'optionalDependencies:') map = current.optionalDependencies ??= new Map();
    }
  }
  const entries = open.map(({ patterns, line, version, dependencies, optionalDependencies }): YarnEntry => {
    const [installed] = splitNameVersion(patterns[0] ?? '');
    // A resolution's own pattern may stand behind those that it answers.
    const alias = patterns.map((one) => /^npm:(.+)$/.exec(splitNameVersion(one)[1] ?? '')?.[1]).find((one) => one !== undefined);
    const name = alias === undefined ? installed : splitNameVersion(alias)[0];
    return {
      id: `${name}@${version} ${patterns[0] ?? ''}`,
      patterns,
      name,
      version,
      line,
      dependencies: dependencies ?? NO_TEXTS,
      optionalDependencies: optionalDependencies ?? NO_TEXTS,
      peerDependencies: NO_TEXTS,
      optionalPeers: NO_NAMES,
    };
  });
  return new YarnLock(file.path, CLASSIC, entries, undefined);
}

function patternsOf(text: string): readonly string[] {
  return (text.match(/"(?:[^"\\]|\\.)*"|[^\s,"][^,]*/g) ?? []).map((one) => unquoted(one.trim()));
}

/** `name "value"`; either may stand in quotes. */
function keyValue(text: string): readonly [string, string] {
  const parts = /^("(?:[^"\\]|\\.)*"|\S+)\s*(.*)$/s.exec(text);
  return [unquoted(parts?.[1] ?? text), unquoted(parts?.[2] ?? '')];
}
