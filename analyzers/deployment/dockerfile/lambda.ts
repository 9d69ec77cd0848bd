/** Whether Lambda runs an image: by AWS's base images, its client, or what only these know. */
import type { BuildSettings, Stage } from '../../../src/formats/dockerfile/stages.ts';
import { isLambdaBase, startsLambdaClient, type Trait } from '../../../src/model/index.ts';
import { builtStages, imageOf } from './stages.ts';
import { commandOf, originOf, type ParsedDockerfile } from './started.ts';

/**
 * Whether Lambda runs the image, which connects to nothing in it, whatever EXPOSE says: by the client that it starts, or
 * that AWS's base image does. What starts a program of its own there serves, but for the runtimes without a client.
 */
export function isFunction(stage: Stage): boolean {
  const words = commandOf(stage)?.words ?? [];
  if (startsLambdaClient(words)) return true;
  const base = imageOf(stage)?.name ?? '';
  const hasEntrypoint = stage.steps.some(({ instruction }) => instruction.name === 'ENTRYPOINT');
  return isLambdaBase(base) && (!hasEntrypoint || /provided$/.test(base));
}

/** Whether what a file makes is a function's image, as it is built. */
export function startsFunction(parsed: ParsedDockerfile, build: BuildSettings): boolean {
  const { stages, target } = builtStages(parsed, build);
  return target !== undefined && (isFunction(target) || lambdaClient(target, stages, parsed.path) !== undefined);
}

/** Lambda's client in an image that begins with another base, and what shows it. */
export function lambdaClient(stage: Stage, stages: readonly Stage[], file: string): Trait | undefined {
  return clientBehindScript(stage, stages, file) ?? inLambdasRoot(stage, file);
}

/** Lambda's images alone know where their code lies by this variable (AWS, "Deploy Lambda functions with container images"). */
const IN_LAMBDA = /\$\{?LAMBDA_TASK_ROOT\b/;

/** What is put where Lambda's base images look for code, and says nothing but a handler, runs in one: its base is another's. */
function inLambdasRoot(stage: Stage, file: string): Trait | undefined {
  const words = commandOf(stage)?.words ?? [];
  if (isLambdaBase(imageOf(stage)?.name ?? '') || words.length !== 1 || !HANDLER.test(words[0] ?? '')) return undefined;
  const placed = stage.steps.find(
    ({ instruction: { name, text }, lookup }) =>
      /^(?:COPY|ADD|WORKDIR)$/.test(name) && IN_LAMBDA.test(text) && lookup('LAMBDA_TASK_ROOT') === undefined,
  );
  return placed === undefined ? undefined : { kind: 'lambda-client', value: words.join(' '), origin: originOf(placed, file) };
}

/** `module.handler` as the client is told it: neither a file nor a program. */
const HANDLER = /^[\w/-]+(?:\.(?!(?:[cm]?[jt]s|py|sh|jar|json|ya?ml|toml|ini|conf)$)\w+)+$/;
const INSTALLS_CLIENT = /\b(?:pip3?|uv|poetry|npm|yarn|pnpm)\s[^&|;]*\b(?:awslambdaric|aws-lambda-ric)\b/;

/**
 * Lambda's client where a script of the image starts it, as AWS's guide has it for images that also run at home: a stage
 * installs it, and the script is handed a handler.
 */
function clientBehindScript(stage: Stage, stages: readonly Stage[], file: string): Trait | undefined {
  const words = commandOf(stage)?.words ?? [];
  const [program = ''] = words;
  if (words.length < 2 || !program.endsWith('.sh') || !HANDLER.test(words.at(-1) ?? '')) return undefined;
  const installs = stages
    .flatMap(({ own }) => own)
    .find(({ instruction: { name, text } }) => name === 'RUN' && INSTALLS_CLIENT.test(text));
  return installs === undefined ? undefined : { kind: 'lambda-client', value: words.join(' '), origin: originOf(installs, file) };
}
