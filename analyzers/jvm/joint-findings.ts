/** What sharing a class path adds, as findings. Severities: an error where what wins breaks what another service runs with. */
import {
  addTo,
  type Demand,
  listed,
  percentEncoded,
  type Repin,
  type ResolvedFinding,
  type ServiceId,
} from '../../src/model/index.ts';
import type { Alone } from './alone.ts';
import { breaks } from './breaking.ts';
import type { Framework } from './frameworks/framework.ts';
import { type ClassPathRule, concerns } from './maven/enforcer.ts';
import { compareVersions } from './maven/versions/version.ts';
import { splitFramework } from './virtual-keys.ts';

export function purlOf(key: string): string {
  const [groupId = '', artifactId = '', classifier] = key.split(':').map(percentEncoded);
  return `pkg:maven/${groupId}/${artifactId}${classifier === undefined ? '' : `?classifier=${classifier}`}`;
}

/** What a service runs with, from its own line on. */
export function demandOf({ id, trace }: Pick<Alone, 'id' | 'trace'>, key: string, version: string): Demand {
  return {
    service: id,
    realm: 'jvm',
    key,
    subject: purlOf(key),
    constraint: version,
    kind: version === '' ? 'range' : 'exact',
    strength: version === '' ? 'declared' : 'preferred',
    group: 'default',
    ...trace(key),
  };
}

/** The tool refuses: ranges or strict versions that share nothing. */
export function refusal(
  services: readonly Pick<Alone, 'id' | 'trace'>[],
  tool: 'Maven' | 'Gradle',
  { key, problem }: { readonly key: string; readonly problem: string },
): ResolvedFinding {
  const name = key.split(':').slice(0, 2).join(':');
  return {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'jvm',
    subject: purlOf(name),
    demands: services.map((one) => demandOf(one, name, '')),
    clearedBy: 'process',
    fixes: [],
    message: `${tool} cannot choose ${name}: ${problem}`,
    explanation: [problem],
  };
}

export interface Differences {
  readonly repins: readonly Repin[];
  readonly findings: readonly ResolvedFinding[];
}

interface Part {
  readonly part: Alone;
  readonly version: string;
}

/** What each service brings to a shared class path by itself, before the rules of its own build, by service. */
export type Brought = ReadonlyMap<ServiceId, ReadonlyMap<string, string>>;

/** One module that services run with in different versions, or that others move, and what becomes of it together. */
interface Difference {
  readonly key: string;
  readonly list: readonly Part[];
  /** Those that run with the one version that others, who do not, keep from them. */
  readonly movedBy: readonly Alone[];
  /** Ascending. */
  readonly versions: readonly string[];
  readonly wins: string;
  readonly highest: string;
}

function differencesOf(
  parts: readonly Alone[],
  chosen: ReadonlyMap<string, string>,
  brought: Brought | undefined,
): readonly Difference[] {
  const wants = new Map<string, Part[]>();
  for (const part of parts) {
    for (const [key, version] of part.runs) {
      addTo(wants, key, { part, version });
    }
  }
  return [...wants].flatMap(([key, list]) => {
    const versions = [...new Set(list.map(({ version }) => version))].sort(compareVersions);
    const [lowest = '', highest = ''] = [versions[0], versions.at(-1)];
    const wins = chosen.get(key) ?? lowest;
    if (versions.length > 1) return [{ key, list, versions, wins, highest, movedBy: [] }];
    // What one service's own management or depth alone decides is its own matter; constraints and platforms of others are not.
    const isMoved = wins !== highest && list.some(({ part }) => brought?.get(part.id)?.get(key) === highest);
    const movedBy = isMoved ? parts.filter((part) => !list.some((one) => one.part === part)) : [];
    return movedBy.length === 0 ? [] : [{ key, list, versions, wins, highest, movedBy }];
  });
}

/** The enforcer's rule of one of these builds that such a class path breaks. */
function refusedBy({ key, list, wins, highest }: Difference): { readonly id: string; readonly rule: ClassPathRule } | undefined {
  const broken = (rule: ClassPathRule): boolean =>
    concerns(rule, key, wins) &&
    (rule.name === 'dependencyConvergence' || (rule.name === 'requireUpperBoundDeps' && compareVersions(wins, highest) < 0));
  for (const { part } of list) {
    const rule = part.refuses.find(broken);
    if (rule !== undefined) return { id: part.id, rule };
  }
  return undefined;
}

function findingOf(difference: Difference, tool: 'Maven' | 'Gradle'): ResolvedFinding {
  const { key, list, versions, wins, highest, movedBy } = difference;
  // Where no service runs with what wins, its own management decided otherwise, and a shared build would repeat it.
  const isBelow =
    (versions.includes(wins) || movedBy.length > 0) && compareVersions(wins, highest) < 0 && breaks(key, wins, highest);
  const refused = refusedBy(difference);
  const loser = list.find(({ version }) => version === highest)?.part.id ?? 'another service';
  const winner = (list.find(({ version }) => version === wins)?.part ?? movedBy[0])?.id;
  const whose = winner === undefined ? '' : ` of ${winner}`;
  const facts = isBelow
    ? `${key} ${wins}${whose} wins over the ${highest} that ${loser} runs with (shared class path)`
    : `${key} does not converge: ${[...new Set([...versions, ...(movedBy.length > 0 ? [wins] : [])])].join(', ')}`;
  return {
    rule: isBelow ? 'jvm/below-required' : 'jvm/convergence',
    severity: isBelow || refused !== undefined ? 'error' : 'warning',
    realm: 'jvm',
    subject: purlOf(key),
    demands: [
      ...list.map(({ part, version }) => demandOf(part, key, version)),
      ...movedBy.map((part) => demandOf(part, key, '')),
    ],
    clearedBy: 'process',
    fixes: [],
    message: refused === undefined ? facts : `${facts}; the build of ${refused.id} refuses that (${refused.rule.name})`,
    explanation: [
      ...list.map(({ part, version }) => `${part.id} alone runs with ${version}`),
      `together ${tool} takes ${wins}${movedBy.length === 0 ? '' : `, which constraints or platforms of ${listed(movedBy.map(({ id }) => id))} ask for`}`,
      ...(refused === undefined ? [] : [ruleLine(refused.id, refused.rule)]),
    ],
  };
}

