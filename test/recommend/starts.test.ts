import { describe, expect, it } from 'vitest';
import { written } from './written.ts';

/** What emitted files start, on which port, and how they ask whether it is well. */

const manifest = (more: object = {}): string =>
  JSON.stringify({ name: 'orders', dependencies: { express: '^4' }, scripts: { start: 'node server.js' }, ...more });
const compose = (service: object): string => JSON.stringify({ services: { orders: { build: './apps/orders', ...service } } });
const cmd = (text: string): string => /^CMD .*$/m.exec(text)?.[0] ?? '';

describe('what starts', () => {
  it.each([
    ['["pm2-runtime", "start", "server.js"]', {}, 'pm2@'],
    ['["npm", "run", "start:prod"]', { scripts: { 'start:prod': 'NODE_ENV=production tsx server.ts' } }, 'tsx@'],
    [
      '["npm", "run", "start:prod"]',
      { scripts: { 'start:prod': 'tsx server.ts' }, dependencies: { express: '^4', tsx: '^4' } },
      undefined,
    ],
    ['["node", "server.js", "serve"]', {}, undefined],
  ])('%s, with %j, finds the program that images install beside the packages', async (command, more, program) => {
    const of = await written(
      {
        'apps/orders/package.json': manifest(more),
        'apps/orders/Dockerfile': `FROM node:22\nRUN npm i -g pm2\nCMD ${command}\n`,
      },
      'container',
    );
    const last = of('Dockerfile').split('FROM ').at(-1) ?? '';
    expect(/npm install --global (\w+@)/.exec(last)?.[1]).toBe(program);
  });

  it('is not what a compose file for developers puts in its place', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest(),
        'apps/orders/Dockerfile': 'FROM node:22 AS dev\nCMD ["npm", "run", "dev"]\n',
        'compose.yaml': compose({ command: 'npx nodemon server.js', ports: ['3000:3000'] }),
      },
      'container',
    );
    expect(cmd(of('Dockerfile'))).toBe('CMD ["node", "server.js"]');
  });

  it.each([
    ['compose', '', { 'compose.yaml': compose({ command: 'tasks --all' }) }, 'CMD ["./entry.sh", "tasks", "--all"]'],
    [
      'compose, for a part of its own',
      'CMD ["serve"]\n',
      { 'compose.yaml': compose({ command: 'worker' }) },
      'CMD ["./entry.sh", "serve"]',
    ],
    [
      'Kubernetes',
      '',
      {
        'k8s.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\nspec:\n  template:\n    spec:\n      containers: [{ name: orders, image: orders, args: [tasks] }]\n',
      },
      'CMD ["./entry.sh", "tasks"]',
    ],
  ])('is the image’s entrypoint with the command of %s', async (_, command, files, started) => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'celery\n',
        'apps/orders/Dockerfile': `FROM python:3.13\nENTRYPOINT ["./entry.sh"]\n${command}`,
        ...files,
      },
      'container',
    );
    expect(cmd(of('Dockerfile'))).toBe(started);
  });

  it('by pnpm has pnpm where it runs', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({ packageManager: 'pnpm@9.15.0', scripts: { up: 'node server.js' } }),
        'apps/orders/pnpm-lock.yaml': 'lockfileVersion: "9.0"\n',
        'apps/orders/Dockerfile': 'FROM node:22\nCMD ["pnpm", "up"]\n',
      },
      'container',
    );
    expect(of('Dockerfile').split('FROM ').at(-1)).toContain('RUN npm install --global pnpm@9\n');
    expect(of('compose.yaml')).toContain("cap_drop: [ALL]\n    security_opt: ['no-new-privileges:true']\n");
  });

  it.each([
    ['/code/run.sh', true],
    ['/app/run.sh', false],
    ['/usr/local/bin/run', false],
  ])('%s lies elsewhere in the image of today: %s', async (path, isTold) => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'requests\n',
        'apps/orders/Dockerfile': `FROM python:3.12\nCMD ["/bin/sh", "${path}"]\n`,
      },
      'container',
    );
    expect(of('Dockerfile').includes(`# The start command names ${path}, as the image of today has it`)).toBe(isTold);
  });

  it('looks for no changes of its sources', async () => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'fastapi==0.111\n',
        'apps/orders/Dockerfile': 'FROM python:3.12\nCMD ["uvicorn", "app:app", "--reload"]\n',
      },
      'container',
    );
    expect(cmd(of('Dockerfile'))).toBe('CMD ["uvicorn", "app:app"]');
  });

  it('is a script that npm runs, which every image with Node.js has', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({ scripts: { 'start:prod': 'node dist/main.js' } }),
        'apps/orders/pnpm-lock.yaml': 'lockfileVersion: "9.0"\n',
        'apps/orders/Dockerfile': 'FROM node:22\nCMD ["pnpm", "run", "start:prod", "--port", "80"]\n',
      },
      'container',
    );
    expect(cmd(of('Dockerfile'))).toBe('CMD ["npm", "run", "start:prod", "--", "--port", "80"]');
  });

  it('is Next.js itself where nothing makes the server of a standalone build', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({ dependencies: { next: '^15' }, scripts: { start: 'next start' } }),
        'apps/orders/Dockerfile': 'FROM node:22\nCMD ["node", "server.js"]\n',
      },
      'container',
    );
    expect(cmd(of('Dockerfile'))).toBe('CMD ["next", "start"]');
  });

  it('begins at the root of a workspace where its files are named from there', async () => {
    const files = (command: string): Readonly<Record<string, string>> => ({
      'package.json': '{ "name": "shop", "private": true, "workspaces": ["apps/*"] }',
      'package-lock.json': '{ "name": "shop", "lockfileVersion": 3, "packages": {} }',
      'apps/orders/package.json': manifest(),
      'apps/orders/Dockerfile': `FROM node:22\nCMD ["node", "${command}"]\n`,
    });
    const own = await written(files('server.js'), 'container');
    expect(own('Dockerfile')).toMatch(/WORKDIR \/app\/apps\/orders\n/);
    const above = await written(files('./apps/orders/server.js'), 'container');
    expect(above('Dockerfile')).not.toMatch(/WORKDIR \/app\/apps\/orders\n/);
  });

  it('is bun where a script asks for it', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({ scripts: { start: 'bun src/index.ts' } }),
        'apps/orders/bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": { "name": "orders" } }, "packages": {} }',
        'apps/orders/Dockerfile': 'FROM oven/bun:1\nCMD ["bun", "start"]\n',
      },
      'container',
    );
    expect(of('Dockerfile')).toMatch(/FROM node[\s\S]*FROM node[\s\S]*RUN npm install --global bun@/);
  });

  it('is bun where it runs a file', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({ scripts: { start: 'bun run src/index.ts' } }),
        'apps/orders/bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": { "name": "orders" } }, "packages": {} }',
        'apps/orders/Dockerfile': 'FROM oven/bun:1\nCMD ["bun", "run", "src/index.ts"]\n',
      },
      'container',
    );
    expect(cmd(of('Dockerfile'))).toBe('CMD ["bun", "run", "src/index.ts"]');
    expect(of('Dockerfile').split('FROM ').at(-1)).toContain('RUN npm install --global bun@');
  });

  it.each([
    ['main.go', false],
    ['server/main.go', true],
  ])('of Go lies where %s shows it, or is to be named: %s', async (file, isAsked) => {
    const of = await written(
      {
        'apps/orders/go.mod': 'module example.org/orders\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
        [`apps/orders/${file}`]: 'package main\n',
      },
      'container',
    );
    expect(of('Dockerfile').includes('# Nothing shows where the main package lies')).toBe(isAsked);
  });

  it('is written in what ships, not in the scripts beside it', async () => {
    const of = await written(
      {
        'apps/orders/package.json':
          '{ "name": "orders", "scripts": { "build": "go build" }, "devDependencies": { "prettier": "^3" } }',
        'apps/orders/go.mod': 'module example.org/orders\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
        'apps/orders/main.go': 'package main\n',
      },
      'container',
    );
    expect(of('Dockerfile')).toContain('FROM golang:');
  });
});

