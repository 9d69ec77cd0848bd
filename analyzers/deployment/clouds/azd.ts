/** The manifest of Azure's developer CLI (azure.yaml): which hosts of Azure its services are for. */
import type { SourceFile } from '../../../src/model/index.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';

export const AZD_FILES: readonly string[] = ['azure.yaml', 'azure.yml'];

/** Azure Developer CLI, "azure.yaml schema": `services.<name>.host`. */
const HOST = /^\s+host:\s*["']?(?:appservice|containerapp|function|staticwebapp|springapp|aks|ai\.endpoint)["']?\s*(?:#.*)?$/;

export function readAzd(file: SourceFile): Part {
  const line = file.text.split(/\r?\n/).findIndex((one) => HOST.test(one)) + 1;
  if (line === 0) return { deployments: [], diagnostics: [] };
  const trait = { kind: 'cloud', value: 'Azure', origin: { file: file.path, line } } as const;
  return { deployments: [deploymentFacts(file.path, 'hosting', 'other', {}, { traits: [trait] })], diagnostics: [] };
}
