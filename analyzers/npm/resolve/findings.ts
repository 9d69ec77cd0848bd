/** What joint resolution found, in the model's words. */
import { valueAt } from '../../../src/formats/foreign-data.ts';
import {
  type Demand,
  groupBy,
  listed,
  plural,
  type ResolvedFinding,
  type RuleContext,
  type ServiceId,
  serviceLabel,
  shortPurl,
} from '../../../src/model/index.ts';
import { SINGLETONS } from '../copies/singletons.ts';
import { step, written } from '../demand-source.ts';
import { purlOf } from '../notation/purl.ts';
import { compareVersions, intersectRanges, isEmpty } from '../notation/range.ts';
import type { RefusedOverride } from '../overrides/overrides.ts';
import { npmRule } from '../rule.ts';
import { type PeerClash, peerClashOf, type Wish } from './explanation.ts';
import type { NpmLine, NpmService } from './services.ts';
import { type InvalidEdge, installedVersions, type OwnTree, type TreeFacts } from './trees/facts.ts';
import type { NameClash } from './trees/merge.ts';
import type { NpmFailure } from './trees/question.ts';

type Finding = Omit<ResolvedFinding, 'fixes'>;

/** Lines on one name that no published version satisfies, or that come from different places. */
export function nameFinding({ lines }: NameClash, context: RuleContext): Finding {
  const demands = lines.map(({ demand }) => demand);
  const rule = npmRule.clash(demands, context)?.rule ?? 'version/unsatisfiable';
  return {
    rule,
    severity: 'error',
    realm: 'npm',
    subject: demands[0]?.subject ?? '',
    demands,
    clearedBy: npmRule.clearedBy,
    ...npmRule.describe(demands, { rule, severity: 'error' }, context, demands),
  };
}

export interface Surroundings {
  /** As members of one root they can be installed. */
  readonly nests: boolean;
  /** Lines of their workspace's root that have a part in it. */
  readonly beside: readonly NpmLine[];
  /** Some lines of one service fail without the others. */
  readonly isOwn: boolean;
  /** All lines are the root's, and members of the tree are packages that they link to. */
  readonly isMerged: boolean;
}

/** A smallest set of lines that npm refuses to install together, told by the package over which they meet. */
export function treeFinding(
  lines: readonly NpmLine[],
  failure: NpmFailure,
  { nests, beside, isOwn, isMerged }: Surroundings,
): Finding {
  if (failure.code === 'EOVERRIDE') return overrideFinding(lines, failure);
  const clash = failure.code === 'ERESOLVE' ? peerClashOf(failure.cause, isMerged) : missingVersion(failure);
  const demands = demandsOn(clash, lines);
  const services = [...new Set(demands.map(({ service }) => serviceLabel(service)))].sort();
  const who =
    services.length < 2
      ? `npm cannot install ${services[0] ?? ''} ${beside.length === 0 ? 'by itself' : 'beside what the root of its workspace asks for'}`
      : `${listed(services)} cannot share one node_modules`;
  const wishes = [...new Set(demands.filter(({ key }) => key === clash.contested).map(said))];
  const lacking = failure.code === 'ERESOLVE' || wishes.length !== 1 ? '' : `, and no version of it that ${datedOr(failure)}`;
  return {
    rule: failure.code === 'ERESOLVE' ? 'npm/peer-conflict' : 'version/unsatisfiable',
    severity: 'error',
    realm: 'npm',
    subject: purlOf(clash.contested),
    demands,
    clearedBy: npmRule.clearedBy,
    message: `${who}, because of ${clash.contested}: ${wishes.join(', but ') || failure.message}${lacking}`,
    explanation: [
      ...[...demands, ...beside.map(({ demand }) => ({ ...demand, service: 'the root of the workspace' }))].map(step),
      failure.code === 'ERESOLVE' ? refusalText(clash) : `npm finds no version (${failure.message})`,
      ...(lines.length > 1 ? [isOwn ? DROPPED_OWN : DROPPED] : []),
      ...(services.length < 2
        ? []
        : [
            nests
              ? 'A node_modules each ends this; so do workspaces under one root (realms.npm.model: hoisted), where the copies nest: that was resolved as well.'
              : 'A node_modules each ends this; workspaces under one root do not.',
          ]),
    ],
  };
}

const DROPPED = 'Drop any one of these lines and the rest resolves.';
const DROPPED_OWN = 'Drop any one of these lines and the rest resolves, or fails within one service for another reason.';

function refusalText({ contested, isMissing }: PeerClash): string {
  return isMissing
    ? `The registry does not have ${contested} as it is asked for. npm looks peers up even where they are optional, and takes one that it cannot have for a copy that does not suit (ERESOLVE).`
    : 'A peer is not nested: it has to be the copy that its user imports, so npm refuses (ERESOLVE).';
}

