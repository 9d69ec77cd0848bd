import type { Demand, Fix, IsolationLevel, RealmRule, RuleContext } from '../model/index.ts';

const MAX_FIXES = 4;

/**
 * Changes that end the clash of these sides, each applied to the demands and judged again before it is offered.
 * Cheapest first: fewest manifests touched, then the order in which the rule suggests; isolation last.
 */
export function proposeFixes(
  sides: readonly (readonly Demand[])[],
  rule: RealmRule,
  context: RuleContext,
  clearedBy: IsolationLevel,
): readonly Fix[] {
  const changes = sides
    .map((side, index) => ({ side, others: sides.filter((_, other) => other !== index).flat() }))
    .sort((a, b) => manifestCount(a.side) - manifestCount(b.side))
    .flatMap(({ side, others }) => changeSide(side, others, rule, context));
  return [...changes.slice(0, MAX_FIXES - 1), isolate(sides, clearedBy)];
}

function manifestCount(side: readonly Demand[]): number {
  return new Set(side.map((demand) => demand.origin.file)).size;
}

/** Only a line that the service wrote itself can be changed; a whole side has to move together. */
function changeSide(side: readonly Demand[], others: readonly Demand[], rule: RealmRule, context: RuleContext): readonly Fix[] {
  const [first] = side;
  if (rule.suggest === undefined || first === undefined || side.some((demand) => demand.via.length > 0)) return [];
  for (const constraint of rule.suggest(first, others, context)) {
    const changed = side.map((demand): Demand => ({ ...demand, constraint, kind: 'range' }));
    if (rule.clash([...changed, ...others], context) !== undefined) continue;
    const files = manifestCount(side);
    return side.slice(0, 3).map(
      (demand): Fix => ({
        kind: 'change-constraint',
        service: demand.service,
        subject: demand.subject,
        from: demand.constraint,
        to: constraint,
        effect: files === 1 ? 'then all of these agree' : `then all of these agree (the same change in ${files} manifests)`,
        file: demand.origin.file,
        line: demand.origin.line,
      }),
    );
  }
  return [];
}

const LEVEL_WORDS: Readonly<Record<IsolationLevel, string>> = {
  environment: 'nothing',
  process: 'an environment of its own (virtualenv, node_modules, class path)',
  container: 'a container of its own',
  machine: 'a machine of its own',
};

/** Parting the side with the fewest services costs least. */
function isolate(sides: readonly (readonly Demand[])[], level: IsolationLevel): Fix {
  const services = sides.map((side) => [...new Set(side.map((demand) => demand.service))].sort());
  const smallest = [...services].sort((a, b) => a.length - b.length || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))[0] ?? [];
  const subject = sides[0]?.[0]?.subject ?? '';
  return {
    kind: 'isolate',
    ...(smallest.length === 1 && smallest[0] !== undefined ? { service: smallest[0] } : {}),
    subject,
    level,
    effect: `give ${smallest.slice(0, 3).join(', ')}${smallest.length > 3 ? ` and ${smallest.length - 3} more` : ''} ${LEVEL_WORDS[level]}`,
  };
}
