import { inDirectory, normalizeName } from '../../../../src/model/index.ts';
import { formatMarker, type Marker, parseMarker } from '../../notation/markers.ts';
import { parseRequirement, type Requirement } from '../../notation/requirement.ts';
import { Refusal } from '../../notation/scanner.ts';
import { parseSpecifierSet, type SpecifierSet } from '../../notation/specifier.ts';
import { stripSpace } from '../../notation/version.ts';
import { checkedUrl, eggOf, fileNameOf, isUrl, schemeOf, VCS, VCS_SCHEMES, wheelOf } from './link.ts';

/** What pip makes of one requirement of a requirements file: a name with versions, a URL, a path, an editable. */

/** What the tree has, for words that could be names or paths. Paths are as `resolvePath` gives them. */
export interface PathFacts {
  isDirectory(path: string): boolean;
  isFile(path: string): boolean;
}

export interface PipRequirement {
  /** Undefined where only a build would tell. */
  readonly name?: string;
  readonly extras: readonly string[];
  readonly specifiers: SpecifierSet;
  readonly marker?: Marker;
  readonly source:
    | { readonly kind: 'index' }
    | { readonly kind: 'url' | 'vcs'; readonly url: string }
    /** Relative to the tree's root; may begin with `..`, or with `/` where it was absolute. */
    | { readonly kind: 'path'; readonly path: string };
}

export type PipRequirementAnswer =
  | { readonly ok: true; readonly requirement: PipRequirement }
  | { readonly ok: false; readonly message: string };

const NO_VERSIONS = anyVersion();

function anyVersion(): SpecifierSet {
  const answer = parseSpecifierSet('');
  if (!answer.ok) throw new TypeError(answer.message);
  return answer.set;
}

/** Reads a requirement; `directory` is what relative paths start from. */
export function readPipRequirement(text: string, isEditable: boolean, directory: string, paths: PathFacts): PipRequirementAnswer {
  const requirement = isEditable ? editable(text, directory, paths) : plain(text, directory, paths);
  return requirement instanceof Refusal ? { ok: false, message: requirement.message } : { ok: true, requirement };
}

function plain(text: string, directory: string, paths: PathFacts): PipRequirement | Refusal {
  const separator = isUrl(text) ? '; ' : ';';
  const cut = text.indexOf(separator);
  const marker = cut < 0 ? undefined : markerOf(stripSpace(text.slice(cut + separator.length)));
  if (marker instanceof Refusal) return marker;
  const name = stripSpace(cut < 0 ? text : text.slice(0, cut));
  const link = isUrl(name) ? withSource([], sourceOf(name)) : localLink(name, directory, paths);
  const found = link === undefined ? withTrailingExtras(named(requirementOf(name, name)), name) : linked(link);
  return marker === undefined || found instanceof Refusal ? found : { ...found, marker };
}

/** pip takes the brackets that end a line before it knows what stands there: `pkg @ ./pkg[a]` asks for the extra a. */
function withTrailingExtras(found: PipRequirement | Refusal, name: string): PipRequirement | Refusal {
  const extras = extrasOf(withoutExtras(name).extras);
  return found instanceof Refusal || extras instanceof Refusal || extras.length === 0 ? found : { ...found, extras };
}

function markerOf(text: string): Marker | undefined | Refusal {
  if (text === '') return undefined;
  const answer = parseMarker(text);
  return answer.ok ? answer.marker : new Refusal(answer.message);
}

function requirementOf(text: string, shown: string): Requirement | Refusal {
  const answer = parseRequirement(text);
  return answer.ok ? answer.requirement : new Refusal(hintFor(shown) ?? answer.message);
}

function hintFor(text: string): string | undefined {
  if (text.includes('/')) return `"${text}" looks like a path, but there is no such project or file`;
  if (/^[\w.-]+(?:\[[^\]]*\])?\s*=\s*[\d]/.test(text)) return `"${text}": = is not an operator, did you mean ==?`;
  return undefined;
}

function named(requirement: Requirement | Refusal): PipRequirement | Refusal {
  if (requirement instanceof Refusal) return requirement;
  const { name, extras, specifiers, url, marker } = requirement;
  const source = url === undefined ? ({ kind: 'index' } as const) : sourceOf(url);
  if (source instanceof Refusal) return source;
  return { name, extras, specifiers, source, ...(marker === undefined ? {} : { marker }) };
}

function sourceOf(url: string): PipRequirement['source'] | Refusal {
  const checked = checkedUrl(url);
  return checked instanceof Refusal ? checked : { kind: VCS_SCHEMES.has(schemeOf(url)) ? 'vcs' : 'url', url: checked };
}

interface Link {
  readonly extras: readonly string[];
  readonly source: PipRequirement['source'];
}

function withSource(extras: readonly string[] | Refusal, source: Link['source'] | Refusal): Link | Refusal {
  if (extras instanceof Refusal) return extras;
  return source instanceof Refusal ? source : { extras, source };
}

/** A wheel's name tells what it is, an `egg` fragment its name; everything else has to be built to know. */
function linked(link: Link | Refusal): PipRequirement | Refusal {
  if (link instanceof Refusal) return link;
  const { extras, source } = link;
  const file = fileNameOf(targetOf(source));
  if (!file.endsWith('.whl')) return namedByEgg(link);
  const wheel = wheelOf(file);
  if (wheel instanceof Refusal) return wheel;
  const answer = parseSpecifierSet(`==${wheel.version}`);
  return { name: wheel.name, extras, specifiers: answer.ok ? answer.set : NO_VERSIONS, source };
}

