import {
  byText,
  type Clash,
  type Demand,
  type Description,
  placeText,
  type RealmRule,
  type Remark,
  type RuleContext,
} from '../../src/model/index.ts';
import { MAJORS, REGISTRATION, REGISTRATIONS } from './families.ts';
import { compareGo, isValidGo, languageOf, STRICT_VERSION } from './gover.ts';
import { splitPath } from './paths.ts';
import { mayBeOnePlace } from './replacements.ts';
import { buildTogether, sharedBuild } from './together.ts';
import { compareVersions } from './versions.ts';

/**
 * How demands of the realm `go` are judged. Binaries hold all that they need: on one host nothing clashes.
 * What follows is about one build of several services, so it is an error only where the fleet says that it builds
 * together (config `realms: {go: {build: together}}`, or one go.work that lists both), and a note otherwise.
 */

function textOf(demand: Demand, name: string): string {
  return demand.detail?.[name] ?? '';
}

function roleOf(demand: Demand): string {
  return textOf(demand, 'role');
}

function areTogether(demands: readonly Demand[], { settings }: RuleContext): boolean {
  return buildTogether(
    demands.map((demand) => textOf(demand, 'workspace')),
    settings,
  );
}

interface Disagreement {
  readonly pair: readonly [Demand, Demand];
  readonly together: boolean;
}

/**
 * Two replace directives of one left side that name different right sides: the go command refuses the workspace.
 * A pair that is built together goes before one that isn't; and where nothing is shared, directories of one name
 * in unrelated places are no news at all.
 */
function disagreement(demands: readonly Demand[], context: RuleContext): Disagreement | undefined {
  const replaces = demands.filter((demand) => roleOf(demand) === 'replace');
  let found: Disagreement | undefined;
  for (const [index, one] of replaces.entries()) {
    for (const [at, other] of replaces.entries()) {
      if (at <= index) continue;
      if (textOf(one, 'old') !== textOf(other, 'old') || one.constraint === other.constraint) continue;
      if (mayBeOnePlace(targetOf(one), targetOf(other))) continue;
      if (areTogether([one, other], context)) return { pair: [one, other], together: true };
      if (one.kind !== 'path' || other.kind !== 'path') found ??= { pair: [one, other], together: false };
    }
  }
  return found;
}

function targetOf({ constraint }: Demand): string {
  return constraint.replace('=> ', '');
}

function clash(demands: readonly Demand[], context: RuleContext): Clash | undefined {
  const found = disagreement(demands, context);
  return found === undefined ? undefined : { rule: 'go/replace-disagreement', severity: found.together ? 'error' : 'note' };
}

function canonical(demand: Demand): string {
  const { constraint } = demand;
  const role = roleOf(demand);
  if (role === 'require') return constraint;
  const workspace = textOf(demand, 'workspace');
  return [role, textOf(demand, 'old') || textOf(demand, 'member'), constraint, workspace].filter((part) => part !== '').join(' ');
}

function describe(demands: readonly Demand[], { severity }: Clash, context: RuleContext): Description {
  const pair = disagreement(demands, context)?.pair ?? demands;
  const [first] = pair;
  const left = [first?.key ?? '', first === undefined ? '' : textOf(first, 'old')].filter((part) => part !== '').join(' ');
  const targets = pair.map(targetOf).join(' and ');
  const steps = pair.map((demand) => `${demand.service} replaces ${left} ${demand.constraint} at ${placeText(demand.origin)}`);
  return {
    message:
      severity === 'error'
        ? `the shared build fails: ${left} is replaced by both ${targets}`
        : `a shared build would fail: ${left} is replaced by both ${targets}`,
    explanation: [
      ...steps,
      severity === 'error'
        ? 'In one build a module has one replacement; a replace line in go.work overrules those of its members.'
        : 'Built apart, each keeps its own: binaries share nothing on a host.',
    ],
  };
}

