/**
 * Realm `port`: one address, one port, one process.
 *
 * What counts as what (README, "Ports"): two services that listen on one port fail at start when they share a host without
 * containers: an error that containers end. Two that publish one port of the host fail in containers as well: an error that
 * only another machine (or another number) ends. A port that a variable sets can be moved by whoever starts the service,
 * without touching it: a warning.
 */
import {
  type Clash,
  type Demand,
  type Description,
  groupBy,
  type Place as LinePlace,
  listed,
  type Move,
  type RealmRule,
  type Remark,
  type RuleContext,
} from '../../../src/model/index.ts';
import { HIGHEST_PORT } from '../ports.ts';
import { type Place, someTwoMeet } from './port-places.ts';
import { joinRanges } from './port-ranges.ts';
import { isDebugger, isTold, withoutStale, withVariables } from './stale-ports.ts';

interface Use {
  readonly published: readonly Place[];
  readonly listens: 'no' | 'fixed' | 'settable';
  /** The Compose profiles under which the service runs; none where it always does. */
  readonly profiles: readonly string[];
}

const NEXT = ' | ';

/**
 * All demands of one service on a port, each with what they say together. Several lines that say the same become one, the
 * one that tells most: what a program is told or a mapping names rather than EXPOSE.
 */
function settle(own: readonly Demand[]): readonly Demand[] {
  const published = new Map(own.filter(isPublished).map((demand) => [placeText(demand), demand]));
  const listening = listeningOf(own);
  const variable = listening.find(({ detail }) => detail?.settable !== undefined)?.detail?.settable;
  const listens = listening.length === 0 ? 'no' : variable === undefined ? 'fixed' : 'settable';
  const [strongest, ...others] = [...listening].sort((a, b) => weightOf(b) - weightOf(a));
  const also = others.map(({ origin }) => `${origin.file}:${origin.line}`);
  const together = {
    published: [...published.keys()].sort().join(NEXT),
    listens,
    under: profilesOf(listening).join(' '),
    ...(variable === undefined ? {} : { variable }),
  };
  const said = (demand: Demand, more: Readonly<Record<string, string>> = {}): Demand => ({
    ...demand,
    detail: { ...demand.detail, ...together, ...more },
  });
  return [
    ...[...published.values()].map((demand) => said(demand)),
    ...(strongest === undefined ? [] : [said(strongest, also.length === 0 ? {} : { also: [...new Set(also)].join(NEXT) })]),
  ];
}

/** The Compose profiles under which a service runs, if all that is said of its port is said under some. */
function profilesOf(listening: readonly Demand[]): readonly string[] {
  if (listening.some(({ detail }) => detail?.profiles === undefined)) return [];
  return [...new Set(listening.flatMap(({ detail }) => wordsOf(detail?.profiles ?? '')))].sort();
}

function isPublished({ constraint }: Demand): boolean {
  return constraint === 'published';
}

/** What a program is told goes before what a descriptor lists, and that before EXPOSE. */
function weightOf(demand: Demand): number {
  return isTold(demand) ? 2 : demand.detail?.listed === 'descriptor' ? 1 : 0;
}

function listeningOf(own: readonly Demand[]): readonly Demand[] {
  const listening = own.filter((demand) => !isPublished(demand));
  return listening.some(isTold) || !listening.every(isDebugger) ? listening : [];
}

function placeText({ detail }: Demand): string {
  return [detail?.address ?? '*', ...wordsOf(detail?.profiles ?? '')].join(' ');
}

