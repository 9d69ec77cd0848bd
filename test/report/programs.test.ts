import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/formats/markdown.ts';
import { viewOf } from '../../src/report/html/view.ts';
import { summarySentences } from '../../src/report/phrases.ts';
import { NO_SOURCES } from '../../src/report/sources.ts';
import { renderPlan } from '../../src/report/terminal/plan-text.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { type Files, reportOf } from '../fleets/fleet.ts';

const NEST: Files = { 'package.json': '{ "name": "scanner", "dependencies": { "@nestjs/core": "^11" } }' };
const compose = (...services: readonly string[]): string => `services:\n${services.map((one) => `  ${one}\n`).join('')}`;
const CLOUD = `applications:
- name: scan-api
  command: npm run api
- name: scan-consumer
  no-route: true
  command: npm run scan
`;

/** The files of one service, the programs that it is said to start, and for how many of them there is advice. */
const CASES: Readonly<Record<string, readonly [Files, programs: readonly string[], advice: number]>> = {
  'applications of Cloud Foundry: what has no route takes no requests': [
    { ...NEST, 'manifest.yml': CLOUD },
    ['scan-api', 'scan-consumer'],
    2,
  ],
  'compose services of one image, with what migrates before them': [
    {
      ...NEST,
      Dockerfile: 'FROM node:22\nCOPY . .\n',
      'compose.yaml': compose(
        'api: { build: ., command: node api.js, ports: ["8000:8000"] }',
        'search: { build: ., command: node search.js, ports: ["8001:8001"] }',
        'worker: { build: ., command: node worker.js }',
        'migrator: { build: ., command: node up.js }',
        'store: { image: "postgres:17" }',
      ),
    },
    ['api 8000/tcp', 'search 8001/tcp', 'worker'],
    2,
  ],
  'a Procfile and a compose file of fewer': [
    {
      ...NEST,
      Procfile: 'web: node api.js\nworker: node worker.js\n',
      'compose.yaml': compose('app: { build: . }'),
      Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["node", "api.js"]\n',
    },
    ['web', 'worker'],
    2,
  ],
  'programs that one Dockerfile is built for: what it documents is no port of one that says its own': [
    {
      'go.mod': 'module example.org/shop\n\ngo 1.24\n',
      'cmd/api/main.go': 'package main\n\nfunc main() {}\n',
      'cmd/sync/main.go': 'package main\n\nfunc main() {}\n',
      Dockerfile:
        'FROM golang:1.24\nARG PROGRAM\nWORKDIR /src\nCOPY . .\nRUN go build -o /bin/program ./cmd/${PROGRAM}\nEXPOSE 8080\nENTRYPOINT ["/bin/program"]\n',
      'compose.yaml': compose(
        'sync: { build: { context: ., args: { PROGRAM: sync } } }',
        'api: { build: { context: ., args: { PROGRAM: api } }, ports: ["8081:8081"] }',
      ),
    },
    ['sync', 'api 8081/tcp'],
    1,
  ],
  'one program': [{ ...NEST, Procfile: 'web: node api.js\n' }, [], 1],
};

describe('programs of one manifest', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, programs, advice]) => {
    const report = await reportOf(files);
    const told = report.services.flatMap((one) => one.programs ?? []).map(({ name, ports }) => [name, ...ports].join(' '));
    expect([told, report.recommendations.length]).toEqual([programs, advice]);
  });

  it('says of a service alone which they are', async () => {
    const [, programs = ''] = summarySentences(await reportOf({ ...NEST, 'manifest.yml': CLOUD }));
    expect(programs).toBe('It starts 2 programs of one manifest, which are judged as one: scan-api and scan-consumer.');
  });

  it('shows each in the documents: what is run, where, and where it says so', async () => {
    const files = {
      ...NEST,
      'compose.yaml': compose(
        'api: { build: ., command: node api.js, ports: ["8000:8000"] }',
        'worker: { build: ., command: node worker.js }',
        'mailer: { build: ., command: node mailer.js }',
      ),
      Dockerfile: 'FROM node:22\nCOPY . .\n',
    };
    const report = await reportOf(files);
    const [service] = viewOf(report, NO_SOURCES).services;
    expect(service?.programs.map(([words]) => words)).toEqual([
      'api on 8000/tcp: node api.js',
      'worker: node worker.js',
      'mailer: node mailer.js',
    ]);
    expect(renderMarkdown(report)).toContain('  - `api` runs `node api.js` on `8000/tcp` `compose.yaml:2`\n  - `worker` runs');
  });
});

describe('a service that is written for another host', () => {
  it('is told to be so beside what speaks for a move', async () => {
    const report = await reportOf({
      'package.json': '{ "name": "edge", "scripts": { "deploy": "wrangler deploy" }, "dependencies": { "hono": "^4" } }',
      'wrangler.toml': 'name = "edge"\nmain = "src/index.ts"\n',
    });
    const said = 'its settings are for Cloudflare Workers';
    expect(report.recommendations.map(({ reasons }) => reasons.findIndex(({ text }) => text.startsWith(said)))).not.toContain(0);
    expect(renderPlan(report, { style: makeStyle(false, 100), verbose: false })).toContain(said);
    expect(renderMarkdown(report)).toContain(said);
  });
});
