import { describe, expect, test } from 'vitest';
import { parseToml, type TomlPath } from '../../src/formats/toml.ts';

const TEXT = `name = "x"
[project]
dependencies = [
  "flask>=2", # web
  'redis',
]
"quoted key" = { inner = 1, "other" = [2, 3] }
a.b.c = 1

[[package]]
name = "one"

[[package]]
name = "two"
[package.source]
url = """
[not.a.table]
"""
last = 1
`;

function placeOf(path: TomlPath): string | undefined {
  const document = parseToml(TEXT);
  const place = document.ok ? document.at(path) : undefined;
  return place === undefined ? undefined : `${place.line}:${place.column}`;
}

describe('TOML', () => {
  test.each<readonly [path: TomlPath, place: string | undefined]>([
    [['name'], '1:1'],
    [['project'], '2:1'],
    [['project', 'dependencies'], '3:1'],
    [['project', 'dependencies', 0], '4:3'],
    [['project', 'dependencies', 1], '5:3'],
    [['project', 'quoted key', 'inner'], '7:18'],
    [['project', 'quoted key', 'other', 1], '7:43'],
    [['project', 'a', 'b', 'c'], '8:1'],
    [['package', 1, 'name'], '14:1'],
    [['package', 1, 'source', 'url'], '16:1'],
    [['package', 1, 'source', 'last'], '19:1'],
    [['not'], undefined],
    [['package', 2], undefined],
  ])('%j stands at %s', (path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  test('nothing in a list ends it but its own bracket', () => {
    const text = `a = [ "]", # it's [
  ']"', """
]""", { b = [{ c = "}" }] } ]
d = { e = 1 }
`;
    const document = parseToml(text);
    const placed = (path: TomlPath): string | undefined => {
      const place = document.ok ? document.at(path) : undefined;
      return place && `${place.line}:${place.column}`;
    };
    expect([['d'], ['d', 'e'], ['a', 3, 'b', 0, 'c'], ['a', 2], ['a', 0], ['a', 4], ['a', 3, 'b']].map(placed)).toEqual([
      '4:1',
      '4:7',
      '3:16',
      '2:9',
      '1:7',
      undefined,
      '3:9',
    ]);
  });

  test('what is not TOML is told with its place', () => {
    expect(parseToml('a = 1\nb = = 2\n')).toMatchObject({ ok: false, line: 2 });
    expect(parseToml('a = 1\na = 2\n')).toMatchObject({ ok: false, line: 2 });
  });

  test('keys of every name are data', () => {
    const document = parseToml('[__proto__]\npolluted = true\n');
    expect(document.ok && Object.hasOwn(document.value, '__proto__')).toBe(true);
    expect('polluted' in {}).toBe(false);
  });
});
