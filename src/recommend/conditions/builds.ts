import { ECOSYSTEM_FACTS, type JvmBuild, makesProgram, type Unit } from '../../model/index.ts';
import { tellsPurpose } from '../signals.ts';
import { bool, NO, type Truth } from './truth.ts';
import type { FilesView } from './view.ts';

/** What only frameworks of services make, in words; an archive with a main class may as well be a command. */
const APPLICATIONS: Readonly<Partial<Record<JvmBuild['makes'], string>>> = {
  'boot-jar': 'a Spring Boot application',
  'boot-war': 'a Spring Boot application',
  quarkus: 'a Quarkus application',
};

/** The first build that makes something that `words` knows, with its manifest. */
function making(view: FilesView, words: Readonly<Partial<Record<JvmBuild['makes'], string>>>): Truth {
  for (const { build, manifests } of view.input.service.units) {
    const made = build === undefined ? undefined : words[build.makes];
    const [manifest] = manifests;
    if (made !== undefined && manifest !== undefined) return bool(true, made, { file: manifest.path, line: 1 });
  }
  return NO;
}

/** A program that a framework starts and that waits for what comes, where no library tells more of it. */
export function buildsApplication(view: FilesView): Truth {
  const isTold = [...view.hits.values()].flat().some(({ signal }) => tellsPurpose(signal));
  // A plug-in for all modules reaches what the others share as well.
  const isShared = view.input.service.units.every(({ role }) => role === 'library');
  return isTold || isShared ? NO : making(view, APPLICATIONS);
}

/** An archive without a server of its own. */
export function buildsForServer(view: FilesView): Truth {
  return making(view, { war: 'a web archive', ear: 'an enterprise archive' });
}

/** Gradle and Maven build what lies beside a script of theirs as well: one without a library or a program is no code. */
export function isBuildAlone({ ecosystem, dependencies, build }: Pick<Unit, 'ecosystem' | 'dependencies' | 'build'>): boolean {
  return ECOSYSTEM_FACTS[ecosystem].buildsOthers === true && !dependencies.some(({ direct }) => direct) && !makesProgram(build);
}
