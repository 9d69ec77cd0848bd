import {
  addOnce,
  type Demand,
  type Diagnostic,
  isReadFailure,
  type Project,
  type Repin,
  type Resolution,
  type ResolvedFinding,
  type Resolver,
  type ServiceId,
} from '../../../src/model/index.ts';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { resolverOver } from '../../../src/resolve/services.ts';
import { buildDemands } from '../demands.ts';
import { type GoSum, SumIndex } from '../files/gosum.ts';
import type { Position } from '../files/syntax.ts';
import { languageOf } from '../gover.ts';
import { type Module, readSum, type Tree, workOf } from '../modules.ts';
import { purlOf } from '../paths.ts';
import { buildTogether } from '../together.ts';
import { compareVersions } from '../versions.ts';
import { eachAtOnce, ModuleCache } from './cache.ts';
import type { MvsProblem } from './graph.ts';
import { type BuildList, buildList, shiftsOf } from './mvs.ts';
import { explainProblem } from './problems.ts';
import { ProxySource } from './proxy.ts';
import { type Ambiguity, ambiguousImports } from './splits.ts';
import { supportsPruning } from './summaries.ts';

/** Build lists as `go list -m all` prints them: of each service by itself, and of any set as one workspace. */
export async function openResolver(environment: ResolveEnvironment, project: Project, tree: Tree): Promise<Resolver> {
  const source = await ProxySource.create(environment, project, new SumIndex(readSums(project, tree)));
  const lists = new BuildLists(environment, source, tree);
  return resolverOver(tree.modules, (modules) => lists.resolve(modules));
}

function readSums(project: Project, { modules, workspaces }: Tree): readonly (readonly [string, GoSum])[] {
  return sumsOf([...modules.values(), ...workspaces]).flatMap((file) => {
    const parsed = project.parse(file, readSum);
    return isReadFailure(parsed) ? [] : [[file, parsed] as const];
  });
}

function sumsOf(owners: readonly { readonly sum?: string }[]): readonly string[] {
  return owners.flatMap(({ sum }) => (sum === undefined ? [] : [sum]));
}

/** The go.sum files that a build of these modules reads: their own, and those of the workspaces that list them. */
function readBy(modules: readonly Module[]): ReadonlySet<string> {
  return new Set(sumsOf(modules.flatMap((module) => [module, ...(module.workspace === undefined ? [] : [module.workspace])])));
}

type Listed = Extract<BuildList, { kind: 'list' }>;

const LOOKUPS_AT_ONCE = 16;

class BuildLists {
  readonly #environment: ResolveEnvironment;
  readonly #source: ProxySource;
  readonly #cache: ModuleCache;
  readonly #tree: Tree;
  readonly #alone = new Map<string, Promise<BuildList>>();
  readonly #newest = new Map<string, ReturnType<ProxySource['newest']>>();

  constructor(environment: ResolveEnvironment, source: ProxySource, tree: Tree) {
    this.#environment = environment;
    this.#source = source;
    this.#cache = new ModuleCache(source);
    this.#tree = tree;
  }

  async resolve(modules: readonly Module[]): Promise<Resolution> {
    const lists: Listed[] = [];
    for (const module of modules) {
      const list = await this.#listOf(module);
      if (list.kind === 'failure') return this.#failed([module], list.problem, module.directory);
      lists.push(list);
    }
    const [module, list] = [modules[0], lists[0]];
    if (modules.length === 1 && module !== undefined && list !== undefined) {
      return { kind: 'resolved', versions: versionsOf(lists), repins: [], findings: await this.#ownNotes(module, list) };
    }
    // Binaries of services that are built apart share nothing: each keeps its own build list.
    if (!this.#buildTogether(modules)) return { kind: 'resolved', versions: versionsOf(lists), repins: [], findings: [] };
    return this.#jointly(modules, lists);
  }

  #buildTogether(modules: readonly Module[]): boolean {
    const settings = this.#environment.settings.go ?? {};
    return buildTogether(
      modules.map(({ workspace }) => workspace?.file ?? ''),
      settings,
    );
  }

  async #jointly(modules: readonly Module[], alone: readonly Listed[]): Promise<Resolution> {
    const joint = await buildList(this.#cache, modules, { work: workOf(modules), sums: readBy(modules), ...this.#toolchain() });
    if (joint.kind === 'failure') return this.#failed(modules, joint.problem);
    const repins = modules.flatMap((module, index) => repinsOf(module, alone[index], joint));
    return { kind: 'resolved', versions: versionsOf([joint]), repins, findings: addedAmbiguities(modules, alone, joint) };
  }

  /** Memoized: every pair asks for both of its services again. */
  #listOf(module: Module): Promise<BuildList> {
    let list = this.#alone.get(module.directory);
    if (list === undefined) {
      // Without its go.work a member would lack the replacements that it counts on.
      const { workspace } = module;
      const work = workspace === undefined || workspace.replace.length === 0 ? {} : { work: workspace };
      list = buildList(this.#cache, [module], { ...work, sums: readBy([module]), ...this.#toolchain() });
      this.#alone.set(module.directory, list);
    }
    return list;
  }

  /** A stated toolchain is a limit; a guessed one is not, for the go command fetches newer ones by itself. */
  #toolchain(): { readonly toolchain?: string } {
    const { go, because } = this.#environment.target;
    if (because.go !== 'option' && because.go !== 'config') return {};
    return { toolchain: languageOf(go) === go ? `${go}.${Number.MAX_SAFE_INTEGER}` : go };
  }

