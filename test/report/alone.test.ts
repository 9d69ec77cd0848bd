import { expect, test } from 'vitest';
import type { Report } from '../../src/model/index.ts';
import { renderMarkdown } from '../../src/report/formats/markdown.ts';
import { renderHtml } from '../../src/report/html/render.ts';
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
