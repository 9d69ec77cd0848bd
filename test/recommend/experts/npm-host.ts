import { type ExpertCase, lines, nodeImage, packageJson, sam, serverless } from './case.ts';

/** What services of Node need of their host: browsers, native code, disks, sockets, isolation. */
export const NPM_HOST: readonly ExpertCase[] = [
  {
    id: 'puppeteer in a zip function',
    files: {
      'package.json': packageJson('pdf', { puppeteer: '^23.10.0' }),
      'serverless.yml': serverless('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['browser', 'already-serverless'],
  },
  {
    id: 'playwright behind HTTP',
    files: {
      'package.json': packageJson('shots', { playwright: '^1.49.0', express: '^4.21.0' }),
      Dockerfile: nodeImage('node server.js'),
    },
    target: 'fargate',
    says: ['browser', 'blast-radius'],
  },
  {
    id: 'sharp beside a handler',
    files: {
      'package.json': packageJson('resize', { sharp: '^0.33.5', '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-zip',
    says: ['already-serverless'],
    silent: ['system-libs'],
  },
  {
    id: 'canvas needs cairo',
    files: {
      'package.json': packageJson('charts', { canvas: '^2.11.2', '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['system-libs'],
  },
  {
    id: 'untrusted code on a host that may be shared',
    files: {
      'runner/package.json': packageJson(
        'runner',
        { 'isolated-vm': '^5.0.1', express: '4.21.2' },
        { scripts: { start: 'node index.js' } },
      ),
      'wiki/package.json': packageJson('wiki', { express: '4.21.2' }, { scripts: { start: 'node index.js' } }),
      'cohost.yaml': lines('hosts:', '  - name: vm', '    share: allow', '    services: [runner, wiki]'),
    },
    service: 'runner',
    target: 'fargate',
    says: ['blast-radius'],
  },
  {
    id: 'sqlite without a volume',
    files: {
      'package.json': packageJson(
        'notes',
        { 'better-sqlite3': '^11.7.0', express: '^4.21.0' },
        { scripts: { start: 'node server.js' } },
      ),
    },
    target: 'fargate',
    says: ['stateful-store'],
  },
  {
    id: 'sqlite on a volume',
    files: {
      'package.json': packageJson('notes', { 'better-sqlite3': '^11.7.0', express: '^4.21.0' }),
      'docker-compose.yml': lines(
        'services:',
        '  notes:',
        '    build: .',
        '    volumes:',
        '      - notes-data:/var/lib/notes',
        'volumes:',
        '  notes-data:',
      ),
      Dockerfile: nodeImage('node server.js'),
    },
    target: 'container',
    says: ['stateful-store'],
  },
  {
    id: 'Docker socket',
    files: {
      'package.json': packageJson('ci', { dockerode: '^4.0.2' }),
      'compose.yaml': lines(
        'services:',
        '  ci:',
        '    build: .',
        '    volumes:',
        '      - /var/run/docker.sock:/var/run/docker.sock',
      ),
      Dockerfile: nodeImage('node index.js'),
    },
    target: 'container',
    says: ['privileged'],
    silent: ['stateful-store'],
  },
  {
    id: 'a client of Docker whose descriptor hands in no socket',
    files: {
      'package.json': packageJson('ci', { dockerode: '^4.0.2', express: '^5' }),
      'compose.yaml': lines('services:', '  ci:', '    build: .', '    ports: ["3000:3000"]'),
      Dockerfile: nodeImage('node index.js'),
    },
    target: 'fargate',
    silent: ['privileged'],
  },
  {
    id: 'a client of Docker that nothing describes',
    files: { 'package.json': packageJson('ci', { dockerode: '^4.0.2', express: '^5' }), Dockerfile: nodeImage('node index.js') },
    target: 'container',
    says: ['privileged'],
  },
  {
    id: 'electron',
    files: { 'package.json': packageJson('kiosk', { electron: '^33.2.1' }, { scripts: { start: 'electron .' } }) },
    target: 'container',
    says: ['hardware'],
  },
  {
    id: 'onnxruntime-node in a zip function',
    files: {
      'package.json': packageJson('score', { 'onnxruntime-node': '^1.20.1', '@middy/core': '^6.0.0' }),
      'template.yaml': sam('nodejs22.x', 'index.handler'),
    },
    target: 'lambda-image',
    says: ['package-size'],
  },
];
