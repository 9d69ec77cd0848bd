import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const TREE: Files = {
  'package.json': '{"private":true,"workspaces":["services/*"]}',
  'services/api/package.json': '{"name":"api"}',
  'services/api/src/index.js': '',
  'services/web/requirements.txt': 'gunicorn\n',
  'services/web/app/main.py': '',
  'lib/util.js': '',
};

/** Lines that start a program of services/api or services/web, and where they are found. */
const LINES: readonly (readonly [line: string, joined: string])[] = [
  ['cd services/api && npm start', 'services/api - -'],
  ['cd services && cd api; exec node .', 'services/api - -'],
  ['(cd services/web && ./migrate) && gunicorn --chdir services/web app:app', 'services/web - -'],
  ['(cd services/web && ./migrate) && npm start', '. - -'],
  ['(cd services/api && npm start)', 'services/api - -'],
  ['npm --prefix services/api start', 'services/api - -'],
  ['yarn --cwd=services/api start', 'services/api - -'],
  ['node services/api/dist/main.js', 'services/api - -'],
  ['PORT=1 node ./services/api/src/index.js', 'services/api - -'],
  ['node /srv/shop/services/api/dist/main.js', 'services/api - -'],
  ['gunicorn --chdir services/web app:app', 'services/web - -'],
  ['uvicorn services.web.app.main:app', 'services/web - -'],
  ['python -m services.web.app.main', 'services/web - -'],
  ['uv run --directory services/web app.py', 'services/web - -'],
  ['npm -w api start', '. - api'],
  ['npx nx serve api:production', '. - api'],
  ['pnpm --filter=api start', '. - api'],
  ['yarn workspace api start', '. - api'],
  ['gunicorn -w 4 app:app', '. - -'],
  ['node lib/util.js', '. - -'],
  ['node server.js', '. - -'],
  ['npm run build && npm start', '. - -'],
  ['cd $HOME && npm start', '. - -'],
  ['curl https://services/api/x', '. - -'],
  ['cd ../../.. && npm start', '. - -'],
  ['cd services/gone && npm start', '. - -'],
];

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'a Procfile: what runs in one place is together': [
    {
      ...TREE,
      Procfile: 'web: cd services/api && PORT=3000 npm start\njobs: cd services/api && npm run jobs\nother: node x.js\n',
    },
    { joins: ['Procfile → . - -', 'Procfile → services/api - -'] },
  ],
  'Supervisor says the directory of an image': [
    {
      ...TREE,
      'supervisord.conf':
        '[program:a]\ndirectory=/app/services/api\ncommand=node index.js --port 3000\n[program:b]\ncommand=gunicorn -b :8000 app:app\n directory=/x\n',
    },
    {
      joins: ['supervisord.conf → . - -', 'supervisord.conf → services/api - -'],
      demands: ['port:3000/tcp listens @3', 'port:8000/tcp listens @5'],
    },
  ],
  'Circus, with arguments and an environment of their own': [
    {
      ...TREE,
      'circus.ini':
        '[circus]\ncheck_delay = 5\n[watcher:a]\ncmd = node index.js\nargs = --port 3000\nworking_dir = services/api\n[watcher:b]\ncmd = node services/web/x.js\n[env:b]\nPORT = 4000\n',
    },
    {
      joins: ['circus.ini → services/api - -', 'circus.ini → services/web - -'],
      demands: ['port:3000/tcp listens @4', 'port:4000/tcp listens PORT @8'],
    },
  ],
  'PM2: the script says it where no directory does': [
    {
      ...TREE,
      'ecosystem.config.js':
        'module.exports = { apps: [\n{ name: "a", script: "services/api/dist/main.js" },\n{ name: "b", cwd: "/srv/shop/services/web", script: "x.js" },\n{ name: "c", script: "x.js" }] }\n',
    },
    {
      joins: ['ecosystem.config.js → . - c', 'ecosystem.config.js → services/api - a', 'ecosystem.config.js → services/web - b'],
    },
  ],
  'a unit of systemd': [
    {
      ...TREE,
      'deploy/one.service': '[Service]\nWorkingDirectory=/srv/shop/services/api\nExecStart=/usr/bin/node index.js\n',
      'deploy/two.service': '[Service]\nExecStart=/usr/bin/python3 /srv/shop/services/web/app/main.py\n',
      'deploy/three.service': '[Service]\nExecStart=/usr/bin/three\n',
    },
    {
      joins: [
        'deploy/one.service → services/api - one',
        'deploy/three.service → - - three',
        'deploy/two.service → services/web - two',
      ],
    },
  ],
};

describe('what files of several programs start', () => {
  it.each(LINES)('%s', (line, joined) => {
    expect(told(assembled({ ...TREE, Procfile: `web: ${line}\n` }), { joins: [] })).toEqual({ joins: [`Procfile → ${joined}`] });
  });

  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  it.each<readonly [string, Files]>([
    ['lines', { Procfile: Array.from({ length: 50_000 }, (_, at) => `p${at}: cd services/api && node x.js\n`).join('') }],
    ['commands of a line', { Procfile: `web: ${'cd services/api && '.repeat(50_000)}npm start\n` }],
    ['words of a line', { Procfile: `web: node ${'services/api/x.js '.repeat(50_000)}\n` }],
    ['steps of a path', { Procfile: `web: node ${'a/'.repeat(50_000)}x.js /${'a/'.repeat(50_000)}x.js\n` }],
    [
      'programs',
      {
        'supervisord.conf': Array.from({ length: 50_000 }, (_, at) => `[program:p${at}]\ncommand=node services/api/x.js\n`).join(
          '',
        ),
      },
    ],
  ])(
    'reads as many %s as anybody has',
    (_, files) => {
      expect(assembled({ ...TREE, ...files }).deployments).toHaveLength(1);
    },
    60_000,
  );
});
