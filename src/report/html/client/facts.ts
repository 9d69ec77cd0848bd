import { shortPurl } from '../../../model/subject.ts';
import type { View, ViewConflict } from '../view.ts';

/** The page's data with the look-ups that every part needs. */
export interface Facts {
  readonly view: View;
  readonly conflict: ReadonlyMap<string, number>;
  readonly service: ReadonlyMap<string, number>;
  /** Indices of the conflicts of each service. */
  readonly byService: readonly (readonly number[])[];
  /** So many services that the page draws what is near only, and paper leaves things out. */
  readonly isLong: boolean;
  name(service: number): string;
  subject(name: number): string;
  place(file: number, line: number): string;
}

const LONG = 60;

export function factsOf(view: View): Facts {
  const byService: number[][] = view.services.map(() => []);
  for (const [position, conflict] of view.conflicts.entries())
    for (const service of servicesOf(conflict)) byService[service]?.push(position);
  return {
    view,
    conflict: new Map(view.conflicts.map((conflict, position) => [conflict.id, position])),
    service: new Map(view.services.map((service, position) => [service.id, position])),
    byService,
    isLong: view.services.length > LONG,
    name: (service) => view.services[service]?.id ?? '(unknown)',
    subject: (name) => shortPurl(view.names[name] ?? ''),
    place: (file, line) => `${view.files[file] ?? ''}:${line}`,
  };
}

export function servicesOf(conflict: ViewConflict): readonly number[] {
  return [...new Set(conflict.sides.flat())].filter((service) => service >= 0);
}

/** Whether any two sides of it clash, as opposed to all of them together only. */
export function isPairwise(conflict: ViewConflict): boolean {
  return conflict.sides.length === 2 || conflict.anyTwo;
}

export const serviceLink = (facts: Facts, service: number): string => `#service/${encodeURIComponent(facts.name(service))}`;
