import type { ServiceId } from '../model/index.ts';

export function pairKey(a: ServiceId, b: ServiceId): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}
