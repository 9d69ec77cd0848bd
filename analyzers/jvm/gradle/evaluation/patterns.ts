/** Whether a text matches a pattern of `java.util.regex`, for patterns that JavaScript reads alike and that end soon. */
import { flag, UNKNOWN, UNKNOWN_VALUE, type Value } from './values.ts';

/** Longer ones nobody writes about a name. */
const MAX_LENGTH = 200;
/** Each may try every length of the text again. */
const MAX_REPEATS = 3;
/** A group that comes again, counts in braces, and escapes beyond letters, digits, blanks and marks. */
const BEYOND = /\)[*+?{]|\{|\\[^.\-/$+*?()[\]|dws]|\(\?/;

export function matchOf(text: string | undefined, pattern: string | undefined, whole: boolean): Value {
  if (text === undefined || pattern === undefined || text.includes(UNKNOWN) || pattern.includes(UNKNOWN)) return UNKNOWN_VALUE;
  const repeats = pattern.match(/[*+?]/g) ?? [];
  const isPlain = pattern.length <= MAX_LENGTH && repeats.length <= MAX_REPEATS && !BEYOND.test(pattern);
  if (!isPlain || text.length > MAX_LENGTH) return UNKNOWN_VALUE;
  try {
    return flag(new RegExp(whole ? `^(?:${pattern})$` : pattern).test(text));
  } catch {
    return UNKNOWN_VALUE;
  }
}
