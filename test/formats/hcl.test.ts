import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HclValue, parseHcl } from '../../src/formats/hcl/hcl.ts';

function plain(value: HclValue): unknown {
  if (value.kind === 'list') return value.items.map(plain);
  if (value.kind === 'object') return Object.fromEntries([...value.entries].map(([key, inner]) => [key, plain(inner)]));
  return value.kind === 'text' ? value.text : { [value.kind]: value.text };
}

const VALUES: readonly (readonly [text: string, value: unknown])[] = [
  ['"a"', 'a'],
  ['"a \\"b\\" \\n c" # why', 'a "b" \n c'],
  ['12.5 // why', '12.5'],
  ['-3', '-3'],
  ['true', 'true'],
  ['"$${x} %%{y}"', '${x} %{y}'],
  ['"${var.a}-b"', { template: '${var.a}-b' }],
  ['"${lookup(var.m, "k", "}")}/x"', { template: '${lookup(var.m, "k", "}")}/x' }],
  ['"${var.a}"', { expression: 'var.a' }],
  ['"${lookup(var.m, "k")}"', { expression: 'lookup(var.m, "k")' }],
  ['"${var.a}${var.b}"', { template: '${var.a}${var.b}' }],
  ['["sh", <<X\n"{ ]\nX\n  , "b"]', ['sh', '"{ ]\n', 'b']],
  ['[for a in var.b : { c = a }]', { expression: '[for a in var.b : { c = a }]' }],
  ['"%{ if a }x%{ endif }"', { template: '%{ if a }x%{ endif }' }],
  ['["a", 1, [true],\n  # why\n  "b",\n]', ['a', '1', ['true'], 'b']],
  ['{ a = 1, "b" : "c"\n d = { e = [] } }', { a: '1', b: 'c', d: { e: [] } }],
  ['var.x', { expression: 'var.x' }],
  ['"a" == var.x ? 1 : 2', { expression: '"a" == var.x ? 1 : 2' }],
  ['merge({\n  a = 1\n}, var.b)', { expression: 'merge({\n  a = 1\n}, var.b)' }],
  ['<<-EOT\n    one\n    EOT', '    one\n'],
  ['<<EOT\n${x}\nEOT', { template: '${x}\n' }],
];

describe('HCL', () => {
  it.each(VALUES)('%s', (text, value) => {
    const { attributes } = parseHcl(`before = 1\nx = ${text}\nafter = 2\n`);
    expect([...attributes.keys()]).toEqual(['before', 'x', 'after']);
    const found = attributes.get('x');
    expect(found === undefined ? undefined : plain(found)).toEqual(value);
  });

  it('blocks, labels, places', () => {
    const file = parseHcl(
      '# top\nresource "a" "b" {\n  one { two = 1 }\n  three {\n    four {}\n  }\n  /* x */ five = 5\n}\nlocals {}\n',
    );
    const [resource, locals] = file.blocks;
    expect(resource).toMatchObject({ type: 'resource', labels: ['a', 'b'] });
    expect(resource?.blocks.map(({ type, blocks }) => [type, blocks.length])).toEqual([
      ['one', 0],
      ['three', 1],
    ]);
    expect([...(resource?.attributes.keys() ?? [])]).toEqual(['five']);
    expect(locals === undefined ? undefined : file.place(locals)).toEqual({ line: 9, column: 1 });
  });

  it.each([
    ['comments that never end', '/*\n', '1:1 the comment that begins here is not closed'],
    ['strings that never end', 'a = "${"\n', '1:5 the string that begins here does not end on its line'],
    ['brackets that never close', 'a = [{(\n', '1:5 a bracket of the value that begins here is not closed'],
    ['blocks that never close', 'a "b" {\n', '1:1 the block that begins here is not closed'],
    ['closing brackets', '}])\n', '1:1 the brace closes nothing'],
    ['here-documents that never end', 'a = <<X\n', '1:5 the text that begins here has no line that is X alone'],
    ['interpolations with brackets that do not close', 'a = "${ ( }"\n', undefined],
    ['interpolations of each other', 'a = "${"${"${b}"}"}"\n', undefined],
    ['here-documents in lists', 'a = [<<X\n"{\nX\n]\n', undefined],
    ['blanks', 'a =                    # x\n', undefined],
  ])('of %s: what is wrong is told once, of a line and of a megabyte of them', (_, unit, told) => {
    for (const text of [unit, unit.repeat(1_000_000 / unit.length)]) {
      const { problem } = parseHcl(text);
      expect(problem === undefined ? undefined : `${problem.line}:${problem.column} ${problem.message}`).toBe(told);
    }
  });

  it.each([
    ['a line that is neither', 'a = 1\n= 2\n', '2:1 neither an attribute nor a block begins here'],
    ['a block without its brace', 'locals\n{\n}\n', '1:1 locals is neither an attribute nor a block'],
    [
      'the block that is not closed, not those behind it',
      'a {\n  b = 1\nc {\n}\n',
      '1:1 the block that begins here is not closed',
    ],
    ['quoted keys of Terraform 0.11', 'tags {\n  "Name" = "x"\n}\n', undefined],
    ['comments with what begins others', '# /*\na = 1 // /*\n', undefined],
    ['texts over lines in what is filled in', 'a = "${join(",", [\n  "b",\n])}"\n', undefined],
  ])('%s', (_, text, told) => {
    const { problem } = parseHcl(text);
    expect(problem === undefined ? undefined : `${problem.line}:${problem.column} ${problem.message}`).toBe(told);
  });

  it('whatever comes, nothing is thrown, and places lie within the text', () => {
    const piece = fc.constantFrom(
      ...'a="\'[]{}(),$%\n#/*<-_1 \\',
      '${',
      '<<E\n',
      'resource "x" "y" {\n',
      'k = ',
      '\n}\n',
      '\nE\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const file = parseHcl(text);
        const last = text.split('\n').length;
        for (const block of file.blocks) expect(file.place(block).line).toBeLessThanOrEqual(last);
      }),
    );
  });
});
