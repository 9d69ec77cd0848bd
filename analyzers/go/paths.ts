import { percentEncoded } from '../../src/model/index.ts';
import { buildMetadata, majorOf } from './versions.ts';

/** Module paths: which are well formed, how they carry a major version, how proxies spell them (Go Modules Reference, "Module paths"). */

export interface SplitPath {
  readonly prefix: string;
  /** `/v2`, `.v3` (gopkg.in) or empty. */
  readonly major: string;
  /** False for endings like `/v0`, `/v1` or `/v2.3` that no module path may have. */
  readonly ok: boolean;
}

/** Splits a path from its major version suffix. */
export function splitPath(path: string): SplitPath {
  if (path.startsWith('gopkg.in/')) return splitGopkgIn(path);
  const match = /\/v([0-9.]+)$/.exec(path);
  if (match === null) return { prefix: path, major: '', ok: true };
  const number = match[1] ?? '';
  if (number.includes('.') || number.startsWith('0') || number === '1') return { prefix: path, major: '', ok: false };
  return { prefix: path.slice(0, match.index), major: match[0], ok: true };
}

/** gopkg.in needs `.vN` on every path; `.v0` is a number there, and `-unstable` may follow. */
function splitGopkgIn(path: string): SplitPath {
  const match = /\.v([0-9]*)(-unstable)?$/.exec(path);
  const [major = '', number = '', unstable = ''] = match ?? [];
  const bad = number === '' ? unstable === '' : number.startsWith('0') && major !== '.v0';
  if (match === null || bad) return { prefix: path, major: '', ok: false };
  return { prefix: path.slice(0, match.index), major, ok: true };
}

/** Why `version` cannot be a version of a module whose path ends in `major`; undefined when it can. */
export function pathMajorProblem(version: string, major: string): string | undefined {
  const expected = major.endsWith('-unstable') && major.startsWith('.v') ? major.slice(0, -'-unstable'.length) : major;
  // gopkg.in's .v1 modules were once given pseudo-versions that begin with v0.0.0.
  if (version.startsWith('v0.0.0-') && expected === '.v1') return undefined;
  const actual = majorOf(version);
  if (expected === '') {
    if (actual === 'v0' || actual === 'v1' || buildMetadata(version) === '+incompatible') return undefined;
    return `version ${JSON.stringify(version)} invalid: should be v0 or v1, not ${actual}`;
  }
  const wanted = expected.slice(1);
  return actual === wanted ? undefined : `version ${JSON.stringify(version)} invalid: should be ${wanted}, not ${actual}`;
}

const WINDOWS_NAMES = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

/** Import paths may hold `+` and elements that begin with a dot; module paths may not. Versions are judged as file names. */
type PathKind = 'module' | 'import' | 'file';
const BAD_CHARACTER: Readonly<Record<PathKind, RegExp>> = {
  module: /[^-._~0-9A-Za-z]/u,
  import: /[^-+._~0-9A-Za-z]/u,
  file: /[^-!#$%&()+,.=@[\]^_{}~ 0-9A-Za-z]/u,
};

function elementProblem(element: string, kind: PathKind): string | undefined {
  if (element === '') return 'empty path element';
  if (/^\.+$/.test(element)) return `invalid path element ${JSON.stringify(element)}`;
  if (element.startsWith('.') && kind === 'module') return 'leading dot in path element';
  if (element.endsWith('.')) return 'trailing dot in path element';
  const bad = BAD_CHARACTER[kind].exec(element);
  if (bad !== null) return `invalid char '${bad[0]}'`;
  const [short = ''] = element.split('.', 1);
  if (WINDOWS_NAMES.test(short)) return `${JSON.stringify(short)} disallowed as path element component on Windows`;
  if (kind !== 'file' && /~[0-9]+$/.test(short)) return 'trailing tilde and digits in path element';
  return undefined;
}

function pathProblem(path: string, kind: PathKind): string | undefined {
  if (path === '') return 'empty string';
  if (path.startsWith('-')) return 'leading dash';
  if (path.includes('//')) return 'double slash';
  if (path.endsWith('/')) return 'trailing slash';
  for (const element of path.split('/')) {
    const problem = elementProblem(element, kind);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Why a main module cannot have this path; undefined when it can. It need not be one that can be fetched. */
export function importPathProblem(path: string): string | undefined {
  return pathProblem(path, 'import');
}

/** Why a path cannot be fetched as a module; undefined when it is well formed. */
export function modulePathProblem(path: string): string | undefined {
  const problem = pathProblem(path, 'module');
  if (problem !== undefined) return problem;
  const [first = ''] = path.split('/', 1);
  if (!first.includes('.')) return 'missing dot in first path element';
  const bad = /[^-.0-9a-z]/.exec(first);
  if (bad !== null) return `invalid char '${bad[0]}' in first path element`;
  return splitPath(path).ok ? undefined : 'invalid version';
}

/** The proxy protocol's spelling: every capital as `!` and its small letter. Undefined when it cannot be asked for. */
export function escapePath(path: string): string | undefined {
  return modulePathProblem(path) === undefined ? escapeCapitals(path) : undefined;
}

/** The proxy protocol's spelling of a version; undefined where a character is not allowed. */
export function escapeVersion(version: string): string | undefined {
  return version.includes('!') || elementProblem(version, 'file') !== undefined ? undefined : escapeCapitals(version);
}

function escapeCapitals(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/** The family of a module: its path without the major version suffix. */
export function familyOf(path: string): string {
  return splitPath(path).prefix;
}

/** The purl without a version. Capitals stay, as Go's own tools write them: module paths are compared by case. */
export function purlOf(path: string): string {
  return `pkg:golang/${path.split('/').map(percentEncoded).join('/')}`;
}
