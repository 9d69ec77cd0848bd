import { count, el, mount } from './dom.ts';
import type { Facts } from './facts.ts';

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
              one.file === undefined
                ? undefined
                : el('code', { class: 'at' }, one.line === undefined ? one.file : `${one.file}:${one.line}`),
              ` ${one.message}`,
            ),
          ),
        ),
      ),
    ),
  );
  if (omitted.diagnostics > 0) root.append(el('p', { class: 'quiet' }, `${omitted.diagnostics} more are in the JSON report.`));
}
