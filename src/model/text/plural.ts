/** A count with its noun: `1 pair`, `2 pairs`. */
export function plural(count: number, word: string, several = `${word}s`): string {
  return `${count} ${count === 1 ? word : several}`;
}
