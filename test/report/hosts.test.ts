import { expect, test } from 'vitest';
import type { Report } from '../../src/model/index.ts';
import { hostWords, summarySentences } from '../../src/report/phrases.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { renderText } from '../../src/report/terminal/text.ts';
import { reportOf } from '../fleets/fleet.ts';

const poetry = (name: string, constraint: string): string =>
  `[tool.poetry]\nname = "${name}"\nversion = "1.0.0"\n[tool.poetry.dependencies]\npython = "^3.12"\n${constraint}\n`;
const lock = (version: string): string =>
  `[[package]]\nname = "attrs"\nversion = "${version}"\noptional = false\npython-versions = ">=3.8"\ngroups = ["main"]\nfiles = []\n\n[metadata]\nlock-version = "2.1"\npython-versions = "^3.12"\ncontent-hash = ""\n`;

/** `jobs` locks what `api` excludes; with `other: true` a third service that clashes with both excludes it as well. */
function fleet(other: boolean): Promise<Report> {
  return reportOf({
    'jobs/pyproject.toml': poetry('jobs', 'attrs = ">=23"\nflask = "^3.0"'),
    'jobs/poetry.lock': lock('24.1.0'),
    'api/pyproject.toml': poetry('api', 'attrs = "25.1.0"\nclick = "^8.1"'),
    ...(other ? { 'old/pyproject.toml': poetry('old', 'attrs = "25.1.0"\nflask = "^2.0"\nclick = "^7.0"') } : {}),
  });
}

const TEXT = { style: makeStyle(false, 100), verbose: false, limit: 50, sources: new Map() };

test.each([
  ['alone on its host', false, 'On host-1 (2 services) · 1 warning'],
  ['with a service of its side elsewhere', true, 'On host-1 (2 services) · 1 warning'],
])('a warning is told of the host where it stands: %s', async (_, other, title) => {
  const report = await fleet(other);
  const [host] = report.placement.hosts.filter(({ services }) => services.length > 1);
  expect(renderText(report, TEXT)).toContain(title);
  expect(host === undefined ? '' : hostWords(host, report)).toBe('1 warning speaks against sharing');
});

test.each([
  ['none', '', 'and no conflict is left.'],
  ['that of two runtimes', '3.11\n', 'and no error is left, but 1 warning.'],
])('the summary tells the warnings that are left: %s', async (_, version, words) => {
  const report = await reportOf({
    'a/requirements.txt': 'flask<3\n',
    'a/.python-version': version === '' ? '3.12\n' : version,
    'b/requirements.txt': 'flask>=3\n',
    'b/.python-version': '3.12\n',
    'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.9"\n',
    'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.9"\n',
  });
  expect(summarySentences(report).join(' ')).toContain(words);
});
