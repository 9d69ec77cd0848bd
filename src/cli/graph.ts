import { Command, Option } from 'commander';
import { buildGraph, deployedDemands, graphToDot, graphToJson, graphToMermaid } from '../index.ts';
import { type CommonOptions, exitCode, runAnalysis, withCommonOptions } from './common.ts';
import { writeResult } from './streams.ts';

interface GraphOptions extends CommonOptions {
  readonly format: keyof typeof RENDERERS;
  readonly output?: string;
}

const RENDERERS = { dot: graphToDot, mermaid: graphToMermaid, json: graphToJson } as const;

export function graphCommand(): Command {
  return withCommonOptions(new Command('graph'))
    .description('the cross-service dependency graph')
    .argument('[directories...]', 'directories that hold the services', [])
    .addOption(new Option('-f, --format <format>', 'notation').choices(Object.keys(RENDERERS)).default('dot'))
    .option('-o, --output <file>', 'write here instead of stdout')
    .action(async (directories: string[], options: GraphOptions) => {
      const { analysis, streams } = await runAnalysis(directories, options);
      const { services } = analysis.fleet;
      const demands = services.flatMap((service) =>
        deployedDemands(service, { everywhere: new Set(options.groups ?? []), byService: new Map() }),
      );
      const text = RENDERERS[options.json === true ? 'json' : options.format](buildGraph(services, demands, analysis.conflicts));
      if (options.output === undefined) streams.out(text);
      else writeResult(options.output, text);
      process.exitCode = exitCode(analysis, options, 'never');
    });
}
