import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Files = Readonly<Record<string, string>>;

/** Git without anybody's own settings, and with a fixed author. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
};

export function runGit(directory: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', directory, ...args], {
    env: ENVIRONMENT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A throw-away repository on branch `main`. */
export class Repo {
  readonly path: string;

  constructor(path = mkdtempSync(join(tmpdir(), 'cohost-repo-')), init = true) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    if (!init) return;
    runGit(path, 'init', '--quiet', '--initial-branch=main');
    // Housekeeping in the background would write while a test looks at what is written.
    runGit(path, 'config', 'maintenance.auto', 'false');
    runGit(path, 'config', 'gc.auto', '0');
  }

  git(...args: readonly string[]): string {
    return runGit(this.path, ...args);
  }

  write(files: Files): this {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
    return this;
  }

  remove(...names: readonly string[]): this {
    for (const name of names) rmSync(join(this.path, name), { recursive: true });
    return this;
  }

  commit(message = 'change'): this {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this;
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function packageJson(name: string, dependencies: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ name, version: '1.0.0', dependencies }, null, 2)}\n`;
}

export function pom(artifact: string, dependencies: Readonly<Record<string, string>>): string {
  const list = Object.entries(dependencies).map(
    ([name, version]) =>
      `    <dependency><groupId>org.example</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
  );
  return [
    '<project>',
    '  <modelVersion>4.0.0</modelVersion>',
    `  <groupId>org.example</groupId><artifactId>${artifact}</artifactId><version>1</version>`,
    '  <dependencies>',
    ...list,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}
