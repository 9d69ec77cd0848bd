import { describe, expect, it } from 'vitest';
import { parseRequirementsFile } from '../../analyzers/python/manifests/pip/requirements.ts';
import { readPipTree } from '../../analyzers/python/manifests/pip/tree.ts';
import { formatSpecifier } from '../../analyzers/python/notation/specifier.ts';

/** `name specifier` of each requirement, or `error`: what pip 26.3 makes of a file's bytes. */
function read(content: string | Uint8Array): string | readonly string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { lines, problems } = readPipTree('requirements.txt', ['.'], {
    isFile: () => false,
    isDirectory: () => false,
    entries: () => parseRequirementsFile(bytes),
  });
  if (problems.length > 0) return 'error';
  return lines.map(({ requirement: { name, specifiers } }) => `${name} ${specifiers.specifiers.map(formatSpecifier).join(',')}`);
}

const WHEEL = 'https://h.example/Flask-1.0-py3-none-any.whl';

/** Found by comparing thousands of made-up lines with pip's own reader. */
describe('lines as pip takes them', () => {
  it.each<[string, string, string | readonly string[]]>([
    ['=== ends at what Python takes for white space', 'a===1\x1f2', 'error'],
    ['=== takes a byte order mark as text', 'a===\ufeff1', ['a ===\ufeff1']],
    ['an egg fragment has to be a name, for wheels too', `${WHEEL}#egg=a==1`, 'error'],
    ['one that is a name', `${WHEEL}#egg=flask`, ['flask ==1.0']],
    ['the fragment of a direct reference', 'a @ git+https://h.example/a#egg=a#c', 'error'],
    ['brackets that hold no address', 'https://[x]/a.zip', 'error'],
    ['brackets that do', 'https://[::1]/a-1.0-py3-none-any.whl', ['a ==1.0']],
    ['a platform tag may be anything', './a-1.0-py3-none(-any.whl', ['a ==1.0']],
    ['an interpreter tag is an identifier', './a-1.0-3py-none-any.whl', 'error'],
    ['a trusted host', '--trusted-host h:80', []],
    ['none', '--trusted-host ""', 'error'],
    ['a port that is none', '--trusted-host h:eighty', 'error'],
    ["another machine's file", 'file://h.example/a-1.0-py3-none-any.whl', 'error'],
    ["another machine's file by name", 'a @ file://h.example/a.zip', 'error'],
    ['a file of this machine', 'file://localhost/a-1.0-py3-none-any.whl', ['a ==1.0']],
    ['the scheme of files in capitals', 'a @ FILE:///a.zip', 'error'],
    ['a file that is to be edited is named by its fragment alone', '-e file:///w/a-1.0-py3-none-any.whl#egg=b', ['b ']],
    ['whatever it is called', '-e file:///w/a.whl#egg=a', ['a ']],
  ])('%s', (_, line, expected) => {
    expect(read(`${line}\n`)).toEqual(expected);
  });

  it.each<[string, readonly string[]]>([
    ['Idx.Example', ['idx.example']],
    ['idx.example# --no-index', ['idx.example']],
    ['user:pass@idx.example:0443/simple', ['idx.example:443']],
    ['http://idx.example', ['http']],
    ['::1', ['::1']],
    ['[::1]:8080', ['[::1]:8080']],
  ])('--trusted-host %s', (value, expected) => {
    const { settings } = readPipTree('requirements.txt', ['.'], {
      isFile: () => false,
      isDirectory: () => false,
      entries: () => parseRequirementsFile(Buffer.from(`--trusted-host ${value}\n`)),
    });
    expect(settings.trustedHosts).toEqual(expected);
  });

  it('an empty index URL is none', () => {
    const { settings } = readPipTree('requirements.txt', ['.'], {
      isFile: () => false,
      isDirectory: () => false,
      entries: () => parseRequirementsFile(Buffer.from('--index-url https://i.example/s\n--index-url=""\n')),
    });
    expect(settings.indexUrl).toBe('https://i.example/s');
  });

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['flask --no-binary=:all:', [':all:'], [], []],
    ['-e ./pkg --only-binary=six,Foo_Bar', [], ['foo-bar', 'six'], []],
    ['-c more.txt --no-binary=six', ['six'], [], []],
    ['flask --all-releases=six --pre', [], [], ['six']],
    ['--pre --no-binary=six', ['six'], [], [':all:']],
  ])('options of %s hold for the whole file', (line, noBinary, onlyBinary, allReleases) => {
    const { settings } = readPipTree('requirements.txt', ['.'], {
      isFile: () => false,
      isDirectory: () => true,
      entries: (path) => parseRequirementsFile(Buffer.from(path === 'requirements.txt' ? `${line}\n` : '')),
    });
    expect(settings).toMatchObject({ noBinary, onlyBinary, allReleases });
  });

  it.each<[string, number, string | readonly string[]]>([
    ['cp437', 0x85, ['flask ']],
    ['cp850', 0xff, ['flask ']],
    ['mac_roman', 0x85, ['flask ']],
    ['cp1252', 0x81, 'error'],
    ['ascii', 0x85, 'error'],
    ['no-such', 0x41, 'error'],
  ])('in %s', (encoding, byte, expected) => {
    expect(read(Buffer.concat([Buffer.from(`# coding: ${encoding}\n#`), Buffer.from([byte]), Buffer.from('\nflask\n')]))).toEqual(
      expected,
    );
  });

  it.each<[string, readonly string[]]>([
    ['a @ ./lib[x,y]', ['x', 'y']],
    ['a[z] @ .[x] ; os_name == "posix"', ['x']],
    ['a[z] @ ./lib', ['z']],
  ])('brackets that end a line are its extras: %s', (line, expected) => {
    const { lines } = readPipTree('requirements.txt', ['.'], {
      isFile: () => false,
      isDirectory: () => false,
      entries: () => parseRequirementsFile(Buffer.from(`${line}\n`)),
    });
    expect(lines.map(({ requirement }) => requirement.extras)).toEqual([expected]);
  });
});
