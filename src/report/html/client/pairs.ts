import { addTo, groupBy } from '../../../model/collections/group-by.ts';
import { isLive } from '../../../model/conflict.ts';
import { type IsolationLevel, isActiveAt, LEVELS } from '../../../model/realm.ts';
import type { ViewPair } from '../view.ts';
import { type Facts, isPairwise } from './facts.ts';

/** What a cell of the matrix says, from worst to best. */
export type CellKind = 'separate' | 'together' | 'unknown' | 'warning' | 'repin' | 'likely' | 'share';

/** One pair of rows: the worst that is known of any two of their services. */
export interface Cell {
  readonly kind: CellKind;
  /** Indices of the conflicts behind it. */
  readonly conflicts: readonly number[];
  readonly pair?: ViewPair;
}

export const CELL_WORDS: Readonly<Record<CellKind, string>> = {
  separate: 'cannot share',
  together: 'agree as a pair, but not with a third',
  unknown: 'not enough is known',
  warning: 'share with a warning',
  repin: 'share once a version moves',
  likely: 'nothing speaks against it',
  share: 'proved to share',
};

/** After a number of pairs. */
export const TALLY_WORDS: Readonly<Record<CellKind, string>> = {
  ...CELL_WORDS,
  unknown: 'not known well enough',
  likely: 'with nothing against them',
};

export const CELL_MARKS: Readonly<Record<CellKind, string>> = {
  separate: '✗',
  together: '△',
  unknown: '?',
  warning: '!',
  repin: '↻',
  likely: '',
  share: '✓',
};

/** In the order of the legend. */
export const CELL_KINDS: readonly CellKind[] = ['separate', 'together', 'warning', 'unknown', 'repin', 'share', 'likely'];

/** Services that behave alike, or one service. */
export interface Row {
  readonly label: string;
  readonly members: readonly number[];
}

/** Services in the same sides of the same conflicts are one row: whoever they meet, the answer is the same. */
export function alike(facts: Facts, services: readonly number[]): readonly Row[] {
  const marks = new Map<number, string[]>(services.map((service) => [service, []]));
  for (const [position, conflict] of facts.view.conflicts.entries())
    for (const [side, members] of conflict.sides.entries())
      for (const service of members) marks.get(service)?.push(`${position}/${side}`);
  for (const [position, pair] of facts.view.pairs.entries())
    for (const service of pair.services) marks.get(service)?.push(`pair ${position}`);
  const rows = groupBy(marks, ([, own]) => own.join(' '));
  return [...rows.values()].map((members) =>
    rowOf(
      facts,
      members.map(([service]) => service),
    ),
  );
}

export function rowOf(facts: Facts, members: readonly number[]): Row {
  const [first = -1] = members;
  return { label: members.length === 1 ? facts.name(first) : `${facts.name(first)} +${members.length - 1}`, members };
}

/** Cells of all pairs of rows at a level of isolation. */
export class Pairs {
  readonly #errors = new Map<number, number[]>();
  readonly #third = new Map<number, number[]>();
  readonly #warnings = new Map<number, number[]>();
  readonly #known = new Map<number, ViewPair>();
  readonly #size: number;

  constructor(facts: Facts, rows: readonly Row[], level: IsolationLevel) {
    this.#size = rows.length;
    const rowOfService = new Map(rows.flatMap((row, position) => row.members.map((service) => [service, position] as const)));
    for (const [position, conflict] of facts.view.conflicts.entries()) {
      if (!isLive(conflict) || conflict.severity === 'note' || !isActiveAt(conflict.clearedBy, level)) continue;
      const target = conflict.severity === 'warning' ? this.#warnings : isPairwise(conflict) ? this.#errors : this.#third;
      const sides = conflict.sides.map((side) => [...new Set(side.flatMap((service) => rowOfService.get(service) ?? []))]);
      this.#mark(target, sides, position);
    }
    if (LEVELS.indexOf(level) > LEVELS.indexOf(facts.view.level)) return;
    for (const pair of facts.view.pairs) {
      const [a, b] = pair.services.map((service) => rowOfService.get(service));
      if (a !== undefined && b !== undefined && a !== b) this.#known.set(this.#key(a, b), pair);
    }
  }

  #key(a: number, b: number): number {
    return a < b ? a * this.#size + b : b * this.#size + a;
  }

  #mark(target: Map<number, number[]>, sides: readonly (readonly number[])[], conflict: number): void {
    for (const [index, left] of sides.entries())
      for (const right of sides.slice(index + 1))
        for (const a of left)
          for (const b of right) {
            if (a === b) continue;
            const key = this.#key(a, b);
            if (target.get(key)?.at(-1) !== conflict) addTo(target, key, conflict);
          }
  }

  cell(a: number, b: number): Cell {
    const key = this.#key(a, b);
    const errors = this.#errors.get(key);
    const warnings = this.#warnings.get(key) ?? [];
    const third = this.#third.get(key) ?? [];
    if (errors !== undefined) return { kind: 'separate', conflicts: [...errors, ...third, ...warnings] };
    const pair = this.#known.get(key);
    const rest = pair === undefined ? {} : { pair };
    if (third.length > 0) return { kind: 'together', conflicts: [...third, ...warnings], ...rest };
    if (pair?.verdict === 'unknown') return { kind: 'unknown', conflicts: warnings, ...rest };
    if (warnings.length > 0) return { kind: 'warning', conflicts: warnings, ...rest };
    if (pair?.verdict === 'repin') return { kind: 'repin', conflicts: [], ...rest };
    return { kind: pair?.verdict === 'share' ? 'share' : 'likely', conflicts: [], ...rest };
  }
}
