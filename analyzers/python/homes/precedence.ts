import { append, type Diagnostic, listed } from '../../../src/model/index.ts';
import type { ManifestFacts } from '../declared.ts';
import type { ImageInstall } from '../image-installs.ts';
import { isPyproject, type PyprojectFacts } from '../manifests/pyproject.ts';

/**
 * Which of the statements about one project count, where its images install otherwise, or setuptools' older files lie beside
 * its pyproject.toml or beside each other: a setup.py that was left behind says nothing to anybody (setuptools, "Configuring
 * setuptools using pyproject.toml files"; PEP 517).
 */

interface Read {
  readonly path: string;
  readonly facts: ManifestFacts;
}

/** Back ends that read neither setup.py nor setup.cfg. */
const APART =
  /^(?:poetry|flit|hatchling|pdm|maturin|uv_build|scikit_build_core|mesonpy|whey|trampolim|enscons|sipbuild)(?:[._]|$)/;
export const SETUPTOOLS = /^setuptools(?:\.|$)/;

/** What of a file of setuptools counts. */
interface Counted {
  readonly always: boolean;
  readonly extras: boolean;
}

const ALL: Counted = { always: true, extras: true };

interface Counting<T> {
  readonly manifests: readonly T[];
  readonly told: readonly Diagnostic[];
}

/** `image`: how the images of the project install it, if any does. */
export function thatCount<T extends Read>(manifests: readonly T[], image: ImageInstall | undefined): Counting<T> {
  const counted = ofSetuptools(manifests);
  const left = passesPipfile(image) ? counted.manifests.filter(({ facts }) => facts.kind === 'pipfile') : [];
  if (left.length === 0) return counted;
  const reason = `its images install ${listed(image?.lists ?? [])}`;
  return {
    manifests: counted.manifests.filter((one) => !left.includes(one)),
    told: [...counted.told, ...left.flatMap((one) => leftBehind(one, reason))],
  };
}

/** A Pipfile, with its lock, is for those who develop where an image installs lists and runs Pipenv nowhere. */
export function passesPipfile(image: ImageInstall | undefined): boolean {
  return image !== undefined && image.lists.length > 0 && !image.runsPipenv;
}

function ofSetuptools<T extends Read>(manifests: readonly T[]): Counting<T> {
  if (!manifests.some(({ facts }) => isSetuptools(facts))) return { manifests, told: [] };
  const pyproject = manifests.map(({ facts }) => facts).find(isPyproject);
  if (pyproject?.backend !== undefined && APART.test(pyproject.backend)) {
    const { backend } = pyproject;
    return {
      manifests: manifests.filter(({ facts }) => !isSetuptools(facts)),
      told: manifests.flatMap((one) =>
        isSetuptools(one.facts) ? leftBehind(one, `${backend} builds this project and does not read it`) : [],
      ),
    };
  }
  const left = pyproject === undefined ? ALL : leftOpen(pyproject);
  const program = manifests.find(({ facts }) => facts.kind === 'setup-py')?.facts;
  // What `setup()` is given goes before setup.cfg, which fills in what is missing.
  const beside =
    program === undefined ? left : { always: left.always && !saysAlways(program), extras: left.extras && !saysExtras(program) };
  const told: Diagnostic[] = [];
  const counted = manifests.map((one) => {
    if (!isSetuptools(one.facts)) return one;
    const facts = restricted(one.facts, one.facts.kind === 'setup-py' ? left : beside);
    if (facts.declared.length < one.facts.declared.length)
      append(told, leftBehind(one, left.always ? 'setup() is given its own' : 'the [project] of pyproject.toml states them'));
    return { ...one, facts };
  });
  return { manifests: counted, told };
}

/** Somebody may think that these lines count. */
function leftBehind({ path, facts }: Read, reason: string): readonly Diagnostic[] {
  const [first] = facts.declared.filter(({ scope }) => scope !== 'build');
  if (first === undefined) return [];
  const message = `requirements here are not installed: ${reason}; remove them, or move there what is still needed`;
  return [{ code: 'python/left-behind', severity: 'note', message, file: path, line: first.origin.line }];
}

function isSetuptools({ kind }: ManifestFacts): boolean {
  return kind === 'setup-py' || kind === 'setup-cfg';
}

/** A `[project]` leaves to setuptools' older files what it calls dynamic, and its own table there does not tell. */
function leftOpen({ backend, isStandard, dynamic, namedFiles }: PyprojectFacts): Counted {
  if (!isStandard || (backend !== undefined && !SETUPTOOLS.test(backend))) return ALL;
  const isTold = (isMain: boolean): boolean => namedFiles.some(({ group }) => (group === 'default') === isMain);
  return {
    always: dynamic.has('dependencies') && !isTold(true),
    extras: dynamic.has('optional-dependencies') && !isTold(false),
  };
}

function saysAlways({ declared, unknown, computedFrom = [], namedFiles = [], readFrom = [] }: ManifestFacts): boolean {
  const isAlways = declared.some(({ group, scope }) => group === 'default' && scope === 'runtime');
  return (
    isAlways || unknown !== undefined || [...computedFrom, ...namedFiles, ...readFrom].some(({ group }) => group === 'default')
  );
}

function saysExtras({ extras }: ManifestFacts): boolean {
  return extras.length > 0;
}

function restricted(facts: ManifestFacts, { always, extras }: Counted): ManifestFacts {
  if (always && extras) return facts;
  const own = new Set(facts.extras);
  const counts = (group: string): boolean => (group === 'default' ? always : extras || !own.has(group));
  const { unknown, computedFrom = [], namedFiles = [], readFrom = [], ...rest } = facts;
  return {
    ...rest,
    declared: facts.declared.filter(({ group }) => counts(group)),
    namedFiles: namedFiles.filter(({ group }) => counts(group)),
    readFrom: readFrom.filter(({ group }) => counts(group)),
    // What is told of both is of no use where neither counts; a warning is about what is always required.
    diagnostics: facts.diagnostics.filter(({ incomplete }) => (incomplete === true ? always : extras)),
    extras: extras ? facts.extras : [],
    ...(always && unknown !== undefined ? { unknown } : {}),
    ...(always && computedFrom.length > 0 ? { computedFrom } : {}),
  };
}
