import { describe, expect, test } from 'vitest';
import { type Analysis, analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { applyBaseline, makeBaseline, readBaseline, renderBaseline } from '../../src/gate/baseline.ts';
import { type Files, packageJson } from './repository.ts';

const TODAY = '2026-11-25';

function judged(files: Files): Promise<Analysis> {
  const tree = memoryTree(files);
  return analyze({ tree, starts: ['.'], config: loadConfig(tree), today: TODAY });
}

const CLASH: Files = {
  'apps/a/package.json': packageJson('a', { react: '^17.0.0' }),
  'apps/b/package.json': packageJson('b', { react: '^18.0.0' }),
  'apps/c/package.json': packageJson('c', { vue: '3.1.0' }),
};
const NONE = { accepted: [], services: [] };
const NOTES = { reason: 'migration planned', owner: 'web team' };

async function accepted(
  files: Files,
  file = 'cohost.baseline.yaml',
  notes: Parameters<typeof makeBaseline>[2] = NOTES,
): Promise<string> {
  const { baseline } = makeBaseline((await judged(files)).report.conflicts, NONE, notes);
  return renderBaseline(baseline, file);
}

async function statuses(files: Files, baseline: string, today = TODAY): Promise<readonly string[]> {
  const { report } = applyBaseline(await judged(files), readBaseline('b.yaml', baseline), today);
  return [
    ...report.conflicts
      .filter(({ severity }) => severity === 'error')
      .map(({ status, services }) => `${status} ${services.join(',')}`),
    ...report.diagnostics.filter(({ code }) => code.startsWith('baseline/')).map(({ code, line }) => `${code} ${line}`),
  ].sort();
}

describe('baseline', () => {
  test.each(['b.yaml', 'b.json'])('what is accepted stays, in %s', async (file) => {
    expect(await statuses(CLASH, await accepted(CLASH, file))).toEqual(['existing apps/a,apps/b']);
  });

  test('has reason and owner, the services and what they ask for', async () => {
    expect(await accepted(CLASH)).toMatch(
      /^# .*\n#.*\n\nschemaVersion: 1\naccepted:\n {2}- id: c_[0-9a-f]{12}\n {4}rule: version\/unsatisfiable\n[\s\S]* {6}- apps\/a: \^17\.0\.0\n {6}- apps\/b: \^18\.0\.0\n[\s\S]* {4}reason: migration planned\n {4}owner: web team\n$/,
    );
  });

  test('what comes later is new', async () => {
    const later = { ...CLASH, 'apps/d/package.json': packageJson('d', { vue: '2.0.0' }) };
    expect(await statuses(later, await accepted(CLASH))).toEqual(['existing apps/a,apps/b', 'new apps/c,apps/d']);
  });

  test('of a note no baseline can tell that it is new', async () => {
    const judgedFleet = await judged(CLASH);
    const { baseline } = makeBaseline(judgedFleet.report.conflicts, NONE, NOTES);
    const conflicts = judgedFleet.report.conflicts.map((one) => ({ ...one, severity: 'note' as const }));
    const noted = { ...judgedFleet, conflicts, report: { ...judgedFleet.report, conflicts } };
    const without = renderBaseline({ ...baseline, accepted: [] }, 'b.yaml');
    expect(applyBaseline(noted, readBaseline('b.yaml', without), TODAY).report.comparison).toMatchObject({
      new: { note: 0 },
      existing: { note: conflicts.length },
    });
  });

  test('an entry about a manifest that cannot be read now is not removable', async () => {
    const later = { ...CLASH, 'apps/a/package.json': '{"dependencies": {' };
    expect(await statuses(later, await accepted(CLASH))).toEqual([]);
    expect(await statuses({ ...CLASH, 'apps/a/package.json': packageJson('a', {}) }, await accepted(CLASH))).toEqual([
      'baseline/removable 6',
    ]);
  });

  test('another version in the same clash stays accepted', async () => {
    const later = { ...CLASH, 'apps/a/package.json': packageJson('a', { react: '^17.0.1' }) };
    expect(await statuses(later, await accepted(CLASH))).toEqual(['existing apps/a,apps/b']);
  });

  test('a service that moved keeps what was accepted', async () => {
    const { 'apps/a/package.json': moved = '', ...rest } = CLASH;
    expect(await statuses({ ...rest, 'web/a/package.json': moved }, await accepted(CLASH))).toEqual(['existing apps/b,web/a']);
    const changed = { ...rest, 'web/a/package.json': packageJson('a', { react: '^17.0.2' }) };
    expect(await statuses(changed, await accepted(CLASH))).toEqual(['existing apps/b,web/a']);
    const another = { ...rest, 'web/z/package.json': packageJson('z', { react: '^17.0.2' }) };
    expect(await statuses(another, await accepted(CLASH))).toEqual(['baseline/removable 6', 'new apps/b,web/z']);
  });

  test('what was accepted of one directory is accepted of several, where its services have longer paths', async () => {
    const files = {
      'a/package.json': packageJson('a', { react: '^17.0.0' }),
      'b/package.json': packageJson('b', { react: '^17.0.0' }),
      'c/package.json': packageJson('c', { react: '^18.0.0' }),
    };
    const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`apps/${path}`, text]));
    const text = await accepted(files);
    expect(await statuses(below, text)).toEqual(['existing apps/a,apps/b,apps/c']);
    const { report, fleet } = await judged(below);
    const ids = new Set(fleet.services.map(({ id }) => id));
    const written = makeBaseline(report.conflicts, readBaseline('b.yaml', text), { reason: 'later' }, ids);
    expect(written).toMatchObject({ kept: 1, added: 0, removed: 0 });
    expect(written.baseline.accepted).toMatchObject([{ reason: 'migration planned' }]);
  });

  test('a service that was there and takes the place of one that leaves is no other name of it', async () => {
    const files = { ...CLASH, 'apps/c/package.json': packageJson('c', { react: '^17.0.0' }) };
    const { fleet, report } = await judged(files);
    const { baseline } = makeBaseline(report.conflicts, NONE, NOTES, new Set(fleet.services.map(({ id }) => id)));
    expect(baseline.services).toEqual(['apps/a', 'apps/b', 'apps/c']);
    const text = renderBaseline(baseline, 'b.yaml');
    expect(await statuses(files, text)).toEqual(['existing apps/a,apps/b,apps/c']);
    const alone = {
      'apps/a/package.json': packageJson('a', { react: '^17.0.0' }),
      'apps/b/package.json': packageJson('b', { react: '^18.0.0' }),
      'apps/c/package.json': packageJson('c', {}),
    };
    const before = await judged(alone);
    const written = makeBaseline(before.report.conflicts, NONE, NOTES, new Set(before.fleet.services.map(({ id }) => id)));
    const { 'apps/b/package.json': _, ...rest } = alone;
    const joined = { ...rest, 'apps/c/package.json': packageJson('c', { react: '^18.0.0' }) };
    expect(await statuses(joined, renderBaseline(written.baseline, 'b.yaml'))).toEqual([
      'baseline/removable 6',
      'new apps/a,apps/c',
    ]);
    const renamed = { ...rest, 'apps/d/package.json': packageJson('b', { react: '^18.0.0' }) };
    expect(await statuses(renamed, renderBaseline(written.baseline, 'b.yaml'))).toEqual(['existing apps/a,apps/d']);
  });

  test('what is solved can be removed, and the line is told', async () => {
    const later = { ...CLASH, 'apps/a/package.json': packageJson('a', { react: '^18.0.0' }) };
    expect(await statuses(later, await accepted(CLASH))).toEqual(['baseline/removable 6']);
  });

  test('what another service joins is new, says what is old, and leaves the entry in place', async () => {
    const text = await accepted(CLASH);
    const grown = { ...CLASH, 'apps/d/package.json': packageJson('d', { react: '^16.0.0' }) };
    expect(await statuses(grown, text)).toEqual(['new apps/a,apps/b,apps/d']);
    const { report } = applyBaseline(await judged(grown), readBaseline('b.yaml', text), TODAY);
    expect(report.comparison?.baseline).toMatchObject({ accepted: 1, removable: 0, expired: 0 });
    expect(report.conflicts.flatMap(({ explanation }) => explanation)).toContain(
      'Between apps/a and apps/b it was there before; this change adds apps/d.',
    );
    const written = makeBaseline(report.conflicts, readBaseline('b.yaml', text), { reason: 'later' });
    expect(written).toMatchObject({ kept: 1, added: 0, removed: 0 });
    expect(written.baseline.accepted).toMatchObject([{ reason: 'migration planned', owner: 'web team' }]);
  });

  test('what has ended fails, on the day after', async () => {
    const text = await accepted(CLASH, 'b.yaml', { ...NOTES, until: '2026-12-31' });
    expect(await statuses(CLASH, text, '2026-12-31')).toEqual(['existing apps/a,apps/b']);
    expect(await statuses(CLASH, text, '2027-01-01')).toEqual(['baseline/expired 6', 'new apps/a,apps/b']);
  });

  test('written anew it keeps notes, drops what is gone, adds what came', async () => {
    const first = makeBaseline((await judged(CLASH)).report.conflicts, NONE, { ...NOTES, until: '2027-05-01' });
    const later = await judged({
      ...CLASH,
      'apps/a/package.json': packageJson('a', { react: '^17.0.1' }),
      'apps/d/package.json': packageJson('d', { vue: '2.0.0' }),
    });
    const second = makeBaseline(later.report.conflicts, { accepted: first.baseline.accepted, services: [] }, { reason: 'later' });
    const notes = second.baseline.accepted
      .map(({ subject, reason, owner, until }) => [subject, reason, owner, until].join(' '))
      .sort();
    expect(notes).toEqual(['pkg:npm/react migration planned web team 2027-05-01', 'pkg:npm/vue later  ']);
  });

  test('an entry without a reason is asked for one', async () => {
    const text = await accepted(CLASH, 'b.yaml', { reason: '' });
    expect(await statuses(CLASH, text)).toEqual(['baseline/no-reason 6', 'existing apps/a,apps/b']);
  });

  test.each([
    ['accepted: []\n', /schemaVersion/],
    ['schemaVersion: 2\naccepted: []\n', /reads baselines of schemaVersion 1/],
    ['schemaVersion: 1\naccepted: []\nowners: []\n', /unknown key "owners"/],
    ['schemaVersion: 1\naccepted: [{ id: c_1 }]\n', /accepted\.0/],
    ['{', /cannot be read/],
  ])('%j is told, not applied', async (text, message) => {
    const { report } = applyBaseline(await judged(CLASH), readBaseline('b.yaml', text), TODAY);
    const told = report.diagnostics.filter(({ file }) => file === 'b.yaml');
    expect(told[0]?.message).toMatch(message);
    expect(told.every(({ severity, code }) => severity === 'error' && code.startsWith('config/'))).toBe(true);
  });
});

