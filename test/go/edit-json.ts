import type { GoMod, Replacement } from '../../analyzers/go/files/modfile.ts';
import type { GoWork } from '../../analyzers/go/files/workfile.ts';

/** Files as `go mod edit -json` and `go work edit -json` print them, without the fields that say nothing. */
export type Json = Readonly<Record<string, unknown>>;

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

/** Fields that the go command prints empty are no difference, at any depth. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, withoutEmpty(inner)]);
  return Object.fromEntries(entries.filter(([, inner]) => !isEmpty(inner)));
}

const replaced = ({ old, new: target }: Replacement): Json => ({
  Old: { Path: old.path, Version: old.version },
  New: { Path: target.path, Version: target.version },
});

const named = ({ value }: { readonly value: string }): Json => ({ Path: value });

export function modJson(mod: GoMod): unknown {
  return withoutEmpty({
    ...(mod.module === undefined ? {} : { Module: { Path: mod.module.path, Deprecated: mod.module.deprecated } }),
    Go: mod.go?.value,
    Toolchain: mod.toolchain?.value,
    GoDebug: mod.godebug.map(({ key, value }) => ({ Key: key, Value: value })),
    Require: mod.require.map(({ path, version, indirect }) => ({ Path: path, Version: version, Indirect: indirect })),
    Exclude: mod.exclude.map(({ path, version }) => ({ Path: path, Version: version })),
    Replace: mod.replace.map(replaced),
    Retract: mod.retract.map(({ low, high, rationale }) => ({ Low: low, High: high, Rationale: rationale })),
    Tool: mod.tool.map(named),
    Ignore: mod.ignore.map(named),
  });
}

export function workJson(work: GoWork): Json {
  const shown = withoutEmpty({
    Go: work.go?.value,
    Toolchain: work.toolchain?.value,
    GoDebug: work.godebug.map(({ key, value }) => ({ Key: key, Value: value })),
    Use: work.use.map(({ value }) => ({ DiskPath: value })),
    Replace: work.replace.map(replaced),
  });
  return typeof shown === 'object' && shown !== null ? { ...shown } : {};
}
