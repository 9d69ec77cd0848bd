import type { IsolationLevel } from '../../../model/realm.ts';
import { RUNG_NAMES } from '../../phrases.ts';
import { svg, tail } from './dom.ts';
import { CELL_KINDS, type Pairs, type Row } from './pairs.ts';

/** The whole matrix as one drawing; names as long as they can be read. */
export function drawnForPrint(rows: readonly Row[], pairs: Pairs, level: IsolationLevel): SVGSVGElement {
  const size = rows.length;
  const cell = Math.max(2, Math.min(12, 560 / Math.max(1, size)));
  const names = cell >= 6 ? 150 : 0;
  const paths = CELL_KINDS.filter((kind) => kind !== 'likely').map((kind) => {
    let path = '';
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++)
        if (row !== column && pairs.cell(row, column).kind === kind)
          path += `M${names + column * cell} ${row * cell}h${cell}v${cell}h-${cell}z`;
    return svg('path', { d: path, class: `p-${kind}` });
  });
  const labels =
    names === 0
      ? []
      : rows.map((row, position) =>
          svg(
            'text',
            { x: names - 6, y: (position + 0.75) * cell, 'text-anchor': 'end', 'font-size': Math.min(9, cell) },
            tail(row.label, 28),
          ),
        );
  return svg(
    'svg',
    {
      viewBox: `0 0 ${names + size * cell} ${size * cell}`,
      width: names + size * cell,
      role: 'img',
      'aria-label': `Matrix, ${RUNG_NAMES[level]}`,
    },
    svg('rect', { x: names, width: size * cell, height: size * cell, class: 'p-likely' }),
    ...paths,
    ...labels,
  );
}
