import type { NativeContext, NativeQuestion, NativeService, NativeTool } from '../analyzer.ts';
import { DEFAULT_WORK_VERSION, maxGo } from './gover.ts';
import { type GoMod, parseGoMod } from './modfile.ts';
import { pathIn } from './modules.ts';
import { joinDirectory } from './replacements.ts';

/** `go list -m all` over a go.work of the services: it reads go.mod files, from the proxy too, and compiles nothing. */
export const goCommand: NativeTool = {
  programs: [{ command: 'go', version: ['version'] }],
  settings: { build: 'together' },
  question,
};

function question(services: readonly NativeService[], context: NativeContext): NativeQuestion | { readonly unasked: string } {
  const files = new Map<string, string>();
  let work = DEFAULT_WORK_VERSION;
  for (const { path } of services) {
    const text = context.read(pathIn(path, 'go.mod'));
    if (text === undefined) return { unasked: `${path} has no go.mod` };
    const { file } = parseGoMod(text);
    files.set(pathIn(path, 'go.mod'), text);
    work = maxGo(work, file.go?.value ?? '');
    const outside = addReplacements(path, file, files, context);
    if (outside !== undefined) return { unasked: `${path} replaces a module by ${outside}, which is not here` };
  }
  const uses = services.map(({ path }) => `use ./${path}\n`).join('');
  const env = { GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: '', GOSUMDB: 'off', CGO_ENABLED: '0' };
  return {
    files: [...files, ['go.work', `go ${work}\n${uses}`]].map(([path = '', text = '']) => ({ path, text })),
    args: ['list', '-m', 'all'],
    env: context.offline ? { ...env, GOPROXY: 'off' } : env,
    refusal: /conflicting replacements|module \S+ listed in go\.work|requires go >=|appears multiple times in workspace/,
  };
}

/** Copies the go.mod files of replacement directories to their places; answers the first that has none. */
function addReplacements(path: string, mod: GoMod, files: Map<string, string>, context: NativeContext): string | undefined {
  for (const { new: target } of mod.replace) {
    if (target.version !== '') continue;
    const directory = joinDirectory(path, target.path);
    const file = pathIn(directory, 'go.mod');
    const text = context.read(file);
    if (text === undefined) return directory;
    files.set(file, text);
  }
  return undefined;
}
