/** Objects of Kubernetes (API reference: apps/v1, batch/v1, core/v1, and Knative's Service), in plain YAML or JSON. */
import { type YamlMap, type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { Diagnostic, RunProcess, SourceFile } from '../../../src/model/index.ts';
import { type Descriptor, documentsOf, readDocuments, yamlDiagnostics } from '../yaml-facts.ts';

/**
 * A Service is no workload, but a NodePort is taken on every node of the cluster; the API server refuses a second one.
 * Its selector says whose it is.
 */
const SERVICE = /\bnodePort"?:[ \t]/;

interface Kind {
  readonly run: RunProcess['kind'];
  /** Where the pod stands. */
  readonly pod: readonly string[];
}

const TEMPLATE: Kind = { run: 'process', pod: ['spec', 'template', 'spec'] };
const KINDS: Readonly<Record<string, Kind>> = {
  Deployment: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  ReplicaSet: TEMPLATE,
  ReplicationController: TEMPLATE,
  DeploymentConfig: TEMPLATE,
  Rollout: TEMPLATE,
  Job: { run: 'job', pod: ['spec', 'template', 'spec'] },
  CronJob: { run: 'scheduled', pod: ['spec', 'jobTemplate', 'spec', 'template', 'spec'] },
  Pod: { run: 'process', pod: ['spec'] },
};
/** A job of Cloud Run has an execution between itself and its tasks (Cloud Run, "Job YAML reference"). */
const CLOUD_RUN_JOB: Kind = { run: 'job', pod: ['spec', 'template', 'spec', 'template', 'spec'] };
const WORKLOAD = new RegExp(
  `(?:^|[{,])[ \\t]*(?:-[ \\t]+)?"?kind"?:[ \\t]*["']?(?:${Object.keys(KINDS).join('|')})\\b|serving\\.knative\\.dev`,
  'm',
);

/** Whether a text has a workload in it; cheap, before anything is parsed. */
export function isWorkload(text: string): boolean {
  return text.includes('apiVersion') && (WORKLOAD.test(text) || SERVICE.test(text));
}

/** A Service that takes no port of the nodes may be given one by a patch. */
function isObject(text: string): boolean {
  return isWorkload(text) || /^kind: Service\b/m.test(text);
}

const ENGINE = /^[^"'#]*\{\{|^[ \t]*\{%/;
/** A line that is code alone opens or ends what may go round several documents. */
const CODE_ALONE = /^[ \t]*(?:\{\{.*\}\}|\{%.*%\})[ \t]*$/;

/**
 * Whether code of a template engine stands where a value or a line of a workload should. Braces inside of quotes and of
 * block scalars are plain text (rules of an alert, templates that Vault's agent renders), and so is what the other
 * documents of the file hold.
 */
export function isTemplated(text: string, isRead: (document: string) => boolean): boolean {
  if (!/\{[{%]/.test(text)) return false;
  return documentsOf(text).some((document) => {
    const code = isRead(document) ? ENGINE : CODE_ALONE;
    return linesOutsideOfBlocks(document).some((line) => code.test(line));
  });
}

/** An anchor and a tag may stand before what a node holds (YAML 1.2, 6.9). */
const PROPERTIES = String.raw`(?:[&!]\S*[ \t]+){0,2}`;
const OPENS_BLOCK = new RegExp(String.raw`(?:^|[:?-][ \t]+)${PROPERTIES}[|>][-+\d]*(?:[ \t]+#.*)?[ \t]*$`);
const DASHES = new RegExp(String.raw`^[ \t]*(?:-[ \t]+(?!${PROPERTIES}[|> \t]))*`);

/** Without the text of block scalars (YAML 1.2, 8.1: what is deeper than the node that opens one). */
function linesOutsideOfBlocks(document: string): readonly string[] {
  let block = Number.POSITIVE_INFINITY;
  return document.split(/\r\n|[\r\n\u2028\u2029]/).filter((line) => {
    const indent = line.search(/\S/);
    if (indent < 0 || indent > block) return false;
    block = OPENS_BLOCK.test(line) ? nodeIndent(line) : Number.POSITIVE_INFINITY;
    return true;
  });
}

/** The column of a key that stands behind the dashes of its list, or else of the last dash. */
function nodeIndent(line: string): number {
  return DASHES.exec(line)?.[0].length ?? 0;
}

/** One object with the document that holds it. */
export interface PlacedObject {
  readonly descriptor: Descriptor;
  readonly object: YamlMap;
}

export interface Objects {
  readonly objects: readonly PlacedObject[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a file, the workloads and the Services. */
export function readObjects(file: SourceFile): Objects {
  const documents = readDocuments(file, isObject);
  return {
    objects: documents.flatMap(objectsIn),
    diagnostics: documents.flatMap(yamlDiagnostics),
  };
}

/** The objects of one document. */
export function objectsIn(descriptor: Descriptor): readonly PlacedObject[] {
  return descriptor.yaml.documents.flatMap((root) => objectsOf(root).map((object) => ({ descriptor, object })));
}

/** A list holds objects, and lists do not nest. */
function objectsOf(root: YamlNode): readonly YamlMap[] {
  const items = /List$/.test(yamlText(yamlAt(root, 'kind')) ?? '') ? yamlItems(yamlAt(root, 'items')) : [root];
  return items.filter((item) => item.kind === 'map');
}

export function isService(object: YamlNode): boolean {
  return yamlText(yamlAt(object, 'kind')) === 'Service' && yamlText(yamlAt(object, 'apiVersion')) === 'v1';
}

/** How and where a workload's pod stands in it; undefined for what runs nothing. */
export function kindOf(object: YamlNode): Kind | undefined {
  const name = yamlText(yamlAt(object, 'kind')) ?? '';
  const group = yamlText(yamlAt(object, 'apiVersion')) ?? '';
  if (name === 'Job' && group.startsWith('run.googleapis.com/')) return CLOUD_RUN_JOB;
  const isKnative = group.startsWith('serving.knative.dev');
  return isKnative ? TEMPLATE : Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}

/** Kinds that the API itself defines know by which field the elements of a list are told apart; custom ones do not. */
export function hasListKeys(object: YamlNode): boolean {
  return /^(?:v1|apps\/|batch\/|extensions\/)/.test(yamlText(yamlAt(object, 'apiVersion')) ?? '');
}

/** `cart-deployment` and `cart-v1` run what is called `cart`. */
export function workloadName(object: YamlNode): string {
  return plainName(yamlText(yamlAt(object, 'metadata', 'name')) ?? '');
}

export function plainName(name: string): string {
  return name.replace(/-(?:deployment|deploy|statefulset|daemonset|cronjob|job|pod|v\d+)$/, '');
}
