import type { Declared } from '../../../analyzers/python/declared.ts';
import { readRequirements } from '../../../analyzers/python/manifests/pip/manifest.ts';
import { readPyproject } from '../../../analyzers/python/manifests/pyproject.ts';
import { withOverrides } from '../../../analyzers/python/overrides.ts';
import type { PythonLine, PythonService } from '../../../analyzers/python/resolve/lines.ts';
import { lineOf } from '../../../analyzers/python/services.ts';
import { sourceFile } from '../../../src/discover/tree.ts';
import { isReadFailure, type Project, type ReadFailure, type SourceFile } from '../../../src/model/index.ts';

export type Files = (path: string) => Uint8Array | undefined;

/** One service, read by the product's own readers from the file that it starts with. */
export function readService(service: string, read: Files, entry: string): PythonService {
  const project = projectOver(read);
  const slash = entry.lastIndexOf('/');
  const directory = slash < 0 ? '.' : entry.slice(0, slash);
  const facts = entry.endsWith('.toml')
    ? project.parse(entry, readPyproject)
    : readRequirements(project, { isFile: project.has, isDirectory: () => false }, entry, {
        home: directory,
        group: 'default',
        scope: 'runtime',
      });
  if (isReadFailure(facts)) return { service, lines: [], overrides: [], locked: new Map(), unreadable: facts.message };
  const lines = (declared: readonly Declared[], isConstraint: boolean): readonly PythonLine[] =>
    declared.flatMap((one) => (one.name === undefined || one.scope !== 'runtime' ? [] : [lineOf(one.name, one, isConstraint)]));
  return {
    service,
    lines: [...lines(withOverrides(facts.declared, facts.overrides), false), ...lines(facts.constraints, true)],
    overrides: lines(facts.overrides, false),
    locked: new Map(),
  };
}

function projectOver(read: Files): Project {
  const readFile = (path: string): SourceFile | ReadFailure => {
    const bytes = read(path);
    return bytes === undefined ? { path, reason: 'missing', message: `${path} does not exist` } : sourceFile(path, bytes);
  };
  return {
    files: [],
    directories: [],
    list: () => [],
    has: (path) => read(path) !== undefined,
    read: readFile,
    bytes: (path) => read(path) ?? { path, reason: 'missing', message: `${path} does not exist` },
    parse: (path, parser) => {
      const file = readFile(path);
      return isReadFailure(file) ? file : parser(file);
    },
  };
}
