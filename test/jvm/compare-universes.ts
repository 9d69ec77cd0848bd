import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { resolveClassPath } from '../../analyzers/jvm/maven/resolve/resolver.ts';
import { type Universe, universe } from './universe.ts';
import { ourReader, runReactor, shown, wentDown, writeRepository } from './universe-bench.ts';

/**
 * `npx tsx test/jvm/compare-universes.ts [--seeds 10] [--first 1] [-- MVN-OPTION…]`: class paths of services in invented
 * repositories, from us and from Maven (`dependency:list` over a reactor of the services: it reads POMs, builds nothing).
 * Not `dependency:tree`, which collects a second time with the versions that the first time chose for what is declared.
 */

const GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:list';

/** Lines `group:artifact:type[:classifier]:version:scope` in class path order. */
type Answer = readonly string[] | 'refused';

async function theirs({ repository, services }: Universe, root: string, options: readonly string[]) {
  writeRepository(repository, root);
  const answers = new Map<string, Answer>();
  for (let rest = [...services]; rest.length > 0; ) {
    const said = await runReactor(root, new Map(rest), [...options, GOAL, '-DoutputFile=list.txt']);
    const found = rest.map(([name]): [string, Answer] => [name, listIn(join(root, name, 'list.txt'))]);
    // The service at which Maven went down has no answer; those behind it are asked for again.
    const end = wentDown(said) ? found.findIndex(([, answer]) => answer === 'refused') : rest.length;
    for (const [name, answer] of found.slice(0, end)) answers.set(name, answer);
    rest = rest.slice(end + 1);
    if (end > 0 && found.every(([, answer]) => answer === 'refused'))
      throw new Error(`mvn: ${said.slice(said.search(/^\[(?:ERROR|FATAL)/m)).slice(0, 2000)}`);
  }
  return answers;
}

function listIn(path: string): Answer {
  try {
    return [...readFileSync(path, 'utf8').matchAll(/^ {3}([^\s:]+(?::[^\s:]+){4,5})/gm)].map(([, line = '']) => line);
  } catch {
    return 'refused';
  }
}

async function ours(made: Universe): Promise<ReadonlyMap<string, Answer>> {
  const { descriptors, model } = await ourReader(made);
  const answers = new Map<string, Answer>();
  for (const [name, pom] of made.services) {
    const path = await resolveClassPath(await model(name, pom), descriptors);
    answers.set(name, path.ok ? path.nodes.map(shown) : 'refused');
  }
  return answers;
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
