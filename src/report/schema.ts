import * as v from 'valibot';
import { toldFlag as flag, toldText as text, toldTexts as texts, told } from '../formats/told.ts';
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

/** The published JSON contract, each key with its words. A type test holds it against `Report` in both directions. */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const place = v.pipe(v.number(), v.integer(), v.minValue(1));
const file = text('path from the root, with `/`');
const line = told(place, 'from 1 on');
const constraint = text("in the ecosystem's own notation; empty: any version");
const subject = text(
  'what it is about: a purl without version, or `runtime:python`, `port:8080/tcp`, `os:libc`, `command:celery`',
);
const Origin = told(v.strictObject({ file, line, column: v.optional(told(place, 'from 1 on')) }), 'the line that says so');
const severity = told(
  v.picklist(SEVERITIES),
  '`error`: it breaks on a shared host; `warning`: only if something moves, or a known risk; `note`: blocks nothing',
);
const level = (words: string) => told(v.picklist(LEVELS), words);
const depth = told(
  v.picklist(DEPTHS),
  'how it was found: from manifests, from these and locks, or by a joint resolution over registries',
);
const realm = told(v.picklist(REALMS), 'the space in which one name can mean one thing only');
const kind = told(
  v.picklist(CONSTRAINT_KINDS),
  'how the constraint is to be read; only `range` and `exact` name versions of a registry',
);
const target = (words: string) => told(v.picklist([...PACKAGINGS, 'insufficient-evidence']), words);
const verdict = told(
  v.picklist(VERDICTS),
  '`share`: proved; `repin`: proved, if what `repins` names moves; `separate`: cannot; `likely`: nothing found against it, nothing proved; `unknown`: not enough is known',
);
const group = text('manifest group: `default`, `dev`, an extra …');
const errors = (words: string) => texts(`ids of ${words}`);

const Demand = v.strictObject({
  service: text('id of the service that asks'),
  realm,
  key: text('the name within the realm: of a package, `python`, `8080/tcp` …'),
  subject,
  constraint,
  kind,
  strength: told(
    v.picklist(STRENGTHS),
    "`declared`: has to hold; `locked`: a lock's pin, which may move; `preferred`: a preference within what is declared",
  ),
  group,
  scope: v.optional(told(v.picklist(SCOPES), 'what the group is for')),
  when: v.optional(text('a condition that the target leaves open; absent: always')),
  via: texts("purls from the service's own line to this demand; empty: the line itself demands"),
  origin: Origin,
  detail: v.optional(told(v.record(v.string(), v.string()), "what only the realm's rule reads")),
});

const Fix = v.strictObject({
  kind: told(
    v.picklist(['change-constraint', 'align', 'upgrade', 'isolate', 'override', 'split']),
    '`change-constraint`: one line changes; `align`: several say the same; `isolate`: the service gets `level`; the others are not in use',
  ),
  service: v.optional(text('id of the service that changes, where it is one')),
  subject,
  from: v.optional(text('the constraint as it stands')),
  to: v.optional(text('the constraint as it is to be')),
  level: v.optional(level('of `isolate`: what the service gets of its own')),
  effect: text('what is true afterwards, in words'),
  file: v.optional(file),
  line: v.optional(line),
  places: v.optional(told(v.array(v.strictObject({ file, line })), 'all lines that change, where they are several')),
  proved: v.optional(flag('with `--resolve`: whether the services were resolved with the change made; absent: nobody was asked')),
  together: v.optional(
    told(
      v.array(
        v.strictObject({ key: text('name of the package'), subject, from: text('the constraint as it stands'), file, line }),
      ),
      'lines of the same family of packages, which may have to move as well',
    ),
  ),
});

const Conflict = v.strictObject({
  id: told(
    v.pipe(v.string(), v.regex(/^c_[0-9a-f]{12}$/)),
    'fingerprint of rule, realm, key, services and constraints; lines and wording do not change it',
  ),
  rule: text('id of the rule: `cohost explain-rule ID`'),
  severity,
  realm,
  subject,
  services: texts('ids of those whose demands clash'),
  demands: told(v.array(Demand), 'the smallest set of demands that clash'),
  sides: told(
    v.array(v.array(count)),
    'demands that play the same part, by their index in `demands`: two sides part every pair across them',
  ),
  anyTwo: v.optional(flag('of three sides and more: any two of them clash; otherwise only all of them together')),
  depth,
  clearedBy: level('the first level at which it is over'),
  message: text('one sentence'),
  explanation: texts('the steps that lead to it'),
  fixes: told(v.array(Fix), 'changes that end it, each tried on the model; the best first'),
  status: v.optional(told(v.picklist(STATUSES), 'beside a base, a baseline or an ignore entry; absent: it counts')),
});

