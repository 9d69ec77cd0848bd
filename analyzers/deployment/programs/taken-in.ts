/**
 * Modules of the tree that a program takes in: what consumes or serves is as often made in one of them (`bridge/__main__.py`
 * beside `bridge/mqtt_client.py`, `main.go` behind `internal/service`) as where the program begins.
 */
import { exists, scriptModule } from '../../../src/formats/script-modules.ts';
import {
  directoriesAround,
  directoryOf,
  inDirectory,
  isReadFailure,
  isWithin,
  joinPath,
  type Project,
} from '../../../src/model/index.ts';
import { isOfTests, sourceText } from '../file-facts.ts';

/** Modules that one program is followed into; whoever takes in more is followed no further. */
const MAX_MODULES = 60;

/** Sources of its own package that a program imports itself. */
export function takenIn(project: Project, program: string): readonly string[] {
  const text = textOf(project, program);
  const isPython = program.endsWith('.py');
  const found = isPython ? pythonModules(project, program, text) : scriptModules(project, directoryOf(program), text);
  const home = packageOf(project, program, isPython);
  const own = found.filter((path) => path !== program && isWithin(path, home) && !isOfTests(path));
  return [...new Set(own)].slice(0, MAX_MODULES);
}

/** The outermost of Python's packages around a program, or the directory of its package.json; its own one where there is none. */
function packageOf(project: Project, program: string, isPython: boolean): string {
  const around = directoriesAround(program);
  const isIn = (directory: string, name: string): boolean => project.has(inDirectory(directory, name));
  if (!isPython) return around.find((directory) => isIn(directory, 'package.json')) ?? directoryOf(program);
  const outside = around.findIndex((directory) => !isIn(directory, '__init__.py'));
  return around[outside - 1] ?? directoryOf(program);
}

function textOf(project: Project, path: string): string {
  const text = project.parse(path, sourceText);
  return isReadFailure(text) ? '' : text;
}

const FROM = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]{0,4000}\)|[^\n]+)/gm;
const IMPORT = /^[ \t]*import[ \t]+(\w+(?:\.\w+)*)/gm;

/** Absolute names begin at any directory around the program: which of them is on the path, only its start says. */
function pythonModules(project: Project, program: string, text: string): readonly string[] {
  const around = directoriesAround(program);
  const home = directoryOf(program);
  const named = [...text.matchAll(FROM)].flatMap(([, dots = '', module = '', names = '']) => {
    const homes = dots === '' ? around : [joinPath(home, '../'.repeat(dots.length - 1) || '.') ?? home];
    const below = module === '' ? [] : [module];
    const ends = [...below, ...[...names.matchAll(/\w+/g)].map(([name]) => [...below, name].join('.'))];
    return ends.map((end) => moduleAt(project, homes, end));
  });
  const whole = [...text.matchAll(IMPORT)].map(([, module = '']) => moduleAt(project, around, module));
  return [...named, ...whole].flatMap((path) => path ?? []);
}

function moduleAt(project: Project, homes: readonly string[], module: string): string | undefined {
  const below = module.replaceAll('.', '/');
  const ends = [`${below}.py`, `${below}/__init__.py`];
  const paths = homes.flatMap((home) => ends.flatMap((end) => joinPath(home, end) ?? []));
  return paths.find((path) => exists(project, '.', path));
}

const SPECIFIER = /(?:\bfrom\s*|\brequire\(\s*|\bimport(?:\s*\()?\s*)['"](\.{1,2}\/[^'"\n]+)['"]/g;
function scriptModules(project: Project, home: string, text: string): readonly string[] {
  return [...text.matchAll(SPECIFIER)].flatMap(([, given = '']) => scriptModule(project, home, given) ?? []);
}

/** Steps from a Go program to the package that does its work: `cmd/api`, `internal/app`, `internal/service`. */
const GO_STEPS = 2;
const GO_FAR_STEPS = 8;

export interface GoPackages {
  readonly near: readonly string[];
  /** What is taken in from further away is as often made for other programs. */
  readonly far: readonly string[];
}

/** Sources of the packages of its own module that a Go program takes in, and of those that these do. */
export function goPackages(project: Project, program: string, module: GoModule): GoPackages {
  const seen = new Set<string>([directoryOf(program)]);
  const steps: string[][] = [];
  let from: readonly string[] = [program];
  let count = 0;
  while (steps.length < GO_FAR_STEPS && from.length > 0 && count < MAX_MODULES) {
    const packages = from.flatMap((path) => importedBy(textOf(project, path), module));
    from = [...new Set(packages)].flatMap((directory) => {
      if (seen.has(directory)) return [];
      seen.add(directory);
      return sourcesOf(project, directory);
    });
    steps.push(from.slice(0, MAX_MODULES - count));
    count += from.length;
  }
  return { near: steps.slice(0, GO_STEPS).flat(), far: steps.slice(GO_STEPS).flat() };
}

export interface GoModule {
  readonly directory: string;
  readonly name: string;
}

function importedBy(text: string, { directory, name }: GoModule): readonly string[] {
  return [...text.matchAll(/^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"([^"\s]+)"[ \t]*$/gm)].flatMap(([, path = '']) =>
    path.startsWith(`${name}/`) ? (joinPath(directory, path.slice(name.length + 1)) ?? []) : [],
  );
}

function sourcesOf(project: Project, directory: string): readonly string[] {
  return project
    .list(directory)
    .filter((name) => name.endsWith('.go') && !/(?:_test|\.pb|_gen|\.gen)\.go$/.test(name))
    .map((name) => inDirectory(directory, name));
}

/** The module that a source lies in, where its go.mod asks for one of these libraries itself. */
export function goModuleWith(project: Project, path: string, libraries: readonly string[]): GoModule | undefined {
  for (const directory of directoriesAround(path)) {
    const manifest = inDirectory(directory, 'go.mod');
    if (!project.has(manifest)) continue;
    const text = textOf(project, manifest);
    const name = /^module\s+"?([^\s"]+)/m.exec(text)?.[1];
    const asks = text
      .split('\n')
      .some((line) => libraries.some((library) => line.includes(`${library} v`)) && !line.includes('// indirect'));
    return name === undefined || !asks ? undefined : { directory, name };
  }
  return undefined;
}
