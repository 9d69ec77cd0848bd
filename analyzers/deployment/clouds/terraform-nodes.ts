/**
 * Terraform's blocks and values as the nodes that descriptors in YAML and JSON are read from: what a provider writes in
 * `snake_case` and in repeated blocks is the same object of the API that others write as such.
 */

import type { HclBlock, HclValue } from '../../../src/formats/hcl/hcl.ts';
import { lineCount, type Position } from '../../../src/formats/lines.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { parseYaml, type YamlEntry, type YamlMap, type YamlNode, type YamlProblem } from '../../../src/formats/yaml/yaml.ts';
import { baseName, isReadFailure, type Project } from '../../../src/model/index.ts';
import type { Descriptor } from '../yaml-facts.ts';
import { besideModule } from './terraform-blocks.ts';
import { Scope, textIn } from './terraform-values.ts';

/** A part of a descriptor with the file that it stands in. */
export interface Placed {
  readonly descriptor: Descriptor;
  readonly node: YamlNode;
}

/** Where a resource is declared, and what is known around it. */
export interface Surroundings {
  readonly project: Project;
  /** The directory of the module. */
  readonly home: string;
  /** The file that is told, and where in it a place is. */
  readonly path: string;
  readonly place: (at: { readonly offset: number }) => Position;
  /** Whether it is told where the module is called. */
  readonly isCalled: boolean;
  readonly scope: Scope;
  /** Data sources by type and label. */
  readonly data: ReadonlyMap<string, HclBlock>;
}

/** Blocks that may stand several times, by the list that they are in the API. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['container', 'containers'],
  ['containers', 'containers'],
  ['env', 'env'],
  ['init_container', 'initContainers'],
  ['port', 'ports'],
  ['ports', 'ports'],
  ['volume', 'volumes'],
  ['volumes', 'volumes'],
  ['volume_device', 'volumeDevices'],
  ['volume_mount', 'volumeMounts'],
  ['volume_mounts', 'volumeMounts'],
]);

/** What is told where only a run of Terraform knows it. */
const TOLD: ReadonlySet<string> = new Set([
  'args',
  'container_definitions',
  'command',
  'containerPort',
  'container',
  'container_port',
  'containers',
  'entryPoint',
  'external',
  'hostPort',
  'host_port',
  'image',
  'image_identifier',
  'internal',
  'node_port',
  'port',
  'portMappings',
  'ports',
  'start_command',
  'target_port',
]);

const IMAGES: ReadonlySet<string> = new Set(['image', 'image_identifier']);
const NAMES: ReadonlySet<string> = new Set(['name', 'service_name']);

