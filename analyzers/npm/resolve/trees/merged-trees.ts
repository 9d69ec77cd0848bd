/** Model `flat`: what services ask for as one package.json. */
import type { ServiceId } from '../../../../src/model/index.ts';
import { type RootSettings, settingsAt, settingsOf } from '../root-settings.ts';
import type { NpmLine, NpmService } from '../services.ts';
import { type BuiltTrees, failureOf } from './built-trees.ts';
import { alone, isBelow, linkedFrom, namedApart, siteOf, withoutLinks } from './layout.ts';
import { type MergeContext, mergeLines } from './merge.ts';
import type { JointAnswer, ModelTrees, Question } from './question.ts';
import { lineText } from './refusals.ts';
import type { Workspace } from './tree-builder.ts';

export class MergedTrees implements ModelTrees {
  readonly #built: BuiltTrees;
  readonly #locals: ReadonlyMap<ServiceId, NpmService>;
  readonly #merging: MergeContext;
  /** Whether lines fail together, by what they say: whoever says the same has the same answer. */
  readonly #failures = new Map<string, Promise<boolean>>();

  constructor(built: BuiltTrees, locals: ReadonlyMap<ServiceId, NpmService>, merging: MergeContext) {
    this.#built = built;
    this.#locals = locals;
    this.#merging = merging;
  }

  async answer({ services, locks, withSettings = false }: Question): Promise<JointAnswer> {
    const lines = services.flatMap((service) => service.lines);
    let merged: Awaited<ReturnType<typeof mergeLines>>;
    try {
      merged = await mergeLines(lines, this.#merging);
    } catch (error) {
      return { kind: 'unknown', failure: failureOf(error) };
    }
    const { project, clashes } = merged;
    if (clashes.length > 0) {
      const code = clashes.some((clash) => clash.code === 'NONRANGE') ? 'NONRANGE' : 'ETARGET';
      return { kind: 'conflict', code, clashes };
    }
    const source = this.#built.source({ services, ...(locks === undefined ? {} : { locks }) });
    return this.#built.build(this.#workspace(project, services), settingsInPlaceOf(services, withSettings), source);
  }

  async ofLines(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer> {
    const { project } = await mergeLines(lines, this.#merging);
    return this.#ofProject(project, lines, services, settingsInPlaceOf(services, false));
  }

  fails(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<boolean> {
    const settings = settingsInPlaceOf(services, false);
    const key = [JSON.stringify(settings), ...lines.map(lineText).sort()].join('\n');
    let known = this.#failures.get(key);
    if (known === undefined) {
      known = this.#failsNow(lines, services, settings);
      this.#failures.set(key, known);
    }
    return known;
  }

  async #failsNow(lines: readonly NpmLine[], services: readonly NpmService[], settings: RootSettings): Promise<boolean> {
    const { project, clashes } = await mergeLines(lines, this.#merging);
    if (clashes.length > 0) return true;
    return (await this.#ofProject(project, lines, services, settings)).kind === 'conflict';
  }

  #ofProject(
    project: Workspace['root'],
    lines: readonly NpmLine[],
    services: readonly NpmService[],
    settings: RootSettings,
  ): Promise<JointAnswer> {
    return this.#built.build(this.#workspace(project, withLines(services, lines)), settings);
  }

  /** The merged package.json, with the packages of the project that its services link to. */
  #workspace(project: Workspace['root'], services: readonly NpmService[]): Workspace {
    // What a linked package wants of those that are merged is there: they link to each other in a loop.
    const roots = new Set(services.map(({ service }) => service));
    const linked = linkedFrom(services, this.#locals, (local, user) => isBelow(user.root, local));
    const members = linked.map((member) => withoutLinks(member, roots));
    return { ...alone(project), members: namedApart(members, siteOf(members)) };
  }
}

/** Of one member what its root says of packages below it comes first. */
function settingsInPlaceOf(services: readonly NpmService[], joined: boolean): RootSettings {
  const settings = settingsOf(services, joined);
  const [only, ...others] = services;
  return only === undefined || others.length > 0 ? settings : settingsAt(only, settings);
}

function withLines(services: readonly NpmService[], lines: readonly NpmLine[]): readonly NpmService[] {
  const kept = new Set(lines);
  return services.map((service) => ({ ...service, lines: service.lines.filter((line) => kept.has(line)) }));
}
