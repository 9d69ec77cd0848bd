import {
  type DeploymentFacts,
  isReadFailure,
  type Project,
  type SourceFile,
  type Target,
  type Trait,
} from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';

/**
 * Files that show what a service does at run time beside how it is deployed: contracts that it serves (`*.proto`) and
 * Spring or Quarkus settings of message consumers. They become traits; nothing here is a demand.
 */
export const behaviour: Analyzer = {
  id: 'deployment',
  files: [
    '*.proto',
    'application.yml',
    'application.yaml',
    'application.properties',
    'application-*.yml',
    'application-*.yaml',
    'application-*.properties',
  ],
  generated: [],
  rules: [],
  assemble(project: Project, _target: Target): Assembly {
    const deployments = project.files.flatMap((path): readonly DeploymentFacts[] => {
      const traits = project.parse(path, path.endsWith('.proto') ? readContract : readSettings);
      return isReadFailure(traits) || traits.length === 0 ? [] : [factsOf(path, traits)];
    });
    return { units: [], deployments, diagnostics: [] };
  },
};

function factsOf(path: string, traits: readonly Trait[]): DeploymentFacts {
  const slash = path.lastIndexOf('/');
  return {
    descriptor: { path, kind: path.endsWith('.proto') ? 'proto' : 'application-settings', role: 'descriptor', group: 'default' },
    tool: 'other',
    join: { directory: slash < 0 ? '.' : path.slice(0, slash) },
    processes: [],
    functions: [],
    images: [],
    demands: [],
    traits,
  };
}

/** Copies of other people's contracts lie in such directories. */
const FOREIGN = /(?:^|\/)(?:third_party|vendor|googleapis|google|node_modules)\//;

/** `service NAME {` declarations of a proto file, comments left out. */
function readContract(file: SourceFile): readonly Trait[] {
  if (FOREIGN.test(file.path)) return [];
  const traits: Trait[] = [];
  let inComment = false;
  for (const [index, raw] of file.text.split('\n').entries()) {
    const line = raw.trim();
    if (inComment) {
      inComment = !line.includes('*/');
      continue;
    }
    if (line.startsWith('/*')) {
      inComment = !line.includes('*/');
      continue;
    }
    const name = /^service\s+([A-Za-z_]\w*)/.exec(line)?.[1];
    if (name !== undefined) traits.push({ kind: 'grpc-service', value: name, origin: { file: file.path, line: index + 1 } });
  }
  return traits;
}

/** Keys that only a consumer sets: Spring Kafka and Spring Cloud Stream groups, Rabbit and JMS listeners, reactive messaging. */
const CONSUMER_KEY =
  /^(?:spring\.kafka\.(?:consumer|listener|streams)\b|spring\.rabbitmq\.listener\b|spring\.jms\.listener\b|mp\.messaging\.incoming\.|spring\.cloud\.stream\.bindings\.[^.]+-in-\d+|kafka\.consumer\b|micronaut\.kafka\.consumer|.*\.group-?id$)/i;

function readSettings(file: SourceFile): readonly Trait[] {
  const keys = file.path.endsWith('.properties') ? propertyKeys(file.text) : yamlKeys(file.text);
  const found = keys.find(({ key, value }) => CONSUMER_KEY.test(key) && (value !== '' || !/\.group-?id$/i.test(key)));
  return found === undefined
    ? []
    : [
        {
          kind: 'consumer-group',
          value: found.value === '' ? found.key : found.value,
          origin: { file: file.path, line: found.line },
        },
      ];
}

interface Key {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

function propertyKeys(text: string): readonly Key[] {
  return text.split('\n').flatMap((raw, index): readonly Key[] => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('!')) return [];
    const cut = line.search(/[=:]/);
    return cut <= 0 ? [] : [{ key: line.slice(0, cut).trim(), value: line.slice(cut + 1).trim(), line: index + 1 }];
  });
}

/** Dotted paths of block-style YAML by indentation; enough for settings, and linear on anything. */
function yamlKeys(text: string): readonly Key[] {
  const keys: Key[] = [];
  const stack: { indent: number; name: string }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const body = raw.trimStart();
    if (body.trim() === '' || body.startsWith('#') || body.startsWith('-')) continue;
    const cut = body.search(/:(?:\s|$)/);
    if (cut <= 0) continue;
    const indent = raw.length - body.length;
    while (stack.length > 0 && (stack.at(-1)?.indent ?? -1) >= indent) stack.pop();
    stack.push({ indent, name: body.slice(0, cut).replaceAll(/^["']|["']$/g, '') });
    const value =
      body
        .slice(cut + 1)
        .split(' #')[0]
        ?.trim() ?? '';
    keys.push({ key: stack.map((one) => one.name).join('.'), value, line: index + 1 });
  }
  return keys;
}
