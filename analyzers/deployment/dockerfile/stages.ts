/** Which image a Dockerfile makes in the end. */
import {
  type BuildSettings,
  DEFAULT_BUILD,
  deployedStage,
  type Stage,
  type Stages,
  stageNamed,
  stagesOf,
} from '../../../src/formats/dockerfile/stages.ts';
import { type ImageReference, imageReference } from '../../../src/formats/image-name.ts';
import type { ParsedDockerfile } from './started.ts';

/** The image outside of the file that a stage begins with; undefined when a variable leaves it open. */
export function imageOf({ image, open }: Stage): ImageReference | undefined {
  const reference = imageReference(image);
  const isOpen = open.length > 0 && /\/$|^-|-$/.test(reference.name);
  return isOpen || reference.name === '' ? undefined : reference;
}

/** All stages of a file, and the one that a build makes of it. */
export function builtStages(
  { instructions }: ParsedDockerfile,
  build: BuildSettings = DEFAULT_BUILD,
  file?: string,
): Stages & { readonly target: Stage | undefined } {
  const all = stagesOf(instructions.list, build, file);
  return { ...all, target: targetStage(all.stages, build.target) };
}

/** The stage that is built: by name or number, else the one that is deployed. */
export function targetStage(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  if (target === undefined || target === '') return deployedStage(stages);
  return stageNamed(target, stages);
}
