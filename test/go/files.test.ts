import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goModHash, parseGoSum, SumIndex } from '../../analyzers/go/files/gosum.ts';
import { parseGoMod } from '../../analyzers/go/files/modfile.ts';
import { parseVendorList } from '../../analyzers/go/files/vendor.ts';
import { parseGoWork } from '../../analyzers/go/files/workfile.ts';

const HEAD = 'module example.org/m\n\ngo 1.22\n\n';

function problems(text: string, strictness: 'strict' | 'lax' = 'strict'): readonly string[] {
  return parseGoMod(text, strictness).problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`);
}

describe('go.mod', () => {
  it('is read whole: blocks, comments, quotes and line ends', () => {
    const { file, problems: found } = parseGoMod(
      [
        '// Deprecated: use example.org/m/v2.',
        'module "example.org/m"',
        'go 1.22.3',
        'toolchain go1.23.1',
        'godebug (',
        '\tpanicnil=1',
        ')',
        'require (',
        '\t// a comment',
        '\texample.org/a v1.2.3',
        '\texample.org/b/v2 v2.0.0-20230102030405-abcdef123456 // indirect; for tests',
        ')',
        'require example.org/c v1.0.0 // indirectly',
        'replace example.org/a v1.2.3 => ../a',
        'replace example.org/c => example.org/fork v1.1.0',
        'exclude example.org/a v1.2.2',
        'retract [v1.0.0, v1.0.9] // broken',
        'tool example.org/a/cmd/gen',
        'ignore ./node_modules',
        'exclude ()',
      ].join('\r\n'),
    );
    expect(found).toEqual([]);
    expect(file.module).toMatchObject({ path: 'example.org/m', deprecated: 'use example.org/m/v2.', at: { line: 2 } });
    expect([file.go?.value, file.toolchain?.value]).toEqual(['1.22.3', 'go1.23.1']);
    expect(file.godebug).toMatchObject([{ key: 'panicnil', value: '1' }]);
    expect(file.require.map(({ path, indirect, at }) => [path, indirect, at.line, at.column])).toEqual([
      ['example.org/a', false, 10, 2],
      ['example.org/b/v2', true, 11, 2],
      ['example.org/c', false, 13, 1],
    ]);
    expect(file.replace.map(({ old, new: target }) => [old.version, target.path, target.version])).toEqual([
      ['v1.2.3', '../a', ''],
      ['', 'example.org/fork', 'v1.1.0'],
    ]);
    expect(file.retract).toMatchObject([{ low: 'v1.0.0', high: 'v1.0.9', rationale: 'broken' }]);
    expect([file.exclude.length, file.tool.length, file.ignore.length]).toEqual([1, 1, 1]);
  });

  it.each([
    ['an unknown directive', 'unknown x', ['5:1 unknown directive: unknown'], []],
    ['a replace without an arrow', 'replace example.org/a v1.0.0', [expect.stringContaining('usage: replace')], []],
    ['a branch as a version', 'require example.org/a master', [expect.stringContaining('must be of the form v1.2.3')], 'same'],
    [
      'a major that the path denies',
      'require example.org/a v2.0.0',
      [expect.stringContaining('should be v0 or v1, not v2')],
      'same',
    ],
    ['a go line twice', 'go 1.21', ['5:1 repeated go statement'], 'same'],
    ['an open block', 'require (\n\texample.org/a v1.0.0', [expect.stringContaining('unterminated block')], 'same'],
    ['an open string', 'require "example.org/a v1.0.0', [expect.stringContaining('unexpected EOF in string')], 'same'],
    ['a block comment', '/* no */', [expect.stringContaining('must use // comments')], 'same'],
  ])('%s', (_, line, strict, lax) => {
    expect(problems(HEAD + line)).toEqual(strict);
    expect(problems(HEAD + line, 'lax')).toEqual(lax === 'same' ? strict : lax);
  });

  it('keeps what stands before and between bad lines', () => {
    const { file } = parseGoMod(
      `${HEAD}require (\n\texample.org/a v1.0.0\n\texample.org/b nonsense\n\texample.org/c v1.0.0\n)\n`,
    );
    expect(file.require.map(({ path }) => path)).toEqual(['example.org/a', 'example.org/c']);
  });
});

describe('hostile input is a value', () => {
  const many = 10_000;
  it.each([
    ['nested parentheses', '('.repeat(many)],
    ['blocks in blocks', 'require (\n'.repeat(many)],
    ['an endless string', `require "${'x'.repeat(many)}`],
    ['an endless raw string', `require \`${'\n'.repeat(many)}`],
    ['escapes', `module "${'\\x'.repeat(many)}"`],
    ['NUL bytes', `module example.org/m\0\0${'\0'.repeat(many)}`],
    ['a byte order mark', '\ufeffmodule example.org/m'],
    ['lone surrogates', 'module \ud800\udfff\ud800'],
    ['keys of every object', 'require __proto__ v1.0.0\nconstructor toString'],
    ['one line of a megabyte', `require ${'a/'.repeat(500_000)} v1.0.0`],
    ['a number without end', `require example.org/a v${'9'.repeat(many)}.0.0`],
    ['pre-releases without end', `require example.org/a v1.0.0-${'a.'.repeat(many)}`],
    ['commas and brackets', `retract ${'[,'.repeat(many)}`],
  ])('%s', (_, text) => {
    const { problems: found, file } = parseGoMod(text);
    expect(found.length + file.require.length).toBeGreaterThan(0);
    expect(parseGoWork(text).problems.length).toBeGreaterThan(0);
    expect(parseVendorList(text).modules.size).toBe(0);
    parseGoMod(text, 'lax');
    parseGoSum(text);
  });

  it('whatever comes, nothing is thrown, and positions lie within the text', () => {
    const piece = fc.constantFrom(
      'module',
      'go',
      'require',
      'replace',
      '=>',
      '(',
      ')',
      '[',
      ']',
      ',',
      '"',
      '`',
      '\\',
      '//',
      '/*',
      '\n',
      '\r\n',
      ' ',
      '\t',
      'v1.2.3',
      'example.org/a',
      '1.22',
      '\0',
      'é',
      '😀',
      '# ',
      '## explicit',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n');
        for (const { at } of [...parseGoMod(text).problems, ...parseGoMod(text, 'lax').problems, ...parseGoWork(text).problems]) {
          expect(at.line).toBeGreaterThan(0);
          expect(at.line).toBeLessThanOrEqual(lines.length);
          expect(at.column).toBeGreaterThan(0);
          expect(at.column).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 1);
        }
        parseGoSum(text);
        parseVendorList(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('go.work', () => {
  it('is read, and knows no require', () => {
    const { file } = parseGoWork(
      'go 1.22\ntoolchain go1.23.0\nuse (\n\t./a\n\t"./b c"\n)\nreplace example.org/a => ./vendored\n',
    );
    expect(file.use.map(({ value }) => value)).toEqual(['./a', './b c']);
    expect(file.replace[0]?.new).toEqual({ path: './vendored', version: '' });
    expect(parseGoWork('go 1.22\nrequire example.org/a v1.0.0').problems).toMatchObject([{ at: { line: 2 } }]);
  });
});

describe('go.sum', () => {
  const text = 'example.org/b v1.0.0/go.mod h1:b=\nexample.org/a v1.0.0 h1:zip=\n\nexample.org/a v1.0.0/go.mod h1:a=\n';

  it('tells zips from go.mod files', () => {
    expect(parseGoSum(text).entries.map(({ path, goMod, line }) => [path, goMod, line])).toEqual([
      ['example.org/b', true, 1],
      ['example.org/a', false, 2],
      ['example.org/a', true, 4],
    ]);
  });

  it('ends at a line of other than three fields', () => {
    expect(parseGoSum(`${text}oops\nexample.org/c v1.0.0 h1:c=`)).toMatchObject({ problem: { line: 5 } });
  });

  it('contradicts a file only where a hash is known, in each file by its first line', () => {
    const content = 'module example.org/a\n';
    const actual = goModHash(content);
    const line = (version: string, hash: string): string => `example.org/a ${version}/go.mod ${hash}\n`;
    const index = new SumIndex([
      ['cart/go.sum', parseGoSum(line('v1.0.0', actual) + line('v1.1.0', 'h1:other=') + line('v1.2.0', 'h2:later='))],
      ['web/go.sum', parseGoSum(line('v1.1.0', actual) + line('v1.1.0', 'h1:other='))],
    ]);
    expect(index.contradictions('example.org/a', 'v1.0.0', content)).toEqual([]);
    expect(index.contradictions('example.org/a', 'v1.1.0', content)).toEqual([
      { file: 'cart/go.sum', recorded: 'h1:other=', actual },
    ]);
    expect(index.contradictions('example.org/a', 'v1.2.0', content)).toEqual([]);
    expect(index.contradictions('example.org/x', 'v1.0.0', content)).toEqual([]);
  });
});

describe('vendor/modules.txt', () => {
  it('lists modules, which are explicit, used and replaced', () => {
    const { modules } = parseVendorList(
      [
        '# example.org/a v1.2.3',
        '## explicit; go 1.17',
        'example.org/a/pkg',
        '# example.org/b v1.0.0 => example.org/fork v1.1.0',
        'example.org/b',
        '# example.org/c v0.1.0',
        '## explicit',
        '# example.org/d => ../d',
      ].join('\r\n'),
    );
    expect([...modules.values()]).toMatchObject([
      { path: 'example.org/a', version: 'v1.2.3', explicit: true, used: true, line: 1 },
      {
        path: 'example.org/b',
        version: 'v1.0.0',
        explicit: false,
        used: true,
        replacement: { path: 'example.org/fork', version: 'v1.1.0' },
      },
      { path: 'example.org/c', explicit: true, used: false },
      { path: 'example.org/d', version: '', replacement: { path: '../d', version: '' } },
    ]);
  });
});
