import {
  byText,
  type Demand,
  type DeploymentFacts,
  directoryOf,
  groupBy,
  type JoinedDeployment,
  profilesOf,
  type RunProcess,
} from '../model/index.ts';
import { withoutHearsay } from './hearsay-ports.ts';
import { withOwnPrograms } from './own-programs.ts';
import { programOf } from './program.ts';
import { startedSources } from './started-sources.ts';

/** What a service's descriptors say of ports, each by itself, becomes what they mean together. */

type Projects = ReadonlyMap<string, number>;

/** How many services each compose project (a directory of compose files) runs. */
export function composeProjects(joined: ReadonlyMap<string, readonly JoinedDeployment[]>): Projects {
  const projects = new Map<string, number>();
  for (const own of joined.values()) for (const home of projectsOf(own)) projects.set(home, (projects.get(home) ?? 0) + 1);
  return projects;
}

export function portsAsRun(all: readonly JoinedDeployment[], projects: Projects, path: string): readonly JoinedDeployment[] {
  const own = withoutHearsay(underSettings(oneProject(all, projects)), path);
  return onHostNetwork(withOwnPrograms(underProfiles(withoutJobs(byProgram(startedSources(withoutWebServer(own)))))));
}

function projectsOf(own: readonly JoinedDeployment[]): ReadonlySet<string> {
  return new Set(own.flatMap(({ facts }) => (facts.tool === 'compose' ? [directoryOf(facts.descriptor.path)] : [])));
}

/** Several compose projects that run one service are alternatives: the ports of the largest count. */
function oneProject(own: readonly JoinedDeployment[], projects: Projects): readonly JoinedDeployment[] {
  const [best, ...others] = [...projectsOf(own)].sort((a, b) => (projects.get(b) ?? 0) - (projects.get(a) ?? 0) || byText(a, b));
  if (best === undefined || others.length === 0) return own;
  return own.map((one) =>
    one.facts.tool !== 'compose' || directoryOf(one.facts.descriptor.path) === best
      ? one
      : withDemands(
          one,
          one.facts.demands.filter(({ realm }) => realm !== 'port'),
        ),
  );
}

/**
 * Settings of an application by the profiles that whoever starts it names (Spring Boot, "Profiles": they take the place of
 * those that the settings themselves name), else by those that its image does. Of several, the last that sets a port counts.
 */
function underSettings(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const settings = own.filter(({ facts }) => facts.profilePorts !== undefined);
  if (settings.length === 0) return own;
  const [image] = own.flatMap(({ facts }) => (facts.tool === 'dockerfile' ? (activeIn(facts) ?? []) : []));
  const started = own.flatMap(({ facts }) => (isStarting(facts) ? [activeIn(facts) ?? image] : []));
  const ways = new Set(started.length === 0 ? [image] : started);
  if ([...ways].every((active) => active === undefined)) return withoutStrangers(own, settings);
  const homes = groupBy(
    settings.map(({ facts }) => facts),
    ({ descriptor }) => directoryOf(descriptor.path),
  );
  const chosen = new Set([...homes.values()].flatMap((home) => [...ways].flatMap((active) => portsUnder(home, active))));
  return own.map((one) => {
    const { profilePorts, demands } = one.facts;
    if (profilePorts === undefined) return one;
    const ports = [...demands, ...profilePorts.map(({ demand }) => demand)].filter((demand) => chosen.has(demand));
    return withDemands(one, [...demands.filter(({ realm }) => realm !== 'port'), ...ports]);
  });
}

/**
 * Whoever starts it names the profile elsewhere: of an application whose settings have a port under profiles alone, a list of
 * its image that names none of these is another's, unless it is where Spring Boot serves without any profile.
 */
