import { type Analysis, analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { FileTree } from '../../src/discover/tree.ts';
import type { Conflict, Report } from '../../src/model/index.ts';

const TODAY = '2026-11-25';

function judged(tree: FileTree): Promise<Analysis> {
  return analyze({ tree, starts: ['.'], config: loadConfig(tree), today: TODAY });
}

export const marketFleet = (): Promise<Analysis> => judged(localTree('fixtures/fleet'));

export async function marketReport(): Promise<Report> {
  return (await marketFleet()).report;
}

/** What a manifest may say to break out of every format that quotes it. */
export const HOSTILE = `]]>"'<script>&amp;%0A::error::x\`|**@team** <!-- --> \u0000\u0007\u001b[31m \ud800 é 漢 #{x}`;

/** The market with hostile text wherever text comes from outside, a status of each kind, and as many findings as asked. */
export async function hostileReport(count = 0): Promise<Report> {
  const report = await marketReport();
  const dirty = report.conflicts.map((conflict, index): Conflict => {
    const status = (['new', 'existing', 'ignored', 'resolved'] as const)[index % 4];
    return {
      ...conflict,
      message: `${HOSTILE} ${conflict.message}\nsecond line`,
      explanation: [HOSTILE, ...conflict.explanation],
      demands: conflict.demands.map((demand) => ({
        ...demand,
        constraint: `${HOSTILE}${demand.constraint}`,
        origin: { ...demand.origin, file: `a b/${HOSTILE}/${demand.origin.file}` },
      })),
      fixes: conflict.fixes.map((fix) => ({ ...fix, effect: HOSTILE, to: HOSTILE })),
      ...(status === undefined ? {} : { status }),
    };
  });
  const many = Array.from({ length: count }, (_, index): Conflict[] => {
    const conflict = dirty[index % dirty.length];
    return conflict === undefined ? [] : [{ ...conflict, id: `c_${index.toString(16).padStart(12, '0')}`, status: 'new' }];
  });
  return {
    ...report,
    conflicts: [...dirty, ...many.flat()],
    diagnostics: [
      { code: 'config/value', severity: 'error', message: HOSTILE, file: `${HOSTILE}.yaml`, line: 3, column: 2 },
      ...report.diagnostics,
    ],
    comparison: {
      base: { ref: 'origin/main', commit: '0123456789abcdef0123456789abcdef01234567' },
      new: { error: 1, warning: 0, note: 0 },
      existing: { error: 1, warning: 0, note: 0 },
      resolved: { error: 1, warning: 0, note: 0 },
      ignored: { error: 1, warning: 0, note: 0 },
    },
  };
}

export async function quietReport(): Promise<Report> {
  return (await judged(memoryTree({ 'app/package.json': '{ "name": "app", "dependencies": { "react": "^18.0.0" } }' }))).report;
}
