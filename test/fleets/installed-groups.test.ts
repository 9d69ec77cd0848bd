import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

/** `a` has optional parts that need SQLAlchemy 1; `b` needs 2. Whether they clash, the line that installs `a` decides. */
const project = `[project]
name = "a"
version = "1"
dependencies = ["requests>=2"]
[project.optional-dependencies]
db = ["sqlalchemy<2"]
test = ["pytest==7"]
[dependency-groups]
worker = ["celery<5"]
dev = ["ruff==0.1"]
`;
const others: Files = { 'b/requirements.txt': 'sqlalchemy>=2\ncelery>=5\npytest>=8\nruff>=0.5\n' };
const CLASH = {
  sqlalchemy: 'version/unsatisfiable pkg:pypi/sqlalchemy: a, b',
  celery: 'version/unsatisfiable pkg:pypi/celery: a, b',
  pytest: 'version/unsatisfiable pkg:pypi/pytest: a, b',
} as const;

const image = (...lines: readonly string[]): string => `FROM python:3.12-slim\nWORKDIR /app\n${lines.join('\n')}\n`;

/** What one Dockerfile beside the pyproject makes clash. */
const LINES: Readonly<Record<string, readonly (keyof typeof CLASH)[]>> = {
  'RUN pip install .': [],
  'RUN pip install ".[db]"': ['sqlalchemy'],
  "RUN pip install --no-cache-dir -e '.[db,test]'": ['sqlalchemy', 'pytest'],
  'RUN pip install --no-deps ".[db]"': [],
  'RUN python -m pip install /app[DB]': ['sqlalchemy'],
  'RUN pip3.12 install "a[db] @ file:///app"': ['sqlalchemy'],
  'RUN pip install "other[db]"': [],
  'RUN pip install ./dist/a-1.0-py3-none-any.whl[db]': ['sqlalchemy'],
  'RUN pip install ./dist/other-1.0-py3-none-any.whl[db]': [],
  'RUN pip uninstall -y ".[db]"': [],
  'RUN pip install --group worker': ['celery'],
  'RUN ["pip", "install", ".[db]"]': ['sqlalchemy'],
  'RUN sh -c "pip install .[db]"': ['sqlalchemy'],
  'RUN <<EOF\nset -e\npip install ".[db]"\nEOF': ['sqlalchemy'],
  'ARG EXTRAS=db\nRUN pip install ".[${EXTRAS}]"': ['sqlalchemy'],
  'ARG EXTRAS\nRUN pip install ".[${EXTRAS}]"': [],
  'RUN if [ "$WITH_DB" = 1 ]; then pip install ".[db]"; else pip install .; fi': [],
  'RUN [ -z "$WITH_DB" ] || pip install ".[db]"': [],
  'RUN apt-get update && pip install \\\n  ".[db]"': ['sqlalchemy'],
  'RUN cd /srv && pip install ".[db]"': ['sqlalchemy'],
  'RUN uv pip install --system ".[db]"': ['sqlalchemy'],
  'RUN uv pip install -r pyproject.toml --extra db': ['sqlalchemy'],
  'RUN uv pip install -r pyproject.toml --all-extras': ['sqlalchemy'],
  'RUN uv pip compile pyproject.toml --extra db -o /tmp/r.txt && uv pip install -r /tmp/r.txt': ['sqlalchemy'],
  'RUN pip-compile --extra db --extra=test -o /tmp/r.txt && pip install -r /tmp/r.txt': ['sqlalchemy', 'pytest'],
  'RUN python -m piptools compile --all-extras -o /tmp/r.txt && python -m piptools sync /tmp/r.txt': ['sqlalchemy'],
  'RUN uv sync': [],
  'RUN uv sync --frozen --extra db': ['sqlalchemy'],
  'RUN uv sync --all-extras': ['sqlalchemy'],
  'RUN uv sync --group worker --no-dev': ['celery'],
  'RUN uv sync --only-group worker': ['celery'],
  'RUN uv sync --all-groups': ['celery'],
  'RUN uv sync --no-group worker': [],
  'RUN uv sync --package a --extra db': ['sqlalchemy'],
  'RUN uv sync --package other --extra db': [],
  'RUN uv export --extra db -o requirements.txt && pip install -r requirements.txt': ['sqlalchemy'],
  'CMD ["uv", "run", "--extra", "db", "serve", "--group", "worker"]': ['sqlalchemy'],
  'RUN poetry install --no-root -E db': ['sqlalchemy'],
  'RUN poetry install --extras "db test"': ['sqlalchemy', 'pytest'],
  'RUN /opt/poetry/bin/poetry install --with worker': ['celery'],
  'RUN poetry install --only main,worker': ['celery'],
  'RUN pdm install -G db --prod': ['sqlalchemy'],
  'RUN pdm sync -G:all': ['sqlalchemy'],
  'RUN pdm install --group worker': ['celery'],
};

