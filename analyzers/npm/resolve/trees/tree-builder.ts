/**
 * npm's own tree builder as a library. It reads package.json files from a directory that does not exist and manifests
 * from our registry client: nothing is written, fetched or run behind our back.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { ArboristNode, OverrideSet } from '@npmcli/arborist';
import type { NpaResult } from 'npm-package-arg';
import type { ProjectArchive } from '../../manifests/project-archives.ts';
import { type Archives, contentsOf } from '../registry/archives.ts';
import { type ArchivePlace, type Manifest, objectOf, parsedJson, slimManifest } from '../registry/documents.ts';
import { type ManifestSource, NPM_VERSION, NpmError } from '../registry/packuments.ts';
import type { TreeSwitches } from '../registry/settings.ts';
import type { Overrides } from '../root-settings.ts';
import {
  type CacheLibrary,
  type ExtractLibrary,
  type NodeClass,
  nothingAccepted,
  type OpenedArchives,
  openInMemory,
  type PlacedManifest,
  placeBundled,
  placedManifest,
  type ShrinkwrapClass,
} from './memory-archives.ts';
import { keepLines } from './replaced-lines.ts';

/** What package.json of a made-up project may hold. */
export interface ProjectJson {
  readonly name: string;
  readonly version: string;
  readonly private: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly overrides?: Overrides;
}

/** A made-up project with what lies in it, by directory from the root's. */
export interface Workspace {
  readonly root: ProjectJson;
  readonly members: ReadonlyMap<string, ProjectJson>;
  /** No members, but `file:` lines lead there. */
  readonly links: ReadonlyMap<string, ProjectJson>;
}

export interface BuildOptions {
  readonly manifests: ManifestSource;
  readonly archives: Archives;
  /** Those that lie in the project, by path from its root. */
  readonly projectArchives: ReadonlyMap<string, ProjectArchive>;
  /** Full version of Node.js, `20.20.2`. */
  readonly node: string;
  readonly switches: TreeSwitches;
  /** As `npm install` does: who was content with an optional peer being absent is looked at again once it is there. */
  readonly revisitsPeers: boolean;
  readonly overridesAre: OverridesAre;
}

/** `above`: in another package.json than the lines, and npm holds them against that one's alone; `applied` to the lines already, too. */
export type OverridesAre = 'own' | 'above' | 'applied';

interface BuilderOptions {
  readonly path: string;
  readonly nodeVersion: string;
  readonly npmVersion: string;
  readonly packageLock: false;
  /** Bundled packages and locks of packages count. */
  readonly complete: true;
  readonly strictPeerDeps: boolean;
  readonly legacyPeerDeps: boolean;
  readonly preferDedupe: boolean;
  readonly force: boolean;
  readonly installStrategy: TreeSwitches['strategy'];
  readonly audit: false;
  readonly save?: true;
  /** Ours: where manifests come from, and the packages of the project by directory. */
  readonly cohost: Source;
}

interface Source {
  readonly manifests: ManifestSource;
  readonly archives: Archives;
  readonly opened: OpenedArchives;
  /** Archives of the project by absolute path. */
  readonly packed: ReadonlyMap<string, ProjectArchive>;
  readonly packages: ReadonlyMap<string, ProjectJson>;
  /** Members by name, with their directories. */
  readonly members: ReadonlyMap<string, string>;
  readonly overridesAre: OverridesAre;
  /** Packages about which the registry could not be asked, as far as they were wanted. */
  readonly unasked: Set<string>;
}

interface Builder {
  buildIdealTree(): Promise<ArboristNode>;
}

interface Libraries {
  readonly Builder: new (options: BuilderOptions) => Builder;
}

interface PacoteLibrary extends ExtractLibrary {
  manifest(spec: NpaResult, options: { readonly cohost?: Source }): Promise<unknown>;
}

interface PackageJsonLibrary {
  normalize(path: string, options?: unknown): Promise<{ readonly content: unknown }>;
}

