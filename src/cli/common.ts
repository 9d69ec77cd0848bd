import { existsSync, statSync } from 'node:fs';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Analysis,
  type AnalyzeRequest,
  type Answer,
  analyze,
  analyzeRemembering,
  BUILD_ID,
  createResolveEnvironment,
  defaultCacheDirectory,
  type FileTree,
  groupBy,
  type IsolationLevel,
  isDay,
  isLive,
  keepsCache,
  LEVELS,
  type LoadedConfig,
  listed,
  meantOr,
  openDirectories,
  parseTarget,
  printable,
  REALMS,
  type RealmId,
  type Report,
  realmSettings,
  renderDiagnostics,
  type Severity,
  type TargetOverrides,
} from '../index.ts';
import { EXIT, UsageError } from './exit.ts';
import { openStreams, progressLine, type Streams } from './streams.ts';

/** Options that every analysing command has. */
export interface CommonOptions {
  readonly resolve?: boolean;
  readonly offline?: boolean;
  readonly jars?: boolean;
  readonly before?: string;
  readonly target?: TargetOverrides;
  readonly level?: IsolationLevel;
  readonly realm?: readonly RealmId[];
  readonly only?: readonly string[];
  readonly groups?: readonly string[];
  readonly config?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly progress: boolean;
  readonly jobs?: number;
  readonly strict?: boolean;
  readonly samples?: boolean;
  readonly aws: boolean;
  readonly pairs?: 'listed' | 'all';
  readonly maxFileSize?: number;
  readonly today?: string;
  readonly fresh?: boolean;
}

const isLevel = (value: string): value is IsolationLevel => LEVELS.some((level) => level === value);
const isRealm = (value: string): value is RealmId => REALMS.some((realm) => realm === value);

function readLevel(value: string): IsolationLevel {
  if (!isLevel(value)) throw new InvalidArgumentError(`It is one of ${LEVELS.join(', ')}.`);
  return value;
}

function readRealms(value: string, before: readonly RealmId[] = []): readonly RealmId[] {
  return [
    ...before,
    ...value.split(',').map((word) => {
      const name = word.trim();
      if (!isRealm(name)) throw new InvalidArgumentError(`It is one of ${REALMS.join(', ')}.`);
      return name;
    }),
  ];
}

export function readTarget(value: string): TargetOverrides {
  const parsed = parseTarget(value);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.message);
  return parsed.target;
}

function readWords(value: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ];
}

export function readCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number above 0.');
  return count;
}

function readDate(value: string): string {
  const day = /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(value)?.[1];
  if (day === undefined || !isDay(day) || Number.isNaN(Date.parse(value)))
    throw new InvalidArgumentError('It is a date or date and time, as 2026-06-01 or 2026-06-01T12:00:00Z.');
  return value;
}

/** Files of ours hold days alone. */
export function readDay(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError('It is a day, as 2026-06-01.');
  return value;
}

/** Directories under analysis; none stands for the one that the command runs in. */
export function directoriesArgument(): Argument {
  return new Argument('[directories...]', 'directories that hold the services').default([], 'here');
}

/** What reading files and asking registries needs, and what judging needs. */
export function withCommonOptions(command: Command): Command {
  return withJudgingOptions(
    command
      .option('--resolve', 'resolve jointly over registry metadata (the only thing that opens the network)')
      .option('--offline', 'with --resolve: answer from the cache alone')
      .option('--jars', 'with --resolve: list the classes of jars; find those that several hold and those newer than the JDK')
      .addOption(new Option('--before <date>', 'use the registries as they stood on this date').argParser(readDate))
      .addOption(new Option('--jobs <count>', 'parallel downloads').argParser(readCount))
      .addOption(new Option('--max-file-size <bytes>', 'do not read files larger than this (default 20 MB)').argParser(readCount))
      .option('--fresh', 'judge anew, even where nothing has changed since the last run'),
  );
}

