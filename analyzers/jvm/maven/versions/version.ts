import { remember } from '../../../../src/formats/remember.ts';
import { byText } from '../../../../src/model/index.ts';
import { asciiDigits, isDigit } from './digits.ts';

/**
 * The order of Maven's resolver (`GenericVersion`): what ranges and resolution use.
 * Tokens are split at `.`, `-`, `_` and between digits and letters; missing tokens count as 0 or "release".
 */

/** Higher kinds win; `text` after known qualifiers, numbers after all words. */
const KIND = { min: 0, qualifier: 2, text: 3, number: 4, big: 5, max: 8 } as const;

interface Item {
  readonly kind: number;
  /** Rank of a qualifier, or a number of fewer than ten digits. */
  readonly value: number;
  /** Lower-case text, or the digits of a long number. */
  readonly text: string;
}

const QUALIFIERS: ReadonlyMap<string, number> = new Map([
  ['alpha', -5],
  ['beta', -4],
  ['milestone', -3],
  ['cr', -2],
  ['rc', -2],
  ['snapshot', -1],
  ['ga', 0],
  ['final', 0],
  ['release', 0],
  ['sp', 1],
]);
const SHORT: ReadonlyMap<string, number> = new Map([
  ['a', -5],
  ['b', -4],
  ['m', -3],
]);

function isNumber(item: Item): boolean {
  return item.kind !== KIND.qualifier && item.kind !== KIND.text;
}

function numberItem(digits: string): Item {
  return digits.length < 10 ? { kind: KIND.number, value: Number(digits), text: '' } : { kind: KIND.big, value: 1, text: digits };
}

function wordItem(word: string, beforeDigit: boolean, last: boolean): Item {
  const text = word.toLowerCase();
  if (last && text === 'min') return { kind: KIND.min, value: -1, text: '' };
  if (last && text === 'max') return { kind: KIND.max, value: 1, text: '' };
  const rank = (beforeDigit ? SHORT.get(text) : undefined) ?? QUALIFIERS.get(text);
  return rank === undefined ? { kind: KIND.text, value: 1, text } : { kind: KIND.qualifier, value: rank, text: '' };
}

function isSeparator(code: number): boolean {
  return code === 46 || code === 45 || code === 95;
}

function tokens(version: string): Item[] {
  const text = version === '' ? '0' : asciiDigits(version);
  const items: Item[] = [];
  let index = 0;
  while (index < text.length) {
    const start = index;
    const digits = isDigit(text.charCodeAt(index));
    while (index < text.length && !isSeparator(text.charCodeAt(index)) && isDigit(text.charCodeAt(index)) === digits) index++;
    const token = text.slice(start, index);
    const separated = index < text.length && isSeparator(text.charCodeAt(index));
    if (separated) index++;
    if (token === '') items.push(numberItem('0'));
    else if (digits) items.push(numberItem(token.replace(/^0+(?=.)/, '')));
    else items.push(wordItem(token, !separated && index < text.length, index >= text.length));
  }
  return items;
}

/** Drops zeros and release qualifiers that end a run of numbers or of words. */
function trimPadding(items: Item[]): Item[] {
  let number: boolean | undefined;
  let end = items.length - 1;
  for (let i = end; i > 0; i--) {
    const item = items[i];
    const before = items[i - 1];
    if (item === undefined || before === undefined) break;
    if (isNumber(item) !== number) {
      end = i;
      number = isNumber(item);
    }
    if (end === i && (i === items.length - 1 || isNumber(before) === isNumber(item)) && item.value === 0) {
      items.splice(i, 1);
      end--;
    }
  }
  return items;
}

function compareItems(a: Item, b: Item): number {
  if (a.kind !== b.kind) return Math.sign(a.kind - b.kind);
  if (a.kind === KIND.big) return Math.sign(a.text.length - b.text.length) || byText(a.text, b.text);
  return a.kind === KIND.text ? byText(a.text, b.text) : Math.sign(a.value - b.value);
}

/** What is left of one version compared with nothing; only its numbers (or words) when `number` says so. */
function comparePadding(items: readonly Item[], index: number, number: boolean | undefined): number {
  for (const item of items.slice(index)) {
    if (number !== undefined && number !== isNumber(item)) break;
    if (item.value !== 0) return Math.sign(item.value);
  }
  return 0;
}

const itemsOf = remember((version): readonly Item[] => trimPadding(tokens(version)));

/** -1, 0 or 1 as the resolver orders two versions; every text is a version. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const these = itemsOf(a);
  const those = itemsOf(b);
  let number = true;
  for (let index = 0; ; index++) {
    const left = these[index];
    const right = those[index];
    if (left === undefined) return right === undefined ? 0 : negate(comparePadding(those, index, undefined));
    if (right === undefined) return comparePadding(these, index, undefined);
    if (isNumber(left) !== isNumber(right))
      return number === isNumber(left) ? comparePadding(these, index, number) : negate(comparePadding(those, index, number));
    const order = compareItems(left, right);
    if (order !== 0) return order;
    number = isNumber(left);
  }
}

/** Without a negative zero. */
function negate(order: number): number {
  return order === 0 ? 0 : -order;
}

export function isSnapshot(version: string): boolean {
  return /-SNAPSHOT$/i.test(version) || SNAPSHOT_TIMESTAMP.test(version);
}

const EARLY = /(?:^|[-._+\d])(?:alpha|beta|milestone|m(?=[-.]?\d)|rc|cr|ea|pre|preview|dev|snapshot)(?![a-z])/i;

/** Whether a version comes before the release that it is named for. Words that only tell variants (`jre`, `Final`, `b06`) say nothing. */
export function isPrerelease(version: string): boolean {
  return EARLY.test(version) || isSnapshot(version);
}

const SNAPSHOT_TIMESTAMP = /^(.*)-(\d{8}\.\d{6})-(\d+)$/;

/** `1.0-20240101.010203-4` → `1.0-SNAPSHOT`; others as they are. */
export function baseVersion(version: string): string {
  const match = SNAPSHOT_TIMESTAMP.exec(version);
  return match === null ? version : `${match[1] ?? ''}-SNAPSHOT`;
}

/** The first number; undefined for versions that begin with a word (release trains such as `Hoxton.SR1`). */
export function majorOf(version: string): number | undefined {
  const digits = /^v?(\d+)/.exec(version)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
