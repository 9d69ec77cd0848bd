import { addTo, type Dependency, type EcosystemId, packageFamily } from '../model/index.ts';

/** Names of packages as the tables of `data` list them. */
export interface PackageNames {
  readonly ecosystem: EcosystemId;
  /** Normalized names; `*` stands for any run of characters. Separated by spaces. */
  readonly packages: string;
}

interface Glob<Row> {
  readonly prefix: string;
  readonly suffix: string;
  readonly row: Row;
}

/** Rows of one ecosystem by the packages that they name. */
export interface PackagePatterns<Row> {
  /** By the package's family: whatever its major, or the Scala it is built for. */
  readonly names: ReadonlyMap<string, readonly Row[]>;
  readonly globs: readonly Glob<Row>[];
}

export function patternsOf<Row extends PackageNames>(rows: readonly Row[], ecosystem: EcosystemId): PackagePatterns<Row> {
  const names = new Map<string, Row[]>();
  const globs: Glob<Row>[] = [];
  for (const row of rows) {
    if (row.ecosystem !== ecosystem) continue;
    for (const pattern of row.packages.split(' ')) {
      const star = pattern.indexOf('*');
      if (star >= 0) globs.push({ prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1).replaceAll('*', ''), row });
      else addTo(names, packageFamily(ecosystem, pattern), row);
    }
  }
  return { names, globs };
}

type Package = Pick<Dependency, 'ecosystem' | 'name'>;

/** Rows that name the package. */
export function exactRows<Row>({ names }: PackagePatterns<Row>, { ecosystem, name }: Package): readonly Row[] {
  return names.get(packageFamily(ecosystem, name)) ?? [];
}

/** Rows that have a pattern for it. */
export function wideRows<Row>({ globs }: PackagePatterns<Row>, { name }: Package): readonly Row[] {
  return globs.filter(({ prefix, suffix }) => matches(name, prefix, suffix)).map(({ row }) => row);
}

function matches(name: string, prefix: string, suffix: string): boolean {
  return name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
}
