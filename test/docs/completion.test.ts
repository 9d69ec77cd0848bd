import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { FORMAT_NAMES } from '../../src/cli/outputs.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { LEVELS, REALMS, RULES } from '../../src/index.ts';
import { areInstalled } from '../installed.ts';

/** What is typed, and what may stand there. */
const WORDS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['check', '-f', 'sa'], ['sarif']],
  [['check', '--format', 'jun'], ['junit']],
  [['graph', '-f', 'mer'], ['mermaid']],
  [['plan', '--level', 'pro'], ['process']],
  [['check', '--realm', 'pyt'], ['python']],
  [['explain-rule', 'version/unsat'], ['version/unsatisfiable']],
];

const quoted = (text: string): string => `'${text}'`;

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('%s knows every command and its options', async (shell) => {
    const program = await buildProgram(undefined);
    const script = completionScript(shell, program);
    for (const command of program.commands) expect(script).toContain(command.name());
    expect(script).toContain(shell === 'fish' ? '-l fail-on -x' : '--fail-on');
    expect(script).toContain('error warning never');
    expect(script).not.toMatch(/--today|-l today/);
  });

  it.skipIf(!areInstalled('bash'))('completes in bash', async () => {
    const script = completionScript('bash', await buildProgram(undefined));
    const ask = (...words: readonly string[]): readonly string[] => {
      const line = words.map((word) => `'${word}'`).join(' ');
      const run = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _cohost; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['--norc', '-c', run], { encoding: 'utf8' }).stdout.trim().split('\n');
    };
    expect(ask('cohost', 'expl')).toEqual(['explain', 'explain-rule']);
    expect(ask('cohost', 'check', '--fail-on', 'w')).toEqual(['warning']);
    expect(ask('cohost', 'check', '--fail')).toEqual(['--fail-on']);
    expect(ask('cohost', 'completion', 'z')).toEqual(['zsh']);
    for (const [line, words] of WORDS) expect(ask('cohost', ...line)).toEqual(words);
  });

  it.skipIf(!areInstalled('fish'))('completes in fish', async () => {
    const script = completionScript('fish', await buildProgram(undefined));
    const ask = (line: readonly string[]): readonly string[] => {
      const run = `${script}\ncomplete -C ${quoted(['cohost', ...line].join(' '))}`;
      const { stdout } = spawnSync('fish', ['--no-config', '-c', run], { encoding: 'utf8' });
      return stdout
        .trim()
        .split('\n')
        .map((one) => one.split('\t', 1)[0] ?? '');
    };
    for (const [line, words] of WORDS) expect(ask(line)).toEqual(words);
  });

  it.skipIf(!areInstalled('zsh'))('is a script for zsh', async () => {
    const script = completionScript('zsh', await buildProgram(undefined));
    expect(spawnSync('zsh', ['-f', '-n'], { encoding: 'utf8', input: script })).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(['bash', 'zsh', 'fish'] as const)('%s knows the words of options that hold no choices, and of rules', async (shell) => {
    const script = completionScript(shell, await buildProgram(undefined));
    for (const words of [FORMAT_NAMES, LEVELS, REALMS, RULES.map(({ id }) => id)]) expect(script).toContain(words.join(' '));
  });
});