/**
 * `EOVERRIDE`: an override of the root has to be the text of the root's own line, or to refer to it; and what it refers to
 * has to be there.
 */
function overrideFinding(lines: readonly NpmLine[], { message }: NpmFailure): Finding {
  const missing = /^Unable to resolve reference (\S+)/.exec(message)?.[1];
  const line = lines.find(({ name }) => message.includes(`for ${name}@`)) ?? lines[0];
  const demands = (line === undefined ? lines : [line]).map(({ demand }) => demand);
  const name = line?.name ?? '';
  return {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'npm',
    subject: purlOf(name),
    demands,
    clearedBy: npmRule.clearedBy,
    message: `npm refuses the overrides that hold for ${line?.service ?? ''}: ${missing === undefined ? `the one of ${name} is not what its own line asks for` : `${missing} refers to nothing that it depends on`}`,
    explanation: [
      ...demands.map(step),
      missing === undefined
        ? `An override of a direct dependency has to repeat its text or to refer to it ("${name}": "$${name}"); npm stops otherwise (EOVERRIDE).`
        : `A reference has to name a dependency of the package.json that the override stands in, and for peers of what a member of a workspace asks for npm looks into the member's; correct ${missing} or write a version.`,
    ],
  };
}

/** `EOVERRIDE` for a member: to npm it is a dependency of the root on its directory, which no override repeats. */
export function memberOverrideFinding({ service }: NpmService, { name, value, origin }: RefusedOverride): Finding {
  const demand: Demand = {
    service,
    realm: 'npm',
    key: name,
    subject: purlOf(name),
    constraint: value,
    kind: 'range',
    strength: 'declared',
    group: 'overrides',
    scope: 'runtime',
    via: [],
    origin,
  };
  return {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'npm',
    subject: demand.subject,
    demands: [demand],
    clearedBy: npmRule.clearedBy,
    message: `npm does not install ${serviceLabel(service)}: the root of its workspace overrides ${name} (${value}), which is a member of it`,
    explanation: [
      step(demand),
      'To npm a member is a dependency of the root on its directory, and an override that says something else of one ends it (EOVERRIDE); take it out.',
    ],
  };
}

/** In npm-pick-manifest's words: versions may be there that came after the date, or are too young. */
function datedOr({ message }: NpmFailure): string {
  return message.includes(' with a date before ') ? 'suits was published early enough' : 'was published suits';
}

/** `ETARGET` and `ENOVERSIONS`: npm-pick-manifest names the package, arborist who asked for it. */
function missingVersion({ cause, package: contested = '' }: NpmFailure): PeerClash {
  const text = (key: 'wanted' | 'requiredBy'): string => {
    const value = valueAt(cause, key);
    return typeof value === 'string' ? value : '';
  };
  const holder = text('requiredBy').split('node_modules/').at(-1) ?? '';
  const holders = holder === '' || holder === '.' ? [] : [{ name: holder, version: '' }];
  return { contested, wishes: [{ constraint: text('wanted'), isPeer: false, line: '', holders }], isMissing: false };
}

/** One demand for each line: its own when it names the contested package, else the wish that it leads to. */
function demandsOn(clash: PeerClash, lines: readonly NpmLine[]): readonly Demand[] {
  const options = lines.map((line) => {
    const led = clash.wishes.filter((wish) => wish.holders.length > 0 && (wish.line === line.name || wish.line === ''));
    const own = line.name === clash.contested ? [line.demand] : [];
    return [...own, ...led.map((wish) => ledDemand(line, wish, clash.contested))];
  });
  const chosen = excluding(options);
  const within = chosen === undefined && options.length === 1 ? excludingPair(options[0] ?? []) : undefined;
  if (within !== undefined) return within;
  const shown = chosen ?? options.map(([first]) => first);
  return lines.map((line, index) => shown[index] ?? line.demand);
}

/** Wishes of one line that are compared with each other. */
const MAX_WITHIN = 40;

