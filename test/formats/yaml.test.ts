import { describe, expect, test } from 'vitest';
import { parseYaml, yamlAt, yamlEntries, yamlItems, yamlText } from '../../src/formats/yaml/yaml.ts';

const COMPOSE = `x-common: &common
  image: app
  ports: ["8000:80"]
services:
  web:
    <<: *common
    mode: 0022
    version: 3.10
  worker: *common
---
second: document
`;

test('documents that nothing parts are told once', () => {
  const { problems } = parseYaml('kind: A\nname: a\nspec: 1\nkind: B\nname: b\nspec: 2\n');
  expect(problems).toMatchObject([{ kind: 'duplicate-key', line: 4, message: expect.stringContaining('as 2 more') }]);
  expect(parseYaml('a: 1\nb: 1\na: 2\nb: 2\n').problems).toHaveLength(2);
});

test('what git left of a merge is one problem, and told as that', () => {
  const { problems } = parseYaml('a:\n  b: {{ 1 }}\n<<<<<<< HEAD\n  c: 2\n=======\n  c: 3\n>>>>>>> side\n');
  expect(problems).toMatchObject([{ kind: 'syntax', line: 3, message: expect.stringContaining('merge') }]);
});

describe('YAML', () => {
  const file = parseYaml(COMPOSE);
  const [first, second] = file.documents;

  test('every document, aliases, merge keys and places', () => {
    expect(file.problems).toEqual([]);
    expect(yamlText(yamlAt(second, 'second'))).toBe('document');
    expect(yamlText(yamlAt(first, 'services', 'web', 'image'))).toBe('app');
    expect(yamlText(yamlAt(first, 'services', 'worker', 'ports', 0))).toBe('8000:80');
    const web = yamlAt(first, 'services', 'web', 'version');
    expect(web === undefined ? undefined : file.place(web)).toEqual({ line: 8, column: 14 });
    expect(yamlEntries(yamlAt(first, 'services')).map(([name]) => name)).toEqual(['web', 'worker']);
    expect(yamlItems(yamlAt(first, 'services'))).toEqual([]);
  });

  test('numbers keep the digits that were written', () => {
    expect(yamlText(yamlAt(first, 'services', 'web', 'version'))).toBe('3.10');
    expect(yamlText(yamlAt(first, 'services', 'web', 'mode'))).toBe('0022');
  });

  test.each<readonly [what: string, text: string, kind: string, line: number]>([
    ['a key twice', 'a: 1\na: 2\n', 'duplicate-key', 2],
    ['what is not YAML', 'a: 1\nb: [1, 2\nc: }\n', 'syntax', 3],
    ['a merge that nobody resolved', 'a:\n  b: 1\n<<<<<<< HEAD\n  c: 2\n=======\n  c: 3\n>>>>>>> side\n', 'syntax', 3],
    ['nesting that nobody writes', '['.repeat(2000), 'limit', 1],
    ['a file that somebody generated', `a: "${'x'.repeat(4_000_001)}"`, 'limit', 1],
  ])('tells of %s', (_, text, kind, line) => {
    expect(parseYaml(text).problems[0]).toMatchObject({ kind, line });
  });

  test('aliases of aliases cost no more than they are written', () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x]' : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`,
    );
    const { documents, problems } = parseYaml(`${levels.join('\n')}\n`);
    expect(problems).toEqual([]);
    expect(yamlText(yamlAt(documents[0], 'a39', ...Array.from({ length: 39 }, () => 1), 0))).toBe('x');
  });

  test.each([
    ['as far as its key', 'a:\n  b: "x\n  y"\n  c: 1\n', 'x y', 4],
    ['less than its key', 'a:\n  b: "x\ny"\n  c: 1\n', 'x y', 4],
    ['single quotes, one of them within', "a:\n  b: 'x''s\n  y'\n  c: 1\n", "x's y", 4],
    ['an escaped quote and an escaped line end', 'a:\n  b: "x\\"z\n  \\"y\\\n  z"\n  c: 1\n', 'x"z "yz', 5],
    ['an empty line stays a line end', 'a:\n  b: "x\n\n  y"\n  c: 1\n', 'x\ny', 5],
    ['a text in an item', 'a:\n  b: "x\n  y"\n  c: "1\n  2"\n  d: {e: f}\n', 'x y', 4],
  ])('reads quoted texts whose next lines are not indented as Kubernetes and Compose do: %s', (_, text, b, line) => {
    const { documents, problems, place } = parseYaml(text);
    expect(problems).toEqual([]);
    expect(yamlText(yamlAt(documents[0], 'a', 'b'))).toBe(b);
    const [, c] = yamlEntries(yamlAt(documents[0], 'a')).map(([, entry]) => place(entry));
    expect(c).toMatchObject({ line, column: 3 });
  });

  test.each([
    ['has no end', 'a:\n  b: "x\n  c: 1\n'],
    ['ends where the next one begins', 'a:\n  b: "x\n  c: "y"\n'],
    ['ends in another document', 'a:\n  b: "x\n---\nc: "\n'],
  ])('a quoted text that %s is told', (_, text) => {
    const message = expect.stringContaining('has no end');
    expect(parseYaml(text).problems[0]).toMatchObject({ kind: 'syntax', message });
  });

  test.each([
    ['a list', 'a:\n  b: [\n  x,\n  y\n  ]\n  c: 1\n', 6],
    ['a list of an item, less than its key', 'a:\n  b: [\n"x",\n y\n]\n  c: 1\n', 6],
    ['a map, and quotes that close nothing', "a:\n  b: {\n  x: it's, # ]}\n  y: ']'\n  }\n  c: 1\n", 6],
  ])('reads brackets whose lines are not indented as Kubernetes and Compose do: %s', (_, text, line) => {
    const { documents, problems, place } = parseYaml(text);
    expect(problems).toEqual([]);
    const [[, b] = [], [name, c] = []] = yamlEntries(yamlAt(documents[0], 'a'));
    expect(b?.value.kind === 'list' ? b.value.items.length : b?.value.kind === 'map' ? b.value.entries.size : 0).toBe(2);
    expect(name).toBe('c');
    expect(c === undefined ? undefined : place(c)).toMatchObject({ line, column: 3 });
  });

  test.each([
    ['has no end', 'a:\n  b: [\n  x\n  c: 1\n', 3],
    ['ends in another document', 'a:\n  b: [x\n---\nc: ]\n', 3],
  ])('a bracket that %s is told', (_, text, line) => {
    expect(parseYaml(text).problems[0]).toMatchObject({ kind: 'syntax', line });
  });

  test('many of them cost a few readings', () => {
    const text = `${Array.from({ length: 5_000 }, (_, at) => `k${at}: "x\ny"`).join('\n')}\n`;
    // Read again for each of them, it would pass the suite's limit.
    expect(parseYaml(text).problems[0]).toMatchObject({ kind: 'syntax', line: 1 });
  });

  test('a template says that it is one', () => {
    expect(parseYaml('a: {{ value }}\nb: {%if%}\n').problems).toMatchObject([{ message: expect.stringContaining('template') }]);
  });
});
