import { describe, expect, it } from 'vitest';
import { flatMap } from '../../src/cli/engine.ts';

/** A list with a place that nothing stands at. */
const sparse: readonly unknown[] = Object.assign([], { 0: 'a', 2: undefined, length: 4 });

describe('flatMap gives what the engine’s own gives', () => {
  it.each<[string, readonly unknown[], (item: unknown, at: number, list: readonly unknown[]) => unknown]>([
    ['nothing', [], (item) => item],
    ['items as they are', [1, 'two', undefined, null], (item) => item],
    ['lists, one level of them', [1, 2], (item) => [item, [item]]],
    ['some left out', [1, 2, 3], (item) => (item === 2 ? [] : item)],
    ['texts and sets, which are no lists', [1], () => new Set(['ab'])],
    ['the place and the list', ['a', 'b'], (item, at, list) => [at, list.length, item]],
    ['places that nothing stands at', sparse, (item) => [item]],
    ['lists with such places', [1], () => sparse],
  ])('%s', (_, list, make) => {
    expect(flatMap.call(list, make)).toStrictEqual(list.flatMap(make));
  });

  it('with what is to be `this`', () => {
    expect(
      flatMap.call(
        [1, 2],
        function (this: unknown, item) {
          return [this, item];
        },
        'self',
      ),
    ).toStrictEqual(['self', 1, 'self', 2]);
  });

  it('and refuses what is no function', () => {
    const make: unknown = undefined;
    expect(() => Reflect.apply(flatMap, [1], [make])).toThrow(TypeError);
  });
});
