/** Packages that a program's own modules import, from the file that it begins with (Node.js, "Modules: Packages"). */
import { exists } from '../../../src/formats/script-modules.ts';
import { inDirectory, isReadFailure, lineAt, type Origin, type Project } from '../../../src/model/index.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import { moduleAt } from './modules.ts';

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
const NAMED = /\bimport\s*\{([^{}'"]{0,2000})\}\s*from\s*['"][^'"\n]*['"]/g;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** By their names, with the first line that imports each; nothing of a package whose beginning has no usual name. */
export function importedPackages(project: Project, directory: string, { main }: PackageJson): ReadonlyMap<string, Origin> {
  const named = main === undefined ? [] : [main.replace(/^\.\//, '')];
  const files = [...named, ...STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending))];
  const first = files.find((file) => exists(project, directory, file));
  const found = new Map<string, Origin>();
  const seen = new Set<string>();
  const open = first === undefined ? [] : [inDirectory(directory, first)];
  for (let path = open.shift(); path !== undefined && seen.size < MAX_MODULES; path = open.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const file = project.read(path);
    if (isReadFailure(file) || file.text.length > MAX_TEXT) continue;
    const text = TYPESCRIPT.test(path) ? withoutTypes(file.text) : file.text;
    for (const { 1: specifier = '', index } of text.matchAll(SPECIFIER)) {
      const module = moduleAt(project, directory, path, specifier);
      const name = PACKAGE.exec(specifier)?.[1];
      if (module !== undefined) open.push(module);
      else if (name !== undefined && !found.has(name)) found.set(name, { file: path, line: lineAt(text, index) });
    }
  }
  return found;
}

/** Without imports of nothing but types, which the compiler drops as well where nothing says so (TypeScript, `verbatimModuleSyntax`). */
function withoutTypes(text: string): string {
  const written = text.replaceAll(TYPES, blank);
  const rest = written.replaceAll(NAMED, '');
  return written.replaceAll(NAMED, (statement, list: string) => {
    const names = list.split(',').flatMap((one) => /^\s*(?:[\w$]+\s+as\s+)?([\w$]+)\s*$/.exec(one)?.[1] ?? []);
    return names.some((name) => isUsedAsValue(name, rest)) ? statement : blank(statement);
  });
}

/** Anywhere but where only a type can stand. */
function isUsedAsValue(name: string, text: string): boolean {
  const escaped = name.replaceAll('$', '\\$');
  return new RegExp(`(?<![\\w$.]|[:<|&]\\s*|\\b(?:as|implements|is|keyof)\\s+)${escaped}(?![\\w$])`).test(text);
}

/** As many lines, so that those of what follows stay. */
function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
