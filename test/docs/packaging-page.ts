import type { Fact } from '../../src/recommend/data/facts/fact.ts';
import { FACT_SECTIONS } from '../../src/recommend/data/facts.ts';
import { MARK_ROWS, MARKS, MARKS_DATE } from '../../src/recommend/data/marks.ts';
import { RULES_DATE } from '../../src/recommend/data/rules.ts';
import { GLIBC, LAMBDA_RUNTIMES, RUNTIMES_DATE, RUNTIMES_SOURCE } from '../../src/recommend/data/runtimes.ts';
import { SIGNAL_GROUPS, SIGNALS_DATE } from '../../src/recommend/data/signals.ts';
import { BASE_SCORES } from '../../src/recommend/decide.ts';
import { builtInRules, type Rule, TARGETS } from '../../src/recommend/rules.ts';
import { agreeing } from '../../src/recommend/words.ts';

/** docs/packaging.md: the rules of `cohost plan` and everything that they know, each with its source and date. */
export function packagingPage(): string {
  return [
    '# Packaging: what is known, and how it decides',
    '',
    'Made from the tables in the code by `npm run docs`.',
    '',
    '`cohost plan` takes every target as possible, removes those that a rule blocks, and adds the points of the rules that hold. The highest score wins; on equal scores the first of this row:',
    '',
    ...table(
      ['target', 'points before any rule'],
      TARGETS.map((target) => [`\`${target}\``, String(BASE_SCORES[target])]),
    ),
    'A fleet’s own `cohost.rules.tsv` (tab-separated: id, when, effects, theme, message, instead, source, confidence) replaces rules by id and adds others; `rules: { PK035: off }` in the config drops one, `note` keeps its words without its effect. In a message `{pkg}` is what the rule speaks of, and `[runs|run]` agrees with how many that are.',
    '',
    `## Rules (${RULES_DATE})`,
    '',
    'A rule holds where one of its alternatives (`|`) has all its conditions (`&`, `!` negates).',
    '',
    ...table(
      ['rule', 'theme', 'holds when', 'effect', 'says', 'instead'],
      builtInRules().map((rule) => [
        rule.id,
        rule.theme,
        `\`${whenOf(rule)}\``,
        effectsOf(rule),
        agreeing(rule.message, false),
        rule.instead,
      ]),
    ),
    ...Object.entries(FACT_SECTIONS).flatMap(([title, facts]) => [
      `## ${title}`,
      '',
      ...table(
        ['fact', 'what', 'value', 'source', 'date'],
        Object.values<Fact>(facts).map(({ id, about, value, unit, source, date }) => [
          id,
          about,
          `${value} ${unit}`.trim(),
          source,
          date,
        ]),
      ),
    ]),
    `## Managed runtimes (${RUNTIMES_SOURCE}, ${RUNTIMES_DATE})`,
    '',
    ...table(
      ['fact', 'runtime', 'deprecated', 'no new functions', 'no updates', 'base', 'glibc'],
      LAMBDA_RUNTIMES.map((one) => [
        one.id,
        one.name,
        one.deprecated,
        one.createBlocked ?? '–',
        one.updateBlocked,
        one.os,
        GLIBC[one.os],
      ]),
    ),
    `## Signals (${SIGNALS_DATE})`,
    '',
    'What a direct production dependency says of its service; `*` stands for any run of characters.',
    '',
    ...table(
      ['signal', 'ecosystem', 'confidence', 'packages'],
      SIGNAL_GROUPS.map(({ signal, ecosystem, confidence, packages }) => [signal, ecosystem, confidence, quoted(packages)]),
    ),
    `## What signals are read with (${MARKS_DATE})`,
    '',
    'Packages that decide how the signal of another is read, or their own.',
    '',
    ...table(
      ['what it is', 'ecosystem', 'packages', 'source'],
      MARK_ROWS.map(({ mark, ecosystem, packages, except, source }) => [
        MARKS[mark],
        ecosystem,
        except === undefined ? quoted(packages) : `${quoted(packages)}, without ${quoted(except)}`,
        source,
      ]),
    ),
  ].join('\n');
}

function quoted(packages: string): string {
  return packages
    .split(' ')
    .map((name) => `\`${name}\``)
    .join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function whenOf({ when }: Rule): string {
  return when.map((all) => all.map(({ condition, not }) => `${not ? '!' : ''}${condition.name}`).join(' & ')).join(' | ');
}

function effectsOf({ effects }: Rule): string {
  return (
    effects
      .map(({ target, points }) => `${target} ${points === 'block' ? 'blocked' : points > 0 ? `+${points}` : points}`)
      .join(', ') || 'a note'
  );
}
