import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseGoSum, SumIndex } from '../../analyzers/go/files/gosum.ts';
import { type ParsedMod, parseGoMod } from '../../analyzers/go/files/modfile.ts';
import { parseGoWork } from '../../analyzers/go/files/workfile.ts';
import { compareGo } from '../../analyzers/go/gover.ts';
import { splitPath } from '../../analyzers/go/paths.ts';
import type { MainModule } from '../../analyzers/go/replacements.ts';
import { ModuleCache } from '../../analyzers/go/resolve/cache.ts';
import { type BuildList, buildList, shiftsOf } from '../../analyzers/go/resolve/mvs.ts';
import { ProxySource } from '../../analyzers/go/resolve/proxy.ts';
import { canonicalVersion, compareVersions, isValidVersion, majorOf, semverCanonical } from '../../analyzers/go/versions.ts';
import type { RegistryClient, ResolveEnvironment } from '../../src/registry/client.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { compareGoNames, isValidGoName, languageOfName, moduleProblem, parsePseudoVersion, sortSums } from '../go/named.ts';
import { targetOf } from '../target.ts';
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
  const mismatch = new SumIndex([['go.sum', sum]]).contradictions(PROBE.path, PROBE.version, PROBE.goMod);
  const entries = sortSums(sum.entries)
    .filter(({ path }) => path !== PROBE.path)
    .map(({ path, version, goMod, hash }) => ({ path, version, go_mod: goMod, hash }));
  const failed = sum.problem !== undefined || mismatch.length > 0;
  return [check(`sum ${row.id}`, row.expect, failed ? 'error' : entries)];
};

/** The go command that gave the tables' build lists, with GOTOOLCHAIN=local. */
const TRUTH_TOOLCHAIN = '1.26.8';

function environmentOf(client: RegistryClient): ResolveEnvironment {
  return createResolveEnvironment({
    target: targetOf({ go: TRUTH_TOOLCHAIN }),
    offline: client.offline,
    env: process.env,
    client,
  });
}

const caches = new WeakMap<RegistryClient, Promise<ModuleCache>>();

function cacheOf(client: RegistryClient): Promise<ModuleCache> {
  const known = caches.get(client);
  if (known !== undefined) return known;
  const source = ProxySource.create(environmentOf(client), undefined, new SumIndex([]));
  const cache = source.then((one) => new ModuleCache(one));
  caches.set(client, cache);
  return cache;
}

interface Resolved {
  readonly ok: boolean;
  readonly list: ReadonlyMap<string, string>;
  readonly replaced: Readonly<Record<string, string>>;
  readonly why?: unknown;
}

function shown(list: BuildList): Resolved {
  if (list.kind === 'failure') return { ok: false, list: new Map(), replaced: {}, why: list.problem };
  const replaced = [...list.replaced].map(([path, to]) => [path, to.version === '' ? to.path : `${to.path}@${to.version}`]);
  return { ok: true, list: list.versions, replaced: Object.fromEntries(replaced) };
}

async function resolveMods(texts: ReadonlyMap<string, string>, client: RegistryClient, workGo?: string): Promise<Resolved> {
  const mains: MainModule[] = [];
  for (const [directory, source] of texts) {
    const { file, problems } = parseGoMod(source);
    if (problems.length > 0) return { ok: false, list: new Map(), replaced: {}, why: problems };
    mains.push({ path: file.module?.path ?? '', mod: file, directory });
  }
  const work = workGo === undefined ? {} : { work: { go: workGo, replace: [], directory: '.' } };
  return shown(await buildList(await cacheOf(client), mains, { ...work, toolchain: TRUTH_TOOLCHAIN }));
}

