import { XMLParser } from 'fast-xml-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/index.ts';
import { renderCheckstyle } from '../../src/report/formats/checkstyle.ts';
import { CHECK_FORMAT_NAMES, CHECK_FORMATS } from '../../src/report/formats/formats.ts';
import { renderGithub } from '../../src/report/formats/github.ts';
import { renderGitlab } from '../../src/report/formats/gitlab.ts';
import { renderJson } from '../../src/report/formats/json.ts';
import { renderJunit } from '../../src/report/formats/junit.ts';
import { renderCsv, renderTsv } from '../../src/report/formats/matrix.ts';
import { PULL_REQUEST_MARKER, renderPullRequest } from '../../src/report/formats/pull-request.ts';
import { renderSarif } from '../../src/report/formats/sarif.ts';
import { HOSTILE, hostileReport, marketReport, quietReport } from './reports.ts';
import { codeQualitySchema, sarifSchema } from './schemas.ts';
import { breaches, CHECKSTYLE, JUNIT } from './xml-grammar.ts';

const MANY = 6000;

let reports: readonly (readonly [name: string, report: Report])[] = [];
let market: Report;
let hostile: Report;

beforeAll(async () => {
  market = await marketReport();
  hostile = await hostileReport();
  reports = [
    ['market', market],
    ['hostile', hostile],
    ['quiet', await quietReport()],
    ['many', await hostileReport(MANY)],
  ];
});

test('JSON in pieces is what it would be in one', () => {
  for (const [name, report] of reports) expect(renderJson(report) === `${JSON.stringify(report, null, 2)}\n`, name).toBe(true);
});

