import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProperties } from '../../../analyzers/jvm/gradle/evaluation/properties.ts';
import { parseLockfile } from '../../../analyzers/jvm/gradle/locks/locks.ts';
import { parseScript } from '../../../analyzers/jvm/gradle/script/syntax.ts';
import { assembled, groovy, kotlin } from './read.ts';

const SANE = "\ndependencies { implementation 'a:b:1' }\n";

describe('bad input is a diagnostic', () => {
  it.each<[string, string]>([
    ['10,000 nested braces', '{'.repeat(10_000)],
    ['10,000 nested blocks', 'a { '.repeat(10_000)],
    ['10,000 nested parentheses', `x = ${'('.repeat(10_000)}`],
    ['10,000 nested lists', `x = ${'['.repeat(10_000)}`],
    ['10,000 negations', `x = ${'!'.repeat(10_000)}true`],
    ['10,000 links of a chain', `x = a${'.b()'.repeat(10_000)}`],
    ['10,000 additions', `x = 1${' + 1'.repeat(10_000)}`],
    ['a string without an end', `def x = "abc`],
    ['a triple-quoted string without an end', `def x = """abc\n\n`],
    ['an interpolation without an end', 'def x = "${abc'],
    ['strings in strings in strings', `def x = ${'"${'.repeat(2_000)}`],
    ['a comment without an end', '/* abc'],
    ['closing brackets that close nothing', '}}}))]]'],
    ['a heredoc of dollars', '$/ $$$ /$ $/'],
    ['NULs and odd characters', '\u0000\u0001\ufeff§°€\ud800'],
    ['a class that goes on', 'class A extends B { void run() { '],
    ['keywords alone', 'if for while val def fun = . , ; ? :'],
    ['a lone surrogate in an escape', 'def x = "\\ud83d\\u12"'],
  ])('%s', (_, text) => {
    for (const name of ['build.gradle', 'build.gradle.kts']) {
      const { units, diagnostics } = assembled({ [name]: text, 'other/build.gradle': SANE });
      expect(units.find(({ path }) => path === 'other')?.dependencies.map(({ name: own }) => own)).toEqual(['a:b']);
      for (const one of diagnostics) expect(one.line).toBeGreaterThan(0);
    }
  });

  it.each<[string, string]>([
    ['a string without an end on its line', "def x = 'abc"],
    ['an odd statement', 'def ( = [ ] )'],
    ['a closing bracket too many', 'println(1))'],
  ])('%s does not hide what follows', (_, text) => {
    expect(groovy(text + SANE)).toEqual(['implementation a:b:1']);
  });

  it('says where a script could not be read to its end', () => {
    const { diagnostics } = assembled({ 'build.gradle': `${SANE}\ndef x = "abc\n${SANE}/* open` });
    expect(diagnostics.filter(({ code }) => code === 'gradle/syntax').map(({ line, incomplete }) => [line, incomplete])).toEqual([
      [4, true],
      [7, true],
    ]);
  });

  it.each([
    ['a block', '\nandroid {\n  x {\n}\n', 2],
    ['a call within a block', '\nandroid {\n  x(1\n}\n', 3],
    ['a list of projects', '\ninclude ("a",\n', 2],
  ])('says where %s begins that nothing closes', (_, text, line) => {
    for (const name of ['build.gradle', 'settings.gradle', 'build.gradle.kts']) {
      const { diagnostics } = assembled({ [name]: text, 'a/build.gradle': SANE });
      expect(diagnostics.filter(({ code }) => code === 'gradle/syntax')).toMatchObject([{ line, file: name, incomplete: true }]);
    }
  });

  it('a function that may call itself again, as only a run would tell, hides nothing', () => {
    const { units, diagnostics } = assembled({
      'build.gradle':
        "def all(p) { def found = p.computed(); if (found.size() > 0) { found.each { all(it) } }; found }\nall(project)\ndependencies { implementation 'k:l:1' }",
    });
    expect(diagnostics).toEqual([]);
    expect(units[0]?.dependencies.map(({ name }) => name)).toEqual(['k:l']);
  });

  it('bounded work: calls that call themselves, loops in loops', () => {
    const { diagnostics } = assembled({ 'build.gradle': 'def f(x) { f(x) }\nf(1)\ndef g = { it -> g(it); g(it) }\ng(1)' });
    expect(diagnostics.map(({ code }) => code)).toContain('gradle/too-much');
    const list = `[${'1,'.repeat(300)}]`;
    const nested = `${list}.each { a -> ${list}.each { b -> ${list}.each { c -> dependencies { implementation "g:x\${c}:1" } } } }`;
    expect(assembled({ 'build.gradle': nested }).diagnostics.map(({ code }) => code)).toContain('gradle/too-much');
  });

  it('large builds: what each of many projects is told is read to the end', () => {
    const names = Array.from({ length: 400 }, (_, at) => `p${at}`);
    const lines = Array.from({ length: 200 }, (_, at) => `tasks.register('t${at}') { description = "t\${1 + 1}" }`);
    const { diagnostics, units } = assembled({
      'settings.gradle': `include ${names.map((name) => `'${name}'`).join(', ')}`,
      'build.gradle': `subprojects {\n${lines.join('\n')}\napply plugin: 'java'\ndependencies { implementation 'a:b:1' } }`,
      ...Object.fromEntries(names.map((name) => [`${name}/build.gradle`, ''])),
    });
    expect(diagnostics).toEqual([]);
    expect(units.filter(({ dependencies }) => dependencies.length === 1)).toHaveLength(400);
  });

  it('thousands of methods of one name', () => {
    const methods = Array.from({ length: 20_000 }, (_, at) => `def f(${`a${at}`}) { }`).join('\n');
    const { units } = assembled({
      'build.gradle': `${methods}\n${'f(1)\n'.repeat(20_000)}dependencies { implementation 'k:l:1' }`,
    });
    expect(units[0]?.dependencies.map(({ name }) => name)).toEqual(['k:l']);
  }, 10_000);

  it.each<[string, string]>([
    ['texts', '"x:y:1"; NEXT "${a}${a}"'],
    ['sums', '"x:y:1"; NEXT a + a'],
    ['lists', '["x:y:1"]; NEXT a + a'],
    ['lists of lists', '["x:y:1"]; NEXT [a, a]'],
    ['lists made flat', '["x:y:1"]; NEXT [a, a].flatten()'],
    ['lists of made lists', '["x:y:1", "x:z:1"]; NEXT a.collectMany { a }'],
    ['joined lists', '"x:y:1"; NEXT [a, a].join(",")'],
    ['replacements', '"x:y:1"; NEXT a.replace("x", "xx")'],
    ['lists in one', '["x:y:1"]; NEXT [a]'],
  ])('values made of values: %s', (_, steps) => {
    const [first = '', next = ''] = steps.split('; NEXT ');
    const grown = `def a = ${first}\n${`a = ${next}\n`.repeat(150)}dependencies { implementation a; implementation 'k:l:1' }`;
    const { units, diagnostics } = assembled({ 'build.gradle': grown });
    expect(diagnostics.map(({ code, line, message }) => [code, line, message])).toContainEqual([
      'gradle/too-much',
      expect.any(Number),
      expect.stringContaining('longer than can be followed'),
    ]);
    expect(units.flatMap(({ dependencies }) => dependencies.map(({ name }) => name))).toContain('k:l');
  });

  it('scripts that apply each other, builds that include each other', () => {
    const { units } = assembled({
      'settings.gradle': "includeBuild 'b'\ninclude ':a'",
      'b/settings.gradle': "includeBuild '..'",
      'build.gradle': `apply from: 'x.gradle'${SANE}`,
      'x.gradle': "apply from: 'build.gradle'",
      'a/build.gradle': "dependencies { implementation project(':'); implementation project(':a') }",
      'b/build.gradle': SANE,
    });
    expect(units.map(({ path }) => path)).toEqual(expect.arrayContaining(['.', 'a', 'b']));
  });

  it('paths that leave the tree are never read', () => {
    const { diagnostics } = assembled({
      'build.gradle':
        "apply from: '../../etc/passwd.gradle'\napply from: 'https://example.org/x.gradle'\ndependencies { implementation 'a:b:1' }",
    });
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual([
      'gradle/script-not-found 1',
      'gradle/remote-script 2',
    ]);
  });

  it('names like those of every object stay data', () => {
    expect(
      groovy(
        "ext.__proto__ = '1'\next.constructor = '2'\ndependencies { implementation \"a:b:$constructor\"; toString 'a:c:1' }",
      ),
    ).toEqual(['implementation a:b:2', 'toString a:c:1']);
    expect(kotlin('dependencies { implementation(libs.constructor.prototype) }')).toEqual([]);
  });

  it('a file is no module, whatever its path is made of', () => {
    const script = 'dependencies { implementation(files(libs.javaClass.superclass.protectionDomain.codeSource.location)) }';
    const { diagnostics } = assembled({ 'build.gradle.kts': script, 'gradle/libs.versions.toml': '[libraries]\na = "x:y:1"\n' });
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
  });

  it('catalogs that are no TOML, that refer to nothing, that name nothing', () => {
    const files = { 'build.gradle': 'dependencies { implementation libs.a }' };
    const codes = (toml: string) =>
      assembled({ ...files, 'gradle/libs.versions.toml': toml }).diagnostics.map(({ code }) => code);
    expect(codes('[libraries\n')).toContain('toml/syntax');
    expect(codes('[libraries]\na = { module = "x:y", version.ref = "no" }')).toContain('gradle/catalog');
    expect(codes('[libraries]\na = 3\n[bundles]\nb = ["c"]\n[versions]\nv = {}')).toEqual(
      expect.arrayContaining(['gradle/catalog', 'gradle/unknown-alias']),
    );
  });
});

