import { describe, expect, it } from 'vitest';
import { buildRule, toolchainRule } from '../../analyzers/go/rule.ts';
import type { Demand, RuleContext } from '../../src/model/index.ts';
import { targetOf } from '../target.ts';

const APART: RuleContext = { target: targetOf({}), settings: {} };
const TOGETHER: RuleContext = { ...APART, settings: { build: 'together' } };
const KEY = 'example.org/lib';

type Detail = Readonly<Record<string, string>>;

function demand(service: string, constraint: string, detail: Detail, rest: Partial<Demand> = {}): Demand {
  return {
    service,
    realm: 'go',
    key: KEY,
    subject: `pkg:golang/${KEY}`,
    constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file: `${service}/go.mod`, line: 3 },
    detail,
    ...rest,
  };
}

const replace = (service: string, to: string, more: Detail = {}, rest: Partial<Demand> = {}): Demand =>
  demand(service, `=> ${to}`, { role: 'replace', ...more }, rest);
const ask = (service: string, version: string, more: Detail = {}): Demand =>
  demand(service, version, { role: 'require', ...more });
const forbid = (service: string, version: string, more: Detail = {}): Demand =>
  demand(service, version, { role: 'exclude', ...more });

describe('replacements of one module', () => {
  const [fork, other] = ['example.org/fork v1.2.0', 'example.org/other v1.0.0'];

  it.each<[name: string, demands: readonly Demand[], context: RuleContext, severity: string | undefined]>([
    ['built together', [replace('a', fork), replace('b', other)], TOGETHER, 'error'],
    ['built apart', [replace('a', fork), replace('b', other)], APART, 'note'],
    [
      'by one go.work',
      [replace('a', fork, { workspace: 'go.work' }), replace('b', other, { workspace: 'go.work' })],
      APART,
      'error',
    ],
    ['by two', [replace('a', fork, { workspace: 'x/go.work' }), replace('b', other, { workspace: 'y/go.work' })], APART, 'note'],
    ['by the same', [replace('a', fork), replace('b', fork)], TOGETHER, undefined],
    ['of several versions', [replace('a', fork, { old: 'v1.0.0' }), replace('b', other, { old: 'v1.1.0' })], TOGETHER, undefined],
    ['beside a requirement', [replace('a', fork), ask('b', 'v1.2.0')], TOGETHER, undefined],
    ['by directories', [replace('a', './x', {}, { kind: 'path' }), replace('b', './y', {}, { kind: 'path' })], APART, undefined],
    ['by a directory and a module', [replace('a', './x', {}, { kind: 'path' }), replace('b', other)], APART, 'note'],
    ['by a module and a directory', [replace('a', fork), replace('b', './y', {}, { kind: 'path' })], APART, 'note'],
    [
      'by directories, built together',
      [replace('a', './x', {}, { kind: 'path' }), replace('b', './y', {}, { kind: 'path' })],
      TOGETHER,
      'error',
    ],
    [
      'by an absolute path, which may be the same directory',
      [replace('a', './lib/x', {}, { kind: 'path' }), replace('b', '/src/shop/lib/x', {}, { kind: 'path' })],
      TOGETHER,
      undefined,
    ],
    [
      'by an absolute path of another directory',
      [replace('a', './lib/x', {}, { kind: 'path' }), replace('b', '/src/shop/lib/y', {}, { kind: 'path' })],
      TOGETHER,
      'error',
    ],
  ])('%s', (_, demands, context, severity) => {
    expect(buildRule.clash(demands, context)?.severity).toBe(severity);
  });

  it('the two that are built together are named, whoever stands before them', () => {
    const shared = { workspace: 'go.work', old: 'v1.0.0' };
    const all = [replace('z', fork, { old: 'v1.0.0' }), replace('a', fork, shared), replace('b', other, shared)];
    const clash = buildRule.clash(all, APART);
    const told = clash === undefined ? undefined : buildRule.describe(all, clash, APART, all);
    expect(told?.message).toBe(`the shared build fails: ${KEY} v1.0.0 is replaced by both ${fork} and ${other}`);
    expect(told?.explanation).toEqual([
      `a replaces ${KEY} v1.0.0 => ${fork} at a/go.mod:3`,
      `b replaces ${KEY} v1.0.0 => ${other} at b/go.mod:3`,
      'In one build a module has one replacement; a replace line in go.work overrules those of its members.',
    ]);
  });

  it("others' of the same left side are proposed once, the newest first", () => {
    const others = [
      replace('b', 'example.org/fork v1.9.0'),
      replace('c', 'example.org/fork v1.10.0'),
      replace('d', 'example.org/fork v1.10.0'),
      replace('e', 'example.org/fork v3.0.0', { old: 'v1.0.0' }),
      ask('f', 'v2.0.0'),
    ];
    expect(buildRule.suggest?.(replace('a', fork), others, APART)).toEqual([
      '=> example.org/fork v1.10.0',
      '=> example.org/fork v1.9.0',
    ]);
    expect(buildRule.suggest?.(ask('a', 'v1.0.0'), others, APART)).toEqual([]);
  });
});

