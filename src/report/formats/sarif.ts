import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import {
  type Conflict,
  type Demand,
  type Diagnostic,
  type Origin,
  percentEncoded,
  printable,
  type Report,
  serviceLabel,
} from '../../model/index.ts';
import { demandText, fixPhrase } from '../phrases.ts';
import { ruleEntry } from '../rules/rule-catalog.ts';
import { conflictRulePage, ruleHelpUri, ruleSections } from '../rules/rule-page.ts';
import { bounded, type FormatOptions, mainDemand, otherDemands, pathOf, plainText, restSentence, sentence } from './findings.ts';

/** GitHub's code scanning shows that many results of a run. */
const LIMIT = 5000;
/** Beyond this, places say nothing that the first ones do not. */
const MAX_RELATED = 50;
const MAX_NOTIFICATIONS = 500;

/** SARIF 2.1.0: one run, a rule for each kind of finding with its help, the other services as related locations. */
export function renderSarif(report: Report, options: FormatOptions = {}): string {
  const listed = bounded(
    report.conflicts.filter((conflict) => conflict.status !== 'resolved'),
    options.limit ?? LIMIT,
  );
  const ids = [...new Set(listed.shown.map((conflict) => conflict.rule))].sort();
  const rules = new Map(ids.map((id, index) => [id, index]));
  const notes = report.diagnostics.slice(0, MAX_NOTIFICATIONS).map((one) => notification(one, options));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cohost',
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: ids.map((id) => descriptor(id, listed.shown, options)),
          },
        },
        invocations: [
          {
            executionSuccessful: !report.diagnostics.some(
              ({ code, severity }) => code.startsWith('config/') && severity === 'error',
            ),
            toolExecutionNotifications:
              listed.more === 0 ? notes : [...notes, { level: 'note', message: { text: restSentence(listed.more) } }],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: listed.shown.map((conflict) => resultOf(conflict, rules.get(conflict.rule) ?? 0, options)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The whole page of the rule is the help, for it is there wherever the file is read; a link is where docs/ is published. */
function descriptor(id: string, conflicts: readonly Conflict[], { docs }: FormatOptions): ReportingDescriptor {
  const rule = ruleEntry(id);
  const { title, what, why, fix } = rule;
  const level = conflicts.find((conflict) => conflict.rule === id)?.severity ?? 'warning';
  return {
    id,
    name: pascal(id),
    shortDescription: { text: title },
    fullDescription: { text: `${what} ${why}` },
    help: {
      text: `${what}\n\n${why}\n\nHow to fix: ${fix}\n\nMore: cohost explain-rule ${id}`,
      markdown: ruleSections(conflictRulePage(rule)),
    },
    ...(docs === undefined ? {} : { helpUri: ruleHelpUri(docs, id) }),
    defaultConfiguration: { level },
    properties: { tags: ['dependencies', 'maintainability'], precision: 'high' },
  };
}

/** `version/unsatisfiable` → `VersionUnsatisfiable`: SARIF wants a name without separators. */
function pascal(id: string): string {
  return id.replaceAll(/(?:^|[/-])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function resultOf(conflict: Conflict, ruleIndex: number, options: FormatOptions): Result {
  const main = mainDemand(conflict);
  const related = otherDemands(conflict, MAX_RELATED);
  const fixes = conflict.fixes.slice(0, 3).map((fix) => `Way out: ${fixPhrase(fix)}`);
  return {
    ruleId: conflict.rule,
    ruleIndex,
    level: conflict.severity,
    kind: 'fail',
    message: { text: withoutLinks(plainText([sentence(conflict), ...conflict.explanation, ...fixes])) },
    locations: main === undefined ? [] : [locationOf(main, options)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((demand, index) => ({ id: index + 1, ...locationOf(demand, options) })) }),
    partialFingerprints: { 'cohostConflict/v1': conflict.id },
    ...(conflict.status === 'new' ? { baselineState: 'new' as const } : {}),
    ...(conflict.status === 'existing' ? { baselineState: 'unchanged' as const } : {}),
    ...(conflict.status === 'ignored' ? { suppressions: [{ kind: 'external' as const, status: 'accepted' as const }] } : {}),
    properties: {
      id: conflict.id,
      realm: conflict.realm,
      subject: conflict.subject,
      services: [...conflict.services],
      clearedBy: conflict.clearedBy,
      depth: conflict.depth,
    },
  };
}

function locationOf(demand: Demand, options: FormatOptions): Location {
  return {
    ...physical(demand.origin, options),
    message: { text: withoutLinks(printable(`${serviceLabel(demand.service)}: ${demandText(demand)}`)) },
    logicalLocations: [{ name: demand.service, kind: 'module' }],
  };
}

function physical(origin: Origin, options: FormatOptions): Pick<Location, 'physicalLocation'> {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(pathOf(origin, options)), uriBaseId: '%SRCROOT%' },
      region: { startLine: origin.line, ...(origin.column === undefined ? {} : { startColumn: origin.column }) },
    },
  };
}

/** Nothing that a file says becomes a link: `[text](place)` is one unless its brackets are escaped (SARIF 2.1.0, §3.11.6). */
function withoutLinks(text: string): string {
  return text.replaceAll(/\[([^[\]]*)\](?=\()/g, '\\[$1\\]');
}

/** A relative reference: every segment percent-encoded, so that no name can look like a scheme, a query or a fragment. */
function uriOf(path: string): string {
  return path.split('/').map(percentEncoded).join('/');
}

function notification(one: Diagnostic, options: FormatOptions): Notification {
  return {
    level: one.severity,
    message: { text: withoutLinks(printable(one.message)) },
    descriptor: { id: one.code },
    ...(one.file === undefined
      ? {}
      : {
          locations: [
            physical(
              { file: one.file, line: one.line ?? 1, ...(one.column === undefined ? {} : { column: one.column }) },
              options,
            ),
          ],
        }),
  };
}
