import { type LoadedConfig, realmSettings } from './config/load.ts';
import { unknownGroups } from './config/unknown-group.ts';
import { unknownRules } from './config/unknown-rule.ts';
import { atLevel } from './detect/apply/at-level.ts';
import { withIsolation } from './detect/apply/isolation.ts';
import { withSeries } from './detect/apply/series.ts';
import { applyRuleSettings } from './detect/apply/settings.ts';
import { deployedInFleet } from './detect/deployed/environments.ts';
import { askedGroups, type GroupChoice, withInstallLines } from './detect/deployed/groups.ts';
import { unsuitedTenants, withInstalledRuntimes } from './detect/deployed/installed.ts';
import { bySeverity, type Detection, detect } from './detect/detect.ts';
import { withCompanions, withHints } from './detect/joint/companions.ts';
import { withIds } from './detect/joint/joint.ts';
import { proveFixes } from './detect/joint/proved-fixes.ts';
import type { RuleBook } from './detect/rules.ts';
import { type VerdictOptions, verdicts } from './detect/verdicts.ts';
import { type Gathered, gather, ruleBook, uniqueDiagnostics } from './gather.ts';
import {
  type Compatibility,
  type Conflict,
  type DeployedGroups,
  type Depth,
  type Diagnostic,
  type Fleet,
  type IsolationLevel,
  LEVELS,
  type Placement,
  plural,
  type Report,
  type Service,
  type ServiceId,
  unreadServices,
} from './model/index.ts';
import { ownLevels } from './place/plan.ts';
import { recommendAll } from './recommend/fleet.ts';
import { leastIsolation } from './recommend/least-isolation.ts';
import { buildReport } from './report/build.ts';
import { RULES } from './report/rules/rule-catalog.ts';
import { type AnalyzeRequest, type Clock, groupChoice, type Judged, stopwatch } from './request.ts';
import { resolvePairs, settle } from './settle.ts';

/** What an analysis gives: the report, and what it was made of for those who show more than it holds. */
export interface Analysis {
  readonly report: Report;
  readonly fleet: Fleet;
  /** As in the report. */
  readonly conflicts: readonly Conflict[];
  readonly rules: RuleBook;
  /** Which manifest groups were taken for deployed. */
  readonly groups: GroupChoice;
  /** Which groups of the manifests reach a host. */
  readonly isDeployed: DeployedGroups;
  /** The pairs whose verdict is more than `likely`: a matrix shows them all, whatever the report lists. */
  readonly decidedPairs: () => readonly Compatibility[];
}

/**
 * discover → parse → demands → conflicts → placement → recommendation → report. Whatever files hold ends as a diagnostic; it
 * rejects only where `request.resolve` or a tree of the caller's own does.
 */
export async function analyze(request: AnalyzeRequest): Promise<Analysis> {
  const clock = stopwatch(request.onStage);
  const { fleet, config, resolvers } = gather(request, clock);
  return judge(fleet, { ...request, config }, resolvers, clock);
}

/** Judges facts that were gathered here or come from snapshots. */
export async function judge(
  fleet: Fleet,
  request: Judged,
  factories: Gathered['resolvers'] = new Map(),
  clock: Clock = stopwatch(request.onStage),
): Promise<Analysis> {
  const rules = ruleBook();
  const level = levelOf(request);
  const groups = groupChoice(request, fleet.services);
  const detection = clock('detect', () => detectIn(fleet, request, rules, groups));
  const warned: Diagnostic[] = [];
  const isDeployed = deployedInFleet(fleet.services, groups);
  const resolved = await resolvePairs(fleet, detection, { factories, isDeployed }, request, (one) => warned.push(one));
  const together = withCompanions(detection.conflicts, detection.index, rules);
  const detected = (await proveFixes(together, withIds(resolved.resolvers, fleet.services))).map(withHints);
  clock('resolve', () => undefined);
  const { applied, placed, joint } = await settle(fleet, detected, resolved, { level, request, clock });
  const conflicts = asDeployed(applied.conflicts, fleet.services, level, request.config, groups);
  const { recommendations, ...advised } = clock('recommend', () => adviseOn(fleet, conflicts, placed.placement, groups, request));
  const depth = depthOf(fleet, request);
  const unread = unreadServices(fleet);
  const pairsTold = (list: VerdictOptions['list']): readonly Compatibility[] =>
    verdicts(fleet.services, conflicts, joint, { level, depth, list, unread });
  const told = uniqueDiagnostics([
    ...request.config.diagnostics,
    ...unknownRules(request.config, RULE_IDS),
    ...unknownGroups(request.config, fleet.services, request),
    ...fleet.diagnostics,
    ...warned,
    ...joint.diagnostics,
    ...unsuitedTenants(request.config, fleet.services, groups, rules),
    ...applied.diagnostics,
    ...placed.diagnostics,
    ...advised.diagnostics,
  ]);
  const report = clock('report', () =>
    buildReport({
      fleet,
      level,
      depth,
      before: request.before ?? null,
      conflicts,
      compatibility: pairsTold(request.allPairs === true ? 'all' : 'needed'),
      placement: placed.placement,
      ladder: placed.ladder,
      recommendations,
      ...(request.advice === false ? {} : { leastIsolation: leastIsolation(fleet.services, conflicts, recommendations) }),
      diagnostics: [...told, ...nobody(fleet, told)],
    }),
  );
  return { report, fleet, conflicts, rules, groups, isDeployed, decidedPairs: () => pairsTold('decided') };
}

