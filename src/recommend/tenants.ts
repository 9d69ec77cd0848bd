import { clashesAmong, type Recommendation, type ServiceId } from '../model/index.ts';
import type { RecommendInput } from './input.ts';

type Judge = (input: RecommendInput) => readonly Recommendation[];

/**
 * Who is told to leave a declared host whatever its neighbours need, as a function or because it is better off alone,
 * clashes with nobody there: its conflicts are ended, and those who stay are judged without them.
 */
export function withoutLeavers(inputs: readonly RecommendInput[], judge: Judge): readonly RecommendInput[] {
  const leaving = new Set<ServiceId>();
  for (const input of inputs) {
    if (input.sharing.host === undefined) continue;
    const alone = judge(input.conflicts.length === 0 ? input : { ...input, conflicts: [] });
    if (alone.every(({ target }) => target !== 'shared-host' && target !== 'insufficient-evidence'))
      leaving.add(input.service.id);
  }
  if (leaving.size === 0) return inputs;
  return inputs.map((input) => {
    const { service, sharing, conflicts } = input;
    if (sharing.host === undefined || leaving.has(service.id)) return input;
    const over = new Set(conflicts.filter((conflict) => !clashesAmong(conflict, (id) => !leaving.has(id))));
    const ended = [...over].map((conflict) => ({ conflict, leaving: conflict.services.filter((one) => leaving.has(one)) }));
    return {
      ...input,
      sharing: { ...sharing, cotenants: sharing.cotenants.filter((one) => !leaving.has(one)) },
      ...(ended.length === 0 ? {} : { conflicts: conflicts.filter((one) => !over.has(one)), ended }),
    };
  });
}
