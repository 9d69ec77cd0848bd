import {
  type Change,
  type Conflict,
  capitalized,
  clashesAmong,
  type Demand,
  environmentOfRealm,
  type Fix,
  type Host,
  type IsolationLevel,
  isActiveAt,
  isLive,
  type LeastIsolation,
  listed,
  plural,
  type RealmId,
  type Reason,
  type Report,
  type ReportProgram,
  SEVERITIES,
  type ServiceId,
  type Severity,
  serviceLabel,
  shortPurl,
  type TargetReason,
  type Verdict,
} from '../model/index.ts';

/** Words that every renderer uses, so that one thing has one name in all of them. */

/** What has to be given to each service so that conflicts of this clearing level end. */
export const EACH: Readonly<Record<IsolationLevel, string>> = {
  environment: 'nothing of its own',
  process: 'an environment each (virtualenv, node_modules, class path)',
  container: 'a container each',
  machine: 'a machine each',
};

export const SEVERITY_MARKS: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: '·' };

/** What a reason does to a target. */
export const EFFECT_MARKS: Readonly<Record<Reason['effect'], string>> = { blocks: '✗', against: '−', for: '+', note: '·' };

/** A rung in a sentence of hosts: `2 sharing everything → 1 with an environment each`. */
export const RUNG_EACH: Readonly<Record<IsolationLevel, string>> = {
  environment: 'sharing everything',
  process: 'with an environment each',
  container: 'with a container each',
  machine: 'on separate machines',
};

/** The sentence for where nothing stands below it: with the services, where it does not name some of them already. */
export function headlineOf({ message, services }: Pick<Conflict, 'message' | 'services'>): string {
  return namesAny(message, services) ? message : `${message} (${listed(services.map(serviceLabel), 4)})`;
}

/** Whether a sentence speaks of one of these services. */
export function namesAny(sentence: string, services: readonly ServiceId[]): boolean {
  const words = new Set(sentence.split(/[\s,;()]+|:(?=\s|$)/));
  return services.map(serviceLabel).some((name) => words.has(name) || (/\s/.test(name) && sentence.includes(name)));
}

/** What ends a conflict, after "ends". */
export function endsPhrase(conflict: Pick<Conflict, 'clearedBy' | 'realm'>): string {
  const { clearedBy } = conflict;
  if (clearedBy === 'environment') return 'nothing: it blocks no sharing';
  return `with ${eachOf(conflict)}${clearedBy === 'machine' ? '' : ` (${clearedBy} level)`}`;
}

/** What each of its services has to be given, in the words of the field. */
export function eachOf({ clearedBy, realm }: Pick<Conflict, 'clearedBy' | 'realm'>): string {
  if (clearedBy === 'machine') return 'a machine each, or another port on the host';
  return clearedBy === 'process' ? `${environmentOfRealm(realm) ?? 'an environment'} each` : EACH[clearedBy];
}

export const RUNG_NAMES: Readonly<Record<IsolationLevel, string>> = {
  environment: 'sharing everything',
  process: 'own environments',
  container: 'own containers',
  machine: 'separate machines',
};

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  share: 'proved to share as they stand',
  repin: 'share once a version moves',
  separate: 'cannot share',
  likely: 'nothing speaks against sharing',
  unknown: 'not enough is known',
};

/** What is said of a host; one service by itself shares nothing that had to be proved. */
export function hostWords(host: Host, report: Report): string {
  if (host.services.length === 1) return 'shares with nobody';
  const standing = host.verdict === 'likely' ? standingOn(host, report) : [];
  return standing.length === 0
    ? VERDICT_WORDS[host.verdict]
    : `${tally(standing)} ${standing.length === 1 ? 'speaks' : 'speak'} against sharing`;
}

/** The same, and the runtimes that it has. */
export function hostFacts(host: Host, report: Report): readonly string[] {
  return [hostWords(host, report), ...Object.entries(host.runtimes).map(([name, version]) => `${name} ${version}`)];
}

/** Errors and warnings between services of one host: a warning parts nobody, and errors that someone was told to bear do not. */
export function standingOn({ services }: Host, report: Report): readonly Conflict[] {
  const on = new Set(services);
  return report.conflicts.filter(
    (conflict) =>
      isLive(conflict) &&
      conflict.severity !== 'note' &&
      conflict.services.length > 1 &&
      clashesAmong(conflict, (service) => on.has(service)),
  );
}

/** `2 errors, 1 warning`. */
export function tally(conflicts: readonly Conflict[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = conflicts.filter((conflict) => conflict.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  }).join(', ');
}

/** What people call each target of a recommendation. */
export const TARGET_WORDS: Readonly<Record<string, string>> = {
  'shared-host': 'shared host',
  container: 'container',
  fargate: 'container (Fargate)',
  'lambda-zip': 'Lambda, zip',
  'lambda-image': 'Lambda, image',
  'insufficient-evidence': 'not enough evidence',
};

