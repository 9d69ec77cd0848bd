import { describe, expect, it } from 'vitest';
import { written } from './written.ts';

/** Images, zips and hosts install what a lock says, whichever tool wrote it. */

const POETRY = [
  '[tool.poetry]\nname = "orders"\nversion = "1"',
  '[tool.poetry.dependencies]\npython = ">=3.11,<3.13"\nflask = "^3"\nredis = { version = "^5", optional = true }',
  '[tool.poetry.group.web.dependencies]\ngunicorn = "^23"',
  '[tool.poetry.group.dev.dependencies]\npytest = "^8"',
  '[tool.poetry.extras]\ncache = ["redis"]\n',
].join('\n');
const POETRY_LOCK =
  '[[package]]\nname = "flask"\nversion = "3.0.3"\noptional = false\npython-versions = ">=3.8"\nfiles = []\n\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.11,<3.13"\ncontent-hash = "0"\n';
const PDM =
  '[project]\nname = "orders"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["flask>=3"]\n[project.optional-dependencies]\ncache = ["redis"]\n[tool.pdm]\ndistribution = false\n';
const PDM_LOCK =
  '[metadata]\ngroups = ["default"]\nlock_version = "4.5.0"\n\n[[package]]\nname = "flask"\nversion = "3.0.3"\ngroups = ["default"]\n';
const PIPFILE = '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n[requires]\npython_version = "3.12"\n';
const PIPFILE_LOCK = JSON.stringify({ _meta: {}, default: { flask: { version: '==3.0.3' } }, develop: {} });
const PYLOCK = 'lock-version = "1.0"\ncreated-by = "pip"\n\n[[packages]]\nname = "flask"\nversion = "3.0.3"\n';

function at(directory: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));
}

const LOCKED = {
  poetry: at('apps/orders', { 'pyproject.toml': POETRY, 'poetry.lock': POETRY_LOCK }),
  pdm: at('apps/orders', { 'pyproject.toml': PDM, 'pdm.lock': PDM_LOCK }),
  pipenv: at('apps/orders', { Pipfile: PIPFILE, 'Pipfile.lock': PIPFILE_LOCK }),
  pylock: at('apps/orders', { 'pylock.toml': PYLOCK }),
} as const;

/** What its own tool is asked for. */
const ASKED = {
  poetry: 'poetry export --only main,web -o',
  pdm: 'pdm export --prod -o',
  pipenv: 'pipenv requirements --hash >',
} as const;

describe.each(['poetry', 'pdm', 'pipenv'] as const)('the lock of %s', (tool) => {
  it('is written as requirements, and all of them are installed as they stand', async () => {
    const image = (await written(LOCKED[tool], 'container'))('orders/Dockerfile');
    expect(image).toContain(`${ASKED[tool]} /tmp/locked.txt\n`);
    expect(image).toMatch(new RegExp(`FROM python:3\\.13-slim AS lock\\nRUN pip install --no-cache-dir ${tool}==`));
    expect(image).toMatch(
      /FROM python:3\.\d+-slim AS build[\s\S]*COPY --from=lock \/tmp\/locked\.txt \/tmp\/locked\.txt\nRUN pip install --no-cache-dir --no-deps -r \/tmp\/locked\.txt\n/,
    );
    expect(image).not.toContain('install --no-cache-dir .');
  });

  it('is what a function has', async () => {
    const zip = (await written(LOCKED[tool], 'lambda-zip'))('bundle.sh');
    expect(zip).toContain(`${ASKED[tool]} "$build/locked.txt"\n`);
    expect(zip).toContain('python -m pip install --no-deps -r "$build/locked.txt" --target "$build/package"');
    const image = (await written(LOCKED[tool], 'lambda-image'))('orders/Dockerfile');
    expect(image).toMatch(
      /AS lock[\s\S]* \/tmp\/locked\.txt\n\nFROM amazon\/aws-lambda-python[\s\S]*pip install --no-cache-dir --target \/out --no-deps -r \/tmp\/locked\.txt\n/,
    );
  });

  it('is what a host has', async () => {
    const script = (await written(LOCKED[tool], 'shared-host'))('install.sh');
    expect(script).toContain(`${ASKED[tool]} "$prefix/locked.txt"\n`);
    expect(script).toContain('"$prefix/venv/bin/pip" install --no-cache-dir --no-deps -r "$prefix/locked.txt"\n');
  });
});

