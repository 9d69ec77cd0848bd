/** One home read: what its manifests and locks say, as its images install them. */
import {
  append,
  type Diagnostic,
  isReadFailure,
  type Manifest,
  type Project,
  type ReadFailure,
  type SourceFile,
} from '../../../src/model/index.ts';
import type { LockFacts, ManifestFacts } from '../declared.ts';
import type { ImageInstall } from '../image-installs.ts';
import { readCondaLock } from '../locks/conda-lock.ts';
import { readPdmLock } from '../locks/pdm-lock.ts';
import { readPipfileLock } from '../locks/pipfile-lock.ts';
import { readPixiLock } from '../locks/pixi-lock.ts';
import { readPoetryLock } from '../locks/poetry-lock.ts';
import { readPylock } from '../locks/pylock.ts';
import { readUvLock } from '../locks/uv-lock.ts';
import { type CondaFacts, readConda } from '../manifests/conda.ts';
import { readImage } from '../manifests/dockerfile.ts';
import type { PathFacts } from '../manifests/pip/requirement.ts';
import { readPipfile } from '../manifests/pipfile.ts';
import { readPixiToml } from '../manifests/pixi.ts';
import { readHatchToml, readPyproject } from '../manifests/pyproject.ts';
import { readScript } from '../manifests/script.ts';
import { readSetupCfg } from '../manifests/setup-cfg.ts';
import { readSetupPy, readWithModules } from '../manifests/setup-py.ts';
import { readUvToml, type UvSettings } from '../manifests/uv-settings.ts';
import { modulesOf } from '../setup/modules.ts';
import type { Collected, Lister, LockAt, ManifestAt } from './collected.ts';
import type { Home } from './homes.ts';
import { asInImage, overBases, withInstalled, withNamed } from './image-layers.ts';
import { withBesides } from './images.ts';
import { readConstraints, readLists } from './lists.ts';
import { passesPipfile, thatCount } from './precedence.ts';
import { asFiled } from './setup-files.ts';

