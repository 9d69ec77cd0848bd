import { isComposeFile } from '../../../src/formats/compose-name.ts';
import { isDockerfileName } from '../../../src/formats/dockerfile/file-name.ts';
import {
  baseName,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isListed,
  isReadFailure,
  type Project,
} from '../../../src/model/index.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { readScript } from '../manifests/script.ts';
import { ASIDE, fileKind } from './homes.ts';

/**
 * Scripts that say themselves what they need (PEP 723) and that a descriptor runs: `uv run worker.py` in a Dockerfile,
 * a Procfile, compose or a systemd unit. Such a file is its directory's manifest. Program text is opened only where a
 * descriptor names it.
 */

function isDescriptor(name: string): boolean {
  return name === 'Procfile' || name.endsWith('.service') || isDockerfileName(name) || isComposeFile(name);
}

/** Commands that read the block. */
const RUNNER = /\b(?:uv[ \t]+run|pipx[ \t]+run)[ \t]([^\n;&|]*)/g;

/** A file that is run by itself: its first line may name uv. */
const OWN = /(?:^|[\s=])(\.?\/[\w./-]+\.py)(?=\s|$)/gm;

interface Scripts {
  /** Files that are manifests of directories without another, each with its lock where there is one. */
  readonly manifests: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export function scriptsOf(project: Project): Scripts {
  const taken = new Set(project.files.filter((path) => !ASIDE.has(fileKind(path))).map(directoryOf));
  const directories = new Set(project.directories);
  const found = new Set<string>();
  for (const directory of project.directories)
    for (const name of project.list(directory))
      if (isDescriptor(name)) for (const path of scriptsIn(project, inDirectory(directory, name), directories)) found.add(path);
  const scripts = [...found].sort();
  const manifests = scripts.filter((path) => !taken.has(directoryOf(path)));
  return {
    manifests: manifests.flatMap((path) => [path, ...(isListed(project, `${path}.lock`) ? [`${path}.lock`] : [])]),
    diagnostics: scripts.filter((path) => taken.has(directoryOf(path))).map(besideAnother),
  };
}

function scriptsIn(project: Project, descriptor: string, directories: ReadonlySet<string>): readonly string[] {
  const file = project.read(descriptor);
  if (isReadFailure(file) || !file.text.includes('.py')) return [];
  const text = commandsIn(file.text);
  const locate = (word: string): string | undefined => placeOf(project, directoryOf(descriptor), word, directories);
  const run = [...text.matchAll(RUNNER)].map(([, words = '']) => words.split(/\s+/).find((word) => word.endsWith('.py')) ?? '');
  const own = [...text.matchAll(OWN)].map(([, word = '']) => word);
  return [
    ...run.map(locate).filter((path) => path !== undefined && isScript(project, path)),
    ...own.map(locate).filter((path) => path !== undefined && isScript(project, path) && runsItself(project, path)),
  ].filter((path) => path !== undefined);
}

/** Commands as one would type them: lists of JSON and YAML as words, continued lines as one. */
function commandsIn(text: string): string {
  return text
    .replace(/\\\r?\n/g, ' ')
    .replace(/\r?\n[ \t]*-[ \t]+/g, ' ')
    .replace(/["'[\],]+/g, ' ');
}

/**
 * The file that a command means: from the descriptor's directory, by its name there where the path is an image's, or in
 * the one directory below that has it.
 */
function placeOf(project: Project, directory: string, word: string, directories: ReadonlySet<string>): string | undefined {
  const name = baseName(word);
  const written = word.startsWith('/') ? undefined : resolvePath(directory, word);
  const near = [...(written === undefined ? [] : [written]), inDirectory(directory, name)].find((path) =>
    isListed(project, path),
  );
  if (name === '' || near !== undefined) return near;
  const [below, ...others] = project
    .list(directory)
    .map((one) => inDirectory(directory, one))
    .filter((one) => directories.has(one) && project.list(one).includes(name));
  return below === undefined || others.length > 0 ? undefined : inDirectory(below, name);
}

function isScript(project: Project, path: string): boolean {
  const facts = project.parse(path, readScript);
  return !isReadFailure(facts) && facts.isProject;
}

function runsItself(project: Project, path: string): boolean {
  const file = project.read(path);
  return !isReadFailure(file) && /^#!.*\buv\b.*\brun\b/.test(file.text.slice(0, 200));
}

function besideAnother(file: string): Diagnostic {
  return {
    code: 'python/script-apart',
    severity: 'note',
    message:
      'this script has requirements of its own and runs in an environment apart from the manifests beside it, so they are not compared; in a directory of its own they would be',
    file,
    line: 1,
  };
}
