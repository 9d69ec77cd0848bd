import { byKey } from '../../src/model/index.ts';
import { countIn, firstIn, INDEX_SETS, type IndexSet, indexSet } from '../../src/resolve/index-set.ts';
import { minimise } from '../../src/resolve/minimal.ts';
import { solve } from '../../src/resolve/solver.ts';
import type { Needs, PackageSource, Requirement, RootDemand } from '../../src/resolve/source.ts';

/**
 * A small world as text. Each line is a version and what it needs: `a 2: b<3, c`. Versions are whole numbers;
 * constraints are `<n`, `<=n`, `>n`, `>=n`, `=n`, `!=n`, joined by `&`; a package alone means any version.
 */
export interface World {
  readonly versions: ReadonlyMap<string, readonly number[]>;
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

export function world(text: string): World {
  const versions = new Map<string, number[]>();
  const needs = new Map<string, readonly string[]>();
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [head = '', tail = ''] = line.split(':');
    const [name = '', version = ''] = head.trim().split(' ');
    versions.set(
      name,
      [...(versions.get(name) ?? []), Number(version)].sort((a, b) => b - a),
    );
    needs.set(`${name} ${version}`, list(tail));
  }
  return { versions, needs };
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

export function admits(requirement: string, version: number): boolean {
  const parts = requirement.replace(/^[a-z]+/u, '').split('&');
  return parts.every((part) => {
    const [, operator = '', bound = ''] = /^([<>=!]*)(\d*)$/u.exec(part.trim()) ?? [];
    return operator === '' || (COMPARE[operator]?.(version, Number(bound)) ?? false);
  });
}

export function nameOf(requirement: string): string {
  return /^[a-z]+/u.exec(requirement)?.[0] ?? '';
}

class WorldSource implements PackageSource<IndexSet, number> {
  readonly #world: World;

  constructor(known: World) {
    this.#world = known;
  }

  #list(name: string): readonly number[] {
    return this.#world.versions.get(name) ?? [];
  }

  requirement(text: string): Requirement<IndexSet> {
    const name = nameOf(text);
    const positions = this.#list(name).flatMap((version, position) => (admits(text, version) ? [position] : []));
    return { package: name, set: text === name ? INDEX_SETS.full : indexSet(positions), text };
  }

  choose(name: string, set: IndexSet): number | undefined {
    const first = firstIn(set, this.#list(name).length);
    return first < 0 ? undefined : first;
  }

  count(name: string, set: IndexSet): number {
    return countIn(set, this.#list(name).length);
  }

  needs(name: string, position: number): Needs<IndexSet> {
    const lines = this.#world.needs.get(`${name} ${this.#list(name)[position]}`) ?? [];
    return { ok: true, requirements: lines.map((line) => this.requirement(line)) };
  }
}

/** Demands that begin with `?` are constraints: they restrict only what something else brings in. */
export async function ask(known: World, demands: readonly string[]) {
  const source = new WorldSource(known);
  const roots: RootDemand<IndexSet>[] = demands.map((text) =>
    text.startsWith('?') ? { ...source.requirement(text.slice(1)), constraint: true } : source.requirement(text),
  );
  const question = { sets: INDEX_SETS, source, demands: roots, rootVersion: 0 };
  const solution = await solve(question);
  if (solution.ok) {
    const chosen = [...solution.versions].map(([name, position]): [string, number] => [
      name,
      known.versions.get(name)?.[position] ?? -1,
    ]);
    return { ok: true as const, versions: Object.fromEntries(chosen.sort(byKey)) };
  }
  const { demands: core, steps } = await minimise(question, solution);
  return { ok: false as const, core: core.map((at) => demands[at] ?? ''), facts: steps.map((step) => step.fact) };
}
