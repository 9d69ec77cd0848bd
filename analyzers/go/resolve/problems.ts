import type { MvsProblem } from './graph.ts';
import type { LoadFailure } from './summaries.ts';

/** Sentences for what ends a build without a list, each with its diagnostic code. */
export interface Explained {
  readonly code: string;
  readonly message: string;
  readonly explanation: readonly string[];
  /** Nothing is proved: what is needed could not be read. */
  readonly unknown: boolean;
}

const LOAD_CODES: Readonly<Record<LoadFailure['failure'], string>> = {
  'unknown-module': 'go/unknown-module',
  unreachable: 'go/unreachable-module',
  malformed: 'go/malformed-dependency',
  'wrong-hash': 'go/checksum-mismatch',
  'no-registry': 'go/no-proxy',
  'outside-root': 'go/replacement-unread',
};

function chainText(chain: readonly string[]): readonly string[] {
  return chain.length < 2 ? [] : [`It is required through ${chain.join(' → ')}.`];
}

/** Why there is no build list, in a sentence and steps. */
export function explainProblem(problem: MvsProblem): Explained {
  switch (problem.kind) {
    case 'load':
      return {
        code: LOAD_CODES[problem.failure.failure],
        message: [problem.failure.message, ...chainText(problem.chain)].join('; '),
        explanation: chainText(problem.chain),
        unknown: true,
      };
    case 'conflicting-replacements': {
      const { old, first, second, by } = problem.conflict;
      const left = [old.path, old.version].filter((part) => part !== '').join(' ');
      const right = [first, second].map(({ path, version }) => [path, version].filter((part) => part !== '').join(' '));
      return failed(`${left} is replaced by both ${right.join(' and ')}`, [
        `${by[0]} replaces it by ${right[0]}, ${by[1] === by[0] ? 'and again' : by[1]} by ${right[1]}.`,
        by[0] === by[1]
          ? 'The go command refuses such a file; take one of the lines out.'
          : 'In one build a module has one replacement; a replace line in go.work overrules those of its members.',
      ]);
    }
    case 'duplicate-member':
      return failed(
        `${problem.members.map(({ directory }) => directory).join(' and ')} declare the same module ${problem.path}`,
        ['A workspace may hold a module path once.'],
      );
    case 'member-replaced':
      return failed(`go.work replaces every version of its own member ${problem.member.path}`, [
        'Take the replace line out of go.work, or name the version there that it is meant for.',
      ]);
    case 'work-too-old':
      return failed(`${problem.member.directory} asks for go ${problem.needs}, its go.work only for go ${problem.has}`, [
        `Raise the go line of go.work to ${problem.needs}.`,
      ]);
    case 'toolchain-too-old':
      return failed(`${problem.what} needs go ${problem.needs}, which is newer than the fleet's toolchain`, [
        ...chainText(problem.chain),
        'A newer toolchain on the build host, or GOTOOLCHAIN=auto there, ends this.',
      ]);
    case 'bad-module':
      return failed(`${problem.member.directory} holds a path that the go command refuses: ${problem.message}`, []);
    case 'wrong-path': {
      const { path, version } = problem.module;
      return failed(`${path}@${version} declares its path as ${problem.declares || 'nothing'}`, [
        ...chainText(problem.chain),
        'A module has to be required under the path that it declares; only a replace line may do otherwise.',
      ]);
    }
  }
}

function failed(message: string, explanation: readonly string[]): Explained {
  return { code: 'go/build-fails', message, explanation, unknown: false };
}
