import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchCandidates } from '../../analyzers/python/indexes/candidates.ts';
import { indexSettings } from '../../analyzers/python/indexes/indexes.ts';
import { type DistributionFacts, fetchMetadata } from '../../analyzers/python/indexes/metadata.ts';
import { MarkerTester } from '../../analyzers/python/indexes/published.ts';
import { SupportedTags } from '../../analyzers/python/indexes/wheel-tags.ts';
import { fullPythonVersion, targetEnvironment } from '../../analyzers/python/notation/markers.ts';
import type { PythonService } from '../../analyzers/python/resolve/lines.ts';
import { createPythonResolver } from '../../analyzers/python/resolve/resolve.ts';
import type { Resolution, Resolver } from '../../src/model/index.ts';
import type { RegistryClient } from '../../src/registry/client.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { type Files, readService } from '../python/resolve/read-service.ts';
import { problemsOf } from '../python/resolve/validity.ts';
import { targetOf } from '../target.ts';
import { type Check, type Row, type RowRunner, same, type TableContext, type Tables } from './table.ts';

const PLATFORM = 'linux-x86_64';

const TARGET = targetOf({ python: '3.11', platform: PLATFORM });

/** The tables' truth was taken with wheels alone. */
const WHEELS_ONLY = { python: { sources: 'never' } };

