import { type ExpertCase, lines, nodeImage, packageJson, sam } from './case.ts';

/** Services of Node that wait for work: consumers, schedules, long jobs, open connections. */
export const NPM_WORK: readonly ExpertCase[] = [
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
      Dockerfile: nodeImage('node index.js'),
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
    files: { 'package.json': packageJson('ledger', { kafkajs: '^2.2.4' }), Dockerfile: nodeImage('node dist/consumer.js') },
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
    id: 'gRPC server by its contract and port',
    files: {
      'package.json': packageJson('rates', { '@grpc/grpc-js': '^1.12.4', '@grpc/proto-loader': '^0.7.13' }),
      'proto/rates.proto': lines('syntax = "proto3";', 'service Rates { rpc Get(Req) returns (Res); }'),
      Dockerfile: nodeImage('node server.js', 'EXPOSE 50051'),
    },
    target: 'fargate',
    says: ['grpc'],
  },
  {
    id: 'gRPC client in a web service',
    files: {
      'package.json': packageJson('web', { '@grpc/grpc-js': '^1.12.4', express: '^4.21.0' }),
      Dockerfile: nodeImage('node server.js', 'EXPOSE 3000'),
    },
    target: 'fargate',
    silent: ['grpc'],
  },
  {
    id: 'a mail server',
    files: {
      'package.json': packageJson('inbox', { 'smtp-server': '^3.13.6' }),
      Dockerfile: nodeImage('node index.js', 'EXPOSE 25'),
    },
    target: 'fargate',
    says: ['non-http-port'],
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
    id: 'a job of four minutes in Docker',
    files: {
      'package.json': packageJson('sync', { axios: '^1.7.9' }),
      Dockerfile: nodeImage('node sync.js'),
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
    id: 'Fastify with open connections',
    files: {
      'package.json': packageJson(
        'ticker',
        { fastify: '^5.2.0', '@fastify/websocket': '^11.0.1' },
        { scripts: { start: 'node app.js' } },
      ),
    },
    target: 'fargate',
    says: ['websocket'],
    silent: ['gpu'],
  },
  {
    id: 'facts of the root about the only service, which lies below it',
    files: {
      'import/package.json': packageJson('import', { 'csv-parse': '^5.6.0' }, { scripts: { start: 'node import.js' } }),
      'import/Dockerfile': nodeImage('node import.js'),
      'cohost.facts.yaml': 'jobSeconds: 5400\n',
    },
    service: 'import',
    target: 'fargate',
    says: ['timeout-15min'],
  },
];
