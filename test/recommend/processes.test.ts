import { describe, expect, it } from 'vitest';
import { processesOf } from '../../src/recommend/processes.ts';
import { isAside, roleOf } from '../../src/recommend/roles.ts';
import { reportOf } from '../fleets/fleet.ts';
import { type ServiceShape, service } from './build.ts';

describe('what a process is, by its command and name', () => {
  it.each([
    ['nginx -g daemon off;', 'web', 'web'],
    ['sh -c celery -A shop.tasks worker & celery -A shop.tasks beat & uvicorn ready:app', '', 'worker'],
    ['celery --app=shop worker -l info --beat', '', 'worker'],
    ['celery -A worker -l info beat', '', 'scheduler'],
    ['celery -A shop.worker beat', 'worker', 'scheduler'],
    ['celery -A shop flower', '', 'web'],
    ['', 'celery', 'worker'],
    ['', 'celery-worker', 'worker'],
    ['', 'celery-exporter', 'web'],
    ['', 'celery-web', 'web'],
    ['', 'site-scanner-consumer', 'worker'],
    ['', 'web-scheduler', 'scheduler'],
    ['', 'worker-api', 'worker'],
    ['', 'ingest', 'worker'],
    ['', 'worker2', 'worker'],
    ['', 'web-worker-2', 'worker'],
    ['', 'api-v2', 'web'],
    ['', 'ingest-gateway', 'web'],
    ['', 'ingest-gateway-worker', 'worker'],
    ['python ingest_server.py', '', 'web'],
    ['python -m backend.ingest', '', 'worker'],
    ['httpd -D FOREGROUND', '', 'web'],
    ['/entrypoint.sh', 'import-orders', 'unknown'],
    ['/entrypoint.sh', 'report-service', 'unknown'],
    ['/entrypoint.sh', 'nightly-report', 'job'],
    ['java -jar app.jar', 'job-service', 'unknown'],
    ['java -jar app.jar', 'export-job', 'job'],
    ['java -jar app.jar', 'job-scheduler-service', 'scheduler'],
    ['python manage.py import orders.csv', '', 'job'],
    ['node --import=./tracer.js dist/index.js', '', 'unknown'],
    ['start --import-realm --optimized', '', 'unknown'],
    ['node dist/export.js', 'web', 'job'],
    ['sh -c export HEAP="${MAX_HEAP:-512}" && exec node dist/main', '', 'unknown'],
    ['WORKERS=4 node app.js', '', 'unknown'],
    ['MODE=worker node app.js', '', 'worker'],
    ['npm run export -- --to=a', '', 'job'],
  ] as const)('%s as "%s" is %s', (command, name, role) => {
    expect(roleOf(command, name)).toBe(role);
  });

  it.each([
    ['test_unit', true],
    ['acceptance-tests', true],
    ['test-runner', true],
    ['e2e', true],
    ['integration', false],
    ['latest', false],
    ['test-results-api', false],
  ])('what is called %s runs only around a deployment: %s', (name, expected) => {
    expect(isAside(name)).toBe(expected);
  });

  const roles = (shape: ServiceShape, tool: 'dockerfile' | 'kubernetes' = 'dockerfile'): readonly string[] => {
    const one = service(shape);
    const deployments = one.deployments.map((each) => ({ ...each, facts: { ...each.facts, tool } }));
    return processesOf({ ...one, deployments }).map(({ role }) => role);
  };

  it('what runs beside another is called after what starts it, and by no name that is taken', async () => {
    const images = {
      'apps/api/requirements.txt': 'fastapi==0.115.0\nrq==2.0.0\n',
      'apps/api/Dockerfile': 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "main:app"]\n',
    };
    const called = async (files: Readonly<Record<string, string>>): Promise<readonly (string | undefined)[]> =>
      (await reportOf({ ...images, ...files })).recommendations.map((one) => one.process);
    const worker = 'FROM python:3.12\nCOPY . .\nCMD ["rq", "worker"]\n';
    const composed =
      'services:\n  web: {build: apps/api}\n  tasks: {build: {context: apps/api, dockerfile: ../tasks/Dockerfile}}\n';
    expect(await called({ 'apps/tasks/Dockerfile': worker, 'compose.yaml': composed })).toEqual(['web', 'tasks']);
    const ci = 'jobs: { a: { steps: [{ run: "docker build -t acme/tasks -f apps/tasks/Dockerfile apps/api" }] } }\n';
    expect(await called({ 'apps/tasks/Dockerfile': worker, '.github/workflows/ship.yml': ci })).toEqual(['api', 'worker']);
  });

  it('a folder of jobs holds jobs, unless Kubernetes runs them without end', () => {
    const shape: ServiceShape = { id: 'jobs/notifier', ecosystem: 'python', run: [{ command: ['sh', 'run.sh'] }] };
    expect(roles(shape)).toEqual(['job']);
    expect(roles({ ...shape, id: 'services/notifier' })).toEqual(['unknown']);
    expect(roles(shape, 'kubernetes')).toEqual(['unknown']);
  });

  it.each([
    ['jobs/notifier', 'job'],
    ['gcp-jobs/bn-retry', 'job'],
    ['cronjobs/permanent/discharges', 'job'],
    ['jobs/status-api', 'web'],
    ['backend/jobs', undefined],
    ['services/notifier', undefined],
  ])('where no file starts %s, its place makes it %s', (id, role) => {
    expect(roles({ id, ecosystem: 'python' })).toEqual(role === undefined ? [] : [role]);
  });

  it.each([
    ['jobs/nightly', 'flask==3.0.0', false],
    ['jobs/nightly', 'fastapi==0.110.0', true],
    ['services/nightly', 'flask==3.0.0', true],
  ])('%s with %s serves: %s', async (id, line, isServer) => {
    const { recommendations } = await reportOf({ [`${id}/requirements.txt`]: `${line}\n` });
    const rules = recommendations.flatMap(({ reasons }) => reasons.map(({ rule }) => rule));
    expect(rules.includes('PK052')).toBe(isServer);
  });

  it.each([
    ['flask==3.0.0', 'flask serves HTTP and has no'],
    ['flask==3.0.0\ntornado==6.4\nsanic==24.6', 'flask, sanic and tornado serve HTTP and have no'],
    ['fastapi==0.115.0\naiohttp==3.11.0', 'fastapi serves HTTP and has no'],
    ['aiohttp==3.11.0', 'aiohttp serves HTTP and has no'],
  ])('says what the libraries of %j do in their number', async (lines, text) => {
    const { recommendations } = await reportOf({ 'web/requirements.txt': `${lines}\n` });
    expect(recommendations.flatMap(({ reasons }) => reasons.map((one) => one.text)).join('\n')).toContain(text);
  });

  it.each(['aiohttp==3.11.0\nazure-identity==1.25.1', 'aiohttp==3.11.0\naiohttp-retry==2.9.1'])(
    'what a client talks HTTP with serves none: %j',
    async (lines) => {
      const { recommendations } = await reportOf({ 'sync/requirements.txt': `${lines}\n` });
      expect(recommendations.flatMap(({ reasons }) => reasons.map(({ rule }) => rule))).not.toContain('PK052');
    },
  );

  it.each([
    [
      'compose',
      'services:\n  site: { build: site }\n  db:\n    image: postgres:17\n    depends_on: { site: { condition: service_completed_successfully } }\n',
      1,
    ],
    [
      'a CronJob',
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: site }\nspec:\n  schedule: "0 1 * * *"\n  jobTemplate: { spec: { template: { spec: { containers: [{ name: site, image: acme/site }] } } } }\n',
      1,
    ],
    ['compose, without an end', 'services:\n  site: { build: site }\n', 1],
  ])('what an image starts is one process where %s starts it', async (_, text, count) => {
    const { recommendations } = await reportOf({
      'site/requirements.txt': 'requests==2.32.3\n',
      'site/Dockerfile': 'FROM python:3.13-slim\nCOPY . .\nCMD ["python", "fill.py"]\n',
      'compose.yaml': text.startsWith('services') ? text : 'services: {}\n',
      'k8s/site.yaml': text.startsWith('services') ? '' : text,
    });
    expect(recommendations).toHaveLength(count);
  });

  it('has the packages of the image that it runs in, not of another one of its service', async () => {
    const { recommendations } = await reportOf({
      'shop/requirements.txt': 'flask==3.0.0\ncelery==5.4.0\n',
      'shop/Dockerfile': 'FROM python:3.13-slim\nCMD ["gunicorn", "shop:app"]\n',
      'shop/Dockerfile.worker':
        'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y ffmpeg\nCMD ["celery", "-A", "shop", "worker"]\n',
    });
    const installing = recommendations.filter(({ reasons }) => reasons.some((one) => one.text.includes('installs ffmpeg')));
    expect([recommendations.length, installing.length, installing[0]?.process]).toEqual([2, 1, 'worker']);
  });

  it.each([
    [
      ['api', 'worker', 'docgen'],
      ['web', 'worker'],
    ],
    [
      ['server', 'event-consumer', 'migrate'],
      ['web', 'worker'],
    ],
    [['api', 'docgen'], []],
  ] as const)('of the programs %j of a Go module each is known by its name where one works a queue', (programs, expected) => {
    const scripts = Object.fromEntries(programs.map((name) => [name, `go run ./cmd/${name}`]));
    expect(roles({ ecosystem: 'go', scripts })).toEqual(expected);
  });

  it('has a managed runtime where each of its images has one of its own', async () => {
    const { recommendations } = await reportOf({
      'shop/requirements.txt': 'flask==3.0.0\ncelery==5.4.0\n',
      'shop/Dockerfile': 'FROM python:3.13-slim\nCMD ["gunicorn", "shop:app"]\n',
      'shop/Dockerfile.worker': 'FROM python:3.14-slim\nCMD ["celery", "-A", "shop", "worker"]\n',
      'old/requirements.txt': 'flask==3.0.0\n',
      'old/Dockerfile': 'FROM python:3.6-slim\nCMD ["gunicorn", "shop:app"]\n',
    });
    const unsupported = recommendations.filter(({ reasons }) => reasons.some(({ theme }) => theme === 'runtime-unsupported'));
    expect(unsupported.map(({ service: id }) => id)).toEqual(['old']);
  });

  it.each([
    ['npm run dev', 'npm start', 1],
    ['uvicorn api:app --reload', 'uvicorn api:app', 1],
    ['npx serverless offline', 'npm start', 1],
    ['npm start', 'npm start', 2],
    ['npm start', 'npm start', 1, 'serverless offline --host 0.0.0.0'],
    ['', 'npx serverless offline', 1],
    ['', 'yarn start', 1, 'serverless offline'],
    ['', 'yarn start', 2, 'node server.js'],
  ])(
    'functions are what runs beside a compose file with “%s” and an image with %s for developers',
    async (command, own, count, start = '') => {
      const { recommendations } = await reportOf({
        'template.yaml':
          'Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: api/, Handler: a.handler, Runtime: nodejs22.x }\n',
        'api/package.json': JSON.stringify({
          name: 'api',
          dependencies: { express: '^5' },
          scripts: start === '' ? {} : { start },
        }),
        'api/Dockerfile': `FROM node:22\nCMD ${own}\n`,
        'compose.yaml': `services:\n  api: { build: ./api${command === '' ? '' : `, command: ${command}`} }\n`,
      });
      expect([recommendations.length, recommendations.at(-1)?.target]).toEqual([count, 'lambda-zip']);
    },
  );

  it('shows nothing by its place alone', async () => {
    const { recommendations } = await reportOf({ 'jobs/v3/requirements.txt': 'requests==2.32.0\n' });
    expect(recommendations.map(({ target }) => target)).toEqual(['insufficient-evidence']);
  });

  it('what a Deployment runs is no job, whatever it is called', () => {
    const shape: ServiceShape = { ecosystem: 'npm', run: [{ name: 'batch-receiver', command: ['node', 'app.js'] }] };
    expect(roles(shape)).toEqual(['job']);
    expect(roles(shape, 'kubernetes')).toEqual(['unknown']);
    expect(roles({ ...shape, run: [{ name: 'batch-receiver', kind: 'scheduled' }] }, 'kubernetes')).toEqual(['job']);
  });

  it.each([
    [['node', 'server.js'], ['cron-service'], 'scheduler'],
    [['node', 'server.js'], ['worker', 'shop-worker'], 'worker'],
    [['gunicorn', 'app:app'], ['worker'], 'web'],
    [['celery', '-A', 'app', 'worker'], ['web'], 'worker'],
    [['sh', 'start.sh'], ['worker'], 'worker'],
    [['node', 'server.js'], ['worker', 'cron'], 'web worker scheduler'],
    [['gunicorn', 'app:app'], ['api', 'worker'], 'web worker'],
  ] as const)('%j that is started without a command as %j is %s', (command, names, expected) => {
    const one = service({ ecosystem: 'npm', run: [{ command: [...command] }, ...names.map((name) => ({ name, command: [] }))] });
    const [facts] = one.deployments.map((each) => each.facts);
    if (facts === undefined) throw new Error('nothing runs');
    const deployments = facts.processes.map((process, index) => ({
      facts: { ...facts, tool: index === 0 ? ('dockerfile' as const) : ('kubernetes' as const), processes: [process] },
      joinedBy: 'directory' as const,
    }));
    expect(
      processesOf({ ...one, deployments })
        .map(({ role }) => role)
        .join(' '),
    ).toBe(expected);
  });

  it('what is called after taking in and listens serves, also where the image starts the program of that name', () => {
    const origin = { file: 'compose.yaml', line: 3 };
    const listening = { name: 'ingest', ports: [{ container: 8087, protocol: 'tcp', origin }] } as const;
    const program = { name: 'ingest', command: ['/usr/bin/ingest'] };
    expect(roles({ ecosystem: 'go', run: [listening, program] })).toEqual(['web']);
    expect(roles({ ecosystem: 'go', run: [program] })).toEqual(['worker']);
  });

  it('what an image of Lambda starts is a function, whatever words its handler has', () => {
    const shape: ServiceShape = {
      ecosystem: 'python',
      images: ['public.ecr.aws/lambda/python'],
      run: [{ command: ['batch_export.handler'] }],
    };
    expect(roles(shape)).toEqual(['function']);
  });
});
