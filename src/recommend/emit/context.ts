import { directoryOf, isWithin, pathBelow, printable, type Service, type Unit } from '../../model/index.ts';

/** A member of a workspace or a build, as its root names it. */
export interface Member {
  /** Below the root. */
  readonly path: string;
  readonly name?: string;
  /** It runs with what its root declares as well. */
  readonly usesRoots?: true;
  /** Its build may have Prisma write a client among what is installed. */
  readonly writesClient?: true;
}

/** Where a service is built: in its own directory, or in the nearest one above it that holds all that its build reads. */
export interface BuildContext {
  /** The directory that the build is sent, below the fleet's root; of a workspace where there is one. */
  readonly workspace: string | undefined;
  /** The service as seen from there; undefined where that is its own directory. */
  readonly member: Member | undefined;
  /** Paths of local projects and other directories that the build reads, as seen from there; `.` is the directory itself. */
  readonly local: readonly string[];
}

/** Of what lies side by side with what it reads nothing is known but the lowest directory that is around all of it: `beside`. */
export function contextAround(service: Service, unit: Unit | undefined, beside: readonly string[]): BuildContext {
  const local = (unit?.builtWith ?? []).filter((path) => printable(path) === path);
  const root = [...local, ...beside].reduce(around, service.path);
  const member = memberBelow(service, unit, root);
  const base = member === undefined ? service.path : root;
  return {
    workspace: member === undefined ? undefined : root,
    member,
    local: local.flatMap((path) => (path === base ? ['.'] : (pathBelow(base, path) ?? []))),
  };
}

/** The lowest directory that both lie in. */
function around(directory: string, path: string): string {
  let common = directory;
  while (common !== '.' && !isWithin(path, common)) common = directoryOf(common);
  return common;
}

/** A line end in a directory's name would begin a line of its own in what is written. */
export function memberBelow({ path }: Service, unit: Unit | undefined, root: string | undefined): Member | undefined {
  const below = root === undefined ? undefined : pathBelow(root, path);
  if (below === undefined || printable(below) !== below) return undefined;
  return { path: below, ...(unit?.name === undefined ? {} : { name: unit.name }) };
}

/** The root that a member is built from, as seen from its directory. */
export function rootAbove({ member }: Pick<BuildContext, 'member'>): string | undefined {
  return stepsUp(member?.path);
}

/** From a path to the directory that it begins in. */
export function stepsUp(path: string | undefined): string | undefined {
  return path?.replaceAll(/[^/]+/g, '..');
}
