import { shellCommands } from '../../src/formats/shell.ts';
import { baseName, type Demand, defaultPortDemand, type SourceFile } from '../../src/model/index.ts';
import { commandPorts } from './ports.ts';

/** What an image's script starts in its place: `exec uvicorn app:app --port 8150`. Who starts the image may name another. */
export function scriptPorts({ path, text }: SourceFile): readonly Demand[] {
  if (!baseName(path).endsWith('.sh')) return [];
  const started = text.split('\n').flatMap((line, index) => {
    if (line.length > 1000 || !/^\s*exec\s/.test(line) || line.endsWith('\\')) return [];
    const words = shellCommands(line).flatMap((command) => command.words.map((word) => word.text));
    return commandPorts(words.slice(1)).flatMap(({ port, settable, debugger: inspects }) =>
      inspects === true ? [] : [defaultPortDemand('', port, settable, { file: path, line: index + 1 })],
    );
  });
  // Several are ways to start it, of which nothing here tells one.
  return started.length === 1 ? started : [];
}
