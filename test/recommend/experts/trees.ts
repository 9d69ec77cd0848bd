import { type ExpertCase, lines, packageJson, pythonImage, sam } from './case.ts';

const compose = (...services: readonly string[]): string => lines('services:', ...services.map((line) => `  ${line}`));
const flask = { 'requirements.txt': 'flask==3.1.0\n', Dockerfile: pythonImage(['gunicorn', 'app:app']) };

/** What was said wrongly of trees that nobody here had seen, in a few files each. */
export const TREES: readonly ExpertCase[] = [
  {
    id: 'trees: an SST function with hono is no server',
    files: {
      'sst.config.ts': 'export default $config({ async run() { await import("./infra/api"); } });\n',
      'infra/api.ts': 'new sst.aws.Function("Api", { url: true, handler: "./packages/functions/src/api.handler" });\n',
      'package.json': packageJson('shop', {}, { workspaces: ['packages/*'], private: true }),
      'packages/functions/package.json': packageJson('functions', { hono: '4.6.0' }, { private: true }),
      'packages/functions/src/api.ts': 'export const handler = handle(app);\n',
    },
    service: 'packages/functions',
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  {
    id: 'trees: a stand-in for AWS that is built of a folder below is nobody here',
    files: {
      ...flask,
      '.localstack/aws.Dockerfile': 'FROM localstack/localstack:latest\nCOPY ./init /etc/localstack/init/\n',
      '.localstack/init/a.sh': '',
      'docker-compose.yml': compose(
        'api: { build: ., ports: ["8000:8000"] }',
        'aws: { build: { context: .localstack, dockerfile: aws.Dockerfile }, volumes: ["/var/run/docker.sock:/var/run/docker.sock"] }',
      ),
    },
    target: 'fargate',
    first: 'http-adapter-needed',
    silent: ['privileged'],
  },
  {
    id: 'trees: a stand-in for AWS that loads what the tree builds is nobody here',
    files: {
      ...flask,
      'docker/localstack/aws.Dockerfile': lines(
        'FROM python:3.12 AS build',
        'COPY requirements.txt app ./',
        'RUN zip -r /fn.zip .',
        'FROM localstack/localstack:4 AS localstack',
        'COPY --from=build /fn.zip /etc/fn.zip',
        'COPY ./docker/localstack/init.sh /etc/localstack/init/ready.d/init.sh',
      ),
      'docker-compose.yml': compose(
        'api: { build: ., ports: ["8000:8000"] }',
        'localstack: { build: { context: ., dockerfile: docker/localstack/aws.Dockerfile }, volumes: ["/var/run/docker.sock:/var/run/docker.sock"] }',
      ),
    },
    target: 'fargate',
    first: 'http-adapter-needed',
    silent: ['privileged'],
  },
  {
    id: 'trees: sockets, and settings and keys of a home, are no data',
    files: {
      ...flask,
      'docker-compose.yml': compose('api: { build: ., volumes: ["pki:/var/run/pki", "/home/me/.aws:/root/.aws"] }'),
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'trees: an image in the context of the root takes one service alone',
    files: {
      'requirements.txt': 'flask==3.1.0\n',
      'app.py': '',
      'ingest/requirements.txt': 'flask==3.1.0\n',
      'ingest/main.py': '',
      'local/Dockerfile.in':
        'FROM python:3.13\nCOPY ingest/requirements.txt .\nCOPY ingest /app\nCMD ["python", "/app/main.py"]\n',
      'docker-compose.yml': compose(
        'intake: { build: { context: ., dockerfile: local/Dockerfile.in }, volumes: ["data:/data"] }',
      ),
    },
    target: 'fargate',
    silent: ['stateful-store'],
  },
  {
    id: 'trees: what is called after taking in and is reached at a port serves',
    files: {
      'requirements.txt': 'fastapi==0.115.0\nmangum==0.19.0\n',
      Dockerfile: pythonImage(['python', 'local.py']),
      'docker-compose.yml': compose('ingestor: { build: ., ports: ["8083:8083"] }'),
    },
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  ...[
    ['ws', '8.18.0', 'websocket'],
    ['bullmq', '5.40.0', 'long-running-worker'],
  ].map(
    ([name = '', version = '', first = '']): ExpertCase => ({
      id: `trees: an adapter that is left over beside ${name} in the image of a server`,
      files: {
        'package.json': packageJson('live', { express: '4.21.0', 'aws-serverless-express': '3.4.0', [name]: version }),
        Dockerfile: 'FROM node:22\nCOPY . .\nRUN npm ci\nEXPOSE 80\nCMD ["node", "dist/app.js"]\n',
      },
      target: 'fargate',
      first,
      silent: ['already-serverless'],
    }),
  ),
  {
    id: 'trees: pages of Vite without a framework',
    files: {
      'package.json': packageJson(
        'map',
        { 'maplibre-gl': '4.7.0' },
        { scripts: { build: 'tsc && vite build' }, devDependencies: { vite: '5.4.0' } },
      ),
      'index.html': '',
    },
    target: 'container',
    first: 'static-site',
  },
  {
    id: 'trees: pages are files on another cloud as well',
    files: {
      'web/package.json': packageJson(
        'web',
        { react: '19.0.0' },
        { devDependencies: { vite: '7.0.0' }, scripts: { build: 'vite build' } },
      ),
      'web/Dockerfile':
        'FROM node:24 AS build\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=build dist /usr/share/nginx/html\n',
      'host.json': '{ "version": "2.0" }',
    },
    service: 'web',
    target: 'container',
    says: ['static-site', 'no-aws'],
  },
  {
    id: 'trees: Next.js that is asked for files renders none',
    files: {
      'package.json': packageJson(
        'web',
        { next: '15.0.0', react: '19.0.0' },
        { scripts: { build: 'next build', start: 'next start' } },
      ),
      'next.config.mjs': "/** @type {import('next').NextConfig} */\nexport default {\n  output: 'export',\n};\n",
    },
    target: 'container',
    first: 'static-site',
  },
  ...[
    "  // output: 'export',",
    "  output: 'standalone',",
    "  output: process.env.STATIC ? 'export' : undefined,",
    "  ...(isStatic ? { output: 'export' } : {}),",
  ].map(
    (line): ExpertCase => ({
      id: `trees: Next.js renders on a server: ${line.trim()}`,
      files: {
        'package.json': packageJson('web', { next: '15.0.0', react: '19.0.0' }, { scripts: { start: 'next start' } }),
        'next.config.js': `module.exports = {\n${line}\n};\n`,
      },
      target: 'fargate',
      silent: ['static-site'],
    }),
  ),
  ...[false, true].map(
    (renders): ExpertCase => ({
      id: `trees: React Router renders on a server unless it is told not to: ${renders}`,
      files: {
        'package.json': packageJson(
          'web',
          { '@react-router/node': '7.12.0', '@react-router/serve': '7.12.0', react: '19.0.0' },
          { scripts: { build: 'react-router build', start: 'react-router-serve x.js' }, devDependencies: { vite: '7.0.0' } },
        ),
        'react-router.config.ts': `export default {\n  ssr: ${renders},\n};\n`,
      },
      target: renders ? 'fargate' : 'container',
      ...(renders ? { silent: ['static-site'] } : { says: ['static-site'], silent: ['http-adapter-needed'] }),
    }),
  ),
  {
    id: 'trees: an image that only starts Vite while pages are written is no server',
    files: {
      'package.json': packageJson(
        'web',
        { react: '19.0.0' },
        { scripts: { build: 'vite build', dev: 'vite' }, devDependencies: { vite: '6.0.0' } },
      ),
      Dockerfile: 'FROM node:22\nCOPY . .\nRUN npm ci\nCMD ["npm", "run", "dev", "--", "--host"]\n',
    },
    target: 'fargate',
    says: ['static-site'],
  },
  {
    id: 'trees: Vite that bundles a server makes no pages',
    files: {
      'package.json': packageJson(
        'api',
        { fastify: '5.0.0' },
        {
          scripts: { build: 'vite build --ssr src/server.ts', start: 'node dist/server.js' },
          devDependencies: { vite: '5.4.0' },
        },
      ),
    },
    target: 'fargate',
    silent: ['static-site'],
  },
  ...['@tanstack/react-start', 'laravel-vite-plugin', '@solidjs/start', 'vike'].map(
    (server): ExpertCase => ({
      id: `trees: what Vite builds beside ${server} is rendered or served by it`,
      files: {
        'package.json': packageJson(
          'web',
          {},
          { scripts: { build: 'vite build' }, devDependencies: { [server]: '1.0.0', vite: '6.0.0' } },
        ),
      },
      target: 'insufficient-evidence',
      silent: ['static-site'],
    }),
  ),
  ...['@tanstack/react-start', '@solidjs/start', 'nitro'].map(
    (server): ExpertCase => ({
      id: `trees: ${server} renders on a server`,
      files: {
        'package.json': packageJson(
          'web',
          { [server]: '1.0.0' },
          { scripts: { build: 'vite build' }, devDependencies: { vite: '6.0.0' } },
        ),
      },
      target: 'fargate',
      first: 'http-adapter-needed',
      silent: ['static-site'],
    }),
  ),
  {
    id: 'trees: SvelteKit renders on a server',
    files: {
      'package.json': packageJson(
        'web',
        {},
        {
          scripts: { build: 'vite build' },
          devDependencies: { '@sveltejs/kit': '2.16.0', '@sveltejs/adapter-auto': '4.0.0', vite: '6.0.0' },
        },
      ),
    },
    target: 'fargate',
    first: 'http-adapter-needed',
    silent: ['static-site'],
  },
  {
    id: 'trees: SvelteKit that is asked for files renders none',
    files: {
      'package.json': packageJson(
        'web',
        {},
        {
          scripts: { build: 'vite build' },
          devDependencies: { '@sveltejs/kit': '2.16.0', '@sveltejs/adapter-static': '3.0.0', vite: '6.0.0' },
        },
      ),
    },
    target: 'container',
    first: 'static-site',
  },
  {
    id: 'trees: a scheduler by the name of its workload is one process with its image',
    files: {
      'cron/package.json': packageJson('cron', { express: '5.0.0' }),
      'cron/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n',
      'cron/k8s.yaml': lines(
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: shop-cron }',
        'spec: { template: { spec: { containers: [{ name: shop-cron, image: $CRON }] } } }',
      ),
    },
    service: 'cron',
    target: 'fargate',
    first: 'scheduler',
    silent: ['http-adapter-needed'],
  },
  {
    id: 'trees: SAM hands esbuild one directory for all packages, and the file of one',
    files: {
      'package.json': packageJson('shop', {}, { workspaces: ['packages/*'], private: true }),
      'sam/template.yaml': lines(
        'Transform: AWS::Serverless-2016-10-31',
        'Resources:',
        '  Orders:',
        '    Type: AWS::Serverless::Function',
        '    Properties: { Handler: orders.handler, CodeUri: ../packages, Runtime: nodejs22.x }',
        '    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [orders/src/orders.ts] } }',
      ),
      'packages/orders/package.json': packageJson('orders', { zod: '3.23.0' }),
    },
    service: 'packages/orders',
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  {
    id: 'trees: a script that starts the client of Lambda with a handler makes an image of Lambda',
    files: {
      'requirements.txt': 'fastapi==0.115.0\nmangum==0.19.0\n',
      Dockerfile:
        'FROM python:3.12 AS builder\nRUN pip install awslambdaric --target /m\nFROM python:3.12\nCOPY --from=builder /m /m\nRUN apt-get install -y clamav\nENTRYPOINT ["/entry.sh", "main.handler"]\n',
    },
    target: 'lambda-image',
    first: 'already-serverless',
  },
  {
    id: 'trees: CDK’s own template has all of it among what developers install',
    files: {
      'cdk/package.json': packageJson('cdk', {}, { devDependencies: { 'aws-cdk': '2.170.0', 'aws-cdk-lib': '2.170.0' } }),
      'api/package.json': packageJson('api', { express: '5.0.0' }),
    },
    service: 'cdk',
    target: 'insufficient-evidence',
    first: 'deploys-others',
  },
  {
    id: 'trees: what is bundled of them for Lambda is no program that deploys',
    files: {
      'package.json': packageJson(
        'fn',
        {},
        { devDependencies: { 'aws-cdk-lib': '2.170.0', '@types/aws-lambda': '8.10.0', esbuild: '0.24.0' } },
      ),
    },
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  {
    id: 'trees: what webpack’s server for developers shows is pages',
    files: {
      'package.json': packageJson(
        'web',
        { lit: '3.3.0' },
        {
          scripts: { start: 'webpack serve --config webpack.dev.js', build: 'webpack --config webpack.prod.js' },
          devDependencies: { webpack: '5.99.0', 'webpack-dev-server': '5.2.0' },
        },
      ),
    },
    target: 'container',
    first: 'static-site',
  },
  {
    id: 'trees: a server beside it serves',
    files: {
      'package.json': packageJson(
        'web',
        { react: '19.0.0', express: '5.0.0' },
        { scripts: { start: 'node server.js' }, devDependencies: { webpack: '5.99.0', 'webpack-dev-server': '5.2.0' } },
      ),
    },
    target: 'fargate',
    first: 'http-adapter-needed',
  },
  {
    id: 'trees: what nginx hands out is pages, whatever script starts it',
    files: {
      'package.json': packageJson(
        'web',
        { react: '18.2.0' },
        { scripts: { start: 'node scripts/start.js', build: 'node scripts/build.js' }, devDependencies: { webpack: '5.99.0' } },
      ),
      Dockerfile:
        'FROM node:22 AS build\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /build /usr/share/nginx/html\nENTRYPOINT ["sh", "/docker-entrypoint.sh"]\n',
    },
    target: 'fargate',
    first: 'static-site',
  },
  {
    id: 'trees: a folder of many handlers is Lambda’s',
    files: {
      'lambdas/requirements/requirements.txt': 'pydantic==2.9.0\n',
      'lambdas/requirements.txt': 'boto3==1.35.0\n',
      'lambdas/handlers/create_order_handler.py': 'import json\n\n\ndef lambda_handler(event, context):\n    return {}\n',
      'lambdas/services/order_service.py': '',
    },
    service: 'lambdas',
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  {
    id: 'trees: a handler of events that is not Lambda’s',
    files: {
      'api/requirements.txt': 'flask==3.1.0\n',
      'api/handlers/order_handler.py': 'def handle(event, context):\n    pass\n',
    },
    service: 'api',
    target: 'fargate',
    first: 'http-adapter-needed',
  },
  {
    id: 'trees: an image of Lambda beside that of a server is not the server’s',
    files: {
      'requirements.txt': 'django==5.1\ngunicorn==23.0.0\n',
      Dockerfile: pythonImage(['gunicorn', 'shop.wsgi']),
      'Dockerfile-ingestion': 'FROM public.ecr.aws/lambda/python:3.12\nCOPY . .\nCMD ["handler.handler"]\n',
    },
    process: 'web',
    target: 'fargate',
    silent: ['already-serverless'],
  },
  {
    id: 'trees: pins of what uvicorn brings hold no connections open',
    files: {
      'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.32.0\nuvloop==0.21.0\nwebsockets==13.1\n',
      Dockerfile: pythonImage(['uvicorn', 'app:app']),
    },
    target: 'fargate',
    first: 'http-adapter-needed',
    silent: ['websocket'],
  },
  {
    id: 'trees: websockets that somebody asks for are served',
    files: {
      'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.32.0\nwebsockets==13.1\n',
      Dockerfile: pythonImage(['uvicorn', 'app:app']),
    },
    target: 'fargate',
    first: 'websocket',
  },
  {
    id: 'trees: pages that Gradle builds are pages',
    files: {
      'package.json': packageJson(
        'web',
        { react: '18.2.0' },
        { scripts: { build: 'vite build', serve: 'vite preview' }, devDependencies: { vite: '5.4.0' } },
      ),
      'build.gradle': 'plugins {\n  id "java"\n  id "com.github.node-gradle.node" version "7.0.2"\n}\n',
    },
    target: 'container',
    first: 'static-site',
  },
  {
    id: 'trees: an image for reviews of changes is not what is deployed',
    files: {
      'package.json': packageJson('web', { express: '5.0.0' }),
      Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n',
      'Dockerfile.pr':
        'FROM node:24\nCOPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.0 /lambda-adapter /opt/extensions/lambda-adapter\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
    target: 'fargate',
    first: 'http-adapter-needed',
  },
  {
    id: 'trees: a package below a folder of what is common is a library',
    files: {
      'common/auth/setup.py':
        "from setuptools import setup, find_packages\nsetup(name='auth', packages=find_packages(), install_requires=['fastapi', 'pyjwt'])\n",
      'api/requirements.txt': 'fastapi==0.115.0\n',
    },
    service: 'common/auth',
    target: 'insufficient-evidence',
    first: 'library',
  },
  {
    id: 'trees: a package there that installs a command may be a program',
    files: {
      'common/auth/setup.py':
        "from setuptools import setup\nsetup(name='auth', install_requires=['fastapi'], entry_points={'console_scripts': ['auth=auth:main']})\n",
      'api/requirements.txt': 'fastapi==0.115.0\n',
    },
    service: 'common/auth',
    target: 'fargate',
  },
  {
    id: 'trees: a member that others are built with, whose start script names a source that is not there',
    files: {
      'package.json': '{ "private": true, "workspaces": ["functions/*", "libs/*"] }\n',
      'libs/parameters/package.json':
        '{ "name": "@shop/parameters", "main": "src/index.ts", "scripts": { "start": "ts-node-dev src/local.ts" }, "dependencies": { "@aws-sdk/client-ssm": "3.700.0" }, "devDependencies": { "@types/aws-lambda": "8.10.0" } }\n',
      'libs/parameters/src/index.ts': 'export const nothing = 1;\n',
      'functions/hook/package.json':
        '{ "name": "@shop/hook", "dependencies": { "@shop/parameters": "*", "@middy/core": "4.7.0" } }\n',
      'functions/hook/src/lambda.ts': 'export const handler = async (event: unknown) => event;\n',
    },
    service: 'libs/parameters',
    target: 'insufficient-evidence',
    first: 'library',
  },
  {
    id: 'trees: what a bundler makes of a function is not the sum of its packages',
    files: {
      'package.json': packageJson(
        'thumbs',
        { next: '15.1.0', typescript: '5.7.0', '@aws-sdk/client-s3': '3.700.0', aws: '1.0.0', '@middy/core': '4.7.0' },
        { scripts: { build: 'ncc build src/lambda.ts -o dist' } },
      ),
    },
    target: 'lambda-zip',
    silent: ['package-size'],
  },
  {
    id: 'trees: Serverless packs what a build has put together instead of node_modules',
    files: {
      'package.json': packageJson('shop', { next: '15.1.0', typescript: '5.7.0', react: '19.0.0' }),
      'serverless.yml': lines(
        'service: shop',
        'provider: { name: aws, runtime: nodejs22.x }',
        'functions:',
        '  web:',
        '    handler: src/lambda.handler',
        "    package: { patterns: ['build/standalone/**', '!node_modules/**'] }",
        '    events: [{ http: ANY / }]',
      ),
    },
    target: 'lambda-zip',
    silent: ['package-size'],
  },
  {
    id: 'trees: an image whose base CI names, with its code where Lambda looks for it',
    files: {
      'package.json': packageJson('render', { sharp: '0.33.0' }, { devDependencies: { '@types/aws-lambda': '8.10.0' } }),
      'docker/Dockerfile': lines(
        'ARG BASE_IMAGE',
        'FROM ${BASE_IMAGE}',
        'COPY dist/* ${LAMBDA_TASK_ROOT}/',
        'CMD [ "render.handler" ]',
      ),
    },
    target: 'lambda-image',
    first: 'already-serverless',
  },
  {
    id: 'trees: a server at home that calls handlers of others is no function',
    files: {
      'package.json': packageJson('local', { express: '4.21.0', '@middy/core': '4.7.0' }),
      Dockerfile: lines('FROM node:22', 'COPY . .', 'EXPOSE 4502', 'CMD ["node", "server.js"]'),
    },
    target: 'fargate',
    first: 'http-adapter-needed',
  },
  {
    id: 'trees: files for browsers that an image of Node hands out behind a shell and a step of settings',
    files: {
      'package.json': packageJson(
        'web',
        { react: '18.3.1', 'react-dom': '18.3.1' },
        {
          scripts: { 'set-up': './env.sh', 'start:built': 'http-server build -p 4200' },
          devDependencies: { 'react-scripts': '5.0.1' },
        },
      ),
      Dockerfile: lines('FROM node:22', 'COPY . .', 'CMD ["/bin/sh", "-c", "npm run set-up && npm run start:built"]'),
    },
    target: 'fargate',
    first: 'static-site',
  },
  {
    id: 'trees: the image of a workbench is nothing that runs',
    files: {
      'package.json': packageJson('shop', { express: '4.21.0' }, { scripts: { start: 'node server.js' } }),
      '.gitpod.dockerfile': lines(
        'FROM gitpod/workspace-mongodb',
        'RUN sudo apt-get update && sudo apt-get install -y redis-server',
      ),
    },
    target: 'fargate',
    silent: ['system-libs'],
  },
  {
    id: 'trees: pages that SST puts into a function',
    files: {
      'sst.config.ts': 'export default $config({ async run() { await import("./infra/web"); } });\n',
      'infra/web.ts': 'new sst.aws.Nextjs("Web", { path: "packages/web" });\n',
      'package.json': packageJson('shop', {}, { workspaces: ['packages/*'], private: true }),
      'packages/web/package.json': packageJson(
        'web',
        { next: '15.1.0', react: '19.0.0' },
        { private: true, scripts: { build: 'next build', start: 'next start' } },
      ),
    },
    service: 'packages/web',
    target: 'lambda-zip',
    first: 'already-serverless',
    silent: ['http-adapter-needed', 'package-size'],
  },
  {
    id: 'trees: a sample in a repository of another language has the image that takes its manifest',
    files: {
      'Cargo.toml': '[package]\nname = "adapter"\n',
      'demo/shop/template.yaml': lines(
        'Transform: AWS::Serverless-2016-10-31',
        'Resources:',
        '  Shop:',
        '    Type: AWS::Serverless::Function',
        '    Properties: { PackageType: Image }',
        '    Metadata: { DockerContext: ./app, Dockerfile: Dockerfile }',
      ),
      'demo/shop/app/Dockerfile': lines(
        'FROM node:22-slim',
        'COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1 /lambda-adapter /opt/extensions/lambda-adapter',
        'ADD src/package.json /var/task/package.json',
        'RUN npm install --omit=dev',
        'ADD src/ /var/task',
        'CMD ["node", "index.js"]',
      ),
      'demo/shop/app/src/package.json': packageJson('shop', { express: '4.21.0' }),
    },
    service: 'demo/shop/app/src',
    target: 'lambda-image',
    first: 'already-serverless',
    silent: ['http-adapter-needed'],
  },
  {
    id: 'trees: what is built as a whole is the one service below',
    files: {
      'infra/cdk.json': '{}',
      'shop/template.yaml': sam('nodejs22.x', 'run.sh'),
      'shop/shop-pages/package.json': packageJson('pages', { express: '4.21.0' }),
      'cart/requirements.txt': 'flask==3.1.0\n',
    },
    service: 'shop/shop-pages',
    target: 'lambda-zip',
    first: 'already-serverless',
  },
  {
    id: 'trees: peers are what others bring along',
    files: {
      'package.json': packageJson(
        'sdk',
        { jose: '5.2.3' },
        { bin: './bin/sdk.js', peerDependencies: { hono: '4.x' }, peerDependenciesMeta: { hono: { optional: true } } },
      ),
    },
    target: 'insufficient-evidence',
    silent: ['http-adapter-needed'],
  },
  {
    id: 'trees: an image that only tests are run in makes no service of a library',
    files: {
      'sdk/package.json': packageJson('client', { 'prom-client': '15.1.3' }, { types: 'dist/index.d.ts' }),
      'api/package.json': packageJson('api', { express: '4.21.0' }),
      'build/e2e.dockerfile': lines('FROM node:22', 'COPY sdk/package.json ./', 'RUN npm ci'),
      'build/servers.dockerfile': lines('FROM node:22', 'COPY api .', 'CMD ["node", "server.js"]'),
    },
    service: 'sdk',
    target: 'insufficient-evidence',
  },
  {
    id: 'trees: pages that a program of another language hands out',
    files: {
      'web/package.json': packageJson(
        'web',
        { react: '19.0.0' },
        { scripts: { build: 'vite build' }, devDependencies: { vite: '6.0.0', '@vitejs/plugin-react': '4.3.4' } },
      ),
      'web/Dockerfile': lines(
        'FROM node:22 AS pages',
        'COPY . .',
        'RUN npm ci && npm run build',
        'FROM alpine:3.21',
        'COPY --from=ghcr.io/shop/files:1 /files /files',
        'COPY --from=pages /dist /dist',
        'CMD ["/files", "-dir", "/dist"]',
      ),
    },
    service: 'web',
    target: 'fargate',
    first: 'static-site',
  },
];
