import { goModHash, parseGoSum, SumIndex, sortSums } from '../../analyzers/go/gosum.ts';
import { compareGoNames, isValidGoName, languageOfName } from '../../analyzers/go/gover.ts';
import { type ParsedMod, parseGoMod } from '../../analyzers/go/modfile.ts';
import { moduleProblem, splitPath } from '../../analyzers/go/paths.ts';
import {
  canonicalVersion,
  compareVersions,
  isValidVersion,
  majorOf,
  parsePseudoVersion,
  semverCanonical,
} from '../../analyzers/go/versions.ts';
import { parseGoWork } from '../../analyzers/go/workfile.ts';
import { type Check, check, type Row, type RowRunner, type Tables } from './table.ts';

function text(row: Row, key: string): string {
  const value = row[key];
  return typeof value === 'string' ? value : '';
}

const versionOps: Readonly<Record<string, (row: Row) => readonly Check[]>> = {
  compare: (row) => [check(`compare ${row.a} ${row.b}`, row.expect, compareVersions(text(row, 'a'), text(row, 'b')))],
  valid: (row) => {
    const v = text(row, 'v');
    const { expect, canonical, major, module_canonical } = row;
    const got = {
      expect: isValidVersion(v),
      canonical: semverCanonical(v),
      major: majorOf(v),
      module_canonical: canonicalVersion(v),
    };
    return [check(`valid ${v}`, { expect, canonical, major, module_canonical }, got)];
  },
  pseudo: (row) => {
    const pseudo = parsePseudoVersion(text(row, 'v'));
    const got = pseudo === undefined ? false : { base: pseudo.base, time: pseudo.time, rev: pseudo.revision };
    const expected = typeof row.expect === 'object' && row.expect !== null ? { ...row.expect } : row.expect;
    return [check(`pseudo ${row.v}`, expected, got)];
  },
  major_path: (row) => {
    const { prefix, major, ok } = splitPath(text(row, 'path'));
    const problem = moduleProblem(text(row, 'path'), text(row, 'version'));
    return [
      check(
        `major_path ${row.path} ${row.version}`,
        { expect: row.expect, prefix: row.prefix, path_major: row.path_major, split_ok: row.split_ok },
        { expect: problem === undefined ? 'ok' : 'error', prefix, path_major: major, split_ok: ok },
      ),
    ];
  },
  gover: (row) => {
    const [a, b] = [text(row, 'a'), text(row, 'b')];
    return [
      check(
        `gover ${a} ${b}`,
        { expect: row.expect, a_valid: row.a_valid, a_lang: row.a_lang },
        { expect: compareGoNames(a, b), a_valid: isValidGoName(a), a_lang: languageOfName(a) },
      ),
    ];
  },
};

const versions: RowRunner = (row) =>
  versionOps[text(row, 'op')]?.(row) ?? [{ ok: false, asked: 'a known op', expected: row.op, got: 'unknown' }];

function shownMod({ file, problems }: ParsedMod): unknown {
  if (problems.length > 0) return 'error';
  const { module } = file;
  return {
    ...(module === undefined ? {} : { module: module.path }),
    ...(module === undefined || module.deprecated === '' ? {} : { deprecated: module.deprecated }),
    ...(file.go === undefined ? {} : { go: file.go.value }),
    ...(file.toolchain === undefined ? {} : { toolchain: file.toolchain.value }),
    require: file.require.map(({ path, version, indirect }) => ({ path, version, indirect })),
    replace: file.replace.map(({ old, new: target }) => ({ old, new: target })),
    exclude: file.exclude.map(({ path, version }) => ({ path, version })),
    retract: file.retract.map(({ low, high, rationale }) => ({ low, high, rationale })),
    tool: file.tool.map(({ value }) => ({ path: value })),
    ignore: file.ignore.map(({ value }) => ({ path: value })),
    godebug: file.godebug.map(({ key, value }) => ({ key, value })),
  };
}

const gomodParse: RowRunner = (row) => [
  check(`strict ${JSON.stringify(row.file)}`, row.expect, shownMod(parseGoMod(text(row, 'file')))),
  check(`lax ${JSON.stringify(row.file)}`, row.lax, shownMod(parseGoMod(text(row, 'file'), 'lax'))),
];

const goworkParse: RowRunner = (row) => {
  const { file, problems } = parseGoWork(text(row, 'file'));
  const got = {
    ...(file.go === undefined ? {} : { go: file.go.value }),
    ...(file.toolchain === undefined ? {} : { toolchain: file.toolchain.value }),
    use: file.use.map(({ value }) => value),
    replace: file.replace.map(({ old, new: target }) => ({ old, new: target })),
  };
  return [check(`work ${JSON.stringify(row.file)}`, row.expect, problems.length > 0 ? 'error' : got)];
};

/** The module against which the table's truth was taken: it makes the go command read, check and rewrite go.sum. */
const PROBE = { path: 'probe.example/m', version: 'v1.0.0', goMod: 'module probe.example/m\n' };

const gosumParse: RowRunner = (row) => {
  const sum = parseGoSum(text(row, 'file'));
  const mismatch = new SumIndex([sum]).contradiction(PROBE.path, PROBE.version, goModHash(PROBE.goMod));
  const entries = sortSums(sum.entries)
    .filter(({ path }) => path !== PROBE.path)
    .map(({ path, version, goMod, hash }) => ({ path, version, go_mod: goMod, hash }));
  const failed = sum.problem !== undefined || mismatch !== undefined;
  return [check(`sum ${row.id}`, row.expect, failed ? 'error' : entries)];
};

export const tables: Tables = {
  'go/versions': versions,
  'go/gomod_parse': gomodParse,
  'go/gowork_parse': goworkParse,
  'go/gosum_parse': gosumParse,
};
