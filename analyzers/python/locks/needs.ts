import { normalizeName } from '../../../src/model/index.ts';
import type { Need } from '../declared.ts';
import { formatMarker } from '../notation/markers.ts';
import { parseRequirement } from '../notation/requirement.ts';

/** What locks write as PEP 508 text: PDM's `dependencies`, the extras of Poetry's packages. */
export function needOfText(text: string): readonly Need[] {
  const answer = parseRequirement(text);
  if (!answer.ok) {
    // Poetry's own notation of versions between the brackets.
    const name = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(text)?.[0];
    return name === undefined ? [] : [{ name: normalizeName(name), extras: [] }];
  }
  const { name, extras, marker } = answer.requirement;
  return [{ name, extras, ...(marker === undefined ? {} : { marker: formatMarker(marker) }) }];
}
