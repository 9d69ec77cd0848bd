import { describe, expect, it } from 'vitest';
import { written } from './written.ts';

/** What an emitted image takes over from the image of today, without which its start command starts nothing. */

const PYTHON = { 'apps/orders/requirements.txt': 'flask==3.1.0\n', 'apps/orders/src/main.py': '' };
const image = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('variables', () => {
  it('that the start command names, and those that choose the program', async () => {
    const of = await written(
      {
        ...PYTHON,
        'apps/orders/Dockerfile': image(
          'FROM python:3.12-slim',
          'ENV HOST=0.0.0.0 PORT=8000 SECRET=x FLASK_APP="web:make()" HOME=/srv',
          'CMD ["sh", "-c", "uvicorn main:app --host $HOST --port ${PORT} --root-path $UNSET"]',
        ),
      },
      'container',
    );
    expect(of('Dockerfile')).toContain('ENV HOST=0.0.0.0 FLASK_APP="web:make()"\nENV PORT=8000\n');
    expect(of('Dockerfile')).not.toMatch(/SECRET|HOME=/);
  });

  it.each([
    ['its image', ['ENV MCP_HOST=0.0.0.0 SECRET=x PORT=8000'], {}],
    [
      'what starts it',
      ['EXPOSE 8000'],
      {
        'compose.yaml':
          'services:\n  orders: { build: apps/orders, environment: { MCP_HOST: 0.0.0.0, SECRET: x }, expose: [8000] }\n',
      },
    ],
  ])('that have it listen on all interfaces, as %s has them today', async (_, lines, more) => {
    const of = await written(
      { ...PYTHON, 'apps/orders/Dockerfile': image('FROM python:3.12-slim', ...lines, 'CMD ["python", "-m", "main"]'), ...more },
      'container',
    );
    expect(of('Dockerfile')).toContain('ENV MCP_HOST=0.0.0.0\nENV PORT=8000\n');
  });

  it('on a host too', async () => {
    const of = await written(
      {
        ...PYTHON,
        'apps/orders/Dockerfile': 'FROM python:3.12-slim\nENV FLASK_APP="my app"\nCMD ["flask", "run"]\n',
      },
      'shared-host',
    );
    expect(of('orders.service')).toContain('Environment="FLASK_APP=my app"\n');
  });
});

describe('files of a directory that lie where the command starts', () => {
  it.each([
    ['a script', 'COPY src/ ./', '["python", "main.py"]', 'COPY src/ ./\nUSER'],
    ['a module of a server', 'COPY ./src /app', '["uvicorn", "main:app"]', 'COPY src/ ./\nUSER'],
    ['of all that lies around it', 'COPY . .', '["python", "src/main.py"]', 'COPY . ./\nUSER'],
    ['under its own name', 'COPY src ./src', '["python", "src/main.py"]', 'COPY . ./\nUSER'],
  ])('%s', async (_, copy, command, expected) => {
    const of = await written(
      { ...PYTHON, 'apps/orders/Dockerfile': image('FROM python:3.12-slim', 'WORKDIR /app', copy, `CMD ${command}`) },
      'container',
    );
    expect(of('Dockerfile')).toContain(expected);
  });

  it('that only a build leaves', async () => {
    const of = await written(
      {
        'apps/orders/package.json': JSON.stringify({
          name: 'orders',
          dependencies: { express: '^5' },
          scripts: { build: 'tsc' },
        }),
        'apps/orders/Dockerfile': image(
          'FROM node:22 AS build',
          'WORKDIR /src',
          'COPY . .',
          'RUN npm ci && npm run build',
          'FROM node:22',
          'WORKDIR /app',
          'COPY --from=build /src/node_modules ./node_modules',
          'COPY --from=build /src/dist ./',
          'CMD ["node", "main.js"]',
        ),
      },
      'container',
    );
    expect(of('Dockerfile')).toContain('COPY --from=build /app/dist/ ./\n');
    const host = await written(
      {
        ...PYTHON,
        'apps/orders/Dockerfile': image('FROM python:3.12-slim', 'WORKDIR /app', 'COPY src/ .', 'CMD python main.py'),
      },
      'shared-host',
    );
    expect(host('install.sh')).toContain('cp -R "$prefix/"app/src/. "$prefix/"app/\n');
  });
});

