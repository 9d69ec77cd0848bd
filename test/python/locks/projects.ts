import type { Selection, ToolName } from './tools.ts';

/** Small projects whose locks hold one difficulty each. Versions have upper bounds, so that they stay what they are. */
export interface Project {
  readonly name: string;
  readonly tools: readonly ToolName[];
  readonly files: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  /** What is always installed has other versions with some group: both are in the lock, and both are read. */
  readonly isForked?: true;
  /** By directory: the members of a workspace, by the names that they have. */
  readonly members?: Readonly<Record<string, string>>;
}

const MODERN: readonly ToolName[] = ['uv', 'poetry', 'pdm', 'uv-pylock', 'pdm-pylock'];
const HEAD = '[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = ">=3.10,<3.14"\n';
const LIB = '[project]\nname = "lib"\nversion = "0.2.0"\nrequires-python = ">=3.10,<3.14"\n';
const BACKEND = '[build-system]\nrequires = ["hatchling<2"]\nbuild-backend = "hatchling.build"\n';

function modern(name: string, body: string, more: Omit<Project, 'name' | 'tools' | 'files'> & Partial<Project> = {}): Project {
  return { name, tools: MODERN, files: { 'pyproject.toml': `${HEAD}${body}` }, ...more };
}

const POETRY =
  '[tool.poetry]\nname = "app"\nversion = "0.1.0"\ndescription = ""\nauthors = []\npackage-mode = false\n[tool.poetry.dependencies]\npython = ">=3.10,<3.14"\n';

function poetry(name: string, body: string, more: Partial<Project> = {}): Project {
  return { name, tools: ['poetry'], files: { 'pyproject.toml': `${POETRY}${body}` }, ...more };
}

function pipenv(name: string, Pipfile: string, more: Partial<Project> = {}): Project {
  return { name, tools: ['pipenv'], files: { Pipfile }, ...more };
}

