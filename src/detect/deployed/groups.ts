import {
  baseName,
  type Conflict,
  type DeployedGroups,
  type GroupReference,
  type Installation,
  type Manifest,
  normalizeName,
  type Scope,
  type Service,
  type ServiceId,
  serviceLabel,
  type Unit,
} from '../../model/index.ts';

/** Which groups of its manifests a service brings to a host. */

/** Scopes whose dependencies reach a deployed service without being asked for. */
const DEPLOYED: ReadonlySet<Scope> = new Set<Scope>(['runtime', 'peer']);

/** Where nothing else is said. */
export const deployedByScope: DeployedGroups = (_path, _group, scope) => DEPLOYED.has(scope);

export interface GroupChoice {
  /** Groups to count for every service besides those deployed by their scope (`--groups`). */
  readonly everywhere: ReadonlySet<string>;
  /** Config's own list per service; where present it alone decides. */
  readonly byService: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Whether a group of a unit is there. */
export type IsDeployed = (unit: Unit, group: string, scope: Scope) => boolean;

/** Whether a group of one of the service's units reaches its host: as the run, the config, or what installs it says. */
export function deployedGroups(service: Service, choice: GroupChoice): IsDeployed {
  const listed = choice.byService.get(service.id);
  if (listed === undefined) return installedBy(installationsOf(service), choice);
  return (_unit, group, scope) =>
    holds(choice.everywhere, group) || holds(listed, group) || (listed.has('default') && DEPLOYED.has(scope));
}

/** As the lines say that install it; all that is deployed by its scope where there are none. */
function installedBy(lines: readonly Installation[], choice: Pick<GroupChoice, 'everywhere'>): IsDeployed {
  return (unit, group, scope) => {
    if (holds(choice.everywhere, group)) return true;
    if (lines.length === 0) return DEPLOYED.has(scope);
    const own = lines.filter((line) => concerns(line, unit));
    return askingLine(own, unit, group, scope) !== undefined || (DEPLOYED.has(scope) && !isLeftOut(own, unit, group));
  };
}

/** As one image of several has it: of requirements files those that it names, where it names any. */
export function heldByImage(lines: readonly Installation[], choice: Pick<GroupChoice, 'everywhere'>): IsDeployed {
  const isInstalled = installedBy(lines, choice);
  return (unit, group, scope) => {
    const own = lines.filter((line) => concerns(line, unit));
    const namesFiles = own.some(({ asks }) => asks.some((one) => one.kind === 'file' && filesOf(one, unit).length > 0));
    if (!namesFiles || !requirementFiles(unit).groups.has(group)) return own.length > 0 && isInstalled(unit, group, scope);
    return holds(choice.everywhere, group) || askingLine(own, unit, group, scope) !== undefined;
  };
}

/** Manifests keep a group's name as it is written there; `GroupChoice` has names in their normal form too. */
function holds(groups: ReadonlySet<string>, group: string): boolean {
  return groups.has(group) || (groups.size > 0 && groups.has(normalizeName(group)));
}

function installationsOf(service: Service): readonly Installation[] {
  return service.deployments.flatMap(({ facts }) => facts.installations ?? []);
}

/** A line that names another project's directory or package installs that one. */
function concerns({ ecosystem, project }: Installation, unit: Unit): boolean {
  if (ecosystem !== unit.ecosystem) return false;
  if (project === undefined) return true;
  return 'directory' in project
    ? project.directory === unit.path
    : normalizeName(project.name) === normalizeName(unit.name ?? '');
}

/** The line that brings a group which would not be there otherwise, or that names it. */
function askingLine(lines: readonly Installation[], unit: Unit, group: string, scope: Scope): Installation | undefined {
  return lines.find(({ asks }) =>
    asks.some((one) => (one.name === undefined ? isOneOfAll(one, unit, group, scope) : means(one, unit, group))),
  );
}

/** `--all-extras` is a shorthand for what runs: what is for developing and testing has to be asked for by its name. */
function isOneOfAll(reference: GroupReference, unit: Unit, group: string, scope: Scope): boolean {
  return (scope === 'optional' || scope === 'runtime') && isOfKind(reference, unit, group);
}

/** Left out by every line of one program: another of its lines may install the project as usual. */
function isLeftOut(lines: readonly Installation[], unit: Unit, group: string): boolean {
  const programs = new Set(lines.map(({ program }) => program));
  return [...programs].some((program) => {
    const own = lines.filter((line) => line.program === program && isAbout(line, unit, group));
    return own.length > 0 && own.every(({ leavesOut }) => leavesOut.some((one) => leaves(one, unit, group)));
  });
}

/** Of requirements files only lines tell that name one of the unit's own: others are written by a tool on the way. */
function isAbout({ asks, leavesOut }: Installation, unit: Unit, group: string): boolean {
  const namesFiles = leavesOut.some(({ kind }) => kind === 'file');
  if (!isOfKind({ kind: 'file' }, unit, group)) return !namesFiles;
  return namesFiles && asks.some((one) => one.kind === 'file' && filesOf(one, unit).length > 0);
}

/** What the project itself needs is left out only where a line says so. */
function leaves(reference: GroupReference, unit: Unit, group: string): boolean {
  if (reference.name !== undefined) return means(reference, unit, group);
  return group !== 'default' && isOfKind(reference, unit, group);
}

function means(reference: GroupReference, unit: Unit, group: string): boolean {
  if (reference.kind === 'file') return filesOf(reference, unit).some((file) => file.group === group);
  return normalizeName(reference.name ?? '') === normalizeName(group) && (reference.kind !== 'extra' || isExtra(unit, group));
}

function isOfKind({ kind }: GroupReference, unit: Unit, group: string): boolean {
  if (kind === 'extra' || isExtra(unit, group)) return kind === 'extra' && isExtra(unit, group);
  return (kind === 'file') === requirementFiles(unit).groups.has(group);
}

function isExtra({ extras = [] }: Unit, group: string): boolean {
  return extras.some((extra) => normalizeName(extra) === normalizeName(group));
}

interface RequirementFiles {
  /** With those that were compiled. */
  readonly all: readonly Manifest[];
  readonly groups: ReadonlySet<string>;
  /** By the paths that lines name. */
  readonly named: Map<string, readonly Manifest[]>;
}

/** Every group of a unit is held against every line: what a line names is looked for once. */
const FILES = new WeakMap<Unit, RequirementFiles>();

function requirementFiles(unit: Unit): RequirementFiles {
  const known = FILES.get(unit);
  if (known !== undefined) return known;
  const written = unit.manifests.filter(({ kind, role }) => kind === 'pip-requirements' && role === 'manifest');
  const all = [...written, ...unit.manifests.filter(({ kind }) => kind === 'pip-compile')];
  const files = { all, groups: new Set(written.map(({ group }) => group)), named: new Map<string, readonly Manifest[]>() };
  FILES.set(unit, files);
  return files;
}

/** A path as a command line has it is known from the root where descriptors tell, else by its end. */
function filesOf({ name = '' }: GroupReference, unit: Unit): readonly Manifest[] {
  const { all, named } = requirementFiles(unit);
  const known = named.get(name);
  if (known !== undefined) return known;
  const end = name.startsWith('/') ? baseName(name) : name.replace(/^(?:\.\/)+/, '');
  const files = all.filter(({ path }) => path === end || path.endsWith(`/${end}`));
  named.set(name, files);
  return files;
}

/** Groups of a service that are there only because a line asks for them, with that line. */
export function askedGroups(service: Service, choice: GroupChoice): ReadonlyMap<string, Installation> {
  const asked = new Map<string, Installation>();
  const lines = choice.byService.has(service.id) ? [] : installationsOf(service);
  if (lines.length === 0) return asked;
  for (const unit of service.units) {
    const own = lines.filter((line) => concerns(line, unit));
    for (const { group, scope } of unit.dependencies) {
      if (asked.has(group) || DEPLOYED.has(scope) || holds(choice.everywhere, group)) continue;
      const line = askingLine(own, unit, group, scope);
      if (line !== undefined) asked.set(group, line);
    }
  }
  return asked;
}

/** Conflicts over groups that only a line of a descriptor brings say which line that is. */
export function withInstallLines(
  conflicts: readonly Conflict[],
  services: readonly Service[],
  choice: GroupChoice,
): readonly Conflict[] {
  const asked = new Map<ServiceId, ReadonlyMap<string, Installation>>();
  for (const service of services) {
    const own = askedGroups(service, choice);
    if (own.size > 0) asked.set(service.id, own);
  }
  if (asked.size === 0) return conflicts;
  return conflicts.map((conflict) => {
    const steps = conflict.demands.flatMap(({ service, group }) => {
      const line = asked.get(service)?.get(group);
      return line === undefined ? [] : [stepOf(service, group, line)];
    });
    return steps.length === 0 ? conflict : { ...conflict, explanation: [...new Set(steps), ...conflict.explanation] };
  });
}

function stepOf(service: ServiceId, group: string, { command, origin }: Installation): string {
  return `${serviceLabel(service)} is deployed with ${group}: ${origin.file}:${origin.line} runs ${command}.`;
}
