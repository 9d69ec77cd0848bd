import { type Demand, listed, plural, type ResolvedFinding, serviceLabel } from '../../../src/model/index.ts';
import { contains, type IndexSet } from '../../../src/resolve/index-set.ts';
import type { MinimalConflict } from '../../../src/resolve/minimal.ts';
import type { Step } from '../../../src/resolve/report.ts';
import { pythonsOf } from '../indexes/published.ts';
import { baseOf, type KeptBack, type OtherPython, type Universe } from '../indexes/universe.ts';
import { demandOf, type PythonService, type ServiceLine } from './lines.ts';
import type { LocalProject } from './question.ts';

/** Facts of a kind that are told of one conflict. */
const MAX_FACTS = 12;

const BY_ITSELF = 'cannot be installed by itself';

/** One requirement of a package's versions, as a step of the proof. */
interface Edge {
  readonly from: string;
  /** Versions that state it, newest first. */
  readonly versions: readonly string[];
  readonly to: string;
  /** Specifier as the metadata has it. */
  readonly specifier: string;
}

/** A smallest set of lines as a finding: the package they clash over, each line's way to it, and the steps in words. */
export function describeConflict(
  universe: Universe,
  conflict: MinimalConflict<IndexSet>,
  lines: readonly ServiceLine[],
  overridden: ReadonlySet<string> = new Set(),
  projects: ReadonlyMap<string, LocalProject> = new Map(),
): ResolvedFinding {
  const edges = edgesOf(universe, conflict.steps);
  const subject = clashOf(edges, lines);
  const demands = lines.map((line) => demandThrough(line, subject, edges));
  const services = [...new Set(lines.map((line) => serviceLabel(line.service)))].sort();
  const sides = lines.map((line) => written(line)).join(' and ');
  const who = services.length === 1 ? `${services[0]} ${BY_ITSELF}` : `${listed(services)} cannot share a Python environment`;
  const direct = lines.every((line) => line.name === subject);
  const others = othersBehind(universe, lines, edges).slice(0, MAX_FACTS);
  const back = direct ? universe.keptBack(subject, lines.flatMap(({ specifier }) => specifier || []).join(',')) : [];
  return {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'python',
    subject: `pkg:pypi/${subject}`,
    demands,
    clearedBy: 'process',
    fixes: [],
    message: direct
      ? `${who}: no ${subject} satisfies ${sides}${lines.length === 1 && others.length > 0 ? ` on Python ${universe.python}` : ''}${butKept(back)}.`
      : `${who}, because of ${subject}: ${sides} ${lines.length === 1 ? 'has no solution' : 'exclude each other'}.`,
    explanation: [
      ...lines.map(
        (line) =>
          `${serviceLabel(line.service)} ${line.line.constraint ? 'allows only' : 'needs'} ${written(line)} (${line.line.origin.file}:${line.line.origin.line})`,
      ),
      ...edges.map(
        (edge) =>
          `${versionsInWords(edge)} ${edge.versions.length === 1 ? 'needs' : 'need'} ${edge.to}${edge.specifier === '' ? ' (any version)' : edge.specifier}${overridden.has(edge.to) ? ', by an override' : ''}`,
      ),
      ...[...new Set([...lines.map(({ name }) => name), ...edges.map(({ to }) => to)])].flatMap((name) =>
        localFact(projects.get(name)),
      ),
      ...others.map(
        ({ name, python, versions }) =>
          `${versionsInWords({ from: name, versions })} ${versions.length === 1 ? 'needs' : 'need'} Python ${python}; this is for ${universe.python}`,
      ),
      ...otherFacts(universe, conflict.steps),
      'Drop any one of these lines and the rest resolves.',
    ],
  };
}

/**
 * A line of which all versions, or all that they lead to, are for other interpreters asks for one of those. Not where
 * another interpreter would change more: other wheels, or other requirements by their markers.
 */
export async function impliedPython(
  universe: Universe,
  { steps }: MinimalConflict<IndexSet>,
  [line, ...more]: readonly ServiceLine[],
): Promise<Demand | undefined> {
  if (line === undefined || more.length > 0 || steps.some(({ fact }) => fact.kind === 'unusable')) return undefined;
  const edges = edgesOf(universe, steps);
  const others = othersBehind(universe, [line], edges);
  const [first] = others;
  if (first === undefined || universe.hasOtherFiles(line.name, line.specifier)) return undefined;
  for (const { from, versions, to, specifier } of edges) {
    if (universe.hasOtherFiles(baseOf(to), specifier)) return undefined;
    if (await universe.asksByPython(baseOf(from), versions, baseOf(to))) return undefined;
  }
  const way = wayTo(line.name, first.name, edges).map(
    ({ from, versions: [newest = ''] }) => `pkg:pypi/${baseOf(from)}@${newest}`,
  );
  const constraint = pythonsOf(
    others.map(({ python }) => python),
    universe.oldestPythonOnly,
  );
  if (constraint === undefined) return undefined;
  return {
    ...demandOf(line),
    realm: 'runtime',
    key: 'python',
    subject: 'runtime:python',
    constraint,
    kind: 'range',
    via: [...line.line.via, ...way, `pkg:pypi/${first.name}@${first.versions[0] ?? ''}`],
  };
}