describe('any text', () => {
  const alphabet = fc.constantFrom(
    ...'{}()[]"\'$/\\*.,;:=<>!?&|+-@#\n \tab1_'.split(''),
    'dependencies',
    'implementation',
    '"""',
    '/*',
    '*/',
    '//',
    '${',
    'if',
    'else',
    'val ',
    'def ',
    'for (',
    'a:b:1',
    '->',
    '?.',
    '!!',
  );
  const text = fc.array(alphabet, { maxLength: 120 }).map((parts) => parts.join(''));

  it('is read without a crash and to its end', () => {
    fc.assert(
      fc.property(text, (source) => {
        for (const dialect of ['groovy', 'kotlin'] as const) parseScript(source, dialect);
        parseProperties(source);
        parseLockfile({ path: 'gradle.lockfile', text: source });
        assembled({ 'build.gradle': source, 'settings.gradle': source, 'a/build.gradle.kts': source });
      }),
      { numRuns: 300 },
    );
  });

  it('before a block of its own line does not hide the block', () => {
    // Brackets and quotes may swallow what follows; plain words and marks may not.
    const plain = fc.array(fc.constantFrom('a', 'b.c', '1', '=', '+', ',', '.', 'x y', "'s'", 'true', '::', '@A'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(plain, (parts) => {
        const script = `${parts.join(' ')}\n;\ndependencies { implementation 'a:b:1' }`;
        expect(groovy(script)).toContain('implementation a:b:1');
      }),
      { numRuns: 300 },
    );
  });
});
