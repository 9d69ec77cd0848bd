/** What could not be read or known of a build, each told once. */
import { addTo, append, type Diagnostic, plural } from '../../../src/model/index.ts';
import { RESOLUTION_RULE } from './blocks/drafts.ts';
import { requestedOf, runtimeRules } from './blocks/resolution-rules.ts';
import { UNKNOWN } from './evaluation/values.ts';
import type { ProjectLock } from './locks/lockfile.ts';
import type { Management, Platform } from './managed.ts';
import { type Fleet, localTarget, type Member } from './members.ts';
import type { GradleDependency, Problem, Requested } from './model.ts';

function diagnosticOf({ code, severity, message, file, line, column, incomplete }: Problem): Diagnostic {
  return { code, severity, message, file, line, column, ...(incomplete ? { incomplete } : {}) };
}

/** Each told once, although a block for all projects is read for each. */
export function told(problems: readonly Problem[]): readonly Diagnostic[] {
  const known = new Map<string, Diagnostic>();
  for (const one of problems) known.set(`${one.file}:${one.line}:${one.column}:${one.code}:${one.message}`, diagnosticOf(one));
  return [...known.values()];
}

/** One note per script, at the first of its lines. */
function noVersion(dependencies: readonly GradleDependency[]): readonly Diagnostic[] {
  const byFile = new Map<string, GradleDependency[]>();
  for (const one of dependencies) if (one.dynamic !== true) addTo(byFile, one.file, one);
  return [...byFile].flatMap(([file, [first, ...rest]]): Diagnostic[] => {
    if (first === undefined) return [];
    const more = rest.length === 0 ? '' : ` and ${rest.length} more here`;
    return [
      {
        code: 'gradle/no-version',
        severity: 'note',
        message: `${first.group}:${first.name}${more} state${rest.length === 0 ? 's' : ''} no version and nothing in this repository gives one; a lock file (gradle.lockfile) tells`,
        file,
        line: first.line,
        column: first.column,
      },
    ];
  });
}

/** Lines that name projects which their build doesn't have: Gradle refuses them. One warning per script. */
export function unknownProjects(members: readonly Member[], fleet: Fleet): readonly Diagnostic[] {
  const byFile = new Map<string, Map<string, GradleDependency>>();
  for (const member of members)
    for (const one of member.project.model.dependencies) {
      if (one.path === undefined || one.path.includes(UNKNOWN) || localTarget(one, member, fleet) !== undefined) continue;
      const lines = byFile.get(one.file) ?? new Map<string, GradleDependency>();
      byFile.set(one.file, lines.set(`${one.line}:${one.column}`, one));
    }
  return [...byFile].flatMap(([file, lines]): Diagnostic[] => {
    const [first, ...rest] = lines.values();
    if (first === undefined) return [];
    const more = rest.length === 0 ? '' : `, and ${plural(rest.length, 'more line', 'more lines')} here name such`;
    return [
      {
        code: 'gradle/unknown-project',
        severity: 'warning',
        message: `this build has no project "${first.path}"${more}; include it in the settings, or correct the path`,
        file,
        line: first.line,
        column: first.column,
        incomplete: true,
      },
    ];
  });
}

/** A line once, however many projects it reaches. */
function lineOf({ file, line, column, group, name }: GradleDependency): string {
  return `${file}:${line}:${column}:${group}:${name}`;
}

/** Versions that nothing in the tree gives: what manages them is named once, with how many wait for it. */
export function unversionedNotes(
  open: readonly { readonly management: Management; readonly unversioned: readonly GradleDependency[] }[],
): readonly Diagnostic[] {
  const platforms = new Map<string, { readonly at: Platform; readonly lines: Set<string> }>();
  const unmanaged = new Map<string, GradleDependency>();
  const notes: Diagnostic[] = [];
  for (const { management, unversioned: dependencies } of open) {
    if (dependencies.length === 0) continue;
    const lines = dependencies.map(lineOf);
    for (const at of management.platforms) {
      const key = `${at.group}:${at.name}:${at.version ?? '?'}`;
      const known = platforms.get(key) ?? { at, lines: new Set() };
      platforms.set(key, known);
      for (const line of lines) known.lines.add(line);
    }
    if (management.platforms.length === 0) for (const one of dependencies) unmanaged.set(lineOf(one), one);
  }
  append(notes, noVersion([...unmanaged.values()]));
  for (const {
    at,
    lines: { size: count },
  } of platforms.values()) {
    const brought = at.plugin === undefined ? 'the platform' : `the BOM that plug-in ${at.plugin} imports,`;
    notes.push({
      code: 'gradle/platform-unknown',
      severity: 'note',
      message: `${brought} ${at.group}:${at.name}:${at.version ?? '(unknown version)'} is not in this repository; the versions of ${plural(count, 'dependency', 'dependencies')} may come from it, --resolve reads it`,
      file: at.file,
      line: at.line,
      column: at.column,
    });
  }
  return notes;
}

/** A module that no rule names. */
const NO_MODULE: Requested = { kind: 'module', group: '', name: '', version: '' };

/** Rules that only a run of the build could follow, for whatever is asked for or for a line of the project. */
export function ruleNotes(members: readonly Member[]): readonly Problem[] {
  return members.flatMap(({ project: { model } }) =>
    runtimeRules(model).flatMap((rule): readonly Problem[] => {
      const { file, line, column } = rule;
      const isOpen = (requested: Requested) => rule.targetOf(requested, requested).kind === 'open';
      const open = model.dependencies.find(
        ({ group, name, version }) => group !== undefined && name !== undefined && isOpen(requestedOf({ group, name, version })),
      );
      const what = isOpen(NO_MODULE)
        ? 'some versions'
        : open === undefined
          ? undefined
          : `the version of ${open.group}:${open.name}`;
      return what === undefined
        ? []
        : [
            {
              code: RESOLUTION_RULE,
              severity: 'note',
              message: `${what} may be changed by this rule when the build runs; what it does is not known`,
              incomplete: false,
              file,
              line,
              column,
            },
          ];
    }),
  );
}

/** A lock of the whole build reaches every project of it, and its problems are told once. */
export function lockProblems(locks: readonly ProjectLock[]): readonly Diagnostic[] {
  return [...new Map(locks.map(({ path, lock }) => [path, lock])).values()].flatMap(({ problems }) => problems);
}
