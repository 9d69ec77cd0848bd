/** One POM file → its raw model, read as strictly as Maven reads it. Reference: POM reference 4.0.0. */
import { Lines } from '../../../../src/formats/lines.ts';
import { childOf, childText, decodeXml, itemsOf, parseXml, type XmlElement } from '../../../../src/formats/xml.ts';
import type { SourceFile } from '../../../../src/model/index.ts';
import { POM, POM_4_1, type Shape } from './pom-schema.ts';
import { modelVersionOf, rawProblems } from './raw-checks.ts';

/** Where something stands in its file; the file is that of the model. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Exclusion {
  readonly groupId: string;
  readonly artifactId: string;
}

/** A `<dependency>` as written, or after inheritance and management. Absent fields were not written. */
export interface PomDependency {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  readonly type: string;
  readonly classifier?: string;
  readonly scope?: string;
  readonly systemPath?: string;
  readonly optional?: string;
  readonly exclusions: readonly Exclusion[];
  readonly file: string;
  readonly place: Place;
}

export interface PomParent {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  /** Empty: never looked for locally. */
  readonly relativePath: string;
  readonly place: Place;
}

export interface PomRepository {
  readonly id: string;
  readonly url: string;
  readonly releases: boolean;
  readonly snapshots: boolean;
  readonly place: Place;
}

export interface PomExecution {
  /** POMs of one lineage mean the same execution by the same id. */
  readonly id: string;
  readonly phase?: string;
  readonly goals: readonly string[];
  readonly configuration?: XmlElement;
}

export interface PomPlugin {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version?: string;
  /** Its own, then those of its executions. */
  readonly configuration: readonly XmlElement[];
  readonly executions: readonly PomExecution[];
  /** Whether an execution of it has goals: without one a build runs none, unless the packaging binds them. */
  readonly executes: boolean;
  readonly file: string;
  readonly place: Place;
}

/** What a project and a profile both hold. */
export interface PomBase {
  readonly properties: ReadonlyMap<string, string>;
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly repositories: readonly PomRepository[];
  readonly modules: readonly string[];
  readonly plugins: readonly PomPlugin[];
  readonly managedPlugins: readonly PomPlugin[];
}

/** Maven 4's types of what runs in the compiler alone. */
export function isProcessor({ type }: Pick<PomDependency, 'type'>): boolean {
  return /^(?:classpath-|modular-)?processor$/.test(type);
}

export interface Activation {
  readonly activeByDefault: boolean;
  /** Of the project that is built (model 4.1.0). */
  readonly packaging?: string;
  readonly jdk?: string;
  readonly os?: Readonly<Record<string, string>>;
  readonly property?: { readonly name: string; readonly value?: string };
  readonly file?: { readonly exists?: string; readonly missing?: string };
}

export interface PomProfile extends PomBase {
  readonly id: string;
  readonly activation?: Activation;
}

export interface Relocation {
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
}

export interface RawModel extends PomBase {
  /** Path in the project, or the coordinates of a POM from a repository. */
  readonly file: string;
  readonly modelVersion?: string;
  readonly parent?: PomParent;
  readonly groupId?: string;
  readonly artifactId?: string;
  readonly version?: string;
  readonly packaging: string;
  readonly name?: string;
  readonly url?: string;
  readonly profiles: readonly PomProfile[];
  /** The Java that the sources of model 4.1.0 are compiled for: what is deployed of them. */
  readonly targetVersion?: { readonly text: string; readonly place: Place };
  readonly relocation?: Relocation;
  readonly prerequisites?: string;
  readonly finalName?: string;
  readonly propertyPlaces: ReadonlyMap<string, Place>;
  /** Gradle published it, with metadata of its own beside it that says more. */
  readonly hasGradleMetadata: boolean;
}

export interface PomProblem {
  readonly message: string;
  readonly place: Place;
  /** Tolerated in POMs from repositories, an error in those of the project. */
  readonly strictOnly: boolean;
}

export interface ParsedPom {
  readonly model?: RawModel;
  readonly problems: readonly PomProblem[];
}

/** Reads a POM of the project; a pure, module-level function, so that the project remembers its answer. */
export function parsePom(file: SourceFile): ParsedPom {
  return parsePomText(decodeXml(file.bytes), file.path);
}

/** Reference: Gradle Module Metadata specification, "POM and Ivy markers". */
const GRADLE_MARKER = 'published-with-gradle-metadata';

