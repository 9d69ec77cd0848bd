/** Model `hoisted`: services as members of one workspace. */
import type { ServiceId } from '../../../../src/model/index.ts';
import { type RootSettings, settingsOf } from '../root-settings.ts';
import type { NpmLine, NpmService } from '../services.ts';
import type { BuiltTrees } from './built-trees.ts';
import { asProject, commonRoot, isBelow, linkedFrom, linksTo, NO_MEMBERS, NO_ROOT, namedApart, siteOf } from './layout.ts';
import { isAsked, type JointAnswer, type ModelTrees, type Question } from './question.ts';

/** A workspace's root that npm cannot install as it stands: its members are asked about without its lines. */
export type LeftOut = (root: NpmService, why: Exclude<JointAnswer, { kind: 'ok' }>) => void;

export class WorkspaceTrees implements ModelTrees {
  readonly #built: BuiltTrees;
  readonly #locals: ReadonlyMap<ServiceId, NpmService>;
  readonly #leftOut: LeftOut;
  /** Whether a workspace's root can be installed by itself, by its directory. */
  readonly #standing = new Map<string, Promise<boolean>>();

  constructor(built: BuiltTrees, locals: ReadonlyMap<ServiceId, NpmService>, leftOut: LeftOut) {
    this.#built = built;
    this.#locals = locals;
    this.#leftOut = leftOut;
  }

  /** Members of one root, each with the packages of the project that it links to, below what the root asks for itself. */
  async answer(question: Question): Promise<JointAnswer> {
    const { services, withSettings = false } = question;
    const root = await this.#rootAbove(services);
    const below = services.filter(({ service }) => service !== root?.service);
    const [first] = below;
    // Above services of several roots one is made up, and all of the project lies below it.
    const asking = [...services, ...(root === undefined ? [] : [root])];
    const linked = linkedFrom(asking, this.#locals, (local) => root === undefined || isBelow(root.service, local));
    const isMember = (local: NpmService): boolean => root !== undefined && local.root === root.service;
    const members = [...below, ...linked.filter(isMember)];
    const site = siteOf(members, root);
    const workspace = {
      members: namedApart(members, site),
      links: linksTo(
        linked.filter((local) => !isMember(local)),
        site,
      ),
    };
    // Overrides of members count for nothing; those of the root that all of them share do.
    return root === undefined || first === undefined
      ? this.#built.build({ ...workspace, root: NO_ROOT }, settingsOf(services, withSettings), this.#built.source(question))
      : this.#built.build(
          { ...workspace, root: asProject(root, site) },
          settingsBelow(root, first.settings),
          this.#built.source({ ...question, services: asking }),
          true,
        );
  }

  ofLines(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer> {
    const kept = new Set(lines);
    const isKept = (line: NpmLine): boolean => !isAsked(line) || kept.has(line);
    const reduced = services.map((service) => ({ ...service, lines: service.lines.filter(isKept) }));
    return this.answer({ services: reduced, model: 'hoisted' });
  }

  async fails(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<boolean> {
    return (await this.ofLines(lines, services)).kind === 'conflict';
  }

  /** The package above the members of one workspace, with all of its lines as far as npm can install them by themselves. */
  async #rootAbove(services: readonly NpmService[]): Promise<NpmService | undefined> {
    const directory = commonRoot(services);
    const root = directory === undefined ? undefined : this.#locals.get(directory);
    if (root === undefined) return undefined;
    const asked = services.find(({ service }) => service === directory);
    const stands = await this.#stands(root);
    const lines = [...(asked?.lines ?? (stands ? root.lines : [])), ...(stands ? root.development : [])];
    return { ...root, lines: this.#besideMembers(root, lines) };
  }

  /** Members are linked by their names, whatever the root says of them. */
  #besideMembers(root: NpmService, lines: readonly NpmLine[]): readonly NpmLine[] {
    const members = [...this.#locals.values()].filter((one) => one.root === root.service);
    const names = new Set(members.map(({ name }) => name));
    const directories = new Set(members.map(({ service }) => service));
    return lines.filter(
      ({ source, name }) => !names.has(name) && !(source.kind === 'local' && directories.has(source.directory)),
    );
  }

  #stands(root: NpmService): Promise<boolean> {
    let known = this.#standing.get(root.service);
    if (known === undefined) {
      known = this.#standsNow(root);
      this.#standing.set(root.service, known);
    }
    return known;
  }

  async #standsNow(root: NpmService): Promise<boolean> {
    const lines = this.#besideMembers(root, [...root.lines, ...root.development]);
    if (lines.length === 0) return true;
    const whole = { ...root, lines };
    const links = linkedFrom([whole], this.#locals, (local) => isBelow(root.service, local));
    const site = siteOf([], root);
    const workspace = { root: asProject(whole, site), members: NO_MEMBERS, links: linksTo(links, site) };
    let told: JointAnswer | undefined;
    for (const locks of ['preferred', undefined] as const) {
      const source = this.#built.source({ services: [root], ...(locks === undefined ? {} : { locks }) });
      const answer = await this.#built.build(workspace, root.settings, source);
      if (answer.kind === 'ok') return true;
      told = answer;
    }
    if (told !== undefined && told.kind !== 'ok') this.#leftOut(root, told);
    return false;
  }
}

/** References are left to npm where it finds their lines: it looks for some of them in members, and refuses them there. */
function settingsBelow({ lines }: NpmService, settings: RootSettings): RootSettings {
  const { written } = settings;
  const isHeld = (name: string): boolean => lines.some((line) => line.name === name && line.source.kind === 'registry');
  return written?.references.every(isHeld) === true ? { ...settings, overrides: written.overrides } : settings;
}
