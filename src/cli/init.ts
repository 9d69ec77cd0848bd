import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { plural } from '../index.ts';
import { type CommonOptions, runAnalysis, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';

export function initCommand(): Command {
  return withCommonOptions(new Command('init'))
    .description('write a cohost.yaml that names the services found here')
    .argument('[directory]', 'where the services are', '.')
    .action(async (directory: string, options: CommonOptions) => {
      const { analysis, streams, root } = await runAnalysis([directory], options);
      const path = join(root, 'cohost.yaml');
      writeNew(path, configFor(analysis.report.services.map((service) => service.path)));
      streams.out(`wrote ${path} with ${plural(analysis.report.services.length, 'service')}\n`);
    });
}

/** Writes through no link either, wherever it leads. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new UsageError(`${path} exists already and is left alone`);
    throw error;
  }
}

function configFor(paths: readonly string[]): string {
  const services = paths.map((path) => `  ${JSON.stringify(path)}: {}`);
  return [
    '# cohost: what the manifests cannot know. Every key is optional; `cohost schema config` prints them all.',
    '# Under a service: name, groups, level, together, apart, pin, packaging, facts (role, jobSeconds, memoryMiB …).',
    ...(services.length === 0 ? ['services: {}'] : ['services:', ...services]),
    '# target: { python: "3.12", node: "22", jdk: "21", platform: linux-x86_64 }',
    '# ignore: [{ id: c_0123456789ab, reason: "retired in March", until: 2027-03-01 }]',
    '',
  ].join('\n');
}
