/** How demands of the realms `jvm` (one class path) and `runtime`/`jdk` are judged. Severities: design, section 3. */
import {
  type Clash,
  type Demand,
  type Description,
  describeRuntimeClash,
  listed,
  nearestRelease,
  placeText,
  type RealmRule,
  type Remark,
} from '../../src/model/index.ts';
import { banCanonical, banClash, describeBan, isBanKey } from './bans.ts';
import { breaks } from './breaking.ts';
import { gradleRefuses, overruled } from './gradle/versions/refusal.ts';
import { canonicalWish, names, singleVersion, wording } from './gradle/versions/wish.ts';
import { contains, formatIntervals, type Interval, intersect, parseConstraint } from './maven/versions/range.ts';
import { baseVersion, compareVersions, isPrerelease } from './maven/versions/version.ts';
import { familyOf, frameworkOf, splitFramework } from './virtual-keys.ts';

interface Hard {
  readonly demand: Demand;
  readonly intervals: readonly Interval[];
}

interface Soft {
  readonly demand: Demand;
  readonly version: string;
}

/**
 * Ranges bind; plain versions are recommendations, builds of one snapshot being one version (as to Enforcer's convergence).
 * What names no version of a registry is in neither list.
 */
function split(demands: readonly Demand[]): { readonly hard: readonly Hard[]; readonly soft: readonly Soft[] } {
  const hard: Hard[] = [];
  const soft: Soft[] = [];
  for (const demand of demands) {
    if (demand.kind !== 'range' && demand.kind !== 'exact') continue;
    const constraint = parseConstraint(demand.constraint);
    if (constraint.kind === 'range') hard.push({ demand, intervals: constraint.intervals });
    else if (constraint.kind === 'soft' && /\d/.test(constraint.version))
      soft.push({ demand, version: baseVersion(constraint.version) });
  }
  return { hard, soft };
}

function isVirtual(key: string): boolean {
  return isBanKey(key) || familyOf(key) !== undefined || frameworkOf(key) !== undefined;
}

/** Gradle takes the highest version that is asked for, Maven the nearest. */
function isGradle({ origin }: Demand): boolean {
  return /\.(?:gradle|kts|toml|lockfile)$/.test(origin.file);
}

/** Which of the things that exclude each other a virtual demand stands for: a generation, or an artifact. */
function sideOf({ detail }: Demand): string {
  return detail?.side ?? '';
}

function virtualClash(key: string, demands: readonly Demand[]): Clash | undefined {
  if (isBanKey(key)) return banClash(demands);
  if (frameworkOf(key) !== undefined) {
    const generations = new Set(demands.map(sideOf));
    return generations.size > 1 ? { rule: 'jvm/framework-generation', severity: 'error' } : undefined;
  }
  return holdTheSame(demands) ? { rule: 'jvm/duplicate-classes', severity: 'warning' } : undefined;
}

/** Whether two artifacts of one family are there of which one holds classes of the other: not two parts, not two generations. */
function holdTheSame(demands: readonly Demand[]): boolean {
  const kinds = [...new Map(demands.map((demand) => [virtualCanonical(demand), demand])).values()];
  return kinds.some((one, index) =>
    kinds.slice(index + 1).some((other) => {
      const [a, b] = [one.detail?.generation, other.detail?.generation];
      const bothParts = one.detail?.part === 'true' && other.detail?.part === 'true';
      return sideOf(one) !== sideOf(other) && !bothParts && (a === undefined || b === undefined || a === b);
    }),
  );
}

/** Demands of one family of classes that nothing tells apart. */
function virtualCanonical(demand: Demand): string {
  const generation = demand.detail?.generation;
  return generation === undefined ? sideOf(demand) : `${sideOf(demand)} of ${generation}`;
}

/**
 * Ranges that share nothing, or whose common end is a breaking step below a plain version (a range always wins), are
 * errors. Plain versions alone only warn: which of them wins depends on an order that nobody has declared yet.
 */
