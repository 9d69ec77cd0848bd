import type { Demand, Fix, RealmRule, RuleContext } from '../model/index.ts';

const MAX_FIXES = 3;

export interface FixQuestion {
  readonly key: string;
  readonly sides: readonly (readonly Demand[])[];
  readonly anyTwo: boolean;
  /** Every firm demand on the key, also of services that are no part of the clash: a fix must not move the clash to them. */
  readonly all: readonly Demand[];
  readonly rule: RealmRule;
  readonly context: RuleContext;
}

/**
 * Changes of lines that end the clash, each applied to the demands of the whole fleet and judged again before it is
 * offered. Cheapest first: fewest manifests touched, then the order in which the rule suggests.
 */
export function proposeFixes(question: FixQuestion): readonly Fix[] {
  const fixes = question.anyTwo || question.sides.length > 2 ? alignAll(question) : [];
  const sides = [...question.sides].sort((a, b) => manifestCount(a) - manifestCount(b) || compareAge(a[0], b[0]));
  const changes = question.anyTwo ? [] : sides.flatMap((side) => changeSide(side, question));
  return [...changes, ...fixes].slice(0, MAX_FIXES);
}

/** The older side first: moving forward is what teams would rather do. Reads the highest number that a constraint names. */
function compareAge(a: Demand | undefined, b: Demand | undefined): number {
  const [left, right] = [highest(a?.constraint ?? ''), highest(b?.constraint ?? '')];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function highest(constraint: string): readonly number[] {
  const versions = (constraint.match(/\d+(?:\.\d+)*/g) ?? []).map((text) => text.split('.').map(Number));
  return versions.reduce((best, one) => (isHigher(one, best) ? one : best), []);
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== (b[index] ?? 0));
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

function manifestCount(side: readonly Demand[]): number {
  return new Set(side.map((demand) => demand.origin.file)).size;
}

function serviceCount(demands: readonly Demand[]): number {
  return new Set(demands.map((demand) => demand.service)).size;
}

/** Only a line that the service wrote itself can be changed. */
function isOwnLine(demand: Demand): boolean {
  return demand.via.length === 0;
}

/** A whole side has to move together. */
function changeSide(side: readonly Demand[], question: FixQuestion): readonly Fix[] {
  const { rule, context, all } = question;
  const [first] = side;
  if (rule.suggest === undefined || first === undefined || !side.every(isOwnLine)) return [];
  const others = question.sides.filter((other) => other !== side).flat();
  const rest = all.filter((demand) => !side.includes(demand));
  const settled = rule.clash(rest, context) === undefined;
  for (const constraint of rule.suggest(first, settled ? rest : others, context)) {
    const changed = side.map((demand): Demand => ({ ...demand, constraint, kind: 'range' }));
    if (!ends(side, changed, settled ? rest : others, rest, question)) continue;
    return [fixOf(side, constraint, 'change-constraint', settled ? all : [...side, ...others], question.key)];
  }
  return [];
}

/** The clash is gone, and nobody who agreed with the line before disagrees with it now. */
function ends(
  before: readonly Demand[],
  after: readonly Demand[],
  against: readonly Demand[],
  rest: readonly Demand[],
  { rule, context }: FixQuestion,
): boolean {
  if (rule.clash([...after, ...against], context) !== undefined) return false;
  return rest.every(
    (other) => rule.clash([...after, other], context) === undefined || rule.clash([...before, other], context) !== undefined,
  );
}

/** One side's constraint for all: the side that spares most manifests, if everybody else on the key agrees with it. */
function alignAll({ sides, all, rule, context, key }: FixQuestion): readonly Fix[] {
  const involved = new Set(sides.flat());
  const bystanders = all.filter((demand) => !involved.has(demand));
  const candidates = [...sides].sort((a, b) => manifestCount(b) - manifestCount(a));
  for (const kept of candidates) {
    const [model] = kept;
    const moved = sides.filter((side) => side !== kept).flat();
    if (model === undefined || !moved.every(isOwnLine)) continue;
    const changed = moved.map((demand): Demand => ({ ...demand, constraint: model.constraint, kind: model.kind }));
    if (rule.clash([...kept, ...changed, ...bystanders], context) !== undefined) continue;
    return [fixOf(moved, model.constraint, 'align', all, key)];
  }
  return [];
}

function fixOf(
  changed: readonly Demand[],
  constraint: string,
  kind: 'change-constraint' | 'align',
  agreeing: readonly Demand[],
  key: string,
): Fix {
  const [first] = changed;
  const files = manifestCount(changed);
  const services = [...new Set(changed.map((demand) => demand.service))];
  const from = new Set(changed.map((demand) => demand.constraint));
  const who = services.length === 1 ? '' : `${files} manifests, of ${listed(services)}; `;
  return {
    kind,
    ...(services.length === 1 && first !== undefined ? { service: first.service } : {}),
    subject: first?.subject ?? key,
    ...(from.size === 1 && first !== undefined ? { from: first.constraint } : {}),
    to: constraint,
    effect: `${who}then ${everyone(serviceCount(agreeing))} services that ask for ${key} agree`,
    ...(files === 1 && first !== undefined ? { file: first.origin.file, line: first.origin.line } : {}),
  };
}

function everyone(count: number): string {
  return count === 2 ? 'both' : `all ${count}`;
}

function listed(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
