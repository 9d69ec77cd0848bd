import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import {
  decode,
  type EmittedFile,
  FILE_LIMIT,
  isReadFailure,
  ORCHESTRATORS,
  type Orchestrator,
  openDirectories,
  packageServices,
  printable,
  type RecommendationTarget,
  readNamed,
  unifiedDiff,
} from '../index.ts';
import { type CommonOptions, exitCode, noService, runAnalysis, unlisted, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { writeNew } from './writing.ts';

interface PackageOptions extends CommonOptions {
  readonly output?: string;
  readonly in?: readonly string[];
  readonly dryRun?: boolean;
  readonly orchestrator?: Orchestrator;
  readonly as?: RecommendationTarget;
}

export function packageCommand(): Command {
  return unlisted(withCommonOptions(new Command('package')), ['fresh', 'pairs', 'json'])
    .description('write what the recommendation of a service needs; never over a file that exists')
    .argument('<services...>', 'services by path, name or last path segment')
    .option('-o, --output <dir>', 'directory to write to (--dry-run: to compare with; default: here)')
    .option('--in <directories...>', 'directories that hold the services (default: here)')
    .option('--dry-run', 'show what would be written as a diff, write nothing')
    .addOption(
      new Option('--orchestrator <name>', 'what runs containers here (default: what the fleet uses)').choices(ORCHESTRATORS),
    )
    .addOption(
      new Option('--as <target>', 'write for this target, not the recommended one').choices([
        'shared-host',
        'container',
        'fargate',
        'lambda-zip',
        'lambda-image',
      ]),
    )
    .action(async (services: string[], options: PackageOptions) => {
      const directories = options.in ?? [];
      const { output = '.', dryRun = false } = options;
      if (options.output === undefined && !dryRun)
        throw new UsageError('say with -o where to write, or with --dry-run that nothing is to be written');
      const opened = openDirectories(directories, options.config === undefined ? {} : { config: options.config });
      if (!opened.ok) throw new UsageError(opened.message);
      const { analysis, streams } = await runAnalysis(directories, options);
      const broken = exitCode(analysis, options, 'never');
      if (broken !== EXIT.ok) {
        process.exitCode = broken;
        return;
      }
      const result = packageServices({
        fleet: analysis.fleet,
        recommendations: analysis.report.recommendations,
        placement: analysis.report.placement,
        config: opened.opened.config,
        isDeployed: analysis.isDeployed,
        today: options.today ?? new Date().toISOString().slice(0, 10),
        services,
        ...(options.orchestrator === undefined ? {} : { orchestrator: options.orchestrator }),
        ...(options.as === undefined ? {} : { target: options.as }),
      });
      if (result.unknown.length > 0) {
        throw noService(
          result.unknown,
          analysis.fleet.services.map(({ id }) => id),
        );
      }
      for (const { service, because } of result.skipped) streams.err(`${printable(service)}: nothing written: ${because}\n`);
      if (dryRun) for (const file of result.files) streams.out(diffOf(output, file));
      else process.exitCode = writeAll(output, result.files, streams.out, streams.err);
    });
}

/** What `patch -p1` in the directory takes: paths are relative to it. */
function diffOf(directory: string, { path, content }: EmittedFile): string {
  return unifiedDiff(path, existingText(join(directory, path)), content);
}

/** What stands there, as far as it is text that this command could have written. */
function existingText(path: string): string | undefined {
  const bytes = readNamed(path, FILE_LIMIT);
  if (!isReadFailure(bytes)) return decode(bytes);
  if (bytes.reason === 'missing') return undefined;
  throw new UsageError(bytes.message);
}

/** Writes what is new; a file that exists stays, and differing ones are named and give exit 1. */
function writeAll(
  directory: string,
  files: readonly EmittedFile[],
  out: (text: string) => void,
  err: (text: string) => void,
): number {
  let kept = 0;
  for (const file of files) {
    const path = join(directory, file.path);
    if (!writeNew(path, file.content)) {
      if (existingText(path) === file.content) {
        err(`${path} is there already, as it would be written\n`);
        continue;
      }
      kept++;
      err(`${path} exists and differs; left as it is (--dry-run shows the difference)\n`);
      continue;
    }
    if (file.executable) chmodSync(path, 0o755);
    out(`${path}\n`);
  }
  return kept === 0 ? EXIT.ok : EXIT.conflicts;
}
