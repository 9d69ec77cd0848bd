/** Stages of a Dockerfile with their values filled in: which image runs in the end, and what it is told to do. */

import { type Instruction, onbuild, type parseInstructions } from '../../../src/formats/dockerfile.ts';
import { expanded, writtenWords } from '../../../src/formats/dockerfile-words.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import { type ImageReference, imageReference } from '../images.ts';
import { isForDevelopment } from '../installs/development.ts';

export interface Stage {
  readonly name?: string;
  readonly from: Instruction;
  /** The image outside of this file that the stage begins with; undefined when a variable leaves it open. */
  readonly image?: ImageReference;
  /** Variables without a value that the image's name needs. */
  readonly open: readonly string[];
  /** Own instructions after those of the stages that it is built on, in order. */
  readonly steps: readonly Step[];
  /** How many of the steps are those of the stages that it is built on. */
  readonly inherited: number;
  /** What `ENV` has set in the end. */
  readonly environment: ReadonlyMap<string, string>;
}

export interface Step {
  readonly instruction: Instruction;
  /** What the instruction names (paths, ports), variables filled in; none for those in which Docker fills in nothing. */
  readonly words: readonly string[];
  /** Environment and build arguments at this point; ENV wins over ARG (Dockerfile reference, "Using ARG variables"). */
  readonly lookup: Lookup;
  /** Whether `ENV` has set the name by now. */
  inEnvironment(name: string): boolean;
}

/** Values as a chain, newest first: each step keeps its own end of it and nothing is copied. */
interface Binding {
  readonly kind: 'ARG' | 'ENV';
  readonly name: string;
  readonly value: string;
  readonly outer: Binding | undefined;
}

function find(chain: Binding | undefined, name: string): Binding | undefined {
  let argument: Binding | undefined;
  for (let one = chain; one !== undefined; one = one.outer) {
    if (one.name !== name) continue;
    if (one.kind === 'ENV') return one;
    argument ??= one;
  }
  return argument;
}

function environmentOf(chain: Binding | undefined): ReadonlyMap<string, string> {
  const environment = new Map<string, string>();
  for (let one = chain; one !== undefined; one = one.outer)
    if (one.kind === 'ENV' && !environment.has(one.name)) environment.set(one.name, one.value);
  return environment;
}

export interface BuildSettings {
  readonly args: ReadonlyMap<string, string>;
  /** Stage to build; the last one when absent. */
  readonly target?: string;
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

interface Open {
  name?: string;
  readonly from: Instruction;
  readonly image?: ImageReference;
  readonly unset: readonly string[];
  readonly base?: Open;
  readonly steps: Step[];
  readonly inherited: number;
  readonly triggers: Instruction[];
  bindings: Binding | undefined;
}

/** All stages in order. Instructions before the first FROM other than ARG are skipped, as the builder refuses them. */
export function stagesOf({ list }: ReturnType<typeof parseInstructions>, build: BuildSettings = DEFAULT_BUILD): readonly Stage[] {
  const stages: Open[] = [];
  const globals = new Map<string, string>(PLATFORM_ARGS);
  for (const instruction of list) {
    const current = stages.at(-1);
    if (instruction.name === 'FROM') stages.push(openStage(instruction, globals, stages));
    else if (current !== undefined) run(instruction, current, globals, build);
    else if (instruction.name === 'ARG')
      for (const [name, value] of declaredArgs(
        instruction,
        (one) => globals.get(one),
        () => undefined,
        build.args,
      ))
        globals.set(name, value);
  }
  return stages.map(closed);
}

/** The stage that is built: by name or number, else the one that is deployed. */
export function targetStage(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  if (target === undefined || target === '') return deployedStage(stages);
  return (
    stages.find((stage) => stage.name === target.toLowerCase()) ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined)
  );
}

const PRODUCTION = /^(?:prod|production|release|deploy|deployment)$/;

/**
 * `docker build` builds the last stage. Where that one is for development, or another image beside the one that a stage
 * called after production makes (a variant for Lambda), it is the latter that a service is deployed as.
 */
function deployedStage(stages: readonly Stage[]): Stage | undefined {
  const last = stages.at(-1);
  if (last?.name === undefined || PRODUCTION.test(last.name)) return last;
  const deployed = stages.findLast((stage) => PRODUCTION.test(stage.name ?? '') && startsSomething(stage));
  if (deployed === undefined) return last;
  return isForDevelopment(last.name) || !isBuiltOn(last, deployed) ? deployed : last;
}

function startsSomething({ steps }: Stage): boolean {
  return steps.some(({ instruction: { name } }) => name === 'CMD' || name === 'ENTRYPOINT');
}

/** A stage begins with all steps of the one that it is built on. */
function isBuiltOn(stage: Stage, base: Stage): boolean {
  return base.steps.every((step, index) => stage.steps[index] === step);
}

function openStage(from: Instruction, globals: ReadonlyMap<string, string>, earlier: readonly Open[]): Open {
  const words = from.text.split(/\s+/);
  const [written = ''] = words;
  const { text, unset } = expanded(written, (name) => globals.get(name));
  const named = words[1]?.toLowerCase() === 'as' ? words[2]?.toLowerCase() : undefined;
  const base = earlier.findLast((stage) => stage.name === text.toLowerCase());
  const name = named === undefined ? {} : { name: named };
  if (base !== undefined) {
    const stage: Open = {
      ...name,
      from,
      ...(base.image === undefined ? {} : { image: base.image }),
      unset: base.unset,
      base,
      steps: [...base.steps],
      inherited: base.steps.length,
      triggers: [],
      bindings: base.bindings,
    };
    for (const trigger of base.triggers) run(trigger, stage, globals, DEFAULT_BUILD);
    return stage;
  }
  const reference = imageReference(text);
  const isOpen = unset.length > 0 && (reference.name === '' || /\/$|^-|-$/.test(reference.name));
  return {
    ...name,
    from,
    ...(isOpen || reference.name === '' ? {} : { image: reference }),
    unset,
    steps: [],
    inherited: 0,
    triggers: [],
    bindings: undefined,
  };
}

function run(instruction: Instruction, stage: Open, globals: ReadonlyMap<string, string>, build: BuildSettings): void {
  const { bindings } = stage;
  const lookup: Lookup = (name) => find(bindings, name)?.value;
  if (instruction.name === 'ARG') {
    for (const [name, value] of declaredArgs(instruction, lookup, (one) => globals.get(one), build.args))
      stage.bindings = { kind: 'ARG', name, value, outer: stage.bindings };
    return;
  }
  if (instruction.name === 'ONBUILD') {
    const trigger = onbuild(instruction);
    if (trigger !== undefined && trigger.name !== 'ONBUILD' && trigger.name !== 'FROM') stage.triggers.push(trigger);
    return;
  }
  if (instruction.name === 'ENV')
    for (const [name, value] of assignments(instruction.text, lookup))
      stage.bindings = { kind: 'ENV', name, value, outer: stage.bindings };
  const words = wordsOf(instruction, lookup);
  stage.steps.push({ instruction, words, lookup, inEnvironment: (name) => find(bindings, name)?.kind === 'ENV' });
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

function closed(stage: Open): Stage {
  return {
    from: stage.from,
    open: stage.unset,
    steps: stage.steps,
    inherited: stage.inherited,
    environment: environmentOf(stage.bindings),
    ...(stage.name === undefined ? {} : { name: stage.name }),
    ...(stage.image === undefined ? {} : { image: stage.image }),
  };
}
