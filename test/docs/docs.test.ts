import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { glossOf } from '../../src/recommend/conditions/glossary.ts';
import { builtInRules } from '../../src/recommend/rules.ts';
import { DIAGNOSTICS } from '../../src/report/rules/diagnostic-catalog.ts';
import { packagingRulePages } from '../../src/report/rules/packaging-rule-page.ts';
import { RULES } from '../../src/report/rules/rule-catalog.ts';
import { RULE_EXAMPLES } from '../../src/report/rules/rule-examples.ts';
import { conflictRulePage, renderRuleText, ruleHelpUri, rulePageName } from '../../src/report/rules/rule-page.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { pages } from './pages.ts';
import { renewed } from './readme.ts';
import { renderRulePage } from './rule-pages.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

describe('generated docs', () => {
  it('are what the code says; npm run docs renews them', async () => {
    for (const [path, text] of await pages()) expect(readFileSync(join(docs, path), 'utf8'), path).toBe(text);
  });

  it.each(['../README.md', 'tutorial.md'])('show in %s what the tool says today', async (name) => {
    const text = readFileSync(join(docs, name), 'utf8');
    expect(text).toContain('made by npm run docs');
    expect(await renewed(text)).toBe(text);
  });

  it('leave no page of a rule that is gone', () => {
    const expected = ['README.md', ...[...RULES, ...packagingRulePages()].map((rule) => rulePageName(rule.id))].sort();
    expect(readdirSync(join(docs, 'rules')).sort()).toEqual(expected);
  });

  it('have an example for every rule and for none besides', () => {
    expect(Object.keys(RULE_EXAMPLES).sort()).toEqual(RULES.map((rule) => rule.id));
  });

  it('tell every code that diagnostics have, and none besides', () => {
    const rules = new Set(RULES.map(({ id }) => id));
    const areas = new Set(Object.keys(DIAGNOSTICS).map((code) => code.split('/')[0]));
    const found = ['src', 'analyzers']
      .flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('diagnostic-catalog.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'(([a-z][a-z0-9]*)\/[a-z][a-z0-9-]+)'/g)])
      .flatMap(([, code = '', area = '']) => (areas.has(area) && !rules.has(code) ? [code] : []));
    // What a file cannot be read for is a code of its own; these others are a directory and packages.
    const reasons = ['binary', 'missing', 'not-a-file', 'outside-root', 'too-large', 'unreadable'].map((one) => `file/${one}`);
    const others = new Set(['gradle/dependency-locks', 'service/s3', 'service/sts']);
    const codes = new Set([...found, ...reasons].filter((code) => !others.has(code)));
    expect(Object.keys(DIAGNOSTICS)).toEqual([...codes].sort());
  });

  it('are where formats link to', () => {
    for (const { id } of RULES)
      expect(ruleHelpUri('https://example.org', id)).toBe(`https://example.org/rules/${rulePageName(id)}`);
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))('%s says what, why, how to fix and how to ignore', (id, rule) => {
    const page = renderRulePage(conflictRulePage(rule));
    for (const heading of ['What', 'Why it matters', 'Example', 'How to fix it', 'How to ignore it'])
      expect(page).toContain(`## ${heading}\n`);
    expect(page).toContain(`rules: { "${id}": "off" }`);
    expect(renderRuleText(conflictRulePage(rule), makeStyle(false, 80))).toContain(rule.title);
  });

  it('have words for every condition of every packaging rule', () => {
    for (const rule of builtInRules())
      for (const { condition } of rule.when.flat()) expect(glossOf(condition.name)?.words, condition.name).toBeTruthy();
  });

  it.each(packagingRulePages().map((page) => [page.id, page] as const))(
    '%s says when, what, instead and how to overrule',
    (id, page) => {
      const text = renderRulePage(page);
      for (const heading of ['What', 'What it does', 'Instead', 'Where it comes from', 'How to overrule it'])
        expect(text).toContain(`## ${heading}\n`);
      expect(text).toContain(`rules: { ${id.slice('packaging/'.length)}: off }`);
    },
  );

  it('leave out of a command what makes no difference to it', async () => {
    const help = (await buildProgram('init')).commands[0]?.helpInformation() ?? '';
    expect(help).toContain('--samples');
    expect(help).not.toMatch(/--fresh|--pairs|--strict|--json/);
  });

  it('name every command and every option that is not hidden', async () => {
    const text = readFileSync(join(docs, 'options.md'), 'utf8');
    for (const command of (await buildProgram(undefined)).commands) {
      expect(text).toContain(`## cohost ${command.name()}\n`);
      for (const option of command.options)
        if (!option.hidden && option.long) expect(text, command.name()).toContain(option.long);
    }
  });
});

describe('all docs', () => {
  const below = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const files = [...below, ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].map((name) => `../${name}`)];

  it('link to what exists', () => {
    const links = files.flatMap((name) =>
      [...readFileSync(join(docs, name), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => [
        name,
        target,
      ]),
    );
    expect(links.length).toBeGreaterThan(files.length);
    expect(links.filter(([name = '', target = '']) => !existsSync(resolve(docs, dirname(name), target)))).toEqual([]);
  });

  it('say each change once', () => {
    const changes: readonly string[] = readFileSync('CHANGELOG.md', 'utf8').match(/^- .{20,70}/gm) ?? [];
    expect(changes.length).toBeGreaterThan(30);
    expect(changes.filter((one, index) => changes.indexOf(one) !== index)).toEqual([]);
  });
});
