import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { LOCK_ONLY } from '../../analyzers/npm/native.ts';
import { npmRule } from '../../analyzers/npm/rule.ts';
import type { Demand, Resolution } from '../../src/model/index.ts';
import { groupBy } from '../../src/model/index.ts';
import { assemble, TARGET } from './assemble.ts';
import { fakeRegistry, REGISTRY } from './fake-registry.ts';
import { type RandomFleet, randomFleet, type ServiceJson } from './random-fleets.ts';
import { world } from './world.ts';

/**
 * `npx tsx test/npm/compare-fleets.ts [--npm PATH] [--from SEED] [--count N]`: services of invented registries, alone, merged
 * into one package.json and as members of one workspace, each installed by npm (no scripts, lock only) and resolved by us.
 * What the manifests alone exclude must not be what npm installs.
 */

const run = promisify(execFile);

type Verdict = 'fits' | 'does not fit' | 'not known';

/** npm's document of each package, with the addresses that it wants of archives. */
function serve(registry: string): Promise<Server> {
  const { client } = fakeRegistry(registry);
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '/').slice(1));
    void client
      .get({ url: `${REGISTRY}${name.replace('/', '%2f')}`, accept: '', headers: {}, ttlSeconds: 0, maxBytes: 1e9 })
      .then((answer) => {
        response.statusCode = answer.ok ? 200 : 404;
        response.setHeader('content-type', 'application/json');
        response.end(answer.ok ? withArchives(name, answer.body.toString('utf8')) : '{"error":"not found"}');
      });
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

interface Document {
  readonly versions: Readonly<Record<string, object>>;
}

function withArchives(name: string, body: string): string {
  const document: Document = JSON.parse(body);
  const versions = Object.entries(document.versions).map(([version, release]) => [
    version,
    { name, version, dist: { tarball: `http://archive.invalid/${name}-${version}.tgz`, shasum: '0'.repeat(40) }, ...release },
  ]);
  return JSON.stringify({ ...document, versions: Object.fromEntries(versions) });
}

interface Npm {
  readonly path: string;
  readonly registry: string;
}

async function theirs(files: Readonly<Record<string, object>>, { path, registry }: Npm): Promise<Verdict> {
  const root = mkdtempSync(join(tmpdir(), 'cohost-fleets-'));
  try {
    for (const [file, json] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), JSON.stringify(json));
    }
    await run(path, [...LOCK_ONLY, `--registry=${registry}`, `--cache=${join(root, '.cache')}`], { cwd: root });
    const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    return lock === null ? 'not known' : 'fits';
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return /ERESOLVE|ETARGET|EOVERRIDE|ENOVERSIONS|Unable to resolve reference/.test(output) ? 'does not fit' : 'not known';
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function ours({ kind }: Resolution): Verdict {
  return kind === 'resolved' ? 'fits' : kind === 'conflict' ? 'does not fit' : 'not known';
}

const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** One package.json that asks for all of it; undefined where two lines on one name cannot be one text. */
function merged(services: readonly ServiceJson[]): object | undefined {
  const lines = new Map<string, { spec: string; section: number; optional: boolean }>();
  for (const service of services) {
    for (const [section, field] of SECTIONS.entries()) {
      for (const [name, spec] of Object.entries(service[field] ?? {})) {
        const before = lines.get(name);
        const joined = before === undefined ? spec : joinedSpec(before.spec, spec);
        if (joined === undefined) return undefined;
        const optional = section === 2 && service.peerDependenciesMeta?.[name]?.optional === true && (before?.optional ?? true);
        lines.set(name, { spec: joined, section: Math.min(section, before?.section ?? section), optional });
      }
    }
  }
  const entries = (section: number) =>
    [...lines].filter(([, line]) => line.section === section).map(([name, { spec }]) => [name, spec]);
  return {
    name: 'merged',
    version: '1.0.0',
    private: true,
    ...Object.fromEntries(SECTIONS.map((field, section) => [field, Object.fromEntries(entries(section))])),
    peerDependenciesMeta: Object.fromEntries(
      [...lines].flatMap(([name, { optional }]) => (optional ? [[name, { optional }]] : [])),
    ),
  };
}

