import * as v from 'valibot';
import {
  CONSTRAINT_KINDS,
  DEPTHS,
  ECOSYSTEMS,
  LEVELS,
  PACKAGINGS,
  REALMS,
  SCOPES,
  SEVERITIES,
  STATUSES,
  STRENGTHS,
  VERDICTS,
} from '../model/index.ts';

/** The published JSON contract. A type test holds it against `Report` in both directions. */

const line = v.pipe(v.number(), v.integer(), v.minValue(1));
const Origin = v.strictObject({ file: v.string(), line, column: v.optional(line) });
const severity = v.picklist(SEVERITIES);
const level = v.picklist(LEVELS);
const depth = v.picklist(DEPTHS);
const ecosystem = v.picklist(ECOSYSTEMS);
const realm = v.picklist(REALMS);
const kind = v.picklist(CONSTRAINT_KINDS);
const target = v.picklist([...PACKAGINGS, 'insufficient-evidence']);
const scope = v.picklist(SCOPES);
const verdict = v.picklist(VERDICTS);
const texts = v.array(v.string());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Demand = v.strictObject({
  service: v.string(),
  realm,
  key: v.string(),
  subject: v.string(),
  constraint: v.string(),
  kind,
  strength: v.picklist(STRENGTHS),
  group: v.string(),
  scope: v.optional(scope),
  when: v.optional(v.string()),
  via: texts,
  origin: Origin,
  detail: v.optional(v.record(v.string(), v.string())),
});

const Fix = v.strictObject({
  kind: v.picklist(['change-constraint', 'align', 'upgrade', 'isolate', 'override', 'split']),
  service: v.optional(v.string()),
  subject: v.string(),
  from: v.optional(v.string()),
  to: v.optional(v.string()),
  level: v.optional(level),
  effect: v.string(),
  file: v.optional(v.string()),
  line: v.optional(line),
  places: v.optional(v.array(v.strictObject({ file: v.string(), line }))),
  proved: v.optional(v.boolean()),
  together: v.optional(
    v.array(v.strictObject({ key: v.string(), subject: v.string(), from: v.string(), file: v.string(), line })),
  ),
});

const Conflict = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^c_[0-9a-f]{12}$/)),
  rule: v.string(),
  severity,
  realm,
  subject: v.string(),
  services: texts,
  demands: v.array(Demand),
  sides: v.array(v.array(count)),
  anyTwo: v.optional(v.boolean()),
  depth,
  clearedBy: level,
  message: v.string(),
  explanation: texts,
  fixes: v.array(Fix),
  status: v.optional(v.picklist(STATUSES)),
});

const Repin = v.strictObject({ service: v.string(), subject: v.string(), from: v.string(), to: v.string() });

const Recommendation = v.strictObject({
  service: v.string(),
  process: v.optional(v.string()),
  target,
  confidence: v.picklist(['high', 'medium', 'low']),
  reasons: v.array(
    v.strictObject({
      rule: v.string(),
      theme: v.string(),
      effect: v.picklist(['blocks', 'for', 'against', 'note']),
      targets: v.array(target),
      text: v.string(),
      evidence: v.array(v.strictObject({ file: v.string(), line, text: v.optional(v.string()) })),
      source: v.string(),
    }),
  ),
  alternatives: v.array(v.strictObject({ target, because: v.string() })),
  unknowns: texts,
  wouldChangeIf: texts,
  changes: v.array(
    v.strictObject({
      when: v.string(),
      target,
      rule: v.optional(v.string()),
      facts: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
    }),
  ),
  size: v.optional(
    v.strictObject({
      unzippedBytes: v.nullable(v.number()),
      method: v.picklist(['lock', 'measured-table', 'mixed', 'unknown']),
      missing: texts,
      largest: v.array(v.strictObject({ purl: v.string(), bytes: v.number() })),
    }),
  ),
  override: v.optional(v.strictObject({ target, reason: v.string(), replaced: v.optional(target), origin: v.optional(Origin) })),
});

const SeverityCount = v.strictObject({ error: count, warning: count, note: count });

const Comparison = v.strictObject({
  base: v.optional(v.strictObject({ ref: v.string(), commit: v.string() })),
  moved: v.optional(v.array(v.strictObject({ from: v.string(), to: v.string() }))),
  baseline: v.optional(v.strictObject({ file: v.string(), accepted: count, removable: count, expired: count })),
  new: SeverityCount,
  existing: SeverityCount,
  resolved: SeverityCount,
  ignored: SeverityCount,
});

export const ReportSchema = v.strictObject({
  schemaVersion: v.literal(1),
  tool: v.strictObject({ name: v.literal('cohost'), version: v.string() }),
  options: v.strictObject({
    level,
    depth,
    target: v.record(v.string(), v.string()),
    targetBecause: v.record(v.string(), v.string()),
    before: v.nullable(v.string()),
  }),
  services: v.array(
    v.strictObject({
      id: v.string(),
      path: v.string(),
      ecosystems: v.array(ecosystem),
      manifests: v.array(v.strictObject({ path: v.string(), kind: v.string(), role: v.string(), group: v.string() })),
      runtimes: v.array(v.strictObject({ name: v.string(), constraint: v.string(), origin: Origin })),
      packages: v.array(
        v.strictObject({
          purl: v.string(),
          constraint: v.string(),
          kind,
          resolved: v.optional(v.string()),
          direct: v.boolean(),
          group: v.string(),
          origin: Origin,
        }),
      ),
      descriptors: v.array(v.strictObject({ path: v.string(), kind: v.string(), joinedBy: v.string() })),
      programs: v.optional(
        v.array(v.strictObject({ name: v.string(), command: v.optional(v.string()), ports: texts, origin: Origin })),
      ),
    }),
  ),
  conflicts: v.array(Conflict),
  compatibility: v.array(
    v.strictObject({
      services: texts,
      level,
      verdict,
      depth,
      conflicts: texts,
      repins: v.array(Repin),
      because: v.optional(v.string()),
    }),
  ),
  ladder: v.array(v.strictObject({ level, hosts: count, optimal: v.boolean(), clears: texts, remaining: texts })),
  placement: v.strictObject({
    level,
    hosts: v.array(
      v.strictObject({
        id: v.string(),
        services: texts,
        verdict,
        runtimes: v.strictObject({
          python: v.optional(v.string()),
          node: v.optional(v.string()),
          jdk: v.optional(v.string()),
          go: v.optional(v.string()),
        }),
        repins: v.array(Repin),
      }),
    ),
    lowerBound: count,
    optimal: v.boolean(),
  }),
  recommendations: v.array(Recommendation),
  leastIsolation: v.optional(
    v.strictObject({
      apart: v.array(
        v.strictObject({
          service: v.string(),
          packaging: v.picklist(['lambda-zip', 'lambda-image', 'own-environment', 'own-container', 'own-machine']),
          conflicts: texts,
          because: v.string(),
        }),
      ),
      together: texts,
    }),
  ),
  diagnostics: v.array(
    v.strictObject({
      code: v.string(),
      severity,
      message: v.string(),
      file: v.optional(v.string()),
      line: v.optional(line),
      column: v.optional(line),
      incomplete: v.optional(v.boolean()),
    }),
  ),
  comparison: v.optional(Comparison),
  summary: v.strictObject({
    services: count,
    manifests: count,
    leftOut: count,
    conflicts: SeverityCount,
    hosts: count,
  }),
});