/** One home's manifests and locks, read. */
export interface HomeFacts {
  readonly directory: string;
  readonly manifests: readonly ManifestAt[];
  readonly locks: readonly LockAt[];
  /** Those of its uv.toml, which hold for what lies below it too. */
  readonly settings?: UvSettings;
  /** Every file that was looked into, as the report lists it. */
  readonly listed: readonly Manifest[];
  /** Whether uv installs it: as its image has it, else as its files say. */
  readonly isUvs: boolean;
  /** Whether an image installs it. */
  readonly isInstalled: boolean;
  /** Files that are constraints by their names. */
  readonly constraints: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const MANIFESTS = [
  'pyproject',
  'hatch-toml',
  'setup-cfg',
  'setup-py',
  'pipfile',
  'conda',
  'pixi',
  'script',
  'dockerfile',
] as const;
const LOCKFILES = ['uv-lock', 'poetry-lock', 'pdm-lock', 'pipfile-lock', 'pylock', 'pixi-lock', 'conda-lock'] as const;

const PARSERS: Readonly<Record<(typeof MANIFESTS)[number], (file: SourceFile) => ManifestFacts>> = {
  pyproject: readPyproject,
  'hatch-toml': readHatchToml,
  'setup-cfg': readSetupCfg,
  'setup-py': readSetupPy,
  pipfile: readPipfile,
  conda: readConda,
  pixi: readPixiToml,
  script: readScript,
  dockerfile: readImage,
};

const LOCKS: Readonly<Record<(typeof LOCKFILES)[number], (file: SourceFile) => LockFacts>> = {
  'pipfile-lock': readPipfileLock,
  'poetry-lock': readPoetryLock,
  'uv-lock': readUvLock,
  'pdm-lock': readPdmLock,
  pylock: readPylock,
  'pixi-lock': readPixiLock,
  'conda-lock': readCondaLock,
};

/** Reads everything of one home; what is not there or says nothing of dependencies is left out. */
export function readHome(
  project: Project,
  paths: PathFacts,
  home: Home,
  image?: ImageInstall,
  images: readonly string[] = [],
): HomeFacts {
  const listed: Manifest[] = [];
  const diagnostics: Diagnostic[] = [];
  const list: Lister = (path, kind, role, group) => {
    if (!listed.some((one) => one.path === path)) listed.push({ path, kind, role, group });
  };
  const counted = thatCount(readManifests(project, home, list), image);
  append(diagnostics, counted.told);
  const manifests = counted.manifests.map(({ path, facts }) => ({ path, facts: asInstalled(asFiled(project, facts), image) }));
  const locks = readLocks(project, home, list).filter(({ facts }) => facts.kind !== 'pipfile-lock' || !passesPipfile(image));
  for (const { facts } of locks) append(diagnostics, facts.diagnostics);
  const isStarted = image !== undefined || project.list(home.directory).some((name) => /\.py$/i.test(name) || RUNS.test(name));
  const collected: Collected = { manifests, locks, list, diagnostics };
  readLists(project, paths, manifests.length > 0 ? withoutWritten(home, image) : home, collected, {
    isStarted,
    installed: image?.lists ?? [],
  });
  readConstraints(project, paths, home, image, collected);
  for (const { facts } of manifests) append(diagnostics, facts.diagnostics);
  const settings = settingsOf(project, home);
  append(diagnostics, settings?.diagnostics ?? []);
  const [configuration] = home.files.get('uv-toml') ?? [];
  if (configuration !== undefined && listed.length > 0) list(configuration, 'uv-toml', 'manifest', 'default');
  const layered = overBases(manifests, new Set(image?.before)).map(({ path, facts }) => ({
    path,
    facts: asInImage(project, facts, image?.copies ?? []),
  }));
  const installed = withInstalled(project, layered.length === 1 ? layered.map(asAlone) : layered, image?.projects ?? []);
  const besides = withBesides(project, home.directory, installed, images);
  append(diagnostics, besides.told);
  const own = withNamed(project, besides.manifests, image?.bases ?? []);
  const isUvs = settings !== undefined || locks.some(({ facts }) => facts.kind === 'uv-lock') || usesUv(project, home, listed);
  return {
    ...(settings === undefined ? {} : { settings }),
    directory: home.directory,
    isInstalled: image !== undefined,
    manifests: isUvs || image?.isUvs === true ? own.map(asUvReads) : own,
    locks,
    listed,
    isUvs: image?.isUvs ?? isUvs,
    constraints: home.files.get('constraints') ?? [],
    diagnostics,
  };
}

/** A list that the image writes anew, out of what the project says, is installed by nobody as it lies here. */
function withoutWritten(home: Home, image: ImageInstall | undefined): Home {
  const written = new Set(image?.written);
  if (written.size === 0) return home;
  return { ...home, files: new Map([...home.files].map(([kind, paths]) => [kind, paths.filter((path) => !written.has(path))])) };
}

/** What says of itself that it is a project; a file that cannot be read belongs to the home all the same. */
function readManifests(project: Project, home: Home, list: Lister): ManifestAt[] {
  const read: ManifestAt[] = [];
  for (const kind of MANIFESTS) {
    // Beside no pyproject.toml, Hatch's file configures nothing.
    if (kind === 'hatch-toml' && read.length === 0) continue;
    for (const path of home.files.get(kind) ?? []) {
      const facts = kind === 'setup-py' ? setupFacts(project, path) : project.parse(path, PARSERS[kind]);
      if (isReadFailure(facts)) list(path, kind === 'script' ? 'python-script' : kind, 'manifest', 'default');
      else if (facts.isProject) {
        read.push({ path, facts });
        list(path, facts.kind, 'manifest', 'default');
      }
    }
  }
  return read;
}

function readLocks(project: Project, home: Home, list: Lister): LockAt[] {
  const locks: LockAt[] = [];
  for (const kind of LOCKFILES)
    for (const path of home.files.get(kind) ?? []) {
      const facts = project.parse(path, LOCKS[kind]);
      list(path, kind, 'lock', 'default');
      if (!isReadFailure(facts)) locks.push({ path, group: 'default', facts });
    }
  return locks;
}

/** The uv.toml of the home counts before what a pyproject.toml says (uv, "Configuration files"). */
function settingsOf(project: Project, home: Home): UvSettings | undefined {
  const [path] = home.files.get('uv-toml') ?? [];
  const file = path === undefined ? undefined : project.parse(path, readUvToml);
  return file === undefined || isReadFailure(file) ? settingsAlone(project, home) : file;
}

/** A setup.py, with the modules beside it that it imports. */
function setupFacts(project: Project, path: string): ManifestFacts | ReadFailure {
  const file = project.read(path);
  const modules = isReadFailure(file) ? undefined : modulesOf(project, file);
  return isReadFailure(file) || modules === undefined ? project.parse(path, readSetupPy) : readWithModules(file, modules);
}

/** A pyproject.toml that is no project's and configures uv says as much as a uv.toml. */
function settingsAlone(project: Project, home: Home): UvSettings | undefined {
  const [path] = home.files.get('pyproject') ?? [];
  const facts = path === undefined ? undefined : project.parse(path, readPyproject);
  if (facts === undefined || isReadFailure(facts) || facts.isProject || !facts.configuresUv) return undefined;
  return { ...facts, policy: facts.policy ?? {} };
}

const UV_CONFIGURED = /^[ \t]*\[tool\.uv\b/m;
const UV_COMPILED = /^#.*\bautogenerated by uv\b/m;

/** Whether files of the directory say that uv installs it, besides its locks and settings. */
function usesUv(project: Project, home: Home, listed: readonly Manifest[]): boolean {
  const says = (path: string, pattern: RegExp): boolean => {
    const file = project.read(path);
    return !isReadFailure(file) && pattern.test(file.text);
  };
  const isCompiled = (path: string): boolean => path.endsWith('.txt') && says(path, UV_COMPILED);
  return (
    (home.files.get('pyproject') ?? []).some((path) => says(path, UV_CONFIGURED)) || listed.some(({ path }) => isCompiled(path))
  );
}

/** Pipenv alone looks at `[requires]`: where an image installs by another tool, it is for those who develop. */
function asInstalled(facts: ManifestFacts, image: ImageInstall | undefined): ManifestFacts {
  const isUnheard = facts.kind === 'pipfile' && image !== undefined && !image.runsPipenv;
  return isUnheard ? { ...facts, pythons: [] } : facts;
}

function asUvReads({ path, facts }: ManifestAt): ManifestAt {
  if (facts.indexes?.isPips !== true) return { path, facts };
  const { isPips: _, ...indexes } = facts.indexes;
  return { path, facts: { ...facts, indexes } };
}

/** As with requirements files: the only environment of a directory has what runs there, whatever it is called. */
function asAlone({ path, facts }: ManifestAt): ManifestAt {
  return { path, facts: isConda(facts) && facts.whereAlone !== undefined ? { ...facts, ...facts.whereAlone } : facts };
}

function isConda(facts: ManifestFacts): facts is CondaFacts {
  return facts.kind === 'conda';
}

/** Constraints bind through a requirements file that names them, of whatever directory. */
export function unnamedConstraints(homes: readonly HomeFacts[]): readonly Diagnostic[] {
  const read = new Set(homes.flatMap(({ listed }) => listed.map(({ path }) => path)));
  return homes
    .flatMap(({ constraints }) => constraints)
    .filter((path) => !read.has(path))
    .map((file) => ({
      code: 'python/constraints-not-referenced',
      severity: 'note',
      message:
        'no requirements file and no image names this constraints file by -c, so it constrains nothing here; add -c where it should hold',
      file,
      line: 1,
    }));
}

/** What says how a directory runs. */
export const RUNS = /^(?:Dockerfile|Procfile|Containerfile)/i;
