/** Operators, attributes and subscripts on the values of a setup.py. */
import {
  computed,
  type Item,
  itemsOf,
  type ListValue,
  list,
  merged,
  NONE,
  type TableValue,
  table,
  type Value,
} from './values.ts';

const MAX_TEXT = 100_000;
/** No text is put together in more ways. */
const MAX_OPTIONS = 32;

export function summed(operator: string, one: Value, other: Value, offset: number): Value {
  if (operator === '/') return joinedPath([one, other]);
  if (operator === '%') return percent(one, other, offset);
  if (one.kind === 'path')
    return operator === '+' && other.kind === 'text' ? extendedPath(one, other.text, offset) : computed(offset);
  if (one.kind === 'choice' && optionsOf(one) * optionsOf(other) <= MAX_OPTIONS)
    return chosen(one, (value) => summed(operator, value, other, offset), offset);
  if (other.kind === 'choice' && optionsOf(other) <= MAX_OPTIONS && one.kind !== 'list')
    return chosen(other, (value) => summed(operator, one, value, offset), offset);
  return PLAIN[operator]?.(one, other, offset) ?? computed(offset);
}

type Operation = (one: Value, other: Value, offset: number) => Value;

/** Operators on values of which each is one thing. */
const PLAIN: Readonly<Record<string, Operation>> = {
  '+': added,
  '|': united,
  '-': (one, other, offset) => (one.kind === 'list' ? without(one, other, offset) : computed(offset)),
};

function added(one: Value, other: Value, offset: number): Value {
  if (one.kind === 'number' && other.kind === 'number') return { kind: 'number', value: one.value + other.value };
  if (one.kind === 'text' && other.kind === 'path') return behindText(one, other, offset);
  if (one.kind !== 'text' || other.kind !== 'text') return united(one, other, offset);
  return one.text.length + other.text.length > MAX_TEXT ? computed(offset) : { ...one, text: one.text + other.text };
}

function united(one: Value, other: Value, offset: number): Value {
  const [text, lines] = one.kind === 'lines' ? [other, one] : [one, other];
  // A line with more to it is none of the file any more.
  if (text.kind === 'text' && lines.kind === 'lines') return text.text.trim() === '' ? lines : computed(offset);
  if (one.kind === 'table' && other.kind === 'table') return joinedTables(one, other);
  // What is known of a list stays known beside what is not.
  if (isMany(one) || isMany(other)) return list([...parts(one), ...parts(other)], offset);
  return computed(offset);
}

type PathValue = Extract<Value, { kind: 'path' }>;

/** `here + '/requirements.txt'` */
function extendedPath({ path }: PathValue, text: string, offset: number): Value {
  if (text === '') return { kind: 'path', path };
  return path === '' && !text.startsWith('/') ? computed(offset) : { kind: 'path', path: `${path === '' ? '.' : path}${text}` };
}

/** `f'{here}…'` begins with nothing, and `'lib @ file://' + here` means a directory from where setup.py lies. */
function behindText(one: Extract<Value, { kind: 'text' }>, value: PathValue, offset: number): Value {
  if (one.text === '') return value;
  const before = /^(.*)file:(?:\/\/(?:localhost)?\/?)?$/s.exec(one.text)?.[1];
  return before === undefined ? computed(offset) : { ...one, text: `${before}${addressOf(value)}` };
}

/** As manifests write it. */
export function addressOf({ path }: PathValue): string {
  return `file:///\${PROJECT_ROOT}${path === '' ? '' : `/${path}`}`;
}

function isMany({ kind }: Value): boolean {
  return kind === 'list' || kind === 'lines';
}

function parts(value: Value): readonly Item[] {
  return value.kind === 'list' ? value.items : itemsOf(value);
}

function joinedTables(one: TableValue, other: TableValue): TableValue {
  return { ...table([...one.entries, ...other.entries], one.offset), isOpen: one.isOpen || other.isOpen };
}

function without({ items }: ListValue, other: Value, offset: number): Value {
  if (other.kind !== 'list') return computed(offset);
  const known = other.items.flatMap(({ value, when }) => (value.kind === 'text' && when === undefined ? [value.text] : []));
  if (known.length < other.items.length) return computed(offset);
  const texts = new Set(known);
  return list(
    items.filter(({ value }) => value.kind !== 'text' || !texts.has(value.text)),
    offset,
  );
}

function optionsOf(value: Value): number {
  return value.kind === 'choice' ? optionsOf(value.yes) + optionsOf(value.no) : 1;
}

function chosen(
  { condition, yes, no }: Extract<Value, { kind: 'choice' }>,
  make: (value: Value) => Value,
  offset: number,
): Value {
  return merged(make(yes), make(no), condition, offset);
}

/** `'a%s' % b`, `'a==%s.%s' % (b, c)` */
function percent(format: Value, value: Value, offset: number): Value {
  if (format.kind !== 'text') return computed(offset);
  const values = value.kind === 'list' ? value.items.map((one) => one.value) : [value];
  return filled(format.text.split(/%[sd]/), values, offset);
}

