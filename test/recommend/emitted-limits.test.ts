import { expect, it } from 'vitest';
import type { RecommendationTarget } from '../../src/model/index.ts';
import { written } from './written.ts';

/** Memory, time and disk that a service is declared to need, in the files that ask for them. */

function template(properties: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: apps/orders/
      Handler: app.handler
      Runtime: python3.13
      ${properties}
`;
}

const facts = (text: string): Readonly<Record<string, string>> => ({
  'cohost.yaml': `services:\n  apps/orders: { facts: ${text} }\n`,
});

const CASES: readonly (readonly [
  what: string,
  target: RecommendationTarget,
  given: Readonly<Record<string, string>>,
  file: string,
  lines: readonly string[],
])[] = [
  ['a function without a word', 'lambda-zip', {}, 'template.yaml', ['MemorySize: 512', 'Timeout: 30']],
  [
    'the /tmp that a function has today',
    'lambda-zip',
    { 'template.yaml': template('EphemeralStorage: { Size: 4096 }') },
    'orders/template.yaml',
    ['MemorySize: 512', 'Timeout: 30', 'EphemeralStorage:', 'Size: 4096'],
  ],
  [
    'declared disk goes before it',
    'lambda-image',
    { ...facts('{ diskMiB: 2048.5, memoryMiB: 1000.5 }'), 'template.yaml': template('EphemeralStorage: { Size: 4096 }') },
    'orders/template.yaml',
    ['MemorySize: 1001', 'Timeout: 30', 'EphemeralStorage:', 'Size: 2049'],
  ],
  ['what every function has', 'lambda-zip', facts('{ diskMiB: 512 }'), 'template.yaml', ['MemorySize: 512', 'Timeout: 30']],
  ['what every task has', 'fargate', facts('{ diskMiB: 20480 }'), 'task.yaml', ["Cpu: '256'", "Memory: '512'"]],
  [
    'a task with more',
    'fargate',
    facts('{ diskMiB: 20481, memoryMiB: 249856 }'),
    'task.yaml',
    ["Cpu: '32768'", "Memory: '249856'", 'EphemeralStorage:', 'SizeInGiB: 21'],
  ],
  ['what no task holds', 'container', facts('{ memoryMiB: 260000 }'), 'compose.yaml', ["cpus: '32'", 'memory: 260000M']],
];

it.each(CASES)('%s as %s', async (_, target, given, file, expected) => {
  const files = await written(
    {
      'apps/orders/requirements.txt': 'requests==2.31.0\n',
      'apps/orders/app.py': 'def handler(event, context): return 1\n',
      ...given,
    },
    target,
  );
  const limits = files(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:MemorySize|Timeout|EphemeralStorage|Size|SizeInGiB|Cpu|Memory|cpus|memory):/.test(line));
  expect(limits).toEqual(expected);
});
