import { expect, test } from 'vitest';
import type { Report } from '../../src/model/index.ts';
import { CHECK_FORMATS } from '../../src/report/formats/formats.ts';
import { renderMarkdown } from '../../src/report/formats/markdown.ts';
import { escapeMarkdown } from '../../src/report/formats/markdown-text.ts';
import { renderPullRequest } from '../../src/report/formats/pull-request.ts';
import { renderHtml } from '../../src/report/html/render.ts';
import { headlineOf } from '../../src/report/phrases.ts';
import { renderChange } from '../../src/report/terminal/change-text.ts';
import { renderPlan } from '../../src/report/terminal/plan-text.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { renderText } from '../../src/report/terminal/text.ts';
import { reportOf } from '../fleets/fleet.ts';

const OPTIONS = { style: makeStyle(false, 100), verbose: false, limit: 50, sources: new Map() };
/** What compares services, in the words of each format. */
const RENDERED: readonly (readonly [string, (report: Report) => string, RegExp])[] = [
  ['check', (report) => renderText(report, OPTIONS), /hosts needed/],
  ['plan', (report) => renderPlan(report, OPTIONS), /what ends|host-1/],
  ['markdown', renderMarkdown, /## The ladder|host-1/],
  [
    'html',
    (report) => renderHtml(report, { script: '', style: '' }),
    /id="(?:ladder|matrix|hosts)"|href="#(?:ladder|matrix|hosts)"/,
  ],
];

const WEB = { 'web/package.json': '{"name":"web","dependencies":{"express":"^5.0.0"},"scripts":{"start":"node server.js"}}' };
const API = { 'api/package.json': '{"name":"api","dependencies":{"koa":"^3.0.0"},"scripts":{"start":"node server.js"}}' };

test.each(RENDERED)('%s compares two services, and says of one that there is nobody', async (_, render, comparing) => {
  const [one, two] = [render(await reportOf(WEB)), render(await reportOf({ ...WEB, ...API }))];
  expect(two).toMatch(comparing);
  expect(one).not.toMatch(comparing);
  expect(one).toContain('nobody to share a host with');
});

test.each([
  ['what its ecosystem runs on', WEB, ['node', 'platform']],
  ['what was asked for, too', { ...WEB, 'cohost.yaml': 'target: {python: "3.12"}\n' }, ['python', 'node', 'platform']],
] as const)('the target shown is %s', async (_, files, names) => {
  const [line = ''] = /Target: .*/.exec(renderMarkdown(await reportOf(files))) ?? [];
  expect([...line.matchAll(/(\w+) \S+ \(/g)].map(([, name]) => name)).toEqual(names);
});

const CLASHING = {
  'a/requirements.txt': 'flask==2.0.0\nredis>=5\n',
  'b/requirements.txt': 'flask==3.0.0\nredis>=5\n',
  'c/requirements.txt': 'redis>=5\n',
};

test.each([
  ['plan', (report: Report) => renderPlan(report, OPTIONS)],
  ['markdown', renderMarkdown],
  ['html', (report: Report) => renderHtml(report, { script: '', style: '' })],
] as const)('%s says who has to leave, with what, and what that leaves', async (_, render) => {
  const text = render(await reportOf(CLASHING)).replaceAll(/\s+/g, ' ');
  expect(text).toContain('a clashes with b on flask: give a a virtualenv of its own');
  expect(text).toContain('then the other 2 can share one host');
});

test.each([
  ['plan', (report: Report) => renderPlan(report, OPTIONS)],
  ['markdown', renderMarkdown],
  ['html', (report: Report) => renderHtml(report, { script: '', style: '' })],
] as const)('%s says what a reason rules out, in words that are no slugs', async (_, render) => {
  const report = await reportOf({
    'c/requirements.txt': 'celery\n',
    'c/Procfile': 'worker: celery -A app worker\n',
    'd/requirements.txt': 'vllm\n',
  });
  const text = render(report).replaceAll(/\s+/g, ' ');
  expect(text).toContain('no Lambda: celery runs a worker');
  expect(text).toContain('without a GPU (vllm) → container (Fargate)');
});

test('plan tells several services in the same words together, and what to do instead once', async () => {
  const of = (name: string, others: string): Readonly<Record<string, string>> => ({
    [`${name}/requirements.txt`]: `celery==5.4.0\n${others}`,
    [`${name}/Procfile`]: 'worker: celery -A app worker\n',
  });
  const report = await reportOf({ ...of('a', ''), ...of('b', ''), ...of('c', 'weasyprint==62.3\n') });
  const text = renderPlan(report, OPTIONS).replaceAll(/\s+/g, ' ');
  expect(text).toContain('a · b container (Fargate), each of these 2');
  expect(text).toContain('a/requirements.txt:1, b/requirements.txt:1');
  expect(text.split('celery runs a worker').length).toBe(3);
  expect(text.split('instead: a queue with an event source mapping').length).toBe(2);
});

const IGNORING = { ...CLASHING, 'cohost.yaml': 'ignore:\n  - { package: flask, reason: "a retires" }\n' };
const NOTHING = { error: 0, warning: 0, note: 0 };
const NO_CHANGE = { new: NOTHING, existing: NOTHING, resolved: NOTHING, ignored: { ...NOTHING, error: 1 } };

test.each([
  ['check', (report: Report) => renderText(report, OPTIONS)],
  ['check --base', (report: Report) => renderChange({ ...report, comparison: NO_CHANGE }, OPTIONS)],
  ['pr', (report: Report) => renderPullRequest({ ...report, comparison: NO_CHANGE })],
  ['markdown', renderMarkdown],
] as const)('%s says how much the config passes over', async (_, render) => {
  expect(render(await reportOf(IGNORING))).toContain('1 error ignored by the config');
  expect(render(await reportOf(CLASHING))).not.toContain('ignored');
});

test.each([
  ['check', (report: Report) => renderText(report, { ...OPTIONS, verbose: true })],
  ['check --base', (report: Report) => renderChange({ ...report, comparison: NO_CHANGE }, { ...OPTIONS, verbose: true })],
] as const)('%s --verbose says what the config passes over', async (_, render) => {
  expect(render(await reportOf(IGNORING))).toMatch(/^· ignored {3}no flask satisfies .* c_[0-9a-f]{12}$/ms);
});

const spring = (version: string): string => `<project>
<modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency>
<groupId>org.springframework</groupId><artifactId>spring-web</artifactId><version>${version}</version>
</dependency></dependencies>
</project>
`;

test.each(['github', 'gitlab', 'junit', 'sarif', 'pr', 'markdown'] as const)(
  '%s names the services in the sentence that stands by itself',
  async (name) => {
    const report = await reportOf({ 'a/pom.xml': spring('5.3.39'), 'b/pom.xml': spring('6.1.5') });
    expect(CHECK_FORMATS[name](report)).toContain('Spring Framework 5 and 6 cannot live on one class path (a and b)');
  },
);

test.each([
  ['names none', 'no x suits 1 and 2', ['svc/a', 'svc/b'], 'no x suits 1 and 2 (svc/a and svc/b)'],
  ['names one', 'x 1 of svc/a wins', ['svc/a', 'svc/b'], 'x 1 of svc/a wins'],
  [
    'holds a name in another word',
    'no org.api:web-core suits 1 and 2',
    ['web', 'api'],
    'no org.api:web-core suits 1 and 2 (web and api)',
  ],
  ['names one of two words', 'x 1 of my app wins', ['my app', 'b'], 'x 1 of my app wins'],
])('a sentence that %s', (_, message, services, told) => {
  expect(headlineOf({ message, services })).toBe(told);
});

test('checkstyle lists the lines of a file in their order', async () => {
  const files = { 'a/requirements.txt': 'redis==5\nflask==2\n', 'b/requirements.txt': 'redis==4\nflask==3\n' };
  const lines = [...CHECK_FORMATS.checkstyle(await reportOf(files)).matchAll(/line="(\d)"/g)].map(([, line]) => line);
  expect(lines).toEqual(['1', '2', '1', '2']);
});

test('Markdown leaves no character of others that strikes out, is an entity or mathematics', () => {
  expect(escapeMarkdown('~=1,~=2 ~~x~~ $a$ &lt; a_b #1')).toBe('\\~=1,\\~=2 \\~\\~x\\~\\~ \\$a\\$ \\&lt; a\\_b \\#1');
});
