import { describe, expect, it } from 'vitest';
import type { Conflict, Recommendation } from '../../src/model/index.ts';
import { recommend } from '../../src/recommend/engine.ts';
import type { Facts, PackagingPolicy, Sharing } from '../../src/recommend/input.ts';
import { type ServiceShape, service } from './build.ts';
import { clash } from './clash.ts';

const TODAY = '2026-11-24';

interface Extra {
  readonly facts?: Facts;
  readonly sharing?: Sharing;
  readonly policy?: PackagingPolicy;
  readonly conflicts?: readonly Conflict[];
  readonly platform?: 'aws' | 'any';
  readonly today?: string;
}

function advise(shape: ServiceShape, extra: Extra = {}): ReturnType<typeof recommend> {
  return recommend({
    service: service(shape),
    facts: extra.facts ?? {},
    platform: extra.platform ?? 'aws',
    today: extra.today ?? TODAY,
    conflicts: extra.conflicts ?? [],
    sharing: extra.sharing ?? { cotenants: [] },
    ...(extra.policy === undefined ? {} : { policy: extra.policy }),
  });
}

const fn = (runtime: string): NonNullable<ServiceShape['functions']> => [{ name: 'Fn', handler: 'app.handler', runtime }];
const themes = (one: Recommendation | undefined): readonly string[] => one?.reasons.map((reason) => reason.theme) ?? [];

