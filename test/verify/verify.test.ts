import { describe, expect, it } from 'vitest';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { invocation, type Ran } from '../../src/verify/ask.ts';
import { planVerification, type VerifyRequest } from '../../src/verify/plan.ts';
import { renderVerified, renderVerifyPlan, renderVerifySummary, VerifiedLines } from '../../src/verify/text.ts';
import { type Verified, verifyPlan } from '../../src/verify/verify.ts';
import { type Files, fakeTools, requestOver } from './fleet.ts';

const fits = (): Ran => ({ ok: true, output: '' });
const says = (output: string) => (): Ran => ({ ok: false, output });

async function verify(request: VerifyRequest): Promise<readonly Verified[]> {
  const all: Verified[] = [];
  for await (const one of verifyPlan(await planVerification(request), request)) all.push(one);
  return all;
}

const goMod = (name: string, ...lines: readonly string[]) => `module example.org/${name}\n\ngo 1.22\n${lines.join('\n')}\n`;
/** Two that replace one module otherwise, and one that does not care. */
const GO: Files = {
  'cart/go.mod': goMod('cart', 'replace example.org/lib => example.org/fork v1.0.0'),
  'web/go.mod': goMod('web', 'replace example.org/lib => example.org/fork v1.1.0'),
  'api/go.mod': goMod('api'),
};

describe('the plan', () => {
  it('asks for versions only, from outside of the project', async () => {
    const tools = fakeTools({ go: fits });
    const plan = await planVerification(requestOver(GO, tools.run));
    expect(tools.versions()).toEqual(['go version']);
    expect(tools.questions()).toEqual([]);
    expect(plan.tools.map(({ ecosystem, version }) => [ecosystem, version])).toEqual([['go', 'go 1.2.3']]);
  });

  it.each([
    ['all pairs', [], 50, ['api cart', 'api web', 'cart web'], 0],
    ['the pairs of one', ['web'], 50, ['api web', 'cart web'], 0],
    ['the pair of two', ['web', './api/'], 50, ['api web'], 0],
    ['whole services first', [], 1, ['api cart'], 2],
  ])('holds %s', async (_, services, limit, expected, left) => {
    const { tools } = await planVerification(requestOver(GO, fakeTools({ go: fits }).run, { services, limit }));
    expect(tools.map((tool) => tool.pairs.map((pair) => pair.services.join(' ')))).toEqual([expected]);
    expect(tools[0]?.left).toBe(left);
  });

  it('knows names that mean no service', async () => {
    const plan = await planVerification(requestOver(GO, fakeTools({}).run, { services: ['web', 'shop'] }));
    expect(plan).toMatchObject({ unknown: ['shop'], known: ['api', 'cart', 'web'] });
  });

  it('tells what is not installed, and takes the second best', async () => {
    const files = { ...GO, 'a/requirements.txt': 'flask>=2\n', 'b/requirements.txt': 'flask<3\n' };
    const plan = await planVerification(requestOver(files, fakeTools({ pip: fits }).run));
    expect(plan.tools.map(({ command }) => command)).toEqual(['pip']);
    expect(plan.absent).toEqual([{ ecosystem: 'go', because: 'go is not installed' }]);
  });

  it('is said in the words of a shell', async () => {
    const plan = await planVerification(requestOver(GO, fakeTools({ go: fits }).run, { limit: 2 }));
    const text = renderVerifyPlan(plan, makeStyle(false, 80));
    expect(text).toContain('  go list -m all\n  2 pairs in a temporary directory each; builds and runs nothing of the services');
    expect(text).toContain('1 more of its pairs are beyond the limit (--max-pairs)');
  });
});

