import { compareComparable } from '../../analyzers/jvm/maven/comparable-version.ts';
import { contains, parseArtifactConstraint, parseConstraint, selectVersions } from '../../analyzers/jvm/maven/range.ts';
import { compareVersions } from '../../analyzers/jvm/maven/version.ts';
import { type Check, check, type Row, type RowRunner, type Tables } from './table.ts';

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

function intersectRow(row: Row): readonly Check[] {
  const ranges = texts(row, 'ranges');
  const selection = selectVersions(texts(row, 'versions'), ranges);
  const got = selection.ok
    ? {
        satisfiable: selection.best !== undefined,
        matching: selection.matching,
        ...(selection.best === undefined ? {} : { best: selection.best }),
      }
    : 'error';
  return [check(`intersect ${JSON.stringify(ranges)}`, row.expect, got)];
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

export const tables: Tables = { 'jvm/maven_versions': mavenVersions, 'jvm/maven_ranges': mavenRanges };