function withoutStrangers(own: readonly JoinedDeployment[], settings: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const isOwn = ({ realm, detail }: Demand): boolean => realm === 'port' && detail?.role === undefined;
  if (settings.some(({ facts }) => facts.demands.some(isOwn))) return own;
  const said = settings.flatMap(({ facts: { profilePorts = [] } }) => profilePorts.map(({ demand }) => demand)).filter(isOwn);
  const keys = new Set([WEB_SERVER, ...said.map(({ key }) => key)]);
  return said.length === 0
    ? own
    : own.map((one) => {
        const { demands } = one.facts;
        return withDemands(
          one,
          demands.filter((demand) => !isDocumented(demand) || keys.has(demand.key)),
        );
      });
}

/** The ports of an application's settings under the profiles that are named; without a word of them, those that count anyway. */
function portsUnder(settings: readonly DeploymentFacts[], active: string | undefined): readonly Demand[] {
  if (active === undefined) return settings.flatMap(({ demands }) => demands.filter(({ realm }) => realm === 'port'));
  const named = ['', ...active.split(',').map((one) => one.trim())];
  // The port of each server that a program starts is chosen by itself.
  const servers = groupBy(
    settings.flatMap(({ profilePorts = [] }) => profilePorts),
    ({ demand }) => demand.detail?.role,
  );
  return [...servers.values()].flatMap((server) => {
    const ports = new Map(server.map(({ profile, demand }) => [profile, demand]));
    return named.flatMap((one) => ports.get(one) ?? []).slice(-1);
  });
}

/** Where Spring Boot serves if it does. */
const WEB_SERVER = '8080/tcp';

/** Images of servers that start what is put into them, and listen where their own settings say. */
const CONTAINERS = /(?:^|\/)(?:tomcat|tomee|jetty|wildfly|jboss|payara|glassfish|open-liberty|websphere-liberty|weblogic)/;

/**
 * A program that starts no web server listens neither where its settings say nor where lists name the port that one would
 * take; of one that a server starts the settings alone say nothing.
 */
function withoutWebServer(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const hasNone = own.some(({ facts }) => facts.traits.some(({ kind }) => kind === 'no-web-server'));
  const isContained = own.some(({ facts }) => facts.images.some(({ name, final }) => final && CONTAINERS.test(name)));
  if (!hasNone && !isContained) return own;
  const isUnheard = ({ realm, key, constraint, detail }: Demand, kind: string): boolean =>
    realm === 'port' &&
    constraint === 'listens' &&
    (kind === 'application-settings'
      ? detail?.role !== 'grpc'
      : hasNone &&
        key === WEB_SERVER &&
        detail?.listed !== undefined &&
        detail.told === undefined &&
        detail.settable === undefined);
  return own.map((one) => {
    const { demands, descriptor } = one.facts;
    return withDemands(
      one,
      demands.filter((demand) => !isUnheard(demand, descriptor.kind)),
    );
  });
}

function activeIn({ traits }: DeploymentFacts): string | undefined {
  return traits.find(({ kind }) => kind === 'active-profiles')?.value;
}

/**
 * Images of several programs of one service: what is said of one program's ports says nothing of another's. Images that
 * start the same are variants, and an image that starts nothing by itself may hold any of the programs.
 */
function byProgram(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const programs = new Map(
    own.flatMap(({ facts }) => {
      const { tool, descriptor, images, processes } = facts;
      const [process] = processes;
      if (process === undefined || process.command.length === 0) return [];
      // A stage of its own is a part of what starts it.
      const image = tool === 'dockerfile' ? descriptor.path : images.length > 0 ? facts : undefined;
      return image === undefined ? [] : [[image, programOf(process.command)] as const];
    }),
  );
  if (new Set(programs.values()).size < 2) return own;
  return own.map((one) => {
    const { descriptor, join } = one.facts;
    const program = programs.get(one.facts) ?? programs.get(descriptor.path) ?? programs.get(join.dockerfile ?? '');
    if (program === undefined) return one;
    return withDemands(
      one,
      one.facts.demands.map((demand) =>
        demand.realm === 'port' ? { ...demand, detail: { ...demand.detail, program } } : demand,
      ),
    );
  });
}

