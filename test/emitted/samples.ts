import {
  baseName,
  JVM_ARTIFACTS,
  type ManifestKind,
  PACKAGINGS,
  type Recommendation,
  type Service,
  type Unit,
} from '../../src/model/index.ts';
import { type EmittedFile, emit, emitHost, ORCHESTRATORS } from '../../src/recommend/emit/index.ts';
import type { WrittenEcosystem } from '../../src/recommend/emit/profiles.ts';
import { recommend } from '../../src/recommend/engine.ts';
import type { Facts } from '../../src/recommend/input.ts';
import { service } from '../recommend/build.ts';

/** One service per ecosystem, each emitted for every target and orchestrator: what the validators look at. */

const TODAY = '2026-11-24';

const SERVICES: Readonly<Record<WrittenEcosystem, Service>> = {
  python: service({
    id: 'svc/orders',
    ecosystem: 'python',
    deps: ['flask@==3.1.0', 'gunicorn'],
    runtime: '>=3.12',
    run: [{ name: 'web', command: ['gunicorn', 'app:app'] }],
  }),
  npm: service({
    id: 'svc/shop',
    ecosystem: 'npm',
    name: 'shop',
    deps: ['express@^5'],
    runtime: '>=22',
    scripts: { start: 'node server.js' },
  }),
  jvm: service({ id: 'svc/ledger', ecosystem: 'jvm', deps: ['org.springframework.boot:spring-boot-starter-web'], runtime: '21' }),
  go: service({ id: 'svc/rates', ecosystem: 'go', deps: ['github.com/go-chi/chi/v5@v5.2.0'], runtime: '1.25' }),
};

/** Kinds by which the emitters choose. */
const KINDS: Readonly<Record<string, ManifestKind>> = {
  'requirements.txt': 'pip-requirements',
  'constraints.txt': 'pip-constraints',
  'uv.lock': 'uv-lock',
  'poetry.lock': 'poetry-lock',
  'pdm.lock': 'pdm-lock',
  Pipfile: 'pipfile',
  'Pipfile.lock': 'pipfile-lock',
  'pylock.toml': 'pylock',
  'go.work': 'go-work',
  'modules.txt': 'go-vendor',
};

/** Further build tools, by the files that show them; `builds` has a build script. */
const TOOLS: readonly (readonly [name: string, base: WrittenEcosystem, files: readonly string[], builds?: true])[] = [
  ['uv', 'python', ['pyproject.toml', 'uv.lock']],
  ['pyproject', 'python', ['pyproject.toml']],
  ['poetry', 'python', ['svc/orders/pyproject.toml', 'svc/orders/poetry.lock']],
  ['pdm', 'python', ['svc/orders/pyproject.toml', 'svc/orders/pdm.lock']],
  ['pipenv', 'python', ['svc/orders/Pipfile', 'svc/orders/Pipfile.lock']],
  ['pipenv-plain', 'python', ['svc/orders/Pipfile']],
  ['pylock', 'python', ['svc/orders/pylock.toml']],
  ['npm-lock', 'npm', ['package.json', 'package-lock.json']],
  ['npm-build', 'npm', ['package.json', 'package-lock.json'], true],
  ['plain-build', 'npm', ['package.json'], true],
  ['pnpm', 'npm', ['package.json', 'pnpm-lock.yaml']],
  ['pnpm-build', 'npm', ['package.json', 'pnpm-lock.yaml'], true],
  ['yarn', 'npm', ['package.json', 'yarn.lock']],
  ['yarn-build', 'npm', ['package.json', 'yarn.lock'], true],
  ['gradle', 'jvm', ['build.gradle.kts']],
];

/** Members of a workspace whose root has the lock, by its tool; and modules of a Maven build. */
const MEMBERS: readonly (readonly [
  name: string,
  base: WrittenEcosystem,
  files: readonly string[],
  tool: string,
  major?: number,
])[] = [
  ['npm', 'npm', ['package-lock.json'], 'npm'],
  ['plain', 'npm', [], 'npm'],
  ['pnpm', 'npm', ['pnpm-lock.yaml'], 'pnpm'],
  ['pnpm-9', 'npm', ['pnpm-lock.yaml'], 'pnpm', 9],
  ['yarn', 'npm', ['yarn.lock'], 'yarn', 1],
  ['berry', 'npm', ['yarn.lock'], 'yarn', 4],
  ['bun', 'npm', ['bun.lock'], 'bun'],
  ['pnpm-plain', 'npm', [], 'pnpm'],
  ['yarn-plain', 'npm', [], 'yarn', 1],
  ['berry-plain', 'npm', [], 'yarn', 4],
  ['rush', 'npm', ['common/config/rush/pnpm-lock.yaml'], 'rush'],
  ['maven', 'jvm', [], 'maven'],
];

