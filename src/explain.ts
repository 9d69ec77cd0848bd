import { type Conflict, type Report, serviceNames, servicesBySide } from './model/index.ts';

/** What a user may ask about, and what there is to say. */
export type Explanation =
  | { readonly kind: 'conflicts'; readonly title: string; readonly conflicts: readonly Conflict[] }
  | { readonly kind: 'service'; readonly title: string; readonly service: string; readonly conflicts: readonly Conflict[] }
  | {
      readonly kind: 'between';
      readonly title: string;
      readonly services: readonly string[];
      readonly conflicts: readonly Conflict[];
    }
  | { readonly kind: 'unknown'; readonly word: string; readonly candidates: readonly string[] };

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
  if (byId.length > 0) return { kind: 'conflicts', title: first, conflicts: byId };
  const words = subjects.map((word) => ({ word, service: findService(report, word) }));
  const unknown = words.find(({ word, service }) => service === undefined && !isTopic(report, word));
  if (unknown !== undefined) return { kind: 'unknown', word: unknown.word, candidates: candidates(report) };
  const services = [...new Set(words.flatMap(({ service }) => service ?? []))];
  const topics = words.flatMap(({ word, service }) => (service === undefined ? [word] : []));
  const about = report.conflicts.filter((conflict) => topics.length === 0 || topics.some((topic) => isSubject(conflict, topic)));
  const title = words.map(({ word, service }) => service ?? word).join(' and ');
  const [service, another] = services;
  if (service === undefined) return { kind: 'conflicts', title, conflicts: about };
  if (another !== undefined)
    return { kind: 'between', title, services, conflicts: about.filter((conflict) => standsBetween(conflict, services)) };
  const own = about.filter((conflict) => conflict.services.includes(service));
  return topics.length > 0 ? { kind: 'conflicts', title, conflicts: own } : { kind: 'service', title, service, conflicts: own };
}

/** Whether two of the services are on different sides: those on one side agree. */
function standsBetween(conflict: Conflict, services: readonly string[]): boolean {
  const on = servicesBySide(conflict).map((side) => services.filter((service) => side.includes(service)));
  return on.some((left, index) => on.slice(index + 1).some((right) => left.some((a) => right.some((b) => a !== b))));
}

function isTopic(report: Report, word: string): boolean {
  if (report.conflicts.some((conflict) => isSubject(conflict, word))) return true;
  return report.services.some((one) => one.packages.some((dependency) => dependency.purl.endsWith(`/${encodePurlName(word)}`)));
}

function findService(report: Report, word: string): string | undefined {
  const [only, ...others] = serviceNames(report.services)(word);
  return others.length === 0 ? only : undefined;
}

function isSubject(conflict: Conflict, word: string): boolean {
  return (
    conflict.subject === word ||
    conflict.subject.endsWith(`/${encodePurlName(word)}`) ||
    conflict.subject.endsWith(`:${word}`) ||
    conflict.demands[0]?.key === word ||
    (conflict.realm === 'port' && (conflict.demands[0]?.key.split('/')[0] === word || holdsPort(conflict.subject, word)))
  );
}

/** Whether a finding on a range of ports (`port:9003-9005/tcp`) is about one of them: `9004`, `9004/tcp`, `port:9004/tcp`. */
function holdsPort(subject: string, word: string): boolean {
  const [, first, last, protocol] = /^port:(\d+)-(\d+)\/(\w+)$/.exec(subject) ?? [];
  const [, port, wanted] = /^(?:port:)?(\d{1,5})(?:\/(\w+))?$/.exec(word) ?? [];
  if (first === undefined || last === undefined || port === undefined) return false;
  return Number(first) <= Number(port) && Number(port) <= Number(last) && (wanted ?? protocol) === protocol;
}

function encodePurlName(name: string): string {
  return name.replace(/^@/, '%40').replace(':', '/');
}

function candidates(report: Report): readonly string[] {
  return [
    ...report.services.map((service) => service.id),
    ...new Set(report.conflicts.flatMap((conflict) => conflict.demands[0]?.key ?? [])),
  ];
}
