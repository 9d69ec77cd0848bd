import { isDockerfileName } from '../../src/formats/dockerfile/file-name.ts';
import {
  addTo,
  baseName,
  type Diagnostic,
  directoriesAround,
  directoryOf,
  groupBy,
  inDirectory,
  isReadFailure,
  isWithin,
  type Origin,
  type Project,
  pathBelow,
  printable,
} from '../../src/model/index.ts';
import { isForAnotherGroup } from './declared.ts';
import { basesBehind } from './homes/base-images.ts';
import { ASIDE, fileKind, homeOf, homesOf, suffixOf } from './homes/homes.ts';
import { withoutLogin } from './indexes/index-logins.ts';
import { type ImageCopy, type ImageFacts, readImage } from './manifests/dockerfile.ts';
import { resolvePath } from './manifests/pip/requirement.ts';

/** What images say of how they install the projects of the tree: by which tool, and under which constraints. */

/** A constraints file that an installation is given beside what it installs. */
export interface ImageConstraint {
  /** Whether it holds for packages that the image installs by name, and for no manifest. */
  readonly isOfNames: boolean;
  readonly path: string;
  readonly origin: Origin;
}

export interface ImageInstall {
  readonly isUvs: boolean;
  /** As in `ImageFacts`: of the image, not of this command alone. */
  readonly runsPipenv: boolean;
  readonly constraints: readonly ImageConstraint[];
  /** Constraints that lie elsewhere than here. */
  readonly remote: readonly RemoteConstraint[];
  /** Requirements files that are installed; none where one of them cannot be told. */
  readonly lists: readonly string[];
  /** Those of them that the images which its own are built on have installed before. */
  readonly before: readonly string[];
  /** Requirements files of the tree that its images write anew before they install them. */
  readonly written: readonly string[];
  /** What its images take of the tree. */
  readonly copies: readonly Copied[];
  /** Projects of other directories that its images install, or those that they are built on. */
  readonly projects: readonly InstalledProject[];
  /** The images that its own are built on and that install packages by name, the lowest first. */
  readonly bases: readonly string[];
}

/** A project of the tree that an image installs from where it was copied to. */
export interface InstalledProject {
  readonly directory: string;
  readonly extras: readonly string[];
  readonly origin: Origin;
}

/** A file or directory of the tree, and its path in an image. */
export interface Copied {
  readonly path: string;
  readonly to: string;
}

export interface RemoteConstraint {
  readonly url: string;
  readonly origin: Origin;
}

export interface ImageInstalls {
  /** By the directory of the home that is installed. */
  readonly byHome: ReadonlyMap<string, ImageInstall>;
  /** Files of requirements that images install, with the directories that they belong to where their own does not say. */
  readonly placed: ReadonlyMap<string, readonly string[]>;
}

/** Paths that an image takes of its context, among which files are looked for. */
const MAX_COPIED = 200;

/** One command of an image. */
interface Installation extends ImageInstall {
  /** Where the Dockerfile lies; it may name the files of another directory. */
  readonly directory: string;
  readonly image: string;
  readonly files: readonly string[];
  /** Whether all files that it names are here. */
  readonly isWhole: boolean;
  readonly takes: 'project' | 'names' | undefined;
}

