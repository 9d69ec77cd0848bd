import { describe, expect, it } from 'vitest';
import { beginsPackage, HANDLER_FILES, isHandlerFile, readHandlerFile } from '../../analyzers/deployment/programs/handlers.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { compilePatterns } from '../../src/discover/patterns.ts';
import { sourceFile } from '../../src/discover/tree.ts';
import { analyze, packageServices } from '../../src/index.ts';

const read = (text: string, name = 'lambda_function.py') =>
  readHandlerFile(sourceFile(`resize/${name}`, Buffer.from(text))).traits ?? [];

describe('functions without a template', () => {
  it.each([
    ['import json\n\ndef lambda_handler(event, context):\n    return {}\n', 'lambda_function.lambda_handler', 3],
    ['def handler(event: dict, _context: object) -> dict:\n', 'lambda_function.handler', 1],
  ])('%j', (text, value, line) => {
    expect(read(text)).toMatchObject([{ kind: 'lambda-handler', value, origin: { line } }]);
  });

  it.each(['def lambda_handler(event):\n', '# def lambda_handler(event, context):\n', '    def handler(self, request):\n', ''])(
    '%j is none',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );

  it('of a file that is only called a handler, the parameters tell', () => {
    expect(read('def resize(event, context):\n', 'handler.py')).toMatchObject([{ value: 'handler.resize' }]);
    expect(read('def handle(request, response):\n', 'handler.py')).toEqual([]);
  });

  it.each([
    ['index.mjs', 'export const handler = async (event) => ({});\n', 'index.handler', 1],
    ['index.js', 'const run = 1;\nexports.handler = async function (event, context) {\n', 'index.handler', 2],
    ['index.ts', 'export const handler: Handler<S3Event> = async (event) => {\n', 'index.handler', 1],
    ['handler.ts', "import middy from '@middy/core';\nexport const lambdaHandler = middy(run);\n", 'handler.lambdaHandler', 2],
    ['lambda.js', 'const app = serverless(api);\nmodule.exports.handler = app;\n', 'lambda.handler', 2],
    ['lambda.js', "const app = require('./app');\nmodule.exports.handler = createHandler(app);\n", 'lambda.handler', 2],
    ['app.ts', 'export async function handler(event: SQSEvent) {\n', 'app.handler', 1],
    ['index.js', 'const handler = async (event) => {};\nmodule.exports = { parse, handler, pool };\n', 'index.handler', 2],
    ['index.mjs', 'const handler = (event) => run(event);\nexport { handler };\n', 'index.handler', 2],
    ['../lambdas/sweep/index.ts', 'export async function handler() {\n', 'index.handler', 1],
    ['index.py', 'def lambda_handler(event, context):\n', 'index.lambda_handler', 1],
    ['lambda.py', 'def main(event=None, _ctxt=None):\n', 'lambda.main', 1],
  ])('%s begins with a handler: %j', (name, text, value, line) => {
    expect(read(text, name)).toMatchObject([{ kind: 'lambda-handler', value, origin: { line } }]);
  });

  it.each([
    ['index.js', 'exports.handler = function (context, event, callback) {\n'],
    ['index.ts', 'export const handler: Handlers = { GET(event) {} };\n'],
    ['index.ts', 'export const handler = (argv) => run(argv);\n'],
    ['index.js', 'const event = 1;\nmodule.exports = { command: "run", builder, handler };\n'],
    ['index.js', 'const event = 1;\nmodule.exports = { handlers, eventHandler };\n'],
    ['index.js', "const functions = require('firebase-functions');\nexports.handler = functions.onEvent((event) => {});\n"],
    ['index.js', "const app = require('./app');\nmodule.exports.handler = createHandler(app);\n"],
    ['main.py', 'def main(event, context):\n'],
    ['app.py', 'def handler(request, response):\n'],
    ['lambda.py', 'def main(argv):\n'],
  ])('%s begins with something else: %j', (name, text) => {
    expect(read(text, name)).toEqual([]);
  });

  it('a file that many programs begin with counts beside its manifest, or in the src beside that', () => {
    const listing: Readonly<Record<string, readonly string[]>> = { api: ['package.json', 'index.js'], job: ['requirements.txt'] };
    const begins = (path: string): boolean => isHandlerFile(path) && beginsPackage(path, (home) => listing[home] ?? []);
    const paths = ['api/index.js', 'api/src/index.ts', 'job/main.py', 'api/main.py', 'api/lib/index.ts', 'api/src/util/index.ts'];
    expect(paths.filter(begins)).toEqual(['api/index.js', 'api/src/index.ts', 'job/main.py']);
    expect(isHandlerFile('web/netlify/functions/index.js')).toBe(false);
  });

  it('opens files that Lambda calls so, and none of tests', () => {
    const matches = compilePatterns(HANDLER_FILES);
    const opened = (path: string): boolean => matches(path) && isHandlerFile(path);
    expect(['lambda_function.py', 'a/src/lambda_handler.py'].filter(opened)).toHaveLength(2);
    expect(['tests/lambda_function.py', 'a/function.py', 'a/lambda_function.md'].filter(opened)).toEqual([]);
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{}, 'already written for Lambda: lambda_function.lambda_handler'],
    [
      { 'template.yaml': 'Resources: {Thumbs: {Type: AWS::Serverless::Function, Properties: {CodeUri: a, Handler: x.y}}}\n' },
      'already written for Lambda: Thumbs',
    ],
  ])('are named once, and not beside what a template calls them: %j', async (more, text) => {
    const handler = 'def lambda_handler(event, context):\n    return {}\n';
    const files = { 'requirements.txt': 'pillow==11.0.0\n', 'a/lambda_function.py': handler, 'b/lambda_function.py': handler };
    const config = loadConfig(memoryTree({}));
    const { report } = await analyze({ tree: memoryTree({ ...files, ...more }), starts: ['.'], config, today: '2026-11-24' });
    expect(report.recommendations[0]?.reasons[0]?.text).toBe(text);
  });

  it('are advised and packaged as functions', async () => {
    const files = {
      'resize/requirements.txt': 'pillow==11.0.0\n',
      'resize/src/lambda_function.py': 'def lambda_handler(event, context):\n    return {}\n',
    };
    const config = loadConfig(memoryTree({}));
    const { fleet, report } = await analyze({ tree: memoryTree(files), starts: ['.'], config, today: '2026-11-24' });
    expect(report.recommendations[0]).toMatchObject({ service: 'resize', target: 'lambda-zip' });
    const { recommendations, placement } = report;
    const written = packageServices({ fleet, recommendations, placement, config, today: '2026-11-24', services: [] });
    expect(written.files.find(({ path }) => path.endsWith('template.yaml'))?.content).toContain(
      "Handler: 'src/lambda_function.lambda_handler'",
    );
  });
});
