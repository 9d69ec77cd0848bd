import {
  type Conflict,
  type ConflictStatus,
  type Depth,
  type Diagnostic,
  type IsolationLevel,
  type RealmId,
  type Recommendation,
  type RecommendationTarget,
  type Repin,
  type Report,
  type ReportProgram,
  type Severity,
  type SizeEstimate,
  serviceLabel,
  shortPurl,
  type Verdict,
} from '../../model/index.ts';
import { FACTS } from '../../recommend/data/facts.ts';
import { changePhrase, demandText, fixPhrase, programWords, reasonWords } from '../phrases.ts';
import { linesOf, placesOf } from '../places.ts';
import { ruleEntry } from '../rules/rule-catalog.ts';
import { frameOf, type SourceLines } from '../sources.ts';
import { restates } from '../terminal/conflict-text.ts';

/**
 * What the page's script gets: the report, made small. Services, files and repeated texts are told by their index.
 * Every string is data: the script puts it into text nodes only.
 */
export interface View {
  readonly level: IsolationLevel;
  readonly depth: Depth;
  readonly files: readonly string[];
  readonly texts: readonly string[];
  /** purls and other subjects. */
  readonly names: readonly string[];
  readonly services: readonly ViewService[];
  readonly conflicts: readonly ViewConflict[];
  readonly rules: Readonly<Record<string, { readonly title: string; readonly why: string; readonly fix: string }>>;
  /** Pairs of which more is known than the conflicts say. */
  readonly pairs: readonly ViewPair[];
  readonly hosts: readonly string[];
  readonly advice: readonly ViewAdvice[];
  /** What a Lambda zip may hold, unzipped. */
  readonly lambdaBytes: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What was left out to keep the page small; the JSON report has it. */
  readonly omitted: { readonly conflicts: number; readonly diagnostics: number; readonly packages: boolean };
}

export interface ViewService {
  readonly id: string;
  readonly ecosystems: readonly string[];
  /** Index of its host; -1 when it has none. */
  readonly host: number;
  /** Index of the file and kind. */
  readonly manifests: readonly (readonly [number, string])[];
  readonly runtimes: readonly string[];
  /** What it starts beside each other, where that is more than one: what is run, and the file and line that say so. */
  readonly programs: readonly (readonly [string, number, number])[];
  readonly direct: number;
  readonly known: number;
  /** Index of the name, constraint and pinned version (or '') of direct dependencies. */
  readonly packages: readonly (readonly [number, string, string])[];
}

/** Service, file, line, text of the demand, and its code frame. */
export interface ViewDemand {
  /** Numbers of services. */
  readonly services: readonly number[];
  readonly file: number;
  readonly line: number;
  readonly text: string;
  readonly frame?: readonly (readonly [number, string])[];
}

export interface ViewConflict {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly realm: RealmId;
  /** Index of the name. */
  readonly subject: number;
  readonly clearedBy: IsolationLevel;
  readonly depth: Depth;
  readonly message: string;
  readonly status?: ConflictStatus;
  /** Services of each side; every two sides clash when there are two of them or `anyTwo` is set. */
  readonly sides: readonly (readonly number[])[];
  readonly anyTwo: boolean;
  readonly demands: readonly ViewDemand[];
  readonly moreDemands: number;
  readonly steps: readonly string[];
  readonly fixes: readonly string[];
}

export interface ViewPair {
  readonly services: readonly [number, number];
  readonly verdict: Verdict;
  readonly because?: string;
  readonly repins: readonly string[];
}

export interface ViewAdvice {
  readonly service: number;
  readonly process?: string;
  readonly target: RecommendationTarget;
  readonly confidence: string;
  readonly reasons: readonly ViewReason[];
  readonly alternatives: readonly { readonly target: RecommendationTarget; readonly because: number }[];
  readonly unknowns: readonly number[];
  readonly wouldChangeIf: readonly number[];
  readonly size?: {
    readonly bytes: number | null;
    readonly missing: number;
    readonly largest: readonly (readonly [string, number])[];
  };
  readonly override?: string;
}

