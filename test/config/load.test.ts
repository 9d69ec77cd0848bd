import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';

const load = (files: Readonly<Record<string, string>>) => loadConfig(memoryTree(files));
const told = (files: Readonly<Record<string, string>>): readonly string[] =>
  load(files).diagnostics.map(({ code, file, line, message }) => `${file}:${line} ${code} ${message}`);

describe('one config in three notations', () => {
  const expected = {
    services: { 'apps/shop': { together: ['apps/admin'], facts: { jobSeconds: 5 } } },
    ignore: [{ id: 'c_9f2c61d04b7e', reason: 'retired', until: '2027-03-01' }],
  };
  it.each([
    [
      'cohost.yaml',
      'services:\n  apps/shop: { together: [apps/admin], facts: { jobSeconds: 5 } }\nignore:\n  - { id: c_9f2c61d04b7e, reason: retired, until: 2027-03-01 }\n',
    ],
    [
      'cohost.toml',
      '[services."apps/shop"]\ntogether = ["apps/admin"]\nfacts = { jobSeconds = 5 }\n[[ignore]]\nid = "c_9f2c61d04b7e"\nreason = "retired"\nuntil = 2027-03-01\n',
    ],
    ['cohost.json', JSON.stringify(expected)],
  ])('%s', (file, text) => {
    expect(load({ [file]: text })).toMatchObject({ config: expected, diagnostics: [] });
  });
});

it('a config beside the one that counts is told', () => {
  expect(told({ 'cohost.yaml': 'level: process\n', 'cohost.json': '{}' })).toEqual([
    'cohost.json:1 config/unused cohost.json is not used, because cohost.yaml stands beside it; keep one of them',
  ]);
});

it('a report under the name of a config is told and not read as one, and an empty file holds no key', () => {
  const report = JSON.stringify({ schemaVersion: 1, tool: { name: 'cohost' }, services: [], conflicts: [] });
  expect(told({ 'cohost.json': report })).toEqual([
    'cohost.json:1 config/unused cohost.json is a report that cohost wrote, so it is not read as a config; keep reports under another name',
  ]);
  expect(load({ 'cohost.json': report })).toMatchObject({ config: {} });
  expect(told({ 'cohost.json': '' })).toEqual([]);
});

describe('mistakes are told with their line', () => {
  const cases: readonly (readonly [file: string, text: string, said: RegExp])[] = [
    ['cohost.yaml', 'level: process\nservces: {}\n', /^cohost\.yaml:2 config\/unknown-key .*"services"/],
    ['cohost.toml', 'level = "process"\n\n[servces]\n', /^cohost\.toml:3 config\/unknown-key .*"services"/],
    ['cohost.json', '{\n  "level": "process",\n  "servces": {}\n}', /^cohost\.json:3 config\/unknown-key .*"services"/],
    ['cohost.yaml', 'hosts:\n  - name: a\n  - nme: b\n', /^cohost\.yaml:3 config\/unknown-key .*"name"/],
    ['cohost.json', '{"hosts": [\n{"name": "a"},\n{"nme": "b"}]}', /^cohost\.json:3 config\/unknown-key .*"name"/],
    ['cohost.yaml', 'services:\n  a:\n    facts: { jobSeconds: long }\n', /^cohost\.yaml:3 config\/value /],
    [
      'cohost.yaml',
      'level: process\nservices: [a]\n',
      /^cohost\.yaml:2 config\/value services: names with their values are meant, not a list$/,
    ],
    ['cohost.yaml', 'services:\n  a: [process]\n', /^cohost\.yaml:2 config\/value services\.a: names .* not a list$/],
    ['cohost.toml', '[services.a.facts]\njobSeconds = "long"\n', /^cohost\.toml:2 config\/value /],
    ['cohost.yaml', 'target:\n  python: 3.10\n', /^cohost\.yaml:2 config\/value target\.python: write it in quotes/],
    [
      'cohost.yaml',
      'ignore:\n  - { id: c_9f2c61d04b7e, reason: r, until: 2027-02-30 }\n',
      /^cohost\.yaml:2 config\/value .*there is no such day/,
    ],
    ['cohost.yaml', 'target:\n  node: lts\n', /^cohost\.yaml:2 config\/value target\.node: write a version such as/],
    ['cohost.yaml', 'target:\n  platform: amiga\n', /^cohost\.yaml:2 config\/value target\.platform: write a platform such as/],
    ['cohost.yaml', 'hosts:\n  - { name: a, share: allow, python: [3.9, 3.20] }\n', /^cohost\.yaml:2 config\/value .*in quotes/],
    [
      'cohost.yaml',
      'level: contaner\n',
      /level: "contaner" is none of environment, process, container, machine; did you mean "container"\?$/,
    ],
    [
      'cohost.yaml',
      'rules:\n  version/drift: error\n  PK001: error\n',
      /:3 .*rules\.PK001: a packaging rule takes off and note, not "error"$/,
    ],
    ['cohost.yaml', 'rules: { packaging/PK001: warning }\n', /a packaging rule takes off and note, not "warning"$/],
    ['cohost.yaml', 'services: { a: { together: b } }\n', /services\.a\.together: a list is meant, not "b"$/],
    ['cohost.yaml', 'services: { a: 5 }\n', /services\.a: keys with their values are meant, not 5$/],
    ['cohost.yaml', 'services: { a: { facts: { gpu: yes } } }\n', /facts\.gpu: true or false is meant, not "yes"$/],
    ['cohost.yaml', 'services: { a: { facts: { ports: [99999] } } }\n', /facts\.ports\.0: 65535 or less is meant, not 99999$/],
    ['cohost.yaml', 'services: { a: { facts: { jobSeconds: -1 } } }\n', /facts\.jobSeconds: 0 or more is meant, not -1$/],
    ['cohost.yaml', 'services: {\n', /^cohost\.yaml:\d+ config\/syntax /],
    ['cohost.toml', 'level =\n', /^cohost\.toml:1 config\/syntax /],
    ['cohost.json', '{\n"level": ', /^cohost\.json:2 config\/syntax /],
    ['cohost.yaml', 'level: process\nlevel: machine\n', /^cohost\.yaml:2 config\/syntax .*level/],
    ['cohost.json', '{"level": "process",\n"level": "machine"}', /^cohost\.json:2 config\/syntax .*level/],
    ['cohost.yaml', 'level: process\n---\nlevel: machine\n', /^cohost\.yaml:\d config\/syntax .*several documents/],
  ];
  it.each(cases)('%s %j', (file, text, said) => {
    expect(told({ [file]: text })[0]).toMatch(said);
  });
});

it('aliases that unfold to billions of values are refused', () => {
  const layers = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  expect(told({ 'cohost.yaml': ['l0: &l0 [x]', ...layers].join('\n') })[0]).toMatch(/config\/syntax .*unfold/);
});

it('keys of prototypes are keys like others', () => {
  const { config, diagnostics } = load({ 'cohost.json': '{"__proto__": {"level": "machine"}, "constructor": 1}' });
  expect(config.level).toBeUndefined();
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(Object.hasOwn(Object.prototype, 'level')).toBe(false);
});
