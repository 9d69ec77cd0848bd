import { tokenize } from './tokens.ts';

/** No path is joined of more tokens. */
const MAX_PIECES = 20;

/** Every text that is written in a source, wherever it stands; pieces of one path (`'a' / 'b'`, `join('a', 'b')`) as that path. */
export function pathsIn(source: string): readonly { readonly text: string; readonly offset: number }[] {
  const tokens = tokenize(source);
  /** Whether a text is among the arguments of `os.path.join(here, 'requirements', …)`. */
  const isInJoin = (at: number): boolean => {
    let open = at - 1;
    while (open > at - MAX_PIECES && /^[\w.,]/.test(tokens[open]?.text ?? '')) open--;
    return tokens[open]?.text === '(' && /^join(?:path)?$/.test(tokens[open - 1]?.text ?? '');
  };
  const texts: { text: string; offset: number }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'text') continue;
    const pieces = [token.text];
    for (const sign = isInJoin(at) ? ',' : '/'; ; at += 2) {
      const next = tokens[at + 2];
      if (tokens[at + 1]?.text !== sign || next?.kind !== 'text') break;
      pieces.push(next.text);
    }
    texts.push({ text: pieces.join('/'), offset: token.offset });
  }
  return texts;
}
