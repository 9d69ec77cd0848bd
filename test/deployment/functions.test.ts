import { describe, expect, it } from 'vitest';
import { assembled, type Files, type Told, told } from './project.ts';

const CASES: Readonly<Record<string, readonly [Files, Told]>> = {
  'Architect: what its pragmas make, each in a folder of its own unless src names one': [
    {
      'shop/app.arc': [
        '@app',
        'shop',
        '',
        '# routes',
        '@http',
        'get /cart/:id',
        '/*',
        '  method any',
        '  src server',
        '',
        '@queues',
        'orders',
        '@scheduled',
        'nightly rate(1 day)',
        '@tables',
        'carts',
        '  id *String',
        '@aws',
        'runtime python3.13',
        '',
      ].join('\n'),
    },
    {
      functions: [
        'any-catchall python3.13 zip http @7',
        'get-cart-000id python3.13 zip http @6',
        'nightly python3.13 zip schedule @14',
        'orders python3.13 zip sqs @12',
      ],
      joins: [
        'shop/app.arc → shop/server - -',
        'shop/app.arc → shop/src/http/get-cart-000id - -',
        'shop/app.arc → shop/src/queues/orders - -',
        'shop/app.arc → shop/src/scheduled/nightly - -',
      ],
    },
  ],
  'Chalice: a function a stage, with what the stages share': [
    {
      'svc/.chalice/config.json':
        '{ "version": "2.0", "app_name": "shop", "lambda_timeout": 60,\n "stages": { "dev": {}, "prod": { "lambda_memory_size": 512 } } }\n',
    },
    {
      functions: ['dev app.app zip 60s @2', 'prod app.app zip 512MiB 60s @2'],
      joins: ['svc/.chalice/config.json → svc - -'],
    },
  ],
  'Serverless Framework in JSON': [
    {
      'serverless.json':
        '{\n  "service": "x",\n  "provider": { "name": "aws", "runtime": "nodejs20.x" },\n  "functions": { "a": { "handler": "src/a.main" } }\n}\n',
      'other/serverless.json': '[1]\n',
    },
    { functions: ['a src/a.main nodejs20.x zip @4'] },
  ],
  'SAM mappings': [
    {
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nParameters: {Stage: {Default: prod}}\nMappings: {M: {prod: {memory: 512}}}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: f, Handler: a.b, Runtime: python3.12, MemorySize: !FindInMap [M, !Ref Stage, memory], Timeout: {"Fn::FindInMap": [M, dev, memory]}}\n',
    },
    { functions: ['F a.b python3.12 zip 512MiB @7'] },
  ],
  'SAM conditions, texts put together, and what only a stack knows': [
    {
      'template.yaml': [
        'Transform: AWS::Serverless-2016-10-31',
        'Parameters: {Stage: {Default: prod}, Size: {Default: "256"}, Open: {Type: String}}',
        'Conditions:',
        '  IsProd: !Equals [!Ref Stage, prod]',
        '  IsBig: !And [!Condition IsProd, !Not [!Equals [!Ref Size, "512"]]]',
        '  IsOpen: {"Fn::Equals": [{Ref: Open}, x]}',
        '  Either: !Or [!Condition IsOpen, !Condition IsBig]',
        '  Round: !Not [!Condition Round]',
        'Resources:',
        '  F:',
        '    Type: AWS::Serverless::Function',
        '    Properties:',
        '      CodeUri: !Join [/, [src, !Ref Stage]]',
        '      Handler: !Sub ["${a}.${Stage}.${!b}", {a: !Select [1, [x, app]]}]',
        '      Runtime: !If [IsBig, python3.12, python3.11]',
        '      MemorySize: {"Fn::If": [Either, 1024, 128]}',
        '      Timeout: !If [IsOpen, 30, 60]',
        '      Architectures: [!If [Round, arm64, x86_64]]',
        '',
      ].join('\n'),
      'src/prod/requirements.txt': '',
    },
    {
      functions: ['F app.prod.${b} python3.12 zip 1024MiB @14'],
      joins: ['template.yaml → src/prod - -'],
    },
  ],
  'functions of aliases without end': [
    {
      'template.yaml': [
        'x: &a0 !Join ["", [a, b]]',
        ...Array.from({ length: 15 }, (_, at) => `x${at}: &a${at + 1} !Join ["", [${`*a${at}, `.repeat(10)}z]]`),
        'Resources: {F: {Type: AWS::Lambda::Function, Properties: {Handler: *a15, Runtime: nodejs22.x}}}',
        '',
      ].join('\n'),
    },
    { functions: ['F nodejs22.x zip @16'] },
  ],
  'serverless.yml: variables that the file settles, with alternatives': [
    {
      'serverless.yml':
        "service: x\ncustom: {memory: {dev: 128}, runtime: python3.11, loop: '${self:custom.loop}'}\nprovider: {name: aws, runtime: '${self:custom.runtime}', stage: \"${opt:stage, 'dev'}\", memorySize: '${self:custom.memory.${self:provider.stage}}'}\nfunctions:\n  a: {handler: a.h, timeout: '${env:T, 30}'}\n  b: {handler: b.h, timeout: '${env:T}', memorySize: '${self:custom.loop}', runtime: nodejs20.x}\n",
    },
    {
      functions: ['a a.h python3.11 zip 128MiB 30s @5', 'b b.h nodejs20.x zip @6'],
      demands: ['runtime:node 20.x preferred @6', 'runtime:python ==3.11.* preferred @2'],
    },
  ],
  'serverless.yml: values that need each other over and over': [
    {
      'serverless.yml': `service: x\ncustom:\n${Array.from({ length: 30 }, (_, index) => `  v${index}: '${`\${self:custom.v${index + 1}}`.repeat(40)}'\n`).join('')}  v30: ''\nprovider: {name: aws, runtime: nodejs18.x}\nfunctions:\n  a: {handler: a.h, description: '\${self:custom.v0}', memorySize: '\${self:custom.v0}'}\n`,
    },
    { functions: ['a a.h nodejs18.x zip @36'] },
  ],
  'serverless.yml: functions of other files': [
    {
      'serverless.yml':
        'service: x\nprovider: {name: aws, runtime: nodejs18.x}\nfunctions:\n  - ${file(./fns.yml)}\n  - ${file(./gone.yml)}\n  - c: ${file(./fns.yml):a}\n',
      'fns.yml': 'a: {handler: a.h}\n',
    },
    { functions: ['a a.h nodejs18.x zip @1', 'c a.h nodejs18.x zip @6'], diagnostics: ['serverless/external serverless.yml:5'] },
  ],
  'what esbuild or webpack bundles, by a plug-in, the framework itself, or SAM': [
    {
      'a/serverless.yml':
        'service: a\nplugins: [serverless-offline, serverless-esbuild]\nprovider: {name: aws}\nfunctions:\n  a: {handler: a.h}\n',
      'b/serverless.yml':
        'service: b\nbuild: {esbuild: {minify: true}}\nprovider: {name: aws}\nfunctions:\n  b: {handler: b.h}\n',
      'c/serverless.yml':
        'service: c\nplugins: {modules: [serverless-offline]}\nbuild: none\nprovider: {name: aws}\nfunctions:\n  c: {handler: c.h}\n',
      'template.yaml':
        'Resources:\n  S:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: s.h, CodeUri: s }\n    Metadata: { BuildMethod: esbuild }\n',
    },
    { functions: ['S s.h zip bundled @4', 'a a.h zip bundled @5', 'b b.h zip bundled @5', 'c c.h zip @6'] },
  ],
  'SAM: globals, parameters, events': [
    {
      'fn/template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nParameters:\n  Size: { Type: Number, Default: 512 }\nGlobals:\n  Function:\n    Runtime: python3.12\n    Timeout: 30\nResources:\n  One:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/\n      Handler: app.handler\n      MemorySize: !Ref Size\n      Events:\n        A: { Type: HttpApi }\n        B: { Type: Schedule }\n',
    },
    {
      functions: ['One app.handler python3.12 zip 512MiB 30s http,schedule @13'],
      demands: ['runtime:python ==3.12.* preferred @6'],
      joins: ['fn/template.yaml → fn/src - -'],
    },
  ],
  'mappings and URLs that are resources of their own': [
    {
      'template.yaml': [
        'Resources:',
        '  F: { Type: AWS::Lambda::Function, Properties: { Handler: a.h, Runtime: python3.12, Code: f } }',
        '  G: { Type: AWS::Lambda::Function, Properties: { Handler: b.h, Runtime: python3.12, Code: g } }',
        '  Q: { Type: AWS::SQS::Queue }',
        '  A: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref F, EventSourceArn: !GetAtt Q.Arn } }',
        '  B: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: { "Fn::GetAtt": [G, Arn] }, EventSourceArn: !ImportValue x } }',
        '  C: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !GetAtt G.Arn, AuthType: NONE } }',
        '  D: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Sub "${F.Arn}", SelfManagedEventSource: {} } }',
        '',
      ].join('\n'),
    },
    { functions: ['F a.h python3.12 zip sqs,kafka @2', 'G b.h python3.12 zip stream,http @3'] },
  ],
  'SAM: a URL': [
    {
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function, Properties: { Handler: a.h, CodeUri: f, FunctionUrlConfig: { AuthType: NONE } } }\n',
    },
    { functions: ['F a.h zip http @3'] },
  ],
  'SAM: an image, another architecture': [
    {
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      PackageType: Image\n      Architectures: [arm64]\n    Metadata:\n      DockerContext: ./svc\n      Dockerfile: Dockerfile\n',
    },
    { functions: ['F image arm64 @6'], demands: [], joins: ['template.yaml → svc svc/Dockerfile -'] },
  ],
  'CloudFormation: what only the stack knows is left open': [
    {
      'cfn.yaml':
        'Parameters:\n  R: { Type: String }\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: !Ref R\n      Handler: index.handler\n      Code: { S3Bucket: b, S3Key: k }\n',
    },
    { functions: ['F index.handler zip @8'], demands: [] },
  ],
  'a function that is there already: every way to hand its code over, and what it is called': [
    {
      't.yaml':
        'Parameters:\n  K: { Type: String }\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      FunctionName: take-in\n      PackageType: Zip\n      Code: { S3Bucket: { Ref: K }, S3Key: { Ref: K }, ZipFile: { Ref: K }, ImageUri: { Ref: K } }\n',
    },
    { functions: ['take-in index.handler nodejs22.x zip @8'], joins: ['t.yaml → - - take-in'] },
  ],
  'CloudFormation: code in a bucket is called after its archive': [
    {
      'cfn.yaml':
        'Parameters:\n  P: { Type: String }\nResources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: python3.13\n      Handler: index.handler\n      Code: { S3Bucket: b, S3Key: !Sub "${P}lambda/send-mail-1.2.0.zip" }\n',
    },
    { functions: ['F index.handler python3.13 zip @8'], joins: ['cfn.yaml → - - send-mail'] },
  ],
  'CloudFormation in JSON': [
    {
      'template.json':
        '{ "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": {\n "Runtime": "nodejs20.x", "Handler": "a.b" } } } }\n',
    },
    { functions: ['F a.b nodejs20.x zip @2'], demands: ['runtime:node 20.x preferred @2'] },
  ],
  'CloudFormation under the names that templates in JSON go by, and none that the CDK wrote': [
    {
      'shop.template':
        '{ "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "nodejs20.x", "Handler": "a.b" } } } }\n',
      'cart.template': 'Resources:\n  G: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.12, Handler: c.d } }\n',
      'web.template.json':
        '{ "Resources": { "H": { "Type": "AWS::Serverless::Function", "Properties": { "Handler": "e.f" } } } }\n',
      'Made.template.json':
        '{ "Resources": { "I": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "g.h" }, "Metadata": { "aws:cdk:path": "Made/I" } } } }\n',
      'nginx.template': 'server { listen 80; }\n',
    },
    { functions: ['F a.b nodejs20.x zip @1', 'G c.d python3.12 zip @2', 'H e.f zip @1'] },
  ],
  'Java, and runtimes that are none of ours': [
    {
      'template.yaml':
        'Resources:\n  A:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: java17, Handler: a.B }\n  B:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: provided.al2023, Handler: bootstrap }\n  C:\n    Type: AWS::Lambda::Function\n    Properties: { Runtime: java8.al2, Handler: c.D }\n',
    },
    { demands: ['runtime:jdk 17 preferred @4', 'runtime:jdk 8 preferred @10'] },
  ],
  'ECS: bridge, host and a network of its own': [
    {
      'task-definition.json':
        '{ "family": "x", "networkMode": "bridge", "containerDefinitions": [\n{ "name": "cart", "image": "own/cart",\n "portMappings": [{ "containerPort": 80, "hostPort": 8080 }, { "containerPort": 81, "hostPort": 0 }] }] }\n',
      'b/task-definition.json':
        '{ "networkMode": "awsvpc", "containerDefinitions": [\n{ "name": "web", "image": "own/web", "portMappings": [{ "containerPort": 90, "hostPort": 90 }] }] }\n',
      'c/task-definition.json':
        '{ "networkMode": "host", "containerDefinitions": [\n{ "name": "api", "image": "own/api", "portMappings": [{ "containerPort": 70 }] }] }\n',
    },
    {
      demands: [
        'port:70/tcp listens @2',
        'port:70/tcp published @2',
        'port:80/tcp listens @3',
        'port:8080/tcp published @3',
        'port:81/tcp listens @3',
        'port:90/tcp listens @2',
      ],
    },
  ],
  'serverless.yml: provider, own values, variables': [
    {
      'fn/serverless.yml':
        'service: x\nprovider:\n  name: aws\n  runtime: nodejs18.x\n  memorySize: 256\nfunctions:\n  a:\n    handler: src/a.handler\n    runtime: python3.11\n    events:\n      - http: GET /\n      - sqs: arn\n  b:\n    handler: src/b.handler\n    timeout: ${env:T}\n',
    },
    {
      functions: ['a src/a.handler python3.11 zip 256MiB http,sqs @7', 'b src/b.handler nodejs18.x zip 256MiB @13'],
      demands: ['runtime:node 18.x preferred @4', 'runtime:python ==3.11.* preferred @9'],
    },
  ],
  'a Procfile': [
    { Procfile: 'web: gunicorn -b :${PORT:-8000} app\nworker: celery -A app worker\nrelease: ./migrate\n# note\nno process\n' },
    {
      runs: [
        'release job [./migrate] @3',
        'web [gunicorn|-b|:${PORT:-8000}|app] 8000/tcp @1',
        'worker [celery|-A|app|worker] @2',
      ],
      demands: ['port:8000/tcp listens PORT @1'],
      diagnostics: ['procfile/syntax Procfile:5'],
    },
  ],
  'ports that applications are set to': [
    {
      'a/application.yml': 'server:\n  port: 8081\n',
      'b/application.properties': 'quarkus.http.port=${HTTP_PORT:9000}\n',
      'c/application.properties': 'server.port=0\n',
      'd/application-dev.yml': 'server:\n  port: 1234\n',
    },
    { demands: ['port:8081/tcp listens @2', 'port:9000/tcp listens HTTP_PORT @1'] },
  ],
  'ports of servers for management and gRPC beside the application’s own': [
    {
      'a/application.yml': 'server:\n  port: 8081\nmanagement:\n  server:\n    port: ${ADMIN_PORT:9081}\n',
      'a/application-dev.yml': 'management.server.port: 9999\n',
      'b/application.properties': 'management.server.port=-1\nspring.grpc.server.port=50051\n',
      'c/application.properties':
        'quarkus.management.port=9002\nquarkus.management.enabled=true\nquarkus.grpc.server.port=9003\n%prod.quarkus.grpc.server.port=9004\n',
      'd/application.properties':
        'quarkus.management.port=9005\nquarkus.grpc.server.port=9006\nquarkus.grpc.server.use-separate-server=false\n',
      'e/application.yml': 'grpc:\n  server:\n    host: catalog\n    port: 9007\nendpoints:\n  all:\n    port: 9008\n',
      'f/application.yml':
        'server:\n  applicationConnectors:\n    - type: http\n      port: ${PORT:-3002}\n  adminConnectors:\n    - port: 9900\n      type: http\n',
      'h/application.yml': 'endpoints:\n  all:\n    enabled: false\n    port: 9010\n',
      'g/application.yaml': 'ktor:\n  deployment:\n    port: "$PORT:8082"\n',
    },
    {
      demands: [
        'port:3002/tcp listens PORT @4',
        'port:50051/tcp listens grpc @2',
        'port:8081/tcp listens @2',
        'port:8082/tcp listens PORT @3',
        'port:9002/tcp listens management @1',
        'port:9004/tcp listens grpc @4',
        'port:9008/tcp listens management @7',
        'port:9081/tcp listens ADMIN_PORT management @5',
        'port:9900/tcp listens management @6',
      ],
    },
  ],
  'Nais: applications and jobs, with what a deployment fills in': [
    {
      'apps/api/.nais/prod.yaml':
        'apiVersion: "nais.io/v1alpha1"\nkind: "Application"\nmetadata:\n  name: api\nspec:\n  image: {{image}}\n  port: 8081\n  ingresses:\n    {{#each ingresses as |one|}}\n    - {{one}}\n    {{/each}}\n  resources: { limits: { memory: 512Mi } }\n  env:\n    - { name: SPRING_PROFILES_ACTIVE, value: prod }\n',
      'apps/web/nais.yml': 'apiVersion: nais.io/v1alpha1\nkind: Application\nmetadata: { name: "{{app}}" }\nspec:\n  image: x\n',
      'apps/clean/nais.yml':
        'kind: Naisjob\napiVersion: nais.io/v1\nmetadata: { name: clean }\nspec:\n  schedule: "0 3 * * *"\n  command: [java, -jar, app.jar]\n',
      'apps/queue/topic.yml': 'apiVersion: kafka.nais.io/v1\nkind: Topic\nmetadata: { name: queue }\nspec: { pool: prod }\n',
    },
    {
      demands: ['port:8080/tcp listens @5', 'port:8081/tcp listens @7'],
      traits: ['active-profiles prod @14', 'memory 512 @12'],
      joins: ['apps/api/.nais/prod.yaml → - - api', 'apps/clean/nais.yml → - - clean', 'apps/web/nais.yml → apps/web - -'],
    },
  ],
  'HOCON: Ktor and Play': [
    {
      'a/src/main/resources/application.conf':
        '# Ktor\nktor {\n  deployment {\n    port = 8080 // own\n    port = ${?PORT}\n  }\n  modules = [ a.module ]\n  list = [\n    { port = 1 }\n  ]\n}\n',
      'b/application.conf': 'ktor.deployment.port: 8081 # of Windows\r\n// port = 1\r\n',
      'c/conf/application.conf': 'db.default.port = 5432\nplay.server.http.port = 9001\n',
      'd/application.conf': 'akka {\n  remote { port = 1 }\n  http.port = 2\n}\n',
    },
    { demands: ['port:8080/tcp listens PORT @4', 'port:8081/tcp listens @1', 'port:9001/tcp listens @2'] },
  ],
  'Dropwizard: settings of a service by its module, or by its name': [
    {
      'web/pom.xml': '<project/>',
      'web/conf/web.yml': 'server:\n  applicationConnectors:\n    - type: http\n      port: 8082\n',
      'web/conf/web-dev.yml': 'server:\n  applicationConnectors:\n    - type: http\n      port: 8083\n',
      'configuration/cart.yml': 'server:\n  adminConnectors:\n    - type: http\n      port: 8085\n',
      'configuration/local/cart.yml': 'server:\n  adminConnectors:\n    - type: http\n      port: 8086\n',
    },
    {
      demands: ['port:8082/tcp listens @4', 'port:8085/tcp listens management @4'],
      joins: ['configuration/cart.yml → - - cart', 'web/conf/web.yml → web - -'],
    },
  ],
  'ports of the profiles that are active': [
    {
      'a/application.yml': 'spring:\n  profiles:\n    active: dev\nserver:\n  port: 8081\n',
      'a/application-dev.yml': '\nserver:\n  port: 8082\n',
      'a/application-live.yml': '\n\nserver:\n  port: 8083\n',
      'b/application.properties': 'spring.profiles.active=${PROFILE:base,dev}\n',
      'b/application-base.properties': '\nserver.port=8084\n',
      'b/application-dev.properties': '\n\nserver.port=8085\n',
      'c/application.yml':
        'server:\n  port: 8086\n---\nspring:\n  config:\n    activate:\n      on-profile: live\nserver:\n  port: 8087\n',
      'd/application.properties': 'spring.profiles.active=live\n#---\nspring.profiles=live\nserver.port=8088\n',
      'e/application.properties': 'quarkus.http.port=8089\n%dev.quarkus.http.port=8090\n%prod.quarkus.http.port=8091\n',
      'f/application.yml': 'spring:\n  profiles:\n    active: dev\nserver:\n  port: 8092\n',
      'f/application-dev.yml': 'server:\n  port: 0\n',
      // Properties go before YAML; a profile may bring others, as one that is included or as its group.
      'g/application.properties': 'server.port=8094\n',
      'g/application.yml': 'server:\n  port: 8093\n',
      'h/application.yml':
        'spring:\n  profiles:\n    active:\n      - live\n    group:\n      live: [web, db]\nserver:\n  port: 8095\n',
      'h/application-live.yml': 'server:\n  port: 8096\n',
      'h/application-web.yml': 'server:\n  port: 8097\n',
      'i/application.properties': 'spring.profiles.include[0]=web\nserver.port=8098\n',
      'i/application-web.properties': 'server.port=8099\n',
      'j/application.yml': 'server:\n  port: 8100\n',
      'j/application-default.yml': 'server:\n  port: 8101\n',
      'k/application.yml': 'server:\n  port: 8102\n---\nspring.config.activate.on-profile: "!dev"\nserver:\n  port: 8103\n',
    },
    {
      demands: [
        'port:8082/tcp listens @3',
        'port:8085/tcp listens @3',
        'port:8086/tcp listens @2',
        'port:8088/tcp listens @4',
        'port:8091/tcp listens @3',
        'port:8094/tcp listens @1',
        'port:8097/tcp listens @2',
        'port:8099/tcp listens @1',
        'port:8101/tcp listens @2',
        'port:8103/tcp listens @6',
      ],
    },
  ],
};

