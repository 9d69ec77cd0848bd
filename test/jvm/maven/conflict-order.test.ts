import { describe, expect, it } from 'vitest';
import type { Node } from '../../../analyzers/jvm/maven/resolve/collect.ts';
import { conflictOrder } from '../../../analyzers/jvm/maven/resolve/conflict-order.ts';

/** `a>b c`: a asks for b and c; `b~a` among them: reached by a relocation from a; `b/2`: another version of b. */
function graphOf(...lines: readonly string[]): Node {
  const nodes = new Map<string, Node>();
  const nodeOf = (written: string): Node => {
    const [name = '', ...from] = written.replace(/\/.*/, '').split('~');
    const known = nodes.get(written);
    if (known !== undefined) return known;
    const node: Node = {
      artifact: { groupId: 'g', artifactId: name, version: '1', type: 'jar', extension: 'jar', classifier: '' },
      conflictKey: name,
      scope: 'compile',
      optional: false,
      managedScope: false,
      managedOptional: false,
      ...(from.length === 0 ? {} : { relocatedFrom: from }),
      children: [],
    };
    nodes.set(written, node);
    return node;
  };
  for (const line of lines) {
    const [from = '', to = ''] = line.split('>');
    nodeOf(from).children = to.split(' ').map(nodeOf);
  }
  return nodeOf('root');
}

/** Groups by the names in them, in their order. */
function ordered(root: Node): string {
  const { groupOf, order } = conflictOrder(root);
  const names = (id: number): string =>
    [...new Set([...groupOf].filter(([, group]) => group === id).map(([{ conflictKey }]) => conflictKey))].sort().join('+');
  return order.map(names).join(' ');
}

describe('the order in which names are settled', () => {
  it.each([
    ['one after the other', ['root>a b', 'a>c'], 'a b c'],
    ['a name after all that ask for it', ['root>c a', 'a>b', 'b>c'], 'a b c'],
    ['the nearer of those that are free first', ['root>a b', 'a>c', 'c>d', 'b>e'], 'a b c e d'],
    ['what is asked for twice comes once', ['root>a b', 'a>c', 'b>c'], 'a b c'],
    ['a name in two places as near as the nearer', ['root>a d', 'a>b', 'b>c', 'd>c', 'c>e'], 'a d b c e'],
    ['a relocation and its new name are one', ['root>a b~a', 'a>c'], 'a+b c'],
    ['a relocation to another name later', ['root>a b c~a', 'b>d'], 'a+c b d'],
    ['three names that relocations tie together', ['root>a b~a c~a'], 'a+b+c'],
    ['two known names that a third ties together', ['root>a b c~a~b d'], 'a+b+c d'],
    ['a circle begins at the name nearest to the root', ['root>x b', 'x>a', 'a>b', 'b>a'], 'x b a'],
    ['in a circle the one that fewer ask for, of two as near', ['root>a b', 'a>b', 'b>a c', 'c>b'], 'a b c'],
    ['a circle below others', ['root>a', 'a>b', 'b>c', 'c>b d'], 'a b c d'],
    ['a name that asks for itself', ['root>a', 'a>a b'], 'a b'],
  ])('%s', (_, lines, expected) => {
    expect(ordered(graphOf(...lines))).toBe(expected);
  });

  it('is that of a Java hash table: by the last four bits of a number, more of them when it grows', () => {
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
    // Groups are numbered on the way down, so that n16 has the number 16: of sixteen buckets, that of n0.
    const few = graphOf(`root>${names.join(' ')} hub`, `hub>${[9, 17, 1, 8, 16, 0].map((at) => `n${at}`).join(' ')}`);
    const { groupOf, order } = conflictOrder(few);
    const hub = [...groupOf].find(([{ conflictKey }]) => conflictKey === 'hub')?.[1];
    const after = order.slice(order.indexOf(hub ?? -1) + 1);
    expect(after).toEqual([16, 0, 17, 1, 8, 9]);
    const many = graphOf(`root>${names.join(' ')} hub`, `hub>${[...names].reverse().join(' ')}`);
    const whole = conflictOrder(many).order.filter((id) => id !== hub);
    expect(whole).toEqual(names.map((_, index) => index));
  });

  it('gives a number to each group once, however many versions it has', () => {
    expect(conflictOrder(graphOf('root>a b', 'b>a/2 c', 'c>a/3')).order).toEqual([1, 2, 0]);
  });

  it('tells which names lie on one circle', () => {
    const { groupOf, cyclic } = conflictOrder(graphOf('root>a d', 'a>b', 'b>c', 'c>a', 'd>e', 'e>e'));
    const id = (name: string): number => [...groupOf].find(([{ conflictKey }]) => conflictKey === name)?.[1] ?? -1;
    expect([...(cyclic.get(id('b')) ?? [])].sort()).toEqual([id('a'), id('b'), id('c')].sort());
    expect(cyclic.get(id('d'))).toBeUndefined();
    expect(conflictOrder(graphOf('root>a', 'a>b')).cyclic.size).toBe(0);
  });
});
