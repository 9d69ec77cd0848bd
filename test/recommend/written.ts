import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { analyze, packageServices } from '../../src/index.ts';
import type { RecommendationTarget } from '../../src/model/index.ts';

const TODAY = '2026-11-24';

type Written = (name: string) => string;

/** What is written for the service `apps/orders` of some files, by the end of a file's name. */
export async function written(given: Readonly<Record<string, string>>, target?: RecommendationTarget): Promise<Written> {
  const config = loadConfig(memoryTree(given));
  const { fleet, report, isDeployed } = await analyze({ tree: memoryTree(given), starts: ['.'], config, today: TODAY });
  const { recommendations, placement } = report;
  const { files } = packageServices({
    fleet,
    recommendations,
    placement,
    config,
    isDeployed,
    today: TODAY,
    services: ['apps/orders'],
    ...(target === undefined ? {} : { target }),
  });
  return (name) => files.find(({ path }) => path.endsWith(name))?.content ?? '';
}