/** Services whose build reads what lies beside them, by their manifests and what that is. */
const NEIGHBOURS: readonly (readonly [name: string, base: WrittenEcosystem, files: readonly string[], unit: Partial<Unit>])[] = [
  ['uv', 'python', ['svc/orders/pyproject.toml', 'uv.lock'], { workspace: '.', builtWith: ['libs/a b', 'svc/orders'] }],
  [
    'uv-plain',
    'python',
    ['svc/orders/pyproject.toml'],
    { workspace: '.', installer: { tool: 'uv' }, builtWith: ['libs/a b', 'svc/orders'] },
  ],
  ['pip', 'python', ['svc/orders/requirements.txt'], { builtWith: ['libs/a b', 'svc/orders'] }],
  ['pip-own', 'python', ['svc/orders/requirements.txt', 'svc/orders/constraints.txt'], { builtWith: ['svc/orders'] }],
  ['work', 'go', ['svc/rates/go.mod', 'go.work'], { workspace: '.', builtWith: ['libs/a b'] }],
  ['vendored', 'go', ['svc/rates/go.mod', 'svc/rates/vendor/modules.txt'], { builtWith: ['libs/a b'] }],
  ['replaced', 'go', ['svc/rates/go.mod'], { builtWith: ['libs/a b'] }],
  ['poetry', 'python', ['svc/orders/pyproject.toml'], { builtWith: ['libs/a b'] }],
  ['poetry-lock', 'python', ['svc/orders/pyproject.toml', 'svc/orders/poetry.lock'], { builtWith: ['libs/a b'], packaged: true }],
  ['pdm-lock', 'python', ['svc/orders/pyproject.toml', 'svc/orders/pdm.lock'], { builtWith: ['libs/a b'], packaged: true }],
];

/** Services that need more of the distribution than its base image has. */
const SYSTEM: readonly Service[] = [
  service({
    id: 'svc/letters',
    ecosystem: 'python',
    deps: ['weasyprint', 'psycopg2', 'mysqlclient'],
    run: [{ name: 'web', command: ['gunicorn', 'app:app'] }],
  }),
  service({
    id: 'svc/clips',
    ecosystem: 'npm',
    deps: ['express@^5', 'fluent-ffmpeg', 'node-pty'],
    scripts: { start: 'node server.js' },
  }),
  service({ id: 'svc/scans', ecosystem: 'jvm', deps: ['net.sourceforge.tess4j:tess4j'] }),
  service({ id: 'svc/thumbs', ecosystem: 'go', deps: ['github.com/davidbyttow/govips/v2@v2.15.0'], runtime: '1.25' }),
  // On Alpine today.
  service({
    id: 'svc/letters-alpine',
    ecosystem: 'python',
    deps: ['weasyprint', 'psycopg2'],
    images: ['python:3.13-alpine'],
    packages: ['apk:font-dejavu'],
    run: [{ name: 'web', command: ['uvicorn', 'app:app'], ports: [] }],
  }),
  service({
    id: 'svc/clips-alpine',
    ecosystem: 'npm',
    deps: ['express@^5', 'fluent-ffmpeg', 'canvas'],
    images: ['node:24-alpine'],
    packages: ['apk:ffmpeg'],
    scripts: { start: 'node server.js' },
  }),
  service({
    id: 'svc/scans-alpine',
    ecosystem: 'jvm',
    deps: ['net.sourceforge.tess4j:tess4j'],
    images: ['eclipse-temurin:21-jre-alpine'],
  }),
  // On Lambda's own image today.
  service({
    id: 'svc/amazon',
    ecosystem: 'python',
    deps: ['psycopg2'],
    images: ['public.ecr.aws/lambda/python:3.13'],
    packages: ['rpm:libpq'],
  }),
  // Browsers.
  service({ id: 'svc/shots', ecosystem: 'npm', deps: ['puppeteer', 'express'], scripts: { start: 'node server.js' } }),
  service({ id: 'svc/pages', ecosystem: 'npm', deps: ['playwright'], scripts: { start: 'node crawl.js' } }),
  service({ id: 'svc/crawl', ecosystem: 'python', deps: ['playwright', 'opencv-python'] }),
  service({ id: 'svc/prints', ecosystem: 'go', deps: ['github.com/chromedp/chromedp@v0.11.2'], runtime: '1.25' }),
];

