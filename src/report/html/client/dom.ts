/** Elements by hand. Text reaches the page through text nodes and attributes only, never as markup. */

type Listener = (event: Event) => void;
type Value = string | number | boolean | undefined | Listener;
export type Child = Node | string | number | undefined | false;

const SVG = 'http://www.w3.org/2000/svg';

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill<E extends Element>(element: E, attributes: Readonly<Record<string, Value>>, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.flatMap((child) =>
      child === undefined || child === false ? [] : [typeof child === 'number' ? String(child) : child],
    ),
  );
  return element;
}

/** The element that the page's markup reserves for a part. */
export function mount(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

export function count(number: number, word: string, several = `${word}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? word : several}`;
}

/** Whether a text in lower case holds every word that is looked for, in any order: a service and a package, say. */
export function holdsWords(text: string, wanted: string): boolean {
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

/** The end of a path, which says more than its beginning, from a whole word on. */
export function tail(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(text.length - length + 1);
  const end = cut.search(/[^\p{L}\p{N}]/u);
  return `…${end > 0 ? cut.slice(end) : cut}`;
}

/** The beginning of a sentence, up to a whole word. */
export function head(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const blank = cut.lastIndexOf(' ');
  return `${blank > 0 ? cut.slice(0, blank) : cut}…`;
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A labelled select; `change` gets its value. */
export function select(
  label: string,
  choices: readonly Choice[],
  value: string,
  change: (value: string) => void,
): { readonly element: HTMLElement; readonly control: HTMLSelectElement } {
  const control = el(
    'select',
    { change: () => change(control.value) },
    ...choices.map((choice) => el('option', { value: choice.value, selected: choice.value === value }, choice.text)),
  );
  return { element: el('label', { class: 'field' }, el('span', {}, label), control), control };
}

/** A labelled search box; `change` gets its lower-case text a moment after the last key. */
export function search(
  label: string,
  change: (text: string) => void,
): { readonly element: HTMLElement; readonly control: HTMLInputElement } {
  let timer = 0;
  const control = el('input', {
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    input: () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => change(control.value.trim().toLowerCase()), 80);
    },
  });
  return { element: el('label', { class: 'field grow' }, el('span', {}, label), control), control };
}

export function checkbox(label: string, checked: boolean, change: (checked: boolean) => void): HTMLElement {
  const control = el('input', { type: 'checkbox', checked, change: () => change(control.checked) });
  return el('label', { class: 'field check' }, control, el('span', {}, label));
}

export function button(text: string, click: () => void, attributes: Readonly<Record<string, Value>> = {}): HTMLButtonElement {
  return el('button', { type: 'button', ...attributes, click }, text);
}
