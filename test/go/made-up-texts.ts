import fc from 'fast-check';

/** Texts as go.mod and go.work, versions, paths, patterns and toolchains might hold them: mostly sound, each rule broken now and then. */

const one = <T>(...all: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...all);
const join = (parts: fc.Arbitrary<readonly string[]>, by = ''): fc.Arbitrary<string> => parts.map((all) => all.join(by));
const tuple = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => join(fc.tuple(...parts));
const often = (weight: number, usual: fc.Arbitrary<string>, rare: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const number = often(6, one('0', '1', '2', '3', '10', '21', '20'), one('00', '01', '99999999999999999999', ''));
const word = one('rc', 'beta', 'alpha.1', '0', '1', '01', '00', '-', 'a-b', 'A', '0a', '', '0.20200101000000-abcdefabcdef');
export const version = fc.oneof(
  { weight: 4, arbitrary: tuple(fc.constant('v'), join(fc.tuple(number, number, number), '.')) },
  {
    weight: 3,
    arbitrary: tuple(
      fc.constant('v'),
      join(fc.array(number, { minLength: 1, maxLength: 4 }), '.'),
      one('', '-'),
      often(3, join(fc.array(word, { maxLength: 3 }), '.'), fc.constant('')),
      one('', '', '+incompatible', '+incompatible', '+meta', '+', '+a.b', '+incompatible.1', '+01'),
    ),
  },
  tuple(
    one('v0.0.0-', 'v1.0.0-', 'v2.0.0-', 'v1.2.3-0.', 'v1.2.0-0.', 'v1.2.4-rc.1.0.', 'v1.2.4-0.0.', 'v01.0.0-', 'v1.0.1-'),
    one('20200101000000', '20200230000000', '20201301000000', '20200101250000', '2020010100000', '00010101000000'),
    one('-abcdefabcdef', '-abc', '-', '', '-ABCDEF', '-abcdefabcdef+incompatible', '-abcdefabcdef+meta', '-abc.def'),
  ),
  one('master', 'latest', 'v', '', 'v1.x', '1.2.3', 'V1.2.3', 'none', 'v1.2.3 ', '>=v1.2.3', 'ü', 'v1.2.3/go.mod'),
);

const element = often(
  8,
  one(
    'a',
    'github.com',
    'example.com',
    'x',
    'cart',
    'v2',
    'v3',
    'v10',
    'gopkg.in',
    'yaml.v2',
    'yaml.v3',
    'Azure',
    'go-lib',
    'a_b',
  ),
  one(
    '',
    '.',
    '..',
    '.hidden',
    'end.',
    'con',
    'NUL.txt',
    'a~1',
    'a~b',
    'v0',
    'v1',
    'v02',
    'v2.3',
    'é',
    'a b',
    'a+b',
    'a!b',
    'a@b',
    '-x',
    'com9',
    'yaml.v0',
    'yaml.v01',
    'yaml.v2-unstable',
    '.v2',
    'v',
    'a%20',
    'a:b',
    'a*',
  ),
);
export const modulePath = often(
  9,
  join(fc.array(element, { minLength: 1, maxLength: 4 }), '/'),
  one('github.com/acme/web/v2', 'gopkg.in/yaml.v2', 'gopkg.in/yaml.v1', 'gopkg.in/a/b.v3', 'std', 'cmd', 'golang.org/x/mod'),
);
const directory = one(
  './a',
  '../b',
  '.',
  '..',
  '/abs',
  'a',
  './c d',
  '.\\x',
  '..\\x',
  'C:\\x',
  'c:/x',
  './a@v1',
  '\\x',
  '...',
  '.a',
  '~',
);
const goVersion = often(
  5,
  one('1.21', '1.21.0', '1.22.3', '1.16', '1.9', '1.21rc1', '1.20', '1.26.8', '1.0', '1', '1.2.3'),
  one(
    '1.021',
    '1.21.',
    'v1.21',
    'go1.21',
    '1.21-x',
    '1.21rc',
    '1.21.0rc1',
    '1.21beta01',
    '2',
    '0.1',
    '1.21.x',
    '1.99.99',
    ' 1.21',
    '1.21+a',
  ),
);
const toolchain = one(
  'go1.21.0',
  'default',
  'local',
  'go1.22rc1',
  'go1',
  'go2',
  'go1.',
  'go1.21.0-custom',
  'go1.x',
  'none',
  'default ',
  'go1.21.0 x',
);

const quoted = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: text },
    { weight: 2, arbitrary: text.map((value) => JSON.stringify(value)) },
    text.map((value) => `\`${value}\``),
    text.map((value) => `"${value}`),
    text.map((value) => `"${value}\\x41\\u00e9\\101"`),
    text.map((value) => `"${value}\\z"`),
    text.map((value) => `'${value}'`),
  );
