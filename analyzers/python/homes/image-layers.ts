/** What an image, and those that it is built on, make of the manifests of the home that it installs. */
import { addTo, inDirectory, isReadFailure, normalizeName, type Project, type SourceFile } from '../../../src/model/index.ts';
import { type Declared, isLocal, type ManifestFacts, NOTHING } from '../declared.ts';
import { foundInImage, type ImageInstall } from '../image-installs.ts';
import { readImage } from '../manifests/dockerfile.ts';
import { readPyproject } from '../manifests/pyproject.ts';
import { readSetupCfg } from '../manifests/setup-cfg.ts';
import { readSetupPy } from '../manifests/setup-py.ts';
import { areDisjoint, type Constraint, parseConstraint } from '../notation/constraint.ts';
import type { ManifestAt } from './collected.ts';

/**
 * What an image installs goes before what the image that it is built on has: pip takes away what the later lists exclude,
 * and keeps what they admit.
 */
export function overBases(manifests: readonly ManifestAt[], before: ReadonlySet<string>): readonly ManifestAt[] {
  if (before.size === 0) return manifests;
  const isKept = keptBeside(manifests.flatMap(({ path, facts }) => (before.has(path) ? [] : facts.declared)));
  return manifests.map(({ path, facts }) =>
    before.has(path) ? { path, facts: { ...facts, declared: facts.declared.filter(isKept) } } : { path, facts },
  );
}

/** Whether what is there already is left as it is by whoever installs these later. */
export function keptBeside(later: readonly Declared[]): (one: Declared) => boolean {
  const asked = new Map<string, Constraint[]>();
  for (const { name, scope, constraint } of later) {
    const answer = parseConstraint(constraint);
    if (name !== undefined && scope === 'runtime' && answer.ok) addTo(asked, name, answer.constraint);
  }
  return ({ name, constraint }) => {
    const answer = parseConstraint(constraint);
    const others = name === undefined ? undefined : asked.get(name);
    return others === undefined || !answer.ok || others.every((one) => !areDisjoint([answer.constraint, one]));
  };
}

/**
 * Packages that the images which one is built on install by name are there beside what that installs itself by name or from
 * lists; what a project's own tool installs has an environment of its own.
 */
export function withNamed(project: Project, manifests: readonly ManifestAt[], bases: readonly string[]): readonly ManifestAt[] {
  const isPips = manifests.every(({ facts }) => facts.kind === 'pip-requirements' || facts.kind === 'dockerfile');
  if (manifests.length === 0 || !isPips) return manifests;
  let later = manifests.flatMap(({ facts }) => facts.declared);
  const below: ManifestAt[] = [];
  for (const path of [...bases].reverse()) {
    const facts = project.parse(path, readImage);
    if (isReadFailure(facts)) continue;
    const declared = facts.declared.filter(keptBeside(later));
    later = [...later, ...declared];
    const unknown = facts.hasOthers ? undefined : facts.unknown;
    below.push({ path, facts: { ...NOTHING, kind: 'dockerfile', declared, ...(unknown === undefined ? {} : { unknown }) } });
  }
  return [...manifests, ...below];
}

/** Projects that a manifest names where they lie in an image, and nowhere here (`-e /opt/core`). */
export function asInImage(project: Project, facts: ManifestFacts, copies: ImageInstall['copies']): ManifestFacts {
  if (copies.length === 0 || !facts.declared.some(isLocal)) return facts;
  const isThere = (path: string): boolean => project.has(path) || project.list(path).length > 0;
  const declared = facts.declared.map((one) => {
    const { kind, from, origin } = one;
    if (kind !== 'path' || from === undefined || isThere(from)) return one;
    const found = foundInImage(project, copies, origin.file, from);
    return found === undefined ? one : { ...one, from: found };
  });
  return { ...facts, declared };
}

/**
 * Projects of other directories that an image installs beside what its home says: needed as if a manifest named them by
 * path, and what a manifest names by that name is taken from there.
 */
export function withInstalled(
  project: Project,
  manifests: readonly ManifestAt[],
  projects: ImageInstall['projects'],
): readonly ManifestAt[] {
  // Beside tools for those who develop, an image that runs something else says nothing of this directory.
  const runs = manifests.some(({ facts }) => facts.name !== undefined || facts.declared.some(({ scope }) => scope === 'runtime'));
  if (!runs) return manifests;
  let all = manifests;
  for (const { directory, extras, origin } of projects) {
    const name = projectName(project, directory);
    const isIt = (one: Declared): boolean => one.from === directory || (name !== undefined && one.name === name);
    const known = all.flatMap(({ facts }) => facts.declared).filter(isIt);
    if (known.some(isLocal)) continue;
    const place = { kind: 'path', from: directory } as const;
    all = all.map(({ path, facts }) => ({
      path,
      facts: { ...facts, declared: facts.declared.map((one) => (isIt(one) ? { ...one, ...place, constraint: '' } : one)) },
    }));
    if (known.length > 0) continue;
    const named = name === undefined ? {} : { name };
    const declared = [{ ...named, extras, constraint: '', ...place, group: 'default', scope: 'runtime' as const, origin }];
    all = [...all, { path: origin.file, facts: { ...NOTHING, kind: 'dockerfile', declared } }];
  }
  return all;
}

function projectName(project: Project, directory: string): string | undefined {
  for (const [name, read] of PROJECT_FILES) {
    const path = inDirectory(directory, name);
    const facts = project.has(path) ? project.parse(path, read) : undefined;
    if (facts !== undefined && !isReadFailure(facts) && facts.name !== undefined) return normalizeName(facts.name);
  }
  return undefined;
}

/** Where a project says its name, the first that does. */
const PROJECT_FILES: readonly (readonly [name: string, read: (file: SourceFile) => ManifestFacts])[] = [
  ['pyproject.toml', readPyproject],
  ['setup.cfg', readSetupCfg],
  ['setup.py', readSetupPy],
];
