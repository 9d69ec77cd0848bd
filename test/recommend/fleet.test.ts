import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Conflict, Service } from '../../src/model/index.ts';
import { recommendAll } from '../../src/recommend/fleet.ts';
import { service } from './build.ts';

const HOSTS = 'hosts:\n  - { name: vm, share: allow, services: [cart, web] }\n';

function clash(clearedBy: Conflict['clearedBy'], services: readonly string[]): Conflict {
  return {
    id: 'c_1',
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'python',
    subject: 'pkg:pypi/werkzeug',
    services,
    demands: [],
    sides: [],
    depth: 'declared',
    clearedBy,
    message: '',
    explanation: [],
    fixes: [],
  };
}

function advise(
  files: Readonly<Record<string, string>>,
  conflicts: readonly Conflict[] = [],
  today = '2026-11-24',
): ReturnType<typeof recommendAll> {
  const services: readonly Service[] = ['cart', 'web', 'mail'].map((id) =>
    service({ id, ecosystem: 'python', deps: ['flask'], run: [{ name: 'web', command: ['gunicorn', 'app:app'] }] }),
  );
  return recommendAll({
    fleet: {
      services,
      leftOut: [],
      unjoined: [],
      diagnostics: [],
      manifests: 3,
      target: {
        python: '3.13',
        node: '24',
        jdk: '21',
        go: '1.26',
        platform: 'linux-x86_64',
        because: { python: '', node: '', jdk: '', go: '', platform: '' },
      },
    },
    conflicts,
    placement: { level: 'environment', hosts: [], lowerBound: 1, optimal: true },
    config: loadConfig(memoryTree(files)),
    platform: 'aws',
    today,
  });
}

const targets = (files: Readonly<Record<string, string>>, conflicts: readonly Conflict[] = []): readonly string[] =>
  advise(files, conflicts).recommendations.map((one) => one.target);

describe('sharing', () => {
  it('is advised only where config allows it', () => {
    expect(targets({})).toEqual(['fargate', 'fargate', 'fargate']);
    expect(targets({ 'cohost.yaml': HOSTS })).toEqual(['shared-host', 'shared-host', 'fargate']);
  });

  it('ends with a conflict among the tenants, not with one elsewhere', () => {
    expect(targets({ 'cohost.yaml': HOSTS }, [clash('process', ['cart', 'web'])])).toEqual(['fargate', 'fargate', 'fargate']);
    expect(targets({ 'cohost.yaml': HOSTS }, [clash('process', ['cart', 'mail'])])).toEqual([
      'shared-host',
      'shared-host',
      'fargate',
    ]);
  });

  it('survives a conflict that the service’s own level ends', () => {
    const levels = `${HOSTS}services:\n  cart: { level: process }\n`;
    expect(targets({ 'cohost.yaml': levels }, [clash('process', ['cart', 'web'])])[0]).toBe('shared-host');
    expect(targets({ 'cohost.yaml': levels }, [clash('container', ['cart', 'web'])])[0]).toBe('fargate');
  });
});

it('reads facts, a rules file with its wrong lines, and tells old data', () => {
  const files = {
    'cohost.yaml': 'services:\n  mail: { facts: { jobSeconds: 4000 } }\n',
    'cohost.rules.tsv': 'XX001\tsignal:web-sync\tcontainer:+9\tours\tthe platform team says so\t\twiki 2026\thigh\nXX002\toops\n',
  };
  const { recommendations, diagnostics } = advise(files, [], '2027-11-24');
  expect(recommendations.map((one) => one.target)).toEqual(['container', 'container', 'container']);
  expect(recommendations[2]?.reasons.map((reason) => reason.theme)).toContain('timeout-15min');
  expect(diagnostics.map((one) => [one.code, one.file, one.line])).toEqual([
    ['config/rules-row', 'cohost.rules.tsv', 2],
    ['packaging/stale-data', undefined, undefined],
  ]);
});
