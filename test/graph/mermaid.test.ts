import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/graph/graph.ts';
import { graphToMermaid } from '../../src/graph/render.ts';
import type { Conflict, Demand } from '../../src/model/index.ts';
import { syntheticReport } from '../report/synthetic.ts';

/** Each service asks for so many packages of its own and one that all ask for, which clashes. */
function fleetGraph(services: number, packages: number): ReturnType<typeof buildGraph> {
  const ids = Array.from({ length: services }, (_, index) => `team/service-${index}`);
  const demand = (service: string, name: string): Demand => ({
    service,
    realm: 'python',
    key: name,
    subject: `pkg:pypi/${name}`,
    constraint: '>=1.2,<3',
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `${service}/requirements.txt`, line: 1 },
  });
  const demands = ids.flatMap((service) => [
    demand(service, 'zz-clash'),
    ...Array.from({ length: packages }, (_, index) => demand(service, `own-${service.replace('/', '-')}-${index}`)),
  ]);
  const [first] = syntheticReport(2, 1).conflicts;
  if (first === undefined) throw new Error('a report of one conflict has one');
  const clash: Conflict = { ...first, subject: 'pkg:pypi/zz-clash', services: ids.slice(0, 2) };
  return buildGraph(
    ids.map((id) => ({ id, path: id, units: [], descriptors: [], deployments: [], ecosystems: ['python'] })),
    demands,
    [clash],
  );
}

const arrows = (text: string): number => text.match(/-->/g)?.length ?? 0;
const shapes = (text: string, open: string): number =>
  text.split('\n').filter((line) => new RegExp(`^ {2}n\\d+${open}"`).test(line)).length;

describe('a Mermaid diagram', () => {
  it('is whole where Mermaid can draw it', () => {
    const text = graphToMermaid(fleetGraph(3, 4));
    expect(arrows(text)).toBe(3 + 3 * 5);
    expect(text).not.toContain('could not draw');
  });

  it('writes a character as one entity, also beyond the first 65,536', () => {
    const graph = buildGraph([{ id: 'team/😀', path: 'team/😀', units: [], deployments: [], ecosystems: ['python'] }], [], []);
    expect(graphToMermaid(graph)).toContain('"team/#128512;"');
  });

  it.each([
    [12, 60],
    [200, 3],
    [400, 1],
  ])(
    'of %i services with %i packages each stays within what Mermaid draws, clashes first, and counts the rest',
    (services, packages) => {
      const text = graphToMermaid(fleetGraph(services, packages));
      expect(text.length).toBeLessThanOrEqual(50_000);
      expect(arrows(text)).toBeLessThanOrEqual(500);
      const left = (kind: string): number => Number(new RegExp(`(\\d+) ${kind}s?\\b`).exec(text)?.[1] ?? 0);
      expect(shapes(text, '\\(') + left('package')).toBe(services * packages + 1);
      expect(shapes(text, '\\[') + left('service')).toBe(services);
      if (services * 2 <= 500) expect(text).toContain('zz-clash');
    },
  );
});