interface SpecLibrary {
  resolve(name: string, spec: string, where?: string): NpaResult;
}

type QueueStep = () => Promise<unknown>;

interface QueueLibrary {
  callLimit(steps: readonly QueueStep[], options?: unknown): Promise<unknown>;
}

interface RedactLibrary {
  redact(text: unknown): unknown;
}

const SET_WORKSPACES: unique symbol = Symbol.for('setWorkspaces');
const REALPATHS: unique symbol = Symbol.for('realpathCache');

interface BaseBuilder extends Builder {
  readonly path: string;
  readonly options: BuilderOptions;
  loadActual(options: { readonly root: ArboristNode }): Promise<ArboristNode>;
}

interface ProjectContent extends ProjectJson {
  readonly acceptDependencies: Readonly<Record<string, string>>;
}

interface ProjectNodeClass {
  new (options: {
    readonly path: string;
    readonly realpath: string;
    readonly root: ArboristNode;
    readonly pkg: ProjectContent;
    readonly installLinks: boolean;
    readonly legacyPeerDeps: boolean;
    readonly overrides?: OverrideSet;
  }): ArboristNode;
}

interface BuilderClass {
  new (options: BuilderOptions): BaseBuilder & { [REALPATHS]: Map<string, string> };
  readonly Node: NodeClass & ProjectNodeClass;
  readonly Shrinkwrap: ShrinkwrapClass;
}

/** Packages of all projects that are being built, by absolute directory. */
const virtual = new Map<string, ProjectJson>();
let libraries: Libraries | undefined;
let serial = 0;

/**
 * Loads the builder on first use. Functions that it calls in its own dependencies are led through here: the one that
 * fetches a manifest (ours when the options carry our source), the one that reads a package.json (ours for made-up
 * directories), those that unpack an archive; every other caller gets the original. Two pure ones that cost it half of its time remember their answers.
 */
function load(): Libraries {
  if (libraries !== undefined) return libraries;
  const own = createRequire(import.meta.url);
  const near = createRequire(own.resolve('@npmcli/arborist'));
  const pacote: PacoteLibrary = near('pacote');
  const packageJson: PackageJsonLibrary = near('@npmcli/package-json');
  parseSpecsOnce(near('npm-package-arg'));
  rejectWhatThrows(near('promise-call-limit'));
  redactOnce(near('@npmcli/redact'));
  const { manifest } = pacote;
  pacote.manifest = (spec, options) =>
    options.cohost === undefined ? manifest.call(pacote, spec, options) : manifestOf(spec, options.cohost);
  const { normalize } = packageJson;
  packageJson.normalize = (path, options) => {
    const known = virtual.get(path);
    return known === undefined ? normalize.call(packageJson, path, options) : Promise.resolve({ content: contentOf(known) });
  };
  const Base: BuilderClass = near('@npmcli/arborist');
  const cache: CacheLibrary = near('cacache');
  openInMemory(cache, pacote, Base.Shrinkwrap);
  class Builder extends Base {
    constructor(options: BuilderOptions) {
      super(options);
      for (const directory of options.cohost.packages.keys()) this[REALPATHS].set(directory, directory);
    }

    async [SET_WORKSPACES](root: ArboristNode): Promise<ArboristNode> {
      const { members, overridesAre } = this.options.cohost;
      if (overridesAre !== 'own') root.assertRootOverrides = () => undefined;
      if (overridesAre === 'applied') keepLines(root);
      if (members.size > 0) root.workspaces = new Map(members);
      return root;
    }

    /** What lies on a disk: of an unpacked archive its bundled packages; of a project its members, which thereby wait for what is placed first. */
    override async loadActual({ root }: { readonly root: ArboristNode }): Promise<ArboristNode> {
      const { cohost, legacyPeerDeps } = this.options;
      if (!cohost.packages.has(this.path)) placeBundled(this.path, root, Base.Node, legacyPeerDeps);
      else for (const path of cohost.members.values()) placeMember(path, root, Base.Node, legacyPeerDeps);
      return root;
    }
  }
  libraries = { Builder };
  return libraries;
}