function shiftTable(a: Resolved, b: Resolved, joint: Resolved): unknown {
  const moved = [...shiftsOf(a.list, joint.list), ...shiftsOf(b.list, joint.list)].map(({ path }) => path);
  return Object.fromEntries(
    moved.map((path) => [
      path,
      { a: a.list.get(path) ?? null, b: b.list.get(path) ?? null, joint: joint.list.get(path) ?? null },
    ]),
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function judgeList(asked: string, ok: unknown, expected: unknown, replaced: unknown, got: Resolved): Check {
  if (ok !== true) return { ok: !got.ok, asked, expected: ok, got: got.ok };
  if (!got.ok) return { ok: false, asked, expected: 'a build list', got: got.why };
  const wanted = record(expected);
  const list = Object.fromEntries(got.list);
  const differing = [...new Set([...Object.keys(wanted), ...Object.keys(list)])].filter((path) => wanted[path] !== list[path]);
  const pick = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(differing.map((path) => [path, from[path] ?? null]));
  const sameReplaced = check(asked, replaced ?? {}, got.replaced);
  return differing.length > 0 ? { ok: false, asked, expected: pick(wanted), got: pick(list) } : sameReplaced;
}

const NO_CLIENT: Check = { ok: false, asked: 'a build list', expected: 'registry access (--resolve)', got: 'none' };

const mvs: RowRunner = async (row, { client }) => {
  if (client === undefined) return [NO_CLIENT];
  const services = new Map(
    Object.entries(record(row.services)).map(([name, files]) => [name, String(record(files)['go.mod'] ?? '')]),
  );
  const expect = record(row.expect);
  const alone = new Map<string, Resolved>();
  const checks: Check[] = [];
  for (const [name, source] of services) {
    const got = await resolveMods(new Map([[name, source]]), client);
    alone.set(name, got);
    const truth = record(record(expect.each)[name]);
    checks.push(judgeList(`${row.id} ${name}`, truth.ok, truth.buildlist, truth.replaced, got));
  }
  for (const pair of Array.isArray(expect.pairs) ? expect.pairs.map(record) : []) {
    const names = [String(pair.a), String(pair.b)];
    const texts = new Map(names.map((name) => [name, services.get(name) ?? '']));
    const joint = await resolveMods(texts, client, text(row, 'work_go'));
    checks.push(...judgePair(`${row.id} ${names.join('+')}`, pair, alone.get(names[0] ?? ''), alone.get(names[1] ?? ''), joint));
  }
  return checks;
};

function judgePair(
  asked: string,
  pair: Row,
  a: Resolved | undefined,
  b: Resolved | undefined,
  joint: Resolved,
): readonly Check[] {
  const list = judgeList(asked, pair.joint_ok, pair.joint, pair.replaced, joint);
  if (pair.joint_ok !== true || a?.ok !== true || b?.ok !== true) return [list];
  return [list, check(`${asked} shifts`, pair.shifts, shiftTable(a, b, joint))];
}

const realMvs: RowRunner = async (row, { client, corpus }) => {
  if (client === undefined) return [NO_CLIENT];
  const read = (key: string): [string, string] => [text(row, key), readFileSync(join(corpus, text(row, key)), 'utf8')];
  if (row.op === 'alone') {
    const got = await resolveMods(new Map([read('service')]), client);
    return [judgeList(`alone ${row.service}`, row.ok ?? true, row.buildlist, row.replaced, got)];
  }
  const [a, b] = [read('a'), read('b')];
  const work = [a, b].map(([, source]) => parseGoMod(source).file.go?.value ?? '1.18').sort(compareGo);
  const joint = await resolveMods(new Map([a, b]), client, work[1]);
  const [left, right] = [await resolveMods(new Map([a]), client), await resolveMods(new Map([b]), client)];
  return judgePair(`pair ${row.a} ${row.b}`, row, left, right, joint);
};

export const tables: Tables = {
  'go/versions': versions,
  'go/gomod_parse': gomodParse,
  'go/gowork_parse': goworkParse,
  'go/gosum_parse': gosumParse,
  'go/mvs': mvs,
  'go/real_mvs': realMvs,
};
