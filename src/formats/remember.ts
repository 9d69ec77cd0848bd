/**
 * A reader that remembers what it made of each text. Versions and constraints stand in thousands of lines, but only a few
 * thousand of them differ; past the limit it begins anew, so that a hostile fleet cannot fill the memory.
 */
export function remember<T, K extends string = string>(read: (text: K) => T, limit = 20_000): (text: K) => T {
  const known = new Map<K, { readonly made: T }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.made;
    const made = read(text);
    if (known.size >= limit) known.clear();
    known.set(text, { made });
    return made;
  };
}
