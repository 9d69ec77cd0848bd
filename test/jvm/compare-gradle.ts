import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { classPathRule } from '../../analyzers/jvm/rule.ts';
import { groupBy } from '../../src/model/index.ts';
import { random } from '../random.ts';
import { askGradle } from './gradle/oracle/oracle.ts';
import { assembled } from './gradle/read.ts';
import { RICH_REPOSITORY, RICH_SHAPES, scriptOf } from './gradle/rich-shapes.ts';
import { resolverFor, TARGET } from './resolve/repository.ts';

/**
 * `npx tsx test/jvm/compare-gradle.ts [--triples 500] [--seed 1] [--table]`: all pairs of the shapes, and some sets of three, as
 * one Gradle build that depends on all: what Gradle 8.11 runs with or why it refuses, beside our resolution and what is said
 * at depth `declared`. Needs a JDK and mvn, which fetches Gradle's classes. `--table` prints the table of the unit test.
 */
const { values } = parseArgs({
  options: { triples: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' }, table: { type: 'boolean' } },
});

const names = RICH_SHAPES.map((_, index) => `s${index}`);
const next = random(Number(values.seed));
const pairs = names.flatMap((left, at) => names.slice(at).map((right) => (left === right ? [left] : [left, right])));
const triples = Array.from({ length: Number(values.triples) }, () => [
  ...new Set([0, 1, 2].map(() => names[Math.floor(next() * names.length)] ?? '')),
]);
const sets = values.table === true ? pairs : [...pairs, ...triples];

const directory = mkdtempSync(join(tmpdir(), 'gradle-oracle-'));
const scripts = new Map(RICH_SHAPES.map((shape, index) => [`s${index}`, scriptOf(shape)]));
const answers = askGradle(directory, scripts, RICH_REPOSITORY, sets);
rmSync(directory, { recursive: true, force: true });

function verdictOf(answer: string | undefined): string {
  if (answer === undefined || answer.startsWith('FAIL')) return 'X';
  return /\bg:m:(\S+)/.exec(answer)?.[1] ?? '-';
}

if (values.table === true) {
  const verdicts = new Map(sets.map((set, index) => [set.join(' '), verdictOf(answers[index])]));
  for (const [at, left] of names.entries()) {
    const row = names.slice(at).map((right) => verdicts.get(left === right ? left : `${left} ${right}`));
    process.stdout.write(`${row.join(' ')}\n`);
  }
  process.exit(0);
}

const files = Object.fromEntries(
  [...scripts].map(([name, script]) => [`${name}/build.gradle`, `apply plugin: 'java'\n${script}`]),
);
const { units } = assembled(files);
const { resolver } = await resolverFor(files, RICH_REPOSITORY);
const verdicts = new Map(sets.map((set, index) => [set.join(' '), verdictOf(answers[index])]));

/** Of three that get on by the third alone two are refused already; a host of the two is what is spoken of. */
function pairsRefused(set: readonly string[]): boolean {
  const ordered = names.filter((name) => set.includes(name));
  return ordered.some((left, at) => ordered.slice(at + 1).some((right) => verdicts.get(`${left} ${right}`) === 'X'));
}

function refusedAtDeclared(set: readonly string[]): boolean {
  const demands = units.filter(({ path }) => set.includes(path)).flatMap((unit) => unit.demands);
  return [...groupBy(demands, ({ key }) => key).values()].some(
    (group) => classPathRule.clash(group, { target: TARGET, settings: {} })?.rule === 'version/unsatisfiable',
  );
}

/** Undefined where a service of the set has no answer even by itself. */
async function resolvedVerdict(set: readonly string[]): Promise<string | undefined> {
  const answer = await resolver.resolve(set);
  if (answer.kind === 'resolved') return answer.versions.get('g:m')?.[0] ?? '-';
  if (answer.kind === 'unknown' || answer.alone !== undefined) return undefined;
  return answer.findings.every(({ rule }) => rule === 'jvm/below-required') ? 'below' : 'X';
}

const tally = { same: 0, otherwise: 0, below: 0, refusedWrongly: 0, refusedLater: 0, noneAlone: 0 };
for (const set of sets) {
  if (set.length < 2) continue;
  const truth = verdicts.get(set.join(' ')) ?? 'X';
  const label = set.map((name) => RICH_SHAPES[names.indexOf(name)]?.[0]).join(' + ');
  const ours = await resolvedVerdict(set);
  if (ours === undefined) {
    tally.noneAlone++;
    continue;
  }
  if (ours === truth) tally.same++;
  else if (ours === 'below' && truth !== 'X') tally.below++;
  else {
    tally.otherwise++;
    process.stdout.write(`${label}: Gradle ${truth}, we ${ours}\n`);
  }
  const refused = refusedAtDeclared(set);
  if (refused && truth !== 'X' && ours !== 'below' && !pairsRefused(set)) {
    tally.refusedWrongly++;
    process.stdout.write(`${label}: refused at declared, Gradle takes ${truth}\n`);
  } else if (!refused && truth === 'X') tally.refusedLater++;
}
process.stdout.write(`${JSON.stringify(tally)}\n`);