describe('directories beside its own that the image has', () => {
  const files = (...lines: readonly string[]): Readonly<Record<string, string>> => ({
    ...PYTHON,
    'apps/orders/worker.py': '',
    'shared/requirements.txt': 'redis==5.0.0\n',
    'shared/bus.py': '',
    'compose.yaml': 'services:\n  orders: { build: { context: ., dockerfile: apps/orders/Dockerfile } }\n',
    'apps/orders/Dockerfile': image('FROM python:3.12-slim', 'WORKDIR /app', ...lines),
  });

  it.each([
    [
      'under their own paths',
      ['COPY shared /app/shared', 'COPY apps/orders /app/apps/orders', 'CMD ["python", "-m", "apps.orders.worker"]'],
      'WORKDIR /app\nCOPY --from=build /venv /venv\nCOPY apps/orders/ ./apps/orders/\nCOPY shared/ ./shared/\n',
    ],
    [
      'under others',
      ['COPY shared lib/shared', 'COPY apps/orders ./', 'CMD ["python", "worker.py"]'],
      'WORKDIR /app/apps/orders\nCOPY --from=build /venv /venv\nCOPY apps/orders/ ./\nCOPY shared/ ./lib/shared/\n',
    ],
  ])('lie there %s', async (_, lines, expected) => {
    const of = await written(files(...lines), 'container');
    expect(of('orders/Dockerfile')).toContain(expected);
    expect(of('orders/Dockerfile')).toContain('Build, in the root: docker build -f apps/orders/Dockerfile .');
  });

  it('lie there in the image of a workspace’s member, by whatever stage they come', async () => {
    const of = await written(
      {
        'package.json': '{"name":"root","private":true,"workspaces":["apps/*"]}',
        'schema/shop.prisma': '',
        'apps/orders/package.json': '{"name":"orders","dependencies":{"express":"^5"}}',
        'apps/orders/start.js': '',
        'compose.yaml': 'services:\n  orders: { build: { context: ., dockerfile: apps/orders/Dockerfile } }\n',
        'apps/orders/Dockerfile': image(
          'FROM node:22 AS build',
          'WORKDIR /src',
          'COPY schema ./schema',
          'COPY apps/orders ./',
          'FROM node:22',
          'WORKDIR /app',
          'COPY --from=build /src/schema ./schema',
          'COPY apps/orders/start.js ./',
          'CMD ["sh", "-c", "npx prisma migrate deploy --schema ./schema/shop.prisma && node start.js"]',
        ),
      },
      'container',
    );
    expect(of('orders/Dockerfile')).toContain('WORKDIR /app/apps/orders\nCOPY --from=build /app/schema/ ./schema/\n');
  });

  it('lie there in the image of a function too', async () => {
    const of = await written(
      {
        ...files(),
        'apps/orders/Dockerfile': image(
          'FROM public.ecr.aws/lambda/python:3.13',
          'COPY shared ${LAMBDA_TASK_ROOT}/shared',
          'COPY apps/orders/worker.py ${LAMBDA_TASK_ROOT}',
          'CMD ["worker.handler"]',
        ),
      },
      'lambda-image',
    );
    expect(of('orders/Dockerfile')).toContain('COPY shared/ "${LAMBDA_TASK_ROOT}/shared/"\n');
  });

  it.each([
    [
      'under their own paths',
      ['COPY shared /app/shared', 'COPY apps/orders /app/apps/orders', 'CMD ["python", "-m", "apps.orders.worker"]'],
      'cp -R . "$prefix/app"/apps/orders\ninstall -d "$prefix/app"/shared\ncp -R ../../shared/. "$prefix/app"/shared\n',
      'WorkingDirectory=/opt/orders/app\n',
    ],
    [
      'under others',
      ['COPY shared lib/shared', 'COPY apps/orders ./', 'CMD ["python", "worker.py"]'],
      'install -d "$prefix/app"/apps/orders/lib/shared\ncp -R ../../shared/. "$prefix/app"/apps/orders/lib/shared\n',
      'WorkingDirectory=/opt/orders/app/apps/orders\n',
    ],
  ])('lie on a host %s', async (_, lines, installed, directory) => {
    const of = await written(files(...lines), 'shared-host');
    expect(of('install.sh')).toContain(installed);
    expect(of('orders.service')).toContain(directory);
  });

  it('have their requirements installed where it installs them', async () => {
    const copies = ['COPY shared /app/shared', 'COPY apps/orders /app/apps/orders'];
    const installs = ['RUN pip install -r /app/shared/requirements.txt', 'RUN pip install -r /app/apps/orders/requirements.txt'];
    const of = await written(files(...copies, ...installs, 'CMD ["python", "-m", "apps.orders.worker"]'), 'container');
    expect(of('orders/Dockerfile')).toContain(
      'pip install --no-cache-dir -r ../../shared/requirements.txt -r requirements.txt\n',
    );
  });
});

