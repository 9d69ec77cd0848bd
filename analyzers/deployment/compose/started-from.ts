/** From where a compose project is started, as far as its files tell. */

import { localPath } from '../../../src/formats/paths.ts';
import { substitute } from '../../../src/formats/substitute.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import { yamlAt, yamlEntries, yamlText } from '../../../src/formats/yaml/yaml.ts';
import { directoryOf, isListed, isReadFailure, type Project } from '../../../src/model/index.ts';
import { type Descriptor, readDescriptor } from '../yaml-facts.ts';

/** What a build needs, as it is written. */
interface WrittenBuild {
  readonly context: string;
  readonly dockerfile: string;
}

/**
 * What relative paths start from: the files' own directory, or where no Dockerfile that they build lies from there, the
 * nearest one further up from which one does: it is named on the command line
 * (`docker compose -f deploy/compose.yaml --project-directory .`, or behind a file of that directory).
 */
export function startedFrom(project: Project, files: readonly string[], home: string, lookup: Lookup): string {
  const builds = files.flatMap((path) => {
    const descriptor = project.parse(path, readDescriptor);
    return isReadFailure(descriptor) ? [] : buildsIn(descriptor, lookup);
  });
  if (builds.length === 0) return home;
  for (let at = home; ; at = directoryOf(at)) {
    if (builds.some((build) => isThere(project, at, build))) return at;
    if (at === '.') return home;
  }
}

function isThere(project: Project, directory: string, { context, dockerfile }: WrittenBuild): boolean {
  const home = localPath(directory, context);
  const path = home === undefined ? undefined : localPath(home, dockerfile);
  return path !== undefined && isListed(project, path);
}

/** Builds whose paths are known and say something: what says `.` alone is at home wherever a Dockerfile lies. */
function buildsIn({ yaml }: Descriptor, lookup: Lookup): readonly WrittenBuild[] {
  return yamlEntries(yamlAt(yaml.documents[0], 'services')).flatMap(([, { value }]): readonly WrittenBuild[] => {
    const build = yamlAt(value, 'build');
    if (build === undefined || yamlAt(build, 'dockerfile_inline') !== undefined) return [];
    const named = yamlText(yamlAt(build, 'dockerfile')) ?? '';
    const context = substitute(yamlText(build) ?? yamlText(yamlAt(build, 'context')) ?? '', lookup);
    const dockerfile = substitute(named === '' ? 'Dockerfile' : named, lookup);
    const isOpen = context.unset.length + dockerfile.unset.length > 0;
    const isBare = named === '' && /^[./]*$/.test(context.text);
    return isOpen || isBare ? [] : [{ context: context.text, dockerfile: dockerfile.text }];
  });
}
