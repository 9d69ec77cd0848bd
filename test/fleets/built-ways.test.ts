import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

/** One Dockerfile that compose builds in several ways: a stage, or an argument, for each service. */

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;
const FLASK = { 'services/api/requirements.txt': 'flask==3.0.0\n', 'services/mailer/requirements.txt': 'flask==3.0.0\n' };
const API = ['FROM python:3.12 AS api', 'COPY services/api .', 'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]'];
const built = (one: string, two: string): string =>
  lines('services:', `  one: { build: { ${one} } }`, `  two: { build: { ${two} } }`);
const targets = built('context: ., target: api', 'context: ., target: mailer');
const MODULES = {
  'services/api/go.mod': 'module example.org/api\n\ngo 1.24\n',
  'services/api/main.go': 'package main\n\nfunc main() {}\n',
  'services/web/go.mod': 'module example.org/web\n\ngo 1.24\n',
  'services/web/main.go': 'package main\n\nfunc main() {}\n',
};
/** An image of whichever module its argument means. */
const ofModule = (build: string): string =>
  lines('FROM golang:1.24', 'ARG APP=api', 'WORKDIR /src', 'COPY . .', build, 'EXPOSE 3000', 'CMD ["sh", "start.sh"]');

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'stages of one port and of two releases': [
    {
      ...FLASK,
      'compose.yaml': targets,
      Dockerfile: lines(...API, 'FROM python:3.9 AS mailer', 'COPY services/mailer .', 'EXPOSE 8000', 'CMD ["sh", "start.sh"]'),
    },
    {
      errors: [
        'port/taken port:8000/tcp: services/api, services/mailer',
        'runtime/unsatisfiable runtime:python: services/api, services/mailer',
      ],
    },
  ],
  'a stage that listens elsewhere': [
    {
      ...FLASK,
      'compose.yaml': targets,
      Dockerfile: lines(
        ...API,
        'FROM python:3.12 AS mailer',
        'COPY services/mailer .',
        'CMD ["gunicorn", "-b", ":8001", "m:app"]',
      ),
    },
    { errors: [] },
  ],
  'a stage that is not there': [
    { ...FLASK, 'compose.yaml': targets, Dockerfile: lines(...API) },
    { errors: [], diagnostics: ['dockerfile/no-stage'] },
  ],
  'an argument that says which directory is taken': [
    {
      'package.json': '{ "name": "all", "private": true, "workspaces": ["apps/*"] }',
      'apps/api/package.json': '{ "name": "api", "dependencies": { "express": "5.0.0" } }',
      'apps/web/package.json': '{ "name": "web", "dependencies": { "express": "5.0.0" } }',
      'compose.yaml': built('context: ., args: { APP: api }', 'context: ., args: { APP: web }'),
      Dockerfile: lines(
        'FROM node:22',
        'ARG APP',
        'COPY package.json ./',
        'COPY apps/${APP} apps/${APP}',
        'EXPOSE 3000',
        'CMD ["node", "server.js"]',
      ),
    },
    { errors: ['port/taken port:3000/tcp: apps/api, apps/web'] },
  ],
  'an argument that says what the commands of an image in a folder of its own build': [
    {
      ...MODULES,
      'compose.yaml': built(
        'context: ., dockerfile: docker/Dockerfile, args: { APP: api }',
        'context: ., dockerfile: docker/Dockerfile, args: { APP: web }',
      ),
      'docker/Dockerfile': ofModule('RUN go build -o /out/$APP ./services/${APP}'),
    },
    { errors: ['port/taken port:3000/tcp: services/api, services/web'] },
  ],
  'the same of the directory that its commands go to, and by workloads of one name in files of their own': [
    {
      ...MODULES,
      'deploy/a/compose.yaml':
        'services:\n  app: { build: { context: ../.., dockerfile: docker/Dockerfile, args: { APP: api } }, ports: ["3000:3000"] }\n',
      'deploy/b/compose.yaml':
        'services:\n  app: { build: { context: ../.., dockerfile: docker/Dockerfile, args: { APP: web } }, ports: ["3000:3000"] }\n',
      'docker/Dockerfile': ofModule('RUN cd "services/${APP}" && go build -o /out/app .'),
    },
    { errors: ['port/taken port:3000/tcp: services/api, services/web'] },
  ],
  'the same where the command says what it does without the argument': [
    {
      ...MODULES,
      'compose.yaml': built(
        'context: ., dockerfile: docker/Dockerfile, args: { APP: web }',
        'context: ., dockerfile: docker/Dockerfile, args: { APP: api }',
      ),
      'docker/Dockerfile': ofModule('RUN cd services/${APP:?whose} && go build -o /out/app ../${APP:-api}'),
    },
    { errors: ['port/taken port:3000/tcp: services/api, services/web'] },
  ],
  'the same that CI gives, for images of names that no module has': [
    {
      ...MODULES,
      '.github/workflows/ship.yml': lines(
        'jobs:',
        '  ship:',
        '    strategy: { matrix: { app: [api, web] } }',
        '    steps:',
        '      - run: docker build -f docker/Dockerfile --build-arg APP=${{ matrix.app }} -t acme/x-${{ matrix.app }}-y .',
      ),
      'docker/Dockerfile': ofModule('RUN go build -o /out/$APP ./services/${APP}'),
    },
    { errors: ['port/taken port:3000/tcp: services/api, services/web'] },
  ],
  'what no build says is left open, whatever the argument is by default': [
    {
      ...MODULES,
      'compose.yaml': built('context: ., dockerfile: docker/Dockerfile', 'context: ., dockerfile: docker/Dockerfile'),
      'docker/Dockerfile': ofModule('RUN go build -o /out/app ./services/${APP:-api}'),
    },
    { errors: [] },
  ],
  'an argument that only CI gives': [
    {
      'package.json': '{ "name": "all", "private": true, "workspaces": ["apps/*"] }',
      'apps/api/package.json': '{ "name": "api", "dependencies": { "express": "5.0.0" } }',
      'apps/web/package.json': '{ "name": "web", "dependencies": { "express": "5.0.0" } }',
      '.github/workflows/ship.yml': lines(
        'jobs:',
        '  ship:',
        '    strategy: { matrix: { app: [api, web] } }',
        '    steps:',
        '      - run: docker build --build-arg APP=${{ matrix.app }} -t acme/shop-${{ matrix.app }} .',
      ),
      Dockerfile: lines('FROM node:22', 'ARG APP', 'COPY apps/${APP} ./', 'EXPOSE 3000', 'CMD ["node", "server.js"]'),
    },
    { errors: ['port/taken port:3000/tcp: apps/api, apps/web'] },
  ],
  'members whose images are built in the directory of their workspace, which is a service itself': [
    {
      'backend/pyproject.toml':
        '[project]\nname = "backend"\nversion = "1"\ndependencies = ["flask"]\n[tool.uv.workspace]\nmembers = ["packages/*"]\n',
      'backend/app.py': '',
      'backend/packages/cart/pyproject.toml': '[project]\nname = "cart"\nversion = "1"\ndependencies = ["flask"]\n',
      'backend/packages/cart/Dockerfile': lines('FROM python:3.13', 'COPY packages/ packages/', 'CMD ["flask", "run"]'),
      'backend/packages/mail/pyproject.toml': '[project]\nname = "mail"\nversion = "1"\ndependencies = ["flask"]\n',
      'backend/packages/mail/Dockerfile': lines('FROM python:3.13', 'COPY packages/ packages/', 'CMD ["flask", "run"]'),
      'compose.yaml': lines(
        'services:',
        '  cart: { build: { context: backend, dockerfile: packages/cart/Dockerfile }, ports: ["8701:8701"] }',
        '  mail: { build: { context: backend, dockerfile: packages/mail/Dockerfile }, ports: ["8701:8701"] }',
      ),
    },
    { errors: ['port/taken port:8701/tcp: backend/packages/cart, backend/packages/mail'] },
  ],
  'a program with the libraries beside it, in the directory of a workspace that is no service': [
    {
      'package.json': '{ "name": "tools", "dependencies": { "kafkajs": "2.2.4" } }',
      'index.js': '',
      'front/package.json': '{ "name": "front", "private": true, "workspaces": ["apps/*", "packages/*"] }',
      'front/packages/shared/package.json': '{ "name": "shared", "main": "index.js" }',
      'front/packages/shared/index.js': '',
      'front/apps/web/package.json': '{ "name": "web", "dependencies": { "shared": "*", "express": "5.0.0" } }',
      'front/apps/web/server.js': '',
      'front/Dockerfile': lines(
        'FROM node:22',
        'COPY package.json ./',
        'COPY packages/shared packages/shared',
        'COPY apps/web apps/web',
        'EXPOSE 9200',
        'CMD ["node", "apps/web/server.js"]',
      ),
      'front/compose.yaml': lines('services:', '  web: { build: ., ports: ["9200:9200"] }'),
    },
    { errors: [] },
  ],
  'an argument that only labels the image': [
    {
      'a/requirements.txt': 'flask==3.0.0\n',
      'a/Dockerfile': lines(
        'FROM python:3.12',
        'ARG REVISION',
        'LABEL revision=$REVISION',
        'EXPOSE 8000',
        'CMD ["gunicorn", "a:a"]',
      ),
      'compose.yaml': built('context: a, args: { REVISION: "1" }', 'context: a, args: { REVISION: "2" }'),
    },
    { errors: [], notes: [] },
  ],
};

describe('a Dockerfile that is built in several ways', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('each stage is a program of its own', async () => {
    const report = await reportOf({
      'requirements.txt': 'flask==3.0.0\ncelery==5.4.0\n',
      Dockerfile: lines(
        'FROM python:3.12 AS web',
        'CMD ["gunicorn", "app:app"]',
        'FROM python:3.12 AS tasks',
        'CMD ["celery", "-A", "app", "worker"]',
      ),
      'compose.yaml': built('context: ., target: web', 'context: ., target: tasks'),
    });
    expect(report.recommendations.map(({ process, reasons }) => `${process}: ${reasons[0]?.theme}`)).toEqual([
      'one: http-adapter-needed',
      'two: long-running-worker',
    ]);
  });
});
