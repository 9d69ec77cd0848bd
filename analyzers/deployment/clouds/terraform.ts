/**
 * Lambda functions that Terraform declares (`aws_lambda_function` of the AWS provider, and the module
 * terraform-aws-modules/lambda/aws), and the containers of its other resources (terraform-containers.ts). What stands there
 * literally is read, and variables and locals that have a literal value, by default or in the tfvars files that Terraform
 * loads by itself; everything else is left open and said so.
 */

import { type HclBlock, type HclFile, type HclValue, parseHcl } from '../../../src/formats/hcl/hcl.ts';
import { parseHclJson } from '../../../src/formats/hcl/hcl-json.ts';
import { localPath } from '../../../src/formats/paths.ts';
import {
  addTo,
  append,
  baseName,
  byText,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  groupBy,
  isReadFailure,
  listed,
  type Origin,
  type Project,
  type ServerlessFunction,
  type SourceFile,
  type Trait,
} from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { defined, deploymentFacts } from '../facts.ts';
import { type Part, partsTogether } from '../part.ts';
import { wholeNumber } from '../yaml-facts.ts';
import { lambdaRuntime } from './cloudformation.ts';
import { besideModule, functionIn, hclProblem, imageNames, isVariable, namedValues, takesVariable } from './terraform-blocks.ts';
import { isForTests, terraformClouds } from './terraform-clouds.ts';
import { containersOf, runsContainers, unreadResource } from './terraform-containers.ts';
import { Body, MAX_LOOKUPS, Scope, textIn } from './terraform-values.ts';

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
    if (file.hcl.problem !== undefined) diagnostics.push(hclProblem('terraform/syntax', path, file.hcl.problem));
  }
  const read = new Map([...modules].map(([home, files]) => [home, new TerraformModule(project, home, files)]));
  const calls = [...read.values()].flatMap((caller) => caller.calls());
  // What a module makes of what it is given is known where it is called; by itself it is a form.
  let left = MAX_CALLED;
  const called = calls.flatMap(({ home, call }) => {
    const files = modules.get(home);
    if (files === undefined || read.get(home)?.isForm !== true) return [];
    const before = left;
    left -= files.reduce((sum, { hcl }) => sum + hcl.blocks.length, 0);
    if (left >= 0) return [{ home, module: new TerraformModule(project, home, files, call) }];
    if (before >= 0) diagnostics.push(notFollowed(call));
    return [];
  });
  const forms = new Set(called.map(({ home }) => home));
  const own = [...read].filter(([home]) => !forms.has(home)).map(([, module]) => module);
  const parts = [...own, ...called.map(({ module }) => module)].map((module) => module.facts());
  const files = [...modules.values()].flat();
  append(diagnostics, unreadResources(files));
  return partsTogether([{ deployments: terraformClouds(files), diagnostics }, ...parts]);
}

/** What else runs programs, once for each kind of resource: charts of others are installed by the dozen. */
function unreadResources(files: readonly TerraformFile[]): readonly Diagnostic[] {
  const found = files.flatMap((file) =>
    isForTests(directoryOf(file.path))
      ? []
      : file.hcl.blocks.flatMap((block) => {
          const type = unreadResource(block);
          return type === undefined ? [] : [{ type, file, block }];
        }),
  );
  return [...groupBy(found, ({ type }) => type)].flatMap(([type, [first, ...others]]): readonly Diagnostic[] => {
    if (first === undefined) return [];
    const what = others.length === 0 ? type : `${type}, here and in ${others.length} more,`;
    const message = `what ${what} runs is not read from Terraform: its ports and commands are not compared; say them in cohost.yaml (facts: ports)`;
    return [{ code: 'terraform/unread', severity: 'note', message, ...originOf(first.file, first.block) }];
  });
}

/** Blocks of modules that are read again for who calls them. */
const MAX_CALLED = 50_000;

function notFollowed({ file, block }: ModuleCall): Diagnostic {
  const message = `modules are called more often than is followed (${MAX_CALLED} blocks): what this call and those after it run is not known`;
  return { code: 'terraform/limit', severity: 'warning', message, ...originOf(file, block), incomplete: true };
}

