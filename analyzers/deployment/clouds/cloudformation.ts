/**
 * Functions and ECS tasks of CloudFormation and SAM templates.
 * Reference: AWS SAM specification 2016-10-31, AWS::Lambda::Function, AWS::ECS::TaskDefinition, intrinsic functions.
 */

import { type ImageRuntime, jdkPin, nodePin, pythonPin } from '../../../src/formats/dockerfile/base-images.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { type YamlMap, type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  type DeploymentFacts,
  directoryOf,
  type ServerlessFunction,
  type SourceFile,
  type Trait,
} from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { defined, deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { type Descriptor, originIn, readDescriptor, wholeNumber, yamlDiagnostics } from '../yaml-facts.ts';
import { taskFacts } from './ecs.ts';
import { Intrinsics } from './intrinsics.ts';

/**
 * Whether a text declares a function or a task; cheap, before anything is parsed. What the CDK wrote (`Shop.template.json`
 * with its paths) says again what its app says, and names no code of the tree.
 */
export function isTemplate(path: string, text: string): boolean {
  if (path.endsWith('.template.json') && text.includes('"aws:cdk:path"')) return false;
  return /AWS::(?:Serverless::Function|Lambda::Function|ECS::TaskDefinition)/.test(text);
}

/** For `Project.parse`: what a CloudFormation or SAM template runs, a descriptor for each resource. */
export function readTemplate(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const template = new Template(descriptor, root);
  const deployments = yamlEntries(yamlAt(root, 'Resources')).flatMap(([name, { value }]) => template.resource(name, value));
  return { deployments, diagnostics: yamlDiagnostics(descriptor) };
}

/** `python3.12`, `nodejs22.x`, `java21` → what it needs of a host. */
export function lambdaRuntime(name: string | undefined): ImageRuntime | undefined {
  const match = /^(python|nodejs|java)(\d[\d.]*)/.exec(name ?? '');
  const [, family, version = ''] = match ?? [];
  if (family === 'python') return named('python', pythonPin(version));
  if (family === 'nodejs') return named('node', nodePin(version));
  return family === 'java' ? named('jdk', jdkPin(version)) : undefined;
}

function named(name: ImageRuntime['name'], constraint: string | undefined): ImageRuntime | undefined {
  return constraint === undefined ? undefined : { name, constraint };
}

/** Event kinds under the names that other providers use too. */
const EVENTS: Readonly<Record<string, string>> = {
  api: 'http',
  httpapi: 'http',
  alb: 'http',
  schedulev2: 'schedule',
  msk: 'kafka',
  selfmanagedkafka: 'kafka',
  eventbridgerule: 'eventbridge',
  cloudwatchevent: 'eventbridge',
};

export function eventName(type: string): string {
  const key = type.toLowerCase();
  return Object.hasOwn(EVENTS, key) ? (EVENTS[key] ?? key) : key;
}

/** Types of resources, and parts of their ARNs. */
const POLLED: readonly (readonly [RegExp, string])[] = [
  [/^AWS::SQS|:sqs:/, 'sqs'],
  [/^AWS::Kinesis|:kinesis:/, 'kinesis'],
  [/^AWS::DynamoDB|:dynamodb:/, 'dynamodb'],
  [/^AWS::MSK|:kafka:/, 'kafka'],
  [/^AWS::AmazonMQ|:mq:/, 'mq'],
  [/^AWS::DocDB|:rds:/, 'documentdb'],
];

/** The resource that `Ref`, `Fn::GetAtt` and `Fn::Sub` mean, in either spelling. */
function referenceOf(node: YamlNode | undefined): string | undefined {
  const short = node?.tag === undefined ? undefined : yamlText(node);
  const written =
    yamlText(yamlAt(node, 'Ref')) ??
    yamlText(yamlItems(yamlAt(node, 'Fn::GetAtt'))[0]) ??
    yamlText(yamlAt(node, 'Fn::GetAtt')) ??
    (node?.tag === '!GetAtt' ? yamlText(yamlItems(node)[0]) : undefined) ??
    yamlText(yamlAt(node, 'Fn::Sub')) ??
    short;
  return /^(?:\$\{)?([A-Za-z0-9]+)(?:\.\w+)*\}?$/.exec(written ?? '')?.[1];
}

class Template {
  readonly #descriptor: Descriptor;
  readonly #home: string;
  readonly #globals: YamlNode | undefined;
  readonly #values: Intrinsics;
  readonly #isSam: boolean;
  readonly #resources: ReadonlyMap<string, YamlNode>;
  /** Directories of the layers that the template builds, by their names. */
  readonly #layers: ReadonlyMap<string, string>;

  constructor(descriptor: Descriptor, root: YamlNode | undefined) {
    this.#descriptor = descriptor;
    this.#home = directoryOf(descriptor.path);
    this.#globals = yamlAt(root, 'Globals', 'Function');
    this.#values = new Intrinsics(root);
    this.#isSam = yamlAt(root, 'Transform') !== undefined;
    this.#resources = new Map(yamlEntries(yamlAt(root, 'Resources')).map(([name, { value }]) => [name, value]));
    this.#layers = new Map(
      yamlEntries(yamlAt(root, 'Resources')).flatMap(([name, { value }]) => {
        const content = yamlText(yamlAt(value, 'Properties', 'ContentUri'));
        return yamlText(yamlAt(value, 'Type')) === 'AWS::Serverless::LayerVersion' && content !== undefined
          ? [[name, content] as const]
          : [];
      }),
    );
  }

  resource(name: string, node: YamlNode): readonly DeploymentFacts[] {
    const type = yamlText(yamlAt(node, 'Type'));
    const properties = yamlAt(node, 'Properties');
    if (properties?.kind !== 'map') return [];
    if (type === 'AWS::ECS::TaskDefinition') return taskFacts(this.#descriptor, properties, (one) => this.#text(one));
    if (type === 'AWS::Serverless::Function' || type === 'AWS::Lambda::Function') return [this.#function(name, node, properties)];
    return [];
  }

  #text(node: YamlNode | undefined): string | undefined {
    return this.#values.text(node);
  }

  #function(name: string, node: YamlNode, properties: YamlMap): DeploymentFacts {
    const own = (key: string): YamlNode | undefined => yamlAt(properties, key);
    const either = (key: string): YamlNode | undefined => own(key) ?? yamlAt(this.#globals, key);
    const text = (key: string): string | undefined => this.#text(either(key));
    const number = (key: string): number | undefined => wholeNumber(text(key));
    const runtime = text('Runtime');
    const namesImage = own('ImageUri') !== undefined || yamlAt(own('Code'), 'ImageUri') !== undefined;
    const isImage = text('PackageType') === 'Image' || (namesImage && text('PackageType') !== 'Zip');
    const origin = originIn(this.#descriptor, own('Handler') ?? own('ImageUri') ?? properties);
    const made: ServerlessFunction = {
      name: this.#text(own('FunctionName')) ?? name,
      provider: 'aws',
      packageType: isImage ? 'image' : 'zip',
      ...(this.#text(yamlAt(node, 'Metadata', 'BuildMethod')) === 'esbuild' ? { bundled: true as const } : {}),
      events: [
        ...new Set([
          ...yamlEntries(own('Events')).flatMap(([, { value }]) => {
            const type = yamlText(yamlAt(value, 'Type'));
            return type === undefined ? [] : [eventName(type)];
          }),
          ...(own('FunctionUrlConfig') === undefined ? [] : ['http']),
          ...this.#attached(name),
        ]),
      ],
      layers: [...yamlItems(yamlAt(this.#globals, 'Layers')), ...yamlItems(own('Layers'))].map(
        (layer) => this.#localLayer(layer) ?? this.#text(layer) ?? yamlText(layer) ?? yamlText(yamlAt(layer, 'Ref')) ?? '',
      ),
      origin,
      ...defined('handler', text('Handler')),
      ...defined('runtime', runtime),
      ...defined('memoryMiB', number('MemorySize')),
      ...defined('timeoutSeconds', number('Timeout')),
      ...defined('ephemeralMiB', wholeNumber(this.#text(yamlAt(either('EphemeralStorage'), 'Size')))),
      ...defined('architecture', this.#text(yamlItems(either('Architectures'))[0])),
    };
    const needed = isImage ? undefined : lambdaRuntime(runtime);
    const snapStart = either('SnapStart');
    const traits: readonly Trait[] =
      snapStart === undefined || this.#text(yamlAt(snapStart, 'ApplyOn')) === 'None'
        ? []
        : [{ kind: 'snapstart', origin: originIn(this.#descriptor, snapStart) }];
    const kind = this.#isSam ? 'sam' : 'cloudformation';
    const runtimeOrigin = originIn(this.#descriptor, either('Runtime') ?? properties);
    return deploymentFacts(this.#descriptor.path, kind, kind, this.#join(node, properties, name), {
      functions: [made],
      demands: needed === undefined ? [] : [runtimeDemand(needed, runtimeOrigin)],
      traits,
    });
  }

  /** Mappings and URLs that are resources of their own. */
  #attached(name: string): readonly string[] {
    return [...this.#resources.values()].flatMap((node): readonly string[] => {
      const type = yamlText(yamlAt(node, 'Type')) ?? '';
      const properties = yamlAt(node, 'Properties');
      const called = yamlAt(properties, type === 'AWS::Lambda::Url' ? 'TargetFunctionArn' : 'FunctionName');
      if (referenceOf(called) !== name) return [];
      if (type === 'AWS::Lambda::Url') return ['http'];
      return type === 'AWS::Lambda::EventSourceMapping' ? [this.#polled(properties)] : [];
    });
  }

  /** By the resource of the template that is mapped; Lambda polls for whatever is. */
  #polled(properties: YamlNode | undefined): string {
    if (yamlAt(properties, 'SelfManagedEventSource') !== undefined) return 'kafka';
    const source = yamlAt(properties, 'EventSourceArn');
    const resource = this.#resources.get(referenceOf(source) ?? '');
    const written = yamlText(yamlAt(resource, 'Type')) ?? yamlText(source) ?? '';
    return POLLED.find(([pattern]) => pattern.test(written))?.[1] ?? 'stream';
  }

  /** The directory of a layer that the same template builds; its bytes count for the function. */
  #localLayer(node: YamlNode): string | undefined {
    const name = node.tag === '!Ref' ? yamlText(node) : yamlText(yamlAt(node, 'Ref'));
    const content = name === undefined ? undefined : this.#layers.get(name);
    return content === undefined ? undefined : localPath(this.#home, content);
  }

  /**
   * Code that somebody uploads is known by what its archive is called, else by the name of the function, which is the
   * resource's where it has none; the prefix may be whoever deploys it's.
   */
  #archived(code: YamlNode, called: string): DeploymentFacts['join'] {
    const key = yamlAt(code, 'S3Key') ?? yamlAt(code, 'Key');
    const written = this.#text(key) ?? yamlText(key) ?? yamlText(yamlAt(key, 'Fn::Sub')) ?? '';
    const [, archive] = /^([\w.-]{1,100}?)(?:-v?\d+(?:\.\d+)+)?\.(?:zip|jar)$/.exec(baseName(written)) ?? [];
    return defined('name', archive ?? (key === undefined ? undefined : called));
  }

  /** CodeUri, the image's build context, or the template's own directory, which is what SAM builds when nothing is said. */
  #join(node: YamlNode, properties: YamlMap, name: string): DeploymentFacts['join'] {
    const context = this.#text(yamlAt(node, 'Metadata', 'DockerContext'));
    if (context !== undefined) {
      const directory = localPath(this.#home, context);
      const dockerfile = directory && localPath(directory, this.#text(yamlAt(node, 'Metadata', 'Dockerfile')) ?? 'Dockerfile');
      if (directory !== undefined && dockerfile !== undefined) return { directory, dockerfile };
    }
    const code = yamlAt(properties, 'CodeUri') ?? yamlAt(properties, 'Code') ?? yamlAt(this.#globals, 'CodeUri');
    // A template of its own may carry the code of small functions inline: they are nobody's service. What CloudFormation
    // writes of a function that is there already names every way to hand its code over.
    const isElsewhere = yamlAt(code, 'S3Key') !== undefined || yamlAt(code, 'ImageUri') !== undefined;
    const isInline = yamlAt(properties, 'InlineCode') !== undefined || (yamlAt(code, 'ZipFile') !== undefined && !isElsewhere);
    if (isInline) return {};
    const uri = this.#text(code);
    if (uri === undefined)
      return code === undefined
        ? { directory: this.#home }
        : this.#archived(code, this.#text(yamlAt(properties, 'FunctionName')) ?? name);
    const directory = localPath(this.#home, uri);
    if (directory === undefined) return {};
    // esbuild is handed one code directory for many packages, and begins with the file of one of them.
    const entry = yamlText(yamlItems(yamlAt(node, 'Metadata', 'BuildProperties', 'EntryPoints'))[0]);
    return { directory: (entry === undefined ? undefined : localPath(directory, directoryOf(entry))) ?? directory };
  }
}