function targetOf(source: Link['source']): string {
  return source.kind === 'path' ? source.path : source.kind === 'index' ? '' : source.url;
}

function namedByEgg(link: Link | Refusal): PipRequirement | Refusal {
  if (link instanceof Refusal) return link;
  const { extras, source } = link;
  const name = source.kind === 'path' ? undefined : eggOf(targetOf(source));
  if (name instanceof Refusal) return name;
  return { extras, specifiers: NO_VERSIONS, source, ...(name === undefined ? {} : { name: normalizeName(name) }) };
}

/** pip's ARCHIVE_EXTENSIONS. */
const ARCHIVE = /[^/]\.(?:zip|whl|t(?:bz|gz|xz|lz|ar(?:\.(?:bz2|gz|xz|lz|lzma))?))$/i;

function localLink(name: string, directory: string, paths: PathFacts): Link | undefined | Refusal {
  const { text, extras: written } = withoutExtras(name);
  const extras = extrasOf(written);
  // Most lines are a name and versions: no path has to be made of those.
  if (!looksLikePath(name) && !ARCHIVE.test(text)) return extras instanceof Refusal ? extras : undefined;
  const path = resolvePath(directory, text);
  if (looksLikePath(name) && paths.isDirectory(path)) {
    if (isInstallable(path, paths)) return withSource(extras, { kind: 'path', path });
    return new Refusal(`the directory "${text}" has neither pyproject.toml nor setup.py, so it cannot be installed`);
  }
  if (extras instanceof Refusal) return extras;
  if (!ARCHIVE.test(path)) return undefined;
  const at = name.indexOf('@');
  if (!paths.isFile(path) && at >= 0 && !looksLikePath(name.slice(0, at))) return undefined;
  return { extras, source: { kind: 'path', path } };
}

function looksLikePath(text: string): boolean {
  return text.includes('/') || text.startsWith('.');
}

function isInstallable(path: string, paths: PathFacts): boolean {
  return ['pyproject.toml', 'setup.py'].some((file) => paths.isFile(inDirectory(path, file)));
}

/** `./pkg[a,b]` */
function withoutExtras(text: string): { readonly text: string; readonly extras: string | undefined } {
  if (!text.endsWith(']')) return { text, extras: undefined };
  const open = text.lastIndexOf('[');
  const extras = text.slice(open);
  return open > 0 && extras.length > 2 ? { text: text.slice(0, open).trimEnd(), extras } : { text, extras: undefined };
}

function extrasOf(text: string | undefined): readonly string[] | Refusal {
  if (text === undefined) return [];
  const placeholder = requirementOf(`placeholder${text.toLowerCase()}`, text);
  return placeholder instanceof Refusal ? placeholder : placeholder.extras;
}

/** `-e`: `name[extras] @ URL`, a directory with extras, or a VCS URL with an `egg` fragment. */
function editable(text: string, directory: string, paths: PathFacts): PipRequirement | Refusal {
  const direct = parseRequirement(text);
  if (direct.ok && direct.requirement.url !== undefined) return checkedEditable(named(direct.requirement), text);
  const { text: bare, extras } = withoutExtras(text);
  const path = resolvePath(directory, bare);
  // A directory called like a wheel is a directory.
  if (schemeOf(bare) === '' && paths.isDirectory(path)) {
    const link = withSource(extrasOf(extras), { kind: 'path', path });
    return link instanceof Refusal ? link : { ...link, specifiers: NO_VERSIONS };
  }
  // What a file is called tells pip nothing of what it is to be edited.
  if (bare.toLowerCase().startsWith('file:')) return namedByEgg(withSource(extrasOf(extras), sourceOf(bare)));
  const tool = schemeOf(text);
  const url = Object.hasOwn(VCS, tool) ? `${tool}+${text}` : text;
  return checkedEditable(linked(withSource([], sourceOf(url))), text);
}

function checkedEditable(requirement: PipRequirement | Refusal, text: string): PipRequirement | Refusal {
  if (requirement instanceof Refusal) return requirement;
  const { source, name } = requirement;
  const isFile = source.kind === 'url' && source.url.startsWith('file:');
  if (source.kind !== 'vcs' && !isFile)
    return new Refusal(`"${text}" cannot be editable: it is neither a local project nor a VCS URL`);
  return name === undefined && !isFile ? new Refusal(`"${text}" has no name; write "name @ URL"`) : requirement;
}

/** Joins lexically, as `os.path.abspath` would: `..` beyond the root stays in front. Absolute paths stay absolute. */
export function resolvePath(directory: string, path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of (isAbsolute ? path : `${directory}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isAbsolute) parts.push(part);
  }
  if (isAbsolute) return `/${parts.join('/')}`;
  return parts.length === 0 ? '.' : parts.join('/');
}

/** Paths beyond the root count as there: what they hold is not read, and said so. */
export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../') || path.startsWith('/');
}

export function markerText(requirement: PipRequirement): string | undefined {
  return requirement.marker === undefined ? undefined : formatMarker(requirement.marker);
}