/**
 * What an image listens on it does only when it is started: under the Compose profiles of what builds it, or of whatever
 * starts the service, if all of those name some.
 */
function underProfiles(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const starting = own.filter(({ facts }) => isStarting(facts));
  if (starting.every(({ facts }) => profilesOf(facts).length === 0)) return own;
  return own.map((one) => {
    if (isStarting(one.facts)) return one;
    const building = starting.filter(({ facts }) => facts.join.dockerfile === one.facts.descriptor.path);
    const profiles = (building.length > 0 ? building : starting).map(({ facts }) => profilesOf(facts));
    if (profiles.some((some) => some.length === 0)) return one;
    const under = [...new Set(profiles.flat())].join(' ');
    return withDemands(
      one,
      one.facts.demands.map((demand) =>
        demand.realm === 'port' ? { ...demand, detail: { ...demand.detail, profiles: under } } : demand,
      ),
    );
  });
}

/**
 * EXPOSE "functions as a type of documentation" (Dockerfile reference): where all that starts an image runs its program to
 * an end, nobody is there to listen. What a descriptor lists or a program is told counts as ever, and so does EXPOSE where
 * a job runs another program than the image has: something else may serve with that. A Procfile's release phase starts
 * nothing by itself.
 */
function withoutJobs(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const started = own.flatMap(({ facts }) => (isStarting(facts) && facts.tool !== 'procfile' ? facts.processes : []));
  if (started.length === 0 || !started.every(isJob)) return own;
  const programs = own.flatMap(({ facts: { tool, processes } }) =>
    tool === 'dockerfile' ? processes.map(({ command }) => command) : [],
  );
  if (!started.every(({ command }) => programs.every((program) => isSameProgram(command, program)))) return own;
  return own.map((one) => {
    if (one.facts.tool !== 'dockerfile') return one;
    const { demands, processes } = one.facts;
    const documented = demands.filter(isDocumented);
    if (documented.length === 0) return one;
    const unheard = new Set(documented.map(({ key }) => key));
    const silent = processes.map((process) => ({
      ...process,
      ports: process.ports.filter(({ container, protocol }) => !unheard.has(`${container}/${protocol}`)),
    }));
    return { ...one, facts: { ...one.facts, processes: silent, demands: demands.filter((demand) => !isDocumented(demand)) } };
  });
}

function isJob({ kind }: RunProcess): boolean {
  return kind === 'job' || kind === 'scheduled';
}

/** A job without a command of its own runs the image's; one of the two may have options more. */
function isSameProgram(job: readonly string[], image: readonly string[]): boolean {
  const words = Math.min(job.length, image.length);
  return job.slice(0, words).every((word, index) => word === image[index]);
}

function isDocumented({ realm, detail }: Demand): boolean {
  return realm === 'port' && detail?.listed === 'image' && detail.told === undefined;
}

function isStarting({ tool, processes }: DeploymentFacts): boolean {
  return tool !== 'dockerfile' && processes.length > 0;
}

/**
 * On the host's own network, whatever a container listens on is taken on the host itself, whoever says so: but what another
 * descriptor starts on a network of its own.
 */
function onHostNetwork(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const isOnHost = ({ traits }: DeploymentFacts): boolean => traits.some(({ kind }) => kind === 'host-network');
  if (!own.some(({ facts }) => isOnHost(facts))) return own;
  return own.map((one) => {
    if (isStarting(one.facts) && !isOnHost(one.facts)) return one;
    const taken = one.facts.demands
      .filter(({ realm, constraint }) => realm === 'port' && constraint === 'listens')
      .map((demand) => ({ ...demand, constraint: 'published' }));
    return taken.length === 0 ? one : withDemands(one, [...one.facts.demands, ...taken]);
  });
}

function withDemands(one: JoinedDeployment, demands: readonly Demand[]): JoinedDeployment {
  return { ...one, facts: { ...one.facts, demands } };
}