export function imageInstalls(project: Project): ImageInstalls {
  const own = project.directories.flatMap((directory) => installationsIn(project, directory));
  const behind = own.length > 0 ? basesBehind(project) : () => [];
  const ofBases = installationsOfBases(project, own, behind);
  const installations = [...ofBases, ...own];
  const placed = withTaken(project, installations, placesOf(project, own));
  const projectsBy = new Map(
    [...groupBy(own, ({ image }) => image)].map(([image, commands]) => [image, commands.flatMap(({ projects }) => projects)]),
  );
  // Several images of one directory have in common what is its own.
  const projectsOf = (home: string, list: readonly Installation[]): readonly InstalledProject[] => {
    const isItsOwn = ({ files, takes }: Installation): boolean =>
      files.length > 0 || takes === 'names' || (takes === 'project' && isProject(project, home));
    const images = new Set(list.flatMap((one) => (isItsOwn(one) ? [one.image] : [])));
    const [first = [], ...others] = [...images].map((image) =>
      [image, ...behind(image)].flatMap((one) => projectsBy.get(one) ?? []).filter(({ directory }) => directory !== home),
    );
    const common = first.filter(({ directory }) => others.every((all) => all.some((one) => one.directory === directory)));
    return [...new Map(common.map((one) => [`${one.directory}[${one.extras.join()}]`, one])).values()];
  };
  const naming = new Set(own.flatMap(({ image, takes }) => (takes === 'names' ? [image] : [])));
  const found = new Map<string, Installation[]>();
  for (const one of installations) {
    const { directory, files, takes } = one;
    const homes =
      files.length > 0 ? homesOf(files, placed).map((home) => home.directory) : takes === undefined ? [] : [directory];
    for (const home of homes.includes(directory) ? [directory] : homes) addTo(found, home, one);
  }
  const byHome = new Map(
    [...found].map(([home, list]) => [
      home,
      {
        isUvs: list.some(({ isUvs }) => isUvs),
        runsPipenv: list.some(({ runsPipenv }) => runsPipenv),
        constraints: [...new Map(list.flatMap(({ constraints }) => constraints).map((one) => [one.path, one])).values()],
        remote: [...new Map(list.flatMap(({ remote }) => remote).map((one) => [one.url, one])).values()],
        lists: list.every(({ isWhole }) => isWhole) ? [...new Set(list.flatMap(({ lists }) => lists))] : [],
        before: [...new Set(list.flatMap(({ before }) => before))],
        written: [...new Set(list.flatMap(({ written }) => written))].filter(
          (path) => !list.some(({ files }) => files.includes(path)),
        ),
        copies: [...new Set(list.flatMap(({ copies }) => copies))],
        projects: projectsOf(home, list),
        bases: [...new Set(list.flatMap(({ image }) => [...behind(image)].reverse()))].filter((base) => naming.has(base)),
      },
    ]),
  );
  return { byHome, placed };
}

function installationsIn(project: Project, directory: string): readonly Installation[] {
  return project.list(directory).flatMap((name) => {
    if (!isDockerfileName(name) || isForAnotherGroup(name)) return [];
    const text = project.parse(inDirectory(directory, name), readImage);
    if (isReadFailure(text)) return [];
    const copied = text.copied.slice(0, MAX_COPIED);
    const contexts = contextsOf(project, directory, copied);
    const copies = text.copies.slice(0, MAX_COPIED).flatMap((one) => copiedFrom(project, contexts, one));
    const isExported = (word: string): boolean => text.exported.includes(baseName(word));
    const place = (word: string): string | undefined => placeOf(project, contexts, word, { copied, renamed: text.renamed });
    return text.commands.map(({ files: words, home, takes, projects, isUvs, constraints }) => {
      const inImage = (word: string): string | undefined =>
        sourcesOf(copies, resolvePath('.', word.startsWith('/') ? word : `${home}/${word}`)).find((path) => project.has(path));
      const files = words.flatMap((word) => (isExported(word) ? [] : (place(word) ?? inImage(word) ?? [])));
      return {
        directory,
        image: inDirectory(directory, name),
        files,
        isWhole: files.length === words.length,
        lists: files.filter((path) => LISTS.has(fileKind(path))),
        before: [],
        written: words.flatMap((word) => (isExported(word) ? (place(word) ?? []) : [])),
        copies,
        bases: [],
        projects: projects.flatMap(({ path, extras, origin }) => {
          const at = sourcesOf(copies, path).find((one) => isProject(project, one));
          return at === undefined ? [] : [{ directory: at, extras, origin }];
        }),
        // A list that is not here is written on the way, out of what the project says.
        takes: takes ?? (files.length === 0 ? 'project' : undefined),
        isUvs,
        runsPipenv: text.runsPipenv,
        remote: constraints.flatMap(({ word, origin }) => (isRemote(word) ? [{ url: word, origin }] : [])),
        constraints: constraints.flatMap(({ word, origin }) => {
          const path = place(word);
          return path === undefined ? [] : [{ path, origin, isOfNames: takes === 'names' && words.length === 0 }];
        }),
      };
    });
  });
}

function copiedFrom(project: Project, contexts: readonly string[], { source, to, isInto }: ImageCopy): readonly Copied[] {
  const path = contexts.map((start) => resolvePath(start, source)).find((one) => isThere(project, one));
  if (path === undefined) return [];
  const isFile = project.list(path).length === 0;
  return [{ path, to: isFile && isInto ? resolvePath(to, `${to}/${baseName(path)}`) : to }];
}

