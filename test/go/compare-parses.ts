import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type ModProblem, parseGoMod } from '../../analyzers/go/files/modfile.ts';
import { parseGoWork } from '../../analyzers/go/files/workfile.ts';
import { escapePath, escapeVersion, importPathProblem, modulePathProblem, splitPath } from '../../analyzers/go/paths.ts';
import { matchesPrefixPattern } from '../../analyzers/go/resolve/glob.ts';
import {
  buildMetadata,
  canonicalVersion,
  compareVersions,
  isValidVersion,
  majorOf,
  prereleaseOf,
  semverCanonical,
} from '../../analyzers/go/versions.ts';
import { same } from '../conformance/table.ts';
import { modJson, withoutEmpty, workJson } from './edit-json.ts';
import { glob, goName, modFile, modulePath, version, workFile } from './made-up-texts.ts';
import { compareGoNames, isValidGoName, languageOfName, moduleProblem, parsePseudoVersion } from './named.ts';
import { type Question, truth } from './truth.ts';

/**
 * `npx tsx test/go/compare-parses.ts [--seed N] [--count N]`: made-up go.mod and go.work files, versions, module paths,
 * globs and go versions, read by us and by the libraries of the installed go command. Of a file that is refused, the
 * line and the message of the first problem count as well.
 */

function refused(problems: readonly ModProblem[]): unknown {
  const [first] = problems;
  return { Refused: { Line: first?.at.line, Message: first?.message } };
}

function readMod(text: string, strictness: 'strict' | 'lax'): unknown {
  const { file, problems } = parseGoMod(text, strictness);
  return problems.length > 0 ? refused(problems) : modJson(file);
}

function readWork(text: string): unknown {
  const { file, problems } = parseGoWork(text);
  return problems.length > 0 ? refused(problems) : workJson(file);
}

/** The answer as text; how a message quotes what cannot be seen is no difference. */
function plain(answer: unknown): string {
  return JSON.stringify(withoutEmpty(answer), (key, value: unknown) =>
    key === 'Message' && typeof value === 'string' ? value.replace(/\\x00|\\u[0-9a-f]{4}|[\0\u00a0\ufeff]/g, '?') : value,
  );
}

const refusal = (problem: string | undefined): string => (problem === undefined ? 'ok' : 'refused');

const OURS: Readonly<Record<string, (a: string, b: string) => unknown>> = {
  mod: (a) => readMod(a, 'strict'),
  lax: (a) => readMod(a, 'lax'),
  work: readWork,
  compare: compareVersions,
  version: (a) => ({
    valid: isValidVersion(a),
    semver: semverCanonical(a),
    module: canonicalVersion(a),
    major: majorOf(a),
    pre: prereleaseOf(a),
    build: buildMetadata(a),
    pseudo: parsePseudoVersion(a) ?? false,
  }),
  path: (a, b) => ({
    path: refusal(modulePathProblem(a)),
    import: refusal(importPathProblem(a)),
    pair: refusal(moduleProblem(a, b)),
    ...splitPath(a),
    escaped: escapePath(a) ?? 'refused',
    escapedVersion: escapeVersion(b) ?? 'refused',
  }),
  glob: (a, b) => matchesPrefixPattern(a.split(','), b),
  go: (a, b) => ({ compare: compareGoNames(a, b), valid: isValidGoName(a), language: languageOfName(a) }),
};

const nothing = fc.constant('');
const QUESTIONS: Readonly<Record<string, readonly [fc.Arbitrary<string>, fc.Arbitrary<string>]>> = {
  mod: [modFile, nothing],
  lax: [modFile, nothing],
  work: [workFile, nothing],
  compare: [version, version],
  version: [version, nothing],
  path: [modulePath, version],
  glob: [glob, modulePath],
  go: [goName, goName],
};

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '2000' } } });
const questions = Object.entries(QUESTIONS).flatMap(([op, [a, b]]) =>
  fc
    .sample(fc.tuple(a, b), { seed: Number(values.seed), numRuns: Number(values.count) })
    .map(([left, right]): Question => ({ op, a: left, b: right })),
);
const tally = new Map<string, { agree: number; refused: number; differ: number }>();
for (const [index, expected] of truth(questions).entries()) {
  const asked = questions[index];
  if (asked === undefined) continue;
  const { op, a, b } = asked;
  const counts = tally.get(op) ?? { agree: 0, refused: 0, differ: 0 };
  tally.set(op, counts);
  const [mine, wanted] = [plain(OURS[op]?.(a, b)), plain(expected)];
  if (wanted.startsWith('{"Refused"')) counts.refused++;
  if (same(JSON.parse(mine), JSON.parse(wanted))) counts.agree++;
  else {
    counts.differ++;
    const shown = [`${op} ${JSON.stringify(a)} ${JSON.stringify(b)}`, wanted, mine];
    process.stdout.write(`${shown[0]}\n  expected ${shown[1]}\n  got      ${shown[2]}\n`);
  }
}
for (const [op, { agree, refused: both, differ }] of tally) {
  process.stdout.write(`${op}: ${agree} agree (${both} of all refused by the go command's library), ${differ} differ\n`);
}
process.exitCode = [...tally.values()].some(({ differ }) => differ > 0) ? 1 : 0;
