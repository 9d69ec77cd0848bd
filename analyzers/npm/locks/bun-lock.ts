/** bun.lock: JSON with trailing commas; packages by the path of names under which they are installed. */
import semver from 'semver';
import { childOf, type JsonNode, jsonDiagnostic, listIn, parseJson, textOf } from '../../../src/formats/json.ts';
import type { SourceFile } from '../../../src/model/index.ts';
import { isAddon } from '../natives.ts';
import { splitNameVersion } from '../notation/spec.ts';
import { platformsIn } from './json-facts.ts';
import { type EdgeKind, type Lock, type LockAnswer, type LockedEdge, type LockedPackage, unreadable } from './lock.ts';

/** For `Project.parse`: bun.lock, which is JSON with trailing commas. */
export function readBunLock(file: SourceFile): LockAnswer {
  const { root, problems, position } = parseJson(file.text);
  const bad = problems.find(({ kind }) => kind === 'syntax');
  if (bad !== undefined)
    return {
      diagnostics: [
        jsonDiagnostic(file.path, bad, position, 'error', 'regenerate it with bun install, nothing was read from it'),
      ],
    };
  const broken = misshapen(root);
  const lock = new BunLock(file.path, root, (offset) => position(offset).line);
  if (broken === undefined) return { lock, diagnostics: [] };
  const { line } = position(broken.at);
  const message = `${broken.what} of ${file.path} is not what bun writes there, so nothing is known of it; regenerate it with bun install`;
  return { ...(broken.isWhole ? {} : { lock }), diagnostics: [unreadable(file.path, message, line)] };
}

interface Broken {
  readonly what: string;
  readonly at: number;
  readonly isWhole: boolean;
}

/** The first thing of another kind than bun writes: maps of packages and workspaces, and for each package a list that begins with a text. */
function misshapen(root: JsonNode | undefined): Broken | undefined {
  if (root?.kind !== 'object') return { what: 'the whole', at: root?.at ?? 0, isWhole: true };
  for (const { key, keyAt, value } of root.members)
    if ((key === 'packages' || key === 'workspaces') && value.kind !== 'object')
      return { what: `"${key}"`, at: keyAt, isWhole: true };
  const packages = childOf(root, 'packages');
  const entries = packages?.kind === 'object' ? packages.members : [];
  const entry = entries.find(({ value }) => value.kind !== 'array' || textOf(value.items[0]) === undefined);
  return entry === undefined ? undefined : { what: `"${entry.key}"`, at: entry.keyAt, isWhole: false };
}

const FIELDS: readonly (readonly [string, EdgeKind])[] = [
  ['peerDependencies', 'peer'],
  ['dependencies', 'prod'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'dev'],
];

class BunLock implements Lock {
  readonly file: string;
  readonly kind = 'bun-lock';
  readonly version: string;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly importers: ReadonlyMap<string, readonly LockedEdge[]>;
  readonly #facts = new Map<string, JsonNode | undefined>();

  constructor(file: string, root: JsonNode | undefined, lineOf: (offset: number) => number) {
    this.file = file;
    const version = childOf(root, 'lockfileVersion');
    this.version = version?.kind === 'literal' ? String(version.value) : '';
    const packages = new Map<string, LockedPackage>();
    const listed = childOf(root, 'packages');
    for (const { key, keyAt, value } of listed?.kind === 'object' ? listed.members : []) {
      const items = value.kind === 'array' ? value.items : [];
      const [name, version] = splitNameVersion(textOf(items[0]) ?? '');
      const facts = items.find((item) => item.kind === 'object');
      const installed = /(?:^|\/)((?:@[^/]+\/)?[^/]+)$/.exec(key)?.[1] ?? key;
      const local = /^workspace:(.*)$/.exec(version ?? '')?.[1];
      this.#facts.set(key, facts);
      packages.set(key, {
        id: key,
        name,
        line: lineOf(keyAt),
        peers: peersOf(facts),
        isNative: isAddon(name),
        ...(installed === name ? {} : { alias: installed }),
        // Of what comes from an address or a path its name is all that bun writes.
        ...(version === undefined || semver.valid(version) === null ? {} : { version }),
        ...(local === undefined ? {} : { local }),
        ...platformsIn(facts),
      });
    }
    this.packages = packages;
    const workspaces = childOf(root, 'workspaces');
    this.importers = new Map(
      (workspaces?.kind === 'object' ? workspaces.members : []).map(({ key, value }) => [
        key === '' ? '.' : key,
        // Copies of a member lie below its name, not below its path.
        this.#edgesOf(key === '' ? '' : (textOf(childOf(value, 'name')) ?? ''), value),
      ]),
    );
  }

  find(name: string): string | undefined {
    return this.packages.has(name) ? name : undefined;
  }

  edges(id: string): readonly LockedEdge[] {
    return this.#edgesOf(id, this.#facts.get(id));
  }

  #edgesOf(from: string, facts: JsonNode | undefined): readonly LockedEdge[] {
    return FIELDS.flatMap(([field, kind]) => {
      const node = childOf(facts, field);
      if (node?.kind !== 'object') return [];
      return node.members.map(({ key, value }) => ({ name: key, spec: textOf(value) ?? '', kind, to: this.#resolve(from, key) }));
    });
  }

  /** `a/b` is b as a sees it; without it, the one further out. */
  #resolve(from: string, name: string): string | undefined {
    for (let path = from; path !== ''; path = path.replace(LAST_NAME, '')) {
      if (this.packages.has(`${path}/${name}`)) return `${path}/${name}`;
    }
    return this.packages.has(name) ? name : undefined;
  }
}

/** The innermost package of a path, whose scope is no package by itself. */
const LAST_NAME = /(?:^|\/)(?:@[^/]*\/)?[^/]*$/;

function peersOf(facts: JsonNode | undefined): LockedPackage['peers'] {
  const peers = childOf(facts, 'peerDependencies');
  if (peers?.kind !== 'object') return [];
  const optional = new Set(listIn(childOf(facts, 'optionalPeers')));
  return peers.members.map(({ key, value }) => ({ name: key, range: textOf(value) ?? '*', optional: optional.has(key) }));
}
