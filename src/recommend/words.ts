let numbers: Intl.NumberFormat | undefined;

/** With separators. A formatter takes 20 ms to make, and most runs print no number that needs one. */
export function grouped(value: number): string {
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  numbers ??= new Intl.NumberFormat('en-US');
  return numbers.format(value);
}

/** What prices and means of durations allow to say: `about 8.7 million`, `about 43,000`. */
export function about(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return `about ${rounded >= 1_000_000 ? `${grouped(rounded / 1_000_000)} million` : grouped(rounded)}`;
}

/** Decimal megabytes, as limits are quoted. */
export function megabytes(bytes: number): string {
  return bytes >= 10_000_000_000 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** The first names of a list, and how many more there are. */
export function shortList(names: readonly string[], most = 5, count = names.length): string {
  const rest = count - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
