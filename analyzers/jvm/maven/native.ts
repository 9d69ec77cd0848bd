import { decodeXml, parseXml, type XmlElement } from '../../../src/formats/xml.ts';
import { append, directoryOf, inDirectory, isReadFailure, joinPath, type Project } from '../../../src/model/index.ts';
import type { NativeContext, NativeQuestion, NativeTool, Unasked } from '../../analyzer.ts';
import { breaks } from '../breaking.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import { compareVersions } from './versions/version.ts';
import type { Workspace } from './workspace.ts';

/** `mvn dependency:tree` over the services' own POMs and one that depends on all: it reads POMs and runs no build. */
export const mavenCommand: NativeTool = {
  programs: [{ command: 'mvn', version: ['--version'] }],
  settings: {},
  // Its local repository is made for one.
  atOnce: 1,
};

const PLUGIN = 'maven-dependency-plugin';
const GOAL = `org.apache.maven.plugins:${PLUGIN}:3.8.1:tree`;
/** Directory of the two POMs that are made up. */
const OWN = 'cohost-verify';
const JOINT = { groupId: 'cohost.verify', artifactId: 'joint', version: '1' };

const REFUSAL = /No versions available for|within specified range|Could not resolve version conflict/;

/** The POMs at their own places, a reactor over them, and a module in it that depends on every service. */
export function mavenQuestion(
  workspace: Workspace,
  project: Project,
  poms: readonly string[],
  { offline, before }: NativeContext,
): NativeQuestion | Unasked {
  if (before !== undefined) return { unasked: 'Maven has no way to answer as of a date' };
  const needed = closure(workspace, poms);
  const files = new Map<string, string>();
  for (const path of [...needed.reactor, ...needed.parents]) {
    const file = project.read(path);
    if (isReadFailure(file)) return { unasked: file.message };
    const text = decodeXml(file.bytes);
    const document = parseXml(text);
    const danger = document.ok ? dangerIn(document.root) : 'what no parser reads';
    if (danger !== undefined) return { unasked: `${path} names ${danger}` };
    // It is written as UTF-8, whatever it was in.
    files.set(path, text.replace(/^<\?xml.*?\?>/s, ''));
  }
  const models = poms.flatMap((path) => workspace.model(path) ?? []);
  files.set(`${OWN}/pom.xml`, reactorPom(needed.reactor));
  files.set(`${OWN}/joint/pom.xml`, jointPom(models));
  return {
    files: [...files].map(([path, text]) => ({ path, text })),
    args: [
      ...['--batch-mode', '--no-transfer-progress', ...(offline ? ['--offline'] : []), '--file', `${OWN}/pom.xml`],
      // Of a tree for one scope, what a test brings first is cut off with it, though it runs.
      GOAL,
    ],
    env: {},
    refusal: REFUSAL,
    refused: (output) => brokenSteps(treesIn(output), models.map(nameOf)),
  };
}

/** Elements of a POM that have Maven run or write something although no build is asked for. */
const DANGERS: Readonly<Record<string, string>> = {
  extensions: 'build extensions, which Maven would load and run',
  pluginRepositories: 'repositories of plug-ins, whose code Maven would run',
};

/**
 * A plug-in that is asked from the command line still takes its dependencies and its settings from the POM, and
 * parameters without either from its properties (Maven, "Guide to Configuring Plug-ins").
 */
function dangerIn({ name, children }: XmlElement): string | undefined {
  if (Object.hasOwn(DANGERS, name)) return DANGERS[name];
  const ids = name === 'plugin' ? children.filter((one) => one.name === 'artifactId') : [];
  if (ids.some(({ text }) => text.includes('${') || text.trim() === PLUGIN))
    return 'the plug-in that would be asked, and may change what it does';
  if (name === 'properties' && children.some((one) => one.name === 'outputFile'))
    return 'a file that the plug-in would write its answer to';
  for (const child of children) {
    const danger = dangerIn(child);
    if (danger !== undefined) return danger;
  }
  return undefined;
}

interface Closure {
  /** POMs that Maven builds models of: the services and what they need of the tree. */
  readonly reactor: ReadonlySet<string>;
  /** POMs that it reaches from those by relativePath. */
  readonly parents: ReadonlySet<string>;
}

/** All POMs of the tree that Maven will look for: modules, parents, dependencies and imported BOMs. */
function closure(workspace: Workspace, poms: readonly string[]): Closure {
  const known = new Set(workspace.paths);
  const reactor = new Set<string>();
  const parents = new Set<string>();
  const queue = [...poms];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const model = reactor.has(path) ? undefined : workspace.model(path);
    if (model === undefined) continue;
    reactor.add(path);
    for (const { file } of model.lineage) if (known.has(file)) parents.add(file);
    append(queue, [...modulesOf(path, model).filter((one) => known.has(one)), ...neededBy(model, workspace)]);
  }
  return { reactor, parents };
}

