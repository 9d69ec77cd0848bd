/** Components from the repositories that Maven's client reads, with Gradle's own metadata where a module has it. */

import type { PomRepository } from '../../maven/model/pom.ts';
import { type Descriptors, relocation } from '../../maven/resolve/descriptor.ts';
import { type Component, libraryOf, platformOf, relocatedTo } from './component.ts';
import type { ComponentRequest, Components } from './graph.ts';
import { parseModuleMetadata, type Wanted } from './module-metadata.ts';

/** The Java that variants are for, and what says so. */
export type ClassPathJava = Pick<Wanted, 'jdk' | 'because'>;

/** Components by their metadata in repositories: `.module` files, else POMs; those of the tree before any. */
export class RepositoryComponents implements Components {
  readonly #descriptors: Descriptors;
  readonly #repositories: readonly PomRepository[];
  readonly #java: ClassPathJava;
  readonly #locals: (key: string) => Component | undefined;
  /** Shared between the builds that ask the same repositories. */
  readonly #known: Map<string, Promise<Component | undefined>>;

  constructor(
    descriptors: Descriptors,
    repositories: readonly PomRepository[],
    java: ClassPathJava,
    locals: (key: string) => Component | undefined,
    known: Map<string, Promise<Component | undefined>>,
  ) {
    this.#descriptors = descriptors;
    this.#repositories = repositories;
    this.#java = java;
    this.#locals = locals;
    this.#known = known;
  }

  local(key: string): Component | undefined {
    return this.#locals(key);
  }

  versions(group: string, name: string): Promise<readonly string[]> {
    return this.#descriptors.repositories.versions(group, name, this.#repositories);
  }

  component(wanted: ComponentRequest): Promise<Component | undefined> {
    const key = `${wanted.group}:${wanted.name}:${wanted.version}${wanted.platform ? ' platform' : ''} ${this.#java.jdk} ${wanted.capabilities.join(' ')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read = this.#read(wanted);
    this.#known.set(key, read);
    return read;
  }

  async #read({ group, name, version, platform, capabilities }: ComponentRequest): Promise<Component | undefined> {
    const own = { group, name, version };
    const coordinates = { groupId: own.group, artifactId: own.name, version: own.version };
    const model = await this.#descriptors.model(coordinates, this.#repositories);
    if (model === undefined) return undefined;
    if (model.lineage[0]?.hasGradleMetadata === true) {
      const text = await this.#descriptors.repositories.text(coordinates, '.module', this.#repositories);
      const wanted = { own, platform, ...this.#java, asked: capabilities };
      const component = text === undefined ? undefined : parseModuleMetadata(text, wanted);
      if (component !== undefined) return component;
    }
    if (capabilities.length > 0)
      return { ...own, edges: [], capabilities: [], refused: `no variant of ${version} provides ${capabilities.join(' and ')}` };
    const to = relocation(model);
    if (to !== undefined && (to.groupId !== own.group || to.artifactId !== own.name))
      return relocatedTo(own, { group: to.groupId, name: to.artifactId, version: to.version });
    return platform ? platformOf(model) : libraryOf(model);
  }
}
