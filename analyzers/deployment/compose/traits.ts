/** What one compose service asks of its host beside ports, and what its environment shows of it. */

import { type YamlNode, yamlAt, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import type { Trait, TraitKind } from '../../../src/model/index.ts';
import { ENGINE_SOCKET, GRPC_PROBE } from '../facts.ts';
import { activeProfiles, groupOf } from '../settings/profiles.ts';
import { isTrue, mebibytes, originIn } from '../yaml-facts.ts';
import type { Reading } from './reading.ts';

export function composeTraits(reading: Reading): readonly Trait[] {
  const traits: Trait[] = [];
  const add = (kind: TraitKind, node: YamlNode | undefined, value?: string): void => {
    traits.push({ kind, origin: reading.originOf(node), ...(value === undefined ? {} : { value }) });
  };
  const says = (path: readonly string[], test: (node: YamlNode) => boolean, kind: TraitKind): void => {
    const node = reading.last(...path);
    if (node !== undefined && test(node)) add(kind, reading.last(path[0] ?? ''));
  };
  const isHost = (node: YamlNode): boolean => yamlText(node) === 'host';
  says(['privileged'], isTrue, 'privileged');
  says(['network_mode'], isHost, 'host-network');
  for (const profile of reading.profiles()) add('compose-profile', reading.last('profiles'), profile);
  says(['pid'], isHost, 'host-pid');
  says(['ipc'], isHost, 'host-ipc');
  says(['devices'], (node) => yamlItems(node).length > 0, 'devices');
  says(['gpus'], () => true, 'gpu');
  says(['runtime'], (node) => yamlText(node) === 'nvidia', 'gpu');
  says(['healthcheck', 'test'], (node) => GRPC_PROBE.test(yamlTexts(node).join(' ')), 'grpc-probe');
  const capabilities = new Set(reading.all('cap_add').flatMap(([node]) => yamlText(node) ?? []));
  if (capabilities.size > 0) add('capabilities', reading.last('cap_add'), [...capabilities].join(' '));
  for (const [node, { descriptor }] of reading.all('deploy', 'resources', 'reservations', 'devices'))
    if (yamlTexts(yamlAt(node, 'capabilities')).includes('gpu')) traits.push({ kind: 'gpu', origin: originIn(descriptor, node) });
  const group = groupOf(reading.environment);
  if (group !== undefined) add('consumer-group', reading.last('environment'), group);
  const active = activeProfiles(reading.environment);
  if (active !== undefined) add('active-profiles', reading.last('environment'), active);
  const memory = reading.last('deploy', 'resources', 'limits', 'memory') ?? reading.last('mem_limit');
  const size = mebibytes(reading.text(memory));
  if (memory !== undefined && size !== undefined) add('memory', memory, String(size));
  for (const [value, node, { descriptor }] of reading.volumes()) {
    const socket = ENGINE_SOCKET.test(value);
    traits.push({ kind: socket ? 'docker-socket' : 'volume', value, origin: originIn(descriptor, node) });
  }
  return traits;
}
