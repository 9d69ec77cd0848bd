/**
 * Depth `resolved`: every service as its own tool resolves it, and sets of them on one class path. Where Gradle builds all
 * of a set, as a Gradle build that depends on all would have it; else as a POM that depends on all.
 */
import type { Diagnostic, LineChange, Resolution, ResolvedFinding, Resolver, Retried, ServiceId } from '../../src/model/index.ts';
import type { ResolveEnvironment } from '../../src/registry/client.ts';
import type { Alone, Trouble } from './alone.ts';
import { type Carriers, withoutCarried } from './carried.ts';
import type { PublishedCatalogs } from './gradle/build/settings-model.ts';
import { changedFleet } from './gradle/changed.ts';
import type { Fleet, Member } from './gradle/members.ts';
import { fetchCatalogs } from './gradle/resolve/published-catalogs.ts';
import { GradleServices } from './gradle/resolve/services.ts';
import { JarReader } from './jars/reader.ts';
import { bans, differences, purlOf, refusal } from './joint-findings.ts';
import { JointFixes } from './joint-fixes.ts';
import { activationFor } from './maven/model/activation.ts';
import type { Circle } from './maven/reactors.ts';
import { Descriptors } from './maven/resolve/descriptor.ts';
import { MavenRepositories } from './maven/resolve/repository.ts';
import { aggregateOf, resolveClassPath, runtimeVersions } from './maven/resolve/resolver.ts';
import { MavenServices } from './maven/services.ts';
import type { Workspace } from './maven/workspace.ts';

export interface JvmServices {
  readonly workspace: Workspace;
  /** Services that Maven builds, with their POMs. */
  readonly maven: ReadonlyMap<ServiceId, string>;
  /** By the POMs that they keep from being built. */
  readonly circles: ReadonlyMap<string, Circle>;
  readonly fleet: Fleet;
  /** Services that Gradle builds. */
  readonly gradle: ReadonlyMap<ServiceId, Member>;
  readonly carriers: Carriers;
  /** The same builds where the version catalogs that were fetched are known. */
  readonly withCatalogs: (published: PublishedCatalogs) => Pick<JvmServices, 'fleet' | 'gradle'>;
}

/** One resolver per run: POMs, models and class paths are shared between all its questions. */
export async function createJvmResolver(environment: ResolveEnvironment, services: JvmServices): Promise<Resolver> {
  const repositories = await MavenRepositories.create(environment);
  const context = { activation: activationFor(environment.target), exists: () => false, imports: new Map() };
  const descriptors = new Descriptors(repositories, context);
  const { jdk } = environment.target;
  const published = await fetchCatalogs(services.fleet, repositories);
  const read = published.size === 0 ? services : services.withCatalogs(published);
  const jars = environment.settings.jvm?.jars === 'read' ? new JarReader(repositories, environment) : undefined;
  const over = (change?: LineChange): JvmResolver => {
    const { fleet, now } = change === undefined ? { fleet: read.fleet, now: same } : changedFleet(read.fleet, change);
    const members = new Map([...read.gradle].map(([id, member]) => [id, now(member)]));
    const maven = new MavenServices(descriptors, services.workspace, services.maven, services.circles, change);
    const gradle = new GradleServices(descriptors, fleet, members, jdk);
    return new JvmResolver(descriptors, { maven, gradle }, services.carriers, jars);
  };
  const resolver = over();
  const tries = JointFixes.budget();
  return {
    resolve: async (ids) => {
      const answer = await resolver.resolve(ids);
      if (answer.kind !== 'conflict' || answer.alone !== undefined) return answer;
      const fixes = new JointFixes(
        tries,
        (change) => over(change).resolve(ids),
        (key) => resolver.published(ids, key),
      );
      return { ...answer, findings: await fixes.of(answer.findings) };
    },
    // Classes of jars are no matter of versions: what they add is not asked again.
    retry: async (ids, change) => retried(await over(change).resolve(ids), change),
  };
}

const same = (member: Member): Member => member;

/** What a changed set's answer says of the change: another clash may have stood behind the one that it ends. */
function retried(answer: Resolution, { key }: LineChange): Retried {
  switch (answer.kind) {
    case 'resolved': {
      const version = answer.versions.get(key)?.[0];
      return { kind: 'resolved', ...(version === undefined ? {} : { version }) };
    }
    case 'unknown':
      return { kind: 'open', because: answer.because };
    case 'conflict': {
      const [first] = answer.findings;
      if (first === undefined || answer.findings.some(({ subject }) => subject === purlOf(key))) return { kind: 'refuted' };
      return { kind: 'open', because: `they clash in another place: ${first.message}` };
    }
  }
}

type Together =
  | { readonly kind: 'resolved'; readonly versions: ReadonlyMap<string, string> }
  | { readonly kind: 'conflict'; readonly key: string; readonly problem: string }
  | { readonly kind: 'open'; readonly because: string };

class JvmResolver implements Resolver {
  readonly #descriptors: Descriptors;
  readonly #maven: MavenServices;
  readonly #gradle: GradleServices;
  readonly #jars: JarReader | undefined;
  readonly #carriers: Carriers;
  readonly #alone = new Map<ServiceId, Promise<Alone | Trouble>>();

  constructor(
    descriptors: Descriptors,
    { maven, gradle }: { readonly maven: MavenServices; readonly gradle: GradleServices },
    carriers: Carriers,
    jars: JarReader | undefined,
  ) {
    this.#descriptors = descriptors;
    this.#maven = maven;
    this.#gradle = gradle;
    this.#jars = jars;
    this.#carriers = carriers;
  }

