import { describe, expect, it } from 'vitest';
import { isItsHandler } from '../../src/recommend/conditions/library.ts';
import { breakEven, taskSize } from '../../src/recommend/cost.ts';
import { RULE_ROWS } from '../../src/recommend/data/rules.ts';
import { unifiedDiff } from '../../src/recommend/emit/index.ts';
import { roleOf } from '../../src/recommend/roles.ts';
import { builtInRules, mergeRules, parseRulesFile } from '../../src/recommend/rules.ts';
import { admits, constraintsOf } from '../../src/recommend/runtime.ts';
import { signalsOf } from '../../src/recommend/signals.ts';
import { estimateSize } from '../../src/recommend/size.ts';
import { type ServiceShape, service } from './build.ts';

describe('rules', () => {
  it('parses every built-in row', () => {
    expect(builtInRules()).toHaveLength(RULE_ROWS.length);
  });

  it('names the line of a wrong row', () => {
    const good = 'XX001\tsignal:gpu\tcontainer:+1\tmine\ttext\t\tour wiki\thigh';
    const text = [
      '# ours',
      good,
      good.replace('container', 'cloud').replace('001', '002'),
      good.replace('signal:gpu', 'signal gpu').replace('001', '003'),
      'XX004\tshort',
      good,
    ].join('\n');
    const { rules, diagnostics } = parseRulesFile(text, 'rules.tsv');
    expect(rules.map((rule) => rule.id)).toEqual(['XX001']);
    expect(diagnostics.map((one) => [one.line, one.code])).toEqual([
      [3, 'config/rules-row'],
      [4, 'config/rules-row'],
      [5, 'config/rules-row'],
      [6, 'config/rules-duplicate'],
    ]);
    expect(mergeRules(rules).at(-1)?.id).toBe('XX001');
  });
});

it.each<[what: string, file: string, shape: Partial<ServiceShape>, isItsOwn: boolean]>([
  ['of a service', 'handler.py', {}, true],
  ['of a library', 'handler.py', { role: 'library' }, false],
  ['of a package with commands', 'handler.py', { packaged: true, scripts: { deploy: 'deploy:main' } }, false],
  ['of a package without commands', 'handler.py', { packaged: true }, true],
  ['of scripts that are no package', 'handler.py', { scripts: { deploy: 'deploy:main' } }, true],
  ["by Lambda's own name, of a library", 'lambda_function.py', { role: 'library' }, true],
])('a handler %s is its own or what it deploys elsewhere', (_, name, shape, isItsOwn) => {
  const own = service({ ecosystem: 'python', ...shape });
  const origin = { file: `src/${name}`, line: 1 };
  expect(isItsHandler({ kind: 'lambda-handler', origin }, own)).toBe(isItsOwn);
  expect(isItsHandler({ kind: 'consumer-group', origin }, own)).toBe(false);
});

it('an image says what runs where no manifest does, and ports and system packages say nothing of it', () => {
  const own = service({ ecosystem: 'python', images: ['python:3.12-slim'], packages: ['apk:python'] });
  const origin = { file: 'Dockerfile', line: 1 };
  const common = {
    service: own.id,
    key: 'python',
    constraint: '3.12',
    kind: 'range',
    strength: 'declared',
    group: 'default',
  } as const;
  const demand = (realm: 'runtime' | 'os') => ({ ...common, realm, subject: `${realm}:python`, via: [], origin });
  const deployments = own.deployments.map((one) => ({
    ...one,
    facts: { ...one.facts, demands: [demand('os'), { ...demand('runtime'), constraint: '3.11' }] },
  }));
  expect(constraintsOf({ ...own, deployments }, 'python')).toEqual([{ constraint: '3.11', origin }]);
  const declared = service({ ecosystem: 'python', runtime: '>=3.9', images: ['python:3.12-slim'] });
  expect(constraintsOf({ ...declared, deployments }, 'python').map(({ constraint }) => constraint)).toEqual(['>=3.9']);
});

it('a package tells of one thing once, as what runs and as types', () => {
  expect(signalsOf(service({ ecosystem: 'npm', deps: ['@types/aws-lambda'] }))).toHaveLength(1);
  expect(signalsOf(service({ ecosystem: 'npm', deps: ['aws-lambda'] }))).toHaveLength(1);
});

