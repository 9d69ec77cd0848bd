import {
  addTo,
  baseName,
  DEVELOPMENT,
  type DeploymentFacts,
  directoryOf,
  groupBy,
  type JoinedDeployment,
  projectOf,
  TESTS,
  wordIn,
} from '../model/index.ts';
import { programOf } from './program.ts';

/**
 * Programs of one service that run as processes of their own beside each other: a Go module with several commands, a
 * workspace with several applications, a module with several mains. Each takes its own ports, so what is said of them is
 * marked with whose they are. Only what one project starts runs together: other compose files and overlays are other ways
 * to run the same.
 */
export function withOwnPrograms(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const facts = own.map((one) => one.facts);
  const started = startedBeside(facts);
  const marks = new Map<DeploymentFacts, Mark>();
  for (const [beside, programs] of started.size > 0 ? started : imagesBeside(facts))
    for (const { name: process, said } of programs) for (const one of said) marks.set(one, { process, beside });
  return marks.size === 0 ? own : own.map((one) => ({ ...one, facts: marked(one.facts, marks.get(one.facts)) }));
}

interface Program {
  readonly name: string;
  /** What tells its ports: what starts it, or its image where that names none. */
  readonly said: readonly DeploymentFacts[];
}

/** Several programs by what they run beside each other in. */
type Beside = ReadonlyMap<string, readonly Program[]>;

interface Mark {
  readonly process: string;
  readonly beside: string;
}

function marked(facts: DeploymentFacts, mark: Mark | undefined): DeploymentFacts {
  if (mark === undefined) return facts;
  const demands = facts.demands.map((demand) =>
    demand.realm === 'port' ? { ...demand, detail: { ...demand.detail, ...mark } } : demand,
  );
  return { ...facts, demands };
}

/**
 * What projects start: of different Dockerfiles, or of one image with different commands. Images that are only named may
 * be others' programs, so they are not compared with each other.
 */
function startedBeside(facts: readonly DeploymentFacts[]): Beside {
  const groups = new Map<string, DeploymentFacts[]>();
  for (const one of facts) {
    const { dockerfile, image } = one.join;
    if (!isStarted(one) || (dockerfile === undefined && image === undefined)) continue;
    const isBuilt = dockerfile !== undefined || image?.startsWith(KO) === true;
    addTo(groups, isBuilt ? projectOf(one) : `${projectOf(one)} ${image}`, one);
  }
  return severalIn(
    groups,
    ({ join, processes }) => `${join.dockerfile ?? join.image} ${programOf(processes[0]?.command ?? [])}`,
    facts,
  );
}

/** ko builds the Go program of that import path (its README, "Kubernetes Integration"). */
const KO = 'ko://';

/** What runs to an end says nothing of what is beside it. */
function isStarted({ tool, processes: [process, ...others] }: DeploymentFacts): boolean {
  return (tool === 'compose' || tool === 'kubernetes') && process?.kind === 'process' && others.length === 0;
}

/** Images that begin different binaries, in directories of their own: nothing is known of what starts them. */
function imagesBeside(facts: readonly DeploymentFacts[]): Beside {
  const images = facts.filter(
    ({ tool, descriptor, processes: [process] }) =>
      tool === 'dockerfile' && isBinary(process?.command[0]) && !isVariant(descriptor.path),
  );
  const homes = new Set(images.map(({ descriptor }) => directoryOf(descriptor.path)));
  if (homes.size < images.length) return new Map();
  return severalIn(new Map([['images', images]]), ({ processes }) => programOf(processes[0]?.command ?? []), facts);
}

/** Dockerfiles of the same thing for another purpose. */
const isVariant = wordIn([DEVELOPMENT, TESTS, 'staging prod production release tools? base'], '/._-');

/** What takes the program as its argument may run the same in several ways. */
const LAUNCHER =
  /^(?:node|n?px|npm|yarn|pnpm|bun|deno|pm2.*|python[\d.]*|java|dotnet|ruby|bundle|php.*|u?wsgi|uvicorn|gunicorn|fastapi|flask|uv|poetry|streamlit|(?:ba|da|z)?sh|env|tini|dumb-init|nginx|.*entrypoint.*|.*\.(?:sh|py|js|rb))$/;

function isBinary(word: string | undefined): boolean {
  return word !== undefined && !LAUNCHER.test(baseName(word));
}

function severalIn(
  groups: ReadonlyMap<string, readonly DeploymentFacts[]>,
  identity: (facts: DeploymentFacts) => string,
  all: readonly DeploymentFacts[],
): Beside {
  const found = new Map<string, readonly Program[]>();
  for (const [beside, some] of groups) {
    const programs = [...groupBy(some, identity).values()].map((same) => programAmong(same, some, all));
    if (programs.length > 1) found.set(beside, programs);
  }
  return found;
}

function programAmong(
  same: readonly DeploymentFacts[],
  beside: readonly DeploymentFacts[],
  all: readonly DeploymentFacts[],
): Program {
  const [first] = same;
  const name = first?.processes[0]?.name || baseName(directoryOf(first?.descriptor.path ?? '.'));
  if (same.some((one) => one.demands.some(({ realm, constraint }) => realm === 'port' && constraint === 'listens')))
    return { name, said: same };
  // What starts it with a command of its own may start anything of the image.
  const dockerfile = same.find(({ processes: [process] }) => process?.command.length === 0)?.join.dockerfile;
  const builders = beside.filter(({ join }) => join.dockerfile === dockerfile);
  const image = all.filter(({ tool, descriptor }) => tool === 'dockerfile' && descriptor.path === dockerfile);
  return { name, said: builders.length === same.length ? [...same, ...image] : same };
}
