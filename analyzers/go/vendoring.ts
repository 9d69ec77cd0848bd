import { type Diagnostic, inDirectory } from '../../src/model/index.ts';
import type { GoMod, ModuleVersion } from './files/modfile.ts';
import type { Position } from './files/syntax.ts';
import type { VendorList } from './files/vendor.ts';
import { compareGo } from './gover.ts';

/**
 * Whether vendor/modules.txt holds what go.mod asks for (Go Modules Reference, "Vendoring"; the go command's
 * checkVendorConsistency): from Go 1.14 on nothing is built until it does. Older modules leave the directory alone.
 */

const SINCE = '1.14';

interface Contradiction {
  readonly of: ModuleVersion;
  readonly says: string;
  /** In go.mod; in the list where there is none. */
  readonly at?: Position;
  readonly line?: number;
}

interface Vendored {
  readonly file: string;
  readonly directory: string;
  readonly path: string;
  readonly mod: GoMod;
  readonly vendored?: VendorList;
}

/** One diagnostic for a module whose list contradicts its go.mod, at the first such line. */
export function inconsistentVendoring({ file, directory, path, mod, vendored }: Vendored): readonly Diagnostic[] {
  if (vendored === undefined || vendored.ofWorkspace || mod.go === undefined || compareGo(mod.go.value, SINCE) < 0) return [];
  const all = [...unlisted(mod, vendored), ...replaced(mod, vendored, path), ...unasked(mod, vendored)];
  const [first] = all;
  if (first === undefined) return [];
  const list = inDirectory(directory, 'vendor/modules.txt');
  const more = all.length === 1 ? '' : ` (the first of ${all.length} such lines)`;
  const message = `${named(first.of)} ${first.says}${more}: the go command builds nothing of this module until they agree; run go mod vendor, or remove the vendor directory`;
  const place = first.at === undefined ? { file: list, line: first.line ?? 1 } : { file, ...first.at };
  return [{ code: 'go/inconsistent-vendoring', severity: 'warning', message, ...place }];
}

const named = ({ path, version }: ModuleVersion): string => (version === '' ? path : `${path} ${version}`);

function unlisted(mod: GoMod, { modules }: VendorList): readonly Contradiction[] {
  return mod.require.flatMap(({ path, version, at }): readonly Contradiction[] => {
    const listed = modules.get(path);
    if (listed?.explicit === true && listed.version === version) return [];
    const other = listed === undefined || listed.version === version ? '' : `, which has ${listed.version}`;
    return [{ of: { path, version }, says: `is required here, and not so by vendor/modules.txt${other}`, at }];
  });
}

function replaced(mod: GoMod, { replacements }: VendorList, main: string): readonly Contradiction[] {
  return mod.replace.flatMap(({ old, new: target, at }): readonly Contradiction[] => {
    const marked = replacements.get(named(old));
    if (old.path === main || (marked?.path === target.path && marked.version === target.version)) return [];
    const other = marked === undefined ? '' : `, which has ${named(marked)}`;
    return [{ of: old, says: `is replaced by ${named(target)} here, and not so by vendor/modules.txt${other}`, at }];
  });
}

function unasked(mod: GoMod, { modules, replacements }: VendorList): readonly Contradiction[] {
  const required = new Set(mod.require.map(named));
  const replacing = new Set(mod.replace.map(({ old }) => named(old)));
  // Of what brings no package the go command asks nothing.
  const extra = [...modules.values()].flatMap((one): readonly Contradiction[] =>
    one.used && one.explicit && !required.has(named(one))
      ? [{ of: one, says: 'is listed as required here, and not in go.mod', line: one.line }]
      : [],
  );
  const gone = [...replacements].flatMap(([of, { line }]): readonly Contradiction[] => {
    const [path = '', version = ''] = of.split(' ');
    if (replacing.has(of) || replacing.has(path)) return [];
    return [{ of: { path, version }, says: 'is listed as replaced here, and not in go.mod', line }];
  });
  return [...extra, ...gone];
}
