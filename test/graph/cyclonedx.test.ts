import { beforeAll, describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/analyze.ts';
import { deployedDependencies } from '../../src/detect/deployed/demands.ts';
import { type Inventory, inventoryToCycloneDx } from '../../src/graph/cyclonedx.ts';
import type { Dependency } from '../../src/model/index.ts';
import { HOSTILE, marketFleet } from '../report/reports.ts';
import { cycloneDxSchema } from '../report/schemas.ts';

const valid = cycloneDxSchema();

function dependency(purl: string, more: Partial<Dependency> = {}): Dependency {
  return {
    ecosystem: 'npm',
    name: purl,
    purl,
    constraint: '',
    kind: 'range',
    direct: true,
    group: 'default',
    scope: 'runtime',
    via: [],
    origin: { file: 'a/package.json', line: 4 },
    ...more,
  };
}

function inventory(dependencies: readonly Dependency[]): Inventory {
  return { toolVersion: '1.0.0', services: [{ id: 'a', path: 'a', ecosystems: ['npm'], dependencies }], conflicts: [] };
}

describe('CycloneDX', () => {
  let market: Analysis;
  beforeAll(async () => {
    market = await marketFleet();
  });

  const ofMarket = (): Inventory => ({
    toolVersion: '1.0.0',
    services: market.fleet.services.map((service) => ({
      ...service,
      dependencies: deployedDependencies(service, market.groups),
    })),
    conflicts: market.conflicts,
  });

  test('the schema refuses what is no bill of materials', () => {
    expect(valid({ bomFormat: 'CycloneDX' })).not.toEqual([]);
    expect(valid({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'x' }] })).not.toEqual([]);
  });

  test('is valid by the official schema of 1.6, and every reference leads somewhere', () => {
    const text = inventoryToCycloneDx(ofMarket());
    const bom = JSON.parse(text);
    expect(valid(bom)).toEqual([]);
    expect(inventoryToCycloneDx(ofMarket())).toBe(text);
    const refs: readonly string[] = [bom.metadata.component, ...bom.components].map((one) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const told: readonly string[] = bom.dependencies.map(({ ref }: { ref: string }) => ref);
    expect([...told].sort()).toEqual([...refs].sort());
    for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  });

  test('says who asks for what where, and what clashes', () => {
    const bom = JSON.parse(inventoryToCycloneDx(ofMarket()));
    const flask = bom.components.filter(({ name }: { name: string }) => name === 'flask');
    expect(flask.length).toBeGreaterThan(0);
    expect(JSON.stringify(flask)).toContain('services/cart: ==1.1.4 (services/cart/requirements.txt:2)');
    const id = market.conflicts.find(({ subject }) => subject === 'pkg:pypi/flask')?.id;
    expect(JSON.stringify(flask)).toContain(id);
    expect(
      JSON.stringify(bom.components.find((one: Record<string, string>) => one['bom-ref'] === 'service:services/cart')),
    ).toContain(id);
  });

  test('a lock gives the graph its inner edges', () => {
    const bom = JSON.parse(
      inventoryToCycloneDx(
        inventory([
          dependency('pkg:npm/top', { resolved: '1.0.0' }),
          dependency('pkg:npm/%40scope/deep', {
            resolved: '2.0.0+b',
            direct: false,
            via: ['pkg:npm/top@1.0.0', 'pkg:npm/mid@3.1.0'],
          }),
        ]),
      ),
    );
    expect(valid(bom)).toEqual([]);
    expect(bom.dependencies).toEqual([
      { ref: 'fleet', dependsOn: ['service:a'] },
      { ref: 'pkg:npm/%40scope/deep@2.0.0%2Bb', dependsOn: [] },
      { ref: 'pkg:npm/mid@3.1.0', dependsOn: ['pkg:npm/%40scope/deep@2.0.0%2Bb'] },
      { ref: 'pkg:npm/top@1.0.0', dependsOn: ['pkg:npm/mid@3.1.0'] },
      { ref: 'service:a', dependsOn: ['pkg:npm/top@1.0.0'] },
    ]);
    expect(bom.components[1]).toMatchObject({ group: '@scope', name: 'deep', version: '2.0.0+b' });
    expect(bom.compositions).toEqual([]);
  });

  test('what has no version says so', () => {
    const bom = JSON.parse(inventoryToCycloneDx(inventory([dependency('pkg:maven/org.example/core', { constraint: '[1,2)' })])));
    expect(bom.components[1]).toMatchObject({ group: 'org.example', name: 'core', purl: 'pkg:maven/org.example/core' });
    expect(bom.compositions).toEqual([{ aggregate: 'incomplete', dependencies: ['service:a'] }]);
  });

  test('hostile names stay data', () => {
    const purl = `pkg:npm/${encodeURIComponent(HOSTILE.replaceAll(/\p{Surrogate}/gu, ''))}`;
    const one = dependency(purl, { constraint: HOSTILE, resolved: HOSTILE.replaceAll(/\p{Surrogate}/gu, '') });
    const bom = JSON.parse(inventoryToCycloneDx(inventory([one])));
    expect(valid(bom)).toEqual([]);
    expect(bom.components).toHaveLength(2);
  });
});
