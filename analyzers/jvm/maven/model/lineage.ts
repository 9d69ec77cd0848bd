/** A POM and its parents, each with its active profiles in it, nearest first. */

import { inDirectory } from '../../../../src/model/index.ts';
import { compareComparable } from '../versions/comparable-version.ts';
import { contains, parseArtifactConstraint, parseConstraint } from '../versions/range.ts';
import type { Ask, Coordinates, PomAnswer } from './ask.ts';
import type { BuildContext } from './effective-model.ts';
import { isAbsolutePath } from './given.ts';
import { hasExpression, interpolate } from './interpolate.ts';
import { injectProfile, lastWins, managementKey } from './merge.ts';
import type { PomBase, PomRepository, RawModel } from './pom.ts';
import type { Report } from './problems.ts';
import { type ActivationContext, activeProfiles, type FileTest, undecidable } from './profiles.ts';

export interface Layer {
  readonly raw: RawModel;
  readonly base: PomBase;
  readonly local: boolean;
  readonly active: readonly string[];
}

/**
 * Whether a file exists that a profile asks for. Paths are those of the project that is built, in its parents' profiles as
 * well; a POM from elsewhere that is built for itself has no directory, and no relative path means anything there.
 */
function fileTest(raw: RawModel, directory: string | undefined, { activation, exists }: BuildContext): FileTest {
  const { user, system } = activation;
  return (path) => {
    const relative = directory === undefined ? path : path.replaceAll(/\$\{basedir\}\/?/g, '');
    const { text } = interpolate(relative, { project: () => undefined, user: raw.properties, properties: user, system });
    if (directory === undefined) return isAbsolutePath(text) ? false : undefined;
    return !hasExpression(text) && exists(inDirectory(directory, text));
  };
}

/** `packaging`: of the project that is built, whose ancestor this may be. */
function layerOf(
  raw: RawModel,
  local: boolean,
  { directory, packaging }: { readonly directory: string | undefined; readonly packaging: string },
  context: BuildContext,
): Layer {
  const { profiles: all } = raw;
  const built = { packaging, exists: fileTest(raw, directory, context) };
  const profiles = all.length === 0 ? [] : activeProfiles(all, context.activation, built);
  const own: PomBase = { ...raw, dependencies: [...lastWins(raw.dependencies, managementKey).values()] };
  const base = profiles.reduce<PomBase>((merged, profile) => injectProfile(merged, profile), own);
  return { raw, base, local, active: profiles.map(({ id }) => id) };
}

export const identity = (g: string | undefined, a: string | undefined, v: string | undefined): string =>
  `${g ?? ''}:${a ?? ''}:${v ?? ''}`;

/** As a POM states them, or takes them from its parent element. */
export function ownCoordinates(raw: RawModel): Coordinates {
  return {
    groupId: raw.groupId ?? raw.parent?.groupId ?? '',
    artifactId: raw.artifactId ?? '',
    version: raw.version ?? raw.parent?.version ?? '',
  };
}

/** What a version comes to by the properties of a POM and of the parents beside it. No model is built: models ask for this. */
export function* versionBeside(version: string, pom: RawModel, { user, system }: ActivationContext): Ask<string> {
  if (!hasExpression(version)) return version;
  const properties = new Map<string, string>();
  const seen = new Set<string>();
  for (let at: RawModel | undefined = pom; at !== undefined && !seen.has(at.file); ) {
    seen.add(at.file);
    for (const [name, value] of at.properties) if (!properties.has(name)) properties.set(name, value);
    const from: string = at.file;
    const relativePath: string = at.parent?.relativePath ?? '';
    const above: PomAnswer | undefined = relativePath === '' ? undefined : yield { kind: 'file', from, relativePath };
    at = above?.pom.model;
  }
  return interpolate(version, { project: () => undefined, user, properties, system }).text;
}

/**
 * The parent where it is a file of the project and carries the coordinates that were asked for. Maven 4 compares what the
 * versions come to; Maven 3 compares them as they are written and reads another from a repository, which has what the
 * project itself installed.
 */
function* localParent(raw: RawModel, activation: ActivationContext): Ask<PomAnswer | undefined> {
  const { parent } = raw;
  if (parent === undefined || parent.relativePath === '') return undefined;
  const answer = yield { kind: 'file', from: raw.file, relativePath: parent.relativePath };
  const model = answer?.pom.model;
  if (answer === undefined || model === undefined) return undefined;
  const own = ownCoordinates(model);
  if (own.groupId !== parent.groupId || own.artifactId !== parent.artifactId) return undefined;
  const { version = '' } = parent;
  if (own.version === version) return answer;
  const wanted = parseArtifactConstraint(version);
  if (wanted.kind === 'range') return contains(wanted.intervals, own.version, compareComparable) ? answer : undefined;
  const [there, here] = [yield* versionBeside(own.version, model, activation), yield* versionBeside(version, model, activation)];
  return there === here ? answer : undefined;
}

