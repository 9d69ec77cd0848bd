import { TARGET_WORDS } from '../../phrases.ts';
import type { ViewService } from '../view.ts';
import { button, count, el, mount, search } from './dom.ts';
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
  const { services, advice, hosts } = facts.view;
  const lines = services.map((service, position): Line => {
    const targets = advice.filter((one) => one.service === position).map((one) => TARGET_WORDS[one.target] ?? one.target);
    const conflicts = (facts.byService[position] ?? []).filter((one) => facts.view.conflicts[one]?.severity !== 'note').length;
    return line(
      service,
      position,
      [
        service.id,
        service.ecosystems.join(', '),
        service.direct,
        service.known,
        conflicts,
        hosts[service.host] ?? '–',
        [...new Set(targets)].join(', ') || '–',
      ],
      facts,
      showConflicts,
    );
  });
  const body = el('tbody', {}, ...lines.flatMap(({ row, more }) => [row, more]));
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
  const status = el('p', { class: 'quiet', role: 'status' });
  const filter = (text: string): void => {
    let visible = 0;
    for (const { cells, row, more, toggle } of lines) {
      const matches = cells.join(' ').toLowerCase().includes(text);
      row.toggleAttribute('hidden', !matches);
      if (!matches) toggle(false);
      more.toggleAttribute('hidden', !matches || more.dataset.open === undefined);
      if (matches) visible++;
    }
    status.textContent = `${count(visible, 'service')} of ${services.length} shown.`;
  };
  root.append(
    el('div', { class: 'tools' }, search('Find services', filter).element),
    status,
    el(
      'div',
      { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Services' },
      el('table', { class: 'services' }, el('thead', {}, el('tr', {}, ...heads)), body),
    ),
  );
  order();
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
    el('h4', {}, 'Direct dependencies'),
    packages.length === 0
      ? el('p', { class: 'quiet' }, service.direct === 0 ? 'None.' : `${service.direct}, listed in the JSON report.`)
      : el('ul', { class: 'plain columns' }, ...packages, left > 0 && el('li', {}, `and ${left} more`)),
  ];
}

/** Diagnostics by code: what was not read or not understood, and what to do. */
export function startDiagnostics(facts: Facts): void {
  const root = mount('diagnostics-app');
  const { diagnostics, omitted } = facts.view;
  if (diagnostics.length === 0) {
    root.append(el('p', { class: 'quiet' }, 'Every file was understood.'));
    return;
  }
  const groups = new Map<string, (typeof diagnostics)[number][]>();
  for (const one of diagnostics) groups.set(one.code, [...(groups.get(one.code) ?? []), one]);
  const hiding = diagnostics.filter((one) => one.incomplete === true).length;
  root.append(
    el(
      'p',
      {},
      hiding === 0
        ? 'None of these hides a dependency.'
        : `${count(hiding, 'of these may hide', 'of these may hide')} a dependency: verdicts about those services can miss something.`,
    ),
    ...[...groups].map(([code, list]) =>
      el(
        'details',
        { class: 'diagnostic' },
        el('summary', {}, el('code', {}, code), ` ${count(list.length, list[0]?.severity ?? 'note')}`),
        el(
          'ul',
          { class: 'plain' },
          ...list.map((one) =>
            el(
              'li',
              {},
              one.file === undefined ? undefined : el('code', { class: 'at' }, `${one.file}:${one.line ?? 1}`),
              ` ${one.message}`,
            ),
          ),
        ),
      ),
    ),
  );
  if (omitted.diagnostics > 0) root.append(el('p', { class: 'quiet' }, `${omitted.diagnostics} more are in the JSON report.`));
}
