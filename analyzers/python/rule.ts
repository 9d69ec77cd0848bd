import { remember } from '../../src/formats/remember.ts';
import {
  type Clash,
  type Demand,
  type Description,
  describeRuntimeClash,
  groupBy,
  listed,
  lockExcluded,
  nearestRelease,
  placeText,
  type RealmRule,
  type Remark,
  type RuleContext,
  withoutTrailing,
} from '../../src/model/index.ts';
import { specifierText } from './declared.ts';
import { wheelVersion } from './manifests/pip/link.ts';
import { ANY, areDisjoint, type Constraint, jointRange, parseConstraint, rangeOf } from './notation/constraint.ts';
import { areExclusive, type Marker, parseMarker, targetEnvironment } from './notation/markers.ts';
import { contains, describeRange, equals, intersect, isEmpty, specifiersOf, type VersionRange } from './notation/range.ts';
import { parseVersion } from './notation/version.ts';

/** How demands of the realms `python` (one site-packages) and `runtime`/`python` (one interpreter) are judged. */

/** From a constraints file: it restricts, but brings nothing in. */
function isRestriction({ detail }: Demand): boolean {
  return detail?.constraint === 'true';
}

function isVersion({ kind }: Demand): boolean {
  return kind === 'range' || kind === 'exact';
}

function constraintOf(text: string): Constraint {
  const answer = parseConstraint(text);
  // What nobody can read excludes nothing; its reader has said so.
  return answer.ok ? answer.constraint : ANY;
}

function canonical(demand: Demand): string {
  const kind = isRestriction(demand) ? '?' : '';
  return isVersion(demand) ? `${kind}${canonicalVersions(demand.constraint)}` : `${kind}${demand.kind} ${demand.constraint}`;
}

/** Services of one fleet ask for the same again and again. */
const canonicalVersions = remember((text: string): string => {
  const constraint = constraintOf(text);
  const isSpelled = constraint.alternatives.some(({ arbitrary }) => arbitrary.length > 0);
  return isSpelled ? text : describeRange(rangeOf(constraint));
});

/** Conditions that the target leaves open are few; over this many only pairs of them are looked at. */
const MAX_CONDITIONS = 6;

/**
 * Demands that hold only under conditions count together where the conditions can hold together: every set of
 * conditions that do not exclude each other is judged by itself.
 */
