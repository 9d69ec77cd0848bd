/** The ports that a JavaScript or TypeScript source says it listens on, read as text: nothing is run or parsed whole. */
import { memberAt, namedObject, originOf, type Source } from './sources.ts';

export interface OwnPort {
  /** None where only a variable tells. */
  readonly port?: number;
  /** The variable that sets another one. */
  readonly variable?: string;
  readonly line: number;
}

/** What opens a port, up to where it is told which: a call's first argument, or an option called `listen`. */
const OPENS = /\.listen\s*\(|\bHapi\.[sS]erver\s*\(|\bserve\s*\(\s*(?=\{)|\blisten:\s*(?=\{)/g;
/** Nest's microservices are servers by their transport. */
const MICROSERVICE = /\b(?:create|connect)Microservice\b/g;
const MAX_OPENED = 20;
const MAX_OPTIONS = 600;

export function listenedPorts(source: Source): readonly OwnPort[] {
  const { text } = source;
  const opened = [...text.matchAll(OPENS)]
    .slice(0, MAX_OPENED)
    .map((match) => ({ at: match.index, from: match.index + match[0].length }));
  const found = [
    ...opened.flatMap(({ at, from }) => placed(portOf(expressionAt(text, from), source), text, at)),
    ...[...text.matchAll(MICROSERVICE)].slice(0, MAX_OPENED).flatMap(({ index }) => placed(servedBy(source, index), text, index)),
  ];
  return found.filter(
    ({ port, variable }, index) =>
      found.findIndex((one) => one.port === port && (port !== undefined || one.variable === variable)) === index,
  );
}

type Told = Omit<OwnPort, 'line'>;

function placed(told: Told | undefined, text: string, at: number): readonly OwnPort[] {
  return told === undefined ? [] : [{ ...told, line: text.slice(0, at).split('\n').length }];
}

function servedBy(source: Source, at: number): Told | undefined {
  const options = source.text.slice(at, at + MAX_OPTIONS);
  const [, transport] = /\btransport:\s*Transport\.(TCP|GRPC)\b/.exec(options) ?? [];
  if (transport === 'TCP') {
    const port = /\bport:\s*/.exec(options);
    return port === null ? undefined : portOf(expressionAt(options, port.index + port[0].length), source);
  }
  const url =
    transport === 'GRPC' ? /\burl:\s*(?:process\.env\.(\w+)\s*(?:\|\||\?\?)\s*)?['"`][\w.]*:(\d{2,5})['"`]/.exec(options) : null;
  return url === null ? undefined : told(url[2], url[1]);
}

const LONGEST = 300;

/** What stands there up to the end of an argument, a member or a statement. */
function expressionAt(text: string, from: number): string {
  let depth = 0;
  let written = '';
  for (const [index, char] of [...text.slice(from, from + LONGEST)].entries()) {
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    if (depth < 0 || (depth === 0 && (char === ';' || char === ','))) return written.trim();
    const endsLine = depth === 0 && char === '\n' && written.trim() !== '' && !/[=|?&:+(]\s*$/.test(written);
    if (endsLine && !/^\s*[|?&:.+)]/.test(text.slice(from + index, from + index + 60))) return written.trim();
    written += char;
  }
  return '';
}

const MAX_HOPS = 8;
const ENVIRONMENT = String.raw`process\.env(?:\.(\w+)|\[['"](\w+)['"]\])`;
const LITERAL = /^['"`]?(\d{2,5})['"`]?$/;
const WRAPPED = /^(?:(?:Number|String|parseInt|Number\.parseInt|normalizePort|parsePort)\s*\(|\+\s*(?=[\w(])|\()/;
const OTHERWISE = String.raw`(?:\|\||\?\?)\s*(?:(?:Number|parseInt)\()?['"\`]?(\d{2,5})['"\`]?(?![\w.])`;
const ALONE = new RegExp(`^${ENVIRONMENT}(?:!|\\s+as\\s+\\w+)?$`);
/** In the order in which they are tried: the variable in one of the first groups, the number in the last. */
const BY_DEFAULT: readonly RegExp[] = [
  new RegExp(`${ENVIRONMENT}[^|?]{0,40}${OTHERWISE}`),
  new RegExp(String.raw`${ENVIRONMENT}\s*\?(?!\?)[^:]{0,80}:\s*['"\`]?(\d{2,5})['"\`]?(?![\w.])`),
  /\.get(?:<[^<>]*>)?\(\s*['"`]([A-Z][A-Z0-9_]*)['"`]\s*,\s*['"`]?(\d{2,5})['"`]?\s*\)/,
  new RegExp(String.raw`\.get(?:<[^<>]*>)?\(\s*['"\`]([A-Z][A-Z0-9_]*)['"\`]\s*\)[^|?]{0,20}${OTHERWISE}`),
];

function portOf(expression: string, source: Source, hops = 0): Told | undefined {
  const written = expression.trim();
  const literal = LITERAL.exec(written)?.[1];
  if (literal !== undefined) return told(literal, undefined);
  if (hops > MAX_HOPS || written === '' || source.budget.looks-- <= 0) return undefined;
  if (written.startsWith('{')) {
    const named = /[{,]\s*port\s*:\s*/.exec(written);
    if (named !== null) return portOf(expressionAt(written, named.index + named[0].length), source, hops + 1);
    const short = /[{,]\s*(port|PORT)\s*(?=[,}])/.exec(written)?.[1];
    return short === undefined ? undefined : definedAs(short, source, hops);
  }
  for (const pattern of BY_DEFAULT) {
    const [, ...groups] = pattern.exec(written) ?? [];
    if (groups.length > 0)
      return told(
        groups.at(-1),
        groups.slice(0, -1).find((one) => one !== undefined),
      );
  }
  const [, dotted, quoted] = ALONE.exec(written) ?? [];
  const variable = dotted ?? quoted;
  if (variable !== undefined) return { variable };
  if (/^[A-Za-z_$][\w$]*$/.test(written)) return definedAs(written, source, hops);
  if (MEMBER.test(written)) return memberOf(written.split('.'), source, hops);
  const [, left, digits] = OR_ELSE.exec(written) ?? [];
  if (left !== undefined) return orElse(portOf(left, source, hops + 1), digits);
  const kept = /^\w+\.get\(\s*['"]port['"]\s*\)$/.test(written) ? /\.set\(\s*['"]port['"]\s*,\s*/.exec(source.text) : null;
  if (kept !== null) return portOf(expressionAt(source.text, kept.index + kept[0].length), source, hops + 1);
  const configured = CONFIGURED.exec(written);
  if (configured !== null) return memberOf([configured[1] ?? '', ...(configured[2] ?? '').split('.')], source, hops);
  const wrapper = WRAPPED.exec(written)?.[0];
  return wrapper === undefined ? undefined : portOf(expressionAt(written, wrapper.length), source, hops + 1);
}

/** A number behind what is not known at all is nobody's yet: a settings file may say another one. */
function orElse(left: Told | undefined, digits: string | undefined): Told | undefined {
  return left === undefined || left.port !== undefined ? left : told(digits, left.variable);
}

/** `PORT ?? 3000`, `env.PORT || 3000`. */
const OR_ELSE = new RegExp(String.raw`^([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,4})\s*${OTHERWISE}\)?$`);
const MEMBER = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){1,4}$/;
/** `config.get('server.port')` of node-config and convict. */
const CONFIGURED = /^(\w+)\.get(?:<[^<>]*>)?\(\s*['"]([a-z][\w.]*)['"]\s*\)$/;

/** `const port = …` of the same file or of the module that it comes from, or a default beside what is taken from the environment. */
function definedAs(name: string, source: Source, hops: number): Told | undefined {
  const { text } = source;
  const safe = name.replaceAll('$', '\\$');
  const definition = new RegExp(`\\b(?:const|let|var)\\s+${safe}(?:\\s*:\\s*[\\w<>| ]+)?\\s*=\\s*`).exec(text);
  if (
    definition !== null &&
    !/^require\s*\(/.test(text.slice(definition.index + definition[0].length, definition.index + definition[0].length + 20))
  )
    return portOf(expressionAt(text, definition.index + definition[0].length), source, hops + 1);
  const taken = takenApart(name, source, hops);
  if (taken !== undefined) return taken;
  const origin = originOf(name, source);
  return origin === undefined || hops > MAX_HOPS ? undefined : exported(origin.source, origin.exported, [], hops + 1);
}

const TAKEN_APART =
  /\b(?:const|let|var)\s+\{([^{}]{0,800})\}\s*=\s*([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,3})(?![\w$([]|[!?]?\.)/g;

/** `const { port } = config.server`, `const { PORT: port = 3000 } = process.env`. */
function takenApart(name: string, source: Source, hops: number): Told | undefined {
  for (const [, names = '', object = ''] of source.text.matchAll(TAKEN_APART)) {
    const own = names.split(',').map((one) => /^\s*(\w+)(?:\s*:\s*([\w$]+))?(?:\s*=\s*['"]?(\d{2,5})['"]?)?\s*$/.exec(one));
    const found = own.find((one) => one !== null && (one[2] ?? one[1]) === name);
    const [, key = '', , digits] = found ?? [];
    if (key === '') continue;
    if (object === 'process.env') return told(digits, key) ?? { variable: key };
    return orElse(memberOf([...object.split('.'), key], source, hops + 1), digits);
  }
  return undefined;
}

/** `config.server.port`: of an object of the same file, or of the module that it comes from. */
function memberOf(path: readonly string[], source: Source, hops: number): Told | undefined {
  const [name = '', ...rest] = path;
  if (hops > MAX_HOPS || source.budget.looks-- <= 0) return undefined;
  const at = namedObject(name, source.text);
  if (at !== undefined) return inObject(source, at, rest, hops + 1);
  const origin = originOf(name, source);
  return origin === undefined ? undefined : exported(origin.source, origin.exported, rest, hops + 1);
}

/** What a module gives by a name; `undefined` stands for all of it, or for its default. */
function exported(source: Source, name: string | undefined, rest: readonly string[], hops: number): Told | undefined {
  const whole = namedObject(undefined, source.text);
  const [first = '', ...others] = name === undefined ? rest : [name, ...rest];
  const member = whole === undefined ? undefined : inObject(source, whole, [first, ...others], hops + 1);
  if (member !== undefined) return member;
  const at = namedObject(first, source.text);
  if (at !== undefined && others.length > 0) return inObject(source, at, others, hops + 1);
  if (others.length > 0) return undefined;
  const assigned = new RegExp(`\\bexports\\.${first.replaceAll('$', '\\$')}\\s*=(?!=)\\s*`).exec(source.text);
  if (assigned !== null) return portOf(expressionAt(source.text, assigned.index + assigned[0].length), source, hops + 1);
  return definedAs(first, source, hops + 1);
}

/** A default of a schema: envalid's and convict's `default: 3000`, zod's and Joi's `.default(3000)`. */
const SCHEMA_DEFAULT = /\bdefault\s*(?:\(|:)\s*['"]?(\d{2,5})['"]?\s*[),}]/;

function inObject(source: Source, at: number, path: readonly string[], hops: number): Told | undefined {
  const [key = '', ...rest] = path;
  const member = memberAt(source.text, at, key);
  if (member === undefined || hops > MAX_HOPS || source.budget.looks-- <= 0) return undefined;
  if (member === 'short') return rest.length > 0 ? memberOf(path, source, hops + 1) : definedAs(key, source, hops + 1);
  if (rest.length > 0) return source.text[member] === '{' ? inObject(source, member, rest, hops + 1) : undefined;
  const written = expressionAt(source.text, member);
  const byDefault = SCHEMA_DEFAULT.exec(written)?.[1];
  if (byDefault === undefined) return portOf(written, source, hops + 1);
  return told(byDefault, /\benv:\s*['"](\w+)['"]/.exec(written)?.[1] ?? (/^[A-Z][A-Z0-9_]*$/.test(key) ? key : undefined));
}

function told(digits: string | undefined, variable: string | undefined): Told | undefined {
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65_535) return undefined;
  return { port, ...(variable === undefined ? {} : { variable }) };
}