/** A check of the wrong directory would stay green for ever, so an answer about nobody is told as none, unless it is known why. */
function nobody({ services, leftOut }: Fleet, told: readonly Diagnostic[]): readonly Diagnostic[] {
  if (services.length > 0 || told.some(({ incomplete, severity }) => incomplete === true && severity === 'error')) return [];
  const samples =
    leftOut.length === 0 ? '' : `; ${plural(leftOut.length, 'directory', 'directories')} of samples, tests or scripts left out`;
  const message = `nothing was judged: no service was found${samples}; name the directories that hold the services`;
  return [{ code: 'service/none', severity: 'warning', message, incomplete: true }];
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/** How a fleet is isolated today: as the run says, else its config. */
function levelOf({ level, config }: Judged): IsolationLevel {
  return level ?? config.config.level ?? 'environment';
}

function depthOf({ services }: Fleet, { resolve }: Judged): Depth {
  if (resolve !== undefined) return 'resolved';
  return services.some(({ units }) => units.some(({ manifests }) => manifests.some(({ role }) => role === 'lock')))
    ? 'locked'
    : 'declared';
}

function adviseOn(
  fleet: Fleet,
  conflicts: readonly Conflict[],
  placement: Placement,
  groups: GroupChoice,
  request: Judged,
): ReturnType<typeof recommendAll> {
  return recommendAll({
    fleet,
    conflicts,
    placement,
    config: request.config,
    ...platformOf(request),
    today: request.today,
    diagnosticsOnly: request.advice === false,
    groups: [...groups.everywhere],
    asked: new Map(fleet.services.map((service) => [service.id, [...askedGroups(service, groups).keys()]])),
  });
}

function platformOf({ platform, config: { config } }: Judged): { readonly platform?: string } {
  const declared = platform ?? config.platform;
  return declared === undefined ? {} : { platform: declared };
}

/** What blocks today, each with the isolation that would end it; conflicts that the deployment's own isolation ends are notes. */
function asDeployed(
  conflicts: readonly Conflict[],
  services: readonly Service[],
  level: IsolationLevel,
  config: LoadedConfig,
  groups: GroupChoice,
): readonly Conflict[] {
  const own = ownLevels(services, config);
  const levelOf = (service: ServiceId): IsolationLevel => highest(level, own.get(service) ?? level);
  return [...withIsolation(withSeries(atLevel(withInstallLines(conflicts, services, groups), levelOf)))].sort(bySeverity);
}

/** The conflicts alone: what a comparison needs of its base. Placement and advice are not worked out where nothing depends on them. */
export async function findConflicts(request: AnalyzeRequest): Promise<Pick<Analysis, 'fleet' | 'conflicts'>> {
  // Sets of three and more are resolved where the placement proposes them.
  if (request.resolve !== undefined) return analyze(request);
  const { fleet, config } = gather(request, stopwatch(request.onStage));
  const judged = { ...request, config };
  const groups = groupChoice(judged, fleet.services);
  const { conflicts } = detectIn(fleet, judged, ruleBook(), groups);
  const applied = applyRuleSettings(conflicts, fleet.services, config, request.today);
  return { fleet, conflicts: asDeployed(applied.conflicts, fleet.services, levelOf(judged), config, groups) };
}

function detectIn(fleet: Fleet, request: Judged, rules: RuleBook, groups: GroupChoice): Detection {
  const detection = detect(fleet.services, rules, {
    target: fleet.target,
    groups,
    settings: realmSettings(request.config),
    ...(request.realms === undefined ? {} : { realms: new Set(request.realms) }),
  });
  return { ...detection, conflicts: withInstalledRuntimes(detection.conflicts, request.config, fleet.services, rules) };
}

function highest(a: IsolationLevel, b: IsolationLevel): IsolationLevel {
  return LEVELS.indexOf(a) > LEVELS.indexOf(b) ? a : b;
}
