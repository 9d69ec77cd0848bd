/** The Python that an image installs or takes over, where its base image has none of a name. */

import { type Stage, type Step, stageNamed } from '../../../src/formats/dockerfile-stages.ts';
import { expanded } from '../../../src/formats/dockerfile-words.ts';
import { programWords } from '../../../src/formats/shell.ts';
import { baseName, type Demand, type Origin, withoutTrailing } from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import { distributionPython, imageReference, pythonPin, runtimesOf, userlandOf } from '../images.ts';
import { shellTexts } from './commands.ts';
import { imageOf } from './stages.ts';

/** `python3.11` of Debian, Ubuntu and deadsnakes; `python3.11` and `python39` of Red Hat and Amazon Linux; what needs them. */
const PACKAGE = /^(?:apk|deb|rpm):python(3)\.?(\d{1,2})(?:-(?:dev|devel|full|minimal|pip|venv))?$/;
/** The one that the distribution is built with, and packages that bring it along to be used (headers are for builds). */
const OWN_PACKAGE = /^(?:apk|deb|rpm):(?:python3?(?:-(?:full|minimal|pip|venv))?|py3-pip)$/;
const INTERPRETER = /^(?:apk|deb|rpm):python3$/;
/** The release that its version says: `python3=3.11.12-r0`, `python3~3.11`. */
const OWN_RELEASE = /^[=~]+(3)\.(\d{1,2})(?!\d)/;

/** Commands that fetch an interpreter, and those that say which one is used; the last group is the version as written. */
const FETCHES: readonly RegExp[] = [
  /\buv\s+python\s+install\s+(?:--?[\w-]+\s+)*([^\s;&|]+)/g,
  /\bpyenv\s+install\s+(?:-\w+\s+|--[\w-]+\s+)*([^\s;&|]+)/g,
  /\b(?:conda|mamba|micromamba)\s+(?:-\S+\s+)*(?:install|create)\b[^\n;&|]{0,400}?\s["']?(?:[\w-]+::)?python==?([^\s=;&|]+)/g,
];
const CHOICES: readonly RegExp[] = [
  /\buv\s+python\s+pin\s+([^\s;&|]+)/g,
  /\buv\s+(?:venv|sync|run)\b[^\n;&|]{0,200}?\s(?:--python|-p)[\s=]+([^\s;&|]+)/g,
  /\bpyenv\s+(?:global|local)\s+([^\s;&|]+)/g,
];

/** `3.12`, `python3.12`, `cpython-3.12.4`, in quotes or not. */
const RELEASE = /^["']?(?:cpython[-@]?|python)?(3\.\d{1,2})(?!\d)/;

type Found = ReadonlyMap<string, Origin>;

const NOTHING: Found = new Map();

/** `packages` are those of the operating system that the target keeps. */
export interface InstalledInto {
  readonly target: Stage;
  readonly stages: readonly Stage[];
  readonly packages: readonly Demand[];
  readonly file: string;
}

/** One release; where there are several it is not told which of them runs the service. */
export function installedPython(image: InstalledInto): readonly Demand[] {
  const own = among(image.target, image.packages, image.file);
  const found = own.size > 0 ? own : takenOver(image);
  const [only, ...others] = found.size > 0 ? found : ofDistribution(image);
  const constraint = only === undefined || others.length > 0 ? undefined : pythonPin(only[0]);
  return only === undefined || constraint === undefined ? [] : [runtimeDemand({ name: 'python', constraint }, only[1])];
}

/** What a stage says is used, else what it fetches. */
function among(stage: Stage, packages: readonly Demand[], file: string): Found {
  const chosen = new Map<string, Origin>([...asked(stage, file), ...said(stage.steps, CHOICES, file)]);
  if (chosen.size > 0) return chosen;
  const fetched = new Map(said(stage.steps, FETCHES, file));
  for (const { key, constraint, origin } of packages) {
    const [, major, minor] = PACKAGE.exec(key) ?? (INTERPRETER.test(key) ? OWN_RELEASE.exec(constraint) : null) ?? [];
    if (major !== undefined) fetched.set(`${major}.${minor}`, origin);
  }
  return fetched;
}

/** `ENV UV_PYTHON=3.12` is `--python` for every command of uv (uv, "Environment variables"). */
function asked(stage: Stage, file: string): Found {
  const version = RELEASE.exec(stage.environment.get('UV_PYTHON') ?? '')?.[1];
  const step = stage.steps.findLast(({ instruction: { name, text } }) => name === 'ENV' && text.includes('UV_PYTHON'));
  return new Map(version === undefined || step === undefined ? [] : [[version, { file, line: step.instruction.line }]]);
}

function said(steps: readonly Step[], patterns: readonly RegExp[], file: string): Found {
  const found = new Map<string, Origin>();
  for (const step of steps) {
    if (step.instruction.name !== 'RUN') continue;
    for (const { text, lineAt } of shellTexts(step)) {
      for (const match of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
        const version = RELEASE.exec(expanded(match[1] ?? '', step.lookup).text)?.[1];
        if (version !== undefined) found.set(version, { file, line: lineAt(match.index) });
      }
    }
  }
  return found;
}

/** Where interpreters lie: what is copied of these places to an image brings them along. */
const INTERPRETERS =
  /^\/(?:usr(?:\/local)?(?:\/(?:bin|lib)(?:\/python3[\d.]*)?)?|opt\/(?:conda|python|venv)|python|(?:root|home\/\w+)\/\.(?:pyenv|local\/share\/uv)(?:\/.*)?)?$/;

/** `COPY --from=python:3.12-slim /usr/local /usr/local`, or from a stage that has one. */
function takenOver({ target, stages, file }: InstalledInto): Found {
  const found = new Map<string, Origin>();
  const earlier = stages.slice(0, stages.indexOf(target));
  for (const { instruction, words, lookup } of target.steps) {
    const from = instruction.name === 'COPY' ? instruction.flags.get('from') : undefined;
    if (from === undefined || !words.slice(0, -1).some((path) => INTERPRETERS.test(withoutTrailing(path, '/') || '/'))) continue;
    const stage = stageNamed(from, earlier);
    const image = stage === undefined ? imageReference(expanded(from, lookup).text) : imageOf(stage);
    const named = image === undefined ? undefined : runtimesOf(image).find(({ name }) => name === 'python')?.constraint;
    const version = RELEASE.exec(named?.slice('=='.length) ?? '')?.[1];
    const inside = stage === undefined ? NOTHING : among(stage, [], file);
    for (const one of version === undefined ? inside.keys() : [version]) found.set(one, { file, line: instruction.line });
  }
  return found;
}

/** The plain `python3` of a distribution whose release is known. */
function ofDistribution({ target, packages }: InstalledInto): Found {
  const image = imageOf(target);
  const distribution = image === undefined ? undefined : userlandOf(image).distribution;
  const version = distribution === undefined ? undefined : distributionPython(distribution);
  const origin = packages.find(({ key }) => OWN_PACKAGE.test(key))?.origin;
  return new Map(version === undefined || origin === undefined ? [] : [[version, origin]]);
}

const STARTERS =
  /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|granian|celery|flask|fastapi|streamlit|waitress-serve|uwsgi|ddtrace-run|opentelemetry-instrument)$/;

/** Whether a command starts something of Python. */
export function startsPython(command: readonly string[]): boolean {
  const [program = '', ...rest] = programWords(command.map((text) => ({ text, offset: 0 }))).map(({ text }) => text);
  return STARTERS.test(baseName(program)) || /\.py$/.test(program) || (baseName(program) === 'uv' && rest[0] === 'run');
}
