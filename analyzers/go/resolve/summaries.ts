import type { SumContradiction } from '../files/gosum.ts';
import type { GoMod, ModuleVersion, Retraction } from '../files/modfile.ts';
import { compareGo, PRUNING_VERSION } from '../gover.ts';

/** What minimal version selection needs of a dependency's go.mod. */
export interface Summary {
  /** The module path that the file declares; empty when it declares none. */
  readonly path: string;
  /** Its go line; empty when it has none. */
  readonly go: string;
  readonly requires: readonly ModuleVersion[];
  /** The go.sum files that know another go.mod of this version; they count for the builds that read them. */
  readonly contradictions?: readonly SumContradiction[];
  readonly deprecated?: string;
  readonly retract?: readonly Pick<Retraction, 'low' | 'high' | 'rationale'>[];
}

/** Why a module's go.mod could not be had. */
export interface LoadFailure {
  readonly failure: 'unknown-module' | 'unreachable' | 'malformed' | 'wrong-hash' | 'no-registry' | 'outside-root';
  readonly message: string;
}

/** Where go.mod files of dependencies come from. A directory replacement has an empty version. */
export interface ModuleSource {
  load(module: ModuleVersion): Promise<Summary | LoadFailure>;
}

export function isLoadFailure(value: Summary | LoadFailure): value is LoadFailure {
  return 'failure' in value;
}

export function summaryOf(mod: GoMod): Summary {
  const deprecated = mod.module?.deprecated ?? '';
  return {
    path: mod.module?.path ?? '',
    go: mod.go?.value ?? '',
    requires: mod.require.map(({ path, version }) => ({ path, version })),
    ...(deprecated === '' ? {} : { deprecated }),
    ...(mod.retract.length === 0 ? {} : { retract: mod.retract.map(({ low, high, rationale }) => ({ low, high, rationale })) }),
  };
}

/** Whether a go.mod with this go line lists all that its packages need, so that what lies deeper may be left out. */
export function supportsPruning(go: string): boolean {
  return go !== '' && compareGo(go, PRUNING_VERSION) >= 0;
}
