/** serverless.yml (Serverless Framework reference): functions with the provider's defaults. */

import { localPath } from '../../../src/formats/paths.ts';
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  type GroupReference,
  type Installation,
  isReadFailure,
  type Origin,
  type Project,
  type ReadFailure,
  type ServerlessFunction,
} from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { numberOf, originIn, readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';
import { eventName, lambdaRuntime } from './cloudformation.ts';
import { type Found, ServerlessValues } from './serverless-values.ts';

export function isServerless(path: string, text: string): boolean {
  return (
    /^serverless(?:[.-].+)?\.(?:ya?ml|json)$/.test(baseName(path)) &&
    /^(?:[ \t]*")?(?:provider|functions|service)"?\s*:/m.test(text)
  );
}

const PROVIDERS: Readonly<Record<string, ServerlessFunction['provider']>> = {
  aws: 'aws',
  azure: 'azure',
  google: 'gcp',
  gcp: 'gcp',
};

/** Plug-ins that bundle what a function imports. */
export const SERVERLESS_BUNDLERS: readonly string[] = ['serverless-esbuild', 'serverless-webpack', 'serverless-bundle'];

/** What a serverless.yml declares, with the files that it takes parts from. */
export function readServerless(project: Project, path: string): Part | ReadFailure {
  const descriptor = project.parse(path, readDescriptor);
  if (isReadFailure(descriptor)) return descriptor;
  const [root] = descriptor.yaml.documents;
  if (root === undefined) return { deployments: [], diagnostics: yamlDiagnostics(descriptor) };
  const reading = new Reading(new ServerlessValues(project, descriptor), { node: root, descriptor });
  const deployments = reading.deployments();
  return { deployments, diagnostics: [...yamlDiagnostics(descriptor), ...reading.diagnostics] };
}

/** One service of the framework. */
class Reading {
  readonly diagnostics: Diagnostic[] = [];
  readonly #values: ServerlessValues;
  readonly #root: Found;
  readonly #provider: Found | undefined;
  readonly #installations: readonly Installation[];
  readonly #isBundled: boolean;

  constructor(values: ServerlessValues, root: Found) {
    this.#values = values;
    this.#root = root;
    this.#provider = values.at(root, ['provider']);
    this.#installations = this.#requirements();
    this.#isBundled = this.#bundles();
  }

  /** What the plug-in serverless-python-requirements packs: a file, or groups of Poetry's. */
  #requirements(): readonly Installation[] {
    const found = this.#values.at(this.#root, ['custom', 'pythonRequirements']);
    const groups = (key: string): readonly GroupReference[] =>
      yamlItems(yamlAt(found?.node, key)).map((item) => ({ kind: 'group', name: yamlText(item) ?? '' }));
    const file = this.#text(this.#values.at(found, ['fileName']));
    const only = groups('poetryOnlyGroups');
    const said = {
      asks: [
        ...(file === undefined ? [] : [{ kind: 'file' as const, name: file }]),
        ...groups('poetryWithGroups'),
        ...only.filter(({ name }) => name !== 'main'),
      ],
      leavesOut: [
        ...(file === undefined ? [] : [{ kind: 'file' as const }]),
        ...groups('poetryWithoutGroups'),
        ...(only.length === 0 ? [] : [{ kind: 'group' as const }]),
      ],
    };
    if (found === undefined || said.asks.length + said.leavesOut.length === 0) return [];
    const origin = originIn(found.descriptor, found.node);
    return [{ ecosystem: 'python', program: 'serverless-python-requirements', command: 'pythonRequirements', ...said, origin }];
  }

  /** Plug-ins that bundle, and what version 4 of the framework brings: `build: esbuild`, or its settings. */
  #bundles(): boolean {
    const build = this.#values.at(this.#root, ['build']);
    const isOwn = this.#text(build) === 'esbuild' || yamlEntries(build?.node).some(([tool]) => tool === 'esbuild');
    const plugins = this.#values.at(this.#root, ['plugins'])?.node;
    const named = [...yamlItems(plugins), ...yamlItems(yamlAt(plugins, 'modules'))];
    return isOwn || named.some((plugin) => SERVERLESS_BUNDLERS.includes(yamlText(plugin) ?? ''));
  }

  /** What patterns pack instead of `node_modules` (Serverless, "Packaging"), a build has put there. */
  #leavesPackagesOut(own: Found | undefined): boolean {
    return [this.#values.at(this.#root, ['package']), own].some((said) => {
      const patterns = yamlTexts(yamlAt(said?.node, 'patterns'));
      const excluded = yamlTexts(yamlAt(said?.node, 'exclude')).map((pattern) => `!${pattern}`);
      return [...patterns, ...excluded].some((pattern) =>
        /^!(?:\.\/)?(?:\*\*\/)?node_modules(?:\/\*{0,2})?$/.test(pattern.trim()),
      );
    });
  }

  /** A map of functions, or a list of such maps; each may come from a file. */
  deployments(): readonly DeploymentFacts[] {
    const written = yamlAt(this.#root.node, 'functions');
    if (written === undefined) return [];
    const all = this.#followed({ ...this.#root, node: written });
    const maps = all?.node.kind === 'list' ? all.node.items.map((node) => this.#followed({ ...all, node })) : [all];
    return maps.flatMap((map) => {
      if (map === undefined) return [];
      return yamlEntries(map.node).map(([name, { value, offset }]) => {
        const own = { ...map, node: value };
        return this.#function(name, this.#values.resolved(own) ?? own, originIn(map.descriptor, { offset }));
      });
    });
  }

  #followed(found: Found): Found | undefined {
    const value = this.#values.resolved(found);
    if (value !== undefined && yamlText(value.node) === undefined) return value;
    const message =
      'functions come from where no file of this project says what they are; what is declared there is missing here';
    this.diagnostics.push({ code: 'serverless/external', severity: 'note', message, ...originIn(found.descriptor, found.node) });
    return undefined;
  }

  #text(found: Found | undefined): string | undefined {
    return yamlText(found?.node);
  }

  #function(name: string, own: Found, origin: Origin): DeploymentFacts {
    const at = (...path: readonly string[]): Found | undefined => this.#values.at(own, path);
    // A value of its own that only a deployment knows is not the provider's.
    const either = (key: string): Found | undefined =>
      yamlAt(own.node, key) === undefined ? this.#values.at(this.#provider, [key]) : at(key);
    const text = (key: string): string | undefined => this.#text(either(key));
    const number = (key: string): number | undefined => numberOf(either(key)?.node);
    const providerName = (
      this.#text(this.#provider) ??
      this.#text(this.#values.at(this.#provider, ['name'])) ??
      ''
    ).toLowerCase();
    const isImage = yamlAt(own.node, 'image') !== undefined;
    const runtime = text('runtime');
    const handler = this.#text(at('handler')) ?? this.#text(at('entrypoint'));
    const memory = number('memorySize');
    const timeout = number('timeout');
    const ephemeral = number('ephemeralStorageSize');
    const architecture = text('architecture');
    const made: ServerlessFunction = {
      name,
      provider: Object.hasOwn(PROVIDERS, providerName) ? (PROVIDERS[providerName] ?? 'other') : 'other',
      packageType: isImage ? 'image' : 'zip',
      ...(this.#isBundled || this.#leavesPackagesOut(at('package')) ? { bundled: true as const } : {}),
      events: [...new Set(yamlItems(at('events')?.node).flatMap(eventsOf))],
      layers: yamlItems(either('layers')?.node).map((layer) => yamlText(layer) ?? yamlText(yamlAt(layer, 'Ref')) ?? ''),
      origin,
      ...(handler === undefined ? {} : { handler }),
      ...(runtime === undefined ? {} : { runtime }),
      ...(memory === undefined ? {} : { memoryMiB: memory }),
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
      ...(ephemeral === undefined ? {} : { ephemeralMiB: ephemeral }),
      ...(architecture === undefined ? {} : { architecture }),
    };
    const needed = isImage ? undefined : lambdaRuntime(runtime);
    const placed = either('runtime');
    const place = placed === undefined ? origin : originIn(placed.descriptor, placed.node);
    const { path } = this.#root.descriptor;
    const snapStart = at('snapStart');
    return deploymentFacts(path, 'serverless', 'serverless', this.#join(handler, at('image')), {
      functions: [made],
      ...(isImage ? {} : { installations: this.#installations }),
      demands: needed === undefined ? [] : [runtimeDemand(needed, place)],
      traits:
        snapStart === undefined || this.#text(snapStart) !== 'true'
          ? []
          : [{ kind: 'snapstart', origin: originIn(snapStart.descriptor, snapStart.node) }],
    });
  }

  /** The directory of the handler's file, or the context of an image that the framework builds. */
  #join(handler: string | undefined, image: Found | undefined): DeploymentFacts['join'] {
    const home = directoryOf(this.#root.descriptor.path);
    const name = this.#text(image) ?? this.#text(this.#values.at(image, ['name']));
    const built = name === undefined ? undefined : this.#values.at(this.#provider, ['ecr', 'images', name]);
    const context = this.#text(built) ?? this.#text(this.#values.at(built, ['path']));
    const place = context ?? (handler?.includes('/') === true ? directoryOf(handler) : '.');
    const directory = localPath(home, place) ?? home;
    if (context === undefined) return { directory };
    const file = this.#text(this.#values.at(built, ['file'])) ?? 'Dockerfile';
    return { directory, dockerfile: localPath(directory, file) ?? `${directory}/Dockerfile` };
  }
}

/** `- http: …`, `- schedule`. */
function eventsOf(event: YamlNode): readonly string[] {
  const plain = yamlText(event);
  const [first] = yamlEntries(event);
  const name = plain ?? first?.[0];
  return name === undefined ? [] : [eventName(name)];
}
