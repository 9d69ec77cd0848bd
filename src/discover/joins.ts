import {
  addTo,
  append,
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
import { servicesByImage } from './image-names.ts';
import { composeProjects, portsAsRun } from './joined-ports.ts';
import { matchService } from './match.ts';
import { type Known, type Places, placesOf } from './places.ts';

interface Joins {
  readonly joined: ReadonlyMap<string, readonly JoinedDeployment[]>;
  readonly unjoined: readonly DeploymentFacts[];
}

/** Descriptors by the directories of the services that they run, and those that are nobody's here. */
export function joinDeployments(stated: readonly DeploymentFacts[], known: Known): Joins {
  const { paths, units } = known;
  const deployments = inReadingOrder(stated);
  const places = placesOf(deployments, known);
  const joined = new Map<string, JoinedDeployment[]>();
  const unjoined: DeploymentFacts[] = [];
  const versionFiles = byHome(deployments.filter(({ tool }) => tool === 'version-file'));
  const joinOne = (facts: DeploymentFacts, byImage: Places['byImage']): void => {
    const match = matchService(facts, { ...places, byImage });
    if (match === undefined || isHostedElsewhere(facts, match.path)) unjoined.push(facts);
    else addTo(joined, match.path, { facts, joinedBy: match.joinedBy });
  };
  for (const facts of deployments) if (facts.tool === 'dockerfile') joinOne(facts, places.byImage);
  const byImage = servicesByImage(joined);
  for (const facts of deployments) if (facts.tool !== 'dockerfile' && facts.tool !== 'version-file') joinOne(facts, byImage);
  for (const path of places.libraries) {
    const own = joined.get(path);
    if (own !== undefined && !own.some(({ facts }) => isRun(facts))) joined.set(path, own.map(withoutPorts));
  }
  const projects = composeProjects(joined);
  const choosing = paths.flatMap((path): readonly Choosing[] => {
    const own = units.get(path) ?? [];
    // A library runs on what those run on that are built with it.
    return places.libraries.has(path) ? [] : [{ path, units: own, brought: ofImages(joined.get(path) ?? [], own) }];
  });
  const outdated = contradicted(choosing, versionFiles);
  const chosen = new Map(choosing.map((one) => [one.path, chosenVersions(one, versionFiles, outdated)]));
  return {
    joined: new Map(
      paths.map((path) => [path, [...portsAsRun(joined.get(path) ?? [], projects, path), ...(chosen.get(path) ?? [])]]),
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

/** A service that runs on something, and what its images bring of that. */
interface Choosing {
  readonly path: string;
  readonly units: readonly Unit[];
  readonly brought: ReadonlyMap<string, readonly string[]>;
}

/** What the version files of one directory tell a service that no nearer one has told. */
interface Told {
  readonly home: string;
  readonly position: number;
  readonly facts: DeploymentFacts;
  readonly demands: readonly Demand[];
}

/** A version file holds for everything below it that runs on that runtime, unless a nearer one chooses. */
function toldTo({ path, units }: Choosing, filesOf: FilesByHome): readonly Told[] {
  const open = new Set(units.flatMap(({ ecosystem }): string | [] => ECOSYSTEM_FACTS[ecosystem].runtime ?? []));
  const told: Told[] = [];
  for (let home = path; open.size > 0; home = directoryOf(home)) {
    const own = (filesOf.get(home) ?? []).map(({ position, facts }) => {
      return { home, position, facts, demands: facts.demands.filter(({ key }) => open.has(key)) };
    });
    append(told, own);
    for (const { demands } of own) for (const { key } of demands) open.delete(key);
    if (home === '.') break;
  }
  return told;
}

function choiceKey(home: string, { key }: Demand): string {
  return `${home}\u0000${key}`;
}

/** Choices of version files that the images below them contradict, and none has: those are for who develops there. */
function contradicted(choosing: readonly Choosing[], filesOf: FilesByHome): ReadonlySet<string> {
  const [agreed, denied] = [new Set<string>(), new Set<string>()];
  for (const one of choosing)
    for (const { home, demands } of toldTo(one, filesOf))
      for (const demand of demands) {
        const versions = one.brought.get(demand.key);
        if (versions !== undefined) (versions.includes(demand.constraint) ? agreed : denied).add(choiceKey(home, demand));
      }
  return new Set([...denied].filter((key) => !agreed.has(key)));
}

/**
 * What version files choose for a service. What an image brings is what runs: where the file says another version, it is for
 * those who develop, and one that lies above is so for all below it that have no image of their own.
 */
function chosenVersions(choosing: Choosing, filesOf: FilesByHome, outdated: ReadonlySet<string>): readonly JoinedDeployment[] {
  const { path, brought } = choosing;
  const counts = (home: string, demand: Demand): boolean =>
    brought.get(demand.key)?.includes(demand.constraint) ?? (home === path || !outdated.has(choiceKey(home, demand)));
  return toldTo(choosing, filesOf)
    .flatMap(({ home, position, facts, demands: told }) => {
      const demands = told.filter((demand) => counts(home, demand));
      const joinedBy = home === path ? ('directory' as const) : ('path' as const);
      return demands.length === 0 ? [] : [{ position, joined: { facts: { ...facts, demands }, joinedBy } }];
    })
    .sort((a, b) => a.position - b.position)
    .map(({ joined }) => joined);
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

/** What builds an image, what runs it here, then the rest, each by directory, those higher up before variants below: the same wherever the facts come from. */
function inReadingOrder(deployments: readonly DeploymentFacts[]): readonly DeploymentFacts[] {
  const rank = ({ tool }: DeploymentFacts): number => {
    const at = READ_FIRST.findIndex((tools) => tools.includes(tool));
    return at < 0 ? READ_FIRST.length : at;
  };
  const home = ({ descriptor }: DeploymentFacts): string => directoryOf(descriptor.path);
  const depth = (path: string): number => path.split('/').length;
  return [...deployments].sort((a, b) => rank(a) - rank(b) || depth(home(a)) - depth(home(b)) || byText(home(a), home(b)));
}