describe('ignores in the config', () => {
  const three = {
    ...CLASH,
    'apps/d/package.json': packageJson('d', { react: '^18.0.0' }),
  };
  const ids = async (entry: string, files: Files = CLASH): Promise<readonly string[]> => {
    const { report } = await judged({ ...files, 'cohost.yaml': `ignore:\n  - ${entry}\n` });
    return [
      ...report.conflicts
        .filter(({ severity }) => severity === 'error')
        .map(({ status, services }) => `${status ?? 'open'} ${services.join(',')}`),
      ...report.diagnostics.filter(({ code }) => code.startsWith('ignore/')).map(({ code, line }) => `${code} ${line}`),
    ];
  };

  test.each([
    ['{ rule: version/unsatisfiable, reason: r }', ['ignored apps/a,apps/b']],
    ['{ package: react, reason: r }', ['ignored apps/a,apps/b']],
    ['{ package: "pkg:npm/react", reason: r }', ['ignored apps/a,apps/b']],
    ['{ package: act }', ['open apps/a,apps/b', 'ignore/removable 2']],
    ['{ services: [apps/a, apps/b], reason: r }', ['ignored apps/a,apps/b']],
    ['{ services: [a, b], reason: r }', ['ignored apps/a,apps/b']],
    ['{ services: [a], reason: r }', ['ignored apps/a,apps/b']],
    ['{ services: [a, c] }', ['open apps/a,apps/b', 'ignore/removable 2']],
    ['{ package: react, services: [a, b], until: 2026-11-25, reason: r }', ['ignored apps/a,apps/b']],
    ['{ package: react, until: 2026-11-24, owner: me }', ['open apps/a,apps/b', 'ignore/expired 2']],
    ['{ reason: "names nothing" }', ['open apps/a,apps/b', 'ignore/removable 2']],
    ['{ package: react }', ['ignored apps/a,apps/b', 'ignore/no-reason 2']],
    ['{ package: react, reason: " " }', ['ignored apps/a,apps/b', 'ignore/no-reason 2']],
  ])('%s', async (entry, expected) => {
    expect(await ids(entry)).toEqual(expected);
  });

  test('a pair covers its own part only', async () => {
    const pair = '{ services: [a, b] }';
    expect((await ids(pair, three)).filter((line) => line.includes('apps/d'))).not.toContainEqual(
      expect.stringMatching(/^ignored/),
    );
    expect(await ids('{ services: [a, b, d] }', three)).not.toContainEqual(expect.stringMatching(/^open/));
  });
});
