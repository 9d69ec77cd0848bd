import { describe, expect, it } from 'vitest';
import { type Analysis, analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { Conflict, Fleet, Service } from '../../src/model/index.ts';
import { recommendAll } from '../../src/recommend/fleet.ts';
import { reportOf } from '../fleets/fleet.ts';
import { targetOf } from '../target.ts';
import { service } from './build.ts';
import { clash } from './clash.ts';
import { written } from './written.ts';

const HOSTS = 'hosts:\n  - { name: vm, share: allow, services: [cart, web] }\n';

function fleetOf(services: readonly Service[]): Fleet {
  return {
    services,
    leftOut: [],
    unjoined: [],
    diagnostics: [],
    manifests: services.length,
    target: targetOf({ python: '3.13', node: '24' }),
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
    fleet: fleetOf(services),
    conflicts,
    placement: { level: 'environment', hosts: [], lowerBound: 1, optimal: true },
    config: loadConfig(memoryTree(files)),
    platform: 'aws',
    today,
  });
}

const targets = (files: Readonly<Record<string, string>>, conflicts: readonly Conflict[] = []): readonly string[] =>
  advise(files, conflicts).recommendations.map((one) => one.target);

describe('what a package weighs', () => {
  it.each([
    ['a part of the whole', { googleapis: '^170', next: '^16' }, /^unzipped \d+ MiB \(next alone \d+ MiB\)/],
    ['the whole', { next: '^16' }, /^unzipped \d+ MiB,/],
  ])('is told where it is %s', async (_, dependencies, said) => {
    const manifest = JSON.stringify({ name: 'web', scripts: { start: 'node index.js' }, dependencies });
    const { recommendations } = await reportOf({ 'web/package.json': manifest, 'web/index.js': '' });
    const texts = recommendations.flatMap(({ reasons }) => reasons.map(({ text }) => text));
    expect(texts).toContainEqual(expect.stringMatching(said));
  });
});

it('a line that names several things is evidence of each of them', async () => {
  const { recommendations } = await reportOf({
    'web/pyproject.toml': '[project]\nname = "web"\nversion = "1"\ndependencies = ["fastapi", "starlette"]\n',
    'web/Dockerfile': 'FROM python:3.12\nCMD ["uvicorn", "web:app"]\n',
  });
  const serves = recommendations.flatMap(({ reasons }) => reasons).find(({ theme }) => theme === 'http-adapter-needed');
  expect(serves?.evidence.filter(({ line }) => line === 4).map(({ text }) => text)).toEqual(['fastapi', 'starlette']);
});

