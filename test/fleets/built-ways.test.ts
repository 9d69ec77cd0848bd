import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

/** One Dockerfile that compose builds in several ways: a stage, or an argument, for each service. */

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;
const FLASK = { 'services/api/requirements.txt': 'flask==3.0.0\n', 'services/mailer/requirements.txt': 'flask==3.0.0\n' };
const API = ['FROM python:3.12 AS api', 'COPY services/api .', 'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]'];
const built = (one: string, two: string): string =>
  lines('services:', `  one: { build: { ${one} } }`, `  two: { build: { ${two} } }`);
const targets = built('context: ., target: api', 'context: ., target: mailer');

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
      'web: http-adapter-needed',
      'two: long-running-worker',
    ]);
  });
});
