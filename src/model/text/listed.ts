/** Names in a sentence: `a`, `a and b`, `a, b and c`; of more than `limit` the first ones: `a, b and 3 more`. */
export function listed(names: readonly string[], limit: number = Number.POSITIVE_INFINITY): string {
  if (names.length > limit) return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
