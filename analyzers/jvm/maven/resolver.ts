/** Depth `resolved`: class paths as Maven resolves them, alone and for a POM that depends on a whole set of services. */
import type { Demand, Diagnostic, Repin, Resolution, ResolvedFinding, Resolver, ServiceId } from '../../../src/model/index.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { breaks } from '../breaking.ts';
import { activationFor } from './activation.ts';
import { type Artifact, collect, type Node, RangeFailure } from './collect.ts';
import { Descriptors } from './descriptor.ts';
import { type Divergence, divergenceOf } from './divergence.ts';
import type { EffectiveModel } from './effective.ts';
import { classPath, mediate } from './mediate.ts';
import type { PomDependency } from './pom.ts';
import { MavenRepositories } from './repository.ts';
import { compareVersions } from './version.ts';
import type { Workspace } from './workspace.ts';

/** Scopes that run. */
const RUNS = new Set(['compile', 'runtime']);

export type ClassPath =
  | { readonly ok: true; readonly nodes: readonly Node[]; readonly divergence: Divergence }
  | { readonly ok: false; readonly key: string; readonly problem: string };

/** Collects and mediates one root. */
export async function resolveClassPath(root: Parameters<typeof collect>[0], descriptors: Descriptors): Promise<ClassPath> {
  try {
    const mediation = mediate(await collect(root, descriptors));
    if (mediation.ok) return { ok: true, nodes: classPath(mediation.root), divergence: divergenceOf(mediation.root) };
    return { ok: false, key: mediation.conflict.key, problem: `the ranges on ${mediation.conflict.key} share no version` };
  } catch (error) {
    if (error instanceof RangeFailure) return { ok: false, key: error.key, problem: error.message };
    throw error;
  }
}

/** A POM that depends on the given artifacts and on nothing else. */
export function aggregateOf(models: readonly EffectiveModel[]): Parameters<typeof collect>[0] {
  const dependencies = models.map(
    ({ groupId, artifactId, version }): PomDependency => ({
      groupId,
      artifactId,
      version,
      type: 'jar',
      exclusions: [],
      file: '',
      place: { line: 1, column: 1 },
    }),
  );
  return { dependencies, managed: [], repositories: models.flatMap(({ repositories }) => repositories) };
}

function keyOf({ groupId, artifactId, classifier }: Artifact): string {
  return `${groupId}:${artifactId}${classifier === '' ? '' : `:${classifier}`}`;
}

/** Versions that run, by `group:artifact[:classifier]`. */
export function runtimeVersions(nodes: readonly Node[]): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { artifact, scope } of nodes) {
    if (RUNS.has(scope) && !versions.has(keyOf(artifact))) versions.set(keyOf(artifact), artifact.version);
  }
  return versions;
}

export interface MavenService {
  readonly id: ServiceId;
  readonly path: string;
}

/** One resolver per run: POMs, models and class paths are shared between all its questions. */
export async function createMavenResolver(
  environment: ResolveEnvironment,
  workspace: Workspace,
  services: readonly MavenService[],
): Promise<Resolver> {
  const repositories = await MavenRepositories.create(environment);
  const context = { activation: activationFor(environment.target), exists: () => false, imports: new Map() };
  return new MavenResolver(new Descriptors(repositories, context), workspace, services);
}

interface Alone {
  readonly model: EffectiveModel;
  readonly classPath: ClassPath;
}

class MavenResolver implements Resolver {
  readonly #descriptors: Descriptors;
  readonly #workspace: Workspace;
  readonly #paths: ReadonlyMap<ServiceId, string>;
  readonly #models = new Map<string, Promise<EffectiveModel | undefined>>();
  readonly #alone = new Map<ServiceId, Promise<Alone | string>>();

