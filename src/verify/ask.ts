import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NativeQuestion } from '../../analyzers/analyzer.ts';
import { cleanPath } from '../model/index.ts';

/** What a tool said: it agrees to the whole, refuses it, or failed for a reason that says nothing about the services. */
export interface NativeAnswer {
  readonly kind: 'fits' | 'refuses' | 'failed';
  /** The tool's own words, a few lines of them. */
  readonly words: readonly string[];
}

export interface Ran {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program. */
export type Runner = (
  command: string,
  args: readonly string[],
  options: { readonly directory: string; readonly env: Readonly<Record<string, string | undefined>> },
) => Promise<Ran>;

/** Some tools colour what they say although nobody sees it. */
const COLOURS = /\u001b\[[0-9;]*m/g;

/** A first run may have much to download. */
const TIMEOUT_MINUTES = 15;
const OUTPUT_BYTES = 32 * 1024 * 1024;

/** Batch files on Windows, which nothing but cmd.exe starts. */
const BATCH: ReadonlySet<string> = new Set(['npm', 'mvn']);

/** Words that mean to cmd.exe what they say: none of its quotes, variables, operators or blanks. */
const PLAIN = /^[\w.:=/,+@\\-]+$/;

/** How a program is started: without a shell wherever that can be. */
export function invocation(
  command: string,
  args: readonly string[],
  platform: string,
): { readonly file: string; readonly shell: boolean } | { readonly problem: string } {
  if (platform !== 'win32' || !BATCH.has(command)) return { file: command, shell: false };
  const odd = args.find((word) => !PLAIN.test(word));
  if (odd !== undefined)
    return { problem: `error: ${command}.cmd is not run, because cmd.exe would not take ${odd} as it stands` };
  return { file: `${command}.cmd`, shell: true };
}

export const runProgram: Runner = (command, args, { directory, env }) =>
  new Promise((resolve) => {
    const how = invocation(command, args, process.platform);
    if ('problem' in how) {
      resolve({ ok: false, output: how.problem });
      return;
    }
    const { file, shell } = how;
    const options = { cwd: directory, env: { ...env }, shell, timeout: TIMEOUT_MINUTES * 60_000, maxBuffer: OUTPUT_BYTES };
    execFile(file, [...args], options, (error, stdout, stderr) => {
      const said = `${stderr}\n${stdout}`.replaceAll(COLOURS, '');
      if (error === null) resolve({ ok: true, output: said });
      else if (error.killed === true) resolve({ ok: false, output: `error: no answer within ${TIMEOUT_MINUTES} minutes` });
      else resolve({ ok: false, output: said.trim() === '' ? error.message : said });
    });
  });

/** Lays the question's files out in a directory of its own, asks there, and leaves nothing behind. */
export async function askNative(
  command: string,
  question: NativeQuestion,
  env: Readonly<Record<string, string | undefined>>,
  run: Runner = runProgram,
): Promise<NativeAnswer> {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-verify-'));
  try {
    for (const { path, text } of question.files) {
      const inside = cleanPath(path);
      if (inside === undefined || inside === '.')
        return { kind: 'failed', words: [`${path} lies outside of the temporary copy`] };
      mkdirSync(dirname(join(directory, inside)), { recursive: true });
      writeFileSync(join(directory, inside), text);
    }
    return judge(await run(command, question.args, { directory, env: { ...env, ...question.env } }), question);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const WORDS = 4;
const WIDTH = 240;

function judge({ ok, output }: Ran, { refusal, refused }: NativeQuestion): NativeAnswer {
  if (ok) {
    const words = refused?.(output) ?? [];
    return words.length === 0 ? { kind: 'fits', words } : { kind: 'refuses', words: words.slice(0, WORDS) };
  }
  const lines = output.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim().slice(0, WIDTH)]));
  const at = lines.findIndex((line) => refusal.test(line));
  if (at >= 0) return { kind: 'refuses', words: lines.slice(at, at + WORDS) };
  const errors = lines.filter((line) => /\berror\b/i.test(line));
  return { kind: 'failed', words: (errors.length > 0 ? errors : lines).slice(0, WORDS) };
}
