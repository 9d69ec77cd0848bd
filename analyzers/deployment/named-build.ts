/** What makes an image that other descriptors only name. */
import { type BuildSettings, DEFAULT_BUILD } from '../../src/formats/dockerfile-stages.ts';
import { baseName, joinPath } from '../../src/model/index.ts';
import { localPath } from './paths.ts';

export interface NamedBuild {
  readonly image: string;
  /** What is built, or nothing where it lies outside of the tree. */
  readonly context: string | undefined;
  readonly dockerfile?: string | undefined;
  readonly settings?: BuildSettings;
}

/** `registry.example.org/${TEAM:-shop}/cart:${TAG}` → `cart`; nothing where a variable is a part of it. */
export function programOf(image: string): string {
  const [undigested = ''] = image.split('@', 1);
  const [name = ''] = baseName(undigested.replaceAll(/\$\{[^{}]*\}/g, '$')).split(':', 1);
  return name.includes('$') ? '' : name;
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
  return { image: programOf(image), context: isOpen ? undefined : directory, dockerfile: isOpen ? undefined : file, settings };
}

export function buildSettings(args: BuildSettings['args'], target: string | undefined): BuildSettings {
  return target === undefined || target === '' ? { args } : { args, target };
}
