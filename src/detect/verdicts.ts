import {
  addOnce,
  type Compatibility,
  type Conflict,
  type Depth,
  type IsolationLevel,
  isActiveAt,
  isLive,
  type Service,
  type ServiceId,
  servicesBySide,
  sidesToClash,
  type Verdict,
} from '../model/index.ts';
import type { JointResult } from './joint/joint.ts';
import { pairKey } from './pairs.ts';

/** Above this many services pairs are told by groups that behave alike. */
const PAIR_LIMIT = 200;

export interface VerdictOptions {
  readonly level: IsolationLevel;
  readonly depth: Depth;
  /**
   * Which pairs: `needed`, those that are not `share` or `likely`, by groups where there are many services; `decided`,
   * all but those that are `likely`; `all`.
   */
  readonly list: 'needed' | 'decided' | 'all';
  /** Services of which a manifest could not be read: nothing is certain about them. */
  readonly unread: ReadonlyMap<ServiceId, string>;
}

/** What need not be listed: nobody has to act on it. */
const UNLISTED: Readonly<Record<VerdictOptions['list'], ReadonlySet<Verdict>>> = {
  needed: new Set(['share', 'likely']),
  decided: new Set(['likely']),
  all: new Set(),
};

/** Verdicts of pairs, as far as they are to be listed. */
export function verdicts(
  services: readonly Service[],
  conflicts: readonly Conflict[],
  joint: JointResult,
  options: VerdictOptions,
): readonly Compatibility[] {
  const active = conflicts.filter((conflict) => isActiveAt(conflict.clearedBy, options.level) && isLive(conflict));
  const ids = services.map((service) => service.id);
  if (ids.length > PAIR_LIMIT && options.list === 'needed') return groupVerdicts(active, options);
  const separate = separations(active);
  const unlisted = UNLISTED[options.list];
  const listed: Compatibility[] = [];
  for (let i = 0; i < ids.length; i++) {
    for (let j = i + 1; j < ids.length; j++) {
      const verdict = pairVerdict(ids[i] ?? '', ids[j] ?? '', separate, joint, options);
      if (!unlisted.has(verdict.verdict)) listed.push(verdict);
    }
  }
  return listed;
}

/** Errors by pair: one service of each of two sides. Conflicts of three and more sides part no pair. */
function separations(conflicts: readonly Conflict[]): ReadonlyMap<string, readonly Conflict[]> {
  const pairs = new Map<string, Conflict[]>();
  for (const conflict of conflicts) {
    if (conflict.severity !== 'error' || sidesToClash(conflict) !== 2) continue;
    for (const [a, b] of pairsAcross(conflict)) addOnce(pairs, pairKey(a, b), conflict);
  }
  return pairs;
}

/** Every two services that stand on different sides. */
function* pairsAcross(conflict: Conflict): Generator<readonly [ServiceId, ServiceId]> {
  const sides = servicesBySide(conflict);
  for (const [index, left] of sides.entries())
    for (const right of sides.slice(index + 1)) for (const a of left) for (const b of right) if (a !== b) yield [a, b];
}

function pairVerdict(
  a: ServiceId,
  b: ServiceId,
  separate: ReadonlyMap<string, readonly Conflict[]>,
  joint: JointResult,
  options: VerdictOptions,
): Compatibility {
  const pair = { services: [a, b], level: options.level };
  const against = separate.get(pairKey(a, b));
  if (against !== undefined) {
    const depth = against.some((conflict) => conflict.depth === 'resolved') ? 'resolved' : (against[0]?.depth ?? options.depth);
    return { ...pair, verdict: 'separate', depth, conflicts: against.map((conflict) => conflict.id).sort(), repins: [] };
  }
  const missing = options.unread.get(a) ?? options.unread.get(b) ?? joint.unknown.get(pairKey(a, b));
  if (missing !== undefined)
    return { ...pair, verdict: 'unknown', depth: options.depth, conflicts: [], repins: [], because: missing };
  const proved = joint.proved.get(pairKey(a, b));
  if (proved === undefined || options.level !== 'environment')
    return { ...pair, verdict: 'likely', depth: options.depth, conflicts: [], repins: [] };
  return { ...pair, verdict: proved.length > 0 ? 'repin' : 'share', depth: 'resolved', conflicts: [], repins: proved };
}

/** One line per conflict: each side is a group of services that behave alike towards the others. */
function groupVerdicts(conflicts: readonly Conflict[], options: VerdictOptions): readonly Compatibility[] {
  return conflicts
    .filter((conflict) => conflict.severity === 'error')
    .map(
      (conflict): Compatibility => ({
        services: conflict.services,
        level: options.level,
        verdict: 'separate',
        depth: conflict.depth,
        conflicts: [conflict.id],
        repins: [],
      }),
    );
}
