import { describe, expect, it } from 'vitest';
import { reportOf } from './fleet.ts';

describe('functions of a CDK app', () => {
  it('are how the services run whose code they take, and choose their runtime', async () => {
    const report = await reportOf({
      'infra/package.json': '{"name":"infra","dependencies":{"aws-cdk-lib":"2.150.0"}}',
      'infra/cdk.json': '{"app":"npx ts-node bin/infra.ts"}',
      'infra/lib/infra-stack.ts':
        "import { Stack, Duration, aws_lambda as lambda } from 'aws-cdk-lib';\nnew lambda.Function(this, 'Cart', { runtime: lambda.Runtime.PYTHON_3_11, handler: 'app.handler', code: lambda.Code.fromAsset('../services/cart'), timeout: Duration.seconds(20) });\n",
      'services/cart/requirements.txt': 'requests==2.32.0\n',
      'services/web/pyproject.toml': '[project]\nname = "web"\nversion = "1"\nrequires-python = ">=3.12"\n',
    });
    const cart = report.services.find(({ id }) => id === 'services/cart');
    expect(cart?.descriptors).toEqual([expect.objectContaining({ path: 'infra/lib/infra-stack.ts', kind: 'cdk' })]);
    const advice = report.recommendations.find(({ service }) => service === 'services/cart');
    expect(advice?.target).toBe('lambda-zip');
    const python = report.conflicts.find(({ subject }) => subject === 'runtime:python');
    expect(
      python?.demands.map(({ service, constraint, origin }) => `${service} ${constraint} ${origin.file}:${origin.line}`),
    ).toEqual(['services/cart ==3.11.* infra/lib/infra-stack.ts:2', 'services/web >=3.12 services/web/pyproject.toml:4']);
  });
});
