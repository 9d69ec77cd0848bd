import { arePinsOfExtra, hasMarked, isMarked } from '../marks.ts';
import type { SignalHit } from '../signals.ts';
import type { ServiceView } from './view.ts';

/**
 * Whether packages for websockets say nothing of a server that keeps them open: they are the client of another server, or
 * pins of what uvicorn brings (`uvicorn[standard]`).
 */
export function areClients(view: ServiceView, hits: readonly SignalHit[]): boolean {
  const packages = hits.map(({ dependency }) => dependency);
  return arePinsOfExtra(packages, view.direct) || areBesideOwn(view, hits);
}

/** `ws` beside a framework that has websockets of its own (Nest's `@nestjs/websockets`), or that answers for pages. */
function areBesideOwn({ direct }: ServiceView, hits: readonly SignalHit[]): boolean {
  const isEither = isMarked('socket-client-too');
  if (!hits.every(({ dependency }) => isEither(dependency)) || hasMarked(direct, 'plain-server')) return false;
  return hasMarked(direct, 'page-framework') || (hasMarked(direct, 'sockets-by-module') && !hasMarked(direct, 'sockets-module'));
}
