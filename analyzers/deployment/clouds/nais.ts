/**
 * Applications and jobs of the Nais platform (its reference, "Application spec" and "Naisjob spec"). Deployments fill in
 * `{{image}}` and the like, so files are templates as often as not: what those would write is left open.
 */
import { yamlAt, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import { directoryOf, type RunProcess, type SourceFile, type Trait } from '../../../src/model/index.ts';
import { bindingsOf, type PortUse, portDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { isPort } from '../ports.ts';
import { activeProfiles, groupOf } from '../settings/profiles.ts';
import { type Descriptor, mebibytes, numberOf, originIn, readDocuments, yamlDiagnostics } from '../yaml-facts.ts';

const GROUP = /^apiVersion:[ \t]*["']?nais\.io\//m;
const KIND = /^kind:[ \t]*["']?(?:Application|Naisjob)\b/m;

export function isNais(text: string): boolean {
  return GROUP.test(text) && KIND.test(text);
}

/** Handlebars: lines that only a deployment knows, and values within a line. */
const LINES = /^.*\{\{\{?[#/^!].*$/gm;
const VALUES = /\{\{\{?[^{}\n]*\}?\}\}/g;
const OPEN = 'nais-open';

export function readNais({ path, text }: SourceFile): Part {
  const filled = text.replaceAll(LINES, '').replaceAll(VALUES, OPEN);
  const descriptors = readDocuments({ path, text: filled }, isNais);
  // Of a template both branches stand here, so a key may stand twice.
  const diagnostics = descriptors.flatMap(yamlDiagnostics).filter(({ code }) => code === 'yaml/syntax');
  return { deployments: descriptors.flatMap(workload), diagnostics };
}

function workload(descriptor: Descriptor): Part['deployments'] {
  const [root] = descriptor.yaml.documents;
  const spec = yamlAt(root, 'spec');
  const name = settled(yamlText(yamlAt(root, 'metadata', 'name')));
  if (root === undefined || spec === undefined) return [];
  const isJob = yamlText(yamlAt(root, 'kind')) === 'Naisjob';
  const schedule = settled(yamlText(yamlAt(spec, 'schedule')));
  const uses = isJob ? [] : portsOf(descriptor);
  const process: RunProcess = {
    name: name ?? '',
    kind: isJob ? (schedule === undefined ? 'job' : 'scheduled') : 'process',
    command: yamlTexts(yamlAt(spec, 'command')),
    ports: bindingsOf(uses),
    origin: originIn(descriptor, spec),
    ...(schedule === undefined ? {} : { schedule }),
  };
  return [
    deploymentFacts(
      descriptor.path,
      'kubernetes',
      'kubernetes',
      name === undefined ? { directory: homeOf(descriptor.path) } : { name },
      { processes: [process], demands: uses.map(portDemand), traits: traitsOf(descriptor) },
    ),
  ];
}

/** Around a folder of settings. */
function homeOf(path: string): string {
  return directoryOf(path).replace(/(?:^|\/)\.?nais$/, '') || '.';
}

function settled(text: string | undefined): string | undefined {
  return text?.includes(OPEN) === true ? undefined : text;
}

/** The port that the platform asks and probes; 8080 where nothing else is said. */
function portsOf(descriptor: Descriptor): readonly PortUse[] {
  const spec = yamlAt(descriptor.yaml.documents[0], 'spec');
  const node = yamlAt(spec, 'port');
  const port = node === undefined ? 8080 : numberOf(node);
  const at = node ?? spec;
  return at === undefined || !isPort(port)
    ? []
    : [{ port, protocol: 'tcp', bind: 'listens', listed: 'descriptor', origin: originIn(descriptor, at) }];
}

function traitsOf(descriptor: Descriptor): readonly Trait[] {
  const spec = yamlAt(descriptor.yaml.documents[0], 'spec');
  const env = yamlAt(spec, 'env');
  const environment = yamlItems(env).map(
    (item) => [yamlText(yamlAt(item, 'name')) ?? '', settled(yamlText(yamlAt(item, 'value'))) ?? ''] as const,
  );
  const memory = yamlAt(spec, 'resources', 'limits', 'memory');
  const size = mebibytes(yamlText(memory));
  const told = [
    ['consumer-group', env, groupOf(environment)],
    ['active-profiles', env, activeProfiles(environment)],
    ['memory', memory, size === undefined ? undefined : String(size)],
  ] as const;
  return told.flatMap(([kind, node, value]) =>
    node === undefined || value === undefined ? [] : [{ kind, value, origin: originIn(descriptor, node) }],
  );
}
