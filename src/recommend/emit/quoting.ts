/** Texts of others as the formats of emitted files quote them: none of them ends its string or its line. */

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** A YAML scalar: in single quotes, or with JSON's escapes where it holds control characters (YAML 1.2, 7.3.1). */
export function quoted(text: string): string {
  return CONTROL.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

/** The same in a compose file, which takes `$` for a variable (compose specification, "Interpolation"). */
export function quotedForCompose(text: string): string {
  return quoted(withoutVariables(text));
}

/** Words of a command in a compose file. */
export function composeWords(words: readonly string[]): string {
  return JSON.stringify(words.map(withoutVariables));
}

function withoutVariables(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** A string of HCL, where `${` and `%{` begin templates (HCL native syntax, "Templates"). */
export function quotedForHcl(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, '$&$&');
}

const PLAIN = /^[\w./:=@,+-]+$/;

/** A word of a POSIX shell (2.2.2, "Single-Quotes"). */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const PLAIN_PATTERN = /^[\w./:=@,+*-]+$/;

/** Files that Docker copies: words of JSON where blanks or variables are in a name (Dockerfile reference, COPY). */
export function copyWords(from: string, to: string): string {
  if (PLAIN_PATTERN.test(from)) return `${from} ${to}`;
  return JSON.stringify([from, to].map((path) => path.replaceAll('$', '\\$'))).replace('","', '", "');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  $: '$$',
  '%': '%%',
};

/** Words of a command line of systemd: C escapes, and neither specifiers nor variables (systemd.service(5), "Command lines"). */
export function systemdWords(words: readonly string[]): string {
  return words
    .map((word) => (PLAIN.test(word) ? word : `"${word.replaceAll(/[\\"\n\r\t$%]/g, (char) => ESCAPES[char] ?? char)}"`))
    .join(' ');
}

/** A value of a unit on one line, without specifiers (systemd.unit(5), "Specifiers"). */
export function systemdText(text: string): string {
  return text.replaceAll(/[\s\u0000-\u001f\u007f]+/g, ' ').replaceAll('%', '%%');
}
