import { groupBy, type Service, type Unit } from '../../../model/index.ts';

/** uv runs no member by an interpreter that another one of its workspace refuses: each has the constraints of all. */
export function withWorkspacePython(services: readonly Service[]): (service: Service) => Service {
  const rootOf = ({ workspace, path }: Unit): string => workspace ?? path;
  const asked = groupBy(
    services.flatMap(({ units }) => units).filter(({ ecosystem }) => ecosystem === 'python'),
    rootOf,
  );
  return (service) => ({
    ...service,
    units: service.units.map((unit) =>
      unit.ecosystem === 'python'
        ? { ...unit, runtimes: (asked.get(rootOf(unit)) ?? [unit]).flatMap(({ runtimes }) => runtimes) }
        : unit,
    ),
  });
}
