import { directoryOf, groupBy, isWithin, joinPath, type Service } from '../model/index.ts';

/**
 * Directories that images of other services take whole, and that nothing of their own runs: code that those share
 * (`COPY shared /app/shared`), whatever its manifest says. What only one of them takes may be started in it.
 */
export function partsOfImages(services: readonly Service[]): ReadonlySet<Service> {
  const byPath = new Map(services.map((service) => [service.path, service]));
  const taken = services.flatMap((service) =>
    [...takenWhole(service)].flatMap((path) => {
      const part = byPath.get(path);
      return part === undefined || isWithin(service.path, path) || isRun(part) ? [] : [part];
    }),
  );
  const times = groupBy(taken, (part) => part);
  return new Set([...times].flatMap(([part, takers]) => (takers.length > 1 ? [part] : [])));
}

/** What a service's images copy, by the directory that they are built from as far as that is known, else from the root. */
function takenWhole({ deployments }: Service): ReadonlySet<string> {
  return new Set(
    deployments.flatMap(({ facts: { tool, descriptor, join, images } }) =>
      tool !== 'dockerfile' || !images.some(({ final }) => final)
        ? []
        : (join.copies ?? []).flatMap((path) =>
            [join.directory ?? directoryOf(descriptor.path), '.'].flatMap((context) => joinPath(context, path) ?? []),
          ),
    ),
  );
}

function isRun({ deployments }: Service): boolean {
  return deployments.some(
    ({ facts: { processes, functions, images } }) => processes.length + functions.length > 0 || images.some(({ final }) => final),
  );
}
