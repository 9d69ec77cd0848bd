import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/index.ts';
import { tidied } from '../../src/report/diagnostics.ts';

const bad = (line: number, rest: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'pip/invalid-line',
  severity: 'warning',
  message: `line ${line} is bad`,
  file: 'a/requirements.txt',
  line,
  ...rest,
});

const upTo = (count: number): readonly Diagnostic[] => Array.from({ length: count }, (_, index) => bad(index + 1));

describe('diagnostics of a report', () => {
  it('are told one by one where they are few', () => {
    expect(tidied([...upTo(20)].reverse())).toEqual(upTo(20));
  });

  it('of one kind in one file end in a count that is as grave as what it stands for', () => {
    const many = [...upTo(20_000), bad(30_000, { severity: 'error', incomplete: true })];
    const told = tidied(many);
    expect(told).toHaveLength(20);
    expect(told.at(-1)).toEqual(
      bad(20, {
        severity: 'error',
        incomplete: true,
        message: 'and 19982 more of this kind from here on, the first: line 20 is bad',
      }),
    );
  });

  it('of other kinds and files, or of none, are not counted together', () => {
    const others = [
      ...upTo(15).map((one) => ({ ...one, code: 'pip/circular-include' })),
      ...upTo(15).map((one) => ({ ...one, file: 'b/requirements.txt' })),
      ...upTo(15),
      ...upTo(30).map(({ file: _, ...one }) => one),
    ];
    expect(tidied(others)).toHaveLength(others.length);
  });

  it('quote no more than a reader reads', () => {
    const [one] = tidied([bad(1, { message: 'x'.repeat(100_000) })]);
    expect(one?.message.length).toBeLessThan(1001);
  });
});
