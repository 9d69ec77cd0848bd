/**
 * What a CI runner obeys in a log: GitHub's `::command` at the beginning of a line, which may be that of any word once
 * text is wrapped; `##[command]`, Azure's `##vso[` and TeamCity's `##teamcity[` anywhere.
 */
const RUNNER_COMMAND = /(?<!\S)::(?=[A-Za-z][\w-]*(?:\s|::))|##(?=\w*\[)/g;

/**
 * Text from a manifest, safe to print: control characters (and with them escape sequences) become visible, and so does
 * what turns the direction of text around (Unicode's "Trojan source"). Commands to CI runners lose their first character.
 */
export function printable(text: string): string {
  const plain = text.replaceAll(
    RUNNER_COMMAND,
    ([first = '', ...rest]) => `\\x${first.charCodeAt(0).toString(16)}${rest.join('')}`,
  );
  return plain.replaceAll(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}