/** What runs to its end, and what must run alone. */
const JOBS: readonly Service[] = [
  service({
    id: 'jobs/report',
    ecosystem: 'python',
    deps: ['requests'],
    run: [{ name: 'report', kind: 'scheduled', command: ['python', 'report.py'], schedule: '*/10 6-18 * * 1-5' }],
  }),
  service({
    id: 'jobs/import',
    ecosystem: 'npm',
    deps: ['pg'],
    run: [{ name: 'import', kind: 'job', command: ['node', 'import.js'] }],
  }),
  service({
    id: 'jobs/beat',
    ecosystem: 'python',
    deps: ['celery'],
    run: [{ name: 'beat', command: ['celery', '-A', 'shop', 'beat'] }],
  }),
];

/** Frameworks that pack themselves. */
const QUARKUS: readonly Service[] = (['pom.xml', 'build.gradle.kts'] as const).map((manifest) =>
  withTool(
    service({ id: 'svc/quick', ecosystem: 'jvm', deps: ['io.quarkus:quarkus-rest', 'io.quarkus:quarkus-amazon-lambda'] }),
    [manifest],
    false,
  ),
);

/** What builds on the JVM make, as members and alone, by wrappers and installed tools. */
const BUILDS: readonly (readonly [manifest: string, unit: Partial<Unit>])[] = JVM_ARTIFACTS.flatMap((makes) => [
  ['build.gradle.kts', { build: { makes, project: ':' } }],
  ['build.gradle.kts', { build: { makes, project: ':svc a:ledger', wrapper: true, version: '7.6' }, workspace: '.' }],
  ['pom.xml', { build: { makes } }],
  ['pom.xml', { build: { makes, wrapper: true, version: '3.9.9', mainClass: 'a.b.Main' }, workspace: '.' }],
]);

/** A build for browsers: Vite and React, and nothing that runs. */
const SITE: Service = service({
  id: 'apps/shop',
  ecosystem: 'npm',
  name: 'shop',
  deps: ['react-dom@^19', 'vite@^7'],
  scripts: { start: 'vite preview' },
});

function withTool(base: Service, files: readonly string[], builds: boolean): Service {
  const build = builds ? [{ name: 'build', command: 'tsc', origin: { file: 'package.json', line: 3 } }] : [];
  return {
    ...base,
    units: base.units.map((unit) => ({
      ...unit,
      manifests: files.map((path) => ({
        path,
        kind: KINDS[baseName(path)] ?? 'package-json',
        role: /lock/.test(path) ? 'lock' : 'manifest',
        group: 'default',
      })),
      entryPoints: [...(unit.entryPoints ?? []), ...build],
    })),
  };
}

const VARIANTS: readonly (readonly [string, Facts])[] = [
  ['plain', {}],
  ['gpu', { gpu: true, memoryMiB: 8192 }],
  ['stateful', { statefulDisk: true, memoryMiB: 2048, ports: [9000] }],
  ['long', { jobSeconds: 4000, memoryMiB: 6000 }],
];

function advise(one: Service, facts: Facts = {}): Recommendation {
  const [first] = recommend({
    service: one,
    facts,
    platform: 'aws',
    today: TODAY,
    conflicts: [],
    sharing: { cotenants: [] },
  }).recommendations;
  if (first === undefined) throw new Error('no advice');
  return first;
}

/** Names of samples, and what is emitted for each. */
type Samples = readonly (readonly [name: string, files: readonly EmittedFile[]])[];
type Options = Omit<Parameters<typeof emit>[2], 'today'>;
type Target = Recommendation['target'];

