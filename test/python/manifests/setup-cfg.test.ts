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

/** Each case says what pip installs, by the metadata that setuptools 84, Poetry and Hatch write. */
describe('setup.py and setup.cfg beside each other and beside pyproject.toml', () => {
  const SETUP = 'setup(install_requires=["flask<2"], extras_require={"a": ["six"]})\n';
  const CFG = '[options]\ninstall_requires = click\n[options.extras_require]\nb = attrs\n';
  const project = (more: string, backend = 'setuptools.build_meta') =>
    `[project]\nname = "own"\nversion = "1"\n${more}\n[build-system]\nbuild-backend = "${backend}"\n`;
  const [flask, six, click, attrs] = ['default/runtime flask <2', 'a/optional six', 'default/runtime click', 'b/optional attrs'];
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['both old ones', { 'setup.py': SETUP, 'setup.cfg': CFG }, [flask, six]],
    ['a setup() of nothing', { 'setup.py': 'setup()\n', 'setup.cfg': CFG }, [click, attrs]],
    ['a setup() of extras', { 'setup.py': 'setup(extras_require={"a": ["six"]})\n', 'setup.cfg': CFG }, [click, six]],
    [
      'a [project] that states them',
      { 'pyproject.toml': project('dependencies = ["flask>=3"]'), 'setup.py': SETUP, 'setup.cfg': CFG },
      ['default/runtime flask >=3'],
    ],
    ['a [project] that says nothing', { 'pyproject.toml': project(''), 'setup.py': 'setup(install_requires=read())' }, []],
    ['dynamic dependencies', { 'pyproject.toml': project('dynamic = ["dependencies"]'), 'setup.py': SETUP }, [flask]],
    ['dynamic extras', { 'pyproject.toml': project('dynamic = ["optional-dependencies"]'), 'setup.cfg': CFG }, [attrs]],
    [
      'dynamic ones of a file',
      {
        'pyproject.toml': `${project('dynamic = ["dependencies"]')}[tool.setuptools.dynamic]\ndependencies = { file = "r.txt" }\n`,
        'r.txt': 'flask>=3\n',
        'setup.py': SETUP,
      },
      ['default/runtime flask >=3'],
    ],
    [
      'another back end',
      { 'pyproject.toml': project('dependencies = ["flask>=3"]', 'hatchling.build'), 'setup.py': SETUP },
      ['default/runtime flask >=3'],
    ],
    [
      'Poetry',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "own"\nversion = "1"\n[tool.poetry.dependencies]\nflask = "^3"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n',
        'setup.py': 'setup(install_requires=read())',
      },
      ['default/runtime flask ^3'],
    ],
    ['a back end of its own', { 'pyproject.toml': project('', 'backend'), 'setup.py': SETUP }, [flask, six]],
  ])('%s', (_, files, expected) => {
    expect(dependencies(files)).toEqual(expected);
    expect(codes(files)).not.toContain('python/computed-dependencies');
  });

  it('what was left behind is told', () => {
    expect(codes({ 'pyproject.toml': project(''), 'setup.py': SETUP })).toEqual(['python/left-behind']);
    expect(codes({ 'pyproject.toml': project('', 'flit_core.buildapi'), 'setup.cfg': CFG })).toEqual(['python/left-behind']);
    expect(codes({ 'setup.py': SETUP, 'setup.cfg': CFG })).toEqual(['python/left-behind']);
  });
});
