import * as v from 'valibot';
import { closest } from '../formats/closest.ts';
import { HOST_PLATFORM, LEVELS, PACKAGINGS, RUNTIME_VERSION } from '../model/index.ts';

/** `cohost.yaml`: data only. The JSON Schema that `cohost schema config` prints is made from this. */

const date = v.pipe(
  v.union([v.string(), v.date()]),
  v.transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as YYYY-MM-DD'),
);
const level = v.picklist(LEVELS);
const scalarText = v.pipe(
  v.union([v.string(), v.number()]),
  v.check((value) => typeof value === 'string' || !/\.[12]$/.test(String(value)), 'write it in quotes: the number 3.10 is 3.1'),
  v.transform(String),
);
const runtimeVersion = v.pipe(scalarText, v.regex(RUNTIME_VERSION, 'write a version such as 3.11'));
const positive = v.pipe(v.number(), v.minValue(0));
/** `aws`, or whatever there is instead of it: `any`, a cloud, a cluster. A slip of the keys is not taken for a cloud. */
const platform = v.pipe(
  v.string(),
  v.check((name) => name.trim().toLowerCase() === 'aws' || closest(name, ['aws']) === undefined, 'did you mean "aws"?'),
);

export const FactsSchema = v.strictObject({
  role: v.optional(v.string()),
  jobSeconds: v.optional(positive),
  requestSeconds: v.optional(positive),
  memoryMiB: v.optional(positive),
  payloadMiB: v.optional(positive),
  requestsPerMonth: v.optional(positive),
  avgDurationMs: v.optional(positive),
  traffic: v.optional(v.picklist(['spiky', 'steady'])),
  coldStartBudgetMs: v.optional(positive),
  statefulDisk: v.optional(v.boolean()),
  diskMiB: v.optional(positive),
  gpu: v.optional(v.boolean()),
  platform: v.optional(platform),
  ports: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)))),
});

const target = v.picklist(PACKAGINGS);

export const ServiceSchema = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.nonEmpty('write a name that is not empty'))),
  groups: v.optional(v.array(v.string())),
  level: v.optional(level),
  together: v.optional(v.array(v.string())),
  apart: v.optional(v.array(v.string())),
  pin: v.optional(v.string()),
  packaging: v.optional(
    v.strictObject({
      recommend: v.optional(target),
      forbid: v.optional(target),
      reason: v.optional(v.string()),
      until: v.optional(date),
    }),
  ),
  facts: v.optional(FactsSchema),
});

export const HostSchema = v.strictObject({
  name: v.string(),
  share: v.optional(v.picklist(['allow', 'forbid'])),
  services: v.optional(v.array(v.string())),
  python: v.optional(v.array(runtimeVersion)),
  node: v.optional(v.array(runtimeVersion)),
  jdk: v.optional(v.array(runtimeVersion)),
});

export const IgnoreSchema = v.strictObject({
  id: v.optional(v.string()),
  rule: v.optional(v.string()),
  package: v.optional(v.string()),
  services: v.optional(v.array(v.string())),
  reason: v.optional(v.string()),
  owner: v.optional(v.string()),
  until: v.optional(date),
});

export const ConfigSchema = v.strictObject({
  services: v.optional(v.record(v.string(), ServiceSchema)),
  hosts: v.optional(v.array(HostSchema)),
  realms: v.optional(
    v.strictObject({
      python: v.optional(v.strictObject({ indexes: v.optional(v.picklist(['first', 'union'])) })),
      npm: v.optional(v.strictObject({ model: v.optional(v.picklist(['flat', 'hoisted'])) })),
      jvm: v.optional(v.strictObject({ jars: v.optional(v.picklist(['read'])) })),
      go: v.optional(v.strictObject({ build: v.optional(v.picklist(['together', 'apart'])) })),
      runtime: v.optional(v.strictObject({})),
      os: v.optional(v.strictObject({})),
      port: v.optional(v.strictObject({})),
      command: v.optional(v.strictObject({})),
    }),
  ),
  target: v.optional(
    v.strictObject({
      python: v.optional(runtimeVersion),
      node: v.optional(runtimeVersion),
      jdk: v.optional(runtimeVersion),
      go: v.optional(runtimeVersion),
      platform: v.optional(v.pipe(v.string(), v.regex(HOST_PLATFORM, 'write a platform such as linux-x86_64'))),
    }),
  ),
  level: v.optional(level),
  groups: v.optional(v.array(v.string())),
  /** What is left out of the search, as a .gitignore at the root would say it. */
  exclude: v.optional(v.array(v.string())),
  samples: v.optional(v.boolean()),
  maxServicesPerHost: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  ignore: v.optional(v.array(IgnoreSchema)),
  rules: v.optional(v.record(v.string(), v.picklist(['off', 'note', 'warning', 'error']))),
  platform: v.optional(platform),
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

export type Config = Frozen<v.InferOutput<typeof ConfigSchema>>;
export type ServiceConfig = Frozen<v.InferOutput<typeof ServiceSchema>>;
export type DeclaredFacts = Frozen<v.InferOutput<typeof FactsSchema>>;
