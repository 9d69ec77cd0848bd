import { SEVERITIES, type Severity } from '../../../model/source.ts';
import { type ConflictItem, conflictItem } from './conflict-item.ts';
import { button, checkbox, count, el, holdsWords, mount, search, select } from './dom.ts';
import { type Facts, servicesOf } from './facts.ts';

export interface ConflictList {
  /** Opens one conflict, whatever the filters say, and goes there. */
  open(id: string): void;
  /** Shows the conflicts of some services only. */
  of(services: readonly number[]): void;
}

export function startConflicts(facts: Facts, showInGraph: (conflict: number) => void): ConflictList {
  const root = mount('conflicts-app');
  const { conflicts } = facts.view;
  if (conflicts.length === 0) {
    root.append(el('p', { class: 'quiet' }, 'No conflict was found.'));
    return { open: () => undefined, of: () => undefined };
  }
  const items = conflicts.map((conflict, position) => conflictItem(conflict, position, facts, showInGraph));
  const filter = new Filter(facts);
  const status = el('p', { class: 'quiet', role: 'status' });
  const clear = button('All services', () => update(() => filter.ofServices(undefined)));
  const update = (change: () => void): void => {
    change();
    const matches = items.map((_, position) => filter.admits(position));
    for (const [position, { details }] of items.entries()) details.toggleAttribute('hidden', matches[position] !== true);
    status.textContent = filter.summary(matches.filter(Boolean).length);
    clear.toggleAttribute('hidden', !filter.isOfServices);
  };
  openForPrint(items);
  root.append(
    el('div', { class: 'tools' }, ...filterControls(facts, filter, update), clear),
    status,
    el('div', { class: 'conflicts' }, ...items.map(({ details }) => details)),
  );
  update(() => undefined);
  return {
    open: (id) => openItem(items[facts.conflict.get(id) ?? -1]),
    of(wanted) {
      update(() => filter.ofServices(wanted));
      document.getElementById('conflicts')?.scrollIntoView();
    },
  };
}

/** What a reader wants to see of the conflicts. */
class Filter {
  readonly severities = new Set<Severity>(SEVERITIES);
  text = '';
  realm = '';
  readonly #facts: Facts;
  readonly #haystack: readonly string[];
  #services: ReadonlySet<number> | undefined;

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#haystack = facts.view.conflicts.map((conflict) =>
      [conflict.id, conflict.message, conflict.rule, facts.subject(conflict.subject), ...servicesOf(conflict).map(facts.name)]
        .join('\n')
        .toLowerCase(),
    );
  }

  get isOfServices(): boolean {
    return this.#services !== undefined;
  }

  /** Those that concern all of the services; undefined for whoever's. */
  ofServices(services: readonly number[] | undefined): void {
    this.#services = services === undefined ? undefined : new Set(services);
  }

  admits(position: number): boolean {
    const conflict = this.#facts.view.conflicts[position];
    if (conflict === undefined) return false;
    const services = servicesOf(conflict);
    return (
      this.severities.has(conflict.severity) &&
      (this.realm === '' || conflict.realm === this.realm) &&
      holdsWords(this.#haystack[position] ?? '', this.text) &&
      [...(this.#services ?? [])].every((service) => services.includes(service))
    );
  }

  summary(visible: number): string {
    const { conflicts, omitted } = this.#facts.view;
    const whose = this.#services === undefined ? '' : ` of ${[...this.#services].map(this.#facts.name).join(' and ')}`;
    const rest = omitted.conflicts === 0 ? '' : ` ${omitted.conflicts} more are in the JSON report, to keep this page small.`;
    return `${count(visible, 'conflict')}${whose} of ${conflicts.length} shown.${rest}`;
  }
}

function filterControls(
  { view: { conflicts } }: Facts,
  filter: Filter,
  update: (change: () => void) => void,
): readonly HTMLElement[] {
  const box = search('Find', (value) =>
    update(() => {
      filter.text = value;
    }),
  );
  const realms = [...new Set(conflicts.map(({ realm }) => realm))].sort();
  const choices = [{ value: '', text: 'all' }, ...realms.map((one) => ({ value: one, text: one }))];
  const realm = select('Realm', choices, '', (value) =>
    update(() => {
      filter.realm = value;
    }),
  );
  const severities = SEVERITIES.filter((severity) => conflicts.some((conflict) => conflict.severity === severity)).map(
    (severity) =>
      checkbox(`${severity}s`, true, (on) =>
        update(() => {
          if (on) filter.severities.add(severity);
          else filter.severities.delete(severity);
        }),
      ),
  );
  return [box.element, realm.element, ...severities];
}

function openItem(item: ConflictItem | undefined): void {
  if (item === undefined) return;
  const { details } = item;
  details.removeAttribute('hidden');
  details.open = true;
  details.scrollIntoView({ block: 'start' });
  details.querySelector('summary')?.focus({ preventScroll: true });
}

/** Conflicts that are printed with all that is known of them; the others are a line each. */
const PRINTED = 30;

/** On paper the first that the filters show are open: errors come first. */
function openForPrint(items: readonly ConflictItem[]): void {
  let opened: readonly HTMLDetailsElement[] = [];
  window.addEventListener('beforeprint', () => {
    const closed = items.filter(({ details }) => !details.hidden && !details.open).slice(0, PRINTED);
    for (const { details, fill } of closed) {
      fill();
      details.open = true;
    }
    opened = closed.map(({ details }) => details);
  });
  window.addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}
