/** Until when releases count, as uv's `exclude-newer` says it: a moment, a day, or a span of time before uv runs. */

const DAY = 24 * 3600 * 1000;

const DAY_ALONE = /^(\d{4})-?(\d\d)-?(\d\d)(?:[ T][\d:.]+)?$/;

/** Milliseconds; a date, and a time of no zone, means the whole day, as uv has it. NaN for what is neither. */
export function endOf(before: string): number {
  const [, year, month, day] = DAY_ALONE.exec(before) ?? [];
  if (day !== undefined) return Date.parse(`${year}-${month}-${day}`) + DAY;
  return /(?:z|[+-]\d\d:?\d\d)$/i.test(before) ? Date.parse(before) : Number.NaN;
}

/** Units of uv's spans; months and years have no fixed length and are refused. */
const UNITS: readonly (readonly [names: RegExp, milliseconds: number])[] = [
  [/^(?:weeks?|wks?|w)$/, 7 * DAY],
  [/^(?:days?|d)$/, DAY],
  [/^(?:hours?|hrs?|h)$/, 3600 * 1000],
  [/^(?:minutes?|mins?|m)$/, 60 * 1000],
  [/^(?:seconds?|secs?|s)$/, 1000],
];

const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;
const FRIENDLY = /^[-+]?(?:\d+(?:\.\d+)?\s*[a-z]+(?:\s*,)?\s*)+(?: ago|ago)?$/;
const ISO = /^[-+]?P(?=.)(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:[\d.]+H)?(?:[\d.]+M)?(?:[\d.]+S)?)?$/i;

/** Milliseconds of `1 week`, `1d12h` or `PT24H`; undefined for what is no span that uv takes. */
export function spanOf(text: string): number | undefined {
  const words = ISO.test(text) ? text.toLowerCase().replaceAll(/[pt]/g, '') : FRIENDLY.test(text) ? text.replace(/ago$/, '') : '';
  const parts = [...words.matchAll(PART)].map(([, count, unit = '']) => {
    const length = UNITS.find(([names]) => names.test(unit))?.[1];
    return length === undefined || (count?.includes('.') && length >= DAY) ? Number.NaN : Number(count) * length;
  });
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.length === 0 || Number.isNaN(sum) ? undefined : sum;
}
