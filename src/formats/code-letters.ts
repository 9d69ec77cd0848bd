/** Source text of programs, as far as brackets and quotes tell where something ends. */

export interface CodeLetter {
  readonly letter: string;
  readonly at: number;
  /** How many of the brackets that were opened from the beginning stand around it; a bracket does not stand around itself. */
  readonly depth: number;
}

/** What stands outside of quoted texts. `raw` are quotes within which a backslash is a letter as any other. */
export function* codeLetters(text: string, from: number, to: number, quotes: string, raw = ''): Generator<CodeLetter> {
  const end = Math.min(text.length, to);
  let depth = 0;
  for (let at = from; at < end; at++) {
    const letter = text[at] ?? '';
    if (quotes.includes(letter)) {
      at = closingQuote(text, at, end, !raw.includes(letter));
      continue;
    }
    if (')]}'.includes(letter)) depth--;
    yield { letter, at, depth };
    if ('([{'.includes(letter)) depth++;
  }
}

function closingQuote(text: string, opening: number, end: number, escapes: boolean): number {
  for (let at = opening + 1; at < end; at++) {
    if (escapes && text[at] === '\\') at++;
    else if (text[at] === text[opening]) return at;
  }
  return end;
}
