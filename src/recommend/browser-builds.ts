import type { Dependency } from '../model/index.ts';
import { ADAPTED, BUILDERS, EXPORTERS, FRAMEWORKS, GENERATED, GENERATORS, NESTING } from './data/pages.ts';
import { isMarked } from './marks.ts';

const isServer = isMarked('serves-pages');

/** Whether something beside the tools of pages serves or renders what they build. */
export function hasServerBeside(direct: readonly Dependency[]): boolean {
  const isServed = ({ name }: Dependency): boolean => {
    const adapter = ADAPTED.get(name);
    return adapter !== undefined && !direct.some((one) => one.name === adapter);
  };
  return direct.some((one) => isServer(one) || isServed(one));
}

/** The tools that make files for browsers of a service with these dependencies; none where it has a server of its own. */
export function browserBuilders(direct: readonly Dependency[]): readonly Dependency[] {
  if (hasServerBeside(direct)) return [];
  const isFramed = direct.some(({ name, scope }) => FRAMEWORKS.has(name) && (scope === 'runtime' || scope === 'peer'));
  const generators = direct.filter(({ name }) => GENERATORS.has(name));
  // The tool itself goes before the plugins that bring it.
  const builders = [...BUILDERS.keys()].flatMap((tool) => direct.filter(({ name }) => name === tool));
  return isFramed ? [...generators, ...builders] : generators;
}

/** What renders on a server unless its settings ask for files. */
export function canExport(name: string): boolean {
  return EXPORTERS.has(name);
}

/** Whether the files for browsers lie somewhere below that directory: a tool says so, or none is known. */
export function nestsPages(dependencies: readonly Pick<Dependency, 'name'>[]): boolean {
  const knows = ({ name }: Pick<Dependency, 'name'>): boolean =>
    [EXPORTERS, GENERATORS, BUILDERS].some((tools) => tools.has(name));
  return dependencies.some(({ name }) => NESTING.has(name)) || !dependencies.some(knows);
}

/** The directory that the build leaves behind. */
export function builtDirectory(dependencies: readonly Pick<Dependency, 'name'>[]): string {
  const [written] = dependencies.flatMap(({ name }) => GENERATED.get(name)?.directory ?? []);
  if (written !== undefined) return written;
  const [known] = [EXPORTERS, GENERATORS, BUILDERS].flatMap((tools) => dependencies.flatMap(({ name }) => tools.get(name) ?? []));
  return known ?? 'dist';
}
