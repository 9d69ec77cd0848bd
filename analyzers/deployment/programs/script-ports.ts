import { shellCommands } from '../../../src/formats/shell/shell.ts';
import { baseName, type Demand, type SourceFile, sourcePortDemand } from '../../../src/model/index.ts';
import { commandPorts } from '../ports.ts';

/** A server that a script ends with, without handing its own process over. */
const SERVES =
  /^(?:(?:poetry|uv|pipenv) run )?(?:gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|uwsgi|flask run|python[\d.]* manage\.py runserver)\s(?!.*&\s*$)/;

/** What an image's script starts in its place: `exec uvicorn app:app --port 8150`. Who starts the image may name another. */
export function scriptPorts({ path, text }: SourceFile): readonly Demand[] {
  if (!baseName(path).endsWith('.sh')) return [];
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.trim() !== '' && !/^\s*#/.test(line));
  const started = lines.flatMap((line, index) => {
    const isServer = index === last && SERVES.test(line);
    if (line.length > 1000 || !(isServer || /^\s*exec\s/.test(line)) || line.endsWith('\\')) return [];
    const words = shellCommands(line).flatMap((command) => command.words.map((word) => word.text));
    return commandPorts(words[0] === 'exec' ? words.slice(1) : words).flatMap(({ port, settable, debugger: inspects }) =>
      inspects === true ? [] : [sourcePortDemand('', port, settable, { file: path, line: index + 1 })],
    );
  });
  // Several are ways to start it, of which nothing here tells one.
  return started.length === 1 ? started : [];
}
