/**
 * Quoted texts, and lists and maps in brackets, that go on in lines that are indented no more than their key. YAML 1.2
 * forbids it (7.3.1, 7.4), and libyaml, go-yaml and js-yaml, by which Kubernetes, Compose, the Serverless Framework and
 * pnpm read, take them as they are.
 */

/** The text with those lines indented; undefined where nothing ends before the document what is opened there. */
export function indentOpened(text: string, opening: number): string | undefined {
  const isBracket = text[opening] === '[' || text[opening] === '{';
  const end = isBracket ? endOfBrackets(text, opening) : endOfQuoted(text, opening);
  if (end === undefined) return undefined;
  const opened = text.slice(opening, end);
  if (/\n(?:---|\.\.\.)(?:\s|$)/.test(opened)) return undefined;
  // A value stands further in than the key that holds it, and folding takes indentation away again (6.5).
  const indent = ' '.repeat(opening - text.lastIndexOf('\n', opening));
  return `${text.slice(0, opening)}${opened.replaceAll('\n', `\n${indent}`)}${text.slice(end)}`;
}

/** Behind the closing quote: `\"` within double ones and `''` within single ones close nothing. */
function endOfQuoted(text: string, opening: number): number | undefined {
  const quote = text[opening];
  for (let at = opening + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote !== "'" || text[at + 1] !== "'") return at + 1;
      at++;
    }
  }
  return undefined;
}

function endOfLine(text: string, from: number): number | undefined {
  const end = text.indexOf('\n', from);
  return end < 0 ? undefined : end + 1;
}

/** Behind the bracket that closes it. Within a plain text a quote is a letter as any other. */
function endOfBrackets(text: string, opening: number): number | undefined {
  let depth = 0;
  let before = '';
  for (let at = opening; at < text.length; at++) {
    const letter = text[at] ?? '';
    const isComment = letter === '#' && /\s/.test(text[at - 1] ?? '');
    if (isComment || ((letter === '"' || letter === "'") && /^[[{,:]?$/.test(before))) {
      const end = isComment ? endOfLine(text, at) : endOfQuoted(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (letter === '[' || letter === '{') depth++;
    else if ((letter === ']' || letter === '}') && --depth === 0) return at + 1;
    if (!isComment && !/\s/.test(letter)) before = letter;
  }
  return undefined;
}
