import { describe, expect, it } from 'vitest';
import { explain } from '../../src/explain.ts';
import { renderExplanation } from '../../src/report/terminal/explain-text.ts';
import { renderPlan } from '../../src/report/terminal/plan-text.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { reportOf } from './fleet.ts';

const plainStyle = makeStyle(false, 140);

const FILES = {
  'a/requirements.txt': 'flask==1.1.4\nredis>=5\n',
  'b/requirements.txt': 'flask>=2\nredis>=5,<6\n',
  'c/requirements.txt': 'flask>=2.3\nredis<5\n',
  'a/Dockerfile': 'FROM python:3.12\nEXPOSE 8000\n',
  'b/Dockerfile': 'FROM python:3.12\nEXPOSE 8000\n',
};

const subjects = async (...words: string[]): Promise<string> => {
  const found = explain(await reportOf(FILES), words);
  if (found.kind === 'unknown') return `unknown ${found.word}`;
  return `${found.kind}: ${found.conflicts.map(({ subject }) => subject).join(' ')}`;
};

describe('explain', () => {
  it.each([
    [['flask'], 'conflicts: pkg:pypi/flask'],
    [['a'], 'service: port:8000/tcp pkg:pypi/flask pkg:pypi/redis'],
    [['a', 'b'], 'between: port:8000/tcp pkg:pypi/flask'],
    [['a/', './b'], 'between: port:8000/tcp pkg:pypi/flask'],
    [['a', 'b', 'c'], 'between: port:8000/tcp pkg:pypi/flask pkg:pypi/redis'],
    // They are on one side of the clash over flask.
    [['b', 'c'], 'between: pkg:pypi/redis'],
    [['a', 'redis'], 'conflicts: pkg:pypi/redis'],
    [['8000'], 'conflicts: port:8000/tcp'],
    [['8000/tcp'], 'conflicts: port:8000/tcp'],
    // As reports call it, in one word or in two.
    [['port 8000/tcp'], 'conflicts: port:8000/tcp'],
    [['port', '8000'], 'conflicts: port:8000/tcp'],
    [['port', '80'], 'unknown port'],
    [['nothing'], 'unknown nothing'],
    [['a', 'nothing'], 'unknown nothing'],
  ])('%j', async (words, expected) => {
    expect(await subjects(...words)).toBe(expected);
  });

  it.each([
    ['9004', 'conflicts'],
    ['port:9005/tcp', 'conflicts'],
    ['9005/udp', 'unknown'],
    ['9006', 'unknown'],
  ])('finds %s of a range of ports: %s', async (word, kind) => {
    const compose = (ports: string): string => `services:\n  app:\n    build: .\n    ports: ["${ports}"]\n`;
    const files = {
      'a/requirements.txt': '',
      'a/compose.yaml': compose('9003-9005:9003-9005'),
      'b/requirements.txt': '',
      'b/compose.yaml': compose('9004-9005:9004-9005'),
    };
    expect(explain(await reportOf(files), [word]).kind).toBe(kind);
  });

  it('says of a name that several services have whose it is', async () => {
    const report = await reportOf({ 'old/cart/requirements.txt': 'flask==1\n', 'new/cart/requirements.txt': 'flask==2\n' });
    expect(explain(report, ['cart'])).toEqual({
      kind: 'unknown',
      word: 'cart',
      candidates: ['new/cart', 'old/cart'],
      isAmbiguous: true,
    });
  });

  it('says in one sentence what parts two services, and what ends it', async () => {
    const report = await reportOf(FILES);
    const found = explain(report, ['a', 'b']);
    if (found.kind === 'unknown') throw new Error('not found');
    const [sentence] = renderExplanation(found, report, { style: plainStyle, verbose: false, limit: 9 }).split('\n\n');
    expect(sentence).toBe(
      'a and b cannot share everything, because of port 8000/tcp and flask; with a container each they can be on one host.',
    );
  });

  const JAVA = (...artifacts: readonly string[]) =>
    `<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version><dependencies>${artifacts.map((one) => `<dependency><groupId>org.example</groupId><artifactId>${one}</artifactId><version>1</version></dependency>`).join('')}</dependencies></project>`;
  const ASKED = {
    'shop/pom.xml': JAVA('starter-web'),
    'web/package.json': '{"name":"web","dependencies":{"@types/express":"^5","koa":"2"}}',
    'web/package-lock.json':
      '{"lockfileVersion":3,"packages":{"":{"dependencies":{"@types/express":"^5","koa":"2"}},"node_modules/koa":{"version":"2.0.0","dependencies":{"accepts":"1"}},"node_modules/accepts":{"version":"1.3.8"},"node_modules/@types/express":{"version":"5.0.0"}}}',
  };

  it.each([
    ['a Maven artifact', 'starter-web', /shop\/pom\.xml:1 +org\.example:starter-web 1$/m],
    [
      'a package that only others bring',
      'accepts',
      /web\/package-lock\.json:1 +accepts 1\.3\.8 {2}\(another package brings it\)$/m,
    ],
    [
      'one of a scope by its whole name',
      '@types/express',
      /web\/package\.json:1 +@types\/express \^5 {2}\(5\.0\.0 in the lock\)$/m,
    ],
  ])('shows who asks for %s', async (_, word, row) => {
    const report = await reportOf(ASKED);
    const found = explain(report, [word]);
    if (found.kind === 'unknown') throw new Error('not found');
    expect(renderExplanation(found, report, { style: plainStyle, verbose: false, limit: 9 })).toMatch(row);
  });

  it.each([
    ['express', ['shop', 'web', 'koa']],
    ['sho', ['shop']],
  ])('knows what may be meant by %s', async (word, meant) => {
    const found = explain(await reportOf(ASKED), [word]);
    expect(found.kind === 'unknown' ? found.candidates : found.kind).toEqual(
      meant.length === 1 ? meant : expect.arrayContaining(meant),
    );
  });

  it('the plan says what each step of isolation clears', async () => {
    const plan = renderPlan(await reportOf(FILES), { style: plainStyle, verbose: false });
    expect(plan.replaceAll(/\s+/g, ' ')).toContain(
      'An environment each (virtualenv, node_modules, class path) clears 2 of 3 errors; port 8000/tcp remains: a container each clears it.',
    );
  });

  it('what would change every advice of a kind is told once, and with each where --verbose asks', async () => {
    const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}/requirements.txt`, 'flask==3.0.0\n']));
    const report = await reportOf(files);
    const count = (verbose: boolean) =>
      renderPlan(report, { style: plainStyle, verbose }).split('a GPU (facts.gpu: true)').length - 1;
    expect(report.recommendations.map(({ target }) => target)).toEqual(['fargate', 'fargate', 'fargate']);
    expect(renderPlan(report, { style: plainStyle, verbose: false })).toMatch(
      /\nFor every container \(Fargate\):\n {4}would change: /,
    );
    expect([count(false), count(true)]).toEqual([1, 3]);
  });
});
