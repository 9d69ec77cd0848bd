import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assembleCompose } from '../../analyzers/deployment/compose/assemble.ts';
import { dockerfileFacts } from '../../analyzers/deployment/dockerfile/facts.ts';
import { imageOf } from '../../analyzers/deployment/dockerfile/stages.ts';
import { readDockerfile } from '../../analyzers/deployment/dockerfile/started.ts';
import { deployment } from '../../analyzers/deployment/index.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { isComposeFile } from '../../src/formats/compose-name.ts';
import { stagesOf } from '../../src/formats/dockerfile/stages.ts';
import { commandWords } from '../../src/formats/shell/shell.ts';
import type { DeploymentFacts } from '../../src/model/index.ts';
import { assembled } from './project.ts';
import { type Answer, askTools, type Question, withFiles } from './tools/ask.ts';
import { madeUpProject } from './tools/made-up-compose.ts';
import { type MadeUpDockerfile, madeUpDockerfile } from './tools/made-up-dockerfile.ts';
import { madeUpKustomization } from './tools/made-up-kustomization.ts';

/**
 * `npx tsx test/deployment/compare-tools.ts compose|dockerfile|kustomize [--seed N] [--count N]`: invented projects, read by
 * us and by what docker compose, BuildKit and kustomize are made of. What the tool refuses is counted, not judged.
 */

type Files = ReadonlyMap<string, string>;

