import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';

type Files = Readonly<Record<string, string>>;

/** Each service with what it asks for. */
function services(files: Files): readonly string[] {
  return assemble(files)
    .units.filter(({ role }) => role === 'service')
    .map(({ path, dependencies }) => `${path}: ${dependencies.map(({ name, constraint }) => name + constraint).join(' ')}`);
}

const COMPOSE =
  'services:\n  base: {build: ./base, image: "shop/base:${TAG:-1}"}\n  api: {build: ./api}\n  jobs: {build: ./jobs}\n';
const INSTALL = 'COPY requirements.txt .\nRUN pip install -r requirements.txt\n';
const FLEET: Files = {
  'compose.yaml': COMPOSE,
  'base/Dockerfile': `FROM python:3.12\n${INSTALL}`,
  'base/requirements.txt': 'fastapi==0.115.0\nsqlalchemy==2.0.30\n',
  'api/Dockerfile': 'FROM shop/base:1\nCOPY . .\n',
  'api/main.py': 'import fastapi\n',
  'jobs/Dockerfile': `ARG TAG=1\nFROM shop/base:\${TAG}\n${INSTALL}COPY . .\n`,
  'jobs/requirements.txt': 'celery==5.4.0\n',
  'jobs/jobs.py': 'import celery\n',
};

describe('lists of an image that others of the fleet are built on', () => {
  it.each<[what: string, files: Files, expected: readonly string[]]>([
    [
      'are those of the services whose images these are',
      FLEET,
      ['api: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
    [
      'are its own as well, where a program lies beside it',
      { ...FLEET, 'base/app.py': 'import fastapi\n' },
      [
        'api: fastapi==0.115.0 sqlalchemy==2.0.30',
        'base: fastapi==0.115.0 sqlalchemy==2.0.30',
        'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0',
      ],
    ],
    [
      'give way to what is installed later, and hold where that admits them',
      { ...FLEET, 'jobs/requirements.txt': 'sqlalchemy==1.4.0\nfastapi>=0.100\n' },
      ['api: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: fastapi==0.115.0 sqlalchemy==1.4.0 fastapi>=0.100'],
    ],
    [
      'reach through another image',
      {
        ...FLEET,
        'compose.yaml': `${COMPOSE}  middle: {build: ./middle, image: middle}\n`,
        'middle/Dockerfile': 'FROM shop/base:1\n',
        'api/Dockerfile': 'FROM middle\nCOPY . .\n',
      },
      ['api: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
    [
      "are no service's whose image is another tag, or holds no program",
      { ...FLEET, 'api/Dockerfile': 'FROM shop/base:2\nCOPY . .\n', 'proxy/Dockerfile': 'FROM shop/base:1\n' },
      ['jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
    [
      'stay where they are if nobody is built on them',
      { ...FLEET, 'compose.yaml': 'services:\n  base: {build: ./base}\n' },
      ['base: fastapi==0.115.0 sqlalchemy==2.0.30', 'jobs: celery==5.4.0'],
    ],
    [
      'do not go round in images that are built on each other',
      {
        ...FLEET,
        'compose.yaml': 'services:\n  base: {build: ./base, image: base}\n  jobs: {build: ./jobs, image: jobs}\n',
        'base/Dockerfile': `FROM jobs\n${INSTALL}`,
        'jobs/Dockerfile': `FROM base\n${INSTALL}`,
        'base/app.py': '',
      },
      ['base: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0', 'jobs: fastapi==0.115.0 sqlalchemy==2.0.30 celery==5.4.0'],
    ],
  ])('%s', (_, files, expected) => {
    expect(services(files)).toEqual(expected);
  });
});
