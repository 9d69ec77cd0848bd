import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A question to `main.go`. */
export interface Question {
  readonly kind: 'compose' | 'dockerfile' | 'kustomize' | 'template' | 'chart';
  readonly about: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly facts: readonly string[];
  readonly text: string;
  /** Why the tool refuses it; empty where it does not. */
  readonly refused: string;
}

const PROGRAM = fileURLToPath(new URL('main.go', import.meta.url));

/** The libraries that the tools themselves are made of, in versions that go together. */
const MODULES: readonly string[] = [
  'github.com/compose-spec/compose-go/v2@v2.16.2',
  'github.com/moby/buildkit@v0.29.0',
  'helm.sh/helm/v3@v3.19.0',
  'sigs.k8s.io/kustomize/api@v0.20.1',
  'sigs.k8s.io/kustomize/kyaml@v0.20.1',
];

/** Files of invented projects, written where the tools find them while `use` runs. */
export function withFiles<T>(files: ReadonlyMap<string, string>, use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-tools-'));
  try {
    for (const [path, text] of files) {
      const file = join(directory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Answers of the tools, in order. Builds the program first: the go command fetches what it needs. */
export function askTools(questions: readonly Question[]): readonly Answer[] {
  return withFiles(new Map([['go.mod', 'module tools\n\ngo 1.25.5\n']]), (cwd) => {
    cpSync(PROGRAM, join(cwd, 'main.go'));
    const go = (words: readonly string[]): string =>
      execFileSync('go', [...words], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    go(['get', ...MODULES]);
    go(['mod', 'tidy']);
    go(['build', '-o', 'tools', '.']);
    const input = questions.map((one) => `${JSON.stringify(one)}\n`).join('');
    return execFileSync(join(cwd, 'tools'), { encoding: 'utf8', input, maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'ignore'] })
      .split('\n')
      .filter((line) => line !== '')
      .map(answerOf);
  });
}

function answerOf(line: string): Answer {
  const said: unknown = JSON.parse(line);
  if (typeof said !== 'object' || said === null) throw new Error(`not an answer: ${line}`);
  const { facts, text, refused }: { facts?: unknown; text?: unknown; refused?: unknown } = said;
  return {
    facts: Array.isArray(facts) ? facts.filter((one) => typeof one === 'string') : [],
    text: typeof text === 'string' ? text : '',
    refused: typeof refused === 'string' ? refused : '',
  };
}
