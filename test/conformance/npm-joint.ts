import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { engineAdmits } from '../../analyzers/npm/notation/engines.ts';
import { readEntries } from '../../analyzers/npm/reading.ts';
import { linesNamed } from '../../analyzers/npm/resolve/explanation.ts';
import { Archives } from '../../analyzers/npm/resolve/registry/archives.ts';
import { Packuments } from '../../analyzers/npm/resolve/registry/packuments.ts';
import { npmSettings, type TreeSwitches } from '../../analyzers/npm/resolve/registry/settings.ts';
import { type NpmService, servicesOf } from '../../analyzers/npm/resolve/services.ts';
import type { InvalidEdge, TreeFacts } from '../../analyzers/npm/resolve/trees/facts.ts';
import { JointTrees } from '../../analyzers/npm/resolve/trees/joint.ts';
import { memberDirectory } from '../../analyzers/npm/resolve/trees/layout.ts';
import type { JointAnswer } from '../../analyzers/npm/resolve/trees/question.ts';
import { readStructure } from '../../analyzers/npm/workspaces/workspaces.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import type { FetchRequest, RegistryClient } from '../../src/registry/client.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { targetOf } from '../target.ts';
import { type Check, check, type RowRunner, same, type TableContext, type Tables } from './table.ts';

/** The Node release on which the tables' truth was taken, and the date that they were taken for. */
const NODE = '20.20.2';
const BEFORE = '2026-06-01';

const TARGET = targetOf({ node: NODE, platform: 'linux-x86_64' });

/** As npm has them where nothing is set. */
const PLAIN: TreeSwitches = {
  legacyPeers: false,
  strictPeers: false,
  preferDedupe: false,
  force: false,
  strategy: 'hoisted',
};

type Json = Readonly<Record<string, unknown>>;

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}

/** A registry that answers from the documents beside the table; they hold nothing later than the table's date. */
function frozenClient(path: string): RegistryClient {
  const documents = new Map<string, string>();
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    const name = /^\{"name":"([^"]+)"/.exec(line)?.[1];
    if (name !== undefined) documents.set(name, line);
  }
  return {
    offline: true,
    get: async ({ url }: FetchRequest) => {
      const { pathname } = new URL(url);
      const text = documents.get(decodeURIComponent(pathname.slice(1)));
      return text === undefined
        ? { ok: false, failure: { kind: 'offline', url, message: 'not among the frozen documents' } }
        : { ok: true, status: 200, url, headers: {}, body: Buffer.from(text), fromCache: true };
    },
    remember: async (_key, _ttl, compute) => compute(),
  };
}

interface World {
  readonly archives: Archives;
  readonly packuments: Packuments;
  readonly before?: string;
}

const worlds = new Map<string, Promise<World | undefined>>();

/** The registry under `--resolve`, else the frozen documents. */
function worldOf(context: TableContext): Promise<World | undefined> {
  const frozen = [context.directory, join(context.root, 'npm')].map((directory) => join(directory, 'packuments.jsonl.gz'));
  const path = context.client === undefined ? frozen.find((one) => existsSync(one)) : undefined;
  const key = path ?? (context.client === undefined ? '' : 'registry');
  let known = worlds.get(key);
  if (known === undefined) {
    known = openWorld(context, path);
    worlds.set(key, known);
  }
  return known;
}

async function openWorld({ client: online }: TableContext, path: string | undefined): Promise<World | undefined> {
  const client = path === undefined ? online : frozenClient(path);
  if (client === undefined) return undefined;
  const before = path === undefined ? BEFORE : undefined;
  const env = path === undefined ? process.env : { npm_config_registry: 'https://registry.invalid/' };
  const environment = createResolveEnvironment({ target: TARGET, offline: client.offline, env, client });
  const settings = await npmSettings(environment, []);
  const dated = before === undefined ? {} : { before };
  const archives = new Archives({ client, settings, failed: () => {} });
  return { archives, packuments: new Packuments({ client, settings, node: NODE, ...dated, progress: () => {} }), ...dated };
}

