/** Methods and functions that a setup.py calls, as far as what they come to is known without running them. */
import { append } from '../../../src/model/index.ts';
import { addressOf, filled, joinedPath, parentOf, summed } from './operators.ts';
import {
  asValue,
  computed,
  type Item,
  isSame,
  itemsOf,
  type ListValue,
  list,
  MAX_INSIDE,
  NONE,
  offsetOf,
  type TableValue,
  table,
  type Value,
} from './values.ts';

export interface Called {
  readonly args: Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Whether there may be more by name. */
  readonly isOpen: boolean;
}

export function methodOf(of: Value, name: string, called: Called, offset: number): Value {
  switch (of.kind) {
    case 'list':
      return ofList(of, name, called, offset);
    case 'table':
      return ofTable(of, name, called, offset);
    case 'text':
      return ofText(of, name, called, offset);
    case 'path':
      return ofPath(of, name, called, offset);
    // Whatever is done to lines of a file, they are lines of it.
    case 'lines':
      return of;
    default:
      return computed(offset);
  }
}

/** Items that a call hands on; those of a value that is not known are that value. */
function each(value: Value | undefined): readonly Item[] {
  if (value === undefined) return [];
  if (value.kind === 'list') return value.items;
  if (value.kind === 'table')
    return [...value.entries.keys()].map((text): Item => ({ value: { kind: 'text', text, offset: value.offset } }));
  return itemsOf(value);
}

function ofList(of: ListValue, name: string, { args }: Called, offset: number): Value {
  const [first, second] = args;
  switch (name) {
    case 'append':
    case 'add':
      append(of.items, first === undefined ? [] : itemsOf(first));
      return NONE;
    case 'extend':
    case 'update':
      for (const one of args) of.items = [...of.items, ...each(one)];
      return NONE;
    case 'insert':
      append(of.items, second === undefined ? [] : itemsOf(second));
      return NONE;
    case 'union':
      return list([...of.items, ...args.flatMap(each)], offset);
    case 'remove':
    case 'discard':
      of.items =
        first?.kind === 'text'
          ? of.items.filter(({ value }) => !isSame(value, first))
          : [...of.items, { value: computed(offset) }];
      return NONE;
    case 'difference':
      return summed('-', of, first ?? NONE, offset);
    case 'copy':
      return list(of.items, offset);
    case 'sort':
    case 'reverse':
    case 'index':
    case 'count':
      return name === 'index' || name === 'count' ? computed(offset) : NONE;
    default:
      of.items = name === 'clear' ? [] : [...of.items, { value: computed(offset) }];
      return computed(offset);
  }
}

function ofTable(of: TableValue, name: string, { args, named, isOpen }: Called, offset: number): Value {
  const [first, second = NONE] = args;
  const open: readonly Item[] = of.isOpen ? [{ value: computed(offset) }] : [];
  switch (name) {
    case 'values':
      return list([...[...of.entries.values()].map((value) => ({ value })), ...open], offset);
    case 'keys':
      return list([...each(of), ...open], offset);
    case 'items': {
      const entries = [...of.entries].map(([text, value]): Item => {
        const key: Item = { value: { kind: 'text', text, offset: offsetOf(value, offset) } };
        return { value: list([key, { value }], offset) };
      });
      return list([...entries, ...open], offset);
    }
    case 'copy':
      return { ...table(of.entries, offset), isOpen: of.isOpen };
    case 'get':
      return first?.kind === 'text' ? (of.entries.get(first.text) ?? (of.isOpen ? computed(offset) : second)) : computed(offset);
    case 'setdefault': {
      if (first?.kind !== 'text') break;
      const value = of.entries.get(first.text) ?? second;
      of.entries.set(first.text, value);
      return value;
    }
    case 'pop': {
      if (first?.kind !== 'text') break;
      const value = of.entries.get(first.text) ?? second;
      of.entries.delete(first.text);
      return value;
    }
    case 'update':
      for (const one of args)
        if (one.kind === 'table') {
          for (const [key, value] of one.entries) of.entries.set(key, value);
          of.isOpen ||= one.isOpen;
        } else of.isOpen = true;
      for (const [key, value] of named) of.entries.set(key, value);
      of.isOpen ||= isOpen;
      return NONE;
  }
  of.isOpen = true;
  return computed(offset);
}

/** Methods that give a text of the text alone. */
const OF_TEXT: Readonly<Record<string, (text: string) => string>> = {
  strip: (text) => text.trim(),
  lstrip: (text) => text.trimStart(),
  rstrip: (text) => text.trimEnd(),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  encode: (text) => text,
  decode: (text) => text,
};

interface TextCall extends Called {
  readonly of: Extract<Value, { kind: 'text' }>;
  /** The first argument, where it is a text. */
  readonly given: string | undefined;
  readonly offset: number;
}

