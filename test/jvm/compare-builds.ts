import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Choices } from '../random.ts';
import { inventedBuild, inventedRepository } from './gradle/oracle/invented-builds.ts';
import { askWholeGradle, type OracleProject, writeTree } from './gradle/oracle/whole.ts';
import { builds, type Files, shown } from './gradle/read.ts';
import { resolverFor } from './resolve/repository.ts';

/**
 * `npx tsx test/jvm/compare-builds.ts [--seed 1] [--count 20] [--spring] [--home DIR] [CASES.json]`: whole Gradle builds, as Gradle
 * 8.11 itself configures and resolves them: what each project declares and runs with, beside ours. Builds are invented, or those
 * of a file `{ "name": { "path": "content" } }`, over the same repository. Needs a JDK and mvn, which gets Gradle's classes;
 * `--home` keeps what is made of them, and `--spring` asks Maven's central repository for Spring's plug-in.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '20' },
    spring: { type: 'boolean', default: false },
    home: { type: 'string' },
  },
});

/** What every project has of its plug-ins. */
const GIVEN = /^(?:annotationProcessor|archives|default) /;

/** For builds that bring none. */
const SETTINGS = { 'settings.gradle': "rootProject.name = 'given'\n" };

const tally = { projects: 0, declared: 0, runs: 0, unknown: 0, failed: 0 };

/** Gradle's own notation has no words for kinds of platforms. */
function plain(line: string): string {
  return line
    .replace(/ (?:platform|enforcedPlatform|constraint) (?=:)/, ' project ')
    .replace(/ (?:platform|enforcedPlatform) /, ' ');
}

async function compare(name: string, files: Files, truth: readonly OracleProject[], repository: Files): Promise<void> {
  const say = (text: string): void => {
    process.stdout.write(`${name} ${text}\n`);
  };
  const build = builds(files).find(({ directory }) => directory === '.');
  const { resolver } = await resolverFor(files, repository);
  const own = new Set(truth.map((one) => `${one.group}:${one.name}`));
  for (const { path, directory, declared, runs } of truth) {
    const project = build?.projects.find((one) => one.path === path);
    tally.projects++;
    const wanted = new Set(declared.filter((one) => !GIVEN.test(one)).map((one) => one.replace(/ (g:bom:[\d.]+)!!/, ' $1')));
    const read = new Set((project?.model.dependencies ?? []).map(shown).map(plain));
    const [missing, more] = [[...wanted].filter((one) => !read.has(one)), [...read].filter((one) => !wanted.has(one))];
    if (missing.length + more.length === 0) tally.declared++;
    else say(`${path} declares: Gradle only ${missing.join(' | ')}; we only ${more.join(' | ')}`);
    if (runs === null) continue;
    const answer = await resolver.resolve([directory === '' ? '.' : directory]);
    const expected = typeof runs === 'string' ? 'refused' : [...runs].sort().join(' ');
    const got =
      answer.kind === 'resolved'
        ? [...answer.versions]
            .filter(([key]) => !own.has(key))
            .map(([key, [version]]) => `${key}:${version}`)
            .sort()
            .join(' ')
        : answer.kind === 'conflict'
          ? 'refused'
          : undefined;
    if (got === expected) tally.runs++;
    else if (got === undefined) tally.unknown++;
    else say(`${path} runs: Gradle ${typeof runs === 'string' ? runs.slice(0, 300) : expected}; we ${got}`);
  }
}

function given(file: string): Readonly<Record<string, Files>> {
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Files>>;
}

const choices = new Choices(Number(values.seed));
const contents = inventedRepository(choices);
const [file] = positionals;
const cases =
  file === undefined
    ? Array.from({ length: Number(values.count) }, (_, at) => [`build ${at}`, inventedBuild(choices, values.spring)] as const)
    : Object.entries(given(file));

const root = mkdtempSync(join(tmpdir(), 'gradle-builds-'));
try {
  const archive = Buffer.from(`PK\u0005\u0006${'\0'.repeat(18)}`, 'latin1');
  const jars = Object.keys(contents).map((path) => [path.replace(/pom$/, 'jar'), archive] as const);
  writeTree(join(root, 'repository'), { ...Object.fromEntries(jars.filter(([path]) => path.endsWith('.jar'))), ...contents });
  const directories = cases.map(([, files], at) => {
    writeTree(join(root, `${at}`), { ...SETTINGS, ...files });
    return join(root, `${at}`);
  });
  const home = values.home === undefined ? join(root, 'home') : resolve(values.home);
  const answers = askWholeGradle(directories, { home, repository: join(root, 'repository'), central: values.spring });
  for (const [at, [name, files]] of cases.entries()) {
    const answer = answers[at];
    if (answer === undefined) continue;
    if ('failed' in answer) {
      tally.failed++;
      process.stdout.write(`${name}: Gradle fails: ${answer.failed.slice(0, 300)}\n`);
    } else await compare(name, { ...SETTINGS, ...files }, answer, contents);
  }
} finally {
  if (existsSync(root)) rmSync(root, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(tally)}\n`);