const ORDERS = JSON.stringify({ services: { orders: { build: { context: '.', dockerfile: 'apps/orders/Dockerfile' } } } });

const LOCKS: Readonly<Record<string, string>> = {
  'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
};

const MEMBER_LOCKS: Readonly<Record<string, string>> = {
  'package-lock.json': '{ "lockfileVersion": 3, "packages": { "": {}, "apps/orders": { "name": "orders" } } }',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  apps/orders: {}\n",
  'yarn.lock': '# yarn lockfile v1\n\n\n"express@^4":\n  version "4.22.1"\n',
};

describe('a bot that opened its connection itself', () => {
  const bot = (more = ''): Readonly<Record<string, string>> => ({
    'apps/orders/requirements.txt': `discord.py==2.4.0\n${more}`,
    'apps/orders/Dockerfile':
      'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "begin.py"]\n',
  });

  it('listens nowhere, and answers once', async () => {
    const deployed = 'kind: Deployment\nspec: { template: { spec: { containers: [{ name: orders, image: orders }] } } }\n';
    const of = await written({ ...bot(), 'k8s/orders.yaml': `apiVersion: apps/v1\n${deployed}` }, 'container');
    expect(of('Dockerfile')).not.toMatch(/EXPOSE|PORT/);
    expect(of('kubernetes.yaml')).toContain('replicas: 1\n');
  });

  it('listens where it serves as well', async () => {
    const of = await written(bot('fastapi==0.115.6\n'), 'container');
    expect(of('Dockerfile')).toContain('EXPOSE 8080\n');
  });
});

