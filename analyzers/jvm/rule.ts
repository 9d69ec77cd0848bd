/** How demands of the realms `jvm` (one class path) and `runtime`/`jdk` are judged. */
import type { Clash, Demand, Description, RealmRule, Remark } from '../../src/model/index.ts';
import { breaks } from './breaking.ts';
import { CLASS_FAMILIES, FRAMEWORKS } from './class-families.ts';
import { contains, formatIntervals, type Interval, intersect, parseConstraint } from './maven/range.ts';
import { compareVersions } from './maven/version.ts';
import { CLASSES, FRAMEWORK } from './virtual-keys.ts';

interface Split {
  readonly hard: readonly { readonly demand: Demand; readonly intervals: readonly Interval[] }[];
  readonly soft: readonly { readonly demand: Demand; readonly version: string }[];
}

function split(demands: readonly Demand[]): Split {
  const hard: { demand: Demand; intervals: readonly Interval[] }[] = [];
  const soft: { demand: Demand; version: string }[] = [];
  for (const demand of demands) {
    if (demand.kind !== 'range' && demand.kind !== 'exact') continue;
    const constraint = parseConstraint(demand.constraint);
    if (constraint.kind === 'range') hard.push({ demand, intervals: constraint.intervals });
    else if (constraint.kind === 'soft' && /\d/.test(constraint.version)) soft.push({ demand, version: constraint.version });
  }
  return { hard, soft };
}

function isVirtual(demand: Demand | undefined): boolean {
  return demand !== undefined && (demand.key.startsWith(CLASSES) || demand.key.startsWith(FRAMEWORK));
}

function virtualClash(demands: readonly Demand[]): Clash | undefined {
  const [first] = demands;
  if (first === undefined || new Set(demands.map(({ constraint }) => constraint)).size < 2) return undefined;
  return first.key.startsWith(FRAMEWORK)
    ? { rule: 'jvm/framework-generation', severity: 'error' }
    : { rule: 'jvm/duplicate-classes', severity: 'warning' };
}

/** Hard ranges that share nothing; else the widest gap between plain versions, or between one and a range that beats it. */
function clash(demands: readonly Demand[]): Clash | undefined {
  if (isVirtual(demands[0])) return virtualClash(demands);
  const { hard, soft } = split(demands);
  const [head, ...rest] = hard;
  const common = rest.reduce<readonly Interval[] | undefined>(
    (set, { intervals }) => intersect(set ?? [], intervals),
    head?.intervals,
  );
  if (common !== undefined && common.length === 0) return { rule: 'version/unsatisfiable', severity: 'error' };
  const key = demands[0]?.key ?? '';
  const versions = soft.map(({ version }) => version).sort(compareVersions);
  const [lowest, highest] = [versions[0], versions.at(-1)];
  if (common !== undefined && highest !== undefined) {
    const beaten = versions.find((version) =>
      common.every(({ upper }) => upper !== undefined && belowIn(upper.version, version, key)),
    );
    if (beaten !== undefined)
      return { rule: 'jvm/below-required', severity: 'error', facts: { wins: formatIntervals(common), needs: beaten } };
    return undefined;
  }
  if (lowest === undefined || highest === undefined || !breaks(key, lowest, highest)) return undefined;
  return { rule: 'jvm/below-required', severity: 'error', facts: { wins: lowest, needs: highest } };
}

function belowIn(upper: string, version: string, key: string): boolean {
  return compareVersions(upper, version) < 0 && breaks(key, upper, version);
}

function canonical({ constraint, kind }: Demand): string {
  if (kind !== 'range' && kind !== 'exact') return `${kind} ${constraint}`;
  const parsed = parseConstraint(constraint);
  return parsed.kind === 'range' ? formatIntervals(parsed.intervals) : constraint;
}

function where(demand: Demand): string {
  return `${demand.origin.file}:${demand.origin.line}`;
}

function chain(demand: Demand): string {
  return demand.via.length === 0 ? '' : ` (through ${demand.via.join(' → ')})`;
}

function steps(demands: readonly Demand[]): readonly string[] {
  return demands.map(
    (demand) => `${demand.service} asks for ${demand.constraint || 'any version'}${chain(demand)} at ${where(demand)}`,
  );
}