describe('a version that one service excludes', () => {
  it.each<[name: string, demands: readonly Demand[], context: RuleContext, told: readonly string[]]>([
    ['is asked for in the same build', [forbid('a', 'v1.1.0'), ask('b', 'v1.1.0')], TOGETHER, ['warning a b']],
    ['is asked for in another', [forbid('a', 'v1.1.0'), ask('b', 'v1.1.0')], APART, ['note a b']],
    ['is not asked for', [forbid('a', 'v1.1.0'), ask('b', 'v1.2.0')], TOGETHER, []],
    ['is asked for by itself', [forbid('a', 'v1.1.0'), ask('a', 'v1.1.0')], TOGETHER, []],
    ['is excluded by two', [forbid('a', 'v1.1.0'), forbid('b', 'v1.1.0')], TOGETHER, []],
    [
      'is asked for by several, one of them in the same build',
      [forbid('a', 'v1.1.0', { workspace: 'go.work' }), ask('b', 'v1.1.0'), ask('c', 'v1.1.0', { workspace: 'go.work' })],
      APART,
      ['warning a b c'],
    ],
  ])('%s', (_, demands, context, told) => {
    const remarks = buildRule.remark?.(demands, context) ?? [];
    expect(remarks.map(({ severity, demands: own }) => [severity, ...own.map(({ service }) => service)].join(' '))).toEqual(told);
  });
});

describe('toolchains', () => {
  const go = (constraint: string, rest: Partial<Demand> = {}): Demand =>
    demand('a', constraint, {}, { realm: 'runtime', key: 'go', ...rest });
  const image = (version: string): Demand => go(version, { strength: 'preferred', detail: { builds: 'a' } });

  it.each<[toolchain: Demand, line: string, isRefused: boolean]>([
    [image('1.20'), '>=1.21', false],
    [image('1.20'), '>=1.22', true],
    [image('1.19'), '>=1.22', true],
    [image('1.19'), '>=1.21', false],
    [image('1.18'), '>=1.22', false],
    [image('1.18'), '>=1.21.0', true],
    [image('1.21'), '>=1.21.9', false],
    [image('1.21.0'), '>=1.21.9', true],
    [image('1.21'), '>=1.22', true],
    // A toolchain that is named asks for nothing less or more.
    [image('1.18'), '1.22.0', false],
    [go('1.21'), '>=1.22', true],
    [go('1.22'), '>=1.22.5', false],
    [go(' 1.23.x '), '>=1.22', false],
    // A preference that builds nothing refuses nothing.
    [go('1.18', { strength: 'preferred' }), '>=1.22', false],
    [go('stable'), '>=1.22', false],
  ])('%j with a go line of %s: refused is %s', (toolchain, line, isRefused) => {
    expect(toolchainRule.clash([toolchain, go(line)], APART) !== undefined).toBe(isRefused);
  });

  it('a preferred line asks for nothing', () => {
    expect(toolchainRule.clash([image('1.20'), go('>=1.22', { strength: 'preferred' })], APART)).toBeUndefined();
  });

  it.each([
    ['1.22', '1.22.4', true],
    ['1.22', '1.23.0', false],
    ['>=1.22.3', '1.22', true],
    ['>=1.22.3', '1.22.2', false],
    ['any', '1.18', true],
  ])('%s admits %s: %s', (constraint, version, isAdmitted) => {
    expect(toolchainRule.admits?.(version, go(constraint))).toBe(isAdmitted);
  });
});
