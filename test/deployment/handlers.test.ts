import { describe, expect, it } from 'vitest';
import { HANDLER_FILES, isHandlerFile, readHandlerFile } from '../../analyzers/deployment/handlers.ts';
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

  it('opens files that Lambda calls so, and none of tests', () => {
    const matches = compilePatterns(HANDLER_FILES);
    const opened = (path: string): boolean => matches(path) && isHandlerFile(path);
    expect(['lambda_function.py', 'a/src/lambda_handler.py'].filter(opened)).toHaveLength(2);
    expect(['tests/lambda_function.py', 'a/function.py', 'a/lambda_function.md'].filter(opened)).toEqual([]);
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