  #failed(modules: readonly Module[], problem: MvsProblem, alone?: ServiceId): Resolution {
    const { message: said, explanation, unknown, code } = explainProblem(problem);
    const message = said + this.#hint(problem);
    if (unknown) {
      const [module] = modules;
      const place = module === undefined ? {} : placeOf(module, problem);
      const diagnostic: Diagnostic = { code, severity: 'warning', message, incomplete: true, ...place };
      return { kind: 'unknown', because: message, diagnostics: [diagnostic] };
    }
    const demands = modules.flatMap((module) => demandsOn(module, problem));
    const finding: ResolvedFinding = {
      rule: 'go/build-fails',
      severity: 'error',
      realm: 'go',
      subject: demands[0]?.subject ?? purlOf(modules[0]?.path ?? ''),
      demands,
      clearedBy: 'process',
      message,
      explanation,
      fixes: [],
    };
    return { kind: 'conflict', findings: [finding], ...(alone === undefined ? {} : { alone }) };
  }

  /** The go command asks the proxy for a required version even of a module that lies beside, unless it is replaced. */
  #hint(problem: MvsProblem): string {
    if (problem.kind !== 'load' || problem.failure.failure !== 'unknown-module') return '';
    const { path } = problem.module;
    const sibling = [...this.#tree.modules.values()].find((module) => module.path === path);
    return sibling === undefined ? '' : `; it lies in ${sibling.directory}, so a replace line could name that directory`;
  }

  /** What upstream says about a service's own requirements: deprecated modules, retracted versions, packages in two modules. */
  async #ownNotes(module: Module, list: Listed): Promise<readonly ResolvedFinding[]> {
    const ambiguous = ownAmbiguities(module, list).map((one) => ambiguityNote([module], one, 'note'));
    // What upstream says today cannot be told for an earlier day.
    if (this.#environment.before !== undefined) return ambiguous;
    const direct = buildDemands(module).filter(({ detail }) => detail?.role === 'require' && detail.indirect === undefined);
    const notes = new Map<string, readonly ResolvedFinding[]>();
    await eachAtOnce(direct, LOOKUPS_AT_ONCE, async (demand) => {
      const version = list.versions.get(demand.key);
      if (version !== undefined && !list.replaced.has(demand.key)) {
        notes.set(demand.key, await this.#upstreamNotes(demand, version));
      }
    });
    return [...ambiguous, ...direct.flatMap(({ key }) => notes.get(key) ?? [])];
  }

  async #upstreamNotes(demand: Demand, version: string): Promise<readonly ResolvedFinding[]> {
    let asked = this.#newest.get(demand.key);
    if (asked === undefined) {
      asked = this.#source.newest(demand.key);
      this.#newest.set(demand.key, asked);
    }
    const newest = await asked;
    if (newest === undefined) return [];
    const { deprecated, retract = [] } = newest.summary;
    const retraction = retract.find(({ low, high }) => compareVersions(low, version) <= 0 && compareVersions(version, high) <= 0);
    return [
      ...(deprecated === undefined ? [] : [deprecationNote(demand, deprecated, newest.version)]),
      ...(retraction === undefined ? [] : [retractionNote(demand, version, retraction.rationale)]),
    ];
  }
}

function versionsOf(lists: readonly Listed[]): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>();
  for (const list of lists) for (const [path, version] of list.versions) addOnce(versions, path, version);
  return versions;
}

function repinsOf({ directory }: Module, alone: Listed | undefined, joint: Listed): readonly Repin[] {
  return shiftsOf(alone?.versions ?? new Map(), joint.versions).flatMap(({ path, from, to }) =>
    to === undefined ? [] : [{ service: directory, subject: purlOf(path), from, to }],
  );
}

/** The lines that a problem is about: a requirement at the top of its chain, replace lines, or the go line. */
function demandsOn(module: Module, problem: MvsProblem): readonly Demand[] {
  const lines = linesOn(module, new Set(pathsOf(problem)));
  if (problem.kind === 'conflicting-replacements') return lines.filter(({ detail }) => detail?.role === 'replace');
  if (lines.length > 0) return lines;
  return [ownLine(module, problem.kind === 'toolchain-too-old' ? module.mod.go?.at : undefined)];
}

