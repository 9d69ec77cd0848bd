/** Whether a build without tags of its own takes a file in (`go help buildconstraint`). */

/** What holds for a program on a Linux host; every release is taken to be reached. */
const HOLDS = /^(?:linux|unix|amd64|cgo|gc|go1(?:\.\d+)?)$/;

/** Nobody writes more; a longer line is not looked into. */
const MAX_TOKENS = 200;

/** By the comments before the package clause: a `//go:build` line, else all of the older `// +build` lines. */
export function isBuilt(comments: string): boolean {
  const head = comments.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '');
  const [, line] = /^\/\/go:build[ \t]+(.*)$/m.exec(head) ?? [];
  if (line !== undefined) return holds(line.match(/\|\||&&|[!()]|[\w.]+/g) ?? []);
  return [...head.matchAll(/^\/\/[ \t]*\+build[ \t]+(.*)$/gm)].every(([, options = '']) =>
    options
      .trim()
      .split(/\s+/)
      .some((terms) => terms.split(',').every((term) => HOLDS.test(term.replace(/^!/, '')) !== term.startsWith('!'))),
  );
}

/** `||` binds least, then `&&`, then `!`. The go command refuses what is no expression; here it excludes nothing. */
function holds(tokens: readonly string[]): boolean {
  if (tokens.length > MAX_TOKENS) return true;
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const term = (): boolean => {
    if (take('!')) return !term();
    if (!take('(')) return HOLDS.test(tokens[at++] ?? '');
    const inner = either();
    take(')');
    return inner;
  };
  const both = (): boolean => {
    let value = term();
    while (take('&&')) value = term() && value;
    return value;
  };
  const either = (): boolean => {
    let value = both();
    while (take('||')) value = both() || value;
    return value;
  };
  return either() || at < tokens.length;
}
