import type { Command, Option } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';
import { packagingRulePages } from '../../src/report/rules/packaging-rule-page.ts';
import { RULES } from '../../src/report/rules/rule-catalog.ts';
import { conflictRulePage, rulePageName } from '../../src/report/rules/rule-page.ts';
import { configPage } from './config-page.ts';
import { packagingPage } from './packaging-page.ts';
import { reportPage } from './report-page.ts';
import { renderDiagnosticCodes, renderRuleIndex, renderRulePage } from './rule-pages.ts';

/** The generated pages, by path below docs/. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['config.md', configPage()],
    ['diagnostics.md', renderDiagnosticCodes()],
    ['options.md', optionsPage(await buildProgram(undefined))],
    ['packaging.md', packagingPage()],
    ['report.md', reportPage()],
    ['rules/README.md', renderRuleIndex(packagingRulePages())],
    ...[...RULES.map(conflictRulePage), ...packagingRulePages()].map(
      (page) => [`rules/${rulePageName(page.id)}`, renderRulePage(page)] as const,
    ),
  ]);
}

/** Options of all commands: those that every analysing command has once, then each command's own. */
function optionsPage(program: Command): string {
  const shared = sharedFlags(program.commands);
  const common = program.commands.flatMap((command) => visible(command)).filter((option) => shared.has(option.flags));
  return [
    '# Options',
    '',
    'Made from the definitions in the code by `npm run docs`.',
    '',
    '| command | does |',
    '| --- | --- |',
    ...program.commands.map((command) => `| [${code(usage(command))}](#${anchor(command)}) | ${cell(command.description())} |`),
    '',
    '## Common options',
    '',
    'Every command that analyses has these.',
    '',
    ...table([...new Map(common.map((option) => [option.flags, option])).values()]),
    ...ENVIRONMENT,
    ...program.commands.flatMap((command) => {
      const own = visible(command).filter((option) => !shared.has(option.flags));
      const analyses = visible(command).length > own.length;
      return [
        `## cohost ${command.name()}`,
        '',
        `${sentence(command.description())} \`${usage(command)}\``,
        '',
        ...(own.length === 0 ? [] : table(own)),
        ...(analyses ? ['And the [common options](#common-options).', ''] : []),
      ];
    }),
  ].join('\n');
}

const ENVIRONMENT: readonly string[] = [
  '## Environment variables',
  '',
  '| variable | does |',
  '| --- | --- |',
  '| `COHOST_CACHE_DIR` | Where reports of unchanged fleets and documents of registries are kept; otherwise `cohost` in the cache directory of the user. The compiled program is kept there alone, and not while this variable names another place, which may lie in the project. |',
  '| `COHOST_DOCS_URL` | The `--docs-url` where none is given. |',
  '| `CI` | No progress, links and, without `FORCE_COLOR`, colour; without `COHOST_CACHE_DIR` no reports are kept, and never the compiled program. |',
  '| `NODE_DISABLE_COMPILE_CACHE` | The compiled program is not kept. |',
  '| `NO_COLOR`, `FORCE_COLOR` | Without and with colour; `NO_COLOR` wins. |',
  '| `COLUMNS` | How wide text may be where the terminal does not say. |',
  '| `FORCE_HYPERLINK` | Whether file:line are links, where the terminal does not tell. |',
  '| `GITHUB_STEP_SUMMARY` | Where `-f github` writes its summary. |',
  '',
  "With `--resolve`, registries, proxies, certificates and logins are taken from the variables and files of each ecosystem's own client.",
  '',
];

function visible(command: Command): readonly Option[] {
  return command.options.filter((option) => !option.hidden);
}

/** Flags of more than half of the commands belong to all of them. */
function sharedFlags(commands: readonly Command[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { flags } of commands.flatMap(visible)) counts.set(flags, (counts.get(flags) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > commands.length / 2).map(([flags]) => flags));
}

function table(options: readonly Option[]): readonly string[] {
  return [
    '| option | does | default |',
    '| --- | --- | --- |',
    ...options.map((option) => {
      const choices =
        option.argChoices === undefined ? '' : ` One of ${option.argChoices.map((one) => `\`${one}\``).join(', ')}.`;
      const fallback: unknown = option.negate ? undefined : option.defaultValue;
      const text = typeof fallback === 'string' || typeof fallback === 'number' ? `\`${fallback}\`` : '';
      return `| ${code(option.flags)} | ${cell(sentence(option.description) + choices)} | ${text} |`;
    }),
    '',
  ];
}

function usage(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return ['cohost', command.name(), ...words].join(' ');
}

function anchor(command: Command): string {
  return `cohost-${command.name()}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** What stands between backticks is shown as it is; only a cell's end has to be escaped there. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('`&lt;', '`<');
}
