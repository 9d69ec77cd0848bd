import { type Conflict, listed, type ServiceId } from '../../model/index.ts';

/** `01-new-project`, `03.microservices`, `Chapter08`, `week_2`, `part1`: what a course goes through one after the other. */
const STEP =
  /^(?:\d{1,2}|(?:chapter|chap|ch|day|episode|exercise|homework|lab|lecture|lesson|part|section|session|step|task|unit|week)[-_ ]?\d{1,2})(?:[-_. ].*)?$/i;

interface Step {
  /** The directory of the series. */
  readonly series: string;
  readonly name: string;
}

/** The outermost step that a service lies in. */
function stepOf(service: ServiceId): Step | undefined {
  const names = service.split('/');
  const at = names.findIndex((name) => STEP.test(name));
  const name = names[at];
  return name === undefined ? undefined : { series: names.slice(0, at).join('/'), name };
}

/**
 * Says of conflicts among the steps of one series, as courses and books have them, that they are. It stays what it is:
 * on one host they do clash. First of the reasons, as a reader may be done then.
 */
export function withSeries(conflicts: readonly Conflict[]): readonly Conflict[] {
  return conflicts.map((conflict) => {
    const names = conflict.severity === 'note' ? [] : stepsOf(conflict.services);
    if (names.length < 2) return conflict;
    const told = `${listed(names, 4)} look like steps of one series: where only one of them runs at a time, this cannot happen.`;
    return { ...conflict, explanation: [told, ...conflict.explanation] };
  });
}

/** The different steps, where all of the services lie in some of one series. */
function stepsOf(services: readonly ServiceId[]): readonly string[] {
  const steps = services.map(stepOf);
  const [first] = steps;
  if (first === undefined || !steps.every((step) => step?.series === first.series)) return [];
  return [...new Set(steps.flatMap((step) => step?.name ?? []))].sort();
}
