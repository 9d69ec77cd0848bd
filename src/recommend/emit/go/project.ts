import { baseName, inDirectory, joinPath, pathBelow, printable, type Trait } from '../../../model/index.ts';
import { sourcePrograms } from '../../source-programs.ts';
import { type BuildContext, contextAround } from '../context.ts';
import { type Asked, type Part, rootOfWorkspace } from '../profile.ts';

/** What has to be known of a module to build it. */
export interface GoProject extends BuildContext {
  /** The root of its workspace, as seen from the service: `.` where it is alone. */
  readonly projectRoot: string;
  /** Whether a go.work lists it. */
  readonly isWorkspace: boolean;
  /** Whether the go command finds what it needs in a vendor directory. */
  readonly isVendored: boolean;
  /** As seen from the service. */
  readonly mainPackage: string;
  /** Whether a file shows that it lies there. */
  readonly isMainKnown: boolean;
  /** What the image of today has beside the program, and where that says so. */
  readonly brings: readonly Trait[];
}

/** By the go command's rules: a workspace's vendor directory lies beside go.work, a module's beside its go.mod. */
export function goProject(part: Part, { start }: Asked): GoProject {
  const { service, unit, manifests } = part;
  const list = inDirectory(unit?.workspace ?? service.path, 'vendor/modules.txt');
  const main = mainPackage(part, start);
  return {
    ...contextAround(service, unit, unit?.workspace === undefined ? [] : [unit.workspace]),
    projectRoot: rootOfWorkspace(part),
    isWorkspace: manifests.some(({ kind }) => kind === 'go-work'),
    isVendored: manifests.some(({ kind, path }) => kind === 'go-vendor' && path === list),
    mainPackage: main ?? '.',
    isMainKnown: main !== undefined,
    brings: service.deployments.flatMap(({ facts }) => facts.traits.filter(({ kind }) => kind === 'brings-files')),
  };
}

/**
 * The program that is started today, else the only one that an image builds, else the one beside go.mod, the only command,
 * or the one that is called as the module or its directory. Of functions the one in whose directory a template says it is.
 */
function mainPackage({ service, unit }: Part, start: readonly string[]): string | undefined {
  const [started = ''] = start;
  const { path, deployments } = service;
  const commands = (unit?.entryPoints ?? []).map(({ name, command }) => ({ name, at: command.replace(/^go run /, '') }));
  for (const { name, directory } of sourcePrograms(service)) {
    const below = pathBelow(path, directory);
    const at = below === undefined || below === '' ? '.' : `./${below}`;
    if (!commands.some((one) => one.at === at)) commands.push({ name, at });
  }
  const names = [baseName(path), unit?.name?.split('/').at(-1)];
  const called = deployments.flatMap(({ facts: { functions, join } }) =>
    functions.some(({ handler }) => handler === started) ? (join.directory ?? []) : [],
  );
  const built = new Set(deployments.flatMap(({ facts }) => facts.join.builds?.programs ?? []));
  const [inImage, ...others] = commands.filter(({ at }) => built.has(joinPath(path, at) ?? ''));
  const chosen =
    commands.find(({ at }) => start[1] === 'run' && start[2] === at) ??
    commands.find(({ name }) => name === baseName(started)) ??
    called.flatMap((directory) => commands.find(({ at }) => at !== '.' && joinPath(path, at) === directory) ?? [])[0] ??
    (others.length === 0 ? inImage : undefined) ??
    (commands.length === 1 ? commands[0] : commands.find(({ at, name }) => at === '.' || names.includes(name)));
  return chosen === undefined || printable(chosen.at) !== chosen.at ? undefined : chosen.at;
}
