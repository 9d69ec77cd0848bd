/**
 * Lambda functions that Terraform declares (`aws_lambda_function` of the AWS provider, and the module
 * terraform-aws-modules/lambda/aws). What stands there literally is read, and variables and locals that have a literal value,
 * by default or in the tfvars files that Terraform loads by itself; everything else is left open and said so.
 */

import { type HclBlock, type HclBody, type HclFile, type HclValue, parseHcl } from '../../../src/formats/hcl.ts';
import { parseHclJson } from '../../../src/formats/hcl-json.ts';
import {
  addTo,
  baseName,
  byText,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  listed,
  type Origin,
  type Project,
  type ServerlessFunction,
  type SourceFile,
  type Trait,
} from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { type Part, partsTogether } from '../part.ts';
import { localPath } from '../paths.ts';
import { defined, lambdaRuntime, wholeNumber } from './cloudformation.ts';
import { terraformClouds } from './terraform-clouds.ts';

export const TERRAFORM_PATTERNS: readonly string[] = [
  '*.tf',
  '*.tf.json',
  'terraform.tfvars',
  'terraform.tfvars.json',
  '*.auto.tfvars',
  '*.auto.tfvars.json',
];

/** Files of a module, in the order in which what they set is taken (Terraform, "Variable Definition Precedence"). */
const LOADED: readonly RegExp[] = [
  /\.tf(?:\.json)?$/,
  /^terraform\.tfvars$/,
  /^terraform\.tfvars\.json$/,
  /\.auto\.tfvars(?:\.json)?$/,
];

function rankOf(path: string): number {
  return LOADED.findIndex((pattern) => pattern.test(baseName(path)));
}

export function isTerraform(path: string): boolean {
  return rankOf(path) >= 0;
}

/** Directories of .tf and .tf.json files as modules, each with its variables' defaults and tfvars. */
export function assembleTerraform(project: Project, paths: readonly string[]): Part {
  const modules = new Map<string, TerraformFile[]>();
  const diagnostics: Diagnostic[] = [];
  for (const path of [...paths].sort((a, b) => rankOf(a) - rankOf(b) || byText(a, b))) {
    const file = project.parse(path, readTerraform);
    if (isReadFailure(file)) continue;
    addTo(modules, directoryOf(path), file);
    if (file.hcl.problem !== undefined) diagnostics.push(syntaxProblem(path, file.hcl.problem));
  }
  const read = new Map([...modules].map(([home, files]) => [home, new TerraformModule(home, files)]));
  const calls = [...read.values()].flatMap((caller) => caller.calls());
  // What a module makes of what it is given is known where it is called; by itself it is a form.
  const called = calls.flatMap(({ home, call }) => {
    const files = modules.get(home);
    const module = files === undefined ? undefined : new TerraformModule(home, files, call);
    return module?.isForm === true ? [{ home, module }] : [];
  });
  const forms = new Set(called.map(({ home }) => home));
  const own = [...read].filter(([home]) => !forms.has(home)).map(([, module]) => module);
  const parts = [...own, ...called.map(({ module }) => module)].map((module) => module.facts());
  const clouds = terraformClouds([...modules.values()].flat());
  return partsTogether([{ deployments: clouds, diagnostics }, ...parts]);
}

/** A `module` block of another directory, with what it gives. */
interface ModuleCall {
  readonly caller: TerraformModule;
  readonly block: HclBlock;
  readonly file: TerraformFile;
}

function syntaxProblem(file: string, { message, line, column }: NonNullable<HclFile['problem']>): Diagnostic {
  const told = `${message}; what stands after it may be read wrongly, or not at all`;
  return { code: 'terraform/syntax', severity: 'warning', message: told, file, line, column, incomplete: true };
}

interface TerraformFile {
  readonly path: string;
  readonly hcl: HclFile;
}

function readTerraform({ path, text }: SourceFile): TerraformFile {
  return { path, hcl: path.endsWith('.json') ? parseHclJson(text) : parseHcl(text) };
}

/** What one of the two ways to declare a function calls its parts. */
interface Spelling {
  readonly name: string;
  readonly image: string;
  /** Where the code lies: archives and directories. */
  readonly code: readonly string[];
  readonly isImage: (body: Body) => boolean;
  readonly ephemeral: (body: Body) => string | undefined;
}

