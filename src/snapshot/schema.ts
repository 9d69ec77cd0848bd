import * as v from 'valibot';
import { type Frozen, ServiceSchema } from '../config/schema.ts';
import { toldFlag as flag, toldText as text, toldTexts as texts, told } from '../formats/told.ts';
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

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const whole = (words: string) => told(natural, words);
const amount = (words: string) => told(v.pipe(v.number(), v.finite()), words);
const indices = (words: string) => told(v.array(natural), words);
const pick = <const T extends readonly string[]>(words: string, values: T) => told(v.picklist(values), words);

const Origin = told(
  v.strictObject({
    file: text('path from the root, with `/`'),
    line: whole('from 1 on'),
    column: v.optional(whole('from 1 on')),
  }),
  'the line that says so',
);
const ecosystem = pick('whose packages', ECOSYSTEMS);
const kind = pick('how the constraint is to be read', CONSTRAINT_KINDS);
const scope = pick('what the group is for', SCOPES);
const constraint = text("in the ecosystem's own notation; empty: any version");
const group = text('manifest group: `default`, `dev`, an extra …');
const via = texts('purls with versions that lead from the own line to this one; empty: the line itself asks');
const purl = text('package URL without version');

const Manifest = v.strictObject({
  path: text('of the file'),
  kind: pick('its format', MANIFEST_KINDS),
  role: pick('`manifest` declares, `lock` pins, `descriptor` says how the service runs', ['manifest', 'lock', 'descriptor']),
  group,
});

const Dependency = v.strictObject({
  ecosystem,
  name: text('normalized'),
  purl,
  constraint,
  kind,
  resolved: v.optional(text('the version that a lock pins')),
  direct: flag("whether the service's own manifest states it"),
  group,
  scope,
  extras: v.optional(texts('of the package that are asked for')),
  marker: v.optional(text('the condition under which it counts, as written')),
  via,
  origin: Origin,
  size: v.optional(
    v.strictObject({
      bytes: amount('as a lock states them'),
      of: pick('what is measured', ['wheel', 'sdist', 'tarball', 'unpacked']),
    }),
  ),
});

const Demand = v.strictObject({
  service: text('empty until it is known whose'),
  realm: pick('the space in which one name can mean one thing only', REALMS),
  key: text('the name within the realm: of a package, `python`, `8080/tcp` …'),
  subject: text('what reports call it: a purl without version, or `runtime:python`, `port:8080/tcp` …'),
  constraint,
  kind,
  strength: pick('`declared`: has to hold; `locked`: a pin, which may move; `preferred`: inside of declared bounds', STRENGTHS),
  group,
  scope: v.optional(scope),
  when: v.optional(text('a condition that the target leaves open')),
  via,
  origin: Origin,
  detail: v.optional(told(v.record(v.string(), v.string()), 'what only the rule of its realm reads')),
});

const Build = v.strictObject({
  makes: pick('what it leaves behind', JVM_ARTIFACTS),
  wrapper: v.optional(flag('whether its root has the whole wrapper of the tool')),
  version: v.optional(text('of the tool, as the wrapper names it')),
  mainClass: v.optional(text('the class that it begins with, where no archive says so')),
  project: v.optional(text("the project's path in Gradle's build")),
  images: v.optional(texts('what the images are called that it makes')),
});

export const UnitSchema = v.strictObject({
  ecosystem,
  path: text('of the directory'),
  name: v.optional(text('which the manifest gives itself')),
  role: pick('`service` is deployed, `aggregator` is structure alone, `library` is consumed, others are left out by default', [
    'service',
    'aggregator',
    'library',
    'example',
    'device',
  ]),
  manifests: v.array(Manifest),
  dependencies: v.array(Dependency),
  demands: v.array(Demand),
  runtimes: v.array(v.strictObject({ name: pick('the runtime', RUNTIMES), constraint, origin: Origin })),
  natives: v.array(
    v.strictObject({
      purl,
      kind: text('what it needs of the system: `cgo`, `node-addon`, `wheel-glibc` …'),
      library: v.optional(text('the library, where it is known')),
      origin: Origin,
    }),
  ),
  extras: v.optional(texts('groups that are extras of the package itself')),
  workspace: v.optional(text('the root whose lock and settings hold for it')),
  builtWith: v.optional(texts('paths that its installation or build reads as they lie there')),
  packaged: v.optional(flag('whether an installation installs the project itself')),
  installsHooks: v.optional(told(v.literal(true), 'its installation ends with a script that sets up git hooks')),
  rootPrepares: v.optional(
    told(v.literal(true), "its installation runs scripts of its workspace's root that may need tools of developers"),
  ),
  installer: v.optional(
    v.strictObject({
      tool: text('which installs it'),
      major: v.optional(whole('of the tool')),
      node: v.optional(text('the releases of Node.js on which it does so at all')),
    }),
  ),
  build: v.optional(Build),
  entryPoints: v.optional(v.array(v.strictObject({ name: text('of the script'), command: text('as written'), origin: Origin }))),
});

const GroupReference = v.strictObject({
  kind: pick('an extra of the package, a dependency group, or a requirements file', ['extra', 'group', 'file']),
  name: v.optional(text('absent: any of its kind')),
});

const Installation = v.strictObject({
  ecosystem,
  program: text('which installs'),
  asks: v.array(GroupReference),
  leavesOut: v.array(GroupReference),
  project: v.optional(
    v.union([v.strictObject({ directory: text('of the project') }), v.strictObject({ name: text('of the project') })]),
  ),
  command: text('as written'),
  origin: Origin,
});

