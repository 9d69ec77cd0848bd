/** What a project's build makes that runs, by its plug-ins. */
import type { JvmBuild, Project } from '../../../src/model/index.ts';
import { wrapperAt } from '../wrapper.ts';
import { applies, BOOT, EAR, makesBoot } from './managed.ts';
import type { Member } from './members.ts';

/** The first one that is applied counts: frameworks bring those below them along. */
const MAKERS: readonly (readonly [plugins: readonly string[], makes: JvmBuild['makes']])[] = [
  [EAR, 'ear'],
  [['io.quarkus'], 'quarkus'],
  [BOOT, 'boot-jar'],
  [['com.github.johnrengelman.shadow', 'com.gradleup.shadow', 'com.github.johnrengelmann.shadow'], 'shadow-jar'],
  [['io.ktor.plugin', 'application', 'io.micronaut.application'], 'distribution'],
  [['war'], 'war'],
];

export function buildOf({ project, build }: Member, tree: Project): JvmBuild {
  const found = MAKERS.find(([plugins, makes]) => (makes === 'boot-jar' ? makesBoot(project) : applies(project, plugins)))?.[1];
  const isArchive = applies(project, ['war']);
  const startsJar = project.model.mainClasses.some(({ ofJar }) => ofJar);
  return {
    makes: found === 'boot-jar' && isArchive ? 'boot-war' : (found ?? (startsJar ? 'main-jar' : 'jar')),
    project: project.path,
    ...(project.model.imageNames.size === 0 ? {} : { images: [...project.model.imageNames] }),
    ...wrapperAt('gradle', build.directory, tree),
  };
}
