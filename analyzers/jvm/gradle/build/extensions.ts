import { className } from '../blocks/plugin-ids.ts';
import type { BuildAccess } from '../blocks/project-state.ts';
import { type Args, type Handler, handlerValue, textOf, UNKNOWN_VALUE, type Value } from '../evaluation/values.ts';

/** Extensions that scripts reach by their type, and the block that each is. */
const BLOCK_OF_TYPE: Readonly<Record<string, string>> = {
  DependencyManagementExtension: 'dependencyManagement',
  SourceSetContainer: 'sourceSets',
  KotlinJvmProjectExtension: 'kotlin',
  KotlinProjectExtension: 'kotlin',
  KotlinMultiplatformExtension: 'kotlin',
  TestingExtension: 'testing',
};

/** A project's extensions: its blocks, reached by their types or names, and the build's version catalogs. */
export class Extensions {
  readonly #build: BuildAccess;
  readonly #blocks: Readonly<Record<string, Handler>>;

  constructor(build: BuildAccess, blocks: Readonly<Record<string, Handler>>) {
    this.#build = build;
    this.#blocks = blocks;
  }

  /** By the type between angle brackets, or by the one that stands as first argument: `configure<X> { … }`, `the(X)`. */
  ofType({ type, nodes: [node] }: Pick<Args, 'type' | 'nodes'>): Handler | undefined {
    const name = type ?? className(node) ?? '';
    return Object.hasOwn(BLOCK_OF_TYPE, name) ? this.block(BLOCK_OF_TYPE[name] ?? '') : undefined;
  }

  block(name: string): Handler | undefined {
    return Object.hasOwn(this.#blocks, name) ? this.#blocks[name] : undefined;
  }

  /** `extensions.getByType<VersionCatalogsExtension>().named("libs")`, `versionCatalogs.named("libs")`. */
  container(): Handler {
    const handler: Handler = {
      call: (name, args) => {
        const given = textOf(args.positional[0]);
        const extension = this.ofType(args) ?? this.block(given ?? '');
        if (extension !== undefined)
          return args.closure === undefined
            ? handlerValue(extension)
            : this.#build.interpreter.invoke(args.closure, [handlerValue(extension)], extension);
        if (given !== undefined && (name === 'named' || name === 'find' || name === 'getByName'))
          return catalogValue(this.#build, given) ?? UNKNOWN_VALUE;
        return name === 'getByType' ? handlerValue(handler) : undefined;
      },
    };
    return handler;
  }
}

/** A version catalog by its name, or the part of it below `path`. */
export function catalogValue(build: BuildAccess, name: string, path = ''): Value | undefined {
  const catalog = build.catalogs.get(name);
  return catalog === undefined ? undefined : { kind: 'catalog', catalog, path };
}