interface Case {
  readonly what: string;
  readonly shape: ServiceShape;
  readonly extra?: Extra;
  readonly target: string;
  readonly says?: readonly string[];
  readonly silent?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'a Kafka library in a producing API blocks nothing',
    shape: { ecosystem: 'python', deps: ['fastapi', 'mangum', 'confluent-kafka'], functions: fn('python3.13') },
    target: 'lambda-zip',
    says: ['already-serverless', 'event-source-mapping'],
    silent: ['long-running-consumer'],
  },
  {
    what: 'the same library with a consumer command',
    shape: { ecosystem: 'python', deps: ['confluent-kafka'], run: [{ name: 'main', command: ['python', 'consumer.py'] }] },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    what: 'a declared role outranks names',
    shape: { ecosystem: 'npm', name: 'order-consumer', deps: ['kafkajs'] },
    extra: { facts: { role: 'producer' } },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    what: 'RabbitMQ has a mapping',
    shape: { ecosystem: 'python', deps: ['pika'], run: [{ name: 'worker', command: ['python', 'work.py'] }] },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    what: 'NATS has none',
    shape: { ecosystem: 'go', deps: ['github.com/nats-io/nats.go'], run: [{ name: 'subscriber', command: ['/app'] }] },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['event-source-mapping'],
  },
  {
    what: 'dev dependencies say nothing',
    shape: { ecosystem: 'npm', deps: ['express'], dev: ['puppeteer', 'socket.io', 'bullmq'], scripts: { start: 'node .' } },
    target: 'fargate',
    silent: ['browser', 'websocket', 'long-running-worker'],
  },
  {
    what: 'BullMQ worker',
    shape: { ecosystem: 'npm', deps: ['bullmq'], scripts: { start: 'node worker.js' } },
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    what: 'node-cron in a web app',
    shape: { ecosystem: 'npm', deps: ['express', 'node-cron'], scripts: { start: 'node server.js' } },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    what: 'spiky small API without a handler is worth an adapter',
    shape: { ecosystem: 'python', deps: ['flask'], run: [{ name: 'web', command: ['gunicorn', 'app:app'] }] },
    extra: { facts: { traffic: 'spiky', requestsPerMonth: 200_000, avgDurationMs: 80, memoryMiB: 256 } },
    target: 'lambda-zip',
    says: ['cost-break-even', 'spiky-traffic', 'http-adapter-needed'],
  },
  {
    what: 'busy Lambda moves to Fargate',
    shape: { ecosystem: 'npm', deps: ['serverless-http', 'express'], functions: fn('nodejs22.x') },
    extra: { facts: { traffic: 'steady', requestsPerMonth: 300_000_000, avgDurationMs: 120, memoryMiB: 512 } },
    target: 'fargate',
    says: ['cost-break-even', 'steady-traffic', 'already-serverless'],
  },
  {
    what: 'ws beside a web framework serves',
    shape: { ecosystem: 'npm', deps: ['ws', 'express'], scripts: { start: 'node server.js' } },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    what: 'websockets in a worker is a client',
    shape: {
      ecosystem: 'python',
      deps: ['websockets', 'redis'],
      run: [{ name: 'ticker-worker', command: ['python', 'feed.py'] }],
    },
    target: 'fargate',
    silent: ['websocket'],
  },
  {
    what: 'gRPC client of a Lambda',
    shape: { ecosystem: 'python', deps: ['grpcio', 'aws-lambda-powertools'], functions: fn('python3.13') },
    target: 'lambda-zip',
    silent: ['grpc'],
  },
  {
    what: 'gRPC by a server package',
    shape: {
      ecosystem: 'python',
      deps: ['grpcio', 'grpcio-health-checking'],
      run: [{ name: 'main', command: ['python', 'serve.py'] }],
    },
    target: 'fargate',
    says: ['grpc'],
  },
  {
    what: 'GPU by resource request',
    shape: { ecosystem: 'python', deps: ['torch'], traits: [['gpu', '1']] },
    target: 'container',
    says: ['gpu'],
  },
  {
    what: 'a declared gpu: false outranks the package',
    shape: { ecosystem: 'python', deps: ['bitsandbytes', 'fastapi', 'mangum'], functions: fn('python3.13') },
    extra: { facts: { gpu: false } },
    target: 'lambda-zip',
    silent: ['gpu'],
  },
  {
    what: 'an image with Lambda Web Adapter serves in Lambda too',
    shape: {
      ecosystem: 'python',
      deps: ['flask', 'gunicorn'],
      run: [{ name: 'web', command: ['gunicorn', 'app:app'] }],
      traits: [['lambda-adapter', 'aws-lambda-adapter']],
    },
    target: 'lambda-image',
    says: ['already-serverless'],
    silent: ['http-adapter-needed'],
  },
  {
    what: 'the server of such an image beside a function that has a name of its own',
    shape: {
      ecosystem: 'python',
      deps: ['flask', 'gunicorn'],
      run: [{ name: 'web', command: ['gunicorn', 'app:app'] }],
      traits: [['lambda-adapter', 'aws-lambda-adapter']],
      functions: fn('python3.13'),
    },
    target: 'lambda-image',
    silent: ['http-adapter-needed'],
  },
  {
    what: 'a scheduler within a server ends with it, adapter or not',
    shape: {
      ecosystem: 'python',
      deps: ['flask', 'apscheduler'],
      run: [{ name: 'web', command: ['gunicorn', 'app:app'] }],
      traits: [['lambda-adapter', 'aws-lambda-adapter']],
    },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    what: 'pages that nginx hands out are a static site',
    shape: {
      ecosystem: 'npm',
      deps: ['react'],
      dev: ['vite'],
      run: [{ name: 'web', command: ['nginx', '-g', 'daemon off;'] }],
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    what: 'pages with a client of websockets',
    shape: { ecosystem: 'npm', deps: ['react', 'react-scripts', 'ws'], scripts: { start: 'react-scripts start' } },
    target: 'container',
    says: ['static-site'],
    silent: ['websocket'],
  },
  {
    what: 'pages of an app for phones, which nothing but Metro shows',
    shape: {
      ecosystem: 'npm',
      deps: ['expo', 'react', 'react-native-web'],
      scripts: { start: 'expo start', web: 'expo start --web', 'export:web': 'expo export --platform web' },
    },
    target: 'insufficient-evidence',
    silent: ['default-container'],
  },
  {
    what: 'a server of pages and websockets',
    shape: { ecosystem: 'npm', deps: ['react', 'ws'], dev: ['vite'], scripts: { start: 'node server.js' } },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    what: 'whatever servers are among the dependencies of what nginx hands out',
    shape: {
      ecosystem: 'npm',
      deps: ['react', 'ws', 'express', '@react-router/node'],
      dev: ['vite'],
      scripts: { start: 'node server.js' },
      images: ['nginx:1.29'],
      run: [{ name: 'web', command: ['nginx', '-g', 'daemon off;'] }],
    },
    target: 'fargate',
    says: ['static-site'],
    silent: ['websocket', 'http-adapter-needed'],
  },
  {
    what: 'pages of whatever tool, which another stage builds for the image of a web server',
    shape: {
      ecosystem: 'npm',
      deps: ['three'],
      stages: ['node:16'],
      images: ['nginx:1.27-alpine'],
      packages: ['apk:curl'],
      run: [{ name: 'web', command: ['nginx', '-g', 'daemon off;'] }],
    },
    target: 'fargate',
    says: ['static-site'],
    silent: ['default-container', 'system-libs', 'runtime-unsupported'],
  },
  {
    what: 'a web server with nothing that is built for it',
    shape: { ecosystem: 'npm', deps: ['three'], images: ['nginx:1.27'], run: [{ name: 'web', command: ['nginx'] }] },
    target: 'fargate',
    silent: ['static-site'],
  },
  {
    what: 'pages that their settings ask for are no server, and as large as their files are',
    shape: { ecosystem: 'npm', deps: ['next', 'react'], traits: [['static-export', 'export']] },
    target: 'container',
    says: ['static-site'],
    silent: ['http-adapter-needed', 'package-size', 'web-functions'],
  },
  {
    what: 'a server of React Router’s pages',
    shape: {
      ecosystem: 'npm',
      deps: ['react', '@react-router/node', '@react-router/serve'],
      scripts: { start: 'react-router-serve x' },
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
  },
  {
    what: 'a worker that a descriptor starts goes on, whatever it works with',
    shape: { ecosystem: 'go', run: [{ name: 'worker', command: ['./worker'] }] },
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['default-container'],
  },
  {
    what: 'what is called a processor may be asked over HTTP',
    shape: { ecosystem: 'go', run: [{ name: 'payment-processor', command: ['/app'] }] },
    target: 'fargate',
    silent: ['long-running-worker'],
  },
  {
    what: 'what is called a worker and runs by a schedule ends',
    shape: { ecosystem: 'go', run: [{ name: 'worker', kind: 'scheduled', command: ['./worker'] }] },
    target: 'fargate',
    silent: ['long-running-worker'],
  },
  {
    what: 'a layer of functions is a part of them',
    shape: { id: 'src/layers/tools', ecosystem: 'python', deps: ['aws-lambda-powertools'] },
    target: 'insufficient-evidence',
    says: ['library'],
  },
  {
    what: 'a layer with the folder that its runtime looks in',
    shape: { id: 'layers/chromium/nodejs', ecosystem: 'npm', deps: ['googleapis'] },
    target: 'insufficient-evidence',
    says: ['library'],
  },
  {
    what: 'a package that is called a library is one',
    shape: { id: 'sdks/python', ecosystem: 'python', deps: ['prometheus-client'], packaged: true },
    target: 'insufficient-evidence',
    says: ['library'],
  },
  {
    what: 'so is one whose name ends so; what is about a library may be anything',
    shape: { id: 'packages/queue-library', ecosystem: 'python', deps: ['celery'], packaged: true },
    target: 'insufficient-evidence',
    says: ['library'],
  },
  {
    what: 'a service about a library',
    shape: { id: 'library-api', ecosystem: 'python', deps: ['flask'], packaged: true },
    target: 'fargate',
    silent: ['library'],
  },
  {
    what: 'unless something starts it',
    shape: { id: 'libs/gateway', ecosystem: 'python', deps: ['flask'], packaged: true, run: [{ command: ['gunicorn', 'a:a'] }] },
    target: 'fargate',
    silent: ['library'],
  },
  {
    what: 'requirements of such a name are no package',
    shape: { id: 'libs/gateway', ecosystem: 'python', deps: ['flask'] },
    target: 'fargate',
    silent: ['library'],
  },
  {
    what: 'a command line with a client of gRPC',
    shape: { id: 'cli', ecosystem: 'go', deps: ['github.com/spf13/cobra', 'google.golang.org/grpc'] },
    target: 'insufficient-evidence',
    says: ['command-line'],
  },
  {
    what: 'a server that takes its options by the same library',
    shape: { id: 'api', ecosystem: 'go', deps: ['github.com/spf13/cobra', 'github.com/gin-gonic/gin'] },
    target: 'fargate',
    silent: ['command-line'],
  },
  {
    what: 'SQLite on a named volume',
    shape: {
      ecosystem: 'npm',
      deps: ['better-sqlite3', 'express'],
      run: [{ name: 'app', command: ['node', 'server.js'] }],
      traits: [['volume', 'data:/var/lib/app']],
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    what: 'a bind mount of the sources is no state',
    shape: {
      ecosystem: 'npm',
      deps: ['express'],
      run: [{ name: 'app', command: ['node', 'server.js'] }],
      traits: [['volume', './:/app']],
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    what: 'a cache is no state',
    shape: { ecosystem: 'python', deps: ['diskcache', 'aws-lambda-powertools'], functions: fn('python3.13') },
    extra: { facts: { statefulDisk: false } },
    target: 'lambda-zip',
    silent: ['stateful-store'],
  },
  {
    what: 'system libraries keep a function out of a zip',
    shape: { ecosystem: 'python', deps: ['weasyprint', 'aws-lambda-powertools'], functions: fn('python3.13') },
    target: 'lambda-image',
    says: ['system-libs', 'already-serverless'],
  },
  {
    what: 'ffmpeg that npm brings along',
    shape: { ecosystem: 'npm', deps: ['fluent-ffmpeg', 'ffmpeg-static', '@middy/core'], functions: fn('nodejs22.x') },
    target: 'lambda-zip',
    silent: ['system-libs'],
  },
  {
    what: 'a large function needs an image',
    shape: { ecosystem: 'python', deps: ['catboost', 'aws-lambda-powertools'], functions: fn('python3.13') },
    target: 'lambda-image',
    says: ['package-size', 'already-serverless'],
  },
  {
    what: 'pages only hand out work',
    shape: { ecosystem: 'npm', deps: ['next', 'bullmq'], scripts: { start: 'next start' } },
    target: 'fargate',
    silent: ['long-running-worker'],
  },
  {
    what: 'triton comes with every torch for Linux',
    shape: { ecosystem: 'python', deps: ['torch', 'triton', 'fastapi'] },
    target: 'fargate',
    silent: ['gpu'],
  },
  {
    what: 'what a bundler makes of large packages still goes into a zip',
    shape: {
      ecosystem: 'npm',
      deps: ['prisma', 'typescript', '@prisma/client', '@middy/core'],
      functions: [{ name: 'fn', handler: 'src/handler.main', runtime: 'nodejs22.x', bundled: true }],
    },
    target: 'lambda-zip',
    silent: ['package-size'],
  },
  {
    what: 'dead runtime in a template',
    shape: { ecosystem: 'python', deps: ['aws-lambda-powertools'], functions: fn('python3.8') },
    target: 'lambda-image',
    says: ['runtime-unsupported'],
  },
  {
    what: 'ending runtime in a template',
    shape: { ecosystem: 'python', deps: ['aws-lambda-powertools'], functions: fn('python3.9') },
    target: 'lambda-zip',
    says: ['runtime-deprecated'],
  },
  {
    what: 'memory over the limit',
    shape: { ecosystem: 'python', deps: ['pandas'], run: [{ name: 'job', kind: 'scheduled', command: ['python', 'etl.py'] }] },
    extra: { facts: { memoryMiB: 16_384 } },
    target: 'fargate',
    says: ['memory-limit'],
  },
  {
    what: 'as much memory as the largest task has',
    shape: { ecosystem: 'python', deps: ['pandas'], run: [{ name: 'job', kind: 'job', command: ['python', 'etl.py'] }] },
    extra: { facts: { memoryMiB: 249_856 } },
    target: 'fargate',
    says: ['memory-limit'],
  },
  {
    what: 'more memory than any task has',
    shape: { ecosystem: 'python', deps: ['pandas'], run: [{ name: 'job', kind: 'job', command: ['python', 'etl.py'] }] },
    extra: { facts: { memoryMiB: 249_857 } },
    target: 'container',
    says: ['memory-limit', 'task-memory'],
  },
  {
    what: 'as much disk as /tmp has',
    shape: { ecosystem: 'python', deps: ['mangum'], functions: fn('python3.13') },
    extra: { facts: { diskMiB: 10_240 } },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    what: 'more disk than /tmp has',
    shape: { ecosystem: 'python', deps: ['mangum'], functions: fn('python3.13') },
    extra: { facts: { diskMiB: 10_241 } },
    target: 'fargate',
    says: ['disk-limit'],
  },
  {
    what: 'more disk than a task has',
    shape: { ecosystem: 'python', deps: ['pandas'], run: [{ name: 'job', kind: 'job', command: ['python', 'etl.py'] }] },
    extra: { facts: { diskMiB: 204_801 } },
    target: 'container',
    says: ['disk-limit', 'task-disk'],
  },
  {
    what: 'between 15 and 90 minutes',
    shape: { ecosystem: 'python', deps: ['pandas'], run: [{ name: 'job', kind: 'job', command: ['python', 'etl.py'] }] },
    extra: { facts: { jobSeconds: 3000 } },
    target: 'fargate',
    says: ['timeout-15min', 'managed-instances'],
  },
  {
    what: 'no AWS: how a server could come to Lambda is beside the point',
    shape: { ecosystem: 'go', deps: ['github.com/gin-gonic/gin'], run: [{ name: 'web', command: ['/server'] }] },
    extra: { platform: 'any' },
    target: 'container',
    says: ['no-aws'],
    silent: ['http-adapter-needed'],
  },
  {
    what: 'nothing known',
    shape: { ecosystem: 'python', deps: ['requests', 'numpy'] },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
  {
    what: 'a program that deploys others is told so',
    shape: { ecosystem: 'npm', deps: ['aws-cdk-lib', 'constructs'] },
    target: 'insufficient-evidence',
    says: ['deploys-others'],
    silent: ['insufficient-evidence'],
  },
  {
    what: 'a program that names a provider of Pulumi alone, which brings Pulumi itself',
    shape: { ecosystem: 'python', deps: ['pulumi-cloudflare'] },
    target: 'insufficient-evidence',
    says: ['deploys-others'],
    silent: ['insufficient-evidence'],
  },
  {
    what: 'the same library beside a server says nothing',
    shape: { ecosystem: 'python', deps: ['flask', 'pulumi'] },
    target: 'fargate',
    silent: ['deploys-others'],
  },
  {
    what: 'both sides of an RPC framework keep connections',
    shape: { ecosystem: 'jvm', deps: ['org.apache.dubbo:dubbo'] },
    target: 'fargate',
    says: ['rpc'],
  },
  {
    what: 'the application of a framework starts by itself, whatever library it is written with',
    shape: { ecosystem: 'jvm', deps: ['org.apache.camel.springboot:camel-spring-boot-starter'], makes: 'boot-jar' },
    target: 'fargate',
    says: ['application'],
    silent: ['insufficient-evidence'],
  },
  {
    what: 'a jar with the same library shows nothing',
    shape: { ecosystem: 'jvm', deps: ['org.apache.camel.springboot:camel-spring-boot-starter'], makes: 'jar' },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
  {
    what: 'a handler beside the functions of another provider is theirs',
    shape: {
      ecosystem: 'python',
      deps: ['requests'],
      functions: [{ name: 'hello', provider: 'other', handler: 'handler.hello' }],
      traits: [['lambda-handler', 'handler.hello']],
    },
    target: 'fargate',
    silent: ['already-serverless'],
  },
  {
    what: 'a library of the functions of another cloud tells where it runs',
    shape: { ecosystem: 'python', deps: ['functions-framework'] },
    target: 'fargate',
    says: ['other-cloud'],
  },
  {
    what: 'who hosts the pages says nothing of the worker beside them',
    shape: {
      ecosystem: 'npm',
      deps: ['next', 'bullmq'],
      run: [{ name: 'worker', command: ['node', 'worker.js'] }],
      traits: [['hosted-by', 'Vercel']],
    },
    target: 'fargate',
    silent: ['hosted-elsewhere'],
  },
  {
    what: 'a web archive needs a server',
    shape: { ecosystem: 'jvm', deps: ['org.jboss.resteasy:resteasy-core'], makes: 'war' },
    target: 'fargate',
    says: ['app-server'],
  },
  {
    what: 'an enterprise archive needs one, whatever it packs',
    shape: { ecosystem: 'jvm', deps: ['org.apache.commons:commons-lang3'], makes: 'ear' },
    target: 'fargate',
    says: ['app-server'],
  },
  {
    what: 'a jar that is called what others share is a library',
    shape: { ecosystem: 'jvm', id: 'orders-common', deps: ['org.springframework.boot:spring-boot-starter-web'], makes: 'jar' },
    target: 'insufficient-evidence',
    says: ['library'],
  },
  {
    what: 'an application of that name is none',
    shape: {
      ecosystem: 'jvm',
      id: 'orders-common',
      deps: ['org.springframework.boot:spring-boot-starter-web'],
      makes: 'boot-jar',
    },
    target: 'fargate',
    silent: ['library'],
  },
  {
    what: 'a library is packaged with what is built upon it, whatever it brings',
    shape: { ecosystem: 'jvm', deps: ['org.springframework.boot:spring-boot-starter-web'], role: 'library' },
    target: 'insufficient-evidence',
    says: ['library'],
    silent: ['insufficient-evidence', 'cold-start'],
  },
  {
    what: 'a library that a descriptor runs',
    shape: {
      ecosystem: 'jvm',
      deps: ['org.springframework.boot:spring-boot-starter-web'],
      role: 'library',
      run: [{ name: 'web', command: ['java', '-jar', 'app.jar'] }],
    },
    target: 'fargate',
    silent: ['library'],
  },
  {
    what: 'Spring API without handler',
    shape: {
      ecosystem: 'jvm',
      deps: ['org.springframework.boot:spring-boot-starter-web'],
      runtime: '21',
      run: [{ name: 'web', command: [] }],
    },
    target: 'fargate',
    says: ['jvm-cold-start', 'http-adapter-needed'],
  },
  {
    what: 'Jakarta EE from the server',
    shape: { ecosystem: 'jvm', provided: ['jakarta.platform:jakarta.jakartaee-api'] },
    target: 'fargate',
    says: ['app-server'],
  },
  {
    what: 'a server of gRPC whose library another member of the workspace asks for',
    shape: { ecosystem: 'go', traits: [['serves-grpc', 'grpc.NewServer']] },
    target: 'fargate',
    says: ['grpc'],
  },
  {
    what: 'Spark from the cluster',
    shape: {
      ecosystem: 'jvm',
      deps: ['com.typesafe:config'],
      provided: ['org.apache.spark:spark-sql_2.12'],
      makes: 'shadow-jar',
    },
    target: 'fargate',
    says: ['distributed-compute'],
  },
  {
    what: 'Flink from the cluster',
    shape: {
      ecosystem: 'jvm',
      deps: ['org.apache.flink:flink-connector-kafka'],
      provided: ['org.apache.flink:flink-streaming-java'],
      makes: 'shadow-jar',
    },
    target: 'fargate',
    says: ['stateful-stream'],
  },
  {
    what: 'a broker’s library that somebody else has to bring says nothing',
    shape: { ecosystem: 'jvm', deps: ['org.slf4j:slf4j-api'], provided: ['org.apache.kafka:kafka-streams'], makes: 'jar' },
    target: 'insufficient-evidence',
    silent: ['stateful-stream'],
  },
  {
    what: 'Kafka Streams',
    shape: { ecosystem: 'jvm', deps: ['org.apache.kafka:kafka-streams'] },
    target: 'fargate',
    says: ['stateful-stream'],
  },
  {
    what: 'Temporal worker',
    shape: { ecosystem: 'npm', deps: ['@temporalio/worker'], scripts: { start: 'node worker.js' } },
    target: 'fargate',
    says: ['workflow-worker'],
  },
  {
    what: 'Temporal client in a web process',
    shape: { ecosystem: 'python', deps: ['fastapi', 'temporalio'], run: [{ name: 'web', command: ['uvicorn', 'app:app'] }] },
    target: 'fargate',
    silent: ['workflow-worker'],
  },
  {
    what: 'headless browser outside Lambda',
    shape: { ecosystem: 'npm', deps: ['puppeteer', 'express'], scripts: { start: 'node server.js' } },
    target: 'fargate',
    says: ['browser'],
  },
];

describe('verdicts that a fair expert gives', () => {
  it.each(CASES)('$what', ({ shape, extra, target, says = [], silent = [] }) => {
    const [first] = advise(shape, extra).recommendations;
    expect(first?.target).toBe(target);
    expect(says.filter((theme) => !themes(first).includes(theme))).toEqual([]);
    expect(silent.filter((theme) => themes(first).includes(theme))).toEqual([]);
  });

  it('gives each kind of process its own verdict', () => {
    const { recommendations } = advise({
      ecosystem: 'python',
      deps: ['flask', 'celery'],
      run: [
        { name: 'web', command: ['gunicorn', 'app:app'] },
        { name: 'worker', command: ['celery', '-A', 'app', 'worker'] },
        { name: 'release', command: ['flask', 'db', 'upgrade'] },
      ],
    });
    expect(recommendations.map((one) => one.process)).toEqual(['web', 'worker']);
    expect(themes(recommendations[0])).not.toContain('long-running-worker');
    expect(themes(recommendations[1])).toContain('long-running-worker');
  });

  it('does not depend on the order of dependencies', () => {
    for (const { shape, extra } of CASES) {
      const a = advise(shape, extra).recommendations.map((one) => [one.target, [...themes(one)].sort()]);
      const b = advise({ ...shape, deps: [...(shape.deps ?? [])].reverse() }, extra).recommendations.map((one) => [
        one.target,
        [...themes(one)].sort(),
      ]);
      expect(b).toEqual(a);
    }
  });
});

describe('the first reason', () => {
  type Row = readonly [what: string, shape: ServiceShape, first: string, target: string, confidence: string];
  it.each<Row>([
    [
      'is the handler, not the clash that it ends',
      { ecosystem: 'npm', deps: ['@middy/core'], functions: fn('nodejs22.x') },
      'already-serverless',
      'lambda-zip',
      'high',
    ],
    [
      'is what serves, not the clash',
      { ecosystem: 'npm', deps: ['express'], images: ['node:22'] },
      'http-adapter-needed',
      'fargate',
      'low',
    ],
    [
      'says why there is no answer',
      { ecosystem: 'npm', deps: ['lodash'] },
      'insufficient-evidence',
      'insufficient-evidence',
      'low',
    ],
    [
      'says what runs where nothing decides',
      { ecosystem: 'npm', deps: ['lodash'], run: [{ name: 'app', command: ['node', 'app.js'] }] },
      'default-container',
      'fargate',
      'low',
    ],
  ])('%s', (_what, shape, first, target, confidence) => {
    // A clash is itself what decides for a container of its own where nothing else does.
    const conflicts = first === 'default-container' ? [] : [clash('werkzeug', [['.'], ['other']])];
    const [one] = advise(shape, { conflicts }).recommendations;
    expect([one?.reasons[0]?.theme, one?.target, one?.confidence]).toEqual([first, target, confidence]);
  });

  it('of the strongest rule, not of the lowest number', () => {
    const shape: ServiceShape = { ecosystem: 'jvm', deps: ['io.quarkus:quarkus-arc', 'io.quarkus:quarkus-amazon-lambda'] };
    expect(themes(advise(shape).recommendations[0])[0]).toBe('already-serverless');
  });
});

describe('confidence', () => {
  it.each<readonly [what: string, shape: ServiceShape, target: string, confidence: string]>([
    ['tools of handlers alone are weak', { ecosystem: 'python', deps: ['aws-lambda-powertools'] }, 'lambda-zip', 'medium'],
    ['types of handlers alone as well', { ecosystem: 'npm', dev: ['@types/aws-lambda'] }, 'lambda-zip', 'medium'],
    [
      'a handler beside them is sure',
      { ecosystem: 'npm', dev: ['@types/aws-lambda'], traits: [['lambda-handler', 'index.handler']] },
      'lambda-zip',
      'high',
    ],
    [
      'a zip that is ruled out leaves the image for Lambda',
      { ecosystem: 'npm', deps: ['express'], runtime: '>=14 <=16' },
      'fargate',
      'medium',
    ],
  ])('%s', (_what, shape, target, confidence) => {
    expect(advise(shape).recommendations[0]).toMatchObject({ target, confidence });
  });

  it('scripts that deploy functions are no processes', () => {
    const shape: ServiceShape = {
      ecosystem: 'npm',
      deps: ['lodash'],
      scripts: { start: 'claudia create --region us-east-1 --api-module web' },
    };
    expect(advise(shape).recommendations[0]?.target).toBe('insufficient-evidence');
  });
});

describe('what would change it', () => {
  it('is taken from the decision itself', () => {
    const [consumer] = advise({
      ecosystem: 'python',
      deps: ['aws-lambda-powertools'],
      functions: fn('python3.13'),
    }).recommendations;
    expect(consumer?.wouldChangeIf).toContain('a job longer than 900 s (facts.jobSeconds): fargate');
    expect(consumer?.wouldChangeIf.join()).not.toContain('spiky traffic');
  });

  it('does not vary what is declared', () => {
    const [one] = advise(
      { ecosystem: 'python', deps: ['aws-lambda-powertools'], functions: fn('python3.13') },
      { facts: { jobSeconds: 3 } },
    ).recommendations;
    expect(one?.wouldChangeIf.join()).not.toContain('facts.jobSeconds');
  });
});

describe('policy', () => {
  const shape: ServiceShape = { ecosystem: 'python', deps: ['flask'], run: [{ name: 'web', command: ['gunicorn', 'a:b'] }] };

  it('overrides with a reason, and both verdicts are told', () => {
    const [one] = advise(shape, { policy: { recommend: 'container', reason: 'compliance' } }).recommendations;
    expect(one).toMatchObject({
      target: 'container',
      override: { target: 'container', replaced: 'fargate', reason: 'compliance' },
      wouldChangeIf: ['without the override: fargate'],
    });
  });

  it('wants a reason, and ends', () => {
    const bare = advise(shape, { policy: { recommend: 'container' } });
    expect(bare.recommendations[0]?.target).toBe('fargate');
    expect(bare.diagnostics.map((one) => one.code)).toEqual(['packaging/no-reason']);
    const old = advise(shape, { policy: { recommend: 'container', reason: 'x', until: '2026-01-01' } });
    expect(old.recommendations[0]?.target).toBe('fargate');
    expect(old.diagnostics.map((one) => one.code)).toEqual(['packaging/expired']);
  });

  it('reports declared facts that files speak against', () => {
    const { diagnostics } = advise({ ecosystem: 'python', deps: ['vllm'], traits: [['gpu', '1']] }, { facts: { gpu: false } });
    expect(diagnostics.map((one) => one.code)).toEqual(['facts/contradiction']);
  });
});
