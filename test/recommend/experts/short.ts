import { type ExpertCase, goMod, packageJson, pom, sam, serverless } from './case.ts';

/** A deployment whose pod has models on a claim. */
const claimed = (how: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: models }\nspec:\n  template:\n    spec:\n      containers:\n        - name: models\n          image: models:1\n          command: [gunicorn, app:app]\n          volumeMounts: [{ name: store, mountPath: /models, ${how} }]\n      volumes: [{ name: store, persistentVolumeClaim: { claimName: models } }]\n`;

/** Services of every kind in a few lines each: what decides is one library, one descriptor or one fact. */
export const SHORT: readonly ExpertCase[] = [
  {
    id: 'short: starlette spiky',
    files: {
      'requirements.txt': 'starlette==0.41.0\nuvicorn==0.32.0\n',
      'cohost.facts.yaml': 'traffic: spiky\nrequestsPerMonth: 20000\navgDurationMs: 100\nmemoryMiB: 256\n',
    },
    target: 'lambda-zip',
    says: ['cost-break-even', 'spiky-traffic'],
  },
  {
    id: 'short: arq',
    files: {
      'requirements.txt': 'arq==0.26.1\n',
      Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["arq","app.Settings"]\n',
    },
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'short: kafka in lambda',
    files: {
      'requirements.txt': 'kafka-python==2.0.2\naws-lambda-powertools==3.2.0\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n      Handler: app.handler\n      CodeUri: .\n      Events:\n        K: {Type: MSK, Properties: {}}\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'short: onnxruntime lambda',
    files: {
      'requirements.txt': 'onnxruntime==1.20.0\nnumpy==2.1.3\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n      Handler: app.handler\n      CodeUri: .\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'short: memory 16 GB',
    files: { 'requirements.txt': 'polars==1.12.0\n', 'cohost.facts.yaml': 'memoryMiB: 16384\njobSeconds: 100\n' },
    target: 'fargate',
    says: ['memory-limit'],
  },
  {
    id: 'short: weasyprint lambda',
    files: {
      'requirements.txt': 'weasyprint==62.3\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n      Handler: app.handler\n      CodeUri: .\n',
    },
    target: 'lambda-image',
    says: ['system-libs', 'already-serverless'],
  },
  {
    id: 'short: tesseract lambda image',
    files: {
      'requirements.txt': 'pytesseract==0.3.13\n',
      Dockerfile: 'FROM public.ecr.aws/lambda/python:3.12\nRUN dnf install -y tesseract\nCOPY app.py ./\nCMD ["app.handler"]\n',
    },
    target: 'lambda-image',
    says: ['already-serverless'],
  },
  {
    id: 'short: duckdb persistent fact',
    files: { 'requirements.txt': 'duckdb==1.1.3\nflask==3.0.3\n', 'cohost.facts.yaml': 'statefulDisk: true\n' },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'short: python 2.7 lambda',
    files: {
      'requirements.txt': 'boto3==1.17.0\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python2.7\n      Handler: a.h\n      CodeUri: .\n',
    },
    target: 'lambda-image',
    says: ['runtime-unsupported'],
  },
  {
    id: 'short: terraform lambda image',
    files: {
      'requirements.txt': 'opencv-python-headless==4.10.0.84\n',
      'main.tf':
        'resource "aws_lambda_function" "f" {\n  function_name = "f"\n  package_type = "Image"\n  image_uri = "x/y:1"\n  memory_size = 2048\n}\n',
      Dockerfile: 'FROM public.ecr.aws/lambda/python:3.12\nCOPY a.py ./\nCMD ["a.h"]\n',
    },
    target: 'lambda-image',
    says: ['already-serverless'],
  },
  {
    id: 'short: amqplib consumer',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node consumer.js"},"dependencies":{"amqplib":"^0.10.4"}}',
      Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node","consumer.js"]\n',
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'short: puppeteer zip',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node index.js"},"dependencies":{"puppeteer":"^23.0.0"}}',
      'serverless.yml': 'service: x\nprovider: {name: aws, runtime: nodejs22.x}\nfunctions: {a: {handler: index.handler}}\n',
    },
    target: 'lambda-image',
    says: ['browser'],
  },
  {
    id: 'short: dockerode',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node index.js"},"dependencies":{"dockerode":"^4.0.2"}}',
      'compose.yaml': 'services:\n  a:\n    build: .\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n',
    },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'short: go cgo share',
    files: {
      'go.mod': 'module example.com/svc\n\ngo 1.25\n\nrequire (\n	github.com/mattn/go-sqlite3 v1.14.24\n)\n',
      'cohost.yaml': 'hosts:\n  - {name: vm, share: allow, services: ["."]}\n',
      'cohost.facts.yaml': 'statefulDisk: true\n',
    },
    target: 'shared-host',
    says: ['shared-host-compatible'],
    silent: ['static-binary'],
  },
  {
    id: 'short: go dns server',
    files: {
      'go.mod': 'module example.com/svc\n\ngo 1.25\n\nrequire (\n	github.com/miekg/dns v1.1.62\n)\n',
      Dockerfile: 'FROM scratch\nCOPY s /s\nEXPOSE 53/udp\nENTRYPOINT ["/s"]\n',
    },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'short: spring tight cold start',
    files: {
      'pom.xml':
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>svc</artifactId><version>1</version><properties><maven.compiler.release>21</maven.compiler.release></properties><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>3.4.1</version></dependency><dependency><groupId>com.amazonaws.serverless</groupId><artifactId>aws-serverless-java-container-springboot3</artifactId><version>2.0.3</version></dependency></dependencies></project>',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: java21\n      Handler: a.B::c\n      CodeUri: .\n',
      'cohost.facts.yaml': 'coldStartBudgetMs: 200\n',
    },
    target: 'lambda-zip',
    says: ['cold-start', 'snapstart'],
  },
  {
    id: 'short: java 8 lambda',
    files: {
      'pom.xml':
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>svc</artifactId><version>1</version><properties><maven.compiler.release>8</maven.compiler.release></properties><dependencies><dependency><groupId>com.amazonaws</groupId><artifactId>aws-lambda-java-core</artifactId><version>1.2.3</version></dependency></dependencies></project>',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: java8\n      Handler: a.B::c\n      CodeUri: .\n',
    },
    target: 'lambda-image',
    says: ['runtime-unsupported'],
  },
  {
    id: 'short: render web',
    files: {
      'requirements.txt': 'flask==3.0.3\ngunicorn==23.0.0\n',
      'render.yaml': 'services:\n- {type: worker, name: w, startCommand: celery -A app worker}\n',
    },
    target: 'fargate',
  },
  {
    id: 'short: cronjob pandas',
    files: {
      'requirements.txt': 'pandas==2.2.3\n',
      'k8s.yaml':
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: svc}\nspec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: svc, image: acme/svc, command: [python, job.py]}]}}}}}\n',
      Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python","job.py"]\n',
    },
    target: 'fargate',
    silent: ['long-running-worker', 'scheduler'],
  },
  {
    id: 'short: celery only dev',
    files: {
      'pyproject.toml':
        '[project]\nname = "svc"\nversion = "1"\ndependencies = ["flask", "mangum"]\n[dependency-groups]\ndev = ["celery"]\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['long-running-worker'],
  },
  {
    id: 'short: torch optional extra',
    files: {
      'pyproject.toml':
        '[project]\nname = "svc"\nversion = "1"\ndependencies = ["boto3", "aws-lambda-powertools"]\n[project.optional-dependencies]\nml = ["torch"]\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['package-size'],
  },
  {
    id: 'short: ws in vite dev only',
    files: {
      'package.json':
        '{"name":"s","version":"1.0.0","scripts":{"start":"node i.js"},"dependencies":{"express":"^4"},"devDependencies":{"ws":"^8","puppeteer":"^23"}}',
    },
    target: 'fargate',
    silent: ['websocket', 'browser'],
  },
  {
    id: 'short: sqs consumer lambda sam',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node index.js"},"dependencies":{"@aws-sdk/client-sqs":"^3.0.0"}}',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      CodeUri: .\n      Events:\n        Q: {Type: SQS, Properties: {Queue: x}}\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'short: request 20 min',
    files: { 'requirements.txt': 'fastapi==0.115.6\nmangum==0.19.0\n', 'cohost.facts.yaml': 'requestSeconds: 1200\n' },
    target: 'fargate',
    says: ['timeout-15min'],
  },
  {
    id: 'short: gpu k8s limit',
    files: {
      'requirements.txt': 'torch==2.5.1\n',
      'k8s.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: svc}\nspec: {template: {spec: {containers: [{name: svc, image: acme/svc, resources: {limits: {nvidia.com/gpu: 1}}}]}}}\n',
    },
    target: 'container',
    says: ['gpu'],
  },
  {
    id: 'short: privileged k8s',
    files: {
      'go.mod': 'module example.com/svc\n\ngo 1.25\n\nrequire (\n	golang.org/x/sys v0.27.0\n)\n',
      'k8s.yaml':
        'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: svc}\nspec: {template: {spec: {hostPID: true, containers: [{name: svc, image: acme/svc, securityContext: {privileged: true}}]}}}\n',
    },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'short: statefulset claims',
    files: {
      'go.mod': 'module example.com/svc\n\ngo 1.25\n\nrequire (\n	go.etcd.io/bbolt v1.3.11\n)\n',
      'k8s.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: svc}\nspec: {template: {spec: {containers: [{name: svc, image: acme/svc}]}}, volumeClaimTemplates: [{metadata: {name: d}}]}\n',
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'short: opencv full lambda',
    files: {
      'requirements.txt': 'opencv-python==4.10.0.84\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      Handler: a.h\n      CodeUri: .\n',
    },
    target: 'lambda-image',
    says: ['system-libs'],
  },
  {
    id: 'short: opencv headless lambda',
    files: {
      'requirements.txt': 'opencv-python-headless==4.10.0.84\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      Handler: a.h\n      CodeUri: .\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['system-libs'],
  },
  {
    id: 'short: go cgo lambda zip',
    files: {
      'go.mod':
        'module example.com/svc\n\ngo 1.25\n\nrequire (\n	github.com/aws/aws-lambda-go v1.47.0\n	github.com/h2non/bimg v1.1.9\n)\n',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: provided.al2023\n      Handler: bootstrap\n      CodeUri: .\n',
    },
    target: 'lambda-image',
    says: ['system-libs'],
  },
  {
    id: 'short: java21 lambda quarkus native',
    files: {
      'pom.xml':
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>svc</artifactId><version>1</version><properties><maven.compiler.release>21</maven.compiler.release></properties><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-amazon-lambda</artifactId><version>3.16.0</version></dependency></dependencies></project>',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: provided.al2023\n      Handler: not.used\n      CodeUri: .\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'short: akka cluster',
    files: {
      'pom.xml':
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>svc</artifactId><version>1</version><properties><maven.compiler.release>21</maven.compiler.release></properties><dependencies><dependency><groupId>com.typesafe.akka</groupId><artifactId>akka-cluster-typed_2.13</artifactId><version>2.8.6</version></dependency></dependencies></project>',
    },
    target: 'fargate',
    says: ['clustered-state'],
  },
  {
    id: 'short: low traffic express',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node index.js"},"dependencies":{"express":"^4.21.0"}}',
      'cohost.facts.yaml': 'requestsPerMonth: 5000\navgDurationMs: 50\nmemoryMiB: 256\ntraffic: spiky\n',
    },
    target: 'lambda-zip',
    says: ['cost-break-even', 'http-adapter-needed'],
  },
  {
    id: 'short: huge traffic lambda',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node index.js"},"dependencies":{"@types/aws-lambda":"^8.10.0"}}',
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: i.h\n      CodeUri: .\n',
      'cohost.facts.yaml': 'requestsPerMonth: 900000000\navgDurationMs: 100\nmemoryMiB: 512\ntraffic: steady\n',
    },
    target: 'fargate',
    says: ['cost-break-even'],
  },
  {
    id: 'short: smtp server',
    files: {
      'requirements.txt': 'aiosmtpd==1.4.6\n',
      Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python","smtp.py"]\n',
    },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'short: nestjs lambda',
    files: {
      'package.json':
        '{"name":"svc","version":"1.0.0","engines":{"node":">=22"},"scripts":{"start":"node index.js"},"dependencies":{"@nestjs/core":"^10.0.0","@codegenie/serverless-express":"^4.15.0"}}',
      'serverless.yml':
        'service: x\ncustom: {rt: nodejs22.x}\nprovider: {name: aws, runtime: "${self:custom.rt}"}\nfunctions: {a: {handler: dist/lambda.handler, events: [{httpApi: "*"}]}}\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'short: a fact names a platform of its own',
    files: { 'requirements.txt': 'flask==3.1.0\n', 'cohost.facts.yaml': 'platform: kubernetes\n' },
    target: 'container',
    says: ['no-aws'],
  },
  {
    id: 'short: a scheduler beside an adapter would never fire in a function',
    files: { 'requirements.txt': 'fastapi==0.115.6\nmangum==0.19.0\napscheduler==3.11.0\n' },
    target: 'fargate',
    says: ['scheduler', 'already-serverless'],
  },
  {
    id: 'short: a scheduler library beside a handler is used for its syntax',
    files: {
      'requirements.txt': 'apscheduler==3.11.0\n',
      'template.yaml': sam('python3.13', 'jobs.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['scheduler'],
  },
  {
    id: 'short: a function that nothing maps a stream to produces',
    files: {
      'package.json': '{"name":"orders","version":"1.0.0","dependencies":{"kafkajs":"^2.2.4"}}',
      'serverless.yml': serverless('nodejs22.x', 'orders.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless', 'event-source-mapping', 'producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'short: a function that a stream is mapped to does not',
    files: {
      'package.json': '{"name":"orders","version":"1.0.0","dependencies":{"kafkajs":"^2.2.4"}}',
      'serverless.yml': `${serverless('nodejs22.x', 'orders.handler')}    events:\n      - msk: {arn: 'arn:aws:kafka:eu-west-1:1:cluster/a/b', topic: orders}\n`,
    },
    target: 'lambda-zip',
    says: ['already-serverless', 'event-source-mapping'],
    silent: ['producer-or-consumer', 'long-running-consumer'],
  },
  {
    id: 'short: a database in memory ends with the task too',
    files: {
      'pom.xml': pom('shop', ['org.springframework.boot:spring-boot-starter-web', 'com.h2database:h2::runtime'], { boot: true }),
    },
    target: 'fargate',
    says: ['stateful-store'],
  },
  {
    id: 'short: a database for tests keeps nothing',
    files: {
      'pom.xml': pom('shop', ['org.springframework.boot:spring-boot-starter-web', 'com.h2database:h2::test'], { boot: true }),
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'short: ws and nothing else serves',
    files: {
      'package.json': '{"name":"prices","version":"1.0.0","scripts":{"start":"node index.js"},"dependencies":{"ws":"^8.18.0"}}',
    },
    target: 'fargate',
    says: ['websocket', 'long-lived-process'],
  },
  {
    id: 'short: ws beside a queue worker listens to somebody',
    files: {
      'package.json':
        '{"name":"prices","version":"1.0.0","scripts":{"start":"node index.js"},"dependencies":{"ws":"^8.18.0","bullmq":"^5.34.0"}}',
    },
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['websocket'],
  },
  {
    id: 'short: aiohttp and nothing else serves',
    files: {
      'requirements.txt': 'aiohttp==3.11.11\n',
      Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python","main.py"]\n',
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
  },
  {
    id: 'short: aiohttp in a job asks others',
    files: {
      'requirements.txt': 'aiohttp==3.11.11\n',
      Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python","nightly.py"]\n',
    },
    target: 'fargate',
    silent: ['http-adapter-needed'],
  },
  {
    id: 'short: no function listens for mail',
    files: {
      'requirements.txt': 'aiosmtpd==1.4.6\n',
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'fargate',
    says: ['non-http-port', 'already-serverless'],
  },
  {
    id: 'short: a handler that asks by ssh serves nobody',
    files: {
      'requirements.txt': 'asyncssh==2.19.0\n',
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    silent: ['non-http-port'],
  },
  {
    id: 'short: spiders run on Twisted, and listen nowhere',
    files: { 'requirements.txt': 'scrapy==2.13.0\ntwisted==24.11.0\n', 'scrapy.cfg': '[settings]\ndefault = shops.settings\n' },
    target: 'fargate',
    silent: ['non-http-port'],
  },
  {
    id: 'short: a program listens with Twisted itself, and asks others over HTTP with it',
    files: {
      'requirements.txt': 'treq==24.9.1\ntwisted==24.11.0\n',
      'main.py': 'from twisted.internet import reactor\nreactor.listenTCP(9000, Echoes())\nreactor.run()\n',
      Dockerfile: 'FROM python:3.13\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "main.py"]\n',
    },
    target: 'fargate',
    says: ['non-http-port'],
  },
  {
    id: 'short: a program serves a site of Twisted’s, and asks others over HTTP with it',
    files: {
      'requirements.txt': 'treq==24.9.1\ntwisted==24.11.0\n',
      'main.py':
        'from twisted.internet import reactor\nfrom twisted.web.server import Site\nreactor.listenTCP(9000, Site(root))\nreactor.run()\n',
      Dockerfile: 'FROM python:3.13\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "main.py"]\n',
    },
    target: 'fargate',
    silent: ['non-http-port'],
  },
  {
    id: 'short: memory that no function has decides alone',
    files: { 'requirements.txt': 'networkx==3.4.2\n', 'cohost.facts.yaml': 'memoryMiB: 16384\n' },
    target: 'fargate',
    says: ['memory-limit'],
    silent: ['insufficient-evidence'],
  },
  {
    id: 'short: memory that a function has decides nothing',
    files: { 'requirements.txt': 'networkx==3.4.2\n', 'cohost.facts.yaml': 'memoryMiB: 10240\n' },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
  {
    id: 'short: programs of the system need an image, whatever is done with them',
    files: { 'requirements.txt': 'pdf2image==1.17.0\n' },
    target: 'fargate',
    says: ['system-libs'],
    silent: ['insufficient-evidence'],
  },
  {
    id: 'short: an exporter is scraped',
    files: { 'go.mod': goMod('exporter', ['github.com/prometheus/client_golang v1.20.5']) },
    target: 'fargate',
    says: ['metrics-pull'],
    silent: ['insufficient-evidence'],
  },
  {
    id: 'short: Quarkus has its own way into Lambda',
    files: { 'pom.xml': pom('api', ['io.quarkus:quarkus-rest:3.17.5']), 'cohost.facts.yaml': 'traffic: spiky\n' },
    target: 'lambda-zip',
    says: ['jvm-fast', 'spiky-traffic'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'short: a servlet container provides the API',
    files: { 'pom.xml': pom('site', ['jakarta.servlet:jakarta.servlet-api:6.1.0:provided']) },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['app-server', 'insufficient-evidence'],
  },
  {
    id: 'short: a browser in a function may crash as well',
    files: {
      'requirements.txt': 'playwright==1.49.1\n',
      Dockerfile: 'FROM public.ecr.aws/lambda/python:3.12\nRUN dnf install -y nss\nCOPY app.py ./\nCMD ["app.handler"]\n',
    },
    target: 'lambda-image',
    says: ['browser', 'blast-radius', 'already-serverless'],
  },
  {
    id: 'short: what is known to be heavy is not small for want of a measurement',
    files: {
      'requirements.txt': 'easyocr==1.7.2\nfastapi==0.115.6\nmangum==0.19.0\n',
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-image',
    says: ['package-size', 'resource-blast-radius', 'already-serverless'],
  },
  {
    id: 'short: what requires torch is as heavy',
    files: {
      'requirements.txt': 'accelerate==1.2.1\nboto3==1.35.90\n',
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-image',
    says: ['package-size'],
    silent: ['gpu'],
  },
  {
    id: 'short: a listener in the package com.example is no sample',
    files: {
      'pom.xml': pom('notify', ['org.springframework.boot:spring-boot-starter-amqp'], { boot: true }),
      'src/main/java/com/example/OrderListener.java':
        'package com.example;\nclass OrderListener {\n  @RabbitListener(queues = "orders")\n  void on(String order) {}\n}\n',
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'short: a listener among examples is one',
    files: {
      'pom.xml': pom('notify', ['org.springframework.boot:spring-boot-starter-amqp'], { boot: true }),
      'examples/src/main/java/com/acme/OrderListener.java':
        'package com.acme;\nclass OrderListener {\n  @RabbitListener(queues = "orders")\n  void on(String order) {}\n}\n',
    },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'short: an image says where its store lies',
    files: {
      'go.mod': goMod('ledger', ['go.etcd.io/bbolt v1.3.11']),
      Dockerfile: 'FROM scratch\nCOPY ledger /ledger\nVOLUME ["/data"]\nENTRYPOINT ["/ledger"]\n',
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'short: scratch space of an image keeps nothing',
    files: {
      'go.mod': goMod('ledger', ['go.etcd.io/bbolt v1.3.11']),
      Dockerfile: 'FROM scratch\nCOPY ledger /ledger\nVOLUME /tmp\nENTRYPOINT ["/ledger"]\n',
    },
    target: 'fargate',
    says: ['stateful-store'],
  },
  {
    id: 'short: a volume of an image without a store is scratch',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nVOLUME /cache\nCMD ["flask","run"]\n',
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'short: generated Python tells of the contract',
    files: {
      'requirements.txt': 'grpcio==1.68.1\nprotobuf==5.29.2\n',
      'rates/rates_pb2_grpc.py': 'import grpc\n\n\nclass RatesServicer(object):\n    pass\n',
      Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python","main.py"]\n',
    },
    target: 'fargate',
    says: ['grpc', 'long-lived-process'],
  },
  {
    id: 'short: generated Go tells of the contract, a web framework of its client',
    files: {
      'go.mod': goMod('gateway', ['google.golang.org/grpc v1.68.0', 'github.com/gin-gonic/gin v1.10.0']),
      'main.go': 'package main\n',
      'rates/rates_grpc.pb.go': 'package rates\n\nfunc RegisterRatesServer(s grpc.ServiceRegistrar, srv RatesServer) {}\n',
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['grpc'],
  },
  {
    id: 'short: generated Go tells of the contract',
    files: {
      'go.mod': goMod('rates', ['google.golang.org/grpc v1.68.0']),
      'main.go': 'package main\n',
      'rates/rates_grpc.pb.go': 'package rates\n\nfunc RegisterRatesServer(s grpc.ServiceRegistrar, srv RatesServer) {}\n',
    },
    target: 'fargate',
    says: ['grpc'],
  },
  {
    id: 'short: the source that the program begins with takes messages',
    files: {
      'go.mod': goMod('ledger', ['github.com/segmentio/kafka-go v0.4.47']),
      'main.go': 'package main\n\nfunc main() {\n\tr := kafka.NewReader(kafka.ReaderConfig{GroupID: "ledger"})\n\t_ = r\n}\n',
    },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
    silent: ['producer-or-consumer'],
  },
  {
    id: 'short: the source that the program begins with sends messages',
    files: {
      'go.mod': goMod('ledger', ['github.com/segmentio/kafka-go v0.4.47']),
      'main.go': 'package main\n\nfunc main() {\n\tw := &kafka.Writer{Topic: "ledger"}\n\t_ = w\n}\n',
    },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'short: a group in the environment of compose',
    files: {
      'requirements.txt': 'confluent-kafka==2.6.1\n',
      'compose.yaml': 'services:\n  stock:\n    build: .\n    environment:\n      KAFKA_GROUP_ID: stock\n',
    },
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'short: a group in the environment of a pod',
    files: {
      'stock/requirements.txt': 'confluent-kafka==2.6.1\n',
      'k8s/stock.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: stock}\nspec:\n  template:\n    spec:\n      containers:\n        - name: stock\n          image: registry.acme.io/stock:1\n          env:\n            - {name: ORDERS_CONSUMER_GROUP, value: stock}\n',
    },
    service: 'stock',
    target: 'fargate',
    says: ['long-running-consumer'],
  },
  {
    id: 'short: groups of logs and users are none of consumers',
    files: {
      'requirements.txt': 'confluent-kafka==2.6.1\n',
      'compose.yaml':
        'services:\n  stock:\n    build: .\n    environment:\n      GROUP_ID: "1000"\n      AWS_LOG_GROUP: stock\n      KAFKA_CONSUMER_GROUP: ""\n',
    },
    target: 'fargate',
    says: ['producer-or-consumer'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'short: logs on a volume are no state',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'compose.yaml':
        'services:\n  shop:\n    build: .\n    volumes:\n      - /srv/shop/logs:/var/logs\n      - shop-logs:/app/log:rw\nvolumes:\n  shop-logs:\n',
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'short: a log of transactions is state',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'compose.yaml':
        'services:\n  shop:\n    build: .\n    volumes:\n      - transaction-log:/data\nvolumes:\n  transaction-log:\n',
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'short: volumes called after what is made again are none',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'compose.yaml':
        'services:\n  shop:\n    build: .\n    volumes:\n      - shop_tmp:/work\n      - models:/root/.cache/models\n      - model-cache:/models\nvolumes:\n  shop_tmp:\n  models:\n  model-cache:\n',
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'short: what a build fetched is no state',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'compose.yaml':
        'services:\n  shop:\n    build: .\n    volumes:\n      - m2:/root/.m2/repository\n      - hub:/home/app/.cache/huggingface\n      - mods:/go/pkg/mod\nvolumes:\n  m2:\n  hub:\n  mods:\n',
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'short: a claim that is only read is no state',
    files: { 'requirements.txt': 'flask==3.1.0\n', 'k8s/app.yaml': claimed('readOnly: true') },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'short: a claim that one container writes to is state',
    files: { 'requirements.txt': 'flask==3.1.0\n', 'k8s/app.yaml': claimed('readOnly: false') },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'short: Quarkus has one extension for both sides of gRPC, and what serves HTTP calls with it',
    files: {
      'pom.xml': pom('fights', ['io.quarkus:quarkus-rest-jackson:3.17.5', 'io.quarkus:quarkus-grpc:3.17.5']),
      'src/main/proto/places.proto': 'syntax = "proto3";\nservice Places { rpc Find (Query) returns (Place); }\n',
    },
    target: 'fargate',
    silent: ['grpc'],
  },
  {
    id: 'short: Quarkus serves gRPC where it serves nothing else',
    files: { 'pom.xml': pom('places', ['io.quarkus:quarkus-grpc:3.17.5']) },
    target: 'fargate',
    first: 'grpc',
  },
  {
    id: 'short: ws beside a framework of pages is a client',
    files: { 'package.json': packageJson('site', { nuxt: '^3.14.0', ws: '^8.18.0' }) },
    target: 'fargate',
    first: 'http-adapter-needed',
    silent: ['websocket'],
  },
  {
    id: 'short: ws beside Nest without its websockets is a client',
    files: {
      'package.json': packageJson('api', { '@nestjs/core': '^11.0.0', '@nestjs/platform-express': '^11.0.0', ws: '^8.18.0' }),
    },
    target: 'fargate',
    silent: ['websocket'],
  },
  {
    id: 'short: ws beside Express is its server',
    files: { 'package.json': packageJson('chat', { express: '^5.0.0', next: '^15.0.0', ws: '^8.18.0' }) },
    target: 'fargate',
    first: 'websocket',
  },
  {
    id: 'short: a command in an image is a command',
    files: {
      'go.mod': goMod('example.com/paint', ['github.com/spf13/cobra v1.8.1']),
      Dockerfile: 'FROM gcr.io/distroless/static\nCOPY paint /usr/local/bin/paint\nENTRYPOINT ["/usr/local/bin/paint"]\n',
    },
    target: 'insufficient-evidence',
    first: 'command-line',
  },
  {
    id: 'short: a command that opens a port serves',
    files: {
      'go.mod': goMod('example.com/paint', ['github.com/spf13/cobra v1.8.1']),
      Dockerfile:
        'FROM gcr.io/distroless/static\nCOPY paint /usr/local/bin/paint\nEXPOSE 8080\nENTRYPOINT ["/usr/local/bin/paint"]\n',
    },
    target: 'fargate',
    silent: ['command-line'],
  },
  {
    id: 'short: a Python program for people is a command',
    files: {
      'pyproject.toml':
        '[project]\nname = "paint-admin"\nversion = "1"\ndependencies = ["typer==0.21.1", "httpx==0.28.1"]\n[project.scripts]\npaint = "paint_admin.cli:app"\n',
    },
    target: 'insufficient-evidence',
    first: 'command-line',
  },
  {
    id: 'short: a Node program for people is a command',
    files: {
      'package.json': packageJson('paint-admin', { commander: '^14.0.0' }, { private: true, bin: 'cli.js' }),
      'cli.js': '',
    },
    target: 'insufficient-evidence',
    first: 'command-line',
  },
  {
    id: 'short: so is one that keeps what it finds in a file, and takes what a module talks to a broker with',
    files: {
      'package.json': '{ "name": "all", "private": true, "workspaces": ["*"] }',
      'bus/package.json': packageJson('@paint/bus', { nats: '^2.29.0' }, { private: true, main: 'index.js' }),
      'paint/package.json': packageJson(
        'paint',
        { '@clack/prompts': '^1.0.0', 'better-sqlite3': '^12.0.0', '@paint/bus': '*', vite: '^7.0.0', svelte: '^5.0.0' },
        { private: true, bin: 'cli.js' },
      ),
      'paint/cli.js': '',
    },
    service: 'paint',
    target: 'insufficient-evidence',
    first: 'command-line',
    silent: ['static-site', 'producer-or-consumer'],
  },
  {
    id: 'short: so is one without a library for it',
    files: {
      'pyproject.toml':
        '[project]\nname = "paint-admin"\nversion = "1"\ndependencies = ["click==8.3.0"]\n[project.scripts]\npaint = "paint_admin.cli:app"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    },
    target: 'insufficient-evidence',
    first: 'command-line',
  },
  {
    id: 'short: an app of CDK takes names from a module beside it',
    files: {
      'package.json': '{ "name": "all", "private": true, "workspaces": ["*"] }',
      'names/package.json': packageJson('@paint/names', { zod: '^4.0.0' }, { private: true, main: 'index.js' }),
      'infra/package.json': packageJson(
        'infra',
        { '@paint/names': '*' },
        { private: true, devDependencies: { 'aws-cdk': '2.1100.0', 'aws-cdk-lib': '2.200.0', dotenv: '17.0.0' } },
      ),
    },
    service: 'infra',
    target: 'insufficient-evidence',
    first: 'deploys-others',
  },
  {
    id: 'short: a server that reads its options with a library for commands serves',
    files: { 'package.json': packageJson('paint', { commander: '^14.0.0', express: '^5.0.0' }) },
    target: 'fargate',
    silent: ['command-line'],
  },
  {
    id: 'short: documentation built at the root takes a service along and is none of it',
    files: {
      'api/package.json': packageJson('paint-api', { express: '^5.0.0' }),
      'api/Dockerfile': 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "api.js"]\n',
      'docs/package.json': packageJson('paint-docs', { gatsby: '^5.0.0' }),
      'Dockerfile.docs':
        'FROM node:22\nWORKDIR /app/docs\nCOPY ./docs/package* ./\nRUN npm ci\nCOPY ./api ../api\nCOPY ./docs .\nCMD ["npm", "run", "worker"]\n',
      'compose.yaml':
        'services:\n  api: { build: ./api, ports: ["80:3000"] }\n  docs: { build: { context: ., dockerfile: Dockerfile.docs }, privileged: true, ports: ["4000:4000"] }\n',
    },
    service: 'api',
    target: 'fargate',
    silent: ['privileged'],
  },
  {
    id: 'short: a client of DNS in an operator serves none',
    files: {
      'go.mod': goMod('example.com/names', ['sigs.k8s.io/controller-runtime v0.19.1', 'github.com/miekg/dns v1.1.62']),
    },
    target: 'container',
    first: 'watch-loop',
    silent: ['non-http-port'],
  },
  {
    id: 'short: tools of an image say nothing of its code',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      Dockerfile:
        'FROM cgr.dev/chainguard/wolfi-base\nRUN apk add --no-cache python-3.13 shadow pkg-config crypto-policies-scripts\nCOPY . .\nCMD ["flask","run"]\n',
    },
    target: 'fargate',
    silent: ['system-libs'],
  },
  {
    id: 'short: what Heroku runs around a release is no process',
    files: {
      'requirements.txt': 'django==5.1.0\ngunicorn==23.0.0\n',
      Procfile: 'web: gunicorn shop.wsgi\nrelease: ./manage.py migrate\n',
    },
    target: 'fargate',
    first: 'http-adapter-needed',
  },
  {
    id: 'short: an app of Architect is written for Lambda',
    files: {
      'package.json': packageJson('shop', { '@remix-run/node': '^2.15.0', '@remix-run/architect': '^2.15.0' }),
      'app.arc': '@app\nshop\n\n@http\n/*\n  method any\n  src server # made by the build\n\n@aws\nruntime nodejs22.x\n',
    },
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  {
    id: 'short: services that azd deploys are for Azure',
    files: {
      'package.json': packageJson('search', { fastify: '^5.0.0' }),
      'azure.yaml': 'name: search\nservices:\n  search:\n    project: .\n    language: ts\n    host: containerapp\n',
    },
    target: 'container',
    first: 'no-aws',
  },
  {
    id: 'short: pages whose bundler only its plugin brings',
    files: {
      'package.json': packageJson(
        'console',
        { react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { dev: 'vite', build: 'tsc -b && vite build' }, devDependencies: { '@vitejs/plugin-react-swc': '^3.5.0' } },
      ),
    },
    target: 'container',
    first: 'static-site',
  },
  {
    id: 'short: a command that starts containers is a command',
    files: {
      'pyproject.toml':
        '[project]\nname = "fleetctl"\nversion = "1.0.0"\ndependencies = ["click>=8.1", "docker>=7.1"]\n[project.scripts]\nfleetctl = "fleetctl.main:cli"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    },
    target: 'insufficient-evidence',
    says: ['command-line'],
  },
  {
    id: 'short: the client of a room that others keep',
    files: {
      'package.json': packageJson('rooms', { yjs: '^13.6.0', 'y-websocket': '^2.0.0' }, { main: 'index.js' }),
      'index.js': "import { WebsocketProvider } from 'y-websocket';\n",
    },
    target: 'fargate',
    silent: ['websocket'],
  },
  {
    id: 'short: the room itself',
    files: {
      'package.json': packageJson('rooms', { 'y-websocket': '^2.0.0' }, { scripts: { start: 'y-websocket' } }),
    },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'short: a debugger attaches within a task',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'compose.yaml': 'services:\n  app:\n    build: .\n    cap_add: [SYS_PTRACE]\n',
    },
    target: 'fargate',
    silent: ['privileged'],
  },
  {
    id: 'short: modules of the kernel',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'compose.yaml': 'services:\n  app:\n    build: .\n    cap_add: [CAP_SYS_MODULE]\n',
    },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'short: all jobs there are',
    files: {
      'package.json': packageJson('mails', { agenda: '^5.0.0', mongoose: '^8.9.0' }, { scripts: { start: 'node jobs.js' } }),
    },
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'short: one job that hands out work',
    files: {
      'package.json': packageJson('mails', { bullmq: '^5.34.0' }, { scripts: { start: 'node nightly-job.js' } }),
    },
    target: 'fargate',
    silent: ['long-running-worker'],
  },
  {
    id: 'short: a worker beside a server is no server',
    files: {
      Procfile: 'web: node server.js\nworker: node worker.js\n',
      'package.json': packageJson('orders', { express: '^4.21.0', bullmq: '^5.34.0' }),
    },
    process: 'worker',
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['web-functions'],
  },
  {
    id: 'short: a layer brings the program',
    files: {
      'requirements.txt': 'ffmpeg-python==0.2.0\n',
      'template.yaml': sam('python3.13', 'app.handler', 'Layers:', '  - arn:aws:lambda:eu-west-1:123456789012:layer:ffmpeg:3'),
    },
    target: 'lambda-zip',
    silent: ['system-libs'],
  },
  {
    id: 'short: a layer of something else',
    files: {
      'requirements.txt': 'ffmpeg-python==0.2.0\n',
      'template.yaml': sam('python3.13', 'app.handler', 'Layers:', '  - arn:aws:lambda:eu-west-1:123456789012:layer:insights:3'),
    },
    target: 'lambda-image',
    says: ['system-libs'],
  },
  {
    id: 'short: a browser in a layer of Terraform',
    files: {
      'requirements.txt': 'selenium==4.27.1\n',
      'main.tf':
        'resource "aws_lambda_function" "shots" {\n  function_name = "shots"\n  filename = "shots.zip"\n  runtime = "python3.13"\n  handler = "app.handler"\n  role = "r"\n  layers = [aws_lambda_layer_version.chromium.arn]\n}\n',
    },
    target: 'lambda-zip',
    silent: ['browser'],
  },
];
