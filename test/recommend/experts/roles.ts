import { type ExpertCase, goImage, goMod, lines, packageJson, pom, pythonImage, sam } from './case.ts';

/** What a process is: told by its command and its place, not by the libraries that lie beside it. */

const KAFKA_API = lines('fastapi==0.115.6', 'uvicorn==0.32.1', 'gunicorn==23.0.0', 'confluent-kafka==2.6.1');

/** Ways to start a web server that have a worker in their words. */
const SERVED: readonly (readonly [id: string, command: string])[] = [
  ['an option', 'gunicorn --workers 4 app:app'],
  ['a module', 'python -m uvicorn main:app --workers 4'],
  ['a worker class', '/usr/local/bin/gunicorn -k uvicorn.workers.UvicornWorker app:app'],
  ['a wrapper', 'newrelic-admin run-program gunicorn -w 4 consumer_api:app'],
  ['a runner', 'uv run fastapi run --workers=4 app.py'],
];

function cronJob(name: string): string {
  return lines(
    'apiVersion: batch/v1',
    'kind: CronJob',
    `metadata: { name: ${name} }`,
    'spec:',
    "  schedule: '0 3 * * *'",
    '  jobTemplate:',
    '    spec:',
    '      template:',
    '        spec:',
    '          restartPolicy: Never',
    '          containers:',
    `            - { name: ${name}, image: ${name} }`,
  );
}