describe('every format', () => {
  test.each(CHECK_FORMAT_NAMES)('%s is the same text twice, and ends its last line', (name) => {
    for (const [, report] of reports) {
      const text = CHECK_FORMATS[name](report);
      expect(CHECK_FORMATS[name](report)).toBe(text);
      if (text !== '') expect(text.endsWith('\n')).toBe(true);
    }
  });

  test.each(['sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'pr'] as const)(
    '%s is bounded, and says where the rest is',
    async (name) => {
      const few = CHECK_FORMATS[name](await hostileReport(MANY), { limit: 7 });
      expect(few.length).toBeLessThan(60_000);
      expect(few).toMatch(/cohost check -f json/);
    },
  );

  test.each(['sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'pr'] as const)(
    '%s counts paths from where the reader stands',
    (name) => {
      const report = { ...market, diagnostics: [] };
      const [first] = report.conflicts.flatMap(({ demands }) => demands.map(({ origin }) => origin.file));
      expect(CHECK_FORMATS[name](report, { prefix: 'deploy/fleet' })).toContain(`deploy/fleet/${first}`);
    },
  );

  test.each(['github', 'gitlab', 'junit'] as const)('%s gives the command as it works there', (name) => {
    const [{ id } = { id: '' }] = market.conflicts;
    expect(CHECK_FORMATS[name](market, { prefix: 'deploy/fleet' })).toContain(`cohost explain ${id} --in deploy/fleet`);
    expect(CHECK_FORMATS[name](market, {})).not.toContain('--in');
  });
});

describe('SARIF', () => {
  const valid = sarifSchema();

  test('the schema refuses what is no SARIF', () => {
    expect(valid({ version: '2.1.0' })).not.toEqual([]);
    expect(valid({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ message: {} }] }] })).not.toEqual([]);
  });

  test('is valid by the official schema', () => {
    for (const [name, report] of reports) expect([name, valid(JSON.parse(renderSarif(report)))]).toEqual([name, []]);
  });

  test('each result names its rule, its place, the other places and its fingerprint', () => {
    const { runs } = JSON.parse(renderSarif(market));
    const [{ tool, results }] = runs;
    const conflicts = market.conflicts;
    expect(results).toHaveLength(conflicts.length);
    for (const [index, result] of results.entries()) {
      const conflict = conflicts[index];
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result).toMatchObject({
        ruleId: conflict?.rule,
        level: conflict?.severity,
        partialFingerprints: { 'cohostConflict/v1': conflict?.id },
      });
      const places = [...result.locations, ...(result.relatedLocations ?? [])].map(
        ({ physicalLocation: { artifactLocation, region } }) => `${decodeURIComponent(artifactLocation.uri)}:${region.startLine}`,
      );
      expect(new Set(places)).toEqual(new Set(conflict?.demands.map(({ origin }) => `${origin.file}:${origin.line}`)));
      expect(places).toHaveLength(new Set(places).size);
      const [message] = result.locations.map((location: { message: { text: string } }) => location.message.text);
      if (conflict?.realm === 'port') expect(message).toMatch(/: (?:listens on|publishes) port /);
    }
    for (const rule of tool.driver.rules) {
      expect(rule.help.text.length).toBeGreaterThan(60);
      expect(rule.help.markdown).toContain('## How to ignore it');
      expect(rule).not.toHaveProperty('helpUri');
    }
  });

  test('links rules to where the docs are published', () => {
    const { runs } = JSON.parse(renderSarif(market, { docs: 'https://example.org/cohost/docs' }));
    expect(runs[0].tool.driver.rules.length).toBeGreaterThan(1);
    for (const { helpUri } of runs[0].tool.driver.rules)
      expect(helpUri).toMatch(/^https:\/\/example\.org\/cohost\/docs\/rules\/[a-z-]+\.md$/);
  });

  test.each([
    ['no [link](https://example.org) of theirs', 'no \\[link\\](https://example.org) of theirs'],
    ['[a][b](1)', '[a]\\[b\\](1)'],
    ['requests[socks] (>=2) and [x] stay', 'requests[socks] (>=2) and [x] stay'],
  ])('a message %j makes no link', (message, text) => {
    const told = { ...market, diagnostics: [{ code: 'pip/invalid-line', severity: 'warning' as const, message }] };
    const [{ invocations }] = JSON.parse(renderSarif(told)).runs;
    expect(invocations[0].toolExecutionNotifications.map((one: { message: unknown }) => one.message)).toEqual([{ text }]);
  });

  test('says what is new, what stays, what is accepted; what is gone is absent', () => {
    const { runs } = JSON.parse(renderSarif(hostile));
    const [{ results }] = runs;
    const states = (id: string) =>
      results.filter(
        (one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['cohostConflict/v1'] === id,
      );
    const [added, existing, ignored, resolved] = hostile.conflicts;
    expect(states(added?.id ?? '')).toMatchObject([{ baselineState: 'new' }]);
    expect(states(existing?.id ?? '')).toMatchObject([{ baselineState: 'unchanged' }]);
    expect(states(ignored?.id ?? '')).toMatchObject([{ suppressions: [{ kind: 'external' }] }]);
    expect(states(resolved?.id ?? '')).toEqual([]);
  });
});