/** Other methods of texts; what they come to is not known where they give nothing. */
const ON_TEXT: Readonly<Record<string, (call: TextCall) => Value | undefined>> = {
  splitlines: (call) => texts(call, call.of.text.split(/\r?\n/)),
  split(call) {
    const { of, args, given } = call;
    if (args.length === 0)
      return texts(
        call,
        of.text.split(/\s+/).filter((part) => part !== ''),
      );
    return given === undefined || given === '' || args.length > 1 ? undefined : texts(call, of.text.split(given));
  },
  partition(call) {
    const { of, given } = call;
    if (given === undefined || given === '') return undefined;
    const at = of.text.indexOf(given);
    return texts(call, at < 0 ? [of.text, '', ''] : [of.text.slice(0, at), given, of.text.slice(at + given.length)]);
  },
  join({ of, args: [first], offset }) {
    const items = each(first);
    if (items.some(({ when }) => when !== undefined)) return undefined;
    const between = items.map((_, index) => (index === 0 ? '' : of.text)).concat('');
    return filled(
      between,
      items.map(({ value }) => value),
      offset,
    );
  },
  replace: ({ of, args: [, second], given }) =>
    given !== undefined && second?.kind === 'text' ? { ...of, text: of.text.replaceAll(given, second.text) } : undefined,
  startswith: ({ of, given, offset }) => (given === undefined ? undefined : asValue(of.text.startsWith(given), offset)),
  endswith: ({ of, given, offset }) => (given === undefined ? undefined : asValue(of.text.endsWith(given), offset)),
  format({ of, args, named, offset }) {
    const fields = [...of.text.matchAll(/\{(\w*)\}/g)].map(([, field = '']) => field);
    const values = fields.map((field, index) =>
      /^\d*$/.test(field) ? args[field === '' ? index : Number(field)] : named.get(field),
    );
    return filled(
      of.text.split(/\{\w*\}/),
      values.map((value) => value ?? computed(offset)),
      offset,
    );
  },
};

function texts({ of, offset }: TextCall, parts: readonly string[]): Value {
  return list(
    parts.map((text): Item => ({ value: { ...of, text } })),
    offset,
  );
}

function ofText(of: TextCall['of'], name: string, called: Called, offset: number): Value {
  const [first] = called.args;
  const plain = (first === undefined || name.endsWith('code')) && Object.hasOwn(OF_TEXT, name) ? OF_TEXT[name] : undefined;
  if (plain !== undefined) return { ...of, text: plain(of.text) };
  const given = first?.kind === 'text' ? first.text : undefined;
  const made = Object.hasOwn(ON_TEXT, name) ? ON_TEXT[name]?.({ ...called, of, given, offset }) : undefined;
  return made ?? computed(offset);
}

function ofPath(of: Extract<Value, { kind: 'path' }>, name: string, { args }: Called, offset: number): Value {
  switch (name) {
    case 'resolve':
    case 'absolute':
    case 'expanduser':
    case 'as_posix':
      return of;
    case 'as_uri':
      return { kind: 'text', text: addressOf(of), offset };
    case 'joinpath':
      return joinedPath([of, ...args]);
    case 'with_name':
      return joinedPath([parentOf(of), ...args]);
    case 'read_text':
    case 'read_bytes':
    case 'open':
      return linesOf(of, offset);
    case 'exists':
    case 'is_file':
    case 'is_dir':
      return { kind: 'truth', is: true };
    default:
      return computed(offset);
  }
}

function linesOf(place: Value | undefined, offset: number): Value {
  if (place?.kind === 'lines') return place;
  return place?.kind === 'text' || place?.kind === 'path'
    ? { kind: 'lines', path: place.kind === 'text' ? place.text : place.path, offset: offsetOf(place, offset) }
    : computed(offset);
}

type Function_ = (called: Called, offset: number) => Value;

const handedOn: Function_ = ({ args: [first] }, offset) => {
  if (first?.kind === 'lines') return first;
  return list(each(first), offset);
};

const itself: Function_ = ({ args: [first] }, offset) => first ?? computed(offset);

const asPath: Function_ = ({ args: [first] }) => {
  if (first?.kind === 'text') return { kind: 'path', path: first.text };
  return first?.kind === 'path' || first?.kind === 'lines' ? first : { kind: 'path', path: 'setup.py' };
};

const isThere: Function_ = () => ({ kind: 'truth', is: true });

const here: Function_ = () => ({ kind: 'path', path: '' });

