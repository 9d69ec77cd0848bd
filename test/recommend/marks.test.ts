import { describe, expect, it } from 'vitest';
import type { EcosystemId } from '../../src/model/index.ts';
import { MARK_ROWS, MARKS } from '../../src/recommend/data/marks.ts';
import { arePinsOfExtra, isBroughtAlong, isMarked } from '../../src/recommend/marks.ts';

const of =
  (ecosystem: EcosystemId) =>
  (name: string): { readonly ecosystem: EcosystemId; readonly name: string } => ({ ecosystem, name });
const npm = of('npm');
const python = of('python');
const go = of('go');

describe('marks of packages', () => {
  it.each([
    ['a name', 'page-framework', npm('next'), true],
    ['a name of another ecosystem', 'page-framework', python('next'), false],
    ['the beginning of a name', 'page-framework', npm('next-auth'), false],
    ['a pattern', 'over-aiohttp', python('azure-storage-blob'), true],
    ['what a pattern leaves out', 'over-aiohttp', python('azure-functions'), false],
    ['what begins with what is left out', 'over-aiohttp', python('azure-functions-durable'), false],
    ['a pattern that is the whole name', 'cgo', go('github.com/mattn/go-sqlite3'), true],
    ['a module below', 'cgo', go('gocv.io/x/gocv'), true],
    ['a later major', 'lambda-polls', go('github.com/go-stomp/stomp/v4'), true],
    ['a scope alone', 'types', npm('@types/'), true],
    ['an ecosystem without a row', 'cgo', npm('github.com/mattn/go-sqlite3'), false],
  ] as const)('%s', (_, mark, one, marked) => {
    expect(isMarked(mark)(one)).toBe(marked);
  });

  it('every mark has rows, each sorted, without a name twice', () => {
    expect(Object.keys(MARKS).filter((mark) => !MARK_ROWS.some((row) => row.mark === mark))).toEqual([]);
    const untidy = MARK_ROWS.filter(({ packages }) => {
      const names = packages.split(' ');
      return names.includes('') || [...new Set(names)].sort().join(' ') !== packages;
    });
    expect(untidy).toEqual([]);
    expect(new Set(MARK_ROWS.map(({ mark, ecosystem }) => `${mark} ${ecosystem}`)).size).toBe(MARK_ROWS.length);
  });

  it.each([
    ['all of the extra', ['websockets', 'uvicorn', 'uvloop'], true],
    ['another of the extra', ['websockets', 'uvicorn', 'httptools'], true],
    ['the package alone beside it', ['websockets', 'uvicorn'], false],
    ['the extra without its package', ['websockets', 'uvloop', 'httptools'], false],
  ] as const)('pins of an extra: %s', (_, names, pinned) => {
    expect(arePinsOfExtra([python('websockets')], names.map(python))).toBe(pinned);
    expect(arePinsOfExtra([python('websockets'), python('python-socketio')], names.map(python))).toBe(false);
  });

  it.each([
    [python('pydub'), python('static-ffmpeg'), true],
    [python('pydub'), npm('ffmpeg-static'), false],
    [npm('fluent-ffmpeg'), npm('ffmpeg-static'), true],
    [python('python-magic'), python('static-ffmpeg'), false],
    [python('gdal'), python('static-ffmpeg'), false],
  ])('%o is served by %o', (needs, beside, served) => {
    expect(isBroughtAlong(needs, [beside])).toBe(served);
  });
});
