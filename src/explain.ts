import {
  baseName,
  type Conflict,
  listed,
  type Report,
  serviceLabel,
  serviceNames,
  servicesBySide,
  shortPurl,
} from './model/index.ts';

/** What a user may ask about, and what there is to say. */
export type Explanation =
  | {
      readonly kind: 'conflicts';
      readonly title: string;
      readonly conflicts: readonly Conflict[];
      /** What was named besides services: packages, ports. */
      readonly topics: readonly string[];
    }
  | { readonly kind: 'service'; readonly title: string; readonly service: string; readonly conflicts: readonly Conflict[] }
  | {
      readonly kind: 'between';
      readonly title: string;
      readonly services: readonly string[];
      readonly conflicts: readonly Conflict[];
    }
  | {
      readonly kind: 'unknown';
      readonly word: string;
      readonly candidates: readonly string[];
      /** The word is a name of several services, the candidates. */
      readonly isAmbiguous?: true;
    };

/**
 * `explain <conflict id>`, `explain <package>`, `explain <service>`, `explain <service> <service>`: what stands between
 * services, narrowed to the packages that are named beside them.
 */
export function explain(report: Report, subjects: readonly string[]): Explanation {
  const [first] = subjects;
  if (first === undefined) return { kind: 'unknown', word: '', candidates: [] };
  const byId = report.conflicts.filter(
    (conflict) => conflict.id === first || (first.length > 4 && conflict.id.startsWith(first)),
  );
  if (byId.length > 0) return { kind: 'conflicts', title: first, conflicts: byId, topics: [] };
  // What reports call a port or a package of a distribution is two words.
  const whole = subjects.join(' ');
  const words = (isTopic(report, whole) ? [whole] : subjects).map((word) => ({ word, service: findService(report, word) }));
  const unknown = words.find(({ word, service }) => service === undefined && !isTopic(report, word));
  if (unknown !== undefined) return unknownWord(report, unknown.word);
  const services = [...new Set(words.flatMap(({ service }) => service ?? []))];
  const topics = words.flatMap(({ word, service }) => (service === undefined ? [word] : []));
  const about = report.conflicts.filter((conflict) => topics.length === 0 || topics.some((topic) => isSubject(conflict, topic)));
  const title = listed(words.map(({ word, service }) => (service === undefined ? word : serviceLabel(service))));
  const [service, another] = services;
  if (service === undefined) return { kind: 'conflicts', title, conflicts: about, topics };
  if (another !== undefined)
    return { kind: 'between', title, services, conflicts: about.filter((conflict) => standsBetween(conflict, services)) };
  const own = about.filter((conflict) => conflict.services.includes(service));
  return topics.length > 0
    ? { kind: 'conflicts', title, conflicts: own, topics }
    : { kind: 'service', title, service, conflicts: own };
}

function unknownWord(report: Report, word: string): Explanation {
  const several = serviceNames(report.services)(word);
  return several.length > 0
    ? { kind: 'unknown', word, candidates: several, isAmbiguous: true }
    : { kind: 'unknown', word, candidates: candidates(report, word) };
}

/** Whether two of the services are on different sides: those on one side agree. */
export function standsBetween(conflict: Conflict, services: readonly string[]): boolean {
  const on = servicesBySide(conflict).map((side) => services.filter((service) => side.includes(service)));
  return on.some((left, index) => on.slice(index + 1).some((right) => left.some((a) => right.some((b) => a !== b))));
}

function isTopic(report: Report, word: string): boolean {
  if (report.conflicts.some((conflict) => isSubject(conflict, word))) return true;
  return report.services.some((one) => one.packages.some(({ purl }) => isNamed(purl, word)));
}

/** A package by its purl, its whole name, or what its name ends in: a Maven artifact, a Go module's last directory. */
export function isNamed(purl: string, word: string): boolean {
  // What stands in a scope is another package: @types/express is not express.
  const isInScope = purl.startsWith('pkg:npm/%40') && !word.startsWith('@');
  return purl === word || (!isInScope && purl.endsWith(`/${encodePurlName(word)}`));
}

function findService(report: Report, word: string): string | undefined {
  const [only, ...others] = serviceNames(report.services)(word);
  return others.length === 0 ? only : undefined;
}

function isSubject(conflict: Conflict, word: string): boolean {
  return (
    isNamed(conflict.subject, word) ||
    conflict.subject.endsWith(`:${word}`) ||
    conflict.demands[0]?.key === word ||
    shortPurl(conflict.subject) === word ||
    holdsPort(conflict.subject, word)
  );
}

/** Whether a finding on a port, or on a range (`port:9003-9005/tcp`), is about this one: `9004`, `9004/tcp`, `port 9004`. */
function holdsPort(subject: string, word: string): boolean {
  const [, first, last = first, protocol] = /^port:(\d+)(?:-(\d+))?\/(\w+)$/.exec(subject) ?? [];
  const [, port, wanted] = /^(?:port[: ])?(\d{1,5})(?:\/(\w+))?$/.exec(word) ?? [];
  if (first === undefined || last === undefined || port === undefined) return false;
  return Number(first) <= Number(port) && Number(port) <= Number(last) && (wanted ?? protocol) === protocol;
}

function encodePurlName(name: string): string {
  return name.replace(/^@/, '%40').replace(':', '/');
}

/** What may have been meant: first services that have the word in their names, then everything that could be asked about. */
function candidates(report: Report, word: string): readonly string[] {
  const services = report.services.map(({ id }) => id);
  const holding = word.length < 3 ? [] : services.filter((id) => id.toLowerCase().includes(word.toLowerCase()));
  if (holding.length > 0) return holding;
  return [
    ...services.flatMap((id) => [id, baseName(id)]),
    ...new Set(report.conflicts.flatMap((conflict) => conflict.demands[0]?.key ?? [])),
    ...new Set(report.services.flatMap((one) => one.packages.map(({ purl }) => shortPurl(purl)))),
  ];
}
