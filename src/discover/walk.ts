import ignore, { type Ignore } from 'ignore';
import { byText, type Diagnostic, inDirectory, isReadFailure } from '../model/index.ts';
import { decode, type Entry, type FileTree } from './tree.ts';

export interface Walk {
  /** Every file that is not ignored, sorted. */
  readonly files: readonly string[];
  readonly fileSet: ReadonlySet<string>;
  /** Every directory that was visited, sorted; the root is `.`. */
  readonly directories: readonly string[];
  /** Names of the kept entries of each visited directory. */
  readonly listing: ReadonlyMap<string, readonly string[]>;
  /** Files that a .gitignore names one by one; what lies in ignored directories is not known. */
  readonly ignored: readonly string[];
  /** Directories of clones of their own; a submodule (git keeps a file there) belongs to the repository around it. */
  readonly repositories: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Never entered, whatever lies beside them: other people's code, caches, version control, records of past runs. */
const ALWAYS_GENERATED: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'node_modules',
  'bower_components',
  'jspm_packages',
  '.yarn',
  '.pnpm-store',
  '.npm',
  '__pycache__',
  'site-packages',
  '.venv',
  '.virtualenv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.eggs',
  '__pypackages__',
  '.gradle',
  '.m2',
  '.mvn-cache',
  '.idea',
  '.vscode',
  '.terraform',
  '.serverless',
  '.aws-sam',
  'cdk.out',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.turbo',
  '.nx',
  '.parcel-cache',
  '.cache',
  '.bazel',
  'bazel-out',
  '.direnv',
  'mlruns',
  'mlartifacts',
  '#current-cloud-backend',
]);

/** Left out when a manifest beside them says that they are that tool's output. */
const GENERATED_BESIDE: Readonly<Record<string, readonly string[]>> = {
  target: ['pom.xml', 'Cargo.toml', 'build.sbt'],
  build: [
    'build.gradle',
    'build.gradle.kts',
    'settings.gradle',
    'settings.gradle.kts',
    'package.json',
    'setup.py',
    'pyproject.toml',
    'setup.cfg',
  ],
  dist: ['package.json', 'setup.py', 'pyproject.toml', 'setup.cfg', 'go.mod'],
  out: ['package.json', 'build.gradle', 'build.gradle.kts', 'pom.xml'],
  vendor: ['go.mod', 'composer.json', 'Gemfile', 'go.work'],
  coverage: ['package.json'],
  env: ['requirements.txt', 'pyproject.toml', 'setup.py'],
  venv: ['requirements.txt', 'pyproject.toml', 'setup.py', 'manage.py'],
};

const MAX_DEPTH = 64;
const TOO_DEEP = `directories nested over ${MAX_DEPTH} deep are not searched; run cohost on the inner directory instead`;

/** Patterns in the notation of a .gitignore that lies in `base`. */
export interface Excluded {
  readonly base: string;
  readonly patterns: readonly string[];
}

interface Scope {
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * Walks the given directories of a tree, honouring every .gitignore on the way (nearest last, as git does).
 * What is excluded besides no .gitignore brings back. Symlinked directories are never entered, so loops end by themselves.
 */
export function walk(tree: FileTree, starts: readonly string[], excluded: readonly Excluded[] = []): Walk {
  const walker = new Walker(tree, excluded);
  for (const start of starts) walker.visit(start, ancestorScopes(tree, start), 0);
  return walker.found();
}

class Walker {
  readonly #tree: FileTree;
  readonly #unwanted: readonly Scope[];
  readonly #files: string[] = [];
  readonly #directories: string[] = [];
  readonly #listing = new Map<string, readonly string[]>();
  readonly #ignored: string[] = [];
  readonly #repositories: string[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(tree: FileTree, excluded: readonly Excluded[]) {
    this.#tree = tree;
    this.#unwanted = excluded.map(({ base, patterns }) => scopeOf(base, patterns));
  }