/**
 * Two generations of one framework part services whichever wins, as they do where both are declared. One artifact of it says
 * so for all; of the others it is told that they move. What else moved from javax to jakarta between services that are parted
 * alike follows from that: of several such moves the one nearest to the services' own lines is told.
 */
function generational(differences: readonly Difference[]): ReadonlyMap<Difference, Framework> {
  const found = new Map<Framework, Difference>();
  for (const one of differences) {
    const framework = one.versions.length > 1 ? splitFramework(one.key, one.versions) : undefined;
    const before = framework === undefined ? undefined : found.get(framework);
    // Which artifact says so does not hang on the order of services.
    if (framework !== undefined && (before === undefined || isNearer(one, before))) found.set(framework, one);
  }
  const parted = new Map<string, readonly [Difference, Framework]>();
  for (const [framework, one] of found) {
    const key = framework.runsOnly === true ? partition(one) : framework.id;
    const before = parted.get(key);
    if (before === undefined || isNearer(one, before[0])) parted.set(key, [one, framework]);
  }
  const whole = new Set([...parted.values()].filter(([, { runsOnly }]) => runsOnly !== true).map(([one]) => partition(one)));
  return new Map([...parted.values()].filter(([one, { runsOnly }]) => runsOnly !== true || !whole.has(partition(one))));
}

/** Which services stand on which side of a difference. */
function partition({ list, versions }: Difference): string {
  const sides = versions.map((version) =>
    list
      .filter((one) => one.version === version)
      .map(({ part }) => part.id)
      .sort(),
  );
  return JSON.stringify(sides.map((ids) => ids.join('\n')).sort());
}

function isNearer(one: Difference, other: Difference): boolean {
  const [steps, others] = [one, other].map(({ key, list }) => Math.max(...list.map(({ part }) => part.trace(key).via.length)));
  if (steps !== others) return (steps ?? 0) < (others ?? 0);
  return one.key < other.key;
}

function generationFinding(difference: Difference, tool: 'Maven' | 'Gradle', framework: Framework): ResolvedFinding {
  const { key, versions } = difference;
  const found = findingOf(difference, tool);
  return {
    ...found,
    rule: 'jvm/framework-generation',
    severity: 'error',
    message: `${framework.name} of two generations cannot live on one class path: ${key} ${listed(versions)}`,
    explanation: [...found.explanation, framework.reason],
  };
}

function ruleLine(id: string, { name, origin }: ClassPathRule): string {
  return `${id} has the enforcer's rule ${name} at ${origin.file}:${origin.line}`;
}

/** Modules that the services run with in different versions, and what becomes of them together. */
export function differences(
  parts: readonly Alone[],
  chosen: ReadonlyMap<string, string>,
  tool: 'Maven' | 'Gradle',
  brought?: Brought,
): Differences {
  const all = differencesOf(parts, chosen, brought);
  const split = generational(all);
  return {
    repins: all.flatMap(({ key, list, wins }) =>
      list.flatMap(({ part, version }) =>
        version === wins ? [] : [{ service: part.id, subject: purlOf(key), from: version, to: wins }],
      ),
    ),
    findings: all.map((one) => {
      const framework = split.get(one);
      return framework === undefined ? findingOf(one, tool) : generationFinding(one, tool, framework);
    }),
  };
}

/** What others bring onto the class path although the build of one service bans it. */
export function bans(parts: readonly Alone[], chosen: ReadonlyMap<string, string>): readonly ResolvedFinding[] {
  return parts.flatMap((part) =>
    part.refuses
      .filter(({ name }) => name === 'bannedDependencies')
      .flatMap((rule) =>
        [...chosen]
          .filter(([key, version]) => !part.runs.has(key) && concerns(rule, key, version))
          .map(([key, version]) => banned(part, rule, key, version, parts)),
      ),
  );
}

function banned(part: Alone, rule: ClassPathRule, key: string, version: string, parts: readonly Alone[]): ResolvedFinding {
  const bringing = parts.filter(({ runs }) => runs.has(key));
  const ban = demandOf({ id: part.id, trace: () => ({ origin: rule.origin, via: [] }) }, key, '');
  return {
    rule: 'jvm/banned-dependency',
    severity: 'error',
    realm: 'jvm',
    subject: purlOf(key),
    demands: [ban, ...bringing.map((one) => demandOf(one, key, one.runs.get(key) ?? version))],
    clearedBy: 'process',
    fixes: [],
    message: `${bringing.map(({ id }) => id).join(' and ') || 'another service'} brings ${key} ${version}, which the build of ${part.id} bans`,
    explanation: [
      ruleLine(part.id, rule),
      ...bringing.map(({ id, runs }) => `${id} alone runs with ${key} ${runs.get(key) ?? ''}`),
    ],
  };
}
