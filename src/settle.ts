import { realmSettings } from './config/load.ts';
import { applyRuleSettings } from './detect/apply/settings.ts';
import { bySeverity, type Detection, impliedConflicts } from './detect/detect.ts';
import { hostKey, type JointResult, NO_JOINT, resolveHosts, resolveJointly, withResolved } from './detect/joint/joint.ts';
import { pairKey, partedPairs } from './detect/pairs.ts';
import { type Gathered, ruleBook, runtimeDemands } from './gather.ts';
import type {
  Conflict,
  DeployedGroups,
  Diagnostic,
  EcosystemId,
  Fleet,
  IsolationLevel,
  Resolver,
  ServiceId,
  Target,
} from './model/index.ts';
import { planHosts } from './place/plan.ts';
import type { Clock, Judged } from './request.ts';
import { chooseTarget } from './target.ts';

/** Placement and joint resolution, which ask each other until every proposed host stands. */

type Resolvers = ReadonlyMap<EcosystemId, Resolver>;

/** What the registries say of every pair, and who can be asked about more. */
export interface Resolved {
  readonly pairs: JointResult;
  readonly resolvers: Resolvers;
}

/** Whom to ask, and about which groups of a service. */
interface Asking {
  readonly factories: Gathered['resolvers'];
  readonly isDeployed: DeployedGroups;
}

/** Opens the registries and resolves every pair of services; nothing of it unless the request asks. */
export async function resolvePairs(
  fleet: Fleet,
  detection: Detection,
  { factories, isDeployed }: Asking,
  request: Judged,
  warn: (diagnostic: Diagnostic) => void,
): Promise<Resolved> {
  if (request.resolve === undefined) return { pairs: NO_JOINT, resolvers: new Map() };
  const environment = await request.resolve(fleet.target, warn);
  const resolvers = new Map<EcosystemId, Resolver>();
  for (const [id, open] of factories) {
    if (request.realms === undefined || request.realms.includes(id)) resolvers.set(id, await open(environment, isDeployed));
  }
  const parted = partedPairs(detection.conflicts);
  const pairs = await resolveJointly({
    services: fleet.services,
    resolvers,
    separate: (ecosystem, a, b) => parted.get(ecosystem)?.has(pairKey(a, b)) === true,
    progress: (done, total) => request.progress?.('resolving', done, total),
  });
  const options = { target: fleet.target, settings: realmSettings(request.config) };
  const parting =
    request.realms?.includes('runtime') === false ? [] : impliedConflicts(pairs.implied, detection, ruleBook(), options);
  return { pairs: { ...pairs, conflicts: [...pairs.conflicts, ...parting] }, resolvers };
}

/** Over this many proposals the placement stands as it is, its hosts `likely` rather than proved. */
const MAX_PROPOSALS = 50;

interface Settled {
  readonly applied: ReturnType<typeof applyRuleSettings>;
  readonly placed: ReturnType<typeof planHosts>;
  readonly joint: JointResult;
}

interface Settling {
  readonly level: IsolationLevel;
  readonly request: Judged;
  readonly clock: Clock;
}

/** Places, resolves each proposed host as a whole, and places anew with the clashes found, until every host stands. */
export async function settle(
  fleet: Fleet,
  detected: readonly Conflict[],
  { pairs, resolvers }: Resolved,
  { level, request, clock }: Settling,
): Promise<Settled> {
  let joint = pairs;
  const asked = new Set<string>();
  for (let proposal = 1; ; proposal++) {
    const conflicts = [...withResolved(detected, joint.conflicts)].sort(bySeverity);
    const applied = applyRuleSettings(conflicts, fleet.services, request.config, request.today);
    const placed = clock('place', () =>
      planHosts(fleet, applied.conflicts, { level, loaded: request.config, targetOf: hostTarget(fleet, request), joint }),
    );
    const unasked = placed.placement.hosts
      .map((host) => host.services)
      .filter((members) => members.length > 1 && !asked.has(hostKey(members)));
    if (level !== 'environment' || resolvers.size === 0 || unasked.length === 0 || proposal > MAX_PROPOSALS)
      return { applied, placed, joint };
    for (const members of unasked) asked.add(hostKey(members));
    const found = await resolveHosts(unasked, fleet.services, resolvers, joint.unsound);
    const known = new Set(joint.conflicts.map((conflict) => conflict.id));
    joint = {
      ...joint,
      conflicts: [...joint.conflicts, ...found.conflicts.filter((conflict) => !known.has(conflict.id))],
      hosts: new Map([...joint.hosts, ...found.proved]),
      diagnostics: [...joint.diagnostics, ...found.diagnostics],
    };
  }
}

/** A host runs what its own services want: their newest common version, not the whole fleet's. */
function hostTarget(fleet: Fleet, request: Judged): (members: readonly ServiceId[]) => Target {
  const rules = ruleBook();
  const demands = new Map(fleet.services.map((service) => [service.id, runtimeDemands(service)]));
  return (members) =>
    chooseTarget(
      request.target ?? {},
      request.config.config.target ?? {},
      members.flatMap((id) => demands.get(id) ?? []),
      rules,
    );
}
