import { describe, expect, it } from 'vitest';
import { interpreterRule, packageRule } from '../../analyzers/python/rule.ts';
import type { Demand } from '../../src/model/index.ts';
import { TARGET } from './assemble.ts';

const CONTEXT = { target: TARGET, settings: {} };

function demand(service: string, constraint: string, rest: Partial<Demand> = {}): Demand {
  return {
    service,
    realm: 'python',
    key: 'flask',
    subject: 'pkg:pypi/flask',
    constraint,
    kind: /^==[^*,]*$/.test(constraint) ? 'exact' : 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `${service}/requirements.txt`, line: 1 },
    ...rest,
  };
}

const clashes = (...demands: readonly Demand[]): boolean => packageRule.clash(demands, CONTEXT) !== undefined;

describe('packages', () => {
  it('clash where no version is left, over two and over three', () => {
    expect(clashes(demand('a', '==1.1.4'), demand('b', '>=2,<4'))).toBe(true);
    expect(clashes(demand('a', '<3'), demand('b', '>=2,<4'))).toBe(false);
    const three = [demand('a', '<3,!=2.*'), demand('b', '>=1.5'), demand('c', '!=1.*')];
    expect(clashes(...three)).toBe(true);
    for (const left of three) expect(clashes(...three.filter((one) => one !== left))).toBe(false);
  });

  it('of one service: lists that fit each by itself are told from one that contradicts itself', () => {
    const told = (...demands: readonly Demand[]) =>
      packageRule.describe(demands, { rule: 'version/unsatisfiable', severity: 'error' }, CONTEXT, []).message;
    const worker = { group: 'worker' };
    expect(told(demand('a', '==2.0'), demand('a', '==3.0', worker))).toBe(
      'no flask satisfies ==2.0 and ==3.0: what a installs as default and worker does not fit into one environment',
    );
    expect(told(demand('a', '==2.0'), demand('a', '==3.0'))).toMatch(/: a cannot be installed by itself$/);
    expect(told(demand('a', '==2.0'), demand('a', '==3.0'), demand('a', '>=1', worker))).toMatch(/by itself$/);
  });

  it('that only constraints speak of are not installed', () => {
    const limit = { detail: { constraint: 'true' } };
    expect(clashes(demand('a', '<2', limit), demand('b', '>=2', limit))).toBe(false);
    expect(clashes(demand('a', '<2', limit), demand('b', '>=2'))).toBe(true);
  });

  it('compare open conditions: what cannot hold together does not clash', () => {
    const on = (text: string) => ({ when: `platform_release ${text}` });
    expect(clashes(demand('a', '<2', on('== "5"')), demand('b', '>=2', on('== "6"')))).toBe(false);
    expect(clashes(demand('a', '<2', on('== "5"')), demand('b', '>=2', on('>= "5"')))).toBe(true);
    expect(clashes(demand('a', '<2', on('== "5"')), demand('b', '>=2'))).toBe(true);
  });

  it('from repositories, URLs and directories are one place or clash', () => {
    const git = (service: string, place: string) => demand(service, place, { kind: 'git' });
    expect(clashes(git('a', 'git+https://git.example.org/o/r.git@v1'), git('b', 'git+https://Git.example.org/o/r@v1'))).toBe(
      false,
    );
    expect(clashes(git('a', 'git+https://git.example.org/o/r@v1'), git('b', 'git+https://git.example.org/o/r@v2'))).toBe(true);
    expect(clashes(git('a', 'git+https://github.com/O/R.git@v1'), git('b', 'git+https://github.com/o/r@v1'))).toBe(false);
    expect(clashes(git('a', 'git+https://github.com/o/r@v1'), git('b', 'git+https://github.com/o/r@V1'))).toBe(true);
    expect(clashes(git('a', 'git+https://git.example.org/O/r@v1'), git('b', 'git+https://git.example.org/o/r@v1'))).toBe(true);
    expect(clashes(git('a', 'git+https://git.example.org/o/r@v1'), demand('b', '==1.0'))).toBe(false);
    expect(clashes(git('a', 'git+https://git.example.org/o/r@v1'), demand('b', 'libs/r', { kind: 'path' }))).toBe(true);
  });

  it('from a wheel have the version of its name', () => {
    const wheel = demand('a', 'https://files.example.org/flask-2.3.1-py3-none-any.whl', { kind: 'url' });
    expect(clashes(wheel, demand('b', '>=2,<3'))).toBe(false);
    expect(clashes(wheel, demand('b', '==3.0'))).toBe(true);
    const source = demand('a', 'https://files.example.org/flask-2.3.1.tar.gz', { kind: 'url' });
    expect(clashes(source, demand('b', '==3.0'))).toBe(false);
  });

  it('with a constraint that admits nothing by itself clash alone', () => {
    expect(clashes(demand('a', '>=2.0b1,<2.0'))).toBe(true);
    expect(clashes(demand('a', '>=2.0b1'))).toBe(false);
  });

  it('suggest constraints that the others admit', () => {
    const [first] = packageRule.suggest?.(demand('a', '==1.1.4'), [demand('b', '>=2,<4')], CONTEXT) ?? [];
    expect(first).toBe('>=2,<4');
    for (const to of packageRule.suggest?.(demand('a', '<2'), [demand('b', '^3.0')], CONTEXT) ?? [])
      expect(clashes(demand('a', to), demand('b', '^3.0'))).toBe(false);
  });

  it('name drift between locks, louder where a manifest excludes the lock', () => {
    const locked = (service: string, version: string) => demand(service, `==${version}`, { strength: 'locked' });
    const remarks = (...demands: readonly Demand[]) => packageRule.remark?.(demands, CONTEXT).map(({ severity }) => severity);
    expect(remarks(locked('a', '2.0'), locked('b', '2.1'))).toEqual(['note']);
    expect(remarks(locked('a', '2.0'), locked('b', '2.0.0'))).toEqual([]);
    expect(remarks(locked('a', '2.0'), demand('b', '>=2.1'))).toEqual(['warning']);
    expect(remarks(locked('a', '2.0'), demand('a', '>=2.1'))).toEqual([]);
    const [one] = packageRule.remark?.([locked('a', '2.0'), locked('b', '2.0'), demand('c', '>=2.1')], CONTEXT) ?? [];
    expect(one?.message).toMatch(/ 2\.0 is locked for a and b; c excludes it: sharing one environment moves the lock$/);
  });

  it('have one canonical text for one meaning', () => {
    const canonical = (constraint: string): string => packageRule.canonical(demand('a', constraint));
    expect(canonical('>=1.0,<2')).toBe(canonical('<2.0, >=1'));
    expect(canonical('^1.0')).toBe(canonical('>=1,<2'));
    expect(canonical('==1.0')).not.toBe(canonical('===1.0'));
  });
});

describe('interpreters', () => {
  const python = (constraint: string): Demand => demand(constraint, constraint, { realm: 'runtime', key: 'python' });

  it.each([
    ['3.11', '>=3.9', true],
    ['3.11', '^3.9', true],
    ['3.12', '>=3.9,<3.12', false],
    ['3.12', '3.12', true],
    ['3.12', '3.12.4', true],
    ['3.12', '3', true],
    ['3.11', '==3.12.*', false],
    ['3.11', '>=3.11.4', true],
    ['3.11', 'whatever', true],
  ])('%s meets %s: %s', (version, constraint, expected) => {
    expect(interpreterRule.admits?.(version, python(constraint))).toBe(expected);
  });

  it('clash where none suits all', () => {
    expect(interpreterRule.clash([python('>=3.12'), python('<3.12')], CONTEXT)).toMatchObject({ rule: 'runtime/unsatisfiable' });
    expect(interpreterRule.clash([python('>=3.9'), python('3.11')], CONTEXT)).toBeUndefined();
  });
});