describe('packages of the distribution', () => {
  it('come from the release that has them, and compilers are in the stage that builds alone', async () => {
    const of = await written(
      {
        ...PYTHON,
        'apps/orders/Dockerfile': image(
          'FROM ghcr.io/astral-sh/uv:0.9.15-python3.12-bookworm-slim',
          'RUN apt-get update && apt-get install -y gcc libpq-dev libprotobuf32',
          'CMD ["flask", "run"]',
        ),
      },
      'container',
    );
    const [build = '', run = ''] = of('Dockerfile').split('FROM ').slice(1);
    expect(build).toMatch(/^python:3\.12-slim-bookworm AS build\n[\s\S]* gcc libpq-dev &&/);
    expect(run).toMatch(/^python:3\.12-slim-bookworm\n[\s\S]* libpq-dev libprotobuf32 &&/);
  });

  it('are those of Alpine where its release is named', async () => {
    const of = await written(
      {
        'apps/orders/package.json': '{"name":"orders","dependencies":{"express":"^5"}}',
        'apps/orders/Dockerfile': image(
          'FROM node:22-alpine3.22',
          'RUN apk add --no-cache python3 make g++ postgresql-client',
          'CMD ["node", "index.js"]',
        ),
      },
      'container',
    );
    const [build = '', run = ''] = of('Dockerfile').split('FROM ').slice(1);
    expect(build).toMatch(/^node:22-alpine AS build\n[\s\S]*apk add --no-cache g\+\+ make python3\n/);
    expect(run).toMatch(/^node:22-alpine\n[\s\S]*apk add --no-cache postgresql-client python3\n/);
  });
});

describe('a program in Go', () => {
  const GO = {
    'apps/orders/go.mod': 'module example.com/orders\n\ngo 1.25\n',
    'apps/orders/cmd/serve/main.go': 'package main\nfunc main() {}\n',
    'apps/orders/cmd/migrate/main.go': 'package main\nfunc main() {}\n',
  };
  const built = (last: readonly string[], out = '/bin/orders'): string =>
    image('FROM golang:1.25 AS build', 'COPY . .', `RUN go build -o ${out} ./cmd/serve`, ...last);

  it('is the one that the image builds, and has the words that it is started with', async () => {
    const files = {
      ...GO,
      'apps/orders/Dockerfile': built([
        'FROM alpine:3.22',
        'RUN apk add --no-cache ca-certificates tzdata',
        'COPY --from=build /bin/orders /bin/orders',
        'ENTRYPOINT ["/bin/orders"]',
        'CMD ["serve", "--config=/etc/orders.yaml"]',
      ]),
    };
    const of = await written(files, 'container');
    expect(of('Dockerfile')).toContain('-o /out/app ./cmd/serve\n');
    expect(of('Dockerfile')).toContain('ENTRYPOINT ["/app"]\nCMD ["serve", "--config=/etc/orders.yaml"]\n');
    expect(of('Dockerfile')).toContain('# It reads /etc/orders.yaml, as the image of today has it');
    expect(of('Dockerfile')).toContain('FROM scratch\nCOPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip\n');
    const host = await written(files, 'shared-host');
    expect(host('orders.service')).toContain('ExecStart=/opt/orders/app serve --config=/etc/orders.yaml\n');
  });

  it('finds the programs that its image installs', async () => {
    const of = await written(
      {
        ...GO,
        'apps/orders/Dockerfile': built([
          'FROM alpine:3.22',
          'RUN apk add --no-cache ffmpeg',
          'COPY --from=build /bin/orders /bin/orders',
          'EXPOSE 8080',
          'CMD ["sh", "-c", "/bin/orders $FLAGS"]',
        ]),
      },
      'container',
    );
    expect(of('Dockerfile')).toMatch(/FROM alpine:3\.23\n.*\nRUN apk add --no-cache ffmpeg\n/);
    expect(of('Dockerfile')).not.toMatch(/^CMD/m);
    expect(of('compose.yaml')).toContain('test: ["CMD","nc","-z","127.0.0.1","8080"]');
  });

  it('listens where its text says', async () => {
    const main = 'package main\nimport "net/http"\nfunc main() { http.ListenAndServe(":8091", nil) }\n';
    const of = await written({ 'apps/orders/go.mod': GO['apps/orders/go.mod'], 'apps/orders/main.go': main }, 'container');
    expect(of('Dockerfile')).toContain('EXPOSE 8091\n');
  });
});