describe('a number in the text of what is started', () => {
  const files = (command: string, text = 'app.run(host="0.0.0.0", port=8082)\n'): Readonly<Record<string, string>> => ({
    'apps/orders/requirements.txt': 'flask==3.1.0\n',
    'apps/orders/serve.py': text,
    'apps/orders/Dockerfile': `FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8080\nCMD ${command}\n`,
  });

  it.each([
    ['is where it listens, whatever its image documents', files('["python", "serve.py"]'), 8082],
    ['says nothing where a server imports it', files('["gunicorn", "serve:app"]'), 8080],
    ['gives way to what a variable sets', files('["python", "serve.py"]', 'app.run(port=os.getenv("PORT", 8082))\n'), 8080],
    [
      'gives way to what is mapped',
      { ...files('["python", "serve.py"]'), 'compose.yaml': compose({ ports: ['80:8080'] }) },
      8080,
    ],
  ] as const)('%s', async (_, own, port) => {
    const of = await written(own, 'container');
    expect(of('Dockerfile')).toContain(`EXPOSE ${port}\n`);
  });
});

describe('a client that its image has Prisma write', () => {
  const files = (run: string, more: object = {}, lock = 'package-lock.json'): Readonly<Record<string, string>> => ({
    'apps/orders/package.json': manifest({ dependencies: { express: '^4', '@prisma/client': '^6' }, ...more }),
    [`apps/orders/${lock}`]: lock === 'package-lock.json' ? '{ "name": "orders", "lockfileVersion": 3, "packages": {} }' : '',
    'apps/orders/db/schema.prisma': '',
    'apps/orders/Dockerfile': `FROM node:22-slim\nCOPY . .\nRUN npm ci\n${run}CMD ["node", "server.js"]\n`,
  });
  const writing = (text: string): string => /^RUN .*prisma generate.*$/m.exec(text)?.[0] ?? '';

  it.each([
    ['npx prisma generate', {}, 'RUN npx prisma generate && npm prune --omit=dev'],
    [
      'npx prisma generate --schema=./db/schema.prisma && rm -rf /tmp/x',
      {},
      'RUN npx prisma generate --schema=./db/schema.prisma && npm prune --omit=dev',
    ],
    [
      'DATABASE_URL="postgresql://a:b@localhost:5432/x" npx prisma generate',
      { scripts: { build: 'tsc', start: 'node server.js' } },
      'RUN DATABASE_URL="postgresql://a:b@localhost:5432/x" npx prisma generate && npm run build && npm prune --omit=dev',
    ],
    ['npx prisma generate', { scripts: { build: 'prisma generate && tsc', start: 'node server.js' } }, ''],
    ['npx prisma generate --schema=$SCHEMA', {}, ''],
    ['npx prisma generate --schema ../db/schema.prisma', {}, ''],
    ['cd db && npx prisma generate', {}, ''],
    ['echo "npx prisma generate; next"', {}, ''],
    [
      'npm ci && \\\n  npx prisma generate \\\n    --schema db/schema.prisma',
      {},
      'RUN npx prisma generate --schema db/schema.prisma && npm prune --omit=dev',
    ],
    ['<<EOF\nnpx prisma generate --no-engine\nls\nEOF', {}, 'RUN npx prisma generate --no-engine && npm prune --omit=dev'],
    ['npx prisma migrate deploy', {}, ''],
  ] as const)('%s, with %j', async (run, more, expected) => {
    const of = await written(files(`RUN ${run}\n`, more), 'container');
    expect(writing(of('Dockerfile'))).toBe(expected);
    expect(of('Dockerfile').split('FROM ').at(-1)).toContain(expected === '' ? 'COPY' : 'COPY --from=build /app ./');
  });

  it.each([
    ['of a sister', 'package-lock.json', ' --workspace=apps/orders'],
    ['by pnpm', 'pnpm-lock.yaml', " --filter '{apps/orders}...'"],
  ])('is kept where all that is installed in a workspace goes: %s', async (_, lock, member) => {
    const of = await written(
      {
        'package.json': JSON.stringify({ private: true, workspaces: ['apps/*', 'libs/*'] }),
        ...(lock === 'pnpm-lock.yaml' ? { 'pnpm-workspace.yaml': 'packages: ["apps/*", "libs/*"]\n' } : {}),
        [lock]: lock === 'package-lock.json' ? '{ "lockfileVersion": 3, "packages": {} }' : "lockfileVersion: '9.0'\n",
        'libs/db/package.json': JSON.stringify({
          name: '@shop/db',
          version: '1.0.0',
          scripts: { generate: 'prisma generate', build: 'npm run generate && tsc' },
          dependencies: { '@prisma/client': '^6' },
          devDependencies: { prisma: '^6' },
        }),
        'apps/orders/package.json': manifest({ dependencies: { express: '^4', '@shop/db': '1.0.0' } }),
        'apps/orders/Dockerfile': 'FROM node:22-slim\nCMD ["node", "apps/orders/server.js"]\n',
      },
      'container',
    );
    expect(of('Dockerfile')).toMatch(
      /-name \.prisma .* -exec tar -cf \.clients\.tar \{\} \+ && find \. -name node_modules -prune/,
    );
    expect(of('Dockerfile')).toContain(`${member} && if [ -f .clients.tar ]; then tar -xf .clients.tar && rm .clients.tar; fi\n`);
  });

  it('is written of what lies in the directory that is built alone', async () => {
    const of = await written(
      {
        ...files('RUN npx prisma generate --schema=db/schema.prisma\n'),
        'db/schema.prisma': '',
        'apps/orders/db/schema.prisma': '',
        'compose.yaml': 'services:\n  orders: { build: { context: ., dockerfile: apps/orders/Dockerfile } }\n',
      },
      'container',
    );
    expect(writing(of('Dockerfile'))).toBe('');
  });

  it('is written on a host as well, and not where its tool would take it away again', async () => {
    const of = await written(files('RUN npx prisma generate\n'), 'shared-host');
    expect(of('install.sh')).toContain('npm ci && npx prisma generate && npm prune --omit=dev');
    const other = await written(files('RUN npx prisma generate\n', {}, 'yarn.lock'), 'container');
    expect(other('Dockerfile')).not.toContain('prisma');
  });
});

