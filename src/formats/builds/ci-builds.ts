/**
 * What CI builds: commands of `docker build` in the scripts of its files, and what builds by settings (GitHub's
 * docker/build-push-action and those that hosts of runners make of it, Kaniko in Cloud Build, the Docker task of Azure Pipelines).
 */

import { append, directoryOf, type SourceFile } from '../../model/index.ts';
import { shellScript, splitWords } from '../shell/shell.ts';
import { parseYaml, type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText, yamlTexts } from '../yaml/yaml.ts';
import {
  type CommandBuild,
  commandBuilds,
  commandOf,
  inHome,
  NO_VALUE,
  optionsOf,
  scriptBuilds,
  settingsIn,
  type WrittenBuild,
} from './docker-commands.ts';
import { tagged } from './named-build.ts';

const BUILDS =
  /\bdocker(?:["']?,)?\s+["']?(?:buildx\s+|image\s+)?build\b|build-push-action|cloud-builders\/docker|kaniko-project\/executor|\btask:\s*Docker@/;

/** Whether a file may hold builds: a pipeline by its name and place, a build of Cloud Build by its steps. */
export function isCiFile({ path, text }: SourceFile): boolean {
  return BUILDS.test(text) && (isWorkflow(path) || PIPELINE.test(path) || /^steps:/m.test(text));
}

/** GitLab, Azure Pipelines, AWS CodeBuild, CircleCI, Bitbucket, Drone and Woodpecker. */
const PIPELINE =
  /(?:^|\/)(?:\.gitlab-ci|(?:azure|bitbucket)-pipelines?|buildspec|\.circleci\/config|\.drone|\.woodpecker)(?:[.\w-]*)\.ya?ml$|(?:^|\/)\.(?:gitlab(?:-ci|\/ci)?|azure-?pipelines|woodpecker)\//;

function isWorkflow(path: string): boolean {
  return /(?:^|\/)\.github\/workflows\/[^/]+$/.test(path);
}

export function readCiBuilds({ path, text }: SourceFile): readonly CommandBuild[] {
  const [root] = parseYaml(text).documents;
  if (isWorkflow(path)) return workflowBuilds(root);
  const written = PIPELINE.test(path) ? pipelineBuilds(root, 0) : yamlItems(yamlAt(root, 'steps')).flatMap(cloudBuilds);
  return written.slice(0, MAX_BUILDS).map((build) => filled(build, () => undefined));
}

/** A step of Cloud Build runs in `dir`, and its image's program or what `entrypoint` names (Cloud Build, "Build step"). */
function cloudBuilds(step: YamlNode): readonly WrittenBuild[] {
  const name = yamlText(yamlAt(step, 'name')) ?? '';
  const args = yamlTexts(yamlAt(step, 'args'));
  const home = yamlText(yamlAt(step, 'dir')) ?? '.';
  const script = yamlText(yamlAt(step, 'script'));
  if (script !== undefined) return scriptBuilds(script, home);
  const entrypoint = yamlText(yamlAt(step, 'entrypoint'));
  if (entrypoint !== undefined) return scriptBuilds(shellScript([entrypoint, ...args]) ?? '', home);
  if (/kaniko-project\/executor/.test(name)) return kanikoBuilds(args, home);
  return /cloud-builders\/docker(?::|$)/.test(name) ? commandBuilds(['docker', ...args], home) : [];
}

/** Nobody's pipeline lies so deep. */
const MAX_DEPTH = 20;

/** Lines of a script stand in a list or in a block, whatever the key is called: what comes before another changes its directory. */
function pipelineBuilds(node: YamlNode | undefined, depth: number): readonly WrittenBuild[] {
  if (node === undefined || depth > MAX_DEPTH) return [];
  const lines = yamlTexts(node);
  const own = lines.some((line) => BUILDS.test(line)) ? scriptBuilds(lines.join('\n'), '.') : [];
  const inside = [
    ...yamlEntries(node).map(([, { value }]) => value),
    ...yamlItems(node).filter((item) => yamlText(item) === undefined),
  ];
  return [...own, ...taskBuilds(node), ...inside.flatMap((one) => pipelineBuilds(one, depth + 1))];
}

/** Azure Pipelines, "Docker@2": the Dockerfile counts from the root; without a context, it is the Dockerfile's directory. */
function taskBuilds(node: YamlNode): readonly WrittenBuild[] {
  if (!/^Docker@\d/.test(yamlText(yamlAt(node, 'task')) ?? '')) return [];
  const said = (name: string): string | undefined => yamlText(yamlAt(node, 'inputs', name)) || undefined;
  const image = said('repository') ?? said('imageName');
  if (image === undefined || !/^build/i.test(said('command') ?? 'buildAndPush')) return [];
  const dockerfile = said('dockerfile') ?? said('Dockerfile');
  const isOpen = dockerfile === undefined || dockerfile.includes('*');
  const context = said('buildContext') ?? (isOpen ? '$' : directoryOf(dockerfile));
  const { args, target } = settingsIn(optionsOf(splitWords(said('arguments') ?? ''), NO_VALUE).values);
  return [{ image: tagged(image), context: inTree(context), dockerfile: isOpen ? undefined : inTree(dockerfile), args, target }];
}

/** Where Azure Pipelines checks the tree out. */
function inTree(path: string): string {
  return path.replace(/^\$\((?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory|Pipeline\.Workspace\/s)\)\/?/, '') || '.';
}

/** Kaniko, "Flags": `--dockerfile` counts from the context. */
function kanikoBuilds(args: readonly string[], home: string): readonly WrittenBuild[] {
  const { values } = optionsOf(args, NO_VALUE);
  const said = (name: string): string | undefined => values.find(([option]) => option === name)?.[1];
  const context = inHome(home, (said('--context') ?? '.').replace(/^dir:\/\/(?:\/workspace\/?)?/, ''));
  const dockerfile = said('--dockerfile');
  const made = { context, dockerfile: dockerfile === undefined ? undefined : inHome(context, dockerfile), ...settingsIn(values) };
  return values.filter(([option]) => option === '--destination').map(([, image]) => ({ image, ...made }));
}

/** The most combinations of a matrix that are looked at. */
const MAX_COMBINATIONS = 100;
/** Builds of one file, of all combinations: each is a name that descriptors may have. */
const MAX_BUILDS = 5000;

/** Steps of the jobs, once for each combination of a job's matrix (GitHub, "Workflow syntax"). */
function workflowBuilds(root: YamlNode | undefined): readonly CommandBuild[] {
  const found: CommandBuild[] = [];
  const shared = variablesIn(root);
  for (const [, { value: job }] of yamlEntries(yamlAt(root, 'jobs'))) {
    const steps = yamlItems(yamlAt(job, 'steps'));
    const own = variablesIn(job);
    const makers = new Map(steps.map((step) => [yamlText(yamlAt(step, 'id')), step]));
    const run = yamlText(yamlAt(job, 'defaults', 'run', 'working-directory')) ?? '.';
    const written = steps.flatMap((step) => stepBuilds(step, makers, run));
    if (written.length === 0) continue;
    for (const values of combinations(yamlAt(job, 'strategy', 'matrix'))) {
      append(
        found,
        written
          .slice(0, MAX_BUILDS - found.length)
          .map((build) => filled(build, (name) => values.get(name) ?? own.get(name) ?? shared.get(name))),
      );
    }
  }
  return found;
}

/** What a workflow or a job sets, as expressions name it: `env.IMAGE`. */
function variablesIn(node: YamlNode | undefined): Values {
  const env = yamlAt(node, 'env');
  return new Map(env === undefined ? [] : [...textsIn(env)].map(([name, value]) => [`env.${name}`, value]));
}

/** Expressions are filled in before a shell sees the script: blanks in them part no words. */
function asOneWord(script: string): string {
  return script.replaceAll(/\$\{\{[^{}]*\}\}/g, (expression) => expression.replaceAll(/\s+/g, ''));
}

/** Docker's own action, and those of hosts of runners that take the same settings. */
const BUILD_ACTION = /^(?:docker|depot|useblacksmith)\/build-push-action@/;

/** Steps by their ids. */
type Makers = ReadonlyMap<string | undefined, YamlNode>;

function stepBuilds(step: YamlNode, makers: Makers, home: string): readonly WrittenBuild[] {
  const script = yamlText(yamlAt(step, 'run'));
  if (script !== undefined) return scriptBuilds(asOneWord(script), yamlText(yamlAt(step, 'working-directory')) ?? home);
  if (!BUILD_ACTION.test(yamlText(yamlAt(step, 'uses')) ?? '')) return [];
  const said = (name: string): string | undefined => yamlText(yamlAt(step, 'with', name)) || undefined;
  // Without a context it is the repository itself, from its root.
  const context = (said('context') ?? '.').replace(/^\{\{\s*defaultContext\s*\}\}:?/, '') || '.';
  const images = [...tagsOf(said('tags') ?? '', makers), ...exportedNames(said('outputs') ?? '')];
  const made = { context, dockerfile: said('file'), args: said('build-args') ?? '', target: said('target') };
  return [...new Set(images)].map((image) => ({ image, ...made }));
}

/**
 * What is pushed by its digest for each platform has no tags, but the exporter's name (Docker, "Multi-platform image with
 * GitHub Actions"): `type=image,name=acme/cart,push-by-digest=true`, `type=image,"name=acme/cart,registry.example/cart"`.
 */
function exportedNames(outputs: string): readonly string[] {
  return outputs.split('\n').flatMap((output) => {
    const [, quoted, plain] = /(?:^|,)(?:"name=([^"]*)"|name=([^,]*))/.exec(output) ?? [];
    return (quoted ?? plain ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map(tagged);
  });
}

/** Tags as they are written, or the images of the step that makes them (docker/metadata-action). */
function tagsOf(tags: string, makers: Makers): readonly string[] {
  const from = /steps\.([\w-]+)\.outputs\.tags/.exec(tags)?.[1];
  const maker = from === undefined ? undefined : makers.get(from);
  const text = maker === undefined ? tags : (yamlText(yamlAt(maker, 'with', 'images')) ?? '');
  return text
    .split(/[\n,]/)
    .map((line) => line.trim().replace(/^(?:name|type)=/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => (maker === undefined ? line : tagged(line)));
}

type Values = ReadonlyMap<string, string>;

/** `include` alone gives a combination each; beside lists it is added to those that it does not contradict. */
function combinations(matrix: YamlNode | undefined): readonly Values[] {
  const included = yamlItems(yamlAt(matrix, 'include')).slice(0, MAX_COMBINATIONS).map(textsIn);
  let all: readonly Values[] = [];
  for (const [key, { value }] of yamlEntries(matrix)) {
    if (key === 'include' || key === 'exclude') continue;
    const items = yamlItems(value);
    if (items.length === 0) continue;
    const choices = items.map((item) => withKey(key, item));
    const base = all.length === 0 ? [new Map<string, string>()] : all;
    if (base.length * choices.length > MAX_COMBINATIONS) return [new Map()];
    all = base.flatMap((one) => choices.map((choice) => new Map([...one, ...choice])));
  }
  if (all.length === 0) return included.length === 0 ? [new Map()] : included;
  const keys = new Set(all.flatMap((one) => [...one.keys()]));
  const fits = (one: Values, more: Values): boolean =>
    [...more].every(([key, value]) => !keys.has(key) || one.get(key) === value);
  const apart = included.filter((more) => !all.some((one) => fits(one, more)));
  const joined = all.map((one) => new Map([...one, ...included.filter((more) => fits(one, more)).flatMap((more) => [...more])]));
  return [...joined, ...apart];
}

/** `service: [cart, web]` as `service`, `app: [{ name: cart }]` as `app.name`. */
function withKey(key: string, item: YamlNode): Values {
  const text = yamlText(item);
  if (text !== undefined) return new Map([[key, text]]);
  return new Map([...textsIn(item)].map(([name, value]) => [`${key}.${name}`, value]));
}

function textsIn(node: YamlNode): Values {
  return new Map(
    yamlEntries(node).flatMap(([key, { value }]): readonly (readonly [string, string])[] => {
      const text = yamlText(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

function filled(build: WrittenBuild, named: (name: string) => string | undefined): CommandBuild {
  const fill = (text: string): string =>
    text
      .replaceAll(/\$\{\{\s*(?:matrix\.([\w.-]+)|(env\.\w+))\s*\}\}/g, (whole, key?: string, variable?: string) => {
        return named(key ?? variable ?? '') ?? whole;
      })
      .replaceAll(/\$\{\{\s*github\.workspace\s*\}\}/g, '.')
      // A path or a name in an expression is not one of the text around it.
      .replaceAll(/\$\{\{[^{}]*\}\}/g, '$');
  const { image, context, dockerfile, args, target } = build;
  return commandOf({
    image: fill(image),
    context: fill(context),
    dockerfile: dockerfile === undefined ? undefined : fill(dockerfile),
    args: fill(args),
    target: target === undefined ? undefined : fill(target),
  });
}
