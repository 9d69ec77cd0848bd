import { listed } from '../model/index.ts';

/** With separators. Not by Intl: a formatter takes 25 ms to make, a tenth of a short run. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const separated = whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** What prices and means of durations allow to say: `about 8.7 million`, `about 43,000`. */
export function about(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return `about ${rounded >= 1_000_000 ? `${grouped(rounded / 1_000_000)} million` : grouped(rounded)}`;
}

/** Decimal megabytes, as limits are quoted. */
export function megabytes(bytes: number): string {
  return bytes >= 10_000_000_000 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** The first names of a list, and how many more there are. */
export function shortList(names: readonly string[], most = 5, count = names.length): string {
  const rest = count - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

/** Verbs of the rules' messages, and how several packages do the same. */
const SEVERAL: ReadonlyMap<string, string> = new Map([
  ['is', 'are'],
  ['has', 'have'],
  ['watches', 'watch'],
  ...[
    'builds',
    'consumes',
    'expects',
    'fires',
    'holds',
    'keeps',
    'makes',
    'needs',
    'owns',
    'runs',
    'serves',
    'starts',
    'takes',
    'works',
    'writes',
  ].map((verb) => [verb, verb.slice(0, -1)] as const),
]);
/** A message with its subject: of several packages it speaks as of several. */
export function said(message: string, subject: string): string {
  const names = subject.split(', ');
  const areSeveral = message.startsWith('{pkg}') && names.length > 1 && names.every((name) => !name.includes(' '));
  if (!areSeveral) return message.replaceAll('{pkg}', subject);
  return message.replaceAll(/(?<=^\{pkg\} | and )\w+/g, (word) => SEVERAL.get(word) ?? word).replaceAll('{pkg}', listed(names));
}