export const PROJECTS: readonly Project[] = [
  modern('plain', 'dependencies = ["requests>=2.31,<2.33", "click<8.2"]\n'),
  modern('extras of dependencies', 'dependencies = ["requests[socks]<2.33", "httpx[http2,brotli]<0.29"]\n'),
  // PDM takes minutes over it.
  modern('extras that ask for extras', 'dependencies = ["fastapi[standard]<0.116"]\n', { tools: ['uv', 'poetry', 'uv-pylock'] }),
  modern('extras with markers', 'dependencies = ["coverage[toml]<7.7", "uvicorn[standard]<0.35", "sqlalchemy[asyncio]<2.1"]\n'),
  modern(
    'markers',
    `dependencies = ["tomli<3; python_version < '3.11'", "colorama<1; sys_platform == 'win32'", "click<8.2", "uvloop<0.22; sys_platform != 'win32'"]\n`,
  ),
  modern(
    'groups that include each other',
    'dependencies = ["click<8.2"]\n[dependency-groups]\nlint = ["isort<6"]\ntest = ["pytest<8.4", "pytest-cov<6"]\ndev = [{include-group = "lint"}, {include-group = "test"}, "black<25"]\n',
    { groups: ['lint', 'test', 'dev'] },
  ),
  modern(
    'development asks directly for what runs by the way',
    'dependencies = ["requests<2.33", "flask<3.1"]\n[dependency-groups]\ndev = ["urllib3", "markupsafe", "werkzeug"]\n',
    { groups: ['dev'] },
  ),
  modern(
    'what development needs at once and what runs needs deep down',
    'dependencies = ["fastapi<0.116"]\n[dependency-groups]\ndev = ["anyio<5", "httpx<0.29"]\n',
    { groups: ['dev'] },
  ),
  modern(
    'markers of a group',
    `dependencies = ["click<8.2"]\noptional-dependencies = { fast = ["httpx[http2]<0.29"], old = ["exceptiongroup<2"] }\n[dependency-groups]\ndev = ["pytest<8.4", "tomli<3; python_version < '3.12'"]\n`,
    { groups: ['dev'], extras: ['fast', 'old'] },
  ),
  modern(
    'extras of its own that name others',
    'dependencies = ["click<8.2"]\noptional-dependencies = { a = ["markupsafe<3"], b = ["jinja2<4"], all = ["app[a,b]", "idna<4"] }\n',
    // Poetry refuses an extra that names its own project.
    { extras: ['a', 'b', 'all'], tools: ['uv', 'pdm', 'uv-pylock', 'pdm-pylock'] },
  ),
  modern(
    'two optional groups share a package',
    'dependencies = ["click<8.2"]\n[dependency-groups]\nworker = ["celery[redis]<5.5"]\napi = ["flask<3.1", "redis<6"]\n',
    { groups: ['worker', 'api'] },
  ),
  modern(
    'one package twice, by interpreter',
    `dependencies = ["numpy<2; python_version < '3.12'", "numpy>=2.1,<2.2; python_version >= '3.12'", "pandas<2.3"]\n`,
    { tools: ['uv', 'poetry', 'uv-pylock'] },
  ),
  modern(
    'one package twice, by platform',
    `dependencies = ["markupsafe==2.1.5; sys_platform == 'win32'", "markupsafe==3.0.2; sys_platform != 'win32'", "jinja2<4"]\n`,
    { tools: ['uv', 'poetry', 'uv-pylock'] },
  ),
  modern('packages that need each other', 'dependencies = ["sphinx<8", "sphinx-rtd-theme<3"]\n'),
  modern('nothing but development', 'dependencies = []\n[dependency-groups]\ndev = ["pytest<8.4"]\n', { groups: ['dev'] }),
  modern('names in many spellings', 'dependencies = ["Flask_SQLAlchemy<3.2", "ruamel.yaml<0.19", "Zope.Interface<8"]\n'),
  modern('platforms far down', 'dependencies = ["ipython<8.30", "watchdog<6", "psutil<7", "keyring<26"]\n'),
  {
    name: 'a directory',
    tools: ['uv', 'uv-pylock'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["lib[more]", "click<8.2"]\n[tool.uv.sources]\nlib = { path = "lib" }\n`,
      'lib/pyproject.toml': `${LIB}dependencies = ["idna<4"]\noptional-dependencies = { more = ["jinja2<4"] }\n${BACKEND}`,
      'lib/lib/__init__.py': '',
    },
  },
  poetry('a directory in development', 'lib = { path = "lib", develop = true, extras = ["more"] }\nclick = "<8.2"\n', {
    files: {
      'pyproject.toml': `${POETRY}lib = { path = "lib", develop = true, extras = ["more"] }\nclick = "<8.2"\n`,
      'lib/pyproject.toml': `${LIB}dependencies = ["idna<4"]\noptional-dependencies = { more = ["jinja2<4"] }\n${BACKEND}`,
      'lib/lib/__init__.py': '',
    },
  }),
  {
    name: 'a workspace',
    tools: ['uv'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["api"]\n[tool.uv.workspace]\nmembers = ["packages/*"]\n[tool.uv.sources]\napi = { workspace = true }\ncore = { workspace = true }\n`,
      'packages/api/pyproject.toml': `[project]\nname = "api"\nversion = "1.0"\nrequires-python = ">=3.10"\ndependencies = ["core[db]", "flask<3.1"]\n[dependency-groups]\ndev = ["pytest<8.4"]\n`,
      'packages/core/pyproject.toml': `[project]\nname = "core"\nversion = "1.0"\nrequires-python = ">=3.10"\ndependencies = ["pydantic<2.11"]\noptional-dependencies = { db = ["sqlalchemy<2.1"] }\n`,
    },
    members: { '.': 'app', 'packages/api': 'api', 'packages/core': 'core' },
  },
  {
    name: 'extras that exclude each other',
    tools: ['uv'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["jinja2<4"]\noptional-dependencies = { cpu = ["markupsafe==2.1.5"], gpu = ["markupsafe==3.0.2", "click<8.2"] }\n[tool.uv]\nconflicts = [[{ extra = "cpu" }, { extra = "gpu" }]]\n`,
    },
    extras: ['cpu', 'gpu'],
    isForked: true,
  },
  {
    name: 'groups that exclude each other',
    tools: ['uv'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["flask<3.2"]\n[dependency-groups]\nold = ["werkzeug<3"]\nnew = ["werkzeug>=3.1,<3.2"]\n[tool.uv]\nconflicts = [[{ group = "old" }, { group = "new" }]]\n`,
    },
    groups: ['old', 'new'],
    isForked: true,
  },
  {
    name: 'overrides and constraints of uv',
    tools: ['uv', 'uv-pylock'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["flask<3.1", "requests<2.33"]\n[tool.uv]\noverride-dependencies = ["werkzeug==2.3.8"]\nconstraint-dependencies = ["urllib3<2"]\n`,
    },
  },
  {
    name: 'overrides of PDM',
    tools: ['pdm', 'pdm-pylock'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["flask<3.1", "requests<2.33"]\n[tool.pdm.resolution.overrides]\nwerkzeug = "2.3.8"\n[tool.pdm.dev-dependencies]\ntest = ["pytest<8.4"]\n`,
    },
    groups: ['test'],
  },
  {
    name: 'a directory of PDM',
    tools: ['pdm'],
    files: {
      'pyproject.toml': `${HEAD}dependencies = ["lib[more] @ file:///\${PROJECT_ROOT}/lib", "click<8.2"]\n[build-system]\nrequires = ["pdm-backend"]\nbuild-backend = "pdm.backend"\n`,
      'lib/pyproject.toml': `${LIB}dependencies = ["idna<4"]\noptional-dependencies = { more = ["jinja2<4"] }\n${BACKEND}`,
      'lib/lib/__init__.py': '',
    },
  },
  poetry(
    "Poetry's notation, groups and extras",
    'flask = "^3.0"\nrequests = { version = "~2.32", extras = ["socks"] }\nmysql = { package = "pymysql", version = "^1.1", optional = true }\npymysql = { version = "^1.1", optional = true, extras = ["rsa"] }\ncolorama = { version = "*", platform = "win32" }\n[tool.poetry.extras]\ndb = ["pymysql"]\n[tool.poetry.group.dev.dependencies]\npytest = "<8.4"\n[tool.poetry.group.docs]\noptional = true\n[tool.poetry.group.docs.dependencies]\nsphinx = "<8"\n'.replace(
      /^mysql .*\n/m,
      '',
    ),
    { groups: ['dev', 'docs'], extras: ['db'] },
  ),
  poetry(
    'several constraints on one package',
    'numpy = [{ version = "<2", python = "<3.12" }, { version = ">=2.1,<2.2", python = ">=3.12" }]\nclick = "<8.2"\n[tool.poetry.group.worker.dependencies]\ncelery = "<5.5"\nredis = "<6"\n',
    { groups: ['worker'] },
  ),
  poetry(
    'one package under other markers in each group',
    'tomli = { version = "<3", markers = "python_version < \'3.11\'" }\n[tool.poetry.group.dev.dependencies]\ntomli = { version = "<3", markers = "sys_platform == \'linux\'" }\npytest = "<8.4"\n',
    { groups: ['dev'] },
  ),
  pipenv(
    'Pipfile: categories, extras, markers',
    '[packages]\nrequests = {version = "<2.33", extras = ["socks"]}\ntomli = {version = "*", markers = "python_version < \'3.11\'"}\n[dev-packages]\npytest = "<8.4"\nurllib3 = "*"\n[docs]\njinja2 = "<4"\nrequests = "*"\n',
    { groups: ['dev', 'docs'] },
  ),
  pipenv('Pipfile: what develops alone', '[dev-packages]\nblack = "<25"\n', { groups: ['dev'] }),
  pipenv('Pipfile: a directory', '[packages]\nlib = {path = "./lib", editable = true, extras = ["more"]}\nclick = "<8.2"\n', {
    files: {
      Pipfile: '[packages]\nlib = {path = "./lib", editable = true, extras = ["more"]}\nclick = "<8.2"\n',
      'lib/pyproject.toml': `${LIB}dependencies = ["idna<4"]\noptional-dependencies = { more = ["jinja2<4"] }\n${BACKEND}`,
      'lib/lib/__init__.py': '',
    },
  }),
];

/** What always comes, and each group and extra with it. */
export function selectionsOf({ groups = [], extras = [] }: Project): readonly Selection[] {
  return [
    { groups: [], extras: [] },
    ...groups.map((group) => ({ groups: [group], extras: [] })),
    ...extras.map((extra) => ({ groups: [], extras: [extra] })),
  ];
}
