/** Dependencies while a script is read: what values stand for, and what a block says of them. */
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Handler, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { GradleDependency, Problem, ProjectModel } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { type Draft, draft, parseNotation } from '../versions/notation.ts';

/** What the blocks of one project's scripts need of the build around them. */
export interface Context {
  readonly interpreter: Interpreter;
  readonly model: ProjectModel;
  /** All project paths of the build, for `projects.core.api`, and the root's name, which may stand before them. */
  readonly projectPaths: readonly string[];
  readonly rootName: string;
  /** The path of the project itself. */
  readonly path: string;
  /** The directory of the project. */
  readonly directory: string;
  /** Puts work off until the project's scripts have been read. */
  later(run: () => void): void;
  /** Another project of the build, as scripts see it. */
  projectAt(path: string): Handler | undefined;
}

export function report(
  context: Context,
  problem: Omit<Problem, 'file' | 'incomplete'> & { readonly incomplete?: boolean },
): void {
  context.model.problems.push({
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
    line: problem.line,
    column: problem.column,
    file: context.interpreter.file,
    incomplete: problem.incomplete ?? false,
  });
}

/** A rule that changes what is resolved, and that only a run of the build would follow. */
export function reportRule(context: Context, rule: string, at: Position): void {
  report(context, unknownRule(rule, at));
}

export const RESOLUTION_RULE = 'gradle/resolution-rule';

/** A rule that only a run of the build would carry out: what is resolved with it is not known. */
export function unknownRule(rule: string, { line, column }: Position) {
  const message = `versions are changed by a rule (${rule}) when the build runs; what it does is not known`;
  return { code: RESOLUTION_RULE, severity: 'note', message, line, column } as const;
}

/** A rule under a condition that only a run would decide is told, and changes nothing. */
export function isDoubtful(context: Context, what: string, at: Position): boolean {
  if (context.interpreter.undecided === 0) return false;
  report(context, {
    code: 'gradle/conditional-rule',
    severity: 'note',
    message: `whether this ${what} applies is known only when the build runs; it is read as if it did not`,
    line: at.line,
    column: at.column,
  });
  return true;
}

export function record(context: Context, configuration: string, one: Draft, at: Position): GradleDependency {
  return {
    ...one,
    configuration,
    file: context.interpreter.file,
    line: at.line,
    column: at.column,
    conditional: context.interpreter.undecided > 0,
  };
}

export function known(value: string | undefined): string | undefined {
  return value === undefined || value.includes(UNKNOWN) ? undefined : value;
}

/** Leaves out what a version can't be known from, and marks the dependency. */
export function settled(one: Draft): Draft {
  const parts = [one.version.require, one.version.strictly, one.version.prefer];
  if (!parts.some((part) => part?.includes(UNKNOWN))) return one;
  return { ...one, version: {}, dynamic: true };
}

/** Dependencies that a value stands for; undefined where it is none that this reader knows. */
export function draftsOf(context: Context, value: Value, at: Position): readonly Draft[] | undefined {
  switch (value.kind) {
    case 'text': {
      const made = parseNotation(value.text);
      return made === undefined ? undefined : [made];
    }
    case 'map':
      return [fromNamed(value.entries)];
    case 'list':
      return value.items.flatMap((item) => draftsOf(context, item, at) ?? unread(context, at));
    case 'dependencies':
      return value.drafts.map((one) => ({ ...one, exclusions: [...one.exclusions], capabilities: [...one.capabilities] }));
    case 'catalog':
      return fromCatalog(context, value, at);
    case 'nothing':
      return [];
    case 'handler':
      return value.handler.draft === undefined ? undefined : [{ ...value.handler.draft }];
    default:
      return undefined;
  }
}

function fromCatalog(context: Context, value: Extract<Value, { kind: 'catalog' }>, at: Position): readonly Draft[] {
  const found = value.catalog.drafts(value.path);
  if (found !== undefined) return found.map((one) => ({ ...one, exclusions: [], capabilities: [] }));
  if (value.catalog.open)
    return unread(
      context,
      at,
      `what the alias ${value.path} stands for is not known, as its version catalog is not in this repository`,
    );
  if (/^(?:plugins|versions)\./.test(value.path)) return unread(context, at);
  report(context, {
    code: 'gradle/unknown-alias',
    severity: 'error',
    message: `the version catalog has no library or bundle "${value.path}"; add it there, or correct the alias`,
    incomplete: true,
    ...at,
  });
  return [];
}

export function fromNamed(entries: ReadonlyMap<string, Value>): Draft {
  const of = (key: string) => textOf(entries.get(key));
  const version = of('version');
  const made = draft(of('group'), of('name'), version === undefined || version === '' ? {} : { require: version });
  const [classifier, ext] = [of('classifier'), of('ext')];
  if (classifier !== undefined) made.classifier = classifier;
  if (ext !== undefined) {
    made.ext = ext;
    made.transitive = false;
  }
  const transitive = of('transitive');
  if (transitive === 'true' || transitive === 'false') made.transitive = transitive === 'true';
  if (of('changing') === 'true') made.changing = true;
  return made;
}

/** Tells that a dependency is not known; what is given back stands for it. */
export function unread(
  context: Context,
  at: Position,
  why = 'this dependency is computed when the build runs and is not known',
): readonly Draft[] {
  report(context, {
    code: 'gradle/dynamic',
    severity: 'warning',
    message: `${why}; write its coordinates, or lock them (gradle.lockfile)`,
    incomplete: true,
    line: at.line,
    column: at.column,
  });
  return [{ ...draft(undefined, undefined), unread: true }];
}
