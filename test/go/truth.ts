import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A question to `truth/main.go`. */
export interface Question {
  readonly op: string;
  readonly a: string;
  readonly b: string;
}

const PROGRAM = fileURLToPath(new URL('truth/main.go', import.meta.url));

/** Answers of golang.org/x/mod and go/version in the copies that the installed go command is built of: nothing is fetched. */
export function truth(questions: readonly Question[]): readonly unknown[] {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-go-truth-'));
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOPROXY: 'off', GOWORK: 'off' };
  const go = (words: readonly string[], input = ''): string =>
    execFileSync('go', [...words], { cwd: directory, env, encoding: 'utf8', input, maxBuffer: 1 << 30 });
  try {
    const root = go(['env', 'GOROOT']).trim();
    mkdirSync(join(directory, 'mod'));
    for (const name of ['internal', 'modfile', 'module', 'semver']) {
      cpSync(join(root, 'src/cmd/vendor/golang.org/x/mod', name), join(directory, 'mod', name), { recursive: true });
    }
    writeFileSync(join(directory, 'mod/go.mod'), 'module golang.org/x/mod\ngo 1.24\n');
    const requires = 'require golang.org/x/mod v0.0.0\nreplace golang.org/x/mod => ./mod\n';
    writeFileSync(join(directory, 'go.mod'), `module truth\ngo 1.24\n${requires}`);
    cpSync(PROGRAM, join(directory, 'main.go'));
    const asked = questions.map((one) => `${JSON.stringify(one)}\n`).join('');
    return go(['run', '.'], asked)
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
