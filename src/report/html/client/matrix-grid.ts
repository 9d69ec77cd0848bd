import type { IsolationLevel } from '../../../model/realm.ts';
import { el, tail } from './dom.ts';
import type { Facts } from './facts.ts';
import { drawnForPrint } from './matrix-print.ts';
import { tellPair, tellRow } from './matrix-side.ts';
import { CELL_KINDS, CELL_MARKS, CELL_WORDS, type CellKind, Pairs, type Row, TALLY_WORDS } from './pairs.ts';

/** Pixels; the style sheet draws cells of the same size. */
const CELL = 24;
const HEAD = 140;
const LABEL = 210;
const OVERSCAN = 6;

/** A grid of which only the visible cells exist: 200 services have 40,000. Arrow keys walk through all of them. */
export class Grid {
  readonly element: HTMLElement;
  readonly print: HTMLElement = el('div', { class: 'print-only' });
  readonly #sheet: HTMLElement = el('div', { class: 'sheet', role: 'presentation' });
  readonly #facts: Facts;
  readonly #detail: HTMLElement;
  readonly #showConflicts: (services: readonly number[]) => void;
  #rows: readonly Row[] = [];
  #pairs: Pairs;
  #level: IsolationLevel;
  #active = { row: 0, column: 1 };
  #drawn = '';

