import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'App Engine: runtime, entrypoint, name': [
    { 'svc/app.yaml': 'runtime: python312\nservice: api\nentrypoint: gunicorn -b :8081 main:app\n' },
    {
      demands: ['port:8081/tcp listens @3', 'runtime:python ==3.12.* preferred @1'],
      runs: ['web [gunicorn|-b|:8081|main:app] 8081/tcp @3'],
      joins: ['svc/app.yaml → svc - api'],
    },
  ],
  'App Engine: other runtimes; a file of another tool with that name': [
    {
      'a/app.yaml': 'runtime: nodejs20\n',
      'b/app.yaml': 'runtime: java21\n',
      'c/app.yaml': 'runtime: go122\n',
      'd/app.yaml': 'runtime: php83\n',
      'e/app.yaml': 'apiVersion: v1\nkind: Pod\nruntime: python312\n',
    },
    { demands: ['runtime:go 1.22 @1', 'runtime:jdk 21 preferred @1', 'runtime:node 20.x preferred @1'], diagnostics: [] },
  ],
  'Render: directories, commands, schedules, disks; static sites are nobody': [
    {
      'render.yaml':
        'services:\n- type: web\n  name: api\n  rootDir: api\n  startCommand: uvicorn app:app --port $PORT\n  envVars: [{key: PORT, value: "10000"}]\n  disk: {name: d, mountPath: /data}\n  numInstances: 2\n- type: cron\n  name: nightly\n  schedule: "0 1 * * *"\n  dockerfilePath: ./jobs/Dockerfile\n  startCommand: node n.js\n- type: web\n  name: site\n  runtime: static\n',
    },
    {
      demands: ['port:10000/tcp listens PORT @5'],
      runs: ['api [uvicorn|app:app|--port|$PORT] 10000/tcp x2 @5', 'nightly scheduled [node|n.js] 0 1 * * * @13'],
      traits: ['volume /data @7'],
      joins: ['render.yaml → - - -', 'render.yaml → . jobs/Dockerfile nightly', 'render.yaml → api - api'],
    },
  ],
  'Render: variables of groups, and services of an environment': [
    {
      'render.yaml':
        'envVarGroups:\n- name: shared\n  envVars: [{key: PORT, value: "9000"}]\nprojects:\n- name: p\n  environments:\n  - name: production\n    services:\n    - type: web\n      name: api\n      rootDir: api\n      startCommand: uvicorn app:app --port $PORT\n      envVars: [{fromGroup: shared}, {fromGroup: gone}]\n',
    },
    { demands: ['port:9000/tcp listens PORT @12'], joins: ['render.yaml → api - api'] },
  ],
  'Fly: ports, processes, machines, mounts': [
    {
      'fly.toml':
        'app = "cart"\n[env]\nPORT = "8080"\n[processes]\nweb = "gunicorn app"\n[http_service]\ninternal_port = 8080\n[[services]]\ninternal_port = 9000\n[[vm]]\nmemory = "512mb"\n[mounts]\nsource = "d"\ndestination = "/data"\n',
    },
    {
      demands: ['port:8080/tcp listens PORT @7', 'port:9000/tcp listens @9'],
      runs: ['web [gunicorn|app] @5'],
      traits: ['memory 512 @10', 'volume /data @12'],
    },
  ],
  'Fly: what is no TOML': [{ 'fly.toml': 'app = \n' }, { diagnostics: ['toml/syntax fly.toml:1'] }],
};

describe('platform descriptors', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});
