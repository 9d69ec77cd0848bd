import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A server on this machine for one test: handlers by path; it counts what it is asked for. */
export async function serve(handlers: Readonly<Record<string, Handler>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const handler = handlers[path];
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response, asked.filter((one) => one === path).length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    port,
    asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const reply =
  (body: string | Buffer, status = 200, headers: Readonly<Record<string, string>> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, headers).end(body);
