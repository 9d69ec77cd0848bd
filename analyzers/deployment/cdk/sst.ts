/**
 * Handlers that an SST app names (SST docs: Function `handler`, Api `route`, Bus `subscribe`; of version 2 the `routes` of
 * an Api): paths from its root to a source of the tree, with what it exports. The app is never run.
 */
import { Lines } from '../../../src/formats/lines.ts';
import {
  baseName,
  type DeploymentFacts,
  directoryOf,
  isReadFailure,
  isWithin,
  type Origin,
  type Project,
  type SourceFile,
} from '../../../src/model/index.ts';
import { lambdaRuntime } from '../clouds/cloudformation.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { type Part, partsTogether } from '../part.ts';
import { localPath } from '../paths.ts';
import { type Token, tokensOf } from './tokens.ts';

export const SST_FILES: readonly string[] = ['sst.config.ts', 'sst.config.js'];

interface Named {
  /** `packages/functions/src/api.handler` */
  readonly path: string;
  readonly name?: string;
  readonly runtime?: string;
  readonly origin: Origin;
}

/** A path with a directory, a file and what it exports: nothing else in such a source looks so and exists. */
const HANDLER = /^(?:\.\/)?((?:[\w@.-]+\/)+[\w@-]+)\.([A-Za-z_$][\w$]*)$/;
const ENDINGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'tsx', 'jsx', 'py'] as const;

/** What makes something that AWS does not run, up to the bracket that ends it. */
function isElsewhere(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === 'cloudflare' && tokens[at - 1]?.text === '.' && tokens[at + 3]?.text === '(';
}

/** For `Project.parse`: texts that may name handlers, with the construct and the runtime that they stand beside. */
export function readSst(file: SourceFile): readonly Named[] {
  if (!/\bsst\b|\b(?:stack|Stack)\b/.test(file.text)) return [];
  const tokens = tokensOf(file.text, 'typescript');
  const lines = new Lines(file.text);
  const found: Named[] = [];
  let construct: string | undefined;
  let depth = 0;
  let elsewhere: number | undefined;
  for (const [index, { kind, text, at }] of tokens.entries()) {
    if (kind === 'mark' && /^[([{]$/.test(text)) depth++;
    if (kind === 'mark' && /^[)\]}]$/.test(text)) depth--;
    if (elsewhere !== undefined && depth <= elsewhere && text === ')') elsewhere = undefined;
    if (isElsewhere(tokens, index)) elsewhere = depth;
    if (kind !== 'text' || elsewhere !== undefined) continue;
    // `new sst.aws.Function("Api", {`, of version 2 `new Api(stack, "api", {`.
    if (/^[(,]$/.test(tokens[index - 1]?.text ?? '') && tokens[index + 1]?.text === ',' && /^[\w-]+$/.test(text))
      construct = text;
    if (!HANDLER.test(text)) continue;
    const runtime = runtimeBeside(tokens, index);
    found.push({
      path: text,
      origin: { file: file.path, ...lines.at(at) },
      ...(construct === undefined ? {} : { name: construct }),
      ...(runtime === undefined ? {} : { runtime }),
    });
  }
  return found;
}

/** Fields beside a handler are few. */
const MAX_BESIDE = 120;

/** `runtime: "python3.12"` of the same object, before or behind. */
function runtimeBeside(tokens: readonly Token[], at: number): string | undefined {
  for (const step of [1, -1]) {
    let depth = 0;
    for (let index = at + step; Math.abs(index - at) < MAX_BESIDE && depth >= 0; index += step) {
      const token = tokens[index];
      if (token === undefined) break;
      if (token.kind === 'mark' && (step > 0 ? /^[([{]$/ : /^[)\]}]$/).test(token.text)) depth++;
      if (token.kind === 'mark' && (step > 0 ? /^[)\]}]$/ : /^[([{]$/).test(token.text)) depth--;
      const value = tokens[index + 2];
      if (depth === 0 && token.text === 'runtime' && tokens[index + 1]?.text === ':' && value?.kind === 'text') return value.text;
    }
  }
  return undefined;
}

/** Sources of SST apps: below the directory of an sst.config.ts. */
export function assembleSst(project: Project): Part {
  const homes = project.files
    .filter((path) => SST_FILES.includes(baseName(path)))
    .map(directoryOf)
    .sort((a, b) => b.length - a.length);
  if (homes.length === 0) return { deployments: [], diagnostics: [] };
  const seen = new Set<string>();
  const deployments = project.files.flatMap((path): readonly DeploymentFacts[] => {
    const home = homes.find((one) => isWithin(path, one));
    if (home === undefined || !/\.[jt]s$/.test(path) || /\.(?:d|test|spec)\.ts$/.test(path)) return [];
    const named = project.parse(path, readSst);
    if (isReadFailure(named)) return [];
    return named.flatMap((one) => {
      const made = madeOf(one, path, home, project);
      const key = `${one.path} ${home}`;
      if (made === undefined || seen.has(key)) return [];
      seen.add(key);
      return [made];
    });
  });
  return partsTogether([{ deployments, diagnostics: [] }]);
}

function madeOf(named: Named, path: string, home: string, project: Project): DeploymentFacts | undefined {
  const [, stem = '', exported = ''] = HANDLER.exec(named.path) ?? [];
  const file = localPath(home, stem);
  if (file === undefined) return undefined;
  const beside = project.list(directoryOf(file));
  const ending = ENDINGS.find((one) => beside.includes(`${baseName(file)}.${one}`));
  if (ending === undefined) return undefined;
  const isNode = ending !== 'py';
  const needed = lambdaRuntime(named.runtime);
  return deploymentFacts(
    path,
    'cdk',
    'cloudformation',
    { directory: directoryOf(file) },
    {
      functions: [
        {
          name: named.name ?? `${baseName(file)}.${exported}`,
          provider: 'aws',
          packageType: 'zip',
          events: [],
          layers: [],
          origin: named.origin,
          handler: `${baseName(file)}.${exported}`,
          ...(isNode ? { bundled: true as const } : {}),
          ...(named.runtime === undefined ? {} : { runtime: named.runtime }),
        },
      ],
      demands: needed === undefined ? [] : [runtimeDemand(needed, named.origin)],
    },
  );
}
