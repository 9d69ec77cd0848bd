import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';

const FLEET = {
  'shop/cart/requirements.txt': 'flask==1.0\n',
  'shop/web/pyproject.toml':
    '[project]\nname = "web"\nversion = "1"\ndependencies = ["flask==2.0"]\n[project.optional-dependencies]\nMy_Extra = ["torch"]\n',
  'examples/cart/requirements.txt': 'flask==1.0\n',
};

async function judged(files: Readonly<Record<string, string>>) {
  const tree = memoryTree({ ...FLEET, ...files });
  return (await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24' })).report;
}

it.each(['shop/cart', 'cart', './shop/cart/', 'shop/cart/'])(
  '%j in config means shop/cart in all that is said of it',
  async (key) => {
    const isolated = await judged({ 'cohost.yaml': `services:\n  ${key}: { level: process }\n` });
    expect(isolated.conflicts.map(({ severity }) => severity)).toEqual(['note']);
    const ports = `facts: { ports: [8080] }`;
    const listening = await judged({ 'cohost.yaml': `services:\n  web: { ${ports} }\n  ${key}:\n    ${ports}\n` });
    const [taken] = listening.conflicts.filter(({ realm }) => realm === 'port');
    expect(taken?.demands.map(({ service, origin }) => `${service} ${origin.file}:${origin.line}`)).toEqual([
      'shop/cart cohost.yaml:4',
      'shop/web cohost.yaml:2',
    ]);
    const declared = await judged({ 'cohost.facts.yaml': `services:\n  web: { ports: [80] }\n  ${key}: { ports: [80] }\n` });
    expect(declared.conflicts.filter(({ realm }) => realm === 'port')).toHaveLength(1);
  },
);

it('a name is given to the service that the key means', async () => {
  const report = await judged({ 'cohost.yaml': 'services:\n  web: { name: front }\n  front: { level: process }\n' });
  expect(report.services.map(({ id, path }) => [id, path])).toEqual([
    ['shop/cart', 'shop/cart'],
    ['front', 'shop/web'],
  ]);
  expect(report.conflicts.map(({ severity }) => severity)).toEqual(['note']);
});

it.each([
  ['cart', 'prod', ['cohost.yaml:2 shop/cart has no group "prod", so nothing of it counts; its groups are: default']],
  ['web', 'my-extr', ['cohost.yaml:2 shop/web has no group "my-extr", so nothing of it counts; did you mean "my-extra"?']],
  ['web', 'my.extra', []],
  ['web', 'default', []],
])('%s with the group %s', async (service, group, expected) => {
  const { diagnostics } = await judged({ 'cohost.yaml': `services:\n  ${service}: { groups: [${group}] }\n` });
  const told = diagnostics.filter(({ code }) => code === 'config/unknown-group');
  expect(told.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual(expected);
});

it.each([
  ['wbe', 'did you mean "web"?'],
  ['shop/wbe', 'did you mean "shop/web"?'],
])('the service %s, which there is none of', async (service, hint) => {
  const { diagnostics } = await judged({ 'cohost.yaml': `services:\n  cart: { apart: [${service}] }\n` });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    `config names the service "${service}", which is not in this fleet; ${hint}`,
  ]);
});

it('groups that no service has are told', async () => {
  const { diagnostics } = await judged({ 'cohost.yaml': 'groups: [default, my-extra, prod]\n' });
  const told = diagnostics.filter(({ code }) => code === 'config/unknown-group');
  expect(told.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
    'cohost.yaml:1 no service has a group "prod", so nothing of it counts; groups are: default and my-extra',
  ]);
});

it.each(['my.extra', 'My_Extra', 'my-extra'])('the extra My_Extra counts as %s', async (group) => {
  const { conflicts } = await judged({
    'cohost.yaml': `groups: [${group}]\n`,
    'shop/other/requirements.txt': 'torch==1.0\n',
    'shop/web/pyproject.toml': FLEET['shop/web/pyproject.toml'].replace('"torch"', '"torch==2.0"'),
  });
  expect(conflicts.map(({ subject }) => subject)).toContain('pkg:pypi/torch');
});