function describe(demands: readonly Demand[], { rule, facts }: Clash): Description {
  const [first] = demands;
  const key = first?.key ?? '';
  const services = [...new Set(demands.map(({ service }) => service))].join(' and ');
  const explanation = steps(demands);
  if (rule === 'jvm/framework-generation') {
    const framework = FRAMEWORKS.find(({ id }) => FRAMEWORK + id === key);
    const generations = [...new Set(demands.map(({ constraint }) => constraint))].join(' and ');
    return {
      message: `${framework?.name ?? key} of two generations (${generations}) cannot live on one class path: ${services}`,
      explanation: [...explanation, ...(framework === undefined ? [] : [framework.reason])],
    };
  }
  if (rule === 'jvm/duplicate-classes') {
    const family = CLASS_FAMILIES.find(({ id }) => CLASSES + id === key);
    const artifacts = [...new Set(demands.map(({ constraint }) => constraint))].join(' and ');
    return {
      message: `${artifacts} hold the same classes`,
      explanation: [...explanation, ...(family === undefined ? [] : [family.reason])],
    };
  }
  if (rule === 'version/unsatisfiable') {
    const ranges = demands.map(({ constraint }) => constraint).join(' and ');
    return {
      message: `no ${key} lies in ${ranges}`,
      explanation: [...explanation, 'Maven refuses to collect dependencies whose ranges share nothing.'],
    };
  }
  return {
    message: `${key} ${facts?.wins ?? ''} may win over the ${facts?.needs ?? ''} that another service needs (shared class path)`,
    explanation: [
      ...explanation,
      'Maven keeps the version nearest to the root, the first one at equal depth, even when it is older; what the other was compiled against may be missing.',
    ],
  };
}

/** Versions that differ without a breaking step: the class path holds one of them. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  if (isVirtual(demands[0])) return [];
  const { soft, hard } = split(demands);
  const versions = [...new Set(soft.map(({ version }) => version))].sort(compareVersions);
  const outside = soft.filter(({ version }) => hard.some(({ intervals }) => !contains(intervals, version)));
  if (versions.length < 2 && outside.length === 0) return [];
  const involved = [...soft, ...hard].map(({ demand }) => demand);
  const services = new Set(involved.map(({ service }) => service));
  if (services.size < 2) return [];
  const key = demands[0]?.key ?? '';
  return [
    {
      rule: 'jvm/convergence',
      severity: 'warning',
      demands: involved,
      message: `${key} does not converge: ${[...versions, ...hard.map(({ intervals }) => formatIntervals(intervals))].join(', ')}`,
      explanation: ['One class path holds one version; these differ within one major version.'],
    },
  ];
}

export const classPathRule: RealmRule = {
  realm: 'jvm',
  clearedBy: 'process',
  canonical,
  clash,
  describe,
  remark,
  suggest: (demand, others) => {
    if (isVirtual(demand)) return [];
    return [...new Set(split(others).soft.map(({ version }) => version))].sort((a, b) => compareVersions(b, a)).slice(0, 3);
  },
};

type Test = (release: number) => boolean;

const NEVER_CHECKED: Test = () => true;

function release(text: string): number {
  return Number(/^(?:1\.)?(\d+)/.exec(text.trim())?.[1] ?? Number.NaN);
}

/** `>=17`, `<21`, `17` (that release), `[17,21)`; several joined by `,` or blanks have to hold together. */
export function jdkTest(constraint: string): Test {
  const trimmed = constraint.trim();
  if (/^[[(]/.test(trimmed)) {
    const parsed = parseConstraint(trimmed.replaceAll(/\b1\.(\d)\b/g, '$1'));
    return parsed.kind === 'range' ? (major) => contains(parsed.intervals, String(major)) : NEVER_CHECKED;
  }
  const tests = trimmed
    .split(/[\s,]+(?=[<>=\d])/)
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
  describe: (demands) => ({
    message: `no JDK suits ${demands.map(({ service, constraint }) => `${service} (${constraint})`).join(' and ')}`,
    explanation: steps(demands),
  }),
  admits: (version, { constraint }) => jdkTest(constraint)(release(version)),
};