function joinedSpec(a: string, b: string): string | undefined {
  const [, aliasA = '', rangeA = ''] = /^(npm:@?[^@]+@)?(.*)$/.exec(a) ?? [];
  const [, aliasB = '', rangeB = ''] = /^(npm:@?[^@]+@)?(.*)$/.exec(b) ?? [];
  if (aliasA !== aliasB) return undefined;
  if (rangeA === rangeB || rangeB === '*') return a;
  if (rangeA === '*') return b;
  // npm reads `1.0.0 - 2.0.0` only where it stands alone.
  const alternatives = (range: string): readonly string[] => new semver.Range(range).range.split('||');
  const joined = alternatives(rangeA).flatMap((one) => alternatives(rangeB).map((other) => `${one} ${other}`));
  return aliasA + joined.join(' || ');
}

function workspace(services: readonly ServiceJson[]): Readonly<Record<string, object>> {
  const root = { name: 'root', version: '1.0.0', private: true, workspaces: services.map(({ name }) => name) };
  return { 'package.json': root, ...Object.fromEntries(services.map((service) => [`${service.name}/package.json`, service])) };
}

/** Whether the manifests alone exclude each other. */
function declaredClash(services: readonly ServiceJson[]): boolean {
  const { units } = assemble(Object.fromEntries(services.map((service) => [`${service.name}/package.json`, service])));
  const demands = [...units.values()].flatMap((unit): readonly Demand[] => unit.demands.filter(({ realm }) => realm === 'npm'));
  const context = { target: TARGET, settings: {} };
  return [...groupBy(demands, ({ key }) => key).values()].some((own) => npmRule.clash(own, context)?.severity === 'error');
}

interface Outcome {
  readonly question: string;
  readonly ours: Verdict;
  readonly theirs: Verdict;
}

async function outcomes({ registry, services }: RandomFleet, path: string, address: string): Promise<readonly Outcome[]> {
  const npm: Npm = { path, registry: address };
  const folders = Object.fromEntries(services.map((service) => [service.name, { ...service }]));
  const flat = (await world(registry, folders, { node: '20.20.2' })).resolver;
  const found: Outcome[] = [];
  for (const service of services)
    found.push({
      question: service.name,
      ours: ours(await flat.resolve([service.name])),
      theirs: await theirs({ 'package.json': service }, npm),
    });
  const names = services.map(({ name }) => name);
  if (found.some((one) => one.ours !== 'fits' || one.theirs !== 'fits')) return found;
  const together = ours(await flat.resolve(names));
  const one = merged(services);
  const attempts = one === undefined ? [] : [one, ...joinedOverrides(services).map((overrides) => ({ ...one, overrides }))];
  let verdict: Verdict = 'does not fit';
  for (const attempt of attempts) if (verdict !== 'fits') verdict = await theirs({ 'package.json': attempt }, npm);
  found.push({ question: 'flat', ours: together, theirs: verdict });
  if (declaredClash(services)) found.push({ question: 'declared', ours: 'does not fit', theirs: verdict });
  const hoisted = (await world(registry, folders, { node: '20.20.2', model: 'hoisted' })).resolver;
  found.push({ question: 'hoisted', ours: ours(await hoisted.resolve(names)), theirs: await theirs(workspace(services), npm) });
  return found;
}

function joinedOverrides(services: readonly ServiceJson[]): readonly object[] {
  const all = services.flatMap(({ overrides = {} }) => Object.entries(overrides));
  const distinct = new Map(all.map(([selector, value]) => [selector, JSON.stringify(value)]));
  const agree = all.every(([selector, value]) => distinct.get(selector) === JSON.stringify(value));
  return all.length > 0 && agree ? [Object.fromEntries(all)] : [];
}

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return (at < 0 ? undefined : process.argv[at + 1]) ?? fallback;
}

const path = option('npm', 'npm');
const from = Number(option('from', '1'));
const counts = { agree: 0, differ: 0, unknown: 0 };
for (let seed = from; seed < from + Number(option('count', '50')); seed++) {
  const fleet = randomFleet(seed);
  const server = await serve(fleet.registry);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  for (const outcome of await outcomes(fleet, path, `http://127.0.0.1:${port}/`)) {
    const kind = outcome.theirs === 'not known' ? 'unknown' : outcome.ours === outcome.theirs ? 'agree' : 'differ';
    counts[kind]++;
    if (kind !== 'agree') console.log(`seed ${seed}, ${outcome.question}: we say ${outcome.ours}, npm ${outcome.theirs}`);
  }
  server.close();
}
console.log(`${counts.agree} verdicts agree, ${counts.differ} differ, ${counts.unknown} are not npm's`);
process.exitCode = counts.differ === 0 && counts.agree > 0 ? 0 : 1;
