import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { analyze } from '../../src/index.ts';
import { assembled, type Files, type Told, told } from './project.ts';

const gunicorn = (text: string): Files => ({ 'api/gunicorn.conf.py': text });

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'Gunicorn: address as text, application': [
    gunicorn('import os\nworkers = 4\nbind = "0.0.0.0:8000"  # all\nwsgi_app = "shop.wsgi:app"\n'),
    { demands: ['port:8000/tcp listens @3'], runs: ['web [gunicorn|shop.wsgi:app] 8000/tcp @3'], diagnostics: [] },
  ],
  'Gunicorn: several addresses, and a socket': [
    gunicorn("bind = ['127.0.0.1:8001', '[::1]:8001', 'unix:/run/api.sock']\n"),
    { demands: ['port:8001/tcp listens @1'], diagnostics: [] },
  ],
  'Gunicorn: defaults of variables': [
    {
      'a/gunicorn.conf.py': 'bind = "0.0.0.0:" + os.environ.get("PORT", "8002")\n',
      'b/gunicorn_config.py': "bind = f\"0.0.0.0:{os.getenv('PORT', '8003')}\"\n",
      'c/gunicorn_conf.py': 'bind = "0.0.0.0:{}".format(os.getenv("PORT", 8004))\n',
      'd/gunicorn.conf.py': 'bind = os.getenv("GUNICORN_BIND", "0.0.0.0:8005")\n',
    },
    {
      demands: [8002, 8003, 8004, 8005].map((port) => `port:${port}/tcp listens ${port === 8005 ? 'GUNICORN_BIND' : 'PORT'} @1`),
      diagnostics: [],
    },
  ],
  'Gunicorn: a variable without a default leaves the port open': [
    gunicorn("bind = '0.0.0.0:{}'.format(os.getenv('PORT'))\n"),
    { demands: [], runs: ['web @1'], diagnostics: [] },
  ],
  'Gunicorn: an address that code computes is told': [
    gunicorn('from app import config\nbind = config.host + ":" + str(config.port)\n'),
    { demands: [], diagnostics: ['gunicorn/computed api/gunicorn.conf.py:2'] },
  ],
  'Gunicorn: nothing of tests': [{ 'tests/gunicorn.conf.py': 'bind = ":8000"\n' }, { demands: [], runs: [] }],
  'uWSGI: ports of TCP, no sockets of Unix': [
    { 'api/uwsgi.ini': '[uwsgi]\nmodule=shop.wsgi:application\nhttp=0.0.0.0:8080 ; seconds\nsocket=/run/api.sock\n' },
    { demands: ['port:8080/tcp listens @3'], runs: ['web [uwsgi|--ini|uwsgi.ini] 8080/tcp @2'] },
  ],
  'Hosts: who it is, what is called there, whose directory': [
    {
      'web/vercel.json': '{"framework": "nextjs",\n "crons": [{"path": "/api/sync", "schedule": "0 4 * * *"}]}\n',
      'vercel.json': '{"outputDirectory": "packages/shop/dist"}',
      'netlify.toml': '[build]\n  base = "site"\n  publish = "public"\n  functions = "site/functions"\n',
      'edge/wrangler.toml': 'name = "edge"\nmain = "src/index.ts"\n[triggers]\ncrons = ["0 * * * *"]\n',
      'queue/wrangler.jsonc': '{\n  // who runs it\n  "main": "src/index.ts",\n  "queues": {"consumers": [{"queue": "q"}]}\n}\n',
    },
    {
      traits: [
        'hosted-by Cloudflare Workers (1 cron trigger) @2',
        'hosted-by Cloudflare Workers (1 queue consumer) @3',
        'hosted-by Netlify (functions in site/functions) @1',
        'hosted-by Vercel (1 cron job) @2',
        'hosted-by Vercel @1',
      ],
      joins: [
        'edge/wrangler.toml → edge - -',
        'netlify.toml → site - -',
        'queue/wrangler.jsonc → queue - -',
        'vercel.json → packages/shop - -',
        'web/vercel.json → web - -',
      ],
      diagnostics: [],
    },
  ],
  'Hosts: Firebase hosts what its file names; rules and emulators are hosted nowhere': [
    {
      'firebase.json': '{"hosting": {"public": "site/dist"}}',
      'back/firebase.json': '{"functions": {"source": "fns"}}',
      'rules/firebase.json': '{"firestore": {"rules": "firestore.rules"}}',
    },
    {
      traits: ['hosted-by Firebase (functions in fns) @1', 'hosted-by Firebase @1'],
      joins: ['back/firebase.json → back/fns - -', 'firebase.json → site - -'],
      diagnostics: [],
    },
  ],
  'Hosts: what cannot be read is told': [
    { 'web/netlify.toml': '[build\n', 'app/vercel.json': '{"crons": [' },
    { diagnostics: ['json/syntax app/vercel.json:1', 'toml/syntax web/netlify.toml:1'] },
  ],
};

describe('servers and hosts', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  const advice = async (files: Files) => {
    const config = loadConfig(memoryTree({}));
    const { report } = await analyze({ tree: memoryTree(files), starts: ['.'], config, today: '2026-11-24' });
    return (report.recommendations ?? []).map(({ service, target, reasons }) => [
      service,
      target,
      reasons.some(({ theme }) => theme === 'hosted-elsewhere'),
    ]);
  };

  it('who hosts a service is told, and does not say what it does', async () => {
    expect(
      await advice({
        'edge/package.json': '{"name": "edge", "dependencies": {"nanoid": "5"}}',
        'edge/wrangler.toml': 'main = "a.ts"\n',
      }),
    ).toEqual([['edge', 'insufficient-evidence', true]]);
  });

  it('a host builds the directory that it names, and nothing around it', async () => {
    const root = { 'package.json': '{"name": "root", "dependencies": {"express": "5"}}' };
    expect(await advice({ ...root, 'netlify.toml': '[build]\nbase = "docs"\n' })).toEqual([['.', 'fargate', false]]);
    expect(await advice({ ...root, 'netlify.toml': '[build]\n' })).toEqual([['.', 'fargate', true]]);
  });

  it('settings of a web server say that one runs', async () => {
    expect(
      await advice({ 'api/requirements.txt': 'pydantic==2.9.0\n', 'api/gunicorn.conf.py': 'bind = "0.0.0.0:8000"\n' }),
    ).toEqual([['api', 'fargate', false]]);
  });
});