/** Services as the product reads them from their package.json, development dependencies included: so the tables have it. */
function servicesFrom(texts: ReadonlyMap<string, string>): ReadonlyMap<string, NpmService> {
  const tree = memoryTree(Object.fromEntries([...texts].map(([name, text]) => [`packages/${name}/package.json`, text])));
  const structure = readStructure(projectFor(['package.json'], walk(tree, ['.']), new FileStore(tree)));
  const readings = [...structure.packages].map(([directory, manifest]) => readEntries(directory, manifest, structure));
  return servicesOf(readings, { units: new Map(), structure, refusedMembers: new Map() }, () => true);
}

function treesOver({ packuments, archives }: World, locals: ReadonlyMap<string, NpmService>): JointTrees {
  return new JointTrees({
    packuments,
    archives,
    rules: { target: TARGET, settings: { model: 'flat' } },
    node: NODE,
    switches: PLAIN,
    // The tables hold trees of npm's library as it is by itself; `npm install` looks at optional peers twice.
    revisitsPeers: false,
    engineStrict: false,
    locals,
    leftOut: () => {},
  });
}

function codeOf(answer: JointAnswer): string | null {
  if (answer.kind === 'ok') return null;
  return answer.kind === 'conflict' ? answer.code : answer.failure.code;
}

function shown(answer: JointAnswer): string {
  if (answer.kind === 'ok') return 'ok';
  const failure = answer.kind === 'conflict' ? answer.error : answer.failure;
  return `${codeOf(answer)}${failure === undefined ? '' : ` ${failure.message} ${[...linesNamed(failure.cause)].slice(0, 6).join(' ')}`}`;
}

/**
 * A package that the registry does not have is a doubt for the product and a refusal for npm. One about which it could not be
 * asked is a doubt for both: over the same frozen documents npm's own builder does not come to the table's refusal either.
 */
function verdict(asked: string, truth: Json, answer: JointAnswer): Check {
  const unasked = answer.kind === 'ok' && truth.ok === false ? answer.unasked : [];
  return {
    ...(unasked.length === 0 ? {} : { skipped: `not among the frozen documents: ${unasked.join(', ')}` }),
    ok: truth.ok === (answer.kind === 'ok'),
    asked: `${asked} ok`,
    expected: truth.ok === true ? 'ok' : (record(truth.error).code ?? truth.code),
    got: shown(answer),
    category: 'ok',
  };
}

function edgesOf(edges: readonly InvalidEdge[]): readonly string[] {
  return edges
    .map((edge) => [`${edge.holder}@${edge.version}`, edge.name, edge.spec, edge.type, edge.error, edge.found].join(' '))
    .sort();
}

function expectedEdges(value: unknown): readonly string[] {
  return records(value)
    .map(({ from, name, spec, type, error, found }) => [from, name, spec, type, error, found].join(' '))
    .sort();
}

function duplicatesOf({ versions }: TreeFacts): Json {
  return Object.fromEntries([...versions].filter(([, list]) => list.length > 1));
}

function object<T>(map: ReadonlyMap<string, T>): Json {
  return Object.fromEntries(map);
}

/** Whether one Node.js suits every package of the tree, among the majors that the row itself names. */
function engineCheck(asked: string, truth: unknown, facts: TreeFacts): readonly Check[] {
  const { result, best, min } = record(truth);
  if (result === undefined) return [];
  const ranges = [...facts.engines.keys()];
  const witnesses = [best, min].filter((one): one is string => typeof one === 'string');
  const suits = (version: string): boolean => ranges.every((range) => engineAdmits(version, range));
  const got = result === 'nonempty' ? witnesses.every(suits) : !CANDIDATES.some(suits);
  return [{ ok: got, asked: `${asked} engines`, expected: truth, got: ranges.slice(0, 8), category: 'engines' }];
}

