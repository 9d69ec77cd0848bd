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
  'App Engine: the flexible environment has its release apart': [
    {
      'a/app.yaml': 'runtime: python\nenv: flex\nruntime_config:\n  operating_system: ubuntu22\n  runtime_version: "3.9"\n',
      'b/app.yaml': 'runtime: nodejs\nenv: flex\nruntime_config: { runtime_version: "20" }\n',
      'c/app.yaml': 'runtime: python\nenv: flex\n',
    },
    { demands: ['runtime:node 20.x preferred @3', 'runtime:python ==3.9.* preferred @5'], diagnostics: [] },
  ],
  'Azure Container Apps: where the ingress leads, memory, replicas; jobs and others’ containers': [
    {
      'a/app.yaml':
        'location: westeurope\nname: api\nproperties:\n  configuration:\n    ingress: { external: true, targetPort: 3000 }\n  template:\n    containers:\n    - name: proxy\n      image: nginx:1.27\n    - name: main\n      image: acme.azurecr.io/api:1\n      resources: { cpu: 0.5, memory: 1Gi }\n    scale: { minReplicas: 2 }\n',
      'b/job.yaml':
        'name: nightly\ntype: Microsoft.App/jobs\nproperties:\n  configuration:\n    triggerType: Schedule\n    scheduleTriggerConfig: { cronExpression: "0 1 * * *" }\n  template:\n    containers:\n    - image: acme.azurecr.io/nightly:1\n      command: [node, n.js]\n',
      'c/other.yaml': 'properties:\n  containers:\n  - x\n',
    },
    {
      demands: ['port:3000/tcp listens @5'],
      runs: ['api 3000/tcp x2 @10', 'nightly scheduled [node|n.js] 0 1 * * * @10'],
      traits: ['memory 1024 @12'],
    },
  ],
  'Cloud Run: a job has an execution around its tasks': [
    {
      'svc/job.yaml':
        'apiVersion: run.googleapis.com/v1\nkind: Job\nmetadata: { name: nightly }\nspec:\n  template:\n    spec:\n      template:\n        spec:\n          containers:\n          - image: gcr.io/p/nightly\n            command: [node, n.js]\n',
    },
    { runs: ['nightly job [node|n.js] @11'], traits: ['hosted-by Cloud Run @1'] },
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
  'azd: a host of Azure, by its key alone': [
    {
      'azure.yaml':
        'name: shop\n# host: aks\nservices:\n  api: { project: src/api, host: "containerapp" }\n  other:\n    host: elsewhere\n',
    },
    { traits: ['cloud Azure @4'], diagnostics: [] },
  ],
  'azd: no host that is known, and what is no YAML': [
    {
      'a/azure.yaml': 'name: shop\nmetadata:\n  host: aks\nservices:\n  api:\n    host: elsewhere\n',
      'b/azure.yaml': 'services: [api\n',
    },
    { traits: [], diagnostics: ['yaml/syntax b/azure.yaml:2'] },
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
  'Railway: commands, schedules, Dockerfiles, in either format': [
    {
      'api/railway.json':
        '{ "build": { "builder": "NIXPACKS" },\n  "deploy": { "startCommand": "uvicorn app:app --port 8001", "numReplicas": 2 } }\n',
      'jobs/railway.toml':
        '[build]\ndockerfilePath = "docker/Dockerfile"\n[deploy]\nstartCommand = "node job.js"\ncronSchedule = "0 3 * * *"\n',
      'site/railway.json': '{ "build": { "builder": "NIXPACKS" } }',
    },
    {
      demands: ['port:8001/tcp listens @2'],
      runs: ['web [uvicorn|app:app|--port|8001] 8001/tcp x2 @2', 'web scheduled [node|job.js] 0 3 * * * @4'],
      joins: ['api/railway.json → api - -', 'jobs/railway.toml → jobs jobs/docker/Dockerfile -'],
    },
  ],
  'Nixpacks: what starts, with its variables and versions': [
    {
      'nixpacks.toml':
        '[variables]\nPORT = "8002"\nNIXPACKS_PYTHON_VERSION = "3.12"\nNIXPACKS_NODE_VERSION = "20"\n[start]\ncmd = "gunicorn -b :$PORT app:app"\n',
    },
    {
      demands: ['port:8002/tcp listens PORT @6', 'runtime:node 20.x preferred @4', 'runtime:python ==3.12.* preferred @3'],
      runs: ['web [gunicorn|-b|:$PORT|app:app] 8002/tcp @6'],
    },
  ],
  'Heroku: what runs, each of the Dockerfile that is built for it': [
    {
      'heroku.yml':
        'build:\n  docker:\n    web: api/Dockerfile\n    worker: jobs/Dockerfile\nrun:\n  web: gunicorn --bind 0.0.0.0:8003 app\n  worker:\n    command: [python worker.py]\n  beat:\n    command: [celery beat]\n    image: worker\n',
    },
    {
      demands: ['port:8003/tcp listens @6'],
      runs: ['beat [celery|beat] @9', 'web [gunicorn|--bind|0.0.0.0:8003|app] 8003/tcp @6', 'worker [python|worker.py] @7'],
      joins: ['heroku.yml → . api/Dockerfile -', 'heroku.yml → . jobs/Dockerfile -', 'heroku.yml → . jobs/Dockerfile -'],
    },
  ],
  'App Runner: a runtime with its version, a command, a port': [
    {
      'a/apprunner.yaml':
        'version: 1.0\nruntime: python311\nrun:\n  runtime-version: 3.11.5\n  command: python app.py\n  network: { port: 8004 }\n',
      'b/apprunner.yaml': 'version: 1.0\nruntime: nodejs18\n',
      'c/apprunner.yaml': 'version: 1.0\nruntime: python3\n',
    },
    {
      demands: ['port:8004/tcp listens @6', 'runtime:node 18.x preferred @2', 'runtime:python ==3.11.* preferred @4'],
      runs: ['web [python|app.py] @5'],
    },
  ],
  'App Platform: services, workers and jobs of directories of their own': [
    {
      '.do/app.yaml':
        'name: shop\nservices:\n- name: api\n  source_dir: /api\n  http_port: 8005\n  run_command: node server.js\n  instance_count: 2\nworkers:\n- name: mail\n  dockerfile_path: mail/Dockerfile\n  envs: [{ key: PORT, value: "8006" }]\n  run_command: node mail.js --port $PORT\nstatic_sites:\n- name: site\n',
    },
    {
      demands: ['port:8005/tcp listens @5', 'port:8006/tcp listens PORT @12'],
      runs: ['api [node|server.js] x2 @6', 'mail [node|mail.js|--port|$PORT] 8006/tcp @12'],
      joins: ['.do/app.yaml → . mail/Dockerfile mail', '.do/app.yaml → api - api'],
    },
  ],
  'Cloud Foundry: applications with paths, memory and processes; other manifests': [
    {
      'manifest.yml':
        'applications:\n- name: orders\n  path: orders/target/orders.jar\n  memory: 1G\n  instances: 2\n- name: web\n  path: web\n  env: { PORT: 8007 }\n  processes:\n  - type: web\n    command: node server.js --port $PORT\n- name: cache\n  docker: { image: redis:7 }\n',
      'k8s/manifest.yaml': 'apiVersion: v1\nkind: List\nitems: []\n',
    },
    {
      demands: ['port:8007/tcp listens PORT @11'],
      runs: ['web [node|server.js|--port|$PORT] 8007/tcp @11'],
      traits: ['memory 1024 @4'],
      joins: ['manifest.yml → - - -', 'manifest.yml → orders/target/orders.jar - orders', 'manifest.yml → web - web'],
    },
  ],
  'Copilot: images with their ports; jobs on a schedule': [
    {
      'copilot/api/manifest.yml':
        'name: api\ntype: Load Balanced Web Service\nimage:\n  build: api/Dockerfile\n  port: 8008\nmemory: 512\n',
      'copilot/nightly/manifest.yml':
        'name: nightly\ntype: Scheduled Job\nimage:\n  build: { dockerfile: jobs/Dockerfile, context: . }\non: { schedule: "@daily" }\ncommand: [node, night.js]\n',
    },
    {
      demands: ['port:8008/tcp listens @5'],
      runs: ['nightly scheduled [node|night.js] @daily @6'],
      traits: ['memory 512 @6'],
      joins: ['copilot/api/manifest.yml → api api/Dockerfile api', 'copilot/nightly/manifest.yml → . jobs/Dockerfile nightly'],
    },
  ],
  'a job of Copilot or of App Platform without a command runs its image’s': [
    {
      'copilot/nightly/manifest.yml':
        'name: nightly\ntype: Scheduled Job\nimage: { build: jobs/Dockerfile }\non: { schedule: "@daily" }\n',
      'copilot/api/manifest.yml': 'name: api\ntype: Backend Service\nimage: { build: api/Dockerfile }\n',
      '.do/app.yaml': 'jobs:\n- name: seed\n  dockerfile_path: seed/Dockerfile\nworkers:\n- name: w\n',
    },
    { runs: ['nightly scheduled @daily @2', 'seed job @2'] },
  ],
  'Elastic Beanstalk: one container, or a task of several': [
    {
      'a/Dockerrun.aws.json': '{ "AWSEBDockerrunVersion": "1",\n "Ports": [{ "ContainerPort": "8009" }] }',
      'b/Dockerrun.aws.json':
        '{ "AWSEBDockerrunVersion": 2, "containerDefinitions": [\n{ "name": "api", "image": "example.org/api:1", "portMappings": [{ "hostPort": 80, "containerPort": 8010 }] }] }',
    },
    {
      demands: ['port:80/tcp published @2', 'port:8009/tcp listens @2', 'port:8010/tcp listens @2'],
      joins: ['a/Dockerrun.aws.json → a - -', 'b/Dockerrun.aws.json → - - api'],
    },
  ],
  'systemd: what a unit starts, by its name': [
    {
      'deploy/systemd/orders.service':
        '[Unit]\nDescription=x\n[Service]\nEnvironment=PORT=8011 "LOG_LEVEL=info"\nExecStart=-/usr/bin/orders \\\n  --verbose\n[Install]\nWantedBy=multi-user.target\n',
      'deploy/systemd/web@.service': '[Service]\nExecStart=/opt/web/bin/gunicorn -b 0.0.0.0:8012 app:app\n',
      'deploy/systemd/clean.service': '[Service]\nType=oneshot\nExecStart=/usr/bin/clean\n',
      'deploy/systemd/none.service': '[Unit]\nDescription=x\n',
    },
    {
      demands: ['port:8011/tcp listens PORT @5', 'port:8012/tcp listens @2'],
      runs: [
        'clean job [/usr/bin/clean] @3',
        'orders [/usr/bin/orders|--verbose] 8011/tcp @5',
        'web [/opt/web/bin/gunicorn|-b|0.0.0.0:8012|app:app] 8012/tcp @2',
      ],
      joins: [
        'deploy/systemd/clean.service → - - clean',
        'deploy/systemd/orders.service → - - orders',
        'deploy/systemd/web@.service → - - web',
      ],
    },
  ],
  'systemd: rights that a unit is given, as far as a drop-in does not take them back': [
    {
      'systemd/gate.service': '[Service]\nExecStart=/usr/bin/gate\nAmbientCapabilities=CAP_NET_ADMIN CAP_NET_BIND_SERVICE\n',
      'systemd/less.service': '[Service]\nExecStart=/usr/bin/less\nAmbientCapabilities=CAP_NET_ADMIN\n',
      'systemd/less.service.d/drop.conf': '[Service]\nAmbientCapabilities=\n',
      'systemd/bound.service': '[Service]\nExecStart=/usr/bin/bound\nCapabilityBoundingSet=CAP_NET_ADMIN\n',
      'systemd/not.service': '[Service]\nExecStart=/usr/bin/not\nAmbientCapabilities=~CAP_NET_ADMIN\n',
    },
    { traits: ['capabilities CAP_NET_ADMIN CAP_NET_BIND_SERVICE @3'] },
  ],
  'systemd: words that a variable stands for': [
    {
      'systemd/web.service':
        '[Service]\nEnvironment="WEB_ARGS=-k eventlet -b 127.0.0.1:9101 --workers 1"\nEnvironmentFile=-/etc/default/web\nExecStart=/opt/bin/gunicorn web:app $WEB_ARGS $MORE\n',
    },
    {
      demands: ['port:9101/tcp listens @4'],
      runs: ['web [/opt/bin/gunicorn|web:app|-k|eventlet|-b|127.0.0.1:9101|--workers|1|$MORE] 9101/tcp @4'],
      joins: ['systemd/web.service → - - web'],
    },
  ],
  'Podman: containers as units': [
    {
      'deploy/orders.container':
        '[Container]\nImage=example.org/orders:1\nPublishPort=127.0.0.1:8016:8000\nPublishPort=9000/udp\nExec=gunicorn app:app\n',
      'deploy/db.container': '[Container]\nImage=docker.io/library/postgres:17\n',
    },
    {
      demands: [
        'port:8000/tcp listens @3',
        'port:8000/tcp listens PORT @2',
        'port:8016/tcp published 127.0.0.1 @3',
        'port:9000/udp listens @4',
      ],
      joins: ['deploy/db.container → - - -', 'deploy/orders.container → - - orders'],
    },
  ],
  'Railpack: what starts, and versions': [
    {
      'railpack.json': '{ "packages": { "python": "3.12", "jq": "1" },\n "deploy": { "startCommand": "gunicorn -b :8017 app" } }',
    },
    {
      demands: ['port:8017/tcp listens @2', 'runtime:python ==3.12.* preferred @1'],
      runs: ['web [gunicorn|-b|:8017|app] 8017/tcp @2'],
    },
  ],
  'Supervisor: programs of one directory': [
    {
      'svc/supervisord.conf':
        '[supervisord]\nnodaemon=true\n[program:web]\ncommand=gunicorn\n  -b :8013 app:app ; comment\nenvironment=A="1",PORT="9"\n[program:jobs]\ncommand = celery -A jobs worker\n',
    },
    {
      demands: ['port:8013/tcp listens @4'],
      runs: ['jobs [celery|-A|jobs|worker] @8', 'web [gunicorn|-b|:8013|app:app] 8013/tcp @4'],
    },
  ],
  'Supervisor: expressions of its files': [
    {
      'svc/supervisord.conf':
        '[program:web]\ncommand=gunicorn -b :%(ENV_PORT)s %(program_name)s:app --access-logformat "%%(h)s"\n[program:api]\ndirectory=%(here)s/api\ncommand=gunicorn -b :8014 app:app\n',
      'svc/api/requirements.txt': 'flask\n',
    },
    {
      demands: ['port:8014/tcp listens @5'],
      runs: ['api [gunicorn|-b|:8014|app:app] 8014/tcp @5', 'web [gunicorn|-b|:${PORT}|web:app|--access-logformat|%(h)s] @2'],
      joins: ['svc/supervisord.conf → svc - -', 'svc/supervisord.conf → svc/api - -'],
    },
  ],
  'PM2: apps of a program that only states them, and of data': [
    {
      'a/ecosystem.config.js':
        "// apps\nmodule.exports = {\n  apps: [\n    { name: 'api', script: './server.js', cwd: 'api', instances: 2, env: { PORT: 3000, NODE_ENV: 'x' }, env_production: { PORT: 8014 } },\n    { name: 'jobs', script: 'npm', args: 'run jobs' }, // later\n  ],\n};\n",
      'b/ecosystem.config.json': '{ "apps": [{ "name": "b", "script": "b.js", "env": { "PORT": 8015 } }] }',
      'c/ecosystem.config.js': 'const apps = list();\nmodule.exports = { apps };\n',
    },
    {
      demands: ['port:8014/tcp listens PORT @4', 'port:8015/tcp listens PORT @1'],
      runs: ['api [./server.js] 8014/tcp x2 @4', 'b [b.js] 8015/tcp @1', 'jobs [npm|run|jobs] @5'],
      joins: ['a/ecosystem.config.js → a - jobs', 'a/ecosystem.config.js → a/api - api', 'b/ecosystem.config.json → b - b'],
      diagnostics: ['pm2/computed c/ecosystem.config.js:1'],
    },
  ],
  'PM2: apps that constants, spreads and small functions of a program make': [
    {
      'a/ecosystem.config.cjs': [
        "const path = require('path');",
        "const root = path.join(__dirname, '..', 'svc');",
        "const common = { instances: 2, env: { NODE_ENV: 'production', TZ: 'UTC' } };",
        "const names = [{ name: 'mail', port: 8021 }, { name: 'jobs', port: 8022 }];",
        'const env = (key, value) => process.env[key] || value;',
        "const extra = [{ name: 'late', cwd: '../svc/jobs', script: 'late.js', env: { PORT: +env('LATE', 8024) } }];",
        'function server(name, port) {',
        '  return { name, cwd: path.join(root, name), script: "./dist/main.js", env: { ...common.env, PORT: port } };',
        '}',
        'module.exports = {',
        '  apps: [',
        '    { ...common, name: `shop-api`, script: path.join(__dirname, "api/server.js"), env: { ...process.env, PORT: process.env.PORT || 8020 } },',
        '    server("web", 8023),',
        "    ...names.map(({ name, port }) => ({ name, cwd: `${root}/${name}`, script: 'index.js', args: ['--port', String(port)] })),",
        "    { name: 'later', script: pick(), error_file: path.join(__dirname, 'logs', 'x.log') },",
        '  ].concat(extra).filter((app) => !process.env[`NO_${app.name}`]),',
        '};',
        '',
      ].join('\n'),
      'a/api/package.json': '{ "name": "api" }',
      ...Object.fromEntries(['mail', 'jobs', 'web'].map((name) => [`svc/${name}/package.json`, `{ "name": "${name}" }`])),
    },
    {
      demands: [
        'port:8020/tcp listens PORT @12',
        'port:8021/tcp listens @14',
        'port:8022/tcp listens @14',
        'port:8023/tcp listens PORT @8',
        'port:8024/tcp listens PORT @6',
      ],
      runs: [
        'jobs [index.js|--port|8022] 8022/tcp @14',
        'late [late.js] 8024/tcp @6',
        'mail [index.js|--port|8021] 8021/tcp @14',
        'shop-api [./api/server.js] 8020/tcp x2 @12',
        'web [./dist/main.js] 8023/tcp @8',
      ],
      joins: [
        'a/ecosystem.config.cjs → a/api - shop-api',
        'a/ecosystem.config.cjs → svc/jobs - jobs',
        'a/ecosystem.config.cjs → svc/jobs - late',
        'a/ecosystem.config.cjs → svc/mail - mail',
        'a/ecosystem.config.cjs → svc/web - web',
      ],
      diagnostics: ['pm2/computed a/ecosystem.config.cjs:15'],
    },
  ],
  'version files of other tools: proto, Devbox, buildpacks, folders of mise': [
    {
      'a/.prototools': 'node = "20.1.0"\nrust = "1"\n',
      'b/devbox.json': '{ "packages": ["python@3.11.4", "go@1.23", "jq@latest"] }',
      'c/devbox.json': '{ "packages": { "nodejs": "18", "jdk17": "latest" } }',
      'd/project.toml':
        '[_]\nschema-version = "0.2"\n[[io.buildpacks.build.env]]\nname = "BP_JVM_VERSION"\nvalue = "21"\n[[io.buildpacks.build.env]]\nname = "BP_NODE_RUN_SCRIPTS"\nvalue = "build"\n',
      'e/.config/mise/config.toml': '[tools]\npython = "3.10"\n',
      'f/.config/mise.toml': '[tools]\npython = "3.9"\n',
      'g/project.toml': 'name = "other"\n',
    },
    {
      demands: [
        'runtime:go 1.23 @1',
        'runtime:jdk 17 preferred @1',
        'runtime:jdk 21 preferred @5',
        'runtime:node 18.x preferred @1',
        'runtime:node 20.x preferred @1',
        'runtime:python ==3.10.* preferred @2',
        'runtime:python ==3.11.* preferred @1',
        'runtime:python ==3.9.* preferred @2',
      ],
      joins: [
        'a/.prototools → a - -',
        'b/devbox.json → b - -',
        'c/devbox.json → c - -',
        'd/project.toml → d - -',
        'e/.config/mise/config.toml → e - -',
        'f/.config/mise.toml → f - -',
      ],
    },
  ],
  'broken files of what starts and deploys services are told with their line': [
    {
      'a/application.yml': 'server:\n  port: "80\n',
      'b/application-prod.yml': 'server:\n\tport: 80\n',
      'c/application.yaml': 'server:\n   port: 80\n  ssl: true\n',
      'd/application.conf': 'ktor {\n  deployment {\n    port = 80\n  }\n',
      'e/application.conf': 'ktor { deployment.port = 80 } }\n',
      'f/server.yml': 'server:\n  applicationConnectors:\n    - port: [80\n',
      'g/supervisord.conf': '[supervisord]\n[program:g\ncommand=gunicorn -b :8000 g\n',
      'h/h.service': '[Unit]\n[Service\nExecStart=/usr/bin/h\n',
      'i/i.container': '[Container\nImage=i\n',
      'j/host.json': '{"version": "2.0",\n',
      'k/devbox.json': '{"packages": ["python@3.10"\n',
      'l/nais.yaml': 'apiVersion: nais.io/v1alpha1\nkind: Application\nspec:\n  port: [80\n',
      'm/Chart.yaml': 'name: "m\n',
      'n/Chart.yaml': 'name: n\n',
      'n/values.yaml': 'port: [80\nname: n\n',
    },
    {
      diagnostics: [
        'json/syntax j/host.json:2',
        'json/syntax k/devbox.json:2',
        'process-manager/syntax g/supervisord.conf:2',
        'process-manager/syntax h/h.service:2',
        'process-manager/syntax i/i.container:1',
        'settings/syntax d/application.conf:1',
        'settings/syntax e/application.conf:1',
        'yaml/syntax a/application.yml:3',
        'yaml/syntax b/application-prod.yml:2',
        'yaml/syntax c/application.yaml:3',
        'yaml/syntax f/server.yml:4',
        'yaml/syntax l/nais.yaml:5',
        'yaml/syntax m/Chart.yaml:2',
        'yaml/syntax n/values.yaml:2',
      ],
    },
  ],
  'settings that are filled in before they are read, and forms that no line ends': [
    {
      'a/application.yml': 'info:\n  version: @project.version@\n',
      'b/application.yml': `shop:\n  text: |\n    [ "it's\n  more: \${A:[x]} # don't\n  list: [\n    a,\n    'b'\n  ]\n  long: one\n    two\n`,
      'c/application.conf': 'a = "{" # }\nb = """\n[\n"""\n// {\nc { d = [1, 2] }\n',
      'd/supervisord.conf': '[program:d]\ncommand=d\n  [x\n',
      'e/host.json': '{ // settings\n  "version": "2.0",\n}\n',
      'f/nais.yaml': 'apiVersion: nais.io/v1alpha1\nkind: Application\n{{#if x}}\nmetadata: { name: "{{app}}" }\n{{/if}}\n',
    },
    { diagnostics: [] },
  ],
  'Fly: what is no TOML': [{ 'fly.toml': 'app = \n' }, { diagnostics: ['toml/syntax fly.toml:1'] }],
};

describe('platform descriptors', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});