/** A service as each of the targets, whatever is recommended for it. */
function asEach(name: string, one: Service, targets: readonly Target[], options: Options = {}, told: Service = one): Samples {
  const advice = advise(told, options.facts);
  return targets.map((target) => [`${name}-${target}`, emit(one, { ...advice, target }, { today: TODAY, ...options })]);
}

/** A service as a container of each of the orchestrators. */
function byEach(name: string, one: Service, options: Options = {}): Samples {
  const advice = { ...advise(one, options.facts), target: 'container' as const };
  return ORCHESTRATORS.map((orchestrator) => [
    `${name}-${orchestrator}`,
    emit(one, advice, { today: TODAY, ...options, orchestrator }),
  ]);
}

function variants(): Samples {
  return Object.entries(SERVICES).flatMap(([ecosystem, one]) =>
    VARIANTS.flatMap(([variant, facts]) => {
      const name = `${ecosystem}-${variant}`;
      const targets = PACKAGINGS.filter((target) => target !== 'container');
      const others = asEach(name, one, targets, { facts, orchestrator: 'compose' });
      return [...byEach(`${name}-container`, one, { facts }), ...others.map(([of, files]) => [`${of}-compose`, files] as const)];
    }),
  );
}

function members(): Samples {
  return MEMBERS.flatMap(([name, base, files, tool, major]) =>
    [false, true].flatMap((builds) => {
      const alone = withTool(SERVICES[base], [`svc/${base === 'npm' ? 'package.json' : 'pom.xml'}`, ...files], builds);
      const installer = base === 'npm' ? { installer: { tool, ...(major === undefined ? {} : { major }) } } : {};
      const units = alone.units.map((unit) => ({ ...unit, name: '@shop/shop', workspace: '.', ...installer }));
      const sisters = builds ? [{ path: 'libs/a b', name: '@shop/a' }] : [];
      return asEach(`member-${name}${builds ? '-build' : ''}`, { ...alone, units }, PACKAGINGS, { sisters }, alone);
    }),
  );
}

/** A service of whose units some facts are others. */
function changed(one: Service, unit: Partial<Service['units'][number]>): Service {
  return { ...one, units: one.units.map((given) => ({ ...given, ...unit })) };
}

/** How the locks of npm's tools are called, for files that only browsers read. */
const SITES = { npm: ['package-lock.json'], pnpm: ['pnpm-lock.yaml'], plain: [] };
const PAGES = service({ id: 'apps/pages', ecosystem: 'npm', deps: ['next', 'express'], scripts: { start: 'next start' } });

/** Emitted files by the name of their sample. */
export function samples(): ReadonlyMap<string, readonly EmittedFile[]> {
  const host = emitHost(
    'host-1',
    Object.values(SERVICES).map((one) => ({ service: one, recommendation: { ...advise(one), target: 'container' as const } })),
    { today: TODAY },
  );
  return new Map([
    ...variants(),
    ...TOOLS.flatMap(([name, base, files, builds]) => asEach(name, withTool(SERVICES[base], files, builds === true), PACKAGINGS)),
    ...members(),
    ...NEIGHBOURS.flatMap(([name, base, files, unit]) =>
      asEach(`beside-${name}`, changed(withTool(SERVICES[base], files, false), { name: 'orders', ...unit }), PACKAGINGS),
    ),
    ...asEach('site-cli', PAGES, ['container', 'shared-host']),
    ...SYSTEM.flatMap((one) => asEach(one.id, one, ['container', 'lambda-image', 'lambda-zip'])),
    ...JOBS.flatMap((one) => [...byEach(one.id, one), ...asEach(one.id, one, ['fargate', 'shared-host'])]),
    ...QUARKUS.flatMap((one, index) => asEach(`quarkus-${index}`, one, PACKAGINGS)),
    ...Object.entries(SITES).flatMap(([name, files]) =>
      asEach(`site-${name}`, withTool(SITE, ['package.json', ...files], true), ['container', 'shared-host']),
    ),
    ...BUILDS.flatMap(([manifest, unit], index) =>
      asEach(`build-${index}`, changed(withTool(SERVICES.jvm, [manifest], false), unit), PACKAGINGS),
    ),
    ...(host === undefined ? [] : [['host', [host]] as const]),
  ]);
}
