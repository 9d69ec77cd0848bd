import { type Demand, lockExcluded, type Remark, type RuleContext, shortPurl } from '../../src/model/index.ts';
import { copies } from './copies/copies.ts';
import { isBrought, isNested, isPeer, modelOf, sourceOf, step, written } from './demand-source.ts';
import { compareVersions, intersect, isAny, isEmpty, parseRange, type VersionSet } from './notation/range.ts';

/** What is worth a word beside clashes: locks that differ, locked peers, and copies below one workspace root. */
export function remark(demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  if (modelOf(context) === 'hoisted') return copies(demands);
  const rooted = demands.filter((demand) => !isNested(demand) && !isBrought(demand));
  return [...lockedPeers(rooted), ...drift(rooted)];
}

/** Model `flat`: locks pin versions of one direct dependency that a shared directory cannot both hold; some have to move. */
function drift(demands: readonly Demand[]): readonly Remark[] {
  const firm = demands.filter((demand) => demand.strength !== 'locked' && !isPeer(demand));
  const pins = demands.filter(
    (demand) => demand.strength === 'locked' && demand.kind === 'exact' && !isPeer(demand) && !contradictsItself(demand, firm),
  );
  const excluded = pins.filter((pin) => {
    const version = parseRange(pin.constraint);
    return version !== undefined && firm.some((other) => misses(version, other));
  });
  const versions = [...new Set(pins.map(({ constraint }) => constraint))].sort(compareVersions);
  const key = demands[0]?.key ?? '';
  if (excluded.length > 0) {
    const sets = excluded.flatMap((pin) => parseRange(pin.constraint) ?? []);
    const against = firm.filter((other) => sets.some((set) => misses(set, other)));
    const moved = [...new Set(excluded.map(({ constraint }) => constraint))].sort(compareVersions);
    return [
      {
        rule: 'version/drift',
        severity: 'warning',
        demands: [...excluded, ...against],
        message: `${lockExcluded(key, moved, excluded, against)}: sharing one node_modules moves the lock`,
        explanation: [...excluded, ...against].map(step),
      },
    ];
  }
  if (versions.length < 2) return [];
  return [
    {
      rule: 'version/drift',
      severity: 'note',
      demands: pins,
      message: `locks differ on ${key}: ${versions.join(', ')}; sharing one node_modules moves some of them`,
      explanation: [],
    },
  ];
}

/**
 * Model `flat`: a package that a lock holds has a peer that another service's demand does not suit. The lock may move,
 * so this proves nothing; but as they stand the two do not go together.
 */
function lockedPeers(demands: readonly Demand[]): readonly Remark[] {
  const stated = demands.filter((demand) => demand.strength !== 'locked' && demand.detail?.peer !== 'optional');
  const firm = stated.filter((demand) => !isPeer(demand) || !contradictsItself(demand, stated));
  const found: Remark[] = [];
  const seen = new Set<string>();
  for (const peer of demands) {
    const isAsked = peer.strength === 'locked' && isPeer(peer) && !isAny(peer.constraint);
    const asked = isAsked ? parseRange(peer.constraint) : undefined;
    if (asked === undefined) continue;
    const own = firm.filter(({ service }) => service === peer.service);
    if (own.some((demand) => misses(asked, demand))) continue;
    for (const other of firm) {
      if (other.service === peer.service || !misses(asked, other)) continue;
      const key = `${peer.via.join()} ${peer.constraint} ${other.constraint}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const holder = shortPurl(peer.via.at(-1) ?? '');
      found.push({
        rule: 'npm/locked-peer',
        severity: 'warning',
        demands: [peer, other],
        message: `${holder}, as locked, has the peer ${peer.key} ${peer.constraint}, but ${other.service} brings ${written(other)}`,
        explanation: [step(peer), step(other), `Another version of ${holder} may suit both: --resolve looks for one.`],
      });
    }
  }
  return found;
}

/** Whether a service's own lines exclude one of its peers or pins: that is its own trouble, whoever is beside it. */
function contradictsItself({ service, constraint }: Demand, demands: readonly Demand[]): boolean {
  const asked = parseRange(constraint);
  return asked !== undefined && demands.some((demand) => demand.service === service && misses(asked, demand));
}

/** A range that no version can be misses everything, and is told by itself. */
function misses(set: VersionSet, demand: Demand): boolean {
  const source = sourceOf(demand);
  if (source.kind === 'registry') return source.set !== undefined && !isEmpty(source.set) && isEmpty(intersect(set, source.set));
  return source.kind === 'link' && source.version !== undefined && isEmpty(intersect(set, parseRange(source.version) ?? set));
}
