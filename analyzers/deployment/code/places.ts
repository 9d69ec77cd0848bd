/** What values of code come to where they are texts, or name a place in the tree. */
import type { Call, Value } from './values.ts';

export function textOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'joined') return value?.kind === 'text' ? value.text : undefined;
  const texts = value.parts.map(textOf);
  return texts.includes(undefined) ? undefined : texts.join('');
}

/** A directory or a file that the code names: from where it stands, or from where the app is run. */
export interface Place {
  readonly path: string;
  readonly isBesideCode: boolean;
}

const JOINS: ReadonlySet<string> = new Set(['path.join', 'path.resolve', 'join', 'resolve', 'os.path.join']);
/** What gives the same place in another form. */
const SAME: ReadonlySet<string> = new Set([
  'os.path.abspath',
  'os.path.realpath',
  'os.path.normpath',
  'path.normalize',
  'str',
  'fileURLToPath',
  'url.fileURLToPath',
]);
const PARENTS: ReadonlySet<string> = new Set(['os.path.dirname', 'path.dirname', 'dirname']);
const WORKING: ReadonlySet<string> = new Set(['process.cwd', 'os.getcwd', 'getcwd', 'cwd']);

/** `'lambda'`, `path.join(__dirname, '..', 'lambda')`, `${__dirname}/lambda`, `os.path.join(os.path.dirname(__file__), "lambda")`. */
export function placeOf(value: Value): Place | undefined {
  const text = textOf(value);
  if (text !== undefined) return { path: text, isBesideCode: false };
  switch (value.kind) {
    case 'name':
      return OWN_DIRECTORY.test(value.names.join('.')) ? { path: '.', isBesideCode: true } : undefined;
    case 'joined':
      return behind(value.parts, '');
    case 'call':
      return placeOfCall(value);
    case 'method':
      return placeOfMember(value);
    default:
      return undefined;
  }
}

function placeOfCall({ names, args }: Call): Place | undefined {
  const method = names.join('.');
  const [first] = args;
  if (WORKING.has(method) && args.length === 0) return { path: '.', isBesideCode: false };
  if (JOINS.has(method)) return behind(args, '/');
  if (first === undefined || args.length > 1) return undefined;
  if (SAME.has(method)) return placeOf(first);
  if (PATHS.has(method)) return isOwnFile(first) ? { path: OWN_NAME, isBesideCode: true } : placeOf(first);
  if (!PARENTS.has(method)) return undefined;
  if (isOwnFile(first)) return { path: '.', isBesideCode: true };
  const place = placeOf(first);
  return place === undefined ? undefined : { ...place, path: `${place.path}/..` };
}

/** `Path(__file__).resolve().parents[1]`, `.parent`, `.joinpath('handlers')` (Python, "pathlib"). */
function placeOfMember({ of, name, args }: Extract<Value, { readonly kind: 'method' }>): Place | undefined {
  const place = placeOf(of);
  const [count] = args;
  if (place === undefined || ITSELF.has(name)) return place;
  if (name === 'joinpath') return behind([of, ...args], '/');
  const ups = name === 'parent' ? 1 : name === 'parents' && count?.kind === 'number' ? Number(count.text) + 1 : 0;
  return ups === 0 || ups > MAX_UPS ? undefined : { ...place, path: `${place.path}${'/..'.repeat(ups)}` };
}

const PATHS: ReadonlySet<string> = new Set(['Path', 'pathlib.Path', 'PurePath', 'pathlib.PurePath']);
/** The file that the code stands in: what is around it is its directory. */
const OWN_NAME = '__file__';
const ITSELF: ReadonlySet<string> = new Set(['resolve', 'absolute', 'as_posix', 'expanduser']);
const MAX_UPS = 20;

/** A place, and texts that lead on from it. */
function behind([first, ...rest]: readonly Value[], separator: string): Place | undefined {
  const start = first === undefined ? undefined : placeOf(first);
  const texts = rest.map(textOf);
  if (start === undefined || texts.includes(undefined)) return undefined;
  return { ...start, path: [start.path, ...texts].join(separator) };
}

const OWN_DIRECTORY = /^(?:__dirname|import\.meta\.dirname)$/;
const OWN_FILE = /^(?:__file__|__filename|import\.meta\.(?:filename|url))$/;

/** `__file__`, `os.path.abspath(__file__)`, `__filename`, `fileURLToPath(import.meta.url)` */
function isOwnFile(value: Value): boolean {
  if (value.kind === 'name') return OWN_FILE.test(value.names.join('.'));
  const [file] = value.kind === 'call' && SAME.has(value.names.join('.')) ? value.args : [];
  return file !== undefined && isOwnFile(file);
}
