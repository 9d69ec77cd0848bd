import * as v from 'valibot';
import { closest } from '../formats/closest.ts';
import { DAY, isDay } from '../formats/day.ts';
import { told } from '../formats/told.ts';
import { HOST_PLATFORM, LEVELS, PACKAGINGS, RUNTIME_VERSION } from '../model/index.ts';

/** `cohost.yaml`: data only. The JSON Schema that `cohost schema config` prints is made from this. */

/** For an editor how a day is written, and for us that the calendar has it. */
export const day = v.pipe(
  v.string(),
  v.regex(DAY, 'write a date as YYYY-MM-DD'),
  v.check((text) => !DAY.test(text) || isDay(text), 'there is no such day'),
);

/** Words of a schema have to come before what it makes of its value. */
const date = (words: string) =>
  v.pipe(
    v.union([v.string(), v.date()]),
    v.description(words),
    v.transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)),
    day,
  );
const level = v.picklist(LEVELS);
const runtimeVersion = (words: string) =>
  v.pipe(
    v.union([v.string(), v.number()]),
    v.description(words),
    v.check((value) => typeof value === 'string' || !/\.[12]$/.test(String(value)), 'write it in quotes: the number 3.10 is 3.1'),
    v.transform(String),
    v.regex(RUNTIME_VERSION, 'write a version such as 3.11'),
  );
const positive = v.pipe(v.number(), v.minValue(0));
/** `aws`, or whatever there is instead of it: `any`, a cloud, a cluster. A slip of the keys is not taken for a cloud. */
const platform = v.pipe(
  v.string(),
  v.check((name) => name.trim().toLowerCase() === 'aws' || closest(name, ['aws']) === undefined, 'did you mean "aws"?'),
);

const FactsSchema = v.strictObject({
  role: v.optional(
    told(v.string(), 'what it does: web, api, worker, consumer, producer, scheduler, function, client, job, batch or grpc'),
  ),
  jobSeconds: v.optional(told(positive, 'how long one job runs at most, in seconds')),
  requestSeconds: v.optional(told(positive, 'how long one request takes at most, in seconds')),
  memoryMiB: v.optional(told(positive, 'memory that it needs')),
  payloadMiB: v.optional(told(positive, 'largest request or response body')),
  requestsPerMonth: v.optional(told(positive, 'requests in a month')),
  avgDurationMs: v.optional(told(positive, 'what a request takes on average, in milliseconds')),
  traffic: v.optional(told(v.picklist(['spiky', 'steady']), 'whether requests come in bursts or evenly')),
  coldStartBudgetMs: v.optional(told(positive, 'longest first answer of a new instance that is accepted, in milliseconds')),
  statefulDisk: v.optional(told(v.boolean(), 'whether data on its local disk has to survive it')),
  diskMiB: v.optional(told(positive, 'local disk that it needs')),
  gpu: v.optional(told(v.boolean(), 'whether it needs a GPU')),
  platform: v.optional(told(platform, 'where it runs: aws, or another cloud or cluster, which has neither Lambda nor Fargate')),
  ports: v.optional(
    told(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))), 'TCP ports that it listens on'),
  ),
});

const target = v.picklist(PACKAGINGS);

export const ServiceSchema = v.strictObject({
  name: v.optional(told(v.pipe(v.string(), v.nonEmpty('write a name that is not empty')), 'what reports call it')),
  groups: v.optional(
    told(
      v.array(v.string()),
      'manifest groups that are deployed (an extra, a dependency group), and no others: `default` stands for what is without being asked for',
    ),
  ),
  level: v.optional(told(level, 'how it is isolated today')),
  together: v.optional(told(v.array(v.string()), 'services that have to be on its host')),
  apart: v.optional(told(v.array(v.string()), 'services that must not be on its host')),
  pin: v.optional(told(v.string(), 'name of the host (see hosts) that it has to be on')),
  packaging: v.optional(
    told(
      v.strictObject({
        recommend: v.optional(told(target, 'what is recommended, whatever the rules say')),
        forbid: v.optional(told(target, 'what is never recommended')),
        reason: v.optional(told(v.string(), 'why; without one the choice is not used')),
        until: v.optional(date('last day on which the choice counts')),
      }),
      'what recommendation the team has settled on; needs a reason',
    ),
  ),
  facts: v.optional(told(FactsSchema, 'what no manifest can tell, for recommendations')),
});

const HostSchema = v.strictObject({
  name: told(v.string(), 'what reports and pin call it'),
  share: v.optional(told(v.picklist(['allow', 'forbid']), 'forbid: one service alone; otherwise sharing it may be recommended')),
  services: v.optional(told(v.array(v.string()), 'services that may be on it; any when absent')),
  python: v.optional(told(v.array(runtimeVersion('Python version')), 'Python versions that are installed on it')),
  node: v.optional(told(v.array(runtimeVersion('Node.js version')), 'Node.js versions that are installed on it')),
  jdk: v.optional(told(v.array(runtimeVersion('JDK version')), 'JDK versions that are installed on it')),
});