describe('sharing', () => {
  it('is advised only where config allows it', () => {
    expect(targets({})).toEqual(['fargate', 'fargate', 'fargate']);
    expect(targets({ 'cohost.yaml': HOSTS })).toEqual(['shared-host', 'shared-host', 'fargate']);
  });

  it('ends with a conflict among the tenants, not with one elsewhere', () => {
    expect(targets({ 'cohost.yaml': HOSTS }, [clash('werkzeug', [['cart'], ['web']], 'process')])).toEqual([
      'fargate',
      'fargate',
      'fargate',
    ]);
    expect(targets({ 'cohost.yaml': HOSTS }, [clash('werkzeug', [['cart'], ['mail']], 'process')])).toEqual([
      'shared-host',
      'shared-host',
      'fargate',
    ]);
  });

  it('ends with tenants on two sides, whoever else is on these', () => {
    const elsewhere = clash('werkzeug', [['cart'], ['web', 'mail']]);
    const { recommendations } = advise({ 'cohost.yaml': HOSTS }, [elsewhere]);
    expect(recommendations.map((one) => one.target)).toEqual(['fargate', 'fargate', 'fargate']);
    const why = recommendations.map(({ reasons }) =>
      reasons.flatMap(({ text }) => /werkzeug with \w+(?:, \w+)*/.exec(text) ?? []),
    );
    expect(why).toEqual([['werkzeug with web'], ['werkzeug with cart'], ['werkzeug with cart']]);
    const three = clash('werkzeug', [['cart'], ['web'], ['mail']]);
    expect(targets({ 'cohost.yaml': HOSTS }, [three])).toEqual(['shared-host', 'shared-host', 'fargate']);
    expect(targets({ 'cohost.yaml': HOSTS }, [{ ...three, anyTwo: true }])).toEqual(['fargate', 'fargate', 'fargate']);
  });

  it('survives a conflict that the service’s own level ends', () => {
    const levels = `${HOSTS}services:\n  cart: { level: process }\n`;
    expect(targets({ 'cohost.yaml': levels }, [clash('werkzeug', [['cart'], ['web']], 'process')])[0]).toBe('shared-host');
    expect(targets({ 'cohost.yaml': levels }, [clash('werkzeug', [['cart'], ['web']], 'container')])[0]).toBe('fargate');
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

it('sets a rule by its id, bare or as reports list it, and tells one that there is none of', () => {
  const row = 'XX001\tsignal:web-sync\tcontainer:+9\tours\tm\t\ts\thigh\n';
  const under = (config: string) => advise({ 'cohost.yaml': config, 'cohost.rules.tsv': row });
  expect(under('').recommendations[0]?.target).toBe('container');
  expect(under('rules: { XX001: off }\n').recommendations[0]?.target).toBe('fargate');
  expect(under('rules: { packaging/XX001: off }\n').recommendations[0]?.target).toBe('fargate');
  const told = under('rules: { XX002: off, packaging/ACME1: off, packaging/XX001: off }\n').diagnostics;
  expect(told.map(({ code, message }) => [code, /"([^"]+)"/.exec(message)?.[1]])).toEqual([
    ['config/unknown-rule', 'XX002'],
    ['config/unknown-rule', 'ACME1'],
  ]);
});

describe('bad input is an error with its line', () => {
  const ROWS = [
    'XX001\tsignal:wep-sync\tfargate:+1\tours\tm\t\ts\thigh',
    'XX002\tfact:jobSecond>9\tfargate:+1\tours\tm\t\ts\thigh',
    'XX003\teco:cobol\tfargate:+1\tours\tm\t\ts\thigh',
    'XX004\teco:go\tmoon:+1\tours\tm\t\ts\thigh',
    'XX005\teco:go\tfargate:1\tours\tm\t\ts\thigh',
    'XX006\teco:go\tfargate:+1\tours\tm\t\ts\tsure',
  ];
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly (readonly [string, string, number])[]])[] =
    [
      [
        'one fact, two values',
        {
          'cohost.yaml': 'services:\n  cart: { facts: { jobSeconds: 5 } }\n',
          'cohost.facts.yaml': 'services:\n  cart:\n    gpu: false\n    jobSeconds: 500\n',
        },
        [['facts/contradiction', 'cohost.facts.yaml', 4]],
      ],
      [
        'a mean over the longest request',
        { 'cohost.facts.yaml': 'services:\n  cart:\n    requestSeconds: 1\n    avgDurationMs: 4000\n' },
        [['facts/contradiction', 'cohost.facts.yaml', 4]],
      ],
      [
        'a role that tells nothing, beside those that do',
        {
          'cohost.facts.yaml': 'services:\n  cart:\n    role: wep\n  web: { role: Mail-Worker }\n  mail: { role: API }\n',
        },
        [['facts/unknown-role', 'cohost.facts.yaml', 3]],
      ],
      [
        'facts of nobody',
        { 'cohost.facts.yaml': 'services:\n  carrt: { gpu: true }\n' },
        [['config/unknown-service', 'cohost.facts.yaml', 2]],
      ],
      [
        'a target that needs what the platform lacks',
        {
          'cohost.yaml':
            'services:\n  cart:\n    facts: { platform: any }\n    packaging: { recommend: fargate, reason: habit }\n',
        },
        [['packaging/contradiction', 'cohost.yaml', 4]],
      ],
      [
        'an override without a reason',
        { 'cohost.yaml': 'services:\n  cart:\n    packaging: { forbid: fargate }\n' },
        [['packaging/no-reason', 'cohost.yaml', 3]],
      ],
      [
        'rows of a rules file',
        { 'cohost.rules.tsv': ROWS.join('\n') },
        ROWS.map((_, index) => ['config/rules-row', 'cohost.rules.tsv', index + 1]),
      ],
    ];
  it.each(cases)('%s', (_, files, expected) => {
    const told = advise(files).diagnostics.map((one) => [one.code, one.file, one.line]);
    expect(told).toEqual(expected);
  });

  it.each(['recommend: kubernetes, reason: r', 'forbid: ec2, reason: r'])('an unknown target: %s', (packaging) => {
    const { diagnostics } = loadConfig(memoryTree({ 'cohost.yaml': `services:\n  cart:\n    packaging: { ${packaging} }\n` }));
    expect(diagnostics.map((one) => [one.code, one.severity, one.line])).toEqual([['config/value', 'error', 3]]);
  });
});

it('takes facts of both files together, each with its own line', () => {
  const files = {
    'cohost.yaml': 'services:\n  mail:\n    facts: { memoryMiB: 20000 }\n',
    'cohost.facts.yaml': 'services:\n  mail:\n    jobSeconds: 4000\n',
  };
  const reasons = advise(files).recommendations.find((one) => one.service === 'mail')?.reasons ?? [];
  const where = (theme: string): unknown =>
    reasons.find((reason) => reason.theme === theme)?.evidence.map(({ file, line }) => [file, line]);
  expect(where('memory-limit')).toEqual([['cohost.yaml', 3]]);
  expect(where('timeout-15min')).toEqual([['cohost.facts.yaml', 3]]);
});

it('does not put a service on a host without its runtime', () => {
  const host = (python: string): string => `hosts:\n  - { name: vm, share: allow, services: [old], python: ["${python}"] }\n`;
  const target = (python: string): string | undefined => {
    const tree = memoryTree({ 'cohost.yaml': host(python) });
    const old = service({ id: 'old', ecosystem: 'python', deps: ['flask'], runtime: '>=3.8,<3.10' });
    return recommendAll({
      fleet: fleetOf([old]),
      conflicts: [],
      placement: { level: 'environment', hosts: [], lowerBound: 1, optimal: true },
      config: loadConfig(tree),
      platform: 'aws',
      today: '2026-11-24',
    }).recommendations[0]?.target;
  };
  expect(target('3.9')).toBe('shared-host');
  expect(target('3.12')).toBe('fargate');
});

it('tells what advice rests on where nobody looks at the advice', async () => {
  const tree = memoryTree({
    'cohost.yaml': 'services:\n  job: { facts: { role: web } }\n',
    'job/requirements.txt': 'celery==5.4.0\n',
    'job/Procfile': 'worker: celery -A app worker\n',
  });
  const run = (advice: boolean): Promise<Analysis> =>
    analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24', advice });
  const [full, bare] = [(await run(true)).report, (await run(false)).report];
  expect(full.diagnostics.map(({ code }) => code)).toContain('facts/contradiction');
  expect(full.recommendations).not.toEqual([]);
  expect(bare).toEqual({ ...full, recommendations: [], leastIsolation: undefined });
});

it('counts the groups that the run asks for, as detection does', async () => {
  const tree = memoryTree({
    'api/pyproject.toml':
      '[project]\nname = "api"\nversion = "1"\ndependencies = ["flask"]\n[project.optional-dependencies]\nml = ["torch==2.7.0"]\n',
  });
  const size = async (groups: readonly string[]): Promise<readonly string[]> => {
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24', groups });
    return report.recommendations.flatMap((one) => one.size?.largest.map(({ purl }) => purl) ?? []);
  };
  expect((await size([])).some((purl) => purl.includes('torch'))).toBe(false);
  expect((await size(['ml'])).some((purl) => purl.includes('torch'))).toBe(true);
});

it.each([
  ['Timeout: 901', ['a timeout of 901 s, and Lambda takes at most 900 s outside of Managed Instances (5,400 s)']],
  ['Timeout: 900', []],
  ['Timeout: 6000', ['a timeout of 6,000 s, and Lambda takes at most 900 s']],
  ['MemorySize: 10241', ['memory of 10,241 MiB, and Lambda takes at most 10,240 MiB outside of Managed Instances (32,768 MiB)']],
  ['EphemeralStorage: { Size: 20480 }', ['a /tmp of 20,480 MiB, and Lambda takes at most 10,240 MiB']],
])('what Lambda gives to no function is told: %s', async (property, expected) => {
  const tree = memoryTree({
    'fn/requirements.txt': 'requests==2.31.0\n',
    'fn/app.py': 'def handler(event, context): return 1\n',
    'template.yaml': `Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: fn/\n      Handler: app.handler\n      Runtime: python3.13\n      ${property}\n`,
  });
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24' });
  const told = report.diagnostics.filter(({ code }) => code === 'packaging/over-limit');
  expect(told.map(({ message }) => message)).toEqual(
    expected.map((words) => `fn: function Fn is given ${words}: it is refused when it is deployed`),
  );
});

it.each([
  [{ cpu: '256', memory: '4096' }, {}, ["256 units of CPU and 4,096 MiB, which is none of Fargate's sizes"]],
  [{ cpu: '.25 vCPU', memory: '0.5 GB' }, {}, []],
  [{ cpu: '1 vCPU', memory: '1GB' }, {}, ["1,024 units of CPU and 1,024 MiB, which is none of Fargate's sizes"]],
  [{ cpu: '32768', memory: '249856' }, {}, []],
  [{ cpu: '${CPU}', memory: '512' }, {}, []],
  [{ networkMode: 'bridge' }, {}, ['network mode bridge, which Fargate gives to none']],
  [{ networkMode: 'awsvpc' }, { privileged: true }, ['privileged, which Fargate gives to none']],
  [{ requiresCompatibilities: ['EC2'], networkMode: 'bridge', cpu: '256', memory: '4096' }, { privileged: true }, []],
])('what Fargate gives to no task is told: %j, %j', async (task, container, expected) => {
  const definition = {
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [{ name: 'shop', image: 'shop', ...container }],
    ...task,
  };
  const tree = memoryTree({
    'shop/requirements.txt': 'flask==3.0.0\n',
    'shop/Dockerfile': 'FROM python:3.13-slim\nCMD ["flask", "run"]\n',
    'taskdef.json': JSON.stringify(definition, null, 2),
  });
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24' });
  const told = report.diagnostics.filter(({ code }) => code === 'packaging/over-limit');
  expect(told.map(({ message }) => message)).toEqual(
    expected.map((words) => `shop: its task asks for ${words}: it is refused when it is registered or started`),
  );
});

it('a name that is one service exactly means no other whose path ends in it', async () => {
  const tree = memoryTree({
    'web/package.json': '{"name":"a","dependencies":{"express":"^5.0.0"}}',
    'shop/web/package.json': '{"name":"b","dependencies":{"express":"^5.0.0"}}',
    'cohost.yaml': 'services:\n  web: { packaging: { recommend: container, reason: policy } }\n',
  });
  const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-24' });
  expect(report.recommendations.filter((one) => one.override !== undefined).map((one) => one.service)).toEqual(['web']);
});

describe('modules of a service’s own build', () => {
  const MODULES = {
    'settings.gradle.kts': 'include(":apps:orders", ":apps:nightly", ":libs:server")\n',
    'libs/server/build.gradle.kts':
      'plugins { id("java-library") }\ndependencies { api("org.springframework.boot:spring-boot-starter-web:3.5.0") }\n',
    'apps/orders/build.gradle.kts':
      'plugins { application }\napplication { mainClass.set("Orders") }\ndependencies { implementation(project(":libs:server")) }\n',
    'apps/nightly/build.gradle.kts':
      'plugins { application }\ndependencies { implementation(project(":libs:server"))\n implementation("com.amazonaws:aws-lambda-java-core:1.2.3") }\n',
  };

  it('tell what it is for where it says nothing itself, and are part of its size', async () => {
    const { report } = await analyze({
      tree: memoryTree(MODULES),
      starts: ['.'],
      config: loadConfig(memoryTree({})),
      today: '2026-11-24',
    });
    const advice = new Map(report.recommendations.map((one) => [one.service, one]));
    const orders = advice.get('apps/orders');
    expect(orders?.target).toBe('fargate');
    expect(orders?.reasons.flatMap(({ evidence }) => evidence.map(({ file }) => file))).toContain('libs/server/build.gradle.kts');
    const nightly = advice.get('apps/nightly');
    expect(nightly?.target).toMatch(/^lambda/);
    expect(nightly?.reasons.flatMap(({ evidence }) => evidence.map(({ file }) => file))).not.toContain(
      'libs/server/build.gradle.kts',
    );
    // What the starter brings, and not the jar of the starter alone.
    expect(orders?.size?.unzippedBytes).toBeGreaterThan(10_000_000);
  });

  it('tell of no server by a library that clients take as well', async () => {
    const member = (name: string, dependency: string): string =>
      `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["${dependency}"]\n[tool.uv.sources]\nclient = { workspace = true }\nserver = { workspace = true }\n`;
    const files = {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["*"]\n',
      'client/pyproject.toml': member('client', 'aiohttp'),
      'server/pyproject.toml': member('server', 'fastapi'),
      'signing/pyproject.toml': member('signing', 'client'),
      'shop/pyproject.toml': member('shop', 'server'),
    };
    const { report } = await analyze({
      tree: memoryTree(files),
      starts: ['.'],
      config: loadConfig(memoryTree({})),
      today: '2026-11-24',
    });
    const advice = new Map(report.recommendations.map((one) => [one.service, one.target]));
    expect(advice.get('signing')).toBe('insufficient-evidence');
    expect(advice.get('shop')).toBe('fargate');
  });

  it('say nothing of a program that deploys them', async () => {
    const member = (name: string, dependencies: Readonly<Record<string, string>>): string =>
      JSON.stringify({ name, version: '1.0.0', dependencies });
    const files = {
      'package.json': '{ "private": true, "workspaces": ["*"] }',
      'server/package.json': member('server', { express: '^4.19.0' }),
      'stacks/package.json': member('stacks', { 'aws-cdk-lib': '^2.150.0', server: '^1.0.0' }),
      'shop/package.json': member('shop', { server: '^1.0.0' }),
      'yarn.lock': '# yarn lockfile v1\n\nexpress@^4.19.0:\n  version "4.19.2"\n\naws-cdk-lib@^2.150.0:\n  version "2.150.0"\n',
    };
    const { report } = await analyze({
      tree: memoryTree(files),
      starts: ['.'],
      config: loadConfig(memoryTree({})),
      today: '2026-11-24',
    });
    const advice = new Map(report.recommendations.map((one) => [one.service, one]));
    expect(advice.get('stacks')?.target).toBe('insufficient-evidence');
    expect(advice.get('stacks')?.reasons.map(({ rule }) => rule)).toContain('PK093');
    expect(advice.get('shop')?.target).toBe('fargate');
  });
});

describe('a member of a build', () => {
  const pom = (name: string, more: string) =>
    `<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>${name}</artifactId><version>1</version>${more}</project>`;
  const web =
    '<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.5.0</version></dependency></dependencies>';
  const BUILDS: Readonly<Record<string, readonly [Readonly<Record<string, string>>, RegExp]>> = {
    Gradle: [
      {
        'settings.gradle.kts': 'include(":apps:orders", ":libs:server")\n',
        'libs/server/build.gradle.kts': 'plugins { id("java-library") }\n',
        'apps/orders/build.gradle.kts':
          'plugins { application }\ndependencies { implementation(project(":libs:server"))\n implementation("org.springframework.boot:spring-boot-starter-web:3.5.0") }\n',
      },
      /gradle --no-daemon :apps:orders:installDist && mv apps\/orders\/build\/install\/\* \/out /,
    ],
    // The two list each other, as nobody should.
    Maven: [
      {
        'pom.xml': pom('all', '<packaging>pom</packaging><modules><module>apps</module></modules>'),
        'apps/pom.xml': pom('apps', '<packaging>pom</packaging><modules><module>orders</module><module>..</module></modules>'),
        'apps/orders/pom.xml': pom('orders', web),
      },
      /mvn -B -DskipTests -pl apps\/orders -am package .* mv apps\/orders\/target\/classes /,
    ],
  };

  it.each(Object.entries(BUILDS))('of %s is built from the root', async (_, [given, build]) => {
    const text = await written(given);
    expect(text('/Dockerfile')).toContain(', in the root: docker build -f apps/orders/Dockerfile .\n');
    expect(text('/Dockerfile')).toMatch(build);
    expect(text('/compose.yaml')).toContain("      context: ../..\n      dockerfile: 'apps/orders/Dockerfile'\n");
    expect(text('/Dockerfile.dockerignore')).toContain('.git\n');
  });

  it('of Maven is bundled for Lambda from the root, with the jars of its sisters', async () => {
    const [given = {}] = BUILDS.Maven ?? [];
    expect((await written(given, 'lambda-zip'))('/bundle.sh')).toContain(
      'mvn -B -q -DskipTests -f ../../pom.xml -pl apps/orders -am package dependency:copy-dependencies',
    );
    const image = await written(given, 'lambda-image');
    expect(image('/Dockerfile')).toMatch(/mvn .* -pl apps\/orders -am package .* mv apps\/orders\/target\/classes/);
    expect(image('/template.yaml')).toContain("      Dockerfile: 'apps/orders/Dockerfile'\n      DockerContext: ../..\n");
    expect((await written(given, 'shared-host'))('/install.sh')).toContain('-f ../../pom.xml -pl apps/orders -am package');
  });
});

describe('a member of an npm workspace', () => {
  const manifest = (name: string, more: object = {}) => JSON.stringify({ name, version: '1.0.0', private: true, ...more });
  const build = { scripts: { build: 'tsc' } };
  const members = (range: string) => ({
    'apps/orders/package.json': manifest('@shop/orders', {
      scripts: { build: 'tsc', start: 'node dist/main.js' },
      dependencies: { '@shop/http': range, express: '^5.0.0' },
    }),
    // The sister's own sister comes first; what nobody needs, or nothing builds, is not built.
    'libs/http/package.json': manifest('@shop/http', { ...build, dependencies: { '@shop/log': range, '@shop/plain': range } }),
    'libs/log/package.json': manifest('@shop/log', build),
    'libs/plain/package.json': manifest('@shop/plain'),
    'libs/unused/package.json': manifest('@shop/unused', build),
  });
  const root = (more: object = {}) => manifest('shop', { workspaces: ['apps/*', 'libs/*'], ...more });
  const npmLock = JSON.stringify({ name: 'shop', lockfileVersion: 3, packages: { '': {}, 'apps/orders': { version: '1.0.0' } } });

  interface Tool {
    readonly files: Readonly<Record<string, string>>;
    readonly install: string;
    readonly build: (path: string) => string;
    readonly production: string;
    /** In the zip, where its tree begins at the root of the workspace. */
    readonly handler: string;
  }
  const HANDLER = 'apps/orders/index.handler';
  const pnpm = (root: string, handler: string): Tool => ({
    files: {
      'package.json': root,
      'pnpm-workspace.yaml': 'packages: [apps/*, libs/*]\n',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  apps/orders: {}\n",
      ...members('workspace:*'),
    },
    install: 'pnpm install --frozen-lockfile',
    build: (path) => `pnpm --dir ${path} run build`,
    production: "pnpm install --prod --frozen-lockfile --filter '{apps/orders}...'",
    handler,
  });
  const TOOLS: Readonly<Record<string, Tool>> = {
    npm: {
      files: { 'package.json': root(), 'package-lock.json': npmLock, ...members('1.0.0') },
      install: 'npm ci',
      build: (path) => `npm run build --workspace=${path}`,
      production: 'npm ci --omit=dev --workspace=apps/orders',
      handler: HANDLER,
    },
    'npm without a lock': {
      files: { 'package.json': root(), ...members('1.0.0') },
      install: 'npm install --no-package-lock',
      build: (path) => `npm run build --workspace=${path}`,
      production: 'npm install --omit=dev --no-package-lock --workspace=apps/orders',
      handler: HANDLER,
    },
    pnpm: pnpm(manifest('shop'), HANDLER),
    // Its `deploy` keeps to the lock: what it leaves begins in the member's directory.
    'pnpm 10': pnpm(manifest('shop', { packageManager: 'pnpm@10.34.0' }), 'index.handler'),
    'Yarn 1': {
      files: { 'package.json': root(), 'yarn.lock': '# yarn lockfile v1\n', ...members('1.0.0') },
      install: 'yarn install --frozen-lockfile',
      build: (path) => `yarn workspace ${path.replace(/^\w+/, '@shop')} run build`,
      production: 'yarn install --production --frozen-lockfile',
      handler: HANDLER,
    },
    'Yarn 4': {
      files: {
        'package.json': root({ packageManager: 'yarn@4.6.0' }),
        'yarn.lock': '__metadata:\n  version: 8\n',
        ...members('workspace:*'),
      },
      install: 'yarn install --immutable',
      build: (path) => `yarn workspace ${path.replace(/^\w+/, '@shop')} run build`,
      production: 'yarn workspaces focus --production @shop/orders',
      handler: HANDLER,
    },
    bun: {
      files: {
        'package.json': root(),
        'bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": {}, "apps/orders": {} }, "packages": {} }',
        ...members('workspace:*'),
      },
      install: 'bun install --frozen-lockfile',
      build: (path) => `bun run --cwd ${path} build`,
      production: 'bun install --production --frozen-lockfile --filter ./apps/orders',
      handler: HANDLER,
    },
  };

  it.each(Object.entries(TOOLS))('of %s is installed and built from the root, after what it needs', async (_, tool) => {
    const { files, install, build: step, production, handler } = tool;
    const builds = ['libs/log', 'libs/http', 'apps/orders'].map(step).join(' && ');
    const image = await written(files, 'container');
    const dockerfile = image('/Dockerfile');
    expect(dockerfile).toContain(', in the root: docker build -f apps/orders/Dockerfile .\n');
    expect(dockerfile).toContain('# Built before it, because it needs them: libs/log, libs/http.\n');
    expect(dockerfile.replaceAll(' && yarn cache clean', '')).toContain(
      `COPY . ./\nRUN ${install}\nRUN ${builds} && find . -name node_modules`,
    );
    expect(dockerfile).toContain(`exec rm -rf {} + && ${production}`);
    expect(dockerfile).toContain('COPY --from=build /app ./\nWORKDIR /app/apps/orders\n');
    expect(image('/compose.yaml')).toContain("      context: ../..\n      dockerfile: 'apps/orders/Dockerfile'\n");
    expect(image('/Dockerfile.dockerignore')).toContain('**/node_modules\n');

    const bundle = await written(files, 'lambda-zip');
    expect(bundle('/bundle.sh')).toContain(`(cd "$build/workspace" && ${install} && ${builds})\n`);
    expect(bundle('/bundle.sh')).toContain('tar -C ../.. --exclude=node_modules');
    expect(bundle('/template.yaml')).toContain(`      Handler: '${handler}'\n`);

    const lambda = await written(files, 'lambda-image');
    expect(lambda('/Dockerfile')).toContain(production);
    expect(lambda('/Dockerfile')).toContain(`CMD ["${HANDLER}"]\n`);
    expect(lambda('/template.yaml')).toContain('      DockerContext: ../..\n');

    const host = await written(files, 'shared-host');
    expect(host('/install.sh')).toContain(production);
    expect(host('.service')).toContain('WorkingDirectory=/opt/orders/app/apps/orders\n');
  });

  it('is installed by its own lock where the root has none, or where another tool links its sisters', async () => {
    const own = { 'package.json': root(), 'apps/orders/package-lock.json': npmLock, ...members('1.0.0') };
    expect((await written(own, 'container'))('/Dockerfile')).toContain('COPY package.json package-lock.json ./\nRUN npm ci\n');
    const lerna = { 'package.json': manifest('shop'), 'lerna.json': '{"packages":["apps/*","libs/*"]}', ...members('1.0.0') };
    expect((await written(lerna, 'container'))('/Dockerfile')).not.toContain(' --workspace=apps/orders');
  });

  it('is installed with its root’s own packages where it runs with these', async () => {
    const files = {
      'package.json': root({ dependencies: { express: '^4.21.0' } }),
      'package-lock.json': npmLock,
      'apps/orders/package.json': '{ "name": "@shop/orders", "version": "1.0.0", "private": true }',
      'apps/orders/src/main.ts': "import express from 'express';\n",
    };
    expect((await written(files, 'container'))('/Dockerfile')).toContain('RUN npm ci --omit=dev\n');
  });

  it('hands out the site that its build leaves', async () => {
    const site = manifest('@shop/orders', {
      scripts: { build: 'vite build' },
      dependencies: { 'react-dom': '^19.0.0' },
      devDependencies: { vite: '^7.0.0' },
    });
    const files = { ...TOOLS.npm?.files, 'apps/orders/package.json': site };
    expect((await written(files, 'container'))('/Dockerfile')).toContain(
      'RUN npm run build --workspace=apps/orders\n\nFROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY --from=build /app/apps/orders/dist /usr/share/nginx/html\n',
    );
    expect((await written(files, 'shared-host'))('/install.sh')).toContain(
      '(cd ../.. && npm ci && npm run build --workspace=apps/orders)\n',
    );
  });
});

describe('a service of several processes', () => {
  it('each has what the descriptor that starts it says', async () => {
    const { recommendations } = await reportOf({
      'a/requirements.txt': 'flask==3.0.0\ncelery==5.4.0\n',
      'a/Dockerfile': 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n',
      'compose.yaml':
        'services:\n  web:\n    build: a\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n  worker:\n    build: a\n    command: celery -A app worker\n',
    });
    const askingForHost = recommendations
      .filter(({ reasons }) => reasons.some(({ text }) => text.includes('docker-socket')))
      .map(({ process }) => process);
    expect(askingForHost).toEqual(['web']);
  });
});

it('a runtime that is over is shown where it is named, which may be for all functions', async () => {
  const { recommendations } = await reportOf({
    'a/requirements.txt': 'boto3==1.40\n',
    'a/app.py': '',
    'template.yaml': [
      'Transform: AWS::Serverless-2016-10-31',
      'Globals:',
      '  Function:',
      '    Runtime: python3.9',
      'Resources:',
      '  A:',
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      CodeUri: a',
      '      Handler: app.run',
    ].join('\n'),
  });
  const reasons = recommendations.flatMap((one) => one.reasons).filter(({ rule }) => rule === 'PK038');
  expect(reasons.flatMap(({ evidence }) => evidence.map(({ file, line }) => `${file}:${line}`))).toEqual(['template.yaml:4']);
});
