import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admits, ask, nameOf, type World, world } from './universe.ts';

const FLASK = world(`
  flask 1: werkzeug<2
  flask 2: werkzeug>=2
  flask 3: werkzeug>=3
  login 6: flask>=1, werkzeug>=1
  werkzeug 1
  werkzeug 2
  werkzeug 3
`);

describe('solve', () => {
  it.each([
    ['newest of everything', ['flask', 'login'], { flask: 3, login: 6, werkzeug: 3 }],
    ['steps back where it must', ['flask', 'werkzeug<3'], { flask: 2, werkzeug: 2 }],
    ['a constraint restricts', ['flask', '?werkzeug<2'], { flask: 1, werkzeug: 1 }],
    ['a constraint brings nothing in', ['werkzeug', '?flask<2'], { werkzeug: 3 }],
    ['nothing is asked', [], {}],
  ])('%s', async (_, demands, versions) => {
    expect(await ask(FLASK, demands)).toEqual({ ok: true, versions });
  });

  it.each([
    ['two on one package', ['flask=1', 'flask>=2', 'login'], ['flask=1', 'flask>=2']],
    ['through a dependency', ['login', 'flask=1', 'werkzeug>=2'], ['flask=1', 'werkzeug>=2']],
    ['one that nobody has', ['flask', 'unheard'], ['unheard']],
    ['a constraint takes part', ['login', 'flask>=2', '?werkzeug<2'], ['flask>=2', '?werkzeug<2']],
  ])('smallest conflicting set: %s', async (_, demands, core) => {
    const answer = await ask(FLASK, demands);
    expect(answer.ok ? [] : [...answer.core].sort()).toEqual([...core].sort());
  });

  it('finds three of which every two agree', async () => {
    const known = world(`
      a 1: x<3
      b 1: x>1
      c 1: x!=2
      x 1
      x 2
      x 3
    `);
    for (const pair of [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
    ]) {
      expect((await ask(known, pair)).ok).toBe(true);
    }
    expect(await ask(known, ['a', 'b', 'c'])).toMatchObject({ ok: false, core: ['a', 'b', 'c'] });
  });

  it('survives circles and packages that need themselves', async () => {
    const known = world(`
      a 1: b
      b 1: a
      c 2: c<2
      c 1: c
    `);
    expect(await ask(known, ['a', 'c'])).toEqual({ ok: true, versions: { a: 1, b: 1, c: 1 } });
  });
});

const NAMES = ['a', 'b', 'c', 'd', 'e'];

const requirement = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom('', '<', '<=', '>', '>=', '=', '!='), fc.integer({ min: 1, max: 4 }))
  .map(([name, operator, bound]) => (operator === '' ? name : `${name}${operator}${bound}`));

const worlds = fc
  .array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      version: fc.integer({ min: 1, max: 4 }),
      needs: fc.array(requirement, { maxLength: 3 }),
    }),
    {
      minLength: 3,
      maxLength: 14,
    },
  )
  .map((list) => {
    const byKey = new Map(list.map((one) => [`${one.name} ${one.version}`, one]));
    return world([...byKey].map(([key, { needs }]) => `${key}: ${needs.join(', ')}`).join('\n'));
  });

/** Whether a choice of versions satisfies all demands and its own needs. */
function isValid(known: World, demands: readonly string[], chosen: Readonly<Record<string, number>>): boolean {
  const holds = (line: string) => {
    const version = chosen[nameOf(line)];
    return version !== undefined && admits(line, version);
  };
  return (
    demands.every((line) =>
      line.startsWith('?') ? chosen[nameOf(line.slice(1))] === undefined || holds(line.slice(1)) : holds(line),
    ) && Object.entries(chosen).every(([name, version]) => (known.needs.get(`${name} ${version}`) ?? ['none']).every(holds))
  );
}

function bruteForce(known: World, demands: readonly string[]): boolean {
  const tryFrom = (at: number, chosen: Readonly<Record<string, number>>): boolean => {
    const name = NAMES[at];
    if (name === undefined) return isValid(known, demands, chosen);
    if (tryFrom(at + 1, chosen)) return true;
    return (known.versions.get(name) ?? []).some((version) => tryFrom(at + 1, { ...chosen, [name]: version }));
  };
  return tryFrom(0, {});
}

describe('against brute force', () => {
  const demandLists = fc.array(
    fc.oneof({ weight: 4, arbitrary: requirement }, { weight: 1, arbitrary: requirement.map((one) => `?${one}`) }),
    { minLength: 1, maxLength: 5 },
  );

  it('answers as an exhaustive search does, with valid versions and smallest sets', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, demandLists, async (known, demands) => {
        const answer = await ask(known, demands);
        expect(answer.ok).toBe(bruteForce(known, demands));
        if (answer.ok) {
          expect(isValid(known, demands, answer.versions)).toBe(true);
          return;
        }
        expect(bruteForce(known, answer.core)).toBe(false);
        for (let i = 0; i < answer.core.length; i++) {
          expect(
            bruteForce(
              known,
              answer.core.filter((_, at) => at !== i),
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