/**
 * Where all lines are one service's, which resolves by itself, what the others' files say of indexes, releases or local
 * projects has a part in it: they are told with it, each by its first line.
 */
export function withOthers(finding: ResolvedFinding, services: readonly PythonService[]): ResolvedFinding {
  const [only, ...more] = new Set(finding.demands.map(({ service }) => service));
  if (only === undefined || more.length > 0 || services.length === 1) return finding;
  const others = services.filter(({ service }) => service !== only);
  const names = listed(others.map(({ service }) => serviceLabel(service)));
  const [first] = finding.demands;
  const anchors = others.flatMap(({ service, lines: [line] }): readonly Demand[] =>
    first === undefined || line === undefined
      ? []
      : [{ ...first, service, constraint: '', kind: 'range', via: [], origin: line.origin }],
  );
  return {
    ...finding,
    demands: [...finding.demands, ...anchors],
    message: finding.message.replace(BY_ITSELF, `cannot be installed beside ${names}`),
    explanation: [
      ...finding.explanation,
      `By itself ${serviceLabel(only)} resolves; what ${names} ${others.length === 1 ? 'says' : 'say'} of releases, indexes or projects of its own excludes this.`,
    ],
  };
}

/** One package that lines of two services take from different indexes. */
export function describeIndexes(
  name: string,
  sides: readonly { readonly line: ServiceLine; readonly url: string }[],
): ResolvedFinding {
  const services = [...new Set(sides.map(({ line }) => line.service))].sort();
  const [first = ''] = services;
  const subject = `pkg:pypi/${name}`;
  return {
    rule: 'version/unsatisfiable',
    severity: 'error',
    realm: 'python',
    subject,
    demands: sides.map(({ line }) => demandOf(line)),
    clearedBy: 'process',
    fixes: [
      {
        kind: 'isolate',
        service: first,
        subject,
        level: 'process',
        effect: `give ${serviceLabel(first)} a virtualenv of its own`,
      },
    ],
    message: `${listed(services.map(serviceLabel))} take ${name} from different indexes, and one environment holds one ${name}`,
    explanation: [
      ...sides.map(
        ({ line, url }) =>
          `${serviceLabel(line.service)} takes ${written(line)} from ${url} (${line.line.origin.file}:${line.line.origin.line})`,
      ),
      'uv refuses one package of two indexes, whatever they hold.',
    ],
  };
}

function localFact(project: LocalProject | undefined): readonly string[] {
  return project?.version === undefined ? [] : [`${project.name} is the project in this tree, which is ${project.version}`];
}

function written({ name, extras, specifier }: ServiceLine): string {
  return `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${specifier}`;
}

function edgesOf(universe: Universe, steps: readonly Step<IndexSet>[]): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const { fact, incompatibility } of steps) {
    if (fact.kind !== 'dependency' || fact.text === '') continue;
    const [from, to] = [baseOf(fact.package), baseOf(fact.dependency)];
    const set = incompatibility.terms.find((term) => term.package === fact.package)?.set;
    const versions = universe.peek(from)?.versions.filter((_, position) => set !== undefined && contains(set, position)) ?? [];
    const specifier = fact.text.slice(fact.dependency.length);
    const key = `${from} ${to} ${specifier}`;
    if (!edges.has(key)) edges.set(key, { from: fact.package, versions, to, specifier });
  }
  return [...edges.values()];
}

/** The package with most to satisfy: requirements of lines and of versions that meet there, the deepest in the proof first. */
function clashOf(edges: readonly Edge[], lines: readonly ServiceLine[]): string {
  const weights = new Map<string, number>();
  for (const { name } of lines) weights.set(name, (weights.get(name) ?? 0) + 1);
  for (const { to, specifier } of edges) weights.set(to, (weights.get(to) ?? 0) + (specifier === '' ? 0.1 : 1));
  let best = lines[0]?.name ?? '';
  for (const [name, weight] of weights) if (weight > (weights.get(best) ?? 0)) best = name;
  return best;
}

