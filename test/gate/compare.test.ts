import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareConflicts } from '../../src/gate/compare.ts';
import type { Conflict, Severity } from '../../src/model/index.ts';

interface Shape {
  readonly rule?: string;
  readonly severity?: Severity;
  readonly subject?: string;
  readonly anyTwo?: boolean;
  readonly status?: Conflict['status'];
}

/** `clash('a,b|c')`: a and b on one side, c on the other. */
function clash(sides: string, shape: Shape = {}): Conflict {
  const groups = sides.split('|').map((side) => side.split(','));
  const subject = shape.subject ?? 'pkg:npm/react';
  let next = 0;
  return {
    id: `c_${sides}`,
    rule: shape.rule ?? 'version/unsatisfiable',
    severity: shape.severity ?? 'error',
    realm: 'npm',
    subject,
    services: groups.flat().sort(),
    demands: groups.flat().map((service) => ({
      service,
      realm: 'npm',
      key: 'react',
      subject,
      constraint: '1',
      kind: 'range',
      strength: 'declared',
      group: 'default',
      via: [],
      origin: { file: `${service}/package.json`, line: 1 },
    })),
    sides: groups.map((group) => group.map(() => next++)),
    ...(shape.anyTwo === true ? { anyTwo: true } : {}),
    ...(shape.status === undefined ? {} : { status: shape.status }),
    depth: 'declared',
    clearedBy: 'process',
    message: 'no',
    explanation: [],
    fixes: [],
  };
}

function ids(services: string): ReadonlySet<string> {
  return new Set(services.split(','));
}

interface Row {
  readonly what: string;
  readonly before: readonly Conflict[];
  readonly after: readonly Conflict[];
  readonly statuses: readonly string[];
  readonly resolved?: readonly string[];
  readonly moves?: readonly (readonly [string, string])[];
  /** Services of the side before, and of the side after. */
  readonly services?: readonly [before: string, after: string];
}

const PIN: Shape = { rule: 'runtime/pin', severity: 'warning' };

const ROWS: readonly Row[] = [
  { what: 'nothing before', before: [], after: [clash('a|b')], statuses: ['new'] },
  { what: 'the same', before: [clash('a|b')], after: [clash('a|b')], statuses: ['existing'] },
  { what: 'the other way round', before: [clash('b|a')], after: [clash('a|b')], statuses: ['existing'] },
  { what: 'gone', before: [clash('a|b')], after: [], statuses: [], resolved: ['c_a|b'] },
  {
    what: 'another package',
    before: [clash('a|b', { subject: 'pkg:npm/vue' })],
    after: [clash('a|b')],
    statuses: ['new'],
    resolved: ['c_a|b'],
  },
  { what: 'a service left one side', before: [clash('a,c|b')], after: [clash('a|b')], statuses: ['existing'] },
  { what: 'a service joined one side', before: [clash('a|b')], after: [clash('a,c|b')], statuses: ['new'] },
  { what: 'two merged into one', before: [clash('a|b'), clash('c|b')], after: [clash('a,c|b')], statuses: ['existing'] },
  {
    what: 'one split into two',
    before: [clash('a,c|b')],
    after: [clash('a|b'), clash('c|b')],
    statuses: ['existing', 'existing'],
  },
  {
    what: 'a service moved',
    before: [clash('a|b')],
    after: [clash('x|b')],
    moves: [['a', 'x']],
    statuses: ['existing'],
  },
  {
    what: 'a service took the place of another',
    before: [clash('a|b')],
    after: [clash('x|b')],
    statuses: ['new'],
    resolved: ['c_a|b'],
  },
  { what: 'three of which every two agree', before: [clash('a|b|c')], after: [clash('a|b|c')], statuses: ['existing'] },
  { what: 'three became two: harder', before: [clash('a|b|c')], after: [clash('a|b')], statuses: ['new'], resolved: ['c_a|b|c'] },
  { what: 'any two: one left', before: [clash('a|b|c', { anyTwo: true })], after: [clash('a|b')], statuses: ['existing'] },
  {
    what: 'any two: one joined',
    before: [clash('a|b|c', { anyTwo: true })],
    after: [clash('a|b|c|d', { anyTwo: true })],
    statuses: ['new'],
  },
  {
    what: 'a remark lost one of its services',
    before: [clash('a|b|c', { severity: 'note' })],
    after: [clash('a|b', { severity: 'note' })],
    statuses: ['existing'],
  },
  {
    what: 'a warning became an error',
    before: [clash('a|b', { severity: 'warning' })],
    after: [clash('a|b')],
    statuses: ['new'],
  },
  {
    what: 'an error became a warning',
    before: [clash('a|b')],
    after: [clash('a|b', { severity: 'warning' })],
    statuses: ['existing'],
  },
  { what: 'one service by itself', before: [clash('a')], after: [clash('a'), clash('b')], statuses: ['existing', 'new'] },
  { what: 'ignored stays ignored', before: [], after: [clash('a|b', { status: 'ignored' })], statuses: ['ignored'] },
  { what: 'an ignored one that went is no news', before: [clash('a|b', { status: 'ignored' })], after: [], statuses: [] },
  {
    what: 'a warning that an error about the same stands before now is not resolved',
    before: [clash('a|b', PIN)],
    after: [clash('b|c')],
    services: ['a,b', 'a,b,c'],
    statuses: ['new'],
  },
  {
    what: 'it is, where one of its services went',
    before: [clash('a|b', PIN)],
    after: [clash('b|c')],
    services: ['a,b', 'b,c'],
    statuses: ['new'],
    resolved: ['c_a|b'],
  },
  {
    what: 'a warning that an error stood before is not new',
    before: [clash('b|c')],
    after: [clash('a|b', PIN)],
    services: ['a,b,c', 'a,b'],
    statuses: ['existing'],
    resolved: ['c_b|c'],
  },
  {
    what: 'it is, where one of its services is new',
    before: [clash('b|c')],
    after: [clash('a|b', PIN)],
    services: ['b,c', 'a,b'],
    statuses: ['new'],
    resolved: ['c_b|c'],
  },
  {
    what: 'an error about something else stands before nothing',
    before: [clash('a|b', PIN)],
    after: [clash('b|c', { subject: 'pkg:npm/vue' })],
    services: ['a,b', 'a,b,c'],
    statuses: ['new'],
    resolved: ['c_a|b'],
  },
];

