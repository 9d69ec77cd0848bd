import { describe, expect, it } from 'vitest';
import { parseIni } from '../../../analyzers/python/manifests/ini.ts';
import { sourceFile } from '../../../src/discover/tree.ts';
import { assemble, codes, dependencies, shown, unitAt } from '../assemble.ts';

/** Each case says what setuptools 84 makes of the file. */
describe('setup.cfg as setuptools reads it', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'options that are indented themselves',
      '  install_requires =\n      flask\n  python_requires = >=3.8\n',
      ['default/runtime flask'],
    ],
    ['a list on one line', 'install_requires = flask; click>=8\n', ['default/runtime flask', 'default/runtime click >=8']],
    ['a comment behind a requirement', 'install_requires = flask # for the site\n', ['default/runtime flask']],
    [
      'comments and gaps inside of a list',
      'install_requires =\n    flask\n# old\n    ; older\n\n    click\n',
      ['default/runtime flask', 'default/runtime click'],
    ],
    ['a line that goes on', 'install_requires =\n    flask \\\n    >=2\n', ['default/runtime flask >=2']],
    ['a colon for the equals sign, a dash, capitals', 'Install-Requires:\n\tflask\n', ['default/runtime flask']],
    [
      'a percent sign',
      'install_requires =\n    a @ https://h.example/a%%20b.zip\n',
      ['default/runtime a https://h.example/a%20b.zip'],
    ],
  ])('%s', (_, options, expected) => {
    const files = { 'setup.cfg': `[metadata]\nname = app\n[options]\n${options}` };
    expect(dependencies(files)).toEqual(expected);
    expect(codes(files)).toEqual([]);
  });

  it('what refers to other options keeps their places', () => {
    const text = `[DEFAULT]
least = 7
[metadata]
name = app
[options.extras_require]
unit = pytest>=%(least)s
web =
    flask
every =
    %(unit)s
    %(web)s
    rich
`;
    const { units, diagnostics } = assemble({ 'setup.cfg': text });
    const every = unitAt(units, '.').dependencies.filter(({ group }) => group === 'every');
    expect(every.map(shown)).toEqual(['every/optional pytest >=7', 'every/optional flask', 'every/optional rich']);
    expect(every.map(({ origin }) => origin.line)).toEqual([6, 8, 12]);
    expect(diagnostics).toEqual([]);
  });

  it('extras from files', () => {
    const files = {
      'setup.cfg': '[metadata]\nname = app\n[options.extras_require]\ndocs = file: docs/needs.txt\n',
      'docs/needs.txt': 'sphinx\n',
    };
    expect(dependencies(files)).toEqual(['docs/dev sphinx']);
  });

  it.each<[string, string]>([
    ['a line without a value', 'install_requires = flask\nclick\n'],
    ['an option twice', 'install_requires = flask\ninstall_requires = click\n'],
    ['a section twice', 'install_requires = flask\n[options]\n'],
    ['a name that nothing has', 'install_requires =\n    flask\n    %(more)s\n'],
    ['a percent sign alone', 'install_requires =\n    flask\n[tool:pytest]\naddopts = 100%\n'],
    ['options that refer to each other', 'install_requires =\n    flask\n[x]\na = %(b)s\nb = %(a)s\n'],
    ['a marker where a list is expected', 'install_requires = flask; python_version < "4"\n'],
  ])('setuptools refuses %s: it is told, with its line', (_, options) => {
    const { diagnostics } = assemble({ 'setup.cfg': `[options]\n${options}` });
    expect([...new Set(diagnostics.map(({ code }) => code))]).toEqual(['python/invalid-setup-cfg']);
  });

  it('files of other tools alone are nothing to complain of', () => {
    expect(codes({ 'setup.cfg': '[flake8]\nformat = %(path)s\nmax\n', 'requirements.txt': 'flask\n' })).toEqual([]);
  });

  it('references that would grow without end are refused soon', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `a${level} =${` %(a${level + 1})s`.repeat(200)}\n`);
    const { problems } = parseIni(sourceFile('setup.cfg', Buffer.from(`[x]\n${levels.join('')}a9 = flask\n`)));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(9);
  });
});