export interface ViewReason {
  readonly effect: 'blocks' | 'for' | 'against' | 'note';
  /** Indices into the texts. */
  readonly text: number;
  readonly source: number;
  /** Index of the file, and line. */
  readonly evidence: readonly (readonly [number, number])[];
}

/** Bytes of JSON that each part may take, so that the page stays below 1.5 MB. */
const BUDGET = { conflicts: 620_000, packages: 200_000, diagnostics: 60_000 } as const;
const MAX_DEMANDS = 24;
const MAX_EVIDENCE = 6;
const MAX_PACKAGES = 60;
const MAX_PROGRAMS = 40;

/** What the page's script gets: the report with texts interned and lists cut to the budget. */
export function viewOf(report: Report, sources: SourceLines): View {
  const files = new Interned();
  const texts = new Interned();
  const names = new Interned();
  const index = new Map(report.services.map((service, position) => [service.id, position]));
  const hostOf = new Map(report.placement.hosts.flatMap((host, position) => host.services.map((id) => [id, position] as const)));
  const conflicts = withinBudget(report.conflicts, BUDGET.conflicts, (conflict) =>
    viewConflict(conflict, index, files, names, sources),
  );
  const diagnostics = withinBudget(report.diagnostics, BUDGET.diagnostics, (one) => one);
  const services = report.services.map((service): ViewService => {
    const direct = service.packages.filter((one) => one.direct);
    return {
      id: serviceLabel(service.id),
      ecosystems: service.ecosystems,
      host: hostOf.get(service.id) ?? -1,
      manifests: service.manifests.map((manifest) => [files.add(manifest.path), manifest.kind] as const),
      runtimes: [...new Set(service.runtimes.map((one) => `${one.name} ${one.constraint}`.trim()))],
      programs: (service.programs ?? []).slice(0, MAX_PROGRAMS).map((one) => viewProgram(one, files)),
      direct: direct.length,
      known: service.packages.length,
      packages: direct.slice(0, MAX_PACKAGES).map((one) => [names.add(one.purl), one.constraint, one.resolved ?? ''] as const),
    };
  });
  const heavy = JSON.stringify(services.map((service) => service.packages)).length > BUDGET.packages;
  const advice = report.recommendations.map((one) => viewAdvice(one, index, files, texts));
  const kept = new Set(conflicts.kept.map((conflict) => conflict.rule));
  return {
    level: report.options.level,
    depth: report.options.depth,
    files: files.all,
    texts: texts.all,
    names: names.all,
    services: heavy ? services.map((service) => ({ ...service, packages: [] })) : services,
    conflicts: conflicts.kept,
    rules: Object.fromEntries([...kept].sort().map((id) => [id, pickRule(id)])),
    pairs: report.compatibility.flatMap((one) => viewPair(one.services, one.verdict, one.because, one.repins, index)),
    hosts: report.placement.hosts.map((host) => host.id),
    advice,
    lambdaBytes: FACTS.unzipped.value,
    diagnostics: diagnostics.kept,
    omitted: { conflicts: conflicts.dropped, diagnostics: diagnostics.dropped, packages: heavy },
  };
}

function viewProgram(program: ReportProgram, files: Interned): ViewService['programs'][number] {
  const command = program.command === undefined ? '' : `: ${program.command}`;
  return [`${programWords([program], 1)}${command}`, files.add(program.origin.file), program.origin.line];
}

function pickRule(id: string): View['rules'][string] {
  const { title, why, fix } = ruleEntry(id);
  return { title, why, fix };
}

/** Items in their order until the budget is spent: what matters most comes first. */
function withinBudget<T, V>(items: readonly T[], budget: number, make: (item: T) => V): { kept: readonly V[]; dropped: number } {
  const kept: V[] = [];
  let spent = 0;
  for (const item of items) {
    const made = make(item);
    spent += JSON.stringify(made).length;
    if (spent > budget) break;
    kept.push(made);
  }
  return { kept, dropped: items.length - kept.length };
}

