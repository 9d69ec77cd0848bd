import { type Conflict, clashesAmong, type IsolationLevel, isActiveAt, type ServiceId, serviceLabel } from '../../model/index.ts';

/** How each service is isolated today. */
export type LevelOf = (service: ServiceId) => IsolationLevel;

const HAS: Readonly<Record<IsolationLevel, string>> = {
  environment: 'nothing of its own',
  process: 'an environment of its own',
  container: 'a container of its own',
  machine: 'a machine of its own',
};

/**
 * What is left of conflicts where services are isolated already: one that their isolation ends blocks nothing and is a
 * note, so that it still shows what the isolation is for.
 */
export function atLevel(conflicts: readonly Conflict[], levelOf: LevelOf): readonly Conflict[] {
  return conflicts.map((conflict) => {
    if (conflict.severity === 'note' || conflict.services.length < 2) return conflict;
    const shares = (service: ServiceId): boolean => isActiveAt(conflict.clearedBy, levelOf(service));
    if (clashesAmong(conflict, shares)) return conflict;
    const apart = conflict.services.filter((service) => !shares(service));
    const [first = ''] = apart;
    const who = apart.length === 1 ? `${serviceLabel(first)} has` : `${apart.length} of these services have`;
    return {
      ...conflict,
      severity: 'note',
      explanation: [...conflict.explanation, `Nothing is wrong today: ${who} ${HAS[levelOf(first)]}.`],
    };
  });
}
