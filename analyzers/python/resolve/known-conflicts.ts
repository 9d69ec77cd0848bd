/** Smallest sets that clash, as they were found for one set of services: other sets that have all their lines clash as well. */
import { addTo } from '../../../src/model/index.ts';
import type { Universe } from '../indexes/universe.ts';
import type { ServiceLine } from './lines.ts';
import { type JointAnswer, type JointQuestion, mentions, pinsYanked, type RootLine } from './question.ts';

/** A smallest set that was found once; whoever has all of these lines has the conflict. */
interface KnownConflict {
  readonly contents: readonly string[];
  readonly answer: JointAnswer<ServiceLine> & { readonly kind: 'impossible' };
  readonly universe: Universe;
}

export class KnownConflicts {
  /** By the content of the first of their lines. */
  readonly #conflicts = new Map<string, KnownConflict[]>();

  /** One that has all of its lines among those of a question. */
  find(universe: Universe, { lines, projects }: JointQuestion<ServiceLine>): JointAnswer<ServiceLine> | undefined {
    const byContent = new Map(lines.map((line) => [contentOf(line), line]));
    // A yanked version that one line lets in could undo a conflict among the others.
    const admitting = lines.filter((line) => pinsYanked(universe, line)).map(contentOf);
    for (const content of byContent.keys()) {
      for (const known of this.#conflicts.get(content) ?? []) {
        if (known.universe !== universe || (projects.size > 0 && mentions(known.answer, projects))) continue;
        if (admitting.some((one) => !known.contents.includes(one))) continue;
        const own = known.contents.flatMap((one) => byContent.get(one) ?? []);
        if (own.length === known.contents.length) return { ...known.answer, lines: own };
      }
    }
    return undefined;
  }

  keep(universe: Universe, found: JointAnswer<ServiceLine> & { readonly kind: 'impossible' }): void {
    const contents = found.lines.map(contentOf);
    const [first] = contents;
    if (first === undefined) return;
    addTo(this.#conflicts, first, { contents, answer: found, universe });
  }
}

function contentOf({ name, extras, specifier, constraint }: RootLine): string {
  return `${constraint ? '?' : ''}${name}[${[...extras].sort().join(',')}]${specifier}`;
}