function contentOf(json: ProjectJson): ProjectContent {
  return { acceptDependencies: nothingAccepted(), ...structuredClone(json) };
}

/** As arborist's `#loadActual` places a member that nothing links to yet. */
function placeMember(path: string, root: ArboristNode, ProjectNode: ProjectNodeClass, legacyPeerDeps: boolean): void {
  const json = virtual.get(path);
  if (json === undefined) return;
  const overrides = root.overrides?.getNodeRule(json);
  new ProjectNode({
    path,
    realpath: path,
    root,
    pkg: contentOf(json),
    installLinks: false,
    legacyPeerDeps,
    ...(overrides === undefined ? {} : { overrides }),
  });
}

/** The builder asks for the same specs again and again; what leads to a registry does not depend on the directory. */
function parseSpecsOnce(library: SpecLibrary): void {
  const { resolve: parse } = library;
  const parsed = new Map<string, NpaResult>();
  library.resolve = (name, spec, where) => {
    const key = `${name}\n${spec}`;
    const known = parsed.get(key);
    if (known !== undefined) return known;
    const result = parse(name, spec, where);
    if (result.registry) parsed.set(key, result);
    return result;
  };
}

/**
 * The builder asks for what a package needs by steps of a queue, and a step that throws because a published line is nothing
 * that npm reads (`workspace:*`) ended the process: where it was not the first one, it threw where nobody listens.
 */
function rejectWhatThrows(library: QueueLibrary): void {
  const { callLimit } = library;
  library.callLimit = (steps, options) => callLimit(steps.map(rejecting), options);
}

