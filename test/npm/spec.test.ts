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
    ['2.x', 'range dep 2.x'],
    ['~2.1.x', 'range dep ~2.1.x'],
    ['2.x.x', 'range dep 2.x.x'],
  ])('%s', (raw, expected) => {
    const { kind, target, range, locator } = classifySpec('dep', raw, 'app');
    expect(`${kind} ${target} ${range ?? locator}`).toBe(expected);
  });

  it('a number behind an x makes it a tag', () =>
    expect(classifySpec('dep', '2.x.0', 'app')).toEqual({ kind: 'range', target: 'dep', range: '2.x.0', tag: true }));

  it.each([
    ['https://github.com/Owner/Name.git#v1', 'github:owner/name#v1'],
    ['git+ssh://git@git.example.org/o/r.git#v1', 'git.example.org/o/r#v1'],
    ['git+https://user:secret@git.example.org/o/r#v1', 'git.example.org/o/r#v1'],
    ['git+https://git.example.org:8443/o/r.git', 'git.example.org:8443/o/r'],
    ['git+ssh://git@git.example.org:o/r.git#semver:^1.2', 'git.example.org/o/r#semver:^1.2'],
  ])('the repository of %s', (raw, locator) =>
    expect(classifySpec('dep', raw, 'app')).toEqual({ kind: 'git', target: 'dep', locator }),
  );

  it.each([
    '<2.x.0',
    'npm:other@o/r',
    'npm:other@github:o/r#semver:>=1 <2',
    'npm:_other@1',
    'npm:npm:other',
    'npm:other@npm:third@1',
    'npm:other@github:o/r',
    'npm:other@file:../x',
    'a b',
    'http:',
  ])('nobody reads %s', (raw) =>
    expect(classifySpec('dep', raw, 'app')).toMatchObject({ kind: 'unknown', problem: expect.any(String) }),
  );
});
