/** Damerau–Levenshtein distance (adjacent swaps count once), abandoned above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? limit + 1;
}

/** Letters with which a word has to begin as another one does, to be taken for the start of that. */
const START = 4;

/** The known word that was probably meant: the only one that begins so, else one of which at most a third of the letters differ. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  const words = [...known];
  const [only, ...others] = word.length < START ? [] : words.filter((one) => one.toLowerCase().startsWith(word.toLowerCase()));
  if (only !== undefined && others.length === 0) return only;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    const limit = Math.max(1, Math.floor(candidate.length / 3));
    const d = distance(word.toLowerCase(), candidate.toLowerCase(), limit);
    if (d <= limit && d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** `did you mean "…"?` where a known word is close; else what else helps. */
export function meantOr(word: string, known: Iterable<string>, otherwise: string): string {
  const meant = closest(word, known);
  return meant === undefined ? otherwise : `did you mean "${meant}"?`;
}
