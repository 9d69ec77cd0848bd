/**
 * Functions that other tools than SAM and serverless.yml declare: Zappa's settings (one function a stage), Azure's
 * `host.json`, and the Serverless Framework written as code, of which only what stands there as plain text is read.
 */
import { childOf, jsonDiagnostic, parseJson, textOf } from '../../../src/formats/json.ts';
import { yamlAt, yamlEntries, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { Diagnostic, ServerlessFunction, SourceFile } from '../../../src/model/index.ts';
import { runtimeDemand } from '../demands.ts';
import type { FileFacts } from '../file-facts.ts';
import { numberOf, originIn, readDescriptor, yamlDiagnostics } from '../yaml-facts.ts';
import { lambdaRuntime } from './cloudformation.ts';
import { SERVERLESS_BUNDLERS } from './serverless.ts';

export const FRAMEWORK_FILES: Readonly<Record<string, (file: SourceFile) => FileFacts>> = {
  'zappa_settings.json': readZappa,
  'zappa_settings.yml': readZappa,
  'zappa_settings.yaml': readZappa,
  'host.json': readAzureHost,
  'serverless.ts': readServerlessCode,
  'serverless.js': readServerlessCode,
};

/** Zappa: a map of stages, each a function behind API Gateway. */
function readZappa(file: SourceFile): FileFacts {
  const descriptor = readDescriptor(file);
  const functions: ServerlessFunction[] = [];
  const demands: NonNullable<FileFacts['demands']>[number][] = [];
  for (const [stage, { value, offset }] of yamlEntries(descriptor.yaml.documents[0])) {
    const handler = yamlText(yamlAt(value, 'app_function')) ?? yamlText(yamlAt(value, 'django_settings'));
    if (handler === undefined) continue;
    const runtime = yamlText(yamlAt(value, 'runtime'));
    const memory = numberOf(yamlAt(value, 'memory_size'));
    const timeout = numberOf(yamlAt(value, 'timeout_seconds'));
    const origin = originIn(descriptor, { offset });
    functions.push({
      name: stage,
      provider: 'aws',
      handler,
      packageType: yamlAt(value, 'docker_image_uri') === undefined ? 'zip' : 'image',
      events: ['http'],
      layers: [],
      origin,
      ...(runtime === undefined ? {} : { runtime }),
      ...(memory === undefined ? {} : { memoryMiB: memory }),
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    });
    const needed = lambdaRuntime(runtime);
    if (needed !== undefined) demands.push(runtimeDemand(needed, origin));
  }
  return { functions, demands, diagnostics: yamlDiagnostics(descriptor) };
}

/** Chalice: one function a stage that serves all routes, with what the stages share. Reference: its "Configuration File". */
export function readChalice(file: SourceFile): FileFacts {
  const descriptor = readDescriptor(file);
  const [root] = descriptor.yaml.documents;
  const functions = yamlEntries(yamlAt(root, 'stages')).map(([name, { value, offset }]): ServerlessFunction => {
    const memory = numberOf(yamlAt(value, 'lambda_memory_size') ?? yamlAt(root, 'lambda_memory_size'));
    const timeout = numberOf(yamlAt(value, 'lambda_timeout') ?? yamlAt(root, 'lambda_timeout'));
    return {
      name,
      provider: 'aws',
      handler: 'app.app',
      packageType: 'zip',
      events: [],
      layers: [],
      origin: originIn(descriptor, { offset }),
      ...(memory === undefined ? {} : { memoryMiB: memory }),
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    };
  });
  return { functions, diagnostics: yamlDiagnostics(descriptor) };
}

/** Azure Functions keep a `host.json` with `"version": "2.0"` at the root of each function app. */
function readAzureHost(file: SourceFile): FileFacts {
  const { root, problems, position } = parseJson(file.text);
  const version = childOf(root, 'version');
  if (version === undefined || !/^[234]/.test(textOf(version) ?? '')) return { diagnostics: [] };
  const origin = { file: file.path, ...position(version.at) };
  return {
    functions: [{ name: 'function app', provider: 'azure', packageType: 'zip', events: [], layers: [], origin }],
    diagnostics: problems
      .filter(({ kind }) => kind === 'syntax')
      .map((one) => jsonDiagnostic(file.path, one, position, 'warning', 'Azure Functions does not start with it; correct it')),
  };
}

/** A plug-in that bundles, where the service lists it, or the settings of the Framework's own bundler. */
const BUNDLES = new RegExp(
  `['"](?:${SERVERLESS_BUNDLERS.join('|')})['"]|^\\s*build\\s*:\\s*(?:['"]esbuild['"]|\\{\\s*esbuild\\b)`,
  'm',
);

/** Code is never run: the provider, runtime and first handler where they are plain text. */
function readServerlessCode(file: SourceFile): FileFacts {
  const lines = file.text.split('\n');
  const find = (key: string): { readonly value: string; readonly line: number } | undefined => {
    const pattern = new RegExp(`^[\\s{,]*${key}\\s*:\\s*['"]([\\w./-]+)['"]`);
    const index = lines.findIndex((line) => pattern.test(line));
    const value = pattern.exec(lines[index] ?? '')?.[1];
    return value === undefined ? undefined : { value, line: index + 1 };
  };
  const runtime = find('runtime');
  const handler = find('handler');
  if (!/\bprovider\s*:/.test(file.text) || !/\bname\s*:\s*['"]aws['"]/.test(file.text)) return { diagnostics: [] };
  const origin = { file: file.path, line: runtime?.line ?? handler?.line ?? 1 };
  const needed = lambdaRuntime(runtime?.value);
  const diagnostic: Diagnostic = {
    code: 'serverless/code',
    severity: 'note',
    message: 'a service written as code is not run: its runtime and handlers are known only where they are plain text',
    file: file.path,
    line: origin.line,
  };
  return {
    functions: [
      {
        name: 'main',
        provider: 'aws',
        packageType: 'zip',
        ...(BUNDLES.test(file.text) ? { bundled: true as const } : {}),
        events: [],
        layers: [],
        origin,
        ...(handler === undefined ? {} : { handler: handler.value }),
        ...(runtime === undefined ? {} : { runtime: runtime.value }),
      },
    ],
    demands: needed === undefined ? [] : [runtimeDemand(needed, origin)],
    diagnostics: [diagnostic],
  };
}
