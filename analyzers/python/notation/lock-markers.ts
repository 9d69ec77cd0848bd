import { decideMarker, type MarkerEnvironment, parseMarker } from './markers.ts';

/** Markers that ask which extras or groups are installed (Poetry, uv's conflicts; PEP 751). */
const ASKS_FOR_GROUPS = /\b(?:extras?|dependency_groups)\b/;

/** The markers of one unit's locks for a target, each decided once. */
export class LockMarkers {
  readonly #environment: MarkerEnvironment;
  readonly #known = new Map<string, boolean>();

  constructor(environment: MarkerEnvironment) {
    this.#environment = environment;
  }

  /** Whether it may hold where the group (an extra is one) is installed; what is no marker excludes nothing. */
  holds(marker: string | undefined, group: string): boolean {
    if (marker === undefined || marker === '') return true;
    const key = ASKS_FOR_GROUPS.test(marker) ? `${group}\n${marker}` : marker;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = parseMarker(marker);
    const held = !answer.ok || decideMarker(answer.marker, this.#within(group)) !== false;
    this.#known.set(key, held);
    return held;
  }

  #within(group: string): MarkerEnvironment {
    // Not by spreading: that would ask the target for its Python where no marker does.
    const own: MarkerEnvironment = Object.defineProperties({}, Object.getOwnPropertyDescriptors(this.#environment));
    const installed = new Set([group]);
    return Object.assign(own, { extra: group === 'default' ? '' : group, extras: installed, dependency_groups: installed });
  }
}
