import type { Conflict, Demand, IsolationLevel, ServiceId } from '../../src/model/index.ts';

function demand(service: ServiceId, key: string): Demand {
  return {
    service,
    realm: 'python',
    key,
    subject: `pkg:pypi/${key}`,
    constraint: '',
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: 'requirements.txt', line: 1 },
  };
}

/** A conflict of the services of some sides, over a package whose name is its id. */
export function clash(id: string, sides: readonly (readonly ServiceId[])[], clearedBy: IsolationLevel = 'process'): Conflict {
  let at = 0;
  return {
    id,
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'python',
    subject: `pkg:pypi/${id}`,
    services: [...new Set(sides.flat())].sort(),
    demands: sides.flat().map((of) => demand(of, id)),
    sides: sides.map((side) => side.map(() => at++)),
    depth: 'declared',
    clearedBy,
    message: '',
    explanation: [],
    fixes: [],
  };
}