const Repin = v.strictObject({
  service: text('id of the service'),
  subject,
  from: text('version that it has'),
  to: text('version that it would get'),
});

const Recommendation = v.strictObject({
  service: text('id of the service'),
  process: v.optional(text('which of its processes, where each has advice of its own')),
  target: target('how it is advised to run'),
  confidence: told(
    v.picklist(['high', 'medium', 'low']),
    '`high`: no single fact that nobody declared would change it; `low`: a default or a weak rule decides',
  ),
  reasons: told(
    v.array(
      v.strictObject({
        rule: text('id of the rule: `cohost explain-rule ID`'),
        theme: text('what the rule is about'),
        effect: told(v.picklist(['blocks', 'for', 'against', 'note']), 'what it does to its targets'),
        targets: told(v.array(target('one that it is about')), 'what it is about'),
        text: text('the reason in words'),
        evidence: told(
          v.array(v.strictObject({ file, line, text: v.optional(text('what stands there')) })),
          'lines that it rests on',
        ),
        source: text('where the rule comes from, with its date'),
      }),
    ),
    'rules that fired',
  ),
  alternatives: told(
    v.array(v.strictObject({ target: target('the other way to run it'), because: text('why') })),
    'what would do as well',
  ),
  unknowns: texts('what is not known and would help'),
  wouldChangeIf: texts('`changes` as sentences'),
  changes: told(
    v.array(
      v.strictObject({
        when: text('what would have to be otherwise'),
        target: target('what would be advised then'),
        rule: v.optional(text('the rule without which it would be so')),
        facts: v.optional(
          told(
            v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
            'what to declare under `facts` in the config',
          ),
        ),
      }),
    ),
    'what would lead to another target',
  ),
  size: v.optional(
    told(
      v.strictObject({
        unzippedBytes: told(v.nullable(v.number()), 'null: too little is known'),
        method: told(v.picklist(['lock', 'measured-table', 'mixed', 'unknown']), 'where sizes come from'),
        missing: texts('packages of unknown size'),
        largest: told(
          v.array(v.strictObject({ purl: text('the package'), bytes: told(v.number(), 'its size') })),
          'what weighs most',
        ),
      }),
      'estimate of what it installs',
    ),
  ),
  override: v.optional(
    told(
      v.strictObject({
        target: target('what config says'),
        reason: text('why'),
        replaced: v.optional(target('what would have been advised')),
        origin: v.optional(Origin),
      }),
      'set where config decided',
    ),
  ),
});

const severityCount = (words: string) =>
  told(
    v.strictObject({
      error: told(count, 'how many errors'),
      warning: told(count, 'how many warnings'),
      note: told(count, 'how many notes'),
    }),
    words,
  );

const Comparison = v.strictObject({
  base: v.optional(
    told(v.strictObject({ ref: text('as it was named'), commit: text('the merge base') }), 'what `--base` compares with'),
  ),
  moved: v.optional(
    told(v.array(v.strictObject({ from: text('id before'), to: text('id now') })), 'services that were renamed or moved'),
  ),
  baseline: v.optional(
    told(
      v.strictObject({
        file,
        accepted: told(count, 'entries'),
        removable: told(count, 'entries that match nothing'),
        expired: told(count, 'entries whose date is over'),
      }),
      'what `--baseline` accepts',
    ),
  ),
  new: severityCount('conflicts that are new'),
  existing: severityCount('conflicts that were there before'),
  resolved: severityCount('conflicts that are gone'),
  ignored: severityCount('conflicts that an entry of config ignores'),
});

