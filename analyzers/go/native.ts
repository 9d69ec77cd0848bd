import { inDirectory, isReadFailure, type Project } from '../../src/model/index.ts';
import type { NativeContext, NativeQuestion, NativeTool, Unasked } from '../analyzer.ts';
import type { Replacement } from './files/modfile.ts';
import { type Module, type Tree, workOf } from './modules.ts';
import { joinDirectory } from './replacements.ts';

/** `go list -m all` over a go.work of the services: it reads go.mod files, from the proxy too, and compiles nothing. */
export const goCommand: NativeTool = {
  programs: [{ command: 'go', version: ['version'] }],
  settings: { build: 'together' },
  atOnce: 3,
};

const REFUSAL =
  /conflicting replacements|listed in go\.work|requires go >=|multiple times in workspace|is replaced at all versions|malformed (?:module|import) path|module declares its path as/;

/** The services' own go.mod and go.sum files at their places, with the directories that replace modules. */
export function goQuestion(
  project: Project,
  tree: Tree,
  paths: readonly string[],
  { offline }: NativeContext,
): NativeQuestion | Unasked {
  const modules = paths.flatMap((path) => tree.modules.get(path) ?? []);
  const work = workOf(modules);
  const files = new Map<string, string>();
  const keep = (path: string): boolean => {
    const file = project.read(path);
    if (!isReadFailure(file)) files.set(path, file.text);
    return files.has(path);
  };
  for (const module of modules) {
    const outside = replacedOutside(module, keep);
    if (outside !== undefined) return { unasked: `${module.directory} replaces a module by ${outside}, which is not here` };
    for (const path of [module.file, module.sum]) if (path !== undefined) keep(path);
  }
  const lines = [
    `go ${work.go}`,
    ...modules.map(({ directory }) => `use ${JSON.stringify(`./${directory}`)}`),
    ...work.replace.map((one) => replaceLine(one, work.directory)),
  ];
  const env = { GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: '', GOSUMDB: 'off', CGO_ENABLED: '0' };
  return {
    files: [...files, ['go.work', `${lines.join('\n')}\n`]].map(([path = '', text = '']) => ({ path, text })),
    args: ['list', '-m', 'all'],
    env: offline ? { ...env, GOPROXY: 'off' } : env,
    refusal: REFUSAL,
  };
}

/** Keeps the go.mod files of replacement directories; answers the first directory that has none. */
function replacedOutside({ mod, directory, workspace }: Module, keep: (path: string) => boolean): string | undefined {
  const targets = [
    ...mod.replace.map(({ new: target }) => ({ target, base: directory })),
    ...(workspace?.replace ?? []).map(({ new: target }) => ({ target, base: workspace?.directory ?? '.' })),
  ];
  for (const { target, base } of targets) {
    const place = joinDirectory(base, target.path);
    if (target.version === '' && !keep(inDirectory(place, 'go.mod'))) return place;
  }
  return undefined;
}

/** A line of a go.work that lies in another directory. */
function replaceLine({ old, new: target }: Replacement, directory: string): string {
  const place = joinDirectory(directory, target.path);
  const path = target.version === '' ? (/^[./]/.test(place) ? place : `./${place}`) : target.path;
  return `replace ${JSON.stringify(old.path)} ${old.version} => ${JSON.stringify(path)} ${target.version}`;
}
