/** What a root's settings ask of the packages below it, as the tree builder takes it: npm's overrides, and changed manifests. */

import type { Entry, Override } from '../manifests/manifest.ts';
import { satisfies } from '../notation/range.ts';
import { classifySpec, type Selector, selectorOf } from '../notation/spec.ts';
import { type Adjustments, NO_ADJUSTMENTS } from '../overrides/adjustments.ts';
import { REMOVED, type Replacement, referredBy, replacing } from '../overrides/overrides.ts';
import { ANY_DEPTH } from '../overrides/resolutions.ts';
import type { PeerRules } from '../workspaces/tool-settings.ts';

export interface RootSettings {
  /** `overrides` as npm's package.json has them. */
  readonly overrides?: Overrides;
  /** They stand in another package.json, whose own lines they have to agree with. */
  readonly isInherited?: true;
  /** Before their references were replaced: for a tree that holds the lines they refer to. */
  readonly written?: Written;
  /** What pnpm, yarn and bun change in the manifests of packages. */
  readonly amendments?: Amendments;
  /** pnpm's `strictPeerDependencies`. */
  readonly strictPeers?: true;
}

export interface Overrides {
  readonly [selector: string]: string | Overrides;
}

export interface Written {
  readonly overrides: Overrides;
  /** Names of the lines that are referred to. */
  readonly references: readonly string[];
}

export interface Amendments extends Omit<Adjustments, 'overrides' | 'leavesPeers' | 'strictPeers'> {
  readonly replacements: readonly Replacement[];
  readonly ways: readonly Way[];
}

/** A resolution of yarn 1 that begins at a dependency of the root itself. */
export interface Way {
  /** What the root asks for. */
  readonly first: { readonly name: string; readonly spec: string };
  /** Names below it; the last one's line is replaced. */
  readonly below: readonly string[];
  readonly value: string;
}

/** `root` are the lines of the package.json that the settings stand in, and whether the service is that package. */
export function rootSettings(
  { overrides: said, leavesPeers, strictPeers, ...others }: Adjustments,
  root: { readonly lines: readonly Entry[]; readonly isOwn: boolean },
): RootSettings {
  const overrides = said.map(inNpmsWords);
  const rest = leavesPeers === true ? { ...others, peerRules: withoutMissing(others.peerRules) } : others;
  const isNpms = ({ tool, value }: Override): boolean => tool === 'npm' && value !== REMOVED;
  // Whatever lies below a package, however deep, is what npm's own nested overrides mean.
  const deep = overrides
    .filter(({ path, value }) => path.includes(ANY_DEPTH) && value !== REMOVED)
    .map((one) => ({ ...one, path: one.path.filter((part) => part !== ANY_DEPTH) }));
  const written = [...overrides.filter(isNpms), ...deep];
  const meant = written.map((one) => dereferenced(one, root));
  const ofNpm = overridesOf(meant);
  const asWritten = overridesOf(written);
  const replaced = written.filter((one) => !meant.includes(one));
  // What they say of the root's own lines is read already; `$name` is what it stands for.
  const replacements = replacing(
    overrides.filter((one) => !isNpms(one) && one.fromRoot !== true),
    [],
    true,
  );
  const ways = overrides.flatMap((one) => wayOf(one, root.lines));
  const { extensions, ignoredOptional, peerRules } = rest;
  const amends = [replacements, ways, extensions, ignoredOptional, ...Object.values(peerRules)].some(({ length }) => length > 0);
  return {
    ...(ofNpm === undefined ? {} : { overrides: ofNpm }),
    ...(ofNpm === undefined || root.isOwn ? {} : { isInherited: true }),
    ...(asWritten === undefined || replaced.length === 0
      ? {}
      : { written: { overrides: asWritten, references: replaced.map(({ value }) => value.slice(1)) } }),
    ...(amends ? { amendments: { replacements, ways, ...rest } } : {}),
    ...(strictPeers === true ? { strictPeers } : {}),
  };
}

function withoutMissing(rules: PeerRules): PeerRules {
  return { ...rules, ignoreMissing: [...rules.ignoreMissing, '*'] };
}

/**
 * What only other tools have words for. A patched package is the one that it patches; below packages, a directory of the
 * project lies where it is, with what it has there.
 */
function inNpmsWords(one: Override): Override {
  const { path, value } = one;
  if (/^(?:link|portal|workspace):/.test(value)) return { ...one, value: REMOVED };
  if (!/^(?:patch|jsr):/.test(value)) return one;
  const { name } = selectorOf(path.at(-1) ?? '');
  const { target, range } = classifySpec(name, value, '');
  if (range === undefined) return one;
  return { ...one, value: target === name ? range : `npm:${target}@${range}` };
}

/** A reference to a line of the service itself is left to npm; a line of its root, or for development, is not in the tree. */
function dereferenced(one: Override, { lines, isOwn }: Parameters<typeof rootSettings>[1]): Override {
  const line = referredBy(one.value, lines);
  return line === undefined || (isOwn && line.field !== 'devDependencies') ? one : { ...one, value: line.raw };
}