  constructor(facts: Facts, detail: HTMLElement, showConflicts: (services: readonly number[]) => void) {
    this.#facts = facts;
    this.#detail = detail;
    this.#showConflicts = showConflicts;
    this.#level = facts.view.level;
    this.#pairs = new Pairs(facts, [], this.#level);
    this.element = el(
      'div',
      {
        class: 'matrix',
        role: 'grid',
        'aria-label': 'Compatibility of services, pair by pair',
        'aria-readonly': 'true',
        scroll: () => this.#draw(),
        keydown: (event) => {
          if (event instanceof KeyboardEvent) this.#key(event);
        },
        click: (event) => this.#choose(event.target),
        pointerover: (event) => this.#hover(event.target),
        pointerleave: () => this.#cross(undefined),
      },
      this.#sheet,
    );
    window.addEventListener('resize', () => this.#draw());
    window.addEventListener('beforeprint', () => this.print.replaceChildren(drawnForPrint(this.#rows, this.#pairs, this.#level)));
  }

  show(rows: readonly Row[], pairs: Pairs, level: IsolationLevel): void {
    this.#rows = rows;
    this.#pairs = pairs;
    this.#level = level;
    this.#active = { row: 0, column: Math.min(1, rows.length - 1) };
    this.#drawn = '';
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.element.setAttribute('aria-colcount', String(rows.length + 1));
    this.#sheet.style.width = `${LABEL + rows.length * CELL}px`;
    this.#sheet.style.height = `${HEAD + rows.length * CELL}px`;
    this.element.style.height = `${Math.min(HEAD + rows.length * CELL + 18, Math.max(320, window.innerHeight * 0.72))}px`;
    this.element.scrollTo(0, 0);
    this.element.toggleAttribute('hidden', rows.length === 0);
    this.#detail.replaceChildren(el('p', { class: 'quiet' }, 'Choose a cell to see what stands between two services.'));
    this.#draw();
  }

  /** Pairs of each kind, in words. */
  tally(): string {
    const tally = new Map<CellKind, number>();
    for (let a = 0; a < this.#rows.length; a++)
      for (let b = a + 1; b < this.#rows.length; b++) {
        const { kind } = this.#pairs.cell(a, b);
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
      }
    const parts = CELL_KINDS.flatMap((kind) =>
      tally.has(kind) ? [`${(tally.get(kind) ?? 0).toLocaleString('en')} ${TALLY_WORDS[kind]}`] : [],
    );
    return parts.length === 0 ? 'no pairs.' : `of the pairs, ${parts.join(', ')}.`;
  }

  #window(): { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number } {
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.element;
    const last = this.#rows.length - 1;
    // A grid that is not laid out yet has no size: a screenful is drawn.
    const height = clientHeight || 700;
    const width = clientWidth || 1100;
    return {
      top: Math.max(0, Math.floor(scrollTop / CELL) - OVERSCAN),
      bottom: Math.min(last, Math.ceil((scrollTop + height - HEAD) / CELL) + OVERSCAN),
      left: Math.max(0, Math.floor(scrollLeft / CELL) - OVERSCAN),
      right: Math.min(last, Math.ceil((scrollLeft + width - LABEL) / CELL) + OVERSCAN),
    };
  }

  #draw(): void {
    const { top, bottom, left, right } = this.#window();
    const key = `${top} ${bottom} ${left} ${right}`;
    if (key === this.#drawn || this.#rows.length === 0) return;
    this.#drawn = key;
    const focused = this.#sheet.contains(document.activeElement);
    const rows: HTMLElement[] = [this.#head(left, right)];
    for (let row = top; row <= bottom; row++) rows.push(this.#row(row, left, right));
    this.#sheet.replaceChildren(...rows);
    if (focused) this.#cellAt(this.#active.row, this.#active.column)?.focus({ preventScroll: true });
    else this.#tabStop();
  }

  #head(left: number, right: number): HTMLElement {
    const cells: HTMLElement[] = [
      el('span', { class: 'corner', role: 'columnheader', 'aria-colindex': 1 }, el('span', { class: 'hidden' }, 'Service')),
    ];
    for (let column = left; column <= right; column++) {
      const label = this.#rows[column]?.label ?? '';
      const head = el(
        'span',
        { class: 'column', role: 'columnheader', 'aria-colindex': column + 2, 'data-column': column, title: label },
        el('span', {}, tail(label, 19)),
      );
      head.style.left = `${LABEL + column * CELL}px`;
      cells.push(head);
    }
    return el('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 }, ...cells);
  }

  #row(row: number, left: number, right: number): HTMLElement {
    const label = this.#rows[row]?.label ?? '';
    const cells: HTMLElement[] = [
      el('span', { class: 'label', role: 'rowheader', 'aria-colindex': 1, title: label }, tail(label, 26)),
    ];
    for (let column = left; column <= right; column++) cells.push(this.#cell(row, column));
    const element = el('div', { class: 'row', role: 'row', 'aria-rowindex': row + 2, 'data-row': row }, ...cells);
    element.style.top = `${HEAD + row * CELL}px`;
    return element;
  }

  #cell(row: number, column: number): HTMLElement {
    const same = row === column;
    const { kind } = this.#pairs.cell(row, column);
    const cell = el(
      'span',
      {
        class: `cell ${same ? 'self' : `v-${kind}`}`,
        role: 'gridcell',
        tabindex: '-1',
        'aria-colindex': column + 2,
        'aria-label': same ? 'itself' : this.#sentence(row, column),
        'data-at': `${row} ${column}`,
      },
      same ? '' : CELL_MARKS[kind],
    );
    cell.style.left = `${LABEL + column * CELL}px`;
    return cell;
  }

  #sentence(row: number, column: number): string {
    const { kind } = this.#pairs.cell(row, column);
    return `${this.#rows[row]?.label ?? ''} and ${this.#rows[column]?.label ?? ''}: ${CELL_WORDS[kind]}`;
  }

  #cellAt(row: number, column: number): HTMLElement | undefined {
    return this.#sheet.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`) ?? undefined;
  }

  /** One cell takes part in the page's tab order: the active one, or any while that is out of sight. */
  #tabStop(): void {
    this.#sheet.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    const stop = this.#cellAt(this.#active.row, this.#active.column) ?? this.#sheet.querySelector<HTMLElement>('.cell');
    stop?.setAttribute('tabindex', '0');
  }

  #key(event: KeyboardEvent): void {
    const last = this.#rows.length - 1;
    const page = Math.max(1, Math.floor((this.element.clientHeight - HEAD) / CELL) - 1);
    const { row, column } = this.#active;
    const whole = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [whole ? 0 : row, 0],
      End: [whole ? last : row, last],
    };
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#tell(row, column);
      return;
    }
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const clamp = (value: number): number => Math.max(0, Math.min(last, value));
    this.#goTo(clamp(move[0]), clamp(move[1]));
  }

  #goTo(row: number, column: number): void {
    this.#active = { row, column };
    const { element } = this;
    const top = row * CELL;
    const left = column * CELL;
    const height = element.clientHeight - HEAD - CELL;
    const width = element.clientWidth - LABEL - CELL;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + height) element.scrollTop = top - height;
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (left > element.scrollLeft + width) element.scrollLeft = left - width;
    this.#draw();
    this.#tabStop();
    this.#cellAt(row, column)?.focus({ preventScroll: true });
    this.#cross(this.#active);
  }

  #choose(target: EventTarget | null): void {
    const at = position(target);
    if (at === undefined) return;
    this.#goTo(at.row, at.column);
    this.#tell(at.row, at.column);
  }

  #hover(target: EventTarget | null): void {
    this.#cross(position(target));
  }

  /** Marks the names of a row and a column. */
  #cross(at: { readonly row: number; readonly column: number } | undefined): void {
    for (const hot of this.#sheet.querySelectorAll('.hot')) hot.classList.remove('hot');
    if (at === undefined) return;
    this.#sheet.querySelector(`[data-column="${at.column}"]`)?.classList.add('hot');
    this.#sheet.querySelector(`[data-row="${at.row}"]`)?.classList.add('hot');
  }

  #tell(row: number, column: number): void {
    const [left, right] = [this.#rows[row], this.#rows[column]];
    if (left === undefined || right === undefined) return;
    this.#detail.replaceChildren(
      ...(row === column
        ? tellRow(this.#facts, left)
        : tellPair(this.#facts, [left, right], this.#pairs.cell(row, column), this.#showConflicts)),
    );
  }
}

function position(target: EventTarget | null): { readonly row: number; readonly column: number } | undefined {
  const at = target instanceof Element ? target.closest('[data-at]')?.getAttribute('data-at') : undefined;
  const [row, column] = at?.split(' ').map(Number) ?? [];
  return row === undefined || column === undefined ? undefined : { row, column };
}
