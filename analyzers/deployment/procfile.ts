/** Procfiles: one process type a line (Heroku, Foreman, honcho). */

import { commandWords, splitWords } from '../../src/formats/shell.ts';
import { append, type RunProcess, type SourceFile } from '../../src/model/index.ts';
import { bindingsOf, type PortUse } from './demands.ts';
import type { FileFacts } from './file-facts.ts';
import { commandUses } from './ports.ts';
import { listeningDemands } from './programs/command-servers.ts';

export function readProcfile(file: SourceFile): FileFacts {
  const processes: RunProcess[] = [];
  const ports: PortUse[] = [];
  const diagnostics: FileFacts['diagnostics'][number][] = [];
  for (const [index, raw] of file.text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const match = /^([A-Za-z0-9_-]+):\s*(.*)$/s.exec(line);
    const origin = { file: file.path, line: index + 1, column: 1 };
    if (match === null) {
      const message = 'not a process line; write `name: command`';
      diagnostics.push({ code: 'procfile/syntax', severity: 'warning', message, ...origin });
      continue;
    }
    const [, name = '', command = ''] = match;
    const words = commandWords(command);
    // What is set before a program is none of its words, and tells its port.
    const own = commandUses(words[0] === 'sh' ? words : splitWords(command), origin);
    append(ports, own);
    processes.push({
      name,
      kind: name === 'release' ? 'job' : 'process',
      command: words,
      ports: bindingsOf(own),
      origin,
    });
  }
  return { processes, demands: listeningDemands(ports, processes), diagnostics };
}
