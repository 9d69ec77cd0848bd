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

/** Escape sequences where `colour` holds, plain text otherwise. */
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
