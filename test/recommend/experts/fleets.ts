import { type ExpertCase, goMod, lines, packageJson, pythonImage } from './case.ts';

const host = (...services: readonly string[]): string =>
  lines('hosts:', '  - name: vm', '    share: allow', `    services: [${services.join(', ')}]`);

/** Cart is a function and clashes with both others, who fit each other. */
const CART_AND_WEB = {
  'cart/requirements.txt': lines('flask==2.0.3', 'werkzeug==2.0.3', 'mangum==0.19.0'),
  'web/requirements.txt': lines('flask==3.1.0', 'werkzeug==3.1.0', 'gunicorn==23.0.0'),
  'admin/requirements.txt': lines('flask==3.1.0'),
  'cohost.yaml': host('cart', 'web', 'admin'),
} as const;

/** A service whose image is built at the root, and takes something else of it. */
const taking = (name: string, path: string): Readonly<Record<string, string>> => ({
  [`services/${name}/requirements.txt`]: lines('httpx==0.28.1'),
  [`services/${name}/Dockerfile`]: lines(
    'FROM python:3.13-slim',
    `COPY ${path} /app/${path}`,
    `COPY services/${name} /app/services/${name}`,
    `CMD ["python", "-m", "services.${name}.main"]`,
  ),
});

export const FLEETS: readonly ExpertCase[] = [
  {
    id: 'same pins, sharing allowed',
    files: {
      'a/requirements.txt': lines('flask==3.1.0', 'gunicorn==23.0.0'),
      'b/requirements.txt': lines('flask==3.1.0', 'requests==2.32.3'),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'a',
    target: 'shared-host',
    says: ['shared-host-compatible'],
    silent: ['dependency-conflict'],
  },
  {
    id: 'same pins, nobody allowed sharing',
    files: { 'a/requirements.txt': lines('flask==3.1.0'), 'b/requirements.txt': lines('flask==3.1.0') },
    service: 'a',
    target: 'fargate',
    says: ['shared-host-policy'],
    silent: ['shared-host-compatible', 'dependency-conflict'],
  },
  {
    id: 'sharing forbidden',
    files: {
      'a/requirements.txt': lines('flask==3.1.0'),
      'b/requirements.txt': lines('flask==3.1.0'),
      'cohost.yaml': host('a', 'b').replace('allow', 'forbid'),
    },
    service: 'a',
    target: 'fargate',
    silent: ['shared-host-compatible'],
  },
  {
    id: 'different pins in one environment',
    files: {
      'a/requirements.txt': lines('flask==3.1.0', 'sqlalchemy==1.4.54'),
      'b/requirements.txt': lines('flask==3.1.0', 'sqlalchemy==2.0.36'),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'a',
    target: 'fargate',
    says: ['dependency-conflict'],
    silent: ['shared-host-compatible'],
  },
  {
    id: 'different pins, an environment each',
    files: {
      'a/requirements.txt': lines('flask==3.1.0', 'sqlalchemy==1.4.54'),
      'b/requirements.txt': lines('flask==3.1.0', 'sqlalchemy==2.0.36'),
      'cohost.yaml': `level: process\n${host('a', 'b')}`,
    },
    service: 'a',
    target: 'shared-host',
    says: ['shared-host-compatible'],
    silent: ['dependency-conflict'],
  },
  {
    id: 'a port that both publish',
    files: {
      'a/package.json': packageJson('a', { express: '4.21.2' }),
      'a/Dockerfile': lines('FROM node:24-slim', 'COPY . .', 'CMD ["node", "server.js"]'),
      'b/package.json': packageJson('b', { express: '4.21.2' }),
      'b/Dockerfile': lines('FROM node:24-slim', 'COPY . .', 'CMD ["node", "server.js"]'),
      'compose.yaml': lines(
        'services:',
        '  a:',
        '    build: ./a',
        "    ports: ['8080:3000']",
        '  b:',
        '    build: ./b',
        "    ports: ['8080:3000']",
      ),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'a',
    target: 'fargate',
    says: ['dependency-conflict'],
  },
  {
    id: 'another host than the one it clashes on',
    files: {
      'a/requirements.txt': lines('flask==3.1.0', 'protobuf==3.20.3'),
      'b/requirements.txt': lines('flask==3.1.0', 'protobuf==5.28.3'),
      'c/requirements.txt': lines('flask==3.1.0'),
      'cohost.yaml': lines(
        'hosts:',
        '  - name: one',
        '    share: allow',
        '    services: [a, c]',
        '  - name: two',
        '    share: allow',
        '    services: [b]',
      ),
    },
    service: 'a',
    target: 'shared-host',
    says: ['shared-host-compatible'],
    silent: ['dependency-conflict'],
  },
  {
    id: 'Go binaries with two majors',
    files: {
      'a/go.mod': goMod('a', ['github.com/go-redis/redis/v8 v8.11.5', 'github.com/go-chi/chi/v5 v5.2.0']),
      'b/go.mod': goMod('b', ['github.com/redis/go-redis/v9 v9.7.0', 'github.com/go-chi/chi/v5 v5.1.0']),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'b',
    target: 'shared-host',
    says: ['shared-host-compatible', 'static-binary'],
  },
  {
    id: 'Python and Node do not meet',
    files: {
      'a/requirements.txt': lines('flask==3.1.0', 'gunicorn==23.0.0'),
      'b/package.json': packageJson('b', { express: '4.21.2' }, { scripts: { start: 'node server.js' } }),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'b',
    target: 'shared-host',
    says: ['shared-host-compatible'],
  },
  {
    id: 'a model starves its neighbours',
    files: {
      'a/requirements.txt': lines('torch==2.5.1', 'fastapi==0.115.6'),
      'b/requirements.txt': lines('fastapi==0.115.6'),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'a',
    target: 'fargate',
    says: ['resource-blast-radius'],
  },
  {
    id: 'a worker on a shared host',
    files: {
      'a/requirements.txt': lines('celery==5.4.0'),
      'a/Dockerfile': pythonImage(['celery', '-A', 'a', 'worker']),
      'b/requirements.txt': lines('celery==5.4.0', 'flask==3.1.0'),
      'cohost.yaml': host('a', 'b'),
    },
    service: 'a',
    target: 'shared-host',
    says: ['shared-host-compatible', 'long-running-worker'],
  },
  {
    id: 'a bot beside a service of its own for the workers hands work out',
    files: {
      'bot/requirements.txt': lines('python-telegram-bot==21.9', 'celery==5.4.0'),
      'bot/Dockerfile': pythonImage(['python', 'begin.py']),
      'bot/begin.py': 'application.run_polling()\n',
      'worker/requirements.txt': lines('celery==5.4.0'),
      'worker/Dockerfile': pythonImage(['celery', '-A', 'tasks', 'worker']),
    },
    service: 'bot',
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['long-running-worker'],
  },
  {
    id: 'an API beside a service of its own for the workers hands work out',
    files: {
      'api/requirements.txt': lines('fastapi==0.115.6', 'uvicorn==0.34.0', 'celery==5.4.0'),
      'api/Dockerfile': pythonImage(['uvicorn', 'main:app', '--host', '0.0.0.0']),
      'worker/requirements.txt': lines('celery==5.4.0'),
      'worker/Dockerfile': pythonImage(['celery', '-A', 'tasks', 'worker']),
    },
    service: 'api',
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['long-running-worker'],
  },
  {
    id: 'an API of which nothing here works the queue may do so itself',
    files: {
      'api/requirements.txt': lines('fastapi==0.115.6', 'uvicorn==0.34.0', 'celery==5.4.0'),
      'api/Dockerfile': pythonImage(['uvicorn', 'main:app', '--host', '0.0.0.0']),
      'mail/requirements.txt': lines('celery==5.4.0', 'flask==3.1.0'),
      'mail/Dockerfile': pythonImage(['gunicorn', 'app:app']),
    },
    service: 'api',
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'an override with a reason',
    files: {
      'a/requirements.txt': lines('flask==3.1.0'),
      'a/Dockerfile': pythonImage(['gunicorn', 'app:app']),
      'cohost.yaml': lines('services:', '  a:', '    packaging: { recommend: container, reason: "our own cluster" }'),
    },
    service: 'a',
    target: 'container',
  },
  {
    id: 'an override without a reason is not used',
    files: {
      'a/requirements.txt': lines('flask==3.1.0'),
      'a/Dockerfile': pythonImage(['gunicorn', 'app:app']),
      'cohost.yaml': lines('services:', '  a:', '    packaging: { recommend: container }'),
    },
    service: 'a',
    target: 'fargate',
  },
  {
    id: 'a function leaves the host that it clashes with',
    files: CART_AND_WEB,
    service: 'cart',
    target: 'lambda-zip',
    says: ['already-serverless', 'dependency-conflict', 'ends-conflict'],
    silent: ['shared-host-compatible'],
  },
  {
    id: 'those whom a function leaves share the host',
    files: CART_AND_WEB,
    service: 'web',
    target: 'shared-host',
    says: ['shared-host-compatible', 'dependency-conflict'],
    silent: ['gpu'],
  },
  {
    id: 'a browser leaves the host, whatever it clashes on',
    files: {
      'shots/package.json': packageJson(
        'shots',
        { puppeteer: '23.0.0', lodash: '3.10.1' },
        { scripts: { start: 'node server.js' } },
      ),
      'web/package.json': packageJson('web', { fastify: '5.1.0', lodash: '4.17.21' }, { scripts: { start: 'node server.js' } }),
      'cohost.yaml': host('shots', 'web'),
    },
    service: 'web',
    target: 'shared-host',
    says: ['shared-host-compatible'],
  },
  {
    id: 'files for browsers need no task because their builds clash',
    files: {
      'a/package.json': packageJson('a', { react: '17.0.2', 'react-dom': '17.0.2' }, { devDependencies: { vite: '^6.0.0' } }),
      'b/package.json': packageJson('b', { react: '18.3.1', 'react-dom': '18.3.1' }, { devDependencies: { vite: '^6.0.0' } }),
    },
    service: 'a',
    target: 'container',
    says: ['static-site', 'dependency-conflict'],
  },
  {
    id: 'a forbidden target',
    files: {
      'a/requirements.txt': lines('fastapi==0.115.6', 'mangum==0.19.0'),
      'cohost.yaml': lines('services:', '  a:', '    packaging: { forbid: lambda-zip, reason: "images only" }'),
    },
    service: 'a',
    target: 'lambda-image',
  },
  {
    id: 'code that images of others take whole is a part of them',
    files: {
      'shared/requirements.txt': lines('aiokafka==0.12.0'),
      ...taking('api', 'shared'),
      ...taking('mail', 'shared'),
    },
    service: 'shared',
    target: 'insufficient-evidence',
    says: ['library'],
  },
  {
    id: 'code of which others take a file is none of theirs',
    files: {
      'stock/requirements.txt': lines('flask==3.1.0'),
      ...taking('api', 'stock/stock.proto'),
      ...taking('mail', 'stock/stock.proto'),
    },
    service: 'stock',
    target: 'fargate',
    silent: ['library'],
  },
  {
    id: 'code that others take and that runs by itself as well',
    files: {
      'stock/requirements.txt': lines('flask==3.1.0'),
      'stock/Dockerfile': pythonImage(['gunicorn', 'stock:app']),
      ...taking('api', 'stock'),
      ...taking('mail', 'stock'),
    },
    service: 'stock',
    target: 'fargate',
    silent: ['library'],
  },
];