function clash(demands: readonly Demand[]): Clash | undefined {
  const key = demands[0]?.key ?? '';
  if (isVirtual(key)) return virtualClash(key, demands);
  const ofGradle = demands.filter(isGradle);
  const gradle = ofGradle.length === 0 ? undefined : gradleClash(key, ofGradle);
  if (gradle !== undefined || ofGradle.length === demands.length) return gradle;
  const { hard, soft } = split(demands.filter(names));
  const versions = [...new Set(soft.map(({ version }) => version))].sort(compareVersions);
  if (hard.length > 0) {
    const common = hard.map(({ intervals }) => intervals).reduce((set, intervals) => intersect(set, intervals));
    if (common.length === 0) return { rule: 'version/unsatisfiable', severity: 'error' };
    const beaten = versions.find((version) => common.every((interval) => below(topOf(interval), version, key)));
    if (beaten !== undefined)
      return { rule: 'jvm/below-required', severity: 'error', facts: { wins: formatIntervals(common), needs: beaten } };
  }
  const [lowest, highest] = widest(key, versions);
  if (lowest === undefined || highest === undefined) return undefined;
  return { rule: 'jvm/below-required', severity: 'warning', facts: { wins: lowest, needs: highest } };
}

/** What Gradle refuses, and what an enforced platform keeps a breaking step below what another asks for. */
function gradleClash(key: string, demands: readonly Demand[]): Clash | undefined {
  if (gradleRefuses(demands)) return { rule: 'version/unsatisfiable', severity: 'error' };
  const kept = overruled(demands);
  if (kept === undefined || !breaks(key, kept.by.constraint, kept.needs)) return undefined;
  return { rule: 'jvm/below-required', severity: 'error', facts: { wins: kept.by.constraint, needs: kept.needs } };
}

/**
 * Lowest and highest of ascending versions between which the step breaks. Two generations of a framework are told as such,
 * once for all its artifacts.
 */
function widest(key: string, versions: readonly string[]): readonly [string?, string?] {
  for (const low of versions) {
    const high = versions.findLast((version) => breaks(key, low, version) && splitFramework(key, [low, version]) === undefined);
    if (high !== undefined) return [low, high];
  }
  return [];
}

/** The highest version of an interval, as far as its first number goes: below an excluded `2.0` lies some 1.x. */
function topOf({ upper }: Interval): string | undefined {
  const major = upper === undefined || upper.inclusive ? undefined : /^(\d+)(?:\.0)*$/.exec(upper.version)?.[1];
  return major === undefined || major === '0' ? upper?.version : String(Number(major) - 1);
}

function below(top: string | undefined, version: string, key: string): boolean {
  return top !== undefined && compareVersions(top, version) < 0 && breaks(key, top, version);
}

function canonical(demand: Demand): string {
  const { constraint, kind, key } = demand;
  if (isBanKey(key)) return banCanonical(demand);
  if (isVirtual(key)) return virtualCanonical(demand);
  const wish = canonicalWish(demand);
  if (kind !== 'range' && kind !== 'exact') return `${kind} ${constraint}${wish}`;
  const parsed = parseConstraint(constraint);
  return (parsed.kind === 'range' ? formatIntervals(parsed.intervals) : constraint) + wish;
}

function chain(demand: Demand): string {
  return demand.via.length === 0 ? '' : ` (through ${demand.via.join(' → ')})`;
}

function asks(demand: Demand): string {
  const { constraint, detail } = demand;
  if (detail?.artifact === undefined) return wording(demand);
  return constraint === '' ? detail.artifact : `${detail.artifact} ${constraint}`;
}

function steps(demands: readonly Demand[]): readonly string[] {
  return demands.map((demand) => `${demand.service} asks for ${asks(demand)}${chain(demand)} at ${placeText(demand.origin)}`);
}

