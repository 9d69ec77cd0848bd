import { ANALYZERS } from '../../src/analyzers.ts';

/** One file for every pattern that an analyzer looks for: `*.yaml` is read as `x.yaml`, `requirements/*.txt` in its directory. */
export const KINDS: readonly string[] = [
  ...new Set(ANALYZERS.flatMap(({ files }) => files.map((pattern) => pattern.replace('*', 'x')))),
  'compose.yaml',
  'k8s.yaml',
  'template.yaml',
  'serverless.yml',
  'application.yml',
];

const many = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length));

/** Contents that no reader of ours may fall over, for files of any kind. `size` is that of the long ones. */
export function contents(size: number): Readonly<Record<string, string | Uint8Array>> {
  const words = [
    '(',
    '[',
    '{',
    '"',
    "'",
    '\\',
    ' ',
    '\t',
    ',',
    ';',
    '#',
    '=',
    '-',
    '.',
    '*',
    '$',
    '&a ',
    '<a',
    '1.',
    'a',
    'a ',
    '>=1,',
    '${',
    '<!--',
    '@',
  ];
  const laughs = Array.from(
    { length: 30 },
    (_, level) => `a${level}: &a${level} [${many(level === 0 ? 'lol,' : `*a${level - 1},`, 40)}]`,
  );
  const entities = Array.from(
    { length: 30 },
    (_, level) => `<!ENTITY l${level} "${many(level === 0 ? 'lol' : `&l${level - 1};`, 60)}">`,
  );
  const proto = { polluted: 'yes' };
  const json = `{"__proto__":${JSON.stringify(proto)},"constructor":{"prototype":${JSON.stringify(proto)}},"dependencies":{"__proto__":"1","constructor":"^1","toString":"2"},"packages":{"__proto__":{"version":"1"},"":{"dependencies":{"__proto__":"1"}}},"default":{"__proto__":{"version":"==1"}}}`;
  return {
    empty: '',
    blank: ' \n\t\n',
    binary: Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256),
    'NUL far inside': `${many('a = 1\n', 9000)}\0\0`,
    'invalid UTF-8': Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d, 0x0a]),
    'UTF-16 without a mark': Buffer.from('{"dependencies": {"a": "1"}}\nflask==1\n', 'utf16le'),
    'UTF-16 cut in half': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"a":1}', 'utf16le').subarray(0, 7)]),
    'lone surrogates': '{"dependencies":{"\\ud800":"\\udfff^1"},"name":"\\udc00"}',
    'terminal escapes':
      '\u001b[31mflask==1\u001b]0;title\u0007\n{"name":"\\u001b[2J\\u202e","dependencies":{"a\\u0007":"\\u001b[31m"}}\n',
    'right to left': 'flask\u202e==1\n\u2066name: \u2069x\n',
    truncated: '{"name": "a", "dependencies": {"b": "^1',
    'truncated XML': '<project><modelVersion>4.0.0</modelVersion><dependencies><dependency><groupId>a',
    'truncated YAML': 'services:\n  web:\n    build: {context: ., args: [a, "b',
    'truncated TOML': '[project]\nname = "a"\ndependencies = ["b>=1',
    'twice the same keys': '{"name":"a","name":"b","dependencies":{"c":"^1","c":"^2"}}',
    'twice the same keys, YAML': 'services:\n  a: {image: x}\n  a: {image: y}\nservices: {}\n',
    'twice the same keys, TOML': '[project]\nname = "a"\nname = "b"\n[project]\n',
    'prototype keys': json,
    'prototype keys, YAML':
      'services:\n  __proto__: {build: ., polluted: yes, ports: ["80:80"]}\n  constructor: {build: ., prototype: {polluted: yes}}\n__proto__: {polluted: yes}\n',
    'prototype keys, TOML':
      '[__proto__]\npolluted = "yes"\n[constructor.prototype]\npolluted = "yes"\n[project]\ndependencies = ["__proto__==1", "constructor"]\n[tool.poetry.dependencies]\n__proto__ = "1"\nconstructor = "2"\n',
    'laughs, YAML': `${laughs.join('\n')}\nservices: *a29\n`,
    'laughs, XML': `<?xml version="1.0"?><!DOCTYPE project [${entities.join('')}]><project><name>&l29;</name></project>`,
    'entity of a file':
      '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><artifactId>&x;</artifactId></project>',
    'aliases that eat themselves': 'a: &a\n  b: *a\nservices: *a\n',
    'endless numbers': `{"name":"a","version":${'9'.repeat(5000)},"dependencies":{"b":"${'9'.repeat(5000)}.1e999"},"x":1e999999}`,
    'endless numbers, lines': `flask==${'9'.repeat(5000)}.${'0'.repeat(5000)}\ngo ${'1.'.repeat(3000)}\nmodule a\n\nrequire b v${'9'.repeat(3000)}.0.0\n`,
    'deep objects': `${'{"a":'.repeat(size / 5)}1${'}'.repeat(size / 5)}`,
    'deep lists': `${'['.repeat(size)}${']'.repeat(size)}`,
    'deep elements': `<project>${'<a>'.repeat(size / 8)}${'</a>'.repeat(size / 8)}</project>`,
    'deep parentheses': `a; ${'('.repeat(size)}python_version > "3"${')'.repeat(size)}\n`,
    'deep YAML': Array.from({ length: Math.sqrt(size) }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    'deep TOML': `a = ${'['.repeat(size / 2)}${']'.repeat(size / 2)}\n[${many('a.', size / 2)}b]\n`,
    'many lines': many('a==1\n', size),
    'many blocks': many('a {\n b "c"\n}\n', size),
    'many carriage returns': many('a\r', size),
    ...Object.fromEntries(words.map((word) => [`one line of ${JSON.stringify(word)}`, `x ${many(word, size)}!\n`])),
  };
}
