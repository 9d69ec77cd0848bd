import { linesNamed } from '../explanation.ts';
import type { NpmLine, NpmService } from '../services.ts';
import { minimalCore } from './core.ts';
import { type Asked, isAsked, type Model, type ModelTrees, type NpmFailure } from './question.ts';

/** Smallest sets of lines that npm refuses together. */
export class Refusals {
  readonly #trees: Readonly<Record<Model, ModelTrees>>;
  /** Those of model `flat` that were found so far, by what their lines say. */
  readonly #cores: (readonly string[])[] = [];

  constructor(trees: Readonly<Record<Model, ModelTrees>>) {
    this.#trees = trees;
  }

  /** Lines that say the same in two services count once each, so that the core names the services that it needs. */
  async core(asked: Asked, error: NpmFailure | undefined): Promise<readonly NpmLine[]> {
    const { services, model } = asked;
    const lines = linesOf(asked);
    const named = linesNamed(error?.cause);
    const hints = [...(model === 'flat' ? this.#known(lines) : []), lines.filter(({ name }) => named.has(name))];
    const core = await minimalCore(lines, hints, (some) => this.#trees[model].fails(some, services));
    if (model === 'flat' && !isOfOne(core)) this.#cores.push(core.map(lineText));
    return core;
  }

  /**
   * The core as it parts services. npm's verdict is not monotone: some lines of a service may fail although all of them
   * resolve, and say nothing of why it fails beside others. Then what is left of each service has to resolve by itself.
   */
  async parting(core: readonly NpmLine[], asked: Asked): Promise<readonly NpmLine[]> {
    const { services, model } = asked;
    if (services.length < 2 || !isOfOne(core)) return core;
    const trees = this.#trees[model];
    const lines = linesOf(asked);
    const failsAlone = async (service: NpmService, some: readonly NpmLine[]): Promise<boolean> => {
      const own = some.filter((line) => line.service === service.service);
      return own.length > 0 && (await trees.fails(own, [service]));
    };
    const sound: NpmService[] = [];
    for (const service of services) if (!(await failsAlone(service, lines))) sound.push(service);
    return minimalCore(lines, [], async (some) => {
      if (!(await trees.fails(some, services))) return false;
      for (const service of sound) if (await failsAlone(service, some)) return false;
      return true;
    });
  }

  /** Cores that were found before, among these lines. */
  #known(lines: readonly NpmLine[]): readonly (readonly NpmLine[])[] {
    const byText = new Map(lines.map((line) => [lineText(line), line]));
    return this.#cores.flatMap((texts) => {
      const own = texts.flatMap((text) => byText.get(text) ?? []);
      return own.length === texts.length ? [own] : [];
    });
  }

  /** npm's error for these lines alone. */
  async errorOf(lines: readonly NpmLine[], { services, model }: Asked): Promise<NpmFailure | undefined> {
    const answer = await this.#trees[model].ofLines(lines, services);
    return answer.kind === 'conflict' ? answer.error : undefined;
  }
}

/** Those of which a refusal may speak. */
function linesOf({ services, model }: Asked): readonly NpmLine[] {
  const isOne = (line: NpmLine): boolean => isAsked(line) || (model === 'flat' && line.source.kind === 'local');
  return services.flatMap(({ lines }) => lines.filter(isOne));
}

function isOfOne(lines: readonly NpmLine[]): boolean {
  return new Set(lines.map(({ service }) => service)).size < 2;
}

/** What a line says, whoever says it. */
export function lineText({ name, field, source, isOptionalPeer }: NpmLine): string {
  const spec = source.kind === 'registry' ? source.spec : source.kind === 'archive' ? source.archive.path : placeOf(source);
  return `${field}${isOptionalPeer ? '?' : ''} ${name} ${spec}`;
}

function placeOf(source: Exclude<NpmLine['source'], { kind: 'registry' | 'archive' }>): string {
  return source.kind === 'local' ? `link ${source.directory}` : source.kind;
}
