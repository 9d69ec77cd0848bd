import { SEVERITIES, type Severity } from '../../../model/source.ts';
import { button, checkbox, el, holdsWords, mount, search } from './dom.ts';
import type { Facts } from './facts.ts';
import { Canvas } from './graph-canvas.ts';
import { conflictNode, everyNode, type GraphNode, pick } from './graph-model.ts';
import { tell } from './graph-side.ts';

export interface GraphView {
  focusConflict(conflict: number): void;
}

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
    const found = text === '' ? undefined : nodeNamed(facts, text);
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
  const first = once(draw);
  // Of many services it is drawn when somebody comes near: the page is ready before.
  if (facts.isLong) whenNear(root, first);
  else first();
  window.addEventListener('beforeprint', first);
  return {
    focusConflict(conflict) {
      first();
      choose(conflictNode(facts, conflict));
      document.getElementById('graph')?.scrollIntoView();
    },
  };
}

function nodeNamed(facts: Facts, text: string): GraphNode | undefined {
  return everyNode(facts).find(
    (node) =>
      holdsWords(node.label.toLowerCase(), text) || (node.kind === 'conflict' && facts.view.conflicts[node.index]?.id === text),
  );
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}

function whenNear(element: Element, act: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      act();
    },
    { rootMargin: '600px' },
  );
  observer.observe(element);
}
