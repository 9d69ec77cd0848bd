import { describe, expect, it } from 'vitest';
import { written } from './written.ts';

/** Services whose build reads what lies outside of their own directory: of Python and Go. */

function project(name: string, dependencies: readonly string[], more = ''): string {
  return `[project]\nname = "${name}"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ${JSON.stringify(dependencies)}\n${more}`;
}

const ROOT = '[tool.uv.workspace]\nmembers = ["apps/*", "libs/*"]\n[tool.uv.sources]\nmoney = { workspace = true }\n';
const LOCK = [
  'version = 1\nrequires-python = ">=3.11"\n[manifest]\nmembers = ["orders", "money"]',
  '[[package]]\nname = "orders"\nversion = "1"\nsource = { editable = "apps/orders" }\ndependencies = [{ name = "money" }]',
  '[[package]]\nname = "money"\nversion = "1"\nsource = { editable = "libs/money" }\n',
].join('\n');
const WORKSPACE = {
  'pyproject.toml': ROOT,
  'apps/orders/pyproject.toml': project('orders', ['flask>=3', 'money']),
  'apps/orders/main.py': '',
  // Its interpreter is that of all members.
  'libs/money/pyproject.toml': project('money', []).replace('>=3.11', '>=3.11,<3.13'),
};
const LOCKED = { ...WORKSPACE, 'uv.lock': LOCK };

describe('a member of a workspace of uv', () => {
  it('is installed by the lock of its root, with nothing that links to sources', async () => {
    const of = await written(LOCKED, 'container');
    expect(of('orders/Dockerfile')).toContain('docker build -f apps/orders/Dockerfile .');
    expect(of('orders/Dockerfile')).toContain(
      [
        'WORKDIR /app/apps/orders',
        'RUN pip install --no-cache-dir --target /uv uv==0.13.9',
        'COPY pyproject.toml uv.lock /app/',
        'RUN /uv/bin/uv --directory ../.. sync --frozen --no-dev --no-editable --no-install-local --active --inexact --package orders',
        'COPY . /app/',
        'RUN /uv/bin/uv sync --frozen --no-dev --no-editable --active --inexact',
      ].join('\n'),
    );
    expect(of('orders/Dockerfile')).toMatch(/FROM python:3\.12-slim\n[\s\S]*COPY apps\/orders\/ \.\/\nUSER/);
    expect(of('Dockerfile.dockerignore')).toContain('**/.venv');
    expect(of('orders/compose.yaml')).toMatch(/context: \.\.\/\.\.\n +dockerfile: 'apps\/orders\/Dockerfile'/);
  });

  it('is locked anew where there is no lock', async () => {
    const of = await written(WORKSPACE, 'container');
    expect(of('orders/Dockerfile')).toMatch(
      /# Without uv\.lock [\s\S]*COPY \. \/app\/\nRUN \/uv\/bin\/uv sync --no-dev --no-editable /,
    );
  });

  it('brings its sisters into a function', async () => {
    const zip = await written(LOCKED, 'lambda-zip');
    expect(zip('bundle.sh')).toContain('uv export --frozen --no-dev --only-emit-local --no-editable');
    expect(zip('bundle.sh')).toContain('uv --directory ../.. pip install "${into[@]}" -r "$build/local.lock"');
    expect(zip('bundle.sh')).toContain('--python-version 3.12 ');
    const image = await written(LOCKED, 'lambda-image');
    expect(image('orders/Dockerfile')).toMatch(
      /COPY \. \/src\/\n.*uv --directory \.\.\/\.\. pip install --no-deps --target \/out [\s\S]*COPY apps\/orders\/ "\$\{LAMBDA_TASK_ROOT\}\/"/,
    );
  });

  it('is installed on a host from where it lies', async () => {
    const of = await written(LOCKED, 'shared-host');
    expect(of('install.sh')).toContain('uv sync --frozen --no-dev --no-editable\ninstall -d "$prefix/app"/apps/orders\n');
    expect(of('orders.service')).toContain('WorkingDirectory=/opt/orders/app/apps/orders');
  });
});

