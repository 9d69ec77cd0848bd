/** A variable's value; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

export interface Substituted {
  readonly text: string;
  /** Variables that had no value and no default; their places are empty. */
  readonly unset: readonly string[];
  /** Variables whose value or default was taken. */
  readonly used: readonly string[];
}

const VARIABLE = /\$\$|\\\$|\$(?:\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?\}|([A-Za-z_]\w*))/g;

/**
 * `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:+value}`, `${X:?message}` as Dockerfiles and Compose files know them.
 * `dollar` is how a literal `$` is written: `$$` in Compose, `\$` in Dockerfiles.
 */
export function substitute(text: string, lookup: Lookup, dollar: '$$' | '\\$'): Substituted {
  if (!text.includes('$')) return { text, unset: [], used: [] };
  const unset: string[] = [];
  const used: string[] = [];
  const replaced = text.replaceAll(
    VARIABLE,
    (
      whole: string,
      braced: string | undefined,
      operator: string | undefined,
      word: string | undefined,
      bare: string | undefined,
    ) => {
      if (whole === '$$' || whole === '\\$') return whole === dollar ? '$' : whole;
      const name = braced ?? bare ?? '';
      const value = lookup(name);
      const there = value !== undefined && !(operator?.startsWith(':') === true && value === '');
      used.push(name);
      if (operator?.endsWith('+') === true) return there ? (word ?? '') : '';
      if (there) return value;
      if (operator?.endsWith('-') === true) return word ?? '';
      unset.push(name);
      return '';
    },
  );
  return { text: replaced, unset, used };
}
