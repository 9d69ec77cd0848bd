/**
 * Files that show what a service does at run time beside how it is deployed: contracts that it serves (`*.proto`), and
 * application settings of Spring, Quarkus and Micronaut: message consumers, and the port that the service listens on.
 */
import { baseName, type SourceFile, type Trait } from '../../src/model/index.ts';
import { type PortUse, portDemand } from './demands.ts';
import type { FileFacts } from './file-facts.ts';

export const BEHAVIOUR_FILES: readonly string[] = ['*.proto', 'application.properties', 'application-*.properties'];

export function readContractFile(file: SourceFile): FileFacts {
  return { traits: readContract(file), diagnostics: [] };
}

/** `application.yml`, `application-prod.properties` … Ports of a profile hold in that profile only and are left out. */
export function readSettingsFile(file: SourceFile): FileFacts {
  const keys = file.path.endsWith('.properties') ? propertyKeys(file.text) : yamlKeys(file.text);
  const port = /^application\./.test(baseName(file.path)) ? serverPort(file, keys) : undefined;
  return {
    traits: consumerTraits(file, keys),
    demands: port === undefined ? [] : [portDemand(port)],
    diagnostics: [],
  };
}

export function isSettingsFile(path: string): boolean {
  return /^application(?:-[\w.-]+)?\.(?:ya?ml|properties)$/.test(baseName(path)) && !/(?:^|\/)test\//.test(path);
}

const SERVER_PORT = /^(?:server\.port|quarkus\.http\.port|micronaut\.server\.port)$/;

/** `8080`, or `${PORT:8080}` where a variable sets it. Port 0 is any free one. */
function serverPort(file: SourceFile, keys: readonly Key[]): PortUse | undefined {
  const found = keys.find(({ key }) => SERVER_PORT.test(key));
  const match = /^["']?(?:\$\{([\w.]+):)?(\d{1,5})\}?["']?$/.exec(found?.value ?? '');
  const port = Number(match?.[2] ?? 0);
  if (found === undefined || port < 1 || port > 65_535) return undefined;
  return {
    port,
    protocol: 'tcp',
    bind: 'listens',
    told: 'image',
    origin: { file: file.path, line: found.line },
    ...(match?.[1] === undefined ? {} : { settable: match[1] }),
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

function consumerTraits(file: SourceFile, keys: readonly Key[]): readonly Trait[] {
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