/** The line's demand on the subject: its own when it names it, else what its package leads to, with the way there. */
function demandThrough(line: ServiceLine, subject: string, edges: readonly Edge[]): Demand {
  const own = demandOf(line);
  if (line.name === subject) return own;
  const way = wayTo(line.name, subject, edges);
  const last = way.at(-1);
  if (last === undefined) return own;
  return {
    ...own,
    key: subject,
    subject: `pkg:pypi/${subject}`,
    constraint: last.specifier,
    kind: 'range',
    via: [...own.via, ...way.map((edge) => `pkg:pypi/${baseOf(edge.from)}@${edge.versions[0] ?? ''}`)],
  };
}

function wayTo(start: string, end: string, edges: readonly Edge[]): readonly Edge[] {
  const cameBy = new Map<string, Edge | undefined>([[start, undefined]]);
  for (const name of cameBy.keys()) {
    if (name === end) break;
    for (const edge of edges) if (baseOf(edge.from) === name && !cameBy.has(edge.to)) cameBy.set(edge.to, edge);
  }
  const way: Edge[] = [];
  for (let edge = cameBy.get(end); edge !== undefined; edge = cameBy.get(baseOf(edge.from))) way.unshift(edge);
  return way;
}

/** Versions that the lines, or what those lead to, would take if they were not for other interpreters. */
function othersBehind(
  universe: Universe,
  lines: readonly ServiceLine[],
  edges: readonly Edge[],
): readonly (OtherPython & { readonly name: string })[] {
  const asked = [...lines, ...edges.map(({ to, specifier }) => ({ name: baseOf(to), specifier }))];
  const once = new Map(asked.map(({ name, specifier }) => [`${name} ${specifier}`, { name, specifier }]));
  return [...once.values()].flatMap(({ name, specifier }) =>
    universe.forOtherPythons(name, specifier).map((one) => ({ ...one, name })),
  );
}

const FOREIGN = 'whose files are for other platforms, or in formats that are not taken';

const WHY: Readonly<Record<KeptBack['why'], readonly [one: string, several: string]>> = {
  yanked: ['which was withdrawn (yanked)', 'which were withdrawn (yanked)'],
  source: ['which exists as source only', 'which exist as source only'],
  prerelease: ['which is a prerelease', 'which are prereleases'],
  elsewhere: [FOREIGN, FOREIGN],
};

/** ` but 21.1.0, which was withdrawn (yanked)` */
function butKept(back: readonly KeptBack[]): string {
  const parts = back.map(({ why, versions: [newest = '', ...others] }) =>
    others.length === 0 ? `${newest}, ${WHY[why][0]}` : `${newest} and ${others.length} more, ${WHY[why][1]}`,
  );
  return parts.length === 0 ? '' : ` but ${parts.join(', and ')}`;
}

function versionsInWords({ from, versions }: Pick<Edge, 'from' | 'versions'>): string {
  const [newest] = versions;
  const oldest = versions.at(-1);
  if (newest === undefined || oldest === undefined) return from;
  return versions.length === 1 ? `${from} ${newest}` : `${from} ${oldest} to ${newest} (${versions.length} versions)`;
}

function otherFacts(universe: Universe, steps: readonly Step<IndexSet>[]): readonly string[] {
  const lines = steps.flatMap(({ fact, incompatibility }) => {
    if (fact.kind === 'unusable') {
      const set = incompatibility.terms[0]?.set;
      const known = universe.peek(fact.package);
      const version = known?.versions.find((_, position) => set !== undefined && contains(set, position)) ?? '';
      return [`${fact.package} ${version} cannot be used: ${fact.reason}`];
    }
    return fact.kind === 'no-versions' ? [scarcity(universe, fact.package)] : [];
  });
  return [...new Set(lines)].slice(0, MAX_FACTS);
}

/** Why there is no further version of a package to choose. */
function scarcity(universe: Universe, name: string): string {
  const known = universe.peek(name);
  const sources = known?.candidates?.sources.length ?? 0;
  const otherPython = Object.values(known?.candidates?.otherPython ?? {}).flatMap((versions) => versions.split(' ')).length;
  const left = [
    ...(sources > 0 ? [`${sources} exist as source only`] : []),
    ...(otherPython > 0 ? [`${otherPython} need another Python`] : []),
    ...((known?.candidates?.later ?? 0) > 0 ? [`${known?.candidates?.later} came later`] : []),
  ];
  const count = known?.versions.length ?? 0;
  return `No other ${baseOf(name)} is left among ${plural(count, 'version')}${left.length === 0 ? '' : ` (${left.join(', ')})`}`;
}