/** Takes options out of the help of a command to which they make no difference; whoever gives them all the same is not refused. */
export function unlisted(command: Command, names: readonly (keyof CommonOptions)[]): Command {
  for (const option of command.options) if (names.some((name) => name === option.attributeName())) option.hideHelp();
  return command;
}

export function withJudgingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--target <list>', 'what the hosts have, as python=3.11,platform=linux-x86_64,node=22,jdk=21').argParser(
        readTarget,
      ),
    )
    .addOption(new Option('--level <level>', `how services are isolated today: ${LEVELS.join(', ')}`).argParser(readLevel))
    .addOption(new Option('--realm <realms>', `look at these realms only: ${REALMS.join(', ')}`).argParser(readRealms))
    .addOption(
      new Option('--only <services>', 'look at these services only (path, name or last path segment)').argParser(readWords),
    )
    .addOption(new Option('--groups <groups>', 'count these manifest groups too (dev, test, an extra …)').argParser(readWords))
    .option('--config <file>', 'config file (default: cohost.yaml, .toml or .json at the root)')
    .option('--samples', 'count services that look like samples, tests or scripts')
    .option('--no-aws', 'no AWS: container stands for Fargate, and no Lambda')
    .addOption(
      new Option('--pairs <which>', 'verdicts of pairs in JSON: listed (where they are not share or likely) or all').choices([
        'listed',
        'all',
      ]),
    )
    .option('--strict', 'exit 3 when the analysis is incomplete')
    .option('--json', 'the result as JSON on stdout')
    .option('--quiet', 'no diagnostics and no progress on stderr')
    .option('--verbose', 'every step, every diagnostic')
    .option('--no-progress', 'no progress line')
    .addOption(new Option('--today <date>', 'date that expiries and deprecations are judged by').argParser(readDate).hideHelp());
}

export interface Run<Told extends Answer = Answer> {
  readonly analysis: Told;
  readonly streams: Streams;
  readonly root: string;
  readonly tree: FileTree;
  /** Directories as they were named; none where it is the one that the command runs in. */
  readonly directories: readonly string[];
}

/** How an opened tree is judged: as it stands, or against a base. */
export type Judge<Told extends Answer> = (request: AnalyzeRequest, root: string) => Promise<Told>;

export interface RunOptions<Told extends Answer> {
  readonly judge: Judge<Told>;
  /** Whether the result goes to programs, which find in it what is wrong with the config. */
  readonly asData?: boolean;
  /** Whether the caller tells what was not understood: the run may not be the one whose result is shown. */
  readonly isUntold?: boolean;
}

/** Opens, analyses, and tells what was not understood; for who needs more of the analysis than its report. */
export function runAnalysis(directories: readonly string[], options: CommonOptions): Promise<Run<Analysis>> {
  return runJudged(directories, options, { judge: (request) => analyze(request) });
}

/** The same for who shows the report alone, which is known where nothing has changed since it was made. */
export function runReport(
  directories: readonly string[],
  options: CommonOptions,
  how: Omit<RunOptions<Answer>, 'judge'> = {},
): Promise<Run> {
  return runJudged(directories, options, { ...how, judge: remembering(options) });
}

/** Answers from the memory of earlier runs. A config that was named lies wherever it likes, so nothing notices when it changes. */
export function remembering(options: CommonOptions): Judge<Answer> {
  const build = BUILD_ID;
  const isKept = keepsCache(process.env) && options.fresh !== true && options.config === undefined;
  if (!isKept || build === undefined) return (request) => analyze(request);
  const memory = { directory: defaultCacheDirectory(process.env), build, now: Date.now() };
  return (request, root) => analyzeRemembering(request, { ...memory, root });
}

