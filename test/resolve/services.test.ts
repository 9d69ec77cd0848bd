import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/model/index.ts';
import { resolverOver } from '../../src/resolve/services.ts';

const READ = new Map([
  ['api', 'API'],
  ['web', 'WEB'],
]);
const FINE: Resolution = { kind: 'resolved', versions: new Map(), repins: [], findings: [] };

describe('a resolver over services', () => {
  it('decides about a set in the order of ids, each service once', async () => {
    const asked: (readonly string[])[] = [];
    const resolver = resolverOver(READ, async (services) => {
      asked.push(services);
      return FINE;
    });
    expect(await resolver.resolve(['web', 'api', 'web'])).toEqual(FINE);
    expect(asked).toEqual([['API', 'WEB']]);
  });

  it('proves nothing of a service that was not read', async () => {
    const resolver = resolverOver(READ, async () => FINE);
    expect(await resolver.resolve(['api', 'job'])).toEqual({ kind: 'unknown', because: 'job was not read', diagnostics: [] });
  });

  it.each([
    ['an error', new Error('socket closed'), 'socket closed'],
    ['anything else', 'no memory', 'no memory'],
  ])('answers unknown where deciding throws %s', async (_, thrown, said) => {
    const resolver = resolverOver(READ, async () => {
      throw thrown;
    });
    expect(await resolver.resolve(['api'])).toMatchObject({ kind: 'unknown', because: `the resolution failed: ${said}` });
  });
});
