/** Files whose lines a setup.py takes for what it needs. */
import type { Diagnostic, Project } from '../../../src/model/index.ts';
import type { ManifestFacts, NamedFile } from '../declared.ts';
import { groupOf } from './homes.ts';

/**
 * A setup.py that takes lines of files asks for those lines; one that computes what it needs, and names one file of what
 * runs, is taken to ask for the lines of that file.
 */
export function asFiled(project: Project, facts: ManifestFacts): ManifestFacts {
  const { readFrom = [] } = facts;
  const missing = readFrom.filter(({ path }) => !project.has(path));
  const isMissing = missing.some(({ group }) => group === 'default');
  const known: ManifestFacts = {
    ...facts,
    ...(readFrom.length === 0 ? {} : { namedFiles: readFrom.filter(({ path }) => project.has(path)) }),
    ...(isMissing ? { unknown: `its setup.py takes lines of a file that is not there` } : {}),
    diagnostics: [...facts.diagnostics, ...missing.map(noFile)],
  };
  const files = facts.computedFrom?.filter(({ path }) => groupOf(path).scope === 'runtime' && project.has(path)) ?? [];
  const [file] = files;
  if (file === undefined || isMissing || files.some(({ path }) => path !== file.path)) return known;
  const taken: Diagnostic = {
    code: 'python/computed-dependencies',
    severity: 'note',
    message: `install_requires is computed when setup.py runs, and nothing is run here; the lines of ${file.path}, which it names, are taken for it`,
    ...file.origin,
  };
  const { unknown: _, ...rest } = known;
  const others = known.diagnostics.filter(({ incomplete }) => incomplete !== true);
  return { ...rest, namedFiles: [...(known.namedFiles ?? []), file], diagnostics: [...others, taken] };
}

function noFile({ path, group, origin }: NamedFile): Diagnostic {
  const isMain = group === 'default';
  return {
    code: 'python/computed-dependencies',
    severity: isMain ? 'warning' : 'note',
    message: `setup.py takes lines of ${path}, which is not here, for ${isMain ? 'install_requires' : `the extra ${group}`}; nothing is run here, so write them out, or list them in pyproject.toml, to have them compared`,
    ...origin,
    ...(isMain ? { incomplete: true } : {}),
  };
}
