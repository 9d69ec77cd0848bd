import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const TS_IMPORTS =
  "import * as cdk from 'aws-cdk-lib';\nimport * as lambda from 'aws-cdk-lib/aws-lambda';\nimport { NodejsFunction as Bundled } from 'aws-cdk-lib/aws-lambda-nodejs';\nimport * as path from 'path';\n";

function ts(body: string, imports = TS_IMPORTS): Files {
  return { 'infra/cdk.json': '{"app":"npx ts-node bin/app.ts"}', 'infra/lib/shop-stack.ts': `${imports}${body}` };
}

function py(body: string, imports = 'from aws_cdk import (\n    Duration,\n    aws_lambda as _lambda,\n)\nimport os\n'): Files {
  return { 'cdk.json': '{"app":"python3 app.py"}', 'shop/shop_stack.py': `${imports}${body}` };
}

const STACK = 'infra/lib/shop-stack.ts';

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'code that a build below the app makes goes by its name, and what lies in the tree by its place': [
    {
      ...ts(
        "new lambda.Function(this, 'A', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromAsset('build/metrics/dist') });\nnew lambda.Function(this, 'B', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromAsset('functions/cart/dist') });\nnew lambda.Function(this, 'C', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromAsset('dist') });\n",
      ),
      'infra/functions/cart/package.json': '{}',
    },
    {
      joins: [`${STACK} → - - metrics`, `${STACK} → infra/dist - -`, `${STACK} → infra/functions/cart/dist - -`],
    },
  ],
  'containers whose images are built of the tree, by patterns and by hand': [
    ts(
      [
        'new patterns.ApplicationLoadBalancedFargateService(this, "Api", {',
        "  taskImageOptions: { image: ecs.ContainerImage.fromAsset(path.join(__dirname, '../../services/api')), containerPort: 3000 },",
        '});',
        'new patterns.QueueProcessingFargateService(this, "Mailer", {',
        "  image: ecs.ContainerImage.fromAsset('../services/mail', { file: 'worker.Dockerfile' }), command: ['node', 'mail.js'],",
        '});',
        'new patterns.ScheduledFargateTask(this, "Nightly", {',
        "  scheduledFargateTaskImageOptions: { image: ecs.ContainerImage.fromAsset('../services/sums') }, schedule: nightly,",
        '});',
        'task.addContainer("web", { image: ecs.ContainerImage.fromAsset("../web"), portMappings: [{ containerPort: 80 }] });',
        'task.addContainer("agent", { image: ecs.ContainerImage.fromRegistry("example.org/agent") });',
        '',
      ].join('\n'),
      "import * as ecs from 'aws-cdk-lib/aws-ecs';\nimport * as patterns from 'aws-cdk-lib/aws-ecs-patterns';\nimport * as path from 'path';\n",
    ),
    {
      runs: ['Api 3000/tcp @4', 'Mailer [node|mail.js] @7', 'Nightly scheduled @10', 'web 80/tcp @13'],
      traits: ['polls-queue QueueProcessingFargateService @7'],
      joins: [
        `${STACK} → services/api services/api/Dockerfile -`,
        `${STACK} → services/mail services/mail/worker.Dockerfile -`,
        `${STACK} → services/sums services/sums/Dockerfile -`,
        `${STACK} → web web/Dockerfile -`,
      ],
      diagnostics: [],
    },
  ],
  'and in Python': [
    py(
      [
        'ecs_patterns.ApplicationLoadBalancedFargateService(self, "Api",',
        '    task_image_options=ecs_patterns.ApplicationLoadBalancedTaskImageOptions(',
        '        image=ecs.ContainerImage.from_asset("services/api"), container_port=8000))',
        '',
      ].join('\n'),
      'from aws_cdk import aws_ecs as ecs, aws_ecs_patterns as ecs_patterns\n',
    ),
    { runs: ['Api 8000/tcp @2'] },
  ],
  'handlers that an SST app names, with those of another cloud and what is no file left out': [
    {
      'sst.config.ts': 'export default $config({ async run() { await import("./infra/api"); } });\n',
      'infra/api.ts': [
        'const auth = new sst.aws.Auth("Auth", { authenticator: { link: [bus], handler: "./packages/fns/src/auth.handler" } });',
        'new sst.cloudflare.Worker("Edge", { url: true, handler: "./packages/fns/src/proxy.ts", x: "packages/fns/src/edge.handler" });',
        'new sst.aws.Cron("Daily", { job: { runtime: "python3.12", handler: "jobs/daily.main", timeout: "1 minute" } });',
        'bus.subscribe({ handler: "packages/fns/src/event.handler", timeout: "5 minutes" });',
        'new sst.aws.Function("Gone", { handler: "packages/fns/src/gone.handler" });',
        '',
      ].join('\n'),
      'packages/fns/src/auth.ts': '',
      'packages/fns/src/edge.ts': '',
      'packages/fns/src/event.ts': '',
      'jobs/daily.py': '',
    },
    {
      functions: [
        'Auth auth.handler zip bundled @1',
        'Daily daily.main python3.12 zip @3',
        'event.handler event.handler zip bundled @4',
      ],
      demands: ['runtime:python ==3.12.* preferred @3'],
    },
  ],
  'sites of which SST makes a function, of both versions': [
    {
      'sst.config.ts': [
        "import { NextjsSite } from 'sst/constructs';",
        'new sst.aws.Nextjs("Web", { link: [api.handler({ path: "x" })], path: "apps/web" });',
        'new sst.aws.Remix("Here");',
        "new NextjsSite(stack, 'old', { path: 'apps/old', environment: {} });",
        'new sst.aws.Nextjs("Made", { path: join("apps", "made") });',
        'new sst.aws.StaticSite("Files", { path: "apps/files" });',
        'new sst.cloudflare.Remix("Edge", { path: "apps/edge" });',
        'const args: sst.aws.NextjsArgs = {};',
        '',
      ].join('\n'),
      'apps/web/package.json': '{ "name": "web" }',
    },
    {
      functions: ['Here zip bundled http @3', 'Web zip bundled http @2', 'old zip bundled http @4'],
      joins: ['sst.config.ts → . - -', 'sst.config.ts → apps/old - -', 'sst.config.ts → apps/web - -'],
    },
  ],
  'code and values that constants of the source hold, and what stands in for a property that is not given': [
    ts(
      "const PLACE = '../cart/dist';\nconst code = lambda.Code.fromAsset(PLACE);\nconst version = lambda.Runtime.NODEJS_22_X;\nnew lambda.Function(this, 'Cart', { runtime: version, handler: 'i.h', code, memorySize: MiB });\nnew lambda.Function(this, 'Till', { runtime: props.runtime ?? lambda.Runtime.NODEJS_24_X, handler: 'i.t', code: code });\n",
    ),
    {
      functions: ['Cart i.h nodejs22.x zip @8', 'Till i.t nodejs24.x zip @9'],
      joins: [`${STACK} → cart/dist - -`, `${STACK} → cart/dist - -`],
      diagnostics: [],
    },
  ],
  'constructs that require brings, in TypeScript and in JavaScript, and not what the compiler made': [
    {
      ...ts(
        "new lambda.Function(this, 'Cart', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromAsset('fns') });\n",
        "import lambda = require('@aws-cdk/aws-lambda');\n",
      ),
      'infra/lib/shop-stack.js': "const lambda = require('@aws-cdk/aws-lambda');\n",
      'infra/lib/till-stack.js':
        "const { Function: Fn, Code, Runtime } = require('aws-cdk-lib/aws-lambda');\nnew Fn(this, 'Till', { runtime: Runtime.NODEJS_24_X, handler: 'i.t', code: Code.fromAsset('till') });\n",
    },
    {
      functions: ['Cart i.h nodejs22.x zip @2', 'Till i.t nodejs24.x zip @2'],
      joins: [`${STACK} → infra/fns - -`, 'infra/lib/till-stack.js → infra/till - -'],
      diagnostics: [],
    },
  ],
  'a function of literals': [
    ts(
      "new lambda.Function(this, 'Cart', {\n  runtime: lambda.Runtime.PYTHON_3_12, // why\n  handler: 'app.handler',\n  code: lambda.Code.fromAsset('../cart'),\n  memorySize: 1_024,\n  timeout: cdk.Duration.minutes(2),\n  architecture: lambda.Architecture.ARM_64,\n});\n",
    ),
    {
      functions: ['Cart app.handler python3.12 zip 1024MiB 120s arm64 @5'],
      demands: ['runtime:python ==3.12.* preferred @6'],
      joins: [`${STACK} → cart - -`],
      diagnostics: [],
    },
  ],
  'an entry that code makes, in a project that is named': [
    ts(
      "new Bundled(this, 'Setup', { entry: path.join(__dirname, `../../setup/${kind}.js`), projectRoot: path.join(__dirname, '../../setup'), runtime: lambda.Runtime.NODEJS_24_X });\nnew Bundled(this, 'Own', { entry: `${kind}.js`, projectRoot: path.join(__dirname, '../..'), runtime: lambda.Runtime.NODEJS_24_X });\n",
    ),
    {
      functions: ['Own nodejs24.x zip bundled @6', 'Setup nodejs24.x zip bundled @5'],
      joins: ['infra/lib/shop-stack.ts → - - -', 'infra/lib/shop-stack.ts → setup - -'],
    },
  ],
  'a function that stands in for another in tests': [
    ts(
      "new lambda.Function(this, 'Fake', { runtime: lambda.Runtime.PYTHON_3_11, handler: 'a.b', code: lambda.Code.fromAsset('../tests/fake') });\n",
    ),
    { functions: [], demands: [], diagnostics: [] },
  ],
  'a class that hands on one by one what it is given, in a folder below lib': [
    {
      'infra/cdk.json': '{}',
      'infra/lib/shared/handler.ts': [
        "import { Function as Fn, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';",
        'export class Handler extends Construct {',
        '  constructor(scope: Construct, id: string, props: Props) {',
        '    let own: FunctionProps = { runtime: Runtime.PYTHON_3_12, handler: props.handler, code: props.code, memorySize: 256 };',
        '    if (props.role) { own = { ...own, role: props.role }; }',
        '    this.function = new Fn(this, id, own);',
        '  }',
        '}',
        '',
      ].join('\n'),
      'infra/lib/api/orders.ts': [
        "import { Code } from 'aws-cdk-lib/aws-lambda';",
        "import { join } from 'path';",
        "import { Handler } from '../shared/handler';",
        "new Handler(this, 'Orders', { code: Code.fromAsset(join(__dirname, '../../../orders')), handler: 'main.run' });",
        '',
      ].join('\n'),
    },
    {
      functions: ['Orders main.run python3.12 zip 256MiB @4'],
      joins: ['infra/lib/api/orders.ts → orders - -'],
    },
  ],
  'a class of this app that makes functions of what it is given': [
    {
      'cdk.json': '{}',
      'infra/constructs/endpoint.ts': [
        "import { Construct } from 'constructs';",
        "import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';",
        "import { Runtime } from 'aws-cdk-lib/aws-lambda';",
        'export class Endpoint extends Construct {',
        '  constructor(scope: Construct, id: string, props: Props) {',
        '    const { path, ...rest } = props;',
        '    new NodejsFunction(this, id, { runtime: Runtime.NODEJS_22_X, memorySize: 512, ...rest });',
        '  }',
        '}',
        "export class Fixed { make() { new NodejsFunction(this, 'fixed', { entry: 'cart/fixed.ts', runtime: Runtime.NODEJS_24_X }); } }",
        '',
      ].join('\n'),
      'infra/stacks/shop.ts': [
        "import { Stack } from 'aws-cdk-lib';",
        "import { Endpoint, Fixed } from '../constructs/endpoint.ts';",
        '// lambda',
        "new Endpoint(this, 'list', { entry: 'cart/handlers/list.ts', handler: 'list', path: '/items', ...common });",
        "new Endpoint(this, 'drop', { entry: 'cart/handlers/drop.ts', memorySize: 1024, ...common });",
        "new Fixed(this, 'x', {});",
        '',
      ].join('\n'),
    },
    {
      functions: [
        'drop drop.handler nodejs22.x zip bundled 1024MiB @5',
        'fixed fixed.handler nodejs24.x zip bundled @10',
        'list list.list nodejs22.x zip bundled 512MiB @4',
      ],
      joins: [
        'infra/constructs/endpoint.ts → cart - -',
        'infra/stacks/shop.ts → cart/handlers - -',
        'infra/stacks/shop.ts → cart/handlers - -',
      ],
    },
  ],
  'sources of events, by the variable that holds the function': [
    ts(
      "const q = new lambda.Function(this, 'Q', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'q.h', code: new lambda.AssetCode('q') });\nq.addEventSource(new sources.SqsEventSource(queue, { batchSize: 10 }));\nq.addEventSource(new SqsEventSource(other));\nthis.k = new lambda.Function(this, 'K', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'k.h', code: new lambda.AssetCode('k') });\nthis.k.addEventSource(new ManagedKafkaEventSource({ topic }));\nconst m: lambda.Function = new lambda.Function(this, 'M', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'm.h', code: new lambda.AssetCode('m') });\nm.addEventSourceMapping('any', { eventSourceArn });\nnobody.addEventSource(new S3EventSource(bucket));\n",
    ),
    {
      functions: ['K k.h nodejs22.x zip kafka @8', 'M m.h nodejs22.x zip stream @10', 'Q q.h nodejs22.x zip sqs @5'],
      diagnostics: [],
    },
  ],
  'sources of events among the properties': [
    ts(
      "const q = new lambda.Function(this, 'Q', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'q.h', code: new lambda.AssetCode('q'), events: [new sources.SqsEventSource(queue, { batchSize: 10, filters: [a, b] }), new SnsEventSource(topic), more], memorySize: 256 });\nq.addEventSource(new SqsEventSource(other));\nnew Bundled(this, 'B', { events: queues.map((one) => new SqsEventSource(one)), entry: 'b.ts', runtime: lambda.Runtime.NODEJS_22_X });\n",
    ),
    { functions: ['B b.handler nodejs22.x zip bundled @7', 'Q q.h nodejs22.x zip 256MiB sqs,sns @5'] },
  ],
  'places by pathlib in Python': [
    py(
      [
        'ROOT = Path(__file__).resolve().parents[1]',
        'HERE = Path(__file__).parent',
        "_lambda.Function(self, 'A', runtime=_lambda.Runtime.PYTHON_3_12, handler='a.h', code=_lambda.Code.from_asset(str(ROOT / 'services' / 'a')))",
        "_lambda.Function(self, 'B', runtime=_lambda.Runtime.PYTHON_3_12, handler='b.h', code=_lambda.Code.from_asset((Path(__file__).parent / '..' / 'services/b').as_posix()))",
        "_lambda.Function(self, 'C', runtime=_lambda.Runtime.PYTHON_3_12, handler='c.h', code=_lambda.Code.from_asset(str(HERE.parent.joinpath('services', 'c'))))",
        "_lambda.Function(self, 'D', runtime=_lambda.Runtime.PYTHON_3_12, handler='d.h', code=_lambda.Code.from_asset(str(HERE.parents[0] / 'd')))",
        '',
      ].join('\n'),
      'from aws_cdk import aws_lambda as _lambda\nfrom pathlib import Path\n',
    ),
    {
      joins: ['a', 'b', 'c']
        .map((name) => `shop/shop_stack.py → services/${name} - -`)
        .concat('shop/shop_stack.py → d - -')
        .sort(),
      diagnostics: [],
    },
  ],
  'sources of events among the arguments in Python': [
    py(
      "_lambda.Function(self, 'A', runtime=_lambda.Runtime.PYTHON_3_12, events=[SqsEventSource(queue, batch_size=1), sources.DynamoEventSource(table)], handler='a.h', code=_lambda.Code.from_asset('a'))\n",
    ),
    { functions: ['A a.h python3.12 zip sqs,dynamodb @6'] },
  ],
  'sources of events in Python': [
    py(
      "self.a = _lambda.Function(self, 'A', runtime=_lambda.Runtime.PYTHON_3_12, handler='a.h', code=_lambda.Code.from_asset('a'))\nself.a.add_event_source(KinesisEventSource(stream, starting_position=latest))\n",
    ),
    { functions: ['A a.h python3.12 zip kinesis @6'] },
  ],
  'code beside the source, and inside of the app': [
    ts(
      "new lambda.Function(this, 'A', { runtime: new lambda.Runtime('nodejs22.x'), handler: 'i.h', code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', 'a')) });\nnew lambda.Function(this, `B`, { runtime: lambda.Runtime.JAVA_21, handler: 'x.B::h', code: lambda.Code.fromAsset('b/target') })\n",
    ),
    {
      functions: ['A i.h nodejs22.x zip @5', 'B x.B::h java21 zip @6'],
      joins: [`${STACK} → a - -`, `${STACK} → infra/b/target - -`],
      diagnostics: [],
    },
  ],
  'code below a place that a constant holds, and in a template': [
    ts(
      "const services = path.join(__dirname, '../../services');\nconst suffix = '-fn';\nnew lambda.Function(this, `Cart${suffix}`, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromAsset(path.join(services, 'cart')) });\nnew lambda.Function(this, 'B', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'b.h', code: lambda.Code.fromAsset(`${__dirname}/lambda`) });\nnew lambda.Function(this, 'C', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'c.h', code: lambda.Code.fromAsset(services + '/stock') });\nnew lambda.Function(this, 'D', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'd.h', code: lambda.Code.fromAsset(`${services}/${props.kind}`) });\nnew lambda.Function(this, 'E', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'e.h', code: lambda.Code.fromAsset(path.join(process.cwd(), 'e')) });\n",
    ),
    {
      functions: [
        'B b.h nodejs22.x zip @8',
        'C c.h nodejs22.x zip @9',
        'Cart-fn i.h nodejs22.x zip @7',
        'D d.h nodejs22.x zip @10',
        'E e.h nodejs22.x zip @11',
      ],
      joins: [
        `${STACK} → - - -`,
        `${STACK} → infra/e - -`,
        `${STACK} → infra/lib/lambda - -`,
        `${STACK} → services/cart - -`,
        `${STACK} → services/stock - -`,
      ],
    },
  ],
  'code below a place that a Python constant holds': [
    py(
      'HERE = os.path.dirname(os.path.abspath(__file__))\nROOT = os.path.dirname(HERE)\nkind = "a"\nkind = "b"\n_lambda.Function(self, "A", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.h", code=_lambda.Code.from_asset(os.path.join(ROOT, "a")))\n_lambda.Function(self, "B", runtime=_lambda.Runtime.PYTHON_3_12, handler="b.h", code=_lambda.Code.from_asset(f"{HERE}/b"))\n_lambda.Function(self, "C", runtime=_lambda.Runtime.PYTHON_3_12, handler="c.h", code=_lambda.Code.from_asset(kind))\n',
    ),
    {
      joins: ['shop/shop_stack.py → - - -', 'shop/shop_stack.py → a - -', 'shop/shop_stack.py → shop/b - -'],
    },
  ],
  'code beside a module that asks for its own place': [
    ts(
      "const __filename = fileURLToPath(import.meta.url);\nconst __dirname = path.dirname(__filename);\nconst here = dirname(fileURLToPath(import.meta.url));\nnew Bundled(this, 'A', { entry: path.join(__dirname, '../../a/i.ts'), runtime: lambda.Runtime.NODEJS_22_X });\nnew Bundled(this, 'B', { entry: path.join(here, '../../b/i.ts'), runtime: lambda.Runtime.NODEJS_22_X });\nnew Bundled(this, 'C', { entry: path.join(import.meta.dirname, '../../c/i.ts'), runtime: lambda.Runtime.NODEJS_22_X });\n",
    ),
    { joins: [`${STACK} → a - -`, `${STACK} → b - -`, `${STACK} → c - -`], diagnostics: [] },
  ],
  'code that an image builds, by its Dockerfile': [
    py(
      '_lambda.Function(self, "A", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.h", code=_lambda.Code.from_docker_build(path=os.path.abspath("./"), file="db/runtime/Dockerfile"))\n_lambda.Function(self, "B", runtime=_lambda.Runtime.PYTHON_3_12, handler="b.h", code=_lambda.Code.from_docker_build(path=code_dir, file="api/Dockerfile"))\n_lambda.Function(self, "C", runtime=_lambda.Runtime.PYTHON_3_12, handler="c.h", code=_lambda.Code.from_docker_build("fn"))\n',
    ),
    {
      joins: ['shop/shop_stack.py → api - -', 'shop/shop_stack.py → db/runtime - -', 'shop/shop_stack.py → fn - -'],
      diagnostics: [],
    },
  ],
  'functions of a loop over objects of the same source': [
    ts(
      "const SERVICES: Definition[] = [\n  { id: 'cart', entry: path.join(__dirname, '../../cart/handler.ts'), memory: 512 },\n  { id: 'stock', entry: path.join(__dirname, '../../stock/handler.ts'), memory: 256 },\n];\nfor (const service of SERVICES) {\n  const fn = new Bundled(this, `${service.id}Fn`, { entry: service.entry, memorySize: service.memory, runtime: lambda.Runtime.NODEJS_22_X });\n}\nnew Bundled(this, 'Own', { entry: path.join(__dirname, '../own.ts'), runtime: lambda.Runtime.NODEJS_22_X });\n",
    ),
    {
      functions: [
        'Own own.handler nodejs22.x zip bundled @12',
        'cartFn handler.handler nodejs22.x zip bundled 512MiB @10',
        'stockFn handler.handler nodejs22.x zip bundled 256MiB @10',
      ],
      joins: [`${STACK} → cart - -`, `${STACK} → infra - -`, `${STACK} → stock - -`],
      diagnostics: [],
    },
  ],
  'properties that are spread from constants, and what overrules them': [
    ts(
      [
        "const common: Omit<nodejs.NodejsFunctionProps, 'entry' | 'handler'> = { runtime: lambda.Runtime.NODEJS_22_X, memorySize: 256 };",
        'const large = { ...common, memorySize: 1024 };',
        "new Bundled(this, 'A', { ...common, entry: '../a/index.ts' });",
        "new Bundled(this, 'B', { entry: '../b/index.ts', ...large });",
        "new Bundled(this, 'C', { ...common, ...props.more, entry: '../c/index.ts', memorySize: 512 });",
        '',
      ].join('\n'),
    ),
    {
      functions: [
        'A index.handler nodejs22.x zip bundled 256MiB @7',
        'B index.handler nodejs22.x zip bundled 1024MiB @8',
        'C index.handler nodejs22.x zip bundled 512MiB @9',
      ],
      joins: [`${STACK} → a - -`, `${STACK} → b - -`, `${STACK} → c - -`],
    },
  ],
  'functions that helpers of the stack make of what they are given': [
    ts(
      [
        "const at = (folder: string): string => path.join(__dirname, '../..', folder);",
        'export class Shop extends cdk.Stack {',
        '  constructor(scope: Construct, id: string) {',
        "    const fn = (id: string, file: string, memory = 128) => new Bundled(this, id, { entry: path.join(__dirname, '../..', file), memorySize: memory, runtime: lambda.Runtime.NODEJS_22_X });",
        "    fn('Cart', 'cart/main.ts');",
        "    fn('Stock', 'stock/main.ts', 512);",
        "    this.handler({ name: 'Mail', folder: 'mail' });",
        '  }',
        '  private handler({ name, folder }: { name: string; folder: string }): lambda.Function {',
        "    return new lambda.Function(this, name, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.go', code: lambda.Code.fromAsset(at(folder)) });",
        '  }',
        '}',
        '',
      ].join('\n'),
    ),
    {
      functions: [
        'Cart main.handler nodejs22.x zip bundled @9',
        'Mail index.go nodejs22.x zip @11',
        'Stock main.handler nodejs22.x zip bundled 512MiB @10',
      ],
      joins: [`${STACK} → cart - -`, `${STACK} → mail - -`, `${STACK} → stock - -`],
    },
  ],
  'a stack that hands a network on to its functions is none itself': [
    {
      'infra/cdk.json': '{}',
      'infra/lib/api-stack.ts':
        "import * as cdk from 'aws-cdk-lib';\nimport * as lambda from 'aws-cdk-lib/aws-lambda';\nexport class ApiStack extends cdk.Stack {\n  constructor(scope, id, props) {\n    new lambda.Function(this, 'Cart', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromAsset('../cart'), vpc: props.vpc });\n  }\n}\n",
      'infra/bin/app.ts':
        "import * as lambda from 'aws-cdk-lib/aws-lambda';\nimport { ApiStack } from '../lib/api-stack';\nnew ApiStack(app, 'Api', { vpc });\n",
    },
    { functions: ['Cart i.h nodejs22.x zip @5'], joins: ['infra/lib/api-stack.ts → cart - -'], diagnostics: [] },
  ],
  'layers that variables hold': [
    ts(
      "const tools = new lambda.LayerVersion(this, 'Tools', { code: lambda.Code.fromAsset('../layers/tools') });\nnew lambda.Function(this, 'A', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.h', code: lambda.Code.fromAsset('a'), layers: [tools, props.common] });\nnew lambda.Function(this, 'B', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'b.h', code: lambda.Code.fromAsset('b') });\n",
    ),
    { functions: ['A a.h nodejs22.x zip layers:2 @6', 'B b.h nodejs22.x zip @7'] },
  ],
  'a bundled one, with and without its entry': [
    ts(
      "new Bundled(this, 'api', { runtime: lambda.Runtime.NODEJS_20_X });\nnew Bundled(this, 'Web', { entry: path.resolve(__dirname, '../../web/src/main.ts'), handler: 'run', runtime: lambda.Runtime.NODEJS_22_X });\n",
    ),
    {
      functions: ['Web main.run nodejs22.x zip bundled @6', 'api shop-stack.api.handler nodejs20.x zip bundled @5'],
      joins: [`${STACK} → infra/lib - -`, `${STACK} → web/src - -`],
      diagnostics: [],
    },
  ],
  'an image': [
    ts(
      "new cdk.aws_lambda.DockerImageFunction(this, 'I', { code: lambda.DockerImageCode.fromImageAsset('../svc', { file: 'docker/Fn.Dockerfile' }) })\n",
    ),
    { functions: ['I image @5'], joins: [`${STACK} → svc svc/docker/Fn.Dockerfile -`], diagnostics: [] },
  ],
  'code by the classes of it, and an image by its runtime': [
    ts(
      "new lambda.Function(this, 'A', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'a.h', code: new lambda.AssetCode('./a') });\nnew lambda.Function(this, 'B', { runtime: lambda.Runtime.FROM_IMAGE, handler: lambda.Handler.FROM_IMAGE, code: lambda.Code.fromAssetImage('../b') });\nnew lambda.Function(this, 'C', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.h', code: new lambda.InlineCode(text) });\n",
    ),
    {
      functions: ['A a.h nodejs20.x zip @5', 'B image @6', 'C index.h nodejs20.x zip @7'],
      joins: [`${STACK} → - - -`, `${STACK} → b b/Dockerfile -`, `${STACK} → infra/a - -`],
      diagnostics: [],
    },
  ],
  'in Python': [
    py(
      'class Shop(Stack):\n    """ _lambda.Function(self, "No", runtime=1) """\n    def __init__(self):\n        _lambda.Function(\n            self, "Cart", runtime=_lambda.Runtime.PYTHON_3_13,  # _lambda.Function(\n            handler="app.handler", code=_lambda.Code.from_asset("services/cart"),\n            memory_size=256, timeout=Duration.seconds(9))\n        _lambda.Function(self, id="B", handler="b.h", runtime=_lambda.Runtime.PYTHON_3_11,\n            code=_lambda.Code.from_asset(os.path.join(os.path.dirname(__file__), "..", "b")))\n',
    ),
    {
      functions: ['B b.h python3.11 zip @13', 'Cart app.handler python3.13 zip 256MiB 9s @9'],
      joins: ['shop/shop_stack.py → b - -', 'shop/shop_stack.py → services/cart - -'],
      diagnostics: [],
    },
  ],
  "Python's own construct, by a module with dots": [
    py(
      'py.PythonFunction(self, "P", entry="./fn", index="main.py", runtime=cdk.aws_lambda.Runtime.PYTHON_3_12)\n',
      'import aws_cdk as cdk\nimport aws_cdk.aws_lambda_python_alpha as py\n',
    ),
    { functions: ['P main.handler python3.12 zip @3'], joins: ['shop/shop_stack.py → fn - -'], diagnostics: [] },
  ],
  'code in a bucket or in the template belongs to nobody here': [
    ts(
      "new lambda.Function(this, 'X', { runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1') });\n",
    ),
    { functions: ['X index.handler nodejs20.x zip @5'], joins: [`${STACK} → - - -`], diagnostics: [] },
  ],
  'what only a run knows is told, and not guessed': [
    ts(
      "new lambda.Function(this, 'V', { runtime, handler: name + '.handler', code: lambda.Code.fromAsset(dir), memorySize: big ? 1 : 2 });\nnew lambda.Function(this, 'S', { ...common, code: lambda.Code.fromAsset('../s') });\nnew lambda.Function(this, 'P', props);\nnew Bundled(this, `api-${stage}`, { entry: `${root}/x.ts`, runtime: lambda.Runtime.NODEJS_LATEST });\n",
    ),
    {
      functions: ['NodejsFunction zip bundled @8', 'P zip @7', 'S zip @6', 'V zip @5'],
      demands: [],
      diagnostics: [5, 6, 7, 8].map((line) => `cdk/not-literal ${STACK}:${line}`),
    },
  ],
  'functions of other kinds, and of nobody': [
    ts(
      "import { aws_cloudfront as cf } from 'aws-cdk-lib';\nnew cf.Function(this, 'F', { code: 1 });\nnew Function('a', 'return a');\nconst re = /new lambda.Function(this, 'R'/;\n// new lambda.Function(this, 'C', {})\nconst text = \"new lambda.Function(this, 'T', {})\";\n",
    ),
    { functions: [], diagnostics: [] },
  ],
  'sources without a cdk.json above them': [
    { 'lib/shop-stack.ts': `${TS_IMPORTS}new lambda.Function(this, 'F', {});\n` },
    { functions: [], diagnostics: [] },
  ],
  'what does not end': [
    ts("new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_20_X, code: (((\n"),
    { functions: ['F nodejs20.x zip @5'], diagnostics: [`cdk/not-literal ${STACK}:5`] },
  ],
};

describe('functions in CDK code', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });

  // The suite's limit ends what would take a square of their length.
  it.each(['(', '{', "'", '`', '/*', '/', "'''", 'a.', 'new lambda.Function(', 'import {'])(
    'reads %s twenty thousand times over',
    (text) => {
      const read = [ts(text.repeat(20_000)), py(text.repeat(20_000))].map((files) => assembled(files).deployments);
      expect(read.flat().flatMap(({ functions }) => functions.flatMap(({ handler }) => handler ?? []))).toEqual([]);
    },
  );

  it('makes functions of loops within bounds', () => {
    const made = 'new Bundled(this, x.id, { entry: x.entry });\n'.repeat(10_000);
    const files = ts(`const all = [${"{ id: 'a', entry: 'a/h.ts' },".repeat(10_000)}];\n${made}`);
    expect(assembled(files).deployments.length).toBeLessThan(12_100);
  });
});
