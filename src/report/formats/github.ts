import { printable, type Report, type Severity } from '../../model/index.ts';
import { bounded, type FormatOptions, findingText, liveOf, mainDemand, pathOf, restSentence, title } from './findings.ts';

/** A step shows this many annotations of each kind; what comes after is dropped without a word, so we say it ourselves. */
const LIMIT = 10;
/** Of these, places for files that could not be read. */
const UNREAD = 4;
const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** GitHub's workflow commands: an annotation on the line of each error and warning that the change is answerable for. */
export function renderGithub(report: Report, options: FormatOptions = {}): string {
  const open = liveOf(report).filter(({ severity, status }) => severity !== 'note' && status !== 'existing');
  const unread = report.diagnostics.filter(({ severity }) => severity === 'error').slice(0, UNREAD);
  const lines = (['error', 'warning'] as const).flatMap((severity) => {
    const own = open.filter((conflict) => conflict.severity === severity);
    // What could not be read is told as warnings, which are counted together.
    const limit = options.limit ?? LIMIT - (severity === 'warning' ? unread.length : 0);
    // The last place is kept for the sentence about the rest.
    const { shown, more } = bounded(own, own.length > limit ? limit - 1 : limit);
    const annotations = shown.map((conflict) => {
      const main = mainDemand(conflict);
      return command(COMMANDS[severity], findingText(conflict, options), {
        ...(main === undefined ? {} : { file: pathOf(main.origin, options), line: String(main.origin.line) }),
        ...(main?.origin.column === undefined ? {} : { col: String(main.origin.column) }),
        title: title(conflict),
      });
    });
    return more === 0
      ? annotations
      : [...annotations, command(COMMANDS[severity], `${restSentence(more)}; the step summary lists more`, { title: 'cohost' })];
  });
  const broken = unread.map((one) =>
    command('warning', one.message, {
      ...(one.file === undefined ? {} : { file: pathOf({ file: one.file }, options), line: String(one.line ?? 1) }),
      title: one.code,
    }),
  );
  return [...lines, ...broken].map((line) => `${line}\n`).join('');
}

/** `::error file=F,line=L::TEXT`, with the escapes that the runner undoes: a name from a manifest can start no command. */
function command(name: string, text: string, properties: Readonly<Record<string, string>>): string {
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeData(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
    .join(',');
  return `::${name} ${list}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return printable(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}
