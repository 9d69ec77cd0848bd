import { createInterface } from 'node:readline/promises';
import { Argument, Command, Option } from 'commander';
import {
  openDirectories,
  planVerification,
  renderVerifyPlan,
  renderVerifySummary,
  type Verified,
  VerifiedLines,
  type VerifyRequest,
  verifyPlan,
} from '../index.ts';
import {
  type CommonOptions,
  noService,
  readCount,
  refuseBroken,
  registries,
  requestOf,
  unlisted,
  withCommonOptions,
} from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { openStreams, progressLine } from './streams.ts';

interface VerifyOptions extends CommonOptions {
  readonly in?: readonly string[];
  readonly yes?: boolean;
  readonly maxPairs: number;
}

export function verifyCommand(): Command {
  return unlisted(withCommonOptions(new Command('verify')), ['fresh', 'pairs', 'aws'])
    .description('asks the installed tools (uv or pip, npm, mvn, go) for the same verdicts, and shows where they differ')
    .addArgument(
      new Argument('[services...]', 'the pairs among these services, or of one with all others').default([], 'all pairs'),
    )
    .option('--in <directories...>', 'directories that hold the services (default: here)')
    .option('--yes', 'run the tools without asking')
    .addOption(new Option('--max-pairs <count>', 'pairs per ecosystem').argParser(readCount).default(50))
    .action(verify);
}

async function verify(services: string[], options: VerifyOptions): Promise<void> {
  const streams = openStreams({ progress: options.progress, quiet: options.quiet === true });
  const line = progressLine(streams);
  const request = requestFor(services, options, line.update);
  const plan = await planVerification(request);
  if (plan.unknown.length > 0) throw noService(plan.unknown, plan.known);
  if (plan.tools.length === 0) throw new UsageError(nothingToAsk(plan.absent));
  // The plan is no diagnostic: --quiet does not silence what is about to run.
  process.stderr.write(`Would run, and shows beforehand:\n${renderVerifyPlan(plan, streams.errStyle)}`);
  if (!(options.yes === true || (await agreed()))) throw new UsageError('nothing was run; --yes runs it without asking');
  const all: Verified[] = [];
  const lines = new VerifiedLines(streams.outStyle, options.verbose === true ? Number.POSITIVE_INFINITY : undefined);
  const tell = (text: string): void => {
    if (options.json === true || text === '') return;
    line.end();
    streams.out(text);
  };
  const planned = plan.tools.reduce((sum, { pairs }) => sum + pairs.length, 0);
  for await (const one of verifyPlan(plan, request)) {
    all.push(one);
    tell(lines.next(one));
    line.update('pairs asked about', all.length, planned);
  }
  line.end();
  tell(lines.rest() + renderVerifySummary(all));
  if (options.json === true) streams.out(`${JSON.stringify(all, null, 2)}\n`);
  process.exitCode = exitCode(all, options);
}

/** As for the other commands: 1 for what ought not to be, 3 where --strict wants all to be known. */
function exitCode(all: readonly Verified[], { strict }: VerifyOptions): number {
  if (all.some(({ outcome }) => outcome === 'differs')) return EXIT.conflicts;
  return strict === true && all.some(({ outcome }) => outcome === 'open') ? EXIT.incomplete : EXIT.ok;
}

function nothingToAsk(absent: readonly { readonly ecosystem: string; readonly because: string }[]): string {
  const reasons = absent.map(({ ecosystem, because }) => `${ecosystem}: ${because}`).join('; ');
  return `there is nothing to verify: no two services share an ecosystem whose tool can be asked${reasons === '' ? '' : ` (${reasons})`}`;
}

/** Nobody agrees where nobody is asked. */
async function agreed(): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await prompt.question('Run this? [y/N] ')).trim());
  } finally {
    prompt.close();
  }
}

function requestFor(
  services: readonly string[],
  options: VerifyOptions,
  progress: (phase: string, done: number, total?: number) => void,
): VerifyRequest {
  const found = openDirectories(options.in ?? [], options.config === undefined ? {} : { config: options.config });
  if (!found.ok) throw new UsageError(found.message);
  const { opened } = found;
  refuseBroken(opened.config);
  return {
    ...opened,
    ...requestOf(options, progress, opened.config),
    services,
    resolve: registries(options, progress, opened.config),
    offline: options.offline === true,
    limit: options.maxPairs,
    env: process.env,
  };
}
