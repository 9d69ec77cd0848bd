/**
 * Handlers that an SST app names (SST docs: Function `handler`, Api `route`, Bus `subscribe`; of version 2 the `routes` of
 * an Api): paths from its root to a source of the tree, with what it exports; and sites, whose pages SST builds into a
 * function (Nextjs `path`; of version 2 NextjsSite). The app is never run.
 */
import { Lines } from '../../../src/formats/lines.ts';
import { localPath } from '../../../src/formats/paths.ts';
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
import { nesting, type Token, tokensOf } from '../code/tokens.ts';
import { runtimeDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import { type Part, partsTogether } from '../part.ts';

export const SST_FILES: readonly string[] = ['sst.config.ts', 'sst.config.js'];

interface Named {
  /** `packages/functions/src/api.handler`; of a site its directory. */
  readonly path: string;
  readonly isSite: boolean;
  readonly name?: string;
  readonly runtime?: string;
  readonly origin: Origin;
}

/** A path with a directory, a file and what it exports: nothing else in such a source looks so and exists. */
const HANDLER = /^(?:\.\/)?((?:[\w@.-]+\/)+[\w@-]+)\.([A-Za-z_$][\w$]*)$/;
const ENDINGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'tsx', 'jsx', 'py'] as const;

/**
 * Frameworks whose server SST makes a function of, by their constructs of version 3 and of version 2. Astro is left open:
 * by default all of it is files.
 */
const SITES = /^(?:Nextjs|Remix|React|SvelteKit|SolidStart|Nuxt|Analog|TanStackStart|(?:Nextjs|Remix|SvelteKit|SolidStart)Site)$/;

/** `new sst.aws.Nextjs("Web", { path: "apps/web" })`, `new NextjsSite(stack, "web", { path: "apps/web" })`. */
function siteAt(tokens: readonly Token[], at: number): { readonly name: string; readonly path: string } | undefined {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  const isOfAws = before?.text === '.' ? tokens[at - 2]?.text === 'aws' : before?.text === 'new';
  if (!isOfAws || after?.text !== '(' || !SITES.test(tokens[at]?.text ?? '')) return undefined;
  let name: string | undefined;
  let depth = 0;
  for (const [index, token] of tokens.slice(at + 1, at + MAX_BESIDE).entries()) {
    depth += nesting(token);
    if (depth === 0) break;
    if (depth === 1 && token.kind === 'text') name ??= token.text;
    const value = depth === 2 && token.text === 'path' ? valueOfField(tokens, at + 1 + index) : undefined;
    if (value === undefined) continue;
    // A path that code makes is not known.
    return value.kind === 'text' && name !== undefined ? { name, path: value.text } : undefined;
  }
  return name === undefined ? undefined : { name, path: '.' };
}

/** What stands behind the colon of a field. */
function valueOfField(tokens: readonly Token[], at: number): Token | undefined {
  return tokens[at + 1]?.text === ':' ? tokens[at + 2] : undefined;
}

/** What makes something that AWS does not run, up to the bracket that ends it. */
function isElsewhere(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === 'cloudflare' && tokens[at - 1]?.text === '.' && tokens[at + 3]?.text === '(';
}

/** For `Project.parse`: texts that may name handlers, with the construct and the runtime that they stand beside. */
function readSst(file: SourceFile): readonly Named[] {
  if (!/\bsst\b|\b(?:stack|Stack)\b/.test(file.text)) return [];
  return new AppReader(file).named();
}

class AppReader {
  readonly #file: SourceFile;
  readonly #tokens: readonly Token[];
  readonly #lines: Lines;
  #construct: { readonly name: string; readonly depth: number } | undefined;
  #depth = 0;
  /** The depth at which something stands that AWS does not run. */
  #elsewhere: number | undefined;

  constructor(file: SourceFile) {
    this.#file = file;
    this.#tokens = tokensOf(file.text, 'typescript');
    this.#lines = new Lines(file.text);
  }

  named(): readonly Named[] {
    return this.#tokens.flatMap((token, index) => {
      this.#follow(token, index);
      return this.#elsewhere === undefined ? this.#namedAt(token, index) : [];
    });
  }

  #follow(token: Token, index: number): void {
    this.#depth += nesting(token);
    // What stands behind the bracket that ends a construct is not its own.
    if (this.#construct !== undefined && this.#depth < this.#construct.depth) this.#construct = undefined;
    if (this.#elsewhere !== undefined && this.#depth <= this.#elsewhere && token.text === ')') this.#elsewhere = undefined;
    if (isElsewhere(this.#tokens, index)) this.#elsewhere = this.#depth;
  }

  #namedAt(token: Token, index: number): readonly Named[] {
    if (token.kind === 'name') {
      const site = siteAt(this.#tokens, index);
      return site === undefined ? [] : [{ ...site, isSite: true, origin: this.#originOf(token) }];
    }
    if (token.kind !== 'text') return [];
    if (this.#namesConstruct(token, index)) this.#construct = { name: token.text, depth: this.#depth };
    if (!HANDLER.test(token.text)) return [];
    const runtime = runtimeBeside(this.#tokens, index);
    const of = this.#construct === undefined ? {} : { name: this.#construct.name };
    const origin = this.#originOf(token);
    return [{ path: token.text, isSite: false, origin, ...of, ...(runtime === undefined ? {} : { runtime }) }];
  }

  #originOf({ at }: Token): Origin {
    return { file: this.#file.path, ...this.#lines.at(at) };
  }

  /** `new sst.aws.Function("Api", {`, of version 2 `new Api(stack, "api", {`. */
  #namesConstruct({ text }: Token, index: number): boolean {
    return /^[(,]$/.test(this.#tokens[index - 1]?.text ?? '') && this.#tokens[index + 1]?.text === ',' && /^[\w-]+$/.test(text);
  }
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
      depth += step * nesting(token);
      const value = depth === 0 && token.text === 'runtime' ? valueOfField(tokens, index) : undefined;
      if (value?.kind === 'text') return value.text;
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

/** The server of a site and what it answers with, as one function that SST bundles. */
function siteOf({ path: given, name = '', origin }: Named, path: string, home: string): DeploymentFacts | undefined {
  const directory = localPath(home, given);
  if (directory === undefined) return undefined;
  const made = { name, provider: 'aws', packageType: 'zip', bundled: true, events: ['http'], layers: [], origin } as const;
  return deploymentFacts(path, 'cdk', 'cloudformation', { directory }, { functions: [made] });
}

function madeOf(named: Named, path: string, home: string, project: Project): DeploymentFacts | undefined {
  if (named.isSite) return siteOf(named, path, home);
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
