/** Invented repositories as Maven sees them, on disk, and as we do, in memory. */

import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { activationFor } from '../../analyzers/jvm/maven/model/activation.ts';
import type { BuildContext, EffectiveModel } from '../../analyzers/jvm/maven/model/effective-model.ts';
import { parsePomText } from '../../analyzers/jvm/maven/model/pom.ts';
import { type Node, versionOf } from '../../analyzers/jvm/maven/resolve/collect.ts';
import { Descriptors } from '../../analyzers/jvm/maven/resolve/descriptor.ts';
import { MavenRepositories } from '../../analyzers/jvm/maven/resolve/repository.ts';
import type { FetchRequest, ResolveEnvironment } from '../../src/registry/client.ts';
import { targetOf } from '../target.ts';
import type { Universe } from './universe.ts';

const run = promisify(execFile);
const ROOT = 'https://universe.example';
const QUIET = ['--batch-mode', '--no-transfer-progress', '--fail-at-end'];

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Every archive that a dependency on the POM at `path` may name: Maven lists only what it finds. */
function archivesOf(path: string): readonly string[] {
  if (!path.endsWith('.pom')) return [];
  return ['', '-extra', '-tests'].flatMap((classifier) =>
    ['jar', 'war', 'zip'].map((extension) => path.replace(/\.pom$/, `${classifier}.${extension}`)),
  );
}

/** Writes a repository below `root`. */
export function writeRepository(repository: ReadonlyMap<string, string>, root: string): void {
  for (const [path, text] of repository) {
    put(join(root, 'repository', path), text);
    for (const file of archivesOf(path)) put(join(root, 'repository', file), '');
  }
}

/**
 * Runs a goal in a reactor of these modules and returns what Maven said. Modules that it refuses end it with a failure,
 * after the others.
 */
export async function runReactor(root: string, modules: ReadonlyMap<string, string>, words: readonly string[]): Promise<string> {
  for (const [name, pom] of modules) put(join(root, name, 'pom.xml'), pom);
  const listed = [...modules.keys()].map((name) => `<module>${name}</module>`).join('');
  const coordinates = '<groupId>universe</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging>';
  put(join(root, 'pom.xml'), `<project><modelVersion>4.0.0</modelVersion>${coordinates}<modules>${listed}</modules></project>`);
  const told = await run('mvn', [...QUIET, ...words], { cwd: root, maxBuffer: 1 << 28 }).catch((error: unknown) => error);
  const streams = typeof told === 'object' && told !== null && 'stdout' in told && 'stderr' in told;
  return streams ? `${told.stdout}\n${told.stderr}` : String(told);
}

/** Maven goes down as a whole where relocations lead in a circle. */
export function wentDown(said: string): boolean {
  return said.includes('StackOverflowError');
}

function environmentOf(repository: ReadonlyMap<string, string>): ResolveEnvironment {
  const get = async ({ url }: FetchRequest) => {
    const body = repository.get(url.slice(ROOT.length + 1));
    return body === undefined
      ? { ok: false as const, failure: { kind: 'not-found' as const, url, message: 'not there' } }
      : { ok: true as const, status: 200, url, headers: {}, body: Buffer.from(body), fromCache: false };
  };
  return {
    client: { get, remember: (_key, _ttl, compute) => compute(), offline: false },
    target: targetOf({ jdk: '17' }),
    env: {},
    home: '/nowhere',
    readUserFile: () => undefined,
    settings: {},
    progress: () => {},
    warn: () => {},
  };
}

export interface Ours {
  readonly descriptors: Descriptors;
  readonly model: (name: string, pom: string) => Promise<EffectiveModel>;
}

/** The product's own reader of an invented repository. */
export async function ourReader({ repository }: Pick<Universe, 'repository'>): Promise<Ours> {
  const environment = environmentOf(repository);
  const settings = `<settings><mirrors><mirror><id>u</id><mirrorOf>*</mirrorOf><url>${ROOT}</url></mirror></mirrors><profiles><profile><id>all</id><activation><activeByDefault>true</activeByDefault></activation><repositories><repository><id>central</id><url>${ROOT}</url></repository></repositories></profile></profiles></settings>`;
  const context: BuildContext = { activation: activationFor(environment.target), exists: () => false, imports: new Map() };
  const descriptors = new Descriptors(await MavenRepositories.create(environment, { settings }), context);
  return {
    descriptors,
    model: (name, pom) => descriptors.effective(parsePomText(pom, `${name}/pom.xml`), context, () => undefined),
  };
}

/** `group:artifact:type[:classifier]:version:scope`. */
export function shown({ artifact, scope }: Node): string {
  const { groupId, artifactId, type, classifier } = artifact;
  return [groupId, artifactId, type, ...(classifier === '' ? [] : [classifier]), versionOf(artifact), scope].join(':');
}
