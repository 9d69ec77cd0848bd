import { Command, Option } from 'commander';
import {
  type Analysis,
  buildGraph,
  deployedDemands,
  deployedDependencies,
  graphToDot,
  graphToJson,
  graphToMermaid,
  inventoryToCycloneDx,
  VERSION,
} from '../index.ts';
import { type CommonOptions, directoriesArgument, exitCode, runAnalysis, unlisted, withCommonOptions } from './common.ts';
import { giveResult } from './streams.ts';

interface GraphOptions extends CommonOptions {
  readonly format: keyof typeof RENDERERS;
  readonly output?: string;
}

const RENDERERS = {
  dot: (analysis: Analysis) => graphToDot(graphOf(analysis)),
  mermaid: (analysis: Analysis) => graphToMermaid(graphOf(analysis)),
  json: (analysis: Analysis) => graphToJson(graphOf(analysis)),
  cyclonedx: billOfMaterials,
} as const;

export function graphCommand(): Command {
  return unlisted(withCommonOptions(new Command('graph')), ['fresh', 'pairs', 'aws'])
    .description('the cross-service dependency graph')
    .addArgument(directoriesArgument())
    .addOption(new Option('-f, --format <format>', 'notation').choices(Object.keys(RENDERERS)).default('dot'))
    .option('-o, --output <file>', 'write here instead of stdout')
    .action(async (directories: string[], options: GraphOptions) => {
      const { analysis, streams } = await runAnalysis(directories, options);
      const text = RENDERERS[options.json === true ? 'json' : options.format](analysis);
      giveResult(options.output, text, streams);
      process.exitCode = exitCode(analysis, options, 'never');
    });
}

function graphOf({ fleet, groups, conflicts }: Analysis): ReturnType<typeof buildGraph> {
  const demands = fleet.services.flatMap((service) => deployedDemands(service, groups));
  return buildGraph(fleet.services, demands, conflicts);
}

function billOfMaterials({ fleet, groups, conflicts }: Analysis): string {
  return inventoryToCycloneDx({
    toolVersion: VERSION,
    services: fleet.services.map((service) => ({ ...service, dependencies: deployedDependencies(service, groups) })),
    conflicts,
  });
}