/** A release of each line, to show that none suits. */
const CANDIDATES = Array.from({ length: 30 }, (_, major) => [`${major}.0.0`, `${major}.99.0`]).flat();

function alone(name: string, truth: Json, answer: JointAnswer): readonly Check[] {
  const first = verdict(name, truth, answer);
  if (answer.kind !== 'ok' || truth.ok !== true) return [first];
  const { facts } = answer;
  return [
    first,
    ...(truth.resolved === undefined ? [] : [different(`${name} resolved`, record(truth.resolved), object(facts.versions))]),
    ...(truth.invalid_edges === undefined
      ? []
      : [check(`${name} invalid edges`, expectedEdges(truth.invalid_edges), edgesOf(facts.invalid))]),
    ...engineCheck(name, truth.tree_engines, facts),
  ];
}

/** Only what differs is shown. */
function different(asked: string, expected: Json, got: Json): Check {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter((name) => !same(expected[name], got[name]));
  const part = (all: Json): Json => Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
  return { ok: names.length === 0, asked, expected: part(expected), got: part(got) };
}

async function flat(asked: string, truth: Json, services: readonly NpmService[], trees: JointTrees): Promise<readonly Check[]> {
  const answer = await trees.answer({ services, model: 'flat' });
  const first = verdict(`${asked} flat`, truth, answer);
  if (answer.kind === 'ok' && truth.ok === true) {
    const { facts } = answer;
    return [
      first,
      ...(truth.resolved === undefined
        ? []
        : [different(`${asked} flat resolved`, record(truth.resolved), pickedFrom(facts.root, record(truth.resolved)))]),
      ...(truth.duplicates === undefined
        ? []
        : [different(`${asked} flat duplicates`, record(truth.duplicates), duplicatesOf(facts))]),
      ...(truth.invalid_edges === undefined
        ? []
        : [check(`${asked} flat invalid edges`, expectedEdges(truth.invalid_edges), edgesOf(facts.invalid))]),
      ...engineCheck(`${asked} flat`, truth.tree_engines, facts),
    ];
  }
  if (answer.kind !== 'conflict' || truth.ok !== false) return [first];
  return [
    first,
    check(`${asked} flat code`, truth.code, answer.code),
    ...(truth.disjoint_direct === undefined
      ? []
      : [check(`${asked} flat disjoint`, truth.disjoint_direct, answer.clashes.map(({ name }) => name).sort())]),
    ...(truth.core === undefined || answer.clashes.length > 0
      ? []
      : [await coreCheck(asked, truth.core, services, trees, answer)]),
  ];
}

function pickedFrom(root: ReadonlyMap<string, string>, expected: Json): Json {
  return Object.fromEntries(Object.keys(expected).map((name) => [name, root.get(name) ?? null]));
}

/** Our core has to be as small as the truth's; where it is another one, it has to stand by itself. */
async function coreCheck(
  asked: string,
  expected: unknown,
  services: readonly NpmService[],
  trees: JointTrees,
  answer: Extract<JointAnswer, { kind: 'conflict' }>,
): Promise<Check> {
  const core = await trees.refusals.core({ services, model: 'flat' }, answer.error);
  const names = [...new Set(core.map(({ name }) => name))].sort();
  const wanted = records(expected)
    .map(({ name }) => String(name))
    .sort();
  const stands = (await trees.refusals.errorOf(core, { services, model: 'flat' })) !== undefined;
  return {
    ok: same(wanted, names) || (stands && names.length <= wanted.length),
    asked: `${asked} core`,
    expected: wanted,
    got: names,
    category: same(wanted, names) ? 'same core' : 'other core',
  };
}

