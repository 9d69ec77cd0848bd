import * as v from 'valibot';

/**
 * Nomad's own `job validate` is no package of a registry. What stands in: the file has to parse as HCL, and to hold
 * the blocks that Nomad's job specification requires, with values of the kind that it gives.
 */

const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Blocks with labels come as a list of objects with one label each. */
const labelled = <T extends v.GenericSchema>(body: T): v.GenericSchema =>
  v.pipe(v.array(v.record(v.string(), body)), v.minLength(1));

const TaskBody = v.looseObject({
  driver: v.literal('docker'),
  config: v.tuple([v.looseObject({ image: v.string(), ports: v.optional(v.array(v.string())) })]),
  resources: v.tuple([
    v.looseObject({ cpu: Count, memory: Count, device: v.optional(labelled(v.looseObject({ count: Count }))) }),
  ]),
  volume_mount: v.optional(v.tuple([v.looseObject({ volume: v.string(), destination: v.pipe(v.string(), v.startsWith('/')) })])),
});

const GroupBody = v.looseObject({
  count: Count,
  network: v.optional(v.tuple([v.looseObject({ port: labelled(v.looseObject({ to: v.optional(Count) })) })])),
  volume: v.optional(labelled(v.looseObject({ type: v.picklist(['host', 'csi']), source: v.string() }))),
  task: labelled(TaskBody),
});

const JobBody = v.pipe(
  v.looseObject({
    datacenters: v.pipe(v.array(v.string()), v.minLength(1)),
    type: v.picklist(['service', 'batch', 'system', 'sysbatch']),
    periodic: v.optional(v.tuple([v.looseObject({ crons: v.pipe(v.array(v.string()), v.minLength(1)) })])),
    group: labelled(GroupBody),
  }),
  v.check(({ type, periodic }) => periodic === undefined || type === 'batch', 'only a batch job is periodic'),
);

const File = v.looseObject({ job: v.pipe(v.array(v.record(v.string(), JobBody)), v.length(1)) });

/** What python-hcl2 of a version puts beside or around the values: quotes of labels and strings, markers of lines. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^"([\s\S]*)"$/, '$1');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (key.startsWith('__') ? [] : [[key.replaceAll('"', ''), plain(one)]])),
  );
}

/** Problems of a job file that was parsed to JSON; none when it may be run. */
export function nomadProblems(parsed: unknown): readonly string[] {
  const result = v.safeParse(File, plain(parsed));
  return result.success ? [] : result.issues.map((issue) => `${v.getDotPath(issue) ?? 'job'}: ${issue.message}`);
}
