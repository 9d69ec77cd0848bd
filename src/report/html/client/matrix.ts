import { type IsolationLevel, LEVELS } from '../../../model/realm.ts';
import { RUNG_NAMES } from '../../phrases.ts';
import { checkbox, count, el, holdsWords, mount, search, select } from './dom.ts';
import type { Facts } from './facts.ts';
import { Grid } from './matrix-grid.ts';
import { alike, CELL_KINDS, CELL_MARKS, CELL_WORDS, Pairs, type Row, rowOf } from './pairs.ts';

/** Above this many services those that behave alike are one row. */
const GROUP_FROM = 200;

type Order = 'name' | 'conflicts' | 'host';

interface Settings {
  level: IsolationLevel;
  order: Order;
  text: string;
  ecosystem: string;
  /** Only services with conflicts. */
  troubled: boolean;
  /** Services that behave alike as one row. */
  grouped: boolean;
}

type Change = <K extends keyof Settings>(key: K, value: Settings[K]) => void;

export function startMatrix(facts: Facts, showConflicts: (services: readonly number[]) => void): void {
  const { services } = facts.view;
  // The page of one service has no matrix.
  if (services.length === 1) return;
  const root = mount('matrix-app');
  if (services.length === 0) {
    root.append(el('p', { class: 'quiet' }, 'A matrix needs two services.'));
    return;
  }
  const settings: Settings = {
    level: facts.view.level,
    order: 'name',
    text: '',
    ecosystem: '',
    troubled: false,
    grouped: services.length > GROUP_FROM,
  };
  const status = el('p', { class: 'quiet', role: 'status' });
  const detail = el('div', { class: 'detail', role: 'region', 'aria-live': 'polite', 'aria-label': 'The chosen pair' });
  const grid = new Grid(facts, detail, showConflicts);
  const update = (): void => {
    const rows = rowsFor(facts, settings);
    grid.show(rows, new Pairs(facts, rows, settings.level), settings.level);
    const covered = rows.reduce((sum, row) => sum + row.members.length, 0);
    status.textContent = `${count(covered, 'service')}${rows.length === covered ? '' : ` in ${count(rows.length, 'group')} that behave alike`}, ${RUNG_NAMES[settings.level]}: ${grid.tally()}`;
  };
  const set: Change = (key, value) => {
    settings[key] = value;
    update();
  };
  root.append(
    toolbar(facts, settings, set),
    legend(),
    status,
    el('div', { class: 'matrix-wrap' }, grid.element, detail),
    grid.print,
  );
  update();
}

function toolbar(facts: Facts, settings: Readonly<Settings>, set: Change): HTMLElement {
  const ecosystems = [...new Set(facts.view.services.flatMap((service) => service.ecosystems))].sort();
  return el(
    'div',
    { class: 'tools' },
    search('Find services', (text) => set('text', text)).element,
    select(
      'Isolation',
      LEVELS.map((level) => ({ value: level, text: RUNG_NAMES[level] })),
      settings.level,
      (value) => set('level', LEVELS.find((level) => level === value) ?? 'environment'),
    ).element,
    select(
      'Order',
      [
        { value: 'name', text: 'by name' },
        { value: 'conflicts', text: 'most conflicts first' },
        { value: 'host', text: 'by host' },
      ],
      settings.order,
      (value) => set('order', value === 'conflicts' || value === 'host' ? value : 'name'),
    ).element,
    ecosystems.length < 2
      ? undefined
      : select('Ecosystem', [{ value: '', text: 'all' }, ...ecosystems.map((one) => ({ value: one, text: one }))], '', (value) =>
          set('ecosystem', value),
        ).element,
    checkbox('only with conflicts', settings.troubled, (on) => set('troubled', on)),
    checkbox('group those that behave alike', settings.grouped, (on) => set('grouped', on)),
  );
}

function rowsFor(facts: Facts, settings: Readonly<Settings>): readonly Row[] {
  const weights = facts.byService.map((list) => list.filter((one) => facts.view.conflicts[one]?.severity !== 'note').length);
  const chosen = facts.view.services.flatMap((service, position) => {
    const matches =
      holdsWords(service.id.toLowerCase(), settings.text) &&
      (settings.ecosystem === '' || service.ecosystems.includes(settings.ecosystem)) &&
      (!settings.troubled || (weights[position] ?? 0) > 0);
    return matches ? [position] : [];
  });
  const rows = settings.grouped ? alike(facts, chosen) : chosen.map((service) => rowOf(facts, [service]));
  const first = (row: Row): number => row.members[0] ?? 0;
  const orders: Readonly<Record<Order, (a: Row, b: Row) => number>> = {
    name: (a, b) => first(a) - first(b),
    conflicts: (a, b) => (weights[first(b)] ?? 0) - (weights[first(a)] ?? 0) || first(a) - first(b),
    host: (a, b) =>
      (facts.view.services[first(a)]?.host ?? 0) - (facts.view.services[first(b)]?.host ?? 0) || first(a) - first(b),
  };
  return [...rows].sort(orders[settings.order]);
}

function legend(): HTMLElement {
  return el(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    ...CELL_KINDS.map((kind) =>
      el('li', {}, el('span', { class: `swatch v-${kind}`, 'aria-hidden': 'true' }, CELL_MARKS[kind]), CELL_WORDS[kind]),
    ),
  );
}