function describe(demands: readonly Demand[], { rule, facts, severity }: Clash): Description {
  const key = demands[0]?.key ?? '';
  if (isBanKey(key)) return describeBan(demands);
  const explanation = steps(demands);
  const sides = [...new Set(demands.map(sideOf))].sort(compareVersions);
  const framework = frameworkOf(key);
  if (framework !== undefined) {
    return {
      message: `${framework.name}${framework.runsOnly === true ? ' for' : ''} ${listed([...new Set(sides)])} cannot live on one class path`,
      explanation: [...explanation, framework.reason],
    };
  }
  const family = familyOf(key);
  if (family !== undefined) {
    return {
      message: `${listed([...new Set(sides)])} ${family.clash ?? 'hold the same classes'}`,
      explanation: [...explanation, family.reason],
    };
  }
  if (rule === 'version/unsatisfiable') {
    return {
      message: demands.every(isGradle)
        ? `no ${key} suits ${listed([...new Set(demands.map(wording))])}`
        : `no ${key} lies in ${listed([...new Set(demands.map(({ constraint }) => constraint))])}`,
      explanation: [
        ...explanation,
        demands.every(isGradle)
          ? 'Gradle fails where a strict version is below what another asks for, and where what wins is rejected.'
          : 'Maven refuses to collect dependencies whose ranges share nothing.',
      ],
    };
  }
  const { wins = '', needs = '' } = facts ?? {};
  const needing = demands.find(({ constraint }) => baseVersion(constraint) === needs)?.service ?? 'another service';
  const bringing = demands.find(({ constraint }) => constraint === wins || baseVersion(constraint) === wins)?.service;
  const whose = bringing === undefined ? '' : ` of ${bringing}`;
  return {
    message: `${key} ${wins}${whose} ${severity === 'error' ? 'wins' : 'may win'} over the ${needs} that ${needing} needs (shared class path)`,
    explanation: [
      ...explanation,
      overruled(demands)?.by.constraint === wins
        ? 'What an enforced platform gives overrules what others ask for; what was compiled against the higher one may be missing at run time.'
        : severity === 'error'
          ? 'A range beats every plain version; what was compiled against the higher one may be missing at run time.'
          : 'Maven keeps the version nearest to the root, at equal depth the first, even when it is older; what was compiled against the higher one may be missing at run time.',
    ],
  };
}

/** Versions that differ without a breaking step: the class path holds one of them. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  const key = demands[0]?.key ?? '';
  const firm = demands.filter((demand) => demand.strength !== 'locked' && names(demand));
  if (isVirtual(key) || clash(firm) !== undefined) return [];
  const { soft, hard } = split(firm);
  const versions = [...new Set(soft.map(({ version }) => version))].sort(compareVersions);
  if (splitFramework(key, versions) !== undefined) return [];
  const outside = soft.filter(({ version }) => hard.some(({ intervals }) => !contains(intervals, version)));
  const parted = hard.some((one) => hard.some((other) => intersect(one.intervals, other.intervals).length === 0));
  if (versions.length < 2 && outside.length === 0 && !parted) return [];
  const involved = [...soft, ...hard].map(({ demand }) => demand);
  if (new Set(involved.map(({ service }) => service)).size < 2) return [];
  const asked = [...versions, ...hard.map(({ intervals }) => formatIntervals(intervals))];
  return [
    {
      rule: 'jvm/convergence',
      severity: 'warning',
      demands: involved,
      message: `${key} does not converge: ${[...new Set(asked)].join(', ')}`,
      explanation: [
        involved.every(isGradle)
          ? 'One class path holds one version; Gradle takes the highest that is asked for.'
          : 'One class path holds one version; Maven takes the nearest one, whatever the others ask for.',
      ],
    },
  ];
}

/** The others' ranges as they stand, and their plain versions where that is a step up. */
function suggest(demand: Demand, others: readonly Demand[]): readonly string[] {
  if (isVirtual(demand.key)) return [];
  const { hard, soft } = split(others);
  const [own] = split([demand]).soft;
  const ups = [...new Set(soft.map(({ version }) => version))]
    .filter((version) => own === undefined || compareVersions(version, own.version) > 0)
    .sort((a, b) => compareVersions(b, a));
  const ranges = own === undefined ? [...new Set(hard.map(({ intervals }) => formatIntervals(intervals)))] : [];
  return [...ranges, ...ups].slice(0, 4);
}

