import type { Report } from '../model/index.ts';

/** The JSON contract: byte-identical for the same input. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
