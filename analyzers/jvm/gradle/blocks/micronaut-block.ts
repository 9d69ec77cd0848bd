/**
 * `micronaut { runtime("netty") }`: the plug-in adds what serves that runtime to the application.
 * Reference: Micronaut Gradle plug-in, "Micronaut Runtimes".
 */

import { type Handler, handlerValue, NOTHING, textOf, type Value } from '../evaluation/values.ts';
import type { GradleDependency } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { draft } from '../versions/notation.ts';
import { type Context, record } from './drafts.ts';

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
  const run = (value: Value | undefined, at: Position): Value => {
    const name = textOf(value)?.toLowerCase() ?? '';
    const module = Object.hasOwn(RUNTIMES, name) ? RUNTIMES[name] : undefined;
    if (module !== undefined) sink(record(context, 'implementation', draft(...module), at));
    return NOTHING;
  };
  const property: Handler = {
    call: (name, args) => (name === 'set' ? run(args.positional[0], args.at) : undefined),
  };
  return {
    call: (name, args) => (name === 'runtime' ? run(args.positional[0], args.at) : undefined),
    get: (name) => (name === 'runtime' ? handlerValue(property) : undefined),
    set: (name, value, at) => {
      if (name !== 'runtime') return false;
      run(value, at);
      return true;
    },
  };
}
