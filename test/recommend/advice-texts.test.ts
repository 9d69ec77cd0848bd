import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Recommendation } from '../../src/model/index.ts';
import { builtDirectory } from '../../src/recommend/browser-builds.ts';
import { lines, packageJson, pom, pythonImage, sam } from './experts/case.ts';

async function adviceFor(files: Readonly<Record<string, string>>): Promise<Recommendation | undefined> {
  const tree = memoryTree(files);
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24' });
  return report.recommendations[0];
}

const reasonOf = (advice: Recommendation | undefined, theme: string): string | undefined =>
  advice?.reasons.find((reason) => reason.theme === theme)?.text;

const wayToLambda = (advice: Recommendation | undefined): string | undefined =>
  advice?.alternatives.find(({ target }) => target === 'lambda-zip')?.because;

const handler = 'com.example.H::handleRequest';
const spring = pom('h', ['org.springframework.cloud:spring-cloud-function-adapter-aws:4.2.0'], { boot: true });

it.each([
  [
    'a template that sets it',
    { 'template.yaml': sam('java21', handler, 'SnapStart: { ApplyOn: PublishedVersions }') },
    /^SnapStart is set/,
  ],
  [
    'a template that turns it off',
    { 'template.yaml': sam('java21', handler, 'SnapStart: { ApplyOn: None }') },
    /publish versions and set SnapStart$/,
  ],
  [
    'a function of Serverless',
    {
      'serverless.yml': lines(
        'service: h',
        'provider: { name: aws, runtime: java21 }',
        'functions:',
        `  h: { handler: '${handler}', snapStart: true }`,
      ),
    },
    /^SnapStart is set/,
  ],
  ['nothing that sets it', { 'template.yaml': sam('java21', handler) }, /publish versions and set SnapStart$/],
  ['an image, which has none', { Dockerfile: 'FROM public.ecr.aws/lambda/java:21\n' }, /this image starts its own/],
])('SnapStart: %s', async (_, files, told) => {
  expect(reasonOf(await adviceFor({ 'pom.xml': spring, ...files }), 'snapstart')).toMatch(told);
});

it('names what needs the GPU, not the reservation or the base image', async () => {
  const cuda = { Dockerfile: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCMD ["python3","sim.py"]\n' };
  expect(reasonOf(await adviceFor({ ...cuda, 'requirements.txt': 'cupy-cuda12x==13.3.0\n' }), 'gpu')).toMatch(
    /^cupy-cuda12x needs a GPU/,
  );
  expect(reasonOf(await adviceFor({ ...cuda, 'requirements.txt': 'requests==2.32.3\n' }), 'gpu')).toMatch(
    /^the service needs a GPU/,
  );
});

it('says what brings a service to Lambda, and no container among it', async () => {
  const grpc = {
    'requirements.txt': 'grpcio==1.68.1\ngrpcio-reflection==1.68.1\n',
    Dockerfile: pythonImage(['python', 'server.py']),
  };
  expect(wayToLambda(await adviceFor(grpc))).toBe('not as it stands: a gRPC server; Connect or an HTTP facade');
  const worker = { 'requirements.txt': 'temporalio==1.9.0\n', Dockerfile: pythonImage(['python', 'worker.py']) };
  expect(wayToLambda(await adviceFor(worker))).toBe(
    'not as it stands: a workflow worker; durable functions or Step Functions after a rewrite',
  );
});

it('knows no way to Lambda for more memory than any of its forms has', async () => {
  const api = { 'requirements.txt': 'flask==3.1.0\n' };
  expect(wayToLambda(await adviceFor({ ...api, 'cohost.facts.yaml': 'memoryMiB: 16384\n' }))).toMatch(
    /Managed Instances up to 32 GB$/,
  );
  expect(wayToLambda(await adviceFor({ ...api, 'cohost.facts.yaml': 'memoryMiB: 65536\n' }))).toBeUndefined();
});

it('speaks of a host that is missing as of one that would be there', async () => {
  const advice = await adviceFor({ 'package.json': packageJson('in', { usb: '^2.14.0' }, { scripts: { start: 'node in.js' } }) });
  expect(advice?.wouldChangeIf).toContain('a declared host that it may share (hosts: share: allow): shared-host');
});

it('agrees with how many there are', async () => {
  const advice = await adviceFor({ 'requirements.txt': 'torch==2.5.1\ntorchvision==0.20.1\nfastapi==0.115.6\n' });
  expect(reasonOf(advice, 'resource-blast-radius')).toMatch(/^torch and torchvision can starve their neighbours/);
});

it('takes the files of a generated site from where its framework leaves them', () => {
  expect(builtDirectory([{ name: 'nuxt' }, { name: 'vite' }])).toBe('.output/public');
  expect(builtDirectory([{ name: 'vite' }])).toBe('dist');
});
