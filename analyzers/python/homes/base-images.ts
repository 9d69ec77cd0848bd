import { parseInstructions } from '../../../src/formats/dockerfile.ts';
import { MAX_BUILT_ON, stagesOf } from '../../../src/formats/dockerfile-stages.ts';
import { isMadeAs, type NamedImage, namedImage } from '../../../src/formats/image-name.ts';
import { substitute } from '../../../src/formats/substitute.ts';
import { parseYaml, yamlAt, yamlEntries, yamlText } from '../../../src/formats/yaml.ts';
import {
  directoryOf,
  groupBy,
  inDirectory,
  isReadFailure,
  joinPath,
  type Project,
  type SourceFile,
} from '../../../src/model/index.ts';

/** Dockerfiles that are built on what others of the tree make, as compose files name that (`image:` beside `build:`). */

interface Made {
  readonly name: NamedImage;
  readonly dockerfile: string;
}

const COMPOSE = /^(?:docker-|podman-)?compose[\w.-]*\.ya?ml$/;

/** The Dockerfiles behind one, the nearest first. */
export function basesBehind(project: Project): (dockerfile: string) => readonly string[] {
  const all = project.directories.flatMap((directory) => madeIn(project, directory));
  const made = groupBy(all, ({ name }) => name.repository);
  if (made.size === 0) return () => [];
  return (dockerfile) => {
    const behind: string[] = [];
    for (let at: string | undefined = dockerfile; at !== undefined && behind.length < MAX_BUILT_ON; ) {
      at = baseOf(project, at, made);
      if (at === undefined || at === dockerfile || behind.includes(at)) break;
      behind.push(at);
    }
    return behind;
  };
}

function madeIn(project: Project, directory: string): readonly Made[] {
  return project.list(directory).flatMap((name) => {
    const made = COMPOSE.test(name) ? project.parse(inDirectory(directory, name), readMade) : [];
    return isReadFailure(made) ? [] : made;
  });
}

/** For `Project.parse`. */
function readMade({ path, text }: SourceFile): readonly Made[] {
  if (!/\bbuild["']?\s*:/.test(text) || !/\bimage["']?\s*:/.test(text)) return [];
  const [root] = parseYaml(text).documents;
  const filled = (value: string): string => substitute(value, () => undefined).text;
  return yamlEntries(yamlAt(root, 'services')).flatMap(([, { value }]) => {
    const image = filled(yamlText(yamlAt(value, 'image')) ?? '');
    const build = yamlAt(value, 'build');
    if (image === '' || build === undefined) return [];
    const context = joinPath(directoryOf(path), filled(yamlText(build) ?? yamlText(yamlAt(build, 'context')) ?? '.'));
    if (context === undefined) return [];
    const dockerfile = joinPath(context, filled(yamlText(yamlAt(build, 'dockerfile')) ?? '') || 'Dockerfile');
    return dockerfile === undefined ? [] : [{ name: namedImage(image), dockerfile }];
  });
}

function baseOf(project: Project, dockerfile: string, made: ReadonlyMap<string, readonly Made[]>): string | undefined {
  const image = project.parse(dockerfile, readFrom);
  if (image === undefined || isReadFailure(image)) return undefined;
  const asked = namedImage(image);
  const named = made.get(asked.repository) ?? [];
  const [only, ...others] = new Set(named.flatMap((one) => (isMadeAs(asked, one.name) ? [one.dockerfile] : [])));
  return others.length > 0 ? undefined : only;
}

/** For `Project.parse`: what the image that is built in the end begins with. */
function readFrom({ text }: SourceFile): string | undefined {
  const image = stagesOf(parseInstructions(text).list).stages.at(-1)?.image;
  return image?.includes('@') === true || image === '' ? undefined : image;
}
