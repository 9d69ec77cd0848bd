import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../fleets/fleet.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const HOSTS = ['h1', 'h2'] as const;

interface Wished {
  readonly maxServicesPerHost?: number;
  readonly hosts?: readonly { readonly name: string; readonly share?: string; readonly services?: readonly string[] }[];
  readonly services: Readonly<
    Record<string, { readonly together?: readonly string[]; readonly apart?: readonly string[]; readonly pin?: string }>
  >;
}

/** That a service is apart from itself is told with its one line. */
function isOfOthers(services: Wished['services']): boolean {
  return Object.entries(services).every(([name, { together = [], apart = [] }]) => ![...together, ...apart].includes(name));
}

const some = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 });
const service = fc.oneof(
  some.map((together) => ({ together })),
  some.map((apart) => ({ apart })),
  fc.constantFrom(...HOSTS).map((pin) => ({ pin })),
  fc.tuple(some, fc.constantFrom(...HOSTS)).map(([apart, pin]) => ({ apart, pin })),
);
const host = fc.constantFrom({}, { share: 'forbid' }, { share: 'allow', services: ['a', 'b', 'c'] });
const wished: fc.Arbitrary<Wished> = fc.record(
  {
    maxServicesPerHost: fc.integer({ min: 1, max: 5 }),
    hosts: fc.tuple(host, host).map((all) => all.map((one, at) => ({ name: HOSTS[at] ?? '', ...one }))),
    services: fc.dictionary(fc.constantFrom(...NAMES), service, { minKeys: 1, maxKeys: 3 }).filter(isOfOthers),
  },
  { requiredKeys: ['services'] },
);
const versions = fc
  .array(fc.constantFrom('', '', '==1', '==2'), { minLength: NAMES.length, maxLength: NAMES.length })
  .map((all) => new Map<string, string>(NAMES.map((name, at) => [name, all[at] ?? ''])));

function* partitions(names: readonly string[]): Generator<readonly (readonly string[])[]> {
  const [first, ...rest] = names;
  if (first === undefined) return yield [];
  for (const parts of partitions(rest)) {
    yield [[first], ...parts];
    for (let at = 0; at < parts.length; at++) yield parts.map((part, index) => (index === at ? [first, ...part] : part));
  }
}

/** Whether one host may hold these services, as a reader of the config and the pins would say. */
function mayShare(members: readonly string[], { services, hosts = [], maxServicesPerHost = NAMES.length }: Wished): boolean {
  const pins = [...new Set(members.flatMap((name) => services[name]?.pin ?? []))];
  const declared = hosts.find(({ name }) => name === pins[0]);
  const guests = members.filter((name) => services[name]?.pin === undefined);
  const pinned = Object.entries(services).filter(([, { pin }]) => pin !== undefined && pin === pins[0]);
  return (
    members.length <= maxServicesPerHost &&
    pins.length < 2 &&
    pinned.every(([name]) => members.includes(name)) &&
    (declared?.share !== 'forbid' || members.length === 1) &&
    (declared?.services === undefined || [...guests, ...members].every((name) => declared.services?.includes(name))) &&
    members.every((name) => {
      const { together = [], apart = [] } = services[name] ?? {};
      return together.every((other) => members.includes(other)) && !apart.some((other) => members.includes(other));
    })
  );
}

describe('wishes of config', () => {
  it('are kept by the fewest hosts, or it is told with its lines that they cannot be', async () => {
    await fc.assert(
      fc.asyncProperty(wished, versions, async (config, pins) => {
        const files = Object.fromEntries([...pins].map(([name, pin]) => [`${name}/requirements.txt`, `flask${pin}\n`]));
        const report = await reportOf({ 'cohost.yaml': JSON.stringify(config, null, 2), ...files });
        const told = report.diagnostics.filter(({ severity }) => severity === 'error');
        const clash = (members: readonly string[]): boolean => new Set(members.flatMap((name) => pins.get(name) || [])).size > 1;
        const possible = [...partitions(NAMES)].filter((hosts) =>
          hosts.every((members) => mayShare(members, config) && !clash(members)),
        );
        if (possible.length === 0) {
          expect(told.map(({ code }) => code)).not.toEqual([]);
          for (const { message } of told) expect(new Set(message.match(/(?<=lines? |and |, |:)\d+/g)).size).toBeGreaterThan(1);
          return;
        }
        expect(told).toEqual([]);
        expect(report.placement.hosts.length).toBe(Math.min(...possible.map((hosts) => hosts.length)));
        for (const { services } of report.placement.hosts) expect(mayShare(services, config)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
