import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LOCK_ONLY } from '../../analyzers/npm/native.ts';

const run = promisify(execFile);

export type Verdict = 'fits' | 'does not fit' | 'not known';

/** By path: an object is written as JSON. */
export type ProjectFiles = Readonly<Record<string, object | string | Buffer>>;

export interface NpmQuestion {
  readonly files: ProjectFiles;
  /** The directory in which npm is asked; the uppermost one when absent. */
  readonly at?: string;
  readonly registry: string;
  /** As .npmrc has them, by their names there. */
  readonly settings: Readonly<Record<string, string>>;
  /** The registry as it was on a day. */
  readonly before?: string;
}

export interface NpmAnswer {
  readonly verdict: Verdict;
  /** npm's code, or its message where it has none. */
  readonly reason: string;
}

/** npm of any version: the tree builder that it comes with, in this process, and the program itself. */
export interface Npm {
  readonly version: string;
  build(question: NpmQuestion): Promise<NpmAnswer>;
  /** As `build`, by the program: several times slower. */
  install(question: NpmQuestion): Promise<NpmAnswer>;
  /** The lock that npm would write. */
  lock(question: NpmQuestion): Promise<object | undefined>;
}

interface Tree {
  readonly meta: { commit(): object };
}

interface Builder {
  buildIdealTree(): Promise<Tree>;
}

type BuilderClass = new (options: Readonly<Record<string, unknown>>) => Builder;

export async function npmAt(path: string): Promise<Npm> {
  const version = (await run(path, ['--version'])).stdout.trim();
  const program = (await run('sh', ['-c', 'command -v "$0"', path])).stdout.trim();
  const load = createRequire(realpathSync(program));
  const Builder: BuilderClass = load('@npmcli/arborist');
  const built = (root: string, { registry, settings, before }: NpmQuestion): Promise<Tree> =>
    new Builder({
      path: root,
      registry,
      cache: join(root, '.cache'),
      nodeVersion: process.version,
      npmVersion: version,
      complete: true,
      save: true,
      audit: false,
      ...optionsOf(settings),
      ...(before === undefined ? {} : { before: new Date(before) }),
    }).buildIdealTree();
  return {
    version,
    build: (question) =>
      inDirectory(question, async (root) => {
        try {
          await built(root, question);
          return { verdict: 'fits', reason: '' };
        } catch (error) {
          return refusal(error instanceof Error && 'code' in error ? `${error.code}` : String(error));
        }
      }),
    install: (question) =>
      inDirectory(question, async (root) => {
        const { registry, settings, before } = question;
        const options = [
          `--registry=${registry}`,
          `--cache=${join(root, '.cache')}`,
          ...Object.entries(settings).map(([key, value]) => `--${key}=${value}`),
          ...(before === undefined ? [] : [`--before=${before}`]),
        ];
        try {
          await run(path, [...LOCK_ONLY, ...options], { cwd: root });
          return { verdict: 'fits', reason: '' };
        } catch (error) {
          return refusal(error instanceof Error && 'stderr' in error ? String(error.stderr) : '');
        }
      }),
    lock: (question) =>
      inDirectory(question, async (root) => {
        try {
          return (await built(root, question)).meta.commit();
        } catch {
          return undefined;
        }
      }),
  };
}

/** `legacy-peer-deps=true` → `legacyPeerDeps: true`. */
function optionsOf(settings: NpmQuestion['settings']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value === 'true' ? true : key === 'omit' ? [value] : value,
    ]),
  );
}

const REFUSALS = /ERESOLVE|ETARGET|EOVERRIDE|ENOVERSIONS|EBADENGINE|EBADPLATFORM|Unable to resolve reference/;

function refusal(text: string): NpmAnswer {
  const [known] = REFUSALS.exec(text) ?? [];
  return known === undefined ? { verdict: 'not known', reason: text.slice(0, 300) } : { verdict: 'does not fit', reason: known };
}

async function inDirectory<T>({ files, at = '.' }: NpmQuestion, use: (root: string) => Promise<T>): Promise<T> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cohost-fleets-')));
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(
        join(root, file),
        typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
      );
    }
    return await use(join(root, at));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
