/**
 * What the expression with which a Go program listens comes to, as far as its own file tells: constants and variables,
 * texts put together, flags and environment variables with what is taken where they are not given, fields with tags.
 */
import { codeLetters } from '../../../src/formats/code-letters.ts';
import { withoutTrailing } from '../../../src/model/index.ts';
import { isPort } from '../ports.ts';

export interface GoPort {
  readonly port: number;
  /** The variable or flag that sets another one. */
  readonly settable?: string;
}

/** Names that stand for names: a constant that a variable takes, that an address is made of. */
const MAX_STEPS = 6;
/** Expressions that are looked into in one file, and names that are looked for: names that are set many times to one another multiply with each step. */
const MAX_LOOKED_INTO = 500;
const MAX_EXPRESSION = 600;

/** `getEnv("PORT", "8080")`, as such helpers are called everywhere, and `cmp.Or(os.Getenv("PORT"), "8080")`. */
const HELPER =
  /^(?:[\w.]*(?:[gG]et_?[eE]nv\w*|[eE]nv(?:Or|String|Int|Default)\w*|\w*EnvOr\w*)|cmp\.Or\(\s*os\.Getenv)\(\s*"(\w+)"\)?\s*,\s*([^,()]+)\)/;
const VARIABLE = /^os\.(?:Getenv|LookupEnv)\(\s*"(\w+)"\s*\)/;
/** `flag.Int("port", 8080, …)`, `pflag.StringP("addr", "a", ":8080", …)`. */
const FLAG = /^[\w.()]*\.(?:Int|Uint|String)(?:16|32)?P?\(\s*"([\w.-]+)",\s*(?:"\w?",\s*)?("[^"]*"|\d+|\w+)\s*,/;
/** `kingpin.Flag("web.listen-address", "…").Default(":9100").String()`. */
const KINGPIN = /^[\w.()]*\bFlag\(\s*"([\w.-]+)"(?:(?!\bFlag\()[\s\S]){0,400}?\.Default\(\s*("[^"]*")/;
/** `":" + port`, `host + ":" + port`. */
const JOINED = /^(?:"[\w.[\]:]*:"|[\w.()]+\s*\+\s*":")\s*\+\s*(.+)$/s;
const FORMATTED = /^fmt\.Sprintf\(\s*"[^"]*:%[dsv]"\s*,/;
const HOST_AND_PORT = /^net\.JoinHostPort\([^,]*,\s*([\s\S]+)\)$/;
const CONVERTED = /^(?:strconv\.Itoa|strconv\.Atoi|string|int|uint16|cast\.To\w+)\(([\s\S]+)\)$/;
const VIPER = /^(?:viper|v)\.Get(?:String|Int|Uint16|)\(\s*("[\w.-]+")\s*\)$/;
const ADDRESS = /^["`](?:0\.0\.0\.0|localhost|127\.0\.0\.1|\[::1?\])?:(\d{2,5})["`]$/;
const NUMBER = /^["`]?(\d{2,5})["`]?$/;

export class GoValues {
  readonly #text: string;
  readonly #known = new Map<string, readonly string[]>();
  #left = MAX_LOOKED_INTO;

  constructor(text: string) {
    this.#text = text;
  }

  /** `":8080"` and what comes to it: with a colon, as nothing but an address has one. */
  address(expression: string, steps = MAX_STEPS): GoPort | undefined {
    return this.#value(expression, 'address', steps);
  }

  #value(expression: string, kind: 'address' | 'port', steps: number): GoPort | undefined {
    const text = expression.trim().replace(/^\*/, '');
    if (steps === 0 || text === '' || text.length > MAX_EXPRESSION || this.#left <= 0) return undefined;
    this.#left--;
    const digits = (kind === 'address' ? ADDRESS : NUMBER).exec(text)?.[1] ?? ADDRESS.exec(text)?.[1];
    if (digits !== undefined) return isPort(Number(digits)) ? { port: Number(digits) } : undefined;
    const joined = JOINED.exec(text)?.[1] ?? lastFormatted(text) ?? HOST_AND_PORT.exec(text)?.[1];
    if (joined !== undefined) return this.#value(joined, 'port', steps - 1);
    const inner = CONVERTED.exec(text)?.[1];
    if (inner !== undefined) return this.#value(inner, kind, steps - 1);
    const [, told, otherwise] = HELPER.exec(text) ?? FLAG.exec(text) ?? KINGPIN.exec(text) ?? [];
    if (told !== undefined) return settable(this.#value(otherwise ?? '', kind, steps - 1), this.#nameOf(text, told));
    const key = VIPER.exec(text)?.[1];
    if (key !== undefined) return settable(this.#all([this.#viperDefault(key)], kind, steps), key.slice(1, -1));
    if (/^[A-Za-z_]\w*$/.test(text)) return this.#all(this.#assigned(text), kind, steps);
    const field = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(text) ? text.slice(text.lastIndexOf('.') + 1) : undefined;
    return field === undefined ? undefined : (this.#tagged(field, kind, steps) ?? this.#all(this.#set(field), kind, steps));
  }

  /** Flags are told by their dashes, variables by their names. */
  #nameOf(expression: string, name: string): string {
    return HELPER.test(expression) ? name : `--${name}`;
  }

  /** What several assignments agree on; a variable of the environment among them sets another. */
  #all(expressions: readonly string[], kind: 'address' | 'port', steps: number): GoPort | undefined {
    const variable = expressions.map((one) => this.#variableOf(one, steps)).find((one) => one !== undefined);
    const found = expressions.flatMap((one) => this.#value(one, kind, steps - 1) ?? []);
    const [first] = found;
    if (first === undefined || found.some(({ port }) => port !== first.port)) return undefined;
    return settable(first, variable ?? found.flatMap((one) => one.settable ?? [])[0]);
  }

  #variableOf(expression: string, steps: number): string | undefined {
    const text = (CONVERTED.exec(expression.trim())?.[1] ?? expression).trim();
    const named = VARIABLE.exec(text)?.[1];
    if (named !== undefined || steps === 0 || !/^\w+$/.test(text)) return named;
    return this.#assigned(text)
      .map((one) => VARIABLE.exec(CONVERTED.exec(one)?.[1] ?? one)?.[1])
      .find((one) => one !== undefined);
  }

  /** Right sides of `name := …`, `const name = …`, `name, err := …`, and the default of the flag that fills it. */
  #assigned(name: string): readonly string[] {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // Each name is looked for in the whole file.
    if (this.#left <= 0) return [];
    this.#left--;
    const assignment = new RegExp(
      String.raw`(?:^|[;{])[ \t]*(?:(?:if|var|const)[ \t]+)?${name}(?:[ \t]*,[ \t]*\w+|[ \t]+[\w.]+)?[ \t]*:?=(?!=)[ \t]*`,
      'gm',
    );
    const found = [...new Set([...this.#rightSides(assignment), ...this.#filledByFlag(`&${name}`)])];
    this.#known.set(name, found);
    return found;
  }

  /** `cfg.Port = …`, `Config{Port: …}` and flags that fill it. */
  #set(field: string): readonly string[] {
    const literal = new RegExp(String.raw`(?:^|[{,])[ \t]*${field}:[ \t]*|\.${field}[ \t]*=(?!=)[ \t]*`, 'gm');
    return [...this.#rightSides(literal), ...this.#filledByFlag(String.raw`&\w+(?:\.\w+)*\.${field}`)];
  }

  #rightSides(left: RegExp): readonly string[] {
    return [...this.#text.matchAll(left)].map(({ 0: matched, index }) => expressionAt(this.#text, index + matched.length));
  }

  #filledByFlag(target: string): readonly string[] {
    const flag = new RegExp(
      String.raw`\.(?:Int|Uint|String)(?:16|32)?Var(P?)\(\s*${target},\s*"([\w.-]+)",\s*(?:"\w?",\s*)?("[^"]*"|\d+|\w+)\s*,`,
      'g',
    );
    return [...this.#text.matchAll(flag)].map(([, , name, value]) => `flag.String("${name}", ${value}, )`);
  }

  #viperDefault(key: string): string {
    const set = new RegExp(String.raw`\bSetDefault\(\s*${key.replaceAll('.', String.raw`\.`)},\s*([^()]+)\)`).exec(this.#text);
    return set?.[1] ?? '';
  }

  #tagged(field: string, kind: 'address' | 'port', steps: number): GoPort | undefined {
    const tags = [...this.#text.matchAll(new RegExp(String.raw`^[ \t]*${field}[ \t]+[\w.*]+[ \t]+\`([^\`\n]*)\``, 'gm'))];
    const [only, ...others] = tags.flatMap(([, tag = '']) => tagDefault(tag) ?? []);
    if (only === undefined || others.length > 0) return undefined;
    return settable(this.#value(`"${only.value}"`, kind, steps - 1), only.variable);
  }
}

/** The last of what a text with a port at its end is made of. */
function lastFormatted(call: string): string | undefined {
  if (!FORMATTED.test(call) || !call.endsWith(')')) return undefined;
  const given = withoutTrailing(call.slice(0, -1).trimEnd(), ',');
  return given.slice(given.lastIndexOf(',') + 1);
}

function settable(found: GoPort | undefined, name: string | undefined): GoPort | undefined {
  if (found === undefined || name === undefined) return found;
  return { port: found.port, settable: name };
}

interface TagDefault {
  readonly value: string;
  readonly variable?: string;
}

/**
 * What a field is where its variable is not set: `envDefault` of caarlos0/env, `default` of kelseyhightower/envconfig and
 * of kong, `env-default` of cleanenv, `env:"PORT, default=8080"` of sethvargo/go-envconfig.
 */
export function tagDefault(tag: string): TagDefault | undefined {
  const [, named, inline] = /\b(?:env|envconfig|split_words)\s*:\s*"(\w+)(?:[^"]*?\bdefault=([^",]+))?[^"]*"/.exec(tag) ?? [];
  const value = inline ?? /\b(?:envDefault|env-default|default)\s*:\s*"([^"]*)"/.exec(tag)?.[1];
  if (value === undefined) return undefined;
  return { value, ...(named === undefined ? {} : { variable: named }) };
}

/** An expression as far as the brackets that it opens go, else to the end of its line, a comma or a semicolon. */
export function expressionAt(text: string, begin: number): string {
  const limit = Math.min(text.length, begin + MAX_EXPRESSION);
  for (const { letter, at, depth } of codeLetters(text, begin, limit, '"`', '`')) {
    const isEnd = letter === ',' || letter === ';' || (letter === '\n' && text[at - 1] !== '.');
    if (depth < 0 || (depth === 0 && isEnd)) return text.slice(begin, at).trim();
  }
  return text.slice(begin, limit).trim();
}
