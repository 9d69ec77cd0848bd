/**
 * Quoted texts that go on in lines that are indented no more than their key. YAML 1.2 forbids it (7.3.1), and libyaml,
 * go-yaml and js-yaml, by which Kubernetes, Compose, the Serverless Framework and pnpm read, take them as they are.
 */

/** The text with those lines indented; undefined where a quote has no end of its own before the document ends. */
export function indentQuoted(text: string, opening: number): string | undefined {
  const end = endOfQuoted(text, opening);
  if (end === undefined) return undefined;
  const quoted = text.slice(opening, end);
  if (/\n(?:---|\.\.\.)(?:\s|$)/.test(quoted)) return undefined;
  // A value stands further in than the key that holds it, and folding takes indentation away again (6.5).
  const indent = ' '.repeat(opening - text.lastIndexOf('\n', opening));
  return `${text.slice(0, opening)}${quoted.replaceAll('\n', `\n${indent}`)}${text.slice(end)}`;
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
