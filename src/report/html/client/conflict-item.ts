import { groupBy } from '../../../model/collections/group-by.ts';
import { eachOf, SEVERITY_MARKS } from '../../phrases.ts';
import type { ViewConflict, ViewDemand } from '../view.ts';
import { button, count, el } from './dom.ts';
import { type Facts, isPairwise, serviceLink, servicesOf } from './facts.ts';

/** One conflict of the list: a line that opens to what is asked for where, why it clashes, and what ends it. */
export interface ConflictItem {
  readonly details: HTMLDetailsElement;
  readonly fill: () => void;
}

/** The body is made when it is first opened: hundreds of conflicts cost nothing until then. */
export function conflictItem(
  conflict: ViewConflict,
  position: number,
  facts: Facts,
  showInGraph: (conflict: number) => void,
): ConflictItem {
  const names = servicesOf(conflict);
  const details = el(
    'details',
    { id: conflict.id, class: `conflict ${conflict.severity}` },
    el(
      'summary',
      {},
      el(
        'span',
        { class: 'sign', title: conflict.severity },
        SEVERITY_MARKS[conflict.severity],
        el('span', { class: 'hidden' }, `${conflict.severity}: `),
      ),
      el('span', { class: 'message' }, conflict.message),
      el('span', { class: 'meta' }, `${facts.subject(conflict.subject)} · ${count(names.length, 'service')}`),
      conflict.status === undefined ? undefined : el('span', { class: 'badge' }, conflict.status),
    ),
  );
  let filled = false;
  const fill = (): void => {
    if (filled) return;
    filled = true;
    details.append(body(conflict, position, facts, showInGraph));
  };
  details.addEventListener('toggle', () => {
    if (details.open) fill();
  });
  return { details, fill };
}

function body(conflict: ViewConflict, position: number, facts: Facts, showInGraph: (conflict: number) => void): HTMLElement {
  const rule = facts.view.rules[conflict.rule];
  return el(
    'div',
    { class: 'body' },
    ...frames(conflict, facts),
    el('h4', {}, 'Why'),
    conflict.steps.length === 0
      ? el('p', { class: 'quiet' }, rule?.why ?? 'No more is known.')
      : el('ol', { class: 'steps' }, ...conflict.steps.map((step) => el('li', {}, step))),
    sidesNote(conflict, facts),
    el('h4', {}, 'What ends it'),
    el('p', {}, endsText(conflict)),
    conflict.fixes.length === 0 ? undefined : el('ul', { class: 'fixes' }, ...conflict.fixes.map((fix) => el('li', {}, fix))),
    conflict.fixes.length === 0 && rule !== undefined ? el('p', {}, rule.fix) : undefined,
    el(
      'p',
      { class: 'foot' },
      el('span', { title: rule?.why }, rule?.title ?? conflict.rule),
      el('code', {}, conflict.rule),
      el('span', {}, `depth: ${conflict.depth}`),
      el('a', { href: `#${conflict.id}` }, conflict.id),
      button('Show in graph', () => showInGraph(position), { class: 'link' }),
      el('code', {}, `cohost explain ${conflict.id}`),
    ),
  );
}

function endsText(conflict: ViewConflict): string {
  if (conflict.clearedBy === 'environment') return 'It blocks no sharing.';
  const isNote = conflict.severity === 'note';
  return `${isNote ? 'It concerns services that share more than' : 'It is gone with'} ${eachOf(conflict)}.`;
}

function sidesNote(conflict: ViewConflict, facts: Facts): HTMLElement | undefined {
  if (conflict.sides.length < 2) return undefined;
  const relation = isPairwise(conflict)
    ? conflict.sides.length === 2
      ? 'Nobody of one side can share with anybody of the other'
      : 'Nobody of one side can share with anybody of another'
    : `Any ${conflict.sides.length - 1} sides agree; all ${conflict.sides.length} together do not`;
  return el(
    'details',
    { class: 'small' },
    el('summary', {}, `${count(conflict.sides.length, 'side')}: ${relation.toLowerCase()}`),
    el(
      'ol',
      {},
      ...conflict.sides.map((side) =>
        el('li', {}, ...side.flatMap((service) => [el('a', { href: serviceLink(facts, service) }, facts.name(service)), ' '])),
      ),
    ),
  );
}

function frames(conflict: ViewConflict, facts: Facts): readonly HTMLElement[] {
  const groups = groupBy(conflict.demands, ({ file, line }) => facts.place(file, line));
  const made = [...groups].map(([place, demands]) => frame(place, demands, facts));
  if (conflict.moreDemands === 0) return made;
  return [...made, el('p', { class: 'quiet' }, `and ${count(conflict.moreDemands, 'demand')} more, in the JSON report`)];
}

/** What a file says at one place, and who says it. */
function frame(place: string, demands: readonly ViewDemand[], facts: Facts): HTMLElement {
  const [first] = demands;
  const services = [...new Set(demands.flatMap((demand) => demand.services))];
  const lines = first?.frame ?? [];
  const quoted = lines.map(([, line]) => line).join('\n');
  const asks = [...new Set(demands.map(({ text }) => text))].filter(
    (text) => !text.split(' ').every((word) => quoted.includes(word)),
  );
  return el(
    'figure',
    { class: 'frame' },
    el(
      'figcaption',
      {},
      el('code', {}, place),
      el(
        'span',
        { class: 'who' },
        ...services.flatMap((service) => [el('a', { href: serviceLink(facts, service) }, facts.name(service)), ' ']),
      ),
    ),
    lines.length === 0
      ? undefined
      : el(
          'pre',
          {},
          ...lines.map(([number, text]) => el('span', { class: 'line' }, el('i', { 'aria-hidden': 'true' }, number), text, '\n')),
        ),
    asks.length === 0 ? undefined : el('p', { class: 'asks' }, '→ ', el('code', {}, asks.slice(0, 4).join('; '))),
  );
}
