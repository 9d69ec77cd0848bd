import { type NpaResult, resolve } from 'npm-package-arg';
import semver from 'semver';
import { type ConstraintKind, percentDecoded } from '../../../src/model/index.ts';

/** What npm-package-arg makes of an entry, or the code of its refusal. */
export type NpmSpec =
  | { readonly ok: true; readonly spec: NpaResult }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** npm's own reading of one entry of `dependencies`; `where` is the absolute directory of the manifest. */
export function npmSpec(name: string, raw: string, where: string): NpmSpec {
  try {
    return { ok: true, spec: resolve(name, raw, where) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'Error';
    return { ok: false, code, message };
  }
}

/** What pnpm, yarn and bun read beyond npm. */
export type ProtocolSpec =
  | { readonly type: 'workspace'; readonly range?: string; readonly path?: string; readonly aliasOf?: string }
  | { readonly type: 'catalog'; readonly catalog: string }
  | { readonly type: 'portal' | 'link' | 'exec'; readonly path: string }
  | { readonly type: 'patch'; readonly innerName: string; readonly innerSpec: string; readonly patch: string }
  | { readonly type: 'jsr'; readonly jsrName: string; readonly npmName: string; readonly range: string }
  | { readonly type: 'runtime'; readonly range: string }
  | { readonly type: 'range'; readonly range: string }
  | { readonly type: 'alias'; readonly target: string; readonly range: string }
  | { readonly type: 'git'; readonly repository: string; readonly parameters: Readonly<Record<string, string>> };

/** `name@rest` with an optional scope; the whole as name when there is no version part. */
export function splitNameVersion(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('@', text.startsWith('@') ? 1 : 0);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A package by name, or some of its versions. */
export interface Selector {
  readonly name: string;
  readonly range?: string;
}

export function selectorOf(text: string): Selector {
  const [name, range] = splitNameVersion(text);
  return { name, ...(range === undefined ? {} : { range }) };
}

/**
 * pnpm: `parent@1>child@>=2`; what follows a blank, `|` or `@` belongs to a range (pnpm, `parsePkgAndParentSelector`).
 */
export function pnpmPath(selector: string): readonly string[] {
  const cut = /[^ |@]>/.exec(selector);
  return cut === null ? [selector] : [selector.slice(0, cut.index + 1), selector.slice(cut.index + 2)];
}

/** pnpm: `workspace:` with `*`, `^`, `~`, a range, an alias `name@range` or a relative path; yarn: also a path from the root. */
function workspaceSpec(rest: string): ProtocolSpec {
  if (rest === '*' || rest === '^' || rest === '~' || semver.validRange(rest, true) !== null)
    return { type: 'workspace', range: rest };
  const [name, range] = splitNameVersion(rest);
  if (range !== undefined && name !== '' && !name.startsWith('.')) return { type: 'workspace', aliasOf: name, range };
  return { type: 'workspace', path: rest };
}

/** yarn: `patch:NAME@DESCRIPTOR#PATCH`, the descriptor percent-encoded; nested patches keep their inner text. */
function patchSpec(rest: string): ProtocolSpec {
  const hash = rest.indexOf('#');
  const [innerName, encoded] = splitNameVersion(hash < 0 ? rest : rest.slice(0, hash));
  return { type: 'patch', innerName, innerSpec: percentDecoded(encoded ?? ''), patch: hash < 0 ? '' : rest.slice(hash + 1) };
}

/** pnpm, yarn and deno: `jsr:^1` for the name itself, `jsr:@scope/name@1`; npm's mirror names are `@jsr/scope__name`. */
function jsrSpec(name: string, rest: string): ProtocolSpec {
  const [target, range] = rest.startsWith('@') ? splitNameVersion(rest) : [name, rest];
  const npmName = `@jsr/${target.replace(/^@/, '').replace('/', '__')}`;
  return { type: 'jsr', jsrName: target, npmName, range: range ?? '*' };
}

/** yarn and pnpm: `npm:` is the registry protocol; with a name before the range it is an alias. Read loosely, any text beside a range counts for nothing. */
function registrySpec(rest: string): ProtocolSpec {
  if (rest === '' || (!/[@:/#]/.test(rest) && semver.validRange(rest, true) !== null)) return { type: 'range', range: rest };
  const [target, range] = splitNameVersion(rest);
  return { type: 'alias', target, range: range ?? '*' };
}

const PROTOCOLS: Readonly<Record<string, (name: string, rest: string) => ProtocolSpec>> = {
  workspace: (_, rest) => workspaceSpec(rest),
  catalog: (_, rest) => ({ type: 'catalog', catalog: rest.trim() === '' ? 'default' : rest.trim() }),
  portal: (_, rest) => ({ type: 'portal', path: rest }),
  link: (_, rest) => ({ type: 'link', path: rest }),
  exec: (_, rest) => ({ type: 'exec', path: rest }),
  patch: (_, rest) => patchSpec(rest),
  jsr: jsrSpec,
  runtime: (_, rest) => ({ type: 'runtime', range: rest }),
  npm: (_, rest) => registrySpec(rest),
};

/** yarn berry names what it wants of a repository: `#commit=…`, `#tag=…`, `#workspace=…&tag=…`. */
function gitParameters(raw: string): ProtocolSpec | undefined {
  const hash = raw.indexOf('#');
  if (hash < 0) return undefined;
  const parts = raw
    .slice(hash + 1)
    .split('&')
    .map((part) => part.split('='));
  const known = parts.every(
    ([key, value]) => value !== undefined && /^(commit|tag|head|branch|workspace|semver|cwd)$/.test(key ?? ''),
  );
  if (!known) return undefined;
  return {
    type: 'git',
    repository: raw.slice(0, hash),
    parameters: Object.fromEntries(parts.map(([key, value]) => [key ?? '', value ?? ''])),
  };
}

/** A spec of pnpm's, yarn's or bun's own protocols; undefined when npm's reading is the only one. */
export function protocolSpec(name: string, raw: string): ProtocolSpec | undefined {
  const match = /^([a-z]+):/.exec(raw);
  const read = match?.[1] !== undefined && Object.hasOwn(PROTOCOLS, match[1]) ? PROTOCOLS[match[1]] : undefined;
  return read !== undefined && match !== null ? read(name, raw.slice(match[0].length)) : gitParameters(raw);
}

/** What a dependency's text means for the model. `target` differs from the name for aliases; `range` is set for registry specs only. */
export interface ClassifiedSpec {
  readonly kind: ConstraintKind;
  readonly target: string;
  /** What npm would look up: a range, a version or a tag. */
  readonly range?: string;
  readonly tag?: boolean;
  /** What only compares with its own kind: a url, a path, a workspace's name. */
  readonly locator?: string;
  /** `workspace:` with a path: from the root of the files, or as written where only the workspace's root tells. */
  readonly path?: string;
  readonly catalog?: string;
  /** The registry that it is taken from, where it is named, and may be another one than that of a plain range. */
  readonly registry?: string;
  readonly problem?: string;
  /** What it means where its protocol is the name of a registry, which the workspace's settings tell. */
  readonly named?: { readonly registry: string; readonly spec: ClassifiedSpec };
}

const PLAIN = /^(?:[\^~]|[<>]=?)?\d{1,9}(?:(?:\.\d{1,9}){0,2}|(?:\.\d{1,9})?\.[x*]|(?:\.[x*]){2})$/;
const EXACT = /^\d{1,9}\.\d{1,9}\.\d{1,9}$/;

const cache = new Map<string, ClassifiedSpec>();

/** Reads a spec as the ecosystem does. `where` is the manifest's directory, with `/`, relative to the root. */
export function classifySpec(name: string, raw: string, where: string): ClassifiedSpec {
  if (PLAIN.test(raw)) return { kind: EXACT.test(raw) ? 'exact' : 'range', target: name, range: raw };
  const key = `${name}\n${raw}\n${where}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const spec = readSpec(name, raw, where);
  cache.set(key, spec);
  return spec;
}

function readSpec(name: string, raw: string, where: string): ClassifiedSpec {
  const trimmed = raw.trim();
  if (!/[:/#@]/.test(trimmed) && !trimmed.startsWith('.')) {
    if (semver.valid(trimmed, true) !== null) return { kind: 'exact', target: name, range: trimmed };
    if (semver.validRange(trimmed, true) !== null) return { kind: 'range', target: name, range: trimmed };
  }
  const simple = simpleSpec(name, trimmed, where);
  if (simple !== undefined) return simple;
  const protocol = trimmed.startsWith('npm:') && !isBerryVersion(trimmed) ? undefined : protocolSpec(name, trimmed);
  if (protocol !== undefined) return ofProtocol(name, trimmed, where, protocol);
  const result = npmSpec(name, trimmed, `/${where}`);
  if (result.ok) return ofNpm(name, trimmed, result.spec, where);
  // An alias that npm refuses (of an alias, of a repository, by no name) nobody reads.
  const yarn = protocolSpec(name, trimmed);
  if (yarn !== undefined && yarn.type !== 'alias') return ofProtocol(name, trimmed, where, yarn);
  const named = namedRegistrySpec(name, trimmed);
  return { kind: 'unknown', target: name, problem: result.message, ...(named === undefined ? {} : { named }) };
}

/** pnpm's own name of npm's public registry. */
const PUBLIC = 'npmjs';

/** Names of registries that pnpm knows without being told (pnpm, `BUILTIN_NAMED_REGISTRIES`). */
export const KNOWN_REGISTRIES: readonly string[] = ['gh', PUBLIC];

/** pnpm: `work:^1.0.0`, or `work:name@^1.0.0` (`parseNamedRegistrySpecifierToRegistryPackageSpec`). */
function namedRegistrySpec(name: string, text: string): ClassifiedSpec['named'] {
  const [, registry, body = ''] = /^([^:@/#\s]+):(?!\/\/)(.*)$/.exec(text) ?? [];
  if (registry === undefined) return undefined;
  const at = body.lastIndexOf('@');
  const isOwnName = semver.validRange(body) !== null || (at < 0 && name.startsWith('@'));
  const [target, range] = isOwnName ? [name, body] : at > 0 ? [body.slice(0, at), body.slice(at + 1)] : [body, 'latest'];
  const spec = ofRange(target, range);
  return { registry, spec: registry === PUBLIC ? spec : { ...spec, registry } };
}

/** berry: `npm:1.2.3` is a version, where npm would see the name of a package. */
function isBerryVersion(text: string): boolean {
  return /^npm:\d/.test(text) && semver.validRange(text.slice('npm:'.length), true) !== null;
}

/** berry: `npm:next` is a tag of the package itself, where every other tool sees the name of another one. */
export function withoutTagProtocol(text: string): string {
  return /^npm:[^@/]+$/.test(text) ? text.slice('npm:'.length) : text;
}

const TAG = /^[a-z][a-z-]*$/;
const ALIAS = /^npm:((?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9_-]*)@(.+)$/;
const FILE = /^file:(\.{1,2}(?:\/[\w@.-]+)*)$/;

/** What everybody writes is told without npm's own reader, which takes longer to load than a hundred manifests to read. */
function simpleSpec(name: string, text: string, where: string): ClassifiedSpec | undefined {
  if (TAG.test(text) && semver.validRange(text, true) === null) return { kind: 'range', target: name, range: text, tag: true };
  const [, target, range] = ALIAS.exec(text) ?? [];
  if (target !== undefined && range !== undefined && PLAIN.test(range)) return ofRange(target, range);
  const path = FILE.exec(text)?.[1];
  return path === undefined ? undefined : { kind: 'path', target: name, locator: normalizePath(where, path) };
}

function ofProtocol(name: string, raw: string, where: string, spec: ProtocolSpec): ClassifiedSpec {
  switch (spec.type) {
    case 'workspace': {
      const path = spec.path?.startsWith('.') === true ? normalizePath(where, spec.path) : spec.path;
      const text = spec.path ?? spec.range ?? '*';
      return { kind: 'workspace', target: spec.aliasOf ?? name, locator: text, ...(path ? { path } : {}) };
    }
    case 'catalog':
      return { kind: 'unknown', target: name, catalog: spec.catalog };
    case 'portal':
    case 'link':
    case 'exec':
      return { kind: 'path', target: name, locator: normalizePath(where, spec.path) };
    case 'patch': {
      const inner = classifySpec(spec.innerName, spec.innerSpec === '' ? '*' : spec.innerSpec, where);
      return { ...inner, target: inner.target };
    }
    case 'jsr':
      return ofRange(spec.npmName, spec.range);
    case 'runtime':
      return { kind: 'unknown', target: name, locator: raw };
    case 'range':
      return ofRange(name, spec.range);
    case 'alias':
      return ofRange(spec.target, spec.range);
    case 'git':
      return { kind: 'git', target: name, locator: raw };
  }
}

function ofRange(target: string, range: string): ClassifiedSpec {
  if (semver.valid(range, true) !== null) return { kind: 'exact', target, range };
  if (semver.validRange(range, true) !== null) return { kind: 'range', target, range };
  return { kind: 'range', target, range, tag: true };
}

function ofNpm(name: string, raw: string, spec: NpaResult, where: string): ClassifiedSpec {
  switch (spec.type) {
    case 'version':
      return { kind: 'exact', target: name, range: spec.fetchSpec ?? raw };
    case 'range':
      return { kind: 'range', target: name, range: spec.fetchSpec ?? raw };
    case 'tag':
      return { kind: 'range', target: name, range: spec.fetchSpec ?? raw, tag: true };
    case 'alias':
      return spec.subSpec === undefined
        ? { kind: 'unknown', target: name }
        : ofNpm(spec.subSpec.name ?? name, spec.subSpec.rawSpec, spec.subSpec, where);
    case 'git':
      return { kind: 'git', target: name, locator: repositoryOf(spec) ?? raw };
    case 'remote':
      return { kind: 'url', target: name, locator: spec.fetchSpec ?? raw };
    case 'file':
    case 'directory':
      // A path under the user's home is nobody else's: it stays as written.
      return {
        kind: 'path',
        target: name,
        locator: raw.includes('~/') ? raw : (pathOf(raw, where) ?? (spec.fetchSpec ?? raw).replace(/^\//, '')) || '.',
      };
  }
}

/** A path that is absolute, or begins with a dot: such a one may lead out of the project, whose root npm is not told. */
function pathOf(raw: string, where: string): string | undefined {
  const path = /^(?:file:)?(?:\/\/(?=\/))?((?:\.{1,2}|\/)(?:[^%?#]*)?)$/.exec(raw)?.[1];
  return path === undefined ? undefined : normalizePath(where, path);
}

/**
 * One repository may be written in several ways: `owner/name`, `github:owner/name`, `git+ssh://git@github.com/owner/name.git`,
 * and with any of the protocols that its server speaks.
 */
function repositoryOf({ hosted, fetchSpec, gitCommittish, gitRange, gitSubdir }: NpaResult): string | undefined {
  const address =
    hosted === undefined || hosted === null
      ? addressOf(fetchSpec ?? '')
      : `${hosted.type}:${`${hosted.user ?? ''}/${hosted.project}`.toLowerCase()}`;
  const part = gitRange ? `#semver:${gitRange}` : gitCommittish ? `#${gitCommittish}` : '';
  return address === undefined ? undefined : `${address}${part}${gitSubdir ? `::path:${gitSubdir}` : ''}`;
}

/** `ssh://git@host/o/r.git`, `git@host:o/r` and `https://host/o/r` are `host/o/r`. */
function addressOf(url: string): string | undefined {
  const [, host, path] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+(?::\d+(?=\/))?)[:/]\/?(.+)$/.exec(url) ?? [];
  return host === undefined || path === undefined ? undefined : `${host.toLowerCase()}/${path.replace(/(?:\.git)?\/?$/, '')}`;
}

function normalizePath(where: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${where}/${path}`).split('/')) {
    // What leads out of the root is nothing of the project, whatever lies there under the same name.
    if (part === '..' && (parts.length === 0 || parts.at(-1) === '..')) parts.push(part);
    else if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return path.startsWith('/') ? `/${parts.join('/')}` : parts.join('/') || '.';
}
