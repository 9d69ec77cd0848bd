/** Where installations are made, with which tool, and what its settings there change. */
import { parseJson } from '../../../src/formats/json.ts';
import { parseToml, tomlDiagnostic } from '../../../src/formats/toml.ts';
import { directoriesAround, inDirectory, isReadFailure, type Project, type SourceFile } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import { type Adjusted, adjustmentsAt } from '../overrides/adjustments.ts';
import { npmrcSetting } from './npmrc.ts';
import { isClassicYarn, type PackageManager, packageManagerAt } from './package-manager.ts';
import { jsonSetting, type Setting, tomlSetting, yamlSetting } from './setting.ts';
import {
  bunSettings,
  CLASSIC_YARN,
  classicYarnSettings,
  hooksNotRun,
  NO_SETTINGS,
  notYetRead,
  npmSettings,
  overOuter,
  PNPM_HOOKS,
  pnpmSettings,
  type ToolSettings,
  yarnSettings,
} from './tool-settings.ts';
import { readYamlRoot } from './yaml-root.ts';

/** Names of versions that several packages share, by catalog name (`default` is the plain one, but berry's). */
export type Catalogs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** berry's own plain catalog, which is another one than that of the name `default`. */
export const PLAIN_CATALOG = '';

/** What a file that joins packages says of their installation. */
export interface RootDeclaration {
  readonly tool: 'npm' | 'pnpm' | 'lerna' | 'rush';
  readonly catalogs: Catalogs;
  /** Of pnpm-workspace.yaml. */
  readonly settings: ToolSettings;
  /** As `packageManager` of a package.json would say it (rush.json has fields of its own). */
  readonly packageManager?: string;
  /** Rush: the releases of Node.js on which it does anything at all (`nodeSupportedVersionRange`). */
  readonly node?: string;
  /** Rush: the part of its projects that is installed by itself, with a lock and settings of its own (Rush, "subspaces"). */
  readonly subspace?: string;
}

/** Where one installation is made: a workspace's root, or a package by itself. */
export interface Home extends Adjusted {
  readonly directory: string;
  readonly manager: PackageManager | undefined;
}

/** Where Rush keeps the lock of all projects, and the settings of the tool that it installs with. */
const RUSH_FOLDER = 'common/config/rush';
const RUSH_SUBSPACES = 'common/config/subspaces';
const RUSH_PNPM = 'pnpm-config.json';

/** Where Rush keeps the lock and the settings of one of its subspaces. */
export function subspaceFolder(directory: string, subspace: string): string {
  return inDirectory(directory, `${RUSH_SUBSPACES}/${subspace}`);
}

/** The settings of pnpm that Rush installs with: those of the subspace, where it has any (Rush, "pnpm-config.json"). */
export function rushPnpmPath(directory: string, subspace: string | undefined, project: Project): string {
  const own = subspace === undefined ? undefined : `${subspaceFolder(directory, subspace)}/${RUSH_PNPM}`;
  return own !== undefined && project.has(own) ? own : inDirectory(directory, `${RUSH_FOLDER}/${RUSH_PNPM}`);
}

/** Where the locks of a root may lie. */
export function lockFolders({ directory, tool, subspace }: RootDeclaration & { readonly directory: string }): readonly string[] {
  if (tool !== 'rush') return [directory];
  const own = subspace === undefined ? [] : [subspaceFolder(directory, subspace)];
  return [...own, directory, inDirectory(directory, RUSH_FOLDER)];
}

/** The directory from which a lock names its importers: Rush installs in `common/temp`, and keeps the lock among its settings. */
export function importersFrom(folder: string): string {
  return folder.replace(/(^|\/)common\/config\/(?:rush$|subspaces(\/[^/]+)$)/, '$1common/temp$2');
}