export async function runJudged<Told extends Answer>(
  directories: readonly string[],
  options: CommonOptions,
  { judge, asData = options.json === true, isUntold = false }: RunOptions<Told>,
): Promise<Run<Told>> {
  const streams = openStreams({ progress: options.progress, quiet: options.quiet === true });
  const opened = openDirectories(directories, {
    ...(options.config === undefined ? {} : { config: options.config }),
    ...(options.maxFileSize === undefined ? {} : { maxFileSize: options.maxFileSize }),
  });
  if (!opened.ok) throw new UsageError(opened.message);
  const idle = options.resolve === true ? [] : RESOLVING.filter((name) => options[name] !== undefined);
  if (idle.length > 0)
    streams.err(
      `without --resolve nothing asks a registry: ${listed(
        idle.map((name) => `--${name}`),
        idle.length,
      )} changed nothing\n`,
    );
  const line = progressLine(streams);
  const { root } = opened.opened;
  if (!asData) refuseBroken(opened.opened.config);
  const analysis = await judge({ ...opened.opened, ...requestOf(options, line.update, opened.opened.config) }, root);
  line.end();
  if (!asData) refuseNobody(analysis.report, options);
  if (!isUntold) tellDiagnostics(analysis, options, streams);
  return { analysis, streams, root, tree: opened.opened.tree, directories };
}

/** Options that say how registries are asked. */
const RESOLVING = ['offline', 'jars', 'before', 'jobs'] as const;

/** Services that a message names at most. */
const NAMED = 20;

/** Other commands take directories where those that ask for services take names. */
export function directoryHint(word: string): string | undefined {
  // Other than `throwIfNoEntry`, this takes any word: one that leads below a file, one that is too long for a path.
  const isDirectory = existsSync(word) && statSync(word).isDirectory();
  return isDirectory ? `for what that directory holds, say --in ${word}` : undefined;
}

/** A name of the command line that means no service; a line end in a name of one is no line end of the message. */
export function noService(unknown: readonly string[], known: readonly string[]): UsageError {
  const [first = ''] = unknown;
  const hint = directoryHint(first) ?? meantOr(first, known, `there are: ${listed(known, NAMED)}`);
  return new UsageError(printable(`no service is called ${unknown.join(', ')}; ${hint}`));
}

/** A report of no service at all answers nothing where services were named. */
function refuseNobody({ services, diagnostics }: Report, { only }: CommonOptions): void {
  const unknown = diagnostics.filter(({ code }) => code === 'config/unknown-service');
  if (only === undefined || services.length > 0 || unknown.length === 0) return;
  throw new UsageError(unknown.map(({ message }) => message).join('\n'));
}

/** Mistakes of a config that are listed at once. */
const MISTAKES = 20;

/** Nothing of a config that is wrong anywhere holds, so what is judged without it is not what was asked for. */
export function refuseBroken({ diagnostics }: Pick<LoadedConfig, 'diagnostics'>, what = 'config'): void {
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  if (wrong.length === 0) return;
  const lines = wrong
    .slice(0, MISTAKES)
    .map(({ file, line, message }) => `  ${file}${line === undefined ? '' : `:${line}`}: ${message}`);
  const more = wrong.length > MISTAKES ? [`  … and ${wrong.length - MISTAKES} more`] : [];
  throw new UsageError([`nothing was judged; correct the ${what} first:`, ...lines, ...more].join('\n'));
}

type Progress = (phase: string, done: number, total?: number) => void;

/** The day by which dates are over. */
export function todayOf({ today }: CommonOptions): string {
  return today ?? new Date().toISOString().slice(0, 10);
}

/** The options that change what is analysed. */
export function requestOf(
  options: CommonOptions,
  progress: Progress,
  loaded: LoadedConfig,
): Omit<AnalyzeRequest, 'tree' | 'starts' | 'config'> {
  return {
    ...(options.level === undefined ? {} : { level: options.level }),
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.realm === undefined ? {} : { realms: options.realm }),
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.groups === undefined ? {} : { groups: options.groups }),
    ...(options.before === undefined ? {} : { before: options.before }),
    ...(options.samples === undefined ? {} : { includeSamples: options.samples }),
    ...(options.aws ? {} : { platform: 'any' as const }),
    ...(options.resolve === true ? { resolve: registries(options, progress, loaded) } : {}),
    allPairs: options.pairs === 'all',
    today: todayOf(options),
    progress,
  };
}

