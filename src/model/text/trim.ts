/** Text without the characters of one kind at its end. `/x+$/` would walk a long run once from each of its members. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