/** What the tree has of a path that leads nowhere in it, and somewhere in an image: `file` is what names the path. */
export function foundInImage(project: Project, copies: readonly Copied[], file: string, path: string): string | undefined {
  const below = pathBelow(directoryOf(file), path);
  const homes = copies.flatMap(({ path: source, to }) => {
    const inner = source === file ? '' : pathBelow(source, file);
    return inner === undefined ? [] : [directoryOf(inner === '' ? to : `${to}/${inner}`)];
  });
  const asked = path.startsWith('/')
    ? [path]
    : below === undefined
      ? []
      : homes.map((home) => resolvePath('.', `${home}/${below}`));
  return asked.flatMap((one) => sourcesOf(copies, one)).find((one) => isThere(project, one));
}

/** What may lie at a path of an image: what was copied last first. */
function sourcesOf(copies: readonly Copied[], path: string): readonly string[] {
  return copies.toReversed().flatMap(({ path: source, to }) => {
    const rest = path === to ? '' : pathBelow(to === '/' ? '' : to, path);
    return rest === undefined ? [] : [resolvePath(source, rest)];
  });
}

const PROJECT_FILES: readonly string[] = ['pyproject.toml', 'setup.py', 'setup.cfg'];

function isProject(project: Project, directory: string): boolean {
  return PROJECT_FILES.some((name) => project.has(inDirectory(directory, name)));
}

/** Lists that the images install which others are built on: they are there as well. */
function installationsOfBases(
  project: Project,
  own: readonly Installation[],
  behind: (image: string) => readonly string[],
): readonly Installation[] {
  const lists = groupBy(
    own.filter((one) => one.lists.length > 0),
    ({ image }) => image,
  );
  if (lists.size === 0) return [];
  return project.directories.flatMap((directory) =>
    project.list(directory).flatMap((name) => {
      if (!isDockerfileName(name) || isForAnotherGroup(name)) return [];
      const image = inDirectory(directory, name);
      const commands = [...behind(image)].reverse().flatMap((base) => lists.get(base) ?? []);
      return commands.map((one) => ({ ...one, directory, image, takes: undefined, before: one.lists }));
    }),
  );
}

/** What a command may name that nothing else tells from other files: `prod.txt`, `prod.yml` of conda, a script with requirements of its own. */
const NAMED: ReadonlySet<string> = new Set(['requirements', 'conda', 'script']);

/**
 * Where files belong that images install and whose own directory does not say: those that nothing else tells from other
 * texts, and lists that lie apart from programs (`requirements/web.txt`, `deps/requirements.txt`).
 */
