/** Variables of serverless.yml (Serverless Framework reference, "Variables") as far as files of the project settle them. */

import { localPath } from '../../../src/formats/paths.ts';
import { type YamlNode, type YamlScalar, yamlAt, yamlText } from '../../../src/formats/yaml/yaml.ts';
import { directoryOf, isReadFailure, type Project } from '../../../src/model/index.ts';
import { type Descriptor, readDescriptor } from '../yaml-facts.ts';

/** A value with the file that it stands in. */
export interface Found {
  readonly node: YamlNode;
  readonly descriptor: Descriptor;
}

/** An expression without another one in it. */
const INNERMOST = /\$\{([^${}]*)\}/;
const MAX_STEPS = 50;
const MAX_LENGTH = 10_000;
const MAX_DEPTH = 20;

/** Variables of serverless.yml (`${self:…}`, `${file(…)}`, `${opt:…, default}`), as far as files of the tree hold them. */
export class ServerlessValues {
  readonly #project: Project;
  readonly #root: Found | undefined;
  readonly #home: string;
  /** Values by the nodes that they were worked out for. */
  readonly #known = new Map<YamlNode, Found | undefined>();

  constructor(project: Project, descriptor: Descriptor) {
    const [node] = descriptor.yaml.documents;
    this.#project = project;
    this.#root = node === undefined ? undefined : { node, descriptor };
    this.#home = directoryOf(descriptor.path);
  }

  /** A node with its variables filled in; undefined where something outside of the files decides (options, the environment, a stack). */
  resolved(found: Found | undefined, depth = 0): Found | undefined {
    const text = yamlText(found?.node);
    if (found === undefined || text === undefined || !text.includes('${')) return found;
    const { node } = found;
    if (!this.#known.has(node)) {
      // A value that needs itself has none.
      this.#known.set(node, undefined);
      this.#known.set(node, this.#filled(found, text, depth));
    }
    return this.#known.get(node);
  }

  #filled(found: Found, text: string, depth: number): Found | undefined {
    let open = text;
    for (let step = 0; step < MAX_STEPS && open.length < MAX_LENGTH && depth < MAX_DEPTH; step++) {
      const match = INNERMOST.exec(open);
      if (match === null) return open.includes('${') ? undefined : { ...found, node: scalar(open, found.node) };
      const value = this.#first(match[1] ?? '', found, depth);
      if (value === undefined || match[0] === open) return value;
      const filled = yamlText(value.node);
      if (filled === undefined) return undefined;
      open = open.slice(0, match.index) + filled + open.slice(match.index + match[0].length);
    }
    return undefined;
  }

  /** The value below a node, variables on the way filled in. */
  at(found: Found | undefined, path: readonly string[], depth = 0): Found | undefined {
    let current = this.resolved(found, depth);
    for (const key of path) {
      const node = yamlAt(current?.node, key);
      current = node === undefined || current === undefined ? undefined : this.resolved({ ...current, node }, depth);
    }
    return current;
  }

  /** `self:custom.size, 512`: the first alternative that has a value. */
  #first(expression: string, within: Found, depth: number): Found | undefined {
    for (const part of expression.split(',').map((one) => one.trim())) {
      const found = this.#source(part, within, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #source(text: string, within: Found, depth: number): Found | undefined {
    const literal = /^'([^']*)'$|^"([^"]*)"$|^(-?\d[\w.]*|true|false)$/.exec(text);
    if (literal !== null) return { ...within, node: scalar(literal[1] ?? literal[2] ?? literal[3] ?? '', within.node) };
    if (text === 'sls:stage') return this.#source('self:provider.stage', within, depth) ?? this.#source("'dev'", within, depth);
    const [, self, file, key = ''] = /^(?:self:([\w.-]+)|file\(([^()]+)\)(?::([\w.-]+))?)$/.exec(text) ?? [];
    const root = file === undefined ? this.#root : this.#file(file.trim());
    const path = self ?? key;
    return self === undefined && file === undefined ? undefined : this.at(root, path === '' ? [] : path.split('.'), depth);
  }

  #file(name: string): Found | undefined {
    const path = localPath(this.#home, name);
    if (path === undefined || !/\.(?:ya?ml|json)$/.test(path)) return undefined;
    const descriptor = this.#project.parse(path, readDescriptor);
    if (isReadFailure(descriptor)) return undefined;
    const [node] = descriptor.yaml.documents;
    return node === undefined ? undefined : { node, descriptor };
  }
}

function scalar(text: string, { offset }: YamlNode): YamlScalar {
  return { kind: 'scalar', value: text, text, quoted: true, offset };
}