/** POMs that `<modules>` of a POM names. */
export function modulesOf(path: string, { modules }: Pick<EffectiveModel, 'modules'>): readonly string[] {
  return modules.flatMap((module) => {
    const place = joinPath(directoryOf(path), module);
    return place === undefined ? [] : [place.endsWith('.xml') ? place : inDirectory(place, 'pom.xml')];
  });
}

function neededBy({ dependencies, lineage, expand }: EffectiveModel, workspace: Workspace): readonly string[] {
  const imports = lineage.flatMap(({ managed }) => managed.filter(({ scope }) => scope === 'import'));
  return [...dependencies, ...imports].flatMap(({ groupId = '', artifactId = '', version = '' }) => {
    const wanted = { groupId: expand(groupId), artifactId: expand(artifactId), version: expand(version) };
    return workspace.find(wanted) ?? [];
  });
}

function nameOf({ groupId, artifactId }: EffectiveModel): string {
  return `${groupId}:${artifactId}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function element(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`;
}

function coordinates({ groupId, artifactId, version }: typeof JOINT): string {
  return Object.entries({ groupId, artifactId, version })
    .map(([name, text]) => element(name, escaped(text)))
    .join('');
}

function pom(own: typeof JOINT, ...content: readonly string[]): string {
  return `${element('project', element('modelVersion', '4.0.0'), coordinates(own), ...content)}\n`;
}

function reactorPom(reactor: ReadonlySet<string>): string {
  const modules = [...[...reactor].map((path) => `../${directoryOf(path)}`), 'joint'];
  const own = { ...JOINT, artifactId: 'reactor' };
  return pom(own, element('packaging', 'pom'), element('modules', ...modules.map((one) => element('module', escaped(one)))));
}

function jointPom(models: readonly EffectiveModel[]): string {
  return pom(JOINT, element('dependencies', ...models.map((model) => element('dependency', coordinates(model)))));
}

/** Versions on a class path, by `group:artifact[:classifier]`. */
type Tree = ReadonlyMap<string, string>;

const ROOT = /^\[INFO\] ([^\s:]+:[^\s:]+):[^\s:]+:[^\s:]+$/;
const NODE = /^\[INFO\] [|+\\ -]+([^\s:]+:[^\s:]+):[^\s:]+:(?:([^\s:]+):)?([^\s:]+):(?:compile|runtime)\b/;

/** The trees of Maven's output, by the name of their root. */
export function treesIn(output: string): ReadonlyMap<string, Tree> {
  const trees = new Map<string, Map<string, string>>();
  let tree: Map<string, string> | undefined;
  for (const line of output.split(/\r?\n/)) {
    const root = ROOT.exec(line)?.[1];
    if (root !== undefined) {
      tree = new Map();
      trees.set(root, tree);
      continue;
    }
    const [, name, classifier, version] = NODE.exec(line) ?? [];
    if (tree === undefined || name === undefined || version === undefined) continue;
    tree.set(classifier === undefined ? name : `${name}:${classifier}`, version);
  }
  return trees;
}

interface Wanted {
  readonly name: string;
  readonly version: string;
}

function higher(a: Wanted | undefined, b: Wanted): Wanted {
  return a === undefined || compareVersions(a.version, b.version) < 0 ? b : a;
}

/** What of the joint tree is a breaking step below what a service has by itself. */
function brokenSteps(trees: ReadonlyMap<string, Tree>, services: readonly string[]): readonly string[] {
  const joint = trees.get(`${JOINT.groupId}:${JOINT.artifactId}`) ?? new Map<string, string>();
  const own = services.map((name) => ({ name, tree: trees.get(name) ?? new Map<string, string>() }));
  return [...joint].flatMap(([key, wins]) => {
    const wanted = own.flatMap(({ name, tree }) => {
      const version = tree.get(key);
      return version === undefined ? [] : [{ name, version }];
    });
    const highest = wanted.reduce<Wanted | undefined>(higher, undefined);
    // What none of them has alone, the management of each decides; what all of them have, sharing does not take away.
    if (highest === undefined || wins === highest.version || wanted.every(({ version }) => version !== wins)) return [];
    if (compareVersions(wins, highest.version) > 0 || !breaks(key, wins, highest.version)) return [];
    return [`${key} is ${wins} in the joint tree, ${highest.version} in that of ${highest.name} alone`];
  });
}