it.each([
  ['pdm', 'pdm lock --check'],
  ['pipenv', 'pipenv verify'],
] as const)('a lock of %s that is out of date is refused', async (tool, check) => {
  expect((await written(LOCKED[tool], 'container'))('orders/Dockerfile')).toContain(`RUN ${check} && ${tool} `);
  expect((await written(LOCKED[tool], 'shared-host'))('install.sh')).toContain(`${check}\n  ${tool} `);
});

it('a pylock.toml is installed by a tool that reads it', async () => {
  expect((await written(LOCKED.pylock, 'container'))('orders/Dockerfile')).toContain(
    'COPY pylock.toml ./\nRUN /uv/bin/uv pip install --no-cache -r pylock.toml\n',
  );
  expect((await written(LOCKED.pylock, 'lambda-zip'))('bundle.sh')).toMatch(/uv pip install --target [^\n]+ -r pylock\.toml\n/);
  expect((await written(LOCKED.pylock, 'lambda-image'))('orders/Dockerfile')).toContain('--target /out -r pylock.toml\n');
  expect((await written(LOCKED.pylock, 'shared-host'))('install.sh')).toContain(
    'uv pip install --python "$prefix/venv/bin/python" -r pylock.toml\n',
  );
});

it('a script that says itself what it needs is what uv installs from, of several the one that runs', async () => {
  const block = (name: string) => `# /// script\n# dependencies = ["${name}"]\n# ///\n`;
  const Dockerfile = 'FROM python:3.13-slim\nRUN uv run --script check.py\nCMD ["uv", "run", "--script", "orders.py"]\n';
  const files = at('apps/orders', {
    'check.py': block('rich'),
    'orders.py': block('flask'),
    'orders.py.lock': 'version = 1\n',
    Dockerfile,
  });
  expect((await written(files, 'container'))('orders/Dockerfile')).toContain(
    'COPY orders.py ./\nRUN /uv/bin/uv pip install --no-cache -r orders.py\n',
  );
});

it('what pip-compile wrote is installed, and not what it was compiled from', async () => {
  const files = at('apps/orders', {
    'requirements.in': 'flask\n',
    'requirements.txt':
      '# This file is autogenerated by pip-compile with Python 3.12\n#    pip-compile requirements.in\n#\nflask==3.0.3\n    # via -r requirements.in\n',
  });
  expect((await written(files, 'container'))('orders/Dockerfile')).toContain(
    'COPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\n',
  );
});