/** Reads a POM as strictly as Maven; `strictOnly` problems are those that Maven forgives in POMs from elsewhere. */
export function parsePomText(source: string, path: string): ParsedPom {
  const document = parseXml(source);
  const lines = new Lines(source);
  if (!document.ok) {
    return {
      problems: [{ message: `not readable as XML: ${document.problem}`, place: lines.at(document.offset), strictOnly: false }],
    };
  }
  const { root } = document;
  const problems: PomProblem[] = [];
  if (root.name !== 'project') {
    problems.push({
      message: `expected root element 'project' but found '${root.name}'`,
      place: lines.at(root.offset),
      strictOnly: true,
    });
  }
  const checker = new Checker(lines, problems, modelVersionOf(root) === '4.1.0');
  checker.complex(root, 'project');
  if (problems.some((problem) => !problem.strictOnly)) return { problems };
  for (const { element, message } of rawProblems(root))
    problems.push({ message, place: lines.at(element.offset), strictOnly: true });
  return { model: new Extractor(path, lines).model(root, source.includes(GRADLE_MARKER)), problems };
}

/** Attributes by tag; `root` and `preserve.model.version` are Maven 4's. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  project: ['xmlns', 'child.project.url.inherit.append.path', 'root', 'preserve.model.version'],
  scm: ['connection', 'developerConnection', 'url'].map((name) => `child.scm.${name}.inherit.append.path`),
  site: ['child.site.url.inherit.append.path'],
};

class Checker {
  readonly #lines: Lines;
  readonly #problems: PomProblem[];
  readonly #isMaven4: boolean;

  constructor(lines: Lines, problems: PomProblem[], isMaven4: boolean) {
    this.#lines = lines;
    this.#problems = problems;
    this.#isMaven4 = isMaven4;
  }

  #report(element: XmlElement, message: string, strictOnly: boolean): void {
    this.#problems.push({ message, place: this.#lines.at(element.offset), strictOnly });
  }

  complex(element: XmlElement, type: string): void {
    const own = POM[type];
    if (own === undefined) return;
    const fields = this.#isMaven4 ? { ...own, ...POM_4_1[type] } : own;
    this.#attributes(element);
    if (element.text.trim() !== '') this.#report(element, `text is not allowed directly in '${element.name}'`, true);
    const seen = new Set<string>();
    for (const child of element.children) {
      const shape = Object.hasOwn(fields, child.name) ? fields[child.name] : undefined;
      if (shape === undefined) {
        this.#report(child, `unrecognised tag: '${child.name}'`, true);
        continue;
      }
      if (seen.has(child.name)) this.#report(child, `duplicated tag: '${child.name}'`, false);
      seen.add(child.name);
      this.#shape(child, shape);
    }
  }

  #attributes(element: XmlElement): void {
    for (const name of element.attributes.keys()) {
      if (!name.includes(':') && ATTRIBUTES[element.name]?.includes(name) !== true)
        this.#report(element, `unknown attribute '${name}' for tag '${element.name}'`, true);
    }
  }

  #shape(element: XmlElement, shape: Shape): void {
    if (shape === 'any') return;
    if (shape === 'text') {
      if (element.children.length > 0) this.#report(element, `'${element.name}' holds elements where text is expected`, false);
      return;
    }
    if (shape === 'properties') {
      for (const property of element.children) this.#shape(property, 'text');
      return;
    }
    if ('type' in shape) {
      this.complex(element, shape.type);
      return;
    }
    if (element.text.trim() !== '') this.#report(element, `text is not allowed directly in '${element.name}'`, true);
    for (const item of element.children) {
      if (item.name !== shape.list) this.#report(item, `unrecognised tag: '${item.name}'`, true);
      else if (shape.of === 'text') this.#shape(item, 'text');
      else this.complex(item, shape.of.type);
    }
  }
}

/** As Java's Boolean.parseBoolean() takes it. */
export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

type Optional<K extends string> = { readonly [P in K]?: string };

