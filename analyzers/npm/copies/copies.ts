/** Model `hoisted`: copies of one package below one workspace root, and whether some process loads several of them. */
import { addTo, type Demand, listed, type Remark, serviceLabel, shortPurl } from '../../../src/model/index.ts';
import { isBrought, sourceOf, step } from '../demand-source.ts';
import { compareVersions, intersectRanges, isAny, isEmpty } from '../notation/range.ts';
import { loadersOf, type Placement, placementOf, type Stray } from './placement.ts';
import { SINGLETONS } from './singletons.ts';

/** Ranges that share no version make a second copy; for some packages that is more than a cost. */
export function copies(demands: readonly Demand[]): readonly Remark[] {
  const direct = demands.filter(
    (demand) => demand.strength !== 'locked' && demand.detail?.target === undefined && sourceOf(demand).kind === 'registry',
  );
  const key = demands[0]?.key ?? '';
  const reason = SINGLETONS.get(key);
  if (reason === undefined) return duplicated(direct);
  const placed = placedPins(demands);
  const loaded = [...loadedTwice(direct, heldOf(demands), reason), ...placedTwice(placed, direct, reason)];
  const hoisted = direct.filter((demand) => loadersOf(demand) === undefined);
  const open = isKnown(hoisted, placed) ? [] : parted(hoisted);
  if (open.length > 0) {
    const about = open.flat();
    const message = `${counted(key, open)} under one workspace root, where one is needed in each process`;
    return [
      ...loaded,
      {
        rule: 'npm/singleton',
        severity: 'warning',
        demands: about,
        message,
        explanation: [...about.map(step), reason, NOT_KNOWN],
      },
    ];
  }
  if (loaded.length > 0) return loaded;
  return parted(direct.filter((demand) => demand.detail?.kept === undefined)).length === 0
    ? []
    : [eachItsOwn(key, direct, placed)];
}

const NOT_KNOWN =
  'A process loads several of them where a package that it brings lies at the root and finds the copy there; the lock of an npm workspace, or --resolve, says whether one does.';

/** By what they share a version with; nothing where that is one group, or all of it is of one service. */
function parted(direct: readonly Demand[]): readonly (readonly Demand[])[] {
  const groups: Demand[][] = [];
  for (const demand of direct) {
    const fitting = groups.find((group) => shareVersion([...group, demand]));
    if (fitting === undefined) groups.push([demand]);
    else fitting.push(demand);
  }
  return groups.length < 2 || new Set(direct.map(({ service }) => service)).size < 2 ? [] : groups;
}

function shareVersion(demands: readonly Demand[]): boolean {
  const set = intersectRanges(demands.flatMap(({ constraint }) => (isAny(constraint) ? [] : [constraint])));
  return set === undefined || !isEmpty(set);
}

function counted(key: string, groups: readonly (readonly Demand[])[]): string {
  return `${groups.length} copies of ${key} (${groups.map((group) => group[0]?.constraint ?? '').join(', ')})`;
}

function duplicated(all: readonly Demand[]): readonly Remark[] {
  const direct = all.filter((demand) => demand.detail?.kept === undefined);
  const groups = parted(direct);
  if (groups.length === 0) return [];
  return [
    {
      rule: 'npm/duplicate',
      severity: 'note',
      demands: direct,
      message: `${counted(direct[0]?.key ?? '', groups)} would be installed under one workspace root`,
      explanation: [...direct.map(step), 'Copies nest below the members that need them; they cost space and start-up time.'],
    },
  ];
}

/** Of what has to be single, several copies of which nobody loads another one because of the others. */
function eachItsOwn(key: string, direct: readonly Demand[], placed: readonly Placed[]): Remark {
  const asking = new Set(direct.map(({ service }) => service));
  const loading = placed.filter(({ pin, isOneOfSeveral }) => isOneOfSeveral && asking.has(pin.service));
  const who = [...new Set(loading.map(({ pin }) => serviceLabel(pin.service)))];
  const told = `${counted(key, parted(direct))} under one workspace root`;
  return {
    rule: 'npm/singleton',
    severity: 'note',
    demands: direct,
    message: who.length === 0 ? `${told}, and each process loads one of them` : told,
    explanation: [...direct.map(step), whyApart(direct, who)],
  };
}

function whyApart(direct: readonly Demand[], loading: readonly string[]): string {
  if (loading.length > 0) {
    const verbs = loading.length === 1 ? ['loads', 'it brings'] : ['load', 'they bring'];
    return `In the tree that the lock writes down, ${listed(loading, 4)} ${verbs[0]} several copies: packages that ${verbs[1]} ask for different ones.`;
  }
  return direct.some((demand) => loadersOf(demand) !== undefined)
    ? 'The tool that installs gives every member what it and its packages ask for, peers included.'
    : 'In the tree that the lock writes down, what each member brings finds the copy that the member has.';
}

/** Versions that locks hold of what services name themselves, by service. */
type Held = ReadonlyMap<string, Demand>;

function heldOf(demands: readonly Demand[]): Held {
  const pins = demands.filter(({ strength, kind, via }) => strength === 'locked' && kind === 'exact' && via.length === 0);
  return new Map(
    pins.flatMap((pin) => (isBrought(pin) || pin.detail?.target !== undefined ? [] : [[pin.service, pin] as const])),
  );
}

