import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { activationFor } from '../../analyzers/jvm/maven/activation.ts';
import type { Node } from '../../analyzers/jvm/maven/collect.ts';
import { Descriptors } from '../../analyzers/jvm/maven/descriptor.ts';
import { parsePomText } from '../../analyzers/jvm/maven/pom.ts';
import { MavenRepositories } from '../../analyzers/jvm/maven/repository.ts';
import { resolveClassPath } from '../../analyzers/jvm/maven/resolver.ts';
import type { FetchRequest, ResolveEnvironment } from '../../src/registry/client.ts';
import { type Universe, universe } from './universe.ts';

/**
 * `npx tsx test/jvm/compare-universes.ts [--seeds 10] [--first 1] [-- MVN-OPTION…]`: class paths of services in invented
 * repositories, from us and from Maven (`dependency:tree` over a reactor of the services: it reads POMs, builds nothing).
 */

const run = promisify(execFile);
const GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:tree';
const ROOT = 'https://universe.example';

/** Lines `group:artifact:type[:classifier]:version:scope` in class path order. */
type Answer = readonly string[] | 'refused';

async function theirs({ group, repository, services }: Universe, root: string, options: readonly string[]) {
  for (const [path, text] of repository) put(join(root, 'repository', path), text);
  for (const [name, text] of services) put(join(root, name, 'pom.xml'), text);
  const modules = [...services.keys()].map((name) => `<module>${name}</module>`).join('');
  const reactor = `<project><modelVersion>4.0.0</modelVersion><groupId>${group}</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules>${modules}</modules></project>`;
  put(join(root, 'pom.xml'), reactor);
  const words = ['--batch-mode', '--no-transfer-progress', '--fail-at-end', ...options, GOAL, '-DoutputFile=tree.txt'];
  // Services that Maven refuses end it with a failure.
  const said = await run('mvn', words, { cwd: root, maxBuffer: 1 << 28 }).then(
    () => '',
    (error: unknown) => (typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : String(error)),
  );
  const answers = [...services.keys()].map((name): [string, Answer] => [name, treeIn(join(root, name, 'tree.txt'))]);
  if (answers.every(([, answer]) => answer === 'refused')) throw new Error(`mvn: ${said.slice(0, 2000)}`);
  return new Map(answers);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function treeIn(path: string): Answer {
  try {
    const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
    return lines.map((line) => /[^\s|+\\-]\S*/.exec(line)?.[0] ?? line);
  } catch {
    return 'refused';
  }
}

function environmentOf(repository: ReadonlyMap<string, string>): ResolveEnvironment {
  const unset = { python: '', node: '', go: '' };
  const because = { ...unset, jdk: 'option', platform: 'option' };
  const get = async ({ url }: FetchRequest) => {
    const body = repository.get(url.slice(ROOT.length + 1));
    return body === undefined
      ? { ok: false as const, failure: { kind: 'not-found' as const, url, message: 'not there' } }
      : { ok: true as const, status: 200, url, headers: {}, body: Buffer.from(body), fromCache: false };
  };
  return {
    client: { get, remember: (_key, _ttl, compute) => compute(), offline: false },
    target: { ...unset, jdk: '17', platform: 'linux-x86_64', because },
    env: {},
    home: '/nowhere',
    readUserFile: () => undefined,
    settings: {},
    progress: () => {},
    warn: () => {},
  };
}

async function ours({ repository, services }: Universe): Promise<ReadonlyMap<string, Answer>> {
  const environment = environmentOf(repository);
  const settings = `<settings><mirrors><mirror><id>u</id><mirrorOf>*</mirrorOf><url>${ROOT}</url></mirror></mirrors></settings>`;
  const context = { activation: activationFor(environment.target), exists: () => false, imports: new Map() };
  const descriptors = new Descriptors(await MavenRepositories.create(environment, { settings }), context);
  const answers = new Map<string, Answer>();
  for (const [name, text] of services) {
    const model = await descriptors.effective(parsePomText(text, `${name}/pom.xml`), context, () => undefined);
    const path = await resolveClassPath(model, descriptors);
    answers.set(name, path.ok ? path.nodes.map(shown) : 'refused');
  }
  return answers;
}

function shown({ artifact, scope }: Node): string {
  const { groupId, artifactId, type, classifier, version } = artifact;
  return [groupId, artifactId, type, ...(classifier === '' ? [] : [classifier]), version, scope].join(':');
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '10' }, first: { type: 'string', default: '1' } },
});
let agreed = 0;
let refused = 0;
let differ = 0;
for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
  const root = mkdtempSync(join(tmpdir(), 'cohost-universe-'));
  try {
    const made = universe(seed, pathToFileURL(join(root, 'repository')).href);
    const [truth, mine] = [await theirs(made, root, positionals), await ours(made)];
    for (const [name, wanted] of truth) {
      const got = mine.get(name) ?? 'refused';
      if (JSON.stringify(wanted) === JSON.stringify(got)) {
        agreed++;
        if (wanted === 'refused') refused++;
        continue;
      }
      differ++;
      process.stdout.write(`seed ${seed} ${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}\n`);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
process.stdout.write(`${agreed} agree (${refused} of them refused by both), ${differ} differ\n`);
process.exitCode = differ === 0 ? 0 : 1;
