/** An address of the host (`*` is all of them) and the Compose profiles under which something is there; none: always. */
export interface Place {
  readonly address: string;
  readonly profiles: readonly string[];
}

const ANY_ADDRESS = '';
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

/** Under which names a place is kept. */
function namesOf({ address, profiles }: Place): readonly string[] {
  const own = profiles.length === 0 ? [NO_PROFILE] : profiles;
  return [address, ANY_ADDRESS].flatMap((where) => [ANY_PROFILE, ...own].map((under) => `${where}\n${under}`));
}

/** The names of all places that are one with this one. */
function wherePlacesMeet({ address, profiles }: Place): readonly string[] {
  const addresses = address === '*' ? [ANY_ADDRESS] : [address, '*'];
  const under = profiles.length === 0 ? [ANY_PROFILE] : [NO_PROFILE, ...profiles];
  return addresses.flatMap((where) => under.map((profile) => `${where}\n${profile}`));
}