/** Values that refer to each other multiply. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 40;

const OPEN = /\$\{[^{}]*\}/;
const EACH_OPEN = new RegExp(OPEN, 'g');

export class Nodes {
  readonly #around: Surroundings;
  readonly #open = new Set<string>();
  #left = MAX_NODES;
  /** The file of the resource itself. */
  readonly descriptor: Descriptor;

  constructor(around: Surroundings) {
    this.#around = around;
    this.descriptor = { path: around.path, skipped: 0, yaml: { documents: [], problems: [], place: around.place } };
  }

  /** Names of what only a run of Terraform would know. */
  get open(): readonly string[] {
    return [...this.#open];
  }

  /** A block as an object with the API's names. */
  block(block: HclBlock, depth = 0): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const { offset } = block;
    for (const [name, value] of block.attributes) {
      const node = this.value(value, name, depth + 1);
      if (node !== undefined) entries.set(camelCase(name), { offset: node.offset, value: node });
    }
    const lists = new Map<string, YamlNode[]>();
    for (const one of block.blocks) {
      const repeated = one.type === 'dynamic' ? (one.labels[0] ?? '') : '';
      if (TOLD.has(repeated)) this.#open.add(repeated);
      if (repeated !== '' || depth > MAX_DEPTH || this.#left-- <= 0) continue;
      const node = this.block(one, depth + 1);
      const list = LISTS.get(one.type);
      if (list === undefined) entries.set(camelCase(one.type), { offset: one.offset, value: node });
      else if (lists.get(list)?.push(node) === undefined) lists.set(list, [node]);
    }
    for (const [name, items] of lists) entries.set(name, { offset, value: { kind: 'list', offset, items } });
    return { kind: 'map', offset, entries };
  }

  /**
   * A value with what it refers to; nothing where that is open, or `null`. What stands elsewhere has the place where it is
   * referred to.
   */
  value(written: HclValue, name: string, depth = 0, fixed?: number): YamlNode | undefined {
    if (depth > MAX_DEPTH || this.#left-- <= 0) return undefined;
    const { scope } = this.#around;
    const stated = scope.unwrapped(written);
    const value = scope.value(stated);
    const isHere = value === stated || stated.kind === 'template';
    const elsewhere = fixed ?? (isHere ? undefined : stated.offset);
    const offset = elsewhere ?? value.offset;
    if (value.kind === 'list')
      return { kind: 'list', offset, items: value.items.flatMap((one) => this.value(one, name, depth + 1, elsewhere) ?? []) };
    if (value.kind === 'object') {
      const entries = [...value.entries].flatMap(([key, one]) => {
        const node = this.value(one, key, depth + 1, elsewhere);
        return node === undefined ? [] : [[key, { offset: node.offset, value: node }] as const];
      });
      return { kind: 'map', offset, entries: new Map(entries) };
    }
    if (value.kind === 'expression' && value.text === 'null') return undefined;
    const text = value.kind === 'expression' ? undefined : this.#textOf(value, name);
    if (text === undefined && TOLD.has(name)) this.#open.add(name);
    return text === undefined ? undefined : { kind: 'scalar', offset, value: text, text, quoted: true };
  }

  /** A text as far as it is known: an image whose program is, a name without what surrounds it. */
  #textOf(value: Extract<HclValue, { kind: 'text' | 'template' }>, name: string): string | undefined {
    if (value.kind === 'text') return value.text;
    const text = this.#around.scope.partlyFilled(value.text);
    if (!OPEN.test(text)) return text;
    if (NAMES.has(name)) return text.replaceAll(EACH_OPEN, '').replaceAll(/^[-_./]+|[-_./]+$/g, '') || undefined;
    if (!IMAGES.has(name)) return TOLD.has(name) ? undefined : text;
    const plain = text.replaceAll(EACH_OPEN, '${open}');
    return (baseName(plain).split(/[@]|:(?!.*\})/, 1)[0] ?? '').includes('$') ? undefined : plain;
  }

  /** What a text that holds a document says, or the value itself: JSON in place, of a file, of a template; an encoded value. */
  document(written: HclValue, name: string): Placed | undefined {
    const { scope, path, place, isCalled } = this.#around;
    const stated = scope.unwrapped(written);
    const value = stated.kind === 'template' ? (listOf(stated) ?? stated) : scope.value(stated);
    if (value.kind === 'list') {
      const node = this.value(value, name);
      return node === undefined ? undefined : { descriptor: this.descriptor, node };
    }
    if (value.kind === 'text' || value.kind === 'template') {
      const { line } = place(stated);
      const isHere = value === stated && value.heredoc === true && !isCalled;
      const where = isHere ? { path, skipped: line } : { path, skipped: 0, lines: [line] };
      return this.#parsed(value.text, name, scope, where);
    }
    if (value.kind === 'expression') {
      const read = this.#file(value, name);
      if (read === undefined) this.#open.add(name);
      return read;
    }
    const node = this.value(written, name);
    return node === undefined ? undefined : { descriptor: this.descriptor, node };
  }

  /** `file("…")`, `templatefile("…", { … })` and `data.template_file.….rendered`. */
  #file(value: Extract<HclValue, { kind: 'expression' }>, name: string): Placed | undefined {
    const { data } = this.#around;
    const template = data.get(/^data\.(template_file\.[\w-]+)(?:\[\d+\])?\.rendered$/.exec(value.text)?.[1] ?? '');
    if (template !== undefined) {
      const text = template.attributes.get('template');
      const given = template.attributes.get('vars');
      if (text?.kind === 'expression') return this.#readFile(text.call?.args[0], given, name);
      return text === undefined ? undefined : this.#parsed(textIn(text), name, this.#given(given), this.#at(value.offset));
    }
    const { name: called = '', args: [path, given] = [] } = value.call ?? {};
    return called === 'file' || called === 'templatefile' ? this.#readFile(path, given, name) : undefined;
  }

  #at(offset: number): Pick<Descriptor, 'path' | 'skipped' | 'lines'> {
    const { path, place } = this.#around;
    return { path, skipped: 0, lines: [place({ offset }).line] };
  }

  #readFile(path: HclValue | undefined, given: HclValue | undefined, name: string): Placed | undefined {
    const { project, home, scope } = this.#around;
    const written = path === undefined ? undefined : besideModule(textIn(path));
    const known = written === undefined || path?.kind === 'expression' ? undefined : scope.filled(written);
    const found = known === undefined ? undefined : localPath(home, known);
    const file = found === undefined ? undefined : project.read(found);
    if (file === undefined || isReadFailure(file)) return undefined;
    return this.#parsed(file.text, name, given === undefined ? undefined : this.#given(given), { path: file.path, skipped: 0 });
  }

  /** What a template is given, by the names that it calls it. */
  #given(given: HclValue | undefined): Scope {
    const { scope } = this.#around;
    const value = given === undefined ? undefined : scope.value(given);
    return new Scope(value?.kind === 'object' ? value.entries : new Map(), scope);
  }

  #parsed(
    text: string,
    name: string,
    scope: Scope | undefined,
    where: Pick<Descriptor, 'path' | 'skipped' | 'lines'>,
  ): Placed | undefined {
    const made = scope === undefined ? text : this.#filled(text, scope);
    const yaml = made === undefined ? undefined : parseYaml(made);
    const node = yaml?.documents[0];
    if (yaml === undefined || node === undefined || yaml.problems.some(isBroken)) {
      this.#open.add(name);
      return undefined;
    }
    const lines = where.lines;
    const [line = 1] = lines ?? [];
    const at = lines === undefined ? {} : { lines: Array.from({ length: lineCount(made ?? '') }, () => line) };
    return { descriptor: { path: where.path, skipped: where.skipped, yaml, ...at }, node };
  }

  /** A document with the values that are known; of those that are open what stands in a text keeps its place, others are null. */
  #filled(text: string, scope: Scope): string | undefined {
    if (text.includes('%{')) return undefined;
    // In YAML what is open may stand without quotes.
    if (!/^\s*[[{]/.test(text)) return scope.partlyFilled(text);
    let key = '';
    return text.replaceAll(/"((?:[^"\\\n]|\\.)*)"|\$\{[^{}\n]*\}/g, (whole, quoted: string | undefined) => {
      const known = oneLine(scope.partlyFilled(whole));
      if (quoted === undefined) {
        if (known === whole && TOLD.has(key)) this.#open.add(key);
        return known === whole ? 'null' : known;
      }
      const named = this.#textOf({ kind: 'template', text: known.slice(1, -1), offset: 0 }, key);
      const isValue = key !== '' && OPEN.test(known);
      key = quoted;
      return isValue ? (named === undefined ? 'null' : `"${named}"`) : known;
    });
  }
}

/** `"[${local.app}, ${local.agent}]"`: a list of what is encoded elsewhere. */
function listOf({ text, offset }: HclValue & { readonly text: string }): HclValue | undefined {
  const inside = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const parts = inside.split(',').map((part) => /^\s*\$\{\s*([\w.-]+)\s*\}\s*$/.exec(part)?.[1]);
  if (parts.includes(undefined)) return undefined;
  return { kind: 'list', items: parts.map((part) => ({ kind: 'expression', text: part ?? '', offset })), offset };
}

function isBroken({ kind, isTemplate }: YamlProblem): boolean {
  return kind !== 'duplicate-key' && isTemplate !== true;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
