/** The longest way that is kept whole. */
const MAX_CHAIN = 40;

/** A way of package URLs with one more step; of a longer one the middle is left out: a chain of thousands would cost their square. */
export function chained(via: readonly string[], purl: string): readonly string[] {
  return via.length < MAX_CHAIN ? [...via, purl] : [...via.slice(0, MAX_CHAIN / 2), ...via.slice(MAX_CHAIN / 2 + 1), purl];
}