const RESOURCE: Spelling = {
  name: 'function_name',
  image: 'image_uri',
  code: ['filename', 's3_key'],
  isImage: (body) => body.text('package_type') === 'Image' || body.has('image_uri'),
  ephemeral: (body) => body.block('ephemeral_storage')?.text('size'),
};
const MODULE: Spelling = {
  ...RESOURCE,
  code: ['source_path', 'local_existing_package'],
  ephemeral: (body) => body.text('ephemeral_storage_size'),
};
const LAMBDA_MODULE = /^(?:registry\.terraform\.io\/)?terraform-aws-modules\/lambda\/aws$/;

/** Services of AWS that invoke functions, by the principal of a permission and by the resource whose stream is mapped. */
const EVENTS: readonly (readonly [RegExp, string])[] = [
  [/apigateway|elasticloadbalancing|function_url/, 'http'],
  [/\bevents?\.amazonaws|cloudwatch_event|scheduler/, 'schedule'],
  [/sqs/, 'sqs'],
  [/sns/, 'sns'],
  [/\bs3\b|s3_bucket/, 's3'],
  [/kinesis/, 'kinesis'],
  [/dynamodb/, 'dynamodb'],
  [/msk|kafka/, 'kafka'],
  [/\bmq\b|mq_broker/, 'mq'],
  [/docdb/, 'documentdb'],
  [/cognito/, 'cognito'],
  [/iot/, 'iot'],
];

/** A variable holds a local that holds a variable … */
const MAX_LOOKUPS = 8;

/** The files of one directory, which Terraform reads as one module. */
class TerraformModule {
  readonly #home: string;
  readonly #blocks: readonly { readonly block: HclBlock; readonly file: TerraformFile }[];
  readonly #values = new Map<string, HclValue>();
  readonly #call: ModuleCall | undefined;
  readonly #given = new Set<HclValue>();

  constructor(home: string, files: readonly TerraformFile[], call?: ModuleCall) {
    this.#home = home;
    this.#call = call;
    this.#blocks = files.flatMap((file) => file.hcl.blocks.map((block) => ({ block, file })));
    for (const { block } of this.#blocks) {
      const fallback = block.attributes.get('default');
      if (block.type === 'variable' && fallback !== undefined) this.#values.set(`var.${block.labels[0] ?? ''}`, fallback);
      if (block.type === 'locals') for (const [name, value] of block.attributes) this.#values.set(`local.${name}`, value);
    }
    for (const { hcl } of files.filter((file) => rankOf(file.path) > 0))
      for (const [name, value] of hcl.attributes) this.#values.set(`var.${name}`, value);
    if (call === undefined) return;
    for (const [name, value] of call.block.attributes) {
      const given = call.caller.#known(value);
      this.#given.add(given);
      this.#values.set(`var.${name}`, given);
    }
  }

  /** A value as it stands, or what the variable or local holds that it names. */
  #known(value: HclValue): HclValue {
    const body = new Body({ attributes: new Map([['value', value]]), blocks: [] }, this.#values);
    const held = body.value('value') ?? value;
    const text = held.kind === 'template' ? body.text('value') : undefined;
    return text === undefined ? held : { kind: 'text', text, offset: held.offset };
  }

