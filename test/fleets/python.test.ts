import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const project = (name: string, dependencies: readonly string[], python = '>=3.11'): string =>
  `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${python}"\ndependencies = ${JSON.stringify(dependencies)}\n`;

/** Requirements, versions, markers and interpreters. */
const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'requirements that are there to be included are no service': [
    {
      'requirements/base.txt': 'boto3==1.20.0\n',
      'shared/requirements-db.txt': 'sqlalchemy<2\n',
      'a/requirements.txt': '-r ../requirements/base.txt\n-r ../shared/requirements-db.txt\n',
      'b/requirements.txt': 'boto3>=1.34\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/boto3: a, b'], hosts: [2, 1, 1], services: ['a', 'b'] },
  ],
  'a service whose requirements another includes is one': [
    {
      'api/requirements.txt': 'boto3==1.20.0\n',
      'worker/requirements.txt': '-r ../api/requirements.txt\n',
      'b/requirements.txt': 'boto3>=1.34\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/boto3: api, b, worker'], hosts: [2, 1, 1], services: ['api', 'b', 'worker'] },
  ],
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
  'prereleases fill no gap, so this line admits nothing by itself': [
    { 'a/requirements.txt': 'black>=22.1.dev0,<22.1\n', 'b/requirements.txt': 'black>=22.1\n' },
    { errors: [], notes: ['service/contradiction pkg:pypi/black: a'], hosts: [1, 1, 1] },
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
  'constraints of one service hold for the installation of all': [
    { 'a/requirements.txt': '-c limits.txt\nflask\n', 'a/limits.txt': 'numpy<1.20\n', 'b/requirements.txt': 'numpy>=2\n' },
    { errors: ['version/unsatisfiable pkg:pypi/numpy: a, b'], hosts: [2, 1, 1] },
  ],
  'constraints alone install nothing': [
    {
      'a/requirements.txt': '-c limits.txt\nflask\n',
      'a/limits.txt': 'numpy<1.20\n',
      'b/requirements.txt': '-c limits.txt\nflask\n',
      'b/limits.txt': 'numpy>=2\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'an include that two services share is one line twice': [
    {
      'common/base.txt': 'django==4.2.11\n',
      'a/requirements.txt': '-r ../common/base.txt\n',
      'b/requirements.txt': '-r ../common/base.txt\ndjango>=4\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'an include that is not there is told, and the rest still counts': [
    { 'a/requirements.txt': '-r missing.txt\nflask==1.1.4\n', 'b/requirements.txt': 'flask>=2\n' },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'], hosts: [2, 1, 1] },
  ],
  'includes in a circle': [
    {
      'a/requirements.txt': '-r more.txt\nflask==1.1.4\n',
      'a/more.txt': '-r requirements.txt\n',
      'b/requirements.txt': 'flask>=2\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b'] },
  ],
  'extras do not change whose versions they are': [
    { 'a/requirements.txt': 'Requests[socks]==2.31.0\n', 'b/requirements.txt': 'requests>=2.32\n' },
    { errors: ['version/unsatisfiable pkg:pypi/requests: a, b'], hosts: [2, 1, 1] },
  ],
  'stars and compatible releases': [
    { 'a/requirements.txt': 'flask==2.3.*\nrich~=13.1\n', 'b/requirements.txt': 'flask==2.3.1\nrich>=13.9,<14\n' },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a compatible release of a patch': [
    { 'a/requirements.txt': 'rich~=13.1.0\n', 'b/requirements.txt': 'rich>=13.2\n' },
    { errors: ['version/unsatisfiable pkg:pypi/rich: a, b'] },
  ],
  'one version spelled in two ways': [
    {
      'a/requirements.txt': 'flask==2.3\n',
      'b/requirements.txt': 'flask===2.3\nrich==13.0.0\n',
      'c/requirements.txt': 'rich==13\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a path of a requirements file starts where pip is run, which may be above the file': [
    {
      'rates/src/job/requirements.txt': '../common/lib\n',
      'common/lib/pyproject.toml': '[project]\nname = "lib"\nversion = "1"\ndependencies = ["httpx==0.27.0"]\n',
      'web/requirements.txt': 'httpx==0.28.1\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/httpx: common/lib, rates/src/job, web'] },
  ],
  'a local version satisfies the public one, and no other local one': [
    {
      'a/requirements.txt': 'torch==2.1.0+cpu\n',
      'b/requirements.txt': 'torch==2.1.0\n',
      'c/requirements.txt': 'torch==2.1.0+cu118\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/torch: a, c'], hosts: [2, 1, 1] },
  ],
  'before a release lie no prereleases of it': [
    { 'a/requirements.txt': 'black>=24.0a1\n', 'b/requirements.txt': 'black<24.0,>=23\n' },
    { errors: ['version/unsatisfiable pkg:pypi/black: a, b'] },
  ],
  'a prerelease that is asked for is a version like others': [
    { 'a/requirements.txt': 'black==24.1a1\n', 'b/requirements.txt': 'black>=23\n' },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'markers that may both hold': [
    {
      'a/requirements.txt': 'numpy<1.20 ; sys_platform == "linux"\n',
      'b/requirements.txt': 'numpy>=2 ; python_version >= "3.9"\n',
    },
    { errors: ['version/unsatisfiable pkg:pypi/numpy: a, b'], hosts: [2, 1, 1] },
  ],
  'one line per interpreter': [
    {
      'a/requirements.txt': 'numpy<1.20 ; python_version < "3.9"\nnumpy>=1.26 ; python_version >= "3.9"\n',
      'b/requirements.txt': 'numpy>=1.26\n',
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'two independent conflicts': [
    { 'a/requirements.txt': 'flask==1.1.4\nredis<4\n', 'b/requirements.txt': 'flask>=2\nredis>=5\n' },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b', 'version/unsatisfiable pkg:pypi/redis: a, b'], hosts: [2, 1, 1] },
  ],
  'a service that contradicts itself is no conflict of two': [
    { 'a/requirements.txt': 'flask==1.1.4\nflask>=2\n', 'b/requirements.txt': 'flask>=2\n' },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'three services, three majors: three hosts, one conflict': [
    { 'a/requirements.txt': 'django==3.2\n', 'b/requirements.txt': 'django==4.2\n', 'c/requirements.txt': 'django==5.0\n' },
    { errors: ['version/unsatisfiable pkg:pypi/django: a, b, c'], hosts: [3, 1, 1] },
  ],
  'a chain of conflicts needs two hosts': [
    { 'a/requirements.txt': 'flask==1\nredis==4\n', 'b/requirements.txt': 'flask==2\n', 'c/requirements.txt': 'redis==5\n' },
    { errors: ['version/unsatisfiable pkg:pypi/flask: a, b', 'version/unsatisfiable pkg:pypi/redis: a, c'], hosts: [2, 1, 1] },
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

it('offers the change that ends a clash where the others stay at odds with each other', async () => {
  const lines = { a: 'x<2', b: 'x>=2,<3', c: 'x>=3', d: 'x>=2' };
  const { conflicts } = await reportOf(
    Object.fromEntries(Object.entries(lines).map(([name, line]) => [`${name}/requirements.txt`, `${line}\n`])),
  );
  expect(
    conflicts.map(
      ({ services, fixes: [fix] }) => `${services.join(' ')}: ${fix?.service} ${fix?.from} → ${fix?.to}, ${fix?.effect}`,
    ),
  ).toEqual([
    'b c: b >=2,<3 → >=3, then these 2 services agree on x',
    'a b c d: a <2 → >=2, then it clashes with none of these others on x',
  ]);
});