describe('what a change does to conflicts', () => {
  test.each(ROWS)('$what', ({ before, after, statuses, resolved = [], moves = [], services }) => {
    const [old, now] = services ?? [];
    const sides = old === undefined || now === undefined ? undefined : { before: ids(old), after: ids(now) };
    const found = compareConflicts(before, after, new Map(moves), sides);
    expect(found.conflicts.map(({ status }) => status)).toEqual(statuses);
    expect(found.resolved.map(({ id }) => id)).toEqual(resolved);
  });

  test('says which part of a grown conflict is old', () => {
    const [grown] = compareConflicts([clash('a|b')], [clash('a,c|b')], new Map()).conflicts;
    expect(grown?.explanation).toEqual(['Between a and b it was there before; this change adds c.']);
  });

  const service = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const conflicts = fc.array(
    fc
      .tuple(fc.uniqueArray(service, { minLength: 2, maxLength: 5 }), fc.integer({ min: 1, max: 4 }), fc.boolean())
      .map(([services, cut, two]) => {
        const at = Math.min(cut, services.length - 1);
        const sides = two ? [services.slice(0, at), services.slice(at)] : services.map((one) => [one]);
        return clash(sides.map((side) => side.join(',')).join('|'), { anyTwo: !two });
      }),
    { maxLength: 4 },
  );

  test('nothing changes when nothing changes', () => {
    fc.assert(
      fc.property(conflicts, (list) => {
        const found = compareConflicts(list, list, new Map());
        expect(found.conflicts.every(({ status }) => status === 'existing')).toBe(true);
        expect(found.resolved).toEqual([]);
      }),
    );
  });

  test('new exactly when some two services are parted that were not', () => {
    const pairs = (list: readonly Conflict[]): ReadonlySet<string> =>
      new Set(
        list.flatMap((one) =>
          one.sides.flatMap((left, index) =>
            one.sides
              .slice(index + 1)
              .flatMap((right) =>
                left.flatMap((a) =>
                  right.map((b) => [one.demands[a]?.service ?? '', one.demands[b]?.service ?? ''].sort().join('-')),
                ),
              ),
          ),
        ),
      );
    fc.assert(
      fc.property(conflicts, conflicts, (before, after) => {
        const old = pairs(before);
        const now = pairs(after);
        const found = compareConflicts(before, after, new Map());
        for (const conflict of found.conflicts)
          expect(conflict.status).toBe([...pairs([conflict])].every((pair) => old.has(pair)) ? 'existing' : 'new');
        for (const conflict of before)
          expect(found.resolved.includes(conflict)).toBe(![...pairs([conflict])].some((pair) => now.has(pair)));
      }),
    );
  });
});
