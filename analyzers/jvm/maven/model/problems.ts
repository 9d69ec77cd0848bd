/** What is wrong with a model, and which POMs it needs that nobody has. */
import type { Coordinates } from './ask.ts';
import type { ParsedPom, Place, RawModel } from './pom.ts';

export interface ModelProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly place: Place;
}

export interface MissingPom extends Coordinates {
  readonly kind: 'parent' | 'import';
  readonly file: string;
  readonly place: Place;
}

/** What went wrong while one model was built. Of a POM from elsewhere, and of any that is imported, what only a strict reading refuses is a warning. */
export class Report {
  readonly #isStrict: boolean;
  readonly problems: ModelProblem[] = [];
  readonly missing: MissingPom[] = [];

  constructor(isStrict: boolean) {
    this.#isStrict = isStrict;
  }

  error(raw: Pick<RawModel, 'file'>, message: string, place: Place = { line: 1, column: 1 }): void {
    this.problems.push({ severity: 'error', message, file: raw.file, place });
  }

  pom(pom: ParsedPom, file: string, local: boolean): void {
    for (const { message, place, strictOnly } of pom.problems) {
      this.problems.push({ severity: strictOnly && !(local && this.#isStrict) ? 'warning' : 'error', message, file, place });
    }
  }
}
