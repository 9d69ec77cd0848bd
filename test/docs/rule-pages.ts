import { DIAGNOSTICS } from '../../src/report/rules/diagnostic-catalog.ts';
import { RULES } from '../../src/report/rules/rule-catalog.ts';
import { ABOUT_DIAGNOSTICS, type RulePage, rulePageName, ruleSections } from '../../src/report/rules/rule-page.ts';

/** docs/diagnostics.md: every code. */
export function renderDiagnosticCodes(): string {
  return [
    '# Diagnostics',
    '',
    'Made from the definitions in the code by `npm run docs`; `cohost explain-rule CODE` prints an entry.',
    '',
    ABOUT_DIAGNOSTICS,
    '',
    '| code | tells |',
    '| --- | --- |',
    ...Object.entries(DIAGNOSTICS).map(([code, words]) => `| \`${code}\` | ${words} |`),
    '',
  ].join('\n');
}

/** A page of docs/rules. */
export function renderRulePage(page: RulePage): string {
  return [`# ${page.id}`, '', `**${page.title}**`, '', ruleSections(page), '[All rules](README.md)', ''].join('\n');
}

/** docs/rules/README.md: every rule by its area, those of `cohost plan` at the end. */
export function renderRuleIndex(packaging: readonly Pick<RulePage, 'id' | 'title'>[]): string {
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
    '## packaging',
    '',
    'What `cohost plan` decides between a container, Lambda and a shared host by ([the whole table](../packaging.md)).',
    '',
    '| rule | what it is about |',
    '| --- | --- |',
    ...packaging.map(({ id, title }) => `| [${id}](${rulePageName(id)}) | ${title} |`),
    '',
  ].join('\n');
}

function areaOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}