describe('GitHub annotations', () => {
  /** What the runner makes of a line: see its own unescaping. */
  const read = (line: string) => {
    const match = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
    if (match === null) throw new Error(`no command: ${line}`);
    const [, name = '', list = '', text = ''] = match;
    const data = (value: string) =>
      value.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
    const properties = Object.fromEntries(
      list.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), data(pair.slice(pair.indexOf('=') + 1))]),
    );
    return { name, properties, text: data(text) };
  };

  test('one line each, on the line to change', () => {
    const lines = renderGithub(market).trimEnd().split('\n').map(read);
    const errors = market.conflicts.filter(({ severity }) => severity === 'error');
    expect(lines.filter(({ name }) => name === 'error')).toHaveLength(errors.length);
    for (const [index, conflict] of errors.entries()) {
      expect(lines[index]?.text.startsWith(conflict.message)).toBe(true);
      expect(conflict.demands.map(({ origin }) => `${origin.file}:${origin.line}`)).toContain(
        `${lines[index]?.properties.file}:${lines[index]?.properties.line}`,
      );
    }
  });

  test('no text from a manifest starts a command of its own', () => {
    const lines = renderGithub(hostile).trimEnd().split('\n');
    expect(lines.map((line) => read(line).text).some((text) => text.includes(HOSTILE.slice(0, 20)))).toBe(true);
  });

  test('what was there before annotates nothing', () => {
    const stale = {
      ...market,
      diagnostics: [],
      conflicts: market.conflicts.map((one) => ({ ...one, status: 'existing' as const })),
    };
    expect(renderGithub(stale)).toBe('');
  });

  test('at most ten of a kind, the last of which counts the rest', async () => {
    const unread = { code: 'json/syntax', severity: 'error' as const, message: 'not JSON', file: 'package.json', line: 1 };
    const lines = renderGithub({ ...(await hostileReport(MANY)), diagnostics: Array.from({ length: 30 }, () => unread) })
      .trimEnd()
      .split('\n')
      .map(read);
    for (const name of ['error', 'warning']) {
      const own = lines.filter((line) => line.name === name);
      expect(own.length).toBeLessThanOrEqual(10);
    }
    expect(lines.filter(({ text }) => text === unread.message)).toHaveLength(4);
    expect(lines.filter(({ name }) => name === 'error').at(-1)?.text).toMatch(/^\d+ more findings are not listed here/);
  });
});

describe('GitLab Code Quality', () => {
  const valid = codeQualitySchema();

  test('has what GitLab demands; fingerprints are unique', () => {
    for (const [name, report] of reports) {
      const issues = JSON.parse(renderGitlab(report));
      expect([name, valid(issues)]).toEqual([name, []]);
      const prints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
      expect(new Set(prints).size).toBe(prints.length);
    }
  });
});

describe('XML formats', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && ['testsuite', 'testcase', 'file', 'error'].includes(name),
    parseAttributeValue: false,
  });

  test.each([
    ['junit', JUNIT, renderJunit],
    ['checkstyle', CHECKSTYLE, renderCheckstyle],
  ])('%s keeps to its grammar, whatever a manifest says', (_, grammar, render) => {
    for (const [name, report] of reports) expect([name, breaches(grammar, render(report))]).toEqual([name, []]);
    expect(render(hostile)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Surrogate}/u);
  });

  test('the grammar refuses what is none of it', () => {
    const suite = (inside: string): string =>
      `<testsuites><testsuite name="a" tests="1" failures="0" errors="0">${inside}</testsuite></testsuites>`;
    expect(breaches(JUNIT, suite('<testcase name="b"/>'))).toEqual([]);
    expect(breaches(JUNIT, suite('<testcase name="b" file="c"/>'))).toEqual(['<testcase file="c">']);
    expect(breaches(JUNIT, suite('<testcase/>words'))).toEqual(['<testcase> lacks name', 'text in <testsuite>']);
    expect(breaches(JUNIT, suite('<other/>'))).toEqual(['<other> in <testsuite>']);
    expect(breaches(CHECKSTYLE, '<checkstyle>')).not.toEqual([]);
  });

  test('JUnit counts what it holds', () => {
    for (const [, report] of reports) {
      const { testsuites } = parser.parse(renderJunit(report));
      const suites = testsuites.testsuite;
      let [tests, failures] = [0, 0];
      for (const suite of suites) {
        const cases: readonly Record<string, unknown>[] = suite.testcase ?? [];
        expect(Number(suite.tests)).toBe(cases.length);
        expect(Number(suite.failures)).toBe(cases.filter((one) => 'failure' in one).length);
        expect(Number(suite.skipped)).toBe(cases.filter((one) => 'skipped' in one).length);
        for (const one of cases) expect([typeof one.name, typeof one.classname]).toEqual(['string', 'string']);
        tests += cases.length;
        failures += Number(suite.failures);
      }
      expect([testsuites.tests, testsuites.failures].map(Number)).toEqual([tests, failures]);
      expect(tests).toBeGreaterThan(0);
    }
  });

  test('JUnit fails on new errors, and passes the services that none concerns', async () => {
    const { testsuites } = parser.parse(renderJunit(market));
    const errors = market.conflicts.filter(({ severity }) => severity === 'error');
    expect(Number(testsuites.failures)).toBe(errors.length);
    const quiet = parser.parse(renderJunit(await quietReport())).testsuites;
    expect([quiet.tests, quiet.failures]).toEqual(['1', '0']);
  });
});

