import { type ExpertCase, lines, packageJson, sam, serverless } from './case.ts';

const node = (command: string, ...extra: readonly string[]): string =>
  lines(
    'FROM node:24-slim',
    ...extra,
    'WORKDIR /app',
    'COPY . .',
    'RUN npm ci --omit=dev',
    `CMD ${JSON.stringify(command.split(' '))}`,
  );

export const NPM: readonly ExpertCase[] = [
  {
    id: 'express',
    files: { 'package.json': packageJson('api', { express: '^4.21.0' }, { scripts: { start: 'node server.js' } }) },
    target: 'fargate',
    says: ['http-adapter-needed', 'web-functions'],
    silent: ['websocket', 'already-serverless'],
  },
  {
    id: 'express with serverless-http',
    files: {
      'package.json': packageJson('api', { express: '^4.21.0', 'serverless-http': '^3.2.0' }),
      'serverless.yml': serverless('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'Next.js renders on the server',
    files: {
      'package.json': packageJson(
        'shop',
        { next: '^15.1.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { start: 'next start', build: 'next build' } },
      ),
      Dockerfile: node('npm run start', 'EXPOSE 3000'),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['websocket', 'long-running-worker'],
  },
  {
    id: 'Powertools handler',
    files: {
      'package.json': packageJson('fn', { '@aws-lambda-powertools/logger': '^2.11.0' }),
      'template.yaml': sam('nodejs24.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'end of Node 18',
    files: {
      'package.json': packageJson('fn', { '@middy/core': '^5' }, { engines: { node: '18.x' } }),
      'template.yaml': sam('nodejs18.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
  },
  {
    id: 'Node 14 has no runtime',
    files: {
      'package.json': packageJson('fn', { '@middy/core': '^2' }, { engines: { node: '14.x' } }),
      'serverless.yml': serverless('nodejs14.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['runtime-unsupported', 'already-serverless'],
  },
  {
    id: 'BullMQ worker',
    files: { 'package.json': packageJson('mailer', { bullmq: '^5.34.0' }, { scripts: { start: 'node worker.js' } }) },
    target: 'fargate',
    says: ['long-running-worker', 'long-lived-process'],
  },
  {
    id: 'agenda in an API',
    files: {
      'package.json': packageJson('jobs', { agenda: '^5.0.0', express: '^4.21.0' }, { scripts: { start: 'node index.js' } }),
      Dockerfile: node('node index.js'),
    },
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'web and worker: the web process only enqueues',
    files: {
      'package.json': packageJson('shop', { bullmq: '^5.34.0', express: '^4.21.0' }),
      Procfile: lines('web: node server.js', 'worker: node worker.js'),
    },
    process: 'web',
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['long-running-worker'],
  },
  {
    id: 'a Kafka producer',
    files: {
      'package.json': packageJson(
        'order-api',
        { kafkajs: '^2.2.4', fastify: '^5.2.0' },
        { scripts: { start: 'node server.js' } },
      ),
    },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'a Kafka consumer by its command',
    files: { 'package.json': packageJson('ledger', { kafkajs: '^2.2.4' }), Dockerfile: node('node dist/consumer.js') },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'SQS poller',
    files: { 'package.json': packageJson('mail', { 'sqs-consumer': '^11.2.0' }, { scripts: { start: 'node index.js' } }) },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'an AMQP worker',
    files: {
      'package.json': packageJson('thumbs', { amqplib: '^0.10.5', sharp: '^0.33.5' }, { scripts: { start: 'node worker.js' } }),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
    silent: ['system-libs'],
  },
  {
    id: 'node-cron',
    files: { 'package.json': packageJson('reminders', { 'node-cron': '^3.0.3' }, { scripts: { start: 'node index.js' } }) },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'ws with a server command',
    files: { 'package.json': packageJson('ticker', { ws: '^8.18.0' }, { scripts: { start: 'node server.js' } }) },
    target: 'fargate',
    says: ['websocket', 'long-lived-process'],
  },
  {
    id: 'ws as the client of a feed',
    files: { 'package.json': packageJson('feed', { ws: '^8.18.0', pg: '^8.13.1' }, { scripts: { start: 'node worker.js' } }) },
    target: 'fargate',
    silent: ['websocket'],
  },
  {
    id: 'puppeteer in a zip function',
    files: {
      'package.json': packageJson('pdf', { puppeteer: '^23.10.0' }),
      'serverless.yml': serverless('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['browser', 'already-serverless'],
  },
  {
    id: 'playwright behind HTTP',
    files: {
      'package.json': packageJson('shots', { playwright: '^1.49.0', express: '^4.21.0' }),
      Dockerfile: node('node server.js'),
    },
    target: 'fargate',
    says: ['browser', 'blast-radius'],
  },
  {
    id: 'sharp beside a handler',
    files: {
      'package.json': packageJson('resize', { sharp: '^0.33.5', '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['system-libs'],
  },
  {
    id: 'canvas needs cairo',
    files: {
      'package.json': packageJson('charts', { canvas: '^2.11.2', '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['system-libs'],
  },
  {
    id: 'untrusted code on a host that may be shared',
    files: {
      'runner/package.json': packageJson(
        'runner',
        { 'isolated-vm': '^5.0.1', express: '4.21.2' },
        { scripts: { start: 'node index.js' } },
      ),
      'wiki/package.json': packageJson('wiki', { express: '4.21.2' }, { scripts: { start: 'node index.js' } }),
      'cohost.yaml': lines('hosts:', '  - name: vm', '    share: allow', '    services: [runner, wiki]'),
    },
    service: 'runner',
    target: 'fargate',
    says: ['blast-radius'],
  },
  {
    id: 'sqlite without a volume',
    files: {
      'package.json': packageJson(
        'notes',
        { 'better-sqlite3': '^11.7.0', express: '^4.21.0' },
        { scripts: { start: 'node server.js' } },
      ),
    },
    target: 'fargate',
    says: ['stateful-store'],
  },
  {
    id: 'sqlite on a volume',
    files: {
      'package.json': packageJson('notes', { 'better-sqlite3': '^11.7.0', express: '^4.21.0' }),
      'docker-compose.yml': lines(
        'services:',
        '  notes:',
        '    build: .',
        '    volumes:',
        '      - notes-data:/var/lib/notes',
        'volumes:',
        '  notes-data:',
      ),
      Dockerfile: node('node server.js'),
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'Docker socket',
    files: {
      'package.json': packageJson('ci', { dockerode: '^4.0.2' }),
      'compose.yaml': lines(
        'services:',
        '  ci:',
        '    build: .',
        '    volumes:',
        '      - /var/run/docker.sock:/var/run/docker.sock',
      ),
      Dockerfile: node('node index.js'),
    },
    target: 'container',
    says: ['privileged'],
    silent: ['stateful-store'],
  },
  {
    id: 'gRPC server by its contract and port',
    files: {
      'package.json': packageJson('rates', { '@grpc/grpc-js': '^1.12.4', '@grpc/proto-loader': '^0.7.13' }),
      'proto/rates.proto': lines('syntax = "proto3";', 'service Rates { rpc Get(Req) returns (Res); }'),
      Dockerfile: node('node server.js', 'EXPOSE 50051'),
    },
    target: 'fargate',
    says: ['grpc'],
  },
  {
    id: 'gRPC client in a web service',
    files: {
      'package.json': packageJson('web', { '@grpc/grpc-js': '^1.12.4', express: '^4.21.0' }),
      Dockerfile: node('node server.js', 'EXPOSE 3000'),
    },
    target: 'fargate',
    silent: ['grpc'],
  },
  {
    id: 'a mail server',
    files: { 'package.json': packageJson('inbox', { 'smtp-server': '^3.13.6' }), Dockerfile: node('node index.js', 'EXPOSE 25') },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'electron',
    files: { 'package.json': packageJson('kiosk', { electron: '^33.2.1' }, { scripts: { start: 'electron .' } }) },
    target: 'container',
    says: ['hardware'],
  },
  {
    id: 'Temporal worker',
    files: {
      'package.json': packageJson('flows', { '@temporalio/worker': '^1.11.5' }, { scripts: { start: 'node worker.js' } }),
    },
    target: 'fargate',
    says: ['workflow-worker'],
  },
  {
    id: 'a function that lives elsewhere',
    files: {
      'package.json': packageJson('fn', { express: '^4.21.0' }),
      'serverless.yml': serverless('nodejs22', 'index.handler', 'azure'),
    },
    target: 'fargate',
    silent: ['already-serverless'],
  },
  {
    id: 'no AWS',
    files: {
      'package.json': packageJson('api', { fastify: '^5.2.0' }, { scripts: { start: 'node server.js' } }),
      'cohost.yaml': 'platform: any\n',
    },
    target: 'container',
    says: ['no-aws'],
  },
  {
    id: 'a declared platform',
    files: {
      'package.json': packageJson('api', { fastify: '^5.2.0' }, { scripts: { start: 'node server.js' } }),
      'cohost.facts.yaml': 'platform: any\n',
    },
    target: 'container',
    says: ['no-aws'],
  },
  {
    id: 'a job of four minutes in Docker',
    files: {
      'package.json': packageJson('sync', { axios: '^1.7.9' }),
      Dockerfile: node('node sync.js'),
      'cohost.facts.yaml': 'jobSeconds: 240\n',
    },
    target: 'fargate',
    silent: ['timeout-15min'],
  },
  {
    id: 'a scheduled function',
    files: {
      'package.json': packageJson('sync', { axios: '^1.7.9' }),
      'template.yaml': sam(
        'nodejs24.x',
        'index.handler',
        'Timeout: 300',
        'Events:',
        '  Nightly:',
        '    Type: Schedule',
        '    Properties:',
        '      Schedule: rate(1 day)',
      ),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['scheduler', 'timeout-15min'],
  },
  {
    id: 'a report of two hours in a function',
    files: {
      'package.json': packageJson('report', { '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs24.x', 'index.handler'),
      'cohost.facts.yaml': 'jobSeconds: 7200\n',
    },
    target: 'fargate',
    says: ['timeout-15min', 'already-serverless'],
    silent: ['managed-instances'],
  },
  {
    id: 'a plain library',
    files: { 'package.json': packageJson('strings', { lodash: '^4.17.21' }, { main: 'index.js' }) },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
  {
    id: 'onnxruntime-node in a zip function',
    files: {
      'package.json': packageJson('score', { 'onnxruntime-node': '^1.20.1', '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['package-size'],
  },
  {
    id: 'a server without a framework',
    files: { 'package.json': packageJson('api', { pg: '^8.13.1' }, { scripts: { start: 'node server.js' } }) },
    target: 'fargate',
    silent: ['insufficient-evidence'],
  },
  {
    id: 'a start script that tells nothing',
    files: { 'package.json': packageJson('thing', { lodash: '^4.17.21' }, { scripts: { start: 'node index.js' } }) },
    target: 'insufficient-evidence',
  },
  {
    id: 'a compose file names the processes of one image',
    files: {
      'package.json': packageJson('shop', { bullmq: '^5.34.0', express: '^4.21.0' }),
      Dockerfile: node('node server.js'),
      'compose.yaml': lines('services:', '  shop:', '    build: .', '  mailer:', '    build: .', '    command: node worker.js'),
    },
    process: 'mailer',
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'a single-page app that Vite builds',
    files: {
      'package.json': packageJson(
        'shop',
        { react: '^19.0.0', 'react-dom': '^19.0.0', 'react-router-dom': '^7.0.0' },
        { scripts: { dev: 'vite', build: 'vite build', start: 'vite preview' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
    silent: ['insufficient-evidence', 'http-adapter-needed'],
  },
  {
    id: 'an Angular app behind nginx',
    files: {
      'package.json': packageJson(
        'desk',
        { '@angular/core': '^19.0.0', rxjs: '^7.8.0' },
        { scripts: { build: 'ng build', start: 'ng serve' }, devDependencies: { '@angular/cli': '^19.0.0' } },
      ),
      Dockerfile: lines(
        'FROM node:22 AS build',
        'WORKDIR /app',
        'COPY . .',
        'RUN npm ci && npm run build',
        'FROM nginx:1.29-alpine',
        'COPY --from=build /app/dist/desk/browser /usr/share/nginx/html',
      ),
    },
    target: 'fargate',
    says: ['static-site'],
  },
  {
    id: 'a documentation site',
    files: {
      'package.json': packageJson(
        'docs',
        { '@docusaurus/core': '^3.7.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { build: 'docusaurus build', serve: 'docusaurus serve' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    id: 'Vite builds the client, Express serves it',
    files: {
      'package.json': packageJson(
        'mail',
        { express: '^5.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { build: 'vite build', start: 'node server.js' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'fargate',
    silent: ['static-site'],
  },
  {
    id: 'a server that Vite builds, started by node',
    files: {
      'package.json': packageJson(
        'render',
        { react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { build: 'vite build --ssr', start: 'node dist/server.js' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'fargate',
    silent: ['static-site'],
  },
];
