/** Which files of the project say how its packages are resolved. */
import { isDockerfileName } from '../../../../src/formats/dockerfile/file-name.ts';
import { inDirectory, isReadFailure, type Project, type SourceFile } from '../../../../src/model/index.ts';
import { npmrcPath, yarnrcPaths } from '../../workspaces/homes.ts';
import { isBerryAt } from '../../workspaces/package-manager.ts';
import type { NpmService } from '../services.ts';
import { imageSettings } from './image-settings.ts';
import { SETTINGS_FILES, type SettingsFile } from './settings.ts';

/** What is looked into. */
export type ProjectFiles = Pick<Project, 'has' | 'list' | 'parse' | 'read'>;

/** npm and yarn read the settings beside the package.json of the root, not those of members. */
export function settingsFiles(services: readonly NpmService[], project: ProjectFiles): readonly SettingsFile[] {
  const roots = [...new Set(services.map(({ root }) => root))].sort();
  const read = (kind: SettingsFile['kind'], path: string): readonly SettingsFile[] => {
    const file = project.has(path) ? project.read(path) : undefined;
    return file === undefined || isReadFailure(file) ? [] : [{ kind, text: file.text }];
  };
  return [
    ...roots.flatMap((root) =>
      SETTINGS_FILES.flatMap((kind) => settingsPaths(root, kind, project).flatMap((path) => read(kind, path))),
    ),
    ...imagePaths(services, project).flatMap((path): readonly SettingsFile[] => {
      const switches = project.parse(path, switchesOfImage);
      return isReadFailure(switches) || switches === '' ? [] : [{ kind: 'Dockerfile', text: switches }];
    }),
  ];
}

/** Dockerfiles beside a service's package.json, or beside that of its workspace's root. */
function imagePaths(services: readonly NpmService[], project: ProjectFiles): readonly string[] {
  const directories = new Set(services.flatMap(({ root, service }) => [root, service]));
  return [...directories]
    .sort()
    .flatMap((directory) =>
      project.list(directory).flatMap((name) => (isDockerfileName(name) ? [inDirectory(directory, name)] : [])),
    );
}

/** For `Project.parse`. */
function switchesOfImage({ text }: SourceFile): string {
  return imageSettings(text);
}

/** The nearest first. */
function settingsPaths(root: string, kind: SettingsFile['kind'], project: ProjectFiles): readonly string[] {
  if (kind === '.npmrc') return [npmrcPath(root, project)];
  const isInherited = kind === '.yarnrc.yml' && isBerryAt(root, project);
  return isInherited ? yarnrcPaths(root, kind) : [inDirectory(root, kind)];
}
