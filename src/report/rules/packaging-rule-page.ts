import { capitalized, listed } from '../../model/index.ts';
import { glossOf } from '../../recommend/conditions/glossary.ts';
import { themeWords } from '../../recommend/data/themes.ts';
import { builtInRules, type Rule, sourceOf } from '../../recommend/rules.ts';
import { agreeing } from '../../recommend/words.ts';
import type { RulePage } from './rule-page.ts';

/** The rules of `cohost plan` as pages, by id. */
export function packagingRulePages(): readonly RulePage[] {
  return [...builtInRules()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(packagingRulePage);
}

/** Its id in the form that conflicts' rules have: `packaging/PK001`. */
function packagingRulePage(rule: Rule): RulePage {
  return {
    id: `packaging/${rule.id}`,
    title: `${capitalized(themeWords(rule.theme))}: ${effectOf(rule)}`,
    sections: [
      { title: 'What', parts: [{ text: `It says: “${said(rule.message)}”.` }, ...whenParts(rule)] },
      { title: 'What it does', parts: [{ text: `${sentence(effectOf(rule))} Confidence: ${rule.confidence}.` }] },
      { title: 'Instead', parts: [{ text: rule.instead === '' ? 'Nothing has to change.' : sentence(rule.instead) }] },
      { title: 'Where it comes from', parts: [{ text: sentence(sourceOf(rule)) }] },
      {
        title: 'How to overrule it',
        parts: [
          ...(rule.reads.length === 0 ? [] : [{ text: `Correct it by declaring facts: it reads ${listed(rule.reads, 9)}.` }]),
          {
            text: 'The rule can be dropped (off) or kept as a remark without effect (note), and a service can be given a target, with the reason:',
          },
          {
            file: 'cohost.yaml',
            language: 'yaml',
            code: [
              `rules: { ${rule.id}: off }   # or note`,
              'services:',
              '  services/cart:',
              '    packaging: { recommend: container, reason: "compliance", until: 2027-01-01 }',
            ].join('\n'),
          },
          { text: 'A row of that id in `cohost.rules.tsv` replaces the rule.' },
        ],
      },
    ],
  };
}

/** What stands for a package, a number or a size is known only of a service. */
function said(message: string): string {
  return agreeing(message, false).replaceAll(/\{\w+\}/g, '…');
}

function whenParts({ when }: Rule): RulePage['sections'][number]['parts'] {
  const parts = when.flatMap((atoms, index) => [
    { text: index === 0 ? 'It holds where all of these do:' : 'Or all of these:' },
    ...atoms.map(({ condition: { name }, not }) => ({
      point: `${not ? '**not:** ' : ''}${glossOf(name)?.words ?? name} (\`${name}\`)`,
    })),
  ]);
  const atoms = when.flat();
  return [
    ...parts,
    ...packageParts(
      'Packages that lead to it:',
      atoms.filter(({ not }) => !not),
    ),
    ...packageParts(
      'Packages that speak against it:',
      atoms.filter(({ not }) => not),
    ),
  ];
}

function packageParts(title: string, atoms: Rule['when'][number]): RulePage['sections'][number]['parts'] {
  const packages = [...new Set(atoms.map(({ condition }) => condition.name))].flatMap((name) =>
    (glossOf(name)?.packages ?? []).map(({ ecosystem, names }) => ({
      point: `\`${name}\`, ${ecosystem}: ${names.map((one) => `\`${one}\``).join(', ')}`,
    })),
  );
  return packages.length === 0 ? [] : [{ text: title }, ...packages];
}

function effectOf({ effects }: Rule): string {
  const blocked = effects.filter(({ points }) => points === 'block').map(({ target }) => target);
  const moved = effects.flatMap(({ target, points }) =>
    points === 'block' ? [] : [`${target} ${points > 0 ? '+' : '−'}${Math.abs(points)}`],
  );
  const parts = [...(blocked.length === 0 ? [] : [`rules out ${listed(blocked, 5)}`]), ...moved];
  return parts.length === 0 ? 'a remark, it moves nothing' : parts.join(', ');
}

function sentence(text: string): string {
  return `${capitalized(text)}.`;
}