describe('a project that its image installs beside its requirements', () => {
  const files = (run: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    'apps/orders/requirements.txt': 'flask==3.1.0\n',
    'apps/orders/pyproject.toml':
      '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "orders"\nversion = "1"\ndependencies = ["flask"]\n',
    'apps/orders/Dockerfile': `FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY src/ ./src/\nCOPY pyproject.toml .\n${run}CMD ["python", "-m", "orders"]\n`,
    ...more,
  });

  it.each([
    ['is installed there', 'RUN pip install --no-cache-dir -e .\n', true],
    ['is installed by several lines', 'RUN python -m pip install \\\n    --no-deps \\\n    ".[db]" && pip check\n', true],
    ['is installed by a script in the file', 'RUN <<EOF\npip install .\nEOF\n', true],
    ['is not where no step installs it', '', false],
    ['is not where a step fills a directory', 'RUN pip install -r more.txt -t .\n', false],
    ['is not where another one is', 'RUN pip install ./lib\n', false],
  ] as const)('%s', async (_, run, isInstalled) => {
    const of = await written(files(run), 'container');
    expect(of('Dockerfile').includes('COPY . .\nRUN pip install --no-cache-dir .\n')).toBe(isInstalled);
  });

  it('is installed on a host as well', async () => {
    const of = await written(files('RUN pip install -e .\n'), 'shared-host');
    expect(of('install.sh')).toMatch(/pip" install --no-cache-dir -r requirements\.txt \.\n/);
  });
});

