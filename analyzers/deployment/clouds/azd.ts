/** The manifest of Azure's developer CLI (azure.yaml): which hosts of Azure its services are for. */
import { yamlAt, yamlEntries, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { SourceFile } from '../../../src/model/index.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { originIn, readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';

export const AZD_FILES: readonly string[] = ['azure.yaml', 'azure.yml'];

/** Azure Developer CLI, "azure.yaml schema": `services.<name>.host`. */
const HOSTS: ReadonlySet<string> = new Set([
  'appservice',
  'containerapp',
  'function',
  'staticwebapp',
  'springapp',
  'aks',
  'ai.endpoint',
]);

export function readAzd(file: SourceFile): Part {
  const descriptor = readDescriptor(file);
  const diagnostics = yamlDiagnostics(descriptor);
  const services = yamlEntries(yamlAt(descriptor.yaml.documents[0], 'services'));
  const host = services
    .map(([, { value }]) => yamlAt(value, 'host'))
    .find((node) => node !== undefined && HOSTS.has(yamlText(node) ?? ''));
  if (host === undefined) return { deployments: [], diagnostics };
  const trait = { kind: 'cloud', value: 'Azure', origin: originIn(descriptor, host) } as const;
  return { deployments: [deploymentFacts(file.path, 'hosting', 'other', {}, { traits: [trait] })], diagnostics };
}
