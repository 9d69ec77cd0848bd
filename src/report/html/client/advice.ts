import type { RecommendationTarget } from '../../../model/placement.ts';
import { EFFECT_MARKS, leadingReasons, TARGET_WORDS } from '../../phrases.ts';
import type { ViewAdvice, ViewReason } from '../view.ts';
import { button, count, el, holdsWords, mount, search } from './dom.ts';
import { type Facts, serviceLink } from './facts.ts';

/** Cards: where each service should run, with the evidence and what would change it. */
export function startAdvice(facts: Facts): void {
  const root = mount('advice-app');
  const { advice } = facts.view;
  if (advice.length === 0) {
    root.append(el('p', { class: 'quiet' }, 'No recommendation was made.'));
    return;
  }
  const cards = advice.map((one) => card(one, facts));
  const targets = [...new Set(advice.map((one) => one.target))];
  let chosen: RecommendationTarget | undefined;
  let text = '';
  let isWhole = advice.length <= FIRST;
  const status = el('p', { class: 'quiet', role: 'status' });
  const whole = button('', () => {
    isWhole = true;
    update();
  });
  const update = (): void => {
    let matching = 0;
    for (const [index, one] of advice.entries()) {
      const matches = (chosen === undefined || one.target === chosen) && holdsWords(facts.name(one.service).toLowerCase(), text);
      if (matches) matching++;
      cards[index]?.toggleAttribute('hidden', !matches || (!isWhole && matching > FIRST));
    }
    const visible = isWhole ? matching : Math.min(matching, FIRST);
    whole.textContent = `Show all ${matching}`;
    whole.toggleAttribute('hidden', visible === matching);
    for (const { target, control } of filters) control.setAttribute('aria-pressed', String(target === chosen));
    status.textContent = `${count(visible, 'recommendation')} of ${advice.length} shown.`;
  };
  const filters = targets.map((target) => ({
    target,
    control: button(
      `${TARGET_WORDS[target] ?? target} (${advice.filter((one) => one.target === target).length})`,
      () => {
        chosen = chosen === target ? undefined : target;
        update();
      },
      { class: 'pill', 'aria-pressed': 'false' },
    ),
  }));
  const find = search('Find services', (value) => {
    text = value;
    update();
  });
  root.append(
    el('div', { class: 'tools' }, find.element, ...filters.map(({ control }) => control)),
    status,
    el('div', { class: 'cards wide' }, ...cards),
    whole,
  );
  update();
  // Paper has no button.
  addEventListener('beforeprint', () => {
    isWhole = true;
    update();
  });
}

/** Cards that are there at once: hundreds of them bury what stands below. */
const FIRST = 60;

const EFFECTS: Readonly<Record<ViewReason['effect'], string>> = {
  blocks: 'ruled out',
  for: 'speaks for',
  against: 'speaks against',
  note: 'note',
};

function card(one: ViewAdvice, facts: Facts): HTMLElement {
  const text = (index: number): string => facts.view.texts[index] ?? '';
  const weighty = leadingReasons(one.reasons);
  const notes = one.reasons.filter((reason) => !weighty.includes(reason));
  const more: readonly (readonly [string, readonly string[]])[] = [
    ['Would change if', one.wouldChangeIf.map(text)],
    ['Instead', one.alternatives.map((other) => `${TARGET_WORDS[other.target] ?? other.target}: ${text(other.because)}`)],
    ['Not known', one.unknowns.map(text)],
  ];
  return el(
    'article',
    { class: 'card advice' },
    el(
      'h3',
      {},
      el('a', { href: serviceLink(facts, one.service) }, facts.name(one.service)),
      one.process === undefined ? undefined : el('span', { class: 'quiet' }, ` ${one.process}`),
    ),
    el(
      'p',
      { class: 'target' },
      el('strong', { class: `badge t-${one.target}` }, TARGET_WORDS[one.target] ?? one.target),
      ' ',
      el('span', { class: 'quiet' }, `${one.confidence} confidence`),
    ),
    one.override === undefined ? undefined : el('p', {}, `Decided in the config: ${one.override}`),
    one.size === undefined || one.size.bytes === null ? undefined : sizeLine(one.size.bytes, one.size, facts.view.lambdaBytes),
    el('ul', { class: 'reasons' }, ...weighty.map((reason) => reasonItem(reason, facts))),
    ...more
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) =>
        el('div', { class: 'also' }, el('h4', {}, title), plainList(lines.slice(0, SHOWN)), rest(lines.slice(SHOWN))),
      ),
    notes.length === 0
      ? undefined
      : el(
          'details',
          { class: 'small' },
          el('summary', {}, count(notes.length, 'note')),
          el('ul', { class: 'reasons' }, ...notes.map((reason) => reasonItem(reason, facts))),
        ),
  );
}

/** Lines of a list that are open; the rest is folded. */
const SHOWN = 3;

function plainList(lines: readonly string[]): HTMLElement {
  return el('ul', { class: 'plain' }, ...lines.map((line) => el('li', {}, line)));
}

function rest(lines: readonly string[]): HTMLElement | undefined {
  if (lines.length === 0) return undefined;
  return el('details', { class: 'small' }, el('summary', {}, `${lines.length} more`), plainList(lines));
}

function reasonItem(reason: ViewReason, facts: Facts): HTMLElement {
  const words = EFFECTS[reason.effect];
  const source = facts.view.texts[reason.source];
  return el(
    'li',
    { class: `r-${reason.effect}`, title: source === '' ? undefined : source },
    el('span', { class: 'sign', 'aria-hidden': 'true' }, EFFECT_MARKS[reason.effect]),
    el(
      'span',
      {},
      el('span', { class: 'hidden' }, `${words}: `),
      facts.view.texts[reason.text] ?? '',
      ...reason.evidence.flatMap(([file, line]) => [' ', el('code', { class: 'at' }, facts.place(file, line))]),
    ),
  );
}

function sizeLine(bytes: number, size: NonNullable<ViewAdvice['size']>, most: number): HTMLElement {
  const meter = el('meter', {
    min: 0,
    max: most,
    high: most * 0.8,
    value: Math.min(bytes, most),
    'aria-label': 'Size against the limit of a Lambda zip',
  });
  const missing = size.missing === 0 ? '' : `, ${count(size.missing, 'package')} of unknown size not counted`;
  const largest = size.largest.map(([name, one]) => `${name} ${mebibytes(one)}`).join(', ');
  return el(
    'p',
    { class: 'size', title: largest },
    meter,
    ` ${mebibytes(bytes)} unzipped of Lambda's ${mebibytes(most)}${missing}`,
  );
}

const MIB = 2 ** 20;

/** In the unit of Lambda's limits. */
function mebibytes(bytes: number): string {
  return bytes < MIB ? '< 1 MiB' : `${Math.round(bytes / MIB).toLocaleString('en')} MiB`;
}
