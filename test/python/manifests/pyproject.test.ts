import { describe, expect, it } from 'vitest';
import { assemble, codes, dependencies, shown, unitAt } from '../assemble.ts';

describe('projects beside a pyproject.toml', () => {
  const lib = '[project]\nname = "lib"\ndependencies = ["click<8"]\n';

  it.each<[written: string]>([
    ['{root:uri}/../lib'],
    ['{root:parent:uri}/lib'],
    ['{root:parent:parent:uri}/w/lib#egg=lib'],
    ['file://{root}/../lib'],
    ['file:///${PROJECT_ROOT}/../lib'],
  ])('are found from where Hatch and PDM count: %s', (written) => {
    const app = `[project]\nname = "app"\ndependencies = ["lib @ ${written}"]\n`;
    const { units } = assemble({ 'w/app/pyproject.toml': app, 'w/lib/pyproject.toml': lib });
    expect(unitAt(units, 'w/app').dependencies.map(({ name }) => name)).toEqual(['lib', 'click']);
  });

  it.each<[glob: string, isMember: boolean]>([
    ['apps/*', true],
    ['apps/?pi', true],
    ['apps/[ab]*', true],
    ['apps/[a-c]p[!x]', true],
    ['apps/[!a]*', false],
    ['apps/??', false],
    ['apps/*p*p?', false],
    ['a*s/*[i]', true],
  ])('are members of a uv workspace by its globs: %s', (glob, isMember) => {
    const root = `[tool.uv.workspace]\nmembers = ["${glob}", "lib"]\n[tool.uv.sources]\nlib = { workspace = true }\n`;
    const app = '[project]\nname = "app"\ndependencies = ["lib"]\n';
    const { units } = assemble({ 'pyproject.toml': root, 'apps/api/pyproject.toml': app, 'lib/pyproject.toml': lib });
    expect(unitAt(units, 'apps/api').dependencies.map(({ name }) => name)).toEqual(isMember ? ['lib', 'click'] : ['lib']);
  });
});

