import * as v from 'valibot';
import { type Frozen, ServiceSchema } from '../config/schema.ts';
import {
  CONSTRAINT_KINDS,
  ECOSYSTEMS,
  JVM_ARTIFACTS,
  MANIFEST_KINDS,
  REALMS,
  RUNTIMES,
  SCOPES,
  SEVERITIES,
  STRENGTHS,
  TRAIT_KINDS,
} from '../model/index.ts';

/** Raised whenever facts get another meaning or shape: snapshots are made anew, never guessed at. */
export const SNAPSHOT_VERSION = 1;

const text = v.string();
const texts = v.array(text);
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const amount = v.pipe(v.number(), v.finite());
const optional = v.optional(text);

const Origin = v.strictObject({ file: text, line: whole, column: v.optional(whole) });
const ecosystem = v.picklist(ECOSYSTEMS);
const kind = v.picklist(CONSTRAINT_KINDS);
const scope = v.picklist(SCOPES);
const Manifest = v.strictObject({
  path: text,
  kind: v.picklist(MANIFEST_KINDS),
  role: v.picklist(['manifest', 'lock', 'descriptor']),
  group: text,
});

const Dependency = v.strictObject({
  ecosystem,
  name: text,
  purl: text,
  constraint: text,
  kind,
  resolved: optional,
  direct: v.boolean(),
  group: text,
  scope,
  extras: v.optional(texts),
  marker: optional,
  via: texts,
  origin: Origin,
  size: v.optional(v.strictObject({ bytes: amount, of: v.picklist(['wheel', 'sdist', 'tarball', 'unpacked']) })),
});

const Demand = v.strictObject({
  service: text,
  realm: v.picklist(REALMS),
  key: text,
  subject: text,
  constraint: text,
  kind,
  strength: v.picklist(STRENGTHS),
  group: text,
  scope: v.optional(scope),
  when: optional,
  via: texts,
  origin: Origin,
  detail: v.optional(v.record(text, text)),
});

export const UnitSchema = v.strictObject({
  ecosystem,
  path: text,
  name: optional,
  role: v.picklist(['service', 'aggregator', 'library', 'example', 'device']),
  manifests: v.array(Manifest),
  dependencies: v.array(Dependency),
  demands: v.array(Demand),
  runtimes: v.array(v.strictObject({ name: v.picklist(RUNTIMES), constraint: text, origin: Origin })),
  natives: v.array(v.strictObject({ purl: text, kind: text, library: optional, origin: Origin })),
  extras: v.optional(texts),
  workspace: optional,
  builtWith: v.optional(texts),
  packaged: v.optional(v.boolean()),
  installsHooks: v.optional(v.literal(true)),
  installer: v.optional(v.strictObject({ tool: text, major: v.optional(whole), node: v.optional(text) })),
  build: v.optional(
    v.strictObject({
      makes: v.picklist(JVM_ARTIFACTS),
      wrapper: v.optional(v.boolean()),
      version: optional,
      mainClass: optional,
      project: optional,
    }),
  ),
  entryPoints: v.optional(v.array(v.strictObject({ name: text, command: text, origin: Origin }))),
});

const GroupReference = v.strictObject({ kind: v.picklist(['extra', 'group', 'file']), name: optional });

const Installation = v.strictObject({
  ecosystem,
  program: text,
  asks: v.array(GroupReference),
  leavesOut: v.array(GroupReference),
  project: v.optional(v.union([v.strictObject({ directory: text }), v.strictObject({ name: text })])),
  command: text,
  origin: Origin,
});

export const DeploymentSchema = v.strictObject({
  descriptor: Manifest,
  tool: v.picklist([
    'dockerfile',
    'compose',
    'kubernetes',
    'sam',
    'cloudformation',
    'serverless',
    'procfile',
    'version-file',
    'ecs',
    'terraform',
    'nomad',
    'other',
  ]),
  join: v.strictObject({
    directory: optional,
    dockerfile: optional,
    name: optional,
    image: optional,
    copies: v.optional(texts),
    builds: v.optional(v.strictObject({ directories: texts, names: texts, programs: v.optional(texts) })),
  }),
  processes: v.array(
    v.strictObject({
      name: text,
      kind: v.picklist(['process', 'job', 'scheduled', 'function']),
      command: texts,
      entrypoint: v.optional(texts),
      keepsEntrypoint: v.optional(v.literal(true)),
      variables: v.optional(v.record(text, text)),
      contentsOf: optional,
      ports: v.array(
        v.strictObject({
          container: whole,
          host: v.optional(whole),
          protocol: v.picklist(['tcp', 'udp', 'sctp']),
          origin: Origin,
        }),
      ),
      schedule: optional,
      replicas: v.optional(amount),
      origin: Origin,
    }),
  ),
  functions: v.array(
    v.strictObject({
      name: text,
      provider: v.picklist(['aws', 'azure', 'gcp', 'other']),
      handler: optional,
      runtime: optional,
      packageType: v.picklist(['zip', 'image']),
      bundled: v.optional(v.literal(true)),
      memoryMiB: v.optional(amount),
      timeoutSeconds: v.optional(amount),
      ephemeralMiB: v.optional(amount),
      architecture: optional,
      events: texts,
      layers: texts,
      origin: Origin,
    }),
  ),
  images: v.array(
    v.strictObject({
      name: text,
      tag: optional,
      digest: optional,
      final: v.boolean(),
      distribution: optional,
      libc: v.optional(v.picklist(['glibc', 'musl', 'none'])),
      origin: Origin,
    }),
  ),
  demands: v.array(Demand),
  profilePorts: v.optional(v.array(v.strictObject({ profile: text, demand: Demand }))),
  traits: v.array(v.strictObject({ kind: v.picklist(TRAIT_KINDS), value: optional, origin: Origin })),
  installations: v.optional(v.array(Installation)),
});

export const DiagnosticSchema = v.strictObject({
  code: text,
  severity: v.picklist(SEVERITIES),
  message: text,
  file: optional,
  line: v.optional(whole),
  column: v.optional(whole),
  incomplete: v.optional(v.boolean()),
});

const indices = v.array(whole);

const Facts = v.strictObject({
  analyzer: v.picklist([...ECOSYSTEMS, 'deployment']),
  /** The part of the target that these facts depend on; null when they hold for every target. */
  axis: v.nullable(v.picklist(RUNTIMES)),
  units: v.array(UnitSchema),
  deployments: v.array(DeploymentSchema),
  diagnostics: v.array(DiagnosticSchema),
  /** For which values which of the above hold, by index. Values that give the same facts are one variant. */
  variants: v.array(v.strictObject({ values: texts, units: indices, deployments: indices, diagnostics: indices })),
});

/** What one repository's files say, for every runtime version that a fleet may settle on. No source text, no judgement. */
export const SnapshotSchema = v.strictObject({
  /** What the repository is called among others; all paths begin with it. */
  name: v.pipe(text, v.minLength(1)),
  platform: text,
  facts: v.array(Facts),
  /** The repository's own config of its services, by the names that it uses. */
  services: v.array(v.strictObject({ key: text, settings: ServiceSchema })),
  /** Where that config says what: paths of keys, the service's first. */
  places: v.array(v.strictObject({ path: texts, origin: Origin })),
  /** What could not be read. */
  diagnostics: v.array(DiagnosticSchema),
});

export type Snapshot = Frozen<v.InferOutput<typeof SnapshotSchema>>;
export type SnapshotFacts = Snapshot['facts'][number];
