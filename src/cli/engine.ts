import { setFlagsFromString } from 'node:v8';

/** V8 11 (Node 20) is slow at two things that later versions are not. */
export function tuneEngine(): void {
  if (!process.versions.node.startsWith('20.')) return;
  // It knows nothing between its baseline and its optimizing compiler, which starts so early that a run of seconds spends
  // two fifths of its work on code that is hardly run again.
  setFlagsFromString('--interrupt-budget=600000');
  // Its own asks each list that a function gives whether it has every index, as if it were any object: a twentieth of a run.
  Object.defineProperty(Array.prototype, 'flatMap', { value: flatMap, writable: true, configurable: true });
}

/** As the language has it. */
export function flatMap(
  this: readonly unknown[],
  make: (item: unknown, at: number, list: readonly unknown[]) => unknown,
  self?: unknown,
): unknown[] {
  const flat: unknown[] = [];
  const take = (item: unknown): unknown => flat.push(item);
  this.forEach((item, at) => {
    const made = make.call(self, item, at, this);
    if (Array.isArray(made)) made.forEach(take);
    else take(made);
  });
  return flat;
}
