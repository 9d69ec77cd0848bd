import {
  append,
  type Companion,
  type Conflict,
  type EcosystemId,
  type Fix,
  type LineChange,
  listed,
  type Resolver,
  type Retried,
} from '../../model/index.ts';
import { companionText } from './companions.ts';

/** What files alone propose, put to the resolvers: a fix that only moves the clash elsewhere is none. */

/** Over these nobody is asked: each fix costs a resolution, and of very many services hardly ever all resolve. */
const MAX_CONFLICTS = 50;
const MAX_SERVICES = 12;

/**
 * Proved fixes say so and stand first, refuted ones go, and of the rest it is said why nothing is proved.
 */
export async function proveFixes(
  conflicts: readonly Conflict[],
  resolvers: ReadonlyMap<EcosystemId, Resolver>,
): Promise<readonly Conflict[]> {
  const proved: Conflict[] = [];
  let left = MAX_CONFLICTS;
  for (const conflict of conflicts) {
    const resolver = [...resolvers].find(([ecosystem]) => ecosystem === conflict.realm)?.[1];
    if (resolver?.retry === undefined || conflict.severity !== 'error') {
      proved.push(conflict);
      continue;
    }
    const isAsked = conflict.services.length <= MAX_SERVICES && left-- > 0;
    const fixes: Fix[] = [];
    for (const fix of conflict.fixes) append(fixes, await proveFix(fix, conflict, isAsked ? resolver : {}));
    proved.push({ ...conflict, fixes: fixes.sort((a, b) => rank(a) - rank(b)) });
  }
  return proved;
}

function rank({ proved }: Fix): number {
  return proved === true ? 0 : 1;
}

async function proveFix(fix: Fix, conflict: Conflict, { retry }: Pick<Resolver, 'retry'>): Promise<readonly Fix[]> {
  const change = changeOf(fix, conflict);
  if (change === undefined) return [fix];
  if (retry === undefined) return [unproved(fix, 'too many to ask')];
  const answer = await retry(conflict.services, change);
  if (answer.kind !== 'resolved' && fix.together !== undefined) {
    const moved = await retry(conflict.services, { ...change, freed: fix.together });
    if (moved.kind === 'resolved') return [provedTogether(fix, moved, fix.together)];
  }
  if (answer.kind === 'open') return [unproved(fix, answer.because)];
  if (answer.kind === 'refuted') return [];
  const version = answer.version === undefined ? '' : ` with ${change.key} ${answer.version}`;
  const { together: _, ...alone } = fix;
  return [{ ...alone, effect: `${fix.effect}, which resolves${version}`, proved: true }];
}

/** A pin that its family has to follow. */
function provedTogether(fix: Fix, { versions }: Retried & { readonly kind: 'resolved' }, together: readonly Companion[]): Fix {
  const moved = together.map((one) => `${companionText(one)} moves to ${versions?.get(one.key) ?? 'another release'}`);
  return { ...fix, effect: `${fix.effect}, which resolves where ${listed(moved, 4)}`, proved: true };
}

function unproved(fix: Fix, because: string): Fix {
  return { ...fix, effect: `${fix.effect} (not proved: ${because})`, proved: false };
}

function changeOf({ kind, to, file, line, places }: Fix, { demands: [first] }: Conflict): LineChange | undefined {
  if ((kind !== 'change-constraint' && kind !== 'align') || to === undefined || first === undefined) return undefined;
  const all = places ?? (file === undefined || line === undefined ? [] : [{ file, line }]);
  return all.length === 0 ? undefined : { key: first.key, places: all, to };
}
