import { Command, Option } from 'commander';
import { openDirectories, renderDiagnostics, renderSnapshot, repositoryName, scan, type TargetOverrides } from '../index.ts';
import { readCount, readTarget } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { giveResult, openStreams } from './streams.ts';

interface ScanOptions {
  readonly output?: string;
  readonly name?: string;
  readonly config?: string;
  readonly target?: TargetOverrides;
  readonly maxFileSize?: number;
  readonly quiet?: boolean;
}

export function scanCommand(): Command {
  return new Command('scan')
    .description('snapshot of one repository: the facts that cohost merge judges, small, without source text')
    .argument('[directory]', 'the repository', '.')
    .option('-o, --output <file>', 'file to write; stdout without it')
    .option('--name <name>', 'name of the repository in the fleet, such as shop or team/shop (default: its directory)')
    .addOption(
      new Option('--target <list>', 'platform=linux-aarch64, and runtime versions besides the released ones').argParser(
        readTarget,
      ),
    )
    .option('--config <file>', 'config of the services (default: cohost.yaml, .toml or .json at the root)')
    .addOption(new Option('--max-file-size <bytes>', 'do not read files larger than this (default 20 MB)').argParser(readCount))
    .option('--quiet', 'no diagnostics on stderr')
    .action((directory: string, options: ScanOptions) => {
      const streams = openStreams({ progress: false, quiet: options.quiet === true });
      const found = openDirectories([directory], {
        ...(options.config === undefined ? {} : { config: options.config }),
        ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
      });
      if (!found.ok) throw new UsageError(found.message);
      const { tree, root, config } = found.opened;
      const name = repositoryName(options.name ?? root.split(/[\\/]/).at(-1) ?? '');
      if (name === undefined)
        throw new UsageError(`"${options.name ?? root}" cannot name a repository; give a name, as in --name shop`);
      const snapshot = scan({
        tree,
        name,
        ...(options.config === undefined ? {} : { config }),
        ...(options.target === undefined ? {} : { target: options.target }),
      });
      const text = renderSnapshot(snapshot);
      giveResult(options.output, text, streams);
      const errors = snapshot.diagnostics.filter(({ severity }) => severity === 'error');
      if (snapshot.facts.every(({ units }) => units.length === 0) && errors.length === 0)
        streams.err('no service was found, so this snapshot says nothing; name the directory that holds the services\n');
      streams.err(renderDiagnostics(errors, streams.errStyle));
      process.exitCode = errors.some(({ code }) => code.startsWith('config/')) ? EXIT.usage : EXIT.ok;
    });
}
