/** A POM and its parents, each with its active profiles in it, nearest first. */

import { directoryOf, inDirectory } from '../../../src/model/index.ts';
import type { Ask, Coordinates, PomAnswer } from './ask.ts';
import { compareComparable } from './comparable-version.ts';
import type { BuildContext } from './effective-model.ts';
import { hasExpression } from './interpolate.ts';
import { injectProfile, lastWins, managementKey } from './merge.ts';
import type { PomBase, PomRepository, RawModel } from './pom.ts';
import type { Report } from './problems.ts';
import { activeProfiles } from './profiles.ts';
import { contains, parseArtifactConstraint } from './range.ts';

export interface Layer {
  readonly raw: RawModel;
  readonly base: PomBase;
  readonly local: boolean;
  readonly active: readonly string[];
}

function layerOf(raw: RawModel, local: boolean, context: BuildContext): Layer {
  const directory = directoryOf(raw.file);
  const profiles =
    raw.profiles.length === 0
      ? []
      : activeProfiles(raw.profiles, context.activation, (path) => {
          const relative = path.replaceAll(/\$\{(?:project\.)?basedir\}\/?/g, '');
          return local && !hasExpression(relative) && context.exists(inDirectory(directory, relative));
        });
  const own: PomBase = { ...raw, dependencies: [...lastWins(raw.dependencies, managementKey).values()] };
  const base = profiles.reduce<PomBase>((merged, profile) => injectProfile(merged, profile), own);
  return { raw, base, local, active: profiles.map(({ id }) => id) };
}

export const identity = (g: string | undefined, a: string | undefined, v: string | undefined): string =>
  `${g ?? ''}:${a ?? ''}:${v ?? ''}`;

export function ownCoordinates(raw: RawModel): Coordinates {
  return {
    groupId: raw.groupId ?? raw.parent?.groupId ?? '',
    artifactId: raw.artifactId ?? '',
    version: raw.version ?? raw.parent?.version ?? '',
  };
}

/** The parent where it is a file of the project and carries the coordinates that were asked for. */
function* localParent(raw: RawModel): Ask<PomAnswer | undefined> {
  const { parent } = raw;
  if (parent === undefined || parent.relativePath === '') return undefined;
  const answer = yield { kind: 'file', from: raw.file, relativePath: parent.relativePath };
  const model = answer?.pom.model;
  if (answer === undefined || model === undefined) return undefined;
  const own = ownCoordinates(model);
  if (own.groupId !== parent.groupId || own.artifactId !== parent.artifactId) return undefined;
  if (own.version === parent.version) return answer;
  const wanted = parseArtifactConstraint(parent.version ?? '');
  return wanted.kind === 'range' && contains(wanted.intervals, own.version, compareComparable) ? answer : undefined;
}

function* findParent(layer: Layer, repositories: readonly PomRepository[]): Ask<PomAnswer | undefined> {
  const { raw } = layer;
  const near = layer.local ? yield* localParent(raw) : undefined;
  if (near !== undefined || raw.parent === undefined) return near;
  const { groupId = '', artifactId = '', version = '' } = raw.parent;
  return yield { kind: 'coordinates', wanted: { groupId, artifactId, version }, repositories };
}

export function* lineageOf(start: RawModel, local: boolean, context: BuildContext, report: Report): Ask<readonly Layer[]> {
  const layers = [layerOf(start, local, context)];
  const seen = new Set<string>();
  for (;;) {
    const layer = layers.at(-1);
    const parent = layer?.raw.parent;
    if (layer === undefined || parent === undefined) return layers;
    const { raw } = layer;
    const own = ownCoordinates(raw);
    if (!parent.groupId || !parent.artifactId || !parent.version) {
      report.error(raw, "'parent.groupId', 'parent.artifactId' and 'parent.version' must not be missing", parent.place);
      return layers;
    }
    if (own.groupId === parent.groupId && own.artifactId === parent.artifactId) {
      report.error(
        raw,
        "'parent.artifactId' must be changed, the parent element cannot have the same groupId:artifactId as the project",
        parent.place,
      );
      return layers;
    }
    const repositories = layers.flatMap(({ base }) => base.repositories);
    const answer = yield* findParent(layer, repositories);
    const model = answer?.pom.model;
    if (answer === undefined || model === undefined) {
      if (answer !== undefined) report.pom(answer.pom, raw.file, answer.local);
      const { groupId, artifactId, version } = parent;
      report.missing.push({ kind: 'parent', groupId, artifactId, version, file: raw.file, place: parent.place });
      return layers;
    }
    report.pom(answer.pom, model.file, answer.local);
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
    layers.push(layerOf(model, answer.local, context));
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
