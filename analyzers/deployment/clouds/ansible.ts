/**
 * Containers that Ansible starts on a host: tasks of playbooks and roles (collections community.docker, "docker_container"
 * and "docker_compose_v2" with its project in place, and containers.podman, "podman_container"). What Jinja fills in of
 * other files is left open; facts and roles are not followed.
 */
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import { append, type DeploymentFacts, type SourceFile } from '../../../src/model/index.ts';
import { shortMapping } from '../compose/mappings.ts';
import { isOfTests } from '../file-facts.ts';
import { isForeignImage } from '../foreign.ts';
import type { Part } from '../part.ts';
import { isTrue, readDocuments, yamlDiagnostics } from '../yaml-facts.ts';
import { type Budget, budgetOfFile, givenTo, type Variables, withOwn } from './ansible-values.ts';
import { listOf, mapOf, podFacts, textNode } from './pods.ts';

const MODULE = /^(?:[\w.]+\.)?(?:docker|podman)_container$/;
const COMPOSE = /^(?:[\w.]+\.)?docker_compose(?:_v2)?$/;
const TASK = /^[ \t]*(?:-[ \t]+)?(?:[\w.]+\.)?(?:(?:docker|podman)_container|docker_compose(?:_v2)?):/m;

/** Molecule tests roles. */
export function isAnsible(path: string, text: string): boolean {
  return TASK.test(text) && !/(?:^|\/)molecule\//.test(path) && !isOfTests(path);
}

/** Where tasks stand below a play or a block. */
const LISTS = ['pre_tasks', 'tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];
/** Blocks stand in blocks; nobody writes more of them into each other. */
const MAX_DEPTH = 10;

export function readAnsible(file: SourceFile): Part {
  const deployments: DeploymentFacts[] = [];
  const budget = budgetOfFile();
  const descriptors = readDocuments(file, (text) => TASK.test(text));
  for (const descriptor of descriptors) {
    for (const container of descriptor.yaml.documents.flatMap((root) => containersIn(yamlItems(root), [], budget, 0)))
      append(
        deployments,
        podFacts(
          descriptor,
          {
            offset: container.offset,
            name: known(yamlAt(container, 'name')),
            run: 'Deployment',
            containers: [podContainer(container)],
            more: onHost(container),
          },
          { kind: 'ansible', tool: 'compose' },
        ),
      );
  }
  return { deployments, diagnostics: descriptors.flatMap(yamlDiagnostics) };
}

/** What is given to the module, of each task that starts a container of somebody here. */
function containersIn(tasks: readonly YamlNode[], around: Variables, budget: Budget, depth: number): readonly YamlNode[] {
  if (depth > MAX_DEPTH) return [];
  return tasks.flatMap((task) =>
    yamlEntries(task).flatMap(([key, { value }]): readonly YamlNode[] => {
      if (LISTS.includes(key)) return containersIn(yamlItems(value), withOwn(around, task), budget, depth + 1);
      if (MODULE.test(key)) return givenTo(task, value, around, budget).filter(isStarted);
      if (!COMPOSE.test(key)) return [];
      return givenTo(task, value, around, budget).flatMap(composed).filter(isStarted);
    }),
  );
}

function isStarted(said: YamlNode): boolean {
  const image = yamlText(yamlAt(said, 'image'));
  return yamlText(yamlAt(said, 'state')) !== 'absent' && image !== undefined && !isForeignImage(image);
}

/** The services of a project that stands in the task; they say what the other modules are told, most of it by the same names. */
function composed(said: YamlNode): readonly YamlNode[] {
  if (yamlText(yamlAt(said, 'state')) === 'absent') return [];
  return yamlEntries(yamlAt(said, 'definition', 'services')).flatMap(([name, { value }]): readonly YamlNode[] => {
    if (value.kind !== 'map') return [];
    const called = { offset: value.offset, value: textNode(value.offset, name) };
    return [{ ...value, entries: new Map([...value.entries, ['name', called]]) }];
  });
}

const FILLED_IN = /\{\{[^{}]*\}\}/g;

/** A value that stands there; of one that Jinja makes nothing is known. */
function known(node: YamlNode | undefined): YamlNode | undefined {
  return yamlText(node)?.includes('{{') === true ? undefined : node;
}

/** `{{ registry }}/cart:{{ release }}` is an image called cart. */
function imageOf(node: YamlNode | undefined): YamlNode | undefined {
  const text = yamlText(node);
  return node === undefined || text === undefined ? undefined : textNode(node.offset, text.replaceAll(FILLED_IN, '$'));
}

function podContainer(said: YamlNode): YamlNode {
  const { offset } = said;
  const env = [...yamlEntries(yamlAt(said, 'env')), ...yamlEntries(yamlAt(said, 'environment'))].map(([name, { value }]) =>
    mapOf(value.offset, { name: textNode(value.offset, name), value: known(value) }),
  );
  const privileged = yamlAt(said, 'privileged');
  const image = yamlAt(said, 'image');
  return mapOf(offset, {
    name: known(yamlAt(said, 'name')),
    image: imageOf(image),
    command: known(yamlAt(said, 'entrypoint')),
    args: known(yamlAt(said, 'command')),
    ports: listOf(offset, [...published(said), ...exposed(said)]),
    env: listOf(offset, env),
    ...(isTrueNode(privileged) ? { securityContext: mapOf(offset, { privileged }) } : {}),
  });
}

function isTrueNode(node: YamlNode | undefined): boolean {
  return node !== undefined && isTrue(node);
}

function onHost(said: YamlNode): Readonly<Record<string, YamlNode>> {
  const network = yamlText(yamlAt(said, 'network_mode')) ?? yamlText(yamlAt(said, 'network'));
  return network === 'host' ? { hostNetwork: textNode(said.offset, 'true') } : {};
}

/** `ports` is another name of `published_ports`, as is `publish` of Podman's. */
function published(said: YamlNode): readonly YamlNode[] {
  return ['published_ports', 'ports', 'publish'].flatMap((field) => {
    const node = yamlAt(said, field);
    const items = node?.kind === 'list' ? yamlItems(node) : node === undefined ? [] : [node];
    return items.flatMap((item) =>
      yamlTexts(item)
        .flatMap((text) => text.split(','))
        .filter((text) => !text.includes('{{'))
        .flatMap((text) => shortMapping({ text: text.trim(), used: [], unset: [] }))
        .flatMap(({ container, published: host, protocol, address }) =>
          container.map((port, index) =>
            portNode(item.offset, port, protocol, host.length === container.length ? host[index] : undefined, address),
          ),
        ),
    );
  });
}

function exposed(said: YamlNode): readonly YamlNode[] {
  return ['exposed_ports', 'expose'].flatMap((field) =>
    yamlItems(yamlAt(said, field)).flatMap((item) => {
      const [, port, protocol = 'tcp'] = /^(\d+)(?:\/(tcp|udp))?$/.exec(yamlText(item) ?? '') ?? [];
      return port === undefined ? [] : [portNode(item.offset, Number(port), protocol)];
    }),
  );
}

function portNode(offset: number, port: number, protocol: string, host?: number, address?: string): YamlNode {
  return mapOf(offset, {
    containerPort: textNode(offset, String(port)),
    protocol: textNode(offset, protocol.toUpperCase()),
    hostPort: host === undefined ? undefined : textNode(offset, String(host)),
    hostIP: address === undefined ? undefined : textNode(offset, address),
  });
}
