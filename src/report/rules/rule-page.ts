import { hang } from '../terminal/columns.ts';
import type { Style } from '../terminal/style.ts';
import { DIAGNOSTICS } from './diagnostic-catalog.ts';
import { RULES, type RuleEntry } from './rule-catalog.ts';
import { RULE_EXAMPLES } from './rule-examples.ts';

/** What is said of a rule, in its page and in the terminal. */
export interface RulePage {
  readonly id: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Prose, a point of a list, or the lines of a file. */
type Part =
  | { readonly text: string }
  | { readonly point: string }
  | { readonly file: string; readonly code: string; readonly language: string };

/** The page of a rule about conflicts. */
export function conflictRulePage(rule: RuleEntry): RulePage {
  return { id: rule.id, title: rule.title, sections: sectionsOf(rule) };
}

/** What holds for every code. */
export const ABOUT_DIAGNOSTICS =
  'A diagnostic is no finding: it tells what was not read or not understood, or what of the config does not hold. Each comes with its file and line and with what to do. Errors, and what nobody should miss, go to stderr; `--verbose` shows all, the JSON report has them under `diagnostics`. One that is `incomplete` may hide a conflict: with `--strict` the exit code is 3. An error of `config/` makes it 2.';

/** The page of a code that diagnostics have. */
export function diagnosticPage(code: string): RulePage | undefined {
  const words = DIAGNOSTICS[code];
  if (words === undefined) return undefined;
  return {
    id: code,
    title: 'A diagnostic',
    sections: [
      { title: 'What', parts: [{ text: words }] },
      { title: 'About diagnostics', parts: [{ text: ABOUT_DIAGNOSTICS }] },
    ],
  };
}

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

/** Name of a rule's page in docs/rules: version-unsatisfiable.md for `version/unsatisfiable`. */
export function rulePageName(id: string): string {
  return `${id.replaceAll('/', '-')}.md`;
}

/** Where a rule's page is, below the place where docs/ is published. */
export function ruleHelpUri(docs: string, id: string): string {
  return `${docs}/rules/${encodeURIComponent(rulePageName(id))}`;
}

/** What a page says below its title, in Markdown. */
export function ruleSections(page: RulePage): string {
  const sections = page.sections.flatMap(({ title, parts }) => [
    `## ${title}`,
    '',
    ...parts.flatMap((part, index) => {
      if ('text' in part) return [part.text, ''];
      if ('file' in part) return [`\`${part.file}\``, '', `\`\`\`${part.language}`, part.code, '```', ''];
      const next = parts[index + 1];
      return [`- ${part.point}`, ...(next !== undefined && 'point' in next ? [] : [''])];
    }),
  ]);
  return sections.join('\n');
}

/** `cohost explain-rule` for people. */
export function renderRuleText(page: RulePage, style: Style): string {
  const sections = page.sections.flatMap(({ title, parts }) => [
    '',
    style.bold(title),
    ...parts.flatMap((part) => {
      if ('text' in part) return hang('  ', part.text.replaceAll('`', ''), style.width);
      if ('point' in part) return hang('  · ', part.point.replaceAll(/`|\*\*/g, ''), style.width);
      return [`  ${style.cyan(part.file)}`, ...part.code.split('\n').map((line) => `    ${line}`)];
    }),
  ]);
  return [`${style.bold(page.id)} · ${page.title}`, ...sections, ''].join('\n');
}

/** `cohost explain-rule` without an id. */
export function renderRuleIndexText(packaging: readonly Pick<RulePage, 'id' | 'title'>[], style: Style): string {
  const all = [...RULES, ...packaging];
  const width = Math.max(...all.map(({ id }) => id.length));
  return `${all.map(({ id, title }) => `${style.cyan(id.padEnd(width))}  ${title}`).join('\n')}\n`;
}
