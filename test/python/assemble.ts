import { python } from '../../analyzers/python/index.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import type { Dependency, Target, Unit } from '../../src/model/index.ts';
import { targetOf } from '../target.ts';

export const TARGET = targetOf({ python: '3.11' });

/** The analyzer over files in memory. */
export function assemble(files: Readonly<Record<string, string | Uint8Array>>, target: Target = TARGET) {
  const tree = memoryTree(files);
  const walked = walk(tree, ['.']);
  return python.read(projectFor(python.files, walked, new FileStore(tree)))(target);
}

/** `group/scope name constraint [resolved]` of each dependency: what a reader wants to compare. */
export function shown({ group, scope, name, constraint, resolved, marker, via }: Dependency): string {
  return [
    `${group}/${scope}`,
    `${name}${constraint === '' ? '' : ` ${constraint}`}`,
    ...(resolved === undefined ? [] : [`= ${resolved}`]),
    ...(marker === undefined ? [] : [`; ${marker}`]),
    ...(via.length === 0 ? [] : [`via ${via.map((one) => one.replace('pkg:pypi/', '')).join(' ')}`]),
  ].join(' ');
}

export function unitAt(units: readonly Unit[], path: string): Unit {
  const unit = units.find((one) => one.path === path);
  if (unit === undefined) throw new Error(`no unit at ${path}, only at ${units.map((one) => one.path).join(', ')}`);
  return unit;
}

/** The dependencies of one directory's unit, as `shown`. */
export function dependencies(files: Readonly<Record<string, string>>, path = '.'): readonly string[] {
  return unitAt(assemble(files).units, path).dependencies.map(shown);
}

/** The codes of all that was said. */
export function codes(files: Readonly<Record<string, string>>): readonly string[] {
  return assemble(files).diagnostics.map(({ code }) => code);
}
