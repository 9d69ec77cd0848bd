/** Tests of the machine in a setup.py as PEP 508 markers. */
import { type Condition, either, opposite, type Truth, type Value } from './values.ts';

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** Operators that say the opposite of others. */
const NEGATED: Readonly<Record<string, string>> = { 'not in': 'in', '!=': '==', 'is not': 'is' };

const IS_EQUAL: ReadonlySet<string> = new Set(['==', 'is']);

export function compared(operator: string, left: Value, right: Value): Truth {
  const negated = NEGATED[operator];
  if (negated !== undefined) return opposite(compared(negated, left, right));
  if (left.kind === 'lines' || right.kind === 'lines') return 'some';
  if (operator === 'in') return contained(left, right);
  if (right.kind === 'machine' || right.kind === 'release') return compared(FLIPPED[operator] ?? operator, right, left);
  if (left.kind === 'release') return released(operator, left.numbers, numbersOf(right));
  if (left.kind === 'machine' && right.kind === 'text') return machineIs(operator, left.variable, right.text);
  if (left.kind === 'text' && right.kind === 'text') return ordered(operator, left.text < right.text, left.text === right.text);
  if (left.kind === 'number' && right.kind === 'number')
    return ordered(operator, left.value < right.value, left.value === right.value);
  const isOfNone = left.kind === 'none' || right.kind === 'none';
  const isKnown = isOfNone && IS_EQUAL.has(operator) && KNOWN.has(left.kind) && KNOWN.has(right.kind);
  return isKnown ? left.kind === right.kind : 'unknown';
}

function machineIs(operator: string, variable: string, text: string): Truth {
  // The first character of Python's version is its generation.
  if (variable === 'generation') return released(operator, 1, /^\d$/.test(text) ? [Number(text)] : undefined);
  return IS_EQUAL.has(operator) ? marker(`${variable} == "${text}"`, `${variable} != "${text}"`) : 'unknown';
}

function ordered(operator: string, isLess: boolean, isEqual: boolean): Truth {
  const answers: Readonly<Record<string, boolean>> = {
    '==': isEqual,
    is: isEqual,
    '<': isLess,
    '<=': isLess || isEqual,
    '>': !isLess && !isEqual,
    '>=': !isLess,
  };
  return answers[operator] ?? 'unknown';
}

/** Values of which it is known whether they are `None`. */
const KNOWN: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['none', 'text', 'number', 'truth', 'list', 'table', 'path']);

function contained(item: Value, all: Value): Truth {
  // As with `os.environ.get`.
  if (all.kind === 'outside' && all.name === 'environ') return item.kind === 'text' ? false : 'unknown';
  if (all.kind === 'table') return item.kind === 'text' && !all.isOpen ? all.entries.has(item.text) : 'unknown';
  if (all.kind === 'text') {
    if (item.kind === 'text') return all.text.includes(item.text);
    return 'unknown';
  }
  if (all.kind === 'machine' && item.kind === 'text') return 'unknown';
  if (all.kind !== 'list') return 'unknown';
  return all.items.reduce<Truth>(
    (truth, one) => either(truth, one.when === undefined ? compared('==', item, one.value) : 'unknown'),
    false,
  );
}

function marker(is: string, not: string): Condition {
  return { is, not };
}

function numbersOf(value: Value): readonly number[] | undefined {
  if (value.kind === 'number') return [value.value];
  if (value.kind !== 'list') return undefined;
  const numbers = value.items.flatMap((one) => (one.value.kind === 'number' ? [one.value.value] : []));
  return numbers.length === value.items.length ? numbers : undefined;
}

const WHOLE = 5;

/**
 * `sys.version_info` and its beginnings (`[:2]`, `[0]`) against as many numbers or fewer. The longer of two that begin
 * alike is the greater one, so that against fewer numbers `>` is `>=` and `<=` is `<`.
 */
function released(operator: string, own: number, numbers: readonly number[] | undefined): Truth {
  const [major, ...more] = numbers ?? [];
  if (numbers === undefined || major === undefined || numbers.length > Math.min(own, 3)) return 'unknown';
  const isLonger = own > numbers.length;
  const variable = numbers.length === 3 ? 'python_full_version' : 'python_version';
  const text = numbers.join('.');
  const next = [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join('.');
  const from = (version: string): Condition => marker(`${variable} >= "${version}"`, `${variable} < "${version}"`);
  const after = isLonger || (own === WHOLE && numbers.length === 3) ? text : next;
  switch (operator) {
    case '>=':
      return from(text);
    case '<':
      return opposite(from(text));
    case '>':
      return from(after);
    case '<=':
      return opposite(from(after));
    case '==':
      if (isLonger) return false;
      if (more.length > 0) return marker(`${variable} == "${text}"`, `${variable} != "${text}"`);
      return marker(
        `python_version >= "${text}" and python_version < "${next}"`,
        `python_version < "${text}" or python_version >= "${next}"`,
      );
    default:
      return 'unknown';
  }
}

/** What `sys.platform` can be. */
const PLATFORMS = ['linux', 'win32', 'darwin', 'cygwin', 'aix', 'freebsd', 'emscripten'];

export function beginning(variable: string, prefix: string): Truth {
  if (variable === 'generation') return released('==', 1, /^\d$/.test(prefix) ? [Number(prefix)] : undefined);
  if (variable !== 'sys_platform') return 'unknown';
  const all = PLATFORMS.filter((one) => one.startsWith(prefix) || prefix.startsWith(one));
  return all.reduce<Truth>((truth, one) => either(truth, marker(`sys_platform == "${one}"`, `sys_platform != "${one}"`)), false);
}

/** Modules of the standard library that setup.py files try to import, by the release that has them; '' for all of today's. */
const SINCE: ReadonlyMap<string, string> = new Map([
  ...'argparse ast asyncio collections concurrent configparser contextlib csv enum functools hashlib importlib io itertools json logging multiprocessing os pathlib platform re secrets setuptools shutil sqlite3 ssl statistics subprocess sys tempfile typing unittest urllib xml'
    .split(' ')
    .map((name) => [name, ''] as const),
  ['contextvars', '3.7'],
  ['dataclasses', '3.7'],
  ['importlib.resources', '3.7'],
  ['importlib.metadata', '3.8'],
  ['graphlib', '3.9'],
  ['zoneinfo', '3.9'],
  ['tomllib', '3.11'],
]);

/** Whether an import succeeds, as far as that is Python's own matter. */
export function importable(module: string): Truth {
  const since = SINCE.get(module) ?? SINCE.get(module.split('.')[0] ?? '');
  if (since === undefined) return 'unknown';
  return since === '' ? true : marker(`python_version >= "${since}"`, `python_version < "${since}"`);
}
