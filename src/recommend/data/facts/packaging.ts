import { API, CFN_LINT, fact, GUIDE, MEASURED_HERE, REGISTRIES, type Source, TOOLKIT } from './fact.ts';

const UV: Source = { source: 'measured with uv 0.13.9', date: '2026-11-24' };
const KAFKA_GUIDE: Source = { source: 'Developer Guide, Kafka mapping parameters', date: '2026-11-24' };

/** How bundles are made and how large they get. */
export const BUNDLING = {
  oneTag: fact(
    'F065',
    'pip with manylinux2014 alone picks old versions without a word (numpy 2.2.6 for 2.5.5); exact pins fail',
    'old versions',
    '',
    MEASURED_HERE,
  ),
  newTagAlone: fact(
    'F066',
    'pip with manylinux_2_28 alone fails where only older tags exist: it never tries those itself',
    'fails',
    '',
    MEASURED_HERE,
  ),
  tagLadder: fact(
    'F067',
    'pip wants every tag: manylinux_2_34, _2_28 and 2014 for AL2023; 2014 alone for AL2',
    'a ladder of tags',
    '',
    MEASURED_HERE,
  ),
  wheelRatio: fact(
    'F068',
    'unzipped bytes per byte of wheel, median of 47 closures (5–95 %: 2.4–3.9; boto3 1.4, kubernetes 6.4)',
    3.2,
    '',
    MEASURED_HERE,
  ),
  lockSizes: fact(
    'F069',
    'uv.lock and pylock.toml state the size of wheels; other Python locks and package-lock.json state none',
    'uv.lock, pylock.toml',
    '',
    UV,
  ),
  explodedJars: fact(
    'F070',
    'jars under lib/ against exploded: kafka-streams 95 and 257 MB, onnxruntime 139 and 633 MB',
    '2.7 – 4.6 times',
    '',
    { source: 'measured with Maven 3.9', date: '2026-11-24' },
  ),
  nodeSdk: fact('F071', 'managed Node runtimes bring the AWS SDK v3', '@aws-sdk/*', '', GUIDE),
  handlers: fact(
    'F072',
    'handlers: module.function, file.export, pkg.Class::method, bootstrap, CMD of an image',
    'by runtime',
    '',
    GUIDE,
  ),
  adapters: fact(
    'F073',
    'HTTP adapters: mangum, apig-wsgi, serverless-http, @fastify/aws-lambda, aws-lambda-go-api-proxy; Lambda Web Adapter as an extension',
    'several',
    '',
    REGISTRIES,
  ),
} as const;

/** What Lambda polls itself. */
export const EVENT_SOURCES = {
  mappings: fact(
    'F074',
    'event source mappings: DynamoDB and Kinesis streams, SQS, Amazon MQ, MSK and other Kafka, DocumentDB',
    '7 sources',
    '',
    API,
  ),
  batch: fact('F075', 'records of a batch: 100 unless set, 10,000 at most; SQS 10, FIFO at most 10', 10_000, '', API),
  batchPayload: fact('F076', 'bytes of a batch: one synchronous request', 6, 'MiB', API),
  kafkaMapping: fact(
    'F077',
    'Kafka mappings by stream or as a queue; the consumer group may be set',
    'stream or queue',
    '',
    KAFKA_GUIDE,
  ),
  batchWindow: fact('F078', 'longest wait for a batch', 300, 's', API),
  sqsScaling: fact('F079', 'SQS mappings begin with 5 environments, gain 300 a minute, to 1,250', 1250, '', TOOLKIT),
  parallel: fact('F080', 'batches of one shard at a time, at most', 10, '', API),
} as const;

/** Tasks on Fargate and around it. */
export const FARGATE = {
  quarterCpu: fact('F081', 'task of 0.25 vCPU', '0.5, 1, 2', 'GB', CFN_LINT),
  halfCpu: fact('F082', 'task of 0.5 vCPU', '1–4 by 1', 'GB', CFN_LINT),
  oneCpu: fact('F083', 'task of 1 vCPU', '2–8 by 1', 'GB', CFN_LINT),
  twoCpu: fact('F084', 'task of 2 vCPU', '4–16 by 1', 'GB', CFN_LINT),
  fourCpu: fact('F085', 'task of 4 vCPU', '8–30 by 1', 'GB', CFN_LINT),
  eightCpu: fact('F086', 'task of 8 vCPU', '16–60 by 4', 'GB', CFN_LINT),
  sixteenCpu: fact('F087', 'task of 16 vCPU', '32–120 by 8', 'GB', CFN_LINT),
  thirtyTwoCpu: fact('F088', 'task of 32 vCPU', '60, 120, 244', 'GB', CFN_LINT),
  taskDisk: fact('F089', 'ephemeral storage: 20 with the task, at most', 200, 'GiB', API),
  fargateHost: fact('F090', 'Fargate tasks use awsvpc and get no host network or privileged mode', 'awsvpc', '', TOOLKIT),
  fargateGpu: fact('F091', 'GPU tasks run on EC2 capacity, not on Fargate', 'none', '', TOOLKIT),
  oldPlatform: fact('F092', 'platform version 1.3.0 is retired', '2026-06-15', '', TOOLKIT),
  taskIsolation: fact('F093', 'each task has a kernel boundary of its own', 'own kernel', '', {
    source: 'ECS Developer Guide',
    date: '2026-11-24',
  }),
  appRunner: fact('F094', 'App Runner takes no new customers since 2026-04-30; ECS Express Mode instead', 'closed', '', TOOLKIT),
  app2Container: fact('F095', 'App2Container takes no new customers since 2025-11-07; AWS Transform instead', 'closed', '', {
    source: 'App2Container User Guide',
    date: '2025-11-07',
  }),
} as const;

/** Valid Fargate task sizes (F081–F088): vCPU with the memory that goes with it, in GB. */
export const FARGATE_SIZES: readonly { readonly vcpu: number; readonly gb: readonly number[] }[] = [
  { vcpu: 0.25, gb: [0.5, 1, 2] },
  { vcpu: 0.5, gb: span(1, 4, 1) },
  { vcpu: 1, gb: span(2, 8, 1) },
  { vcpu: 2, gb: span(4, 16, 1) },
  { vcpu: 4, gb: span(8, 30, 1) },
  { vcpu: 8, gb: span(16, 60, 4) },
  { vcpu: 16, gb: span(32, 120, 8) },
  { vcpu: 32, gb: [60, 120, 244] },
];

function span(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** What the largest task holds (F088, F089). */
export const FARGATE_MOST = {
  memoryMiB: Math.max(...FARGATE_SIZES.flatMap(({ gb }) => gb)) * 1024,
  diskMiB: FARGATE.taskDisk.value * 1024,
} as const;
