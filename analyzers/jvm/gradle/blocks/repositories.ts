/** `repositories { … }`: where a build looks for modules. */
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Args, type Handler, NOTHING, textOf, UNKNOWN } from '../evaluation/values.ts';
import type { Repository } from '../model.ts';

/** Names of repositories that Gradle knows by itself; what their addresses are is the resolver's matter. */
export const WELL_KNOWN = ['mavenCentral', 'google', 'gradlePluginPortal', 'mavenLocal', 'jcenter'] as const;

const KNOWN_NAMES: ReadonlySet<string> = new Set(WELL_KNOWN);

export function repositoriesHandler(interpreter: Interpreter, sink: Repository[]): Handler {
  const add = (url: string | undefined, { line, column }: Args['at']) => {
    if (url !== undefined && !url.includes(UNKNOWN)) sink.push({ url, line, column, file: interpreter.file });
  };
  const place = (args: Args): Handler => ({
    call(name, inner) {
      if (name !== 'url' && name !== 'setUrl' && name !== '*.setUrl') return name === 'uri' ? inner.positional[0] : NOTHING;
      add(textOf(inner.positional[0]), args.at);
      return NOTHING;
    },
    set(name, value) {
      if (name === 'url' || name === '*.url') add(textOf(value), args.at);
      return true;
    },
  });
  const handler: Handler = {
    call(name, args) {
      if (KNOWN_NAMES.has(name)) add(name, args.at);
      else if (name === 'maven') {
        add(textOf(args.named.get('url') ?? args.positional[0]), args.at);
        if (args.closure !== undefined) interpreter.invoke(args.closure, [], place(args));
      } else if (name === 'uri') return args.positional[0];
      else if (args.closure !== undefined) interpreter.invoke(args.closure, [], handler);
      return NOTHING;
    },
  };
  return handler;
}
