/**
 * Sources that descriptors start by a name that tells nothing (`CMD ["python", "result_aggregator.py"]`), or a package's own
 * `start` where no descriptor does, and those that what is started takes in: read for what those that programs usually begin
 * with are read for.
 */

import { childOf, parseJson, textOf, textsIn } from '../../../src/formats/json.ts';
import { isReachable, localPath } from '../../../src/formats/paths.ts';
import { behindScripts, lastStep } from '../../../src/formats/scripts.ts';
import {
  baseName,
  type DeploymentFacts,
  directoryOf,
  inDirectory,
  isReadFailure,
  type Project,
  type SourceFile,
} from '../../../src/model/index.ts';
import { deploymentFacts } from '../facts.ts';
import { type FileFacts, isOfTests } from '../file-facts.ts';
import { calledTraits } from './handed-on.ts';
import { isListenerFile, readStartedFile, readTakenIn } from './listeners.ts';
import { isPythonProgram, readPythonProgram } from './python-servers.ts';
import { type GoModule, goModuleWith, goPackages, takenIn } from './taken-in.ts';

const NOTHING: FileFacts = { diagnostics: [] };

/** Those that are read for the same by their names already are left to that. */
export function startedFiles(project: Project, deployments: readonly DeploymentFacts[]): readonly DeploymentFacts[] {
  const started = [...deployments.flatMap((facts) => sourcesOf(project, facts)), ...startedByPackages(project, deployments)];
  const paths = [...new Set(started)].filter((path) => !isOfTests(path)).sort();
  const own = paths.flatMap((path): readonly DeploymentFacts[] => {
    const told = isListenerFile(path) ? NOTHING : project.parse(path, readStartedFile);
    const served = path.endsWith('.py') && !isPythonProgram(path) ? readPythonProgram(project, path) : NOTHING;
    if (isReadFailure(told) || isReadFailure(served)) return [];
    const { traits = [] } = told;
    const { demands = [] } = served;
    if (traits.length + demands.length === 0) return [];
    return [deploymentFacts(path, 'source', 'other', { directory: directoryOf(path) }, { traits, demands })];
  });
  const isKnown = (path: string): boolean => isListenerFile(path) || paths.includes(path);
  const behind = [
    ...paths.map((program) => ({ program, near: takenIn(project, program), far: [] })),
    ...goPrograms(project).map(({ program, module }) => ({ program, ...goPackages(project, program, module) })),
  ];
  const facts = behind.flatMap((one) => moduleFacts(project, one, isKnown));
  // Programs of one directory take in the same.
  const once = new Map(facts.map((one) => [`${one.join.directory} ${one.descriptor.path}`, one]));
  return [...own, ...once.values()];
}

/** What its modules say is the program's; those further away only where they take jobs, for who hands out jobs may take them there. */
function moduleFacts(
  project: Project,
  { program, near, far }: { readonly program: string; readonly near: readonly string[]; readonly far: readonly string[] },
  isKnown: (path: string) => boolean,
): readonly DeploymentFacts[] {
  const factsIn = (path: string, isFar: boolean): readonly DeploymentFacts[] => {
    if (isKnown(path)) return [];
    const told = project.parse(path, readTakenIn);
    if (isReadFailure(told) || told.traits === undefined) return [];
    const heard = isFar ? told.traits.filter(({ kind }) => kind === 'takes-jobs') : told.traits;
    const traits = calledTraits(heard, [program, ...near], project);
    if (traits.length === 0) return [];
    return [deploymentFacts(path, 'source', 'other', { directory: directoryOf(program) }, { traits })];
  };
  return [...near.flatMap((path) => factsIn(path, false)), ...far.flatMap((path) => factsIn(path, true))];
}

/** Libraries that serve and call, consume and produce alike, of which a `main.go` that passes the work on tells nothing. */
const EITHER_SIDE: readonly string[] = [
  'cloud.google.com/go/pubsub',
  'github.com/IBM/sarama',
  'github.com/Shopify/sarama',
  'github.com/ThreeDotsLabs/watermill',
  'github.com/aws/aws-sdk-go-v2/service/sqs',
  'github.com/confluentinc/confluent-kafka-go/v2',
  'github.com/hibiken/asynq',
  'github.com/nats-io/nats.go',
  'github.com/nsqio/go-nsq',
  'github.com/rabbitmq/amqp091-go',
  'github.com/riverqueue/river',
  'github.com/segmentio/kafka-go',
  'github.com/streadway/amqp',
  'github.com/twmb/franz-go',
  'go.temporal.io/sdk',
  'google.golang.org/grpc',
];

function goPrograms(project: Project): readonly { readonly program: string; readonly module: GoModule }[] {
  return project.files
    .filter((path) => baseName(path) === 'main.go' && !isOfTests(path))
    .flatMap((program) => {
      const module = goModuleWith(project, program, EITHER_SIDE);
      return module === undefined ? [] : [{ program, module }];
    });
}

