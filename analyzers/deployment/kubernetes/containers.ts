/** What pods and their containers say: ports, and what matters to the choice of a host. */

import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import type { Origin, Trait, TraitKind } from '../../../src/model/index.ts';
import { hostAddress } from '../compose/mappings.ts';
import { type PortUse, withoutLeftovers } from '../demands.ts';
import { ENGINE_SOCKET, GRPC_PROBE } from '../facts.ts';
import { besidePorts, commandPorts, isPort, optionPorts, protocolOf, settablePorts, toldPorts } from '../ports.ts';
import { activeProfiles, groupOf } from '../settings/profiles.ts';
import { type Descriptor, isTrue, mebibytes, numberOf, originIn } from '../yaml-facts.ts';

export function wordsOf(container: YamlNode): readonly string[] {
  return [...yamlTexts(yamlAt(container, 'command')), ...yamlTexts(yamlAt(container, 'args'))];
}

/** Kubernetes, "Define a Command and Arguments for a Container": `args` alone take the place of CMD. */
export function keepsEntrypoint(container: YamlNode): boolean {
  return yamlTexts(yamlAt(container, 'command')).length === 0 && yamlTexts(yamlAt(container, 'args')).length > 0;
}

export function environmentOf(container: YamlNode): readonly (readonly [name: string, value: string])[] {
  return yamlItems(yamlAt(container, 'env')).map(
    (item) => [yamlText(yamlAt(item, 'name')) ?? '', yamlText(yamlAt(item, 'value')) ?? ''] as const,
  );
}

const DEBUGGER_NAME = /debug|jdwp|delve|\bdlv\b/i;

export function portsOf(descriptor: Descriptor, pod: YamlNode, container: YamlNode, owner: string): readonly PortUse[] {
  const onHost = isTrue(yamlAt(pod, 'hostNetwork'));
  const environment = environmentOf(container);
  const commanded = commandPorts(wordsOf(container), new Map(environment));
  const set = settablePorts(environment, owner, commanded);
  const told = toldPorts(environment);
  const probed = new Map(probedPorts(container).map((node) => [numberOf(node), node]));
  const isBacked = (port: number): boolean => told.has(port) || probed.has(port);
  const uses = yamlItems(yamlAt(container, 'ports')).flatMap((item) => listedPorts(descriptor, item, onHost, set, isBacked));
  // A list of which one port is asked or set is no leftover.
  const isInUse = uses.some(({ port, bind }) => bind === 'listens' && isBacked(port));
  const isUsed = (port: number): boolean => uses.some((use) => use.port === port);
  for (const [port, node] of probed)
    if (isPort(port) && !isUsed(port)) uses.push(listening(port, 'tcp', originIn(descriptor, node), set.get(port)));
  const command = originIn(descriptor, yamlAt(container, 'args') ?? yamlAt(container, 'command') ?? container);
  const variables = new Map(yamlItems(yamlAt(container, 'env')).map((item) => [yamlText(yamlAt(item, 'name')), item]));
  const setAt = (variable: string): Origin => originIn(descriptor, variables.get(variable) ?? container);
  const options = optionPorts(environment).map(({ variable, told: one }) => [one, setAt(variable)] as const);
  for (const [{ port, settable, ...one }, origin] of [...commanded.map((one) => [one, command] as const), ...options])
    uses.push({ ...one, ...listening(port, 'tcp', origin, settable ?? set.get(port)) });
  for (const [port, settable] of told) if (!isUsed(port)) uses.push(listening(port, 'tcp', setAt(settable), settable));
  for (const { port, settable, role } of besidePorts(environment))
    uses.push({ ...listening(port, 'tcp', setAt(settable), settable), role });
  return isInUse ? uses : withoutLeftovers(uses);
}

/** An entry of `ports`: what the container listens on, and what of the node it takes. */
function listedPorts(
  descriptor: Descriptor,
  item: YamlNode,
  onHost: boolean,
  set: ReadonlyMap<number, string>,
  isBacked: (port: number) => boolean,
): readonly PortUse[] {
  const port = numberOf(yamlAt(item, 'containerPort'));
  const asked = yamlAt(item, 'hostPort');
  const onNode = numberOf(asked) ?? (onHost ? port : undefined);
  const protocol = protocolOf(yamlText(yamlAt(item, 'protocol')));
  const origin = originIn(descriptor, yamlAt(item, 'containerPort') ?? item);
  const address = hostAddress(yamlText(yamlAt(item, 'hostIP')) ?? '');
  const uses: PortUse[] = [];
  if (isPort(port)) {
    const listed = isBacked(port) ? {} : ({ listed: 'descriptor' } as const);
    const debuggers = DEBUGGER_NAME.test(yamlText(yamlAt(item, 'name')) ?? '') ? { debugger: true as const } : {};
    uses.push({ ...listening(port, protocol, origin, set.get(port)), ...listed, ...debuggers });
  }
  if (isPort(onNode))
    uses.push({
      port: onNode,
      protocol,
      bind: 'published',
      origin: asked === undefined ? origin : originIn(descriptor, asked),
      ...(address === undefined ? {} : { address }),
    });
  return uses;
}

