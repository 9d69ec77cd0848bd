import { type ExpertCase, lines, sam, serverless } from './case.ts';

const PROJECT = lines(
  '[project]',
  'name = "fn"',
  'version = "1"',
  'requires-python = ">=3.11"',
  'dependencies = ["numpy", "mangum"]',
);

function lockOf(tag: string): string {
  const registry = 'source = { registry = "https://index.example/simple" }';
  return lines(
    'version = 1',
    'requires-python = ">=3.11"',
    '[[package]]',
    'name = "fn"',
    'version = "1"',
    'source = { virtual = "." }',
    'dependencies = [{ name = "numpy" }, { name = "mangum" }]',
    '[[package]]',
    'name = "mangum"',
    'version = "0.19.0"',
    registry,
    'wheels = [{ url = "https://example.org/mangum-0.19.0-py3-none-any.whl", size = 17000 }]',
    '[[package]]',
    'name = "numpy"',
    'version = "2.5.5"',
    registry,
    `wheels = [{ url = "https://example.org/numpy-2.5.5-cp311-cp311-${tag}.whl", size = 15000000 }]`,
  );
}

/** Python services that are functions already. */
export const PYTHON_FUNCTIONS: readonly ExpertCase[] = [
  {
    id: 'a handler that a package with commands brings to what it deploys',
    files: {
      'pyproject.toml': lines(
        '[build-system]',
        'requires = ["hatchling"]',
        'build-backend = "hatchling.build"',
        '[project]',
        'name = "warden"',
        'version = "1"',
        'dependencies = ["boto3"]',
        '[project.scripts]',
        'warden = "warden.cli:main"',
      ),
      'warden/handler.py': 'def dispatch(event, context):\n    pass\n',
    },
    target: 'fargate',
    says: [],
    silent: ['already-serverless'],
  },
  {
    id: 'a handler of its own',
    files: { 'requirements.txt': 'boto3==1.35.0\n', 'thumbs/handler.py': 'def resize(event, context):\n    pass\n' },
    target: 'lambda-zip',
    says: ['already-serverless'],
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
    id: 'a dead runtime of code that is declared for newer ones',
    files: {
      'pyproject.toml': lines(
        '[project]',
        'name = "fn"',
        'version = "1"',
        'requires-python = ">=3.8"',
        'dependencies = ["aws-lambda-powertools==2.43.1"]',
      ),
      'template.yaml': sam('python3.8', 'app.handler'),
    },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
    silent: ['runtime-unsupported'],
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
    id: 'pools in a function',
    files: {
      'requirements.txt': lines('asyncpg==0.30.0', 'mangum==0.19.0', 'fastapi==0.115.6'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    says: ['db-connections'],
  },
  {
    id: 'a function of another cloud',
    files: {
      'requirements.txt': lines('flask==3.1.0', 'functions-framework==3.8.2'),
      'serverless.yml': serverless('python312', 'main.handler', 'google'),
    },
    target: 'container',
    says: ['no-aws'],
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
    id: 'each function has layers of its own',
    files: {
      'fn/requirements.txt': lines('aws-lambda-powertools==3.4.0'),
      'layers/tables/requirements.txt': lines('pyarrow==26.0.1'),
      'layers/frames/requirements.txt': lines('pandas==3.1.1'),
      'template.yaml': lines(
        'Transform: AWS::Serverless-2016-10-31',
        'Resources:',
        '  Tables:',
        '    Type: AWS::Serverless::LayerVersion',
        '    Properties: { ContentUri: layers/tables }',
        '  Frames:',
        '    Type: AWS::Serverless::LayerVersion',
        '    Properties: { ContentUri: layers/frames }',
        '  Sums:',
        '    Type: AWS::Serverless::Function',
        '    Properties: { Runtime: python3.13, Handler: sums.handler, CodeUri: fn, Layers: [!Ref Tables] }',
        '  Means:',
        '    Type: AWS::Serverless::Function',
        '    Properties: { Runtime: python3.13, Handler: means.handler, CodeUri: fn, Layers: [!Ref Frames] }',
      ),
    },
    service: 'fn',
    target: 'lambda-zip',
    silent: ['package-size'],
  },
  {
    id: 'layers of the template count with the function',
    files: {
      'fn/requirements.txt': lines('pandas==3.1.1', 'aws-lambda-powertools==3.3.0'),
      'layers/deps/requirements.txt': lines('pyarrow==26.0.1'),
      'template.yaml': lines(
        'Transform: AWS::Serverless-2016-10-31',
        'Resources:',
        '  Deps:',
        '    Type: AWS::Serverless::LayerVersion',
        '    Properties: { ContentUri: layers/deps }',
        '  Fn:',
        '    Type: AWS::Serverless::Function',
        '    Properties: { Runtime: python3.13, Handler: app.handler, CodeUri: fn, Layers: [!Ref Deps] }',
      ),
    },
    service: 'fn',
    target: 'lambda-image',
    says: ['package-size', 'image-for-function'],
  },
  {
    id: 'layers that a CDK app holds count with its functions',
    files: {
      'fn/requirements.txt': lines('pandas==3.1.1', 'aws-lambda-powertools==3.3.0'),
      'shared/requirements.txt': lines('pyarrow==26.0.1', 'aiohttp==3.11.11'),
      'infra/cdk.json': '{}',
      'infra/app.py': lines(
        'from aws_cdk import aws_lambda as lambda_',
        'shared = lambda_.LayerVersion(self, "Shared", code=lambda_.Code.from_asset("../shared"))',
        'lambda_.Function(self, "Fn", runtime=lambda_.Runtime.PYTHON_3_13, handler="app.handler", code=lambda_.Code.from_asset("../fn"), layers=[shared])',
      ),
    },
    service: 'fn',
    target: 'lambda-image',
    says: ['package-size', 'image-for-function'],
  },
  {
    id: 'what functions name as a layer is a part of them, whatever its folder is called',
    files: {
      'fn/requirements.txt': lines('aws-lambda-powertools==3.3.0'),
      'shared/requirements.txt': lines('aiohttp==3.11.11'),
      'infra/cdk.json': '{}',
      'infra/app.py': lines(
        'from aws_cdk import aws_lambda as lambda_',
        'shared = lambda_.LayerVersion(self, "Shared", code=lambda_.Code.from_asset("../shared"))',
        'lambda_.Function(self, "Fn", runtime=lambda_.Runtime.PYTHON_3_13, handler="app.handler", code=lambda_.Code.from_asset("../fn"), layers=[shared])',
      ),
    },
    service: 'shared',
    target: 'insufficient-evidence',
    silent: ['http-adapter-needed'],
  },
  {
    id: 'the same function without its layer',
    files: {
      'fn/requirements.txt': lines('pandas==3.1.1', 'aws-lambda-powertools==3.3.0'),
      'fn/template.yaml': sam('python3.13', 'app.handler'),
    },
    service: 'fn',
    target: 'lambda-zip',
    silent: ['package-size'],
  },
  {
    id: 'wheels that want a newer glibc than Amazon Linux 2 has',
    files: {
      'pyproject.toml': PROJECT,
      'uv.lock': lockOf('manylinux_2_27_x86_64.manylinux_2_28_x86_64'),
      'template.yaml': sam('python3.11', 'app.handler'),
    },
    target: 'lambda-image',
    says: ['native-libc', 'image-for-function'],
  },
  {
    id: 'the same wheels on Amazon Linux 2023',
    files: {
      'pyproject.toml': PROJECT,
      'uv.lock': lockOf('manylinux_2_27_x86_64.manylinux_2_28_x86_64'),
      'template.yaml': sam('python3.13', 'app.handler'),
    },
    target: 'lambda-zip',
    silent: ['native-libc'],
  },
  {
    id: 'a function that clashes with another stays a function',
    files: {
      'a/requirements.txt': lines('aws-lambda-powertools==3.3.0', 'pydantic==1.10.19'),
      'a/template.yaml': sam('python3.10', 'app.handler'),
      'b/requirements.txt': lines('aws-lambda-powertools==3.3.0', 'pydantic==2.10.4'),
      'b/template.yaml': sam('python3.13', 'app.handler'),
    },
    service: 'a',
    target: 'lambda-zip',
    says: ['dependency-conflict', 'already-serverless', 'runtime-deprecated'],
  },
];
