/** Packages that a program's own modules import, from the file that it begins with (Node.js, "Modules: Packages"). */
import { blanked } from '../../../src/formats/lines.ts';
import { exists } from '../../../src/formats/script-modules.ts';
import { inDirectory, isReadFailure, lineAt, type Origin, type Project } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import { modulesOf } from './modules.ts';
import { readableText } from './sources.ts';

const STEMS = ['src/main', 'src/index', 'src/server', 'src/app', 'main', 'index', 'server', 'app'];
const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Modules that are read of one program, and what one of them holds at most. */
const MAX_MODULES = 100;
const MAX_TEXT = 100_000;

const SPECIFIER = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'"\n]{1,200})['"]/g;
/** `@scope/name/sub`, `name/sub`; not `node:fs`, an alias or a path. */
const PACKAGE = /^(@[\w.-]+\/[\w.-]+|[a-zA-Z0-9][\w.-]*)(?:\/|$)/;

/** What a generator of code writes in a template is no import of its own; a backtick in quotes or behind a backslash begins none. */
const TEXT = /\\.|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gs;

/** Types are gone where the program runs. */
const TYPES = /\b(?:import|export)\s+type\s[^'"]{0,2000}['"][^'"\n]*['"]/g;
const NAMED = /\bimport\s*\{([^{}'"]{0,2000})\}\s*from\s*['"][^'"\n]*['"]/g;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Where nothing but a type can stand: what a value could as well is left to `PERHAPS_TYPE`. */
const TYPE_PLACES: readonly RegExp[] = [
  /\b(?:as|implements|is|keyof)\s+[\w$.]+/g,
  // `(store: Redis`, `private readonly store: Redis`, `const store: Redis`; of an object's members none is like these.
  /:(?<=(?:\(|\b(?:public|private|protected|readonly|static|const|let|var)\s)\s*[\w$]+[?!]?\s*:)\s*[\w$.]+/g,
  /:(?<=,\s*[\w$]+\??\s*:)\s*[\w$.]+(?=(?:\[\])*\s*\))/g,
  /^[ \t]*[\w$]+\??:\s*[\w$.]+(?=(?:\[\])*;)/gm,
  /\)\s*:\s*[\w$.]+(?=\s*(?:\{|=>))/g,
  /[\w$]<\s*[\w$.]+(?=\s*(?:[>,]|\[\]))/g,
  /(?<![|&])[|&](?![|&])\s*[\w$.]+/g,
];
/** `{ user: userRouter }` has a value where `{ user: User }` has a type. */
const PERHAPS_TYPE = /[:<|&]\s*[\w$.]+/g;

/** What is asked for in a `try` the program can do without. */
const TRIED = /\btry\s*\{[^{}]{0,200}$/;

/** Types of a constructor's parameters stay where decorators ask for them (TypeScript, `emitDecoratorMetadata`). */
const DECORATED = /^[ \t]*@[A-Z]\w*\(/m;

export interface Imported {
  readonly origin: Origin;
  /** Whether the program is known to take more than types from it, and to need it. */
  readonly isValue: boolean;
}

export type Imports = ReadonlyMap<string, Imported>;

/** By their names, with the first line that imports each; nothing of a package whose beginning has no usual name. */
export function importedPackages(project: Project, directory: string, { main }: PackageJson): Imports {
  const named = main === undefined ? [] : [main.replace(/^\.\//, '')];
  const files = [...named, ...STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending))];
  const first = files.find((file) => exists(project, directory, file));
  const found = new Map<string, Imported>();
  const seen = new Set<string>();
  const moduleAt = modulesOf(project, directory);
  const open = first === undefined ? [] : [inDirectory(directory, first)];
  for (let path = open.shift(); path !== undefined && seen.size < MAX_MODULES; path = open.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const file = project.read(path);
    if (isReadFailure(file) || file.text.length > MAX_TEXT) continue;
    const { text, values } = withoutTypes(readableText(file.text), path);
    for (const { 0: written, 1: specifier = '', index } of withoutTemplates(text).matchAll(SPECIFIER)) {
      const module = moduleAt(path, specifier);
      const name = PACKAGE.exec(specifier)?.[1];
      if (module !== undefined) open.push(module);
      else if (name !== undefined && found.get(name)?.isValue !== true)
        found.set(name, {
          origin: { file: path, line: lineAt(text, index) },
          isValue: values.startsWith(written, index) && !TRIED.test(text.slice(Math.max(0, index - 250), index)),
        });
    }
  }
  return found;
}

function withoutTemplates(text: string): string {
  return text.replaceAll(TEXT, (one) => (one.startsWith('`') ? blanked(one) : one));
}

/**
 * Without imports of nothing but types, which the compiler drops as well where nothing says so (TypeScript,
 * `verbatimModuleSyntax`); in `values` without those that may be such. What stays stands where it stood.
 */
function withoutTypes(source: string, path: string): { readonly text: string; readonly values: string } {
  if (!TYPESCRIPT.test(path)) return { text: source, values: source };
  const written = source.replaceAll(TYPES, blanked);
  const rest = written.replaceAll(NAMED, '');
  const sure = withUsed(written, wordsOf(rest, [...TYPE_PLACES, PERHAPS_TYPE]));
  return { text: DECORATED.test(rest) ? written : withUsed(written, wordsOf(rest, TYPE_PLACES)), values: sure };
}

function withUsed(text: string, used: ReadonlySet<string>): string {
  return text.replaceAll(NAMED, (statement, list: string) => {
    const names = list.split(',').flatMap((one) => /^\s*(?:[\w$]+\s+as\s+)?([\w$]+)\s*$/.exec(one)?.[1] ?? []);
    return names.some((name) => used.has(name)) ? statement : blanked(statement);
  });
}

/** Words of a text but for what stands in these places; what a dot precedes is a member, unless it is `...spread`. */
function wordsOf(text: string, places: readonly RegExp[]): ReadonlySet<string> {
  const code = places.reduce((left, place) => left.replaceAll(place, ' '), text);
  const words = code.matchAll(/(\.{0,3})([\w$]+)/g);
  return new Set([...words].flatMap(([, dots = '', word = '']) => (dots === '' || dots === '...' ? [word] : [])));
}
