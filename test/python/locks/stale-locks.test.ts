import { describe, expect, it } from 'vitest';
import { assemble } from '../assemble.ts';

type Files = Readonly<Record<string, string>>;

const pin = (name: string, version: string, ...more: readonly string[]): string =>
  `${['[[package]]', `name = "${name}"`, `version = "${version}"`, ...more].join('\n')}\n`;

const project = (lines: readonly string[], more = ''): string =>
  `[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ${JSON.stringify(lines)}\n${more}`;

const poetry = (dependencies: string, more = ''): string =>
  `[tool.poetry]\nname = "app"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.10"\n${dependencies}\n${more}`;

const pipfileLock = (versions: Readonly<Record<string, string>>, category = 'default'): string =>
  JSON.stringify({
    _meta: {},
    [category]: Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, { version: `==${version}` }])),
  });

function told(files: Files): readonly string[] {
  return assemble(files)
    .diagnostics.filter(({ code }) => code === 'python/lock-out-of-date')
    .map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('a lock that its manifest contradicts', () => {
  it.each<[what: string, files: Files, expected: string]>([
    [
      'uv: another version than is asked for',
      { 'pyproject.toml': project(['flask>=3']), 'uv.lock': pin('flask', '2.3.3') },
      'pyproject.toml:5 pyproject.toml asks for flask >=3, but uv.lock holds 2.3.3; "uv lock" brings the lock up to date',
    ],
    [
      'uv: packages that it does not have, one of a group',
      {
        'pyproject.toml': project(['flask'], '[dependency-groups]\ndev = ["pytest>=8"]\n'),
        'uv.lock': pin('werkzeug', '3.0'),
      },
      'pyproject.toml:5 pyproject.toml asks for flask, but uv.lock does not have it (and 1 more such line); "uv lock" brings the lock up to date',
    ],
    [
      "uv: a constraint of the project's own",
      {
        'pyproject.toml': project(['requests'], '[tool.uv]\nconstraint-dependencies = ["urllib3<2"]\n'),
        'uv.lock': pin('requests', '2.32') + pin('urllib3', '2.2'),
      },
      'pyproject.toml:7 pyproject.toml constrains urllib3 to <2, but uv.lock holds 2.2; "uv lock" brings the lock up to date',
    ],
    [
      'uv: an override that it was made without',
      {
        'pyproject.toml': project(['numpy>=2'], '[tool.uv]\noverride-dependencies = ["numpy==1.26.4"]\n'),
        'uv.lock': pin('numpy', '2.1.0'),
      },
      'pyproject.toml:7 pyproject.toml asks for numpy ==1.26.4, but uv.lock holds 2.1.0; "uv lock" brings the lock up to date',
    ],
    [
      'uv: none of the versions of its forks',
      {
        'pyproject.toml': project(['torch>=2.6']),
        'uv.lock':
          pin('torch', '2.4.1', 'resolution-markers = ["sys_platform == \'darwin\'"]') +
          pin('torch', '2.5.0+cpu', 'resolution-markers = ["sys_platform != \'darwin\'"]'),
      },
      'pyproject.toml:5 pyproject.toml asks for torch >=2.6, but uv.lock holds 2.4.1 and 2.5.0+cpu; "uv lock" brings the lock up to date',
    ],
    [
      'uv: a line whose condition holds where the project runs',
      {
        'pyproject.toml': project(["tomli>=2; python_version < '3.12'"]),
        'uv.lock': pin('tomli', '1.2'),
      },
      'pyproject.toml:5 pyproject.toml asks for tomli >=2, but uv.lock holds 1.2; "uv lock" brings the lock up to date',
    ],
    [
      'uv: members of a workspace, told once for the lock of its root',
      {
        'pyproject.toml': '[tool.uv.workspace]\nmembers = ["*"]\n',
        'uv.lock': pin('flask', '2.3.3'),
        'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["flask>=3"]\n',
        'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\ndependencies = ["flask>=3"]\n',
      },
      'a/pyproject.toml:4 a/pyproject.toml asks for flask >=3, but uv.lock holds 2.3.3 (and 1 more such line); "uv lock" brings the lock up to date',
    ],
    [
      'Poetry: below a caret',
      { 'pyproject.toml': poetry('flask = "^3.0"'), 'poetry.lock': pin('flask', '2.3.3') },
      'pyproject.toml:6 pyproject.toml asks for flask ^3.0, but poetry.lock holds 2.3.3; "poetry lock" brings the lock up to date',
    ],
    [
      'Poetry: a package of an optional group',
      {
        'pyproject.toml': poetry(
          'flask = "^2"',
          '[tool.poetry.group.ml]\noptional = true\n[tool.poetry.group.ml.dependencies]\nnumpy = "^2"\n',
        ),
        'poetry.lock': pin('flask', '2.3.3'),
      },
      'pyproject.toml:10 pyproject.toml asks for numpy ^2, but poetry.lock does not have it; "poetry lock" brings the lock up to date',
    ],
    [
      'PDM: the default group',
      { 'pyproject.toml': project(['flask>=3']), 'pdm.lock': pin('flask', '2.3.3', 'groups = ["default"]') },
      'pyproject.toml:5 pyproject.toml asks for flask >=3, but pdm.lock holds 2.3.3; "pdm lock" brings the lock up to date',
    ],
    [
      'Pipenv',
      { Pipfile: '[packages]\nflask = "~=3.0"\n', 'Pipfile.lock': pipfileLock({ flask: '2.3.3' }) },
      'Pipfile:2 Pipfile asks for flask ~=3.0, but Pipfile.lock holds 2.3.3; "pipenv lock" brings the lock up to date',
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual([expected]);
  });
});

describe('a lock that meets its manifest, or was made of other lines', () => {
  it.each<[what: string, files: Files]>([
    [
      'an override in place of what is asked for',
      {
        'pyproject.toml': project(['numpy>=2'], '[tool.uv]\noverride-dependencies = ["numpy==1.26.4"]\n'),
        'uv.lock': pin('numpy', '1.26.4'),
      },
    ],
    [
      'what the project excludes',
      {
        'pyproject.toml': project(['flask', 'numpy>=2'], '[tool.uv]\nexclude-dependencies = ["numpy"]\n'),
        'uv.lock': pin('flask', '3.0'),
      },
    ],
    [
      'a version of one fork',
      {
        'pyproject.toml': project(["numpy<2; python_version < '3.11'", "numpy>=2; python_version >= '3.11'"]),
        'uv.lock': pin('numpy', '1.26.4') + pin('numpy', '2.1.0'),
      },
    ],
    [
      'a condition under which the project never runs',
      {
        'pyproject.toml': project(["typing-extensions<4; python_version < '3.10'", 'pydantic']),
        'uv.lock': pin('pydantic', '2.9') + pin('typing-extensions', '4.12'),
      },
    ],
    [
      'a condition that holds for another service alone',
      {
        'pyproject.toml': project(["tomli<2; python_version < '3.12'"]).replace('>=3.10', '>=3.12'),
        'uv.lock': pin('tomli', '2.0'),
      },
    ],
    [
      'a package from elsewhere',
      {
        'pyproject.toml': project(['lib>=2'], '[tool.uv.sources]\nlib = { git = "https://git.example.org/lib" }\n'),
        'uv.lock': pin('lib', '0.1', 'source = { git = "https://git.example.org/lib#0123" }'),
      },
    ],
    ['a local version', { 'pyproject.toml': project(['torch==2.5.0']), 'uv.lock': pin('torch', '2.5.0+cpu') }],
    [
      'the project itself, and its own extras',
      {
        'pyproject.toml': project(['flask'], '[project.optional-dependencies]\nredis = ["redis>=5"]\nall = ["app[redis]"]\n'),
        'uv.lock': pin('flask', '3.0') + pin('redis', '5.2'),
      },
    ],
    [
      "what builds the project, and tables of other tools' own",
      {
        'pyproject.toml': project(
          ['flask'],
          '[build-system]\nrequires = ["hatchling"]\n[tool.hatch.envs.docs]\ndependencies = ["mkdocs"]\n[tool.rye]\ndev-dependencies = ["mypy"]\n',
        ),
        'uv.lock': pin('flask', '3.0'),
      },
    ],
    [
      "Poetry's table beside uv's lock",
      {
        'pyproject.toml': project(['flask'], '[tool.poetry.group.dev.dependencies]\npytest = "^8"\n'),
        'uv.lock': pin('flask', '3.0'),
      },
    ],
    [
      'groups of the standard beside a lock of a Poetry that reads none',
      { 'pyproject.toml': poetry('flask = "^3"', '[dependency-groups]\ndev = ["pytest"]\n'), 'poetry.lock': pin('flask', '3.0') },
    ],
    [
      'groups that PDM was not told to lock',
      {
        'pyproject.toml': project(['flask'], '[project.optional-dependencies]\nredis = ["redis"]\n'),
        'pdm.lock': pin('flask', '3.0', 'groups = ["default"]'),
      },
    ],
    [
      'what Pipenv once left out, and categories that it did not know',
      {
        Pipfile: '[packages]\nsetuptools = "*"\nflask = "*"\n[docs]\nsphinx = "*"\n',
        'Pipfile.lock': pipfileLock({ flask: '3.0' }),
      },
    ],
    [
      "a member's own lock in a workspace, which uv does not look at",
      {
        'pyproject.toml': '[tool.uv.workspace]\nmembers = ["a"]\n',
        'uv.lock': pin('flask', '3.0'),
        'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["flask>=3"]\n',
        'a/uv.lock': pin('flask', '2.3.3'),
      },
    ],
    ['a lock that cannot be read', { 'pyproject.toml': project(['flask>=3']), 'uv.lock': '<<<<<<< HEAD\n' }],
    [
      'a list beside the manifest',
      { 'pyproject.toml': project([]), 'requirements.txt': 'flask>=3\n', 'uv.lock': 'version = 1\n' },
    ],
  ])('%s', (_, files) => {
    expect(told(files)).toEqual([]);
  });
});