describe('what an image needs before it starts', () => {
  it('of a directory is where the command of a compose file finds it', async () => {
    const files = {
      'apps/orders/requirements.txt': 'fastapi\nuvicorn\n',
      'apps/orders/app/main.py': '',
      'apps/orders/Dockerfile':
        'FROM python:3.12\nENV HOME_OF=/usr/app\nWORKDIR $HOME_OF\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY ./app ./app\nWORKDIR $HOME_OF/app\n',
    };
    const command = 'uvicorn main:app --port 8000';
    const of = await written({ ...files, 'compose.yaml': compose({ command }) }, 'container');
    expect(of('Dockerfile')).toContain('COPY . ./\nCOPY app/ ./\n');
    const elsewhere = await written({ ...files, 'compose.yaml': compose({ command, working_dir: '/srv' }) }, 'container');
    expect(elsewhere('Dockerfile')).not.toContain('COPY app/ ./');
  });

  it('is where its image names its files from: the root of a workspace, not the member', async () => {
    const docker = (copy: string): string => `FROM node:22\nWORKDIR /app\n${copy}\nCMD ["sh", "scripts/start.sh"]\n`;
    const files = {
      'package.json': '{ "name": "root", "workspaces": ["apps/orders"] }',
      'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
      'scripts/start.sh': 'node apps/orders/server.js\n',
      'apps/orders/package.json': manifest(),
    };
    const root = 'COPY apps/orders apps/orders\nCOPY scripts/start.sh ./scripts/start.sh';
    const of = await written({ ...files, 'apps/orders/Dockerfile': docker(root), 'compose.yaml': ORDERS }, 'container');
    expect(of('Dockerfile').split('FROM ').at(-1)).not.toContain('WORKDIR /app/apps/orders');
    const own = { ...files, 'apps/orders/scripts/start.sh': 'node server.js\n' };
    const from = await written(
      { ...own, 'apps/orders/Dockerfile': docker('COPY apps/orders ./'), 'compose.yaml': ORDERS },
      'container',
    );
    expect(from('Dockerfile').split('FROM ').at(-1)).toContain('WORKDIR /app/apps/orders');
  });

  it.each([
    ['COPY apps/orders ./orders', '["python", "-m", "orders"]', 'WORKDIR /app\n', 'COPY . ./orders/\n'],
    ['COPY . .', '["uvicorn", "apps.orders.api:app"]', 'WORKDIR /app\n', 'COPY . ./apps/orders/\n'],
    ['COPY apps/orders ./', '["python", "-m", "api"]', 'WORKDIR /app\n', 'COPY . ./\n'],
  ])('is a package where its own directory is one that the command names: %s, %s', async (copy, command, home, own) => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'fastapi\nuvicorn\n',
        'apps/orders/__main__.py': '',
        'apps/orders/api.py': '',
        'apps/orders/Dockerfile': `FROM python:3.13\nWORKDIR /srv\n${copy}\nCMD ${command}\n`,
        'compose.yaml': 'services:\n  orders:\n    build: { context: ., dockerfile: apps/orders/Dockerfile }\n',
      },
      'container',
    );
    const last = of('Dockerfile').split('FROM ').at(-1) ?? '';
    expect([last.includes(home), last.includes(own)]).toEqual([true, true]);
  });

  it.each([
    ['["./start.sh", "web"]', 'RUN chmod +x ./start.sh\n'],
    ['["sh", "start.sh"]', ''],
  ])('is a script that may be started, whatever its mode: %s', async (command, line) => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'fastapi\n',
        'apps/orders/start.sh': 'exec python api.py\n',
        'apps/orders/Dockerfile': `FROM python:3.13\nWORKDIR /srv\nCOPY . .\nCMD ${command}\n`,
      },
      'container',
    );
    expect(/^RUN chmod .*\n/m.exec(of('Dockerfile'))?.[0] ?? '').toBe(line);
  });

  it('is what the program of a Go module needs that is called after the process', async () => {
    const of = await written(
      {
        'apps/orders/go.mod': 'module example.org/orders\n\ngo 1.24\n\nrequire github.com/segmentio/kafka-go v0.4.47\n',
        'apps/orders/cmd/api/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        'apps/orders/cmd/worker/main.go': 'package main\n\nfunc main() {}\n',
      },
      'container',
    );
    expect(/go build .* (\S+)$/m.exec(of('Dockerfile'))?.[1]).toBe('./cmd/api');
  });

  it.each([
    ['["node", "dist/main.js"]', {}, true],
    ['["node", "dist/main.js"]', { scripts: { build: 'tsc' } }, false],
    ['["node", "src/main.js"]', {}, false],
  ])('is told where no script makes what %s starts, with %j', async (command, more, isTold) => {
    const of = await written(
      { 'apps/orders/package.json': manifest(more), 'apps/orders/Dockerfile': `FROM node:22\nCOPY . .\nCMD ${command}\n` },
      'container',
    );
    expect(of('Dockerfile').includes('No script here makes dist/main.js')).toBe(isTold);
  });

  it.each([
    [{ '@angular/cli': '^20' }, true],
    [{ vite: '^7' }, false],
  ])('is the folder of its pages, which Angular calls after the project: %j', async (devDependencies, isFound) => {
    const of = await written(
      {
        'apps/orders/package.json': JSON.stringify({
          name: 'orders',
          scripts: { build: 'x build' },
          dependencies: { '@angular/core': '^20' },
          devDependencies,
        }),
      },
      'container',
    );
    const text = of('Dockerfile');
    expect([text.includes('-name index.html'), text.includes('COPY --from=build /site /')]).toEqual([isFound, isFound]);
  });

  it.each([
    ['COPY --from=build /out/orders /orders', false],
    ['COPY --from=build /out/orders /orders\nCOPY --from=build /etc/ssl/certs /etc/ssl/certs', false],
    ['COPY --from=build /out/orders /orders\nCOPY templates /templates', true],
  ])('is told where an image of Go has more than the program: %s', async (copies, isTold) => {
    const of = await written(
      {
        'apps/orders/go.mod': 'module example.org/orders\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
        'apps/orders/main.go': 'package main\n',
        'apps/orders/Dockerfile': `FROM golang:1.24 AS build\nCOPY . .\nRUN go build -o /out/orders .\nFROM scratch\n${copies}\nENTRYPOINT ["/orders"]\n`,
      },
      'container',
    );
    expect(of('Dockerfile').includes('more than the program: templates (apps/orders/Dockerfile:6)')).toBe(isTold);
  });

  it.each([
    ['package-lock.json', 'RUN npm ci', 'RUN npm prune --omit=dev'],
    ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile', 'RUN pnpm prune --prod --ignore-scripts'],
    ['yarn.lock', 'yarn install --frozen-lockfile', 'yarn install --production --frozen-lockfile --ignore-scripts'],
  ])('with %s, runs its own scripts with its files and the tools of developers', async (lock, all, prune) => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({
          scripts: { start: 'node server.js', postinstall: 'prisma generate' },
          devDependencies: { prisma: '^7' },
        }),
        [`apps/orders/${lock}`]: LOCKS[lock] ?? '',
      },
      'container',
    );
    const [, build = '', run = ''] = of('Dockerfile').split('FROM ');
    expect(build.indexOf('COPY . ./')).toBeLessThan(build.indexOf(all));
    expect(build).toContain(prune);
    expect(build).not.toContain('run build');
    expect(run).toContain('COPY --from=build /app ./');
  });

  it.each([
    ['package-lock.json', 'root', 'RUN npm ci', 'RUN npm prune --omit=dev --ignore-scripts\n'],
    ['package-lock.json', 'member', 'RUN npm ci', 'RUN npm prune --omit=dev --ignore-scripts\n'],
    ['yarn.lock', 'root', 'yarn install --frozen-lockfile', 'yarn install --production --frozen-lockfile --ignore-scripts'],
    [
      'pnpm-lock.yaml',
      'member',
      'pnpm install --frozen-lockfile',
      'npm pkg delete scripts.preinstall scripts.install scripts.postinstall scripts.prepare && npm --prefix apps/orders pkg delete scripts.preinstall scripts.install scripts.postinstall scripts.prepare && pnpm install --prod',
    ],
  ])('with %s in a workspace, runs scripts of the %s with the tools of developers, and once', async (lock, whose, all, prune) => {
    const scripts = { postinstall: 'prisma generate' };
    const of = await written(
      {
        'package.json': JSON.stringify({
          name: 'shop',
          private: true,
          workspaces: ['apps/*'],
          ...(whose === 'root' ? { scripts } : {}),
        }),
        ...(lock === 'pnpm-lock.yaml' ? { 'pnpm-workspace.yaml': 'packages: ["apps/*"]\n' } : {}),
        'apps/orders/package.json': manifest({ scripts: { start: 'node server.js', ...(whose === 'member' ? scripts : {}) } }),
        [lock]: MEMBER_LOCKS[lock] ?? '',
      },
      'container',
    );
    const [, build = ''] = of('Dockerfile').split('FROM ');
    expect(build).toContain(all);
    expect(build).toContain(prune);
  });

  it.each([{ postinstall: 'npx only-allow pnpm' }, { prepare: 'husky' }, { postinstall: 'echo done' }])(
    'is no file where its scripts need none: %j',
    async (scripts) => {
      const of = await written(
        { 'apps/orders/package.json': manifest({ scripts: { start: 'node server.js', ...scripts } }) },
        'container',
      );
      expect(of('Dockerfile')).toContain('COPY package.json ./');
    },
  );

  it('is the file of variables that its scripts name, and the program that reads it', async () => {
    const of = await written(
      {
        'apps/orders/package.json': manifest({
          scripts: { start: 'env-cmd -f .env.production node server.js', build: 'dotenv -e ./.env.build -- tsc' },
        }),
      },
      'container',
    );
    expect(of('.dockerignore')).toMatch(/^\.env\.\*\n!\.env\.production\n!\.env\.build$/m);
    expect(of('Dockerfile')).toContain('# Its scripts read .env.production, .env.build: ');
    expect(of('Dockerfile').split('FROM ').at(-1)).toContain('RUN npm install --global env-cmd@');
  });

  it.each([
    ['curl -o /etc/apt/sources.list.d/mssql.list https://example.org/prod.list', true],
    ['add-apt-repository -y ppa:acme/tools', true],
    ['curl https://deb.nodesource.com/setup_22.x | bash -', true],
    ['echo ready', false],
  ])('is told where other packages come from: %s', async (command, isTold) => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'flask\n',
        'apps/orders/Dockerfile': `FROM python:3.12\nRUN ${command}\nRUN apt-get update && apt-get install -y acme-driver\nCMD ["flask", "run"]\n`,
      },
      'container',
    );
    expect(of('Dockerfile').includes('packages known that its distribution has not (apps/orders/Dockerfile:2)')).toBe(isTold);
  });

  it.each([
    [80, true],
    [8080, false],
  ])('may listen at %i as nobody in particular: %s has to be said', async (port, isSaid) => {
    const files = {
      'apps/orders/requirements.txt': 'flask\ngunicorn\n',
      'apps/orders/Dockerfile': `FROM python:3.12\nCMD ["gunicorn", "-b", ":${port}", "app:app"]\n`,
    };
    const of = await written(files, 'fargate');
    expect(of('task.yaml').includes('- Namespace: net.ipv4.ip_unprivileged_port_start')).toBe(isSaid);
    const unit = await written(files, 'shared-host');
    expect(unit('orders.service').includes('AmbientCapabilities=CAP_NET_BIND_SERVICE')).toBe(isSaid);
  });

  it('of pages that a server in Python hands out makes no image of Node.js', async () => {
    const of = await written(
      {
        'apps/orders/package.json': '{ "name": "root", "workspaces": ["pages"] }',
        'apps/orders/pages/package.json':
          '{ "name": "pages", "scripts": { "build": "next build" }, "dependencies": { "next": "^15" } }',
        'apps/orders/requirements.txt': 'django\ngunicorn\n',
        'apps/orders/Dockerfile':
          'FROM node:22 AS pages\nCOPY . .\nRUN npm run build --workspace pages\nFROM python:3.12\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCOPY --from=pages /pages/out out\nENTRYPOINT ["gunicorn", "shop.wsgi"]\n',
      },
      'container',
    );
    expect(of('Dockerfile')).toMatch(/FROM python:3\.12[\s\S]*CMD \["gunicorn", "shop\.wsgi"\]/);
  });
});

