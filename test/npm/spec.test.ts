import { describe, expect, it } from 'vitest';
import { classifySpec } from '../../analyzers/npm/notation/spec.ts';

describe('what a spec of `dep` means', () => {
  it.each([
    ['npm:other@^1', 'range other ^1'],
    ['npm:@s/other', 'range @s/other *'],
    ['npm:other@next', 'range other next'],
    ['npm:^1.2', 'range dep ^1.2'],
    ['npm:other@>=1 <2', 'range other >=1 <2'],
    ['https://github.com/o/r/archive/main.tar.gz', 'url dep https://github.com/o/r/archive/main.tar.gz'],
    ['git@github.com:o/r.git#v1', 'git dep github:o/r#v1'],
    ['git+https://github.com/o/r.git#semver:^1', 'git dep github:o/r#semver:^1'],
    ['./vendor/dep-1.0.0.tgz', 'path dep app/vendor/dep-1.0.0.tgz'],
    ['o/r/s', 'path dep app/o/r/s'],
    ['1.2.3.4', 'range dep 1.2.3.4'],
  ])('%s', (raw, expected) => {
    const { kind, target, range, locator } = classifySpec('dep', raw, 'app');
    expect(`${kind} ${target} ${range ?? locator}`).toBe(expected);
  });

  it.each(['npm:npm:other', 'npm:other@npm:third@1', 'npm:other@github:o/r', 'npm:other@file:../x', 'a b', 'http:'])(
    'nobody reads %s',
    (raw) => expect(classifySpec('dep', raw, 'app')).toMatchObject({ kind: 'unknown', problem: expect.any(String) }),
  );
});