export const ReportSchema = v.strictObject({
  schemaVersion: told(v.literal(1), 'grows when a reader of the one before would break; keys may be added within it'),
  tool: told(v.strictObject({ name: told(v.literal('cohost'), 'always this'), version: text('of cohost') }), 'what wrote it'),
  options: told(
    v.strictObject({
      level: level('how services are isolated today'),
      depth,
      target: told(v.record(v.string(), v.string()), 'what hosts have: platform, and the version of each runtime'),
      targetBecause: told(v.record(v.string(), v.string()), 'how each of these was found'),
      before: told(v.nullable(v.string()), 'date of the view of the registries; null: now'),
    }),
    'what was asked',
  ),
  services: told(
    v.array(
      v.strictObject({
        id: text('its path from the root, or its name from config'),
        path: text('its directory from the root'),
        ecosystems: told(v.array(v.picklist(ECOSYSTEMS)), 'of its manifests'),
        manifests: told(
          v.array(
            v.strictObject({
              path: file,
              kind: text('format: `pip-requirements`, `package-json` …'),
              role: text('manifest, lock or descriptor'),
              group,
            }),
          ),
          'manifests and locks',
        ),
        runtimes: told(
          v.array(v.strictObject({ name: text('python, node, jdk or go'), constraint, origin: Origin })),
          'runtimes that it asks for',
        ),
        packages: told(
          v.array(
            v.strictObject({
              purl: text('without version'),
              constraint,
              kind,
              resolved: v.optional(text('version, where a lock or a resolution tells')),
              direct: flag("whether one of the service's own lines asks for it"),
              group,
              origin: Origin,
            }),
          ),
          'dependencies',
        ),
        descriptors: told(
          v.array(
            v.strictObject({
              path: file,
              kind: text('format: `dockerfile`, `compose` …'),
              joinedBy: text('why it is of this service'),
            }),
          ),
          'what says how it runs',
        ),
        programs: v.optional(
          told(
            v.array(
              v.strictObject({
                name: text('of the program'),
                command: v.optional(text('what starts it')),
                ports: texts('`8080/tcp`, where its descriptor tells'),
                origin: Origin,
              }),
            ),
            'where it starts several programs: each of them',
          ),
        ),
      }),
    ),
    'deployable units, in order of their ids',
  ),
  conflicts: told(v.array(Conflict), 'findings; those that a change ended are among them, with their status'),
  compatibility: told(
    v.array(
      v.strictObject({
        services: texts('two services, or groups that behave alike in large fleets'),
        level: level('at which they share'),
        verdict,
        depth,
        conflicts: errors('the conflicts that part them'),
        repins: told(v.array(Repin), 'versions that would have to move'),
        because: v.optional(text('of `unknown`: what is missing')),
      }),
    ),
    'verdicts of pairs that are neither `share` nor `likely`; of all with `--pairs all`',
  ),
  ladder: told(
    v.array(
      v.strictObject({
        level: level('what every service has of its own'),
        hosts: told(count, 'hosts needed then'),
        optimal: flag('whether fewer are proved impossible'),
        clears: errors('the errors that this level ends and the one below it does not'),
        remaining: errors('the errors that remain'),
      }),
    ),
    'what each level of isolation buys',
  ),
  placement: told(
    v.strictObject({
      level: level('the level at which it is made'),
      hosts: told(
        v.array(
          v.strictObject({
            id: text('of the host'),
            services: texts('ids of those on it'),
            verdict,
            runtimes: told(
              v.strictObject({
                python: v.optional(text('version of Python')),
                node: v.optional(text('version of Node.js')),
                jdk: v.optional(text('version of the JDK')),
                go: v.optional(text('version of Go')),
              }),
              'runtimes that suit all of them',
            ),
            repins: told(v.array(Repin), 'versions that would have to move'),
          }),
        ),
        'each a set of services that nothing speaks against',
      ),
      lowerBound: told(count, 'no placement can do with fewer hosts'),
      optimal: flag('whether this is the fewest'),
    }),
    'all services on the fewest hosts',
  ),
  recommendations: told(v.array(Recommendation), 'advice for each service; empty where none was asked for'),
  leastIsolation: v.optional(
    told(
      v.strictObject({
        apart: told(
          v.array(
            v.strictObject({
              service: text('id of the service'),
              packaging: told(
                v.picklist(['lambda-zip', 'lambda-image', 'own-environment', 'own-container', 'own-machine']),
                'the lightest that ends its conflicts',
              ),
              conflicts: errors('the errors that this ends'),
              because: text('in words'),
            }),
          ),
          'who has to leave',
        ),
        together: texts('ids of those that can share one host then'),
      }),
      'the least that lets the rest share; absent where no advice was asked for',
    ),
  ),
  diagnostics: told(
    v.array(
      v.strictObject({
        code: text('what kind of trouble it is'),
        severity: told(v.picklist(SEVERITIES), '`error`: told on stderr in any case; most others with `--verbose`'),
        message: text('what it is, and what to do'),
        file: v.optional(file),
        line: v.optional(line),
        column: v.optional(told(place, 'from 1 on')),
        incomplete: v.optional(flag('it may hide a conflict; with `--strict` the exit code is 3')),
      }),
    ),
    'what was not understood, or is worth knowing',
  ),
  comparison: v.optional(told(Comparison, 'with `--base` or `--baseline`: how many conflicts have which status')),
  summary: told(
    v.strictObject({
      services: told(count, 'how many services'),
      manifests: told(count, 'how many manifests'),
      leftOut: told(count, 'directories left out because they look like samples, tests or scripts'),
      conflicts: severityCount('conflicts that count'),
      hosts: told(count, 'hosts of the placement'),
    }),
    'the report in numbers',
  ),
});
