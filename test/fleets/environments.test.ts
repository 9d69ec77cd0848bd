import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const image = (...lists: readonly string[]): string =>
  `FROM python:3.12\nCOPY . .\n${lists.map((list) => `RUN pip install -r ${list}\n`).join('')}CMD ["python", "app.py"]\n`;

const compose = (...services: readonly string[]): string => `services:\n${services.map((one) => `  ${one}\n`).join('')}`;
const api = 'api: {build: {context: app, dockerfile: Dockerfile.api}}';
const worker = 'worker: {build: {context: app, dockerfile: Dockerfile.worker}}';

/** An API and its worker in one directory, each with an image and a list of its own. */
const app = (apis: string, workers: string): Files => ({
  'app/app.py': '',
  'app/Dockerfile.api': image('requirements-api.txt'),
  'app/Dockerfile.worker': image('requirements-worker.txt'),
  'app/requirements-api.txt': apis,
  'app/requirements-worker.txt': workers,
});
const web = (lines: string): Files => ({ 'web/app.py': '', 'web/requirements.txt': lines });

const OWN = 'service/contradiction pkg:pypi/flask: app';
const PARTED = 'version/unsatisfiable pkg:pypi/flask: app, web';

/** Images that run beside each other, and what each of them installs. */
const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'what one of them installs excludes others, whatever the other one does': [
    { ...app('flask==1.1.4\n', 'flask==2.3.3\n'), ...web('flask==2.3.3\n'), 'compose.yaml': compose(api, worker) },
    { errors: [PARTED], notes: [OWN] },
  ],
  'what both exclude is told once': [
    { ...app('flask==1.1.4\n', 'flask==2.3.3\n'), ...web('flask>=3\n'), 'compose.yaml': compose(api, worker) },
    { errors: [PARTED], notes: [OWN] },
  ],
  'what both admit shares with both': [
    { ...app('flask>=3\n', 'flask<3\n'), ...web('flask!=1.0\n'), 'compose.yaml': compose(api, worker) },
    { errors: [], notes: [OWN] },
  ],
  'images that nothing runs beside each other are ways to build the same': [
    { ...app('flask==1.1.4\n', 'flask==2.3.3\n'), ...web('flask==2.3.3\n') },
    { errors: [], notes: [OWN] },
  ],
  'so are those of different profiles': [
    {
      ...app('flask==1.1.4\n', 'flask==2.3.3\n'),
      ...web('flask==2.3.3\n'),
      'compose.yaml': compose(api.replace('}}', '}, profiles: [cpu]}'), worker.replace('}}', '}, profiles: [gpu]}')),
    },
    { errors: [], notes: [OWN] },
  ],
  'lines of one image meet': [
    {
      ...app('flask==1.1.4\n', 'flask==2.3.3\n'),
      ...web('flask==2.3.3\n'),
      'app/Dockerfile.worker': image('requirements-api.txt', 'requirements-worker.txt'),
      'compose.yaml': compose(api, worker),
    },
    { errors: [], notes: [OWN] },
  ],
  'a list that another image names is not in one that names its own': [
    {
      'app/app.py': '',
      'app/requirements.txt': 'flask==1.1.4\n',
      'app/requirements-worker.txt': 'flask==2.3.3\n',
      'app/Dockerfile.api': image('requirements.txt'),
      'app/Dockerfile.worker': image('requirements-worker.txt'),
      ...web('flask==1.1.4\n'),
      'compose.yaml': compose(api, worker),
    },
    { errors: [PARTED], notes: [OWN] },
  ],
  'virtual environments of one image': [
    {
      'app/app.py': '',
      'app/requirements-a.txt': 'flask==1.1.4\n',
      'app/requirements-b.txt': 'flask==2.3.3\n',
      'app/Dockerfile':
        'FROM python:3.12\nCOPY . .\nRUN python -m venv /a && /a/bin/pip install -r requirements-a.txt\nRUN uv venv /b && uv pip install --python /b/bin/python -r requirements-b.txt\nCMD ["supervisord"]\n',
      ...web('flask==1.1.4\n'),
    },
    { errors: [PARTED], notes: [OWN] },
  ],
  'one virtual environment that is named once': [
    {
      'app/app.py': '',
      'app/requirements-a.txt': 'flask==1.1.4\n',
      'app/requirements-b.txt': 'flask==2.3.3\n',
      'app/Dockerfile':
        'FROM python:3.12\nCOPY . .\nRUN python -m venv /a && /a/bin/pip install -r requirements-a.txt\nENV PATH=/a/bin:$PATH\nRUN pip install -r requirements-b.txt\nCMD ["python", "app.py"]\n',
      ...web('flask==1.1.4\n'),
    },
    { errors: [], notes: [OWN] },
  ],
  'interpreters of images that run beside each other': [
    {
      ...app('attrs\n', 'attrs\n'),
      'app/Dockerfile.worker': image('requirements-worker.txt').replace('3.12', '3.8'),
      'web/app.py': '',
      'web/requirements.txt': 'attrs\n',
      'web/Dockerfile': image('requirements.txt'),
      'compose.yaml': compose(api, worker),
    },
    {
      errors: ['runtime/unsatisfiable runtime:python: app, web'],
      notes: ['service/contradiction runtime:python: app'],
      hosts: [2, 2, 1],
    },
  ],
  'and those of images that nothing runs beside each other': [
    {
      ...app('attrs\n', 'attrs\n'),
      'app/Dockerfile.worker': image('requirements-worker.txt').replace('3.12', '3.8'),
      'web/app.py': '',
      'web/requirements.txt': 'attrs\n',
      'web/Dockerfile': image('requirements.txt'),
    },
    { errors: [], notes: ['service/contradiction runtime:python: app'] },
  ],
  'stages of one Dockerfile are images as well': [
    {
      'app/app.py': '',
      'app/requirements-api.txt': 'flask==1.1.4\n',
      'app/requirements-worker.txt': 'flask==2.3.3\n',
      'app/Dockerfile':
        'FROM python:3.12 AS base\nCOPY . .\nFROM base AS api\nRUN pip install -r requirements-api.txt\nFROM base AS worker\nRUN pip install -r requirements-worker.txt\n',
      ...web('flask==1.1.4\n'),
      'compose.yaml': compose(
        'api: {build: {context: app, target: api}, command: python a.py}',
        'worker: {build: {context: app, target: worker}, command: python b.py}',
      ),
    },
    { errors: [PARTED], notes: [OWN] },
  ],
  'three sides of which one is one of its environments, where these exclude each other': [
    {
      ...app('flask>=1.4,<1.7,!=1.5.*\n', 'flask>=2\n'),
      ...web('flask>=1.4,!=1.6.*\n'),
      'cron/app.py': '',
      'cron/requirements.txt': 'flask!=1.4.*\n',
      'compose.yaml': compose(api, worker),
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: app, cron, web'], notes: [OWN], hosts: [2, 1, 1] },
  ],
  'three sides of which two are its environments do not meet': [
    {
      ...app('flask>=1.4,<1.7,!=1.5.*\n', 'flask>=1.4,!=1.6.*\n'),
      ...web('flask!=1.4.*,<1.7\n'),
      'compose.yaml': compose(api, worker),
    },
    { errors: [], notes: [], hosts: [1, 1, 1] },
  ],
  'three sides of which one is an environment and the others are no environments of its service': [
    {
      ...app('flask>=1.4,<1.7,!=1.5.*\n', 'flask>=1.4,!=1.6.*\n'),
      ...web('flask!=1.4.*,<1.7\n'),
      'cron/app.py': '',
      'cron/requirements.txt': 'flask!=1.6.*\n',
      'compose.yaml': compose(api, worker),
    },
    { errors: ['version/unsatisfiable pkg:pypi/flask: app, cron, web'], notes: [], hosts: [2, 1, 1] },
  ],
};

