/** What single blocks of HCL say, of themselves and of others. */
import type { HclBlock, HclFile, HclValue } from '../../../src/formats/hcl/hcl.ts';
import type { Diagnostic } from '../../../src/model/index.ts';
import { textIn } from './terraform-values.ts';

/** What a block says by the names that expressions have for it: a variable's default, and locals. */
export function namedValues({ type, labels: [label = ''], attributes }: HclBlock): readonly (readonly [string, HclValue])[] {
  const fallback = attributes.get('default');
  if (type === 'variable') return fallback === undefined ? [] : [[`var.${label}`, fallback]];
  return type === 'locals' ? [...attributes].map(([name, value]) => [`local.${name}`, value] as const) : [];
}

/** A path as it is seen from the module that writes it (Terraform, "References to Named Values"). */
export function besideModule(path: string): string {
  return path.replaceAll(/\$\{path\.(?:module|root|cwd)\}\/?/g, '');
}

/** Where a file of HCL cannot be read. */
export function hclProblem(
  code: 'terraform/syntax' | 'nomad/syntax',
  file: string,
  { message, line, column }: NonNullable<HclFile['problem']>,
): Diagnostic {
  const told = `${message}; what stands after it may be read wrongly, or not at all`;
  return { code, severity: 'warning', message: told, file, line, column, incomplete: true };
}

/** The function that a block of another resource names, by its address. */
export function functionIn({ attributes }: HclBlock): string | undefined {
  const called = attributes.get('function_name');
  const text = called?.kind === 'expression' ? called.text : '';
  return /^((?:module|aws_lambda_function)\.[\w-]+)[.[]/.exec(text)?.[1];
}

/** What resources and data sources that hold images are called where they are used, as the name of the image. */
export function imageNames({
  type,
  labels: [label = '', name = ''],
  attributes,
}: HclBlock): readonly (readonly [string, HclValue])[] {
  const isHeld = type === 'resource' || type === 'data';
  const uses = isHeld && Object.hasOwn(IMAGE_USES, label) ? IMAGE_USES[label] : undefined;
  const called = attributes.get('name');
  if (uses === undefined) return [];
  const own = label === 'aws_ecr_repository' ? repositoryName(called, name) : undefined;
  const image: HclValue | undefined = own === undefined ? called : { kind: 'text', text: own, offset: 0 };
  const address = type === 'data' ? `data.${label}.${name}` : `${label}.${name}`;
  return image === undefined ? [] : uses.map((use) => [`${address}.${use}`, image] as const);
}

/** As it is written, without what is open in it; what has a repository of one's own is nobody else's, whatever it is called. */
function repositoryName(called: HclValue | undefined, label: string): string {
  const text = called === undefined || called.kind === 'expression' ? '' : textIn(called);
  const written = text.replaceAll(/\$\{[^{}]*\}/g, '').replaceAll(/^[-_./]+|[-_./]+$/g, '');
  return `repository/${written === '' ? label : written}`;
}

const IMAGE_USES: Readonly<Record<string, readonly string[]>> = {
  aws_ecr_repository: ['repository_url'],
  docker_image: ['image_id', 'latest', 'name', 'repo_digest'],
  docker_registry_image: ['name'],
  google_container_registry_image: ['image_url'],
};

/** Whether anything of a block is taken from the module's variables. */
export function takesVariable(block: HclBlock): boolean {
  return [...block.attributes.values()].some(isVariable) || block.blocks.some(takesVariable);
}

export function isVariable(value: HclValue | undefined): boolean {
  if (value === undefined || value.kind === 'text') return false;
  if (value.kind === 'list') return value.items.some(isVariable);
  if (value.kind === 'object') return [...value.entries.values()].some(isVariable);
  return /\bvar\./.test(value.text);
}
