import type { ServiceId } from './demand.ts';
import type { Service } from './service.ts';
import { withoutTrailing } from './text/trim.ts';

/** What a word of a user or of config may mean. */
type Named = Pick<Service, 'id' | 'path'>;

/**
 * Which services a word means: the one whose id or path it is, whoever else's path ends in it; else all whose path ends
 * in it, segment by segment (`cart`, `shop/cart`). A leading `./` and a trailing `/` say nothing.
 */
export function serviceNames(services: readonly Named[]): (name: string) => readonly ServiceId[] {
  let index: Names | undefined;
  return (name) => {
    // Most runs name nobody: what paths end in is worked out when somebody asks.
    index ??= indexOf(services);
    const bare = name.replace(/^\.\//, '');
    const clean = withoutTrailing(bare, '/') || bare.slice(0, 1);
    const one = index.exact.get(clean);
    return one === undefined ? [...(index.endings.get(clean) ?? [])] : [one];
  };
}

interface Names {
  readonly exact: ReadonlyMap<string, ServiceId>;
  readonly endings: ReadonlyMap<string, ReadonlySet<ServiceId>>;
}

function indexOf(services: readonly Named[]): Names {
  const endings = new Map<string, Set<ServiceId>>();
  const exact = new Map(services.flatMap(({ id, path }) => [[path, id] as const, [id, id] as const]));
  for (const { id, path } of services) {
    const segments = path.split('/');
    for (const ending of segments.map((_, index) => segments.slice(index).join('/'))) {
      const known = endings.get(ending);
      if (known === undefined) endings.set(ending, new Set([id]));
      else known.add(id);
    }
  }
  return { exact, endings };
}
