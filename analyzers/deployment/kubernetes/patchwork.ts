/** Trees of YAML that patches change: what comes from elsewhere keeps its place. */
import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../../../src/formats/yaml/yaml.ts';
import type { Descriptor } from '../yaml-facts.ts';

/** Steps that the patches of one object may take; nobody's take so many, and aliases may unfold to billions. */
const MAX_STEPS = 100_000;

/** One object under its patches. Nothing is changed in place. */
export class Patchwork {
  readonly #owners = new Map<object, Descriptor>();
  #steps = 0;

  /** The document of the object, as the places of its parts now stand. */
  descriptor(base: Descriptor): Descriptor {
    return { ...base, owners: this.#owners };
  }

  /** What a patch brings stands where the patch stands. */
  adopt(node: YamlNode, descriptor: Descriptor): void {
    const nodes = new Set([node]);
    for (const one of nodes) {
      if (nodes.size > MAX_STEPS) break;
      this.#owners.set(one, descriptor);
      if (one.kind === 'list') for (const item of one.items) nodes.add(item);
      if (one.kind === 'map') for (const { value } of one.entries.values()) nodes.add(value);
    }
  }

  map(from: YamlMap, entries: ReadonlyMap<string, YamlEntry>): YamlMap {
    return this.#placed({ ...from, entries }, from);
  }

  list(from: YamlList, items: readonly YamlNode[]): YamlList {
    return this.#placed({ ...from, items }, from);
  }

  /** Whether the object can take another step. */
  step(): boolean {
    return ++this.#steps <= MAX_STEPS;
  }

  #placed<T extends YamlNode>(made: T, from: YamlNode): T {
    const owner = this.#owners.get(from);
    if (owner !== undefined) this.#owners.set(made, owner);
    return made;
  }
}