const IgnoreSchema = v.strictObject({
  id: v.optional(told(v.string(), 'id of a finding')),
  rule: v.optional(told(v.string(), 'rule of the findings')),
  package: v.optional(told(v.string(), 'package (or port, runtime) that the findings are about')),
  services: v.optional(told(v.array(v.string()), 'services of the findings')),
  reason: v.optional(told(v.string(), 'why; without one the entry counts, with a warning')),
  owner: v.optional(told(v.string(), 'whom to ask')),
  until: v.optional(date('last day on which the entry counts; after it the check fails')),
});

/** A key that sets a packaging rule: its id, bare or as `cohost explain-rule` lists it. */
export const PACKAGING_RULE = /^(?:packaging\/)?([A-Z]{2,}\d+)$/;

/** The words of a packaging rule count or they do not: it has no severity. */
const ruleSettings = v.pipe(
  v.record(v.string(), v.picklist(['off', 'note', 'warning', 'error'])),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const [key, value] of Object.entries(dataset.value)) {
      if (!PACKAGING_RULE.test(key) || value === 'off' || value === 'note') continue;
      const message = `a packaging rule takes off and note, not "${value}"`;
      addIssue({ message, path: [{ type: 'object', origin: 'value', input: dataset.value, key, value }] });
    }
  }),
);

export const ConfigSchema = v.strictObject({
  services: v.optional(told(v.record(v.string(), ServiceSchema), 'by path or name of the service')),
  hosts: v.optional(told(v.array(HostSchema), 'hosts that exist, or may')),
  realms: v.optional(
    told(
      v.strictObject({
        python: v.optional(
          v.strictObject({
            indexes: v.optional(
              told(v.picklist(['first', 'union']), 'of several indexes: the first that has a package, or all of them'),
            ),
          }),
        ),
        npm: v.optional(
          v.strictObject({
            model: v.optional(
              told(
                v.picklist(['flat', 'hoisted']),
                'one node_modules for all, or members of one workspace, where a second copy nests',
              ),
            ),
          }),
        ),
        jvm: v.optional(
          v.strictObject({
            jars: v.optional(told(v.picklist(['read']), 'with --resolve: list the classes of jars, as --jars does')),
          }),
        ),
        go: v.optional(
          v.strictObject({
            build: v.optional(
              told(v.picklist(['together', 'apart']), 'whether the modules are built as one; without it, what go.work lists is'),
            ),
          }),
        ),
        runtime: v.optional(v.strictObject({})),
        os: v.optional(v.strictObject({})),
        port: v.optional(v.strictObject({})),
        command: v.optional(v.strictObject({})),
      }),
      'how things are judged, by realm',
    ),
  ),
  target: v.optional(
    told(
      v.strictObject({
        python: v.optional(runtimeVersion('Python version')),
        node: v.optional(runtimeVersion('Node.js version')),
        jdk: v.optional(runtimeVersion('JDK version')),
        go: v.optional(runtimeVersion('Go version')),
        platform: v.optional(
          told(
            v.pipe(v.string(), v.regex(HOST_PLATFORM, 'write a platform such as linux-x86_64')),
            'operating system and processor, as linux-x86_64',
          ),
        ),
      }),
      'what the hosts have; without it, what suits the fleet, else the newest',
    ),
  ),
  level: v.optional(told(level, 'how services are isolated today')),
  groups: v.optional(told(v.array(v.string()), 'manifest groups that are deployed with every service')),
  exclude: v.optional(told(v.array(v.string()), 'what is left out of the search, as a .gitignore at the root would say it')),
  samples: v.optional(told(v.boolean(), 'whether directories that look like samples, tests or scripts count')),
  maxServicesPerHost: v.optional(told(v.pipe(v.number(), v.integer(), v.minValue(1)), 'services on one host at most')),
  ignore: v.optional(told(v.array(IgnoreSchema), 'findings that are accepted: all that an entry names has to match')),
  rules: v.optional(told(ruleSettings, 'severity of a rule by its id, or off; packaging rules take off and note')),
  platform: v.optional(
    told(platform, 'where all of it runs: aws, or another cloud or cluster, which has neither Lambda nor Fargate'),
  ),
});

export const FactsFileSchema = v.strictObject({
  services: v.optional(v.record(v.string(), FactsSchema)),
  ...FactsSchema.entries,
});

/** Nothing changes what was read. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** What `cohost.yaml`, `.toml` or `.json` says (docs/config.md). */
export type Config = Frozen<v.InferOutput<typeof ConfigSchema>>;
/** What it says of one service. */
export type ServiceConfig = Frozen<v.InferOutput<typeof ServiceSchema>>;
/** What its owner declares of a service, in the units that docs/config.md gives: `memoryMiB`, `requestSeconds` … */
export type DeclaredFacts = Frozen<v.InferOutput<typeof FactsSchema>>;