export function homeAt(
  directory: string,
  manifest: PackageJson | undefined,
  root: RootDeclaration | undefined,
  project: Project,
): Home {
  const isRush = root?.tool === 'rush';
  const stated = isRush ? root.packageManager : manifest?.packageManager;
  const manager = packageManagerAt(directory, stated, root?.tool === 'pnpm', project);
  const settingsAt = (path: string, read: (file: SourceFile) => ToolSettings): ToolSettings => {
    const settings = project.has(path) ? project.parse(path, read) : NO_SETTINGS;
    return isReadFailure(settings) ? NO_SETTINGS : settings;
  };
  // yarn of any version reads its file in every directory above as well.
  const yarnSettingsOf = (name: string, read: (file: SourceFile) => ToolSettings): ToolSettings =>
    manager?.tool === 'yarn'
      ? yarnrcPaths(directory, name).reduceRight((outer, path) => overOuter(outer, settingsAt(path, read)), NO_SETTINGS)
      : settingsAt(inDirectory(directory, name), read);
  const isPnpm = manager?.tool === 'pnpm';
  const isClassic = isClassicYarn(manager);
  const adjusted = adjustmentsAt({
    manifest,
    manager,
    // Rush links its projects itself.
    pnpmWorkspace: isRush
      ? { ...settingsAt(rushPnpmPath(directory, root.subspace, project), readRushPnpm), linksRanges: true }
      : pnpmsOwn(root?.settings, manager, inDirectory(directory, 'pnpm-workspace.yaml')),
    npmrc: settingsAt(npmrcPath(hooksFolder(directory, root), project), isPnpm ? readNpmrc : readOwnNpmrc),
    yarnrc: isClassic
      ? overOuter(CLASSIC_YARN, yarnSettingsOf('.yarnrc', readClassicYarn))
      : yarnSettingsOf('.yarnrc.yml', readYarnSettings),
    bunfig: manager?.tool === 'bun' ? settingsAt(inDirectory(directory, 'bunfig.toml'), readBunfig) : NO_SETTINGS,
    catalogEntry: (catalog, name) => root?.catalogs.get(catalog)?.get(name) ?? manifest?.catalogs.get(catalog)?.get(name),
  });
  const hooks = isPnpm
    ? PNPM_HOOKS.map((name) => inDirectory(hooksFolder(directory, root), name)).filter((path) => project.has(path))
    : [];
  return { ...adjusted, directory, manager, diagnostics: [...adjusted.diagnostics, ...hooks.map(hooksNotRun)] };
}

/** yarn's settings of a directory by name of the file, the nearest first. */
export function yarnrcPaths(directory: string, name: string): readonly string[] {
  return [directory, ...directoriesAround(directory)].map((one) => inDirectory(one, name));
}

/** The version from which pnpm takes settings from its own file; before, only members and catalogs stand there. */
const PNPM_READS_OWN_FILE = 10;

function pnpmsOwn(settings: ToolSettings = NO_SETTINGS, manager: PackageManager | undefined, file: string): ToolSettings {
  const { tool, major = PNPM_READS_OWN_FILE, orLater = false } = manager ?? {};
  return tool === 'pnpm' && major < PNPM_READS_OWN_FILE && !orLater ? notYetRead(settings, file) : settings;
}

/** The .npmrc of an installation: where rush.json stands Rush's own, which it lays beside what it installs. */
export function npmrcPath(folder: string, project: Pick<Project, 'has'>): string {
  const isRush = project.has(inDirectory(folder, 'rush.json'));
  return inDirectory(isRush ? inDirectory(folder, RUSH_FOLDER) : folder, '.npmrc');
}

function hooksFolder(directory: string, root: RootDeclaration | undefined): string {
  if (root?.tool !== 'rush') return directory;
  return root.subspace === undefined ? inDirectory(directory, RUSH_FOLDER) : subspaceFolder(directory, root.subspace);
}

/** pnpm's settings under the names that Rush gives them: `globalOverrides` (Rush, "pnpm-config.json"). */
function readRushPnpm(file: SourceFile): ToolSettings {
  const document = parseJson(file.text);
  if (document.root === undefined || document.problems.some(({ kind }) => kind === 'syntax')) return NO_SETTINGS;
  const setting = jsonSetting(document.root, file.path, document);
  const renamed = setting.entries().map(([key, value]): readonly [string, Setting] => {
    const name = /^global([A-Z])(.*)$/.exec(key);
    return [name === null ? key : `${name[1]?.toLowerCase()}${name[2]}`, value];
  });
  return pnpmSettings({ ...setting, entries: () => renamed });
}

function readNpmrc(file: SourceFile): ToolSettings {
  return pnpmSettings(npmrcSetting(file));
}

function readOwnNpmrc(file: SourceFile): ToolSettings {
  return npmSettings(npmrcSetting(file));
}

function readClassicYarn({ text }: SourceFile): ToolSettings {
  return classicYarnSettings(text);
}

/** A file that is no TOML sets nothing, and bun stops at it. */
function readBunfig(file: SourceFile): ToolSettings {
  const document = parseToml(file.text);
  if (document.ok) return bunSettings(tomlSetting(document, file.path));
  return { diagnostics: [tomlDiagnostic(file.path, document, 'error', 'its settings are not applied')] };
}

function readYarnSettings(file: SourceFile): ToolSettings {
  const { root, place } = readYamlRoot(file.text);
  return root === undefined ? NO_SETTINGS : yarnSettings(yamlSetting(root, file.path, place));
}
