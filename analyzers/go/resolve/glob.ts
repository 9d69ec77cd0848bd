/** Whether one of the patterns matches a leading part of the path with as many elements (`go help module-private`). */
export function matchesPrefixPattern(patterns: readonly string[], path: string): boolean {
  const elements = path.split('/');
  return patterns.some((pattern) => {
    const glob = pattern.replace(/\/$/, '');
    const count = glob.split('/').length;
    return glob !== '' && count <= elements.length && matchesGlob(glob, elements.slice(0, count).join('/'));
  });
}

/** A class, an escaped character or any other one: what remains of a pattern is malformed, and such a pattern matches nothing. */
const GLOB_TOKEN = /\[(?:\^|(?!\^))(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\]|\\.|[^[\\]/gsu;

/** `*`, `?` and `[…]` as Go's path.Match reads them: a star stays within its path element, so only the last one is retried. */
function matchesGlob(pattern: string, text: string): boolean {
  const tokens = pattern.match(GLOB_TOKEN) ?? [];
  if (tokens.join('') !== pattern) return false;
  const characters = [...text];
  let [at, token, star, starAt] = [0, 0, -1, 0];
  while (at < characters.length) {
    const current = tokens[token];
    if (current === '*') {
      star = token++;
      starAt = at;
    } else if (current !== undefined && matchesOne(current, characters[at] ?? '')) {
      token++;
      at++;
    } else if (star >= 0 && characters[starAt] !== '/') {
      token = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (tokens[token] === '*') token++;
  return token === tokens.length;
}

function matchesOne(token: string, character: string): boolean {
  if (token === '?') return character !== '/';
  if (token.startsWith('\\')) return token.slice(1) === character;
  if (!token.startsWith('[')) return token === character;
  const negated = token.startsWith('[^');
  return classHolds(token.slice(negated ? 2 : 1, -1), character.codePointAt(0) ?? 0) !== negated;
}

function classHolds(body: string, code: number): boolean {
  const codeOf = (end: string): number => end.replace(/^\\(?=.)/s, '').codePointAt(0) ?? 0;
  const ranges = [...body.matchAll(/(\\.|.)(?:-(\\.|.))?/gsu)];
  return ranges.some(([, low = '', high = low]) => codeOf(low) <= code && code <= codeOf(high));
}
