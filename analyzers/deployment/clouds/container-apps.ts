/** Apps and jobs of Azure Container Apps, as `az containerapp create --yaml` takes them (its "YAML specification"). */
import { type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { DeploymentFacts, SourceFile } from '../../../src/model/index.ts';
import { isForeignImage } from '../foreign.ts';
import type { Part } from '../part.ts';
import { type Descriptor, readDocuments, yamlDiagnostics } from '../yaml-facts.ts';
import { type PodOf, podFacts, withMemory, withPort } from './pods.ts';

const CONFIGURATION = /\b(?:targetPort|triggerType|activeRevisionsMode|managedEnvironmentId|environmentId):/;

/** Its type is often left out: the command that it is given to says it. */
export function isContainerApp(text: string): boolean {
  return (
    /^properties:/m.test(text) && /^[ \t]+containers:/m.test(text) && !/^apiVersion:/m.test(text) && CONFIGURATION.test(text)
  );
}

export function readContainerApp(file: SourceFile): Part {
  const descriptors = readDocuments(file, isContainerApp);
  return { deployments: descriptors.flatMap(workload), diagnostics: descriptors.flatMap(yamlDiagnostics) };
}

function workload(descriptor: Descriptor): readonly DeploymentFacts[] {
  const [root] = descriptor.yaml.documents;
  const said = yamlAt(root, 'properties');
  const all = yamlItems(yamlAt(said, 'template', 'containers'));
  const [first] = all;
  if (said === undefined || first === undefined) return [];
  const own = all.find((one) => !isForeignImage(yamlText(yamlAt(one, 'image')) ?? ''));
  const ports = [
    yamlAt(said, 'configuration', 'ingress', 'targetPort'),
    ...yamlItems(yamlAt(said, 'configuration', 'ingress', 'additionalPortMappings')).map((one) => yamlAt(one, 'targetPort')),
  ];
  const containers = all.map((one) => withMemory(one === own ? withPort(one, ...ports) : one, 'resources'));
  const replicas = yamlAt(said, 'template', 'scale', 'minReplicas');
  return podFacts(
    descriptor,
    {
      offset: said.offset,
      name: yamlAt(root, 'name') ?? yamlAt(first, 'name'),
      ...runOf(said),
      containers,
      ...(replicas === undefined ? {} : { replicas }),
    },
    { kind: 'hosting', tool: 'kubernetes' },
  );
}

/** A job says what triggers it. */
function runOf(said: YamlNode): Pick<PodOf, 'run' | 'schedule'> {
  const trigger = yamlText(yamlAt(said, 'configuration', 'triggerType'));
  if (trigger === undefined) return { run: 'Deployment' };
  const schedule = yamlAt(said, 'configuration', 'scheduleTriggerConfig', 'cronExpression');
  return schedule === undefined ? { run: 'Job' } : { run: 'CronJob', schedule };
}