/** The named texts that are written. */
function pick<K extends string>(element: XmlElement | undefined, names: readonly K[]): Optional<K> {
  const found: { [P in K]?: string } = {};
  for (const name of names) {
    const value = childText(element, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

class Extractor {
  readonly #path: string;
  readonly #lines: Lines;

  constructor(path: string, lines: Lines) {
    this.#path = path;
    this.#lines = lines;
  }

  #place(element: XmlElement): Place {
    return this.#lines.at(element.offset);
  }

  model(root: XmlElement, hasGradleMetadata: boolean): RawModel {
    const modelVersion = modelVersionOf(root);
    const parent = childOf(root, 'parent');
    const relocation = childOf(childOf(root, 'distributionManagement'), 'relocation');
    const prerequisites = childText(childOf(root, 'prerequisites'), 'maven');
    const finalName = childText(childOf(root, 'build'), 'finalName');
    const propertyElements = childOf(root, 'properties')?.children ?? [];
    return {
      ...this.#base(root),
      file: this.#path,
      ...pick(root, ['groupId', 'artifactId', 'version', 'name', 'url']),
      ...(modelVersion === undefined ? {} : { modelVersion }),
      packaging: childText(root, 'packaging') ?? 'jar',
      ...(parent === undefined ? {} : { parent: this.#parent(parent) }),
      profiles: itemsOf(root, 'profiles', 'profile').map((profile) => this.#profile(profile)),
      ...this.#targetVersion(root),
      ...(relocation === undefined ? {} : { relocation: pick(relocation, ['groupId', 'artifactId', 'version']) }),
      ...(prerequisites === undefined ? {} : { prerequisites }),
      ...(finalName === undefined ? {} : { finalName }),
      hasGradleMetadata,
      propertyPlaces: new Map(propertyElements.map((one) => [one.name, this.#place(one)])),
    };
  }

  #targetVersion(root: XmlElement): Pick<RawModel, 'targetVersion'> {
    for (const source of itemsOf(childOf(root, 'build') ?? root, 'sources', 'source')) {
      const target = childOf(source, 'targetVersion');
      const isMain = (childText(source, 'scope') ?? 'main') === 'main' && (childText(source, 'lang') ?? 'java') === 'java';
      if (target !== undefined && isMain) return { targetVersion: { text: target.text.trim(), place: this.#place(target) } };
    }
    return {};
  }

  #parent(element: XmlElement): PomParent {
    return {
      ...pick(element, ['groupId', 'artifactId', 'version']),
      relativePath: childText(element, 'relativePath') ?? '../pom.xml',
      place: this.#place(element),
    };
  }

  #base(element: XmlElement): PomBase {
    const build = childOf(element, 'build');
    return {
      properties: new Map((childOf(element, 'properties')?.children ?? []).map((one) => [one.name, one.text.trim()])),
      dependencies: itemsOf(element, 'dependencies', 'dependency').map((one) => this.#dependency(one)),
      managed: itemsOf(childOf(element, 'dependencyManagement'), 'dependencies', 'dependency').map((one) =>
        this.#dependency(one),
      ),
      repositories: itemsOf(element, 'repositories', 'repository').map((one) => this.#repository(one)),
      modules: [...itemsOf(element, 'modules', 'module'), ...itemsOf(element, 'subprojects', 'subproject')].map((one) =>
        one.text.trim(),
      ),
      plugins: itemsOf(build, 'plugins', 'plugin').map((one) => this.#plugin(one)),
      managedPlugins: itemsOf(childOf(build, 'pluginManagement'), 'plugins', 'plugin').map((one) => this.#plugin(one)),
    };
  }

  #dependency(element: XmlElement): PomDependency {
    return {
      ...pick(element, ['groupId', 'artifactId', 'version', 'classifier', 'scope', 'systemPath', 'optional']),
      type: childText(element, 'type') ?? 'jar',
      exclusions: itemsOf(element, 'exclusions', 'exclusion').map((one) => ({
        groupId: childText(one, 'groupId') ?? '',
        artifactId: childText(one, 'artifactId') ?? '',
      })),
      file: this.#path,
      place: this.#place(element),
    };
  }

  #repository(element: XmlElement): PomRepository {
    const enabled = (policy: string): boolean => isTrue(childText(childOf(element, policy), 'enabled') ?? 'true');
    return {
      id: childText(element, 'id') ?? '',
      url: childText(element, 'url') ?? '',
      releases: enabled('releases'),
      snapshots: enabled('snapshots'),
      place: this.#place(element),
    };
  }

  #plugin(element: XmlElement): PomPlugin {
    const executions = itemsOf(element, 'executions', 'execution');
    return {
      groupId: childText(element, 'groupId') ?? 'org.apache.maven.plugins',
      artifactId: childText(element, 'artifactId') ?? '',
      ...pick(element, ['version']),
      configuration: [element, ...executions].flatMap((one) => childOf(one, 'configuration') ?? []),
      executions: executions.map((one) => this.#execution(one)),
      executes: executions.some((one) => itemsOf(one, 'goals', 'goal').length > 0),
      file: this.#path,
      place: this.#place(element),
    };
  }

  #execution(element: XmlElement): PomExecution {
    const configuration = childOf(element, 'configuration');
    return {
      id: childText(element, 'id') ?? 'default',
      ...pick(element, ['phase']),
      goals: itemsOf(element, 'goals', 'goal').map(({ text }) => text.trim()),
      ...(configuration === undefined ? {} : { configuration }),
    };
  }

  #profile(element: XmlElement): PomProfile {
    const activation = childOf(element, 'activation');
    return {
      ...this.#base(element),
      id: childText(element, 'id') ?? 'default',
      ...(activation === undefined ? {} : { activation: this.#activation(activation) }),
    };
  }

  #activation(element: XmlElement): Activation {
    const os = childOf(element, 'os');
    const property = childOf(element, 'property');
    const file = childOf(element, 'file');
    return {
      activeByDefault: isTrue(childText(element, 'activeByDefault')),
      ...pick(element, ['jdk', 'packaging']),
      ...(os === undefined ? {} : { os: Object.fromEntries(os.children.map((one) => [one.name, one.text.trim()])) }),
      ...(property === undefined ? {} : { property: { name: childText(property, 'name') ?? '', ...pick(property, ['value']) } }),
      ...(file === undefined ? {} : { file: pick(file, ['exists', 'missing']) }),
    };
  }
}