/** What binds to a pre-release, or begins with one. */
function startsEarly(constraint: string): boolean {
  const parsed = parseConstraint(constraint);
  if (parsed.kind === 'soft') return isPrerelease(parsed.version);
  return parsed.kind === 'range' && isPrerelease(parsed.intervals[0]?.lower?.version ?? '');
}

/** A Gradle line names one version by itself. */
function spell(demand: Demand, constraint: string): string {
  return isGradle(demand) ? (singleVersion(constraint) ?? constraint) : constraint;
}

export const classPathRule: RealmRule = {
  realm: 'jvm',
  clearedBy: 'process',
  canonical,
  clash,
  describe,
  remark,
  suggest,
  startsEarly,
  spell,
};

type Test = (release: number) => boolean;

const NEVER_CHECKED: Test = () => true;

function release(text: string): number {
  return Number(/^(?:1\.)?(\d+)/.exec(text.trim())?.[1] ?? Number.NaN);
}

/** `>=17`, `<21`, `17` (that release), `[17,21)`; several joined by `,` or blanks have to hold together. */
function jdkTest(constraint: string): Test {
  const trimmed = constraint.trim();
  if (/^[[(]/.test(trimmed)) {
    const parsed = parseConstraint(trimmed.replaceAll(/\b1\.(\d)\b/g, '$1'));
    return parsed.kind === 'range' ? (major) => contains(parsed.intervals, String(major)) : NEVER_CHECKED;
  }
  const tests = trimmed
    .split(/(?<![\s,])[\s,]+(?=[<>=\d])/)
    .filter((part) => part !== '')
    .map((part): Test => {
      const operator = /^[<>=]*/.exec(part)?.[0] ?? '';
      const wanted = release(part.slice(operator.length));
      if (Number.isNaN(wanted)) return NEVER_CHECKED;
      if (operator === '>=') return (major) => major >= wanted;
      if (operator === '>') return (major) => major > wanted;
      if (operator === '<=') return (major) => major <= wanted;
      if (operator === '<') return (major) => major < wanted;
      return (major) => major === wanted;
    });
  return (major) => tests.every((test) => test(major));
}

const RELEASES: readonly number[] = Array.from({ length: 100 }, (_, index) => index + 1);

function admitsJdk(version: string, { constraint }: Demand): boolean {
  return jdkTest(constraint)(release(version));
}

/** The nearest long-term release that all others take: as it stands where one is pinned, else as the least. */
function suggestJdk(demand: Demand, others: readonly Demand[]): readonly string[] {
  const accepts = (version: string): boolean => others.every((other) => admitsJdk(version, other));
  const nearest = nearestRelease('jdk', (version) => admitsJdk(version, demand), accepts);
  if (nearest === undefined) return [];
  return [RELEASE.test(demand.constraint.trim()) ? nearest : `>=${nearest}`];
}

/** An image's tag, or what a version file holds. */
const RELEASE = /^\d+$/;

/** What names a release can name no range. */
function spellJdk(demand: Demand, constraint: string): string | undefined {
  return RELEASE.test(demand.constraint.trim()) && !RELEASE.test(constraint) ? undefined : constraint;
}

export const jdkRule: RealmRule = {
  realm: 'runtime',
  keys: ['jdk'],
  clearedBy: 'container',
  canonical: ({ constraint }) => constraint.trim(),
  clash: (demands) => {
    const tests = demands.map(({ constraint }) => jdkTest(constraint));
    return RELEASES.some((major) => tests.every((test) => test(major)))
      ? undefined
      : { rule: 'runtime/unsatisfiable', severity: 'error' };
  },
  describe: (demands) => describeRuntimeClash('jdk', demands),
  suggest: suggestJdk,
  spell: spellJdk,
  admits: admitsJdk,
};
