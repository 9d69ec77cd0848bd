import type {
  Conflict,
  Diagnostic,
  EcosystemId,
  Repin,
  Resolution,
  ResolvedFinding,
  Resolver,
  Service,
  ServiceId,
} from '../model/index.ts';
import { fingerprint } from './fingerprint.ts';
import { pairKey } from './verdicts.ts';

/** What joint resolution adds to what the manifests and locks alone say. */
export interface JointResult {
  readonly conflicts: readonly Conflict[];
  /** Pairs that were proved to share, with the versions that have to move. */
  readonly proved: ReadonlyMap<string, readonly Repin[]>;
  /** Pairs about which too little is known, and what is missing. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

export const NO_JOINT: JointResult = { conflicts: [], proved: new Map(), unknown: new Map(), diagnostics: [] };

export interface JointInput {
  readonly services: readonly Service[];
  readonly resolvers: ReadonlyMap<EcosystemId, Resolver>;
  /** Pairs already proved to be separate by their manifests, per ecosystem: not asked again. */
  readonly separate: (ecosystem: EcosystemId, a: ServiceId, b: ServiceId) => boolean;
  readonly progress: (done: number, total: number) => void;
}

/**
 * Every ecosystem by itself: each service alone, then the whole, then – unless the whole already proves them – all pairs.
 * A pair is proved when all ecosystems that both have prove it.
 */
export async function resolveJointly(input: JointInput): Promise<JointResult> {
  const conflicts = new Map<string, Conflict>();
  const diagnostics: Diagnostic[] = [];
  const answers = new Map<string, Resolution[]>();
  let done = 0;
  const total = [...input.resolvers.keys()].reduce((count, id) => count + pairCount(servicesOf(input, id).length), 0);
  for (const [ecosystem, resolver] of input.resolvers) {
    const ids = servicesOf(input, ecosystem);
    const sound: ServiceId[] = [];
    for (const id of ids) {
      const alone = await resolver.resolve([id]);
      collect(alone, conflicts, diagnostics, true);
      if (alone.kind !== 'conflict') sound.push(id);
    }
    for (let i = 0; i < sound.length; i++) {
      for (let j = i + 1; j < sound.length; j++) {
        const [a, b] = [sound[i] ?? '', sound[j] ?? ''];
        input.progress(++done, total);
        if (input.separate(ecosystem, a, b)) continue;
        const answer = await resolver.resolve([a, b]);
        collect(answer, conflicts, diagnostics, false);
        answers.set(pairKey(a, b), [...(answers.get(pairKey(a, b)) ?? []), answer]);
      }
    }
  }
  return { conflicts: [...conflicts.values()], diagnostics, ...fold(answers) };
}

function servicesOf(input: JointInput, ecosystem: EcosystemId): readonly ServiceId[] {
  return input.services.filter((service) => service.ecosystems.includes(ecosystem)).map((service) => service.id);
}

function pairCount(count: number): number {
  return (count * (count - 1)) / 2;
}

function collect(answer: Resolution, conflicts: Map<string, Conflict>, diagnostics: Diagnostic[], alone: boolean): void {
  if (answer.kind === 'unknown') {
    diagnostics.push(...answer.diagnostics);
    return;
  }
  for (const finding of answer.findings) {
    const conflict = toConflict(finding, alone);
    conflicts.set(conflict.id, conflict);
  }
}

function fold(answers: ReadonlyMap<string, readonly Resolution[]>): Pick<JointResult, 'proved' | 'unknown'> {
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
  return { proved, unknown };
}

/** A finding of a single service is its own: a note. Demands are the sides, one per service. */
export function toConflict(finding: ResolvedFinding, alone: boolean): Conflict {
  const services = [...new Set(finding.demands.map((demand) => demand.service))].sort();
  const demands = services.flatMap((service) => finding.demands.filter((demand) => demand.service === service));
  const sides = services.map((service) => demands.flatMap((demand, index) => (demand.service === service ? [index] : [])));
  const rule = alone ? 'service/unresolvable' : finding.rule;
  return {
    id: fingerprint({
      rule,
      realm: finding.realm,
      key: finding.subject,
      demands: demands.map((demand) => `${demand.service} ${demand.constraint}`),
    }),
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
}
