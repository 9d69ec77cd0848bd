/**
 * What the plug-in `nebula.dependency-lock` has locked: `dependencies.lock` of a project, or `global.lock` of a whole build.
 * It gives each module the version that is written there, whatever was asked for. Reference: its wiki, "Lock file format".
 */
import { childOf, type JsonDocument, type JsonMember, jsonDiagnostic, parseJson, textOf } from '../../../../src/formats/json.ts';
import type { Diagnostic, SourceFile } from '../../../../src/model/index.ts';
import { EVERYWHERE, type LockedModule, type LockedProject, type Lockfile } from './lockfile.ts';

export const NEBULA_LOCK = 'dependencies.lock';
export const GLOBAL_LOCK = 'global.lock';

/** What a lock of the whole build calls its only configuration; it holds for all of them. */
const GLOBAL = '_global_';

/**
 * Reads `configuration → group:name → { locked, transitive, project … }`, and the older form without configurations.
 * Undefined for a file of another tool that has the name as well (embedded systems lock their components in YAML).
 */
export function parseNebulaLock({ path, text }: SourceFile): Lockfile | undefined {
  if (!/^\uFEFF?\s*\{/.test(text)) return undefined;
  const { root, problems, position } = parseJson(text);
  const bad = problems.find(({ kind }) => kind !== 'duplicate-key');
  if (root?.kind !== 'object' || bad !== undefined) {
    const problem = bad ?? { kind: 'syntax', at: 0, message: 'this is no JSON object' };
    return holding([
      jsonDiagnostic(path, problem, position, 'error', 'generate it anew (generateLock, saveLock), nothing was read from it'),
    ]);
  }
  const { members } = root;
  const holds = (one: JsonMember): boolean => one.value.kind === 'object' && one.value.members.every(isEntry);
  const isOlder = members.length > 0 && members.every(isEntry);
  if (!isOlder && !members.every(holds)) return undefined;
  const global = members.find(({ key }) => key === GLOBAL);
  const configurations: readonly (readonly [string, readonly JsonMember[]])[] = isOlder
    ? [[EVERYWHERE, members]]
    : (global === undefined ? members : [global]).map(({ key, value }) => [
        key === GLOBAL ? EVERYWHERE : key,
        value.kind === 'object' ? value.members : [],
      ]);
  return entriesOf(path, configurations, position);
}

function holding(problems: readonly Diagnostic[]): Lockfile {
  return { modules: [], projects: [], empty: [], problems };
}

function isEntry({ key, value }: JsonMember): boolean {
  return /^[^:\s]+:[^:\s]+$/.test(key) && value.kind === 'object';
}

function entriesOf(
  file: string,
  configurations: readonly (readonly [string, readonly JsonMember[]])[],
  position: JsonDocument['position'],
): Lockfile {
  const modules: LockedModule[] = [];
  const projects: LockedProject[] = [];
  const problems: Diagnostic[] = [];
  for (const [configuration, entries] of configurations)
    for (const { key, keyAt, value } of entries) {
      const [group = '', name = ''] = key.split(':');
      const { line, column } = position(keyAt);
      const locked = childOf(value, 'locked');
      const version = textOf(locked);
      const direct = childOf(value, 'transitive') === undefined && childOf(value, 'firstLevelTransitive') === undefined;
      if (version !== undefined) modules.push({ group, name, version, configurations: [configuration], line, direct });
      else if (locked !== undefined) problems.push(noVersion(key, { file, line, column }));
      else if (isTrue(childOf(value, 'project'))) projects.push({ group, name, configuration, line });
    }
  return { modules, projects, empty: [], problems };
}

function isTrue(node: ReturnType<typeof childOf>): boolean {
  return node?.kind === 'literal' && node.value === true;
}

function noVersion(key: string, at: Pick<Diagnostic, 'file' | 'line' | 'column'>): Diagnostic {
  return {
    code: 'gradle/lock-line',
    severity: 'warning',
    message: `what is locked of ${key} is no version; generate the lock anew (generateLock, saveLock)`,
    ...at,
    incomplete: true,
  };
}
