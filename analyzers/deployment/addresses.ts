import type { RunProcess } from '../../src/model/index.ts';

/** The address of all interfaces, in both versions of IP. */
const ALL_INTERFACES = /^(?:0\.0\.0\.0|::|\[::\])$/;
const MAX_VARIABLES = 20;

/** Variables that tell a program to listen on all interfaces (`HOST=0.0.0.0`), as its descriptor sets them. */
export function addressesOf(environment: Iterable<readonly [name: string, value: string]>): Pick<RunProcess, 'addresses'> {
  const set = [...environment].filter(([name, value]) => ALL_INTERFACES.test(value) && /^[A-Za-z_]\w*$/.test(name));
  return set.length === 0 ? {} : { addresses: Object.fromEntries(set.slice(0, MAX_VARIABLES)) };
}
