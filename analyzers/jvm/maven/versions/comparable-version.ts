import { byText } from '../../../../src/model/index.ts';
import { asciiDigits, isDigit } from './digits.ts';

/**
 * Maven's `ComparableVersion` (maven-artifact): the order that plugins, the enforcer and version ranges of
 * maven-artifact use. Resolution uses the resolver's order instead (version.ts); one pair in ten differs.
 * Source of the rules: the POM reference, "Version Order Specification", and the behaviour of Maven 3.8.
 */

type Item = NumberItem | { readonly kind: 'text'; readonly rank: string } | List;

interface NumberItem {
  readonly kind: 'number';
  readonly digits: string;
  /** `int`, `long` or `BigInteger`: a larger kind is greater, whatever it holds. */
  readonly size: number;
}

interface List {
  readonly kind: 'list';
  readonly items: Item[];
}

const QUALIFIERS: readonly string[] = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASE_RANK = String(QUALIFIERS.indexOf(''));
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);
const SHORT: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/** Qualifiers compare as text: known ones by their place, unknown ones after all known, alphabetically. */
function textItem(text: string, beforeDigit: boolean): Item {
  const long = beforeDigit ? (SHORT.get(text) ?? text) : text;
  const value = ALIASES.get(long) ?? long;
  const place = QUALIFIERS.indexOf(value);
  return { kind: 'text', rank: place < 0 ? `${QUALIFIERS.length}-${value}` : String(place) };
}

/** Maven 3.8 leaves zeros alone where nothing else stands, so that ten of them are a `long`. */
function numberItem(text: string): Item {
  const digits = text.replace(/^0+(?=.)/, '');
  const { length } = digits === '0' ? text : digits;
  return { kind: 'number', digits, size: length <= 9 ? 0 : length <= 18 ? 1 : 2 };
}

function isNull(item: Item): boolean {
  switch (item.kind) {
    case 'number':
      return item.digits === '0';
    case 'text':
      return item.rank === RELEASE_RANK;
    case 'list':
      return item.items.length === 0;
  }
}

/** Drops zeros and release qualifiers from the end, and those that only lists follow. */
function normalize({ items }: List): void {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i];
    if (item === undefined) continue;
    if (isNull(item)) items.splice(i, 1);
    else if (item.kind !== 'list') break;
  }
}

function parse(version: string): List {
  const text = asciiDigits(version).toLowerCase();
  const root: List = { kind: 'list', items: [] };
  const opened: List[] = [root];
  let list = root;
  const nest = (): void => {
    const inner: List = { kind: 'list', items: [] };
    list.items.push(inner);
    opened.push(inner);
    list = inner;
  };
  let digits = false;
  let start = 0;
  const close = (end: number): void => {
    if (end === start) list.items.push(numberItem('0'));
    else list.items.push(digits ? numberItem(text.slice(start, end)) : textItem(text.slice(start, end), false));
    start = end + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) close(i);
    else if (code === 45) {
      close(i);
      nest();
    } else if (isDigit(code)) {
      if (!digits && i > start) {
        if (list.items.length > 0) nest();
        list.items.push(textItem(text.slice(start, i), true));
        start = i;
        nest();
      }
      digits = true;
    } else {
      if (digits && i > start) {
        list.items.push(numberItem(text.slice(start, i)));
        start = i;
        nest();
      }
      digits = false;
    }
  }
  if (text.length > start) {
    if (!digits && list.items.length > 0) nest();
    close(text.length);
  }
  for (const one of opened.reverse()) normalize(one);
  return root;
}

function compareNumbers(a: NumberItem, b: NumberItem): number {
  return Math.sign(a.size - b.size) || Math.sign(a.digits.length - b.digits.length) || byText(a.digits, b.digits);
}

const KIND_ORDER = { number: 2, list: 1, text: 0 } as const;

function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -compareItems(b, undefined);
  if (b === undefined) return compareToNothing(a);
  if (a.kind === 'number' && b.kind === 'number') return compareNumbers(a, b);
  if (a.kind === 'text' && b.kind === 'text') return byText(a.rank, b.rank);
  if (a.kind === 'list' && b.kind === 'list') {
    for (let i = 0; i < Math.max(a.items.length, b.items.length); i++) {
      const order = compareItems(a.items[i], b.items[i]);
      if (order !== 0) return order;
    }
    return 0;
  }
  return Math.sign(KIND_ORDER[a.kind] - KIND_ORDER[b.kind]);
}

function compareToNothing(item: Item): number {
  switch (item.kind) {
    case 'number':
      return item.digits === '0' ? 0 : 1;
    case 'text':
      return byText(item.rank, RELEASE_RANK);
    case 'list': {
      for (const inner of item.items) {
        const order = compareToNothing(inner);
        if (order !== 0) return order;
      }
      return 0;
    }
  }
}

/** -1, 0 or 1 as `ComparableVersion` orders two versions; every text is a version. */
export function compareComparable(a: string, b: string): number {
  return a === b ? 0 : compareItems(parse(a), parse(b));
}
