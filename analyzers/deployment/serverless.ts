/** serverless.yml (Serverless Framework reference): functions with the provider's defaults; `${…}` values are left open. */
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../src/formats/yaml.ts';
import {
  baseName,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  type GroupReference,
  type Installation,
  type ServerlessFunction,
  type SourceFile,
} from '../../src/model/index.ts';
import { eventName, lambdaRuntime, type TemplateFacts } from './cloudformation.ts';
import { runtimeDemand } from './demands.ts';
import { deploymentFacts } from './facts.ts';
import { joinPath } from './paths.ts';
import { type Descriptor, numberOf, originIn, readDescriptor, yamlDiagnostics } from './yaml-facts.ts';

export function isServerless(path: string, text: string): boolean {
  return /^serverless(?:[.-].+)?\.ya?ml$/.test(baseName(path)) && /^(?:provider|functions|service)\s*:/m.test(text);
}

const PROVIDERS: Readonly<Record<string, ServerlessFunction['provider']>> = {
  aws: 'aws',
  azure: 'azure',
  google: 'gcp',
  gcp: 'gcp',
};

export function readServerless(file: SourceFile): TemplateFacts {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const provider = yamlAt(root, 'provider');
  const functions = yamlAt(root, 'functions');
  const diagnostics: Diagnostic[] = [...yamlDiagnostics(descriptor)];
  const external = [functions, ...yamlItems(functions)].filter(
    (node) => closed(node) === undefined && yamlText(node) !== undefined,
  );
  for (const node of external) {
    if (node === undefined) continue;
    const message =
      'functions are taken from another file or variable, which is not followed; what is declared there is missing here';
    diagnostics.push({ code: 'serverless/external', severity: 'note', message, ...originIn(descriptor, node) });
  }
  const maps = functions?.kind === 'list' ? functions.items : [functions];
  const installations = requirementsOf(descriptor, yamlAt(root, 'custom', 'pythonRequirements'));
  const deployments = maps.flatMap((map) =>
    yamlEntries(map).map(([name, { value, offset }]) => functionFacts(descriptor, provider, installations, name, value, offset)),
  );
  return { deployments, diagnostics };
}

/** What the plug-in serverless-python-requirements packs: a file, or groups of Poetry's. */
function requirementsOf(descriptor: Descriptor, node: YamlNode | undefined): readonly Installation[] {
  const groups = (key: string): readonly GroupReference[] =>
    yamlItems(yamlAt(node, key)).map((item) => ({ kind: 'group', name: yamlText(item) ?? '' }));
  const file = closed(yamlAt(node, 'fileName'));
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
  if (node === undefined || said.asks.length + said.leavesOut.length === 0) return [];
  const origin = originIn(descriptor, node);
  return [{ ecosystem: 'python', program: 'serverless-python-requirements', command: 'pythonRequirements', ...said, origin }];
}

/** A value that the file itself settles. */
function closed(node: YamlNode | undefined): string | undefined {
  const text = yamlText(node);
  return text === undefined || text.includes('${') ? undefined : text;
}

function functionFacts(
  descriptor: Descriptor,
  provider: YamlNode | undefined,
  installations: readonly Installation[],
  name: string,
  node: YamlNode,
  offset: number,
): DeploymentFacts {
  const either = (key: string): YamlNode | undefined => yamlAt(node, key) ?? yamlAt(provider, key);
  const text = (key: string): string | undefined => closed(either(key));
  const providerName = (closed(provider) ?? closed(yamlAt(provider, 'name')) ?? '').toLowerCase();
  const image = yamlAt(node, 'image');
  const runtime = text('runtime');
  const handler = closed(yamlAt(node, 'handler')) ?? closed(yamlAt(node, 'entrypoint'));
  const memory = numberOf(either('memorySize'));
  const timeout = numberOf(either('timeout'));
  const ephemeral = numberOf(either('ephemeralStorageSize'));
  const architecture = text('architecture');
  const made: ServerlessFunction = {
    name,
    provider: Object.hasOwn(PROVIDERS, providerName) ? (PROVIDERS[providerName] ?? 'other') : 'other',
    packageType: image === undefined ? 'zip' : 'image',
    events: [...new Set(yamlItems(yamlAt(node, 'events')).flatMap(eventsOf))],
    layers: yamlItems(either('layers')).map((layer) => yamlText(layer) ?? yamlText(yamlAt(layer, 'Ref')) ?? ''),
    origin: originIn(descriptor, { offset }),
    ...(handler === undefined ? {} : { handler }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(memory === undefined ? {} : { memoryMiB: memory }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(ephemeral === undefined ? {} : { ephemeralMiB: ephemeral }),
    ...(architecture === undefined ? {} : { architecture }),
  };
  const needed = image === undefined ? lambdaRuntime(runtime) : undefined;
  const place = originIn(descriptor, either('runtime') ?? { offset });
  return deploymentFacts(descriptor.path, 'serverless', 'serverless', joinOf(descriptor.path, handler, image, provider), {
    functions: [made],
    ...(image === undefined ? { installations } : {}),
    demands: needed === undefined ? [] : [runtimeDemand(needed, place)],
  });
}

/** `- http: …`, `- schedule`. */
function eventsOf(event: YamlNode): readonly string[] {
  const plain = yamlText(event);
  const [first] = yamlEntries(event);
  const name = plain ?? first?.[0];
  return name === undefined ? [] : [eventName(name)];
}

/** The directory of the handler's file, or the context of an image that the framework builds. */
function joinOf(
  path: string,
  handler: string | undefined,
  image: YamlNode | undefined,
  provider: YamlNode | undefined,
): DeploymentFacts['join'] {
  const home = directoryOf(path);
  const name = closed(image) ?? closed(yamlAt(image, 'name'));
  const built = name === undefined ? undefined : yamlAt(provider, 'ecr', 'images', name);
  const context = closed(built) ?? closed(yamlAt(built, 'path'));
  const place = context ?? (handler?.includes('/') === true ? directoryOf(handler) : '.');
  const directory = joinPath(home, place) ?? home;
  if (context === undefined) return { directory };
  return {
    directory,
    dockerfile: joinPath(directory, closed(yamlAt(built, 'file')) ?? 'Dockerfile') ?? `${directory}/Dockerfile`,
  };
}
