/** Which version Gradle takes of one module, of what the whole graph asks of it; and what the build refuses of that. */
import type { Refusal } from '../model.ts';
import { type Declared, selectVersion } from '../versions/rich-version.ts';
import { isDynamic, parseSelector, type Selector } from '../versions/version.ts';
import type { BuildRules } from './build-rules.ts';
import { type Component, keyOf } from './component.ts';

/** All that a graph asks of one module. */
export interface Asked {
  readonly group: string;
  readonly name: string;
  readonly declared: Declared[];
  /** The project of that name in the graph: a version of it like any other. */
  project?: Component;
}

/** Why there is no class path: Gradle refuses it, or nobody but Gradle knows. */
export type Trouble =
  | { readonly kind: 'conflict'; readonly key: string; readonly problem: string }
  | { readonly kind: 'open'; readonly because: string };

/** Where versions of a module come from. */
export interface Supply {
  /** All that the repositories have; undefined where nobody asked them. */
  readonly listed: readonly string[] | undefined;
  /** What of them the build admits. */
  readonly judge: BuildRules['judge'];
  /** What was chosen in the round before. */
  readonly before: string | undefined;
}

export interface Choice {
  readonly version?: string | undefined;
  readonly trouble?: Trouble | undefined;
}

/** Whether something asks for the module; constraints alone bring none. */
function isBrought({ declared }: Asked): boolean {
  return declared.some(({ constraint }) => constraint !== true);
}

/** Where ranges and rejects of it need the versions that there are. */
export function needsList(asked: Asked): boolean {
  return isBrought(asked) && asked.declared.some((one) => (one.reject ?? []).length > 0 || textsOf(one).some(isRange));
}

function textsOf({ require, strictly, prefer }: Declared): readonly string[] {
  return [require, strictly, prefer].filter((text) => text !== undefined);
}

function isRange(text: string): boolean {
  return isDynamic(parseSelector(text));
}

/** Versions that are named outright, `[1.5]` among them. */
function exactVersions(selectors: readonly Selector[]): readonly string[] {
  return selectors.flatMap((one) => (one.kind === 'exact' && one.version !== '' ? [one.version] : []));
}

/** The highest version that is left; in trouble the one of the round before, as what troubles it may be gone at the end. */
export function chooseVersion(asked: Asked, supply: Supply): Choice {
  if (!isBrought(asked)) return {};
  const { declared } = asked;
  const computed = computedProject(asked);
  // A version may still come from what this round brings.
  if (!declared.some((one) => one.require ?? one.strictly ?? one.prefer ?? one.force)) return { trouble: computed };
  const { selection, listed, exact } = selectionOf(asked, supply);
  const taken = selection.kind === 'selected' ? [selection.version] : [];
  const trouble = computed ?? doubt(asked, [...listed, ...taken], supply) ?? contradictoryForces(asked);
  if (selection.kind === 'absent') return { trouble };
  if (selection.kind === 'selected')
    return { version: selection.version, trouble: trouble ?? rejection(asked, selection.version, supply) };
  return { version: supply.before ?? exact[0], trouble: trouble ?? unavailable(asked, selection.because, supply) };
}

function selectionOf(asked: Asked, supply: Supply) {
  const { listed = [] } = supply;
  const exact = asked.declared.flatMap(({ require, strictly, prefer, force }) =>
    exactVersions([require, strictly, prefer, force].map((text) => parseSelector(text ?? ''))),
  );
  const kept = listed.filter((version) => verdict(asked, version, supply) !== 'rejected');
  return { selection: selectVersion(asked.declared, [...new Set([...kept, ...exact])]), listed, exact };
}

function computedProject({ project }: Asked): Trouble | undefined {
  if (project?.isComputed !== true) return undefined;
  return {
    kind: 'open',
    because: `${keyOf(project)} is a project and a module that is asked for, and only a run of the build tells the project's version`,
  };
}

/** What the build's rules say of a version. */
function verdict({ group, name }: Asked, version: string, { judge }: Supply): ReturnType<BuildRules['judge']> {
  return judge({ group, name, version, capability: version });
}

function doubt(asked: Asked, versions: readonly string[], supply: Supply): Trouble | undefined {
  if (!versions.some((version) => verdict(asked, version, supply) === 'open')) return undefined;
  return { kind: 'open', because: `only a run of the build tells which versions of ${keyOf(asked)} it admits` };
}

/** What is named outright is looked for only once it has won: a rule that rejects a loser changes nothing. */
function rejection(asked: Asked, version: string, supply: Supply): Trouble | undefined {
  if (verdict(asked, version, supply) !== 'rejected') return undefined;
  return { kind: 'conflict', key: keyOf(asked), problem: `a rule of the build rejects version ${version}` };
}

function contradictoryForces(asked: Asked): Trouble | undefined {
  const forces = new Set(asked.declared.flatMap(({ force, prefer }) => (force === undefined ? [] : [prefer ?? force])));
  if (forces.size <= 1) return undefined;
  return {
    kind: 'open',
    because: `enforced platforms want ${[...forces].join(' and ')} of ${keyOf(asked)}, and which one Gradle takes depends on the order in which it meets them`,
  };
}

function unavailable(asked: Asked, problem: string, { listed }: Supply): Trouble {
  const key = keyOf(asked);
  return listed?.length === 0
    ? { kind: 'open', because: `no repository that was asked lists versions of ${key}` }
    : { kind: 'conflict', key, problem };
}

/** What the build itself refuses of what was chosen of a module. */
export function refusalOf(asked: Asked, supply: Supply, refuses: ReadonlySet<Refusal>): Trouble | undefined {
  if (!isBrought(asked)) return undefined;
  const key = keyOf(asked);
  const { declared } = asked;
  const selectors = declared.flatMap(({ force, require, strictly }) => {
    const text = force ?? strictly ?? require;
    return text === undefined ? [] : [parseSelector(text)];
  });
  if (refuses.has('dynamic-version') && isUnstable(selectors, supply.before))
    return { kind: 'conflict', key, problem: 'the build refuses dynamic versions and ranges (failOnDynamicVersions)' };
  if (!refuses.has('version-conflict') || declared.some(({ force }) => force !== undefined)) return undefined;
  const { selection } = selectionOf(asked, supply);
  if (selection.kind !== 'selected' || selection.among.length < 2) return undefined;
  const among = selection.among.join(' and ');
  return { kind: 'conflict', key, problem: `${among} are asked for, and the build refuses to choose (failOnVersionConflict)` };
}

/**
 * What `failOnDynamicVersions` refuses: a version that no other selector names, or one beside `1.+` and `latest.release`. A
 * range that accepts what another names asks for nothing that could change (Gradle 8.11, `DependencyGraphBuilder`).
 */
function isUnstable(selectors: readonly Selector[], chosen: string | undefined): boolean {
  const dynamic = selectors.filter(isDynamic);
  if (dynamic.length === 0) return false;
  const isNamed = selectors.some((one) => one.kind === 'exact' && one.version === chosen);
  return !isNamed || dynamic.some(({ kind }) => kind !== 'range');
}
