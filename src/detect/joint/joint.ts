import {
  addTo,
  append,
  byKey,
  type Conflict,
  type Demand,
  type Diagnostic,
  type EcosystemId,
  type Fix,
  listed,
  type Repin,
  type Resolution,
  type ResolvedFinding,
  type Resolver,
  type Service,
  type ServiceId,
} from '../../model/index.ts';
import { fingerprint } from '../fingerprint.ts';
import { pairKey } from '../pairs.ts';

/** What joint resolution adds to what the manifests and locks alone say. */
export interface JointResult {
  readonly conflicts: readonly Conflict[];
  /** Pairs that were proved to share, with the versions that have to move. */
  readonly proved: ReadonlyMap<string, readonly Repin[]>;
  /** Pairs about which too little is known, and what is missing. */
  readonly unknown: ReadonlyMap<string, string>;
  /** Whole hosts that were resolved as one, by `hostKey`, with the versions that have to move. */
  readonly hosts: ReadonlyMap<string, readonly Repin[]>;
  /** Services that have no solution by themselves: a set is asked about without them. */
  readonly unsound: Unsound;
  /** What services without a solution ask of a runtime by what they install. */
  readonly implied: readonly Demand[];
  readonly diagnostics: readonly Diagnostic[];
}

type Unsound = ReadonlyMap<EcosystemId, ReadonlySet<ServiceId>>;

export const NO_JOINT: JointResult = {
  conflicts: [],
  proved: new Map(),
  unknown: new Map(),
  hosts: new Map(),
  unsound: new Map(),
  implied: [],
  diagnostics: [],
};