const Join = v.strictObject({
  directory: v.optional(text('of the build context, the code, or the descriptor itself')),
  dockerfile: v.optional(text('which is built')),
  name: v.optional(text("to be matched with a service's directory or name")),
  image: v.optional(text('which is run, as written')),
  copies: v.optional(texts('paths that the image takes from its build context')),
  builds: v.optional(
    v.strictObject({
      directories: texts('which its commands build'),
      names: texts('of the packages, modules or programs that they build'),
      programs: v.optional(texts("directories of Go's main packages among them")),
      binary: v.optional(text('the program that it starts, where that was compiled elsewhere and is only copied in')),
    }),
  ),
});

const Process = v.strictObject({
  name: text('as the descriptor gives it'),
  kind: pick('how it runs', ['process', 'job', 'scheduled', 'function']),
  command: texts('its words, where they are stated'),
  entrypoint: v.optional(texts('of an image: the words of ENTRYPOINT, with which `command` begins')),
  keepsEntrypoint: v.optional(told(v.literal(true), '`command` stands in the place of CMD alone')),
  variables: v.optional(told(v.record(v.string(), v.string()), 'which an image sets and its command names')),
  addresses: v.optional(told(v.record(v.string(), v.string()), 'variables that hold the address of all interfaces')),
  contentsOf: v.optional(text('the directory whose contents lie where the command starts')),
  startsIn: v.optional(text('the directory from which the command names its files')),
  beside: v.optional(
    v.array(
      v.strictObject({ path: text('a directory that an image takes whole'), to: text('as seen from where its command starts') }),
    ),
  ),
  ports: v.array(
    v.strictObject({
      container: whole('port in the container'),
      host: v.optional(whole('port of the host that it is published on')),
      protocol: pick('of the port', ['tcp', 'udp', 'sctp']),
      origin: Origin,
    }),
  ),
  schedule: v.optional(text('as written')),
  replicas: v.optional(amount('how many of it run')),
  origin: Origin,
});

const ServerlessFunction = v.strictObject({
  name: text('as the template gives it'),
  provider: pick('whose function', ['aws', 'azure', 'gcp', 'other']),
  handler: v.optional(text('which is called')),
  runtime: v.optional(text('as written')),
  packageType: pick('what is uploaded', ['zip', 'image']),
  bundled: v.optional(told(v.literal(true), 'a bundler makes one file of what the code imports')),
  memoryMiB: v.optional(amount('memory that it is given')),
  timeoutSeconds: v.optional(amount('after which it is ended')),
  ephemeralMiB: v.optional(amount('size of its /tmp')),
  architecture: v.optional(text('of the processor')),
  events: texts('kinds of what calls it: `http`, `schedule`, `sqs` …'),
  layers: texts('as written'),
  origin: Origin,
});

const BaseImage = v.strictObject({
  name: text('as written, without tag and digest'),
  tag: v.optional(text('as written')),
  digest: v.optional(text('as written')),
  final: flag('whether it is that of the last stage, which runs'),
  distribution: v.optional(text('of the operating system')),
  libc: v.optional(pick('the C library in it', ['glibc', 'musl', 'none'])),
  origin: Origin,
});

export const DeploymentSchema = v.strictObject({
  descriptor: Manifest,
  tool: pick('whose format', [
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
  join: told(Join, 'how its service is found; empty where it is of none here'),
  processes: v.array(Process),
  functions: v.array(ServerlessFunction),
  images: v.array(BaseImage),
  demands: v.array(Demand),
  profilePorts: v.optional(
    v.array(v.strictObject({ profile: text('under which the port counts; empty: unless another one is set'), demand: Demand })),
  ),
  traits: v.array(
    v.strictObject({
      kind: pick('what matters to the choice of a host', TRAIT_KINDS),
      value: v.optional(text('what is said of it')),
      origin: Origin,
    }),
  ),
  installations: v.optional(v.array(Installation)),
});

export const DiagnosticSchema = v.strictObject({
  code: text('its kind, as `cohost explain-rule` tells it'),
  severity: pick('how much it matters', SEVERITIES),
  message: text('what is wrong, and what to do'),
  file: v.optional(text('path from the root')),
  line: v.optional(whole('from 1 on')),
  column: v.optional(whole('from 1 on')),
  incomplete: v.optional(flag('whether something was not read because of it')),
});

const Facts = v.strictObject({
  analyzer: pick('which read them', [...ECOSYSTEMS, 'deployment']),
  axis: told(
    v.nullable(v.picklist(RUNTIMES)),
    'the part of the target that these facts depend on; null when they hold for every target',
  ),
  units: v.array(UnitSchema),
  deployments: v.array(DeploymentSchema),
  diagnostics: v.array(DiagnosticSchema),
  variants: told(
    v.array(
      v.strictObject({
        values: texts('of the axis'),
        units: indices('into units'),
        deployments: indices('into deployments'),
        diagnostics: indices('into diagnostics'),
      }),
    ),
    'for which values which of the above hold; values that give the same facts are one variant',
  ),
});

/** What one repository's files say, for every runtime version that a fleet may settle on. No source text, no judgement. */
export const SnapshotSchema = v.strictObject({
  name: told(v.pipe(v.string(), v.minLength(1)), 'what the repository is called among others; all paths begin with it'),
  platform: text('of the target'),
  facts: v.array(Facts),
  services: told(
    v.array(v.strictObject({ key: text('as the config writes it'), settings: ServiceSchema })),
    "the repository's own config of its services",
  ),
  places: told(
    v.array(v.strictObject({ path: texts("of keys, the service's first"), origin: Origin })),
    'where that config says what',
  ),
  diagnostics: told(v.array(DiagnosticSchema), 'what could not be read'),
});

/** The facts of one repository as its file holds them (`cohost schema snapshot`). */
export type Snapshot = Frozen<v.InferOutput<typeof SnapshotSchema>>;
export type SnapshotFacts = Snapshot['facts'][number];