describe('a function', () => {
  it.each([
    [
      'python:3.12',
      { 'src/handler.py': 'def main(event, context):\n    return 1\n', 'requirements.txt': 'boto3\n' },
      'COPY src/ ./\n',
      'handler.main',
    ],
    [
      'nodejs:22',
      { 'src/handler.js': 'exports.main = async () => 1;\n', 'package.json': '{ "name": "orders" }' },
      '',
      'src/handler.main',
    ],
  ] as const)('of an image is found where that has its code: %s', async (base, own, copy, handler) => {
    const of = await written(
      {
        ...Object.fromEntries(Object.entries(own).map(([path, text]) => [`apps/orders/${path}`, text])),
        'apps/orders/Dockerfile': `FROM public.ecr.aws/lambda/${base}\nCOPY src/ \${LAMBDA_TASK_ROOT}/\nCMD ["handler.main"]\n`,
      },
      'lambda-image',
    );
    expect(of('Dockerfile')).toContain(copy);
    expect(cmd(of('Dockerfile'))).toBe(`CMD ["${handler}"]`);
  });

  it('in Go is built from the directory in which its template has it, for the newest system', async () => {
    const main = (what: string): string => `package main\n\nfunc main() {\n\t${what}\n}\n`;
    const of = await written({
      'apps/orders/go.mod': 'module example.org/orders\n\ngo 1.24\n\nrequire github.com/aws/aws-lambda-go v1.47.0\n',
      'apps/orders/functions/add/main.go': main('lambda.Start(add)'),
      'apps/orders/functions/list/main.go': main('lambda.Start(list)'),
      'apps/orders/template.yaml':
        'Resources:\n  List:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: functions/list/, Handler: bootstrap, Runtime: provided.al2 }\n',
    });
    expect(of('bundle.sh')).toMatch(/^# The last word is the directory of the main package\.$[\s\S]* \.\/functions\/list$/m);
    expect(of('template.yaml')).toContain('Runtime: provided.al2023');
  });

  it('in Go that no file shows is to be named, and what lies beside it is told', async () => {
    const go = { 'apps/orders/go.mod': 'module example.org/orders\n\ngo 1.24\n\nrequire github.com/aws/aws-lambda-go v1.47.0\n' };
    expect((await written(go))('bundle.sh')).toContain('nothing shows where that lies');
    const main = 'package main\n\nfunc main() {\n\tlambda.Start(handle)\n}\n';
    const served = 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n';
    const of = await written({
      ...go,
      'apps/orders/cmd/api/main.go': served,
      'apps/orders/cmd/mailer/main.go': main,
      'apps/orders/cmd/sweeper/main.go': main,
    });
    expect(of('orders-function/bundle.sh')).toContain(' ./cmd/mailer\n');
    expect(of('orders-function/template.yaml')).toContain('Declared beside it: sweeper.');
    expect(of('orders-web/Dockerfile')).toContain(' ./cmd/api\n');
  });

  it('has the handler that its image starts', async () => {
    const of = await written({
      'apps/orders/requirements.txt': 'boto3\n',
      'apps/orders/Dockerfile': 'FROM public.ecr.aws/lambda/python:3.12\nCOPY . .\nCMD ["orders.batch.handler"]\n',
    });
    expect(cmd(of('Dockerfile'))).toBe('CMD ["orders.batch.handler"]');
    expect(of('Dockerfile')).not.toContain('placeholder');
  });

  it('that brings Lambda Web Adapter stays the image that it is', async () => {
    const of = await written({
      'apps/orders/requirements.txt': 'flask==3.0.0\ngunicorn\n',
      'apps/orders/Dockerfile':
        'FROM python:3.12-slim\nCOPY --from=example.org/tools/aws-lambda-adapter:0.8.4 /lambda-adapter /opt/extensions/lambda-adapter\nEXPOSE 8000\nCMD ["gunicorn", "app:app"]\n',
    });
    expect(of('Dockerfile')).toContain('FROM python:3.12-slim\n');
    expect(of('Dockerfile')).toContain(
      'COPY --from=example.org/tools/aws-lambda-adapter:0.8.4 /lambda-adapter /opt/extensions/lambda-adapter\nENV AWS_LWA_PORT=8000',
    );
    expect(of('template.yaml')).toContain('PackageType: Image');
  });

  it('says what calls it today', async () => {
    const of = await written({
      'apps/orders/requirements.txt': 'boto3\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: apps/orders\n      Handler: app.handler\n      Runtime: python3.12\n      Events:\n        Queue:\n          Type: SQS\n          Properties: { Queue: q }\n',
    });
    expect(of('template.yaml')).toContain('# Called today by: sqs. Write that under Events, with its source.');
    expect(of('template.yaml')).not.toContain('Declared beside it');
  });

  it('names the handler by the folder that its code lies in, and says what a bundler makes today', async () => {
    const of = await written({
      'sst.config.ts': 'export default $config({ async run() { await import("./infra/api"); } });\n',
      'infra/api.ts': 'new sst.aws.Function("Api", { handler: "apps/orders/src/api.handler" });\n',
      'apps/orders/package.json': JSON.stringify({ name: 'orders', dependencies: { hono: '^4' } }),
      'apps/orders/src/api.ts': '',
    });
    expect(of('template.yaml')).toContain("Handler: 'src/api.handler'");
    expect(of('bundle.sh')).toContain('Where src/api is TypeScript, it has to become src/api.js');
  });

  it('of pages that a Gradle script builds is what npm builds', async () => {
    const of = await written(
      {
        'apps/orders/package.json': JSON.stringify({
          name: 'orders',
          dependencies: { react: '^18' },
          devDependencies: { vite: '^5' },
          scripts: { build: 'vite build' },
        }),
        'apps/orders/build.gradle': 'plugins {\n  id "java"\n  id "com.github.node-gradle.node" version "7.0.2"\n}\n',
      },
      'container',
    );
    expect(of('Dockerfile')).toContain('npm run build');
    expect(of('Dockerfile')).toContain('nginx');
  });

  it('names the functions beside the one that its template holds', async () => {
    const one = (name: string): string =>
      `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: apps/orders\n      Handler: app.${name}\n      Runtime: python3.12\n`;
    const of = await written({
      'apps/orders/requirements.txt': 'boto3\n',
      'template.yaml': `Transform: AWS::Serverless-2016-10-31\nResources:\n${['take', 'list', 'drop'].map(one).join('')}`,
    });
    expect(of('template.yaml')).toContain("Handler: 'app.take'");
    expect(of('template.yaml')).toContain(
      '# Declared beside it: list and drop. Each becomes a resource like this one, with the handler that it has today.',
    );
  });
});

describe('whether it is well', () => {
  const NODE = {
    'apps/orders/package.json': manifest(),
    'apps/orders/Dockerfile': 'FROM node:22\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
  };

  it('is asked by what the image has', async () => {
    const of = await written(NODE, 'fargate');
    expect(of('compose.yaml')).toMatch(/healthcheck:\n +test: \["CMD","node","-e","require\('net'\)\.connect\(3000,/);
    expect(of('task.yaml')).toMatch(/HealthCheck:\n +Command: \['CMD', 'node', '-e', 'require\(''net''\)\.connect\(3000,/);
  });

  it('is not asked at a port that is only likely, nor of what ends', async () => {
    const guessed = await written({ 'apps/orders/package.json': manifest() }, 'fargate');
    expect(guessed('task.yaml')).toContain('ContainerPort: 8080');
    expect(guessed('task.yaml')).not.toContain('HealthCheck');
    const job = await written({ ...NODE, 'apps/orders/Procfile': 'nightly: node batch.js\n' }, 'fargate');
    expect(job('nightly/task.yaml')).not.toContain('HealthCheck');
  });

  it('is asked of none but the process that listens', async () => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'flask==3.0.0\ncelery\n',
        'compose.yaml': JSON.stringify({
          services: {
            web: { build: './apps/orders', command: 'gunicorn app:app', ports: ['8000:8000'] },
            worker: { build: './apps/orders', command: 'celery -A app worker' },
          },
        }),
      },
      'fargate',
    );
    expect(of('orders-web/task.yaml')).toContain('HealthCheck');
    expect(of('orders-worker/Dockerfile')).not.toContain('EXPOSE');
    expect(of('orders-worker/task.yaml')).not.toContain('HealthCheck');
  });
});
