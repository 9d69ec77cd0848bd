import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childOf, type JsonNode, member, parseJson, textOf } from '../../src/formats/json.ts';

/** The tree as `JSON.parse` gives it. */
function plain(node: JsonNode | undefined): unknown {
  switch (node?.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
    case 'array':
      return node.items.map(plain);
    default:
      return node?.value;
  }
}

describe('JSON', () => {
  test('valid texts are read as JSON.parse reads them', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { root, problems } = parseJson(text);
        expect(problems).toEqual([]);
        expect(JSON.stringify(plain(root))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test('whatever stands in a file, reading ends and every problem has a place in it', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', '"a"', ':', ',', '1', 'true', '//x\n', '/*', '"', '\\', ' ', '\n');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const { problems } = parseJson(text);
        for (const { at } of problems) expect(at).toBeLessThanOrEqual(text.length);
        if (problems.every(({ kind }) => kind !== 'syntax')) return;
        expect(() => JSON.parse(text)).toThrow();
      }),
    );
  });

  test.each<readonly [what: string, text: string, value: unknown, problems: readonly string[]]>([
    ['a comment', '{ // why\n "a": 1 }', { a: 1 }, ['comment 1:3']],
    ['a trailing comma', '{ "a": [1, 2,],\n "b": 2, }', { a: [1, 2], b: 2 }, ['trailing-comma 1:13', 'trailing-comma 2:8']],
    ['a key twice: the last one counts', '{ "a": 1,\n "a": 2 }', { a: 2 }, ['duplicate-key 2:2']],
    ['comments under one key', '{ "//": "first",\n "//": "second" }', { '//': 'second' }, []],
    ['what was read before the error', '{ "a": 1,\n "b": }', { a: 1 }, ['syntax 2:7']],
    ['an end that is missing', '{ "a": { "b": "x"', { a: { b: 'x' } }, ['syntax 1:18']],
    ['text after the end', '{} {}', {}, ['syntax 1:4']],
    ['an escape that JSON does not know', '["\\x"]', [], ['syntax 1:2']],
    ['a byte order mark', '\ufeff{ "a": 1 }', { a: 1 }, []],
    ['nothing', '', undefined, ['syntax 1:1']],
  ])('%s', (_, text, value, problems) => {
    const document = parseJson(text);
    expect(plain(document.root)).toEqual(value);
    expect(
      document.problems.map(({ kind, at }) => `${kind} ${document.position(at).line}:${document.position(at).column}`),
    ).toEqual(problems);
  });

  test('nesting that nobody writes is refused before it costs the stack', () => {
    const { problems } = parseJson('['.repeat(100_000));
    expect(problems.map(({ message }) => message)).toEqual(['nested more than 500 deep']);
  });

  test('values are found by their keys, with the place of both', () => {
    const { root, position } = parseJson('{\n  "scripts": { "start": "node ." }\n}');
    const start = member(childOf(root, 'scripts'), 'start');
    expect(textOf(start?.value)).toBe('node .');
    expect(position(start?.keyAt ?? 0)).toEqual({ line: 2, column: 16 });
    expect(position(start?.value.at ?? 0)).toEqual({ line: 2, column: 25 });
    expect(textOf(childOf(root, '__proto__'))).toBeUndefined();
  });
});
