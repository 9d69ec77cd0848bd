/** What makes an image that other files only name. */
import { baseName, joinPath } from '../../model/index.ts';
import { type BuildSettings, DEFAULT_BUILD } from '../dockerfile/stages.ts';
import { localPath } from '../paths.ts';
import { type YamlNode, yamlNamedTexts } from '../yaml/yaml.ts';

export interface NamedBuild {
  /** As it is written; what only a build knows keeps its `$`. */
  readonly image: string;
  /** What is built, or nothing where it lies outside of the tree. */
  readonly context: string | undefined;
  readonly dockerfile?: string | undefined;
  readonly settings?: BuildSettings;
  /** Images that names stand for where a stage begins with them. */
  readonly contexts?: ReadonlyMap<string, string>;
}

/** `registry.example.org/${TEAM:-shop}/cart:${TAG}` → `cart`; nothing where a variable is a part of it. */
export function programOf(image: string): string {
  const [undigested = ''] = image.split('@', 1);
  const [name = ''] = baseName(undigested.replaceAll(/\$\{[^{}]*\}/g, '$')).split(':', 1);
  return name.includes('$') ? '' : name;
}

/** A name whose tags are made when it is built. */
export function tagged(image: string): string {
  return /:[^/]*$/.test(image) ? image : `${image}:$`;
}

/** What a name of `additional_contexts` stands for where a stage begins with it (Compose Build Specification); a directory is none. */
export function namedContext(written: string): { readonly kind: 'service' | 'image'; readonly name: string } | undefined {
  const [, scheme, name = ''] = /^(service:|docker-image:\/\/)(.+)$/.exec(written) ?? [];
  return scheme === undefined ? undefined : { kind: scheme === 'service:' ? 'service' : 'image', name };
}

export function buildOf(
  home: string,
  image: string,
  context: string | undefined,
  dockerfile: string | undefined,
  settings: BuildSettings = DEFAULT_BUILD,
): NamedBuild {
  const directory = localPath(home, context === undefined || context === '' ? '.' : context);
  const isOpen = [context, dockerfile].some((path) => path?.includes('$') === true);
  const file = directory === undefined ? undefined : joinPath(directory, dockerfile ?? 'Dockerfile');
  return { image, context: isOpen ? undefined : directory, dockerfile: isOpen ? undefined : file, settings };
}

export function buildSettings(args: BuildSettings['args'], target: string | undefined): BuildSettings {
  return target === undefined || target === '' ? { args } : { args, target };
}

/** What has no value is taken from the environment of whoever builds. */
export function argumentsIn(node: YamlNode | undefined, fill: (text: string) => string | undefined): BuildSettings['args'] {
  return new Map(
    yamlNamedTexts(node).flatMap(([name, text]): readonly (readonly [string, string])[] => {
      const value = text === undefined ? undefined : fill(text);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