describe('environments of one service', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('say that their lists never meet', async () => {
    const { conflicts } = await reportOf({
      ...app('flask==1.1.4\n', 'flask==2.3.3\n'),
      ...web('flask==2.3.3\n'),
      'compose.yaml': compose(api, worker),
    });
    const told = conflicts.map(({ severity, explanation }) => [severity, explanation.at(-1)]);
    expect(told).toContainEqual([
      'error',
      'app installs app/requirements-api.txt into an environment of its own, beside its others.',
    ]);
    expect(told).toContainEqual(['note', 'They are installed into environments of their own, which run beside each other.']);
  });

  it('are judged by two where their combinations are too many', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `s${at}`);
    const lines = (at: number, part: string): string =>
      part === 'api' ? `flask!=${at + 1}.*,<13\n` : at === 3 ? 'flask==99\n' : `flask!=${at + 1}.0.1\n`;
    const files = names.map((name, at) => [
      [`${name}/app.py`, ''],
      ...['api', 'worker'].flatMap((part) => [
        [`${name}/Dockerfile.${part}`, image(`requirements-${part}.txt`)],
        [`${name}/requirements-${part}.txt`, lines(at, part)],
      ]),
    ]);
    const run = names.flatMap((name) =>
      ['api', 'worker'].map((part) => `${name}-${part}: {build: {context: ${name}, dockerfile: Dockerfile.${part}}}`),
    );
    const { conflicts } = await reportOf({ ...Object.fromEntries(files.flat()), 'compose.yaml': compose(...run) });
    const errors = conflicts.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.services).toHaveLength(12);
    expect(errors[0]?.sides).toHaveLength(2);
  });

  it('are found among thousands that run under a profile each', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `w${at}: {build: {context: app}, profiles: [p${at}]}`);
    const { conflicts } = await reportOf({
      ...app('flask==1.1.4\n', 'flask==2.3.3\n'),
      ...web('flask==2.3.3\n'),
      'app/Dockerfile': image('requirements-api.txt'),
      'compose.yaml': compose(api, worker, ...many),
    });
    expect(conflicts.map(({ rule }) => rule)).toContain('version/unsatisfiable');
  });
});