describe('pyproject.toml', () => {
  it('with tools alone, and the lock of nothing that uv writes beside it, is no service', () => {
    const tools = {
      'pyproject.toml': '[tool.isort]\nprofile = "black"\n',
      'uv.lock': 'version = 1\nrequires-python = ">=3.11"\n',
    };
    expect(assemble(tools).units).toEqual([]);
    expect(assemble({ ...tools, 'uv.lock': '[[package]]\nname = "six"\nversion = "1.17.0"\n' }).units).toHaveLength(1);
  });

  it('PEP 621 and 735: extras, groups with includes, self references, interpreters, scripts', () => {
    const files = {
      'pyproject.toml': `[project]
name = "My.App"
version = "1.0"
requires-python = ">=3.10"
dependencies = ["flask>=2", "requests~=2.31"]
[project.optional-dependencies]
redis = ["redis>=5"]
all = ["my-app[redis]"]
[project.scripts]
serve = "my_app:main"
[dependency-groups]
lint = ["ruff"]
dev = [{include-group = "lint"}, "pytest>=8"]
[build-system]
requires = ["hatchling"]
`,
    };
    const unit = unitAt(assemble(files).units, '.');
    expect(unit.name).toBe('My.App');
    expect(unit.dependencies.map(shown)).toEqual([
      'default/runtime flask >=2',
      'default/runtime requests ~=2.31',
      'redis/optional redis >=5',
      'all/optional redis >=5',
      'lint/dev ruff',
      'dev/dev pytest >=8',
      'dev/dev ruff',
      'build-system/build hatchling',
    ]);
    expect(unit.runtimes).toEqual([
      { name: 'python', constraint: '>=3.10', origin: { file: 'pyproject.toml', line: 4, column: 1 } },
    ]);
    expect(unit.entryPoints).toEqual([
      { name: 'serve', command: 'my_app:main', origin: { file: 'pyproject.toml', line: 10, column: 1 } },
    ]);
  });

  it.each([
    ['is that of what it brings', ['all = ["app[redis] ; os_name == \'nt\'"]'], ['all/optional redis >=5 ; os_name == "nt"']],
    [
      'joins those of its lines, however deep',
      [
        'all = ["app[some] ; os_name == \'nt\'", "six"]',
        'some = ["app[redis] ; python_version < \'3.9\'"]',
        'redis = ["redis ; sys_platform == \'linux\'"]',
      ],
      [
        'all/optional redis ; ((os_name == "nt") and (python_version < "3.9")) and (sys_platform == "linux")',
        'all/optional six',
        'some/optional redis ; (python_version < "3.9") and (sys_platform == "linux")',
      ],
    ],
    [
      'does not hide that another brings the same always',
      ['all = ["app[redis] ; os_name == \'nt\'", "app[redis]", "app[redis] ; os_name == \'java\'"]'],
      ['all/optional redis >=5 ; os_name == "nt"', 'all/optional redis >=5'],
    ],
    [
      'ends where extras bring each other',
      ['all = ["app[some] ; os_name == \'nt\'"]', 'some = ["app[all] ; os_name == \'java\'", "six"]'],
      ['all/optional six ; os_name == "nt"', 'some/optional six'],
    ],
  ])('a marker on a reference to an extra of its own %s', (_, extras, expected) => {
    const redis = extras.some((line) => line.startsWith('redis')) ? [] : ['redis = ["redis>=5"]'];
    const files = {
      'pyproject.toml': ['[project]', 'name = "app"', '[project.optional-dependencies]', ...redis, ...extras].join('\n'),
    };
    expect(dependencies(files).filter((one) => !one.startsWith('redis/'))).toEqual(expected);
  });

  it('Poetry: notation kept, groups, optional extras, several constraints, sources', () => {
    const files = {
      'pyproject.toml': `[tool.poetry]
name = "app"
[tool.poetry.dependencies]
python = "^3.9"
flask = "^3.0"
numpy = [{version = "<2", python = "<3.9"}, {version = ">=2", python = ">=3.9"}]
mysql = {version = "~1.2", optional = true}
lib = {git = "https://git.example.org/lib.git", tag = "v1"}
anything = "*"
[tool.poetry.extras]
db = ["mysql"]
[tool.poetry.group.dev.dependencies]
pytest = "^8"
[tool.poetry.group.worker.dependencies]
celery = ">=5"
`,
    };
    const unit = unitAt(assemble(files).units, '.');
    expect(unit.dependencies.map(shown)).toEqual([
      'default/runtime flask ^3.0',
      'default/runtime numpy <2 ; python_version < "3.9"',
      'default/runtime numpy >=2 ; python_version >= "3.9"',
      'default/runtime lib git+https://git.example.org/lib.git@v1',
      'default/runtime anything',
      'db/optional mysql ~1.2',
      'dev/dev pytest ^8',
      'worker/runtime celery >=5',
    ]);
    expect(unit.demands.filter(({ key }) => key === 'numpy').map(({ constraint }) => constraint)).toEqual(['>=2']);
    expect(unit.runtimes.map(({ constraint }) => constraint)).toEqual(['^3.9']);
  });

  it.each([
    ['dependencies = []\n', ['b', 'x/c']],
    ['dependencies = ["a"]\n', ['a']],
    ['dependencies = ["a"]\ndynamic = ["optional-dependencies"]\n', ['a']],
    ['dynamic = ["dependencies"]\noptional-dependencies = { y = ["a"] }\n', ['y/a', 'b']],
    ['dependencies = ["b>=1"]\n', ['b >=1']],
    ['', ['b', 'x/c']],
  ])('Poetry beside [project] with %j fills in what that leaves to it', (project, expected) => {
    const files = {
      'pyproject.toml': `[project]\nname = "app"\nversion = "1"\n${project}[tool.poetry.dependencies]\nb = "*"\nc = { version = "*", optional = true }\n[tool.poetry.extras]\nx = ["c"]\n`,
    };
    const found = unitAt(assemble(files).units, '.').dependencies.map(
      ({ group, name, constraint }) =>
        `${group === 'default' ? '' : `${group}/`}${name}${constraint === '' ? '' : ` ${constraint}`}`,
    );
    expect(found).toEqual(expected);
  });

  it.each([
    ['b = ">=1.2,<2"', ['b >=1', 'b >=1.2,<2']],
    ['b = { version = "^1.2", platform = "linux" }', ['b >=1 ; sys_platform == "linux"', 'b ^1.2 ; sys_platform == "linux"']],
    ['b = { git = "https://git.example.org/b.git" }', ['b git+https://git.example.org/b.git']],
    [
      'b = [{ git = "https://git.example.org/b.git", markers = "os_name == \'nt\'" }, { version = "<3", markers = "os_name != \'nt\'" }]',
      ["b git+https://git.example.org/b.git ; os_name == 'nt'", "b >=1 ; os_name != 'nt'", "b <3 ; os_name != 'nt'"],
    ],
  ])("Poetry's %s says more of what [project] asks for", (poetry, expected) => {
    const pyproject = `[project]\nname = "a"\ndependencies = ["b>=1"]\n[tool.poetry.dependencies]\n${poetry}\nunasked = "*"\n`;
    expect(dependencies({ 'pyproject.toml': pyproject }).map((one) => one.replace('default/runtime ', ''))).toEqual(expected);
  });

  it.each([
    [
      "Poetry's group of the same name says more of PEP 735's, and nothing by itself",
      '[tool.poetry.group.Worker.dependencies]\nb = "<2"\nc = "*"\n[dependency-groups]\nworker = ["b"]\n',
      ['worker/runtime b', 'worker/runtime b <2'],
    ],
    [
      "Poetry's groups include PEP 735's, and these Poetry's",
      '[tool.poetry.group.worker]\noptional = true\ninclude-groups = ["queue"]\n[tool.poetry.group.base.dependencies]\nb = "*"\n[dependency-groups]\nqueue = ["c", { include-group = "base" }]\n',
      ['queue/runtime c', 'queue/runtime b', 'worker/optional c', 'worker/optional b', 'base/runtime b'],
    ],
    [
      "PDM's older groups and PEP 735's of one name are one group",
      '[tool.pdm.dev-dependencies]\nWorker = ["-e git+https://git.example.org/c.git#egg=c[x]&subdirectory=py"]\n[dependency-groups]\nworker = ["b"]\nall-of = [{ include-group = "worker" }]\n',
      [
        'worker/dev b',
        'worker/dev c git+https://git.example.org/c.git#subdirectory=py',
        'all-of/optional b',
        'all-of/optional c git+https://git.example.org/c.git#subdirectory=py',
      ],
    ],
    [
      'Hatch environments take from their template what they leave out, but for detached ones',
      '[tool.hatch.envs.default]\ndependencies = ["b"]\n[tool.hatch.envs.run]\nextra-dependencies = ["c"]\n[tool.hatch.envs.deep]\ntemplate = "run"\ndependencies = ["d"]\n[tool.hatch.envs.alone]\ndetached = true\n',
      ['hatch-default/dev b', 'hatch-run/dev b', 'hatch-run/dev c', 'hatch-deep/dev d', 'hatch-deep/dev c'],
    ],
    [
      'Hatch environments with dependency groups',
      '[dependency-groups]\nServe = ["b", {include-group = "base"}]\nbase = ["c"]\n[tool.hatch.envs.run]\ndependency-groups = ["serve"]\n',
      ['Serve/optional b', 'Serve/optional c', 'base/optional c', 'hatch-run/dev b', 'hatch-run/dev c'],
    ],
  ])('%s', (_, tables, expected) => {
    const pyproject = `[project]\nname = "a"\n${tables.includes('tool.poetry') ? '[tool.poetry]\n' : ''}${tables}`;
    expect(dependencies({ 'pyproject.toml': pyproject })).toEqual(expected);
    expect(codes({ 'pyproject.toml': pyproject })).toEqual([]);
  });

  it.each([
    ['a = [{ include-group = "b" }]', 'there is no dependency group "b" to include'],
    ['a = [{ include-group = "A" }]', 'the dependency group "a" includes itself (a → a)'],
    ['a = [{ include-group = "b", x = 1 }]\nb = []', 'a group holds requirements and include-group tables only'],
    ['a-b = []\nA_B = []', '"a-b" and "A_B" are one dependency group by name'],
  ])('refuses the groups %j', (groups, message) => {
    const { diagnostics } = assemble({ 'pyproject.toml': `[project]\nname = "own"\n[dependency-groups]\n${groups}\n` });
    expect(diagnostics.map((one) => `${one.code}: ${one.message}`)).toEqual([`python/invalid-pyproject: ${message}`]);
  });

  it.each([
    ['python = ">3.11"', 'python_full_version > "3.11"'],
    ['python = "<=3.11"', 'python_full_version <= "3.11"'],
    ['python = "^3.9"', 'python_version >= "3.9" and python_version < "4"'],
    ['python = "3.11"', 'python_version == "3.11"'],
    ['platform = "!=win32"', 'sys_platform != "win32"'],
    ['platform = "linux || darwin"', 'sys_platform == "linux" or sys_platform == "darwin"'],
    ['platform = "!=win32, !=cygwin"', 'sys_platform != "win32" and sys_platform != "cygwin"'],
  ])("Poetry's %s is the marker %s", (condition, marker) => {
    const files = { 'pyproject.toml': `[tool.poetry.dependencies]\na = { version = "*", ${condition} }\n` };
    expect(unitAt(assemble(files).units, '.').dependencies.map((one) => one.marker)).toEqual([marker]);
  });

  it("uv: a root's sources hold for members that name none themselves, a source of an extra for that extra", () => {
    const files = {
      'pyproject.toml':
        '[tool.uv.workspace]\nmembers = ["m/*"]\n[tool.uv.sources]\ncore = { workspace = true }\nlib = { url = "https://files.example.org/lib-1.0-py3-none-any.whl" }\n',
      'm/api/pyproject.toml':
        '[project]\nname = "api"\ndependencies = ["core", "lib", "gpu"]\noptional-dependencies = { fast = ["gpu"] }\n[tool.uv.sources]\nlib = { git = "https://git.example.org/lib.git" }\ngpu = { git = "https://git.example.org/gpu.git", extra = "fast" }\n',
      'm/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\ndependencies = ["idna<3"]\n',
    };
    expect(dependencies(files, 'm/api')).toEqual([
      'default/runtime core',
      'default/runtime idna <3 via core@1',
      'default/runtime lib git+https://git.example.org/lib.git',
      'default/runtime gpu',
      'fast/optional gpu git+https://git.example.org/gpu.git',
    ]);
  });

  it('uv: sources, constraints, workspace members; a root without code of its own is no service', () => {
    const files = {
      'pyproject.toml':
        '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/old"]\n[tool.uv]\nconstraint-dependencies = ["urllib3<2"]\n',
      'packages/api/pyproject.toml':
        '[project]\nname = "api"\ndependencies = ["core", "flask>=3"]\n[tool.uv.sources]\ncore = { workspace = true }\n',
      'packages/core/pyproject.toml': '[project]\nname = "core"\nversion = "0.2"\ndependencies = ["pydantic>=2"]\n',
      'packages/old/pyproject.toml': '[project]\nname = "old"\n',
    };
    const { units, diagnostics } = assemble(files);
    expect(diagnostics).toEqual([]);
    expect(units.map(({ path, role, workspace }) => `${path} ${role} ${workspace ?? '-'}`)).toEqual([
      '. aggregator -',
      'packages/api service .',
      'packages/core library .',
      'packages/old service -',
    ]);
    expect(unitAt(units, 'packages/api').dependencies.map(shown)).toEqual([
      'default/runtime core',
      'default/runtime pydantic >=2 via core@0.2',
      'default/runtime flask >=3',
    ]);
  });

  it('uv: a member that states no interpreters has those of its workspace', () => {
    const { units } = assemble({
      'pyproject.toml': '[project]\nname = "all"\nrequires-python = ">=3.11"\n[tool.uv.workspace]\nmembers = ["api", "job"]\n',
      'api/pyproject.toml': '[project]\nname = "api"\ndependencies = ["flask"]\n',
      'job/pyproject.toml': '[project]\nname = "job"\nrequires-python = ">=3.9"\ndependencies = ["flask"]\n',
      'tool/pyproject.toml': '[project]\nname = "tool"\ndependencies = ["flask"]\n',
    });
    const runtimes = (path: string) =>
      unitAt(units, path).runtimes.map(({ constraint, origin }) => `${constraint} ${origin.file}:${origin.line}`);
    expect(runtimes('api')).toEqual(['>=3.11 pyproject.toml:3']);
    expect(runtimes('job')).toEqual(['>=3.9 job/pyproject.toml:3']);
    expect(runtimes('tool')).toEqual([]);
  });

  const SETUPTOOLS =
    '[project]\nname = "lib"\ndynamic = ["dependencies", "optional-dependencies"]\n[tool.setuptools.dynamic]\ndependencies = {file = ["deps.txt"]}\noptional-dependencies.fast = {file = "fast.txt"}\n';
  const HATCH =
    '[project]\nname = "lib"\ndynamic = ["dependencies", "optional-dependencies"]\n[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ["deps.txt"]\noptional-dependencies.fast = ["fast.txt"]\n';
  const SETUP_PY =
    'from setuptools import setup\nsetup(name="lib", install_requires=open("deps.txt").read().splitlines(), extras_require={"fast": open("fast.txt").read().splitlines()})\n';

  it.each<[string, Readonly<Record<string, string>>]>([
    ['setuptools', { 'lib/pyproject.toml': SETUPTOOLS }],
    ['hatch-requirements-txt', { 'lib/pyproject.toml': HATCH }],
    ['a setup.py', { 'lib/setup.py': SETUP_PY }],
  ])('takes the lines of files that %s names, also for whoever installs the project', (_, project) => {
    const files = {
      ...project,
      'lib/deps.txt': 'flask==3.0\n',
      'lib/fast.txt': 'orjson==3.10\n',
      'app/requirements.txt': '-e ../lib[fast]\n',
    };
    expect(dependencies(files, 'lib')).toEqual(['default/runtime flask ==3.0', 'fast/optional orjson ==3.10']);
    expect(dependencies(files, 'app')).toEqual([
      'default/runtime lib lib',
      'default/runtime flask ==3.0 via lib',
      'default/runtime orjson ==3.10 via lib',
    ]);
    expect(codes(files)).toEqual([]);
  });

  it('names dynamic dependencies, unless a file or setuptools beside it tells', () => {
    const dynamic = '[project]\nname = "a"\ndynamic = ["dependencies"]\n';
    expect(codes({ 'pyproject.toml': dynamic })).toEqual(['python/dynamic-dependencies']);
    const named = `${dynamic}[tool.setuptools.dynamic]\ndependencies = {file = ["deps.txt"]}\n`;
    expect(dependencies({ 'pyproject.toml': named, 'deps.txt': 'flask\n' })).toEqual(['default/runtime flask']);
    expect(codes({ 'pyproject.toml': named, 'deps.txt': 'flask\n' })).toEqual([]);
    expect(
      codes({ 'pyproject.toml': dynamic, 'setup.py': 'from setuptools import setup\nsetup(install_requires=["flask"])' }),
    ).toEqual([]);
  });

  it('PDM, Hatch and older uv groups', () => {
    const files = {
      'pyproject.toml':
        '[project]\nname = "a"\n[tool.pdm.dev-dependencies]\ntest = ["pytest", "-e file:///${PROJECT_ROOT}/../lib#egg=lib"]\n[tool.uv]\ndev-dependencies = ["ruff"]\n[tool.hatch.envs.docs]\ndependencies = ["mkdocs"]\n',
    };
    expect([...dependencies(files)].sort()).toEqual([
      'dev/dev ruff',
      'hatch-docs/dev mkdocs',
      'test/test lib ../lib',
      'test/test pytest',
    ]);
  });

  it('that only sets tools is no service', () => {
    expect(
      assemble({ 'pyproject.toml': '[tool.black]\nline-length = 100\n', 'setup.cfg': '[flake8]\nignore = E1\n' }).units,
    ).toEqual([]);
  });
});