async function hoisted(asked: string, truth: Json, listed: readonly NpmService[], trees: JointTrees): Promise<readonly Check[]> {
  // npm goes by the order of directories, and the truth's members lay in the order in which they are listed.
  const services = listed.map((one, index) => ({ ...one, service: one.service.replace('packages/', `packages/${index}-`) }));
  const answer = await trees.answer({ services, model: 'hoisted' });
  const first = verdict(`${asked} workspace`, truth, answer);
  if (answer.kind !== 'ok' || truth.ok !== true) return [first];
  const { facts } = answer;
  const direct = record(truth.direct);
  const members = Object.fromEntries(
    services.map((_, index) => [
      Object.keys(direct)[index] ?? '',
      object(facts.members.get(memberDirectory(services[index]?.service ?? '')) ?? new Map()),
    ]),
  );
  return [
    first,
    different(`${asked} workspace duplicates`, record(truth.duplicates), duplicatesOf(facts)),
    different(`${asked} workspace direct`, direct, members),
    check(`${asked} workspace invalid edges`, expectedEdges(truth.invalid_edges), edgesOf(facts.invalid)),
  ];
}

async function together(
  asked: string,
  truth: Json,
  services: readonly NpmService[],
  trees: JointTrees,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [part, run] of [
    ['flat', flat],
    ['workspace', hoisted],
  ] as const) {
    const expected = record(truth[part]);
    if (expected.npm_crash === true || expected.code === 'npm_crash' || truth.npm_crash !== undefined)
      checks.push({ ok: true, asked: `${asked} ${part}`, expected: '', got: '', skipped: 'npm itself crashed' });
    else if (expected.ok !== undefined) checks.push(...(await run(asked, expected, services, trees)));
  }
  return checks;
}

const NO_WORLD: Check = {
  ok: false,
  asked: 'a registry',
  expected: 'packuments.jsonl.gz beside the table',
  got: 'run with --resolve',
};

const joint: RowRunner = async (row, context) => {
  const world = await worldOf(context);
  if (world === undefined) return [NO_WORLD];
  const listed = records(row.services);
  const services = servicesFrom(new Map(listed.map((one) => [String(one.name), JSON.stringify(one.package)])));
  const trees = treesOver(world, services);
  const named = (names: readonly unknown[]) => names.flatMap((name) => services.get(`packages/${name}`) ?? []);
  const checks: Check[] = [];
  for (const { name, alone: truth } of listed) {
    const answer = await trees.answer({ services: named([name]), model: 'flat' });
    checks.push(...alone(`${row.case} ${name}`, record(truth), answer));
  }
  for (const pair of records(row.pairs))
    checks.push(...(await together(`${row.case} ${pair.a}+${pair.b}`, pair, named([pair.a, pair.b]), trees)));
  const whole = record(row.whole);
  if (Array.isArray(whole.services)) checks.push(...(await together(`${row.case} whole`, whole, named(whole.services), trees)));
  return checks;
};

/** The truth's members had names of their own: two of one name could not be members of one root. */
function renamed(text: string, name: string): string {
  return JSON.stringify({ ...record(JSON.parse(text.replace(/^\uFEFF/, ''))), name });
}

const realJoint: RowRunner = async (row, context) => {
  const world = await worldOf(context);
  if (world === undefined) return [NO_WORLD];
  const paths = row.op === 'alone' ? [row.service] : [row.a, row.b];
  const texts = paths.map((path, index) => {
    const text = readFileSync(join(context.corpus, String(path)), 'utf8');
    return [`svc-${index}`, row.op === 'alone' ? text : renamed(text, `svc-${'ab'[index] ?? index}`)] as const;
  });
  const services = servicesFrom(new Map(texts));
  const trees = treesOver(world, services);
  if (row.op === 'alone')
    return alone(String(row.service), row, await trees.answer({ services: [...services.values()], model: 'flat' }));
  return together(`${row.a} + ${row.b}`, row, [...services.values()], trees);
};

export const tables: Tables = { 'npm/joint': joint, 'npm/real_joint': realJoint };
