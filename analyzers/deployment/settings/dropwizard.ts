/**
 * Dropwizard's configuration files, whatever they are called: whoever starts a service names its file (Dropwizard,
 * "Configuration Reference: Servers"). They lie in the service's module, or are called after it where several lie together.
 */
import {
  baseName,
  DEVELOPMENT,
  directoryOf,
  isReadFailure,
  type Project,
  type ReadFailure,
  SAMPLES,
  TESTS,
  wordIn,
} from '../../../src/model/index.ts';
import { portDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { readSettings } from './application-settings.ts';
import { portsAmong } from './decided-ports.ts';
import { settingsProblems } from './settings-problems.ts';

/** What is for somebody's own machine, or shows how such a file is written. */
const isVariant = wordIn([DEVELOPMENT, TESTS, SAMPLES, 'docker integration templates?'], '/._-');

export function isDropwizard(path: string, text: string): boolean {
  return /^server:/m.test(text) && /^[ \t]+(?:application|admin)Connectors:/m.test(text) && !isVariant(path);
}

export function readDropwizard(project: Project, path: string): Part | ReadFailure {
  const settings = project.parse(path, readSettings);
  if (isReadFailure(settings)) return settings;
  const demands = portsAmong(settings.documents, []).map(portDemand);
  const problems = project.parse(path, settingsProblems);
  const diagnostics = isReadFailure(problems) ? [] : problems;
  if (demands.length === 0) return { deployments: [], diagnostics };
  const module = moduleAround(project, path);
  const join = module === undefined ? { name: baseName(path).replace(/\.\w+$/, '') } : { directory: module };
  return { deployments: [deploymentFacts(path, 'application-settings', 'other', join, { demands })], diagnostics };
}

const BUILDS: ReadonlySet<string> = new Set(['pom.xml', 'build.gradle', 'build.gradle.kts']);

/** The module that a file lies in; the root's may be that of all of them. */
function moduleAround(project: Project, path: string): string | undefined {
  for (let at = directoryOf(path); at !== '.'; at = directoryOf(at))
    if (project.list(at).some((name) => BUILDS.has(name))) return at;
  return undefined;
}
