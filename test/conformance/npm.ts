import { homedir } from 'node:os';
import pickManifest from 'npm-pick-manifest';
import semver from 'semver';
import { engineAdmits } from '../../analyzers/npm/notation/engines.ts';
import { compareVersions, intersectRanges, isEmpty, satisfies } from '../../analyzers/npm/notation/range.ts';
import { npmSpec, type ProtocolSpec, protocolSpec } from '../../analyzers/npm/notation/spec.ts';
import { witness } from '../npm/witness.ts';
import { manifestParse } from './npm-locks.ts';
import { type Check, check, type Row, type RowRunner, type Tables } from './table.ts';

function text(row: Row, key: string): string {
  const value = row[key];
  return typeof value === 'string' ? value : '';
}

function texts(row: Row, key: string): readonly string[] {
  const value = row[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function strings(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record(value)).map(([key, inner]) => [key, String(inner)]));
}

/** The home directory under which npm was asked. */
const ORACLE_HOME = '/home/u';

/** The Node release on which the tables' truth was taken. */
const ORACLE_NODE = 'v20.20.2';

function orError(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : 'error';
  }
}

function pick(row: Row): unknown {
  const deprecated = new Set(texts(row, 'deprecated'));
  const engines = strings(row.engines);
  const versions = Object.fromEntries(
    texts(row, 'versions').map((version) => [
      version,
      {
        name: 'p',
        version,
        ...(deprecated.has(version) ? { deprecated: 'yes' } : {}),
        ...(engines[version] === undefined ? {} : { engines: { node: engines[version] } }),
      },
    ]),
  );
  const packument = {
    name: 'p',
    versions,
    'dist-tags': { latest: text(row, 'latest') },
    ...(row.time === undefined ? {} : { time: strings(row.time) }),
  };
  const before = text(row, 'before');
  return pickManifest(packument, text(row, 'range'), { nodeVersion: ORACLE_NODE, ...(before === '' ? {} : { before }) }).version;
}

function theory(row: Row): Check {
  const ranges = texts(row, 'ranges');
  const set = intersectRanges(ranges);
  const found = set === undefined ? undefined : witness(set);
  const got = set === undefined ? 'error' : isEmpty(set) ? 'empty' : 'nonempty';
  const proved = found === undefined || ranges.every((range) => semver.satisfies(found, range, { loose: true }));
  return {
    ...check(`theory ${JSON.stringify(ranges)}`, row.expect, got),
    ...(proved ? {} : { ok: false, got: `witness ${found}` }),
  };
}

const rangeOps: Readonly<Record<string, (row: Row) => Check>> = {
  satisfies: (row) =>
    check(
      `satisfies ${text(row, 'range')} ${text(row, 'version')}`,
      row.expect,
      semver.satisfies(text(row, 'version'), text(row, 'range'), {
        includePrerelease: row.includePrerelease === true,
        loose: row.loose === true,
      }),
    ),
  intersects: (row) =>
    check(
      `intersects ${row.a} ${row.b}`,
      row.expect,
      orError(() => semver.intersects(text(row, 'a'), text(row, 'b'))),
    ),
  intersect_versions: (row) => {
    const fitting = texts(row, 'versions').filter((version) => texts(row, 'ranges').every((range) => satisfies(version, range)));
    const best = fitting.toSorted(compareVersions).at(-1);
    return check(`versions ${JSON.stringify(row.ranges)}`, row.expect, { satisfiable: best !== undefined, best: best ?? null });
  },
  theory,
  normalize: (row) => check(`normalize ${text(row, 'range')}`, row.expect, semver.validRange(text(row, 'range'))),
  pick: (row) =>
    check(
      `pick ${text(row, 'range')}`,
      row.expect,
      orError(() => pick(row)),
    ),
};

const unknownOp = (row: Row): Check => ({ ok: false, asked: 'a known op', expected: row.op, got: 'unknown' });

const ranges: RowRunner = (row) => [rangeOps[text(row, 'op')]?.(row) ?? unknownOp(row)];

