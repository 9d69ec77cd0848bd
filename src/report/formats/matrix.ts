import { printable, type Report, type ServiceId, type Verdict } from '../../model/index.ts';

/** What a matrix needs of a report: pairs that are not in `compatibility` are those that nothing speaks against. */
export type MatrixParts = Pick<Report, 'services' | 'compatibility'>;

/** The verdict of every pair at the report's level as a table: a row and a column for each service. Quoted as RFC 4180 has it. */
export function renderCsv(parts: MatrixParts): string {
  return table(parts, ',', (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell), '\r\n');
}

/** The same with tabs; TSV knows no quotes, so a tab or line break in a name becomes a blank. */
export function renderTsv(parts: MatrixParts): string {
  return table(parts, '\t', (cell) => cell.replaceAll(/[\t\r\n]+/g, ' '), '\n');
}

function table(parts: MatrixParts, separator: string, quote: (cell: string) => string, end: string): string {
  const services = parts.services.map(({ id }) => id);
  const verdicts = verdictsOf(parts);
  const rows = [
    ['service', ...services],
    ...services.map((row) => [
      row,
      ...services.map((column) => (row === column ? '' : (verdicts.get(row)?.get(column) ?? 'likely'))),
    ]),
  ];
  return rows.map((row) => row.map((cell) => quote(inert(visible(cell)))).join(separator) + end).join('');
}

function verdictsOf({ compatibility }: MatrixParts): ReadonlyMap<ServiceId, ReadonlyMap<ServiceId, Verdict>> {
  const verdicts = new Map<ServiceId, Map<ServiceId, Verdict>>();
  const set = (a: ServiceId, b: ServiceId, verdict: Verdict): void => {
    const row = verdicts.get(a) ?? new Map<ServiceId, Verdict>();
    verdicts.set(a, row.set(b, verdict));
  };
  for (const { services, verdict } of compatibility) {
    const [a, b] = services;
    if (a === undefined || b === undefined) continue;
    set(a, b, verdict);
    set(b, a, verdict);
  }
  return verdicts;
}

/** Control characters become visible; what a format says of tabs and line ends, it says itself. */
function visible(cell: string): string {
  return cell.replaceAll(/[^\t\r\n]+/g, printable);
}

/** A spreadsheet takes a cell that begins like this for a formula; a quote makes it text. */
function inert(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
