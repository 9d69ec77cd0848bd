import {
  addTo,
  byText,
  type Demand,
  type DeploymentFacts,
  directoryOf,
  ECOSYSTEM_FACTS,
  groupBy,
  isWithin,
  type JoinedDeployment,
  type Unit,
} from '../model/index.ts';
import { composeProjects, portsAsRun } from './joined-ports.ts';
import { matchService } from './match.ts';
import { placesOf } from './places.ts';

interface Joins {
  readonly joined: ReadonlyMap<string, readonly JoinedDeployment[]>;
  readonly unjoined: readonly DeploymentFacts[];
}

/** Descriptors by the directories of the services that they run, and those that are nobody's here. */
export function joinDeployments(
  stated: readonly DeploymentFacts[],
  paths: readonly string[],
  units: ReadonlyMap<string, readonly Unit[]>,
): Joins {
  const deployments = inReadingOrder(stated);
  const places = placesOf(deployments, paths, units);
  const joined = new Map<string, JoinedDeployment[]>();
  const unjoined: DeploymentFacts[] = [];
  const versionFiles = byHome(deployments.filter(({ tool }) => tool === 'version-file'));
  for (const facts of deployments) {
    if (facts.tool === 'version-file') continue;
    const match = matchService(facts, places);
    if (match === undefined || isHostedElsewhere(facts, match.path)) unjoined.push(facts);
    else addTo(joined, match.path, { facts, joinedBy: match.joinedBy });
  }
  for (const path of places.libraries) {
    const own = joined.get(path);
    if (own !== undefined && !own.some(({ facts }) => isRun(facts))) joined.set(path, own.map(withoutPorts));
  }
  const projects = composeProjects(joined);
  return {
    joined: new Map(
      paths.map((path) => [
        path,
        [
          ...portsAsRun(joined.get(path) ?? [], projects),
          // A library runs on what those run on that are built with it.
          ...(places.libraries.has(path)
            ? []
            : chosenVersions(path, versionFiles, units.get(path) ?? [], ofImages(joined.get(path) ?? [], units.get(path) ?? []))),
        ],
      ]),
    ),
    unjoined,
  };
}

function isRun({ images, processes, functions }: DeploymentFacts): boolean {
  return images.length + processes.length + functions.length > 0;
}

/** What is packaged with others starts nothing by itself: the settings of those say where they listen. */
function withoutPorts({ facts, joinedBy }: JoinedDeployment): JoinedDeployment {
  const { profilePorts: _, ...others } = facts;
  return { facts: { ...others, demands: facts.demands.filter(({ realm }) => realm !== 'port') }, joinedBy };
}

/** Settings of a host name the directory that it builds: where no service lies there, they are not those of one around it. */
function isHostedElsewhere({ join: { directory }, traits, descriptor }: DeploymentFacts, path: string): boolean {
  return (
    traits.some(({ kind }) => kind === 'hosted-by') &&
    directory !== undefined &&
    directory !== directoryOf(descriptor.path) &&
    directory !== path &&
    isWithin(directory, path)
  );
}

/** Runtimes that come with the images of a service, and their versions; a build may make one without a Dockerfile. */
function ofImages(joined: readonly JoinedDeployment[], units: readonly Unit[]): ReadonlyMap<string, readonly string[]> {
  const demands = [
    ...joined.flatMap(({ facts }) => (facts.tool === 'dockerfile' ? facts.demands : [])),
    ...units.flatMap((unit) => unit.demands.filter(({ strength }) => strength === 'preferred')),
  ];
  const runtimes = groupBy(
    demands.filter(({ realm }) => realm === 'runtime'),
    ({ key }) => key,
  );
  return new Map([...runtimes].map(([key, list]) => [key, list.map(({ constraint }) => constraint)]));
}

/**
 * A version file holds for everything below it that runs on that runtime, unless a nearer one chooses. What an image
 * brings is what runs: where the file says another version, it is for those who develop.
 */
function chosenVersions(
  path: string,
  filesOf: FilesByHome,
  units: readonly Unit[],
  brought: ReadonlyMap<string, readonly string[]>,
): readonly JoinedDeployment[] {
  const open = new Set(units.flatMap(({ ecosystem }): string | [] => ECOSYSTEM_FACTS[ecosystem].runtime ?? []));
  const counts = ({ key, constraint }: Demand): boolean => brought.get(key)?.includes(constraint) ?? true;
  const chosen: { readonly position: number; readonly joined: JoinedDeployment }[] = [];
  for (let home = path; open.size > 0; home = directoryOf(home)) {
    const decided = new Set<string>();
    for (const { position, facts } of filesOf.get(home) ?? []) {
      const told = facts.demands.filter(({ key }) => open.has(key));
      for (const { key } of told) decided.add(key);
      const demands = told.filter(counts);
      if (demands.length === 0) continue;
      chosen.push({ position, joined: { facts: { ...facts, demands }, joinedBy: home === path ? 'directory' : 'path' } });
    }
    for (const key of decided) open.delete(key);
    if (home === '.') break;
  }
  return chosen.sort((a, b) => a.position - b.position).map(({ joined }) => joined);
}

type FilesByHome = ReadonlyMap<string, readonly { readonly position: number; readonly facts: DeploymentFacts }[]>;

function byHome(files: readonly DeploymentFacts[]): FilesByHome {
  const homes = new Map<string, { readonly position: number; readonly facts: DeploymentFacts }[]>();
  for (const [position, facts] of files.entries()) {
    // A folder of settings (`.config/mise.toml`) speaks for the directory around it.
    const home = facts.join.directory ?? directoryOf(facts.descriptor.path);
    addTo(homes, home, { position, facts });
  }
  return homes;
}

const READ_FIRST: readonly (readonly DeploymentFacts['tool'][])[] = [
  ['dockerfile'],
  ['compose'],
  ['procfile', 'version-file', 'other'],
];

/** What builds an image, what runs it here, then the rest, each by directory: the same wherever the facts come from. */
function inReadingOrder(deployments: readonly DeploymentFacts[]): readonly DeploymentFacts[] {
  const rank = ({ tool }: DeploymentFacts): number => {
    const at = READ_FIRST.findIndex((tools) => tools.includes(tool));
    return at < 0 ? READ_FIRST.length : at;
  };
  const home = ({ descriptor }: DeploymentFacts): string => directoryOf(descriptor.path);
  return [...deployments].sort((a, b) => rank(a) - rank(b) || byText(home(a), home(b)));
}
