import { describe, expect, test } from 'vitest';
import { parseYaml, yamlAt, yamlEntries, yamlItems, yamlText } from '../../src/formats/yaml.ts';

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

  test('a quoted text whose next lines are not indented says what is wrong', () => {
    const message = expect.stringContaining('indented');
    expect(parseYaml('a:\n  b: "x\n  y"\n').problems).toMatchObject([{ kind: 'syntax', message }]);
    expect(parseYaml('a:\n  b: "x\n   y"\n').problems).toEqual([]);
  });

  test('a template says that it is one', () => {
    expect(parseYaml('a: {{ value }}\nb: {%if%}\n').problems).toMatchObject([{ message: expect.stringContaining('template') }]);
  });
});
