/** What workloads of Kubernetes say of the services that they run, and which ports of the nodes are taken. */

import { type YamlMap, type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { DeploymentFacts, RunProcess, Trait } from '../../../src/model/index.ts';
import { addressesOf } from '../addresses.ts';
import { bindingsOf, type PortUse, portDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { isForeignImage } from '../foreign.ts';
import { isPort, protocolOf } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';
import { type Descriptor, numberOf, originIn } from '../yaml-facts.ts';
import { claimTemplates, containerTraits, environmentOf, keepsEntrypoint, podTraits, portsOf, wordsOf } from './containers.ts';
import { isService, kindOf, type PlacedObject, plainName, workloadName } from './objects.ts';

/** A descriptor for each workload that runs code of somebody here; sidecars, databases and the like are nobody's. */
export function workloadsOf(objects: readonly PlacedObject[]): readonly DeploymentFacts[] {
  return objects.flatMap(workload);
}

/** A container that is no sidecar of somebody else's, by the name that its service goes by. */
interface OwnContainer {
  readonly container: YamlNode;
  readonly called: string;
  readonly image: string;
}

/** The workload's name stands for its first own container; others go by their own names. */
function ownContainers(object: YamlMap): readonly OwnContainer[] {
  const containers = yamlItems(yamlAt(object, ...(kindOf(object)?.pod ?? []), 'containers'));
  const images = containers.map((container) => yamlText(yamlAt(container, 'image')));
  const own = containers.filter((_, index) => !isForeignImage(images[index] ?? ''));
  return own.flatMap((container) => {
    // Without an image it is a patch of a workload that is whole elsewhere.
    const image = yamlText(yamlAt(container, 'image'));
    const name = workloadName(object);
    const called = container === own[0] ? name : (yamlText(yamlAt(container, 'name')) ?? name);
    return image === undefined ? [] : [{ container, called, image }];
  });
}

function workload({ descriptor, object }: PlacedObject): readonly DeploymentFacts[] {
  if (isService(object)) return nodePorts(descriptor, object);
  const kind = kindOf(object);
  const pod = kind === undefined ? undefined : yamlAt(object, ...kind.pod);
  if (kind === undefined || pod === undefined) return [];
  const shared = [...podTraits(descriptor, pod), ...claimTemplates(descriptor, object), ...cloudRun(descriptor, object)];
  const replicas = numberOf(yamlAt(object, 'spec', 'replicas'));
  const schedule = yamlText(yamlAt(object, 'spec', 'schedule'));
  const own = ownContainers(object);
  const foreign = yamlItems(yamlAt(pod, 'containers')).length - own.length;
  return [
    ...own.map(({ container, called, image }): DeploymentFacts => {
      const ports = portsOf(descriptor, pod, container, called);
      const process: RunProcess = {
        name: called,
        kind: kind.run,
        command: wordsOf(container),
        ...(keepsEntrypoint(container) ? { keepsEntrypoint: true as const } : {}),
        ports: bindingsOf(ports),
        origin: originIn(descriptor, yamlAt(container, 'command') ?? yamlAt(container, 'args') ?? container),
        ...addressesOf(environmentOf(container)),
        ...(replicas === undefined ? {} : { replicas }),
        ...(schedule === undefined ? {} : { schedule }),
      };
      return deploymentFacts(
        descriptor.path,
        'kubernetes',
        'kubernetes',
        { name: called, image },
        {
          processes: [process],
          demands: listeningDemands(ports, [process]),
          traits: [...shared, ...containerTraits(descriptor, container)],
        },
      );
    }),
    ...Array.from({ length: foreign }, () => deploymentFacts(descriptor.path, 'kubernetes', 'kubernetes', {})),
  ];
}

/** Labels and annotations that only Cloud Run reads in a Service of Knative (Cloud Run, "YAML reference"). */
const OF_CLOUD_RUN = /^(?:run\.googleapis\.com\/|cloud\.googleapis\.com\/location$)/;

function cloudRun(descriptor: Descriptor, object: YamlMap): readonly Trait[] {
  const template = yamlAt(object, 'spec', 'template');
  const told = [object, template].flatMap((one) =>
    ['labels', 'annotations'].flatMap((field) => yamlEntries(yamlAt(one, 'metadata', field))),
  );
  const group = yamlAt(object, 'apiVersion');
  const isOwn = yamlText(group)?.startsWith('run.googleapis.com/') === true;
  const at = isOwn ? group : told.find(([key]) => OF_CLOUD_RUN.test(key))?.[1].value;
  return at === undefined ? [] : [{ kind: 'hosted-by', value: 'Cloud Run', origin: originIn(descriptor, at) }];
}

const SELECTORS: readonly string[] = [
  'app',
  'app.kubernetes.io/name',
  'name',
  'service',
  'run',
  'component',
  'io.kompose.service',
];

/** Ports of every node that a Service of type NodePort takes, for what its selector names. */
function nodePorts(descriptor: Descriptor, service: YamlMap): readonly DeploymentFacts[] {
  const selector = yamlAt(service, 'spec', 'selector');
  const selected = SELECTORS.map((label) => yamlText(yamlAt(selector, label))).find((text) => text !== undefined);
  const uses = yamlItems(yamlAt(service, 'spec', 'ports')).flatMap((item): readonly PortUse[] => {
    const node = yamlAt(item, 'nodePort');
    const port = numberOf(node);
    if (node === undefined || !isPort(port)) return [];
    const protocol = protocolOf(yamlText(yamlAt(item, 'protocol')));
    return [{ port, protocol, bind: 'published', origin: originIn(descriptor, node) }];
  });
  if (uses.length === 0) return [];
  const name = selected === undefined ? workloadName(service) : plainName(selected);
  return [deploymentFacts(descriptor.path, 'kubernetes', 'kubernetes', { name }, { demands: uses.map(portDemand) })];
}
