import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';
import { EXIT, UsageError } from './exit.ts';

/** Commands by name, each loaded when it is asked for: `--version` must not pay for a parser of POMs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).checkCommand(),
  baseline: async () => (await import('./baseline.ts')).baselineCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  plan: async () => (await import('./plan.ts')).planCommand(),
  package: async () => (await import('./package.ts')).packageCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  'explain-rule': async () => (await import('./explain-rule.ts')).explainRuleCommand(),
  graph: async () => (await import('./graph.ts')).graphCommand(),
  verify: async () => (await import('./verify.ts')).verifyCommand(),
  scan: async () => (await import('./scan.ts')).scanCommand(),
  merge: async () => (await import('./merge.ts')).mergeCommand(),
  init: async () => (await import('./init.ts')).initCommand(),
  schema: async () => (await import('./schema.ts')).schemaCommand(),
  completion: async () => (await import('./completion.ts')).completionCommand(() => buildProgram(undefined)),
};

/** Runs one command line; sets the exit code and never throws. */
export async function run(args: readonly string[]): Promise<void> {
  const [first] = args;
  try {
    if (first === undefined) await (await import('./overview.ts')).overview();
    else await (await buildProgram(first)).parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = await report(error, args);
  }
}

/** Only the named command is loaded; help, completion and mistakes need all of them. */
export async function buildProgram(first: string | undefined): Promise<Command> {
  const program = new Command('cohost')
    .description('Which of these services can share a host, and what is the least isolation for those that cannot?')
    .version(VERSION)
    .showSuggestionAfterError(true)
    .exitOverride();
  const names = first !== undefined && Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS);
  for (const name of names) {
    const command = await COMMANDS[name]?.();
    if (command !== undefined) program.addCommand(command.exitOverride());
  }
  return program;
}

async function report(error: unknown, args: readonly string[]): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.code === 'commander.missingArgument' && args.includes('--in'))
      process.stderr.write('(--in takes every word after it: name what is meant before it)\n');
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  const { printable } = await import('../index.ts');
  const message = error instanceof Error ? (isForUsers(error) ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`cohost: ${message.split('\n').map(printable).join('\n')}\n`);
  return EXIT.usage;
}

/** Wrong usage, or what the system refuses (a directory where nobody may write): no fault of ours to trace. */
function isForUsers(error: Error): boolean {
  return error instanceof UsageError || ('syscall' in error && 'path' in error);
}
