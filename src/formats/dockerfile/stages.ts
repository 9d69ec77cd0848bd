/** Stages of a Dockerfile with their values filled in. Reference: Dockerfile reference, "FROM", "ARG", "ENV", "ONBUILD". */

import { isForDevelopment } from '../../model/index.ts';
import type { Lookup } from '../variables.ts';
import { type Instruction, onbuild } from './dockerfile.ts';
import { Values } from './values.ts';
import { expanded, writtenWords } from './words.ts';

/** A stage of the file. What it is built on is shared, not copied: thousands of stages may stand on one of thousands of steps. */
export class Stage {
  readonly name: string | undefined;
  readonly from: Instruction;
  /** The Dockerfile that it stands in, where another one is built on what that makes. */
  readonly file: string | undefined;
  /** The stage that it is built on: of this file, or of one that makes the image. */
  readonly base: Stage | undefined;
  /** The image outside of these files that the lowest stage begins with, variables filled in. */
  readonly image: string;
  /** Variables without a value in its name. */
  readonly open: readonly string[];
  readonly triggers: Instruction[] = [];
  readonly values: Values;
  readonly #own: Step[] = [];

  constructor(name: string | undefined, from: Instruction, under: Stage | ImageName, file: string | undefined) {
    this.name = name;
    this.from = from;
    this.file = file;
    this.image = under.image;
    this.open = under.open;
    this.base = under instanceof Stage ? under : undefined;
    this.values = new Values(this.base?.values);
  }

  add(step: Step): void {
    this.#own.push(step);
  }

  /** Its own instructions, without those of the stages that it is built on. */
  get own(): readonly Step[] {
    return this.#own;
  }

  /** Stages that it consists of, the lowest first and itself last. */
  get layers(): readonly Stage[] {
    const layers: Stage[] = [];
    for (let one: Stage | undefined = this; one !== undefined; one = one.base) layers.push(one);
    return layers.reverse();
  }

  /** All instructions in order: for the stage that is built, as they are copied together for each that asks. */
  get steps(): readonly Step[] {
    return this.layers.flatMap(({ own }) => own);
  }

  /** What `ENV` has set in the end. */
  get environment(): ReadonlyMap<string, string> {
    return this.values.environment();
  }
}

/** Images that are built on each other, as far as is followed. */
export const MAX_BUILT_ON = 10;

/** The name of an image, and what variables without a value leave open of it. */
export interface ImageName {
  readonly image: string;
  readonly open: readonly string[];
}

export interface Step {
  readonly instruction: Instruction;
  /** As of its stage. */
  readonly file?: string;
  /** What the instruction names (paths, ports), variables filled in; none for those in which Docker fills in nothing. */
  readonly words: readonly string[];
  /** Environment and build arguments at this point; ENV wins over ARG (Dockerfile reference, "Using ARG variables"). */
  readonly lookup: Lookup;
  /** Whether `ENV` has set the name by now. */
  inEnvironment(name: string): boolean;
}

export interface BuildSettings {
  readonly args: ReadonlyMap<string, string>;
  /** Stage to build; left to the reader when absent. */
  readonly target?: string;
  /** What makes an image, where a Dockerfile at hand does, or the image that its name stands for in this build. */
  readonly made?: (name: ImageName) => Stage | ImageName | undefined;
}

export const DEFAULT_BUILD: BuildSettings = { args: new Map() };

/** Set by BuildKit for every build; only FROM's platform reads them as a rule. */
const PLATFORM_ARGS: ReadonlyMap<string, string> = new Map([
  ['TARGETPLATFORM', 'linux/amd64'],
  ['TARGETOS', 'linux'],
  ['TARGETARCH', 'amd64'],
  ['TARGETVARIANT', ''],
  ['BUILDPLATFORM', 'linux/amd64'],
  ['BUILDOS', 'linux'],
  ['BUILDARCH', 'amd64'],
  ['BUILDVARIANT', ''],
  ['TARGETSTAGE', 'default'],
]);

/** Instructions in which Docker fills in variables, and whether what they name is one word or several. */
const FILLED: ReadonlyMap<string, 'one' | 'several'> = new Map([
  ['ADD', 'several'],
  ['COPY', 'several'],
  ['EXPOSE', 'several'],
  ['VOLUME', 'several'],
  ['USER', 'one'],
  ['WORKDIR', 'one'],
]);

function wordsOf({ name, words, text }: Instruction, lookup: Lookup): readonly string[] {
  const kind = FILLED.get(name);
  if (kind === undefined) return [];
  const written = kind === 'one' ? [text] : (words ?? text.split(/\s+/));
  return written.map((word) => expanded(word, lookup).text).filter((word) => word !== '');
}

/** Nobody's file has so many; values are looked for through all stages that one is built on. */
const MAX_STAGES = 1000;

export interface Stages {
  readonly stages: readonly Stage[];
  /** The line at which there are more than anybody's file has; none is read then. */
  readonly tooMany?: number;
}

/** All stages in order; `file` as in `Stage`. Instructions before the first FROM other than ARG are skipped, as the builder refuses them. */
export function stagesOf(list: readonly Instruction[], build: BuildSettings = DEFAULT_BUILD, file?: string): Stages {
  const stages: Stage[] = [];
  const named = new Map<string, Stage>();
  const globals = new Map<string, string>(PLATFORM_ARGS);
  for (const instruction of list) {
    const current = stages.at(-1);
    if (instruction.name === 'FROM') {
      if (stages.length === MAX_STAGES) return { stages: [], tooMany: instruction.line };
      const stage = openStage(instruction, globals, named, { made: build.made, file });
      stages.push(stage);
      if (stage.name !== undefined) named.set(stage.name, stage);
    } else if (current !== undefined) run(instruction, current, globals, build);
    else if (instruction.name === 'ARG')
      for (const [name, value] of declaredArgs(
        instruction,
        (one) => globals.get(one),
        () => undefined,
        build.args,
      ))
        globals.set(name, value);
  }
  return { stages };
}