/** The pieces of a text with values between them. */
export function filled(pieces: readonly string[], values: readonly Value[], offset: number): Value {
  if (pieces.length !== values.length + 1) return computed(offset);
  return values.reduce<Value>(
    (whole, value, index) => {
      const text: Value = value.kind === 'number' ? { kind: 'text', text: String(value.value), offset } : value;
      return summed('+', summed('+', whole, text, offset), { kind: 'text', text: pieces[index + 1] ?? '', offset }, offset);
    },
    { kind: 'text', text: pieces[0] ?? '', offset },
  );
}

/** Pieces of a path, from where setup.py lies; what is not known before them is taken to lead there. */
export function joinedPath(pieces: readonly Value[]): Value {
  const known = pieces.flatMap((piece, index) => {
    if (piece.kind === 'text') return [piece.text];
    if (piece.kind === 'path') return [piece.path];
    return index === 0 ? [] : [undefined];
  });
  const path = known.filter((piece) => piece !== '').join('/');
  return known.includes(undefined) ? computed(0) : { kind: 'path', path };
}

export function parentOf(value: Value): Value {
  if (value.kind !== 'path' && value.kind !== 'text') return { kind: 'path', path: '' };
  const path = value.kind === 'path' ? value.path : value.text;
  if (path === '' || path.endsWith('..')) return { kind: 'path', path: path === '' ? '..' : `${path}/..` };
  return { kind: 'path', path: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '' };
}

/** `sys.version_info` has five numbers and words. */
const RELEASE: Value = { kind: 'release', numbers: 5 };

const OF_MODULES: Readonly<Record<string, Value>> = {
  'sys.version_info': RELEASE,
  'sys.platform': { kind: 'machine', variable: 'sys_platform' },
  'sys.version': { kind: 'machine', variable: 'version' },
  'os.name': { kind: 'machine', variable: 'os_name' },
  'six.PY2': { kind: 'condition', condition: { is: 'python_version < "3"', not: 'python_version >= "3"' } },
  'six.PY3': { kind: 'condition', condition: { is: 'python_version >= "3"', not: 'python_version < "3"' } },
};

export function attributeOf(of: Value, name: string, offset: number): Value {
  if (of.kind === 'outside') return OF_MODULES[`${of.name}.${name}`] ?? { kind: 'outside', name, offset: of.offset };
  if (of.kind === 'release') return name === 'major' ? { kind: 'release', numbers: 1 } : computed(offset);
  // Dicts have no attributes but methods: this is a module.
  if (of.kind === 'table') return of.entries.get(name) ?? computed(offset);
  if (of.kind === 'path') return name === 'parent' ? parentOf(of) : computed(offset);
  return of.kind === 'lines' ? of : computed(offset);
}

/** `of[at]`, and `of[at:to]` where `to` is given (NONE for an open end). */
export function indexOf(of: Value, at: Value | undefined, to: Value | undefined, offset: number): Value {
  return partOf(of, at, to, offset) ?? computed(offset);
}

function partOf(of: Value, at: Value | undefined, to: Value | undefined, offset: number): Value | undefined {
  const start = at === undefined ? 0 : at.kind === 'number' ? at.value : undefined;
  switch (of.kind) {
    case 'lines':
      return of;
    case 'outside':
      return of.name === 'argv' && start === 0 ? { kind: 'path', path: 'setup.py' } : undefined;
    case 'release':
      return start === 0 ? releaseTo(to) : undefined;
    case 'machine':
      return of.variable === 'version' && start === 0 && isOneLong(to) ? { kind: 'machine', variable: 'generation' } : undefined;
    case 'table':
      return at?.kind === 'text' && to === undefined ? of.entries.get(at.text) : undefined;
    case 'list':
      if (at === undefined && to === NONE) return list(of.items, offset);
      return start === undefined ? undefined : partOfList(of, start, to, offset);
    default:
      return undefined;
  }
}

/** `sys.version_info[0]`, `sys.version_info[:2]`. */
function releaseTo(to: Value | undefined): Value | undefined {
  if (to === undefined) return { kind: 'release', numbers: 1 };
  return to.kind === 'number' && to.value < 4 ? { kind: 'release', numbers: to.value } : undefined;
}

function isOneLong(to: Value | undefined): boolean {
  return to === undefined || (to.kind === 'number' && to.value === 1);
}

/** Of a list whose items are all there, whatever the target is. */
function partOfList({ items }: ListValue, start: number, to: Value | undefined, offset: number): Value | undefined {
  if (items.some(({ when }) => when !== undefined)) return undefined;
  if (to === undefined) return items.at(start)?.value;
  if (to !== NONE && to.kind !== 'number') return undefined;
  return list(items.slice(start, to.kind === 'number' ? to.value : undefined), offset);
}
