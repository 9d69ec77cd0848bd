/**
 * A smallest part of `items` that still fails: whatever else is left out, it resolves. `hints` are tried first, the best
 * one leading; then larger pieces are dropped before smaller ones. npm's verdict is not monotone, so the result is minimal
 * one by one, which is what a reader can check.
 */
export async function minimalCore<T>(
  items: readonly T[],
  hints: readonly (readonly T[])[],
  fails: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let core = items;
  for (const hint of hints) {
    if (hint.length > 0 && hint.length < core.length && (await fails(hint))) {
      core = hint;
      break;
    }
  }
  for (let size = Math.ceil(core.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < core.length; ) {
      const rest = [...core.slice(0, start), ...core.slice(start + size)];
      if (rest.length > 0 && rest.length < core.length && (await fails(rest))) core = rest;
      else start += size;
    }
  }
  return dropSingly(core, fails);
}

/** Once more one by one: what could not be left out before may be dispensable now. */
async function dropSingly<T>(items: readonly T[], fails: (some: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let core = items;
  for (const item of items) {
    const rest = core.filter((one) => one !== item);
    if (rest.length > 0 && rest.length < core.length && (await fails(rest))) core = rest;
  }
  return core;
}