function remark(demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  const key = demands[0]?.key ?? '';
  if (key.startsWith(MAJORS)) return majors(demands, context);
  if (key.startsWith(REGISTRATION)) return registrations(demands, context);
  return exclusions(demands, context);
}

/** A version that one service forbids and another asks for: a shared build ignores the requirement. */
function exclusions(demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  const excluded = demands.filter((demand) => roleOf(demand) === 'exclude');
  return excluded.flatMap((exclude): Remark[] => {
    const required = demands.filter(
      (demand) => roleOf(demand) === 'require' && demand.constraint === exclude.constraint && demand.service !== exclude.service,
    );
    if (required.length === 0) return [];
    const together = required.some((demand) => areTogether([exclude, demand], context));
    const names = required.map(({ service }) => service).join(', ');
    return [
      {
        rule: 'go/excluded-version',
        severity: together ? 'warning' : 'note',
        demands: [exclude, ...required],
        message: `${exclude.service} excludes ${exclude.key} ${exclude.constraint}, which ${names} requires`,
        explanation: [
          `${exclude.service} excludes it at ${placeText(exclude.origin)}`,
          ...required.map((demand) => `${demand.service} requires it at ${placeText(demand.origin)}`),
          'In one build an excluded version counts for nobody: another one is selected.',
        ],
      },
    ];
  });
}

/** Members of one family that services built together require: the first demand of each module. */
function membersTogether(demands: readonly Demand[], { settings }: RuleContext): readonly Demand[] {
  const buildOf = (demand: Demand): string | undefined => sharedBuild(textOf(demand, 'workspace'), settings);
  const firstIn = new Map<string, string>();
  const shared = new Set<string>();
  for (const demand of demands) {
    const build = buildOf(demand);
    if (build === undefined) continue;
    const first = firstIn.get(build) ?? demand.service;
    firstIn.set(build, first);
    if (first !== demand.service) shared.add(build);
  }
  const members = new Map<string, Demand>();
  for (const demand of demands) {
    const [build, member] = [buildOf(demand), textOf(demand, 'member')];
    if (build !== undefined && shared.has(build) && !members.has(member)) members.set(member, demand);
  }
  return [...members.values()];
}

function majors(demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  const members = membersTogether(demands, context);
  if (members.length < 2) return [];
  const paths = members.map((demand) => textOf(demand, 'member')).sort();
  return [
    {
      rule: 'go/several-majors',
      severity: 'note',
      demands: members,
      message: `${splitPath(paths[0] ?? '').prefix} is built in under ${paths.length} major versions: ${paths.join(', ')}`,
      explanation: [
        ...members.map(
          (demand) =>
            `${demand.service} requires ${textOf(demand, 'member')} ${demand.constraint} at ${placeText(demand.origin)}`,
        ),
        'Go keeps majors apart by their paths, so this builds; their types are different types, and their state is kept twice.',
      ],
    },
  ];
}

function registrations(demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  const members = membersTogether(demands, context);
  if (members.length < 2) return [];
  const name = members[0]?.key.slice(REGISTRATION.length) ?? '';
  const registers = REGISTRATIONS.find((one) => one.name === name)?.registers ?? 'the same files';
  return [
    {
      rule: 'go/proto-registration',
      severity: 'note',
      demands: members,
      message: `${members.map((demand) => textOf(demand, 'member')).join(' and ')} register the same protobuf files`,
      explanation: [
        ...members.map(
          (demand) =>
            `${demand.service} requires ${textOf(demand, 'member')} ${demand.constraint} at ${placeText(demand.origin)}`,
        ),
        `All of them register ${registers}; a single binary that links two of them panics when it starts. Binaries of their own are not touched.`,
      ],
    },
  ];
}

