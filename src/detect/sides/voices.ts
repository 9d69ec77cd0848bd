import { type Demand, groupBy } from '../../model/index.ts';

/**
 * Who speaks for the demands on one key: of each class the first, and the first of another service, as a rule may ask
 * whether a demand is another service's. What hundreds of services say in a few ways is judged by these few.
 */
export class Voices {
  readonly #classOf = new Map<Demand, number>();

  /** Classes of demands that mean the same (see `classesOf`). */
  constructor(classes: readonly (readonly Demand[])[]) {
    classes.forEach((group, index) => {
      for (const demand of group) this.#classOf.set(demand, index);
    });
  }

  /** Those who speak for these demands, in their order. */
  of(demands: readonly Demand[]): readonly Demand[] {
    const heard = new Map<number, Demand | 'both'>();
    return demands.filter((demand) => {
      const index = this.#classOf.get(demand);
      if (index === undefined) return true;
      const first = heard.get(index);
      if (first === 'both' || first?.service === demand.service) return false;
      heard.set(index, first === undefined ? demand : 'both');
      return true;
    });
  }

  /** These demands by their classes, in the order of these. */
  grouped(demands: readonly Demand[]): readonly (readonly Demand[])[] {
    const groups = groupBy(demands, (demand) => this.#classOf.get(demand) ?? -1);
    return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
  }
}