function clash(demands: readonly Demand[], context: RuleContext): Clash | undefined {
  if (demands.every(({ when }) => when === undefined)) return clashOf(demands);
  const conditions = [...new Set(demands.flatMap(({ when }) => when ?? []))];
  const always = demands.filter(({ when }) => when === undefined);
  for (const set of subsets(conditions)) {
    if (set.length > 1 && exclude(set, context)) continue;
    const found = clashOf([...always, ...demands.filter(({ when }) => when !== undefined && set.includes(when))]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function subsets(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length > MAX_CONDITIONS) return items.flatMap((a, index) => [[a], ...items.slice(index + 1).map((b) => [a, b])]);
  return items.reduce<readonly (readonly string[])[]>((sets, item) => sets.concat(sets.map((set) => [...set, item])), [[]]);
}

function exclude(conditions: readonly string[], { target }: RuleContext): boolean {
  const markers = conditions.flatMap((text): readonly Marker[] => {
    const answer = parseMarker(text);
    return answer.ok ? [answer.marker] : [];
  });
  return areExclusive(markers, targetEnvironment(target));
}

function clashOf(demands: readonly Demand[]): Clash | undefined {
  // Constraints alone install nothing.
  if (demands.every(isRestriction)) return undefined;
  const versions: Constraint[] = [];
  const places = new Set<string>();
  for (const demand of demands) {
    const asked = versionOf(demand);
    if (asked !== undefined) versions.push(asked);
    if (isPlace(demand)) places.add(placeKey(demand.constraint));
  }
  if (versions.length > 0 && areDisjoint(versions))
    return { rule: 'version/unsatisfiable', severity: 'error', facts: { by: 'version' } };
  return places.size > 1 ? { rule: 'version/unsatisfiable', severity: 'error', facts: { by: 'place' } } : undefined;
}

function isPlace({ kind }: Demand): boolean {
  return kind === 'url' || kind === 'git' || kind === 'path';
}

/** What a demand says of the version: its constraint, or that of the wheel or the local project that it names. */
function versionOf(demand: Demand): Constraint | undefined {
  if (isVersion(demand)) return constraintOf(demand.constraint);
  const version = demand.detail?.version ?? (isPlace(demand) ? wheelVersion(demand.constraint) : undefined);
  const answer = version === undefined ? undefined : parseConstraint(`==${version}`);
  return answer?.ok === true ? answer.constraint : undefined;
}

const GITHUB = /^[a-z+]+:\/\/(?:[^/@]*@)?github\.com\/[^/]*\/[^/@]*/i;

/** What a client compares of two direct references: not the login, the fragment's name or the `.git` at the end. */
function placeKey(text: string): string {
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  const inside = fragment.split('&').find((part) => part.startsWith('subdirectory='));
  const bare = withoutTrailing(hash < 0 ? text : text.slice(0, hash), '/').replace(/\.git(?=@|$)/, '');
  // GitHub's owners and names have no case (uv compares them so as well); a branch has.
  const [caseless = ''] = GITHUB.exec(bare) ?? /^[a-z+]+:\/\/[^/]*/i.exec(bare) ?? [];
  return `${caseless.toLowerCase()}${bare.slice(caseless.length)}#${inside ?? ''}`;
}

const PLACES: Readonly<Partial<Record<Demand['kind'], string>>> = {
  url: 'URLs',
  git: 'repositories or revisions',
  path: 'directories',
};

/** A place, with the version of a local project. */
function whence({ kind, constraint, detail }: Demand): string {
  const where = kind === 'workspace' ? 'its workspace' : constraint;
  return detail?.version === undefined ? where : `${where}, which is ${detail.version}`;
}

function written(demand: Demand): string {
  const { key, constraint, detail } = demand;
  const extras = detail?.extras === undefined ? '' : `[${detail.extras}]`;
  if (!isVersion(demand)) return `${key}${extras} from ${whence(demand)}`;
  return `${key}${extras}${constraint === '' ? ' (any version)' : /^[<>=!~]/.test(constraint) ? constraint : ` ${constraint}`}`;
}

function step(demand: Demand): string {
  const verb = isRestriction(demand) ? 'allows only' : 'needs';
  const way = demand.via.length === 0 ? '' : ` through ${demand.via.map((purl) => purl.replace(/^pkg:pypi\//, '')).join(' → ')}`;
  const when = demand.when === undefined ? '' : ` where ${demand.when}`;
  return `${demand.service} ${verb} ${written(demand)}${way}${when} (${placeText(demand.origin)})`;
}

const MANY = 4;

function describe(demands: readonly Demand[], { facts }: Clash): Description {
  const key = demands[0]?.key ?? '';
  const services = [...new Set(demands.map(({ service }) => service))].sort();
  const explanation = demands.map(step);
  if (facts?.by === 'place') {
    const [kind, ...others] = new Set(demands.filter(isPlace).map((one) => one.kind));
    const places = (kind === undefined || others.length > 0 ? undefined : PLACES[kind]) ?? 'places';
    return {
      message: `${listed(services, MANY)} take ${key} from different ${places}, and one environment holds one ${key}`,
      explanation: [...explanation, 'Installers refuse two direct references to one package.'],
    };
  }
  const texts = [...new Set(demands.map((demand) => (isVersion(demand) ? demand.constraint : `the one of ${whence(demand)}`)))];
  const [only = ''] = services;
  const who =
    services.length === 1
      ? (apart(only, demands) ?? `${only} cannot be installed by itself`)
      : `${listed(services, MANY)} cannot share one Python environment`;
  return {
    message: `no ${key} satisfies ${listed(texts, MANY)}: ${who}`,
    explanation: [...explanation, 'One Python environment holds one version of a package.'],
  };
}

/** Lists of which each fits by itself may be of an image each: that they are for one environment, nothing says. */
function apart(service: string, demands: readonly Demand[]): string | undefined {
  const groups = groupBy(demands, ({ group }) => group);
  if (groups.size < 2 || [...groups.values()].some((own) => clashOf(own) !== undefined)) return undefined;
  return `what ${service} installs as ${listed([...groups.keys()].sort(), MANY)} does not fit into one environment`;
}

/** What the others leave, if anything, in the words of one of them, else in ours; then what each of them asks for. */
function suggest(demand: Demand, others: readonly Demand[]): readonly string[] {
  const versions = others.filter(isVersion);
  if (!isVersion(demand) || versions.length === 0) return [];
  const wanted = jointRange(versions.map(({ constraint }) => constraintOf(constraint)));
  // Where one of the others says by itself what all of them leave, its own words are better than ours.
  const same = versions
    .filter((one) => equals(rangeOf(constraintOf(one.constraint)), wanted))
    .map(({ constraint }) => plainText(constraint));
  const words = isEmpty(wanted) ? [] : same.length > 0 ? same : textOf(wanted);
  return [...new Set([...words, ...versions.map(({ constraint }) => plainText(constraint))])].filter(
    (text) => text !== '' && text !== demand.constraint,
  );
}

/** PEP 440's notation, which every manifest understands; Poetry's own only where it is all there is. */
function plainText(constraint: string): string {
  const answer = parseConstraint(constraint);
  const [set, ...others] = answer.ok ? answer.constraint.alternatives : [];
  return set === undefined || others.length > 0 ? constraint : specifierText(set);
}

function isOwnWord({ constraint }: Demand, text: string): boolean {
  return constraint === text;
}

/** What moves to another file's words has to be read there: `3.10` and `^3.10` are Poetry's own. */
function spell(demand: Demand, constraint: string): string {
  return isOwnWord(demand, constraint) ? constraint : plainText(constraint);
}

/** A range of one interval as specifiers. */
function textOf(range: VersionRange): readonly string[] {
  const [low, high] = range.cuts;
  return low === undefined || range.cuts.length > 2 ? [] : [specifiersOf(low, high).join(',')];
}

/** Locks that pin different versions, or a lock that pins what another service's manifest excludes: something has to move. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  const key = demands[0]?.key ?? '';
  const locked = demands.filter(({ strength, kind }) => strength === 'locked' && kind === 'exact');
  if (locked.length === 0) return [];
  const firm = demands.filter((demand) => demand.strength !== 'locked' && isVersion(demand));
  const pins = new Map(
    locked.flatMap((demand) => {
      const version = parseVersion(demand.constraint.replace(/^===?/, ''));
      return version === undefined ? [] : [[demand, version] as const];
    }),
  );
  const moved = [...pins].filter(([demand, version]) =>
    firm.some((other) => other.service !== demand.service && !contains(rangeOf(constraintOf(other.constraint)), version)),
  );
  if (moved.length > 0) {
    const against = firm.filter((other) =>
      moved.some(
        ([demand, version]) => other.service !== demand.service && !contains(rangeOf(constraintOf(other.constraint)), version),
      ),
    );
    return [
      excluded(
        key,
        moved.map(([demand]) => demand),
        against,
      ),
    ];
  }
  const versions = new Set([...pins.values()].map((version) => version.key));
  return versions.size > 1 ? [drift(key, [...pins.keys()])] : [];
}

function lockedVersions(pins: readonly Demand[]): readonly string[] {
  return [...new Set(pins.map(({ constraint }) => constraint.replace(/^===?/, '')))].sort();
}

function excluded(key: string, pins: readonly Demand[], against: readonly Demand[]): Remark {
  const message = `${lockExcluded(key, lockedVersions(pins), pins, against)}: sharing one environment moves the lock`;
  return { rule: 'version/drift', severity: 'warning', demands: [...pins, ...against], message, explanation: [] };
}

function drift(key: string, pins: readonly Demand[]): Remark {
  const message = `locks differ on ${key}: ${listed(lockedVersions(pins), MANY)}; sharing one environment moves some of them`;
  return { rule: 'version/drift', severity: 'note', demands: pins, message, explanation: [] };
}

export const packageRule: RealmRule = {
  realm: 'python',
  clearedBy: 'process',
  canonical,
  clash,
  describe,
  suggest,
  spell,
  family,
  remark,
};

/** Pins of one release under names that begin alike: boto3 and botocore, dagster and dagster-webserver. */
function family({ key, kind }: Demand): string | undefined {
  return kind === 'exact' ? key.slice(0, 4) : undefined;
}

/** An interpreter's constraint: as manifests write it; a bare `3` or `3.11` means any of its releases. */
function interpreterRange(constraint: string): VersionRange | undefined {
  const bare = /^(\d+(?:\.\d+)?)(?:\.\*|\.x)?$/.exec(constraint.trim())?.[1];
  const answer = parseConstraint(bare === undefined ? constraint : `==${bare}.*`);
  return answer.ok ? rangeOf(answer.constraint) : undefined;
}

const anything = rangeOf(ANY);

function interpreter({ constraint }: Demand): VersionRange {
  return interpreterRange(constraint) ?? anything;
}

/** `3.12` stands for its releases; a constraint that only some of them meet is met. */
function admits(version: string, { constraint }: Demand): boolean {
  const range = interpreterRange(constraint);
  const release = interpreterRange(version);
  return range === undefined || release === undefined || !isEmpty(intersect(range, release));
}

const RELEASE_PIN = /^==\d+\.\d+\.\*$/;

/** What pins a release (an image, a version file) moves to the nearest one that all others take; a range begins there. */
function suggestInterpreter(demand: Demand, others: readonly Demand[]): readonly string[] {
  const accepts = (release: string): boolean => others.every((other) => admits(release, other));
  const nearest = nearestRelease('python', (release) => admits(release, demand), accepts);
  const words = others.map(({ constraint }) => constraint).filter((text) => text !== '' && !RELEASE_PIN.test(text));
  if (nearest === undefined) return [];
  if (RELEASE_PIN.test(demand.constraint)) return [`==${nearest}.*`];
  const begun = demand.constraint.trim().startsWith('^') ? `^${nearest}` : `>=${nearest}`;
  return [...new Set([begun, ...words])].filter((text) => text !== demand.constraint);
}

/** What has specifiers; image tags, version files, descriptors and Pipfiles name a release, and can name nothing else. */
const SPECIFIER_FILES = /(?:^|\/)(?:pyproject\.toml|setup\.(?:cfg|py))$/;

function spellInterpreter(demand: Demand, constraint: string): string | undefined {
  if (SPECIFIER_FILES.test(demand.origin.file)) return isOwnWord(demand, constraint) ? constraint : plainText(constraint);
  return /^(?:==)?(\d+(?:\.\d+)*)(?:\.\*)?$/.exec(constraint)?.[1] ?? (isOwnWord(demand, constraint) ? constraint : undefined);
}

export const interpreterRule: RealmRule = {
  realm: 'runtime',
  keys: ['python'],
  clearedBy: 'container',
  canonical: (demand) => describeRange(interpreter(demand)),
  clash: (demands) =>
    isEmpty(demands.map(interpreter).reduce(intersect, anything))
      ? { rule: 'runtime/unsatisfiable', severity: 'error' }
      : undefined,
  describe: (demands) => describeRuntimeClash('python', demands),
  suggest: suggestInterpreter,
  spell: spellInterpreter,
  admits,
};
