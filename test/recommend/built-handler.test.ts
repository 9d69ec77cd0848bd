import { describe, expect, it } from 'vitest';
import { builtHandler } from '../../src/recommend/emit/npm/built-handler.ts';
import { written } from './written.ts';

/** What esbuild 0.25 writes of each entry point. */
const CASES: readonly (readonly [handler: string, script: string, built: string | undefined])[] = [
  ['src/index.handler', 'esbuild --bundle --outdir=target/ src/index.ts --sourcemap', 'target/index.handler'],
  ['src/index.handler', 'tsc --noEmit && npx esbuild ./src/index.ts --bundle --outfile="dist/main.js"', 'dist/main.handler'],
  ['src/handlers/a.run', 'esbuild src/handlers/*.ts --bundle --outdir=.', 'a.run'],
  ['src/a/x.run', 'esbuild src/a/x.ts src/b/y.ts --bundle --outdir=dist', 'dist/a/x.run'],
  ['src/a/x.run', 'esbuild src/a/x.ts --bundle --outbase=. --outdir=dist', 'dist/src/a/x.run'],
  ['src/other.handler', 'esbuild src/index.ts --bundle --outdir=dist', undefined],
  ['dist/index.handler', 'esbuild src/index.ts --bundle --outdir=dist', undefined],
  ['src/index.handler', 'esbuild src/index.ts --bundle', undefined],
  ['src/index.handler', 'tsc -p .', undefined],
];

describe('a handler that a build makes', () => {
  it.each(CASES)('%s of %s', (handler, script, built) => {
    expect(builtHandler(handler, script)).toBe(built);
  });

  it.each([
    ['esbuild src/index.ts --bundle --platform=node --outdir=dist', 'dist/index.handler', false],
    ['tsc -p .', 'src/index.handler', true],
  ])('by %s is what the template names, or is told', async (build, handler, isTold) => {
    const of = await written(
      {
        'apps/orders/package.json': JSON.stringify({
          name: 'orders',
          scripts: { build },
          devDependencies: { '@types/aws-lambda': '^8', esbuild: '^0.25', typescript: '^5' },
        }),
        'apps/orders/src/index.ts': 'export const handler: Handler = async (event) => event;\n',
      },
      'lambda-zip',
    );
    expect(of('template.yaml')).toContain(`Handler: '${handler}'`);
    expect(of('bundle.sh').includes('is TypeScript, which Lambda does not load')).toBe(isTold);
  });

  it('stands behind the client of Lambda that an image of its own starts', async () => {
    const of = await written(
      {
        'apps/orders/requirements.txt': 'awslambdaric==3.0.0\n',
        'apps/orders/Dockerfile':
          'FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nENTRYPOINT ["python", "-m", "awslambdaric"]\nCMD ["orders.lambda_handler"]\n',
      },
      'lambda-image',
    );
    expect(of('Dockerfile')).toContain('CMD ["orders.lambda_handler"]');
    expect(of('Dockerfile')).not.toContain('placeholder');
  });

  it('lies where serverless.yml says, once', async () => {
    const of = await written(
      {
        'apps/orders/package.json': '{ "name": "orders", "dependencies": { "uuid": "^11" } }',
        'apps/orders/src/api/get.js': 'exports.handler = async () => 1;\n',
        'apps/orders/serverless.yml':
          'service: orders\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  get: { handler: src/api/get.handler }\n',
      },
      'lambda-zip',
    );
    expect(of('template.yaml')).toContain("Handler: 'src/api/get.handler'");
  });
});
