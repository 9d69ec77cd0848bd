/** What lines that bring no module say of versions: constraints, platforms, and what platforms of the tree hold. */
import type { Demand, Scope } from '../../../src/model/index.ts';
import { scopeOf } from './configurations.ts';
import { roleDemands } from './demands.ts';
import { matchesAny } from './locks/pins.ts';
import { excludedBy, keyOf, type Taken } from './managed.ts';
import { type Fleet, localTarget, type Member } from './members.ts';
import type { GradleDependency } from './model.ts';
import { exactly } from './versions/rich-version.ts';

/** Platforms of the tree that platforms of the tree include. */
const DEPTH = 10;

export interface Place {
  readonly service: string;
  readonly scope: Scope;
  readonly via: readonly string[];
}

export function isPlatform({ kind }: GradleDependency): boolean {
  return kind === 'platform' || kind === 'enforcedPlatform';
}

/** A plain constraint asks for at least its version, which matters only where somebody in the fleet allows no more. */
function matters(one: GradleDependency, fleet: Fleet): boolean {
  const { version } = one;
  const binds = version.strictly !== undefined || version.reject !== undefined;
  return (binds ? fleet.asked : fleet.bound).has(keyOf(one));
}

export function endorsedDemands(one: GradleDependency, member: Member, fleet: Fleet, place: Place): readonly Demand[] {
  if (one.kind === 'constraint') return constraintDemands(one, false, fleet, place);
  const platform = localTarget(one, member, fleet);
  if (platform !== undefined)
    return heldDemands(platform, { enforced: one.kind === 'enforcedPlatform', excluded: excludedBy(one) }, fleet, place, 0);
  const version = one.kind === 'enforcedPlatform' ? exactly(one.version) : one.version;
  return roleDemands({ ...one, version }, { ...place, role: 'platform' });
}

function heldDemands(platform: Member, taken: Taken, fleet: Fleet, place: Place, depth: number): readonly Demand[] {
  const { model } = platform.project;
  const { enforced, excluded } = taken;
  return model.dependencies.flatMap((one): readonly Demand[] => {
    const scope = scopeOf(one.configuration, model.extends);
    if (scope !== 'runtime' && scope !== 'provided') return [];
    if (matchesAny(excluded, one.group, one.name)) return [];
    if (one.kind === 'constraint') return constraintDemands(one, enforced, fleet, place);
    if (!isPlatform(one)) return [];
    const inner = localTarget(one, platform, fleet);
    if (inner === undefined) return endorsedDemands(one, platform, fleet, place);
    const below = { enforced: enforced || one.kind === 'enforcedPlatform', excluded: [...excluded, ...excludedBy(one)] };
    return depth < DEPTH ? heldDemands(inner, below, fleet, place, depth + 1) : [];
  });
}

/** What is enforced overrules whoever asks for the module; a plain constraint is one more say. */
function constraintDemands(one: GradleDependency, enforced: boolean, fleet: Fleet, place: Place): readonly Demand[] {
  if (!enforced) return matters(one, fleet) ? roleDemands(one, { ...place, role: 'constraint' }) : [];
  return fleet.asked.has(keyOf(one)) ? roleDemands(one, { ...place, role: 'enforced' }) : [];
}
