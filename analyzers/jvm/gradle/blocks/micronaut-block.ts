/**
 * `micronaut { version("4.5.1"); runtime("netty") }`: the version of the BOM that the plug-in imports, and the runtime, for
 * which it adds what serves it. Reference: Micronaut Gradle plug-in, "Micronaut Library Plugin", "Micronaut Runtimes".
 */

import { type Handler, textOf } from '../evaluation/values.ts';
import type { GradleDependency } from '../model.ts';
import { draft } from '../versions/notation.ts';
import { type Context, known, record } from './drafts.ts';
import { propertiesHandler } from './properties-handler.ts';

const FUNCTION: readonly [group: string, name: string] = ['io.micronaut.aws', 'micronaut-function-aws-api-proxy'];

/** Runtime → the module that is added; those that bring several are known by this one. */
const RUNTIMES: Readonly<Record<string, readonly [group: string, name: string]>> = {
  netty: ['io.micronaut', 'micronaut-http-server-netty'],
  jetty: ['io.micronaut.servlet', 'micronaut-http-server-jetty'],
  tomcat: ['io.micronaut.servlet', 'micronaut-http-server-tomcat'],
  undertow: ['io.micronaut.servlet', 'micronaut-http-server-undertow'],
  lambda: FUNCTION,
  lambda_java: FUNCTION,
  lambda_provided: FUNCTION,
  azure_function: ['io.micronaut.azure', 'micronaut-azure-function-http'],
  google_function: ['io.micronaut.gcp', 'micronaut-gcp-function-http'],
  oracle_function: ['io.micronaut.oraclecloud', 'micronaut-oraclecloud-function-http'],
};

export function micronautHandler(context: Context, sink: (dependency: GradleDependency) => void): Handler {
  const { micronaut } = context.model;
  return propertiesHandler({
    runtime(value, at) {
      const name = textOf(value)?.toLowerCase() ?? '';
      const module = Object.hasOwn(RUNTIMES, name) ? RUNTIMES[name] : undefined;
      if (module !== undefined) sink(record(context, 'implementation', draft(...module), at));
    },
    version(value) {
      micronaut.version = known(textOf(value)) ?? null;
    },
    importMicronautPlatform(value) {
      micronaut.importsBom = textOf(value) !== 'false';
    },
  });
}
