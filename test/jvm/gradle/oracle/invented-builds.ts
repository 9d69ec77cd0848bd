/** Builds of three projects over an invented repository: rich versions, platforms, rules of resolution, Spring's plug-in. */
import type { Choices } from '../../../random.ts';
import { manages, needs, pom } from '../../resolve/repository.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const VERSIONS = ['1.0', '1.5', '2.0', '2.1'] as const;
const RANGES = ['[1.0,2.0)', '[1.5,2.0]', '[2.0,)', '[1.0,1.5]'] as const;
const DYNAMIC = ['1.+', 'latest.release', '[1.0,2.0)', '2.+', '+'] as const;

function listings(contents: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const modules = [...NAMES, 'bom'].map((name) => {
    const versions = VERSIONS.filter((version) => Object.hasOwn(contents, `g/${name}/${version}/${name}-${version}.pom`));
    const listed = versions.map((version) => `<version>${version}</version>`).join('');
    return [`g/${name}/maven-metadata.xml`, `<metadata><versioning><versions>${listed}</versions></versioning></metadata>`];
  });
  return Object.fromEntries(modules);
}

/** Modules that ask for those after them, and BOMs whose versions are properties. */
export function inventedRepository(choices: Choices): Readonly<Record<string, string>> {
  const modules = NAMES.flatMap((name, at) =>
    VERSIONS.map((version) => {
      const below = NAMES.slice(at + 1).filter(() => choices.chance(0.35));
      const list = below.map((other) => `g:${other}:${choices.chance(0.12) ? choices.one(RANGES) : choices.one(VERSIONS)}`);
      return pom(`g:${name}:${version}`, list.length === 0 ? '' : needs(...list));
    }),
  );
  const boms = VERSIONS.map((version) => {
    const properties = NAMES.map((name) => `<${name}.version>${choices.one(VERSIONS)}</${name}.version>`).join('');
    const managed = NAMES.filter(() => choices.chance(0.5)).map((name) =>
      choices.chance(0.5) ? `g:${name}:\${${name}.version}` : `g:${name}:${choices.one(VERSIONS)}`,
    );
    return pom(
      `g:bom:${version}`,
      `<packaging>pom</packaging><properties>${properties}</properties>${managed.length === 0 ? '' : manages(...managed)}`,
    );
  });
  const contents = Object.fromEntries([...modules, ...boms]);
  return { ...contents, ...listings(contents) };
}

/** One of these, each made only where it is drawn. */
const oneOf = (choices: Choices, all: readonly (() => string)[]): string => choices.one(all)();

class BuildWriter {
  readonly #choices: Choices;
  readonly #spring: boolean;

  constructor(choices: Choices, spring: boolean) {
    this.#choices = choices;
    this.#spring = spring;
  }

  #name = (): string => this.#choices.one(NAMES);
  #version = (): string => this.#choices.one(VERSIONS);

  #rich(): string {
    const version = this.#version();
    return oneOf(this.#choices, [
      () => `strictly '${version}'`,
      () => `strictly '[1.0,2.0]'; prefer '${version}'`,
      () => `strictly '${this.#choices.one(['[1.5,2.1]', '[1.0,2.0[', '2.+', '1.+'])}'`,
      () => `require '${version}'; reject '${this.#version()}'`,
      () => `require '[1.0,2.0]'; prefer '${version}'`,
      () => `require '${version}'`,
      () => `prefer '${version}'`,
    ]);
  }

  #dependency(configuration: string, projects: readonly string[]): string {
    const module = `g:${this.#name()}`;
    const plain = `${configuration} '${module}:${this.#version()}'`;
    return oneOf(this.#choices, [
      () => plain,
      () => plain,
      () => plain,
      () => (projects.length === 0 ? plain : `${configuration} project('${this.#choices.one(projects)}')`),
      () => `${configuration}('${module}') { version { ${this.#rich()} } }`,
      () => `${configuration}('${module}:${this.#version()}') { exclude group: 'g', module: '${this.#name()}' }`,
      () => `${configuration}('${module}:${this.#version()}') { transitive = false }`,
      () => `${configuration} '${module}:${this.#choices.one(DYNAMIC)}'`,
      () => `${configuration} '${module}'`,
    ]);
  }

  #rule(): string {
    const [one, other, version] = [this.#name(), this.#name(), this.#version()];
    return oneOf(this.#choices, [
      () => `force 'g:${one}:${version}'`,
      () => `eachDependency { d -> if (d.requested.group == 'g' && d.requested.name == '${one}') d.useVersion '${version}' }`,
      () =>
        `eachDependency { if (it.requested.name in ['${one}', '${other}']) it.useTarget group: 'g', name: '${this.#name()}', version: '${version}' }`,
      () => `dependencySubstitution { substitute module('g:${one}') using module('g:${other}:${version}') }`,
      () => `dependencySubstitution { substitute module('g:${one}:${this.#version()}') using module('g:${one}:${version}') }`,
      () => 'failOnVersionConflict()',
      () => `componentSelection { all { s -> if (s.candidate.version == '${version}') s.reject('no') } }`,
      () => `componentSelection { withModule('g:${one}') { s -> if (s.candidate.version.startsWith('2')) s.reject('no') } }`,
    ]);
  }

  #management(): string {
    const more = this.#choices.chance(0.4) ? `dependencies { dependency 'g:${this.#name()}:${this.#version()}' }` : '';
    return `dependencyManagement { imports { mavenBom 'g:bom:${this.#version()}' }\n${more} }`;
  }

  project(projects: readonly string[]): string {
    const chance = (share: number): boolean => this.#choices.chance(share);
    const pick = (of: readonly string[]): string => this.#choices.one(of);
    const configurations = ['implementation', 'implementation', 'runtimeOnly', 'compileOnly', 'testImplementation'];
    const lines = Array.from({ length: 1 + this.#choices.below(4) }, () => this.#dependency(pick(configurations), projects));
    if (chance(0.25))
      lines.push(
        `${pick(['implementation', 'runtimeOnly'])} ${pick(['platform', 'enforcedPlatform'])}('g:bom:${this.#version()}')`,
      );
    if (chance(0.25)) lines.push(`constraints { implementation('g:${this.#name()}') { version { ${this.#rich()} } } }`);
    const rules = chance(0.35)
      ? `configurations.${pick(['all', 'runtimeClasspath'])} { resolutionStrategy { ${this.#rule()} } }\n`
      : '';
    const excluded = chance(0.1)
      ? `configurations.${pick(['all', 'runtimeClasspath', 'implementation'])} { exclude group: 'g', module: '${this.#name()}' }\n`
      : '';
    const plugins = `plugins { id '${pick(['java', 'java-library'])}'${this.#spring ? "; id 'io.spring.dependency-management' version '1.1.7'" : ''} }\n`;
    return `${plugins}${this.#spring ? `${this.#management()}\n` : ''}dependencies {\n  ${lines.join('\n  ')}\n}\n${rules}${excluded}`;
  }
}

/** Settings and scripts of one build. */
export function inventedBuild(choices: Choices, spring: boolean): Readonly<Record<string, string>> {
  const writer = new BuildWriter(choices, spring);
  return {
    'settings.gradle': "rootProject.name = 'invented'\ninclude 'x', 'y', 'z'\n",
    'x/build.gradle': writer.project([':y', ':z']),
    'y/build.gradle': writer.project([':z']),
    'z/build.gradle': writer.project([]),
  };
}