function linesOn(module: Module, keys: ReadonlySet<string>): readonly Demand[] {
  return buildDemands(module).filter(({ key, detail }) => keys.has(key) && detail?.role !== 'family');
}

/** A service as a whole, at `at` or at its module line. */
function ownLine({ directory, path, mod, file }: Module, at: Position = mod.module?.at ?? { line: 1, column: 1 }): Demand {
  return {
    service: directory,
    realm: 'go',
    key: path,
    subject: purlOf(path),
    constraint: mod.go === undefined ? '' : `go ${mod.go.value}`,
    kind: 'unknown',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file, line: at.line, column: at.column },
  };
}

function pathsOf(problem: MvsProblem): readonly string[] {
  switch (problem.kind) {
    case 'conflicting-replacements':
      return [problem.conflict.old.path];
    case 'duplicate-member':
    case 'work-too-old':
    case 'bad-module':
    case 'member-replaced':
      return [];
    case 'toolchain-too-old':
    case 'wrong-path':
    case 'load':
      // The chain begins with the main module; its second element is the service's own line.
      return problem.chain.slice(0, 2).map((name) => name.replace(/@.*$/s, ''));
  }
}

function placeOf(module: Module, problem: MvsProblem): Pick<Diagnostic, 'file' | 'line' | 'column'> {
  const [demand] = demandsOn(module, problem);
  if (demand === undefined) return { file: module.file, line: 1 };
  const { file, line, column } = demand.origin;
  return { file, line, ...(column === undefined ? {} : { column }) };
}

/**
 * Packages that two modules hold. From go 1.17 on a go.mod names every module whose packages are used, and a build of it
 * by itself looks into the rest of its graph only for what those lack (Go Modules Reference, "Lazy module loading").
 */
function ownAmbiguities(module: Module, { versions }: Listed): readonly Ambiguity[] {
  return ambiguousImports(versions).filter(({ parent, child }) => mayUse(module, parent) && mayUse(module, child));
}

function mayUse({ mod }: Module, path: string): boolean {
  return !supportsPruning(mod.go?.value ?? '') || mod.require.some((required) => required.path === path);
}

/** Packages of the joint list that two modules hold, where no service has that alone: a workspace looks into all of its graph. */
function addedAmbiguities(modules: readonly Module[], alone: readonly Listed[], joint: Listed): readonly ResolvedFinding[] {
  const known = new Set(
    modules.flatMap((module, index) => {
      const list = alone[index];
      return list === undefined ? [] : ownAmbiguities(module, list).map(({ child }) => child);
    }),
  );
  return ambiguousImports(joint.versions)
    .filter(({ child }) => !known.has(child) && modules.some((module) => mayUse(module, child)))
    .map((one) => ambiguityNote(modules, one, 'warning'));
}

function ambiguityNote(
  modules: readonly Module[],
  { parent, version, child, childVersion, carvedAt }: Ambiguity,
  severity: 'warning' | 'note',
): ResolvedFinding {
  const keys = new Set([parent, child]);
  const demands = modules.flatMap((module) => {
    const lines = linesOn(module, keys);
    return lines.length > 0 ? lines : [ownLine(module)];
  });
  return {
    rule: 'go/ambiguous-import',
    severity,
    realm: 'go',
    subject: purlOf(child),
    demands,
    clearedBy: 'process',
    message: `${child} ${childVersion} and ${parent} ${version} hold the same packages`,
    explanation: [
      `${parent} held these packages until ${carvedAt}; a build that imports one of them stops with "ambiguous import".`,
      `Requiring ${parent} ${carvedAt} or later ends it.`,
    ],
    fixes: [],
  };
}

function deprecationNote(demand: Demand, deprecated: string, newest: string): ResolvedFinding {
  return {
    rule: 'go/deprecated',
    severity: 'note',
    realm: 'go',
    subject: demand.subject,
    demands: [demand],
    clearedBy: 'process',
    message: `${demand.key} is deprecated`,
    explanation: [`Its newest version ${newest} says: ${oneLine(deprecated)}`],
    fixes: [],
  };
}

function retractionNote(demand: Demand, version: string, rationale: string): ResolvedFinding {
  const reason = rationale === '' ? 'no reason is given' : oneLine(rationale);
  return {
    rule: 'go/retracted',
    severity: 'note',
    realm: 'go',
    subject: demand.subject,
    demands: [demand],
    clearedBy: 'process',
    message: `${demand.key} ${version} was retracted by its author`,
    explanation: [`The author says: ${reason}`],
    fixes: [],
  };
}

const TEXT_LIMIT = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > TEXT_LIMIT ? `${line.slice(0, TEXT_LIMIT)}…` : line;
}
