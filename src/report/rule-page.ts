import { hang } from './columns.ts';
import { RULES, type RuleEntry } from './rule-catalog.ts';
import { RULE_EXAMPLES } from './rule-examples.ts';
import type { Style } from './style.ts';

interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Prose, or the lines of a file. */
type Part = { readonly text: string } | { readonly file: string; readonly code: string; readonly language: string };

function sectionsOf(rule: RuleEntry): readonly Section[] {
  const example = RULE_EXAMPLES[rule.id];
  return [
    { title: 'What', parts: [{ text: rule.what }] },
    { title: 'Why it matters', parts: [{ text: rule.why }] },
    ...(example === undefined
      ? []
      : [
          {
            title: 'Example',
            parts: [
              ...example.files.map(([file, code]) => ({ file, code, language: languageOf(file) })),
              { text: example.outcome },
            ],
          },
        ]),
    { title: 'How to fix it', parts: [{ text: rule.fix }] },
    {
      title: 'How to ignore it',
      parts: [
        {
          text: 'One finding by its id, or those of a package or of services; an entry with `until` fails after that date. The whole rule can be silenced, or given another severity:',
        },
        {
          file: 'cohost.yaml',
          language: 'yaml',
          code: [
            'ignore:',
            '  - { id: c_0123456789ab, reason: "retired in March", until: 2027-03-01 }',
            `  - { rule: ${rule.id}, services: [services/cart, services/web], reason: "never on one host" }`,
            `rules: { "${rule.id}": "off" }   # or note, warning, error`,
          ].join('\n'),
        },
        {
          text: '`cohost baseline` accepts everything that is there today, so that `cohost check --baseline` fails on what is new.',
        },
      ],
    },
  ];
}

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/\.(?:toml|lock)$/, 'toml'],
  [/\.ya?ml$/, 'yaml'],
  [/\.json$/, 'json'],
  [/\.xml$/, 'xml'],
  [/\.kts$/, 'kotlin'],
  [/Dockerfile$/, 'dockerfile'],
];

function languageOf(file: string): string {
  return LANGUAGES.find(([pattern]) => pattern.test(file))?.[1] ?? 'text';
}

/** Name of a rule's page in docs/rules, as `ruleHelpUri` has it. */
export function rulePageName(id: string): string {
  return `${id.replaceAll('/', '-')}.md`;
}

/** A page of docs/rules. */
export function renderRulePage(rule: RuleEntry): string {
  const sections = sectionsOf(rule).flatMap(({ title, parts }) => [
    `## ${title}`,
    '',
    ...parts.flatMap((part) =>
      'text' in part ? [part.text, ''] : [`\`${part.file}\``, '', `\`\`\`${part.language}`, part.code, '```', ''],
    ),
  ]);
  return [`# ${rule.id}`, '', `**${rule.title}**`, '', ...sections, '[All rules](README.md)', ''].join('\n');
}

/** docs/rules/README.md: every rule by its area. */
export function renderRuleIndex(): string {
  const areas = [...new Set(RULES.map(({ id }) => areaOf(id)))];
  return [
    '# Rules',
    '',
    'What `cohost check` can find. `cohost explain-rule ID` prints a page in the terminal.',
    '',
    ...areas.flatMap((area) => [
      `## ${area}`,
      '',
      '| rule | what it is about |',
      '| --- | --- |',
      ...RULES.filter(({ id }) => areaOf(id) === area).map(({ id, title }) => `| [${id}](${rulePageName(id)}) | ${title} |`),
      '',
    ]),
  ].join('\n');
}

function areaOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** `cohost explain-rule` for people. */
export function renderRuleText(rule: RuleEntry, style: Style): string {
  const sections = sectionsOf(rule).flatMap(({ title, parts }) => [
    '',
    style.bold(title),
    ...parts.flatMap((part) =>
      'text' in part
        ? hang('  ', part.text.replaceAll('`', ''), style.width)
        : [`  ${style.cyan(part.file)}`, ...part.code.split('\n').map((line) => `    ${line}`)],
    ),
  ]);
  return [`${style.bold(rule.id)} · ${rule.title}`, ...sections, ''].join('\n');
}

/** `cohost explain-rule` without an id. */
export function renderRuleIndexText(style: Style): string {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  return `${RULES.map(({ id, title }) => `${style.cyan(id.padEnd(width))}  ${title}`).join('\n')}\n`;
}
