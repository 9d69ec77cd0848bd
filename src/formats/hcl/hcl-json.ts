import { type JsonMember, type JsonNode, parseJson } from '../json.ts';
import type { HclBlock, HclBody, HclFile, HclValue } from './hcl.ts';

/**
 * HCL's JSON syntax as Terraform files hold it (Terraform, "JSON Configuration Syntax"): blocks are objects by their labels,
 * strings are templates. Within a block nothing but its schema tells blocks from objects, so each object is taken for both.
 */
export function parseHclJson(text: string): HclFile {
  const { root, problems, position } = parseJson(text);
  const broken = problems.find(({ kind }) => kind === 'syntax');
  const blocks = membersOf(root).flatMap((one) => blocksAt(one.key, [], one, LABELS.get(one.key) ?? 0));
  const problem =
    broken === undefined ? {} : { problem: { message: `not valid JSON: ${broken.message}`, ...position(broken.at) } };
  return { attributes: attributesOf(root), blocks, place: ({ offset }) => position(offset), ...problem };
}

/** How many labels the blocks of Terraform's language have, and those of Docker Bake's; the others have none. */
const LABELS: ReadonlyMap<string, number> = new Map([
  ['resource', 2],
  ['data', 2],
  ['module', 1],
  ['variable', 1],
  ['output', 1],
  ['provider', 1],
  ['target', 1],
]);

/** A key that stands for a comment. */
const COMMENT = '//';

function membersOf(node: JsonNode | undefined): readonly JsonMember[] {
  return node?.kind === 'object' ? node.members.filter(({ key }) => key !== COMMENT) : [];
}

function blocksAt(type: string, labels: readonly string[], { value, keyAt }: JsonMember, missing: number): readonly HclBlock[] {
  if (value.kind === 'array')
    return value.items.flatMap((item) => blocksAt(type, labels, { key: type, keyAt, value: item }, missing));
  if (missing > 0) return membersOf(value).flatMap((one) => blocksAt(type, [...labels, one.key], one, missing - 1));
  return value.kind === 'object' ? [{ type, labels, offset: keyAt, ...bodyOf(value) }] : [];
}

function bodyOf(node: JsonNode): HclBody {
  return { attributes: attributesOf(node), blocks: membersOf(node).flatMap((one) => blocksAt(one.key, [], one, 0)) };
}

function attributesOf(node: JsonNode | undefined): ReadonlyMap<string, HclValue> {
  return new Map(membersOf(node).map(({ key, value }) => [key, hclValue(value)]));
}

function hclValue(node: JsonNode): HclValue {
  const offset = node.at;
  if (node.kind === 'object') return { kind: 'object', entries: attributesOf(node), offset };
  if (node.kind === 'array') return { kind: 'list', items: node.items.map(hclValue), offset };
  if (node.kind === 'literal') return { kind: 'text', text: String(node.value), offset };
  const expression = /^\$\{([^{}]*)\}$/.exec(node.value)?.[1];
  if (expression !== undefined) return { kind: 'expression', text: expression.trim(), offset };
  return { kind: /(?<!\$)\$\{|(?<!%)%\{/.test(node.value) ? 'template' : 'text', text: node.value, offset };
}
