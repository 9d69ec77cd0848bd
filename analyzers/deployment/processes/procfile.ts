/** Procfiles: one process type a line (Heroku, Foreman, honcho). */

import { commandWords, splitWords } from '../../../src/formats/shell/shell.ts';
import {
  type Diagnostic,
  directoryOf,
  isReadFailure,
  type Project,
  type ReadFailure,
  type RunProcess,
} from '../../../src/model/index.ts';
import { bindingsOf, type PortUse } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { commandUses } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';
import { byService } from '../programs/program-places.ts';

interface Line {
  readonly process: RunProcess;
  readonly ports: readonly PortUse[];
}

/** What its processes run, by the part of the tree that each is started in. */
export function readProcfile(project: Project, path: string): Part | ReadFailure {
  const file = project.read(path);
  if (isReadFailure(file)) return file;
  const lines: Line[] = [];
  const diagnostics: Diagnostic[] = [];
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
    const kind = name === 'release' ? 'job' : 'process';
    const process: RunProcess = { name, kind, command: words, ports: bindingsOf(own), origin };
    lines.push({ process, ports: own });
  }
  const services = byService(project, directoryOf(path), lines, ({ process }) => ({ words: process.command }));
  const deployments = services.map(({ join, programs }) => {
    const processes = programs.map(({ process }) => process);
    const ports = programs.flatMap((line) => line.ports);
    return deploymentFacts(path, 'procfile', 'procfile', join, { processes, demands: listeningDemands(ports, processes) });
  });
  return { deployments, diagnostics };
}
