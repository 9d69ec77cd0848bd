import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Coordinates } from '../../analyzers/jvm/maven/model/ask.ts';
import { ownCoordinates } from '../../analyzers/jvm/maven/model/lineage.ts';
import { parsePom } from '../../analyzers/jvm/maven/model/pom.ts';
import { compareComparable } from '../../analyzers/jvm/maven/versions/comparable-version.ts';
import { contains, parseArtifactConstraint, parseConstraint } from '../../analyzers/jvm/maven/versions/range.ts';
import { compareVersions } from '../../analyzers/jvm/maven/versions/version.ts';
import { type Entry, type Files, MavenBench } from './maven-bench.ts';
import { type Check, check, type Row, type RowRunner, type TableContext, type Tables } from './table.ts';

function text(row: Row, key: string): string {
  const value = row[key];
  return typeof value === 'string' ? value : '';
}

function texts(row: Row, key: string): readonly string[] {
  const value = row[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

const mavenVersions: RowRunner = (row) => {
  const [a, b] = [text(row, 'a'), text(row, 'b')];
  return [
    check(`comparable ${a} ${b}`, row.expect, compareComparable(a, b)),
    check(`resolver ${a} ${b}`, row.resolver_expect, compareVersions(a, b)),
  ];
};

function containsRow(row: Row): readonly Check[] {
  const [range, version] = [text(row, 'range'), text(row, 'version')];
  const constraint = parseConstraint(range);
  const got =
    constraint.kind === 'soft' ? 'soft' : constraint.kind === 'invalid' ? 'error' : contains(constraint.intervals, version);
  const checks = [check(`contains ${range} ${version}`, row.expect, got)];
  if (row.soft_equal !== undefined)
    checks.push(check(`soft ${range} ${version}`, row.soft_equal, compareVersions(range, version) === 0));
  if (row.artifact_expect !== undefined) {
    const artifact = parseArtifactConstraint(range);
    const said =
      artifact.kind === 'invalid'
        ? 'error'
        : artifact.kind === 'soft'
          ? 'soft'
          : contains(artifact.intervals, version, compareComparable);
    checks.push(check(`maven-artifact contains ${range} ${version}`, row.artifact_expect, said));
  }
  return checks;
}

/** The versions that suit all ranges (plain versions exclude nothing), and the highest of them. */
function intersectRow(row: Row): readonly Check[] {
  const asked = texts(row, 'ranges');
  const constraints = asked.map(parseConstraint);
  const matching = texts(row, 'versions').filter((version) =>
    constraints.every((one) => one.kind !== 'range' || contains(one.intervals, version)),
  );
  const [best] = matching.toSorted((a, b) => compareVersions(b, a));
  const refused = constraints.some(({ kind }) => kind === 'invalid');
  const got = refused ? 'error' : { satisfiable: best !== undefined, matching, ...(best === undefined ? {} : { best }) };
  return [check(`intersect ${JSON.stringify(asked)}`, row.expect, got)];
}

const mavenRanges: RowRunner = (row) => {
  switch (row.op) {
    case 'contains':
      return containsRow(row);
    case 'intersect':
      return intersectRow(row);
    default:
      return [{ ok: false, asked: 'a known op', expected: row.op, got: 'unknown' }];
  }
};

const pomParse: RowRunner = async (row, context) => {
  const bench = await MavenBench.of(context);
  const files = filesOf(row.files);
  const got = await bench.effective(files, text(row, 'entry'), {
    user: new Map(Object.entries(record(row.user)).map(([key, value]) => [key, String(value)])),
    named: texts(row, 'profiles'),
    reactor: row.reactor === true,
  });
  const expect = record(row.expect);
  if (expect.error === true) return [check(`pom ${row.id}`, 'error', typeof got === 'string' ? 'error' : 'a model')];
  if (typeof got === 'string') return [{ ok: false, asked: `pom ${row.id}`, expected: 'a model', got }];
  const { g, a, v, packaging, dependencies } = expect;
  const wantedManaged = Array.isArray(expect.managed) ? expect.managed : [];
  const names = new Set(wantedManaged.map((one) => `${record(one).g}:${record(one).a}`));
  const managed = expect.managed_sampled === true ? sampled(got.managed, wantedManaged) : got.managed;
  const properties = Object.fromEntries(Object.keys(record(expect.properties)).map((key) => [key, got.properties[key]]));
  return [
    check(`pom ${row.id}`, { g, a, v, packaging, dependencies }, got.model),
    check(
      `managed of ${row.id}`,
      wantedManaged,
      managed.filter((one) => names.has(`${one.g}:${one.a}`)),
    ),
    check(`number managed by ${row.id}`, expect.managed_count, got.managed.length),
    check(`properties of ${row.id}`, expect.properties, properties),
  ];
};

function sampled<T>(all: readonly T[], wanted: readonly unknown[]): readonly T[] {
  const texts = new Set(wanted.map((one) => JSON.stringify(one)));
  return all.filter((one) => texts.has(JSON.stringify(one)));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** File contents: text, or bytes as base64. */
function filesOf(value: unknown): ReadonlyMap<string, Uint8Array> {
  return new Map(
    Object.entries(record(value)).map(([path, content]) => [
      path,
      typeof content === 'string' ? Buffer.from(content) : Buffer.from(String(Object.values(record(content))[0]), 'base64'),
    ]),
  );
}

const resolveRow: RowRunner = async (row, context) => {
  const bench = await MavenBench.of(context);
  const each = record(record(row.expect).each);
  const checks: Check[] = [];
  for (const [name, files] of Object.entries(record(row.services))) {
    const got = await bench.resolve(filesOf(files), 'pom.xml');
    const wanted = record(each[name]);
    const failed = typeof got === 'string';
    checks.push(
      check(`class path of ${name}`, wanted.resolved ?? 'error', failed && wanted.resolved === undefined ? 'error' : got),
    );
  }
  return checks;
};

/** Services of other tables beside this one, by name. */
const neighbours = new Map<string, ReadonlyMap<string, unknown>>();

function servicesOf(context: TableContext): ReadonlyMap<string, unknown> {
  const known = neighbours.get(context.directory);
  if (known !== undefined) return known;
  const rows = readFileSync(join(context.directory, 'resolve.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => record(JSON.parse(line)));
  const map = new Map(rows.flatMap((row) => Object.entries(record(row.services))));
  neighbours.set(context.directory, map);
  return map;
}

/** The corpus, of which the POMs of one repository are built together. */
class CorpusFiles implements Files {
  readonly #root: string;
  readonly #repository: string;
  #modules: ReadonlyMap<string, string> | undefined;

  constructor(root: string, repository: string) {
    this.#root = root;
    this.#repository = repository;
  }

  get(path: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.#root, path));
    } catch {
      return undefined;
    }
  }

  has(path: string): boolean {
    return statSync(join(this.#root, path), { throwIfNoEntry: false })?.isFile() === true;
  }

  keys(): Iterable<string> {
    return this.#index().values();
  }

  module({ groupId, artifactId, version }: Coordinates): string | undefined {
    return this.#index().get(`${groupId}:${artifactId}:${version}`);
  }

  #index(): ReadonlyMap<string, string> {
    if (this.#modules !== undefined) return this.#modules;
    const modules = new Map<string, string>();
    for (const entry of readdirSync(join(this.#root, this.#repository), { recursive: true, encoding: 'utf8' }).sort()) {
      const path = `${this.#repository}/${entry}`;
      const bytes = /(^|\/)pom\.xml$/.test(entry) ? this.get(path) : undefined;
      const model = bytes === undefined ? undefined : parsePom({ path, bytes, text: '' }).model;
      if (model === undefined) continue;
      const own = ownCoordinates(model);
      const key = `${own.groupId}:${own.artifactId}:${own.version}`;
      if (!modules.has(key)) modules.set(key, path);
    }
    this.#modules = modules;
    return modules;
  }
}

const corpora = new Map<string, CorpusFiles>();

function corpusEntry(pom: string, { corpus }: TableContext): Entry {
  const repository = pom.slice(0, pom.indexOf('/'));
  const files = corpora.get(repository) ?? new CorpusFiles(corpus, repository);
  corpora.set(repository, files);
  return { files, entry: pom };
}

const realResolve: RowRunner = async (row, context) => {
  const bench = await MavenBench.of(context, true);
  const { files, entry } = corpusEntry(text(row, 'pom'), context);
  return [check(`class path of ${row.pom}`, record(row.expect).resolved, await bench.resolve(files, entry))];
};

const solo: RowRunner = async (row, context) => {
  const bench = await MavenBench.of(context);
  const got = await bench.solo({ files: filesOf(servicesOf(context).get(text(row, 'a'))), entry: 'pom.xml' });
  return [
    check(`resolved ${row.id}`, row.resolved, got?.resolved),
    check(`convergence ${row.id}`, record(row.convergence).conflicts ?? [], got?.convergence),
    check(`upperBound ${row.id}`, record(row.upperBound).conflicts ?? [], got?.upperBound),
  ];
};

/** Whole graphs of real pairs were taken offline, where POMs below versions that lost alone were missing. */
const OFFLINE_TRUTH = 'not judged: the graph was taken with POMs missing';

function jointChecks(row: Row, got: Awaited<ReturnType<MavenBench['joint']>>, real: boolean): readonly Check[] {
  const asked = `${row.id} ${row.a ?? ''} + ${row.b ?? ''}`;
  // A row with Maven's own error is one that Maven refused, whatever the row calls it.
  const checks = [check(`hard ${asked}`, row.hard === true || row.error !== undefined, got.hard)];
  if (row.resolved_diff !== undefined)
    checks.push(check(`resolved_diff ${asked}`, record(row.resolved_diff).conflicts, got.diff));
  for (const rule of ['convergence', 'upperBound'] as const) {
    const { new: added, conflicts } = record(row[rule]);
    if (added !== undefined) checks.push(check(`new ${rule} ${asked}`, added, got[rule]));
    else if (Array.isArray(conflicts)) {
      const names = conflicts.map((one) => record(one).ga);
      checks.push({ ...check(`${rule} ${asked}`, names, got.all[rule]), skipped: OFFLINE_TRUTH });
    }
  }
  if (row.joint_resolved === undefined) return checks;
  const paths = check(`joint class path ${asked}`, row.joint_resolved, got.resolved);
  return [...checks, real ? { ...paths, skipped: OFFLINE_TRUTH } : paths];
}

const joint: RowRunner = async (row, context) => {
  const bench = await MavenBench.of(context);
  const own = Object.values(record(row.services));
  const [a, b] = own.length === 2 ? own : [text(row, 'a'), text(row, 'b')].map((name) => servicesOf(context).get(name));
  const got = await bench.joint({ files: filesOf(a), entry: 'pom.xml' }, { files: filesOf(b), entry: 'pom.xml' });
  return jointChecks(row, got, false);
};

const realJoint: RowRunner = async (row, context) => {
  const bench = await MavenBench.of(context, true);
  const [a, b] = [text(row, 'a'), text(row, 'b')].map((pom) => corpusEntry(pom, context));
  if (a === undefined || b === undefined) return [];
  return jointChecks(row, await bench.joint(a, b), true);
};

/** Tables list no more packages than these. */
const LISTED_PACKAGES = 30;

const classDuplicates: RowRunner = async (row, context) => {
  const asked = `classes of ${row.a} and ${row.b}`;
  if (context.client === undefined) return [{ ...check(asked, 'jars', 'none'), skipped: 'jars are read with --resolve' }];
  const bench = await MavenBench.of(context);
  const got = await bench.classes(text(row, 'a'), text(row, 'b'));
  const sample = texts(row, 'sample');
  return [
    check(
      asked,
      { a: row.classes_a, b: row.classes_b, duplicates: row.duplicates, packages: row.packages, sample },
      got === undefined
        ? 'no jar'
        : {
            a: got.a,
            b: got.b,
            duplicates: got.classes.length,
            packages: got.packages.slice(0, LISTED_PACKAGES),
            sample: got.classes.slice(0, sample.length),
          },
    ),
  ];
};

export const tables: Tables = {
  'jvm/maven_versions': mavenVersions,
  'jvm/maven_ranges': mavenRanges,
  'jvm/pom_parse': pomParse,
  'jvm/resolve': resolveRow,
  'jvm/real_resolve': realResolve,
  'jvm/solo': solo,
  'jvm/joint': joint,
  'jvm/joint_hard': joint,
  'jvm/joint_hard_extra': joint,
  'jvm/real_joint': realJoint,
  'jvm/class_dups': classDuplicates,
};
