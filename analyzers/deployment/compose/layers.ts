/**
 * Services of a compose project as `docker compose` puts them together: base, override, `extends`.
 * Reference: the Compose Specification ("Merge", "Extends").
 */

import { localPath } from '../../../src/formats/paths.ts';
import { substitute } from '../../../src/formats/substitute.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import {
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlAt,
  yamlEntries,
  yamlItems,
  yamlText,
} from '../../../src/formats/yaml/yaml.ts';
import { type Diagnostic, directoryOf, isReadFailure, listed, type Project } from '../../../src/model/index.ts';
import { type Descriptor, originIn, readDescriptor } from '../yaml-facts.ts';
import type { ComposeProject } from './projects.ts';

/** One file's part of a service. */
export interface Layer {
  readonly descriptor: Descriptor;
  readonly node: YamlMap;
  /** What relative paths start from. */
  readonly directory: string;
}

/** A node, and the layer that says it. */
export type Said = readonly [node: YamlNode, layer: Layer];

export interface ComposeService {
  readonly name: string;
  /** Lowest first. */
  readonly layers: readonly Layer[];
  /** Where the service stands in the file that is read last. */
  readonly at: { readonly descriptor: Descriptor; readonly offset: number };
}

export interface ComposeServices {
  readonly services: readonly ComposeService[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Services of files that are read in their order, with what they extend. */
export function composeServices(project: Project, { files, directory, lookup }: ComposeProject): ComposeServices {
  const services = new Map<string, { layers: readonly Layer[]; at: ComposeService['at'] }>();
  const diagnostics: Diagnostic[] = [];
  const around: Around = { project, lookup, diagnostics };
  for (const path of files) {
    const descriptor = project.parse(path, readDescriptor);
    if (isReadFailure(descriptor)) continue;
    for (const [name, { offset, value }] of serviceEntries(descriptor)) {
      const isReplaced = value.tag === RESET || value.tag === OVERRIDE;
      const before = isReplaced ? [] : (services.get(name)?.layers ?? []);
      const layers = value.kind === 'map' ? layersOf({ descriptor, directory, name, node: value }, [], around) : [];
      if (value.tag === RESET) services.delete(name);
      else services.set(name, { layers: [...before, ...layers], at: { descriptor, offset } });
    }
  }
  return { services: [...services].map(([name, service]) => ({ name, ...service })), diagnostics };
}

const RESET = '!reset';
const OVERRIDE = '!override';

/**
 * What the layers say under a path, lowest first: `!reset` takes away all that was said before it and says nothing,
 * `!override` stands in the place of all before it. An empty value says nothing.
 */
export function saidUnder({ layers }: ComposeService, path: readonly string[]): readonly Said[] {
  let said: Said[] = [];
  for (const layer of layers) {
    let node: YamlNode | undefined = layer.node;
    for (const step of path) {
      node = yamlAt(node, step);
      if (node?.tag === RESET || node?.tag === OVERRIDE) said = [];
      if (node?.tag === RESET) node = undefined;
    }
    if (node !== undefined && !isEmpty(node)) said.push([node, layer]);
  }
  return said;
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null && !node.quoted;
}

/** The items of all lists under a path together; a single text counts as a list of one. */
export function itemsUnder(service: ComposeService, path: readonly string[]): readonly Said[] {
  return saidUnder(service, path).flatMap(([node, layer]) =>
    (node.kind === 'scalar' ? [node] : yamlItems(node)).map((item): Said => [item, layer]),
  );
}

/** `services:` of the Compose Specification; in the first format the services were the file. */
function serviceEntries({ yaml }: Descriptor): readonly (readonly [string, YamlEntry])[] {
  const [root] = yaml.documents;
  const services = yamlAt(root, 'services');
  if (services !== undefined) return yamlEntries(services);
  const isFirstFormat = (node: YamlNode): boolean => ['image', 'build', 'extends'].some((key) => yamlAt(node, key) !== undefined);
  return yamlEntries(root).filter(([, { value }]) => isFirstFormat(value));
}

interface Extending extends Layer {
  readonly name: string;
}

/** What is read beside a file, and where its problems go. */
interface Around {
  readonly project: Project;
  readonly lookup: Lookup;
  readonly diagnostics: Diagnostic[];
}

/** What a service extends, the base first. `below` are the services that led here: one of them again would go on for ever. */
function layersOf(own: Extending, below: readonly YamlMap[], around: Around): readonly Layer[] {
  const extended = own.node.entries.get('extends')?.value;
  if (extended === undefined) return [own];
  const named = extendedBy(own, extended, around.lookup);
  const base = baseOf(own, named, around);
  const inCircle = base !== undefined && [own.node, ...below].includes(base.node);
  if (base !== undefined && !inCircle) return [...layersOf(base, [own.node, ...below], around), own];
  const { line, column, ...place } = originIn(own.descriptor, extended);
  around.diagnostics.push({
    code: 'compose/extends',
    ...(inCircle
      ? { severity: 'warning', message: saidOf(own, 'extends itself by way of others') }
      : absence(own, named, around)),
    ...place,
    line,
    incomplete: true,
    ...(column === undefined ? {} : { column }),
  });
  return [own];
}

function saidOf({ name }: Extending, what: string, help = 'correct service and file of the extends'): string {
  return `${name} ${what}, so what it would take from there is missing; ${help}`;
}

/** A variable may be given when the project starts; what is not there otherwise is a mistake. */
function absence(own: Extending, { file, unset }: Extended, { project }: Around): Pick<Diagnostic, 'severity' | 'message'> {
  if (unset.length > 0) {
    const what = `extends a service that ${listed(unset, 3)} ${unset.length === 1 ? 'names, which has' : 'name, which have'} no value here`;
    return { severity: 'note', message: saidOf(own, what, 'give a default in .env or as ${NAME:-value}') };
  }
  const isAbsent = file === undefined || isReadFailure(project.read(file));
  const gone = isAbsent
    ? `extends a service of ${file ?? 'a file outside of this root'}, which is not there`
    : 'extends a service that is not there';
  return { severity: 'warning', message: saidOf(own, gone) };
}

/** What an `extends` names, its variables filled in; `file` is undefined outside of the root. */
interface Extended {
  readonly file: string | undefined;
  readonly service: string | undefined;
  readonly unset: readonly string[];
}

function extendedBy({ descriptor, directory }: Layer, extended: YamlNode, lookup: Lookup): Extended {
  const [file, service] = [yamlAt(extended, 'file'), extended.kind === 'map' ? yamlAt(extended, 'service') : extended].map(
    (node) => {
      const text = yamlText(node);
      return text === undefined ? undefined : substitute(text, lookup);
    },
  );
  return {
    file: file === undefined ? descriptor.path : localPath(directory, file.text),
    service: service?.text,
    unset: [...new Set([file, service].flatMap((one) => [...(one?.unset ?? [])]))],
  };
}

function baseOf({ descriptor, directory }: Layer, { file, service }: Extended, { project }: Around): Extending | undefined {
  if (service === undefined || file === undefined) return undefined;
  const isOwn = file === descriptor.path;
  const source = isOwn ? descriptor : project.parse(file, readDescriptor);
  if (isReadFailure(source)) return undefined;
  const node = serviceEntries(source).find(([one]) => one === service)?.[1].value;
  if (node?.kind !== 'map') return undefined;
  return { descriptor: source, name: service, node, directory: isOwn ? directory : directoryOf(file) };
}
