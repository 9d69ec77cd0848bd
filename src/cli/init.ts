import { join } from 'node:path';
import { Command } from 'commander';
import { plural, printable, type Report, type ReportService, TARGET_WORDS } from '../index.ts';
import { type CommonOptions, runAnalysis, unlisted, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { writeNew } from './writing.ts';

export function initCommand(): Command {
  return unlisted(withCommonOptions(new Command('init')), [
    'fresh',
    'pairs',
    'strict',
    'json',
    'resolve',
    'offline',
    'jars',
    'before',
    'jobs',
  ])
    .description('write a cohost.yaml that names the services found here')
    .argument('[directory]', 'where the services are', '.')
    .action(async (directory: string, options: CommonOptions) => {
      const { analysis, streams, root } = await runAnalysis([directory], options);
      if (analysis.report.services.length === 0)
        throw new UsageError(
          'no service was found here, so there is nothing to write; name the directory that holds the services',
        );
      const path = join(root, 'cohost.yaml');
      if (!writeNew(path, configFor(analysis.report))) throw new UsageError(`${path} exists already and is left alone`);
      const file = directory === '.' ? 'cohost.yaml' : path;
      streams.out(`wrote ${file} with ${plural(analysis.report.services.length, 'service')}\n`);
      streams.out('say there what no manifest knows, where it matters; then: cohost plan\n');
    });
}

function configFor(report: Report): string {
  const lines = report.services.map((service) => [`  ${JSON.stringify(service.path)}: {}`, whatItIs(service, report)] as const);
  const width = Math.min(WIDEST, Math.max(...lines.map(([line]) => line.length)));
  const services = lines.map(([line, what]) => `${line.padEnd(width)}   # ${printable(what)}`);
  return [
    '# cohost: what the manifests cannot know. Every key is optional; `cohost schema config` prints them all.',
    '# Under a service: name, groups, level, together, apart, pin, packaging, facts (role, jobSeconds, memoryMiB …), as in',
    '#   "services/cart": { together: [services/web], facts: { memoryMiB: 1024, requestSeconds: 2 } }',
    '# Behind each: what was found, and what is recommended as it stands.',
    'services:',
    ...services,
    '# hosts: [{ name: small-vm, share: allow, services: [services/cart, services/web] }]   # without it, sharing is an alternative',
    '# target: { python: "3.12", node: "22", jdk: "21", platform: linux-x86_64 }',
    '# ignore: [{ id: c_0123456789ab, reason: "retired in March", until: 2027-03-01 }]',
    '',
  ].join('\n');
}

/** Comments line up as far as that is worth it. */
const WIDEST = 50;

function whatItIs({ id, ecosystems }: ReportService, { recommendations }: Report): string {
  const advice = recommendations.filter(({ service }) => service === id).map(({ target }) => TARGET_WORDS[target] ?? target);
  return [ecosystems.join(' + '), [...new Set(advice)].join(', ')].filter((part) => part !== '').join(' · ');
}