function openStage(
  from: Instruction,
  globals: ReadonlyMap<string, string>,
  earlier: ReadonlyMap<string, Stage>,
  { made, file }: { readonly made: BuildSettings['made']; readonly file: string | undefined },
): Stage {
  const [written = '', as, called] = from.text.split(/\s+/);
  const { text, unset } = expanded(written, (name) => globals.get(name));
  const name = as?.toLowerCase() === 'as' ? called?.toLowerCase() : undefined;
  const outside: ImageName = { image: text, open: unset };
  const under = earlier.get(text.toLowerCase()) ?? made?.(outside) ?? outside;
  const stage = new Stage(name, from, under, file);
  if (under instanceof Stage)
    for (const trigger of under.triggers) run(trigger, stage, globals, DEFAULT_BUILD, under.file ?? file);
  return stage;
}

/** By name, else by its number, among stages of which the later one of a name counts. */
export function stageNamed(name: string, stages: readonly Stage[]): Stage | undefined {
  const found = stages.findLast((stage) => stage.name === name.toLowerCase());
  return found ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

const PRODUCTION = /^(?:prod|production|release|deploy|deployment)$/;

/**
 * `docker build` builds the last stage. Where that one is for development, or another image beside the one that a stage
 * called after production makes (a variant for Lambda), it is the latter that a service is deployed as.
 */
export function deployedStage(stages: readonly Stage[]): Stage | undefined {
  const last = stages.at(-1);
  if (last?.name === undefined || PRODUCTION.test(last.name)) return last;
  const starting = stages.filter(startsSomething);
  const deployed = starting.findLast(({ name = '' }) => PRODUCTION.test(name));
  if (deployed === undefined)
    return isForDevelopment(last.name) ? (starting.findLast(({ name = '' }) => !isForDevelopment(name)) ?? last) : last;
  return isForDevelopment(last.name) || !last.layers.includes(deployed) ? deployed : last;
}

/** Whether the file says what runs; a base image may all the same. */
export function startsSomething(stage: Stage): boolean {
  return stage.layers.some(({ own }) => own.some(({ instruction: { name } }) => name === 'CMD' || name === 'ENTRYPOINT'));
}

/** What a stage is made with, in the order of the file: itself, what it is built on, and what those take files from. */
export function stagesBehind(target: Stage, stages: readonly Stage[]): readonly Stage[] {
  const kept = new Set<Stage>();
  const own = new Set(stages);
  const keep = (stage: Stage): void => {
    if (kept.has(stage) || !own.has(stage)) return;
    kept.add(stage);
    if (stage.base !== undefined) keep(stage.base);
    const earlier = stages.slice(0, stages.indexOf(stage));
    for (const { instruction } of stage.own) {
      const name = COPIES.has(instruction.name) ? instruction.flags.get('from') : undefined;
      const source = name === undefined ? undefined : stageNamed(name, earlier);
      if (source !== undefined) keep(source);
    }
  };
  keep(target);
  return stages.filter((stage) => kept.has(stage));
}

const COPIES: ReadonlySet<string> = new Set(['COPY', 'ADD']);

function run(
  instruction: Instruction,
  stage: Stage,
  globals: ReadonlyMap<string, string>,
  build: BuildSettings,
  file = stage.file,
): void {
  const { values } = stage;
  const here = values.count;
  const lookup: Lookup = (name) => values.find(name, here)?.value;
  if (instruction.name === 'ARG') {
    for (const [name, value] of declaredArgs(instruction, lookup, (one) => globals.get(one), build.args))
      values.set('ARG', name, value);
    return;
  }
  if (instruction.name === 'ONBUILD') {
    const trigger = onbuild(instruction);
    if (trigger !== undefined && trigger.name !== 'ONBUILD' && trigger.name !== 'FROM') stage.triggers.push(trigger);
    return;
  }
  if (instruction.name === 'ENV')
    for (const [name, value] of assignments(instruction.text, lookup)) values.set('ENV', name, value);
  const words = wordsOf(instruction, lookup);
  stage.add({
    instruction,
    words,
    lookup,
    inEnvironment: (name) => values.find(name, here)?.kind === 'ENV',
    ...(file === undefined ? {} : { file }),
  });
}

/** What an ARG line sets: the build's own value, else its default, else the value from before the first FROM. */
function declaredArgs(
  instruction: Instruction,
  inside: Lookup,
  outside: Lookup,
  given: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  return writtenWords(instruction.text).flatMap((word): readonly (readonly [string, string])[] => {
    const equals = word.indexOf('=');
    const name = expanded(equals < 0 ? word : word.slice(0, equals), inside).text;
    const own = equals < 0 ? undefined : expanded(word.slice(equals + 1), inside).text;
    const value = given.get(name) ?? own ?? outside(name);
    return value === undefined ? [] : [[name, value]];
  });
}

/** `ENV A=1 B="x y"` and the old `ENV A some words`. */
function assignments(text: string, lookup: Lookup): readonly (readonly [string, string])[] {
  const old = /^([^\s=]+)\s+(.*)$/s.exec(text);
  if (old !== null) return [[old[1] ?? '', expanded(old[2] ?? '', lookup).text]];
  return writtenWords(text).flatMap((word): readonly (readonly [string, string])[] => {
    const equals = word.indexOf('=');
    return equals <= 0 ? [] : [[word.slice(0, equals), expanded(word.slice(equals + 1), lookup).text]];
  });
}