export const ROLES: readonly ExpertCase[] = [
  {
    id: 'what FastStream runs takes messages',
    files: { 'requirements.txt': 'faststream[kafka]==0.5.20\n', Dockerfile: pythonImage(['faststream', 'run', 'app:app']) },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
    silent: ['producer-or-consumer'],
  },
  ...SERVED.map(
    ([id, command]): ExpertCase => ({
      id: `a web server's workers are no consumers: ${id}`,
      files: { 'requirements.txt': KAFKA_API, Dockerfile: pythonImage(command.split(' ')) },
      target: 'fargate',
      says: ['producer-or-consumer', 'http-adapter-needed'],
      silent: ['long-running-consumer'],
    }),
  ),
  {
    id: 'celery beat alone fires what falls due',
    files: { 'requirements.txt': 'celery==5.4.0\n', Procfile: 'beat: celery -A shop beat\n' },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'celery beat beside web and worker',
    files: {
      'requirements.txt': 'django==5.1.3\ngunicorn==23.0.0\ncelery==5.4.0\n',
      Procfile: lines('web: gunicorn shop.wsgi', 'worker: celery -A shop worker', 'beat: celery -A shop beat'),
    },
    process: 'beat',
    target: 'fargate',
    says: ['scheduler'],
    silent: ['long-running-worker', 'http-adapter-needed'],
  },
  {
    id: 'a cluster starts the job: nothing of its own waits',
    files: {
      'requirements.txt': 'requests==2.32.3\n',
      Dockerfile: pythonImage(['python', 'report.py']),
      'k8s/cron.yaml': cronJob('report'),
    },
    target: 'fargate',
    says: ['declare-facts'],
    silent: ['scheduler', 'timeout-15min'],
  },
  {
    id: 'one program, told its role by a flag',
    files: {
      'package.json': packageJson('app', { express: '^4.21.0', bullmq: '^5.0.0' }),
      'compose.yaml': lines(
        'services:',
        '  web:',
        '    build: .',
        '    command: node dist/main.js --role=web',
        "    ports: ['3000:3000']",
        '  jobs:',
        '    build: .',
        '    command: node dist/main.js --role=worker',
      ),
    },
    process: 'jobs',
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['http-adapter-needed'],
  },
  {
    id: "a handler's types are those of a handler",
    files: { 'package.json': packageJson('fn', {}, { devDependencies: { '@types/aws-lambda': '^8.10.145' } }) },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'tools of development say nothing of a function',
    files: {
      'package.json': packageJson(
        'fn',
        { '@middy/core': '^6.0.0' },
        { devDependencies: { ws: '^8', puppeteer: '^23', dockerode: '^4' } },
      ),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['websocket', 'browser', 'privileged'],
  },
  {
    id: 'an SSH client in a web service',
    files: {
      'package.json': packageJson('upload', { express: '^4.21.0', ssh2: '^1.16.0' }, { scripts: { start: 'node server.js' } }),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['non-http-port'],
  },
  {
    id: 'a DNS library and nothing else is a name server',
    files: { 'go.mod': goMod('names', ['github.com/miekg/dns v1.1.62']), Dockerfile: goImage('names', 'EXPOSE 53/udp') },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'an HTTP client in a consumer',
    files: {
      'requirements.txt': 'aiohttp==3.11.9\naiokafka==0.12.0\n',
      Dockerfile: pythonImage(['python', 'consumer.py']),
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'a library that also works in one process, beside a handler',
    files: { 'requirements.txt': lines('dask==2024.11.2', 'fastapi==0.115.6', 'mangum==0.19.0') },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['distributed-compute'],
  },
  {
    id: 'settings that only produce',
    files: {
      'pom.xml': pom('orders', ['org.springframework.boot:spring-boot-starter-web', 'org.springframework.kafka:spring-kafka'], {
        boot: true,
      }),
      'src/main/resources/application.yml': lines('spring:', '  kafka:', '    producer:', '      acks: all'),
    },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'tests that run beside the service, with more of the host than it has',
    files: {
      'package.json': packageJson('api', { express: '^4.21.0' }, { scripts: { start: 'node server.js' } }),
      Dockerfile: lines('FROM node:24-slim', 'WORKDIR /app', 'COPY . .', 'CMD ["node", "server.js"]'),
      'compose.yaml': lines(
        'services:',
        '  api:',
        '    build: .',
        '  playwright:',
        '    build: .',
        '    command: npx playwright test',
        '    privileged: true',
        '    ipc: host',
      ),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['privileged'],
  },
  {
    id: 'a migration that runs once',
    files: {
      'requirements.txt': 'alembic==1.14.0\nsqlalchemy==2.0.36\n',
      Dockerfile: pythonImage(['alembic', 'upgrade', 'head']),
    },
    target: 'fargate',
    silent: ['long-running-worker', 'scheduler', 'websocket'],
  },
  {
    id: 'a chat bot that holds its connection',
    files: { 'requirements.txt': 'discord.py==2.4.0\n', Dockerfile: pythonImage(['python', 'bot.py']) },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'a chat bot in Node',
    files: { 'package.json': packageJson('bot', { 'discord.js': '^14.16.0' }, { scripts: { start: 'node bot.js' } }) },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'a hub of notebooks',
    files: { 'requirements.txt': 'jupyterhub==5.2.1\n', Dockerfile: pythonImage(['jupyterhub']) },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'a function that Terraform declares',
    files: {
      'requirements.txt': 'boto3==1.35.0\n',
      'main.tf': lines(
        'resource "aws_lambda_function" "f" {',
        '  function_name = "f"',
        '  runtime = "python3.12"',
        '  handler = "app.handler"',
        '  filename = "build.zip"',
        '}',
      ),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'a poller that only sends takes nothing off a queue',
    files: {
      'requirements.txt': 'pika==1.3.2\n',
      Dockerfile: pythonImage(['python', 'main.py']),
      'main.py': 'while True:\n    channel.basic_publish(exchange="", routing_key="checks", body=check())\n',
      'compose.yaml': lines('services:', '  poller: { build: . }'),
    },
    target: 'fargate',
    says: ['long-running-worker', 'producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'a poller of which no source tells takes what is there',
    files: {
      'requirements.txt': 'pika==1.3.2\n',
      Dockerfile: pythonImage(['python', '-m', 'app']),
      'compose.yaml': lines('services:', '  poller: { build: . }'),
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'a scheduler that others call over gRPC watches no clock',
    files: {
      'requirements.txt': 'grpcio==1.64.1\n',
      Dockerfile: pythonImage(['python', 'app.py'], 'EXPOSE 50051'),
      'app.py': 'server = grpc.server(pool)\nserver.add_insecure_port("[::]:50051")\n',
      'compose.yaml': lines('services:', '  scheduler: { build: . }'),
    },
    target: 'fargate',
    says: ['grpc'],
    silent: ['scheduler'],
  },
  {
    id: 'a build whose files a volume hands over keeps no data',
    files: {
      'package.json': packageJson(
        'pages',
        { react: '^19.0.0' },
        { scripts: { build: 'vite build' }, devDependencies: { vite: '^6.0.0' } },
      ),
      Dockerfile: lines(
        'FROM node:24-slim',
        'WORKDIR /app',
        'COPY . .',
        'RUN npm ci && npm run build',
        'CMD ["npx", "vite", "preview"]',
      ),
      'compose.yaml': lines('services:', '  pages:', '    build: .', '    volumes: ["pages:/app/dist"]'),
    },
    target: 'fargate',
    first: 'static-site',
    silent: ['stateful-store'],
  },
  {
    id: 'what compose waits for to end is a job, whatever its name may mean',
    files: {
      'requirements.txt': 'requests==2.32.3\n',
      Dockerfile: pythonImage(['python', 'main.py']),
      'compose.yaml': lines(
        'services:',
        '  ingest: { build: . }',
        '  show:',
        '    image: grafana/grafana',
        '    depends_on: { ingest: { condition: service_completed_successfully } }',
      ),
    },
    target: 'fargate',
    says: ['declare-facts'],
    silent: ['long-running-worker', 'long-running-consumer'],
  },
  {
    id: 'migrations that compose waits for are no process of their own',
    files: {
      'requirements.txt': 'fastapi==0.115.6\nuvicorn==0.32.1\nalembic==1.14.0\n',
      Dockerfile: pythonImage(['uvicorn', 'main:app']),
      'compose.yaml': lines(
        'services:',
        '  api-migrate: { build: ., command: alembic upgrade head }',
        '  api:',
        '    build: .',
        "    ports: ['8000:8000']",
        '    depends_on: { api-migrate: { condition: service_completed_successfully } }',
      ),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['declare-facts'],
  },
  {
    id: 'a workspace shows the pages of a member by its name',
    files: {
      'package.json': '{"name": "shop", "private": true, "workspaces": ["apps/*"]}',
      'apps/web/package.json': packageJson(
        '@shop/web',
        { react: '^19.0.0' },
        { scripts: { build: 'vite build', preview: 'vite preview' }, devDependencies: { vite: '^6.0.0' } },
      ),
      'apps/web/Dockerfile': lines(
        'FROM node:24-slim',
        'COPY . .',
        'RUN npm ci && npm run build -w @shop/web',
        'CMD ["npm", "run", "preview", "-w", "@shop/web", "--", "--host", "0.0.0.0"]',
      ),
    },
    service: 'apps/web',
    target: 'fargate',
    first: 'static-site',
  },
];
