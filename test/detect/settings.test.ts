import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/schema.ts';
import { applyRuleSettings } from '../../src/detect/apply/settings.ts';
import type { Conflict, Demand, RealmId, Service } from '../../src/model/index.ts';

/** Config's `ignore` and `rules`, over conflicts of several realms; those of whole fleets are in test/gate/baseline.test.ts. */

type Entry = NonNullable<Config['ignore']>[number];

function conflictOf(
  realm: RealmId,
  key: string,
  subject: string,
  ids: readonly string[],
  more: Partial<Conflict> = {},
): Conflict {
  const demands = ids.map(
    (service): Demand => ({
      ...{ service, realm, key, subject, constraint: '1', kind: 'exact', strength: 'declared', group: 'default', via: [] },
      origin: { file: `${service}/manifest`, line: 1 },
    }),
  );
  return {
    ...{ id: `c_${key}`, rule: 'version/unsatisfiable', severity: 'error', realm, subject, services: ids, demands },
    ...{
      sides: ids.map((_, index) => [index]),
      depth: 'declared',
      clearedBy: 'process',
      message: key,
      explanation: [],
      fixes: [],
    },
    ...more,
  };
}

const FLASK = conflictOf('python', 'ruamel-yaml', 'pkg:pypi/ruamel-yaml', ['a', 'b']);
const TEXT = conflictOf('jvm', 'org.example:text', 'pkg:maven/org.example/text', ['a', 'c'], { rule: 'jvm/convergence' });
const ANY_TWO = conflictOf('port', '80/tcp', 'port:80/tcp', ['a', 'b', 'c'], { rule: 'port/taken', anyTwo: true });
const THREE = conflictOf('npm', 'react', 'pkg:npm/react', ['a', 'b', 'c'], { rule: 'npm/three' });
const ALL = [FLASK, TEXT, ANY_TWO, THREE];
const SERVICES = ['a', 'b', 'c'].map((id): Service => ({ id, path: id, ecosystems: ['python'], units: [], deployments: [] }));

function applied(config: Config) {
  const loaded = { config, file: 'cohost.yaml', lineOf: () => 3 };
  const { conflicts, diagnostics } = applyRuleSettings(ALL, SERVICES, loaded, '2026-11-28');
  const ignored = conflicts.filter(({ status }) => status === 'ignored').map(({ message }) => message);
  return { conflicts, ignored, codes: diagnostics.map(({ code }) => code) };
}

describe('ignore', () => {
  const rows: readonly (readonly [
    what: string,
    entries: readonly Entry[],
    ignored: readonly string[],
    codes?: readonly string[],
  ])[] = [
    ['an id', [{ id: 'c_react' }], ['react']],
    ['a rule', [{ rule: 'jvm/convergence' }], ['org.example:text']],
    ['a rule that found nothing', [{ rule: 'npm/engines' }], [], ['ignore/removable']],
    ['a Python package in another spelling', [{ package: 'Ruamel.YAML' }], ['ruamel-yaml']],
    ['a Maven artifact without its group', [{ package: 'text' }], ['org.example:text']],
    ['the end of a name', [{ package: 'yaml' }], [], ['ignore/removable']],
    ['a port', [{ package: '80/tcp' }], ['80/tcp']],
    ['all that one entry names has to fit', [{ rule: 'jvm/convergence', package: 'react' }], [], ['ignore/removable']],
    ['a pair, and no third one', [{ services: ['a', 'b'] }], ['ruamel-yaml']],
    [
      'pairs that leave none over',
      [{ services: ['a', 'b'] }, { services: ['a', 'c'] }, { services: ['b', 'c'] }],
      ['ruamel-yaml', 'org.example:text', '80/tcp'],
    ],
    ['all three of three', [{ services: ['a', 'b', 'c'] }], ['80/tcp', 'react']],
    ['the last day', [{ id: 'c_react', until: '2026-11-28' }], ['react']],
  ];
  for (const [what, entries, ignored, codes = []] of rows)
    it(`by ${what}`, () => {
      const told = applied({ ignore: entries.map((entry) => ({ reason: 'known', ...entry })) });
      expect(told.ignored).toEqual(ignored);
      expect(told.codes).toEqual(codes);
    });
});

it('rules take another severity, or are silent', () => {
  const { conflicts } = applied({ rules: { 'jvm/convergence': 'note', 'port/taken': 'off' } });
  expect(conflicts.map(({ message, severity }) => [message, severity])).toEqual([
    ['ruamel-yaml', 'error'],
    ['org.example:text', 'note'],
    ['react', 'error'],
  ]);
});
