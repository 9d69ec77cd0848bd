import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { analyze, packageServices } from '../../src/index.ts';
import { scheduleExpression } from '../../src/recommend/emit/ecs.ts';
import { nomadProblems } from '../emitted/nomad.ts';
import { samples } from '../emitted/samples.ts';

const ALL = samples();

function text(sample: string, file: string): string {
  return ALL.get(sample)?.find(({ path }) => path.endsWith(file))?.content ?? '';
}

describe('emitted files', () => {
  it('are written for every ecosystem and target, say why, and end with a line break', () => {
    for (const [name, files] of ALL) {
      expect(files.length, name).toBeGreaterThan(0);
      for (const file of files) {
        expect(file.content.endsWith('\n'), file.path).toBe(true);
        expect(file.content, file.path).toMatch(/cohost/);
        expect(file.content, file.path).not.toMatch(/undefined|\[object/);
      }
    }
  });

  it('never run as root and never ask for privileges', () => {
    const all = [...ALL.values()];
    expect(all.flat().filter(({ path }) => path.endsWith('/Dockerfile')).length).toBeGreaterThan(3);
    for (const files of all) {
      for (const file of files) {
        if (file.path.endsWith('/Dockerfile')) expect(file.content).toMatch(/^USER \d+:\d+$/m);
        expect(file.content).not.toMatch(/privileged: true|docker\.sock/);
      }
    }
  });

  it.each([
    [
      'headers and libraries in their stages',
      'svc/letters-container',
      '/Dockerfile',
      / gcc libpq-dev pkg-config &&[\s\S]* libmariadb3 libpango-1\.0-0 .*libpq5 &&/,
    ],
    [
      'a compiler for addons, ffmpeg where it runs',
      'svc/clips-container',
      '/Dockerfile',
      / g\+\+ make python3 &&[\s\S]* ffmpeg &&/,
    ],
    ['a tool beside a JVM', 'svc/scans-container', '/Dockerfile', / tesseract-ocr &&/],
    [
      'Go that is linked against C',
      'svc/thumbs-container',
      '/Dockerfile',
      /libvips-dev[\s\S]*CGO_ENABLED=1[\s\S]*FROM debian:13-slim[\s\S]*libvips42/,
    ],
    [
      'Go that drives a browser is static and has a userland',
      'svc/prints-container',
      '/Dockerfile',
      /CGO_ENABLED=0[\s\S]*FROM debian:13-slim[\s\S]* chromium &&/,
    ],
    [
      'Alpine names on Alpine, and what the image has today',
      'svc/letters-alpine-container',
      '/Dockerfile',
      /FROM python:3\.\d+-alpine AS build[\s\S]*apk add --no-cache gcc libpq-dev musl-dev\n[\s\S]*apk add --no-cache font-dejavu harfbuzz-subset libpq pango\n/,
    ],
    [
      'Alpine for Node',
      'svc/clips-alpine-container',
      '/Dockerfile',
      /FROM node:24-alpine\n[\s\S]*apk add --no-cache cairo ffmpeg /,
    ],
    ['Alpine for the JVM', 'svc/scans-alpine-container', '/Dockerfile', /-jre-alpine\n[\s\S]*apk add .*tesseract-ocr/],
    [
      'a browser that a package downloads itself',
      'svc/pages-container',
      '/Dockerfile',
      /PLAYWRIGHT_BROWSERS_PATH=[\s\S]*RUN npx playwright install --with-deps chromium\nUSER/,
    ],
    [
      'a browser of the distribution',
      'svc/shots-container',
      '/Dockerfile',
      / chromium &&[\s\S]*PUPPETEER_EXECUTABLE_PATH=\/usr\/bin\/chromium/,
    ],
    [
      'a function with what Amazon Linux lacks',
      'svc/clips-lambda-image',
      '/Dockerfile',
      /FROM node:24-slim AS build[\s\S]*aws-lambda-ric@4[\s\S]* ffmpeg &&[\s\S]*ENTRYPOINT .*aws-lambda-ric/,
    ],
    [
      'a function in Python with native packages',
      'svc/letters-lambda-image',
      '/Dockerfile',
      /awslambdaric==[\s\S]* libpq5 &&[\s\S]*"-m", "awslambdaric"\]/,
    ],
    [
      'a function in Go that is linked',
      'svc/thumbs-lambda-image',
      '/Dockerfile',
      /CGO_ENABLED=1[\s\S]*FROM debian:13-slim[\s\S]*ENTRYPOINT \["\/bootstrap"\]/,
    ],
    [
      "dnf on Lambda's own image",
      'svc/amazon-lambda-image',
      '/Dockerfile',
      /FROM amazon\/aws-lambda-python[\s\S]*dnf install -y libpq && dnf clean all/,
    ],
    ['a zip of Go that is linked', 'svc/thumbs-lambda-zip', '/bundle.sh', /Amazon Linux 2023[\s\S]*CGO_ENABLED=1/],
    [
      'TypeScript is built before it is bundled',
      'plain-build-lambda-zip',
      '/bundle.sh',
      /npm run build\)\nrm -rf "\$build\/node_modules"\n\(cd "\$build" && npm install --omit=dev .*--os=linux/,
    ],
    [
      'TypeScript is built for an image',
      'npm-build-lambda-image',
      '/Dockerfile',
      /npm run build[\s\S]*COPY --from=build "\$\{LAMBDA_TASK_ROOT\}\/"/,
    ],
    [
      'a start command of a package’s finds its program',
      'site-cli-container',
      '/Dockerfile',
      /ENV NODE_ENV=production PATH="\/app\/node_modules\/\.bin:\$PATH"\n[\s\S]*CMD \["next", "start"\]/,
    ],
    ['so does a unit', 'site-cli-shared-host', '.service', /Environment="PATH=\/opt\/pages\/app\/node_modules\/\.bin:/],
    ['node itself needs nothing', 'npm-lock-container', '/Dockerfile', /ENV NODE_ENV=production\n/],
    ['Quarkus packs itself', 'quarkus-0-lambda-zip', '/bundle.sh', /unzip -q target\/function\.zip/],
    ['Quarkus names its handler', 'quarkus-0-lambda-zip', '/template.yaml', /QuarkusStreamHandler::handleRequest/],
    [
      'Quarkus lays out its application',
      'quarkus-1-container',
      '/Dockerfile',
      /mv build\/quarkus-app \/out[\s\S]*quarkus-run\.jar/,
    ],
    [
      'releases of Quarkus before 1.12 leave a jar beside its libraries',
      'quarkus-1-container',
      '/Dockerfile',
      /else mkdir \/out && mv build\/\*-runner\.jar \/out\/quarkus-run\.jar && if \[ -d build\/lib \]/,
    ],
    [
      'a job that a clock starts is a CronJob',
      'jobs/report-kubernetes',
      '/kubernetes.yaml',
      /kind: CronJob[\s\S]*schedule: '\*\/10 6-18 \* \* 1-5'[\s\S]*restartPolicy: Never/,
    ],
    [
      'a server is ready when it answers, and has no rights',
      'python-plain-container-kubernetes',
      '/kubernetes.yaml',
      /type: RuntimeDefault[\s\S]*drop: \['ALL'\]\n {10}readinessProbe:\n {12}tcpSocket:\n {14}port: 8080\n/,
    ],
    ['who is not root can write a volume', 'python-stateful-container-kubernetes', '/kubernetes.yaml', /fsGroup: 10001\n/],
    ...(['python', 'npm', 'jvm', 'go'] as const).map(
      (one) =>
        [
          `in an image of ${one} too`,
          `${one}-stateful-container-compose`,
          '/Dockerfile',
          /(?:install -d -o (\d+) -g \1|--chown=65532:65532 \/srv) \/data\n[\s\S]*USER/,
        ] as const,
    ),
    ['a job that runs once is a Job', 'jobs/import-kubernetes', '/kubernetes.yaml', /kind: Job\n/],
    ['a job does not restart', 'jobs/report-compose', '/compose.yaml', /cron: \*\/10[\s\S]*restart: 'no'/],
    ['a stack runs a job once', 'jobs/import-swarm', '/stack.yaml', /mode: replicated-job/],
    [
      'Nomad keeps the clock',
      'jobs/report-nomad',
      '.nomad.hcl',
      /type {8}= "batch"[\s\S]*crons {12}= \["\*\/10 6-18 \* \* 1-5"\]/,
    ],
    ['EventBridge keeps the clock', 'jobs/report-fargate', '/task.yaml', /cron\(0\/10 6-18 \? \* 2-6 \*\)/],
    ['a unit of a job ends', 'jobs/report-shared-host', '.service', /Type=oneshot/],
    ['what fires jobs is alone', 'jobs/beat-kubernetes', '/kubernetes.yaml', /replicas: 1\n {2}strategy:\n {4}type: Recreate/],
    ['what fires jobs is alone on a swarm', 'jobs/beat-swarm', '/stack.yaml', /replicas: 1\n/],
  ] as const)('%s', (_, sample, file, expected) => {
    expect(text(sample, file)).toMatch(expected);
  });
});

describe('a clock of cron as EventBridge Scheduler keeps it', () => {
  it.each([
    ['0 3 * * *', 'cron(0 3 * * ? *)'],
    ['*/10 * * * *', 'cron(0/10 * * * ? *)'],
    ['15 6 1 */3 *', 'cron(15 6 1 1/3 ? *)'],
    ['0 0 * * 0', 'cron(0 0 ? * 1 *)'],
    ['0 0 * * 1,3-5', 'cron(0 0 ? * 2,4-6 *)'],
    ['0 0 1 * 1', undefined],
    ['@daily', undefined],
    ['0 3 * *', undefined],
    ['0 3 * * MON', undefined],
  ] as const)('%s', (cron, expected) => {
    expect(scheduleExpression(cron)).toBe(expected);
  });
});

it('tells what a Nomad job lacks', () => {
  const task = { driver: '"docker"', config: [{ image: '"a:1"' }], resources: [{ cpu: 500, memory: 512 }] };
  const job = { datacenters: ['"*"'], type: '"service"', group: [{ '"a"': { count: 1, task: [{ '"a"': task }] } }] };
  expect(nomadProblems({ job: [{ '"a"': job }] })).toEqual([]);
  expect(nomadProblems({ job: [{ a: { ...job, periodic: [{ crons: ['* * * * *'] }] } }] })).toEqual([
    'job.0.a: only a batch job is periodic',
  ]);
  expect(nomadProblems({ job: [{ a: { ...job, group: [{ a: { count: 0, task: [{ a: task }] } }] } }] })).toHaveLength(1);
  expect(nomadProblems({ job: [{ a: { ...job, datacenters: undefined } }] })).toHaveLength(1);
});

const TODAY = '2026-11-24';

async function packaged(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const tree = memoryTree(files);
  const config = loadConfig(tree);
  const { fleet, report } = await analyze({ tree, starts: ['.'], config, today: TODAY });
  const { recommendations, placement } = report;
  const { files: written } = packageServices({ fleet, recommendations, placement, config, today: TODAY, services: [] });
  return new Map(written.map(({ path, content }) => [path, content]));
}

describe('files of a fleet', () => {
  it('are none of what no emitter knows, and say so', async () => {
    const tree = memoryTree({ 'a/requirements.txt': 'flask\n', 'a/Procfile': 'web: gunicorn a:app\n' });
    const config = loadConfig(tree);
    const { fleet, report } = await analyze({ tree, starts: ['.'], config, today: TODAY });
    const services = fleet.services.map((one) => ({ ...one, ecosystems: [] }));
    const { recommendations, placement } = report;
    const request = { recommendations, placement, config, today: TODAY, services: [], target: 'container' } as const;
    expect(packageServices({ ...request, fleet }).skipped).toEqual([]);
    const { files, skipped } = packageServices({ ...request, fleet: { ...fleet, services } });
    expect(files).toEqual([]);
    expect(skipped).toEqual([{ service: 'a', because: 'files are written for python, npm, jvm and go alone' }]);
  });

  it('begin with the version that the service runs on today', async () => {
    const files = await packaged({
      'a/requirements.txt': 'flask==2.0.3\n',
      'a/Dockerfile': 'FROM python:3.9-slim\nCMD ["gunicorn", "a:app"]\n',
      'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["flask"]\n',
      'b/Dockerfile': 'FROM python:3.9-slim\nCMD ["gunicorn", "b:app"]\n',
    });
    expect(files.get('a/Dockerfile')).toContain('FROM python:3.9-slim AS build');
    expect(files.get('b/Dockerfile')).toContain('FROM python:3.13-slim AS build');
    expect(files.get('a/Dockerfile')).not.toContain('today');
    expect(files.get('b/Dockerfile')).toContain('It runs on python ==3.9.* today (b/Dockerfile:1): try it on python 3.13 first.');
  });

  it('say where an image brings another release, of which none is built any more', async () => {
    const files = await packaged({
      'c/package.json': '{ "name": "c", "scripts": { "start": "node c.js" }, "dependencies": { "express": "^4" } }',
      'c/Dockerfile': 'FROM node:10-alpine\nCMD ["node", "c.js"]\n',
    });
    expect(files.get('c/Dockerfile')).toContain('It runs on node 10.x today (c/Dockerfile:1): try it on node 24 first.');
  });

  it('say nothing of a release that the root chooses for others', async () => {
    const files = await packaged({
      '.python-version': '3.12.13\n',
      'a/pyproject.toml':
        '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.11,<3.12"\ndependencies = ["flask==3.1.0", "gunicorn==23.0.0"]\n',
      'a/Procfile': 'web: gunicorn app:app\n',
      'b/requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\n',
      'b/Procfile': 'web: gunicorn app:app\n',
    });
    expect(files.get('a/Dockerfile')).toMatch(/^FROM python:3\.11/m);
    expect(files.get('a/Dockerfile')).not.toContain('It runs on');
    expect(files.get('b/Dockerfile')).toMatch(/^FROM python:3\.12/m);
  });

  it('install from the requirements that there are, with a Python that the host has', async () => {
    const files = await packaged({
      'a/requirements/prod.txt': '-r base.txt\ngunicorn==23.0.0\n',
      'a/requirements/base.txt': 'flask==3.1.0\n',
      'b/requirements.txt': 'flask==3.1.0\n',
      'cohost.yaml': 'hosts:\n  - { name: vm, share: allow, services: [b], python: ["3.11", "3.12"] }\n',
    });
    expect(files.get('b/install.sh')).toContain('python3.12 -m venv');
    expect([...files.entries()].find(([path]) => path.endsWith('a/Dockerfile'))?.[1]).toMatch(
      /COPY requirements\/ \.\/requirements\/\nRUN pip install --no-cache-dir -r requirements\//,
    );
  });

  it('run processes of one service from one image on one host', async () => {
    const files = await packaged({
      'shop/requirements.txt': 'django==5.1.3\ngunicorn==23.0.0\ncelery==5.4.0\n',
      'shop/Procfile': 'web: gunicorn shop.wsgi\nworker: celery -A shop worker\n',
    });
    const compose = files.get('host-1.compose.yaml') ?? '';
    expect(compose).toMatch(/context: '\.\/shop'[\s\S]*command: \["celery"/);
    expect(compose).not.toContain('./shop-worker');
  });
});