  constructor(descriptors: Descriptors, workspace: Workspace, services: readonly MavenService[]) {
    this.#descriptors = descriptors.withLocal((wanted) => {
      const path = workspace.find(wanted);
      return path === undefined ? undefined : this.#model(path);
    });
    this.#workspace = workspace;
    this.#paths = new Map(services.map(({ id, path }) => [id, path]));
  }

  async resolve(services: readonly ServiceId[]): Promise<Resolution> {
    if (!this.#descriptors.repositories.configured)
      return unknown('no Maven repository is configured: neither settings.xml nor an installed Maven names one');
    const parts: { readonly id: ServiceId; readonly alone: Alone }[] = [];
    for (const id of services) {
      const alone = await this.#aloneOf(id);
      if (typeof alone === 'string') return unknown(alone);
      if (!alone.classPath.ok) return { kind: 'conflict', findings: [this.#hard([id], alone.classPath)], alone: id };
      parts.push({ id, alone });
    }
    const [first] = parts;
    if (first === undefined) return unknown('no service was asked for');
    if (parts.length === 1) {
      const own = first.alone.classPath.ok ? runtimeVersions(first.alone.classPath.nodes) : new Map<string, string>();
      return { kind: 'resolved', versions: several(own), repins: [], findings: [] };
    }
    return this.#joint(parts);
  }

  #model(path: string): Promise<EffectiveModel | undefined> {
    const known = this.#models.get(path);
    if (known !== undefined) return known;
    const pom = this.#workspace.pom(path);
    const model =
      pom?.model === undefined
        ? Promise.resolve(undefined)
        : this.#descriptors.effective(pom, this.#workspace.resolvedContext(path), (request) => this.#workspace.answer(request));
    this.#models.set(path, model);
    return model;
  }

  #aloneOf(id: ServiceId): Promise<Alone | string> {
    const known = this.#alone.get(id);
    if (known !== undefined) return known;
    const alone = this.#resolveAlone(id);
    this.#alone.set(id, alone);
    return alone;
  }

  async #resolveAlone(id: ServiceId): Promise<Alone | string> {
    const path = this.#paths.get(id);
    const model = path === undefined ? undefined : await this.#model(path);
    if (model === undefined) return `${id} has no POM that can be read`;
    const [missing] = model.missing;
    if (missing !== undefined)
      return `${missing.kind === 'parent' ? 'parent' : 'BOM'} ${missing.groupId}:${missing.artifactId}:${missing.version} of ${id} is in no repository that was asked`;
    const unversioned = model.dependencies.find(({ version }) => version === undefined || version === '');
    if (unversioned !== undefined) return `${unversioned.groupId}:${unversioned.artifactId} of ${id} has no version`;
    return { model, classPath: await resolveClassPath(model, this.#descriptors) };
  }

  async #joint(parts: readonly { readonly id: ServiceId; readonly alone: Alone }[]): Promise<Resolution> {
    const joint = await resolveClassPath(aggregateOf(parts.map(({ alone }) => alone.model)), this.#descriptors);
    if (!joint.ok)
      return {
        kind: 'conflict',
        findings: [
          this.#hard(
            parts.map(({ id }) => id),
            joint,
          ),
        ],
      };
    const chosen = runtimeVersions(joint.nodes);
    const wants = new Map<string, { readonly id: ServiceId; readonly version: string }[]>();
    for (const { id, alone } of parts) {
      if (!alone.classPath.ok) continue;
      for (const [key, version] of runtimeVersions(alone.classPath.nodes)) {
        const list = wants.get(key);
        if (list === undefined) wants.set(key, [{ id, version }]);
        else list.push({ id, version });
      }
    }
    const repins: Repin[] = [];
    const findings: ResolvedFinding[] = [];
    for (const [key, list] of wants) {
      const to = chosen.get(key);
      // What one service's own management or depth alone decides is its own matter.
      if (new Set(list.map(({ version }) => version)).size < 2) continue;
      const lowest = list.map(({ version }) => version).sort(compareVersions)[0] ?? '';
      const wins = to ?? lowest;
      for (const { id, version } of list)
        if (version !== wins) repins.push({ service: id, subject: purl(key), from: version, to: wins });
      findings.push(this.#difference(key, wins, list));
    }
    if (findings.some(({ severity }) => severity === 'error'))
      return { kind: 'conflict', findings: findings.filter(({ severity }) => severity === 'error') };
    return { kind: 'resolved', versions: several(chosen), repins, findings };
  }

  #difference(key: string, wins: string, list: readonly { readonly id: ServiceId; readonly version: string }[]): ResolvedFinding {
    const highest =
      list
        .map(({ version }) => version)
        .sort(compareVersions)
        .at(-1) ?? wins;
    const isError = compareVersions(wins, highest) < 0 && breaks(key, wins, highest);
    return {
      rule: isError ? 'jvm/below-required' : 'jvm/convergence',
      severity: isError ? 'error' : 'warning',
      realm: 'jvm',
      subject: purl(key),
      demands: list.map(({ id, version }) => this.#demand(id, key, version)),
      clearedBy: 'process',
      fixes: [],
      message: isError
        ? `${key} ${wins} wins over the ${highest} that another service runs with (shared class path)`
        : `${key} does not converge: ${[...new Set(list.map(({ version }) => version))].sort(compareVersions).join(', ')}`,
      explanation: [...list.map(({ id, version }) => `${id} alone runs with ${version}`), `together Maven takes ${wins}`],
    };
  }

  #demand(service: ServiceId, key: string, version: string): Demand {
    return {
      service,
      realm: 'jvm',
      key,
      subject: purl(key),
      constraint: version,
      kind: 'exact',
      strength: 'preferred',
      group: 'default',
      via: [],
      origin: { file: this.#paths.get(service) ?? 'pom.xml', line: 1 },
    };
  }

  #hard(services: readonly ServiceId[], { key, problem }: { readonly key: string; readonly problem: string }): ResolvedFinding {
    const name = key.split(':').slice(0, 2).join(':');
    return {
      rule: 'version/unsatisfiable',
      severity: 'error',
      realm: 'jvm',
      subject: purl(name),
      demands: services.map((id) => ({ ...this.#demand(id, name, ''), kind: 'range', strength: 'declared' })),
      clearedBy: 'process',
      fixes: [],
      message: `Maven cannot choose ${name}: ${problem}`,
      explanation: [problem],
    };
  }
}

function purl(key: string): string {
  const [groupId = '', artifactId = '', classifier] = key.split(':').map(encodeURIComponent);
  return `pkg:maven/${groupId}/${artifactId}${classifier === undefined ? '' : `?classifier=${classifier}`}`;
}

function several(versions: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  return new Map([...versions].map(([key, version]) => [key, [version]]));
}

function unknown(because: string): Resolution {
  const diagnostic: Diagnostic = { code: 'maven/unresolved', severity: 'warning', message: because, incomplete: true };
  return { kind: 'unknown', because, diagnostics: [diagnostic] };
}
