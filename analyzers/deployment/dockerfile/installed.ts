/** The interpreter or JVM that an image installs or takes over, where its base image has none of a name. */

import { runtimesOf, userlandOf } from '../../../src/formats/dockerfile/base-images.ts';
import { type Stage, type Step, stageNamed } from '../../../src/formats/dockerfile/stages.ts';
import { expanded } from '../../../src/formats/dockerfile/words.ts';
import { imageReference } from '../../../src/formats/image-name.ts';
import { type Demand, type Origin, type RuntimeName, withoutTrailing } from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { shellTexts } from './commands.ts';
import { imageOf } from './stages.ts';

/** How one runtime gets into an image. A release is written as its packages' names have it: `3.11`, `17`. */
export interface Installable {
  readonly name: RuntimeName;
  /** The release of a version as written on a command line. */
  readonly releaseOf: (written: string) => string | undefined;
  /** The release that a package is of. */
  readonly ofPackage: (key: string, constraint: string) => string | undefined;
  /** Commands that fetch one; the last group is the version as written. */
  readonly fetches: readonly RegExp[];
  /** Commands and variables that say which one is used. */
  readonly choices: readonly RegExp[];
  readonly variable?: string;
  /** Where it lies: what is copied of these places to an image brings it along. */
  readonly places: RegExp;
  /** Commands that put one elsewhere; the last group is where. */
  readonly elsewhere: readonly RegExp[];
  /** The package by which a distribution brings its own release. */
  readonly ownPackage: RegExp;
  readonly ofDistribution: (distribution: string) => string | undefined;
  readonly pin: (release: string) => string | undefined;
}

/** `packages` are those of the operating system that the target keeps. */
export interface InstalledInto {
  readonly target: Stage;
  readonly stages: readonly Stage[];
  readonly packages: readonly Demand[];
  readonly file: string;
}

type Found = ReadonlyMap<string, Origin>;

const NOTHING: Found = new Map();

/** One release; where there are several it is not told which of them runs the service. */
export function installedRuntime(runtime: Installable, image: InstalledInto): readonly Demand[] {
  const own = among(runtime, image.target, image.packages, image.file);
  const found = own.size > 0 ? own : takenOver(runtime, image);
  const [only, ...others] = found.size > 0 ? found : ofDistribution(runtime, image);
  const constraint = only === undefined || others.length > 0 ? undefined : runtime.pin(only[0]);
  return only === undefined || constraint === undefined ? [] : [runtimeDemand({ name: runtime.name, constraint }, only[1])];
}

/** What a stage says is used, else what it fetches. */
function among(runtime: Installable, stage: Stage, packages: readonly Demand[], file: string): Found {
  const chosen = new Map<string, Origin>([...asked(runtime, stage, file), ...said(runtime, stage.steps, runtime.choices, file)]);
  if (chosen.size > 0) return chosen;
  const fetched = new Map(said(runtime, stage.steps, runtime.fetches, file));
  for (const { key, constraint, origin } of packages) {
    const release = runtime.ofPackage(key, constraint);
    if (release !== undefined) fetched.set(release, origin);
  }
  return fetched;
}

function asked({ variable, releaseOf }: Installable, stage: Stage, file: string): Found {
  const version = variable === undefined ? undefined : releaseOf(stage.environment.get(variable) ?? '');
  const step = stage.steps.findLast(
    ({ instruction: { name, text } }) => name === 'ENV' && variable !== undefined && text.includes(variable),
  );
  return new Map(
    version === undefined || step === undefined ? [] : [[version, { file: step.file ?? file, line: step.instruction.line }]],
  );
}

function said({ releaseOf }: Installable, steps: readonly Step[], patterns: readonly RegExp[], file: string): Found {
  const found = new Map<string, Origin>();
  for (const step of steps) {
    if (step.instruction.name !== 'RUN') continue;
    for (const { text, lineAt } of shellTexts(step)) {
      for (const match of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
        const version = releaseOf(expanded(match[1] ?? '', step.lookup).text);
        if (version !== undefined) found.set(version, { file: step.file ?? file, line: lineAt(match.index) });
      }
    }
  }
  return found;
}

/** `COPY --from=python:3.12-slim /usr/local /usr/local`, or from a stage that has one. */
function takenOver(runtime: Installable, { target, stages, file }: InstalledInto): Found {
  const found = new Map<string, Origin>();
  const earlier = stages.slice(0, stages.indexOf(target));
  for (const { instruction, words, lookup, file: own = file } of target.steps) {
    const from = instruction.name === 'COPY' ? instruction.flags.get('from') : undefined;
    if (from === undefined) continue;
    const stage = stageNamed(from, earlier);
    const isPlace = (path: string): boolean =>
      runtime.places.test(path) || (stage !== undefined && isPutAt(runtime, stage, path));
    if (!words.slice(0, -1).some((path) => isPlace(withoutTrailing(path, '/') || '/'))) continue;
    const image = stage === undefined ? imageReference(expanded(from, lookup).text) : imageOf(stage);
    const named = image === undefined ? undefined : runtimesOf(image).find(({ name }) => name === runtime.name)?.constraint;
    const version = runtime.releaseOf(named?.replace(/^==/, '') ?? '');
    const inside = stage === undefined ? NOTHING : among(runtime, stage, [], file);
    for (const one of version === undefined ? inside.keys() : [version]) found.set(one, { file: own, line: instruction.line });
  }
  return found;
}

function isPutAt({ elsewhere }: Installable, { steps }: Stage, path: string): boolean {
  return steps.some(
    (step) =>
      step.instruction.name === 'RUN' &&
      shellTexts(step).some(({ text }) =>
        elsewhere.some((pattern) =>
          [...text.matchAll(pattern)].some((match) => expanded(match[1] ?? '', step.lookup).text === path),
        ),
      ),
  );
}

/** The release that comes with a distribution, where which one that is is known. */
function ofDistribution(runtime: Installable, { target, packages }: InstalledInto): Found {
  const image = imageOf(target);
  const distribution = image === undefined ? undefined : userlandOf(image).distribution;
  const version = distribution === undefined ? undefined : runtime.ofDistribution(distribution);
  const origin = packages.find(({ key }) => runtime.ownPackage.test(key))?.origin;
  return new Map(version === undefined || origin === undefined ? [] : [[version, origin]]);
}
