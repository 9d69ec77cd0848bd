/** White space as Go's `unicode.IsSpace` has it: a byte order mark is none, the control character U+0085 is. */
const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const FIELD = new RegExp(`[^${SPACE}]+`, 'gu');
const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'gu');

/** As `strings.Fields`. */
export function fields(text: string): readonly string[] {
  return text.match(FIELD) ?? [];
}

/** As `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  return text.replace(ENDS, '');
}