/** `a GPU → container (Fargate)`. */
export function changePhrase({ when, target }: Change): string {
  return `${when} → ${TARGET_WORDS[target] ?? target}`;
}

/** What a service does with a port, before the port. */
const BINDS: Readonly<Record<string, string>> = { listens: 'listens on', published: 'publishes' };

/** `flask >=2 (via …)`: what one demand asks for. */
export function demandText(demand: Demand): string {
  const bind = demand.realm === 'port' ? BINDS[demand.constraint] : undefined;
  if (bind !== undefined) return `${bind} ${shortPurl(demand.subject)}`;
  // An alias is what npm's manifest calls a package; elsewhere a key may be a name that only a rule knows.
  const name = demand.realm === 'npm' ? demand.key : shortPurl(demand.subject);
  return [name, constraintText(demand)].filter((part) => part !== '').join(' ');
}

/** A port or a command has no versions: its name is all that is asked for. */
export function hasVersions(realm: RealmId): boolean {
  return realm !== 'port' && realm !== 'command';
}

/** The same for readers who know the name: `>=2 (via …)`. */
export function constraintText(demand: Demand): string {
  const any = hasVersions(demand.realm) ? 'any version' : '';
  return [
    demand.constraint === '' ? any : demand.constraint,
    demand.when === undefined ? '' : `when ${demand.when}`,
    demand.via.length === 0 ? '' : `(via ${demand.via.map(shortPurl).join(' → ')})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** `web: flask ==1.1.4 → >=2.3,<4, then both agree (services/web/requirements.txt:3)`. */
export function fixPhrase(fix: Fix): string {
  if (fix.kind === 'isolate' || fix.to === undefined)
    return fix.service === undefined || fix.effect.includes(serviceLabel(fix.service))
      ? fix.effect
      : `${serviceLabel(fix.service)}: ${fix.effect}`;
  const who = fix.service === undefined ? '' : `${serviceLabel(fix.service)}: `;
  const place = fix.file === undefined ? '' : ` (${fix.file}:${fix.line ?? 1})`;
  // Where several manifests change, each comes from a constraint of its own.
  const from = fix.from === undefined ? '' : `${fix.from === '' ? 'any version' : fix.from} `;
  // A replace directive has an arrow of its own.
  if (fix.to.startsWith('=>')) return `${who}replace ${shortPurl(fix.subject)} ${fix.to}, ${fix.effect}${place}`;
  return `${who}${shortPurl(fix.subject)} ${from}→ ${fix.to}, ${fix.effect}${place}`;
}

/** Nothing that compares services says anything of one. */
export function isAlone({ summary }: Report): boolean {
  return summary.services === 1;
}

/** What was asked of the hosts, and what these services run on; not the newest version of a runtime that nobody uses. */
export function targetParts({ options, placement }: Report): readonly { readonly name: string; readonly because: string }[] {
  const used = new Set(placement.hosts.flatMap(({ runtimes }) => Object.keys(runtimes)));
  return Object.entries(options.target)
    .map(([name, version]) => ({ name, version, because: options.targetBecause[name] ?? '' }))
    .filter(({ name, because }) => because !== ('newest known' satisfies TargetReason) || used.has(name))
    .map(({ name, version, because }) => ({ name: `${name} ${version}`, because }));
}

/** One manifest may be many programs, and whoever counts those is told why they count for one. */
function manyPrograms({ services: [service] }: Report): readonly string[] {
  const programs = service?.programs ?? [];
  if (programs.length === 0) return [];
  return [`It starts ${programs.length} programs of one manifest, which are judged as one: ${programWords(programs, 6)}.`];
}

/** `api on 8000/tcp, worker and beat`. */
export function programWords(programs: readonly ReportProgram[], limit: number): string {
  return listed(
    programs.map(({ name, ports }) => (ports.length === 0 ? name : `${name} on ${listed(ports, 3)}`)),
    limit,
  );
}

/** The answer in plain words, sentence by sentence: what stands in the way and the least that ends it. */
export function summarySentences(report: Report): readonly string[] {
  const { services } = report.summary;
  if (services === 0) return ['No services were found here.'];
  if (isAlone(report)) return ['There is one service, so there is nobody to share a host with.', ...manyPrograms(report)];
  const errors = report.conflicts.filter((conflict) => conflict.severity === 'error' && isLive(conflict));
  const [bottom] = report.ladder;
  const enough = report.ladder.find((rung) => rung.remaining.length === 0);
  const proof =
    report.options.depth === 'resolved'
      ? ''
      : ` This comes from ${report.options.depth === 'locked' ? 'manifests and lockfiles' : 'manifests'} alone; cohost check --resolve looks at what they pull in.`;
  const wishes = unmetWishes(report).map((text) => `${capitalized(text)}.`);
  if (errors.length === 0)
    return [`Nothing found says that these ${services} services cannot share everything.${proof}`, ...wishes];
  const subjects = [...new Set(errors.map((conflict) => shortPurl(conflict.subject)))];
  const standing = plural(errors.length, 'conflict stands', 'conflicts stand');
  const hosts = bottom === undefined ? '' : `, so ${hostCount(bottom.hosts)} would be needed`;
  const first = `These ${services} services cannot all share one environment: ${standing} in the way, over ${listed(subjects, 4)}${hosts}.`;
  if (enough === undefined || enough === bottom) return [`${first}${proof}`, ...wishes];
  const also = enough.level === 'machine' ? '' : ` on ${hostCount(enough.hosts)}`;
  return [first, `With ${EACH[enough.level]}, all of them fit${also}, and ${leftAt(enough.level, report)}.${proof}`, ...wishes];
}

/** Wishes that cannot all hold bind nobody: whoever reads where services are has to know. */
export function unmetWishes({ diagnostics }: Report): readonly string[] {
  return diagnostics.some(({ code }) => AGAINST_WISHES.has(code))
    ? ['what config wishes of hosts cannot all be had, so none of it counts here']
    : [];
}

const AGAINST_WISHES: ReadonlySet<string> = new Set(['config/contradiction', 'config/unknown-host', 'placement/impossible']);

/** Warnings end at a level of their own. */
function leftAt(level: IsolationLevel, { conflicts }: Report): string {
  const warnings = conflicts.filter((one) => one.severity === 'warning' && isLive(one) && isActiveAt(one.clearedBy, level));
  return warnings.length === 0 ? 'no conflict is left' : `no error is left, but ${plural(warnings.length, 'warning')}`;
}

function hostCount(hosts: number): string {
  return hosts === 1 ? 'one host' : `${hosts} hosts`;
}

/** A reason with what it rules out before it: `no Lambda: …`. */
export function reasonWords({ effect, targets, text }: Pick<Reason, 'effect' | 'targets' | 'text'>): string {
  return effect === 'blocks' ? `no ${ruledOut(targets).join(', ')}: ${text}` : text;
}

function ruledOut(targets: Reason['targets']): readonly string[] {
  const zip = targets.includes('lambda-zip');
  const image = targets.includes('lambda-image');
  return [
    ...(zip && image ? ['Lambda'] : zip ? ['zip'] : image ? ['Lambda image'] : []),
    ...targets.flatMap((target) =>
      target.startsWith('lambda') ? [] : [target === 'fargate' ? 'Fargate' : (TARGET_WORDS[target] ?? target)],
    ),
  ];
}

/** Who leaves and how, as many as are to be told; how many more there are; and what that leaves. */
export function leastSentences(
  { leastIsolation }: Report,
  limit: number,
): { readonly apart: LeastIsolation['apart']; readonly more: number; readonly rest: readonly string[] } {
  const { apart, together } = leastIsolation ?? { apart: [], together: [] };
  const shown = apart.slice(0, limit);
  const rest = together.length < 2 ? [] : [`then the other ${together.length} can share one host`];
  return { apart: shown, more: apart.length - shown.length, rest };
}

/** Services that start more programs than there is advice for: each piece of advice is for several of them. */
export function severalPrograms({
  services,
  recommendations,
}: Report): readonly { readonly id: ServiceId; readonly programs: readonly ReportProgram[] }[] {
  const advised = new Map<ServiceId, number>();
  for (const { service } of recommendations) advised.set(service, (advised.get(service) ?? 0) + 1);
  return services.flatMap(({ id, programs = [] }) => (programs.length > (advised.get(id) ?? 0) ? [{ id, programs }] : []));
}

/** `1 error ignored`, of what the config tells to pass over; nothing where there is none. */
export function ignoredWords({ conflicts }: Report): readonly string[] {
  const ignored = conflicts.filter(({ status }) => status === 'ignored');
  return ignored.length === 0 ? [] : [`${tally(ignored)} ignored by the config`];
}

/** Directories that were not counted. */
export function leftOutWords({ summary: { leftOut } }: Report): string {
  return leftOut === 1
    ? '1 directory that looks like a sample, a test or a script was left out'
    : `${leftOut} directories that look like samples, tests or scripts were left out`;
}

/** Reasons without the notes, but for one that leads, and the one that names whom the service is written for: whoever moves it has to know. */
export function leadingReasons<R extends { readonly effect: string; readonly theme?: string }>(
  reasons: readonly R[],
): readonly R[] {
  return reasons.filter(({ effect, theme }, index) => index === 0 || effect !== 'note' || theme === 'hosted-elsewhere');
}
