import type { Clash, Demand } from '../../model/index.ts';
import type { Matter } from '../matter.ts';
import { speakersOf } from './classes.ts';

/** How a clash is told apart from others: one object for all that are judged alike. */
export type Verdict = Pick<Clash, 'rule' | 'severity' | 'clearedBy'>;

/** What a rule says of a set of classes, given by index; undefined where they agree. */
export type Judge = (items: readonly number[]) => Verdict | undefined;

/** Judges sets of classes, each set once. */
export function judgeOf(classes: readonly (readonly Demand[])[], { rule, context }: Matter): Judge {
  const speakers = classes.map((group) => speakersOf(group, rule));
  const alike: Verdict[] = [];
  const ask = (demands: readonly Demand[]): Verdict | 'none' => {
    const clash = rule.clash(demands, context);
    if (clash === undefined) return 'none';
    const { rule: name, severity, clearedBy } = clash;
    const known = alike.find((one) => one.rule === name && one.severity === severity && one.clearedBy === clearedBy);
    if (known !== undefined) return known;
    alike.push(clash);
    return clash;
  };
  // Nearly all questions are about two: the first has a row, and the second a place in it.
  const pairs = classes.map((): (Verdict | 'none')[] => []);
  const larger = new Map<string, Verdict | 'none'>();
  const judged = (items: readonly number[]): Verdict | 'none' => {
    // Read by place: taking a list apart is slow where it is done for every pair of a fleet.
    const a = items[0] ?? 0;
    const b = items[1] ?? 0;
    const row = items.length === 2 ? pairs[a] : undefined;
    if (row !== undefined) {
      row[b] ??= ask(together(speakers[a] ?? [], speakers[b] ?? []));
      return row[b];
    }
    const name = items.join();
    const known = larger.get(name);
    if (known !== undefined) return known;
    const verdict = ask(items.flatMap((item) => speakers[item] ?? []));
    larger.set(name, verdict);
    if (verdict === 'none') agreesWithAll(items);
    return verdict;
  };
  // What agrees as a whole agrees two by two. Sets grow item by item, so what came before the last is known.
  const agreesWithAll = (items: readonly number[]): void => {
    const last = items.at(-1) ?? 0;
    for (const item of items) {
      const row = item < last ? pairs[item] : undefined;
      if (row !== undefined) row[last] ??= 'none';
    }
  };
  return (items) => {
    const verdict = judged(items);
    return verdict === 'none' ? undefined : verdict;
  };
}

/** Of two classes that mean one thing each, one demand each will do, as long as two services speak. */
function together(left: readonly Demand[], right: readonly Demand[]): readonly Demand[] {
  const a = left[0];
  const b = right[0];
  const isPlain = left.length < 3 && right.length < 3;
  return isPlain && a !== undefined && b !== undefined && a.service !== b.service ? [a, b] : [...left, ...right];
}
