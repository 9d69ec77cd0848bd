import { SEVERITY_MARKS } from '../../phrases.ts';
import { button, el, head, svg, tail } from './dom.ts';
import type { GraphEdge, GraphNode, Kind } from './graph-model.ts';
import { Viewport } from './graph-viewport.ts';
import { orderColumns } from './layout.ts';

interface Drawn {
  readonly node: GraphNode;
  readonly element: SVGGElement;
  readonly column: number;
  readonly row: number;
  readonly y: number;
}

const COLUMNS: readonly Kind[] = ['service', 'name', 'conflict'];
const HEADINGS: Readonly<Record<Kind, string>> = { service: 'Services', name: 'Packages and other names', conflict: 'Conflicts' };
const WIDTHS: Readonly<Record<Kind, number>> = { service: 220, name: 210, conflict: 340 };
/** Width of a letter of a label, on the safe side. */
const LETTER = 6.9;
const GAP = 90;
const ROW = 30;
const BOX = 24;
/** The drawing: boxes and curves that can be moved, zoomed and walked by keys. */
export class Canvas {
  readonly element: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #viewport: Viewport;
  readonly #choose: (node: GraphNode | undefined) => void;
  #drawn: readonly Drawn[] = [];
  #links = new Map<string, Set<string>>();
  #active: Drawn | undefined;
  #lit: string | undefined;

