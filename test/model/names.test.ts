import { describe, expect, it } from 'vitest';
import { serviceNames } from '../../src/model/index.ts';

const named = serviceNames([
  { id: 'cart', path: 'cart' },
  { id: 'shop/cart', path: 'shop/cart' },
  { id: 'checkout', path: 'apps/pay' },
  { id: 'eu/web', path: 'eu/web' },
  { id: 'us/web', path: 'us/web' },
  { id: '.', path: '.' },
]);

describe('what a word means', () => {
  it.each([
    ['a path, before any path that ends in it', 'cart', ['cart']],
    ['a whole path', 'shop/cart', ['shop/cart']],
    ['an id that config gave', 'checkout', ['checkout']],
    ['the path of a service that config renamed', 'apps/pay', ['checkout']],
    ['the end of a path', 'pay', ['checkout']],
    ['all that end alike', 'web', ['eu/web', 'us/web']],
    ['a path as the shell completes it', './shop/cart/', ['shop/cart']],
    ['the root', '.', ['.']],
    ['nobody: half a segment', 'ay', []],
    ['nobody: the beginning of a path', 'shop', []],
    ['nobody: nothing', '', []],
  ])('%s', (_, word, ids) => {
    expect(named(word)).toEqual(ids);
  });
});