describe('runtime constraints', () => {
  it.each([
    ['python', '>=3.9,<3.13', '3.12', true],
    ['python', '>=3.9,<3.13', '3.13', false],
    ['python', '~=3.11', '3.13', true],
    ['python', '~=3.11.2', '3.12', false],
    ['python', '^3.11', '3.13', true],
    ['python', '==3.11.*', '3.11', true],
    ['python', '<=3.10', '3.11', false],
    ['python', '3.8', '3.9', false],
    ['node', '>=18 <21', '20', true],
    ['node', '^16', '18', false],
    ['node', '22.x || 24.x', '24', true],
    ['jdk', '17', '21', true],
    ['jdk', '1.8', '8', true],
    ['jdk', '25', '21', false],
  ] as const)('%s %s and %s', (family, constraint, version, expected) => {
    expect(admits(family, constraint, version)).toBe(expected);
  });
});

describe('cost', () => {
  it('equals the worked example: two tasks of 0.25 vCPU and 0.5 GB against 100 ms at 512 MiB', () => {
    const cost = breakEven({ requestsPerMonth: 1_000_000, avgDurationMs: 100, memoryMiB: 512 });
    expect(cost?.fargateMonth).toBeCloseTo(18.02, 2);
    expect((cost?.break ?? 0) / 1e6).toBeCloseTo(17.44, 1);
    expect(cost?.side).toBe('low');
  });

  it('takes the smallest valid task', () => {
    expect(taskSize(512)).toEqual({ vcpu: 0.25, gb: 0.5 });
    expect(taskSize(20_000)).toEqual({ vcpu: 4, gb: 20 });
    expect(taskSize(300_000)).toBeUndefined();
  });
});

describe('sizes', () => {
  it('counts a shared dependency once', () => {
    const both = estimateSize(service({ ecosystem: 'python', deps: ['pandas', 'numpy'] })).unzippedBytes;
    const one = estimateSize(service({ ecosystem: 'python', deps: ['pandas'] })).unzippedBytes;
    expect(both).toBe(one);
  });

  it.each([
    ['next', '^13.4.0', 200_799_990],
    ['next', '~11.1.0', 74_651_295],
    ['next', 'latest', 327_731_431],
    ['next', '^13.4.0 || ^14.0.0', 223_140_580],
    ['next', '^13.4.0 || >=15', 327_731_431],
    ['@prisma/client', '5.22.0', 25_182_711],
  ])('weighs the release that is asked for: %s %s', (name, constraint, bytes) => {
    const made = service({ ecosystem: 'npm', deps: [name] });
    const units = made.units.map((unit) => ({
      ...unit,
      dependencies: unit.dependencies.map((one) => ({ ...one, constraint })),
    }));
    expect(estimateSize({ ...made, units }).largest.map((part) => part.bytes)).toContain(bytes);
  });

  it('says unknown where nothing was measured', () => {
    expect(estimateSize(service({ ecosystem: 'python', deps: ['our-own-thing'] })).method).toBe('unknown');
  });
});

it.each([
  ['celery -A shop.web worker', 'x', 'worker'],
  ['celery -A shop beat', 'x', 'scheduler'],
  ['gunicorn shop.worker:app', 'x', 'web'],
  ['node dist/orderConsumer.js', 'x', 'worker'],
  ['python main.py', 'api', 'web'],
  ['./run', 'x', 'unknown'],
  ['python -m uvicorn main:app --workers 4', 'x', 'web'],
  ['--config /app/config.yaml --port 4000 --num_workers 2', 'proxy', 'unknown'],
  ['node dist/main.js --max-workers=2', 'x', 'unknown'],
  ['node dist/main.js --worker', 'x', 'worker'],
  ['/usr/bin/gunicorn -k uvicorn.workers.UvicornWorker app:app', 'x', 'web'],
  ['node main.js --role=worker', 'x', 'worker'],
  ['python ingest.py', 'x', 'worker'],
  ['/bin/sh -c CompileDaemon --build="go build -o main cmd/main.go" --command=./main', 'gateway', 'web'],
  ['./sync-daemon', 'x', 'worker'],
])('%s (%s) is %s', (command, name, role) => {
  expect(roleOf(command, name)).toBe(role);
});

describe('unified diff', () => {
  it('shows a new file, a change, and nothing', () => {
    expect(unifiedDiff('a', undefined, 'x\n')).toBe('--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n');
    expect(unifiedDiff('a', 'x\ny\n', 'x\ny\n')).toBe('');
    expect(unifiedDiff('a', '1\n2\n3\n4\n5\n', '1\n2\nthree\n4\n5\n')).toBe(
      '--- a/a\n+++ b/a\n@@ -1,5 +1,5 @@\n 1\n 2\n-3\n+three\n 4\n 5\n',
    );
  });
});
