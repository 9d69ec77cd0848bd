import { SEVERITIES, type Severity } from '../../../model/source.ts';
import { button, checkbox, count, el, head, mount, search, svg, tail } from './dom.ts';
import { type Facts, isLive, MARKS, serviceLink, servicesOf } from './facts.ts';
import { type LayoutEdge, orderColumns } from './layout.ts';

export interface GraphView {
  focusConflict(conflict: number): void;
}

type Kind = 'service' | 'name' | 'conflict';

interface GraphNode {
  readonly id: string;
  readonly kind: Kind;
  readonly index: number;
  readonly label: string;
  readonly severity?: Severity;
}

interface GraphEdge extends LayoutEdge {
  readonly severity?: Severity;
}

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
const LETTER = 6.6;
const GAP = 90;
const ROW = 30;
const BOX = 24;
/** Shared packages without a conflict that are drawn at most. */
const SHARED = 60;
/** A picture takes conflicts, the gravest first, until it holds this many services or conflicts; the rest comes with a search or a click. */
const FIRST = { services: 44, conflicts: 40 } as const;

/** Services → what they demand → the conflicts about it. A click on a node leaves only what belongs to it. */
export function startGraph(facts: Facts): GraphView {
  const root = mount('graph-app');
  const severities = SEVERITIES.filter((severity) => facts.view.conflicts.some((conflict) => conflict.severity === severity));
  const settings = {
    shown: new Set<Severity>(severities.slice(0, severities[0] === 'note' ? 1 : 2)),
    shared: severities.length === 0,
  };
  const side = el('div', { class: 'detail', role: 'region', 'aria-live': 'polite', 'aria-label': 'The chosen node' });
  let focus: GraphNode | undefined;
  const canvas = new Canvas((node) => choose(node === undefined || node.id === focus?.id ? undefined : node));
  const draw = (): void => {
    const { nodes, edges, hidden } = pick(facts, settings.shown, settings.shared, focus);
    canvas.show(nodes, edges, focus);
    side.replaceChildren(...tell(facts, focus, hidden, choose));
    all.toggleAttribute('hidden', focus === undefined);
  };
  const choose = (node: GraphNode | undefined): void => {
    focus = node;
    draw();
  };
  const all = button('Show all', () => choose(undefined));
  const box = search('Find a service, package or conflict', (text) => {
    const found =
      text === ''
        ? undefined
        : everyNode(facts).find(
            (node) =>
              node.label.toLowerCase().includes(text) ||
              (node.kind === 'conflict' && facts.view.conflicts[node.index]?.id === text),
          );
    if (text === '' || found !== undefined) choose(found);
  });
  const boxes = severities.map((severity) =>
    checkbox(`${severity}s`, settings.shown.has(severity), (on) => {
      if (on) settings.shown.add(severity);
      else settings.shown.delete(severity);
      draw();
    }),
  );
  const shared = checkbox('shared without a conflict', settings.shared, (on) => {
    settings.shared = on;
    draw();
  });
  root.append(
    el('div', { class: 'tools' }, box.element, ...boxes, facts.view.omitted.packages ? undefined : shared, all),
    el('div', { class: 'graph-wrap' }, canvas.element, side),
  );
  // Of many services it is drawn when somebody comes near: the page is ready before.
  let drawn = false;
  const first = (): void => {
    if (drawn) return;
    drawn = true;
    draw();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      first();
    },
    { rootMargin: '600px' },
  );
  if (facts.isLong) observer.observe(root);
  else first();
  window.addEventListener('beforeprint', first);
  return {
    focusConflict(conflict) {
      drawn = true;
      choose(conflictNode(facts, conflict));
      document.getElementById('graph')?.scrollIntoView();
    },
  };
}

function serviceNode(facts: Facts, index: number): GraphNode {
  return { id: `s${index}`, kind: 'service', index, label: facts.name(index) };
}

function nameNode(facts: Facts, index: number): GraphNode {
  return { id: `n${index}`, kind: 'name', index, label: facts.subject(index) };
}

function conflictNode(facts: Facts, index: number): GraphNode {
  const conflict = facts.view.conflicts[index];
  return { id: `c${index}`, kind: 'conflict', index, label: conflict?.message ?? '', severity: conflict?.severity ?? 'note' };
}

