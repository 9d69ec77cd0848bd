import type { LoadedConfig } from '../config/load.ts';
import { hostKey, type JointResult } from '../detect/joint/joint.ts';
import {
  type Conflict,
  type Diagnostic,
  ECOSYSTEM_FACTS,
  type Fleet,
  HOST_RUNTIMES,
  type Host,
  type IsolationLevel,
  type Placement,
  type Repin,
  type Rung,
  type RuntimeName,
  type Service,
  type ServiceId,
  type Target,
  type Verdict,
} from '../model/index.ts';
import { type Exclusion, exclusionsAmong, exclusionsAt, NO_WISHES, type OwnLevels } from './constraints.ts';
import { ladder } from './ladder.ts';
import { placeAsWished } from './place.ts';
import type { Bound } from './ties.ts';
import { lines, readWishes } from './wishes.ts';

export interface Planned {
  readonly placement: Placement;
  readonly ladder: readonly Rung[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanOptions {
  readonly level: IsolationLevel;
  readonly loaded: LoadedConfig;
  /** What a host of these services runs. */
  readonly targetOf: (members: readonly ServiceId[]) => Target;
  readonly joint: JointResult;
}

/** Wishes from config, the fewest hosts at the asked level, and the ladder over all levels. */
export function planHosts(
  { services, setAside = [] }: Pick<Fleet, 'services' | 'setAside'>,
  conflicts: readonly Conflict[],
  { level, loaded, targetOf, joint }: PlanOptions,
): Planned {
  const ids = services.map((service) => service.id);
  const read = readWishes(services, setAside, loaded);
  // Wishes that exclude each other bind nobody until their owner has decided; the errors say so.
  const wishes = read.diagnostics.length === 0 ? read.wishes : NO_WISHES;
  const levels = ownLevels(services, loaded);
  const exclusions = exclusionsAmong(ids, conflicts, level, levels);
  const placed = placeAsWished(ids, exclusions, wishes);
  const { assignment, impossible: reason } = placed;
  const impossible =
    reason === undefined
      ? []
      : impossibleWishes(read.bound, reason, (conflict) => exclusionsAt([conflict], level, levels), { conflicts, loaded });
  const byId = new Map(services.map((service) => [service.id, service]));
  let unnamed = 0;
  const hosts = assignment.hosts.map((members): Host => {
    const proved = joint.hosts.get(hostKey(members));
    return {
      // Where its pins cannot be had, a host has no name of config's.
      id: (reason === undefined ? members.flatMap((id) => wishes.pins.get(id) ?? [])[0] : undefined) ?? `host-${++unnamed}`,
      services: members,
      verdict: hostVerdict(members, proved, level),
      runtimes: runtimesOf(members, byId, targetOf(members)),
      repins: proved ?? [],
    };
  });
  return {
    placement: { level, hosts, lowerBound: assignment.lowerBound, optimal: assignment.optimal },
    ladder: ladder(ids, conflicts, wishes, levels, { level, ...placed }),
    diagnostics: [...read.diagnostics, ...impossible],
  };
}

/** What config says of single services: how they are isolated whatever the rest of the fleet does. */
export function ownLevels(services: readonly Service[], { config }: LoadedConfig): OwnLevels {
  const levels = new Map<ServiceId, IsolationLevel>();
  for (const { id, path } of services) {
    const own = config.services?.[path]?.level ?? config.services?.[id]?.level;
    if (own !== undefined) levels.set(id, own);
  }
  return levels;
}

/** Services that config keeps together although an error parts them: each such error with both of its sides. */
function impossibleWishes(
  bound: readonly Bound[],
  message: string,
  exclusionsOf: (conflict: Conflict) => readonly Exclusion[],
  { conflicts, loaded: { file } }: { readonly conflicts: readonly Conflict[]; readonly loaded: LoadedConfig },
): readonly Diagnostic[] {
  const found = bound.flatMap((group): readonly Diagnostic[] =>
    conflicts
      .filter((conflict) => exclusionsOf(conflict).some((exclusion) => isBroken(exclusion, group.services)))
      .map((conflict) => {
        const inside = conflict.services.filter((service) => group.services.includes(service));
        const places = conflict.demands
          .filter(({ service }) => inside.includes(service))
          .map(({ origin }) => `${origin.file}:${origin.line}`);
        const text = `config keeps ${inside.join(' and ')} on one host (${lines(group.lines)}), but ${conflict.subject} parts them (${conflict.id}: ${[...new Set(places)].slice(0, 4).join(', ')}); end the conflict, isolate one of them, or drop the wish`;
        return impossible(text, file, group.lines[0]);
      }),
  );
  return found.length === 0 ? [impossible(message, file, 1)] : found;
}

function isBroken({ sides, anyTwo = false }: Exclusion, services: readonly ServiceId[]): boolean {
  const met = sides.filter((side) => side.some((service) => services.includes(service)));
  return met.length === sides.length || (anyTwo && met.length > 1);
}

function impossible(message: string, file: string | undefined, line = 1): Diagnostic {
  return { code: 'placement/impossible', severity: 'error', message, ...(file === undefined ? {} : { file, line }) };
}

/** A host is proved when it was resolved as a whole: that every two agree says nothing of three. */
function hostVerdict(members: readonly ServiceId[], proved: readonly Repin[] | undefined, level: IsolationLevel): Verdict {
  if (members.length === 1) return 'share';
  if (level !== 'environment' || proved === undefined) return 'likely';
  return proved.length > 0 ? 'repin' : 'share';
}

function runtimesOf(
  members: readonly ServiceId[],
  byId: ReadonlyMap<ServiceId, Service>,
  target: Target,
): Readonly<Partial<Record<RuntimeName, string>>> {
  const used = new Set(
    members.flatMap((id) => byId.get(id)?.ecosystems.map((ecosystem) => ECOSYSTEM_FACTS[ecosystem].runtime) ?? []),
  );
  const installed = HOST_RUNTIMES.filter((name) => used.has(name));
  return Object.fromEntries([...installed].sort().map((name) => [name, target[name]]));
}