/** Where members find their own copies alone, a process loads several by way of members that it links to. */
function loadedTwice(direct: readonly Demand[], held: Held, reason: string): readonly Remark[] {
  const by = new Map<string, Demand[]>();
  for (const demand of direct) for (const loader of loadersOf(demand) ?? []) addTo(by, loader, demand);
  const told = new Map<
    string,
    { readonly demands: readonly Demand[]; readonly pins: readonly Demand[]; readonly loaders: string[] }
  >();
  for (const [loader, own] of by) {
    const pins = parted(own).length > 0 ? [] : differing(own, held);
    if (pins.length === 0 && parted(own).length === 0) continue;
    const id = own.map(({ service, constraint }) => `${service} ${constraint}`).join('\0');
    const known = told.get(id) ?? { demands: own, pins, loaders: [] };
    known.loaders.push(loader);
    told.set(id, known);
  }
  return [...told.values()].map(({ demands, pins, loaders }) => {
    const who = listed(loaders.map(serviceLabel), 4);
    const key = demands[0]?.key ?? '';
    const [pin] = pins;
    const does =
      pin === undefined
        ? `${who} would load ${counted(key, parted(demands))}`
        : `as ${pin.origin.file} has it, ${who} ${loaders.length === 1 ? 'loads' : 'load'} ${counted(key, parted(pins))}`;
    return {
      rule: 'npm/singleton',
      severity: 'warning',
      demands: [...demands, ...pins],
      message: `${does}: its own and that of a member that it links to`,
      explanation: [...demands.map(step), ...pins.map(step), reason],
    };
  });
}

/** Versions that one lock holds of lines whose ranges would take one; nothing where it holds one. */
function differing(own: readonly Demand[], held: Held): readonly Demand[] {
  const pins = [...new Set(own.map(({ service }) => service))].flatMap((service) => held.get(service) ?? []);
  const isKnown = own.every(({ service }) => held.has(service)) && new Set(pins.map(({ origin }) => origin.file)).size === 1;
  return isKnown && parted(pins).length > 0 ? pins : [];
}

interface Placed extends Placement {
  readonly pin: Demand;
}

function placedPins(demands: readonly Demand[]): readonly Placed[] {
  return demands.flatMap((pin): readonly Placed[] => {
    const placement = pin.strength === 'locked' ? placementOf(pin) : undefined;
    return placement === undefined ? [] : [{ ...placement, pin }];
  });
}

/** Whether one lock says where every one of their copies lies. */
function isKnown(direct: readonly Demand[], placed: readonly Placed[]): boolean {
  const trees = new Set(placed.map(({ tree }) => tree));
  const services = new Set(placed.map(({ pin }) => pin.service));
  return trees.size === 1 && direct.every(({ service }) => services.has(service));
}

/** By the lock, packages that a member brings find another copy than the member itself does. */
function placedTwice(placed: readonly Placed[], direct: readonly Demand[], reason: string): readonly Remark[] {
  const doubled = placed.filter(({ strays }) => strays.length > 0);
  const byTree = new Map<string, Placed[]>();
  for (const one of doubled) addTo(byTree, one.tree, one);
  return [...byTree].map(([tree, own]) => {
    const strays = own.flatMap((one) => one.strays);
    const ids = new Set(strays.map(({ copy }) => copy));
    const holders = placed.filter((one) => one.tree === tree && (ids.has(one.copy) || own.includes(one)));
    const services = new Set(holders.map(({ pin }) => pin.service));
    const found = own.flatMap(({ pin, strays: others }) => [pin.constraint, ...others.map(({ version }) => version)]);
    const versions = [...new Set(found)].sort(compareVersions);
    const key = own[0]?.pin.key ?? '';
    const who = own.map(({ pin }) => serviceLabel(pin.service));
    return {
      rule: 'npm/singleton',
      severity: 'warning',
      demands: [...direct.filter(({ service }) => services.has(service)), ...holders.map(({ pin }) => pin)],
      message: `as ${tree} has it, ${listed(who, 4)} ${who.length === 1 ? 'loads' : 'load'} several copies of ${key} (${versions.join(', ')}), where one is needed in each process`,
      explanation: [...own.map(strayed), reason],
    };
  });
}

function strayed({ pin, copy, strays, tree }: Placed): string {
  const ways = strays.slice(0, 3).map((stray) => {
    const found = `${stray.by} finds ${stray.version} in ${stray.copy}`;
    return stray.users.length === 0 ? found : `${found} (${tree}:${stray.line}), ${forWhom(stray)}`;
  });
  const chain = pin.via.length === 0 ? '' : ` by way of ${pin.via.map(shortPurl).join(' → ')}`;
  return `${serviceLabel(pin.service)} finds ${pin.key} ${pin.constraint} in ${copy}${chain}, but ${listed(ways)} (${pin.origin.file}:${pin.origin.line})`;
}

function forWhom({ users, place }: Stray): string {
  const who = listed(users.map(userLabel));
  const verb = users.length === 1 ? 'brings' : 'bring';
  return place === undefined ? `which ${who} ${verb}` : `for what lies in ${place} is what ${who} ${verb}`;
}

function userLabel(directory: string): string {
  return directory === '.' ? "the workspace's root" : directory;
}
