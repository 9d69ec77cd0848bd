/** What ARG and ENV of a Dockerfile have set at each point of a stage. */
import { addTo } from '../../model/index.ts';

interface Binding {
  readonly kind: 'ARG' | 'ENV';
  readonly name: string;
  readonly value: string;
  /** How many were set before it in its stage. */
  readonly at: number;
}

type Bindings = Map<string, Binding[]>;

/** Of one stage, above those of the stage that it is built on. All are kept by name, so that each step sees its own past. */
export class Values {
  readonly #base: Values | undefined;
  readonly #bindings: Readonly<Record<Binding['kind'], Bindings>> = { ARG: new Map(), ENV: new Map() };
  #count = 0;

  constructor(base: Values | undefined) {
    this.#base = base;
  }

  get count(): number {
    return this.#count;
  }

  set(kind: Binding['kind'], name: string, value: string): void {
    addTo(this.#bindings[kind], name, { kind, name, value, at: this.#count++ });
  }

  /** What a name stood for when `count` were set; ENV wins over ARG (Dockerfile reference, "Using ARG variables"). */
  find(name: string, count: number): Binding | undefined {
    let argument: Binding | undefined;
    for (let one: Values | undefined = this; one !== undefined; one = one.#base) {
      const until = one === this ? count : one.#count;
      const set = lastBefore(one.#bindings.ENV.get(name), until);
      if (set !== undefined) return set;
      argument ??= lastBefore(one.#bindings.ARG.get(name), until);
    }
    return argument;
  }

  /** What `ENV` has set in the end, the newest first. */
  environment(): ReadonlyMap<string, string> {
    const environment = new Map<string, string>();
    for (let one: Values | undefined = this; one !== undefined; one = one.#base) {
      const last = [...one.#bindings.ENV.values()].flatMap((all) => all.slice(-1)).sort((a, b) => b.at - a.at);
      for (const { name, value } of last) if (!environment.has(name)) environment.set(name, value);
    }
    return environment;
  }
}

/** Halving: one name may be set thousands of times. */
function lastBefore(bindings: readonly Binding[] | undefined, count: number): Binding | undefined {
  if (bindings === undefined) return undefined;
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bindings[middle]?.at ?? count) < count) low = middle + 1;
    else high = middle;
  }
  return bindings[low - 1];
}
