import type * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Frozen } from '../../src/config/schema.ts';
import type { DeploymentFacts, Diagnostic, Unit } from '../../src/model/index.ts';
import type { DeploymentSchema, DiagnosticSchema, UnitSchema } from '../../src/snapshot/schema.ts';

/** Equal in every member, be it optional or not: the compiler's own notion of the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A member that the model has and the snapshot has not (or the other way round) does not compile. */
const tied: readonly [
  Same<Frozen<Unit>, Frozen<v.InferOutput<typeof UnitSchema>>>,
  Same<Frozen<DeploymentFacts>, Frozen<v.InferOutput<typeof DeploymentSchema>>>,
  Same<Frozen<Diagnostic>, Frozen<v.InferOutput<typeof DiagnosticSchema>>>,
] = [true, true, true];

test('snapshots hold what the model holds', () => {
  expect(tied).toEqual([true, true, true]);
});
