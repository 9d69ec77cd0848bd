import { createHash } from 'node:crypto';
import type { ProjectArchive } from '../../manifests/project-archives.ts';
import { AmendedSource } from '../registry/amended-source.ts';
import type { Archives } from '../registry/archives.ts';
import { type ManifestSource, NpmError, type Packuments, PreferringSource } from '../registry/packuments.ts';
import type { TreeSwitches } from '../registry/settings.ts';
import type { RootSettings } from '../root-settings.ts';
import type { NpmService } from '../services.ts';
import { factsOf } from './facts.ts';
import type { JointAnswer, NpmFailure, Question } from './question.ts';
import { buildTree, type Workspace } from './tree-builder.ts';

export interface TreeContext {
  readonly packuments: Packuments;
  readonly archives: Archives;
  readonly node: string;
  readonly switches: TreeSwitches;
  readonly revisitsPeers: boolean;
}

type ConflictCode = Extract<JointAnswer, { kind: 'conflict' }>['code'];

const CONFLICT_CODES: ReadonlyMap<string, ConflictCode> = new Map([
  ['ETARGET', 'ETARGET'],
  ['ENOVERSIONS', 'ETARGET'],
  ['ERESOLVE', 'ERESOLVE'],
  ['EOVERRIDE', 'EOVERRIDE'],
]);

/** What npm makes of made-up projects. Services of one making are merged into the same one over and over: that is built once. */
export class BuiltTrees {
  readonly #context: TreeContext;
  /** Archives of the project that lines lead to, by path. */
  readonly #packed: ReadonlyMap<string, ProjectArchive>;
  /** By what was built. */
  readonly #built = new Map<string, Promise<JointAnswer>>();

  constructor(context: TreeContext, services: Iterable<NpmService>) {
    this.#context = context;
    this.#packed = new Map(
      [...services].flatMap(({ lines, development }) =>
        [...lines, ...development].flatMap(({ source }) =>
          source.kind === 'archive' ? [[source.archive.path, source.archive] as const] : [],
        ),
      ),
    );
  }

  /** Where manifests come from: versions of the services' locks go before others where these are preferred. */
  source({ services, locks }: Pick<Question, 'services' | 'locks'>): ManifestSource {
    const { packuments } = this.#context;
    if (locks === undefined) return packuments;
    const preferred = new Map<string, readonly string[]>();
    for (const { locked } of services)
      for (const [name, versions] of locked.all) preferred.set(name, [...(preferred.get(name) ?? []), ...versions]);
    return new PreferringSource(packuments, preferred);
  }

  /** `hasRoot`: the root is the project's own, and none that was made up. */
  build(
    workspace: Workspace,
    settings: RootSettings,
    source: ManifestSource = this.#context.packuments,
    hasRoot = false,
  ): Promise<JointAnswer> {
    if (source !== this.#context.packuments) return this.#buildNow(workspace, settings, source, hasRoot);
    const { root, members, links } = workspace;
    const text = JSON.stringify([root, [...members], [...links], settings, hasRoot]);
    const key = createHash('sha256').update(text).digest('base64');
    const known = this.#built.get(key) ?? this.#buildNow(workspace, settings, source, hasRoot);
    this.#built.set(key, known);
    return known;
  }

  async #buildNow(
    { root, ...below }: Workspace,
    { overrides, amendments, isInherited, strictPeers }: RootSettings,
    source: ManifestSource,
    hasRoot: boolean,
  ): Promise<JointAnswer> {
    const workspace = overrides === undefined ? { root, ...below } : { root: { ...root, overrides }, ...below };
    const manifests = amendments === undefined ? source : new AmendedSource(source, amendments);
    const { archives, node, switches, revisitsPeers } = this.#context;
    try {
      const { root: tree, unasked } = await buildTree(workspace, {
        manifests,
        archives,
        projectArchives: this.#packed,
        node,
        switches: strictPeers === true ? { ...switches, strictPeers } : switches,
        revisitsPeers,
        overridesAre: isInherited !== true ? 'own' : hasRoot ? 'above' : 'applied',
      });
      return { kind: 'ok', facts: factsOf(tree, [...below.members.keys()], hasRoot), unasked };
    } catch (error) {
      const failure = failureOf(error);
      const code = CONFLICT_CODES.get(failure.code);
      return code === undefined ? { kind: 'unknown', failure } : { kind: 'conflict', code, clashes: [], error: failure };
    }
  }
}

export function failureOf(error: unknown): NpmFailure {
  const message = error instanceof Error ? error.message : String(error);
  const own = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';
  // npm gives this one no code.
  const code = message.startsWith('Unable to resolve reference $') ? 'EOVERRIDE' : own;
  // npm-pick-manifest puts the package's name where errors have their class's.
  const picked = error instanceof Error && (code === 'ETARGET' || code === 'ENOVERSIONS') ? error.name : undefined;
  const culprit = error instanceof NpmError ? error.package : picked;
  return { code, message, cause: error, ...(culprit === undefined ? {} : { package: culprit }) };
}
