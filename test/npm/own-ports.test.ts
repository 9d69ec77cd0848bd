import { describe, expect, it } from 'vitest';
import { listenedPorts, type OwnPort } from '../../analyzers/npm/programs/own-ports.ts';
import { type Source, sourceOf } from '../../analyzers/npm/programs/sources.ts';

/** A program with the modules beside it. */
function listened(text: string, modules: Readonly<Record<string, string>> = {}): readonly OwnPort[] {
  const imported = (specifier: string): Source | undefined => {
    const module = modules[specifier];
    return module === undefined ? undefined : sourceOf(module, imported, program.budget);
  };
  const program: Source = sourceOf(text, imported);
  return listenedPorts(program);
}

describe('ports in sources', () => {
  it.each<readonly [text: string, ports: readonly string[]]>([
    ['app.listen(3000);', ['1 3000']],
    ["app.listen('3000', '0.0.0.0');", ['1 3000']],
    ['app.listen(process.env.PORT || 3000, () => {});', ['1 3000 PORT']],
    ["app.listen(process.env['PORT'] ?? 3000)", ['1 3000 PORT']],
    ['app.listen(Number(process.env.PORT) || 3000)', ['1 3000 PORT']],
    ["app.listen(parseInt(process.env.PORT || '3000', 10))", ['1 3000 PORT']],
    ['app.listen(process.env.PORT ? Number(process.env.PORT) : 3000)', ['1 3000 PORT']],
    ['app.listen(+(process.env.PORT ?? 3000))', ['1 3000 PORT']],
    ['const port = process.env.PORT || 3000\n\napp.listen(port)', ['3 3000 PORT']],
    ['const port: number =\n  Number(process.env.API_PORT) ||\n  3000;\napp.listen(port);', ['4 3000 API_PORT']],
    ['const { PORT = 4000, HOST } = process.env;\nserver.listen(PORT, HOST);', ['2 4000 PORT']],
    ['const { PORT: port = 4000 } = process.env;\nserver.listen(port);', ['2 4000 PORT']],
    ['const { HOST, PORT } = process.env;\nserver.listen(PORT, HOST);', ['2 PORT']],
    ['const { PORT = 4000 } = process.env as Settings;\nserver.listen(PORT);', ['2 4000 PORT']],
    ['const { PORT = 4000 } = process.env, app = express();\napp.listen(PORT);', ['2 4000 PORT']],
    ['const settings = { port: 4000 };\nconst { port } = settings?.web;\nserver.listen(port);', []],
    ['const { port = 4000 } = await settingsOf(stage);\nserver.listen(port);', []],
    [
      'const settings = { web: { port: process.env.PORT ?? 4000 } };\nconst { port } = settings.web;\napp.listen(port);',
      ['3 4000 PORT'],
    ],
    ["app.set('port', process.env.PORT || 3000);\nhttp.createServer(app).listen(app.get('port'));", ['2 3000 PORT']],
    ["await app.listen(config.get<number>('PORT', 3000));", ['1 3000 PORT']],
    ["await app.listen(config.get<number>('PORT') ?? 3000);", ['1 3000 PORT']],
    ["await fastify.listen({ host: '0.0.0.0', port: Number(process.env.PORT) || 8000 });", ['1 8000 PORT']],
    ["const port = 8000;\nfastify.listen({ port, host: '0.0.0.0' });", ['2 8000']],
    ["const server = Hapi.server({ port: 5000, host: '0.0.0.0' });", ['1 5000']],
    ['await startStandaloneServer(server, {\n  listen: { port: 4001 },\n});', ['2 4001']],
    ['serve({ fetch: app.fetch, port: 8787 })', ['1 8787']],
    [
      'await NestFactory.createMicroservice(AppModule, {\n  transport: Transport.TCP,\n  options: { host: HOST, port: 3001 },\n});\nawait app.listen();',
      ['1 3001'],
    ],
    [
      "app.connectMicroservice({ transport: Transport.GRPC, options: { url: '0.0.0.0:50051' } });\napp.listen(3000);",
      ['2 3000', '1 50051'],
    ],
    ['app.listen(process.env.PORT);', ['1 PORT']],
  ])('%j', (text, ports) => {
    expect(
      listened(text).map(({ line, port, variable }) => [line, port, variable].filter((one) => one !== undefined).join(' ')),
    ).toEqual(ports);
  });

  it.each([
    'app.listen(config.port || 3000);',
    "app.listen(config.get('app.port') ?? 3000);",
    "import { PORT } from './config';\napp.listen(PORT);",
    '// app.listen(3000);',
    "app.listen('/run/api.sock');",
    'app.listen(0);',
    'app.listen(process.env.PORT || basePort + 10);',
    "emitter.listen('orders', () => call(3000));",
    'app.connectMicroservice({ transport: Transport.RMQ, options: { port: 5672 } });',
    'const port = port;\napp.listen(port);',
  ])('%j tells none', (text) => {
    expect(listened(text)).toEqual([]);
  });

  it.each<readonly [program: string, modules: Readonly<Record<string, string>>, told: string]>([
    ['app.listen(config.port)', {}, ''],
    ['const config = { port: 4000 };\napp.listen(config.port)', {}, '4000'],
    [
      "const config = require('./config');\napp.listen(config.port)",
      { './config': 'module.exports = { port: process.env.PORT || 4001 };' },
      '4001 PORT',
    ],
    [
      "import config from './config.js';\napp.listen(config.server.port)",
      { './config.js': 'export default {\n  db: { port: 5432 },\n  server: { port: 4002 },\n};' },
      '4002',
    ],
    [
      "import { port } from './config';\napp.listen(port)",
      { './config': 'export const port = Number(process.env.PORT ?? 4003);' },
      '4003 PORT',
    ],
    [
      "import { PORT as port, host } from './config';\napp.listen({ port, host })",
      { './config': 'const { PORT = 4004 } = process.env;\nexport { PORT };' },
      '4004 PORT',
    ],
    [
      "const { server: { port } } = x;\nconst { env } = require('./env');\napp.listen(env.PORT)",
      {
        './env':
          'const env = cleanEnv(process.env, {\n  DB_PORT: port({ default: 5432 }),\n  PORT: port({ default: 4005 }),\n});\nmodule.exports = { env };',
      },
      '4005 PORT',
    ],
    [
      "import { env } from '@/env';\napp.listen(env.PORT)",
      { '@/env': 'export const env = createEnv({ PORT: z.coerce.number().default(4006) });' },
      '4006 PORT',
    ],
    [
      "import * as config from './config';\napp.listen(config.PORT)",
      {
        './config': "import { defaults } from './defaults';\nexport const PORT = defaults.port;",
        './defaults': 'export const defaults = { port: 4007 } as const;',
      },
      '4007',
    ],
    [
      "const config = require('./config');\napp.listen(config.get('port'))",
      { './config': "module.exports = convict({ port: { format: 'port', default: 4008, env: 'APP_PORT' } });" },
      '4008 APP_PORT',
    ],
    ["import config from 'config';\napp.listen(config.get('server.port'))", { config: '{ "server": { "port": 4009 } }' }, '4009'],
    ["const port = require('./config').port;\napp.listen(port)", { './config': 'exports.port = 4010;' }, '4010'],
    [
      "const port = require('./config').port;\nconst config = require('./config');\napp.listen(config.port)",
      { './config': 'exports.port = 4011;' },
      '4011',
    ],
    [
      "import { nodeConfig } from './config/node.js';\nconst { httpsOptions, port } = nodeConfig;\nawait app.listen(port);",
      {
        './config/node.js':
          "import { env } from './env.js';\nconst port = env.PORT ?? 4012;\nexport const nodeConfig = {\n  port,\n} as const;",
        './env.js': 'const { NODE_ENV, PORT } = process.env;\nexport const env = {\n  NODE_ENV,\n  PORT,\n};',
      },
      '4012 PORT',
    ],
    // Whose port it is, only a run tells.
    [
      "import config from './config';\napp.listen(config.port)",
      { './config': 'export default { development: { port: 1 }, production: { port: 2222 } }[process.env.NODE_ENV];' },
      '',
    ],
  ])('%j: where modules beside it tell', (text, modules, told) => {
    expect(
      listened(text, modules)
        .map(({ port, variable }) => [port, variable].filter((one) => one !== undefined).join(' '))
        .join(),
    ).toBe(told);
  });

  it('ends on names that stand for each other', () => {
    const names = Array.from({ length: 2000 }, (_, at) => `const a${at} = a${(at * 7) % 2000};`).join('\n');
    const module = `${names}\nmodule.exports = { ${Array.from({ length: 2000 }, (_, at) => `p${at}: a${at}`).join(', ')} };\n`;
    const program = `const config = require('./config');\n${'app.listen(config.p3);\n'.repeat(2000)}`;
    expect(listened(program, { './config': module })).toEqual([]);
    expect(
      listened("import c from './a';\napp.listen(c.x)", { './a': "import c from './a';\nexport default { x: c.x };" }),
    ).toEqual([]);
  });

  it('ends on names with a type of nothing but spaces', () => {
    const module = `${`const config: ${' '.repeat(950)}\n`.repeat(100)}module.exports = config;\n`;
    const program = "const config = require('./config');\napp.listen(config.port);\n";
    expect(listened(program, { './config': module })).toEqual([]);
  });
});
