/** How demands on the Node.js version are judged. */
import { remember } from '../../src/formats/remember.ts';
import {
  type Clash,
  type Demand,
  describeRuntimeClash,
  groupBy,
  nearestRelease,
  type RealmRule,
  type Remark,
  runtimeAsked,
  runtimeSteps,
} from '../../src/model/index.ts';
import { engineAdmits } from './notation/engines.ts';
import { formatSet, intersect, parseRange, type VersionSet } from './notation/range.ts';

/** Long-term support lines by their names (nodejs/Release). */
const LTS: ReadonlyMap<string, string> = new Map([
  ['argon', '4'],
  ['boron', '6'],
  ['carbon', '8'],
  ['dubnium', '10'],
  ['erbium', '12'],
  ['fermium', '14'],
  ['gallium', '16'],
  ['hydrogen', '18'],
  ['iron', '20'],
  ['jod', '22'],
  ['krypton', '24'],
]);

/** The releases that a text means: a range, or a name of a version manager (`lts/iron`); undefined when it binds nothing. */
export function nodeRange(constraint: string): string | undefined {
  const text = constraint.trim();
  const line = /^lts[/-](\w+)$/i.exec(text)?.[1]?.toLowerCase();
  if (line !== undefined) return LTS.get(line);
  return text === '' || parseRange(text) === undefined ? undefined : text;
}

/** npm compares prereleases of Node like releases, so only the stable part of a range decides. */
const stableSet = remember((constraint: string): VersionSet | undefined => {
  const range = nodeRange(constraint);
  const set = range === undefined ? undefined : parseRange(range);
  // A prerelease alone (`20.0.0-rc.1`) is somebody's nightly: there is one, but nothing to compare it by.
  return set === undefined || (set.stable.length === 0 && set.prerelease.size > 0)
    ? undefined
    : { stable: set.stable, prerelease: new Map() };
});

function common(demands: readonly Demand[]): VersionSet | undefined {
  let result: VersionSet | undefined;
  for (const { constraint } of demands) {
    const set = stableSet(constraint);
    if (set !== undefined) result = result === undefined ? set : intersect(result, set);
  }
  return result;
}

function exclude(demands: readonly Demand[]): boolean {
  return common(demands)?.stable.length === 0;
}

function clash(demands: readonly Demand[]): Clash | undefined {
  return exclude(demands) ? { rule: 'runtime/unsatisfiable', severity: 'error' } : undefined;
}

/** Packages of the locks that leave no Node.js between services; npm warns about such only, unless engine-strict is set. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  const sound = [...groupBy(demands, ({ service }) => service).values()].filter((own) => !exclude(own));
  const candidates = sound.flat();
  if (sound.length < 2 || !exclude(candidates)) return [];
  // Thousands of locks say the same few ranges: one of each will do.
  let core = [...new Map(candidates.map((demand) => [demand.constraint, demand])).values()];
  for (const demand of core) {
    const rest = core.filter((other) => other !== demand);
    if (exclude(rest)) core = rest;
  }
  if (!core.some(({ strength }) => strength === 'locked')) return [];
  return [
    {
      rule: 'npm/engines',
      severity: 'warning',
      demands: core,
      message: `as locked, no Node.js version suits ${runtimeAsked(core)}`,
      explanation: [
        ...runtimeSteps('node', core),
        'npm only warns about engines of packages; with engine-strict, and in yarn 1, it refuses.',
      ],
    },
  ];
}

const RELEASE_PIN = /^v?\d+(?:\.x)*$/;

function admits(version: string, { constraint }: Demand): boolean {
  const range = nodeRange(constraint);
  return range === undefined || engineAdmits(version, range);
}

/**
 * What pins a release (an image, a version file) moves to the nearest known one that all others take, else to what one of
 * them pins; a range begins there.
 */
function suggest(demand: Demand, others: readonly Demand[]): readonly string[] {
  const accepts = (version: string): boolean => others.every((other) => admits(version, other));
  const major = nearestRelease('node', (version) => admits(version, demand), accepts)?.split('.')[0];
  const isPin = RELEASE_PIN.test(demand.constraint.trim());
  const begun = demand.constraint.trim().startsWith('^') ? `^${major}.0.0` : `>=${major}`;
  const words = others.map(({ constraint }) => constraint).filter((text) => RELEASE_PIN.test(text.trim()) === isPin);
  const nearest = major === undefined ? [] : [isPin ? `${major}.x` : begun];
  return [...new Set([...nearest, ...words])].filter((text) => text !== '' && text !== demand.constraint);
}

/** What has ranges; image tags, version files and descriptors name a release, and can name nothing else. */
const RANGE_FILES = /(?:^|\/)package\.(?:json5?|ya?ml)$/;

function spell({ constraint: own, origin }: Demand, constraint: string): string | undefined {
  if (RANGE_FILES.test(origin.file)) return constraint;
  return /^v?(\d+)(?:\.x)*$/.exec(constraint.trim())?.[1] ?? (own === constraint ? constraint : undefined);
}

export const nodeRule: RealmRule = {
  realm: 'runtime',
  keys: ['node'],
  clearedBy: 'container',
  canonical: ({ constraint }) => {
    const set = stableSet(constraint);
    return set === undefined ? constraint.trim() : formatSet(set);
  },
  clash,
  describe: (demands) => describeRuntimeClash('node', demands),
  remark,
  suggest,
  spell,
  admits,
};
