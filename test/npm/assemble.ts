import { npm } from '../../analyzers/npm/index.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import type { Diagnostic, Unit } from '../../src/model/index.ts';
import { targetOf } from '../target.ts';

export const TARGET = targetOf({ node: '20' });

export type Files = Readonly<Record<string, string | Uint8Array | object>>;

export interface Assembled {
  readonly units: ReadonlyMap<string, Unit>;
  readonly diagnostics: readonly Diagnostic[];
  /** `name constraint kind` of a unit's direct dependencies. */
  direct(path: string): readonly string[];
  /** `code file:line:column`. */
  readonly told: readonly string[];
}

export function assemble(files: Files, platform = TARGET.platform): Assembled {
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content, null, 2),
  ]);
  const tree = memoryTree(Object.fromEntries(texts));
  const project = projectFor(npm.files, walk(tree, ['.']), new FileStore(tree));
  const { units, diagnostics } = npm.read(project)({ ...TARGET, platform });
  const byPath = new Map(units.map((unit) => [unit.path, unit]));
  return {
    units: byPath,
    diagnostics,
    direct: (path) =>
      (byPath.get(path)?.dependencies ?? [])
        .filter(({ direct }) => direct)
        .map(({ name, constraint, kind }) => `${name} ${constraint} ${kind}`),
    told: diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}${column === undefined ? '' : `:${column}`}`),
  };
}