function* findParent(
  layer: Layer,
  repositories: readonly PomRepository[],
  activation: ActivationContext,
): Ask<PomAnswer | undefined> {
  const { raw } = layer;
  const near = layer.local ? yield* localParent(raw, activation) : undefined;
  if (near !== undefined || raw.parent === undefined) return near;
  const { groupId = '', artifactId = '', version = '' } = raw.parent;
  return yield { kind: 'coordinates', wanted: { groupId, artifactId, version }, repositories };
}

const PARENT_VERSION = /^\$\{(?:pom|project)\.(?:parent\.)?version\}$/;

/** What Maven asks where the version of a parent is a range. */
function rangeProblems({ version }: RawModel, wanted: string, isLocal: boolean): readonly string[] {
  const constraint = parseConstraint(wanted);
  if (constraint.kind !== 'range') return [];
  const isOpen = !isLocal && constraint.intervals.some(({ upper }) => upper === undefined);
  const isInherited = version === undefined || PARENT_VERSION.test(version);
  return [
    ...(isOpen ? [`the requested parent version range '${wanted}' does not specify an upper bound`] : []),
    ...(isInherited ? ["'version' must be a constant where that of the parent is a range"] : []),
  ];
}

/**
 * A POM and its parents, the nearest first, each with its active profiles; it ends at the first parent that nobody has,
 * which is reported. `directory` is that of the project which is built.
 */
export function* lineageOf(
  start: RawModel,
  local: boolean,
  directory: string | undefined,
  context: BuildContext,
  report: Report,
): Ask<readonly Layer[]> {
  const built = { directory, packaging: start.packaging };
  const layers = [layerOf(start, local, built, context)];
  const seen = new Set<string>();
  for (;;) {
    const layer = layers.at(-1);
    if (layer === undefined) return layers;
    const { raw } = layer;
    for (const { id, why } of undecidable(raw.profiles, context.activation))
      report.error(raw, `failed to determine activation for profile ${id}: ${why}`);
    const { parent } = raw;
    if (parent === undefined) return layers;
    if (!parent.groupId || !parent.artifactId || !parent.version) {
      report.error(raw, "'parent.groupId', 'parent.artifactId' and 'parent.version' must not be missing", parent.place);
      return layers;
    }
    if (raw.groupId === parent.groupId && raw.artifactId === parent.artifactId) {
      report.error(
        raw,
        "'parent.artifactId' must be changed, the parent element cannot have the same groupId:artifactId as the project",
        parent.place,
      );
      return layers;
    }
    const repositories = layers.flatMap(({ base }) => base.repositories);
    const answer = yield* findParent(layer, repositories, context.activation);
    const model = answer?.pom.model;
    if (answer === undefined || model === undefined) {
      if (answer !== undefined) report.pom(answer.pom, raw.file, answer.local);
      const { groupId, artifactId, version } = parent;
      report.missing.push({ kind: 'parent', groupId, artifactId, version, file: raw.file, place: parent.place });
      return layers;
    }
    report.pom(answer.pom, model.file, answer.local);
    for (const message of rangeProblems(raw, parent.version, answer.local)) report.error(raw, message, parent.place);
    if (model.packaging !== 'pom')
      report.error(
        raw,
        `invalid packaging for parent POM ${identity(parent.groupId, parent.artifactId, parent.version)}, must be "pom" but is "${model.packaging}"`,
        parent.place,
      );
    if (seen.has(model.file)) {
      report.error(raw, `the parents form a cycle: ${shortened([...seen, model.file]).join(' -> ')}`, parent.place);
      return layers;
    }
    seen.add(model.file);
    layers.push(layerOf(model, answer.local, built, context));
  }
}

function shortened(files: readonly string[]): readonly string[] {
  return files.length <= 8 ? files : [...files.slice(0, 4), `${files.length - 6} more`, ...files.slice(-2)];
}

/** groupId and version come from the nearest ancestor that states them. */
export function inherited(layers: readonly Layer[]): Coordinates {
  const raws = layers.map(({ raw }) => raw);
  const last = raws.at(-1)?.parent;
  return {
    groupId: raws.find(({ groupId }) => groupId !== undefined)?.groupId ?? last?.groupId ?? '',
    artifactId: raws[0]?.artifactId ?? '',
    version: raws.find(({ version }) => version !== undefined)?.version ?? last?.version ?? '',
  };
}