const space = often(6, fc.constant(' '), one('\t', '  ', ' \t ', '\r', '\u00a0'));
const comment = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  one(
    ' // indirect',
    '// indirect',
    ' //indirect',
    ' // indirect; because',
    ' // indirect ; x',
    ' // Indirect',
    ' // indirect, x',
    ' // why; indirect',
    ' // Deprecated: gone',
    ' //Deprecated: use b',
    ' // deprecated: no',
    ' /* x */',
    ' //',
    ' // a // indirect',
    ' # no',
  ),
);
const interval = fc.oneof(
  version,
  tuple(fc.constant('['), version, one(', ', ',', ' ', ' , ', ',,'), version, often(6, fc.constant(']'), one('', '] x', ')'))),
  one('[', '[]', '[v1.0.0', '(', '[v1.0.0,]', 'v1.0.0 v1.0.1', '[ v1.0.0 , v1.1.0 ]', '["v1.0.0", "v1.1.0"]', ''),
);
const pair = tuple(quoted(modulePath), space, quoted(version));
const replacement = tuple(
  quoted(modulePath),
  often(2, fc.constant(''), tuple(space, version)),
  often(9, fc.constant(' => '), one(' =>', '=> ', ' -> ', ' = > ', ' => => ', ' "=>" ', ' ')),
  fc.oneof(quoted(directory), pair, quoted(modulePath), tuple(directory, space, version)),
);
const entries: Readonly<Record<string, fc.Arbitrary<string>>> = {
  module: quoted(modulePath),
  go: quoted(goVersion),
  toolchain: quoted(toolchain),
  godebug: one('a=b', 'default=go1.21', 'a', 'a=b c=d', 'a=', '=b', 'a=b,c', '"a=b"', 'a="b"', 'a=b=c', 'panicnil=1'),
  require: often(9, pair, one('', 'a', 'example.com/a v1.0.0 v1.0.1', 'example.com/a')),
  exclude: often(9, pair, one('', 'example.com/a v1.0.0 x')),
  replace: replacement,
  retract: interval,
  tool: often(9, quoted(modulePath), one('a b', '')),
  ignore: often(6, quoted(fc.oneof(directory, modulePath)), one('a b', '')),
  use: often(6, quoted(fc.oneof(directory, modulePath)), one('a b', '')),
  unknown: one('x', 'x y', ''),
  Require: pair,
};
const end = often(30, fc.constant('\n'), one('\r\n', '\n\n', ' \n', '\n\n\n', ''));
const above = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  one(
    '// note\n',
    '// Deprecated: old\n',
    '// Deprecated: old\n// and more\n',
    '// a\n\n',
    '// a\n//\n// Deprecated: b\n',
    '//x\n',
    '\n',
  ),
);
const verb = (verbs: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...verbs);
const statement = (verbs: readonly string[]): fc.Arbitrary<string> =>
  verb(verbs).chain((name) => {
    const entry = entries[name] ?? fc.constant('');
    const single = tuple(above, fc.constant(name), space, entry, comment, end);
    const line = tuple(above, one('\t', '', '  '), entry, comment, end);
    const block = tuple(
      above,
      fc.constant(name),
      often(8, one(' (', '('), one(' x (', ' (x', ' ()', ' ( )', ' (\n)', ' ( ) x', ' {', ' (// c')),
      comment,
      often(12, fc.constant('\n'), fc.constant('')),
      join(fc.array(line, { maxLength: 4 })),
      often(20, fc.constant(')'), one('', ') x', '))', ' )', '}')),
      comment,
      end,
    );
    return fc.oneof({ weight: 3, arbitrary: single }, { weight: 2, arbitrary: block });
  });

/** A character anywhere is no longer itself: what a grammar would never make. */
const dented = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      text,
      fc.nat(5),
      fc.nat(),
      one('', '(', ')', '"', '`', '\\', '\n', '\r', '//', '/*', '\0', '\u00a0', '\ufeff', '😀', ',', '[', '\t'),
    )
    .map(([value, chance, where, what]) => {
      if (chance > 0) return value;
      const at = where % (value.length + 1);
      return value.slice(0, at) + what + value.slice(at + 1);
    });
const MOD_VERBS = [
  'module',
  'go',
  'toolchain',
  'godebug',
  'require',
  'require',
  'exclude',
  'replace',
  'retract',
  'tool',
  'ignore',
  'unknown',
  'Require',
  'use',
];
const WORK_VERBS = ['go', 'toolchain', 'godebug', 'use', 'use', 'replace', 'require', 'unknown'];
export const modFile = dented(
  tuple(often(5, fc.constant('module example.com/m\n'), fc.constant('')), join(fc.array(statement(MOD_VERBS), { maxLength: 4 }))),
);
export const workFile = dented(
  tuple(often(3, fc.constant('go 1.22\n'), fc.constant('')), join(fc.array(statement(WORK_VERBS), { maxLength: 4 }))),
);
export const glob = often(
  4,
  join(
    fc.array(
      one('*', 'example.com/*', 'a', 'github.com/acme', '*.com', 'e?ample.com', '[a-z]*', 'x/', '/x', '', 'gopkg.in/*/*'),
      { maxLength: 3 },
    ),
    ',',
  ),
  one('[', '[]a]', '[^a]', '\\*', 'a\\', '[a-]', '[z-a]', '**', '*/*', '[!a]x', '[-]', 'example.com/[ac]*/x', '[\\-]a'),
);
export const goName = tuple(
  often(6, fc.constant('go'), one('', 'Go', 'gogo')),
  goVersion,
  often(4, fc.constant(''), one('-custom', '-', ' x', '-1.2')),
);
