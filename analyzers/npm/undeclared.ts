/**
 * What a program imports that only its neighbours ask for: a tool that hoists lays it where the program finds it (npm,
 * "workspaces"; yarn, `nodeLinker`), and where the package is installed alone it is gone.
 */
import { type Diagnostic, inDirectory, isReadFailure, listed, type Project, pathBelow } from '../../src/model/index.ts';
import type { Imports } from './programs/imports.ts';
import { isOwn, type Reading } from './reading.ts';

type Readings = ReadonlyMap<string, Reading>;

/** Amazon's functions have it without asking. */
const IN_FUNCTIONS = /^(?:@aws-sdk\/|aws-sdk$|aws-lambda$)/;

/** What Node.js has itself goes before a package of that name (Node.js, "Modules: Core modules"). */
const BUILT_IN =
  /^(?:assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|domain|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|wasi|worker_threads|zlib)$/;

/** `locked`: names of all packages that its lock holds for it, where there is one. */
export function undeclaredImports(
  reading: Reading,
  locked: ReadonlySet<string> | undefined,
  imports: () => Imports,
  { readings, project }: { readonly readings: Readings; readonly project: Project },
): readonly Diagnostic[] {
  const { directory, root, manifest, home } = reading;
  if (root === undefined || root.directory === directory || home?.isolates === true || !manifest.readable) return [];
  const neighbours = root.members.flatMap((one) => (one === directory ? [] : (readings.get(one) ?? [])));
  const { names: asked, asksRegistry } = askedBelow(reading, readings);
  const brought = new Set([...(locked ?? []), ...asked]);
  // What a registry's packages bring along, only a lock tells; they bring no member of the workspace.
  const mayBeBrought = locked === undefined && asksRegistry;
  const lacking = [...imports()].flatMap(([name, { origin, isValue }]) => {
    if (
      !isValue ||
      brought.has(name) ||
      BUILT_IN.test(name) ||
      pathBelow(directory, origin.file) === undefined ||
      IN_FUNCTIONS.test(name)
    )
      return [];
    const holder = neighbours.find((other) => other.manifest.name === name || (!mayBeBrought && asksFor(other, name)));
    const isFound = holder === undefined || isAlias(name, [directory, root.directory], project);
    return isFound ? [] : [{ name, origin, holder: holder.manifest }];
  });
  const [first] = lacking;
  if (first === undefined) return [];
  const { holder } = first;
  const names = listed(lacking.map(({ name }) => name));
  const whence = holder.name === first.name ? `links ${holder.file}` : `installs what ${holder.file} asks for`;
  return [
    {
      code: 'npm/undeclared-import',
      severity: 'warning',
      message: `the program imports ${names}, for which ${manifest.file} does not ask: that works while the workspace ${whence}, and fails where the package is installed alone (in an image, for a function); add ${lacking.length === 1 ? 'it' : 'them'} to ${manifest.file}`,
      ...first.origin,
    },
  ];
}

function asksFor({ entries }: Reading, name: string): boolean {
  return entries.some(({ entry }) => isOwn(entry) && entry.name === name);
}

interface AskedBelow {
  readonly names: ReadonlySet<string>;
  /** Whether any of it comes from a registry and is deployed. */
  readonly asksRegistry: boolean;
}

/** What a package and the members that it links to ask for, and they themselves. */
function askedBelow(reading: Reading, readings: Readings): AskedBelow {
  const names = new Set<string>();
  let asksRegistry = false;
  const seen = new Set<Reading>();
  const open = [reading];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    if (one.manifest.name !== undefined) names.add(one.manifest.name);
    for (const { entry, spec } of one.entries) {
      // Types of a package say that its lack has been seen: what is imported is no more than those.
      names.add(entry.name).add(entry.name.replace(/^@types\//, ''));
      const target = spec.locator === undefined ? undefined : readings.get(spec.locator);
      if (target !== undefined) open.push(target);
      else if (isOwn(entry)) asksRegistry = true;
    }
  }
  return { names, asksRegistry };
}

const SETTINGS = ['tsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json', 'vite.config.ts', 'webpack.config.js'];

/** Whether a compiler or bundler finds it by a path (TypeScript, `paths` and `baseUrl`). */
function isAlias(name: string, directories: readonly string[], project: Project): boolean {
  const named = ['"', "'"].flatMap((quote) => [`${quote}${name}${quote}`, `${quote}${name}/*${quote}`]);
  return directories.some((directory) => {
    const homes = [directory, inDirectory(directory, 'src')];
    const isOwn = homes.some((home) => project.list(home).some((one) => one.replace(/\.[cm]?[jt]sx?$/, '') === name));
    return SETTINGS.some((settings) => {
      const path = inDirectory(directory, settings);
      const file = project.has(path) ? project.read(path) : undefined;
      if (file === undefined || isReadFailure(file)) return false;
      return named.some((one) => file.text.includes(one)) || (isOwn && file.text.includes('"baseUrl"'));
    });
  });
}
