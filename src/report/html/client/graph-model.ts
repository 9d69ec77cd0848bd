import { addTo } from '../../../model/collections/group-by.ts';
import { isLive } from '../../../model/conflict.ts';
import { SEVERITIES, type Severity } from '../../../model/source.ts';
import { type Facts, servicesOf } from './facts.ts';
import type { LayoutEdge } from './layout.ts';

export type Kind = 'service' | 'name' | 'conflict';

export interface GraphNode {
  readonly id: string;
  readonly kind: Kind;
  readonly index: number;
  readonly label: string;
  readonly severity?: Severity;
}

export interface GraphEdge extends LayoutEdge {
  readonly severity?: Severity;
}

/** Shared packages without a conflict that are drawn at most. */
const SHARED = 60;
/** A picture takes conflicts, the gravest first, until it holds this many services or conflicts; the rest comes with a search or a click. */
const FIRST = { services: 44, conflicts: 40 } as const;

function serviceNode(facts: Facts, index: number): GraphNode {
  return { id: `s${index}`, kind: 'service', index, label: facts.name(index) };
}

function nameNode(facts: Facts, index: number): GraphNode {
  return { id: `n${index}`, kind: 'name', index, label: facts.subject(index) };
}

export function conflictNode(facts: Facts, index: number): GraphNode {
  const conflict = facts.view.conflicts[index];
  return { id: `c${index}`, kind: 'conflict', index, label: conflict?.message ?? '', severity: conflict?.severity ?? 'note' };
}

export function everyNode(facts: Facts): readonly GraphNode[] {
  return [
    ...facts.view.services.map((_, index) => serviceNode(facts, index)),
    ...facts.view.names.map((_, index) => nameNode(facts, index)),
    ...facts.view.conflicts.map((_, index) => conflictNode(facts, index)),
  ];
}

interface Picked {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Conflicts that match but are not drawn. */
  readonly hidden: number;
}

/** What is drawn: conflicts that are shown or belong to the focus, with their services and names. */
export function pick(facts: Facts, shown: ReadonlySet<Severity>, withShared: boolean, focus: GraphNode | undefined): Picked {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const add = (node: GraphNode): GraphNode => {
    nodes.set(node.id, node);
    return node;
  };
  const connect = (from: GraphNode, to: GraphNode, severity?: Severity): void => {
    const key = `${from.id} ${to.id}`;
    const before = edges.get(key);
    if (
      before?.severity !== undefined &&
      (severity === undefined || SEVERITIES.indexOf(before.severity) <= SEVERITIES.indexOf(severity))
    )
      return;
    edges.set(key, { from: from.id, to: to.id, ...(severity === undefined ? {} : { severity }) });
  };
  const related = facts.view.conflicts.flatMap((conflict, index) => {
    if (!isLive(conflict)) return [];
    if (focus === undefined) return shown.has(conflict.severity) ? [index] : [];
    const belongs =
      (focus.kind === 'service' && conflict.sides.some((side) => side.includes(focus.index))) ||
      (focus.kind === 'name' && conflict.subject === focus.index) ||
      (focus.kind === 'conflict' && focus.index === index);
    return belongs ? [index] : [];
  });
  const taken = new Set<number>();
  let drawn = 0;
  for (const index of related) {
    const conflict = facts.view.conflicts[index];
    if (conflict === undefined) continue;
    const grown = new Set([...taken, ...servicesOf(conflict)]);
    if (drawn > 0 && (grown.size > FIRST.services || drawn >= FIRST.conflicts)) continue;
    for (const service of grown) taken.add(service);
    drawn++;
    const end = add(conflictNode(facts, index));
    const middle = add(nameNode(facts, conflict.subject));
    connect(middle, end, conflict.severity);
    for (const service of servicesOf(conflict)) connect(add(serviceNode(facts, service)), middle, conflict.severity);
  }
  if (focus !== undefined) add(focus);
  for (const [name, services] of withShared || focus?.kind === 'name' || focus?.kind === 'service'
    ? sharedNames(facts, focus)
    : []) {
    const middle = add(nameNode(facts, name));
    for (const service of services) connect(add(serviceNode(facts, service)), middle);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], hidden: related.length - drawn };
}

/** Names that several services demand, those that most demand first. */
function sharedNames(facts: Facts, focus: GraphNode | undefined): readonly (readonly [number, readonly number[]])[] {
  const users = new Map<number, number[]>();
  for (const [service, { packages }] of facts.view.services.entries())
    for (const [name] of packages) if (users.get(name)?.at(-1) !== service) addTo(users, name, service);
  const fits = ([name, services]: readonly [number, readonly number[]]): boolean =>
    focus === undefined
      ? services.length > 1
      : (focus.kind === 'service' && services.includes(focus.index)) || (focus.kind === 'name' && name === focus.index);
  return [...users]
    .filter(fits)
    .sort((a, b) => b[1].length - a[1].length || a[0] - b[0])
    .slice(0, focus?.kind === 'service' ? 20 : SHARED)
    .map(([name, services]) => [name, focus?.kind === 'service' ? [focus.index] : services] as const);
}
