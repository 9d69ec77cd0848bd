import { SEVERITY_MARKS } from '../../phrases.ts';
import type { ViewConflict } from '../view.ts';
import { button, count, el } from './dom.ts';
import { type Facts, serviceLink } from './facts.ts';
import { conflictNode, type GraphNode } from './graph-model.ts';

/** What the side tells: how to use the graph, or all about the chosen node. */
export function tell(
  facts: Facts,
  focus: GraphNode | undefined,
  hidden: number,
  choose: (node: GraphNode | undefined) => void,
): readonly HTMLElement[] {
  if (focus?.kind === 'conflict') return aboutConflict(facts, focus.index);
  const about = focus === undefined ? [el('p', { class: 'quiet' }, HOW_TO)] : aboutNode(facts, focus, choose);
  if (hidden === 0) return about;
  const more = `${count(hidden, 'conflict')} more; search, or choose a service or package to see its own.`;
  return [...about, el('p', { class: 'quiet' }, more)];
}

const HOW_TO =
  'Choose a service, package or conflict: what belongs to it stays. Drag to move, Ctrl and the wheel to zoom; arrow keys, Enter and Escape work as well.';

function aboutConflict(facts: Facts, index: number): readonly HTMLElement[] {
  const conflict = facts.view.conflicts[index];
  if (conflict === undefined) return [];
  return [
    el('h3', {}, conflict.message),
    ...conflict.steps.slice(0, 6).map((step) => el('p', {}, step)),
    el('p', {}, el('a', { href: `#${conflict.id}` }, 'Demands, explanation and fixes')),
  ];
}

/** A service or a name that services demand, with its conflicts. */
function aboutNode(facts: Facts, { kind, index, label }: GraphNode, choose: (node: GraphNode) => void): readonly HTMLElement[] {
  const { conflicts } = facts.view;
  const isOwn = ({ sides, subject }: ViewConflict): boolean =>
    kind === 'service' ? sides.some((side) => side.includes(index)) : subject === index;
  const own = conflicts.flatMap((conflict, position) => (isOwn(conflict) ? [{ conflict, position }] : []));
  const links = own.slice(0, 15).map(({ conflict: { severity, message }, position }) =>
    el(
      'li',
      { class: `marked ${severity}` },
      el('span', { 'aria-hidden': 'true' }, SEVERITY_MARKS[severity]),
      button(message, () => choose(conflictNode(facts, position)), { class: 'link' }),
    ),
  );
  return [
    el('h3', {}, label),
    el('p', {}, own.length === 0 ? 'No conflict.' : count(own.length, 'conflict')),
    el('ul', { class: 'plain' }, ...links),
    ...(kind === 'service' ? [el('p', {}, el('a', { href: serviceLink(facts, index) }, 'All about this service'))] : []),
  ];
}