/** Lines that leave out what the project itself needs. */
const BARE: Readonly<Record<string, boolean>> = {
  'RUN uv sync --only-group worker': true,
  'RUN uv sync --only-group worker && uv sync': false,
  'RUN uv sync --only-dev': true,
  'RUN uv sync --group worker': false,
  'RUN poetry install --only worker': true,
  'RUN poetry install --only main,worker': false,
  'RUN pdm install --no-default -G worker': true,
  'RUN pdm install --prod': false,
};

/** An image that installs one of two lists by this line: the other does not count. */
function installing(name: string, ...lines: readonly string[]): Readonly<Record<string, readonly [Files, Expected]>> {
  const files: Files = {
    'a/lists/web.txt': 'sqlalchemy<2\n',
    'a/lists/tasks.txt': 'celery<5\n',
    'a/Dockerfile': image('COPY . .', ...lines),
    ...others,
  };
  return { [name]: [files, { errors: [CLASH.sqlalchemy] }] };
}

const COPIES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'an environment that is made in another stage': [
    {
      'a/pyproject.toml': project,
      'a/Dockerfile':
        'FROM python:3.12 AS build\nWORKDIR /app\nCOPY . .\nRUN uv sync --extra db\nFROM python:3.12-slim\nCOPY --from=build /app/.venv /app/.venv\nCMD ["serve"]\n',
      ...others,
    },
    { errors: [CLASH.sqlalchemy], hosts: [2, 1, 1] },
  ],
  'stages that nothing is taken from are not deployed': [
    {
      'a/pyproject.toml': project,
      'a/Dockerfile':
        'FROM python:3.12 AS base\nRUN pip install .\nFROM base AS check\nRUN pip install ".[db,test]"\nFROM base\nCMD ["serve"]\n',
      ...others,
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a stage for development is not deployed': [
    {
      'a/pyproject.toml': project,
      'a/Dockerfile': 'FROM python:3.12 AS base\nRUN pip install .\nFROM base AS development\nRUN pip install ".[db,test]"\n',
      'compose.yaml': 'services:\n  a:\n    build: { context: a, target: development }\n',
      ...others,
    },
    { errors: [] },
  ],
  'the stage that compose builds counts': [
    {
      'a/pyproject.toml': project,
      'a/Dockerfile': 'FROM python:3.12 AS full\nRUN pip install ".[db]"\nFROM python:3.12 AS slim\nRUN pip install .\n',
      'compose.yaml': 'services:\n  a:\n    build: { context: a, target: full }\n',
      ...others,
    },
    { errors: [CLASH.sqlalchemy] },
  ],
  'a file for development is not deployed': [
    {
      'a/pyproject.toml': project,
      'a/Dockerfile': image('RUN pip install .'),
      'a/Dockerfile.dev': image('RUN pip install ".[db,test]"'),
      ...others,
    },
    { errors: [] },
  ],
  'requirements files by the names that COPY gives them': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements-worker.txt': 'celery<5\n',
      'a/Dockerfile': image('COPY requirements-worker.txt /tmp/requirements.txt', 'RUN pip install -r /tmp/requirements.txt'),
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'requirements files that no line names stay out': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements-worker.txt': 'celery<5\n',
      'a/Dockerfile': image('COPY requirements*.txt ./', 'RUN pip install -r requirements.txt'),
      ...others,
    },
    { errors: [] },
  ],
  ...installing('the list of a test for it', 'RUN if [ -f lists/web.txt ]; then pip install -r lists/web.txt; else exit 1; fi'),
  ...installing('the list of a test before it', 'ARG L=web', 'RUN [ -f lists/$L.txt ] && pip install -r lists/$L.txt'),
  ...installing('a list without what it needs', 'RUN pip install --no-deps -r lists/web.txt'),
  ...installing('a list beside a program that uv runs', 'CMD ["uv", "run", "--with-requirements", "lists/web.txt", "app.py"]'),
  ...installing('a list within a time', 'RUN timeout -k 5 300 pip install -r lists/web.txt'),
  ...installing('a list as another user', 'RUN sudo -H -u app pip3 install -r lists/web.txt'),
  ...installing('a list by the shell of another user', 'RUN su app -c "pip install -r lists/web.txt"'),
  ...installing('a list in the environment of Poetry', 'RUN poetry run pip install -r lists/web.txt'),
  ...installing('a list by Pipenv', 'RUN pipenv install -r lists/web.txt'),
  ...installing('a list by its joined flags', 'RUN pip install -Ur lists/web.txt'),
  ...installing('a list in its directory', 'RUN cd lists && pip install -r web.txt && cd ..'),
  ...installing(
    'a list of a directory that is copied under another name',
    'COPY . /app/svc',
    'RUN pip install -r svc/lists/web.txt',
  ),
  ...installing('a list that is synced', 'RUN uv venv && uv pip sync lists/web.txt'),
  ...installing('a list that is synced by pip-tools', 'RUN python -m piptools sync --quiet lists/web.txt'),
  ...installing('a list by wheels', 'RUN pip wheel -r lists/web.txt -w /wheels && pip install --no-index /wheels/*.whl'),
  ...installing('a list by a shell', 'RUN /bin/bash -o pipefail -c "pip install -r lists/web.txt"'),
  'of files that are all one of several, the one that is installed counts': [
    {
      'a/requirements-api.txt': 'requests>=2\n',
      'a/requirements-worker.txt': 'celery<5\n',
      'a/Dockerfile': image('COPY . .', 'RUN pip install -qr requirements-api.txt', 'RUN pip install gunicorn'),
      ...others,
    },
    { errors: [] },
  ],
  'a repository is the context': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements/worker.txt': 'celery<5\n',
      'a/Dockerfile': image('COPY a/requirements ./req', 'RUN pip install -r req/worker.txt'),
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'extras of a project beside it are not its own': [
    {
      'a/pyproject.toml': project,
      'lib/pyproject.toml': project.replace('"a"', '"lib"').replace('sqlalchemy<2', 'redis<4'),
      'a/Dockerfile': image('COPY a /app', 'COPY lib /lib', 'RUN pip install "/lib[db]" .'),
      ...others,
    },
    { errors: [] },
  ],
  'poetry leaves out what it is told to': [
    {
      'a/pyproject.toml':
        '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.12"\n[tool.poetry.group.worker.dependencies]\ncelery = "<5"\n[tool.poetry.group.db.dependencies]\nsqlalchemy = "<2"\n',
      'a/Dockerfile': image('RUN poetry install --without worker --no-root', 'RUN poetry install --without worker'),
      ...others,
    },
    { errors: [CLASH.sqlalchemy] },
  ],
  'poetry installs the main group only': [
    {
      'a/pyproject.toml':
        '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.12"\n[tool.poetry.group.worker.dependencies]\ncelery = "<5"\n[tool.poetry.group.extra]\noptional = true\n[tool.poetry.group.extra.dependencies]\nsqlalchemy = "<2"\n',
      'a/Dockerfile': image('RUN poetry install --only main'),
      ...others,
    },
    { errors: [] },
  ],
  'a default group of uv that is left out': [
    {
      'a/pyproject.toml': `${project}[tool.uv]\ndefault-groups = ["worker"]\n`,
      'a/Dockerfile': image('RUN uv sync --no-default-groups'),
      ...others,
    },
    { errors: [] },
  ],
  'pipenv is told to install what developers need': [
    {
      'a/Pipfile': '[packages]\nrequests = "*"\n[dev-packages]\npytest = "==7"\n[worker]\ncelery = "<5"\n',
      'a/Dockerfile': image('RUN pipenv install --system --deploy --dev'),
      ...others,
    },
    { errors: [CLASH.pytest] },
  ],
  'pipenv categories': [
    {
      'a/Pipfile': '[packages]\nrequests = "*"\n[dev-packages]\npytest = "==7"\n[worker]\ncelery = "<5"\n',
      'a/Dockerfile': image('RUN pipenv sync --categories "packages worker"'),
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'pixi environments': [
    {
      'a/pixi.toml':
        '[workspace]\nname = "a"\n[feature.db.pypi-dependencies]\nsqlalchemy = "<2"\n[environments]\nprod = ["db"]\nold = []\n',
      'a/Dockerfile': image('RUN pixi install --locked -e prod'),
      ...others,
    },
    { errors: [CLASH.sqlalchemy] },
  ],
  'hatch environments': [
    {
      'a/pyproject.toml': `${project}[tool.hatch.envs.prod]\nfeatures = ["db"]\n[tool.hatch.envs.lint]\ndependencies = ["ruff==0.1"]\n`,
      'a/Dockerfile': image('CMD ["hatch", "run", "prod:serve"]'),
      ...others,
    },
    { errors: [CLASH.sqlalchemy] },
  ],
  'what a process installs before it starts': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements-worker.txt': 'celery<5\n',
      'a/Procfile': 'worker: sh -c "pip install -r requirements-worker.txt && celery worker"\n',
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'a compose command': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements-worker.txt': 'celery<5\n',
      'compose.yaml':
        'services:\n  a:\n    image: python:3.12\n    build: a\n    command: ["sh", "-c", "pip install -r requirements-worker.txt && celery worker"]\n',
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'a compose service for tests': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements-test.txt': 'pytest==7\n',
      'compose.yaml': 'services:\n  a-test:\n    build: a\n    command: sh -c "pip install -r requirements-test.txt && pytest"\n',
      ...others,
    },
    { errors: [] },
  ],
  'the Serverless Framework is told of a file': [
    {
      'a/requirements.txt': 'requests>=2\n',
      'a/requirements-lambda.txt': 'celery<5\n',
      'a/serverless.yml':
        'service: a\nprovider: { name: aws, runtime: python3.12 }\ncustom:\n  pythonRequirements:\n    fileName: requirements-lambda.txt\nfunctions:\n  run: { handler: main.run }\n',
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'the Serverless Framework is told of groups': [
    {
      'a/pyproject.toml':
        '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.12"\n[tool.poetry.group.worker]\noptional = true\n[tool.poetry.group.worker.dependencies]\ncelery = "<5"\n',
      'a/serverless.yml':
        'service: a\nprovider: { name: aws, runtime: python3.12 }\ncustom:\n  pythonRequirements:\n    poetryWithGroups: [worker]\nfunctions:\n  run: { handler: main.run }\n',
      ...others,
    },
    { errors: [CLASH.celery] },
  ],
  'config alone decides where it lists groups': [
    {
      'a/pyproject.toml': project,
      'a/Dockerfile': image('RUN pip install ".[db]"'),
      'cohost.yaml': 'services:\n  a: { groups: [default] }\n',
      ...others,
    },
    { errors: [] },
  ],
};

describe('groups that the deployment installs', () => {
  it.each(Object.entries(LINES))('%s', async (line, keys) => {
    const files = { 'a/pyproject.toml': project, 'a/Dockerfile': image('COPY . .', line), ...others };
    const expected: Expected = { errors: keys.map((key) => CLASH[key]).sort() };
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it.each(Object.entries(BARE))('%s: leaves out the project itself: %s', async (line, isLeftOut) => {
    const files = { 'a/pyproject.toml': project, 'a/Dockerfile': image('COPY . .', line), 'b/requirements.txt': 'requests<2\n' };
    const errors = isLeftOut ? [] : ['version/unsatisfiable pkg:pypi/requests: a, b'];
    expect(observed(await reportOf(files), { errors })).toEqual({ errors });
  });

  it.each(Object.entries(COPIES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('says which line asks for it', async () => {
    const files = { 'a/pyproject.toml': project, 'a/Dockerfile': image('COPY . .', 'RUN pip install ".[db]"'), ...others };
    const [conflict] = (await reportOf(files)).conflicts;
    expect(conflict?.explanation[0]).toBe('a is deployed with db: a/Dockerfile:4 runs pip install ".[db]".');
  });
});
