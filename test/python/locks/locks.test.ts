import { describe, expect, it } from 'vitest';
import { assemble, codes, dependencies, shown, unitAt } from '../assemble.ts';

describe('locks', () => {
  const project = '[project]\nname = "a"\ndependencies = ["flask>=2"]\n';

  it('uv.lock: versions, edges that hold for the target, sizes', () => {
    const lock = `version = 1
[[package]]
name = "a"
source = { virtual = "." }
[[package]]
name = "flask"
version = "3.0.3"
source = { registry = "https://index.example.org" }
dependencies = [{ name = "colorama", marker = "sys_platform == 'win32'" }, { name = "werkzeug" }]
wheels = [{ url = "https://files.example.org/flask-3.0.3-py3-none-any.whl", size = 101735 }]
[[package]]
name = "werkzeug"
version = "3.0.6"
[[package]]
name = "colorama"
version = "0.4.6"
`;
    const unit = unitAt(assemble({ 'pyproject.toml': project, 'uv.lock': lock }).units, '.');
    expect(unit.dependencies.map(shown)).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3',
    ]);
    expect(unit.dependencies[0]?.size).toEqual({ bytes: 101735, of: 'wheel' });
    expect(unit.demands.find(({ strength, key }) => strength === 'locked' && key === 'flask')?.origin).toMatchObject({
      file: 'uv.lock',
      line: 6,
    });
  });

  it.each([
    [
      'uv.lock',
      'version = 1\n[[distribution]]\nname = "flask"\nversion = "3.0.3"\ndependencies = [{ name = "werkzeug" }]\n[[distribution]]\nname = "werkzeug"\nversion = "3.0.6"\n',
    ],
    [
      'poetry.lock',
      '[[package]]\nname = "flask"\nversion = "3.0.3"\ncategory = "main"\n[package.dependencies]\nWerkzeug = ">=3"\n[[package]]\nname = "werkzeug"\nversion = "3.0.6"\ncategory = "main"\n',
    ],
    [
      'pdm.lock',
      '[[package]]\nname = "flask"\nversion = "3.0.3"\ngroups = ["default"]\ndependencies = ["Werkzeug>=3"]\n[[package]]\nname = "werkzeug"\nversion = "3.0.6"\n',
    ],
    [
      'pylock.toml',
      'lock-version = "1.0"\n[[packages]]\nname = "flask"\nversion = "3.0.3"\ndependencies = [{name = "werkzeug"}]\n[[packages]]\nname = "werkzeug"\nversion = "3.0.6"\n',
    ],
  ])('%s', (name, lock) => {
    expect(dependencies({ 'pyproject.toml': project, [name]: lock })).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'default/runtime werkzeug ==3.0.6 = 3.0.6 via flask@3.0.3',
    ]);
  });

  it("pylock.toml: the lock's default groups are what is always installed", () => {
    const entryOf = (name: string, group: string) =>
      `[[packages]]\nname = "${name}"\nversion = "1.0"\nmarker = "'${group}' in dependency_groups"\n`;
    const lock = `lock-version = "1.0"\ndependency-groups = ["run", "worker"]\ndefault-groups = ["run"]\n${entryOf('a', 'run')}${entryOf('b', 'worker')}`;
    const { demands } = unitAt(assemble({ 'pylock.toml': lock }).units, '.');
    expect(demands.map(({ group, key }) => `${group} ${key}`)).toEqual(['default a', 'worker b']);
  });

  it('pylock.toml alone says which interpreters it holds for; one of a later version is left out', () => {
    const lock = (version: string): string =>
      `lock-version = "${version}"\nrequires-python = ">=3.12"\n[[packages]]\nname = "a"\nversion = "1.0"\n`;
    const pythons = (files: Readonly<Record<string, string>>) =>
      assemble(files).units.flatMap(({ runtimes }) => runtimes.map(({ constraint, origin }) => `${constraint} ${origin.file}`));
    expect(pythons({ 'pylock.toml': lock('1.1') })).toEqual(['>=3.12 pylock.toml']);
    expect(pythons({ 'pylock.toml': lock('1.0'), 'requirements.txt': 'a\n' })).toEqual([]);
    const later = assemble({ 'pylock.toml': lock('2.0') });
    expect(later.units).toEqual([]);
    expect(later.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'python/invalid-lock',
        'its lock-version is 2.0, so the lock is left out; write it anew with the tool of its created-by, as 1.0',
      ],
    ]);
  });

  it('that no longer fits its manifest gives no resolved version', () => {
    const lock = '[[package]]\nname = "flask"\nversion = "1.1.4"\n';
    expect(dependencies({ 'pyproject.toml': project, 'poetry.lock': lock })).toEqual(['default/runtime flask >=2']);
  });

  it('uv.lock: what extras and groups that exclude each other have is told by the entry of the project itself', () => {
    const old = "extra == 'extra-3-app-old'";
    const needs = (marker: string, version: string): string =>
      `{ name = "werkzeug", version = "${version}"${marker === '' ? '' : `, marker = "${marker}"`} }`;
    const lock = [
      '[[package]]\nname = "app"\nversion = "1.0"',
      `dependencies = [${needs(old, '2.3')}, ${needs(old.replace('==', '!='), '3.0')}]`,
      `[package.optional-dependencies]\nold = [${needs('', '2.3')}]`,
      `[package.dev-dependencies]\nlast = [${needs('', '3.0')}]`,
      ...['2.3', '3.0'].map((version) => `[[package]]\nname = "werkzeug"\nversion = "${version}"`),
    ].join('\n');
    const manifest =
      '[project]\nname = "app"\ndependencies = ["werkzeug"]\noptional-dependencies = { old = ["werkzeug"] }\n[dependency-groups]\nlast = ["werkzeug"]\n';
    expect(dependencies({ 'pyproject.toml': manifest, 'uv.lock': lock })).toEqual([
      'default/runtime werkzeug = 3.0',
      'old/optional werkzeug = 2.3',
      'last/optional werkzeug = 3.0',
    ]);
  });

  const grouped = `${project}[project.optional-dependencies]\nfast = ["httpx[http2]"]\n[dependency-groups]\ndev = ["werkzeug", "pytest"]\n`;
  const entry = (name: string, more: string): string => `[[package]]\nname = "${name}"\nversion = "1.0"\n${more}\n`;

  it.each([
    [
      'uv.lock',
      [
        entry('flask', 'dependencies = [{ name = "werkzeug", extra = ["watchdog"] }]').replace('1.0', '3.0'),
        entry(
          'werkzeug',
          '[package.optional-dependencies]\nwatchdog = [{ name = "watchdog" }, { name = "wincon", marker = "sys_platform == \'win32\'" }]',
        ),
        ...['watchdog', 'wincon', 'pytest', 'h2'].map((name) => entry(name, '')),
        entry('httpx', '[package.optional-dependencies]\nhttp2 = [{ name = "h2" }]'),
      ],
    ],
    [
      'poetry.lock',
      [
        entry('flask', 'groups = ["main"]\n[package.dependencies]\nwerkzeug = { version = "*", extras = ["watchdog"] }').replace(
          '1.0',
          '3.0',
        ),
        entry(
          'werkzeug',
          'groups = ["main", "dev"]\n[package.extras]\nwatchdog = ["watchdog (>=2)", "wincon ; sys_platform == \\"win32\\""]',
        ),
        entry('watchdog', 'groups = ["main"]'),
        entry('wincon', 'groups = ["main"]\nmarkers = "sys_platform == \'win32\'"'),
        entry('pytest', 'groups = ["dev"]'),
        entry(
          'httpx',
          'optional = true\ngroups = ["main"]\nmarkers = "extra == \'fast\'"\n[package.extras]\nhttp2 = ["h2 (>=3,<5)"]',
        ),
        entry(
          'h2',
          'optional = true\ngroups = ["main", "dev"]\nmarkers = { main = "extra == \'fast\'", dev = "python_version < \'3.8\'" }',
        ),
      ],
    ],
    [
      'pdm.lock',
      [
        entry('flask', 'groups = ["default"]\ndependencies = ["werkzeug[watchdog]"]').replace('1.0', '3.0'),
        entry('werkzeug', 'groups = ["default", "dev"]'),
        entry(
          'werkzeug',
          'extras = ["watchdog"]\ngroups = ["default"]\ndependencies = ["werkzeug==1.0", "watchdog", "wincon; sys_platform == \'win32\'"]',
        ),
        entry('watchdog', 'groups = ["default"]'),
        entry('wincon', 'groups = ["default"]\nmarker = "sys_platform == \'win32\'"'),
        entry('pytest', 'groups = ["dev"]'),
        entry('httpx', 'groups = ["fast"]'),
        entry('httpx', 'extras = ["http2"]\ngroups = ["fast"]\ndependencies = ["h2", "httpx==1.0"]'),
        entry('h2', 'groups = ["fast"]'),
      ],
    ],
  ])('%s: each group with what it reaches, extras with their own extras and markers', (name, entries) => {
    expect(
      dependencies({ 'pyproject.toml': grouped, [name]: entries.join('') }).map((one) => one.replace(/ ;.*(?= via)/, '')),
    ).toEqual([
      'default/runtime flask >=2 = 3.0',
      'fast/optional httpx = 1.0',
      'dev/dev werkzeug = 1.0',
      'dev/dev pytest = 1.0',
      'default/runtime werkzeug ==1.0 = 1.0 via flask@3.0',
      'default/runtime watchdog ==1.0 = 1.0 via flask@3.0 werkzeug@1.0',
      'fast/optional h2 ==1.0 = 1.0 via httpx@1.0',
    ]);
  });

  const pixi = `version: 6
environments:
  default:
    channels:
    - url: https://conda.example/forge/
    packages:
      linux-64:
      - conda: https://conda.example/forge/linux-64/python-3.12.1-h_cpython.conda
      - pypi: https://files.example/flask-3.0.3-py3-none-any.whl
      - pypi: https://files.example/werkzeug-3.0.6-py3-none-any.whl
      - pypi: ./
      win-64:
      - pypi: https://files.example/flask-3.0.3-py3-none-any.whl
      - pypi: https://files.example/werkzeug-3.0.1-py3-none-any.whl
  test:
    packages:
      linux-64:
      - pypi: https://files.example/flask-3.0.3-py3-none-any.whl
      - pypi: git+https://git.example/pytest.git?rev=main#abc
packages:
- conda: https://conda.example/forge/linux-64/python-3.12.1-h_cpython.conda
  md5: '1'
- pypi: https://files.example/flask-3.0.3-py3-none-any.whl
  name: Flask
  version: 3.0.3
  requires_dist:
  - werkzeug>=3
  - asgiref>=3.2 ; extra == 'async'
  requires_python: '>=3.8'
- pypi: https://files.example/werkzeug-3.0.1-py3-none-any.whl
  name: werkzeug
  version: 3.0.1
- pypi: https://files.example/werkzeug-3.0.6-py3-none-any.whl
  name: werkzeug
  version: 3.0.6
- pypi: git+https://git.example/pytest.git?rev=main#abc
  name: pytest
  version: 8.0.0
- pypi: ./
  name: a
  version: 0.1.0
`;

  it('pixi.lock: environments are groups, and platforms have versions of their own', () => {
    const manifest = `[workspace]\nname = "a"\n[pypi-dependencies]\nflask = ">=2"\n[feature.test.pypi-dependencies]\npytest = "*"\n[environments]\ntest = ["test"]\n`;
    const files = { 'pixi.toml': manifest, 'pixi.lock': pixi };
    expect(dependencies(files)).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'test/test pytest = 8.0.0',
      "default/runtime werkzeug ==3.0.6 = 3.0.6 ; (sys_platform == 'linux' and platform_machine == 'x86_64') via flask@3.0.3",
    ]);
    const { demands, manifests } = unitAt(assemble(files).units, '.');
    expect(demands.find(({ strength, key }) => strength === 'locked' && key === 'werkzeug')?.origin).toEqual({
      file: 'pixi.lock',
      line: 34,
    });
    expect(manifests.map(({ kind, role }) => `${kind} ${role}`)).toEqual(['pixi manifest', 'pixi-lock lock']);
    expect(codes({ 'pixi.lock': 'version: 6\npypi: what\n' })).toEqual(['python/invalid-lock']);
    expect(codes(files)).toEqual([]);
    for (const part of [0.6, 0.75, 0.9])
      expect(codes({ ...files, 'pixi.lock': pixi.slice(0, Math.floor(pixi.length * part)) })).toEqual(['python/invalid-lock']);
  });

  it('conda-lock.yml: what pip installs, by category and platform', () => {
    const entry = (name: string, version: string, platform: string, more: string) =>
      `- name: ${name}\n  version: ${version}\n  manager: pip\n  platform: ${platform}\n${more}`;
    const lock = [
      'version: 1\nmetadata:\n  platforms:\n  - linux-64\n  - osx-arm64\npackage:',
      '- name: python\n  version: 3.11.4\n  manager: conda\n  platform: linux-64\n  dependencies: {}\n  category: main',
      entry('flask', '3.0.3', 'linux-64', "  dependencies:\n    werkzeug: '>=3'\n  category: main\n  optional: false"),
      entry('flask', '3.0.3', 'osx-arm64', "  dependencies:\n    werkzeug: '>=3'\n  category: main\n  optional: false"),
      entry('werkzeug', '3.0.6', 'linux-64', '  category: main'),
      entry('pytest', '8.0.0', 'linux-64', '  category: dev'),
      entry('mine', '1.0', 'linux-64', '  source:\n    type: url\n    url: https://files.example/mine.zip\n  category: main'),
    ].join('\n');
    const environment =
      'name: a\ndependencies:\n- python=3.11\n- pip:\n  - flask>=2\n  - mine @ https://files.example/mine.zip\n';
    expect(dependencies({ 'environment.yml': environment, 'conda-lock.yml': lock })).toEqual([
      'default/runtime flask >=2 = 3.0.3',
      'default/runtime mine https://files.example/mine.zip = 1.0',
      "default/runtime werkzeug ==3.0.6 = 3.0.6 ; (sys_platform == 'linux' and platform_machine == 'x86_64') via flask@3.0.3",
      "dev/dev pytest ==8.0.0 = 8.0.0 ; (sys_platform == 'linux' and platform_machine == 'x86_64')",
    ]);
    expect(unitAt(assemble({ 'x/prod.conda-lock.yml': lock }).units, 'x').dependencies).toHaveLength(4);
    expect(codes({ 'environment.yml': environment, 'conda-lock.yml': lock })).toEqual([]);
    expect(
      codes({ 'environment.yml': environment, 'conda-lock.yml': lock.slice(0, lock.indexOf('  category: dev') - 20) }),
    ).toEqual(['python/invalid-lock']);
    expect(
      codes({
        'environment.yml': environment,
        'conda-lock.yml': lock.slice(0, lock.indexOf('  platform: linux-64\n  category: dev')),
      }),
    ).toEqual(['python/invalid-lock']);
    expect(assemble({ 'y/conda-lock.yml': 'version: 1\npackage:\n- name: python\n  manager: conda\n' }).units).toEqual([]);
  });
});
