import type { Conflict, Demand } from '../model/index.ts';
import { demandText } from './phrases.ts';

export interface Places {
  /** In the conflict's own order. */
  readonly shown: readonly Demand[];
  readonly more: readonly Demand[];
}

/** The demands of a conflict, each place and text once; at most `limit`, taken from its sides in turn: a long side hides no other. */
export function placesOf({ demands, sides }: Pick<Conflict, 'demands' | 'sides'>, limit: number): Places {
  const byText = new Map<string, Demand>();
  for (const demand of demands) {
    const text = `${demand.origin.file}:${demand.origin.line} ${demand.service} ${demandText(demand)}`;
    if (!byText.has(text)) byText.set(text, demand);
  }
  const distinct = new Set(byText.values());
  const members = sides.map((side) => side.flatMap((index) => demands[index] ?? []).filter((demand) => distinct.has(demand)));
  const longest = Math.max(0, ...members.map((side) => side.length));
  const inTurn = Array.from({ length: Math.min(longest, limit) }, (_, turn) =>
    members.flatMap((side) => side[turn] ?? []),
  ).flat();
  const chosen = new Set([...new Set([...inTurn, ...distinct])].slice(0, limit));
  const all = [...distinct];
  return { shown: all.filter((demand) => chosen.has(demand)), more: all.filter((demand) => !chosen.has(demand)) };
}