function rejecting(step: QueueStep): QueueStep {
  return () => {
    try {
      return step();
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** Every spec is cleaned of secrets for a log that nobody reads; the same text is so once. */
function redactOnce(library: RedactLibrary): void {
  const { redact } = library;
  const redacted = new Map<unknown, unknown>();
  library.redact = (text) => {
    const known = redacted.get(text);
    if (known !== undefined) return known;
    const result = redact(text);
    redacted.set(text, result);
    return result;
  };
}

/** Archives that count are opened here, before the builder asks for them: without their contents they are as good as none. */
async function manifestOf(spec: NpaResult, { manifests, archives, opened, packed, unasked }: Source): Promise<PlacedManifest> {
  const inProject = spec.type === 'file' ? packed.get(spec.fetchSpec ?? '') : undefined;
  if (inProject !== undefined) return packedManifest(inProject, `file:${spec.fetchSpec}`, opened);
  const real = spec.type === 'alias' ? spec.subSpec : spec;
  if (real === undefined || !real.registry || real.name === null)
    throw new NpmError(
      'EFOREIGN',
      spec.name ?? '',
      `${spec.name ?? ''}@${spec.rawSpec} is not a registry package; what it needs is not known without fetching it`,
    );
  const { name } = real;
  const picked = await manifests.pick(name, real.fetchSpec ?? real.rawSpec).catch((error: unknown) => {
    if (error instanceof NpmError && error.code === 'ENETWORK') unasked.add(name);
    throw error;
  });
  const manifest = withoutOptionalPeers(picked, unasked);
  const { archive } = manifest;
  const contents = archive === undefined ? undefined : await archives.contents(archive, manifest);
  if (archive === undefined || contents === undefined) return { ...placedManifest(manifest), _resolved: addressOf(manifest) };
  opened.set(archive.url, contents);
  return {
    ...placedManifest(manifest),
    _resolved: archive.url,
    ...(archive.hash === undefined ? {} : { _integrity: integrityOf(archive.hash) }),
    ...(contents.shrinkwrap === undefined ? {} : { _hasShrinkwrap: true }),
  };
}

/** npm unpacks an archive of the project as it does one of a registry; its address is its path. */
function packedManifest({ manifest, files, text }: ProjectArchive, address: string, opened: OpenedArchives): PlacedManifest {
  const json = objectOf(parsedJson(text)) ?? {};
  const contents = contentsOf(files);
  const hasShrinkwrap = contents.shrinkwrap !== undefined;
  const slimmed = slimManifest(manifest.name ?? '', manifest.version ?? '', { ...json, _hasShrinkwrap: hasShrinkwrap });
  opened.set(address, contents);
  return { ...placedManifest(slimmed), _resolved: address, ...(hasShrinkwrap ? { _hasShrinkwrap: true } : {}) };
}

/** Of a package with a lock of its own the builder needs it: without, it looks the package up in that lock, and takes it for a part. */
function integrityOf({ algorithm, hex }: NonNullable<ArchivePlace['hash']>): string {
  return `${algorithm}-${Buffer.from(hex, 'hex').toString('base64')}`;
}

/** The builder takes a tag to be met by whatever was had from an address (arborist, `depValid`); each package has one of its own. */
function addressOf({ name, version }: Manifest): string {
  return `https://cohost.invalid/${name}/${version}.tgz`;
}

function withoutOptionalPeers(manifest: Manifest, names: ReadonlySet<string>): Manifest {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const left = Object.entries(peerDependencies).filter(
    ([name]) => !(names.has(name) && peerDependenciesMeta[name]?.optional === true),
  );
  return left.length === Object.keys(peerDependencies).length
    ? manifest
    : { ...manifest, peerDependencies: Object.fromEntries(left) };
}

export interface BuiltTree {
  readonly root: ArboristNode;
  /** Packages that the tree could do without, about which the registry could not be asked: what they say might change it. */
  readonly unasked: readonly string[];
}

/**
 * Builds the tree of one made-up project; rejects with npm's own errors (`code` ERESOLVE, ETARGET, E404 …). The builder
 * looks optional peers up although it installs none, and takes one that cannot be had for one that does not suit. Where the
 * registry has no such package that is npm's verdict; where it could not be asked, the builder is asked again without them.
 */
export async function buildTree(workspace: Workspace, options: BuildOptions): Promise<BuiltTree> {
  const unasked = new Set<string>();
  for (;;) {
    const known = unasked.size;
    try {
      const root = await buildOnce(workspace, options, unasked);
      return { root, unasked: [...unasked].sort() };
    } catch (error) {
      const isConflict = error instanceof Error && 'code' in error && error.code === 'ERESOLVE';
      if (!isConflict || unasked.size === known) throw error;
    }
  }
}

async function buildOnce(
  { root, members, links }: Workspace,
  { manifests, archives, projectArchives, node, switches, revisitsPeers, overridesAre }: BuildOptions,
  unasked: Set<string>,
): Promise<ArboristNode> {
  const { Builder } = load();
  const path = resolve(`/cohost.invalid/${++serial}`);
  const packages = new Map<string, ProjectJson>([[path, root]]);
  const names = new Map<string, string>();
  for (const [directory, member] of members) {
    const home = resolve(path, directory);
    packages.set(home, member);
    names.set(member.name, home);
  }
  for (const [directory, json] of links) packages.set(resolve(path, directory), json);
  const packed = new Map([...projectArchives].map(([file, archive]) => [resolve(path, file), archive]));
  for (const [directory, json] of packages) virtual.set(directory, json);
  try {
    const builder = new Builder({
      path,
      nodeVersion: `v${node}`,
      npmVersion: NPM_VERSION,
      packageLock: false,
      complete: true,
      strictPeerDeps: switches.strictPeers,
      legacyPeerDeps: switches.legacyPeers,
      preferDedupe: switches.preferDedupe,
      force: switches.force,
      installStrategy: switches.strategy,
      audit: false,
      ...(revisitsPeers ? { save: true } : {}),
      cohost: { manifests, archives, opened: new Map(), packed, packages, members: names, overridesAre, unasked },
    });
    return await builder.buildIdealTree();
  } finally {
    for (const directory of packages.keys()) virtual.delete(directory);
  }
}