function everyNode(facts: Facts): readonly GraphNode[] {
  return [
    ...facts.view.services.map((_, index) => serviceNode(facts, index)),
    ...facts.view.names.map((_, index) => nameNode(facts, index)),
    ...facts.view.conflicts.map((_, index) => conflictNode(facts, index)),
  ];
}

interface Picked {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Conflicts that match but are not drawn. */
  readonly hidden: number;
}

function pick(facts: Facts, shown: ReadonlySet<Severity>, withShared: boolean, focus: GraphNode | undefined): Picked {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const add = (node: GraphNode): GraphNode => {
    nodes.set(node.id, node);
    return node;
  };
  const connect = (from: GraphNode, to: GraphNode, severity?: Severity): void => {
    const key = `${from.id} ${to.id}`;
    const before = edges.get(key);
    if (
      before?.severity !== undefined &&
      (severity === undefined || SEVERITIES.indexOf(before.severity) <= SEVERITIES.indexOf(severity))
    )
      return;
    edges.set(key, { from: from.id, to: to.id, ...(severity === undefined ? {} : { severity }) });
  };
  const related = facts.view.conflicts.flatMap((conflict, index) => {
    if (!isLive(conflict)) return [];
    if (focus === undefined) return shown.has(conflict.severity) ? [index] : [];
    const belongs =
      (focus.kind === 'service' && conflict.sides.some((side) => side.includes(focus.index))) ||
      (focus.kind === 'name' && conflict.subject === focus.index) ||
      (focus.kind === 'conflict' && focus.index === index);
    return belongs ? [index] : [];
  });
  const taken = new Set<number>();
  let drawn = 0;
  for (const index of related) {
    const conflict = facts.view.conflicts[index];
    if (conflict === undefined) continue;
    const grown = new Set([...taken, ...servicesOf(conflict)]);
    if (drawn > 0 && (grown.size > FIRST.services || drawn >= FIRST.conflicts)) continue;
    for (const service of grown) taken.add(service);
    drawn++;
    const end = add(conflictNode(facts, index));
    const middle = add(nameNode(facts, conflict.subject));
    connect(middle, end, conflict.severity);
    for (const service of servicesOf(conflict)) connect(add(serviceNode(facts, service)), middle, conflict.severity);
  }
  if (focus !== undefined) add(focus);
  for (const [name, services] of withShared || focus?.kind === 'name' || focus?.kind === 'service'
    ? sharedNames(facts, focus)
    : []) {
    const middle = add(nameNode(facts, name));
    for (const service of services) connect(add(serviceNode(facts, service)), middle);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], hidden: related.length - drawn };
}

/** Names that several services demand, those that most demand first. */
function sharedNames(facts: Facts, focus: GraphNode | undefined): readonly (readonly [number, readonly number[]])[] {
  const users = new Map<number, number[]>();
  for (const [service, { packages }] of facts.view.services.entries())
    for (const [name] of packages) {
      const list = users.get(name);
      if (list === undefined) users.set(name, [service]);
      else if (list.at(-1) !== service) list.push(service);
    }
  const fits = ([name, services]: readonly [number, readonly number[]]): boolean =>
    focus === undefined
      ? services.length > 1
      : (focus.kind === 'service' && services.includes(focus.index)) || (focus.kind === 'name' && name === focus.index);
  return [...users]
    .filter(fits)
    .sort((a, b) => b[1].length - a[1].length || a[0] - b[0])
    .slice(0, focus?.kind === 'service' ? 20 : SHARED)
    .map(([name, services]) => [name, focus?.kind === 'service' ? [focus.index] : services] as const);
}