  found(): Walk {
    return {
      files: this.#files.sort(byText),
      fileSet: new Set(this.#files),
      directories: this.#directories.sort(byText),
      listing: this.#listing,
      ignored: this.#ignored.sort(byText),
      repositories: this.#repositories.sort(byText),
      diagnostics: this.#diagnostics,
    };
  }

  visit(directory: string, scopes: readonly Scope[], depth: number): void {
    if (this.#listing.has(directory)) return;
    const entries = this.#tree.entries(directory);
    if (isReadFailure(entries)) {
      this.#diagnostics.push(unsearched('directory/unreadable', directory, entries.message));
      return;
    }
    if (depth > MAX_DEPTH) {
      this.#diagnostics.push(unsearched('directory/too-deep', directory, TOO_DEEP));
      return;
    }
    const siblings = new Set(entries.map(({ name }) => name));
    const inner = siblings.has('.gitignore') ? this.#scopesIn(directory, scopes) : scopes;
    const kept = [...entries].sort(byName).filter((entry) => this.#keeps(entry, directory, siblings, inner));
    this.#listing.set(
      directory,
      kept.map(({ name }) => name),
    );
    this.#directories.push(directory);
    if (siblings.has('.git') && entries.some(({ name, kind }) => name === '.git' && kind === 'directory'))
      this.#repositories.push(directory);
    for (const { name, kind } of kept) if (kind !== 'directory') this.#files.push(inDirectory(directory, name));
    for (const { name, kind } of kept) if (kind === 'directory') this.visit(inDirectory(directory, name), inner, depth + 1);
  }

  /** With the patterns of the directory's own .gitignore. */
  #scopesIn(directory: string, scopes: readonly Scope[]): readonly Scope[] {
    const own = ignoredIn(this.#tree, directory);
    for (const [index, pattern] of own.entries())
      if (isBeyondReason(pattern)) this.#diagnostics.push(unheeded(inDirectory(directory, '.gitignore'), index + 1));
    return own.length === 0 ? scopes : [...scopes, scopeOf(directory, own)];
  }

  /** Whether a project's own is there: nothing that tools make, and nothing that is excluded or ignored. */
  #keeps({ name, kind }: Entry, directory: string, siblings: ReadonlySet<string>, scopes: readonly Scope[]): boolean {
    if (kind === 'other') return false;
    const path = inDirectory(directory, name);
    const isDirectory = kind === 'directory';
    if (isDirectory && isOthers(this.#tree, { name, path, siblings })) return false;
    if (isIgnored(path, isDirectory, this.#unwanted)) return false;
    const ignored = isIgnored(path, isDirectory, scopes);
    if (ignored && !isDirectory) this.#ignored.push(path);
    return !ignored;
  }
}

function unsearched(code: string, directory: string, message: string): Diagnostic {
  return { code, severity: 'warning', message, file: directory, incomplete: true };
}

function unheeded(file: string, line: number): Diagnostic {
  return {
    code: 'gitignore/pattern',
    severity: 'warning',
    message: `a pattern longer than ${MAX_PATTERN} characters, or with more than ${MAX_DOUBLE_STARS} times **/, is not heeded; write a shorter one, or name the directory under exclude in cohost.yaml`,
    file,
    line,
  };
}

function byName(a: Entry, b: Entry): number {
  return byText(a.name, b.name);
}

/** What tools make or bring from elsewhere. */
function isOthers(
  tree: FileTree,
  { name, path, siblings }: { readonly name: string; readonly path: string; readonly siblings: ReadonlySet<string> },
): boolean {
  return (
    isGenerated(name, siblings) ||
    isVirtualenv(tree, name, path) ||
    isGoVendor(tree, name, path) ||
    OF_PAGES.test(path) ||
    TRACKED_RUN.test(path)
  );
}

/** What Weights & Biases keeps of a training run, the list of what was installed among it. */
const TRACKED_RUN = /(?:^|\/)wandb\/(?:offline-)?run-\d{8}_\d{6}-[^/]+$/;

/** Libraries of others that pages are served with: `public/vendors`, `wwwroot/lib`. */
const OF_PAGES = /(?:^|\/)(?:public|static|wwwroot)\/(?:[\w-]+\/)?(?:vendors?|libs?|third[-_]party)$/;

/** Go's vendor directory without a go.mod beside it, as in a GOPATH: import paths begin with the name of a host. */
function isGoVendor(tree: FileTree, name: string, path: string): boolean {
  if (name !== 'vendor') return false;
  const entries = tree.entries(path);
  return !isReadFailure(entries) && entries.some((entry) => entry.kind === 'directory' && GO_HOST.test(entry.name));
}

const GO_HOST = /^(?:[\w-]+\.)+(?:org|com|in|io|dev|net)$/;

function isGenerated(name: string, siblings: ReadonlySet<string>): boolean {
  if (ALWAYS_GENERATED.has(name)) return true;
  const beside = Object.hasOwn(GENERATED_BESIDE, name) ? GENERATED_BESIDE[name] : undefined;
  return beside?.some((manifest) => siblings.has(manifest)) ?? false;
}

const VIRTUALENV_NAME = /env/i;

function isVirtualenv(tree: FileTree, name: string, path: string): boolean {
  if (!VIRTUALENV_NAME.test(name)) return false;
  const entries = tree.entries(path);
  return !isReadFailure(entries) && entries.some((entry) => entry.name === 'pyvenv.cfg');
}

/** The lines of a directory's own .gitignore. */
function ignoredIn(tree: FileTree, directory: string): readonly string[] {
  const bytes = tree.read(inDirectory(directory, '.gitignore'));
  return isReadFailure(bytes) ? [] : decode(bytes).split(/\r?\n/);
}

function scopeOf(base: string, patterns: readonly string[]): Scope {
  const heeded = patterns.filter((one) => !isBeyondReason(one));
  return { base, rules: ignore({ allowRelativePaths: true }).add(heeded.join('\n')) };
}

/** Longer than any path may be. */
const MAX_PATTERN = 4096;
/** With each one, finding out takes another power of a path's depth. */
const MAX_DOUBLE_STARS = 3;

function isBeyondReason(pattern: string): boolean {
  return pattern.length > MAX_PATTERN || pattern.split('**/').length - 1 > MAX_DOUBLE_STARS;
}

/** .gitignore files above a start directory count as well, as far as they are inside the root. */
function ancestorScopes(tree: FileTree, start: string): readonly Scope[] {
  if (start === '.') return [];
  const parts = start.split('/');
  return parts.map((_, depth) => {
    const directory = depth === 0 ? '.' : parts.slice(0, depth).join('/');
    return scopeOf(directory, ignoredIn(tree, directory));
  });
}

function isIgnored(path: string, isDirectory: boolean, scopes: readonly Scope[]): boolean {
  let ignored = false;
  for (const { base, rules } of scopes) {
    if (base !== '.' && !path.startsWith(`${base}/`)) continue;
    const relative = base === '.' ? path : path.slice(base.length + 1);
    const answer = rules.test(isDirectory ? `${relative}/` : relative);
    if (answer.ignored) ignored = true;
    else if (answer.unignored) ignored = false;
  }
  return ignored;
}