function isTable(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function resolverFor(row: Row, services: readonly PythonService[], client: RegistryClient): Promise<Resolver> {
  return createPythonResolver(
    services,
    createResolveEnvironment({
      target: { ...TARGET, python: String(row.python) },
      offline: client.offline,
      env: process.env,
      before: String(row.before),
      client,
      settings: WHEELS_ONLY,
    }),
  );
}

function shown(resolution: Resolution): string {
  if (resolution.kind === 'resolved') return 'ok';
  if (resolution.kind === 'unknown') return `unknown: ${resolution.because}`;
  return `${resolution.alone === undefined ? 'conflict' : `alone ${resolution.alone}`}: ${resolution.findings[0]?.explanation.join(' | ') ?? ''}`;
}

/** A package that no index has is a doubt for the product and a refusal for the tables' truth. */
function isOk(resolution: Resolution): boolean {
  return resolution.kind === 'resolved';
}

function verdict(asked: string, ok: unknown, resolution: Resolution, category?: string): Check {
  const tag = category === undefined ? {} : { category };
  return { ok: ok === isOk(resolution), asked, expected: ok === true ? 'ok' : 'no solution', got: shown(resolution), ...tag };
}

interface Asked {
  readonly row: Row;
  readonly services: readonly PythonService[];
  readonly client: RegistryClient;
}

/**
 * Where our versions are not the truth's, they have to be a choice as valid, by a walk that does not use the solver.
 * Such choices are counted by themselves.
 */
async function versionsValid(asked: string, expected: unknown, resolution: Resolution, world: Asked): Promise<readonly Check[]> {
  if (resolution.kind !== 'resolved' || !isTable(expected)) return [];
  const versions = new Map([...resolution.versions].map(([name, [version = '']]) => [name, version]));
  if (same(expected, Object.fromEntries(versions))) return [];
  const { row, services, client } = world;
  const problems = await problemsOf({
    lines: services.flatMap(({ lines }) => lines),
    versions,
    markers: new MarkerTester(targetEnvironment({ python: String(row.python), platform: PLATFORM })),
    metadataOf: (name, version) => metadataOf(client, row, name, version),
  });
  return [
    {
      ok: problems.length === 0,
      asked: `${asked}: another choice of versions`,
      expected: [],
      got: problems,
      category: 'other choice',
    },
  ];
}

async function metadataOf(
  client: RegistryClient,
  row: Row,
  name: string,
  version: string,
): Promise<DistributionFacts | undefined> {
  const python = fullPythonVersion(String(row.python));
  const view = { python, platform: PLATFORM, tags: new SupportedTags(python, PLATFORM), before: String(row.before) };
  const { indexes } = await worldIndexes(client);
  const answer = await fetchCandidates(client, indexes, view, name);
  if (!answer.ok) return undefined;
  const wheel = answer.candidates.wheels.split(' ')[answer.candidates.versions.split(' ').indexOf(version)];
  const metadata = wheel === undefined ? undefined : await fetchMetadata(client, wheel);
  return metadata?.ok ? metadata.facts : undefined;
}

async function worldIndexes(client: RegistryClient) {
  const environment = createResolveEnvironment({ target: TARGET, offline: client.offline, env: process.env, client });
  return { indexes: await indexSettings(environment) };
}

function needsClient(run: (row: Row, context: TableContext, client: RegistryClient) => Promise<readonly Check[]>): RowRunner {
  return async (row, context) => {
    if (context.client === undefined)
      return [{ ok: false, asked: String(row.id), expected: 'a registry', got: 'run with --resolve' }];
    return run(row, context, context.client);
  };
}

function tableServices(row: Row): readonly PythonService[] {
  const services = isTable(row.services) ? row.services : {};
  const entries = isTable(row.entry) ? row.entry : {};
  return Object.entries(services).map(([name, files]) =>
    readService(
      name,
      (path) => (isTable(files) && typeof files[path] === 'string' ? Buffer.from(files[path]) : undefined),
      String(entries[name]),
    ),
  );
}

const joint = needsClient(async (row, _, client) => {
  const services = tableServices(row);
  const resolver = await resolverFor(row, services, client);
  const expected = isTable(row.expect) ? row.expect : {};
  const checks: Check[] = [];
  for (const [name, alone] of Object.entries(isTable(expected.each) ? expected.each : {})) {
    if (!isTable(alone)) continue;
    const resolution = await resolver.resolve([name]);
    checks.push(
      verdict(`${row.id} ${name}`, alone.ok, resolution),
      ...(await versionsValid(`${row.id} ${name}`, alone.resolved, resolution, {
        row,
        services: services.filter(({ service }) => service === name),
        client,
      })),
    );
  }
  for (const pair of Array.isArray(expected.pairs) ? expected.pairs : []) {
    const resolution = await resolver.resolve([String(pair.a), String(pair.b)]);
    const asked = `${row.id} ${pair.a} ${pair.b}`;
    checks.push(
      verdict(asked, pair.ok, resolution, pair.wheel_policy === true ? 'wheel_policy' : undefined),
      ...(await versionsValid(asked, pair.resolved, resolution, {
        row,
        services: services.filter(({ service }) => service === pair.a || service === pair.b),
        client,
      })),
    );
  }
  if (isTable(expected.all)) {
    const resolution = await resolver.resolve(services.map(({ service }) => service));
    checks.push(
      verdict(`${row.id} all`, expected.all.ok, resolution),
      ...(await versionsValid(`${row.id} all`, expected.all.resolved, resolution, { row, services, client })),
    );
  }
  return checks;
});

const realJoint = needsClient(async (row, context, client) => {
  const read: Files = (path) => {
    try {
      return readFileSync(join(context.corpus, path));
    } catch {
      return undefined;
    }
  };
  const services = (['a', 'b'] as const).map((side) => readService(side, read, String(row[side])));
  const resolver = await resolverFor(row, services, client);
  const expected = isTable(row.expect) ? row.expect : {};
  const each = isTable(expected.each) ? expected.each : {};
  const resolution = await resolver.resolve(['a', 'b']);
  const asked = `${row.id} ${row.a} ${row.b}`;
  const alone = await Promise.all(
    ['a', 'b'].map(async (side) => verdict(`${asked}: ${side}`, isTable(each[side]), await resolver.resolve([side]))),
  );
  return [
    ...alone,
    verdict(asked, expected.ok, resolution, expected.wheel_policy === true ? 'wheel_policy' : undefined),
    ...(await versionsValid(asked, expected.resolved, resolution, { row, services, client })),
  ];
});

const minimalCore = needsClient(async (row, context, client) => {
  const path = join(context.directory, 'joint.jsonl');
  const source = readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line): readonly unknown[] => (line.includes(`"id":"${row.id}"`) ? [JSON.parse(line)] : []))
    .find(isTable);
  if (source === undefined) return [{ ok: false, asked: String(row.id), expected: 'its row in joint.jsonl', got: 'none' }];
  const services = tableServices(source).filter(({ service }) => service === row.a || service === row.b);
  const resolver = await resolverFor(source, services, client);
  const resolution = await resolver.resolve([String(row.a), String(row.b)]);
  if (resolution.kind !== 'conflict')
    return [{ ok: false, asked: `${row.id} ${row.a} ${row.b}`, expected: 'a conflict', got: shown(resolution) }];
  const checks: Check[] = [];
  for (const finding of resolution.findings) {
    const kept = finding.demands.map(({ service, origin }) => `${service} ${origin.file}:${origin.line}`);
    const only = (left: readonly string[]) =>
      services.map((service) => ({
        ...service,
        lines: service.lines.filter(({ origin }) => left.includes(`${service.service} ${origin.file}:${origin.line}`)),
      }));
    const answerOf = async (left: readonly string[]) => {
      const fresh = await resolverFor(source, only(left), client);
      return fresh.resolve([String(row.a), String(row.b)]);
    };
    checks.push(verdict(`${row.id} core ${kept.join(', ')}`, false, await answerOf(kept)));
    for (const line of kept)
      checks.push(verdict(`${row.id} core without ${line}`, true, await answerOf(kept.filter((one) => one !== line))));
  }
  return checks;
});

const explanations = needsClient(async (row, context, client) => {
  const source = readFileSync(join(context.directory, 'joint.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line): readonly unknown[] => (line.includes(`"id":"${row.id}"`) ? [JSON.parse(line)] : []))
    .find(isTable);
  if (source === undefined) return [{ ok: false, asked: String(row.id), expected: 'its row in joint.jsonl', got: 'none' }];
  const services = tableServices(source);
  const resolver = await resolverFor(source, services, client);
  const pairs = Object.keys(isTable(row.pairs) ? row.pairs : {});
  return Promise.all(
    pairs.map(async (pair): Promise<Check> => {
      const resolution = await resolver.resolve(pair.split('|'));
      const steps = resolution.kind === 'conflict' ? (resolution.findings[0]?.explanation.length ?? 0) : 0;
      return { ok: steps > 2, asked: `${row.id} ${pair}`, expected: 'an explanation', got: shown(resolution) };
    }),
  );
});

export const tables: Tables = {
  'python/joint': joint,
  'python/real_joint': realJoint,
  'python/joint_core': minimalCore,
  'python/joint_explanations': explanations,
};
