import { parseGoMod } from '../../analyzers/go/files/modfile.ts';
import type { MainModule } from '../../analyzers/go/replacements.ts';
import type { LoadFailure, ModuleSource, Summary } from '../../analyzers/go/resolve/summaries.ts';

/**
 * A module universe as text, one version a line: `example.org/a@v1.0.0 go1.17 example.org/b@v1.1.0 …`
 * (the go line may be left out). Versions that no line names are unknown to the proxy.
 */
export function universe(text: string): ModuleSource & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const summaries = new Map<string, Summary>();
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [name = '', ...words] = line.split(/\s+/);
    const go = words.find((word) => word.startsWith('go1'))?.slice(2) ?? '';
    const requires = words.filter((word) => word.includes('@')).map(moduleOf);
    summaries.set(name, { path: moduleOf(name).path, go, requires });
  }
  return {
    asked,
    load: ({ path, version }): Promise<Summary | LoadFailure> => {
      const name = `${path}@${version}`;
      asked.push(name);
      return Promise.resolve(summaries.get(name) ?? { failure: 'unknown-module', message: `${name}: not found` });
    },
  };
}

function moduleOf(name: string): { readonly path: string; readonly version: string } {
  const at = name.lastIndexOf('@');
  return { path: name.slice(0, at), version: name.slice(at + 1) };
}

export function main(text: string, directory = '.'): MainModule {
  const { file, problems } = parseGoMod(text);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return { path: file.module?.path ?? '', mod: file, directory };
}
