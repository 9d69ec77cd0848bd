import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Report } from '../../src/model/index.ts';

export type Files = Readonly<Record<string, string>>;

/** What a careful engineer expects of a small fleet. */
export interface Expected {
  /** `rule subject: service, service`, sorted; exactly these errors. */
  readonly errors?: readonly string[];
  /** The same for warnings, where the case is about them. */
  readonly warnings?: readonly string[];
  readonly notes?: readonly string[];
  /** Codes of diagnostics that have to be there. */
  readonly diagnostics?: readonly string[];
  /** Codes of diagnostics that must not be there. */
  readonly silent?: readonly string[];
  /** Hosts at environment, process and container level. */
  readonly hosts?: readonly [environment: number, process: number, container: number];
  readonly services?: readonly string[];
}

/** The whole pipeline over files in memory. */
export async function reportOf(files: Files, starts: readonly string[] = ['.']): Promise<Report> {
  const tree = memoryTree(files);
  const { report } = await analyze({ tree, starts, config: loadConfig(tree), today: '2026-11-25' });
  return report;
}

export function observed(report: Report, expected: Expected): Expected {
  const told = (severity: string): readonly string[] =>
    report.conflicts
      .filter((one) => one.severity === severity && one.status !== 'ignored')
      .map((one) => `${one.rule} ${one.subject}: ${one.services.join(', ')}`)
      .sort();
  const hosts = (level: string): number => report.ladder.find((rung) => rung.level === level)?.hosts ?? 0;
  const codes = new Set(report.diagnostics.map((one) => one.code));
  return {
    ...(expected.errors === undefined ? {} : { errors: told('error') }),
    ...(expected.warnings === undefined ? {} : { warnings: told('warning') }),
    ...(expected.notes === undefined ? {} : { notes: told('note') }),
    ...(expected.hosts === undefined ? {} : { hosts: [hosts('environment'), hosts('process'), hosts('container')] as const }),
    ...(expected.services === undefined ? {} : { services: report.services.map((service) => service.id) }),
    ...(expected.silent === undefined ? {} : { silent: expected.silent.filter((code) => !codes.has(code)) }),
    ...(expected.diagnostics === undefined ? {} : { diagnostics: expected.diagnostics.filter((code) => codes.has(code)) }),
  };
}
