import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const project = (name: string, dependencies: readonly string[], python = '>=3.11'): string =>
  `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${python}"\ndependencies = ${JSON.stringify(dependencies)}\n`;

/** What tools of projects say beside their dependencies: extras, groups, workspaces, local projects. */
const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'extras that a requirements file asks of its own project': [
    {
      'a/pyproject.toml': `${project('a', [])}[project.optional-dependencies]\nx = ["click<8"]\ny = ["flask<2"]\n`,
      'a/requirements.txt': '-e .[x]\n',
      'a/requirements-dev.txt': '-e .[y]\n',
      'b/requirements.txt': 'click>=8.1\nflask>=3\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/click: a, b'], hosts: [2, 1, 1] },
  ],
  "an extra of one's own that asks for itself ends": [
    {
      'a/pyproject.toml': `${project('a', [])}[project.optional-dependencies]\nx = ["a[x] @ file:.", "click<8"]\n`,
      'a/requirements.txt': '-e .[x] ; python_version > "3"\n',
      'b/requirements.txt': 'click>=8.1\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/click: a, b'] },
  ],
  "Flit's metadata from before [project]": [
    {
      'a/pyproject.toml':
        '[tool.flit.metadata]\nmodule = "a"\nrequires = ["click<8"]\nrequires-python = "<3.10"\n[tool.flit.metadata.requires-extra]\ndoc = ["flask<2"]\n',
      'b/pyproject.toml': project('b', ['click>=8.1', 'flask>=3'], '>=3.11'),
    },
    { errors: ['runtime/unsatisfiable runtime:python: a, b', 'version/unsatisfiable pkg:pypi/click: a, b'] },
  ],
  'groups that a group of Poetry includes': [
    {
      'a/pyproject.toml':
        '[tool.poetry]\nname = "a"\n[tool.poetry.group.prod]\ninclude-groups = ["Base"]\n[tool.poetry.group.base]\noptional = true\ninclude-groups = ["prod"]\n[tool.poetry.group.base.dependencies]\nclick = "<8"\n',
      'b/requirements.txt': 'click>=8.1\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/click: a, b'] },
  ],
  'Poetry installs dependency groups, uv does not': [
    {
      'a/pyproject.toml': '[tool.poetry]\nname = "a"\n[dependency-groups]\nserve = ["click<8"]\ndev = ["flask<2"]\n',
      'b/pyproject.toml': `${project('b', ['click>=8.1', 'flask>=3'])}[dependency-groups]\nserve = ["django<3"]\n`,
      'c/requirements.txt': 'django>=4\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/click: a, b'] },
  ],
  "uv.toml holds for requirements beside and below it, and not for projects' dependencies": [
    {
      'a/uv.toml': 'constraint-dependencies = ["click<8"]\noverride-dependencies = ["flask>=3"]\n',
      'a/requirements.txt': 'click\nflask<2\n',
      'a/jobs/requirements.txt': 'click\n',
      'b/requirements.txt': 'click>=8.1\nflask>=3\n',
      'c/uv.toml': 'constraint-dependencies = ["click<8"]\n',
      'c/pyproject.toml': project('c', ['click']),
    },
    { errors: ['version/unsatisfiable pkg:pypi/click: a, a/jobs, b'], services: ['a', 'a/jobs', 'b', 'c'] },
  ],
  'a uv.toml that is none is told': [
    { 'a/uv.toml': 'constraint-dependencies = [\n', 'a/requirements.txt': 'click\n' },
    { errors: [], diagnostics: ['toml/syntax'] },
  ],
  'development requirements stay out': [
    {
      'a/requirements.txt': 'flask>=3\n',
      'a/requirements-dev.txt': 'pytest==7.4\n',
      'b/pyproject.toml': `${project('b', ['flask>=2.3'])}\n[dependency-groups]\ndev = ["pytest>=8"]\n[project.optional-dependencies]\ndocs = ["flask<1"]\n`,
    },
    { errors: [], services: ['a', 'b'] },
  ],
  'optional extras that nobody asked for stay out': [
    {
      'a/pyproject.toml': `${project('a', ['httpx>=0.27'])}\n[project.optional-dependencies]\nold = ["redis<4"]\n`,
      'b/requirements.txt': 'redis>=5\n',
    },
    { errors: [] },
  ],
  'groups for development of every tool stay out': [
    {
      'a/Pipfile': '[packages]\nflask = "*"\n[dev-packages]\npytest = "==7.4"\n',
      'b/pyproject.toml':
        '[tool.poetry]\nname = "b"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.11"\n[tool.poetry.group.dev.dependencies]\npytest = "^8"\n',
      'c/pyproject.toml': `${project('c', [])}\n[tool.uv]\ndev-dependencies = ["pytest==6.2"]\n[tool.pdm.dev-dependencies]\ntest = ["pytest==5.4"]\n`,
      'd/requirements/base.txt': 'flask\n',
      'd/requirements/dev.txt': '-r base.txt\npytest==4.6\n',
    },
    { errors: [], services: ['a', 'b', 'c', 'd'], hosts: [1, 1, 1] },
  ],
  'extras that a service asks of itself count': [
    {
      'cohost.yaml': 'services:\n  a:\n    groups: [default, old]\n',
      'a/pyproject.toml': `${project('a', ['httpx>=0.27'])}\n[project.optional-dependencies]\nold = ["redis<4"]\n`,
      'b/requirements.txt': 'redis>=5\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/redis: a, b'] },
  ],
  'what pip-compile wrote is a lock': [
    {
      'a/requirements.in': 'flask>=2\n',
      'a/requirements.txt':
        '#\n# This file is autogenerated by pip-compile with Python 3.11\n# by the following command:\n#\n#    pip-compile requirements.in\n#\nflask==2.0.3\n    # via -r requirements.in\n',
      'b/requirements.txt': 'flask>=3\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'setup.py and setup.cfg': [
    {
      'a/setup.py': "from setuptools import setup\nsetup(name='a', version='1', install_requires=['attrs<22'])\n",
      'b/setup.cfg': '[metadata]\nname = b\n[options]\ninstall_requires =\n    attrs>=23\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/attrs: a, b'], hosts: [2, 1, 1] },
  ],
  'a root of a uv workspace that is a program itself': [
    {
      'pyproject.toml': `${project('portal', ['core'])}\n[tool.uv.workspace]\nmembers = ["libs/*"]\n[tool.uv.sources]\ncore = { workspace = true }\n`,
      'src/portal/__init__.py': '',
      'libs/core/pyproject.toml': project('core', ['attrs>=23']),
      'old/requirements.txt': 'attrs<22\n',
    },
    {
      errors: ['version/unsatisfiable pkg:pypi/attrs: ., libs/core, old'],
      hosts: [2, 1, 1],
      services: ['.', 'libs/core', 'old'],
    },
  ],
  'a root of a uv workspace that holds nothing but its members': [
    {
      'pyproject.toml': `${project('all', ['core'])}\n[tool.uv.workspace]\nmembers = ["src/*"]\n[tool.uv.sources]\ncore = { workspace = true }\n`,
      'noxfile.py': '',
      'src/core/pyproject.toml': project('core', ['attrs>=23']),
      'src/all/pyproject.toml': project('all-of-it', []),
    },
    { errors: [], services: ['src/all', 'src/core'] },
  ],
  'a member of a uv workspace is a link': [
    {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*", "apps/*"]\n',
      'libs/core/pyproject.toml': project('core', []),
      'apps/web/pyproject.toml': `${project('web', ['core'])}\n[tool.uv.sources]\ncore = { workspace = true }\n`,
      'apps/api/pyproject.toml': `${project('api', ['core'])}\n[tool.uv.sources]\ncore = { workspace = true }\n`,
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a local project has a version like any other': [
    {
      'libs/core/pyproject.toml': project('core', []),
      'a/requirements.txt': '-e ../libs/core\n',
      'b/requirements.txt': 'core==2.0\n',
      'c/requirements.txt': 'core>=1\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/core: a, b'], hosts: [2, 1, 1] },
  ],
  'a member of a workspace beside one of that name from the index': [
    {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*", "apps/*"]\n',
      'libs/core/pyproject.toml': project('core', []),
      'apps/web/pyproject.toml': `${project('web', ['core'])}\n[tool.uv.sources]\ncore = { workspace = true }\n`,
      'apps/api/pyproject.toml': `${project('api', ['core>=1'])}\n[tool.uv.sources]\ncore = { workspace = true }\n`,
      'old/requirements.txt': 'Core==0.9\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/core: apps/api, apps/web, old'], hosts: [2, 1, 1] },
  ],
  'a local project whose version only a build tells': [
    {
      'libs/core/pyproject.toml': '[project]\nname = "core"\ndynamic = ["version"]\ndependencies = []\n',
      'a/requirements.txt': '-e ../libs/core\n',
      'b/requirements.txt': 'core==2.0\n',
    },
    { errors: [] },
  ],
  'one package of a repository of many, as pip, Poetry and Pipenv write its place': [
    {
      'a/requirements.txt': 'lib @ git+ssh://git@git.example.org/org/all.git@main#subdirectory=python/lib\n',
      'b/pyproject.toml':
        '[tool.poetry]\nname = "b"\n[tool.poetry.dependencies]\nlib = { git = "git@git.example.org:org/all.git", subdirectory = "python/lib", branch = "main" }\n',
      'c/Pipfile':
        '[packages]\nlib = {git = "ssh://git@git.example.org/org/all.git", ref = "main", subdirectory = "python/lib"}\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'an image of a part without a manifest is of the project around it, and not of the library that it takes as well': [
    {
      'pyproject.toml': project('shop', ['flask']),
      'libs/common/pyproject.toml': project('common', []),
      'services/web/app.py': '',
      'services/web/Dockerfile':
        'FROM python:3.12\nCOPY pyproject.toml /app/\nRUN pip install -e /app\nCOPY libs/common /app/libs/common\nRUN pip install -e /app/libs/common\nCOPY services/web /app/services/web\nEXPOSE 8000\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n',
      'compose.yaml': 'services:\n  web: {build: {context: ., dockerfile: services/web/Dockerfile}}\n',
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile':
        'FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "b:app"]\n',
    },
    { errors: ['port/taken port:8000/tcp: ., b'], services: ['.', 'b', 'libs/common'] },
  ],
  'git revisions of one repository': [
    {
      'a/requirements.txt': 'lib @ git+https://git.example.org/lib.git@v1\n',
      'b/requirements.txt': 'git+https://git.example.org/lib.git@v2#egg=lib\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/lib: a, b'], hosts: [2, 1, 1] },
  ],
};

describe('fleets of python projects', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