  async resolve(services: readonly ServiceId[]): Promise<Resolution> {
    const answer = await this.#resolve(services);
    const { failure } = this.#descriptors.repositories;
    // What a repository that is down would have said may change any class path; nothing is proved without it.
    return failure === undefined || answer.kind === 'unknown' ? answer : unknown(failure);
  }

  async #resolve(services: readonly ServiceId[]): Promise<Resolution> {
    if (!this.#descriptors.repositories.configured)
      return unknown('no Maven repository is configured: neither settings.xml nor an installed Maven names one');
    const parts: Alone[] = [];
    const holding = withoutCarried(services, this.#carriers);
    for (const id of holding) {
      const alone = await this.#aloneOf(id);
      if (alone.kind === 'unknown') return unknown(alone.because);
      if (alone.kind === 'conflict') {
        const builder = this.#maven.has(id) ? this.#maven : this.#gradle;
        const tool = builder === this.#maven ? 'Maven' : 'Gradle';
        return {
          kind: 'conflict',
          findings: [refusal([{ id, trace: () => ({ origin: { file: builder.file(id), line: 1 }, via: [] }) }], tool, alone)],
          alone: id,
        };
      }
      parts.push(alone);
    }
    const [first] = parts;
    if (first === undefined) return unknown('no service was asked for');
    if (parts.length > 1) return this.#joint(parts);
    // What it has alone is told of it alone, not of it and what it carries along.
    const findings = services.length > 1 ? [] : ((await this.#jars?.within(first)) ?? []);
    return { kind: 'resolved', versions: several(first.runs), repins: [], findings };
  }

  /** All versions of a module that the repositories of these services list, ascending. */
  async published(services: readonly ServiceId[], key: string): Promise<readonly string[]> {
    const parts = await Promise.all(services.map((id) => this.#aloneOf(id)));
    const repositories = parts.flatMap((one) => (one.kind === 'resolved' ? one.repositories : []));
    const [groupId = '', artifactId = ''] = key.split(':');
    return this.#descriptors.repositories.versions(groupId, artifactId, repositories);
  }

  #aloneOf(id: ServiceId): Promise<Alone | Trouble> {
    const known = this.#alone.get(id);
    if (known !== undefined) return known;
    const alone = this.#maven.has(id) ? this.#maven.alone(id) : this.#gradle.alone(id);
    this.#alone.set(id, alone);
    return alone;
  }

  async #joint(parts: readonly Alone[]): Promise<Resolution> {
    const isGradle = parts.every(({ component }) => component !== undefined);
    const tool = isGradle ? 'Gradle' : 'Maven';
    const joint = isGradle ? await this.#gradle.joint(parts) : await this.#mavenJoint(parts);
    if (joint.kind === 'open') return unknown(joint.because);
    if (joint.kind === 'conflict') return { kind: 'conflict', findings: [refusal(parts, tool, joint)] };
    const brought = isGradle ? await this.#gradle.brought(parts) : undefined;
    const { repins, findings } = differences(parts, joint.versions, tool, brought);
    const jars: readonly ResolvedFinding[] = (await this.#jars?.between(parts, joint.versions)) ?? [];
    const errors = [...findings, ...bans(parts, joint.versions), ...jars].filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return { kind: 'conflict', findings: errors };
    return { kind: 'resolved', versions: several(joint.versions), repins, findings: [...findings, ...jars] };
  }

  /**
   * Nobody has declared in which order a shared POM would list the services, and at equal depth Maven takes the first: what
   * some order settles is no conflict. Where the given one breaks, those whom it breaks are tried in front.
   */
  async #mavenJoint(parts: readonly Alone[]): Promise<Together> {
    const given = await this.#inOrder(parts);
    if (given.broken.size === 0) return given.joint;
    let best = given;
    for (const front of parts.filter(({ id }) => given.broken.has(id))) {
      const other = await this.#inOrder([front, ...parts.filter((part) => part !== front)]);
      if (other.errors < best.errors || (other.errors === best.errors && other.keys < best.keys)) best = other;
      if (best.errors === 0) break;
    }
    return best.joint;
  }

  async #inOrder(parts: readonly Alone[]) {
    const own = new Map(
      parts.map(({ artifact }) => [`${artifact.groupId}:${artifact.artifactId}:${artifact.version}`, artifact]),
    );
    const descriptors = this.#descriptors.withLocal(({ groupId, artifactId, version }) => {
      const artifact = own.get(`${groupId}:${artifactId}:${version}`);
      return artifact === undefined ? this.#maven.module({ groupId, artifactId, version }) : Promise.resolve(artifact);
    });
    const path = await resolveClassPath(aggregateOf(parts.map(({ artifact }) => artifact)), descriptors);
    if (!path.ok) {
      const { key, problem } = path;
      const joint: Together = key === undefined ? { kind: 'open', because: problem } : { kind: 'conflict', key, problem };
      return { joint, errors: Number.POSITIVE_INFINITY, keys: key ?? '', broken: new Set(parts.map(({ id }) => id)) };
    }
    const joint: Together = { kind: 'resolved', versions: runtimeVersions(path.nodes) };
    const errors = differences(parts, joint.versions, 'Maven').findings.filter(({ severity }) => severity === 'error');
    const broken = new Set(errors.flatMap(({ demands }) => demands.map(({ service }) => service)));
    return { joint, errors: errors.length, keys: errors.map(({ subject }) => subject).join(' '), broken };
  }
}

function several(versions: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  return new Map([...versions].map(([key, version]) => [key, [version]]));
}

function unknown(because: string): Resolution {
  const diagnostic: Diagnostic = { code: 'jvm/unresolved', severity: 'warning', message: because, incomplete: true };
  return { kind: 'unknown', because, diagnostics: [diagnostic] };
}
