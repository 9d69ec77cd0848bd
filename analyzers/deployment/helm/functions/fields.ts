/** What templates ask of values without a function: `range` and fields, those of a chart's files too. */
import { Files, isDict, isList, Method, sortedEntries, UNKNOWN, type Value, yamlOf } from '../values.ts';
import { text } from './arguments.ts';
import { until } from './numbers.ts';
import { compiled } from './patterns.ts';
import { Refused } from './refused.ts';

/** The entries of what `range` goes through. */
export function entriesOf(value: Value): readonly (readonly [index: Value, value: Value])[] {
  if (value === undefined) return [];
  if (isDict(value)) return sortedEntries(value);
  if (isList(value)) return value.map((one, index) => [BigInt(index), one] as const);
  if (value instanceof Files) return value.names.map((name) => [name, value.read(name)] as const);
  if (typeof value === 'bigint') return until(0, Number(value), 1).map((one) => [one, one] as const);
  throw new Refused('something that is no list is gone through');
}

function fileField(files: Files, field: string): Value {
  const texts = (): readonly (readonly [name: string, text: string])[] =>
    files.names.map((path) => [path.split('/').at(-1) ?? path, files.read(path)]);
  switch (field) {
    case 'Get':
    case 'GetBytes':
      return new Method(([name]) => files.text(text(name)));
    case 'Lines':
      return new Method(([name]) => files.text(text(name)).replace(/\n$/, '').split('\n'));
    case 'Glob':
      return new Method(([pattern]) => globbed(files, text(pattern)));
    case 'AsConfig':
      return yamlOf(new Map(texts()));
    case 'AsSecrets':
      return yamlOf(new Map(texts().map(([name, content]) => [name, Buffer.from(content).toString('base64')])));
    default:
      return undefined;
  }
}

/** A few stars are all that charts use; more of them could take long to match. */
const MAX_STARS = 3;

function globbed(files: Files, pattern: string): Value {
  if ((pattern.match(/\*+/g) ?? []).length > MAX_STARS || /[[\]!\\]/.test(pattern)) return UNKNOWN;
  const source = pattern.replaceAll(/\*\*|[*?{},.+^$()|]/g, (sign) => GLOBS.get(sign) ?? `\\${sign}`);
  const wanted = compiled(`^${source}$`);
  return wanted === undefined ? UNKNOWN : files.named((name) => wanted.test(name));
}

const GLOBS: ReadonlyMap<string, string> = new Map([
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
  ['{', '(?:'],
  ['}', ')'],
  [',', '|'],
]);

export function fieldOf(value: Value, field: string): Value {
  if (value === UNKNOWN) return UNKNOWN;
  if (value instanceof Files) return fileField(value, field);
  if (isDict(value)) return value.get(field);
  if (value instanceof Method) return fieldOf(value.call([]), field);
  throw new Refused(value === undefined ? `${field} is asked of nothing` : `${field} is asked of what is no map`);
}
