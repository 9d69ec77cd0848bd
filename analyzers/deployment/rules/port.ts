/**
 * Realm `port`: one address, one port, one process.
 *
 * What counts as what (README, "Ports"): two services that listen on one port fail at start when they share a host without
 * containers: an error that containers end. Two that publish one port of the host fail in containers as well: an error that
 * only another machine (or another number) ends. A port that a variable sets can be moved by whoever starts the service,
 * without touching it: a warning.
 */
import type { Clash, Demand, Description, RealmRule, Remark } from '../../../src/model/index.ts';

interface Use {
  /** Addresses of the host on which the port is published; `*` is all of them. */
  readonly published: readonly string[];
  readonly listens: 'no' | 'fixed' | 'settable';
}

const SEPARATOR = ' ';

/** All demands of one service on a port, each with what they say together. */
function settle(own: readonly Demand[]): readonly Demand[] {
  const published = new Set(own.filter(isPublished).map(({ detail }) => detail?.address ?? '*'));
  const listening = own.filter((demand) => !isPublished(demand));
  const variable = listening.find(({ detail }) => detail?.settable !== undefined)?.detail?.settable;
  const listens = listening.length === 0 ? 'no' : variable === undefined ? 'fixed' : 'settable';
  const together = { published: [...published].sort().join(SEPARATOR), listens, ...(variable === undefined ? {} : { variable }) };
  return own.map((demand) => ({ ...demand, detail: { ...demand.detail, ...together } }));
}

function isPublished({ constraint }: Demand): boolean {
  return constraint === 'published';
}

function useOf({ constraint, detail }: Demand): Use {
  const listens = detail?.listens;
  return {
    published: detail?.published === undefined ? (constraint === 'published' ? ['*'] : []) : words(detail.published),
    listens:
      listens === 'fixed' || listens === 'settable' ? listens : listens === 'no' || constraint === 'published' ? 'no' : 'fixed',
  };
}

function words(text: string): readonly string[] {
  return text.split(SEPARATOR).filter((word) => word !== '');
}

/** One use for each service: `settle` has given every demand of a service the same. */
function usesOf(demands: readonly Demand[]): readonly Use[] {
  return [...new Map(demands.map((demand) => [demand.service, useOf(demand)])).values()];
}

function overlap(a: Use, b: Use): boolean {
  if (a.published.length === 0 || b.published.length === 0) return false;
  return a.published.includes('*') || b.published.includes('*') || a.published.some((address) => b.published.includes(address));
}

function someTwo(uses: readonly Use[], test: (a: Use, b: Use) => boolean): boolean {
  return uses.some((use, index) => uses.slice(index + 1).some((other) => test(use, other)));
}

function clash(demands: readonly Demand[]): Clash | undefined {
  const uses = usesOf(demands);
  if (someTwo(uses, overlap)) return { rule: 'port/taken', severity: 'error', clearedBy: 'machine' };
  if (uses.filter(({ listens }) => listens === 'fixed').length > 1) return { rule: 'port/taken', severity: 'error' };
  return undefined;
}

function describe(demands: readonly Demand[], { clearedBy }: Clash): Description {
  const port = demands[0]?.key ?? '';
  const services = list([...new Set(demands.map(({ service }) => service))]);
  const steps = demands.map(step);
  if (clearedBy === 'machine')
    return {
      message: `${services} publish port ${port} of the host; only one of them gets it`,
      explanation: [
        ...steps,
        'A published port is taken on the host itself, in a container or not: publish one of them elsewhere.',
      ],
    };
  return {
    message: `${services} listen on port ${port}; on one host only the first of them starts`,
    explanation: [...steps, 'In containers of their own each has all ports to itself.'],
  };
}

function step({ service, constraint, detail, origin }: Demand): string {
  const where = `${origin.file}:${origin.line}`;
  if (constraint !== 'published')
    return `${service} listens there (${where})${detail?.settable === undefined ? '' : `; ${detail.settable} sets it`}`;
  return `${service} publishes it (${where})${detail?.address === undefined ? '' : ` on ${detail.address}`}`;
}

function list(names: readonly string[]): string {
  return names.length < 3 ? names.join(' and ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** Ports that only have to be given another number. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  const listening = demands.filter((demand) => useOf(demand).listens !== 'no');
  const variables = [...new Set(listening.flatMap(({ detail }) => detail?.variable ?? []))].sort();
  if (variables.length === 0 || usesOf(listening).length < 2) return [];
  const port = demands[0]?.key ?? '';
  return [
    {
      rule: 'port/same-default',
      severity: 'warning',
      demands: listening,
      message: `${list([...new Set(listening.map(({ service }) => service))])} listen on port ${port} unless told otherwise`,
      explanation: [`Without containers, start them with different values of ${list(variables)}.`],
      clearedBy: 'container',
    },
  ];
}

export const portRule: RealmRule = {
  realm: 'port',
  clearedBy: 'container',
  settle,
  canonical: (demand) => {
    const { published, listens } = useOf(demand);
    return `published ${published.join(SEPARATOR)}; listens ${listens}`;
  },
  clash,
  describe,
  remark,
};
