import { button, count, el } from './dom.ts';
import { type Facts, MARKS, serviceLink } from './facts.ts';
import { conflictNode, type GraphNode } from './graph-model.ts';

/** What the side tells: how to use the graph, or all about the chosen node. */
export function tell(
  facts: Facts,
  focus: GraphNode | undefined,
  hidden: number,
  choose: (node: GraphNode | undefined) => void,
): readonly HTMLElement[] {
  const { conflicts } = facts.view;
  const more =
    hidden === 0
      ? []
      : [
          el(
            'p',
            { class: 'quiet' },
            `${count(hidden, 'conflict')} more; search, or choose a service or package to see its own.`,
          ),
        ];
  if (focus === undefined)
    return [
      el(
        'p',
        { class: 'quiet' },
        'Choose a service, package or conflict: what belongs to it stays. Drag to move, Ctrl and the wheel to zoom; arrow keys, Enter and Escape work as well.',
      ),
      ...more,
    ];
  if (focus.kind === 'conflict') {
    const conflict = conflicts[focus.index];
    if (conflict === undefined) return [];
    return [
      el('h3', {}, conflict.message),
      ...conflict.steps.slice(0, 6).map((step) => el('p', {}, step)),
      el('p', {}, el('a', { href: `#${conflict.id}` }, 'Demands, explanation and fixes')),
    ];
  }
  const own = conflicts.flatMap((conflict, index) =>
    (focus.kind === 'service' ? conflict.sides.some((side) => side.includes(focus.index)) : conflict.subject === focus.index)
      ? [index]
      : [],
  );
  const links = own.slice(0, 15).map((index) =>
    el(
      'li',
      { class: `marked ${conflicts[index]?.severity ?? 'note'}` },
      el('span', { 'aria-hidden': 'true' }, MARKS[conflicts[index]?.severity ?? 'note']),
      button(conflicts[index]?.message ?? '', () => choose(conflictNode(facts, index)), { class: 'link' }),
    ),
  );
  return [
    el('h3', {}, focus.label),
    el('p', {}, own.length === 0 ? 'No conflict.' : count(own.length, 'conflict')),
    el('ul', { class: 'plain' }, ...links),
    ...(focus.kind === 'service'
      ? [el('p', {}, el('a', { href: serviceLink(facts, focus.index) }, 'All about this service'))]
      : []),
    ...more,
  ];
}
