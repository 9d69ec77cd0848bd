import { percentEncoded } from '../../src/model/index.ts';

/** `pkg:maven/GROUP/ARTIFACT` (purl specification, type maven), without a version. */
export function purlOf(group: string, name: string): string {
  return `pkg:maven/${percentEncoded(group)}/${percentEncoded(name)}`;
}