describe('a project', () => {
  it('is built where its tool would, beside what its lock names', async () => {
    const files = { ...LOCKED.poetry, 'apps/orders/src/orders/__init__.py': '' };
    const image = (await written(files, 'container'))('orders/Dockerfile');
    expect(image).toMatch(/--no-deps -r \/tmp\/locked\.txt\nCOPY \. \.\nRUN pip install --no-cache-dir --no-deps \.\n/);
    expect((await written(files, 'lambda-zip'))('bundle.sh')).toContain(
      'pip wheel --quiet --no-deps --wheel-dir "$build/wheel" .\n',
    );
  });

  it.each([
    ['package-mode', POETRY.replace('version = "1"', 'version = "1"\npackage-mode = false')],
    ['no module of its name', POETRY.replace('"orders"', '"other"')],
  ])('of Poetry with %s is not', async (_, pyproject) => {
    const files = { ...LOCKED.poetry, 'apps/orders/pyproject.toml': pyproject, 'apps/orders/orders/__init__.py': '' };
    expect((await written(files, 'container'))('orders/Dockerfile')).not.toContain('--no-deps .');
  });

  it('of Poetry that is none is locked anew where there is no lock', async () => {
    const files = { 'apps/orders/pyproject.toml': POETRY };
    const image = (await written(files, 'container'))('orders/Dockerfile');
    expect(image).toMatch(/# Without poetry\.lock [^\n]+\nCOPY pyproject\.toml \.\/\nRUN poetry lock && poetry export /);
  });

  it('of Pipenv without a lock is locked anew', async () => {
    const image = (await written({ 'apps/orders/Pipfile': PIPFILE }, 'container'))('orders/Dockerfile');
    expect(image).toContain('COPY Pipfile ./\nRUN pipenv lock && pipenv requirements');
  });

  it('keeps its path dependencies in the running stage', async () => {
    const files = {
      ...LOCKED.poetry,
      'apps/orders/pyproject.toml': POETRY.replace('flask = "^3"', 'flask = "^3"\nmoney = { path = "../../libs/money" }'),
      'libs/money/pyproject.toml': '[project]\nname = "money"\nversion = "1"\n',
    };
    const image = (await written(files, 'container'))('orders/Dockerfile');
    // Directories are written with the path that they have where this runs.
    expect(image).toMatch(
      /AS lock[\s\S]*WORKDIR \/app\/apps\/orders\nCOPY \. \/app\/\nRUN poetry export [^\n]*--without-hashes -o /,
    );
    expect(image).toContain('COPY --from=build /app/libs/money /app/libs/money\n');
  });
});

describe('groups and extras that are deployed', () => {
  const config = (groups: readonly string[]): Readonly<Record<string, string>> => ({
    'cohost.yaml': `services:\n  apps/orders:\n    groups: ${JSON.stringify(groups)}\n`,
  });

  it('are asked for by their names', async () => {
    const poetry = await written({ ...LOCKED.poetry, ...config(['default', 'cache']) }, 'container');
    expect(poetry('orders/Dockerfile')).toContain('poetry export --only main,web --extras cache -o ');
    const pdm = await written({ ...LOCKED.pdm, ...config(['default', 'cache']) }, 'container');
    expect(pdm('orders/Dockerfile')).toContain('pdm export --prod -G cache -o ');
  });

  it('are asked of uv and of pip as well', async () => {
    const given = { 'apps/orders/pyproject.toml': PDM.replace('[tool.pdm]\ndistribution = false\n', '') };
    const uv = await written(
      {
        ...given,
        'apps/orders/uv.lock':
          'version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "orders"\nversion = "1"\nsource = { editable = "." }\n',
        ...config(['default', 'cache']),
      },
      'container',
    );
    expect(uv('orders/Dockerfile')).toContain('sync --frozen --no-dev --extra cache --no-editable');
    const pip = await written({ ...given, ...config(['default', 'cache']) }, 'container');
    expect(pip('orders/Dockerfile')).toContain("pip install --no-cache-dir '.[cache]'\n");
  });

  it('of what a descriptor installs count', async () => {
    const files = {
      ...LOCKED.poetry,
      'apps/orders/Dockerfile':
        'FROM python:3.12\nCOPY . .\nRUN poetry install --only main --extras cache\nCMD ["gunicorn", "app:app"]\n',
    };
    const image = (await written(files, 'container'))('orders/Dockerfile');
    expect(image).toContain('poetry export --only main --extras cache -o ');
  });
});

it('requirements beside a lock count where the descriptor installs them', async () => {
  const files = {
    ...LOCKED.poetry,
    'apps/orders/requirements.txt': 'flask==3.0.3\n',
    'apps/orders/Dockerfile': 'FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "main.py"]\n',
  };
  expect((await written(files, 'container'))('orders/Dockerfile')).toContain('pip install --no-cache-dir -r requirements.txt\n');
});

const PIXI = '[workspace]\nname = "orders"\n[pypi-dependencies]\nflask = "*"\n';
const CONDA = 'name: orders\ndependencies:\n- python=3.12\n- pip:\n  - flask\n';
const CONDA_LOCK =
  'version: 1\npackage:\n- name: flask\n  version: 3.0.3\n  manager: pip\n  platform: linux-64\n  category: main\n';

it.each([
  ['pixi.toml', { 'pixi.toml': PIXI }, 'RUN pixi install\n', '/app/.pixi/envs/default', '&& pixi install)\nln -sfn '],
  [
    'pixi.lock',
    { 'pixi.toml': PIXI, 'pixi.lock': 'version: 6\nenvironments:\n  default:\n    packages: {}\n' },
    'RUN pixi install --locked\n',
    '/app/.pixi/envs/default',
    '&& pixi install --locked)\n',
  ],
  [
    'environment.yml',
    { 'environment.yml': CONDA },
    'RUN micromamba create --yes --prefix /venv --file environment.yml &&',
    '/venv',
    'micromamba create --yes --prefix "$prefix/venv" --file environment.yml\n',
  ],
  [
    'conda-lock.yml',
    { 'environment.yml': CONDA, 'conda-lock.yml': CONDA_LOCK },
    'RUN micromamba create --yes --prefix /venv --file conda-lock.yml &&',
    '/venv',
    '--file conda-lock.yml\n',
  ],
] as const)('%s makes an environment of conda, and no pip is asked', async (_, files, run, place, host) => {
  const image = (await written(at('apps/orders', files), 'container'))('orders/Dockerfile');
  expect(image).toContain(run);
  expect(image).toContain(`COPY --from=build ${place} ${place}\n`);
  expect(image).not.toContain('pip install');
  expect((await written(at('apps/orders', files), 'shared-host'))('install.sh')).toContain(host);
  expect((await written(at('apps/orders', files), 'lambda-zip'))('bundle.sh')).toContain(
    'nothing of conda: requirements.txt has to',
  );
});
