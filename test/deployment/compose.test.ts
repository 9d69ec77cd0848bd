import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const one = (text: string, more: Files = {}): Files => ({ 'compose.yaml': text, ...more });

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'included files, once each, from their own directories': [
    one('include:\n  - parts/b.yaml\n  - {path: [parts/b.yaml, gone.yaml]}\nservices:\n  a: {build: a, ports: ["80:80"]}\n', {
      'parts/b.yaml': 'services:\n  b: {build: b, ports: ["90:90"]}\n',
    }),
    {
      demands: ['port:80/tcp listens @5', 'port:80/tcp published @5', 'port:90/tcp listens @2', 'port:90/tcp published @2'],
      joins: ['compose.yaml → a a/Dockerfile a', 'parts/b.yaml → parts/b parts/b/Dockerfile b'],
    },
  ],
  'programs that are mounted into an image': [
    one(
      [
        'services:',
        '  a: {image: "node:20-alpine", working_dir: /app, volumes: ["./web:/app", "/app/node_modules"], ports: ["80:3000"]}',
        '  b: {build: base, working_dir: /code/api/, volumes: [{type: bind, source: ., target: /code}], expose: ["81"]}',
        '  c: {image: nginx, working_dir: /etc/nginx, volumes: ["./conf:/etc/nginx"], ports: ["82:82"]}',
        '  d: {image: "python:3.12", working_dir: /app, volumes: ["data:/app"], ports: ["83:83"]}',
        '  e: {image: "python:3.12", working_dir: /application, volumes: ["./web:/app"], ports: ["84:84"]}',
        '',
      ].join('\n'),
      { 'web/package.json': '{}', 'api/go.mod': '', 'conf/nginx.conf': '' },
    ),
    {
      demands: [
        'os:distribution alpine preferred @2',
        'os:libc musl preferred @2',
        'port:3000/tcp listens @2',
        'port:80/tcp published @2',
        'port:81/tcp listens @3',
        'runtime:node 20.x preferred @2',
      ],
      joins: [
        'compose.yaml → - - -',
        'compose.yaml → - - -',
        'compose.yaml → - - -',
        'compose.yaml → api - b',
        'compose.yaml → web - a',
      ],
    },
  ],
  'the emulator beside a function listens, the function does not': [
    one(
      [
        'services:',
        '  a: {build: a, entrypoint: [/aws-lambda/aws-lambda-rie, python, -m, awslambdaric], command: [app.handler], ports: ["9001:8080"]}',
        '  b: {build: b, ports: ["9002:8080"]}',
        '  c: {build: b, entrypoint: [python, serve.py], ports: ["9003:8080"]}',
        '',
      ].join('\n'),
      {
        'a/Dockerfile': 'FROM python:3.13\nENTRYPOINT ["python", "-m", "awslambdaric"]\n',
        'b/Dockerfile': 'FROM public.ecr.aws/lambda/python:3.13\nCMD ["app.handler"]\n',
      },
    ),
    {
      demands: [
        'os:distribution amazonlinux preferred @1',
        'os:distribution debian preferred @1',
        'os:libc glibc preferred @1',
        'os:libc glibc preferred @1',
        'port:8080/tcp listens @4',
        'port:9003/tcp published @4',
        'runtime:python ==3.13.* preferred @1',
        'runtime:python ==3.13.* preferred @1',
      ],
    },
  ],
  'environment files; the environment itself goes first': [
    one('services:\n  a: {build: a, env_file: [a.env, {path: no.env, required: false}], ports: ["3000:3000", "4000:4000"]}\n', {
      'a.env': 'PORT=3000\nexport GRPC_PORT="4000"\n',
    }),
    {
      demands: [
        'port:3000/tcp listens PORT @2',
        'port:3000/tcp published @2',
        'port:4000/tcp listens GRPC_PORT @2',
        'port:4000/tcp published @2',
      ],
    },
  ],
  'each layer says a part of a build, and what it does not reset stays': [
    {
      'compose.yaml':
        'services:\n  a:\n    build: ./api\n    command: run\n    profiles: [x]\n    volumes: ["./d:/data", "v:/v"]\n    deploy: {replicas: 3}\n  gone: {build: gone}\n',
      'compose.override.yaml':
        'services:\n  a:\n    build: {dockerfile: Dockerfile.dev}\n    command: !reset null\n    profiles: [y]\n    volumes: ["./e:/data:ro"]\n    deploy: !reset null\n  gone: !reset null\n',
    },
    {
      joins: ['compose.override.yaml → api api/Dockerfile.dev a'],
      runs: ['a @2'],
      traits: ['compose-profile x @5', 'compose-profile y @5', 'volume ./e:/data:ro @6', 'volume v:/v @6'],
    },
  ],
  'a build of what is extended lies where that file lies': [
    one('services:\n  a:\n    extends: {file: shared/base.yaml, service: b}\n    build: {args: {V: "1"}}\n', {
      'shared/base.yaml': 'services:\n  b:\n    build: api\n    env_file: b.env\n    ports: ["${P}:1"]\n',
      'shared/b.env': 'PORT=4000\n',
      '.env': 'P=90\n',
    }),
    {
      joins: ['compose.yaml → shared/api shared/api/Dockerfile a'],
      demands: ['port:4000/tcp listens PORT @2', 'port:90/tcp published P @5'],
    },
  ],
  'a name without a value takes the one of .env': [
    one('services:\n  a: {build: a, environment: [PORT, NOBODY]}\n  b: {build: b, environment: {PORT: }}\n', {
      '.env': 'PORT=4000\n',
    }),
    { demands: ['port:4000/tcp listens PORT @2', 'port:4000/tcp listens PORT @3'], diagnostics: [] },
  ],
  'of two environment files the later one counts, each where it is named first': [
    {
      'compose.yaml': 'services:\n  a: {build: a, env_file: [one.env, two.env]}\n',
      'compose.override.yaml': 'services:\n  a: {env_file: one.env}\n',
      'one.env': 'PORT=4001\n',
      'two.env': 'PORT=4002\n',
    },
    { demands: ['port:4002/tcp listens PORT @2'] },
  ],
  'what others wait for to end is a job': [
    one(
      [
        'services:',
        '  load: {build: load}',
        '  web: {build: web, depends_on: {load: {condition: service_completed_successfully}, db: {condition: service_healthy}}}',
        '  db: {build: db}',
        '  tasks: {build: tasks, depends_on: [web]}',
        '',
      ].join('\n'),
    ),
    { runs: ['db @4', 'load job @2', 'tasks @5', 'web @3'] },
  ],
  'files that .env names in COMPOSE_FILE': [
    {
      'compose.yaml': 'services:\n  a: {build: a, ports: ["80:1"]}\n',
      'compose.override.yaml': 'services:\n  a: {ports: ["81:1"]}\n',
      'more/extra.yaml': 'services:\n  a: {ports: ["82:1"]}\n  b: {build: b, expose: ["2"]}\n',
      '.env': 'COMPOSE_FILE=compose.yaml:./more/extra.yaml\n',
    },
    {
      demands: ['port:1/tcp listens @2', 'port:2/tcp listens @3', 'port:80/tcp published @2', 'port:82/tcp published @2'],
      joins: ['more/extra.yaml → a a/Dockerfile a', 'more/extra.yaml → b b/Dockerfile b'],
    },
  ],
  'a file that .env of another directory names runs there, and not by itself too': [
    {
      'compose.yaml': 'services:\n  a: {build: a}\n',
      'deploy/compose.yaml': 'services:\n  a: {ports: ["80:1"]}\n',
      '.env': 'COMPOSE_FILE=compose.yaml:deploy/compose.yaml\n',
    },
    {
      joins: ['deploy/compose.yaml → a a/Dockerfile a'],
      demands: ['port:1/tcp listens @2', 'port:80/tcp published @2'],
    },
  ],
  'a file that is written for the directory further up from which it is started': [
    {
      'infra/docker/compose.yaml': [
        'services:',
        '  a: {build: {context: ., dockerfile: infra/docker/a.Dockerfile}, ports: ["$PORT_A:1"]}',
        '  b: {build: ./services/b, env_file: b.env}',
        '  c: {build: ./services/gone}',
        '',
      ].join('\n'),
      'infra/docker/a.Dockerfile': 'FROM scratch\n',
      'services/b/Dockerfile': 'FROM scratch\n',
      '.env': 'PORT_A=91\n',
      'infra/docker/.env': 'PORT_A=1\n',
      'deploy/compose.yaml': 'services:\n  d: {build: .}\n  e: {build: ../services/b}\n  f: {build: services/b}\n',
      'bare/compose.yaml': 'services:\n  g: {build: .}\n',
      Dockerfile: 'FROM scratch\n',
    },
    {
      joins: [
        'Dockerfile → . Dockerfile -',
        'bare/compose.yaml → bare bare/Dockerfile g',
        'deploy/compose.yaml → deploy deploy/Dockerfile d',
        'deploy/compose.yaml → deploy/services/b deploy/services/b/Dockerfile f',
        'deploy/compose.yaml → services/b services/b/Dockerfile e',
        'infra/docker/a.Dockerfile → . infra/docker/a.Dockerfile a',
        'infra/docker/compose.yaml → . infra/docker/a.Dockerfile a',
        'infra/docker/compose.yaml → services/b services/b/Dockerfile b',
        'infra/docker/compose.yaml → services/gone services/gone/Dockerfile c',
        'services/b/Dockerfile → services/b services/b/Dockerfile -',
      ],
      demands: ['port:1/tcp listens @2', 'port:91/tcp published PORT_A @2'],
    },
  ],
  'what is included is filled in by the including project first, then by files of its own': [
    one(
      'include:\n  - parts/b.yaml\n  - {path: parts/c.yaml, project_directory: ., env_file: c.env}\nservices:\n  a: {build: a}\n',
      {
        '.env': 'DIR=outer\n',
        'c.env': 'PORT_C=93\n',
        'parts/.env': 'DIR=inner\nPORT_B=92\nPORT_C=1\n',
        'parts/b.yaml': 'services:\n  b: {build: "$DIR", ports: ["$PORT_B:9"]}\n',
        'parts/c.yaml': 'services:\n  c: {build: "$DIR", ports: ["$PORT_C:9"]}\n',
      },
    ),
    {
      joins: [
        'compose.yaml → a a/Dockerfile a',
        'parts/b.yaml → parts/outer parts/outer/Dockerfile b',
        'parts/c.yaml → outer outer/Dockerfile c',
      ],
      demands: [
        'port:9/tcp listens @2',
        'port:9/tcp listens @2',
        'port:92/tcp published PORT_B @2',
        'port:93/tcp published PORT_C @2',
      ],
    },
  ],
  'defaults within defaults': [
    one('services:\n  a:\n    build: a\n    ports: ["${A:-${B:-8080}}:80"]\n'),
    { demands: ['port:80/tcp listens @4', 'port:8080/tcp published A @4'] },
  ],
  'published, container and random ports': [
    one('services:\n  a:\n    build: ./a\n    ports:\n      - "8080:80"\n      - "3000"\n      - 53:5353/udp\n'),
    {
      demands: [
        'port:3000/tcp listens @6',
        'port:53/udp published @7',
        'port:5353/udp listens @7',
        'port:80/tcp listens @5',
        'port:8080/tcp published @5',
      ],
      joins: ['compose.yaml → a a/Dockerfile a'],
    },
  ],
  'addresses, also of IPv6; every address is none': [
    one('services:\n  a:\n    build: a\n    ports: ["127.0.0.1:81:1", "[::1]:82:2", "0.0.0.0:83:3", "127.0.0.1::4"]\n'),
    {
      demands: [
        'port:1/tcp listens @4',
        'port:2/tcp listens @4',
        'port:3/tcp listens @4',
        'port:4/tcp listens @4',
        'port:81/tcp published 127.0.0.1 @4',
        'port:82/tcp published ::1 @4',
        'port:83/tcp published 0.0.0.0 @4',
      ],
    },
  ],
  'long form, ranges': [
    one(
      'services:\n  a:\n    build: a\n    ports:\n      - target: 90\n        published: "9090"\n        host_ip: 10.0.0.1\n        protocol: udp\n      - "7000-7001:70-71"\n',
    ),
    {
      demands: [
        'port:70/tcp listens @9',
        'port:7000/tcp published @9',
        'port:7001/tcp published @9',
        'port:71/tcp listens @9',
        'port:90/udp listens @5',
        'port:9090/udp published 10.0.0.1 @5',
      ],
    },
  ],
  'a long range is cut': [
    one('services:\n  a:\n    build: a\n    expose: ["20000-60000"]\n'),
    { joins: ['compose.yaml → a a/Dockerfile a'], diagnostics: [] },
  ],
  'values from .env, defaults, and what nobody sets': [
    one('services:\n  a:\n    build: a\n    ports: ["${P}:1", "${Q:-82}:2", "${R}:3", "$$4:4"]\n', { '.env': 'P=81 # why\n' }),
    {
      demands: [
        'port:1/tcp listens @4',
        'port:2/tcp listens @4',
        'port:3/tcp listens @4',
        'port:4/tcp listens @4',
        'port:81/tcp published P @4',
        'port:82/tcp published Q @4',
      ],
      diagnostics: ['compose/unset-variable compose.yaml:1'],
    },
  ],
  'profiles are told with what they publish': [
    one('services:\n  a:\n    build: a\n    profiles: [debug, full]\n    ports: ["80:1"]\n'),
    { demands: ['port:1/tcp listens debug full @5', 'port:80/tcp published debug full @5'] },
  ],
  'on the network of the host nothing is mapped': [
    one('services:\n  a:\n    build: a\n    network_mode: host\n    ports: ["80:1"]\n    expose: ["2"]\n'),
    { demands: ['port:1/tcp listens @5', 'port:2/tcp listens @6'], traits: ['host-network @4'] },
  ],
  'anchors, merge keys, fragments': [
    one('x-base: &base\n  build: a\n  ports: ["80:1"]\nservices:\n  a:\n    <<: *base\n    expose: ["2"]\n'),
    { demands: ['port:1/tcp listens @3', 'port:2/tcp listens @7', 'port:80/tcp published @3'] },
  ],
  'extends in the file and from another': [
    one(
      'services:\n  base:\n    image: postgres\n    ports: ["5432"]\n  a:\n    extends: base\n    build: a\n    image: own/a\n  b:\n    extends: { file: more/common.yaml, service: c }\n    build: b\n',
      { 'more/common.yaml': 'services:\n  c:\n    expose: ["9"]\n' },
    ),
    {
      demands: ['port:5432/tcp listens @4', 'port:9/tcp listens @3'],
      joins: ['compose.yaml → - - -', 'compose.yaml → a a/Dockerfile a', 'compose.yaml → b b/Dockerfile b'],
    },
  ],
  'extends that go round in a circle': [
    one(
      'services:\n  a:\n    extends: b\n    build: a\n    expose: ["1"]\n  b:\n    extends: a\n    build: b\n    expose: ["2"]\n',
    ),
    {
      demands: ['port:1/tcp listens @5', 'port:1/tcp listens @5', 'port:2/tcp listens @9', 'port:2/tcp listens @9'],
      diagnostics: ['compose/extends compose.yaml:3', 'compose/extends compose.yaml:7'],
    },
  ],
  'extends of what is not there': [
    one('services:\n  a:\n    extends: { service: x, file: gone.yaml }\n    build: a\n'),
    { diagnostics: ['compose/extends compose.yaml:3'], joins: ['compose.yaml → a a/Dockerfile a'] },
  ],
  'extends of a service that a variable names': [
    one(
      'services:\n  a:\n    extends: { service: "${KIND:-base}" }\n    build: a\n  b:\n    extends: { service: "db-${KIND}", file: more.yaml }\n    build: b\n  base:\n    expose: ["7"]\n',
      { 'more.yaml': 'services:\n  x:\n    expose: ["9"]\n' },
    ),
    {
      demands: ['port:7/tcp listens @9'],
      diagnostics: ['compose/extends compose.yaml:6'],
      joins: ['compose.yaml → - - -', 'compose.yaml → a a/Dockerfile a', 'compose.yaml → b b/Dockerfile b'],
    },
  ],
  'extends of a file that a variable names': [
    one('services:\n  a:\n    extends: { service: x, file: "${SHARED:-shared}/base.yaml" }\n    build: a\n', {
      'shared/base.yaml': 'services:\n  x:\n    expose: ["7"]\n',
    }),
    { demands: ['port:7/tcp listens @3'], diagnostics: [] },
  ],
  'what several projects leave open is told once': [
    {
      'compose.yaml': 'services:\n  a:\n    build: a\n    expose: ["${P}"]\n',
      'other/compose.yaml': 'services:\n  b:\n    build: b\n    expose: ["${P}"]\n',
    },
    { diagnostics: ['compose/unset-variable compose.yaml:1'] },
  ],
  'what is no YAML is told, also where no service could be read': [
    { 'compose.yaml': 'services:\n  a: [\n' },
    { demands: [], diagnostics: ['yaml/syntax compose.yaml:3'] },
  ],
  'an override is read over the base': [
    {
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["80:1"]\n',
      'compose.override.yaml': 'services:\n  a:\n    ports: !override ["81:1"]\n',
      'compose.dev.yaml': 'services:\n  a:\n    ports: ["99:99"]\n',
    },
    { demands: ['port:1/tcp listens @3', 'port:81/tcp published @3'] },
  ],
  'a number on the command line goes before what the environment says': [
    {
      'compose.yaml':
        'services:\n  a:\n    image: own/a\n    command: gunicorn -b :4001 app\n    environment: { PORT: 4001 }\n    expose: ["4001"]\n',
    },
    { demands: ['port:4001/tcp listens @4'], runs: ['a [gunicorn|-b|:4001|app] 4001/tcp @4'] },
  ],
  'settings for production are read over the base, and no override then': [
    {
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["80:1"]\n',
      'compose.override.yaml': 'services:\n  a:\n    ports: !override ["81:1"]\n',
      'compose.prod.yaml': 'services:\n  a:\n    command: gunicorn -b :9000 app\n    deploy: { replicas: 3 }\n',
      'compose.dev.yaml': 'services:\n  a:\n    ports: ["99:99"]\n',
    },
    {
      demands: ['port:80/tcp published @4', 'port:9000/tcp listens @3'],
      runs: ['a [gunicorn|-b|:9000|app] 9000/tcp x3 @3'],
    },
  ],
  'the first format, where all is extended from another file': [
    {
      'docker-compose.yml': 'a:\n  extends: { file: docker-compose-common.yml, service: base }\n  ports: ["80:1"]\n',
      'docker-compose-common.yml': 'base:\n  build: ./svc\n  expose: ["2"]\n',
    },
    {
      demands: ['port:1/tcp listens @3', 'port:2/tcp listens @3', 'port:80/tcp published @3'],
      joins: ['docker-compose.yml → svc svc/Dockerfile a'],
    },
  ],
  'the first format has its services at the top': [
    { 'docker-compose.yml': 'a:\n  build: ./svc\n  ports:\n    - "80:1"\ndb:\n  image: mysql:8\n  ports: ["3306:3306"]\n' },
    {
      demands: ['port:1/tcp listens @4', 'port:80/tcp published @4'],
      joins: ['docker-compose.yml → - - -', 'docker-compose.yml → svc svc/Dockerfile a'],
    },
  ],
  'what the environment sets can be set otherwise': [
    one('services:\n  a:\n    build: a\n    environment:\n      PORT: 8080\n      DB_PORT: 5432\n    expose: ["8080"]\n'),
    { demands: ['port:8080/tcp listens PORT @7'] },
  ],
  'build arguments and targets reach the Dockerfile': [
    one(
      'services:\n  a:\n    build:\n      context: a\n      dockerfile: docker/app.Dockerfile\n      target: run\n      args: { V: "3.9" }\n',
      {
        'a/docker/app.Dockerfile': 'ARG V=3.12\nFROM python:$V AS run\nFROM node:22\n',
      },
    ),
    {
      demands: ['os:distribution debian preferred @2', 'os:libc glibc preferred @2', 'runtime:python ==3.9.* preferred @2'],
      final: ['python 3.9 debian glibc'],
    },
  ],
  'graphics cards, sockets, volumes, memory': [
    one(
      'services:\n  a:\n    build: a\n    privileged: true\n    mem_limit: 512m\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "data:/data"]\n    deploy:\n      resources:\n        reservations:\n          devices:\n            - capabilities: [gpu]\n',
    ),
    {
      traits: [
        'docker-socket /var/run/docker.sock:/var/run/docker.sock @6',
        'gpu @11',
        'memory 512 @5',
        'privileged @4',
        'volume data:/data @6',
      ],
    },
  ],
  "a build outside of the root is somebody else's": [
    one('services:\n  a:\n    build: ../elsewhere\n    ports: ["80:1"]\n  b:\n    build: https://github.com/o/r.git\n'),
    { demands: [], joins: ['compose.yaml → - - -', 'compose.yaml → - - -'] },
  ],
  'aliases that explode': [
    one(
      `a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, index) => {
        const [name, before] = [String.fromCharCode(98 + index), String.fromCharCode(97 + index)];
        return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]\n`;
      }).join('')}services:\n  s:\n    build: s\n    expose: *j\n`,
    ),
    { demands: [], diagnostics: [], joins: ['compose.yaml → s s/Dockerfile s'] },
  ],
  'broken YAML is told, and what stands before it counts': [
    one('services:\n  a:\n    build: a\n    ports: ["80:1"\n  b: }\n'),
    { diagnostics: ['yaml/syntax compose.yaml:5'] },
  ],
  'nonsense for ports is no port': [
    one('services:\n  a:\n    build: a\n    ports: ["x:y", "99999:1", 0, null, "-1:5", [1]]\n'),
    { joins: ['compose.yaml → a a/Dockerfile a'] },
  ],
};

describe('compose files', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});