/** Ports that probes ask by number: `containerPort` is only informational, a probe that fails restarts the container. */
function probedPorts(container: YamlNode): readonly YamlNode[] {
  return PROBES.flatMap((name) => ['httpGet', 'tcpSocket', 'grpc'].flatMap((how) => yamlAt(container, name, how, 'port') ?? []));
}

function listening(
  port: number,
  protocol: PortUse['protocol'],
  origin: PortUse['origin'],
  variable: string | undefined,
): PortUse {
  return { port, protocol, bind: 'listens', origin, ...(variable === undefined ? {} : { settable: variable }) };
}

const HOST_SPACES: readonly (readonly [string, TraitKind])[] = [
  ['hostNetwork', 'host-network'],
  ['hostPID', 'host-pid'],
  ['hostIPC', 'host-ipc'],
];

export function podTraits(descriptor: Descriptor, pod: YamlNode): readonly Trait[] {
  const traits = HOST_SPACES.flatMap(([key, kind]): readonly Trait[] => {
    const node = yamlAt(pod, key);
    return node !== undefined && isTrue(node) ? [{ kind, origin: originIn(descriptor, node) }] : [];
  });
  for (const volume of yamlItems(yamlAt(pod, 'volumes'))) {
    const mounts = mountsOf(pod, volume);
    // What no container mounts is a leftover.
    if (mounts.length === 0) continue;
    const origin = originIn(descriptor, volume);
    const claim = isOnlyRead(volume, mounts) ? undefined : yamlText(yamlAt(volume, 'persistentVolumeClaim', 'claimName'));
    const path = yamlText(yamlAt(volume, 'hostPath', 'path'));
    if (claim !== undefined) traits.push({ kind: 'volume-claim', value: claim, origin });
    if (path !== undefined) traits.push({ kind: ENGINE_SOCKET.test(path) ? 'docker-socket' : 'volume', value: path, origin });
  }
  return traits;
}

/** Where containers of the pod mount a volume, or take it as a device. */
function mountsOf(pod: YamlNode, volume: YamlNode): readonly YamlNode[] {
  const name = yamlText(yamlAt(volume, 'name'));
  return ['containers', 'initContainers']
    .flatMap((key) => yamlItems(yamlAt(pod, key)))
    .flatMap((container) => ['volumeMounts', 'volumeDevices'].flatMap((key) => yamlItems(yamlAt(container, key))))
    .filter((mount) => yamlText(yamlAt(mount, 'name')) === name);
}

/** A claim that no container may write to holds what others put there: models, static files. */
function isOnlyRead(volume: YamlNode, mounts: readonly YamlNode[]): boolean {
  const isReadOnly = (node: YamlNode | undefined): boolean => {
    const readOnly = yamlAt(node, 'readOnly');
    return readOnly !== undefined && isTrue(readOnly);
  };
  return isReadOnly(yamlAt(volume, 'persistentVolumeClaim')) || mounts.every(isReadOnly);
}

export function claimTemplates(descriptor: Descriptor, object: YamlNode): readonly Trait[] {
  return yamlItems(yamlAt(object, 'spec', 'volumeClaimTemplates')).map((claim) => {
    const value = yamlText(yamlAt(claim, 'metadata', 'name'));
    return { kind: 'volume-claim', origin: originIn(descriptor, claim), ...(value === undefined ? {} : { value }) };
  });
}

const PROBES: readonly string[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

export function containerTraits(descriptor: Descriptor, container: YamlNode): readonly Trait[] {
  const traits: Trait[] = [];
  const add = (kind: TraitKind, node: YamlNode, value?: string): void => {
    traits.push({ kind, origin: originIn(descriptor, node), ...(value === undefined ? {} : { value }) });
  };
  const privileged = yamlAt(container, 'securityContext', 'privileged');
  if (privileged !== undefined && isTrue(privileged)) add('privileged', privileged);
  const capabilities = yamlAt(container, 'securityContext', 'capabilities', 'add');
  if (capabilities !== undefined) add('capabilities', capabilities, yamlTexts(capabilities).join(' '));
  const probe = PROBES.map((name) => yamlAt(container, name)).find(
    (node) =>
      yamlAt(node, 'grpc') !== undefined || yamlTexts(yamlAt(node, 'exec', 'command')).some((word) => GRPC_PROBE.test(word)),
  );
  if (probe !== undefined) add('grpc-probe', probe);
  const environment = environmentOf(container);
  const group = groupOf(environment);
  if (group !== undefined) add('consumer-group', yamlAt(container, 'env') ?? container, group);
  const active = activeProfiles(environment);
  if (active !== undefined) add('active-profiles', yamlAt(container, 'env') ?? container, active);
  for (const bound of ['limits', 'requests']) {
    const gpu = yamlEntries(yamlAt(container, 'resources', bound)).find(([name]) => /\/gpu$|\/mig-/.test(name));
    if (gpu !== undefined && !traits.some(({ kind }) => kind === 'gpu')) add('gpu', gpu[1].value, gpu[0]);
  }
  const memory = yamlAt(container, 'resources', 'limits', 'memory');
  const size = mebibytes(yamlText(memory));
  if (memory !== undefined && size !== undefined) add('memory', memory, String(size));
  return traits;
}
