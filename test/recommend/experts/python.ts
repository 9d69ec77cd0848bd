import { type ExpertCase, lines, pythonImage, sam, serverless } from './case.ts';

export const PYTHON: readonly ExpertCase[] = [
  {
    id: 'flask behind gunicorn',
    files: { 'requirements.txt': lines('flask==3.1.0', 'gunicorn==23.0.0'), Dockerfile: pythonImage(['gunicorn', 'app:app']) },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['already-serverless', 'gpu', 'package-size'],
  },
  {
    id: 'flask with a WSGI adapter and a template',
    files: { 'requirements.txt': lines('flask==3.1.0', 'apig-wsgi==2.20.0'), 'template.yml': sam('python3.13', 'app.handler') },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'chalice',
    files: {
      'requirements.txt': lines('chalice==1.32.0'),
      '.chalice/config.json': '{"version": "2.0", "app_name": "hello", "stages": {"dev": {"api_gateway_stage": "api"}}}\n',
      'app.py': lines('from chalice import Chalice', "app = Chalice(app_name='hello')"),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'zappa settings without zappa among the requirements',
    files: {
      'requirements.txt': lines('flask==3.1.0'),
      'zappa_settings.json':
        '{"production": {"app_function": "app.app", "aws_region": "eu-west-1", "runtime": "python3.13", "s3_bucket": "b"}}\n',
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'pandas and pyarrow are too large for a zip',
    files: {
      'requirements.txt': lines('pandas==3.1.1', 'pyarrow==26.0.1', 'boto3==1.42.0'),
      'serverless.yml': serverless('python3.13', 'etl.handler'),
    },
    target: 'lambda-image',
    says: ['package-size', 'already-serverless'],
  },
  {
    id: 'scientific stack near the limit',
    files: {
      'requirements.txt': lines('pandas==3.1.1', 'scikit-learn==1.9.1'),
      'template.yaml': sam('python3.13', 'score.handler'),
    },
    target: 'lambda-zip',
    says: ['package-size', 'already-serverless'],
  },
  {
    id: 'sentence-transformers behind a zip function',
    files: {
      'requirements.txt': lines('sentence-transformers==3.3.1', 'mangum==0.19.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-image',
    says: ['package-size', 'already-serverless'],
    silent: ['gpu'],
  },
  {
    id: 'torch served over HTTP',
    files: {
      'requirements.txt': lines('torch==2.5.1', 'fastapi==0.115.6', 'uvicorn==0.34.0'),
      Dockerfile: pythonImage(['uvicorn', 'app:app', '--host', '0.0.0.0']),
    },
    target: 'fargate',
    says: ['package-size'],
    silent: ['gpu'],
  },
  {
    id: 'psycopg2 needs libpq',
    files: {
      'requirements.txt': lines('psycopg2==2.9.10', 'aws-lambda-powertools==3.3.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-image',
    says: ['system-libs', 'already-serverless'],
  },
  {
    id: 'psycopg2-binary brings libpq',
    files: {
      'requirements.txt': lines('psycopg2-binary==2.9.10', 'mangum==0.19.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['system-libs'],
  },
  {
    id: 'celery behind a supervisor command',
    files: {
      'requirements.txt': lines('celery==5.4.0', 'django==5.1.4'),
      Dockerfile: pythonImage(['celery', '-A', 'proj', 'worker', '--loglevel=INFO', '--concurrency=4']),
    },
    target: 'fargate',
    says: ['long-running-worker', 'long-lived-process'],
    silent: ['websocket', 'scheduler'],
  },
  {
    id: 'dramatiq',
    files: { 'requirements.txt': lines('dramatiq[redis]==1.17.1'), Procfile: 'worker: dramatiq tasks\n' },
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'a consumer of RabbitMQ',
    files: { 'requirements.txt': lines('pika==1.3.2'), Dockerfile: pythonImage(['python', 'consumer.py']) },
    target: 'fargate',
    says: ['long-running-consumer', 'event-source-mapping'],
  },
  {
    id: 'a web service that publishes to RabbitMQ',
    files: {
      'requirements.txt': lines('pika==1.3.2', 'flask==3.1.0', 'gunicorn==23.0.0'),
      Dockerfile: pythonImage(['gunicorn', '-b', '0.0.0.0:8000', 'app:app']),
    },
    target: 'fargate',
    says: ['producer-or-consumer', 'http-adapter-needed'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'MQTT has no mapping',
    files: { 'requirements.txt': lines('paho-mqtt==2.1.0'), Dockerfile: pythonImage(['python', '-m', 'telemetry.subscriber']) },
    target: 'fargate',
    says: ['long-running-consumer'],
    silent: ['event-source-mapping'],
  },
  {
    id: 'a Kafka client beside a handler',
    files: {
      'requirements.txt': lines('confluent-kafka==2.6.1', 'aws-lambda-powertools==3.3.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless', 'event-source-mapping'],
    silent: ['long-running-consumer'],
  },
  {
    id: 'faust keeps tables',
    files: {
      'requirements.txt': lines('faust-streaming==0.11.3'),
      Dockerfile: pythonImage(['faust', '-A', 'app', 'worker', '-l', 'info']),
    },
    target: 'fargate',
    says: ['stateful-stream'],
  },
  {
    id: 'a Temporal worker',
    files: { 'requirements.txt': lines('temporalio==1.8.0'), Dockerfile: pythonImage(['python', 'worker.py']) },
    target: 'fargate',
    says: ['workflow-worker'],
  },
  {
    id: 'apscheduler',
    files: {
      'requirements.txt': lines('apscheduler==3.11.0', 'requests==2.32.3'),
      Dockerfile: pythonImage(['python', 'clock.py']),
    },
    target: 'fargate',
    says: ['scheduler'],
  },
  {
    id: 'apscheduler left beside a handler',
    files: {
      'requirements.txt': lines('apscheduler==3.11.0', 'mangum==0.19.0', 'fastapi==0.115.6'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['scheduler'],
  },
  {
    id: 'flask-socketio',
    files: { 'requirements.txt': lines('flask-socketio==5.4.1', 'flask==3.1.0'), Dockerfile: pythonImage(['python', 'app.py']) },
    target: 'fargate',
    says: ['websocket', 'long-lived-process'],
  },
  {
    id: 'jupyterlab',
    files: { 'requirements.txt': lines('jupyterlab==4.3.3'), Dockerfile: pythonImage(['jupyter', 'lab', '--ip=0.0.0.0']) },
    target: 'fargate',
    says: ['websocket'],
  },
  {
    id: 'gRPC server with its contract',
    files: {
      'requirements.txt': lines('grpcio==1.68.0', 'protobuf==5.28.3'),
      'protos/rates.proto': lines(
        'syntax = "proto3";',
        'service Rates { rpc Get(Req) returns (Res); }',
        'message Req {}',
        'message Res {}',
      ),
      Dockerfile: pythonImage(['python', 'server.py'], 'EXPOSE 50051'),
    },
    target: 'fargate',
    says: ['grpc', 'long-lived-process'],
  },
  {
    id: 'gRPC client of a web service',
    files: {
      'requirements.txt': lines('grpcio==1.68.0', 'flask==3.1.0', 'gunicorn==23.0.0'),
      Dockerfile: pythonImage(['gunicorn', '-b', ':8080', 'app:app'], 'EXPOSE 8080'),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['grpc'],
  },
  {
    id: 'SMTP server',
    files: { 'requirements.txt': lines('aiosmtpd==1.4.6'), Dockerfile: pythonImage(['python', 'mail.py'], 'EXPOSE 2525') },
    target: 'fargate',
    says: ['non-http-port', 'long-lived-process'],
  },
  {
    id: 'Kubernetes operator',
    files: {
      'requirements.txt': lines('kopf==1.37.4', 'kubernetes==31.0.0'),
      Dockerfile: pythonImage(['kopf', 'run', 'handlers.py']),
    },
    target: 'container',
    says: ['watch-loop'],
  },
  {
    id: 'pyspark',
    files: { 'requirements.txt': lines('pyspark==3.5.3'), Dockerfile: pythonImage(['spark-submit', 'job.py']) },
    target: 'fargate',
    says: ['distributed-compute'],
  },
  {
    id: 'CUDA by package',
    files: {
      'requirements.txt': lines('onnxruntime-gpu==1.20.1', 'fastapi==0.115.6'),
      Dockerfile: pythonImage(['uvicorn', 'app:app']),
    },
    target: 'container',
    says: ['gpu'],
  },
  {
    id: 'a GPU that Kubernetes gives',
    files: {
      'requirements.txt': lines('torch==2.5.1'),
      Dockerfile: pythonImage(['python', 'serve.py']),
      'k8s/deployment.yaml': lines(
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: {name: infer}',
        'spec:',
        '  selector: {matchLabels: {app: infer}}',
        '  template:',
        '    metadata: {labels: {app: infer}}',
        '    spec:',
        '      containers:',
        '        - name: infer',
        '          image: infer:1',
        '          resources: {limits: {nvidia.com/gpu: 1}}',
      ),
    },
    target: 'container',
    says: ['gpu'],
  },
  {
    id: 'packet sniffer',
    files: { 'requirements.txt': lines('scapy==2.6.1'), Dockerfile: pythonImage(['python', 'sniff.py']) },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'serial port',
    files: { 'requirements.txt': lines('pyserial==3.5'), Dockerfile: pythonImage(['python', 'gateway.py']) },
    target: 'container',
    says: ['hardware'],
  },
  {
    id: 'data on a named volume',
    files: {
      'requirements.txt': lines('tinydb==4.8.2', 'flask==3.1.0'),
      Dockerfile: pythonImage(['flask', 'run']),
      'compose.yaml': lines(
        'services:',
        '  app:',
        '    build: .',
        '    volumes:',
        '      - data:/app/data',
        'volumes:',
        '  data: {}',
      ),
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'a cache on disk beside a handler',
    files: {
      'requirements.txt': lines('diskcache==5.6.3', 'aws-lambda-powertools==3.3.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
      'cohost.facts.yaml': 'statefulDisk: false\n',
    },
    target: 'lambda-zip',
    silent: ['stateful-store'],
  },
  {
    id: 'a dead runtime',
    files: { 'requirements.txt': lines('aws-lambda-powertools==2.43.1'), 'template.yaml': sam('python3.8', 'app.handler') },
    target: 'lambda-image',
    says: ['runtime-unsupported', 'already-serverless'],
  },
  {
    id: 'a deprecated runtime',
    files: { 'requirements.txt': lines('aws-lambda-powertools==2.43.1'), 'template.yaml': sam('python3.9', 'app.handler') },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
  },
  {
    id: 'code for Python 3.8 only',
    files: {
      'pyproject.toml': lines(
        '[project]',
        'name = "old"',
        'version = "1"',
        'requires-python = ">=3.7,<3.9"',
        'dependencies = ["mangum", "fastapi"]',
      ),
      'template.yaml': sam('python3.13', 'app.handler').replace('      Runtime: python3.13\n', ''),
    },
    target: 'lambda-image',
    says: ['runtime-unsupported'],
  },
  {
    id: 'a nightly CronJob of twenty minutes',
    files: {
      'requirements.txt': lines('pandas==3.1.1'),
      Dockerfile: pythonImage(['python', 'nightly.py']),
      'cohost.facts.yaml': lines('jobSeconds: 1200', 'memoryMiB: 2048'),
    },
    target: 'fargate',
    says: ['timeout-15min', 'managed-instances'],
    silent: ['websocket', 'declare-facts'],
  },
  {
    id: 'a number cruncher of unknown length',
    files: { 'requirements.txt': lines('numpy==2.5.5', 'sympy==1.13'), Dockerfile: pythonImage(['python', 'main.py']) },
    target: 'fargate',
    says: ['declare-facts'],
    silent: ['timeout-15min'],
  },
  {
    id: 'memory over what a function gets',
    files: {
      'requirements.txt': lines('polars==2.1.0'),
      'serverless.yml': serverless('python3.13', 'h.handler'),
      'cohost.facts.yaml': 'memoryMiB: 16384\n',
    },
    target: 'fargate',
    says: ['memory-limit'],
  },
  {
    id: 'large uploads through a function',
    files: {
      'requirements.txt': lines('fastapi==0.115.6', 'mangum==0.19.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
      'cohost.facts.yaml': 'payloadMiB: 25\n',
    },
    target: 'lambda-zip',
    says: ['payload-limit', 'already-serverless'],
  },
  {
    id: 'large uploads, no handler yet, spiky',
    files: {
      'requirements.txt': lines('flask==3.1.0'),
      Dockerfile: pythonImage(['gunicorn', 'app:app']),
      'cohost.facts.yaml': lines('payloadMiB: 25', 'traffic: spiky'),
    },
    target: 'fargate',
    says: ['payload-limit', 'spiky-traffic'],
  },
  {
    id: 'declared spiky, rarely called',
    files: {
      'requirements.txt': lines('flask==3.1.0'),
      Dockerfile: pythonImage(['gunicorn', 'app:app']),
      'cohost.facts.yaml': lines('requestsPerMonth: 50000', 'avgDurationMs: 120', 'memoryMiB: 256', 'traffic: spiky'),
    },
    target: 'lambda-zip',
    says: ['cost-break-even', 'spiky-traffic', 'http-adapter-needed'],
  },
  {
    id: 'a handler that is called without pause',
    files: {
      'requirements.txt': lines('fastapi==0.115.6', 'mangum==0.19.0'),
      'template.yaml': sam('python3.13', 'app.handler'),
      'cohost.facts.yaml': lines('requestsPerMonth: 400000000', 'avgDurationMs: 150', 'memoryMiB: 512', 'traffic: steady'),
    },
    target: 'fargate',
    says: ['cost-break-even', 'steady-traffic', 'already-serverless'],
  },
  {
    id: 'selenium in a function image',
    files: {
      'requirements.txt': lines('selenium==4.27.1', 'awslambdaric==3.0.0'),
      Dockerfile: lines(
        'FROM public.ecr.aws/lambda/python:3.12',
        'RUN dnf install -y chromium chromedriver',
        'COPY . ${LAMBDA_TASK_ROOT}',
        'CMD ["app.handler"]',
      ),
    },
    target: 'lambda-image',
    says: ['browser', 'already-serverless'],
  },
  {
    id: 'scraped metrics',
    files: {
      'requirements.txt': lines('prometheus-client==0.21.1', 'flask==3.1.0'),
      Dockerfile: pythonImage(['gunicorn', 'app:app']),
    },
    target: 'fargate',
    says: ['metrics-pull'],
  },
  {
    id: 'pools in a function',
    files: {
      'requirements.txt': lines('asyncpg==0.30.0', 'mangum==0.19.0', 'fastapi==0.115.6'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    says: ['db-connections'],
  },
  {
    id: 'nothing but plain libraries',
    files: { 'requirements.txt': lines('requests==2.32.3', 'pydantic==2.10.4'), 'lib.py': 'import requests\n' },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
  {
    id: 'a function of another cloud',
    files: {
      'requirements.txt': lines('flask==3.1.0', 'functions-framework==3.8.2'),
      'serverless.yml': serverless('python312', 'main.handler', 'google'),
    },
    target: 'fargate',
    silent: ['already-serverless'],
  },
  {
    id: 'tests and tools say nothing',
    files: {
      'pyproject.toml': lines(
        '[project]',
        'name = "shop"',
        'version = "1"',
        'requires-python = ">=3.12"',
        'dependencies = ["fastapi", "mangum"]',
        '[dependency-groups]',
        'dev = ["celery", "docker", "playwright", "torch"]',
      ),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    silent: ['privileged', 'browser', 'package-size', 'long-running-worker'],
  },
  {
    id: 'web and worker of one repository: web',
    files: {
      'requirements.txt': lines('django==5.1.4', 'celery==5.4.0', 'gunicorn==23.0.0'),
      Procfile: lines(
        'web: gunicorn shop.wsgi',
        'worker: celery -A shop worker',
        'beat: celery -A shop beat',
        'release: python manage.py migrate',
      ),
    },
    process: 'web',
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['long-running-worker'],
  },
  {
    id: 'web and worker of one repository: worker',
    files: {
      'requirements.txt': lines('django==5.1.4', 'celery==5.4.0', 'gunicorn==23.0.0'),
      Procfile: lines('web: gunicorn shop.wsgi', 'worker: celery -A shop worker', 'beat: celery -A shop beat'),
    },
    process: 'worker',
    target: 'fargate',
    says: ['long-running-worker'],
    silent: ['http-adapter-needed'],
  },
];
