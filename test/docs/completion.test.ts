import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { areInstalled } from '../installed.ts';

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
  });
});
