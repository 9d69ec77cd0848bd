import { describe, expect, it } from 'vitest';
import { assembled, type Files } from './project.ts';

/** Who calls `subscribe` takes messages; who has the class does not. */
const BUS = [
  'class Bus {',
  '  async subscribe(topic, handler) {',
  '    const queue = `sum.${topic}`;',
  '    await this.channel.assertQueue(queue);',
  '    this.channel.consume(queue, async (message) => {',
  '      await handler(message);',
  '    });',
  '  }',
  '}',
].join('\n');

const CONSUMES = 'import pika\n\n\ndef main(channel):\n    channel.start_consuming()\n';
const SERVES = 'import uvicorn\n\nuvicorn.run(app, port=8105)\n';

/** What sources say that are read because a descriptor starts them. */
function toldBy(files: Files): readonly string[] {
  return assembled(files).deployments.flatMap(({ descriptor: { path, kind }, traits, demands }) =>
    kind === 'source' ? [...traits.map((one) => `${path} ${one.kind}`), ...demands.map((one) => `${path} ${one.key}`)] : [],
  );
}

describe('sources that a descriptor starts by a name that tells nothing', () => {
  it.each<readonly [what: string, files: Files, told: readonly string[]]>([
    [
      'of an image',
      {
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "-u", "totals.py"]\n',
        'sum/totals.py': CONSUMES,
        'sum/other.py': CONSUMES,
      },
      ['sum/totals.py consumer-group'],
    ],
    [
      'a module of a package, by compose',
      {
        'sum/Dockerfile': 'FROM python:3.13\n',
        'compose.yaml': 'services:\n  sum:\n    build: ./sum\n    command: python -m jobs.totals --all\n',
        'sum/jobs/totals.py': CONSUMES,
      },
      ['sum/jobs/totals.py consumer-group'],
    ],
    [
      'by its place in the image, out of a directory that it takes',
      { 'sum/Dockerfile': 'FROM python:3.13\nCOPY src /srv\nCMD ["python", "/srv/totals.py"]\n', 'sum/src/totals.py': CONSUMES },
      ['sum/src/totals.py consumer-group'],
    ],
    [
      'what a compiler makes of TypeScript',
      {
        'sum/Dockerfile': 'FROM node:24\nCMD ["node", "--enable-source-maps", "dist/totals.js"]\n',
        'sum/src/totals.ts': "await channel.consume('totals', onMessage);\n",
      },
      ['sum/src/totals.ts consumer-group'],
    ],
    [
      'by a package that starts itself, as no descriptor does',
      {
        'sum/package.json': '{ "scripts": { "prestart": "tsc", "start": "NODE_ENV=production node dist/totals.js" } }',
        'sum/src/totals.ts': "await channel.consume('totals', onMessage);\n",
        'other/package.json': '{ "scripts": { "start": "node totals.js", "tally": "node tally.js" } }',
        'other/Dockerfile': 'FROM node:24\nCMD ["node", "server.js"]\n',
        'other/totals.js': "await channel.consume('totals', onMessage);\n",
        'third/package.json': '{ "scripts": { "tally": "node tally.js" } }',
        'third/tally.js': "await channel.consume('totals', onMessage);\n",
      },
      ['sum/src/totals.ts consumer-group'],
    ],
    [
      'of a member that is built from the root of its workspace',
      {
        'compose.yaml': 'services:\n  sum:\n    build: { context: ., dockerfile: apps/sum/Dockerfile }\n',
        'apps/sum/Dockerfile': 'FROM node:24\nCOPY . .\nWORKDIR /srv/apps/sum\nCMD ["node", "src/totals.js"]\n',
        'apps/sum/src/totals.js': "await channel.consume('totals', onMessage);\n",
      },
      ['apps/sum/src/totals.js consumer-group'],
    ],
    [
      'by a script of such a member',
      {
        'apps/sum/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["npm", "run", "start", "-w", "@shop/sum"]\n',
        'apps/sum/package.json': '{"name": "@shop/sum", "scripts": {"start": "node dist/totals.js"}}',
        'apps/sum/src/totals.ts': "await channel.consume('totals', onMessage);\n",
      },
      ['apps/sum/src/totals.ts consumer-group'],
    ],
    [
      'that listens',
      {
        'sum/requirements.txt': 'uvicorn\n',
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "totals_api.py"]\n',
        'sum/totals_api.py': SERVES,
      },
      ['sum/totals_api.py 8105/tcp'],
    ],
    [
      'with the modules of its package that it takes in',
      {
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "-m", "sums"]\n',
        'sum/sums/__init__.py': '',
        'sum/sums/__main__.py': 'import json\nfrom .bus import (\n    Bus,\n)\nfrom sums.parts import tally\nimport other\n',
        'sum/sums/bus.py': CONSUMES,
        'sum/sums/parts/tally.py': 'async for message in client.messages:\n    pass\n',
        'sum/sums/unused.py': CONSUMES,
        'sum/other.py': CONSUMES,
      },
      ['sum/sums/bus.py consumer-group', 'sum/sums/parts/tally.py consumer-group'],
    ],
    [
      'that a server loads, with what it takes in',
      {
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["uvicorn", "sums.web:app", "--port", "8000"]\n',
        'sum/sums/__init__.py': '',
        'sum/sums/web.py': 'from sums import intake\n',
        'sum/sums/intake.py': 'client.subscribe("sums/#")\n',
      },
      ['sum/sums/intake.py consumer-group'],
    ],
    [
      'by a script of its package.json, with what it takes in',
      {
        'sum/Dockerfile': 'FROM node:24\nCMD ["npm", "start"]\n',
        'sum/package.json': '{"name": "sum", "scripts": {"start": "npm run go", "go": "node dist/totals.js"}}',
        'sum/src/totals.ts': "import { tally } from './tally.js';\nconst queue = require('./bus');\n",
        'sum/src/tally.ts': "client.subscribe('totals');\n",
        'sum/src/bus/index.js': "await channel.consume('totals', onMessage);\n",
        'sum/src/unused.js': "await channel.consume('totals', onMessage);\n",
      },
      ['sum/src/tally.ts consumer-group', 'sum/src/bus/index.js consumer-group'],
    ],
    [
      'with a bus of which it only sends',
      {
        'sum/Dockerfile': 'FROM node:24\nCMD ["node", "src/totals.js"]\n',
        'sum/package.json': '{"name": "sum"}',
        'sum/src/totals.js': "const bus = require('./bus');\nbus.publish('total', 1);\n",
        'sum/src/bus.js': BUS,
      },
      [],
    ],
    [
      'with a bus that another of its modules listens to',
      {
        'sum/Dockerfile': 'FROM node:24\nCMD ["node", "src/totals.js"]\n',
        'sum/package.json': '{"name": "sum"}',
        'sum/src/totals.js': "const bus = require('./bus');\nrequire('./orders').begin(bus);\n",
        'sum/src/orders.js': "exports.begin = (bus) => bus.subscribe('orders', (order) => add(order));\n",
        'sum/src/bus.js': BUS,
      },
      ['sum/src/bus.js consumer-group'],
    ],
    [
      'in Python, with a bus of which it only sends',
      {
        'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "-m", "sums"]\n',
        'sum/sums/__init__.py': '',
        'sum/sums/__main__.py': 'from sums.bus import Bus\n\nBus().publish("total", 1)\n',
        'sum/sums/bus.py':
          'class Bus:\n    def subscribe(\n        self,\n        topic,\n        handler,\n    ):\n        if topic:\n            self.client.subscribe(topic)\n',
      },
      [],
    ],
    [
      'a Go program, and gRPC two packages behind it',
      {
        'sum/go.mod': 'module example.com/sum\n\ngo 1.24\n\nrequire google.golang.org/grpc v1.70.0\n',
        'sum/cmd/sum/main.go': 'package main\n\nimport "example.com/sum/internal/app"\n\nfunc main() { app.Begin() }\n',
        'sum/internal/app/begin.go': 'package app\n\nimport (\n\t"context"\n\n\tsvc "example.com/sum/internal/tally"\n)\n',
        'sum/internal/tally/public.go': 'package tally\n\nfunc Begin() {\n\ts := grpc.NewServer()\n\ts.Serve(listener)\n}\n',
        'sum/internal/tally/public_test.go': 'package tally\n\nfunc begin() { grpc.NewServer() }\n',
        'sum/internal/unused/public.go': 'package unused\n\nfunc begin() { grpc.NewServer() }\n',
      },
      ['sum/internal/tally/public.go serves-grpc'],
    ],
    [
      'a Go program that hands out jobs, and takes them three packages behind it',
      {
        'sum/go.mod': 'module example.com/sum\n\nrequire github.com/hibiken/asynq v0.25.0\n',
        'sum/main.go': 'package main\n\nimport "example.com/sum/internal/app"\n',
        'sum/internal/app/app.go': 'package app\n\nimport "example.com/sum/internal/jobs"\n\nvar jobs = asynq.NewClient(redis)\n',
        'sum/internal/jobs/jobs.go': 'package jobs\n\nimport "example.com/sum/internal/tally"\n',
        'sum/internal/tally/tally.go':
          'package tally\n\nfunc Begin() {\n\ts := asynq.NewServer(redis, asynq.Config{})\n\tgrpc.NewServer()\n}\n',
      },
      ['sum/internal/app/app.go hands-out-jobs', 'sum/internal/tally/tally.go takes-jobs'],
    ],
    [
      'a Go program that only calls by gRPC what others need',
      {
        'sum/go.mod': 'module example.com/sum\n\nrequire google.golang.org/grpc v1.70.0 // indirect\n',
        'sum/main.go': 'package main\n\nimport "example.com/sum/internal/tally"\n',
        'sum/internal/tally/public.go': 'package tally\n\nfunc Begin() { grpc.NewServer() }\n',
      },
      [],
    ],
    [
      'a Go program whose own package is handed what a shared one takes off a queue',
      {
        'sum/go.mod': 'module example.com/sum\n\nrequire github.com/streadway/amqp v1.1.0\n',
        'sum/main.go': 'package main\n\nimport "example.com/sum/internal/tally"\n',
        'sum/internal/tally/public.go': 'package tally\n\nfunc Begin(orders <-chan amqp.Delivery) {}\n',
      },
      ['sum/internal/tally/public.go consumer-group'],
    ],
    ['not there', { 'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "../totals.py"]\n' }, []],
    [
      'a test',
      { 'sum/Dockerfile': 'FROM python:3.13\nCMD ["python", "tests/test_it.py"]\n', 'sum/tests/test_it.py': CONSUMES },
      [],
    ],
  ])('%s', (_, files, told) => {
    expect(toldBy(files)).toEqual(told);
  });
});