/** A `module` block of another directory, with what it gives. */
interface ModuleCall {
  readonly caller: TerraformModule;
  readonly block: HclBlock;
  readonly file: TerraformFile;
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

/** Instances of `for_each` in one module that are told apart. */
const MAX_INSTANCES = 2000;

/** The files of one directory, which Terraform reads as one module. */
class TerraformModule {
  readonly #project: Project;
  readonly #home: string;
  readonly #blocks: readonly { readonly block: HclBlock; readonly file: TerraformFile }[];
  readonly #scope: Scope;
  readonly #call: ModuleCall | undefined;
  readonly #given = new Set<HclValue>();
  /** By what it is called there, what invokes a function. */
  readonly #callers = new Map<string, HclBlock[]>();
  /** By type and label. */
  readonly #data = new Map<string, HclBlock>();
  #instancesLeft = MAX_INSTANCES;

  constructor(project: Project, home: string, files: readonly TerraformFile[], call?: ModuleCall) {
    this.#project = project;
    this.#home = home;
    this.#call = call;
    this.#blocks = files.flatMap((file) => file.hcl.blocks.map((block) => ({ block, file })));
    const values = new Map<string, HclValue>();
    for (const { block } of this.#blocks) {
      const [label = '', name = ''] = block.labels;
      if (block.type === 'data') this.#data.set(`${label}.${name}`, block);
      for (const [address, value] of [...namedValues(block), ...imageNames(block)]) values.set(address, value);
      const called = /^aws_lambda_(?:permission|event_source_mapping|function_url)$/.test(label) ? functionIn(block) : undefined;
      if (called !== undefined) addTo(this.#callers, called, block);
    }
    for (const { hcl } of files.filter((file) => rankOf(file.path) > 0))
      for (const [name, value] of hcl.attributes) values.set(`var.${name}`, value);
    this.#scope = new Scope(values);
    if (call === undefined) return;
    for (const [name, value] of call.block.attributes) {
      const given = call.caller.#scope.value(value);
      this.#given.add(given);
      values.set(`var.${name}`, given);
    }
  }

  /** Modules of other directories of the tree that this one calls. */
  calls(): readonly { readonly home: string; readonly call: ModuleCall }[] {
    return this.#blocks.flatMap(({ block, file }) => {
      const source = block.type === 'module' ? block.attributes.get('source') : undefined;
      const home = source?.kind === 'text' && /^\.\.?\//.test(source.text) ? localPath(this.#home, source.text) : undefined;
      return home === undefined || home === this.#home ? [] : [{ home, call: { caller: this, block, file } }];
    });
  }

