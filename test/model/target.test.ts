import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { analyze, packageServices } from '../../src/index.ts';

const python = (asked: string): string =>
  `[project]\nname = "p"\nversion = "1"\nrequires-python = "${asked}"\ndependencies = ["flask"]\n`;
const node = (asked: string): string =>
  JSON.stringify({ name: 'n', engines: { node: asked }, dependencies: { express: '^5' }, scripts: { start: 'node index.js' } });
const java = (release: string): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>j</artifactId><version>1</version>
<properties><maven.compiler.release>${release}</maven.compiler.release></properties></project>`;
const TODAY = '2026-11-29';

async function judged(files: Readonly<Record<string, string>>) {
  const tree = memoryTree(files);
  const config = loadConfig(tree);
  return { config, ...(await analyze({ tree, starts: ['.'], config, today: TODAY })) };
}

const LEAST = 'least that the fleet asks for';

describe('where no known release suits, one that is asked for does', () => {
  it.each([
    ['python', 'pyproject.toml', [python('>=3.98')], '3.98', LEAST],
    ['python', 'pyproject.toml', [python('>=3.98'), python('>=3.12'), python('>=3.99.1')], '3.99.1', LEAST],
    ['python', 'pyproject.toml', [python('>=3.11.4,<3.11.9'), python('>=3.11')], '3.11', 'newest that the fleet admits'],
    ['python', 'pyproject.toml', [python('==2.6.*')], '2.6', LEAST],
    [
      'python',
      'pyproject.toml',
      [python('>=3.98'), python('<3.13'), python('==3.12.*')],
      '3.12',
      'newest that most of the fleet admits',
    ],
    [
      'python',
      'pyproject.toml',
      [python('>=3.98'), python('==3.99.*'), python('<3.2')],
      '3.99',
      'least that most of the fleet asks for',
    ],
    ['node', 'package.json', [node('>=98')], '98.0.0', LEAST],
    ['node', 'package.json', [node('^98.2'), node('>=22')], '98.2.0', LEAST],
    ['node', 'package.json', [node('20.1.0')], '20.1.0', LEAST],
    ['node', 'package.json', [node('25.x'), node('>=20')], '25.9.0', 'newest that the fleet admits'],
    ['node', 'package.json', [node('>=20 <26')], '24.21.0', 'newest that the fleet admits'],
    ['jdk', 'pom.xml', [java('98'), java('17')], '98', LEAST],
    ['jdk', 'pom.xml', [java('17')], '25', 'newest that the fleet admits'],
  ] as const)('%s of %s: %j', async (runtime, manifest, texts, version, because) => {
    const { report } = await judged(Object.fromEntries(texts.map((text, at) => [`s${at}/${manifest}`, text])));
    expect([report.options.target[runtime], report.options.targetBecause[runtime]]).toEqual([version, because]);
    if (because.includes('most')) return;
    expect(report.placement.hosts.map(({ runtimes }) => runtimes[runtime])).toEqual([version]);
  });

  it.each([
    ['pyproject.toml', python('>=3.98.2'), 'python:3.98-slim'],
    ['pyproject.toml', python('>=3.12'), 'python:3.13-slim'],
    ['package.json', node('>=98.2'), 'node:98-slim'],
    ['pom.xml', java('98'), 'eclipse-temurin:98-jre'],
    ['go.mod', 'module example.org/g\n\ngo 1.98.2\n', 'golang:1.98'],
  ])('an image for %s', async (manifest, text, image) => {
    const { fleet, report, config } = await judged({ [`s/${manifest}`]: text, 's/main.go': 'package main\n\nfunc main() {}\n' });
    const { recommendations, placement } = report;
    const asked = { fleet, recommendations, placement, config, today: TODAY, services: ['s'], target: 'container' } as const;
    const dockerfile = packageServices(asked).files.find(({ path }) => path.endsWith('/Dockerfile'));
    expect(dockerfile?.content).toContain(`FROM ${image}`);
  });
});
