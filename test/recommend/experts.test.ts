import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Recommendation } from '../../src/model/index.ts';
import { BROKERS } from './experts/brokers.ts';
import type { ExpertCase } from './experts/case.ts';
import { FLEETS } from './experts/fleets.ts';
import { GO } from './experts/go.ts';
import { JVM } from './experts/jvm.ts';
import { NPM } from './experts/npm.ts';
import { NPM_HOST } from './experts/npm-host.ts';
import { NPM_WORK } from './experts/npm-work.ts';
import { PYTHON } from './experts/python.ts';
import { PYTHON_FUNCTIONS } from './experts/python-functions.ts';
import { ROLES } from './experts/roles.ts';
import { SHORT } from './experts/short.ts';
import { SOURCES } from './experts/sources.ts';
import { TREES } from './experts/trees.ts';

const CASES: readonly ExpertCase[] = [
  ...PYTHON,
  ...PYTHON_FUNCTIONS,
  ...NPM,
  ...NPM_HOST,
  ...NPM_WORK,
  ...JVM,
  ...GO,
  ...ROLES,
  ...SHORT,
  ...SOURCES,
  ...FLEETS,
  ...TREES,
  ...BROKERS,
];

type Files = ExpertCase['files'];

async function adviceFor(files: Files, service: string, process?: string): Promise<readonly Recommendation[]> {
  const tree = memoryTree(files);
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24' });
  return report.recommendations.filter((one) => one.service === service && (process === undefined || one.process === process));
}

function themesOf(advice: readonly Recommendation[]): readonly string[] {
  return [...new Set(advice.flatMap((one) => one.reasons.map((reason) => reason.theme)))].sort();
}

describe('services as files, judged as a fair expert would', () => {
  it.each(CASES)('$id', async ({ files, service = '.', process, target, first, says = [], silent = [] }) => {
    const advice = await adviceFor(files, service, process);
    const themes = themesOf(advice);
    expect({
      target: advice[0]?.target,
      first: first === undefined ? undefined : advice[0]?.reasons[0]?.theme,
      missing: says.filter((theme) => !themes.includes(theme)),
      unwanted: silent.filter((theme) => themes.includes(theme)),
    }).toEqual({ target, first, missing: [], unwanted: [] });
  });
});

it('shows the line of what speaks for or against a target', async () => {
  const advice = (await Promise.all(CASES.map(({ files, service = '.' }) => adviceFor(files, service)))).flat();
  const bare = advice.flatMap(({ reasons }) => reasons.filter((one) => one.effect !== 'note' && one.evidence.length === 0));
  expect([...new Set(bare.map(({ rule, text }) => `${rule}: ${text}`))]).toEqual([]);
});

function eachFile(files: Files, change: (path: string, text: string) => readonly [string, string]): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => change(path, text)));
}

const TEMPTING = 'celery kafka websocket gpu docker torch';

function commented(path: string, text: string): string {
  if (/(?:\.(?:ya?ml|txt|toml|properties)|(?:Docker|Proc)file)$/.test(path)) return `# ${TEMPTING}\n\n${text}\n# the end\n`;
  if (/(?:go\.mod|\.kts)$/.test(path)) return `// require github.com/docker/docker v1\n${text}// the end\n`;
  if (!path.endsWith('pom.xml')) return text;
  const quartz = '<dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId></dependency>';
  return text.replace('<dependencies>', `<!-- ${quartz} -->\n<dependencies>`);
}

function reversedLines(text: string): string {
  return `${text.trimEnd().split('\n').reverse().join('\n')}\n`;
}

function reordered(path: string, text: string): string {
  if (/(?:requirements\.txt|Procfile)$/.test(path)) return reversedLines(text);
  if (path.endsWith('pom.xml')) return text.replace(/(?<=<dependencies>\n)[\s\S]*(?= {2}<\/dependencies>)/, reversedLines);
  return path.endsWith('go.mod') ? text.replace(/(?<=require \(\n)[\s\S]*(?=\))/, reversedLines) : text;
}

function renamed(path: string): string {
  return path
    .replace(/(^|\/)template\.yaml$/, '$1sam.yaml')
    .replace(/(^|\/)compose\.yaml$/, '$1docker-compose.yml')
    .replace(/(^|\/)Dockerfile$/, '$1Dockerfile.prod')
    .replace(/serverless\.yml$/, 'serverless.yaml');
}

const CHANGES: Readonly<Record<string, (files: Files) => Files>> = {
  commented: (files) => eachFile(files, (path, text) => [path, commented(path, text)]),
  reordered: (files) => eachFile(files, (path, text) => [path, reordered(path, text)]),
  'listed in another order': (files) => Object.fromEntries(Object.entries(files).reverse()),
  'written on Windows': (files) => eachFile(files, (path, text) => [path, text.replaceAll('\n', '\r\n')]),
  renamed: (files) => eachFile(files, (path, text) => [renamed(path), text]),
};

async function told({ service = '.', process }: ExpertCase, files: Files): Promise<string> {
  const advice = await adviceFor(files, service, process);
  return JSON.stringify([advice.map((one) => [one.process, one.target, one.confidence]), themesOf(advice)]);
}

describe('verdicts stay when files are', async () => {
  const plain = new Map(await Promise.all(CASES.map(async (one) => [one.id, await told(one, one.files)] as const)));
  it.each(Object.entries(CHANGES))('%s', async (_, change) => {
    const changed = await Promise.all(CASES.map(async (one) => [one.id, await told(one, change(one.files))] as const));
    expect(new Map(changed)).toEqual(plain);
  });
});
