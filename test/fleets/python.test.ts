import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const project = (name: string, dependencies: readonly string[], python = '>=3.11'): string =>
  `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${python}"\ndependencies = ${JSON.stringify(dependencies)}\n`;

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'a pin against a range that holds it': [
    { 'a/requirements.txt': 'flask==2.3.3\n', 'b/requirements.txt': 'flask>=2,<3\n' },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a pin outside of a range': [
    { 'a/requirements.txt': 'flask==1.1.4\n', 'b/requirements.txt': 'flask>=2,<4\n' },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], hosts: [2, 1, 1] },
  ],
  'names are compared as the index compares them': [
    { 'a/requirements.txt': 'Zope.Interface==5.0\n', 'b/requirements.txt': 'zope_interface>=6\n' },
    { errors: ['version/unsatisfiable pkg:pypi/zope-interface: a, b'] },
  ],
  'three ranges of which every two meet': [
    {
      'a/requirements.txt': 'redis!=5.0,>=4,<6\n',
      'b/requirements.txt': 'redis>=5,<7\n',
      'c/requirements.txt': 'redis==5.0\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/redis: a, c'], hosts: [2, 1, 1] },
  ],
  'three ranges of which every two meet and all three do not': [
    {
      'a/requirements.txt': 'click!=8.0,!=8.1,>=7,<=8.2\n',
      'b/requirements.txt': 'click===8.1\n',
      'c/requirements.txt': 'click>=8.0\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/click: a, b'] },
  ],
  'includes and constraint files count': [
    {
      'a/requirements.txt': '-r base.txt\n-c limits.txt\nrequests\n',
      'a/base.txt': 'urllib3\n',
      'a/limits.txt': 'urllib3<2\n',
      'b/requirements.txt': 'urllib3>=2\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/urllib3: a, b'], hosts: [2, 1, 1] },
  ],
  'markers that exclude each other never meet': [
    {
      'a/requirements.txt': 'numpy<1.20 ; sys_platform == "win32"\n',
      'b/requirements.txt': 'numpy>=2 ; sys_platform == "linux"\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a marker that the target rules out is no demand': [
    { 'a/requirements.txt': 'dataclasses==0.6 ; python_version < "3.7"\n', 'b/requirements.txt': 'dataclasses>=0.8\n' },
    { errors: [] },
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
  'prereleases fill no gap': [
    { 'a/requirements.txt': 'black>=22.1.dev0,<22.1\n', 'b/requirements.txt': 'black>=22.1\n' },
    { errors: ['version/unsatisfiable pkg:pypi/black: a, b'] },
  ],
  'poetry carets are ranges': [
    {
      'a/pyproject.toml':
        '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.10"\nsqlalchemy = "^1.4"\n',
      'b/pyproject.toml':
        '[tool.poetry]\nname = "b"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.10"\nsqlalchemy = "^2.0"\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/sqlalchemy: a, b'], hosts: [2, 1, 1] },
  ],
  'interpreters that do not meet need containers': [
    { 'a/pyproject.toml': project('a', ['flask'], '<3.9'), 'b/pyproject.toml': project('b', ['flask'], '>=3.11') },
    { errors: ['runtime/unsatisfiable runtime:python: a, b'], hosts: [2, 2, 1] },
  ],
  'a lock may move, so it parts nobody': [
    {
      'a/pyproject.toml': project('a', ['attrs>=22']),
      'a/uv.lock':
        'version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "a"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "attrs" }]\n[[package]]\nname = "attrs"\nversion = "22.2.0"\nsource = { registry = "https://index.example.org/simple" }\n',
      'b/requirements.txt': 'attrs>=23\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a broken neighbour hides nothing': [
    {
      'a/requirements.txt': 'flask==1.1.4\n',
      'b/requirements.txt': 'flask>=2\n',
      'c/pyproject.toml': '[project\nname = ',
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'] },
  ],
  'one conflict for many services, listed once': [
    {
      'a/requirements.txt': 'django==3.2.25\n',
      'b/requirements.txt': 'django==4.2.11\n',
      'c/requirements.txt': 'django==4.2.11\n',
      'd/requirements.txt': 'django==3.2.25\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/django: a, b, c, d'], hosts: [2, 1, 1] },
  ],
  'URLs are compared with URLs': [
    {
      'a/requirements.txt': 'lib @ https://files.example.org/lib-1.0-py3-none-any.whl\n',
      'b/requirements.txt': 'lib @ https://files.example.org/lib-2.0-py3-none-any.whl\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/lib: a, b'] },
  ],
};

describe('python fleets', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
