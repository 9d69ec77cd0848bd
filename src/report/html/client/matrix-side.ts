import { LEVELS } from '../../../model/realm.ts';
import { EACH, SEVERITY_MARKS } from '../../phrases.ts';
import { button, count, el } from './dom.ts';
import { type Facts, serviceLink } from './facts.ts';
import { CELL_MARKS, CELL_WORDS, type Cell, type Row } from './pairs.ts';

/** About services that are one row. */
export function tellRow(facts: Facts, row: Row): readonly HTMLElement[] {
  const links = row.members
    .slice(0, 30)
    .map((service) => el('li', {}, el('a', { href: serviceLink(facts, service) }, facts.name(service))));
  return [
    el('h3', {}, row.label),
    el(
      'p',
      {},
      row.members.length === 1
        ? 'A service shares with itself.'
        : `${count(row.members.length, 'service')} that behave alike towards all others:`,
    ),
    el('ul', { class: 'plain' }, ...links, row.members.length > 30 && el('li', {}, `and ${row.members.length - 30} more`)),
  ];
}

/** What stands between two rows. */
export function tellPair(
  facts: Facts,
  [left, right]: readonly [Row, Row],
  cell: Cell,
  showConflicts: (services: readonly number[]) => void,
): readonly HTMLElement[] {
  const { conflicts } = facts.view;
  const found = cell.conflicts.flatMap((position) => conflicts[position] ?? []);
  const members = [left.members[0] ?? -1, right.members[0] ?? -1];
  const items = found
    .slice(0, 6)
    .map((conflict) =>
      el(
        'li',
        { class: `marked ${conflict.severity}` },
        el('span', { 'aria-hidden': 'true' }, SEVERITY_MARKS[conflict.severity]),
        el('a', { href: `#${conflict.id}` }, conflict.message),
      ),
    );
  const ends = LEVELS.find((level) =>
    found.every((one) => one.severity !== 'error' || LEVELS.indexOf(one.clearedBy) <= LEVELS.indexOf(level)),
  );
  return [
    el('h3', {}, `${left.label} × ${right.label}`),
    el('p', { class: `verdict v-${cell.kind}` }, `${CELL_MARKS[cell.kind]} ${CELL_WORDS[cell.kind]}`),
    ...(cell.pair?.because === undefined ? [] : [el('p', {}, cell.pair.because)]),
    ...(cell.pair === undefined || cell.pair.repins.length === 0
      ? []
      : [el('ul', { class: 'plain' }, ...cell.pair.repins.map((repin) => el('li', {}, el('code', {}, repin))))]),
    ...(items.length === 0 ? [] : [el('ul', { class: 'plain' }, ...items)]),
    ...(cell.kind === 'separate' && ends !== undefined && ends !== 'environment'
      ? [el('p', {}, `They share a host with ${EACH[ends]}.`)]
      : []),
    ...(found.length === 0
      ? []
      : [
          button(`All ${found.length === 1 ? 'about it' : count(found.length, 'conflict')}`, () => showConflicts(members), {
            class: 'link',
          }),
        ]),
    el('p', { class: 'quiet' }, el('code', {}, `cohost explain ${members.map((service) => facts.name(service)).join(' ')}`)),
  ];
}