const PYTHON = /(?:^|[\s/'"])(?:python[\d.]*|uv run)\s+(?:-[A-LN-Za-ln-z]\S*\s+)*(?:-m\s+([\w.]+)|([\w./-]+\.py))/g;
/** What is served is a module and what is called so in it: `uvicorn app.main:app`, `gunicorn "shop.wsgi:create()"`. */
const SERVER = /\b(?:gunicorn|uvicorn|hypercorn|granian|daphne)\b/;
const SERVED = /(?:^|[\s'"])([A-Za-z_]\w*(?:\.\w+)*):[A-Za-z_]\w*(?:\([^)]*\))?(?=$|[\s'";&|])/g;
const NODE = /(?:^|[\s/'"])(?:node|tsx|ts-node|bun(?: run)?)\s+(?:-\S+\s+)*([\w./-]+\.[cm]?[jt]s)(?=$|[\s'";&|])/g;

/** Files of the repository that the processes of a descriptor start. */
function sourcesOf(project: Project, { descriptor, join, processes }: DeploymentFacts): readonly string[] {
  if (processes.length === 0) return [];
  const homes = [
    join.directory ?? directoryOf(join.dockerfile ?? descriptor.path),
    // Of a member that is built from the root of its workspace.
    ...(join.dockerfile === undefined ? [] : [directoryOf(join.dockerfile)]),
    ...(join.copies ?? []).flatMap((path) => localPath(join.directory ?? directoryOf(descriptor.path), path) ?? []),
  ];
  return processes.flatMap(({ command }) => {
    const line = command.join(' ');
    const started = [line, ...homes.map((home) => behindScript(project, home, line))].flatMap(startedBy);
    return started.flatMap((names) => found(project, homes, names) ?? []);
  });
}

/** What `npm start` runs where no descriptor of the directory starts anything: platforms that build from sources run that. */
function startedByPackages(project: Project, deployments: readonly DeploymentFacts[]): readonly string[] {
  const described = new Set(
    deployments.flatMap(({ descriptor, join, processes }) =>
      processes.length === 0 ? [] : [join.directory ?? directoryOf(descriptor.path)],
    ),
  );
  return project.directories.flatMap((home) => {
    if (described.has(home) || !project.has(inDirectory(home, 'package.json'))) return [];
    return startedBy(behindScript(project, home, 'npm start')).flatMap((names) => found(project, [home], names) ?? []);
  });
}

/** What `npm start` comes to by the package.json of a directory. */
function behindScript(project: Project, home: string, line: string): string {
  const manifest = inDirectory(home, 'package.json');
  if (!/\b(?:npm|pnpm|yarn|bun)\s/.test(line) || !project.has(manifest)) return '';
  const read = project.parse(manifest, scriptsIn);
  if (isReadFailure(read)) return '';
  return behindScripts(line, (name) => read.scripts.get(name), lastStep, new Set([home, ...read.names]));
}

interface PackageScripts {
  readonly names: readonly string[];
  readonly scripts: ReadonlyMap<string, string>;
}

function scriptsIn({ text }: SourceFile): PackageScripts {
  const { root } = parseJson(text);
  return { names: [textOf(childOf(root, 'name')) ?? []].flat(), scripts: textsIn(childOf(root, 'scripts')) };
}

/** Each program with the paths that it may have in the repository, likeliest first. */
function startedBy(line: string): readonly (readonly string[])[] {
  const python = [...line.matchAll(PYTHON)].map(([, module, file]) =>
    module === undefined ? within(file ?? '') : modulePaths(module),
  );
  const served = SERVER.test(line) ? [...line.matchAll(SERVED)].map(([, module = '']) => modulePaths(module)) : [];
  const node = [...line.matchAll(NODE)].map(([, file = '']) => within(file).flatMap(sourcesBehind));
  return [...python, ...served, ...node];
}

function modulePaths(module: string): readonly string[] {
  const below = module.replaceAll('.', '/');
  return [`${below}.py`, `${below}/__main__.py`, `${below}/__init__.py`];
}

/** A path of an image as it may stand in a directory of the repository: `/srv/app/job.py`, `app/job.py`, `job.py`. */
function within(path: string): readonly string[] {
  if (!isReachable(path)) return [];
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((_, index) => parts.slice(index).join('/'));
}

/** What a compiler makes such a file of: `dist/jobs/run.js` of `src/jobs/run.ts`. */
function sourcesBehind(path: string): readonly string[] {
  const [, inner = ''] = /^(?:dist|build|out|lib)\/(.+)\.[cm]?js$/.exec(path) ?? [];
  return inner === '' ? [path] : [path, `src/${inner}.ts`, `${inner}.ts`, `src/${inner}.js`];
}

function found(project: Project, homes: readonly string[], names: readonly string[]): string | undefined {
  for (const home of homes)
    for (const name of names) {
      const path = localPath(home, name);
      if (path !== undefined && project.has(path)) return path;
    }
  return undefined;
}