function viewConflict(
  conflict: Conflict,
  index: ReadonlyMap<string, number>,
  files: Interned,
  names: Interned,
  sources: SourceLines,
): ViewConflict {
  const position = (id: string): number => index.get(id) ?? -1;
  const { shown, more } = placesOf(conflict, MAX_DEMANDS);
  return {
    id: conflict.id,
    rule: conflict.rule,
    severity: conflict.severity,
    realm: conflict.realm,
    subject: names.add(conflict.subject),
    clearedBy: conflict.clearedBy,
    depth: conflict.depth,
    message: conflict.message,
    ...(conflict.status === undefined ? {} : { status: conflict.status }),
    sides: conflict.sides.map((side) => [...new Set(side.map((item) => position(conflict.demands[item]?.service ?? '')))]),
    anyTwo: conflict.anyTwo === true,
    demands: shown.map(({ demand, services }): ViewDemand => {
      const frame = frameOf(demand, sources);
      return {
        services: services.map(position),
        file: files.add(demand.origin.file),
        line: demand.origin.line,
        text: demandText(demand),
        ...(frame.length === 0 ? {} : { frame: frame.map(({ number, text }) => [number, text] as const) }),
      };
    }),
    moreDemands: more.length,
    steps: conflict.explanation.filter((step) => !restates(step, conflict.demands)),
    fixes: conflict.fixes.map(fixPhrase),
  };
}

function viewPair(
  services: readonly string[],
  verdict: Verdict,
  because: string | undefined,
  repins: readonly Repin[],
  index: ReadonlyMap<string, number>,
): readonly ViewPair[] {
  const [a, b, ...more] = services.map((id) => index.get(id));
  if (a === undefined || b === undefined || more.length > 0 || verdict === 'separate' || verdict === 'likely') return [];
  return [
    {
      services: [a, b],
      verdict,
      ...(because === undefined ? {} : { because }),
      repins: repins.map((repin) => `${serviceLabel(repin.service)}: ${shortPurl(repin.subject)} ${repin.from} → ${repin.to}`),
    },
  ];
}

function viewAdvice(one: Recommendation, index: ReadonlyMap<string, number>, files: Interned, texts: Interned): ViewAdvice {
  return {
    service: index.get(one.service) ?? -1,
    ...(one.process === undefined ? {} : { process: one.process }),
    target: one.target,
    confidence: one.confidence,
    reasons: one.reasons.map((reason) => ({
      effect: reason.effect,
      text: texts.add(reasonWords(reason)),
      source: texts.add(reason.source),
      evidence: linesOf(reason)
        .slice(0, MAX_EVIDENCE)
        .map(({ file, line }) => [files.add(file), line] as const),
    })),
    alternatives: one.alternatives.map(({ target, because }) => ({ target, because: texts.add(because) })),
    unknowns: one.unknowns.map((text) => texts.add(text)),
    wouldChangeIf: one.changes.map((change) => texts.add(changePhrase(change))),
    ...(one.size === undefined ? {} : { size: viewSize(one.size) }),
    ...(one.override === undefined ? {} : { override: one.override.reason }),
  };
}

function viewSize(size: SizeEstimate): NonNullable<ViewAdvice['size']> {
  return {
    bytes: size.unzippedBytes,
    missing: size.missing.length,
    largest: size.largest.slice(0, 3).map(({ purl, bytes }) => [shortPurl(purl), bytes] as const),
  };
}

/** Strings told once, by their position. */
class Interned {
  readonly #positions = new Map<string, number>();

  add(text: string): number {
    const known = this.#positions.get(text);
    if (known !== undefined) return known;
    this.#positions.set(text, this.#positions.size);
    return this.#positions.size - 1;
  }

  get all(): readonly string[] {
    return [...this.#positions.keys()];
  }
}