const FUNCTIONS: Readonly<Record<string, Function_>> = {
  list: handedOn,
  tuple: handedOn,
  sorted: handedOn,
  set: handedOn,
  frozenset: handedOn,
  reversed: handedOn,
  iter: handedOn,
  str: ({ args: [first] }, offset) =>
    first?.kind === 'number' ? { kind: 'text', text: String(first.value), offset } : (first ?? computed(offset)),
  int: ({ args: [first] }, offset) => {
    if (first?.kind === 'number') return first;
    return first?.kind === 'text' && /^\s*\d{1,9}\s*$/.test(first.text)
      ? { kind: 'number', value: Number(first.text) }
      : computed(offset);
  },
  dedent: itself,
  deepcopy: ({ args: [first] }, offset) => copied(first, offset),
  dict: asTable,
  OrderedDict: asTable,
  sum: ({ args: [first, start] }, offset) =>
    start?.kind === 'list' ? list([...start.items, ...inner(first)], offset) : computed(offset),
  chain: ({ args }, offset) => list(args.flatMap(each), offset),
  from_iterable: ({ args: [first] }, offset) => list(inner(first), offset),
  filter: ({ args: [test, all] }, offset) => {
    if (all?.kind === 'lines') return all;
    if (test?.kind !== 'none' || all?.kind !== 'list') return computed(offset);
    return list(
      all.items.filter(({ value }) => value.kind !== 'none' && !(value.kind === 'text' && value.text === '')),
      offset,
    );
  },
  map: ({ args: [make, all] }, offset) => {
    if (all?.kind === 'lines') return all;
    const isPlain = make?.kind === 'outside' && /^(?:str|strip)$/.test(make.name);
    return isPlain && all?.kind === 'list' ? list(all.items, offset) : computed(offset);
  },
  open: ({ args: [first] }, offset) => linesOf(first, offset),
  parse_requirements: ({ args: [first] }, offset) => linesOf(first, offset),
  Path: asPath,
  PurePath: asPath,
  dirname: ({ args: [first] }) => parentOf(first ?? NONE),
  abspath: asPath,
  realpath: asPath,
  normpath: asPath,
  expanduser: asPath,
  getcwd: here,
  cwd: here,
  join: ({ args }) => joinedPath(args),
  joinpath: ({ args }) => joinedPath(args),
  exists: isThere,
  isfile: isThere,
  isdir: isThere,
  print: () => NONE,
};

const OF_MACHINE: Readonly<Record<string, string>> = {
  'platform.system': 'platform_system',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
};

/** Variables of the environment that only a project's own builds set: who installs it sets none. */
function unset({ args: [, second], named }: Called): Value {
  return second ?? named.get('default') ?? NONE;
}

/** A function that is imported or built in: by its module's name, where one is said, and its own. */
export function callOutside(module: string, name: string, called: Called, offset: number): Value {
  if (name === 'getenv' || (module === 'environ' && name === 'get')) return unset(called);
  const variable = OF_MACHINE[`${module}.${name}`];
  if (variable !== undefined) return { kind: 'machine', variable };
  const known = Object.hasOwn(FUNCTIONS, name) && module !== 'environ' ? FUNCTIONS[name] : undefined;
  if (known !== undefined) return known(called, offset);
  // `exec(text, about)` fills its dict; what others do with lines of one file are lines of it.
  for (const one of called.args) if (one.kind === 'table') one.isOpen = true;
  const files = called.args.filter((one) => one.kind === 'lines');
  const [file] = files;
  return file !== undefined && files.every((one) => isSame(one, file)) ? file : computed(offset);
}

function inner(value: Value | undefined): readonly Item[] {
  return each(value).flatMap(({ value: one, when }) =>
    when === undefined && (one.kind === 'list' || one.kind === 'lines') ? each(one) : [{ value: computed(offsetOf(one, 0)) }],
  );
}

function copied(value: Value | undefined, offset: number, depth = 0): Value {
  if (value === undefined || depth > MAX_INSIDE) return computed(offset);
  const inside = (one: Value): Value => copied(one, offset, depth + 1);
  if (value.kind === 'list')
    return list(
      value.items.map((item) => ({ ...item, value: inside(item.value) })),
      value.offset,
    );
  if (value.kind !== 'table') return value;
  const entries = [...value.entries].map(([key, one]) => [key, inside(one)] as const);
  return { ...table(entries, value.offset), isOpen: value.isOpen };
}

function asTable({ args, named, isOpen }: Called, offset: number): Value {
  const made = { ...table([], offset), isOpen };
  for (const one of args) {
    if (one.kind === 'table') {
      for (const [key, value] of one.entries) made.entries.set(key, value);
      made.isOpen ||= one.isOpen;
      continue;
    }
    for (const { value, when } of each(one)) {
      const [key, entry] = value.kind === 'list' ? value.items : [];
      if (key?.value.kind === 'text' && entry !== undefined && when === undefined) made.entries.set(key.value.text, entry.value);
      else made.isOpen = true;
    }
  }
  for (const [key, value] of named) made.entries.set(key, value);
  return made;
}