/** Another service's replacement, nearest first: the two then agree. */
function suggest(demand: Demand, others: readonly Demand[]): readonly string[] {
  if (roleOf(demand) !== 'replace') return [];
  const left = textOf(demand, 'old');
  const targets = others.filter((other) => roleOf(other) === 'replace' && textOf(other, 'old') === left);
  return [...new Set(targets.map(({ constraint }) => constraint))].sort(newestFirst);
}

function newestFirst(a: string, b: string): number {
  const version = (text: string): string => text.split(' ').at(-1) ?? '';
  return compareVersions(version(b), version(a)) || byText(a, b);
}

export const buildRule: RealmRule = { realm: 'go', clearedBy: 'process', canonical, clash, describe, suggest, remark };

interface Bound {
  readonly version: string;
  /** A go line is a least version; an image tag or a version file names the one there is. */
  readonly exact: boolean;
}

/** `>=1.22.3`, `1.22`, `1.22.x`, `=1.22.1`; undefined for what names no version. */
function boundOf({ constraint }: Demand): Bound | undefined {
  const match = /^(>=|=|==|~|\^|go)?\s*v?([0-9][0-9a-z.]*?)(?:\.[x*])?$/.exec(constraint.trim());
  const version = match?.[2] ?? '';
  return isValidGo(version) ? { version, exact: match?.[1] !== '>=' } : undefined;
}

/** Whether a toolchain builds what asks for `least`; `1.26` stands for its newest patch. */
function reaches(toolchain: string, least: string): boolean {
  const isLine = languageOf(toolchain) === toolchain;
  return compareGo(toolchain, isLine ? languageOf(least) : least) >= 0;
}

/**
 * Whether the toolchain that builds a module refuses its go.mod. Before 1.21 none refused a newer go line as such: the
 * last ones of 1.19 and 1.20 do not compile what asks for 1.22, and none of them reads `1.21.0`.
 */
function isRefused(choice: Demand, asked: readonly Demand[]): boolean {
  const toolchain = boundOf(choice)?.version ?? '';
  const declared = asked.filter((one) => one.strength === 'declared').flatMap((one) => boundOf(one) ?? []);
  const isLast = toolchain === '1.19' || toolchain === '1.20';
  return declared.some(({ version, exact }) => {
    if (exact) return false;
    if (compareGo(toolchain, STRICT_VERSION) >= 0) return !reaches(toolchain, version);
    return !/^\d+\.\d+$/.test(version) || (isLast && compareGo(version, '1.22') >= 0);
  });
}

/**
 * Toolchains of a build host. Where services run none is needed, so these demands are in the group `build`, which
 * counts only when asked for; and a go command that may fetch newer ones does, so there is nothing above a note.
 */
export const toolchainRule: RealmRule = {
  realm: 'runtime',
  keys: ['go'],
  clearedBy: 'process',
  canonical: ({ constraint }) => constraint.trim(),
  clash: (demands) => {
    const bounds = demands.filter(({ strength }) => strength === 'declared').flatMap((demand) => boundOf(demand) ?? []);
    const least = bounds.filter(({ exact }) => !exact).map(({ version }) => version);
    const short = bounds.some(({ version, exact }) => exact && least.some((one) => !reaches(version, one)));
    const refused = demands.some((demand) => demand.detail?.builds !== undefined && isRefused(demand, demands));
    return short || refused ? { rule: 'go/toolchain', severity: 'note' } : undefined;
  },
  describe: (demands) => ({
    message: `one Go toolchain cannot build ${demands.map(({ service, constraint }) => `${service} (${constraint})`).join(' and ')}`,
    explanation: [
      ...demands.map((demand) => `${demand.service} asks for go ${demand.constraint} at ${placeText(demand.origin)}`),
      'This is about a build host with GOTOOLCHAIN=local; the binaries themselves run side by side.',
    ],
  }),
  admits: (version, demand) => {
    const bound = boundOf(demand);
    return (
      bound === undefined || (bound.exact ? languageOf(bound.version) === languageOf(version) : reaches(version, bound.version))
    );
  },
};
