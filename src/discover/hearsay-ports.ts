import { type Demand, type DeploymentFacts, type JoinedDeployment, pathBelow } from '../model/index.ts';

/**
 * A program that by its command or its own text opens no port binds none of those that lists name or variables set, which
 * were copied with the rest of a template. What is published on the host is taken there all the same.
 */
export function withoutHearsay(own: readonly JoinedDeployment[], path: string): readonly JoinedDeployment[] {
  const all = own.map(({ facts }) => facts);
  if (!areSilentByCommand(all) && !isSilentByText(all, path)) return own;
  return own.map((one) => {
    const { demands, processes } = one.facts;
    const unheard = new Set(demands.filter(isHearsay).map(({ key }) => key));
    if (unheard.size === 0) return one;
    const silent = processes.map((process) => ({
      ...process,
      ports: process.ports.filter(({ container, protocol }) => !unheard.has(`${container}/${protocol}`)),
    }));
    return { ...one, facts: { ...one.facts, processes: silent, demands: demands.filter((demand) => !isHearsay(demand)) } };
  });
}

function isHearsay({ realm, constraint, detail }: Demand): boolean {
  return (
    realm === 'port' &&
    constraint === 'listens' &&
    detail?.debugger === undefined &&
    (detail?.listed !== undefined || detail?.settable !== undefined)
  );
}

/** All that starts it starts such a program: by itself, or by starting its image without a word. */
function areSilentByCommand(all: readonly DeploymentFacts[]): boolean {
  const images = all.filter(({ tool, processes }) => tool === 'dockerfile' && processes.length > 0);
  const starting = all.filter(({ tool, processes }) => tool !== 'dockerfile' && processes.length > 0);
  const isImageRun = ({ processes }: DeploymentFacts): boolean => processes.every(({ command }) => command.length === 0);
  const isImageSilent = images.length > 0 && images.every(isSilent);
  if (starting.length === 0) return isImageSilent;
  return starting.every((facts) => isSilent(facts) || (isImageSilent && isImageRun(facts)));
}

function isSilent({ traits }: DeploymentFacts): boolean {
  return traits.some(({ kind }) => kind === 'no-listener');
}

/** The source that its program begins with says so, and nothing starts another. */
function isSilentByText(all: readonly DeploymentFacts[], path: string): boolean {
  const isOwn = ({ descriptor }: DeploymentFacts): boolean =>
    descriptor.kind === 'source' && /^src\/main\.\w+$/.test(pathBelow(path, descriptor.path) ?? '');
  if (!all.some((facts) => isOwn(facts) && isSilent(facts))) return false;
  const words = all.flatMap(({ processes }) => processes.flatMap(({ command }) => command.join(' ').split(/\s+/)));
  return words.every((word) => !SOURCE.test(word) || MAIN.test(word));
}

/** Sources and what is compiled of them, as command lines name them; Node leaves the ending out: `node dist/main`. */
const SOURCE = /\.[cm]?[jt]s$|^\S*\b(?:dist|build|out)\//;
const MAIN = /(?:^|\/)main(?:\.[cm]?[jt]s)?$/;