/** Two wishes of what one line brings that no version suits. */
function excludingPair(options: readonly Demand[]): readonly Demand[] | undefined {
  const some = options.slice(0, MAX_WITHIN);
  for (const [index, one] of some.entries()) {
    const other = some.slice(index + 1).find((next) => excludes([one.constraint, next.constraint]));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

function excludes(ranges: readonly string[]): boolean {
  const set = intersectRanges(ranges);
  return set !== undefined && isEmpty(set);
}

const MAX_TRIES = 2000;

/** One option of each line such that no version suits all of them: what a reader looks for. */
function excluding(options: readonly (readonly Demand[])[]): readonly (Demand | undefined)[] | undefined {
  let tries = 0;
  const search = (index: number, chosen: readonly (Demand | undefined)[]): readonly (Demand | undefined)[] | undefined => {
    if (tries++ > MAX_TRIES) return undefined;
    if (index === options.length) {
      return excludes(chosen.flatMap((demand) => (demand === undefined ? [] : [demand.constraint]))) ? chosen : undefined;
    }
    for (const option of options[index]?.length === 0 ? [undefined] : (options[index] ?? [])) {
      const found = search(index + 1, [...chosen, option]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(0, []);
}

function ledDemand(line: NpmLine, wish: Wish, contested: string): Demand {
  return {
    ...line.demand,
    key: contested,
    subject: purlOf(contested),
    constraint: wish.constraint,
    kind: 'range',
    via: wish.holders.map(({ name, version }) => purlOf(name, version === '' ? undefined : version)),
    detail: wish.isPeer ? { peer: 'required' } : {},
  };
}

function said(demand: Demand): string {
  const { key, via, detail } = demand;
  const service = serviceLabel(demand.service);
  const holder = via.at(-1);
  const wanted = `${key} ${written(demand)}`;
  if (holder === undefined) return `${service} asks for ${wanted}`;
  return `${shortPurl(holder)} of ${service} ${detail?.peer === undefined ? 'needs' : 'has the peer'} ${wanted}`;
}

/** A tree that npm installs, beside those that each of its services has alone. */
export interface Shared {
  readonly services: readonly NpmService[];
  readonly joint: TreeFacts;
  readonly alone: ReadonlyMap<ServiceId, OwnTree>;
  /** The member's directory in the joint tree (model `hoisted`); undefined where all lines are the root's. */
  readonly memberOf: (service: ServiceId) => string | undefined;
}

/** What a tree that installs has wrong all the same, as far as none of its services has it alone. */
export function sharedFindings(shared: Shared): readonly ResolvedFinding[] {
  const twice = doubled(shared);
  const alike = duplicates(shared, new Set(twice.map(({ subject }) => subject)));
  return [...invalidPeers(shared), ...twice, ...alike].map((finding) => ({ ...finding, fixes: [] }));
}

function edgeText({ holder, version, name, spec }: InvalidEdge): string {
  return `${holder}@${version} ${name} ${spec}`;
}

/** npm ends with 0 and leaves peers unsatisfied: what it installed is not what the packages ask for. */
function invalidPeers({ services, joint, alone, memberOf }: Shared): readonly Finding[] {
  const known = new Set([...alone.values()].flatMap(({ facts }) => facts.invalid.map(edgeText)));
  return joint.invalid
    .filter((edge) => edge.holder !== '' && edge.found !== undefined && !known.has(edgeText(edge)))
    .flatMap((edge): readonly Finding[] => {
      const wish = bringing(edge.holder, edge.version, services, joint, memberOf);
      const other = services
        .flatMap(({ lines }) => lines)
        .find((line) => line.name === edge.name && line.service !== wish?.service && line.source.kind === 'registry');
      if (wish === undefined || isApart(wish, services, memberOf)) return [];
      const demand: Demand = {
        ...wish.demand,
        key: edge.name,
        subject: purlOf(edge.name),
        constraint: edge.spec,
        kind: 'range',
        via: [...(wish.name === edge.holder ? [] : [purlOf(wish.name)]), purlOf(edge.holder, edge.version)],
        detail: { peer: edge.type === 'peerOptional' ? 'optional' : 'required' },
      };
      const demands = other === undefined ? [demand] : [demand, other.demand];
      return [
        {
          rule: 'npm/invalid-peer',
          severity: 'warning',
          realm: 'npm',
          subject: purlOf(edge.name),
          demands,
          clearedBy: npmRule.clearedBy,
          message: `npm installs ${listed(services.map(({ service }) => service))} together, but leaves ${edge.holder} ${edge.version} with ${edge.name} ${edge.found}, where its peer asks for ${edge.spec}`,
          explanation: [
            ...demands.map(step),
            `npm ends with exit code 0 and a warning; by itself no service has this. ${edge.type === 'peerOptional' ? 'The peer is optional: it counts only because somebody brings the package.' : ''}`.trim(),
          ],
        },
      ];
    });
}

/** npm's tree is not the one that a tool makes which gives every member its own copies. */
function isApart({ service }: NpmLine, services: readonly NpmService[], memberOf: Shared['memberOf']): boolean {
  return memberOf(service) !== undefined && services.some((one) => one.service === service && one.isolates);
}

/** The line that brings a version of a package into a tree. */
export function bringing(
  name: string,
  version: string,
  services: readonly NpmService[],
  joint: TreeFacts,
  memberOf: Shared['memberOf'],
): NpmLine | undefined {
  for (const { service, lines } of services) {
    for (const line of lines)
      if (joint.reachable([line.name], memberOf(service)).get(name)?.includes(version) === true) return line;
  }
  return undefined;
}

/** A process of one service would load several copies of a package that has to be single, which alone it does not. */
function doubled({ services, joint, alone, memberOf }: Shared): readonly Finding[] {
  return services.flatMap(({ service, lines }) => {
    const [first] = lines;
    if (first === undefined || isApart(first, services, memberOf)) return [];
    const own = alone.get(service);
    const names = lines.map(({ name }) => name);
    const reached = joint.reachable(names, memberOf(service));
    const named = new Set(lines.flatMap(({ source }) => (source.kind === 'registry' ? [source.target] : [])));
    const expected = joint.expected(names, memberOf(service));
    return [...reached].flatMap(([name, versions]): readonly Finding[] => {
      const reason = SINGLETONS.get(name);
      const before = own?.facts.reachable(names, own.member).get(name)?.length ?? 0;
      if (reason === undefined || versions.length < 2 || before >= versions.length) return [];
      // What a package brings for itself alone is its own matter, however often it is there.
      if (!named.has(name) && !expected.has(name)) return [];
      const line = lines.find((one) => joint.reachable([one.name], memberOf(service)).has(name));
      const others = services.flatMap((other) => other.lines.filter((one) => one.name === name && other.service !== service));
      if (line === undefined) return [];
      return [
        {
          rule: 'npm/singleton',
          severity: 'warning',
          realm: 'npm',
          subject: purlOf(name),
          demands: [line, ...others].map(({ demand }) => demand),
          clearedBy: npmRule.clearedBy,
          message: `${service} would load ${versions.length} copies of ${name} (${[...versions].sort(compareVersions).join(', ')}) once it shares one node_modules; alone it loads ${before}`,
          explanation: [...[line, ...others].map(({ demand }) => step(demand)), reason],
        },
      ];
    });
  });
}

/** Members of one root whose own lines lead to different versions: what the further copies cost. */
function duplicates({ services, joint, memberOf }: Shared, isDoubled: ReadonlySet<string>): readonly Finding[] {
  const lines = services.flatMap((service) =>
    (service.keepsCopies ? [] : service.lines).flatMap((line) => {
      const place = memberOf(service.service);
      const version = place === undefined ? undefined : joint.members.get(place)?.get(line.name);
      return line.source.kind !== 'registry' || version === undefined ? [] : [{ line, target: line.source.target, version }];
    }),
  );
  const byName = groupBy(lines, ({ target }) => target);
  const names = [...byName.keys()].filter((name) => !isDoubled.has(purlOf(name))).sort();
  const loaded = names.some((name) => SINGLETONS.has(name))
    ? services.map(({ service, lines: own }) =>
        joint.reachable(
          own.map((line) => line.name),
          memberOf(service),
        ),
      )
    : [];
  return names.flatMap((name): readonly Finding[] => {
    const own = byName.get(name) ?? [];
    const versions = [...new Set(own.map(({ version }) => version))].sort(compareVersions);
    if (versions.length < 2 || new Set(own.map(({ line }) => line.service)).size < 2) return [];
    const demands = own.map(({ line }) => line.demand);
    // Said under the same rule as what declared ranges let one fear, which this proves wrong.
    const isSingle = SINGLETONS.has(name);
    const isLoadedOnce = isSingle && loaded.every((reached) => (reached.get(name)?.length ?? 0) < 2);
    return [
      {
        rule: isSingle ? 'npm/singleton' : 'npm/duplicate',
        severity: 'note',
        realm: 'npm',
        subject: purlOf(name),
        demands,
        clearedBy: npmRule.clearedBy,
        message: `${name} would be installed in ${versions.length} versions under one workspace root (${versions.join(', ')})${isLoadedOnce ? ', and each process loads one of them' : ''}${costOf(joint.extraBytes.get(name))}`,
        explanation: [...demands.map(step), inAll(joint)],
      },
    ];
  });
}

function costOf(bytes: number | undefined): string {
  return bytes === undefined ? '' : `; beyond the first that is ${sizeText(bytes)}`;
}

function inAll(tree: TreeFacts): string {
  const { extraBytes } = tree;
  const several = [...installedVersions(tree).values()].filter((list) => list.length > 1).length;
  const bytes = [...extraBytes.values()].reduce((sum, size) => sum + size, 0);
  return `In the whole tree ${plural(several, 'package has', 'packages have')} several versions; all further copies take ${sizeText(bytes)}.`;
}

/** Unpacked, as the registry says. */
function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
