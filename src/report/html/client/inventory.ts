import { TARGET_WORDS } from '../../phrases.ts';
import type { ViewService } from '../view.ts';
import { button, count, el, holdsWords, mount, search } from './dom.ts';
import type { Facts } from './facts.ts';

export interface Inventory {
  open(service: string): void;
}

interface Line {
  readonly position: number;
  readonly cells: readonly (string | number)[];
  readonly row: HTMLTableRowElement;
  readonly more: HTMLTableRowElement;
  readonly toggle: (on: boolean) => void;
}

const HEADS = ['Service', 'Ecosystems', 'Direct', 'Known', 'Conflicts', 'Host', 'Recommendation'] as const;
const NUMERIC = new Set<string>(['Direct', 'Known', 'Conflicts']);

/** A table of all services that sorts by each column; a row opens to what is known of the service. */
export function startServices(facts: Facts, showConflicts: (services: readonly number[]) => void): Inventory {
  const root = mount('services-app');
  const { services } = facts.view;
  const lines = services.map((service, position) =>
    line(service, position, cellsOf(service, position, facts), facts, showConflicts),
  );
  const status = el('p', { class: 'quiet', role: 'status' });
  const filter = (text: string): void => {
    status.textContent = `${count(showMatching(lines, text), 'service')} of ${services.length} shown.`;
  };
  root.append(
    el('div', { class: 'tools' }, search('Find services', filter).element),
    status,
    el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Services' }, sortedTable(lines)),
  );
  filter('');
  return {
    open(id) {
      const found = lines[facts.service.get(id) ?? -1];
      if (found === undefined) return;
      found.row.removeAttribute('hidden');
      found.toggle(true);
      found.row.scrollIntoView({ block: 'start' });
      found.row.querySelector('button')?.focus({ preventScroll: true });
    },
  };
}

/** In the order of `HEADS`. */
function cellsOf(service: ViewService, position: number, { view, byService }: Facts): Line['cells'] {
  const targets = view.advice.filter((one) => one.service === position).map((one) => TARGET_WORDS[one.target] ?? one.target);
  const conflicts = (byService[position] ?? []).filter((one) => view.conflicts[one]?.severity !== 'note').length;
  return [
    service.id,
    service.ecosystems.join(', '),
    service.direct,
    service.known,
    conflicts,
    view.hosts[service.host] ?? '–',
    [...new Set(targets)].join(', ') || '–',
  ];
}

/** Sorted by its first column until a head is pressed; pressed again, a head turns the order around. */
function sortedTable(lines: readonly Line[]): HTMLElement {
  const body = el('tbody', {});
  let sorted = { column: 0, down: false };
  const heads = HEADS.map((name, column) => {
    const control = button(name, () => {
      sorted = { column, down: sorted.column === column ? !sorted.down : NUMERIC.has(name) };
      order();
    });
    return el('th', { scope: 'col', class: NUMERIC.has(name) ? 'number' : undefined }, control);
  });
  const order = (): void => {
    const sign = sorted.down ? -1 : 1;
    const ordered = [...lines].sort(
      (a, b) => sign * compare(a.cells[sorted.column], b.cells[sorted.column]) || a.position - b.position,
    );
    body.append(...ordered.flatMap(({ row, more }) => [row, more]));
    for (const [column, head] of heads.entries())
      head.setAttribute('aria-sort', column === sorted.column ? (sorted.down ? 'descending' : 'ascending') : 'none');
  };
  order();
  return el('table', { class: 'services' }, el('thead', {}, el('tr', {}, ...heads)), body);
}

/** Shows the lines that hold the text; how many they are. */
function showMatching(lines: readonly Line[], text: string): number {
  const matching = lines.filter(({ cells }) => holdsWords(cells.join(' ').toLowerCase(), text));
  const isShown = new Set(matching);
  for (const one of lines) {
    const matches = isShown.has(one);
    one.row.toggleAttribute('hidden', !matches);
    if (!matches) one.toggle(false);
    one.more.toggleAttribute('hidden', !matches || one.more.dataset.open === undefined);
  }
  return matching.length;
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function line(
  service: ViewService,
  position: number,
  cells: Line['cells'],
  facts: Facts,
  showConflicts: (services: readonly number[]) => void,
): Line {
  const more = el('tr', { class: 'more', hidden: true });
  const name = button(service.id, () => toggle(more.dataset.open === undefined), { 'aria-expanded': 'false', class: 'link' });
  const [, ...rest] = cells;
  const row = el(
    'tr',
    {},
    el('th', { scope: 'row' }, name),
    ...rest.map((cell, index) =>
      el(
        'td',
        { class: typeof cell === 'number' ? 'number' : undefined },
        index === 3 && cell !== 0
          ? button(String(cell), () => showConflicts([position]), {
              class: 'link',
              'aria-label': `${count(Number(cell), 'conflict')} of ${service.id}`,
            })
          : String(cell),
      ),
    ),
  );
  const toggle = (on: boolean): void => {
    if (on) more.dataset.open = '';
    else delete more.dataset.open;
    name.setAttribute('aria-expanded', String(on));
    if (on && more.childElementCount === 0) more.append(el('td', { colspan: HEADS.length }, ...about(service, facts)));
    more.toggleAttribute('hidden', !on);
  };
  return { position, cells, row, more, toggle };
}

function about(service: ViewService, facts: Facts): readonly HTMLElement[] {
  const files = service.manifests.map(([file, kind]) =>
    el('li', {}, el('code', {}, facts.view.files[file] ?? ''), el('span', { class: 'quiet' }, ` ${kind}`)),
  );
  const packages = service.packages.map(([name, constraint, pinned]) =>
    el(
      'li',
      {},
      el('code', {}, `${facts.subject(name)} ${constraint}`.trim()),
      pinned === '' || constraint.includes(pinned) ? undefined : el('span', { class: 'quiet' }, ` pinned ${pinned}`),
    ),
  );
  const left = service.direct - service.packages.length;
  return [
    el('h4', {}, 'Files'),
    el('ul', { class: 'plain' }, ...files),
    ...(service.runtimes.length === 0 ? [] : [el('h4', {}, 'Runtimes'), el('p', {}, service.runtimes.join(', '))]),
    ...(service.programs.length === 0
      ? []
      : [
          el('h4', {}, 'Programs, judged as one service'),
          el(
            'ul',
            { class: 'plain' },
            ...service.programs.map(([words, file, at]) =>
              el('li', {}, words, ' ', el('code', { class: 'at' }, facts.place(file, at))),
            ),
          ),
        ]),
    el('h4', {}, 'Direct dependencies'),
    packages.length === 0
      ? el('p', { class: 'quiet' }, service.direct === 0 ? 'None.' : `${service.direct}, listed in the JSON report.`)
      : el('ul', { class: 'plain columns' }, ...packages, left > 0 && el('li', {}, `and ${left} more`)),
  ];
}
