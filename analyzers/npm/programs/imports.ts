/** Packages that a program's own modules import, from the file that it begins with (Node.js, "Modules: Packages"). */
import { inDirectory, isReadFailure, type Project } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import { exists, moduleAt } from './modules.ts';

const STEMS = ['src/main', 'src/index', 'src/server', 'src/app', 'main', 'index', 'server', 'app'];
const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Modules that are read of one program, and what one of them holds at most. */
const MAX_MODULES = 40;
const MAX_TEXT = 100_000;

const SPECIFIER = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'"\n]{1,200})['"]/g;
/** `@scope/name/sub`, `name/sub`; not `node:fs`, an alias or a path. */
const PACKAGE = /^(@[\w.-]+\/[\w.-]+|[a-zA-Z0-9][\w.-]*)(?:\/|$)/;

/** Types are gone where the program runs. */
const TYPES = /\b(?:import|export)\s+type\s[^'"]{0,2000}['"][^'"\n]*['"]/g;

/** By their names; nothing of a package whose beginning has no usual name. */
export function importedPackages(project: Project, directory: string, { main }: PackageJson): ReadonlySet<string> {
  const named = main === undefined ? [] : [main.replace(/^\.\//, '')];
  const files = [...named, ...STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending))];
  const first = files.find((file) => exists(project, directory, file));
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = first === undefined ? [] : [inDirectory(directory, first)];
  for (let path = open.shift(); path !== undefined && seen.size < MAX_MODULES; path = open.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const file = project.read(path);
    if (isReadFailure(file) || file.text.length > MAX_TEXT) continue;
    for (const [, specifier = ''] of file.text.replaceAll(TYPES, '').matchAll(SPECIFIER)) {
      const module = moduleAt(project, directory, path, specifier);
      const name = PACKAGE.exec(specifier)?.[1];
      if (module !== undefined) open.push(module);
      else if (name !== undefined) found.add(name);
    }
  }
  return found;
}