function wayOf({ path, fromRoot, value }: Override, root: readonly Entry[]): readonly Way[] {
  const [name, ...below] = path;
  if (fromRoot !== true || path.includes(ANY_DEPTH)) return [];
  const line = root.find((entry) => entry.name === name && entry.field !== 'peerDependencies');
  return line === undefined ? [] : [{ first: { name: line.name, spec: line.raw }, below, value }];
}

/** npm's form: a text, or an object whose `.` is the package itself and whose other keys are what lies below it. */
function overridesOf(overrides: readonly Override[]): Overrides | undefined {
  const tree: OverrideTree = { below: new Map() };
  for (const { path, value } of overrides) place(tree, path, value);
  return tree.below.size === 0 ? undefined : written(tree);
}

interface OverrideTree {
  own?: string;
  readonly below: Map<string, OverrideTree>;
}

function place(tree: OverrideTree, path: readonly string[], value: string): void {
  let at = tree;
  for (const part of path) {
    const next = at.below.get(part) ?? { below: new Map() };
    at.below.set(part, next);
    at = next;
  }
  at.own = value;
}

function written({ own, below }: OverrideTree): Overrides {
  const entries = [...below].map(([name, inner]): readonly [string, string | Overrides] =>
    inner.below.size === 0 && inner.own !== undefined ? [name, inner.own] : [name, written(inner)],
  );
  return Object.fromEntries(own === undefined ? entries : [['.', own] as const, ...entries]);
}

/** What counts below a made-up root of these services. */
export function settingsOf(services: readonly Below[], joined: boolean): RootSettings {
  const settings = settingsFor(
    services.map((service) => service.settings),
    joined,
  );
  return withPeersLetBe(
    settings,
    services.flatMap(({ letBe = [] }) => letBe),
  );
}

/** A service as far as its root's settings are concerned. */
interface Below {
  readonly settings: RootSettings;
  /** Peers of packages that it is let have in other versions. */
  readonly letBe?: PeerRules['allowed'];
}

/**
 * Settings are those of one root. One service is below its own; several have a root's when all of them state the same.
 * `joined` is what somebody who merges their files could write: all of them, where none contradicts another.
 */
function settingsFor(all: readonly RootSettings[], joined: boolean): RootSettings {
  const texts = new Set(all.map((one) => JSON.stringify(one)));
  if (texts.size === 1) return all[0] ?? {};
  if (!joined) return {};
  const overrides = joinedOverrides(all.map((one) => one.overrides ?? {}));
  const amendments = joinedAmendments(all.flatMap((one) => one.amendments ?? []));
  return overrides === undefined || amendments === undefined ? {} : { overrides, amendments };
}

/** For a tree that has one member of a workspace in its root's place: what is said of packages below it goes before the rest. */
export function settingsAt(
  { name, version }: { readonly name: string; readonly version: string },
  settings: RootSettings,
): RootSettings {
  const { overrides, isInherited } = settings;
  const rules = isInherited === true ? Object.entries(overrides ?? {}) : [];
  const [, own] = rules.find(([key]) => isMet(selectorOf(key), name, version)) ?? [];
  if (own === undefined || typeof own === 'string') return settings;
  const below = Object.entries(own).filter(([key]) => key !== '.');
  const rest = rules.filter(([key, value]) => value !== own && !Object.hasOwn(own, key));
  return { ...settings, overrides: Object.fromEntries([...below, ...rest]) };
}

/** Peers of packages that are let be besides: any version of them will do. */
function withPeersLetBe(settings: RootSettings, letBe: PeerRules['allowed']): RootSettings {
  if (letBe.length === 0) return settings;
  const { amendments = NOTHING_AMENDED } = settings;
  const { peerRules } = amendments;
  const eased = { ...peerRules, allowed: [...peerRules.allowed, ...letBe] };
  return { ...settings, amendments: { ...amendments, peerRules: eased } };
}

const NOTHING_AMENDED: Amendments = { ...NO_ADJUSTMENTS, replacements: [], ways: [] };

function isMet(selector: Selector, name: string, version: string): boolean {
  return selector.name === name && (selector.range === undefined || satisfies(version, selector.range));
}

function joinedOverrides(each: readonly Overrides[]): Overrides | undefined {
  const all = new Map<string, Overrides[string]>();
  for (const [selector, value] of each.flatMap((one) => Object.entries(one))) {
    const before = all.get(selector);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(value)) return undefined;
    all.set(selector, value);
  }
  return Object.fromEntries(all);
}

function joinedAmendments(each: readonly Amendments[]): Amendments | undefined {
  const replacements = new Map<string, Replacement>();
  for (const one of each.flatMap((own) => own.replacements)) {
    const selector = JSON.stringify([one.parent, one.name, one.range]);
    if ((replacements.get(selector) ?? one).value !== one.value) return undefined;
    replacements.set(selector, one);
  }
  return {
    replacements: [...replacements.values()],
    ways: each.flatMap((own) => own.ways),
    extensions: each.flatMap((own) => own.extensions),
    ignoredOptional: each.flatMap((own) => own.ignoredOptional),
    peerRules: {
      ignoreMissing: each.flatMap((own) => own.peerRules.ignoreMissing),
      allowAny: each.flatMap((own) => own.peerRules.allowAny),
      allowed: each.flatMap((own) => own.peerRules.allowed),
    },
  };
}
