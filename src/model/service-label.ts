import type { ServiceId } from './demand.ts';

const ROOT: ServiceId = '.';

/** What sentences call a service: a dot, which is the path of the one at the root, is no word. */
export function serviceLabel(id: ServiceId): string {
  return id === ROOT ? 'the root' : id;
}
