/**
 * Limits, prices and formulas that rules quote. Each carries where it was read and when.
 * Sizes are bytes, durations seconds, memory MiB, prices US dollars in us-east-1.
 */
export interface Fact {
  readonly id: string;
  readonly about: string;
  readonly value: number | string;
  readonly unit?: string;
  readonly source: string;
  readonly date: string;
}

const API = 'botocore 1.44.5 service model';
const TOOLKIT = 'AWS Agent Toolkit d6ad2e44';

export const FACTS = {
  timeout: { id: 'F001', about: 'longest run of an event function', value: 900, unit: 's', source: API, date: '2026-11-24' },
  managedTimeout: {
    id: 'F002',
    about: 'longest asynchronous run on Lambda Managed Instances',
    value: 5400,
    unit: 's',
    source: API,
    date: '2026-11-24',
  },
  forms: {
    id: 'F003',
    about: 'longest run by form: event and web 15 min, managed 90 min, MicroVM 8 h, durable 1 year',
    value: '15 min … 1 year',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  memory: { id: 'F004', about: 'most memory of a function', value: 10240, unit: 'MiB', source: TOOLKIT, date: '2026-08-20' },
  managedMemory: {
    id: 'F005',
    about: 'most memory on Managed Instances',
    value: 32768,
    unit: 'MiB',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  unzipped: {
    id: 'F008',
    about: 'unzipped package with its layers',
    value: 262_144_000,
    unit: 'bytes',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  image: {
    id: 'F009',
    about: 'uncompressed container image of a function',
    value: 10_737_418_240,
    unit: 'bytes',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  payload: { id: 'F011', about: 'synchronous request or response', value: 6, unit: 'MiB', source: API, date: '2026-11-24' },
  streamed: { id: 'F013', about: 'streamed response', value: 200, unit: 'MB', source: TOOLKIT, date: '2026-08-20' },
  layers: { id: 'F015', about: 'layers of a zip function (none with images)', value: 5, source: TOOLKIT, date: '2026-08-20' },
  ports: {
    id: 'F021',
    about: 'event functions accept no inbound connection',
    value: 'none',
    source: 'Lambda Developer Guide',
    date: '2026-11-24',
  },
  gatewaySocket: {
    id: 'F027',
    about: 'API Gateway WebSocket: 10 min idle, 2 h in all, 128 KB a message',
    value: '10 min / 2 h',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  gatewayTimeout: {
    id: 'F026',
    about: 'HTTP API integration timeout',
    value: 30,
    unit: 's',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  scheduler: {
    id: 'F028',
    about: 'shortest EventBridge Scheduler interval',
    value: 60,
    unit: 's',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  webFunctions: {
    id: 'F029',
    about: 'Web Functions: Node 24, arm64, 512 MB zip, 2 vCPU and 2 GB',
    value: 'Node 24',
    source: API,
    date: '2026-11-24',
  },
  managedInstances: {
    id: 'F031',
    about: 'Managed Instances: EC2 price + 15 %, no scale to zero',
    value: 'EC2 + 15 %',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  gpu: {
    id: 'F032',
    about: 'GPU on Lambda only with Managed Instances, image, x86_64',
    value: 'Managed Instances',
    source: API,
    date: '2026-11-24',
  },
  durable: {
    id: 'F034',
    about: 'durable execution up to 366 days, each step within the function timeout',
    value: '366 days',
    source: API,
    date: '2026-11-24',
  },
  snapstart: {
    id: 'F037',
    about: 'SnapStart: managed java11+, python3.12+, dotnet8+; published versions; never images',
    value: 'managed runtimes',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  stepFunctions: {
    id: 'F039',
    about: 'Step Functions Standard: 1 year, 25,000 history entries, 256 KiB between states',
    value: '1 year',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  wheelRatio: {
    id: 'F068',
    about: 'unzipped bytes per byte of wheel, median of 47 closures (5–95 %: 2.4–3.9)',
    value: 3.2,
    source: 'measured with pip 26.3',
    date: '2026-11-24',
  },
  mappings: {
    id: 'F074',
    about: 'event source mappings: DynamoDB and Kinesis streams, SQS, Amazon MQ, MSK and other Kafka, DocumentDB',
    value: '7 sources',
    source: API,
    date: '2026-11-24',
  },
  fargateGpu: {
    id: 'F091',
    about: 'GPU tasks run on EC2 capacity, not on Fargate',
    value: 'none',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  fargateHost: {
    id: 'F090',
    about: 'Fargate tasks use awsvpc and get no host network or privileged mode',
    value: 'awsvpc',
    source: TOOLKIT,
    date: '2026-08-20',
  },
  adapters: {
    id: 'F073',
    about:
      'HTTP adapters: mangum, apig-wsgi, serverless-http, @fastify/aws-lambda, aws-lambda-go-api-proxy; Lambda Web Adapter as an extension',
    value: 'several',
    source: 'package registries',
    date: '2026-11-24',
  },
  lambdaRequest: {
    id: 'F096',
    about: 'Lambda request',
    value: 0.0000002,
    unit: 'USD',
    source: 'public price posts, us-east-1',
    date: '2026-05-12',
  },
  lambdaSecond: {
    id: 'F097',
    about: 'Lambda GB-second, x86',
    value: 0.0000166667,
    unit: 'USD',
    source: 'public price posts, us-east-1',
    date: '2026-05-12',
  },
  lambdaSecondArm: {
    id: 'F097',
    about: 'Lambda GB-second, arm64',
    value: 0.0000133334,
    unit: 'USD',
    source: 'public price posts, us-east-1',
    date: '2026-05-12',
  },
  fargateCpu: {
    id: 'F101',
    about: 'Fargate vCPU-hour, Linux x86',
    value: 0.04048,
    unit: 'USD',
    source: 'public price posts, us-east-1',
    date: '2026-06-17',
  },
  fargateMemory: {
    id: 'F101',
    about: 'Fargate GB-hour, Linux x86',
    value: 0.004445,
    unit: 'USD',
    source: 'public price posts, us-east-1',
    date: '2026-06-17',
  },
} as const satisfies Readonly<Record<string, Fact>>;

export type FactId = keyof typeof FACTS;

/** Valid Fargate task sizes: vCPU with its least and most memory and the step between, all in GB (F081–F088: cfn-lint 1.58.0 rule E3047, 2026-11-24). */
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

export function cite(id: FactId): string {
  const fact = FACTS[id];
  return `${fact.id} ${fact.about} (${fact.source}, ${fact.date})`;
}
