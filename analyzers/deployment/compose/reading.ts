/** One service of a compose project, read layer over layer: its values filled in, each with its place. */

import { localPath } from '../../../src/formats/paths.ts';
import { splitWords } from '../../../src/formats/shell/shell.ts';
import { substitute } from '../../../src/formats/substitute.ts';
import type { Lookup, Substituted } from '../../../src/formats/variables.ts';
import { type YamlNode, yamlAt, yamlItems, yamlNamedTexts, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import type { Origin, Project } from '../../../src/model/index.ts';
import { isTrue, originIn } from '../yaml-facts.ts';
import { environmentFile } from './dotenv.ts';
import { type ComposeService, itemsUnder, type Said, saidUnder } from './layers.ts';

export class Reading {
  readonly service: ComposeService;
  /** Variables that ports, images or builds need and nobody sets. */
  readonly unset = new Set<string>();
  readonly #lookup: Lookup;
  /** What it runs with, by name. */
  readonly environment: ReadonlyMap<string, string>;
  readonly #variant: string | undefined;

  constructor(project: Project, service: ComposeService, lookup: Lookup, variant?: string) {
    this.service = service;
    this.#variant = variant;
    this.#lookup = lookup;
    const environment = new Map<string, string>();
    const files = this.all('env_file').flatMap(([node, { directory }]) => {
      const path = this.text(node.kind === 'map' ? yamlAt(node, 'path') : node);
      return (path === undefined ? undefined : localPath(directory, path)) ?? [];
    });
    for (const file of new Set(files)) {
      for (const [name, value] of environmentFile(project, file, (name) => environment.get(name) ?? lookup(name)))
        environment.set(name, value);
    }
    // Passwords and the like are left to the shell on purpose: what has no value here is not told.
    const fill = (text: string): string => substitute(text, lookup).text;
    for (const [name, value] of this.settings(fill, 'environment')) environment.set(name, value);
    this.environment = environment;
  }

  /** Variables filled in; those without a value are kept in `unset`. */
  fill(text: string): Substituted {
    const filled = substitute(text, this.#lookup);
    for (const name of filled.unset) this.unset.add(name);
    return filled;
  }

  text(node: YamlNode | undefined): string | undefined {
    return this.substituted(node)?.text;
  }

  substituted(node: YamlNode | undefined): Substituted | undefined {
    const text = yamlText(node);
    return text === undefined ? undefined : this.fill(text);
  }

  /** The value of the layer that is read last. */
  last(...path: readonly string[]): YamlNode | undefined {
    return saidUnder(this.service, path).at(-1)?.[0];
  }

  /** Lists of all layers together, as far as a later one does not reset them. */
  all(...path: readonly string[]): readonly Said[] {
    return itemsUnder(this.service, path);
  }

  /** Of an argument whose whole value is left to whoever builds, the default counts: an empty image would begin with nothing. */
  buildArguments(): ReadonlyMap<string, string> {
    const given = (written: string): string | undefined => {
      const { text, unset } = this.fill(written);
      return text === '' && unset.length > 0 ? undefined : text;
    };
    return this.settings(given, 'build', 'args');
  }

  /** Names and values of all layers, later ones over earlier ones; a name alone takes the value that is set around. */
  settings(fill: (text: string) => string | undefined, ...path: readonly string[]): ReadonlyMap<string, string> {
    const settings = new Map<string, string>();
    for (const [node] of saidUnder(this.service, path))
      for (const [name, text] of yamlNamedTexts(node)) {
        const value = text === undefined ? this.#lookup(name) : fill(text);
        if (value === undefined) settings.delete(name);
        else settings.set(name, value);
      }
    return settings;
  }

  profiles(): readonly string[] {
    return [...new Set(this.all('profiles').flatMap(([node]) => yamlText(node) ?? []))];
  }

  /** What it runs under: its profiles, or the file that is a stack of its own, where another file is one in its stead. */
  runsUnder(): readonly string[] {
    return this.#variant === undefined ? this.profiles() : [this.#variant];
  }

  /** Entrypoint and command together, the line that tells, and whether the image's own entrypoint comes before them. */
  words(): { readonly words: readonly string[]; readonly node?: YamlNode; readonly keepsEntrypoint?: true } {
    const entrypoint = this.last('entrypoint');
    const command = this.last('command');
    const words = [entrypoint, command].flatMap((node) => {
      const text = yamlText(node);
      if (text !== undefined) return splitWords(substitute(text, this.#lookup).text);
      return yamlTexts(node).map((word) => substitute(word, this.#lookup).text);
    });
    const node = command ?? entrypoint;
    const isBehind = entrypoint === undefined && command !== undefined && words.length > 0;
    return { words, ...(node === undefined ? {} : { node }), ...(isBehind ? { keepsEntrypoint: true } : {}) };
  }

  /** A layer's own place of a node; the service's name where there is no node. */
  originOf(node: YamlNode | undefined): Origin {
    const { at, layers } = this.service;
    if (node === undefined) return originIn(at.descriptor, at);
    const layer = layers.findLast((one) => [...one.node.entries.values()].some(({ value }) => value === node));
    return layer === undefined ? originIn(at.descriptor, at) : originIn(layer.descriptor, node);
  }

  /** Where a variable is set; the service's name where a file of variables sets it. */
  originOfVariable(name: string): Origin {
    const set = saidUnder(this.service, ['environment']).flatMap(([node, { descriptor }]) => {
      const said = yamlAt(node, name) ?? yamlItems(node).find((item) => yamlText(item)?.startsWith(`${name}=`));
      return said === undefined ? [] : [originIn(descriptor, said)];
    });
    return set.at(-1) ?? this.originOf(undefined);
  }

  /** What is mounted, the last line for each place inside. */
  volumes(): readonly (readonly [volume: string, ...Said])[] {
    const mounted = new Map<string, readonly [string, ...Said]>();
    for (const [node, layer] of this.all('volumes')) {
      const volume = this.volume(node);
      if (volume !== undefined) mounted.set(placeOf(volume), [volume, node, layer]);
    }
    return [...mounted.values()];
  }

  /** `name:/path[:ro]`; nothing for memory file systems. */
  volume(node: YamlNode): string | undefined {
    if (node.kind !== 'map') return this.text(node);
    if (yamlText(yamlAt(node, 'type')) === 'tmpfs') return undefined;
    const target = this.text(yamlAt(node, 'target')) ?? '';
    const source = this.text(yamlAt(node, 'source'));
    const readOnly = isTrue(yamlAt(node, 'read_only')) ? ':ro' : '';
    return `${source === undefined ? '' : `${source}:`}${target}${readOnly}`;
  }
}

/** Where a volume is mounted inside: the second part, or the only one. */
function placeOf(volume: string): string {
  const [source = '', target] = volume.split(':');
  return target ?? source;
}