export interface JointInput {
  readonly services: readonly Service[];
  readonly resolvers: ReadonlyMap<EcosystemId, Resolver>;
  /** Pairs already proved to be separate by their manifests, per ecosystem: not asked again. */
  readonly separate: (ecosystem: EcosystemId, a: ServiceId, b: ServiceId) => boolean;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Every ecosystem by itself: each service alone, then all pairs of those that stand alone, or whose own trouble can be put aside.
 * A pair is proved when all ecosystems that both have prove it. Sets of three and more are asked once the placement
 * proposes them: see `resolveHosts`.
 */
export async function resolveJointly(input: JointInput): Promise<JointResult> {
  const found: Found = { conflicts: [], diagnostics: [], broken: new Map(), implied: [] };
  const answers = new Map<string, Resolution[]>();
  const unsound = new Map<EcosystemId, ReadonlySet<ServiceId>>();
  let done = 0;
  const total = [...input.resolvers.keys()].reduce((count, id) => count + pairCount(servicesOf(input, id).length), 0);
  for (const [ecosystem, resolver] of withIds(input.resolvers, input.services)) {
    const { asked, own } = await resolveAlone(ecosystem, resolver, servicesOf(input, ecosystem), found);
    unsound.set(ecosystem, own);
    for (const [a, b] of pairsOf(asked)) {
      input.progress(++done, total);
      if (input.separate(ecosystem, a, b)) continue;
      const answer = await resolver.resolve([a, b]);
      // What one of them has alone was told.
      const isTold = answer.kind === 'conflict' ? answer.alone !== undefined : own.has(a) || own.has(b);
      if (isTold) continue;
      collect(answer, found, false);
      addTo(answers, pairKey(a, b), answer);
    }
  }
  return {
    conflicts: mergeAlike(found.conflicts),
    diagnostics: found.diagnostics,
    hosts: new Map(),
    unsound,
    implied: found.implied,
    ...fold(answers, found.broken, input.services),
  };
}

/** What resolutions have told so far. */
interface Found {
  readonly conflicts: Conflict[];
  readonly diagnostics: Diagnostic[];
  /** Why a service has no solution by itself. */
  readonly broken: Map<ServiceId, string>;
  readonly implied: Demand[];
}

/** `asked`: those that pairs are asked about; `own`: those without a solution by themselves, some of whom are asked about all the same. */
async function resolveAlone(
  ecosystem: EcosystemId,
  resolver: Resolver,
  services: readonly ServiceId[],
  found: Found,
): Promise<{ readonly asked: readonly ServiceId[]; readonly own: ReadonlySet<ServiceId> }> {
  const asked: ServiceId[] = [];
  const own = new Set<ServiceId>();
  for (const id of services) {
    const alone = await resolver.resolve([id]);
    collect(alone, found, true);
    if (alone.kind !== 'conflict' || alone.putAside === true) asked.push(id);
    if (alone.kind !== 'conflict') continue;
    found.broken.set(id, `${id} has no solution by itself (${ecosystem})`);
    own.add(id);
    for (const { implied } of alone.findings) if (implied !== undefined) found.implied.push(implied);
  }
  return { asked, own };
}

/**
 * What the files alone say and what resolutions say, each remark told once: where it has the most demands, and where it was
 * resolved rather than guessed. Errors all stay.
 */
export function withResolved(detected: readonly Conflict[], resolved: readonly Conflict[]): readonly Conflict[] {
  const told = new Map<string, Conflict[]>();
  for (const conflict of resolved) {
    const key = remarkKey(conflict);
    addTo(told, key, conflict);
  }
  const within = (inner: Conflict, outer: Conflict): boolean =>
    inner.demands.every((one) =>
      outer.demands.some(
        (other) => other.service === one.service && other.key === one.key && other.constraint === one.constraint,
      ),
    );
  return [
    ...detected.filter((one) => one.severity === 'error' || !told.get(remarkKey(one))?.some((other) => within(one, other))),
    ...resolved.filter(
      (one) =>
        one.severity === 'error' ||
        !told.get(remarkKey(one))?.some((other) => other.demands.length > one.demands.length && within(one, other)),
    ),
  ];
}

function remarkKey({ rule, realm, subject }: Conflict): string {
  return [rule, realm, subject].join('\0');
}

/** The name of a set of services, whatever their order. */
export function hostKey(members: readonly ServiceId[]): string {
  return [...members].sort().join('\0');
}

export interface HostsResolved {
  readonly conflicts: readonly Conflict[];
  readonly proved: ReadonlyMap<string, readonly Repin[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whole hosts as proposed, each ecosystem's part of one as one set: three services may clash of which every two agree. */
export async function resolveHosts(
  hosts: readonly (readonly ServiceId[])[],
  services: readonly Service[],
  resolvers: ReadonlyMap<EcosystemId, Resolver>,
  unsound: Unsound,
): Promise<HostsResolved> {
  const ecosystems = new Map(services.map((service) => [service.id, service.ecosystems]));
  const named = withIds(resolvers, services);
  const conflicts: Conflict[] = [];
  const diagnostics: Diagnostic[] = [];
  const proved = new Map<string, readonly Repin[]>();
  for (const members of hosts) {
    const answers: Resolution[] = [];
    let whole = true;
    for (const [ecosystem, resolver] of named) {
      const all = members.filter((member) => ecosystems.get(member)?.includes(ecosystem));
      const part = all.filter((member) => unsound.get(ecosystem)?.has(member) !== true);
      whole &&= part.length === all.length;
      if (part.length < 2) continue;
      const answer = await resolver.resolve(part);
      collect(answer, { conflicts, diagnostics }, false);
      answers.push(answer);
    }
    if (whole && answers.every((answer) => answer.kind === 'resolved'))
      proved.set(
        hostKey(members),
        answers.flatMap((answer) => answer.repins),
      );
  }
  return { conflicts: mergeAlike(conflicts), proved, diagnostics };
}

/** Analyzers know services by their paths; config may have named them otherwise. */
export function withIds(
  resolvers: ReadonlyMap<EcosystemId, Resolver>,
  services: readonly Service[],
): ReadonlyMap<EcosystemId, Resolver> {
  if (services.every(({ id, path }) => id === path)) return resolvers;
  const paths = new Map(services.map(({ id, path }) => [id, path]));
  const ids = new Map(services.map(({ id, path }) => [path, id]));
  const idOf = (path: ServiceId): ServiceId => ids.get(path) ?? path;
  const pathsOf = (wanted: readonly ServiceId[]): readonly ServiceId[] => wanted.map((id) => paths.get(id) ?? id);
  const named = ({ resolve, retry }: Resolver): Resolver => ({
    resolve: async (wanted) => renamed(await resolve(pathsOf(wanted)), idOf),
    ...(retry === undefined ? {} : { retry: (wanted, change) => retry(pathsOf(wanted), change) }),
  });
  return new Map([...resolvers].map(([ecosystem, resolver]) => [ecosystem, named(resolver)]));
}

function renamed(answer: Resolution, idOf: (path: ServiceId) => ServiceId): Resolution {
  if (answer.kind === 'unknown') return answer;
  const rename = <T extends { readonly service: ServiceId }>(one: T): T => ({ ...one, service: idOf(one.service) });
  const findings = answer.findings.map((finding) => ({
    ...finding,
    demands: finding.demands.map(rename),
    fixes: finding.fixes.map((fix) => (fix.service === undefined ? fix : { ...fix, service: idOf(fix.service) })),
    ...(finding.implied === undefined ? {} : { implied: rename(finding.implied) }),
  }));
  if (answer.kind === 'resolved') return { ...answer, findings, repins: answer.repins.map(rename) };
  return { ...answer, findings, ...(answer.alone === undefined ? {} : { alone: idOf(answer.alone) }) };
}

function servicesOf(input: JointInput, ecosystem: EcosystemId): readonly ServiceId[] {
  return input.services.filter((service) => service.ecosystems.includes(ecosystem)).map((service) => service.id);
}

function pairCount(count: number): number {
  return (count * (count - 1)) / 2;
}

function* pairsOf(ids: readonly ServiceId[]): Iterable<readonly [ServiceId, ServiceId]> {
  for (const [index, a] of ids.entries()) for (const b of ids.slice(index + 1)) yield [a, b];
}

function collect(answer: Resolution, { conflicts, diagnostics }: Pick<Found, 'conflicts' | 'diagnostics'>, alone: boolean): void {
  if (answer.kind === 'unknown') append(diagnostics, answer.diagnostics);
  else for (const finding of answer.findings) conflicts.push(toConflict(finding, alone, answer.kind));
}

function fold(
  answers: ReadonlyMap<string, readonly Resolution[]>,
  broken: ReadonlyMap<ServiceId, string>,
  services: readonly Service[],
): Pick<JointResult, 'proved' | 'unknown'> {
  const proved = new Map<string, readonly Repin[]>();
  const unknown = new Map<string, string>();
  for (const [pair, list] of answers) {
    const missing = list.find((answer) => answer.kind === 'unknown');
    if (missing !== undefined) unknown.set(pair, missing.because);
    else if (list.every((answer) => answer.kind === 'resolved'))
      proved.set(
        pair,
        list.flatMap((answer) => answer.repins),
      );
  }
  for (const [id, because] of broken)
    for (const other of services) if (other.id !== id) unknown.set(pairKey(id, other.id), because);
  for (const pair of unknown.keys()) proved.delete(pair);
  return { proved, unknown };
}

/** A finding of a single service is its own: a note. Demands are the sides, one per service. */
function toConflict(finding: ResolvedFinding, alone: boolean, kind: 'resolved' | 'conflict' = 'conflict'): Conflict {
  const services = [...new Set(finding.demands.map((demand) => demand.service))].sort();
  const demands = services.flatMap((service) => finding.demands.filter((demand) => demand.service === service));
  const sides = services.map((service) => demands.flatMap((demand, index) => (demand.service === service ? [index] : [])));
  const rule = alone && kind === 'conflict' ? 'service/unresolvable' : finding.rule;
  const conflict: Omit<Conflict, 'id'> = {
    rule,
    severity: alone ? 'note' : finding.severity,
    realm: finding.realm,
    subject: finding.subject,
    services,
    demands,
    sides,
    depth: 'resolved',
    clearedBy: finding.clearedBy,
    message: finding.message,
    explanation: finding.explanation,
    fixes: finding.fixes,
  };
  return { ...conflict, id: identify(conflict) };
}

/** The fix was resolved for the services of `first` alone; where others say the same line, theirs has to change with it. */
function widened(fix: Fix, first: Conflict, whole: Omit<Conflict, 'id'>): Fix {
  const line = first.demands.find(({ origin }) => origin.file === fix.file && origin.line === fix.line);
  const same = whole.demands.filter((one) => line !== undefined && wordsOf(one) === wordsOf(line));
  // One line may be that of several services: a catalog's, or a parent's.
  const places = [...new Map(same.map(({ origin: { file, line: at } }) => [`${file}:${at}`, { file, line: at }])).values()];
  const { service, proved: _, ...rest } = fix;
  return {
    ...rest,
    ...(places.length > 1 ? { places } : {}),
    ...(same.length > 1 || service === undefined ? {} : { service }),
    effect: `${fix.effect} (resolved for ${listed(first.services)} alone, with the others as they say the same)`,
    proved: false,
  };
}

/** What a demand says, whoever says it. */
function wordsOf({ subject, constraint, via }: Demand): string {
  return [subject, constraint, ...via].join('\u0001');
}

function identify(conflict: Omit<Conflict, 'id'>): string {
  return fingerprint({
    rule: conflict.rule,
    realm: conflict.realm,
    key: conflict.subject,
    demands: conflict.demands.map((demand) => `${demand.service} ${demand.constraint}`),
  });
}

/**
 * Findings that differ only in which service says the same thing are one: a core of exactly these constraints clashes
 * whoever states them.
 */
function mergeAlike(conflicts: readonly Conflict[]): readonly Conflict[] {
  const groups = new Map<string, { readonly first: Conflict; readonly sides: Map<string, Map<ServiceId, Conflict>> }>();
  for (const conflict of conflicts) {
    const said = conflict.sides.map((side) => sayingOf(conflict, side));
    const key = [conflict.rule, conflict.realm, conflict.subject, ...said.map(([saying]) => saying).sort()].join('\0');
    const group = groups.get(key) ?? { first: conflict, sides: new Map() };
    groups.set(key, group);
    for (const [saying, service] of said) group.sides.set(saying, (group.sides.get(saying) ?? new Map()).set(service, conflict));
  }
  return [...groups.values()].map(({ first, sides }) => merged(first, sides));
}

function sayingOf(conflict: Conflict, side: readonly number[]): readonly [saying: string, service: ServiceId] {
  const demands = side.flatMap((index) => conflict.demands[index] ?? []);
  const saying = demands.map(wordsOf).sort();
  return [saying.join('\u0002'), demands[0]?.service ?? ''];
}

function merged(first: Conflict, sides: ReadonlyMap<string, ReadonlyMap<ServiceId, Conflict>>): Conflict {
  const services = [...new Set([...sides.values()].flatMap((side) => [...side.keys()]))].sort();
  // Two services may state the same thing on both sides: then each pair stays a conflict of its own shape.
  if (services.length === first.services.length || sides.size !== first.sides.length) return first;
  const demands: Conflict['demands'][number][] = [];
  const indices = [...sides.values()].map((side) =>
    [...side].sort(byKey).flatMap(([service, conflict]) => {
      const own = conflict.demands.filter((demand) => demand.service === service);
      return own.map((demand) => demands.push(demand) - 1);
    }),
  );
  const others = services.filter((service) => !first.services.includes(service));
  const conflict: Omit<Conflict, 'id'> = {
    ...first,
    services,
    demands,
    sides: indices,
    explanation: [...first.explanation, `The same holds for ${others.join(', ')}.`],
  };
  return { ...conflict, fixes: first.fixes.map((fix) => widened(fix, first, conflict)), id: identify(conflict) };
}
