import { type ExpertCase, lines, nodeImage, packageJson, sam, serverless } from './case.ts';

/** How services of Node are served: frameworks, functions, static sites, and what tells nothing. */
export const NPM: readonly ExpertCase[] = [
  {
    id: 'express',
    files: { 'package.json': packageJson('api', { express: '^4.21.0' }, { scripts: { start: 'node server.js' } }) },
    target: 'fargate',
    says: ['http-adapter-needed', 'web-functions'],
    silent: ['websocket', 'already-serverless'],
  },
  {
    id: 'express with serverless-http',
    files: {
      'package.json': packageJson('api', { express: '^4.21.0', 'serverless-http': '^3.2.0' }),
      'serverless.yml': serverless('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'Next.js renders on the server',
    files: {
      'package.json': packageJson(
        'shop',
        { next: '^15.1.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { start: 'next start', build: 'next build' } },
      ),
      Dockerfile: nodeImage('npm run start', 'EXPOSE 3000'),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['websocket', 'long-running-worker'],
  },
  {
    id: 'Powertools handler',
    files: {
      'package.json': packageJson('fn', { '@aws-lambda-powertools/logger': '^2.11.0' }),
      'template.yaml': sam('nodejs24.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
  },
  {
    id: 'end of Node 18',
    files: {
      'package.json': packageJson('fn', { '@middy/core': '^5' }, { engines: { node: '18.x' } }),
      'template.yaml': sam('nodejs18.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
  },
  {
    id: 'Node 14 is a line of the template alone',
    files: {
      'package.json': packageJson('fn', { '@middy/core': '^2' }, { engines: { node: '>=14' } }),
      'serverless.yml': serverless('nodejs14.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
  },
  {
    id: 'Node 12 stands in the template alone',
    files: {
      'package.json': packageJson('fn', { lodash: '^4' }, { engines: {} }),
      'serverless.yml': serverless('nodejs12.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['runtime-deprecated', 'already-serverless'],
    silent: ['runtime-unsupported'],
  },
  {
    id: 'Moleculer calls its peers',
    files: { 'package.json': packageJson('orders', { moleculer: '^0.14' }, { scripts: { start: 'moleculer-runner services' } }) },
    target: 'fargate',
    says: ['rpc'],
    silent: ['workflow-worker'],
  },
  {
    id: 'a script that sets a variable before it shows a site',
    files: {
      'package.json': packageJson(
        'ui',
        { vue: '^2.7' },
        {
          scripts: { serve: 'export NODE_OPTIONS=--openssl-legacy-provider && vue-cli-service serve' },
          devDependencies: { '@vue/cli-service': '~4.5' },
        },
      ),
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    id: 'a site that talks to its servers with their own framework’s client',
    files: {
      'package.json': packageJson(
        'ui',
        { react: '^18', hono: '^4.4', mqtt: '^5' },
        { scripts: { dev: 'vite', build: 'vite build' }, devDependencies: { vite: '^5' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
    silent: ['http-adapter-needed', 'producer-or-consumer'],
  },
  {
    id: 'pages that a server of Hono’s brings beside them',
    files: {
      'package.json': packageJson(
        'ui',
        { react: '^18', hono: '^4.4', '@hono/node-server': '^1.12' },
        { scripts: { dev: 'vite', build: 'vite build' }, devDependencies: { vite: '^5' } },
      ),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['static-site'],
  },
  {
    id: 'Quasar’s pages',
    files: {
      'package.json': packageJson(
        'ui',
        { quasar: '^2.16', vue: '^3.5' },
        { scripts: { dev: 'quasar dev', build: 'quasar build' }, devDependencies: { '@quasar/app-vite': '^2.1' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    id: 'Quasar’s pages that a server renders',
    files: {
      'package.json': packageJson(
        'ui',
        { quasar: '^2.16', vue: '^3.5' },
        { scripts: { dev: 'quasar dev', build: 'quasar build -m ssr' }, devDependencies: { '@quasar/app-vite': '^2.1' } },
      ),
    },
    target: 'insufficient-evidence',
    silent: ['static-site'],
  },
  {
    id: 'SvelteKit that writes files',
    files: {
      'package.json': packageJson(
        'site',
        { clsx: '^2' },
        { devDependencies: { '@sveltejs/kit': '^2', '@sveltejs/adapter-static': '^3', svelte: '^5', vite: '^7' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    id: 'a worker of Cloudflare’s',
    files: {
      'package.json': packageJson('mail', { 'postal-mime': '^2' }),
      'wrangler.toml': 'name = "mail"\nmain = "src/index.ts"\n',
    },
    target: 'insufficient-evidence',
    first: 'hosted-elsewhere',
  },
  {
    id: 'an old image of a server is beside the point of a function',
    files: {
      'package.json': packageJson('api', { express: '^4.21.0' }, { engines: {} }),
      Dockerfile: 'FROM node:20\nCMD ["node", "server.js"]\n',
    },
    target: 'fargate',
    first: 'http-adapter-needed',
    says: ['runtime-deprecated'],
  },
  {
    id: 'libraries that Lambda has itself',
    files: {
      'package.json': packageJson('api', { express: '^4.21.0' }),
      Dockerfile: 'FROM debian:12\nRUN apt-get install -y nodejs npm libstdc++6 libgcc-s1\nCMD ["node", "server.js"]\n',
    },
    target: 'fargate',
    silent: ['system-libs'],
  },
  {
    id: 'a bundler packs what a service written as code imports',
    files: {
      'package.json': packageJson('fn', { googleapis: '^144', 'aws-sdk': '^2.1690.0' }),
      'serverless.ts':
        "export default {\n  plugins: ['serverless-bundle'],\n  provider: { name: 'aws', runtime: 'nodejs22.x' },\n  functions,\n};\n",
    },
    target: 'lambda-zip',
    silent: ['package-size'],
  },
  {
    id: 'a program that deploys functions knows their types',
    files: {
      'package.json': packageJson(
        'infra',
        { 'aws-cdk-lib': '^2.187.0', constructs: '^10' },
        { devDependencies: { '@types/aws-lambda': '^8' } },
      ),
    },
    target: 'insufficient-evidence',
    first: 'deploys-others',
  },
  {
    id: 'Node 14 has no runtime',
    files: {
      'package.json': packageJson('fn', { '@middy/core': '^2' }, { engines: { node: '14.x' } }),
      'serverless.yml': serverless('nodejs14.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['runtime-unsupported', 'already-serverless'],
  },
  {
    id: 'a function that lives elsewhere',
    files: {
      'package.json': packageJson('fn', { express: '^4.21.0' }),
      'serverless.yml': serverless('nodejs22', 'index.handler', 'azure'),
    },
    target: 'container',
    says: ['no-aws'],
    silent: ['already-serverless'],
  },
  {
    id: 'no AWS',
    files: {
      'package.json': packageJson('api', { fastify: '^5.2.0' }, { scripts: { start: 'node server.js' } }),
      'cohost.yaml': 'platform: any\n',
    },
    target: 'container',
    says: ['no-aws'],
  },
  {
    id: 'a declared platform',
    files: {
      'package.json': packageJson('api', { fastify: '^5.2.0' }, { scripts: { start: 'node server.js' } }),
      'cohost.facts.yaml': 'platform: any\n',
    },
    target: 'container',
    says: ['no-aws'],
  },
  {
    id: 'a plain library',
    files: { 'package.json': packageJson('strings', { lodash: '^4.17.21' }, { main: 'index.js' }) },
    target: 'insufficient-evidence',
    says: ['insufficient-evidence'],
  },
  {
    id: 'a server without a framework',
    files: { 'package.json': packageJson('api', { pg: '^8.13.1' }, { scripts: { start: 'node server.js' } }) },
    target: 'fargate',
    silent: ['insufficient-evidence'],
  },
  {
    id: 'a start script that tells nothing',
    files: { 'package.json': packageJson('thing', { lodash: '^4.17.21' }, { scripts: { start: 'node index.js' } }) },
    target: 'insufficient-evidence',
  },
  {
    id: 'a compose file names the processes of one image',
    files: {
      'package.json': packageJson('shop', { bullmq: '^5.34.0', express: '^4.21.0' }),
      Dockerfile: nodeImage('node server.js'),
      'compose.yaml': lines('services:', '  shop:', '    build: .', '  mailer:', '    build: .', '    command: node worker.js'),
    },
    process: 'mailer',
    target: 'fargate',
    says: ['long-running-worker'],
  },
  {
    id: 'a single-page app that Vite builds',
    files: {
      'package.json': packageJson(
        'shop',
        { react: '^19.0.0', 'react-dom': '^19.0.0', 'react-router-dom': '^7.0.0' },
        { scripts: { dev: 'vite', build: 'vite build', start: 'vite preview' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
    silent: ['insufficient-evidence', 'http-adapter-needed'],
  },
  {
    id: 'a single-page app whose start script sets variables and compiles styles beside it',
    files: {
      'package.json': packageJson(
        'shop',
        { react: '^18.0.0', 'react-dom': '^18.0.0', 'react-scripts': '^5.0.0' },
        { scripts: { build: 'craco build', start: 'pnpm panda --watch & PORT=4200 cross-env CI=1 react-app-rewired start' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
    silent: ['insufficient-evidence'],
  },
  {
    id: 'a single-page app whose variables a tool brings',
    files: {
      'package.json': packageJson(
        'shop',
        { vue: '^3.0.0' },
        { scripts: { start: 'dotenv -e .env -- vite' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    id: 'a page that is shown beside a server',
    files: {
      'package.json': packageJson(
        'shop',
        { react: '^18.0.0', 'react-dom': '^18.0.0', 'react-scripts': '^5.0.0' },
        { scripts: { start: 'node api.js & react-scripts start' } },
      ),
    },
    target: 'fargate',
    silent: ['static-site'],
  },
  {
    id: 'an Angular app behind nginx',
    files: {
      'package.json': packageJson(
        'desk',
        { '@angular/core': '^19.0.0', rxjs: '^7.8.0' },
        { scripts: { build: 'ng build', start: 'ng serve' }, devDependencies: { '@angular/cli': '^19.0.0' } },
      ),
      Dockerfile: lines(
        'FROM node:22 AS build',
        'WORKDIR /app',
        'COPY . .',
        'RUN npm ci && npm run build',
        'FROM nginx:1.29-alpine',
        'COPY --from=build /app/dist/desk/browser /usr/share/nginx/html',
      ),
    },
    target: 'fargate',
    says: ['static-site'],
  },
  {
    id: 'a documentation site',
    files: {
      'package.json': packageJson(
        'docs',
        { '@docusaurus/core': '^3.7.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { build: 'docusaurus build', serve: 'docusaurus serve' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
  },
  {
    id: 'Vite builds the client, Express serves it',
    files: {
      'package.json': packageJson(
        'mail',
        { express: '^5.0.0', react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { build: 'vite build', start: 'node server.js' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'fargate',
    silent: ['static-site'],
  },
  {
    id: 'a server that Vite builds, started by node',
    files: {
      'package.json': packageJson(
        'render',
        { react: '^19.0.0', 'react-dom': '^19.0.0' },
        { scripts: { build: 'vite build --ssr', start: 'node dist/server.js' }, devDependencies: { vite: '^7.0.0' } },
      ),
    },
    target: 'fargate',
    silent: ['static-site'],
  },
  {
    id: 'Nuxt whose build writes files',
    files: { 'package.json': packageJson('site', { nuxt: '^3.14.0' }, { scripts: { dev: 'nuxt dev', build: 'nuxt generate' } }) },
    target: 'container',
    says: ['static-site'],
    silent: ['http-adapter-needed'],
  },
  {
    id: 'Nuxt whose build may write files as well',
    files: {
      'package.json': packageJson('site', { nuxt: '^3.14.0' }, { scripts: { build: 'nuxt build', generate: 'nuxt generate' } }),
    },
    target: 'fargate',
    says: ['http-adapter-needed'],
    silent: ['static-site'],
  },
  {
    id: 'SvelteKit among what runs, with the adapter that writes files',
    files: {
      'package.json': packageJson(
        'site',
        { '@sveltejs/kit': '^2.15.0', '@sveltejs/adapter-static': '^3.0.0' },
        { scripts: { build: 'vite build' } },
      ),
    },
    target: 'container',
    says: ['static-site'],
    silent: ['http-adapter-needed'],
  },
];
