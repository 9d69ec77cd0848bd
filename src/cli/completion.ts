import { Argument, type Command, type Option, Command as Program } from 'commander';
import { LEVELS, packagingRulePages, REALMS, RULES } from '../index.ts';
import { FORMAT_NAMES } from './outputs.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** What a shell completes: taken from the program itself, so that no list of options is kept twice. */
interface Completable {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletableOption[];
  /** Words that the argument may be, where it is a choice. */
  readonly words: readonly string[];
}

interface CompletableOption {
  /** `--fail-on`, and `-f` where there is one. */
  readonly names: readonly string[];
  readonly description: string;
  readonly value: boolean;
  readonly choices: readonly string[];
}

/** Words of options that a parser reads, as they may be lists or name a file, so that the program holds no choices. */
const WORDS_OF_OPTIONS = new Map<string, readonly string[]>([
  ['--format', FORMAT_NAMES],
  ['--level', LEVELS],
  ['--realm', REALMS],
]);

/** The same for arguments: a rule's own message beats a list of all rules. */
function wordsOfArgument(command: string): readonly string[] {
  return command === 'explain-rule' ? [...RULES, ...packagingRulePages()].map(({ id }) => id) : [];
}

function choicesOf({ argChoices, long }: Option): readonly string[] {
  return argChoices ?? WORDS_OF_OPTIONS.get(long ?? '') ?? [];
}

export function completionCommand(program: () => Promise<Command>): Command {
  return new Program('completion')
    .description('completion script for a shell: source <(cohost completion bash)')
    .addArgument(new Argument('<shell>', 'which shell').choices([...SHELLS]))
    .action(async (shell: string) => {
      const known = SHELLS.find((one) => one === shell) ?? 'bash';
      process.stdout.write(completionScript(known, await program()));
    });
}

export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map(completable);
  return { bash, zsh, fish }[shell](commands);
}

function completable(command: Command): Completable {
  return {
    name: command.name(),
    description: command.description(),
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? wordsOfArgument(command.name())),
    options: [
      ...command.options
        .filter((option) => !option.hidden)
        .map((option) => ({
          names: [option.short, option.long].flatMap((name) => name ?? []),
          description: option.description,
          value: option.required || option.optional,
          choices: choicesOf(option),
        })),
      { names: ['--help'], description: 'help for this command', value: false, choices: [] },
    ],
  };
}

/** A word in single quotes, for every one of the three shells: texts have no quotes of their own left. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}

function bash(commands: readonly Completable[]): string {
  const values = commands.flatMap((command) =>
    command.options
      .filter((option) => option.value)
      .map((option) => {
        const patterns = option.names.map((name) => `${command.name}:${name}`).join('|');
        return option.choices.length === 0
          ? `    ${patterns}) COMPREPLY=($(compgen -f -- "$current")); return ;;`
          : `    ${patterns}) COMPREPLY=($(compgen -W ${quoted(option.choices.join(' '))} -- "$current")); return ;;`;
      }),
  );
  const words = commands.map((command) => {
    const names = command.options.flatMap((option) => option.names).join(' ');
    return `    ${command.name}) options=${quoted(names)}; words=${quoted(command.words.join(' '))} ;;`;
  });
  return `# bash completion for cohost: source <(cohost completion bash)
_cohost() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" options words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$current"))
    return
  fi
  case "$command:$previous" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
    *) return ;;
  esac
  if [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _cohost cohost
`;
}

function zsh(commands: readonly Completable[]): string {
  const plain = (text: string): string =>
    text
      .replaceAll(/[[\]:]/g, ' ')
      .replaceAll('\\', '')
      .trim();
  const cases = commands.map((command) => {
    const specs = command.options.flatMap((option) =>
      option.names.map((name) => {
        const value = !option.value ? '' : option.choices.length === 0 ? ':value:_files' : `:value:(${option.choices.join(' ')})`;
        return `        ${quoted(`*${name}[${plain(option.description)}]${value}`)}`;
      }),
    );
    const rest = command.words.length === 0 ? '*:file:_files' : `*:word:(${command.words.join(' ')})`;
    return `      ${command.name})\n        _arguments \\\n${[...specs, `        ${quoted(rest)}`].join(' \\\n')} ;;`;
  });
  return `#compdef cohost
# zsh completion for cohost: cohost completion zsh > "\${fpath[1]}/_cohost", or source <(cohost completion zsh)
_cohost() {
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${plain(command.description)}`)}`).join('\n')}
  )
  local state line
  _arguments '1: :->command' '*:: :->rest'
  case $state in
    command) _describe 'command' commands ;;
    rest)
      case $words[1] in
${cases.join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _cohost ]; then _cohost "$@"; else compdef _cohost cohost; fi
`;
}

function fish(commands: readonly Completable[]): string {
  const lines = commands.flatMap((command) => {
    const when = `-n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    return [
      `complete -c cohost -n __fish_use_subcommand -f -a ${quoted(command.name)} -d ${quoted(command.description)}`,
      ...(command.words.length === 0 ? [] : [`complete -c cohost ${when} -f -a ${quoted(command.words.join(' '))}`]),
      ...command.options.map((option) => {
        const names = option.names
          .map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
          .join(' ');
        const value = !option.value ? '' : option.choices.length === 0 ? ' -r' : ` -x -a ${quoted(option.choices.join(' '))}`;
        return `complete -c cohost ${when} ${names}${value} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return `# fish completion for cohost: cohost completion fish | source\n${lines.join('\n')}\n`;
}
