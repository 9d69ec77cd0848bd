import { type Declared, parseVersionNotation, selectVersion } from '../../analyzers/jvm/gradle/rich-version.ts';
import { accepts, compareGradleVersions, isDynamic, parseSelector } from '../../analyzers/jvm/gradle/version.ts';
import { type Check, check, type Row, type Tables } from './table.ts';

const KINDS = { exact: 'Exact', prefix: 'Sub', latest: 'Latest', range: 'VersionRangeSelector' } as const;

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Members of a platform are constraints; an enforced platform forces them. */
function declaredOf(value: unknown): Declared {
  const row = record(value);
  const shorthand = typeof row.notation === 'string' ? parseVersionNotation(row.notation) : {};
  const constraint = optional(row.constraint) ?? optional(row.platform);
  const enforced = optional(row.enforcedPlatform);
  const {
    require = constraint ?? optional(row.require),
    strictly = optional(row.strictly),
    prefer = optional(row.prefer),
  } = shorthand;
  const force = enforced ?? optional(row.force);
  return {
    ...(require === undefined ? {} : { require }),
    ...(strictly === undefined ? {} : { strictly }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(row.reject === undefined ? {} : { reject: strings(row.reject) }),
    ...(force === undefined ? {} : { force }),
    ...(constraint === undefined && enforced === undefined ? {} : { constraint: true }),
    ...(row.direct === true ? { direct: true } : {}),
  };
}

function versions(row: Row): readonly Check[] {
  switch (row.op) {
    case 'compare':
      return [check(`${row.a} <=> ${row.b}`, row.expect, compareGradleVersions(String(row.a), String(row.b)))];
    case 'accepts': {
      const selector = parseSelector(String(row.selector));
      const asked = `${row.selector} accepts ${row.version}`;
      return [
        check(asked, row.expect, accepts(selector, String(row.version)) ?? 'metadata'),
        ...(row.kind === undefined ? [] : [check(`${row.selector} kind`, row.kind, KINDS[selector.kind])]),
        ...(row.dynamic === undefined ? [] : [check(`${row.selector} dynamic`, row.dynamic, isDynamic(selector))]),
      ];
    }
    case 'rich': {
      const declared = Array.isArray(row.declared) ? row.declared.map(declaredOf) : [];
      const selection = selectVersion(declared, strings(row.available));
      return [check(`rich: ${row.note}`, row.expect, selection.kind === 'selected' ? selection.version : selection.kind)];
    }
    default:
      return [check('an op of jvm/gradle_versions', row.op, 'unknown')];
  }
}

export const tables: Tables = { 'jvm/gradle_versions': versions };