/** One comparison: the same facts in the same words from both. */
interface Compared {
  readonly seed: number;
  readonly shown: string;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

interface Comparison<T> {
  readonly make: (seed: number) => T;
  readonly question: (made: T, directory: string) => Question;
  /** What the tool needs on disk. */
  readonly files: (made: T) => Files;
  readonly theirs: (answer: Answer) => readonly string[];
  readonly ours: (made: T) => readonly string[];
}

function portsOf({ demands }: DeploymentFacts, bind: string): readonly string[] {
  return demands
    .filter(({ realm, constraint }) => realm === 'port' && constraint === bind)
    .map(
      ({ key, detail }) => `${bind} ${detail?.address === undefined ? '' : `${detail.address.replaceAll(/[[\]]/g, '')}|`}${key}`,
    );
}

/** The project lies one directory down, so that a context may lie beside it. */
function composeFacts(files: Files): readonly string[] {
  const tree = memoryTree(Object.fromEntries([...files].map(([path, text]) => [`project/${path}`, text])));
  const project = projectFor(deployment.files, walk(tree, ['.']), new FileStore(tree));
  const own = [...files.keys()].filter((path) => isComposeFile(path) && !path.includes('/'));
  const { deployments } = assembleCompose(
    project,
    own.map((path) => `project/${path}`),
  );
  return deployments.flatMap((facts) => {
    const { join: joined, processes, traits } = facts;
    const says = (kind: string, word: string): readonly string[] =>
      traits.flatMap(({ kind: own, value = '' }) =>
        own === kind ? [`${word} ${kind === 'volume' ? placeOf(value) : value}`] : [],
      );
    return [
      ...(joined.directory === undefined
        ? [`image ${joined.image ?? ''}`]
        : [`context ${joined.directory}`, `dockerfile ${joined.dockerfile ?? ''}`]),
      ...processes.map(({ command }) => `runs ${command.join('|')}`),
      ...processes.flatMap(({ replicas }) => (replicas === undefined ? [] : [`replicas ${replicas}`])),
      ...portsOf(facts, 'listens'),
      ...portsOf(facts, 'published'),
      ...says('volume', 'mounts'),
      ...says('compose-profile', 'profile'),
    ].map((fact) => `${joined.name ?? ''} ${fact}`);
  });
}

function placeOf(volume: string): string {
  const [source = '', target] = volume.split(':');
  return target ?? source;
}

/** A port that the environment tells lets us pass over those that only lists name: of such services it alone is compared. */
function withoutLeftovers(facts: readonly string[], theirs: readonly string[]): readonly string[] {
  const told = new Set(theirs.flatMap((fact) => /^(\S+) listens (4\d{3}|5\d{3}|6000)\/tcp$/.exec(fact)?.[1] ?? []));
  return facts.filter((fact) => {
    const [, name = '', port = ''] = /^(\S+) listens (\d+)\//.exec(fact) ?? [];
    return !told.has(name) || /^(?:4\d{3}|5\d{3}|6000)$/.test(port);
  });
}

const CONTEXT = { directory: '.', has: () => false };

function dockerfileOurs({ text, args }: MadeUpDockerfile): readonly string[] {
  const parsed = readDockerfile({ path: 'Dockerfile', text, bytes: Buffer.from(text) });
  const build = { args: new Map(Object.entries(args)) };
  const facts = dockerfileFacts(parsed, 'made-up', CONTEXT, build);
  const stage = stagesOf(parsed.instructions.list, build).stages.at(-1);
  const { name, tag } = (stage === undefined ? undefined : imageOf(stage)) ?? { name: 'scratch', tag: undefined };
  return [
    `base ${name === 'scratch' ? '' : name}${tag === undefined || tag === 'latest' ? '' : `:${tag}`}`,
    `runs ${(facts.processes[0]?.command ?? []).join('|')}`,
    ...[...(stage?.environment ?? [])].map(([variable, value]) => `sets ${variable}=${value}`),
    ...facts.demands.flatMap(({ realm, key, detail }) =>
      realm === 'port' && detail?.listed !== undefined ? [`listens ${key}`] : [],
    ),
    ...facts.traits.flatMap(({ kind, value = '' }) => (kind === 'volume' ? [`volume ${value}`] : [])),
  ];
}

/** A shell's line as the words that we make of it. */
function withWords(fact: string): string {
  const at = fact.indexOf('line ');
  if (!fact.startsWith('runs ') || at < 0) return fact;
  return fact.slice(0, at) + commandWords(fact.slice(at + 'line '.length)).join('|');
}

/** What is read of the workloads, wherever it stands. */
function workloadFacts(files: Files): readonly string[] {
  return assembled(Object.fromEntries(files)).deployments.flatMap((facts) => {
    const { join: joined, processes, traits } = facts;
    if (joined.image === undefined) return [];
    return [
      ...processes.map(({ kind, command, replicas = '' }) => `${kind} ${command.join('|')} x${replicas}`),
      ...portsOf(facts, 'listens'),
      ...portsOf(facts, 'published'),
      ...traits.map(({ kind, value = '' }) => `${kind} ${value}`),
    ].map((fact) => `${joined.image?.replace(/:[^/]*$/, '') ?? ''} ${fact}`);
  });
}

const COMPOSE: Comparison<Files> = {
  make: madeUpProject,
  files: (files) => new Map([...files].map(([path, text]) => [`project/${path}`, text])),
  question: (_, directory) => ({ kind: 'compose', about: join(directory, 'project') }),
  theirs: ({ facts }) => withoutLeftovers(facts, facts),
  ours: composeFacts,
};

const DOCKERFILE: Comparison<MadeUpDockerfile> = {
  make: madeUpDockerfile,
  files: () => new Map(),
  question: ({ text, args }) => ({ kind: 'dockerfile', about: text, args }),
  theirs: ({ facts }) => facts.map(withWords),
  ours: dockerfileOurs,
};

const KUSTOMIZE: Comparison<Files> = {
  make: madeUpKustomization,
  files: (files) => files,
  question: (_, directory) => ({ kind: 'kustomize', about: join(directory, 'overlays/production') }),
  theirs: ({ text }) => workloadFacts(new Map([['all.yaml', text]])),
  ours: workloadFacts,
};

function compare<T>(comparison: Comparison<T>, seed: number, count: number): { refused: number; compared: readonly Compared[] } {
  const seeds = Array.from({ length: count }, (_, index) => seed + index);
  const made = seeds.map((one) => comparison.make(one));
  const files = new Map(
    made.flatMap((one, index) => [...comparison.files(one)].map(([path, text]) => [`${seed + index}/${path}`, text] as const)),
  );
  const answers = withFiles(files, (directory) =>
    askTools(made.map((one, index) => comparison.question(one, join(directory, String(seed + index))))),
  );
  const compared = made.flatMap((one, index): readonly Compared[] => {
    const answer = answers[index];
    if (answer === undefined || answer.refused !== '') return [];
    const shown = [...comparison.files(one)].map(([path, text]) => `# ${path}\n${text}`).join('');
    const theirs = comparison.theirs(answer);
    return [{ seed: seed + index, shown: shown === '' ? JSON.stringify(one) : shown, theirs, ours: comparison.ours(one) }];
  });
  return { refused: count - compared.length, compared };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '300' } },
});
const [kind = ''] = positionals;
const [seed, count] = [Number(values.seed), Number(values.count)];
const run = new Map([
  ['compose', () => compare(COMPOSE, seed, count)],
  ['dockerfile', () => compare(DOCKERFILE, seed, count)],
  ['kustomize', () => compare(KUSTOMIZE, seed, count)],
]).get(kind);
if (run === undefined) throw new Error('say which: compose, dockerfile or kustomize');
const { refused, compared } = run();
let differ = 0;
for (const { seed: at, shown, theirs, ours } of compared) {
  const missing = theirs.filter((fact) => !ours.includes(fact));
  const added = withoutLeftovers(ours, kind === 'compose' ? theirs : []).filter((fact) => !theirs.includes(fact));
  if (missing.length + added.length === 0) continue;
  differ++;
  console.log(`seed ${at}\n${[...missing.map((one) => `  - ${one}`), ...added.map((one) => `  + ${one}`)].join('\n')}\n${shown}`);
}
console.log(`${compared.length - differ} agree, ${differ} differ; ${refused} are refused by the tool`);
process.exitCode = differ === 0 ? 0 : 1;
