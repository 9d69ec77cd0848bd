/** Whether a module builds a program anywhere: the first lines of a source in each of its directories tell. */
import {
  inDirectory,
  isReadFailure,
  type Project,
  SAMPLES,
  type SourceFile,
  TESTS,
  TOOLS,
  wordIn,
} from '../../src/model/index.ts';
import { isBuilt } from './build-constraints.ts';
import type { Module } from './modules.ts';

/** Sources that are opened at most in one module: one of each directory, as all of a directory are one package. */
const MAX_READ = 100;

/** Go sources and their directories as the go command sees them (`go help packages`). */
const IGNORED_DIRECTORY = /^(?:[._].*|testdata|vendor|node_modules)$/;
/** Directories of what tests, shows or makes a module: their programs do not make one of it that others import. */
const isTooling = wordIn([TESTS, SAMPLES, TOOLS, 'apidoc generated codegen'], '/');
const SOURCE = /^[^._].*\.go$/;
const GENERATED = /\.pb\.|_gen\.go$|^zz_/;

/** Undefined where no sources are there to tell, or too many. `isImported`: whether other modules of the tree require it. */
export function buildsProgram(
  project: Project,
  { directory: module }: Pick<Module, 'directory'>,
  isImported = false,
): boolean | undefined {
  let read = 0;
  let isTold = false;
  for (const [directory, names] of directoriesOf(project, module, isImported)) {
    isTold ||= names.some((name) => SOURCE.test(name) && GENERATED.test(name));
    for (const source of sourcesOf(names)) {
      if (read++ === MAX_READ) return undefined;
      const path = inDirectory(directory, source);
      const name = project.parse(path, packageOf);
      if (isReadFailure(name) || name === undefined) continue;
      if (name === 'main' && !(isImported && directory === module && isEmpty(project, path))) return true;
      isTold = true;
      break;
    }
  }
  return isTold ? false : undefined;
}

/** The directories of a module with what lies in each, those above first. */
function* directoriesOf(project: Project, module: string, isImported: boolean): Generator<readonly [string, readonly string[]]> {
  const open = [module];
  for (let directory = open.shift(); directory !== undefined; directory = open.shift()) {
    const names = project.list(directory);
    if (directory !== module && names.includes('go.mod')) continue;
    yield [directory, names];
    for (const name of names) {
      if (IGNORED_DIRECTORY.test(name) || (isImported && isTooling(name))) continue;
      const inner = inDirectory(directory, name);
      if (project.list(inner).length > 0) open.push(inner);
    }
  }
}

/** `main.go` tells soonest; what a generator writes may be large, and is never a program. */
function sourcesOf(names: readonly string[]): readonly string[] {
  const sources = names.filter((name) => SOURCE.test(name) && !name.endsWith('_test.go') && !GENERATED.test(name));
  return sources.includes('main.go') ? ['main.go', ...sources.filter((name) => name !== 'main.go')] : sources;
}

/** `func main() {}` lets the go command build a module that others import. */
export function isEmpty(project: Project, source: string): boolean {
  return project.parse(source, doesNothing) === true;
}

function doesNothing({ text }: SourceFile): boolean {
  return text.length < HEAD && /^func main\(\)\s*\{\s*\}/m.test(text);
}

/** What stands before the package clause: comments and blank lines. A comment can end in one place only, or many take forever. */
const CLAUSE = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^*/][^*]*\*+)*\/)*package[ \t]+(\w+)/;
/** Characters that are looked through for it. */
const HEAD = 1 << 15;

function packageOf({ text }: SourceFile): string | undefined {
  const match = CLAUSE.exec(text.slice(0, HEAD));
  // A script of a developer's beside the package (`ignore`, `mage`) is no part of any build.
  return match === null || !isBuilt(match[0]) ? undefined : match[1];
}
