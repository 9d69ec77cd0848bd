/** Sources of JavaScript and TypeScript as texts: where a name comes from, and where the members of an object stand. */
import { codeLetters } from '../../../src/formats/code-letters.ts';

export interface Source {
  /** Without lines that are comments, or longer than anybody writes; the lines keep their numbers. */
  readonly text: string;
  /** The module that a specifier names here, if it is one of the package's own. */
  readonly imported: (specifier: string) => Source | undefined;
  /** Expressions that may still be looked into, of one program in all its modules: names may stand for each other. */
  readonly budget: { looks: number };
}

const MAX_LOOKS = 300;

export function sourceOf(text: string, imported: Source['imported'], budget: Source['budget'] = { looks: MAX_LOOKS }): Source {
  return { text: readableText(text), imported, budget };
}

/** Without lines that are comments, or longer than anybody writes. */
export function readableText(source: string): string {
  return source
    .split('\n')
    .map((line) => (line.length > 1000 || /^\s*(?:\/\/|\*|\/\*)/.test(line) ? '' : line))
    .join('\n');
}

interface NameOrigin {
  readonly source: Source;
  /** What the module calls it; none where it is all of the module, or its default. */
  readonly exported: string | undefined;
}

/** Names that are taken one by one from a module: `import { a, b as c } from`, `const { a, b: c } = require(…)`. */
const IMPORTED = /\bimport\s+(?:[\w$]+\s*,\s*)?\{([^{}]{0,2000})\}\s*from\s*['"]([^'"\n]+)['"]/g;
const REQUIRED = /\b(?:const|let|var)\s+\{([^{}]{0,2000})\}\s*=\s*require\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** The module that a name comes from. */
export function originOf(name: string, { text, imported }: Source): NameOrigin | undefined {
  const safe = name.replaceAll('$', '\\$');
  const whole =
    new RegExp(`\\bimport\\s+(?:\\*\\s+as\\s+)?${safe}\\s*(?:,\\s*\\{[^{}]{0,2000}\\}\\s*)?from\\s*['"]([^'"\\n]+)['"]`).exec(
      text,
    ) ??
    new RegExp(
      `\\b(?:const|let|var)\\s+${safe}\\s*=\\s*require\\(\\s*['"]([^'"\\n]+)['"]\\s*\\)(?:\\.(?!default\\b)([\\w$]+))?`,
    ).exec(text);
  if (whole !== null) return from(imported(whole[1] ?? ''), whole[2]);
  const called = new RegExp(`(?:^|,)\\s*(?:([\\w$]+)\\s*(?:\\bas\\b|:)\\s*)?${safe}\\s*(?:$|,)`);
  for (const pattern of [IMPORTED, REQUIRED])
    for (const [, names = '', specifier = ''] of text.matchAll(pattern)) {
      const own = called.exec(names);
      if (own !== null) return from(imported(specifier), own[1] === 'default' ? undefined : (own[1] ?? name));
    }
  return undefined;
}

function from(source: Source | undefined, exported: string | undefined): NameOrigin | undefined {
  return source === undefined ? undefined : { source, exported };
}

/** What may stand before an object: a call that is given it, a function that gives it. */
const AROUND = String.raw`\s{0,9}(?:[\w$.]{1,80}\([^(){}]{0,80})?(?:\(\)\s{0,9}(?::[^={]{1,80})?=>\s{0,9})?\(?\s{0,99}(?=\{)`;
const WHOLE = new RegExp(String.raw`(?:\bmodule\.exports\s*=|\bexport\s+default\b|\bexport\s*=)${AROUND}`);
const WHOLE_NAME = /(?:\bmodule\.exports\s*=|\bexport\s+default\b|\bexport\s*=)\s*([A-Za-z_$][\w$]*)\s*(?:;|\n|$)/;

/** Where the object of a name begins, or the one that the module gives as a whole. */
export function namedObject(name: string | undefined, text: string): number | undefined {
  const called = name ?? WHOLE_NAME.exec(text)?.[1];
  if (called !== undefined) {
    const safe = called.replaceAll('$', '\\$');
    const found = new RegExp(String.raw`\b(?:const|let|var)\s+${safe}(?:\s{0,2}:[^=;\n]{1,80})?\s{0,9}=${AROUND}`).exec(text);
    return found === null ? undefined : found.index + found[0].length;
  }
  const found = WHOLE.exec(text) ?? /^\s*(?=\{)/.exec(text);
  return found === null ? undefined : found.index + found[0].length;
}

const MAX_OBJECT = 20_000;
const KEY = /\s*(?:['"]([\w$.-]+)['"]|([\w$]+))\s*([:,}])\s*/y;

/** Where the value of a member begins in the object that begins at `open`; `short` for `{ port }`. */
export function memberAt(text: string, open: number, key: string): number | 'short' | undefined {
  for (const { letter, at, depth } of codeLetters(text, open, open + MAX_OBJECT, '\'"`')) {
    if (depth === 0 && at > open) return undefined;
    if (at !== open && (depth !== 1 || letter !== ',')) continue;
    KEY.lastIndex = at + 1;
    const [matched = '', quoted, plain, mark] = KEY.exec(text) ?? [];
    if ((quoted ?? plain) === key) return mark === ':' ? at + 1 + matched.length : 'short';
  }
  return undefined;
}
