import { API, CFN_LINT, fact, GUIDE, PRICE_PAGE, type Source, TOOLKIT, WEB_SKILL } from './fact.ts';

const HISTORY: Source = { source: 'Lambda document history', date: '2026-06-20' };
const DURABLE: Source = { source: 'Developer Guide, durable runtimes, and botocore 1.44.5', date: '2026-11-24' };
const ACCELERATOR: Source = { source: 'SAM developer guide, AcceleratorConfig, and botocore 1.44.5', date: '2026-11-24' };

/** What a function may take and give. */
export const LAMBDA_LIMITS = {
  timeout: fact('F001', 'longest run of an event function (3 s unless set)', 900, 's', API),
  managedTimeout: fact('F002', 'longest asynchronous run on Lambda Managed Instances', 5400, 's', API),
  forms: fact(
    'F003',
    'longest run by form: event and web 15 min, managed 90 min, MicroVM 8 h, durable 1 year',
    '15 min … 1 year',
    '',
    TOOLKIT,
  ),
  memory: fact('F004', 'most memory of a function, from 128 in steps of 1', 10_240, 'MiB', TOOLKIT),
  managedMemory: fact('F005', 'most memory on Managed Instances, from 2,048', 32_768, 'MiB', TOOLKIT),
  vcpu: fact('F006', 'memory that brings one vCPU; 10,240 MiB bring about 5.8', 1769, 'MiB', TOOLKIT),
  upload: fact('F007', 'zip that is uploaded directly', 50, 'MB', TOOLKIT),
  unzipped: fact('F008', 'unzipped package with its layers and its runtime', 262_144_000, 'bytes', TOOLKIT),
  image: fact('F009', 'uncompressed container image of a function', 10_737_418_240, 'bytes', TOOLKIT),
  scratch: fact('F010', 'most /tmp, from 512; 32,768 with an accelerator', 10_240, 'MiB', API),
  payload: fact('F011', 'synchronous request, and response', 6, 'MiB', API),
  asyncPayload: fact('F012', 'asynchronous event (256 KB until late 2025)', 1, 'MiB', API),
  streamed: fact('F013', 'streamed response; 2 MB/s after the first 6 MB', 200, 'MB', TOOLKIT),
  environment: fact('F014', 'environment variables together', 4, 'KB', TOOLKIT),
  layers: fact('F015', 'layers of a zip function (none with images)', 5, '', TOOLKIT),
  concurrency: fact('F016', 'concurrent environments a Region, a soft limit', 1000, '', TOOLKIT),
  scaling: fact('F017', 'environments that one function gains in 10 s', 1000, '', TOOLKIT),
  descriptors: fact('F018', 'file descriptors, and processes with threads', 1024, '', GUIDE),
  init: fact('F019', 'initialisation on demand; then again under the timeout', 10, 's', TOOLKIT),
  architectures: fact('F020', 'x86_64 unless set, or arm64', 'x86_64, arm64', '', API),
  ports: fact('F021', 'event functions accept no inbound connection', 'none', '', GUIDE),
  reservedNames: fact('F022', 'names of environment variables that are taken', 18, '', CFN_LINT),
  imageExclusions: fact('F023', 'image functions set no Handler, Runtime or Layers', 'none', '', CFN_LINT),
  ownStorage: fact('F024', 'code may stay in a bucket of one’s own; the unzipped limit stays', 'since 2026-04-30', '', HISTORY),
  tenancy: fact('F025', 'environments isolated for each tenant', 'TenancyConfig', '', API),
  gatewayTimeout: fact('F026', 'HTTP API integration timeout; REST 29 s, which Regional APIs may raise', 30, 's', TOOLKIT),
  gatewaySocket: fact('F027', 'API Gateway WebSocket: 10 min idle, 2 h in all, 128 KB a message', '10 min / 2 h', '', TOOLKIT),
  scheduler: fact('F028', 'shortest EventBridge Scheduler interval', 60, 's', TOOLKIT),
} as const;

/** Forms of Lambda other than the plain event function, and what stands beside it. */
export const LAMBDA_FORMS = {
  webFunctions: fact(
    'F029',
    'Web Functions: Node 24 only, arm64, zip of 512 MB from S3, 2 vCPU and 2 GB, 3–900 s, scales to zero',
    'Node 24',
    '',
    WEB_SKILL,
  ),
  webBilling: fact(
    'F030',
    'Web Functions bill requests, active CPU time, memory over the environment’s life, transfer',
    'unit prices unknown',
    '',
    GUIDE,
  ),
  managedInstances: fact(
    'F031',
    'Managed Instances: EC2 price + 15 %, at least 3 environments, no scale to zero',
    'EC2 + 15 %',
    '',
    TOOLKIT,
  ),
  gpu: fact('F032', 'GPU on Lambda only with Managed Instances, image, x86_64', 'Managed Instances', '', ACCELERATOR),
  microVms: fact('F033', 'MicroVMs: 8 h, 16 vCPU, 32 GB, listen on ports; for sessions, not for services', '8 h', '', TOOLKIT),
  durable: fact('F034', 'durable execution, each step within the function timeout', 366, 'days', DURABLE),
  durablePrice: fact('F035', 'durable operations, a million; and 0.25 USD/GB written, 0.15 USD/GB-month', 8, 'USD', PRICE_PAGE),
  ownRuntime: fact('F036', 'runtimes that the customer manages: `custom` with RuntimeConfig', 'custom', '', API),
  snapstart: fact(
    'F037',
    'SnapStart: managed java11+, python3.12+, dotnet8+; published versions; never images',
    'managed runtimes',
    '',
    TOOLKIT,
  ),
  provisioned: fact(
    'F038',
    'provisioned concurrency is billed while idle; initialisation up to 15 min',
    'billed idle',
    '',
    TOOLKIT,
  ),
  stepFunctions: fact(
    'F039',
    'Step Functions Standard: 1 year, 25,000 history entries, 256 KiB between states; Express 5 min',
    '1 year',
    '',
    TOOLKIT,
  ),
} as const;

/** Runtimes have a table of their own (F040–F060, F063); this is what else is known of them. */
export const LAMBDA_RUNTIME_NOTES = {
  undatedRuntimes: fact(
    'F061',
    'python3.15 and nodejs26.x are names in the API without dates: not recommended',
    'undated',
    '',
    API,
  ),
  goRuntime: fact(
    'F062',
    'Go has no managed runtime: provided.al2023 and an executable named bootstrap',
    'provided.al2023',
    '',
    CFN_LINT,
  ),
  al2Patches: fact(
    'F064',
    'runtimes on Amazon Linux 2 get critical fixes after its end on 2026-06-30',
    'critical fixes',
    '',
    GUIDE,
  ),
} as const;