  /** Modules of other directories of the tree that this one calls. */
  calls(): readonly { readonly home: string; readonly call: ModuleCall }[] {
    return this.#blocks.flatMap(({ block, file }) => {
      const source = block.type === 'module' ? block.attributes.get('source') : undefined;
      const home = source?.kind === 'text' && /^\.\.?\//.test(source.text) ? localPath(this.#home, source.text) : undefined;
      return home === undefined || home === this.#home ? [] : [{ home, call: { caller: this, block, file } }];
    });
  }

  /** Whether a function of it takes its code, image, handler or runtime from whoever calls the module. */
  get isForm(): boolean {
    return this.#blocks.some(({ block }) => {
      const spelling = this.#spelling(block);
      const told = spelling === undefined ? [] : [...spelling.code, spelling.image, spelling.name, 'handler', 'runtime'];
      return told.some((name) => {
        const value = block.attributes.get(name);
        return (value?.kind === 'expression' || value?.kind === 'template') && /\bvar\./.test(value.text);
      });
    });
  }

  facts(): Part {
    const deployments: DeploymentFacts[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const { block, file } of this.#blocks) {
      const spelling = this.#spelling(block);
      if (spelling === undefined) continue;
      const body = new Body(block, this.#values);
      deployments.push(this.#function(body, block, file, spelling));
      const open = body.open;
      if (open.length === 0) continue;
      const message = `${listed(open, 5)} of ${labelOf(this.#call?.block ?? block)} ${open.length === 1 ? 'is' : 'are'} known only when Terraform runs and left open; a default of the variable, or a literal value, has ${open.length === 1 ? 'it' : 'them'} compared`;
      diagnostics.push({ code: 'terraform/dynamic', severity: 'note', message, ...this.#originOf(file, block) });
    }
    return { deployments, diagnostics };
  }

  #spelling(block: HclBlock): Spelling | undefined {
    if (block.type === 'resource') return block.labels[0] === 'aws_lambda_function' ? RESOURCE : undefined;
    const source = block.type === 'module' ? block.attributes.get('source') : undefined;
    return source?.kind === 'text' && LAMBDA_MODULE.test(source.text) ? MODULE : undefined;
  }

  #function(body: Body, block: HclBlock, file: TerraformFile, spelling: Spelling): DeploymentFacts {
    const label = (this.#call?.block ?? block).labels.at(-1) ?? '';
    const isImage = spelling.isImage(body);
    const name = body.text(spelling.name) ?? label;
    const runtime = body.text('runtime');
    const needed = isImage ? undefined : lambdaRuntime(runtime);
    const origin = this.#originOf(file, block);
    const made: ServerlessFunction = {
      name,
      provider: 'aws',
      packageType: isImage ? 'image' : 'zip',
      events: this.#events(block),
      layers: body.list('layers').map((layer) => layer.text),
      origin,
      ...defined('handler', body.text('handler')),
      ...defined('runtime', runtime),
      ...defined('memoryMiB', wholeNumber(body.text('memory_size'))),
      ...defined('timeoutSeconds', wholeNumber(body.text('timeout'))),
      ...defined('ephemeralMiB', wholeNumber(spelling.ephemeral(body))),
      ...defined('architecture', body.list('architectures')[0]?.text),
    };
    const snapStart = body.block('snap_start') ?? (body.text('snap_start') === 'true' ? body : undefined);
    const traits: readonly Trait[] = snapStart === undefined ? [] : [{ kind: 'snapstart', origin }];
    const place = this.#call === undefined ? block.attributes.get('runtime') : undefined;
    return deploymentFacts((this.#call?.file ?? file).path, 'terraform', 'terraform', this.#join(body, spelling, name), {
      functions: [made],
      demands: needed === undefined ? [] : [runtimeDemand(needed, place === undefined ? origin : originOf(file, place))],
      traits,
    });
  }

  /** Where a function is declared: what a module makes of what it is given, where it is given that. */
  #originOf(file: TerraformFile, block: HclBlock): Origin {
    return this.#call === undefined ? originOf(file, block) : originOf(this.#call.file, this.#call.block);
  }

  /** What calls the function, as far as resources of the same module name it. */
  #events({ type: kind, labels }: HclBlock): readonly string[] {
    const address = kind === 'module' ? `module.${labels.at(-1) ?? ''}` : `aws_lambda_function.${labels.at(-1) ?? ''}`;
    const events = this.#blocks.flatMap(({ block }): readonly string[] => {
      const type = block.type === 'resource' ? (block.labels[0] ?? '') : '';
      if (!/^aws_lambda_(?:permission|event_source_mapping|function_url)$/.test(type)) return [];
      const called = block.attributes.get('function_name');
      if (called?.kind !== 'expression' || !called.text.startsWith(`${address}.`)) return [];
      const by = block.attributes.get('principal') ?? block.attributes.get('event_source_arn');
      const caller = type === 'aws_lambda_function_url' ? 'function_url' : by === undefined ? '' : textIn(by);
      const known = EVENTS.find(([pattern]) => pattern.test(caller))?.[1];
      if (known !== undefined || type !== 'aws_lambda_event_source_mapping') return known === undefined ? [] : [known];
      // Lambda polls for whatever is mapped.
      return [block.blocks.some((one) => one.type === 'self_managed_event_source') ? 'kafka' : 'stream'];
    });
    return [...new Set(events)];
  }

  /** The directory of the code: what an archive is made of, else where it lies. */
  #join(body: Body, spelling: Spelling, name: string): DeploymentFacts['join'] {
    for (const key of spelling.code) {
      const directory = this.#directory(body.value(key));
      if (directory !== undefined) return { directory, name };
    }
    // An empty default stands for what only whoever deploys knows.
    const image = body.text(spelling.image);
    return { name, ...defined('image', image === '' ? undefined : image) };
  }

  #directory(value: HclValue | undefined, depth = 0): string | undefined {
    if (value === undefined || depth > MAX_LOOKUPS) return undefined;
    if (this.#call !== undefined && this.#given.has(value)) return this.#call.caller.#directory(value);
    if (value.kind === 'list') return this.#directory(value.items[0], depth + 1);
    if (value.kind === 'object') return this.#directory(value.entries.get('path'), depth + 1);
    const archive = /^data\.archive_file\.([\w-]+)\./.exec(value.kind === 'expression' ? value.text : '')?.[1];
    if (archive !== undefined) {
      const data = this.#blocks.find(({ block: { type, labels } }) => type === 'data' && labels[1] === archive)?.block;
      const from = data?.attributes.get('source_dir') ?? data?.attributes.get('source_file') ?? contentOf(data);
      return from === undefined ? undefined : this.#directory(from, depth + 1);
    }
    if (value.kind === 'expression') return this.#directory(this.#values.get(value.text), depth + 1);
    const path = filled(value.text.replaceAll(/\$\{path\.(?:module|root|cwd)\}\/?/g, ''), this.#values);
    const found = path === undefined ? undefined : localPath(this.#home, path);
    return found === undefined || !/\.(?:zip|jar|py|js|mjs|ts)$/.test(found) ? found : directoryOf(found);
  }
}

/** A block whose values are asked for by name; what only a run of Terraform would know is noted. */
class Body {
  readonly #body: HclBody;
  readonly #values: ReadonlyMap<string, HclValue>;
  readonly #open = new Set<string>();

  constructor(body: HclBody, values: ReadonlyMap<string, HclValue>) {
    this.#body = body;
    this.#values = values;
  }

  get open(): readonly string[] {
    return [...this.#open];
  }

  has(name: string): boolean {
    return this.#body.attributes.has(name);
  }

  /** The value as it stands, or as the variable that it names does. */
  value(name: string): HclValue | undefined {
    const value = this.#body.attributes.get(name);
    return value?.kind === 'expression' ? (this.#values.get(value.text) ?? value) : value;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || (value.kind === 'text' && value.text !== 'null')) return value?.text;
    const text = value.kind === 'text' ? undefined : textFor(value, this.#values);
    if (text === undefined && value.kind !== 'text') this.#open.add(name);
    return text;
  }

  list(name: string): readonly { readonly text: string }[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (value.kind !== 'list') this.#open.add(name);
    return value.kind === 'list' ? value.items.map((item) => ({ text: textIn(item) })) : [];
  }

  block(type: string): Body | undefined {
    const block = this.#body.blocks.find((one) => one.type === type);
    return block === undefined ? undefined : new Body(block, this.#values);
  }
}

/** The text that a value stands for: what it names, a template of such values, or `replace()` of one. */
function textFor(value: HclValue | undefined, values: ReadonlyMap<string, HclValue>, depth = 0): string | undefined {
  if (value === undefined || depth > MAX_LOOKUPS) return undefined;
  if (value.kind === 'text') return value.text;
  if (value.kind === 'template') return filled(value.text, values, depth);
  if (value.kind !== 'expression') return undefined;
  const [, from = '', old = '', by = ''] = REPLACE.exec(value.text) ?? [];
  if (from === '') return textFor(values.get(value.text), values, depth + 1);
  // A pattern between slashes is a regular expression.
  const whole = old.startsWith('/') ? undefined : textFor(values.get(from), values, depth + 1);
  return whole?.replaceAll(old, by);
}

const REPLACE = /^replace\(\s*((?:var|local)\.[\w-]+)\s*,\s*"([^"\\$%]+)"\s*,\s*"([^"\\$%]*)"\s*\)$/;

/** A template with its values, or nothing where one of them is open. */
function filled(template: string, values: ReadonlyMap<string, HclValue>, depth = 0): string | undefined {
  const text = template.replaceAll(
    /\$\{((?:var|local)\.[\w-]+)\}/g,
    (whole, name: string) => textFor(values.get(name), values, depth + 1) ?? whole,
  );
  return text.includes('${') || text.includes('%{') ? undefined : text;
}

/** The file of which an archive is made in place: `source { content = file("…") }`. */
function contentOf(data: HclBlock | undefined): HclValue | undefined {
  const content = data?.blocks.find(({ type }) => type === 'source')?.attributes.get('content');
  const path = content?.kind === 'expression' ? /^file\(\s*"([^"]+)"\s*\)$/.exec(content.text)?.[1] : undefined;
  return content === undefined || path === undefined ? undefined : { kind: 'template', text: path, offset: content.offset };
}

function textIn(value: HclValue): string {
  return value.kind === 'list' || value.kind === 'object' ? '' : value.text;
}

function labelOf({ type, labels }: HclBlock): string {
  return [...(type === 'resource' ? [] : [type]), ...labels].join('.');
}

function originOf({ path, hcl }: TerraformFile, at: { readonly offset: number }): Origin {
  return { file: path, ...hcl.place(at) };
}