describe('the verdicts', () => {
  const together = { ...GO, 'cohost.yaml': 'realms: { go: { build: together } }\n' };

  it.each([
    [
      'both refuse',
      ['cart', 'web'],
      says('go: conflicting replacements for example.org/lib:\n\tfork v1.0.0'),
      'separate',
      'agrees',
    ],
    ['both find it good', ['api', 'web'], fits, 'share', 'agrees'],
    ['only the tool refuses', ['api', 'web'], says('go: conflicting replacements for example.org/x'), 'share', 'differs'],
    ['only cohost refuses', ['cart', 'web'], fits, 'separate', 'differs'],
    ['the tool fails', ['api', 'web'], says('dial tcp: no route to host'), 'share', 'open'],
  ])('%s', async (_, services, answer, verdict, outcome) => {
    const [one, ...others] = await verify(requestOver(together, fakeTools({ go: answer }).run, { services }));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ ecosystem: 'go', verdict, outcome });
  });

  it('are about one build, whatever the fleet says of itself', async () => {
    const [one] = await verify(requestOver(GO, fakeTools({ go: fits }).run, { services: ['cart', 'web'] }));
    expect(one?.verdict).toBe('separate');
  });

  it('keep the words of the tool, or of cohost, where they differ', async () => {
    const plain = makeStyle(false, 80);
    const tool = says('go: downloading x\n\u001b[31mgo: conflicting replacements for example.org/x:\n\tone\n\ttwo');
    const [refused] = await verify(requestOver(together, fakeTools({ go: tool }).run, { services: ['api', 'web'] }));
    expect(refused && renderVerified([refused], plain)).toBe(
      [
        '  ≠  api · web  cohost share  tool refuses',
        '      \\x1b[31mgo: conflicting replacements for example.org/x:',
        '      one',
        '      two',
        '',
      ].join('\n'),
    );
    const [fit] = await verify(requestOver(together, fakeTools({ go: fits }).run, { services: ['cart', 'web'] }));
    expect(fit && renderVerified([fit], plain)).toMatch(
      /^ {2}≠ {2}cart · web {2}cohost separate {2}tool fits {2}.*replaced by both/,
    );
    expect(renderVerifySummary([refused, fit].flatMap((one) => one ?? []))).toBe('0 agree, 2 differ, 0 open\n');
  });

  it('are said once for all pairs that they hold for', () => {
    const plain = makeStyle(false, 80);
    const pair = (other: string, more: Partial<Verified>): Verified => ({
      ecosystem: 'jvm',
      services: ['api', other],
      verdict: 'share',
      answer: undefined,
      outcome: 'open',
      because: 'Gradle builds api, and is never run',
      ...more,
    });
    const fits: Partial<Verified> = { outcome: 'agrees', answer: { kind: 'fits', words: [] } };
    const found = [pair('a', {}), pair('b', fits), pair('c', {}), pair('d', {}), pair('e', {}), pair('f', { verdict: 'likely' })];
    const why = 'Gradle builds api, and is never run';
    expect(renderVerified(found, plain).split('\n')).toEqual([
      `  ?  api · a, api · c, api · d and 1 more  cohost share  ${why}`,
      `  =  api · b  cohost share  tool fits  ${why}`,
      `  ?  api · f  cohost likely  ${why}`,
      '',
    ]);
    expect(renderVerified(found, plain, 9)).toContain('api · a, api · c, api · d and api · e');
  });

  it('are told as each is known, the words of a tool once, and together what no tool is asked', () => {
    const pair = (other: string, answer: Verified['answer']): Verified => ({
      ecosystem: 'go',
      services: ['api', other],
      verdict: 'share',
      answer,
      outcome: answer === undefined ? 'open' : 'differs',
    });
    const lines = new VerifiedLines(makeStyle(false, 80));
    const refused = { kind: 'refuses', words: ['go: no'] } as const;
    expect(lines.next(pair('a', refused))).toBe('  ≠  api · a  cohost share  tool refuses\n      go: no\n');
    expect(lines.next(pair('b', undefined))).toBe('');
    expect(lines.next(pair('c', refused))).toBe('  ≠  api · c  cohost share  tool refuses\n');
    expect(lines.next(pair('d', undefined))).toBe('');
    expect(lines.rest()).toBe('  ?  api · b and api · d  cohost share\n');
  });

  it('a service without a solution agrees with a tool that refuses it', async () => {
    const files = { ...together, 'late/go.mod': goMod('late', 'require example.org/lib v1.0.0').replace('1.22', '1.99') };
    const request = { services: ['api', 'late'], target: { go: '1.26' } };
    const tool = says('go: module ./late listed in go.work file requires go >= 1.99');
    const [one] = await verify(requestOver(files, fakeTools({ go: tool }).run, request));
    expect(one).toMatchObject({ verdict: 'unknown', outcome: 'agrees' });
    expect((await verify(requestOver(files, fakeTools({ go: fits }).run, request)))[0]?.outcome).toBe('differs');
  });

  it('of what could not be asked are open, with the reason', async () => {
    const files = { ...GO, 'web/go.mod': goMod('web', 'replace example.org/lib => ../../outside') };
    const tools = fakeTools({ go: fits });
    expect(await verify(requestOver(files, tools.run, { services: ['api', 'web'] }))).toMatchObject([
      { outcome: 'open', because: 'web replaces a module by ../outside, which is not here' },
    ]);
    expect(tools.questions()).toEqual([]);
  });

  it('are found in directories that do not outlive them', async () => {
    const tools = fakeTools({ go: fits });
    await verify(requestOver(GO, tools.run));
    expect(tools.questions()).toHaveLength(3);
    expect(tools.leftovers()).toEqual([]);
    expect(new Set(tools.questions().map(({ directory }) => directory)).size).toBe(3);
  });
});

describe('programs are started', () => {
  it.each([
    ['go', ['list', '-m', 'all'], 'linux', { file: 'go', shell: false }],
    ['npm', ['install', '--before=2026-01-01'], 'linux', { file: 'npm', shell: false }],
    ['uv', ['pip', 'compile', 'a b'], 'win32', { file: 'uv', shell: false }],
    ['npm', ['install', '--before=2026-01-01'], 'win32', { file: 'npm.cmd', shell: true }],
    ['mvn', ['--file', 'own/pom.xml', '-Dscope=runtime'], 'win32', { file: 'mvn.cmd', shell: true }],
    ['mvn', ['--file', 'a&b/pom.xml'], 'win32', { problem: expect.stringContaining('a&b/pom.xml') }],
    ['npm', ['%PATH%'], 'win32', { problem: expect.stringContaining('%PATH%') }],
  ] as const)('%s %j on %s', (command, args, platform, expected) => {
    expect(invocation(command, args, platform)).toEqual(expected);
  });
});