  constructor(choose: (node: GraphNode | undefined) => void) {
    this.#choose = choose;
    this.#svg = svg('svg', {
      class: 'graph',
      role: 'group',
      'aria-label': 'Services, what they demand, and conflicts. Arrow keys move, Enter chooses, Escape shows all.',
      keydown: (event) => {
        if (event instanceof KeyboardEvent) this.#key(event);
      },
    });
    this.#viewport = new Viewport(this.#svg);
    const zoom = el(
      'div',
      { class: 'zoom' },
      button('+', () => this.#viewport.zoom(1 / 1.3), { 'aria-label': 'Zoom in', title: 'Zoom in' }),
      button('−', () => this.#viewport.zoom(1.3), { 'aria-label': 'Zoom out', title: 'Zoom out' }),
      button('Fit', () => this.#viewport.fit(true), { 'aria-label': 'Fit the whole graph', title: 'Fit the whole graph' }),
    );
    this.element = el('div', { class: 'canvas' }, this.#svg, zoom);
  }

  show(nodes: readonly GraphNode[], edges: readonly GraphEdge[], focus: GraphNode | undefined): void {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const columns = orderColumns(
      COLUMNS.map((kind) => nodes.filter((node) => node.kind === kind).map((node) => node.id)),
      edges,
    );
    const tallest = Math.max(1, ...columns.map((column) => column.length));
    this.#light(undefined);
    const drawn = columns.flatMap((column, index) =>
      column.flatMap((id, row): readonly Drawn[] => {
        const node = byId.get(id);
        if (node === undefined) return [];
        const spread = Math.min(4, column.length < 2 ? 1 : (tallest - 1) / (column.length - 1));
        const y = 40 + ((tallest - 1 - (column.length - 1) * spread) / 2 + row * spread) * ROW;
        return [{ node, column: index, row, y, element: this.#boxOf(node, index, y, node.id === focus?.id) }];
      }),
    );
    const at = new Map(drawn.map((one) => [one.node.id, one]));
    this.#links = new Map();
    const curves = edges.flatMap((edge) => {
      const [from, to] = [at.get(edge.from), at.get(edge.to)];
      if (from === undefined || to === undefined) return [];
      this.#link(edge.from, edge.to);
      this.#link(edge.to, edge.from);
      return [curve(from, to, edge)];
    });
    const heads = COLUMNS.map((kind, index) => svg('text', { class: 'heading', x: left(index), y: 18 }, HEADINGS[kind]));
    this.#svg.replaceChildren(
      ...heads,
      svg('g', { class: 'edges', 'aria-hidden': 'true' }, ...curves),
      ...drawn.map(({ element }) => element),
    );
    this.#drawn = drawn;
    this.#active = drawn.find((one) => one.node.id === focus?.id) ?? drawn[0];
    this.#active?.element.setAttribute('tabindex', '0');
    this.#viewport.hold(left(2) + WIDTHS.conflict, 60 + tallest * ROW);
  }

  #link(from: string, to: string): void {
    const links = this.#links.get(from);
    if (links === undefined) this.#links.set(from, new Set([to]));
    else links.add(to);
  }

  #boxOf(node: GraphNode, column: number, y: number, chosen: boolean): SVGGElement {
    const kind = COLUMNS[column] ?? 'service';
    const mark = node.severity === undefined ? '' : SEVERITY_MARKS[node.severity];
    const width = WIDTHS[kind];
    const group = svg(
      'g',
      {
        class: `node ${kind} ${node.severity ?? ''} ${chosen ? 'chosen' : ''}`,
        role: 'button',
        tabindex: '-1',
        'aria-label': `${node.label}, ${node.severity ?? ''} ${kind === 'name' ? 'package' : kind}`,
        'aria-pressed': String(chosen),
        transform: `translate(${left(column)} ${y})`,
        click: () => {
          if (!this.#viewport.wasMoved) this.#choose(node);
        },
        // Not on entering: a click draws anew, and what then comes to lie under a pointer at rest was not pointed at.
        pointermove: () => this.#light(node.id),
        pointerleave: () => this.#light(undefined),
        focus: () => this.#light(node.id),
        blur: () => this.#light(undefined),
      },
      svg('title', {}, node.label),
      svg('rect', { width, height: BOX, rx: 5 }),
      mark === '' ? undefined : svg('text', { x: 9, y: 16, 'aria-hidden': 'true' }, mark),
      labelOf(node, kind, width, mark === '' ? 9 : 24),
    );
    group.dataset.id = node.id;
    return group;
  }

  /** Brings out a node, its neighbours and theirs on the far side. */
  #light(id: string | undefined): void {
    if (id === this.#lit) return;
    this.#lit = id;
    this.#svg.classList.toggle('lit', id !== undefined);
    for (const bright of this.#svg.querySelectorAll('.bright')) bright.classList.remove('bright');
    if (id === undefined) return;
    const near = new Set([id, ...(this.#links.get(id) ?? [])]);
    for (const { node, element } of this.#drawn) if (near.has(node.id)) element.classList.add('bright');
    for (const edge of this.#svg.querySelectorAll<SVGPathElement>('.edges path'))
      if (edge.dataset.from === id || edge.dataset.to === id) edge.classList.add('bright');
  }

  #key(event: KeyboardEvent): void {
    const actions: Readonly<Record<string, () => void>> = {
      '+': () => this.#viewport.zoom(1 / 1.3),
      '=': () => this.#viewport.zoom(1 / 1.3),
      '-': () => this.#viewport.zoom(1.3),
      '0': () => this.#viewport.fit(true),
      Escape: () => this.#choose(undefined),
      Enter: () => this.#chooseActive(),
      ' ': () => this.#chooseActive(),
      ArrowUp: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      ArrowLeft: () => this.#across(-1),
      ArrowRight: () => this.#across(1),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  #chooseActive(): void {
    if (this.#active === undefined) return;
    this.#choose(this.#active.node);
    this.#active?.element.focus({ preventScroll: true });
  }

  #step(by: number): void {
    const { column, row } = this.#active ?? { column: 0, row: 0 };
    this.#go(this.#drawn.find((one) => one.column === column && one.row === row + by));
  }

  /** To a neighbour in the next column, else to the node at the same height. */
  #across(by: number): void {
    const active = this.#active;
    if (active === undefined) return;
    const links = this.#links.get(active.node.id);
    const beside = this.#drawn.filter((one) => one.column === active.column + by);
    const near = [...beside].sort((a, b) => Math.abs(a.y - active.y) - Math.abs(b.y - active.y));
    this.#go(near.find((one) => links?.has(one.node.id)) ?? near[0]);
  }

  #go(next: Drawn | undefined): void {
    if (next === undefined) return;
    this.#active?.element.setAttribute('tabindex', '-1');
    this.#active = next;
    next.element.setAttribute('tabindex', '0');
    this.#viewport.reveal(next.y, next.y + BOX);
    next.element.focus({ preventScroll: true });
  }
}

function left(column: number): number {
  return COLUMNS.slice(0, column).reduce((sum, kind) => sum + WIDTHS[kind] + GAP, 0);
}

function curve(from: Drawn, to: Drawn, edge: GraphEdge): SVGPathElement {
  const x1 = left(from.column) + WIDTHS[from.node.kind];
  const x2 = left(to.column);
  const [y1, y2] = [from.y + BOX / 2, to.y + BOX / 2];
  const bend = GAP / 2;
  const path = svg('path', {
    class: edge.severity ?? 'shared',
    d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
  });
  path.dataset.from = from.node.id;
  path.dataset.to = to.node.id;
  return path;
}

/** As much of the label as its box takes: of a path or a package the end, of a sentence the beginning. */
function labelOf(node: GraphNode, kind: Kind, width: number, from: number): SVGSVGElement {
  const room = width - from - 7;
  const letters = Math.floor(room / LETTER);
  const label = kind === 'conflict' ? head(node.label, letters) : tail(node.label, letters);
  return svg('svg', { x: from, width: room, height: BOX }, svg('text', { x: 0, y: 16, 'aria-hidden': 'true' }, label));
}