describe('functions, tasks and processes', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, expected]) => {
    expect(told(assembled(files), expected)).toEqual(expected);
  });
});

const VERSIONS: readonly (readonly [file: string, text: string, demands: readonly string[]])[] = [
  ['.nvmrc', 'v20.11.1\n', ['runtime:node 20.x @1']],
  ['.nvmrc', '# why\n18 # old\n', ['runtime:node 18.x @2']],
  ['.nvmrc', 'lts/iron\n', ['runtime:node 20.x @1']],
  ['.nvmrc', 'lts/*\n', []],
  ['.nvmrc', 'node\n', []],
  ['.node-version', '22\n', ['runtime:node 22.x @1']],
  ['.python-version', '3.11.4\n', ['runtime:python ==3.11.* @1']],
  ['.python-version', '3.9\n3.12\n', ['runtime:python ==3.9.* @1']],
  ['.python-version', 'my-virtualenv\n', []],
  ['.python-version', 'pypy3.10-7.3.12\n', ['runtime:python ==3.10.* @1']],
  ['.python-version', 'cpython@3.12\n', ['runtime:python ==3.12.* @1']],
  ['.java-version', '17.0\n', ['runtime:jdk 17 @1']],
  ['.java-version', '1.8\n', ['runtime:jdk 8 @1']],
  ['.java-version', 'corretto64-11.0.20\n', ['runtime:jdk 11 @1']],
  ['.java-version', 'openjdk64-1.8.0.292\n', ['runtime:jdk 8 @1']],
  // The width of a word, and numbers in the names of distributions, are no releases; GraalVM counts its own.
  ['.java-version', 'temurin64-21.0.1\n', ['runtime:jdk 21 @1']],
  ['.java-version', 'graalvm64-22.3.1\n', []],
  ['.tool-versions', 'java semeru-openj9-17.0.1+12_openj9-0.29.1\n', ['runtime:jdk 17 @1']],
  ['.tool-versions', 'java graalvm-22.3.1+java17\n', ['runtime:jdk 17 @1']],
  ['.tool-versions', 'java graalvm-community-21.0.2\n', ['runtime:jdk 21 @1']],
  ['.sdkmanrc', 'java=22.3.1.r17-grl\n', ['runtime:jdk 17 @1']],
  ['.sdkmanrc', '# x\njava=21.0.1-tem\ngradle=8.5\n', ['runtime:jdk 21 @2']],
  [
    '.tool-versions',
    'python 3.12.1 3.11.0\nnodejs 20.10.0\njava temurin-17.0.9+9\nruby 3.2\n',
    ['runtime:jdk 17 @3', 'runtime:node 20.x @2', 'runtime:python ==3.12.* @1'],
  ],
  ['.tool-versions', 'python system\n', []],
  [
    'mise.toml',
    '[tools]\npython = "3.12"\nnode = { version = "22" }\njava = ["21", "17"]\n',
    ['runtime:jdk 21 @4', 'runtime:node 22.x @3', 'runtime:python ==3.12.* @2'],
  ],
  ['runtime.txt', 'python-3.9.18\n', ['runtime:python ==3.9.* @1']],
  ['runtime.txt', 'R-4.1\n', []],
  ['system.properties', 'java.runtime.version=17\n', ['runtime:jdk 17 @1']],
  ['.nvmrc', '', []],
  ['.go-version', '1.22.3\n', ['runtime:go 1.22.3 @1']],
  ['.tool-versions', 'golang 1.22.1 1.21.0 # c\nrust 1.80\n', ['runtime:go 1.22.1 @1']],
];

describe('version files', () => {
  it.each(VERSIONS)('%s: %j', (file, text, demands) => {
    const strength = (one: string): string => (one.startsWith('runtime:go ') ? one : one.replace(' @', ' preferred @'));
    const expected: Told = { demands: demands.map(strength), diagnostics: [] };
    expect(told(assembled({ [`svc/${file}`]: text }), expected)).toEqual(expected);
  });

  it('that cannot be read are told', () => {
    expect(told(assembled({ 'mise.toml': '[tools\n' }), { diagnostics: [] })).toEqual({
      diagnostics: ['toml/syntax mise.toml:1'],
    });
  });
});