describe('local projects of pip', () => {
  const LINKED = {
    'apps/orders/requirements.txt': '-r ../../base.txt\nflask==3.1.0\n-e ../../libs/money\n',
    'base.txt': 'six==1.17.0\n',
    'libs/money/pyproject.toml': project('money', []),
    'libs/other/pyproject.toml': project('other', []),
  };

  it('lie in the running stage too, where the links lead', async () => {
    const of = await written(LINKED, 'container');
    expect(of('orders/Dockerfile')).toMatch(/COPY \. \/app\/\nRUN pip install --no-cache-dir -r requirements\.txt\n/);
    expect(of('orders/Dockerfile')).toContain('COPY --from=build /app/libs/money /app/libs/money\n');
    expect(of('orders/Dockerfile')).not.toContain('libs/other');
  });

  it('are files of a function', async () => {
    const of = await written(LINKED, 'lambda-zip');
    expect(of('bundle.sh')).toContain('pip wheel --quiet --no-deps --wheel-dir "$build/wheel" ../../libs/money\n');
  });

  it('are copied to a host before the links are made', async () => {
    const of = await written(LINKED, 'shared-host');
    expect(of('install.sh')).toMatch(
      /cp -R \.\.\/\.\.\/libs\/money "\$prefix\/app"\/libs\/\n[\s\S]*\(cd "\$prefix\/app"\/apps\/orders && "\$prefix\/venv\/bin\/pip" install /,
    );
  });

  it('need the sources where the service installs itself', async () => {
    const of = await written(
      { 'apps/orders/requirements.txt': '-e .\n', 'apps/orders/pyproject.toml': project('orders', ['flask']) },
      'container',
    );
    expect(of('orders/Dockerfile')).toMatch(/WORKDIR \/app\nCOPY \. \.\nRUN pip install --no-cache-dir -r requirements\.txt/);
    expect(of('orders/Dockerfile')).toContain('docker build .');
  });
});

it('copies every file that the requirements include', async () => {
  const of = await written(
    { 'apps/orders/requirements.txt': '-c constraints.txt\nflask\n', 'apps/orders/constraints.txt': 'flask<4\n' },
    'container',
  );
  expect(of('orders/Dockerfile')).toContain('COPY requirements.txt ./\nCOPY constraints.txt ./\nRUN pip install');
});

it('a project of uv has its own package installed, after what its lock names', async () => {
  const of = await written(
    { 'apps/orders/pyproject.toml': project('orders', ['flask']), 'apps/orders/uv.lock': LOCK },
    'container',
  );
  expect(of('orders/Dockerfile')).toMatch(
    /COPY pyproject\.toml uv\.lock \.\/\n.* --no-install-local .*\nCOPY \. \.\nRUN \/uv\/bin\/uv sync /,
  );
});

it('a workspace of Poetry builds its path dependencies beside it', async () => {
  const of = await written(
    {
      'apps/orders/pyproject.toml':
        '[tool.poetry]\nname = "orders"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.11"\nmoney = { path = "../../libs/money", develop = true }\n',
      'apps/orders/orders.py': '',
      'libs/money/pyproject.toml': project('money', []),
    },
    'container',
  );
  expect(of('orders/Dockerfile')).toMatch(
    /WORKDIR \/app\/apps\/orders\n# Without a lock [^\n]+\nCOPY \. \/app\/\nRUN pip install --no-cache-dir \.\n/,
  );
});

const MAIN = { 'apps/orders/main.go': 'package main\n' };
const MODULES = {
  'apps/orders/go.mod': 'module example.com/orders\n\ngo 1.24\n\nrequire example.com/money v0.0.0\n',
  'libs/money/go.mod': 'module example.com/money\n\ngo 1.24\n',
  'libs/unused/go.mod': 'module example.com/unused\n\ngo 1.24\n',
  ...MAIN,
};
const WORK = { ...MODULES, 'go.work': 'go 1.24\n\nuse (\n\t./apps/orders\n\t./libs/money\n\t./libs/unused\n)\n' };
const REPLACING = {
  ...MODULES,
  'apps/orders/go.mod': `${MODULES['apps/orders/go.mod']}\nreplace example.com/money => ../../libs/money\n`,
};

describe('a module of Go', () => {
  it('is built in its workspace, all members of which are there', async () => {
    const of = await written(WORK, 'container');
    expect(of('orders/Dockerfile')).toContain(
      [
        'WORKDIR /src',
        'COPY go.* ./',
        'COPY apps/orders/go.* ./apps/orders/',
        'COPY libs/money/go.* ./libs/money/',
        'COPY libs/unused/go.* ./libs/unused/',
        'WORKDIR /src/apps/orders',
        'RUN go mod download',
        'COPY . /src/',
      ].join('\n'),
    );
    expect(of('orders/Dockerfile')).not.toContain('GOWORK');
    expect((await written(WORK, 'shared-host'))('install.sh')).not.toContain('GOWORK');
  });

  it('is built with the directories that replace others', async () => {
    const of = await written(REPLACING, 'container');
    expect(of('orders/Dockerfile')).toContain('docker build -f apps/orders/Dockerfile .');
    expect(of('orders/Dockerfile')).toMatch(
      /ENV GOWORK=off\nWORKDIR \/src\nCOPY apps\/orders\/go\.\* [^\n]+\nCOPY libs\/money\/go\.\* [^\n]+\nWORKDIR /,
    );
  });

  it.each([
    [
      'a module that replaces',
      REPLACING,
      'apps/orders/vendor',
      /WORKDIR \/src\nCOPY \. \.\n# [^\n]+\nRUN CGO_ENABLED=0 go build/,
    ],
    ['a workspace', WORK, 'vendor', /WORKDIR \/src\/apps\/orders\nCOPY \. \/src\/\n# [^\n]+\nRUN CGO_ENABLED=0 go build/],
  ] as const)('takes what %s has vendored and downloads nothing', async (_, files, vendor, expected) => {
    const of = await written({ ...files, [`${vendor}/modules.txt`]: '## workspace\n' }, 'container');
    expect(of('orders/Dockerfile')).toMatch(expected);
  });

  it.each([
    ['the only command', { 'apps/orders/cmd/server/main.go': '' }, './cmd/server'],
    ['the command with its name', { 'apps/orders/cmd/tool/main.go': '', 'apps/orders/cmd/orders/main.go': '' }, './cmd/orders'],
    ['itself', { ...MAIN, 'apps/orders/cmd/tool/main.go': '' }, '.'],
  ] as const)('builds %s', async (_, commands, expected) => {
    const of = await written({ 'apps/orders/go.mod': 'module example.com/orders\n\ngo 1.24\n', ...commands }, 'container');
    expect(of('orders/Dockerfile')).toContain(`-o /out/app ${expected}\n`);
  });
});

describe('a project of Rush', () => {
  const RUSH = {
    'rush.json':
      '{ "rushVersion": "5.100.0", "pnpmVersion": "9.0.0", "projects": [{ "packageName": "@shop/orders", "projectFolder": "apps/orders" }, { "packageName": "@shop/money", "projectFolder": "libs/money" }] }',
    'apps/orders/package.json': JSON.stringify({
      name: '@shop/orders',
      version: '1.0.0',
      scripts: { build: 'tsc', start: 'node dist/index.js' },
      dependencies: { '@shop/money': 'workspace:*', express: '^5' },
    }),
    'libs/money/package.json': '{"name":"@shop/money","version":"1.0.0","scripts":{"build":"tsc"},"dependencies":{"ms":"2"}}',
  };
  const INSTALLED =
    'node common/scripts/install-run-rush.js install --to @shop/orders && node common/scripts/install-run-rush.js build --to @shop/orders && ';

  it('is installed, built and deployed by Rush, from its root', async () => {
    const of = await written(RUSH, 'container');
    expect(of('orders/Dockerfile')).toContain('docker build -f apps/orders/Dockerfile .');
    expect(of('orders/Dockerfile')).toContain(`WORKDIR /src\nCOPY . .\nRUN ${INSTALLED}`);
    expect(of('orders/Dockerfile')).toMatch(
      /deploy --project @shop\/orders --target-folder \/app\n\nFROM [\s\S]*COPY --from=build \/app \.\/\nWORKDIR \/app\/apps\/orders\n/,
    );
    expect(of('Dockerfile.dockerignore')).toContain('common/temp\n');
  });

  it('is deployed for functions and hosts as well', async () => {
    expect((await written(RUSH, 'lambda-zip'))('bundle.sh')).toMatch(
      /\(cd \.\.\/\.\. && [^\n]* --target-folder "\$build\/package"\)\n[\s\S]*zip -qry /,
    );
    expect((await written(RUSH, 'lambda-image'))('orders/Dockerfile')).toContain('--target-folder "${LAMBDA_TASK_ROOT}"\n');
    expect((await written(RUSH, 'shared-host'))('install.sh')).toContain('--target-folder "$prefix/app" --overwrite)\n');
  });
});

it.each([
  [
    'pnpm',
    { 'pnpm-workspace.yaml': 'packages:\n  - apps/*\n' },
    'pnpm@9.0.0',
    'pnpm install --prod --no-frozen-lockfile --filter',
  ],
  ['Yarn 1', {}, 'yarn@1.22.22', 'yarn install --production && yarn cache clean'],
  ['Yarn 4', {}, 'yarn@4.5.0', 'yarn workspaces focus --production @shop/orders'],
] as const)(
  'a member of a workspace of %s without a lock is installed at its root',
  async (_, more, packageManager, expected) => {
    const of = await written(
      {
        ...more,
        'package.json': JSON.stringify({ private: true, workspaces: ['apps/*'], packageManager }),
        'apps/orders/package.json':
          '{"name":"@shop/orders","version":"1.0.0","scripts":{"start":"node index.js"},"dependencies":{"express":"^5"}}',
      },
      'container',
    );
    expect(of('orders/Dockerfile')).toContain('# Without a lockfile two builds may differ: commit one.\nCOPY . ./\n');
    expect(of('orders/Dockerfile')).toContain(expected);
  },
);

it.each([
  ['flask run', 'ENV PORT=5000 FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=5000'],
  ['uvicorn app:app', 'ENV PORT=8000 UVICORN_HOST=0.0.0.0 UVICORN_PORT=8000'],
])('%s listens for others too, at its own port', async (command, expected) => {
  const of = await written(
    { 'apps/orders/requirements.txt': 'flask==3.1.0\n', 'apps/orders/Procfile': `web: ${command}\n` },
    'container',
  );
  expect(of('orders/Dockerfile')).toContain(`${expected}\n`);
});