function tell(
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

/** The drawing: boxes and curves that can be moved, zoomed and walked by keys. */
class Canvas {
  readonly element: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #choose: (node: GraphNode | undefined) => void;
  #drawn: readonly Drawn[] = [];
  #links = new Map<string, Set<string>>();
  #active: Drawn | undefined;
  #box = { x: 0, y: 0, width: 1200, height: 600 };
  #full = { width: 1200, height: 600 };
  #sized = false;
  #moved = false;
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
    const zoom = el(
      'div',
      { class: 'zoom' },
      button('+', () => this.#zoom(1 / 1.3), { 'aria-label': 'Zoom in', title: 'Zoom in' }),
      button('−', () => this.#zoom(1.3), { 'aria-label': 'Zoom out', title: 'Zoom out' }),
      button('Fit', () => this.#fit(true), { 'aria-label': 'Fit the whole graph', title: 'Fit the whole graph' }),
    );
    this.element = el('div', { class: 'canvas' }, this.#svg, zoom);
    this.#drag();
    this.#svg.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.#zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event);
      },
      { passive: false },
    );
    window.addEventListener('beforeprint', () => this.#fit(true));
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
    this.#full = { width: left(2) + WIDTHS.conflict, height: 60 + tallest * ROW };
    this.#grow();
    this.#fit(false);
  }

  #link(from: string, to: string): void {
    const links = this.#links.get(from);
    if (links === undefined) this.#links.set(from, new Set([to]));
    else links.add(to);
  }

  #boxOf(node: GraphNode, column: number, y: number, chosen: boolean): SVGGElement {
    const kind = COLUMNS[column] ?? 'service';
    const mark = node.severity === undefined ? '' : MARKS[node.severity];
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
          if (!this.#moved) this.#choose(node);
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

  /** As high as its content at full width, within bounds; never lower again, so that a click does not move the page. */
  #grow(): void {
    const width = this.#svg.clientWidth || 1100;
    const wanted = Math.min(
      Math.max(((this.#full.height + 32) * width) / (this.#full.width + 32), 260),
      window.innerHeight * 0.74,
      680,
    );
    if (wanted > this.#svg.clientHeight || !this.#sized) this.#svg.style.height = `${wanted}px`;
    this.#sized = true;
  }

  #fit(whole: boolean): void {
    const ratio = (this.#svg.clientHeight || 560) / (this.#svg.clientWidth || 1100);
    const pad = 16;
    const width = this.#full.width + pad * 2;
    const fitted = whole ? Math.max(width, (this.#full.height + pad * 2) / ratio) : width;
    const height = fitted * ratio;
    const spare = fitted - width;
    this.#box = {
      x: -pad - spare / 2,
      y: height > this.#full.height ? (this.#full.height - height) / 2 : -pad,
      width: fitted,
      height,
    };
    this.#apply();
  }

  #zoom(factor: number, at?: MouseEvent): void {
    const frame = this.#svg.getBoundingClientRect();
    const px = at === undefined ? 0.5 : (at.clientX - frame.left) / frame.width;
    const py = at === undefined ? 0.5 : (at.clientY - frame.top) / frame.height;
    const width = Math.max(240, Math.min(this.#box.width * factor, Math.max(this.#full.width, this.#full.height) * 4));
    const height = (width * this.#box.height) / this.#box.width;
    this.#box = {
      x: this.#box.x + (this.#box.width - width) * px,
      y: this.#box.y + (this.#box.height - height) * py,
      width,
      height,
    };
    this.#apply();
  }

  #apply(): void {
    const { x, y, width, height } = this.#box;
    this.#svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  }

  #drag(): void {
    let from: { x: number; y: number; box: { x: number; y: number } } | undefined;
    this.#svg.addEventListener('pointerdown', (event) => {
      from = { x: event.clientX, y: event.clientY, box: { x: this.#box.x, y: this.#box.y } };
      this.#moved = false;
    });
    this.#svg.addEventListener('pointermove', (event) => {
      if (from === undefined || event.buttons === 0) return;
      const scale = this.#box.width / (this.#svg.clientWidth || 1);
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!this.#moved && Math.hypot(dx, dy) < 5) return;
      if (!this.#moved) this.#svg.setPointerCapture(event.pointerId);
      this.#moved = true;
      this.#box = { ...this.#box, x: from.box.x - dx * scale, y: from.box.y - dy * scale };
      this.#apply();
    });
    this.#svg.addEventListener('pointerup', () => {
      from = undefined;
    });
  }

  #key(event: KeyboardEvent): void {
    const actions: Readonly<Record<string, () => void>> = {
      '+': () => this.#zoom(1 / 1.3),
      '=': () => this.#zoom(1 / 1.3),
      '-': () => this.#zoom(1.3),
      '0': () => this.#fit(true),
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
    const { y, height } = this.#box;
    if (next.y < y + 20) this.#box = { ...this.#box, y: next.y - 60 };
    else if (next.y + BOX > y + height - 20) this.#box = { ...this.#box, y: next.y + BOX + 60 - height };
    this.#apply();
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
