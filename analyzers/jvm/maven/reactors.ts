/** Which modules one run of Maven builds together, and what keeps it from finding an order for them. */

import { type Diagnostic, directoryOf, groupBy, pathBelow, type Unit } from '../../../src/model/index.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { Place } from './model/pom.ts';
import { modulesOf } from './native.ts';
import { isRange } from './versions/range.ts';

/** A POM of the tree. */
export interface Module {
  readonly path: string;
  readonly model: EffectiveModel;
}

/** POM → the POM that lists it among its modules (Maven, "Guide to Working with Multiple Modules"). */
export function reactorsOf(entries: readonly Module[]): ReadonlyMap<string, string> {
  return new Map(entries.flatMap(({ path, model }) => modulesOf(path, model).map((module) => [module, path] as const)));
}

/** The directory that a module is built from with those that it needs: the topmost one above it. */
export function reactorOf(path: string, listedIn: ReadonlyMap<string, string>): Pick<Unit, 'workspace'> {
  const home = directoryOf(path);
  let root = home;
  for (let next = listedIn.get(path); next !== undefined; next = listedIn.get(next)) {
    const directory = directoryOf(next);
    // Each is above the one before, so that POMs which list each other end.
    if (pathBelow(directory, root) === undefined) break;
    root = directory;
  }
  return root === home ? {} : { workspace: root };
}

/** Modules of one reactor that wait for each other: Maven builds none of them. */
export interface Circle {
  /** Names of the modules, the first once more at the end. */
  readonly names: readonly string[];
  /** Where the first asks for the second. */
  readonly file: string;
  readonly place: Place;
}

interface Edge {
  readonly to: Module;
  readonly file: string;
  readonly place: Place;
}

const nameOf = ({ model }: Module): string => `${model.groupId}:${model.artifactId}`;

const parentOf = ({ model }: Module): string | undefined => model.lineage[1]?.file;

/** Modules that have to be built before this one: its parent, and what it depends on in any scope. */
function edgesOf(
  module: Module,
  byPath: ReadonlyMap<string, Module>,
  byName: ReadonlyMap<string, readonly Module[]>,
): readonly Edge[] {
  const { path, model } = module;
  const needs = model.dependencies.flatMap(({ groupId = '', artifactId = '', version = '', file, place }) =>
    (byName.get(`${groupId}:${artifactId}`) ?? [])
      .filter((one) => one.path !== path && (one.model.version === version || isRange(version)))
      // What a parent needs of its own child waits for nothing: the child comes after it.
      .filter((one) => parentOf(one) !== path)
      .map((to): Edge => ({ to, file, place })),
  );
  const above = byPath.get(parentOf(module) ?? '');
  const place = model.lineage[0]?.parent?.place ?? { line: 1, column: 1 };
  return above === undefined ? needs : [...needs, { to: above, file: path, place }];
}

/** One circle among these modules, if they have any: those that wait for nothing are taken away until none is left. */
function circleAmong(modules: readonly Module[]): Circle | undefined {
  const byName = groupBy(modules, nameOf);
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const edges = new Map(modules.map((module) => [module.path, edgesOf(module, byPath, byName)]));
  const waiting = new Map([...edges].map(([path, list]) => [path, list.length]));
  const waitedBy = groupBy(
    [...edges].flatMap(([path, list]) => list.map(({ to }) => ({ path, to: to.path }))),
    ({ to }) => to,
  );
  const free = [...waiting].filter(([, count]) => count === 0).map(([path]) => path);
  for (let path = free.pop(); path !== undefined; path = free.pop()) {
    waiting.delete(path);
    for (const { path: other } of waitedBy.get(path) ?? []) {
      const left = (waiting.get(other) ?? 0) - 1;
      waiting.set(other, left);
      if (left === 0) free.push(other);
    }
  }
  const [start] = waiting.keys();
  if (start === undefined) return undefined;
  const way: { readonly at: string; readonly edge: Edge }[] = [];
  const seen = new Map<string, number>();
  for (let at = start; !seen.has(at); ) {
    seen.set(at, way.length);
    const edge = edges.get(at)?.find(({ to }) => waiting.has(to.path));
    if (edge === undefined) return undefined;
    way.push({ at, edge });
    at = edge.to.path;
  }
  const last = way.at(-1)?.edge.to;
  const round = way.slice(seen.get(last?.path ?? '') ?? 0);
  const [first] = round;
  if (first === undefined || last === undefined) return undefined;
  const { file, place } = first.edge;
  return { names: [nameOf(last), ...round.map(({ edge }) => nameOf(edge.to))], file, place };
}

/** POMs whose reactor Maven cannot put in order, each with the circle that keeps it. */
export function circlesOf(entries: readonly Module[], listedIn = reactorsOf(entries)): ReadonlyMap<string, Circle> {
  const reactors = groupBy(entries, ({ path }) => reactorOf(path, listedIn).workspace ?? directoryOf(path));
  return new Map(
    [...reactors.values()].flatMap((modules) => {
      const circle = modules.length < 2 ? undefined : circleAmong(modules);
      return circle === undefined ? [] : modules.map(({ path }) => [path, circle] as const);
    }),
  );
}

/** Why Maven refuses to build a reactor. */
export function circleText({ names }: Circle): string {
  return `modules of one build wait for each other: ${names.join(' -> ')}; Maven refuses the build`;
}

/** Circles as diagnostics, each once. */
export function circleNotes(circles: ReadonlyMap<string, Circle>): readonly Diagnostic[] {
  return [...new Set(circles.values())].map((circle) => ({
    code: 'maven/module-circle',
    severity: 'error' as const,
    message: circleText(circle),
    file: circle.file,
    line: circle.place.line,
    column: circle.place.column,
  }));
}