const engines: RowRunner = (row) => {
  const asked = texts(row, 'engines');
  const node = texts(row, 'node');
  const satisfying = node.filter((version) => asked.every((range) => engineAdmits(version, range)));
  const perRange = asked.map((range) => node.filter((version) => engineAdmits(version, range)).length);
  const got = { satisfying, empty: satisfying.length === 0, per_range: perRange, best: semver.rsort([...satisfying])[0] ?? null };
  return [check(`engines ${JSON.stringify(asked)}`, row.expect, got)];
};

/** A field of npm's own result under the table's name; absent ones are left out as the table does. */
function npmFields(spec: Extract<ReturnType<typeof npmSpec>, { ok: true }>['spec']): Readonly<Record<string, unknown>> {
  const { hosted } = spec;
  return {
    name: spec.name,
    rawSpec: spec.rawSpec,
    saveSpec: spec.saveSpec ?? null,
    fetchSpec: spec.fetchSpec?.replace(homedir(), ORACLE_HOME) ?? null,
    registry: spec.registry === true,
    ...(spec.scope ? { scope: spec.scope } : {}),
    ...(spec.gitCommittish ? { gitCommittish: spec.gitCommittish } : {}),
    ...(spec.gitRange ? { gitRange: spec.gitRange } : {}),
    ...(spec.gitSubdir ? { gitSubdir: spec.gitSubdir } : {}),
    ...(hosted
      ? { hosted: { type: hosted.type, user: hosted.user, project: hosted.project, committish: hosted.committish || null } }
      : {}),
    ...(spec.subSpec === undefined ? {} : { subSpec: { type: spec.subSpec.type, ...npmFields(spec.subSpec) } }),
  };
}

/** What pnpm writes when a package with a `workspace:` range is published. */
const PUBLISHED: Readonly<Record<string, string>> = { '*': 'exact', '^': '^<version>', '~': '~<version>' };

function protocolFields(spec: ProtocolSpec): Readonly<Record<string, unknown>> {
  switch (spec.type) {
    case 'workspace':
      if (spec.path !== undefined) return { path: spec.path };
      return spec.aliasOf === undefined
        ? { range: spec.range, publish: PUBLISHED[spec.range ?? ''] ?? spec.range }
        : { alias_of: spec.aliasOf, range: spec.range };
    case 'catalog':
      return { catalog: spec.catalog };
    case 'portal':
    case 'link':
      return { path: spec.path, follows_deps: spec.type === 'portal' };
    case 'exec':
      return { path: spec.path };
    case 'patch':
      return { inner_name: spec.innerName, inner_spec: spec.innerSpec, patch: spec.patch };
    case 'jsr':
      return { jsr_name: spec.jsrName, npm_name: spec.npmName, range: spec.range };
    case 'runtime':
    case 'range':
      return { range: spec.range };
    case 'alias':
      return { target: spec.target, range: spec.range };
    case 'git':
      return spec.parameters;
  }
}

const specs: RowRunner = (row) => {
  const asked = `spec ${text(row, 'name')}@${text(row, 'spec')}`;
  const npm = npmSpec(text(row, 'name'), text(row, 'spec'), text(row, 'where'));
  if (row.source === 'npm-package-arg') {
    const got = npm.ok ? { type: npm.spec.type, fields: npmFields(npm.spec) } : { type: 'error', code: npm.code };
    return [check(asked, row.expect, got)];
  }
  const protocol = protocolSpec(text(row, 'name'), text(row, 'spec'));
  const { type, fields } = record(row.expect);
  const { note: _, ...expected } = record(fields);
  const got = protocol === undefined ? undefined : { type: protocol.type, fields: protocolFields(protocol) };
  const said = npm.ok ? npm.spec.type : `error:${npm.code}`;
  return [check(asked, { type, fields: expected }, got), check(`npm's own ${asked}`, row.npm_says, said)];
};

export const tables: Tables = {
  'npm/ranges': ranges,
  'npm/engines': engines,
  'npm/specs': specs,
  'npm/manifest_parse': manifestParse,
};
