import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { unknownRules } from '../../src/config/unknown-rule.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';

const KNOWN = new Set(['version/drift', 'version/unsatisfiable']);

it.each([
  ['rules:\n  version/drift: "off"\n  version/unsatisfiabel: "off"\n', ['3 did you mean "version/unsatisfiable"?']],
  [
    'ignore:\n  - { rule: version/drift, reason: r }\n  - reason: r\n    rule: nothing/like/it\n',
    ['4 cohost explain-rule lists them'],
  ],
  ['rules: { PK001: "off", PK999: "off", packaging/PK001: "off" }\n', []],
  ['services: {}\n', []],
])('rules that there are none of are told: %j', (text, expected) => {
  const told = unknownRules(loadConfig(memoryTree({ 'cohost.yaml': text })), KNOWN);
  expect(told.map(({ line, message }) => `${line} ${message.split('; ').at(-1)}`)).toEqual(expected);
});
