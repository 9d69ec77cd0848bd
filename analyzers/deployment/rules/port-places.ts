/**
 * An address of the host and the Compose profiles under which something is there; none: always. `*` is all of them,
 * `0.0.0.0` all of IPv4 and `::` all of IPv6: Docker opens each family by itself (Docker, "Port publishing and mapping").
 */
export interface Place {
  readonly address: string;
  readonly profiles: readonly string[];
}

const EVERYWHERE = '*';
const ALL_OF_IPV4 = '0.0.0.0';
const ALL_OF_IPV6 = '::';
/** Names under which all places of the host and all of one family are kept, whatever their addresses. */
const ANY_ADDRESS = '';
const ANY_OF: ReadonlyMap<string, string> = new Map([
  [ALL_OF_IPV4, 'IPv4'],
  [ALL_OF_IPV6, 'IPv6'],
]);
const ANY_PROFILE = '';
const NO_PROFILE = ' ';

/**
 * Whether places of two holders are one. Services of different profiles are alternatives; one without a profile runs
 * beside all of them. Holders are kept by address and profile, so that thousands need not be compared with thousands.
 */
export function someTwoMeet(holders: readonly (readonly Place[])[]): boolean {
  const taken = new Map<string, Set<number>>();
  return holders.some((places, holder) =>
    places.some((place) => {
      const isMet = wherePlacesMeet(place).some((name) => hasOther(taken.get(name), holder));
      for (const name of namesOf(place)) taken.set(name, (taken.get(name) ?? new Set()).add(holder));
      return isMet;
    }),
  );
}

function hasOther(holders: ReadonlySet<number> | undefined, holder: number): boolean {
  return holders !== undefined && holders.size > (holders.has(holder) ? 1 : 0);
}

/** The wildcard of an address' family. */
function wildcardOf(address: string): string {
  return address.includes(':') ? ALL_OF_IPV6 : ALL_OF_IPV4;
}

/** Under which names a place is kept. */
function namesOf({ address, profiles }: Place): readonly string[] {
  const own = profiles.length === 0 ? [NO_PROFILE] : profiles;
  const families = address === EVERYWHERE ? [...ANY_OF.values()] : [ANY_OF.get(wildcardOf(address)) ?? ''];
  return [address, ANY_ADDRESS, ...families].flatMap((where) => [ANY_PROFILE, ...own].map((under) => `${where}\n${under}`));
}

/** The names of all places that are one with this one. */
function wherePlacesMeet({ address, profiles }: Place): readonly string[] {
  const family = ANY_OF.get(address);
  const addresses =
    address === EVERYWHERE ? [ANY_ADDRESS] : family === undefined ? [address, wildcardOf(address), EVERYWHERE] : [family];
  const under = profiles.length === 0 ? [ANY_PROFILE] : [NO_PROFILE, ...profiles];
  return addresses.flatMap((where) => under.map((profile) => `${where}\n${profile}`));
}