  /** Whether a function or container of it takes what it is made of from whoever calls the module. */
  get isForm(): boolean {
    const locals = this.#blocks.some(({ block }) => block.type === 'locals' && takesVariable(block));
    return this.#blocks.some(({ block }) => {
      if (runsContainers(block)) return locals || takesVariable(block);
      const spelling = this.#spelling(block);
      const told = spelling === undefined ? [] : [...spelling.code, spelling.image, spelling.name, 'handler', 'runtime'];
      return told.some((name) => isVariable(block.attributes.get(name)));
    });
  }

  facts(): Part {
    const deployments: DeploymentFacts[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const { block, file } of this.#blocks) {
      const open = new Set<string>();
      for (const scope of this.#instances(block)) {
        const made = this.#made(block, file, scope);
        append(deployments, made?.deployments ?? []);
        for (const name of made?.open ?? []) open.add(name);
      }
      if (open.size === 0) continue;
      const [are, them] = open.size === 1 ? ['is', 'it'] : ['are', 'them'];
      const message = `${listed([...open], 5)} of ${labelOf(this.#call?.block ?? block)} ${are} known only when Terraform runs and left open; a default of the variable, or a literal value, has ${them} compared`;
      diagnostics.push({ code: 'terraform/dynamic', severity: 'note', message, ...this.#originOf(file, block) });
    }
    return { deployments, diagnostics };
  }

  /** What a function or the containers of a resource are, in one instance of it. */
  #made(
    block: HclBlock,
    file: TerraformFile,
    scope: Scope,
  ): { readonly deployments: readonly DeploymentFacts[]; readonly open: readonly string[] } | undefined {
    const spelling = this.#spelling(block);
    if (spelling !== undefined) {
      const body = new Body(block, scope);
      return { deployments: [this.#function(body, block, file, spelling, scope)], open: body.open };
    }
    if (!runsContainers(block)) return undefined;
    const call = this.#call;
    return containersOf(block, {
      project: this.#project,
      home: this.#home,
      path: (call?.file ?? file).path,
      place: call === undefined ? (at) => file.hcl.place(at) : () => call.file.hcl.place(call.block),
      isCalled: call !== undefined,
      scope,
      data: this.#data,
    });
  }

  /** What is known in each instance of a block: `for_each` over a literal map or set makes one of each entry. */
  #instances({ attributes }: HclBlock): readonly Scope[] {
    const each = attributes.get('for_each');
    const over = each === undefined ? undefined : this.#scope.value(each);
    const entries: readonly (readonly [string, HclValue])[] =
      over?.kind === 'object'
        ? [...over.entries]
        : over?.kind === 'list'
          ? over.items.flatMap((item) => (item.kind === 'text' ? [[item.text, item] as const] : []))
          : [];
    if (entries.length === 0) return [this.#scope];
    this.#instancesLeft -= entries.length;
    if (this.#instancesLeft < 0) return [this.#scope];
    return entries.map(([key, value]) => {
      const each = new Map([
        ['each.key', { kind: 'text', text: key, offset: 0 } as const],
        ['each.value', value],
      ] as const);
      return new Scope(each, this.#scope);
    });
  }

  #spelling(block: HclBlock): Spelling | undefined {
    if (block.type === 'resource') return block.labels[0] === 'aws_lambda_function' ? RESOURCE : undefined;
    const source = block.type === 'module' ? block.attributes.get('source') : undefined;
    return source?.kind === 'text' && LAMBDA_MODULE.test(source.text) ? MODULE : undefined;
  }

  #function(body: Body, block: HclBlock, file: TerraformFile, spelling: Spelling, scope: Scope): DeploymentFacts {
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
    return deploymentFacts((this.#call?.file ?? file).path, 'terraform', 'terraform', this.#join(body, spelling, name, scope), {
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
    const events = (this.#callers.get(address) ?? []).flatMap((block): readonly string[] => {
      const [type = ''] = block.labels;
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
  #join(body: Body, spelling: Spelling, name: string, scope: Scope): DeploymentFacts['join'] {
    for (const key of spelling.code) {
      const directory = this.#directory(body.value(key), scope);
      if (directory !== undefined) return { directory, name };
    }
    // An empty default stands for what only whoever deploys knows.
    const image = body.text(spelling.image);
    return { name, ...defined('image', image === '' ? undefined : image) };
  }

  #directory(value: HclValue | undefined, scope: Scope, depth = 0): string | undefined {
    if (value === undefined || depth > MAX_LOOKUPS) return undefined;
    if (this.#call !== undefined && this.#given.has(value)) return this.#call.caller.#directory(value, this.#call.caller.#scope);
    if (value.kind === 'list') return this.#directory(value.items[0], scope, depth + 1);
    if (value.kind === 'object') return this.#directory(value.entries.get('path'), scope, depth + 1);
    const archive = /^data\.archive_file\.([\w-]+)\./.exec(value.kind === 'expression' ? value.text : '')?.[1];
    if (archive !== undefined) {
      const data = this.#data.get(`archive_file.${archive}`);
      const from = data?.attributes.get('source_dir') ?? data?.attributes.get('source_file') ?? contentOf(data);
      return from === undefined ? undefined : this.#directory(from, scope, depth + 1);
    }
    if (value.kind === 'expression') {
      const known = scope.value(value);
      return known === value ? undefined : this.#directory(known, scope, depth + 1);
    }
    const path = scope.filled(besideModule(value.text));
    const found = path === undefined ? undefined : localPath(this.#home, path);
    return found === undefined || !/\.(?:zip|jar|py|js|mjs|ts)$/.test(found) ? found : directoryOf(found);
  }
}

/** The file of which an archive is made in place: `source { content = file("…") }`. */
function contentOf(data: HclBlock | undefined): HclValue | undefined {
  const content = data?.blocks.find(({ type }) => type === 'source')?.attributes.get('content');
  const path = content?.kind === 'expression' ? /^file\(\s*"([^"]+)"\s*\)$/.exec(content.text)?.[1] : undefined;
  return content === undefined || path === undefined ? undefined : { kind: 'template', text: path, offset: content.offset };
}

function labelOf({ type, labels }: HclBlock): string {
  return [...(type === 'resource' ? [] : [type]), ...labels].join('.');
}

function originOf({ path, hcl }: TerraformFile, at: { readonly offset: number }): Origin {
  return { file: path, ...hcl.place(at) };
}
