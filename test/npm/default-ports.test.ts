import { describe, expect, it } from 'vitest';
import { assemble, type Files } from './assemble.ts';

const web = (start: string, more: object = {}): object => ({
  name: 'web',
  dependencies: { next: '^15' },
  scripts: { start },
  ...more,
});

const node = (start: string, more: object = {}): string =>
  JSON.stringify({ name: 'api', dependencies: { express: '^5' }, scripts: { start }, ...more });
const MAIN = 'async function bootstrap() {\n  await app.listen(\n    process.env.PORT ?? 3000,\n  );\n}\n';

/** Where a package listens by its `start` script: the port and, where there is one, the variable that sets it. */
const CASES: Readonly<Record<string, readonly [files: Files, ports: readonly string[]]>> = {
  'Next.js by default': [{ 'package.json': web('next start') }, ['3000/tcp PORT']],
  'told by an option': [{ 'package.json': web('next start -p 3001') }, ['3001/tcp']],
  'by its long form': [{ 'package.json': web('next start --port=3001') }, ['3001/tcp']],
  'by a variable with a default': [{ 'package.json': web('next start -p ${WEB_PORT:-3002}') }, ['3002/tcp WEB_PORT']],
  'by a variable without one': [{ 'package.json': web('next start -p $WEB_PORT') }, []],
  'by an assignment before': [{ 'package.json': web('cross-env NODE_ENV=production PORT=3003 next start') }, ['3003/tcp']],
  'by another program’s variable': [{ 'package.json': web('API_PORT=4000 next start') }, ['3000/tcp PORT']],
  'behind what prepares it': [{ 'package.json': web('next build && npx next start') }, ['3000/tcp PORT']],
  Remix: [{ 'package.json': web('remix-serve ./build/index.js') }, ['3000/tcp PORT']],
  'fastify-cli': [{ 'package.json': web('fastify start -l info app.js') }, ['3000/tcp FASTIFY_PORT']],
  'serve at an address': [{ 'package.json': web('serve -s build -l tcp://0.0.0.0:5000') }, ['5000/tcp']],
  'a folder served by http-server': [{ 'package.json': web('http-server dist') }, ['8080/tcp PORT']],
  'no port at all': [{ 'package.json': web('next start -p 0') }, []],
  'a server for development': [{ 'package.json': { ...web('x'), scripts: { dev: 'next dev' } } }, []],
  'a program that has the name in another word': [{ 'package.json': web('server start') }, []],
  'what a platform runs': [{ 'package.json': web('next start'), 'vercel.json': '{}' }, []],
  'what an adapter makes functions of': [
    { 'package.json': web('next start', { devDependencies: { '@opennextjs/aws': '3' } }) },
    [],
  ],
  'files alone': [{ 'package.json': web('next start'), 'next.config.mjs': "export default {\n  output: 'export',\n};\n" }, []],
  'files alone, put aside': [
    { 'package.json': web('next start'), 'next.config.mjs': "export default {\n  // output: 'export',\n};\n" },
    ['3000/tcp PORT'],
  ],
  'React Router’s files alone': [
    { 'package.json': web('react-router-serve x.js'), 'react-router.config.ts': 'export default {\n  ssr: false,\n};\n' },
    [],
  ],
  'React Router’s server': [
    { 'package.json': web('react-router-serve x.js'), 'react-router.config.ts': 'export default {\n  ssr: true,\n};\n' },
    ['3000/tcp PORT'],
  ],
  'Nest’s own start': [{ 'package.json': node('nest start'), 'src/main.ts': MAIN }, ['3000/tcp PORT']],
  'the source of what is started': [{ 'package.json': node('node dist/main'), 'src/main.ts': MAIN }, ['3000/tcp PORT']],
  'the source of a nested build': [
    { 'package.json': node('node build/dist/src/main.js'), 'src/main.ts': MAIN },
    ['3000/tcp PORT'],
  ],
  'what production starts': [
    {
      'package.json': node('nest start', { scripts: { start: 'tsx src/dev.ts', 'start:prod': 'node dist/main.js' } }),
      'src/main.ts': MAIN,
      'src/dev.ts': 'app.listen(1);',
    },
    ['3000/tcp PORT'],
  ],
  'behind options': [
    { 'package.json': node('node -r dotenv/config --max-old-space-size=512 server.js'), 'server.js': MAIN },
    ['3000/tcp PORT'],
  ],
  'a variable set before the program': [
    { 'package.json': node('PORT=3001 node server.js'), 'server.js': MAIN },
    ['3001/tcp PORT'],
  ],
  'a variable set beside the program': [
    { 'package.json': node('node server.js'), 'server.js': MAIN, '.env': 'A=1\nPORT=3002\n' },
    ['3002/tcp PORT'],
  ],
  'another script that is started': [
    {
      'package.json': node('npm run serve', { scripts: { start: 'npm run serve', serve: 'node .' }, main: 'server.js' }),
      'server.js': MAIN,
    },
    ['3000/tcp PORT'],
  ],
  'a file that starts no program': [{ 'package.json': node('node server.js'), 'server.js': '', 'src/main.ts': MAIN }, []],
  'an adapter of a platform': [
    { 'package.json': node('node server.js', { dependencies: { 'serverless-http': '^3' } }), 'server.js': MAIN },
    [],
  ],
  'applications of one package': [
    {
      'package.json': node('nest start'),
      'nest-cli.json': '{}',
      'apps/a/src/main.ts': MAIN,
      'apps/b/src/main.ts': 'app.listen(3001);',
    },
    ['3000/tcp PORT', '3001/tcp'],
  ],
};

describe('ports of start scripts', () => {
  it.each(Object.entries(CASES))('%s', (_, [files, ports]) => {
    const demands = assemble(files).units.get('.')?.demands ?? [];
    expect(
      demands.flatMap(({ realm, key, detail }) => (realm === 'port' ? [[key, detail?.settable].filter(Boolean).join(' ')] : [])),
    ).toEqual(ports);
  });
});
