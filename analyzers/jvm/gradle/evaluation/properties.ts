/** `gradle.properties`: the format of `java.util.Properties` (comments, `=` `:` or blanks, continuation lines, escapes). */

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

export interface Property {
  readonly value: string;
  readonly line: number;
}

export function parseProperties(text: string): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let logical = (lines[index] ?? '').trimStart();
    if (logical === '' || logical.startsWith('#') || logical.startsWith('!')) continue;
    while (endsOpen(logical) && index + 1 < lines.length) {
      index++;
      logical = logical.slice(0, -1) + (lines[index] ?? '').trimStart();
    }
    const end = keyEnd(logical);
    const rest = logical.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
    properties.set(unescaped(logical.slice(0, end)), { value: unescaped(rest), line });
  }
  return properties;
}

/** An odd number of backslashes at its end makes a line go on. */
function endsOpen(line: string): boolean {
  let count = 0;
  while (line.charAt(line.length - 1 - count) === '\\') count++;
  return count % 2 === 1;
}

function keyEnd(line: string): number {
  let at = 0;
  for (; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '\\') at++;
    else if (char === '=' || char === ':' || char === ' ' || char === '\t' || char === '\f') break;
  }
  return Math.min(at, line.length);
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, char: string | undefined) =>
    hex === undefined ? (ESCAPES[char ?? ''] ?? char ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
