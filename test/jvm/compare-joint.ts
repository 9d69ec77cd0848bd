import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { aggregateOf, resolveClassPath } from '../../analyzers/jvm/maven/resolve/resolver.ts';
import { random } from '../random.ts';
import { type Universe, universe } from './universe.ts';
import { ourReader, runReactor, wentDown, writeRepository } from './universe-bench.ts';

/**
 * `npx tsx test/jvm/compare-joint.ts [--seeds 10] [--first 1] [--sets 40] [--ranges 0.06] [-- MVN-OPTION…]`: sets of two or three services
 * of invented repositories as one class path: whether Maven refuses them, and what the enforcer's rules
 * dependencyConvergence and requireUpperBoundDeps say of a POM that depends on each set, from us and from Maven.
 */

const GOAL = 'org.apache.maven.plugins:maven-enforcer-plugin:3.4.1:enforce';
const RULES = ['-Drules=dependencyConvergence,requireUpperBoundDeps', '-Denforcer.fail=false'];

interface Reported {
  readonly convergence: readonly string[];
  readonly upperBound: readonly string[];
}
type Answer = Reported | 'refused';

/** Sets of services by a name for each: every service alone, then pairs and threes at random. */
function setsOf({ services }: Universe, seed: number, count: number): ReadonlyMap<string, readonly string[]> {
  const names = [...services.keys()];
  const next = random(seed);
  const drawn = Array.from({ length: count }, (_, index) => {
    const size = index % 4 === 0 ? 3 : 2;
    return [...new Set(Array.from({ length: size }, () => names[Math.floor(next() * names.length)] ?? ''))];
  });
  return new Map([...names.map((name) => [name]), ...drawn].map((set) => [set.join('-'), set]));
}

/** The services as artifacts of their own repository. */
function published({ group, repository, services }: Universe): ReadonlyMap<string, string> {
  return new Map([
    ...repository,
    ...[...services].map(([name, pom]): [string, string] => [`${group}/${name}/1/${name}-1.pom`, pom]),
  ]);
}

function aggregator(group: string, name: string, set: readonly string[], url: string): string {
  const dependencies = set.map(
    (one) => `<dependency><groupId>${group}</groupId><artifactId>${one}</artifactId><version>1</version></dependency>`,
  );
  const repositories = `<repositories><repository><id>central</id><url>${url}</url></repository></repositories>`;
  return `<project><modelVersion>4.0.0</modelVersion><groupId>sets</groupId><artifactId>${name}</artifactId><version>1</version><dependencies>${dependencies.join('')}</dependencies>${repositories}</project>`;
}

const unique = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

function reportIn(said: string, name: string): Answer | undefined {
  const from = said.indexOf(`@ ${name} ---`);
  if (from < 0) return said.includes(`on project ${name}:`) ? 'refused' : undefined;
  const end = said.indexOf('\n[INFO] ---', from);
  const part = said.slice(from, end < 0 ? undefined : end);
  const named = (pattern: RegExp) => unique([...part.matchAll(pattern)].map(([, ga = '']) => ga));
  return {
    convergence: named(/^Dependency convergence error for ([^:\s]+:[^:\s]+):/gm),
    upperBound: named(/^Require upper bound dependencies error for ([^:\s]+:[^:\s]+):/gm),
  };
}

async function theirs(made: Universe, sets: ReadonlyMap<string, readonly string[]>, root: string, options: readonly string[]) {
  writeRepository(published(made), root);
  const url = pathToFileURL(join(root, 'repository')).href;
  const answers = new Map<string, Answer>();
  for (let rest = [...sets]; rest.length > 0; ) {
    const modules = rest.map(([name, set]): [string, string] => [name, aggregator(made.group, name, set, url)]);
    const said = await runReactor(root, new Map(modules), [...options, GOAL, ...RULES]);
    const found = rest.map(([name]): [string, Answer | undefined] => [name, reportIn(said, name)]);
    for (const [name, answer] of found) if (answer !== undefined) answers.set(name, answer);
    // The set at which Maven went down has no answer; those behind it are asked for again.
    const end = wentDown(said) ? said.split(/^\[INFO\] Building /m).length - 2 : rest.length;
    for (const [name] of rest.slice(end, end + 1)) answers.delete(name);
    rest = rest.slice(end + 1);
    if (answers.size === 0) throw new Error(`mvn: ${said.slice(0, 2000)}`);
  }
  return answers;
}

async function ours(made: Universe, sets: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, Answer>> {
  const { descriptors, model } = await ourReader({ repository: published(made) });
  const answers = new Map<string, Answer>();
  for (const [name, set] of sets) {
    const models = await Promise.all(set.map((one) => model(one, made.services.get(one) ?? '')));
    const path = await resolveClassPath(aggregateOf(models), descriptors);
    if (path.ok) {
      const { convergence, upperBound } = path.divergence;
      answers.set(name, { convergence: unique(convergence.keys()), upperBound: unique(upperBound.keys()) });
    } else answers.set(name, 'refused');
  }
  return answers;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '10' },
    first: { type: 'string', default: '1' },
    sets: { type: 'string', default: '40' },
    ranges: { type: 'string', default: '0.06' },
  },
});
const counts = { agree: 0, refused: 0, differ: 0 };
for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
  const root = mkdtempSync(join(tmpdir(), 'cohost-joint-'));
  try {
    const made = universe(seed, pathToFileURL(join(root, 'repository')).href, Number(values.ranges));
    const sets = setsOf(made, seed, Number(values.sets));
    const [truth, mine] = [await theirs(made, sets, root, positionals), await ours(made, sets)];
    for (const [name, wanted] of truth) {
      const got = mine.get(name);
      if (JSON.stringify(wanted) === JSON.stringify(got)) {
        counts.agree++;
        if (wanted === 'refused') counts.refused++;
        continue;
      }
      counts.differ++;
      process.stdout.write(`seed ${seed} ${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}\n`);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
process.stdout.write(`${counts.agree} agree (${counts.refused} of them refused by both), ${counts.differ} differ\n`);
process.exitCode = counts.differ === 0 ? 0 : 1;
