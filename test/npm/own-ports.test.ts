import { describe, expect, it } from 'vitest';
import { listenedPorts } from '../../analyzers/npm/programs/own-ports.ts';

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
      listenedPorts(text).map(({ line, port, variable }) => [line, port, variable].filter((one) => one !== undefined).join(' ')),
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
    expect(listenedPorts(text)).toEqual([]);
  });
});
