/** Colours for a terminal, or none. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  /** Columns of the terminal; output is cut to it only where a table would break. */
  readonly width: number;
}

const paint =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string): string => text;

export function makeStyle(colour: boolean, width: number): Style {
  return {
    bold: colour ? paint(1, 22) : plain,
    dim: colour ? paint(2, 22) : plain,
    red: colour ? paint(31, 39) : plain,
    yellow: colour ? paint(33, 39) : plain,
    green: colour ? paint(32, 39) : plain,
    cyan: colour ? paint(36, 39) : plain,
    width,
  };
}

/**
 * Text from a manifest, safe to print: control characters (and with them escape sequences) become visible, and so does
 * what turns the direction of text around (Unicode's "Trojan source").
 */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

export function plural(count: number, word: string, several = `${word}s`): string {
  return `${count} ${count === 1 ? word : several}`;
}