describe('a package of Node.js that links to directories around it', () => {
  const files = {
    'apps/orders/package.json': JSON.stringify({
      name: 'orders',
      dependencies: { express: '^5', money: 'file:../../libs/money' },
      scripts: { build: 'tsc', start: 'node dist/main.js' },
    }),
    'apps/orders/package-lock.json': JSON.stringify({
      name: 'orders',
      lockfileVersion: 3,
      packages: {
        '': { name: 'orders', dependencies: { express: '^5', money: 'file:../../libs/money' } },
        '../../libs/money': { version: '1.0.0' },
        'node_modules/money': { resolved: '../../libs/money', link: true },
        'node_modules/express': { version: '5.1.0' },
      },
    }),
    'libs/money/package.json': '{"name":"money","version":"1.0.0"}',
  };

  it('is built from the directory that is around both, by its own lock', async () => {
    const of = await written(files, 'container');
    expect(of('Dockerfile')).toContain('Build, in the root: docker build -f apps/orders/Dockerfile .');
    expect(of('Dockerfile')).not.toContain('A member of the workspace');
    expect(of('Dockerfile')).toContain('COPY . ./\nRUN npm --prefix apps/orders ci --install-links\n');
    expect(of('Dockerfile')).toContain(
      'RUN npm --prefix apps/orders run build && find . -name node_modules -prune -exec rm -rf {} + && npm --prefix apps/orders ci --install-links --omit=dev\n',
    );
    expect(of('Dockerfile')).toContain('WORKDIR /app/apps/orders\n');
    const zip = await written(files, 'lambda-zip');
    expect(zip('bundle.sh')).toContain('npm --prefix apps/orders ci --install-links --omit=dev --os=linux');
  });

  it('has a lock of its own below a workspace, of which nothing is said', async () => {
    const of = await written(
      {
        'package.json': '{"private":true}',
        'lerna.json': '{"packages":["apps/*"],"version":"0.0.0"}',
        'apps/orders/package.json': JSON.stringify({
          name: 'orders',
          dependencies: { express: '^5' },
          scripts: { build: 'tsc && docker build -t orders .' },
        }),
        'apps/orders/package-lock.json':
          '{"name":"orders","lockfileVersion":3,"packages":{"":{"dependencies":{"express":"^5"}},"node_modules/express":{"version":"5.1.0"}}}',
      },
      'container',
    );
    expect(of('Dockerfile')).not.toContain('A member of the workspace');
    expect(of('Dockerfile')).toContain('# `npm run build` makes an image by itself');
    expect(of('Dockerfile')).not.toContain('RUN npm run build');
  });
});

it('an unlocked Pipfile is locked with the interpreter that it is for', async () => {
  const of = await written(
    { 'apps/orders/Pipfile': '[packages]\nflask = "*"\n[requires]\npython_version = "3.11"\n', 'apps/orders/app.py': '' },
    'container',
  );
  expect(of('Dockerfile')).toContain('FROM python:3.11-slim AS lock\n');
});

it('an image with tens of thousands of words and variables is read at once', async () => {
  const words = Array.from({ length: 5_000 }, (_, at) => `$V${at}`).join(' ');
  const set = Array.from({ length: 5_000 }, (_, at) => `ENV V${at}=x`).join('\n');
  const copies = 'COPY a/ ./\n'.repeat(5_000);
  const of = await written(
    { ...PYTHON, 'apps/orders/Dockerfile': `FROM python:3.12-slim\n${set}\n${copies}CMD python main.py ${words}\n` },
    'container',
  );
  expect(of('Dockerfile')).toContain('V0=x');
});

describe('a script that sets up git hooks', () => {
  const lock = '{"name":"orders","lockfileVersion":3,"packages":{"":{}}}';

  it('is not run where its tool is not installed', async () => {
    const files = {
      'apps/orders/package.json': JSON.stringify({
        name: 'orders',
        dependencies: { express: '^5' },
        scripts: { prepare: 'husky', start: 'node index.js' },
      }),
      'apps/orders/package-lock.json': lock,
    };
    const of = await written(files, 'container');
    expect(of('Dockerfile')).toContain('RUN npm pkg delete scripts.prepare && npm ci --omit=dev\n');
    const other = await written(
      { ...files, 'apps/orders/package.json': files['apps/orders/package.json'].replace('husky', 'prisma generate') },
      'container',
    );
    expect(other('Dockerfile')).toContain('RUN npm ci\nRUN npm prune --omit=dev\n');
  });

  it('stands at the root of a workspace', async () => {
    const of = await written(
      {
        'package.json': '{"private":true,"workspaces":["apps/*"],"scripts":{"prepare":"husky install"}}',
        'package-lock.json': lock,
        'apps/orders/package.json': JSON.stringify({
          name: 'orders',
          dependencies: { express: '^5' },
          scripts: { build: 'tsc' },
        }),
      },
      'container',
    );
    expect(of('Dockerfile')).toContain(
      'npm pkg delete scripts.prepare && npm install --omit=dev --no-package-lock --workspace=apps/orders\n',
    );
  });
});