function placesOf(project: Project, installations: readonly Installation[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(project.files);
  const users = new Map<string, Set<string>>();
  for (const { directory, files } of installations)
    for (const path of files) if (NAMED.has(fileKind(path))) users.set(path, (users.get(path) ?? new Set()).add(directory));
  const apart = new Map([...users].filter(([path]) => homeAround(project, path) !== directoryOf(path)));
  const owners = ownersOf(project.files);
  const withOthers = takersOfOthers(project, installations);
  const placed = new Map<string, readonly string[]>();
  for (const [path, directories] of users) {
    const around = homeAround(project, path);
    if (!known.has(path) || (directories.has(around) && isOnlyOne(path, around, apart, project))) placed.set(path, [around]);
    if (!apart.has(path) || directories.has(around)) continue;
    const isTheirs = (one: string): boolean => {
      if (!hasPrograms(project, one)) return false;
      if (withOthers.has(one)) return true;
      return !owners.has(one) && (isCalledAfter(path, one) || isSplit(one, around, apart, project));
    };
    if ([...directories].every(isTheirs)) placed.set(path, [...directories]);
  }
  return placed;
}

/**
 * Directories whose images take what lies in them, by its own path, and install lists that all lie elsewhere. What takes all
 * that lies around it as well runs that, and has its own files beside (settings of its server, scripts).
 */
function takersOfOthers(project: Project, installations: readonly Installation[]): ReadonlySet<string> {
  const taking = [...groupBy(installations, ({ directory }) => directory)].filter(([directory, list]) => {
    const isIn = (path: string): boolean => isWithin(path, directory);
    if (directory === '.' || list.some(({ takes, files }) => takes === 'project' || files.some(isIn))) return false;
    const taken = [...new Set(list.flatMap(({ copies }) => copies.map(({ path }) => path)))];
    const isAround = (path: string): boolean => pathBelow(path, directory) !== undefined;
    return !taken.some(isAround) && taken.some((path) => isIn(path) && hasPrograms(project, path));
  });
  return new Set(taking.map(([directory]) => directory));
}

/** Lists of other directories that the images of one install beside its own: what they say is needed there, too. */
function withTaken(
  project: Project,
  installations: readonly Installation[],
  placed: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const places = new Map(placed);
  const ofBases = new Set(installations.flatMap(({ before }) => before));
  for (const [owner, [first, ...others]] of takenByImages(project, installations, placed))
    for (const path of first ?? []) {
      if (!others.every((taken) => taken.has(path))) continue;
      const known = places.get(path) ?? [homeOf(path, fileKind(path))];
      // Where nothing lies that could run, an image is there for those that are built on it.
      const running = ofBases.has(path) ? known.filter((one) => hasPrograms(project, one)) : known;
      if (!known.includes(owner)) places.set(path, [...running, owner]);
    }
  return places;
}

/** By the directory whose images they are: the lists of others that each of them takes. */
function takenByImages(
  project: Project,
  installations: readonly Installation[],
  placed: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly ReadonlySet<string>[]> {
  const owners = ownersOf(project.files);
  const taken = new Map<string, ReadonlySet<string>[]>();
  for (const [image, commands] of groupBy(installations, (one) => one.image)) {
    const files = new Set(commands.flatMap(({ lists }) => lists));
    const homes = new Map(homesOf([...files], placed).map((home) => [home.directory, new Set([...home.files.values()].flat())]));
    const directory = directoryOf(image);
    if (commands.some(({ takes }) => takes === 'project') && owners.has(directory) && !homes.has(directory))
      homes.set(directory, new Set());
    const owner = homes.size < 2 ? builtOwner(project, directory, commands) : ownerOf(image, [...homes.keys()]);
    // An image that installs nothing of others says as much.
    const [only = ''] = homes.keys();
    const own = homes.get(owner ?? only) ?? new Set();
    if (owner !== undefined || homes.size === 1)
      addTo(taken, owner ?? only, new Set([...files].filter((path) => !own.has(path))));
  }
  return taken;
}

/** Who needs what an image is built on, where its own commands add nothing: what lies beside it runs. */
function builtOwner(project: Project, directory: string, commands: readonly Installation[]): string | undefined {
  return commands.every(({ before }) => before.length > 0) && hasPrograms(project, directory) ? directory : undefined;
}

const LISTS: ReadonlySet<string> = new Set(['requirements', 'requirements-in']);

/** Whose image it is, of those whose lists it installs: who is called as it is (`Dockerfile.worker`), whose directory it lies in. */
function ownerOf(image: string, homes: readonly string[]): string | undefined {
  const words = baseName(image).toLowerCase().split('.');
  const directory = directoryOf(image);
  if (directory !== '.' && homes.includes(directory)) return directory;
  const called = homes.filter((home) => home !== directory && words.includes(baseName(home).toLowerCase()));
  if (called.length === 1) return called[0];
  if (homes.includes(directory)) return directory;
  const alike = homes.filter((home) => directory !== '.' && baseName(home) === baseName(directory));
  return alike.length === 1 ? alike[0] : undefined;
}

/** Directories with a manifest. */
function ownersOf(files: readonly string[]): ReadonlySet<string> {
  const homes = homesOf(files).filter((home) => [...home.files.keys()].some((kind) => !ASIDE.has(kind)));
  return new Set(homes.map(({ directory }) => directory));
}

/** Of what is a list apart for one image, all lie in one directory: two of them would be of two services. */
function isOnlyOne(path: string, around: string, apart: ReadonlyMap<string, ReadonlySet<string>>, project: Project): boolean {
  const places = new Set([...apart.keys()].filter((one) => homeAround(project, one) === around).map(directoryOf));
  return places.size === 1 && places.has(directoryOf(path)) && hasPrograms(project, around);
}

/** `requirements/web.txt`, `requirements/web/base.txt` and `web`. */
function isCalledAfter(path: string, directory: string): boolean {
  return [suffixOf(path), baseName(directoryOf(path))].includes(baseName(directory));
}

/** Whether images of other directories install other lists of the same place: that is several services, and not one. */
function isSplit(directory: string, around: string, apart: ReadonlyMap<string, ReadonlySet<string>>, project: Project): boolean {
  const lists = [...apart].filter(([path]) => homeAround(project, path) === around);
  return lists.some(([, users]) => !users.has(directory)) && lists.some(([, users]) => users.has(directory));
}

function hasPrograms(project: Project, directory: string): boolean {
  return project.directories.some(
    (one) =>
      (one === directory || pathBelow(directory, one) !== undefined) && project.list(one).some((name) => name.endsWith('.py')),
  );
}

/** The home of a list. As with `requirements/`: a directory of nothing but such lists belongs to the one around it. */
function homeAround(project: Project, path: string): string {
  const home = homeOf(path, fileKind(path));
  const isOnlyLists = project
    .list(home)
    .every((name) => /\.(?:txt|in|pip)$/.test(name) || (fileKind(path) === 'conda' && /\.ya?ml$/.test(name)));
  return isOnlyLists ? directoryOf(home) : home;
}

function isRemote(word: string): boolean {
  return /^(?:https?|ftp):\/\//i.test(word);
}

/** What constraints that are not here would allow is not known. */
export function remoteConstraint({ url, origin }: RemoteConstraint): Diagnostic {
  return {
    code: 'pip/unreadable-include',
    severity: 'warning',
    message: `the constraints of ${printable(withoutLogin(url))} are not fetched, so which versions they allow is not known; keep a copy here and name that`,
    ...origin,
    incomplete: true,
  };
}

type Taken = Pick<ImageFacts, 'copied' | 'renamed'>;

/**
 * The file of the tree that a word of an image means: what was copied under that name, else the file beside the
 * Dockerfile or in a directory above it, from where the context may be taken.
 */
function placeOf(project: Project, contexts: readonly string[], word: string, { copied, renamed }: Taken): string | undefined {
  // A folder is what is left of a name that is only known while the image is built: `requirements/${EXTRA}`.
  if (word.includes('://') || word.endsWith('/')) return undefined;
  const name = baseName(word);
  const tails = word.startsWith('/') ? tailsOf(word) : [word, name];
  const others = renamed.slice(0, MAX_COPIED);
  const under = others.flatMap(([source, as]) => (as === name ? [source] : []));
  // What is there under another name is not there under its own.
  const moved = new Set(others.flatMap(([source, as]) => (as === name ? [] : [source])));
  const there = copied.filter((source) => !moved.has(source));
  const files = there.filter((source) => baseName(source) === name);
  // Of files of one name the one whose path agrees with most of what is asked for.
  const exact = tails.flatMap((tail) => files.filter((source) => `/${source}`.endsWith(`/${tail}`)));
  const folders = there.filter((source) => baseName(source) !== name);
  const below = tails.flatMap((tail) => [...folders.map((source) => `${source}/${tail}`), tail]);
  const candidates = [...under, ...exact, ...files, ...below].flatMap((one) => contexts.map((start) => resolvePath(start, one)));
  return candidates.find((path) => project.has(path));
}

/** Directories that may be the context: first those that have most of what the image takes of it, the nearest of these. */
export function contextsOf(project: Project, directory: string, copied: readonly string[]): readonly string[] {
  const sources = copied.filter((source) => source !== '' && !/[*?[$]/.test(source));
  return [directory, ...directoriesAround(directory)]
    .map((context) => ({ context, count: sources.filter((source) => isThere(project, resolvePath(context, source))).length }))
    .sort((one, other) => other.count - one.count)
    .map(({ context }) => context);
}

function isThere(project: Project, path: string | undefined): boolean {
  return path !== undefined && (project.has(path) || project.list(path).length > 0);
}

/** A path of the image is one of the tree from some directory on: `/srv/deps/base.txt` may be `deps/base.txt`. */
function tailsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.slice(-MAX_TAILS).map((_, index, kept) => kept.slice(index).join('/'));
}

const MAX_TAILS = 6;