describe('matrix', () => {
  const named = (report: Report, ids: readonly string[]): Report => ({
    ...report,
    services: ids.flatMap((id, index) => {
      const service = report.services[index];
      return service === undefined ? [] : [{ ...service, id }];
    }),
    compatibility: [
      { services: ids.slice(0, 2), level: 'environment', verdict: 'separate', depth: 'declared', conflicts: [], repins: [] },
    ],
  });

  test('has a verdict for every pair, the same both ways', () => {
    const rows = renderTsv(market)
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const ids = market.services.map(({ id }) => id);
    const of = (a: string, b: string): string | undefined => rows[ids.indexOf(a) + 1]?.[ids.indexOf(b) + 1];
    expect(rows[0]).toEqual(['service', ...ids]);
    expect(rows.slice(1).map(([id]) => id)).toEqual(ids);
    for (const a of ids) for (const b of ids) expect(of(a, b), `${a} ${b}`).toBe(of(b, a));
    expect(of('services/cart', 'services/web')).toBe('separate');
    expect(of('services/cart', 'services/cart')).toBe('');
    expect(of('services/web', 'services/ledger')).toBe('likely');
  });

  test('names stay cells, and no spreadsheet runs them', () => {
    const hostileNames = named(market, ['=cmd|"x",1', 'two\nlines\tand "more"']);
    expect(renderCsv(hostileNames)).toBe(
      [
        `service,"'=cmd|""x"",1","two\nlines\tand ""more"""`,
        `"'=cmd|""x"",1",,separate`,
        `"two\nlines\tand ""more""",separate,`,
        '',
      ].join('\r\n'),
    );
    expect(renderTsv(hostileNames).split('\n')[2]).toBe('two lines and "more"\tseparate\t');
  });
});

describe('pull-request comment', () => {
  test('begins with the marker by which a bot finds it', () => {
    for (const [, report] of reports) expect(renderPullRequest(report).startsWith(`${PULL_REQUEST_MARKER}\n### `)).toBe(true);
  });

  test('fits into a comment, however much there is', async () => {
    const text = renderPullRequest(await hostileReport(MANY), { limit: MANY });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/… and \d+ more/);
  });

  test('what a manifest says is no markup and calls nobody', () => {
    const text = renderPullRequest(hostile);
    const outside = text.replaceAll(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/(?<!\\)<script|@team/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test('says in its headline what the change does', async () => {
    const comparison = {
      new: { error: 0, warning: 0, note: 0 },
      existing: { error: 2, warning: 0, note: 0 },
      resolved: { error: 1, warning: 0, note: 0 },
      ignored: { error: 0, warning: 0, note: 0 },
    };
    expect(renderPullRequest({ ...market, conflicts: [], comparison })).toMatch(
      /### ✅ cohost: this change adds no conflict, 1 resolved\n\n2 existing ones remain\./,
    );
    const fresh = market.conflicts.filter(({ severity }) => severity === 'error').slice(0, 1);
    expect(
      renderPullRequest({ ...market, conflicts: fresh.map((one) => ({ ...one, status: 'new' as const })), comparison }),
    ).toMatch(/### ❌ cohost: this change adds 1 conflict, 1 resolved\n/);
    expect(renderPullRequest(await quietReport())).toMatch(/### ✅ cohost: nothing says/);
  });
});
