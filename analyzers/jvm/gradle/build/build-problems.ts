import type { Problem } from '../model.ts';
import type { Script } from '../script/syntax-tree.ts';

/** What reading one build came upon. */
export class BuildProblems {
  readonly all: Problem[] = [];
  readonly #told = new Set<string>();

  add(problem: Omit<Problem, 'file' | 'incomplete'>, file: string, incomplete = false): void {
    this.all.push({ ...problem, file, incomplete });
  }

  /** Once per script, however often it is run. */
  syntax(path: string, { problems }: Script): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    for (const { message, line } of problems)
      this.add(
        { code: 'gradle/syntax', severity: 'warning', message: `${message}; what follows may be read wrongly`, line, column: 1 },
        path,
        true,
      );
  }
}
