/**
 * Containers of ECS whose image CDK builds of a directory of the tree: the patterns of aws-ecs-patterns and `addContainer`
 * (CDK API reference). What names an image of a registry says nothing of where its code lies, and is left alone.
 */
import { Lines } from '../../../src/formats/lines.ts';
import { localPath } from '../../../src/formats/paths.ts';
import {
  baseName,
  type DeploymentFacts,
  type Origin,
  type Project,
  type RunProcess,
  type SourceFile,
} from '../../../src/model/index.ts';
import { MAX_TOKENS } from '../code/constants.ts';
import { type Place, textOf } from '../code/places.ts';
import { type Language, type Token, tokensOf } from '../code/tokens.ts';
import { type Call, type Fields, type Value, ValueReader } from '../code/values.ts';
import { bindingsOf, type PortUse } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { isOfTests } from '../file-facts.ts';
import { isPort } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';
import { codeOf, known, numberIn, said } from './properties.ts';

/** Constructs by their names: which property holds the image, and what they start. */
const PATTERNS: Readonly<
  Record<string, { readonly options?: string; readonly kind: RunProcess['kind']; readonly polls?: true }>
> = {
  ApplicationLoadBalancedFargateService: { options: 'taskimageoptions', kind: 'process' },
  ApplicationLoadBalancedEc2Service: { options: 'taskimageoptions', kind: 'process' },
  NetworkLoadBalancedFargateService: { options: 'taskimageoptions', kind: 'process' },
  NetworkLoadBalancedEc2Service: { options: 'taskimageoptions', kind: 'process' },
  QueueProcessingFargateService: { kind: 'process', polls: true },
  QueueProcessingEc2Service: { kind: 'process', polls: true },
  ScheduledFargateTask: { options: 'scheduledfargatetaskimageoptions', kind: 'scheduled' },
  ScheduledEc2Task: { options: 'scheduledec2taskimageoptions', kind: 'scheduled' },
  addContainer: { kind: 'process' },
  add_container: { kind: 'process' },
};

interface Started {
  readonly construct: string;
  readonly name: string;
  readonly place: Place;
  readonly dockerfile: string;
  readonly command: readonly string[];
  readonly ports: readonly number[];
  readonly origin: Origin;
}

/** For `Project.parse`: the containers in one source. */
function readContainers(file: SourceFile): readonly Started[] {
  if (!/aws[-_]cdk/.test(file.text) || !/\bfrom_?asset\b/i.test(file.text)) return [];
  const language: Language = file.path.endsWith('.py') ? 'python' : 'typescript';
  const tokens = tokensOf(file.text, language);
  const lines = new Lines(file.text);
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || !Object.hasOwn(PATTERNS, token.text)) return [];
    const call = new ValueReader(tokens.slice(index, index + MAX_TOKENS)).call();
    const started = call === undefined ? undefined : startedBy(call, token, language);
    return started === undefined ? [] : [{ ...started, origin: { file: file.path, ...lines.at(token.at) } }];
  });
}

function startedBy(call: Call, { text: construct }: Token, language: Language): Omit<Started, 'origin'> | undefined {
  const isAdded = construct.startsWith('add');
  const [id, last] = isAdded ? [call.args[0], call.args[1]] : [call.args[1], call.args[2]];
  const props = language === 'python' ? call.named : last?.kind === 'object' ? last.fields : undefined;
  const wanted = PATTERNS[construct]?.options;
  const options = wanted === undefined ? props : fieldsOf(props?.values.get(wanted));
  const code = known(said(options, 'image', codeOf));
  if (code === undefined || code === 'elsewhere') return undefined;
  const words = options?.values.get('command');
  const port = known(said(options, 'containerport', numberIn));
  return {
    construct,
    name: textOf(id ?? call.named.values.get('id') ?? { kind: 'open', at: 0 }) ?? '',
    place: code.place,
    dockerfile: code.dockerfile ?? 'Dockerfile',
    command: words?.kind === 'list' ? words.items.flatMap((item) => textOf(item) ?? []) : [],
    ports: [...(port === undefined ? [] : [port]), ...mappedIn(options)].filter(isPort),
  };
}

/** Of an object, or of what Python makes of keyword arguments: `ApplicationLoadBalancedTaskImageOptions(image=…)`. */
function fieldsOf(value: Value | undefined): Fields | undefined {
  if (value?.kind === 'object') return value.fields;
  return value?.kind === 'call' ? value.named : undefined;
}

/** `portMappings: [{ containerPort: 3000 }]` */
function mappedIn(options: Fields | undefined): readonly number[] {
  const mappings = options?.values.get('portmappings');
  const items = mappings?.kind === 'list' ? mappings.items : [];
  return items.flatMap((item) => known(said(fieldsOf(item), 'containerport', numberIn)) ?? []);
}

/** The containers of a source, each as a descriptor of what its image is built of. */
export function containersIn(
  project: Project,
  path: string,
  from: (place: Place) => string | undefined,
): readonly DeploymentFacts[] {
  const found = project.parse(path, readContainers);
  if (!Array.isArray(found)) return [];
  return found.flatMap((started: Started) => {
    const directory = from(started.place);
    return directory === undefined || isOfTests(`${directory}/Dockerfile`) ? [] : [factsOf(started, path, directory)];
  });
}

function factsOf(
  { construct, name, dockerfile, command, ports, origin }: Started,
  path: string,
  directory: string,
): DeploymentFacts {
  const { kind = 'process', polls } = PATTERNS[construct] ?? {};
  const uses = ports.map((port): PortUse => ({ port, protocol: 'tcp', bind: 'listens', listed: 'descriptor', origin }));
  const process: RunProcess = {
    name: name === '' ? baseName(directory) : name,
    kind,
    command,
    ...(command.length > 0 ? { keepsEntrypoint: true as const } : {}),
    ports: bindingsOf(uses),
    origin,
  };
  const file = localPath(directory, dockerfile);
  return deploymentFacts(
    path,
    'cdk',
    'ecs',
    { directory, ...(file === undefined ? {} : { dockerfile: file }) },
    {
      processes: [process],
      demands: listeningDemands(uses, [process]),
      traits: polls === true ? [{ kind: 'polls-queue', value: construct, origin }] : [],
    },
  );
}
