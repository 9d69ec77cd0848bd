import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conflict, IsolationLevel, Recommendation } from '../../src/model/index.ts';
import { leastIsolation } from '../../src/recommend/least-isolation.ts';
import { service } from './build.ts';
import { clash } from './clash.ts';

function advice(of: string, target: Recommendation['target'], bytes: number | null = null): Recommendation {
  const size = { unzippedBytes: bytes, method: 'lock' as const, missing: [], largest: [] };
  return {
    service: of,
    target,
    confidence: 'high',
    reasons: [],
    alternatives: [],
    unknowns: [],
    wouldChangeIf: [],
    changes: [],
    size,
  };
}

const fleet = ['cart', 'web', 'mail', 'auth'].map((id) => service({ id, ecosystem: 'python' }));

describe('one answer to conflict and packaging', () => {
  it('bundles what is shaped for Lambda, and the rest shares one host', () => {
    const answer = leastIsolation(
      fleet,
      [clash('werkzeug', [['cart'], ['web', 'mail']])],
      [advice('cart', 'lambda-zip', 14_200_000), advice('web', 'fargate'), advice('mail', 'fargate')],
    );
    expect(answer).toEqual({
      apart: [
        {
          service: 'cart',
          packaging: 'lambda-zip',
          conflicts: ['werkzeug'],
          because: 'cart clashes with mail, web on werkzeug; cart is shaped for Lambda and is about 14 MiB: bundle it as a zip',
        },
      ],
      together: ['web', 'mail', 'auth'],
    });
  });

  it('names only those whom a service that leaves clashes with', () => {
    const said = (sides: readonly (readonly string[])[], anyTwo = false): readonly string[] =>
      leastIsolation(
        fleet,
        [{ ...clash('werkzeug', sides), anyTwo }],
        [advice('cart', 'lambda-zip'), advice('web', 'lambda-zip')],
      ).apart.map(({ because }) => because.replace(/ on werkzeug;.*/, ''));
    expect(
      said([
        ['cart', 'web'],
        ['mail', 'auth'],
      ]),
    ).toEqual(['cart clashes with auth, mail', 'web clashes with auth, mail']);
    expect(said([['cart'], ['mail'], ['auth']])).toEqual(['cart clashes with auth, mail']);
    expect(said([['cart'], ['cart', 'web'], ['mail']], true)).toEqual([
      'cart clashes with mail, web',
      'web clashes with cart, mail',
    ]);
  });

  it('says which of the clashes an environment does not end', () => {
    const port = { ...clash('port', [['cart'], ['web']]), clearedBy: 'container' as const };
    const said = (found: readonly Conflict[]): string | undefined => leastIsolation(fleet, found, []).apart[0]?.because;
    expect(said([port])).toBe(
      'cart clashes with web on port, which an environment does not end: give cart a container of its own',
    );
    expect(said([port, { ...clash('flask', [['cart'], ['web']]), clearedBy: 'process' }])).toBe(
      'cart clashes with web on flask, port; an environment does not end port: give cart a container of its own',
    );
  });

  it('gives an environment of each ecosystem whose packages clash, whatever else the service is made of', () => {
    const both = ['cart', 'web'].map((id) => ({ ...service({ id, ecosystem: 'npm' }), ecosystems: ['npm', 'python'] as const }));
    const on = (realm: Conflict['realm']): Conflict => ({ ...clash(realm, [['cart'], ['web']]), realm });
    const said = (...realms: readonly Conflict['realm'][]): string | undefined =>
      leastIsolation(both, realms.map(on), []).apart[0]?.because.replace(/^.*: /, '');
    expect(said('python')).toBe('give cart a virtualenv of its own');
    expect(said('npm')).toBe('give cart a node_modules of its own');
    expect(said('python', 'npm')).toBe('give cart a node_modules of its own and a virtualenv of its own');
    expect(said('command')).toBe('give cart an environment of its own');
    const command = leastIsolation(fleet, [on('command')], []).apart[0]?.because;
    expect(command).toMatch(/: give cart a virtualenv of its own$/);
  });

  it('says that a published port may be another, which costs no machine', () => {
    const port = { ...clash('port', [['cart'], ['web']], 'machine'), realm: 'port' as const };
    const said = (found: readonly Conflict[]): string | undefined => leastIsolation(fleet, found, []).apart[0]?.because;
    expect(said([port])).toBe(
      'cart clashes with web on port, which a container does not end: let cart publish elsewhere, or give cart a machine of its own',
    );
    expect(said([port, clash('kernel', [['cart'], ['web']], 'machine')])).toMatch(/end: give cart a machine of its own$/);
  });

  it('prefers the function even on the larger side', () => {
    const answer = leastIsolation(
      fleet,
      [clash('werkzeug', [['cart'], ['web', 'mail']])],
      [advice('cart', 'fargate'), advice('web', 'lambda-zip'), advice('mail', 'lambda-image')],
    );
    expect(answer.apart.map((one) => [one.service, one.packaging])).toEqual([
      ['mail', 'lambda-image'],
      ['web', 'lambda-zip'],
    ]);
  });

  it('takes the one with most conflicts, and no more than the level that ends them', () => {
    const conflicts = [
      clash('a', [['cart'], ['web']]),
      clash('b', [['mail'], ['web']]),
      clash('c', [['auth'], ['cart']], 'container'),
    ];
    const answer = leastIsolation(fleet, conflicts, []);
    expect(answer.apart.map((one) => [one.service, one.packaging, one.conflicts])).toEqual([
      ['cart', 'own-container', ['a', 'c']],
      ['web', 'own-environment', ['b']],
    ]);
  });

  it('is silent about notes, what is ignored and what nothing isolates', () => {
    const quiet = [
      { ...clash('a', [['cart'], ['web']]), severity: 'warning' as const },
      { ...clash('b', [['cart'], ['web']]), status: 'ignored' as const },
      clash('c', [['cart'], ['web']], 'environment'),
    ];
    expect(leastIsolation(fleet, quiet, []).apart).toEqual([]);
  });

  it('leaves no conflict whole among those that stay', () => {
    const ids = fleet.map((one) => one.id);
    const level = fc.constantFrom<IsolationLevel>('process', 'container', 'machine');
    const conflict = fc.record({
      sides: fc.shuffledSubarray(ids, { minLength: 2 }),
      cut: fc.nat(),
      level,
      any: fc.boolean(),
      three: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(conflict, { maxLength: 6 }), fc.subarray(ids), (shapes, functions) => {
        const conflicts = shapes.map(({ sides, cut, level: ends, any, three }, index) => {
          const at = 1 + (cut % (sides.length - 1));
          const parts =
            three && sides.length > 2
              ? [sides.slice(0, 1), sides.slice(1, 2), sides.slice(2)]
              : [sides.slice(0, at), sides.slice(at)];
          return { ...clash(`k${index}`, parts, ends), ...(any ? { anyTwo: true } : {}) };
        });
        const { together, apart } = leastIsolation(
          fleet,
          conflicts,
          functions.map((of) => advice(of, 'lambda-zip')),
        );
        expect([...together, ...apart.map((one) => one.service)].sort()).toEqual([...ids].sort());
        for (const { sides, demands, anyTwo } of conflicts) {
          const staying = sides.filter((side) => side.some((index) => together.includes(demands[index]?.service ?? '')));
          expect(staying.length).toBeLessThan(anyTwo === true ? 2 : sides.length);
        }
      }),
    );
  });
});