function placeOf(text: string): Place {
  const [address = '*', ...profiles] = wordsOf(text);
  return { address, profiles };
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function useOf(demand: Demand): Use {
  const { detail } = demand;
  const listens = detail?.listens;
  const places = detail?.published ?? (isPublished(demand) ? placeText(demand) : '');
  return {
    published: places === '' ? [] : places.split(NEXT).map(placeOf),
    listens: listens === 'fixed' || listens === 'settable' ? listens : listens === 'no' || isPublished(demand) ? 'no' : 'fixed',
    profiles: wordsOf(detail?.under ?? ''),
  };
}

/** One use for each service: `settle` has given every demand of a service the same. */
function usesOf(demands: readonly Demand[]): readonly Use[] {
  return [...new Map(demands.map((demand) => [demand.service, useOf(demand)])).values()];
}

/** Whether two of these can run at the same time on one host. */
function runTogether(uses: readonly Use[]): boolean {
  return someTwoMeet(uses.map(({ profiles }) => [{ address: '*', profiles }]));
}

function clash(demands: readonly Demand[]): Clash | undefined {
  const uses = usesOf(demands);
  if (someTwoMeet(uses.map(({ published }) => published))) return { rule: 'port/taken', severity: 'error', clearedBy: 'machine' };
  const fixed = uses.filter(({ listens }) => listens === 'fixed');
  return runTogether(fixed) ? { rule: 'port/taken', severity: 'error' } : undefined;
}

function describe(demands: readonly Demand[], { clearedBy }: Clash, _: RuleContext, all: readonly Demand[]): Description {
  const port = portText(demands);
  // One of each side first: those are the two that clash.
  const services = listed([...new Set([...demands, ...all].map(({ service }) => service))], 2);
  const steps = demands.map(step);
  if (clearedBy === 'machine')
    return {
      message: `${services} publish ${port} of the host; only one of them gets it`,
      explanation: [
        ...steps,
        'A published port is taken on the host itself, in a container or not: publish one of them elsewhere.',
      ],
    };
  return {
    message: `${services} listen on ${port}; on one host only the first of them starts`,
    explanation: [...steps, 'In containers of their own each has all ports to itself.'],
  };
}

function portText(demands: readonly Demand[]): string {
  const key = demands[0]?.key ?? '';
  return `${key.includes('-') ? 'ports' : 'port'} ${key}`;
}

function step(demand: Demand): string {
  const { service, detail, origin } = demand;
  const where = `${origin.file}:${origin.line}`;
  const variable = detail?.settable === undefined ? '' : `; ${detail.settable} sets it`;
  const named = wordsOf(detail?.profiles ?? '').filter((word) => !isStack(word));
  const profiles = named.length === 0 ? '' : ` under the profile ${named.join(', ')}`;
  if (isPublished(demand)) {
    const address = detail?.address === undefined ? '' : ` on ${detail.address}`;
    return `${service} publishes it${address}${profiles} (${where})${variable}`;
  }
  return `${service} listens there${profiles} (${[where, ...alsoSaidAt(demand)].join(', ')})${variable}`;
}

/** Other lines of the service that say the same, as `file:line`. */
function alsoSaidAt({ detail }: Demand): readonly string[] {
  return detail?.also?.split(NEXT) ?? [];
}

/** A compose file in the place of a profile: where it stands is told with every line. */
function isStack(word: string): boolean {
  return /\.ya?ml$/.test(word);
}

/** Those that run beside another one, where one of the two may move. There are few kinds of them, however many there are. */
function besideMovable(listening: readonly Demand[]): readonly Demand[] {
  const kinds = [...groupBy(listening, ({ detail }) => `${detail?.listens} ${detail?.under ?? ''}`).values()].map((demands) => ({
    demands,
    uses: usesOf(demands).slice(0, 2),
  }));
  const kept = kinds.filter(({ uses: [use, second] }) =>
    kinds.some(({ uses: [first] }) => {
      const other = first === use ? second : first;
      if (use === undefined || other === undefined) return false;
      return (use.listens === 'settable' || other.listens === 'settable') && runTogether([use, other]);
    }),
  );
  const demands = new Set(kept.flatMap((one) => one.demands));
  return listening.filter((demand) => demands.has(demand));
}

/** Programs of one service by what starts them beside each other. */
function programsOf(own: readonly Demand[]): readonly ReadonlyMap<string, readonly Demand[]>[] {
  const marked = own.filter(({ detail }) => detail?.process !== undefined);
  const sets = groupBy(marked, ({ detail }) => detail?.beside ?? '');
  return [...sets.values()].map((set) => groupBy(set, ({ detail }) => detail?.process ?? ''));
}

/** Ports that only have to be given another number. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  const listening = besideMovable(demands.filter((demand) => !isPublished(demand)));
  const variables = [...new Set(listening.flatMap(({ detail }) => detail?.variable ?? []))].sort();
  if (variables.length === 0) return [];
  const services = [...new Set(listening.map(({ service }) => service))];
  const movable = services.filter((one) =>
    listening.some(({ service, detail }) => service === one && detail?.listens === 'settable'),
  );
  const whom = movable.length === services.length ? 'them with different values' : `${listed(movable, 3)} with another value`;
  return [
    {
      rule: 'port/same-default',
      severity: 'warning',
      demands: listening,
      message: `${listed(services, 2)} listen on ${portText(demands)} unless told otherwise`,
      explanation: [`Without containers, start ${whom} of ${listed(variables, 2)}.`],
      clearedBy: 'container',
      eachAlone: true,
    },
  ];
}

/** The next port that nobody in the fleet takes; of a line that takes several in a row, the next as many in a row. */
function move(demand: Demand, { held }: RuleContext): Move | undefined {
  const [number = '', protocol = 'tcp'] = demand.key.split('/');
  const moved = demand.detail?.range ?? number;
  const [first = 0, last = first] = moved.split('-').map(Number);
  const by = demand.detail?.settable === undefined ? '' : ` (set ${demand.detail.settable})`;
  let free = 0;
  for (let port = last + 1; port <= HIGHEST_PORT; port++) {
    free = held?.has(`${port}/${protocol}`) === true ? 0 : free + 1;
    if (free <= last - first) continue;
    const ports = first === last ? `${port}` : `${port - last + first}-${port}`;
    const subject = `port:${moved}/${protocol}`;
    const also = alsoSaidAt(demand).map(placeAt);
    return { key: `${ports}/${protocol}`, subject, effect: `which nobody else here takes${by}`, also };
  }
  return undefined;
}

function placeAt(text: string): LinePlace {
  const colon = text.lastIndexOf(':');
  return { file: text.slice(0, colon), line: Number(text.slice(colon + 1)) };
}

export const portRule: RealmRule = {
  realm: 'port',
  clearedBy: 'container',
  join: (keys) => joinRanges(withoutStale(withVariables(keys))),
  settle,
  programs: { rule: 'port/own-programs', of: programsOf },
  canonical: (demand) => {
    const { published, listens, profiles } = useOf(demand);
    const places = published.map((place) => [place.address, ...place.profiles].join(' '));
    const under = profiles.length === 0 ? '' : ` under ${profiles.join(' ')}`;
    return `published ${places.join(NEXT)}; listens ${listens}${under}`;
  },
  clash,
  concerns: (demand, { clearedBy }) => isPublished(demand) === (clearedBy === 'machine'),
  describe,
  remark,
  move,
};