/** Registries as the user's own clients are configured to ask them; opened only when asked for. */
export function registries(
  options: CommonOptions,
  progress: Progress,
  loaded: LoadedConfig,
): NonNullable<AnalyzeRequest['resolve']> {
  return async (target, warn) =>
    createResolveEnvironment({
      target,
      warn,
      offline: options.offline === true,
      env: process.env,
      now: options.today ?? new Date().toISOString(),
      progress: (event) => progress(event.phase, event.done, event.total),
      settings: settingsOf(options, loaded),
      ...(options.before === undefined ? {} : { before: options.before }),
      ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    });
}

function settingsOf({ jars }: CommonOptions, loaded: LoadedConfig): ReturnType<typeof realmSettings> {
  const settings = realmSettings(loaded);
  return jars === true ? { ...settings, jvm: { ...settings.jvm, jars: 'read' } } : settings;
}

/** Of one kind of trouble, the first few say it all. */
const PER_CODE = 3;

/** No error, but what was meant to be read and was not, what a declaration says against the files, what isolation would break. */
const TOLD: ReadonlySet<string> = new Set([
  'baseline/no-reason',
  'config/above',
  'config/unknown-group',
  'config/unknown-rule',
  'config/unused',
  'facts/contradiction',
  'facts/unknown-role',
  'git/sparse-checkout',
  'git/submodule',
  'ignore/no-reason',
  'npm/undeclared-import',
  'packaging/contradiction',
  'packaging/expired',
  'packaging/over-limit',
  'packaging/stale-data',
  'service/none',
]);

/** Errors, and what a run says that nobody should miss; with --verbose everything. */
export function tellDiagnostics(analysis: Answer, options: CommonOptions, streams: Streams): void {
  const { diagnostics } = analysis.report;
  if (options.verbose === true) {
    streams.err(renderDiagnostics(diagnostics, streams.errStyle));
    return;
  }
  const told = diagnostics.filter(({ severity, code }) => severity === 'error' || TOLD.has(code));
  for (const [code, list] of groupBy(told, (one) => one.code)) {
    streams.err(renderDiagnostics(list.slice(0, PER_CODE), streams.errStyle));
    if (list.length > PER_CODE) streams.err(`… and ${list.length - PER_CODE} more of ${code}; --verbose lists them\n`);
  }
}

/** What was accepted for a time fails when that time is over. */
const EXPIRED: ReadonlySet<string> = new Set(['ignore/expired', 'baseline/expired']);

/** What the user declares, in the config or beside it: an error there has to be corrected. */
const DECLARED = /^(?:config|facts|packaging)\//;

/** Something could not be read, and no service has a manifest that could, in whole or in part. */
function isNothingRead({ services, diagnostics }: Report): boolean {
  const unread = new Set(
    diagnostics.flatMap((one) => (one.incomplete === true && one.severity === 'error' ? (one.file ?? '') : [])),
  );
  if (unread.size === 0) return false;
  return services.every(({ manifests, packages }) => packages.length === 0 && manifests.every(({ path }) => unread.has(path)));
}

/** 2 when nothing could be concluded, 3 for an incomplete analysis under --strict, 1 for conflicts, else 0. */
export function exitCode(analysis: Answer, options: CommonOptions, failOn: Severity | 'never'): number {
  const { report } = analysis;
  if (report.diagnostics.some((one) => DECLARED.test(one.code) && one.severity === 'error')) return EXIT.usage;
  if (isNothingRead(report)) return EXIT.usage;
  if (options.strict === true && report.diagnostics.some((one) => one.incomplete === true)) return EXIT.incomplete;
  if (failOn === 'never') return EXIT.ok;
  if (report.diagnostics.some((one) => EXPIRED.has(one.code))) return EXIT.conflicts;
  const counted = report.conflicts.filter((conflict) => isLive(conflict) && conflict.status !== 'existing');
  const failing = counted.some(
    (conflict) => conflict.severity === 'error' || (failOn === 'warning' && conflict.severity === 'warning'),
  );
  return failing ? EXIT.conflicts : EXIT.ok;
}
