import { pathBelow, type Service, type Unit } from '../../../model/index.ts';
import type { Member } from '../context.ts';

/**
 * Which members of its npm workspace a service needs that a script has to build first, each after those that it needs
 * itself. In a circle of them somebody has to be first.
 */
export function sistersToBuild(services: readonly Service[]): (service: Service) => readonly Member[] {
  const members = new Map<string, Unit>();
  for (const unit of services.flatMap(({ units }) => units)) {
    const key = keyOf(unit, unit.name);
    if (key !== undefined) members.set(key, unit);
  }
  return (service) => {
    const own = service.units.find(({ ecosystem }) => ecosystem === 'npm');
    const seen = new Set<Unit>();
    const ordered: Unit[] = [];
    const visit = (unit: Unit): void => {
      if (seen.has(unit)) return;
      seen.add(unit);
      for (const { name } of unit.dependencies.filter(({ direct }) => direct)) {
        const sister = members.get(keyOf(unit, name) ?? '');
        if (sister !== undefined) visit(sister);
      }
      ordered.push(unit);
    };
    if (own !== undefined) visit(own);
    return ordered
      .filter((unit) => unit !== own && (unit.entryPoints ?? []).some(({ name }) => name === 'build'))
      .flatMap(asMember);
  };
}

function keyOf({ ecosystem, workspace }: Unit, name: string | undefined): string | undefined {
  return ecosystem === 'npm' && workspace !== undefined && name !== undefined ? `${workspace}\0${name}` : undefined;
}

/** Whether its build may have Prisma write a client: beside `@prisma/client` in `node_modules`, unless told otherwise. */
export function writesClient({ dependencies }: Unit): boolean {
  return dependencies.some(({ direct, name }) => direct && name === '@prisma/client');
}

function asMember(unit: Unit): readonly Member[] {
  const { workspace = '.', path, name } = unit;
  const below = pathBelow(workspace, path);
  if (below === undefined) return [];
  return [{ path: below, ...(name === undefined ? {} : { name }), ...(writesClient(unit) ? { writesClient: true } : {}) }];
}
