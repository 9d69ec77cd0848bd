import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCompiled } from '../../src/cli/compiled.ts';
import { builtCli } from '../cli.ts';

const directory = mkdtempSync(join(tmpdir(), 'cohost-compiled-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const SUM =
  "const { sep } = require('node:path');\nexports.sum = (a, b) => a + b + sep.length - 1;\nexports.where = __filename;\n";

describe('a file that runs with the code of an earlier run', () => {
  const file = written('sum.cjs', SUM);

  it('does the same, with less to compile', () => {
    const first = runCompiled(file, undefined);
    expect(first).toMatchObject({ isKnown: false, exports: { where: file } });
    const again = runCompiled(file, first.code());
    expect(again).toMatchObject({ isKnown: true, exports: { where: file } });
  });

  it.each([
    ['of another file', (code: Buffer) => code],
    ['cut', (code: Buffer) => code.subarray(0, 40)],
    ['none', () => Buffer.from('no code')],
    ['empty', () => Buffer.alloc(0)],
  ])('does the same where the code is %s', (name, spoiled) => {
    const other = runCompiled(written('other.cjs', `${SUM}// another one than ${name}\n`), undefined).code();
    // V8 compiles a text that it has met in this process once: each has to be new.
    const own = written('own.cjs', `${SUM}// ${name}\n`);
    expect(runCompiled(own, spoiled(other))).toMatchObject({ isKnown: false, exports: { where: own } });
  });
});

it('holds our own program, which is read byte by byte', () => {
  const program = readFileSync(join(dirname(builtCli()), '..', 'cohost.cjs'));
  expect(program.findIndex((byte) => byte > 127)).toBe(-1);
});
