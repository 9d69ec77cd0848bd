import type { Coordinates } from './ask.ts';
import type { PomBase, RawModel } from './pom.ts';
import type { MissingPom, ModelProblem } from './problems.ts';
import type { ActivationContext } from './profiles.ts';

/** A POM with all that it inherits and imports, as Maven builds it (`help:effective-pom`). */
export interface EffectiveModel extends Coordinates, PomBase {
  readonly packaging: string;
  /** The POM itself, then its parents, nearest first. */
  readonly lineage: readonly RawModel[];
  readonly activeProfiles: readonly string[];
  readonly problems: readonly ModelProblem[];
  readonly missing: readonly MissingPom[];
  /** Resolves expressions as for a value of this model (plugin configurations). */
  readonly expand: (text: string) => string;
}

/** What building models needs besides POMs. */
export interface BuildContext {
  readonly activation: ActivationContext;
  readonly exists: (path: string) => boolean;
  /** Management of imported BOMs, by coordinates: most modules import the same ones. */
  readonly imports: Map<string, EffectiveModel>;
}
