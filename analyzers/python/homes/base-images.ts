import { argumentsIn, buildSettings, type NamedBuild, namedContext } from '../../../src/formats/builds/named-build.ts';
import { buildsElsewhere, filesOf } from '../../../src/formats/builds/named-builds.ts';
import { isComposeFile } from '../../../src/formats/compose-name.ts';
import { type Instruction, parseInstructions } from '../../../src/formats/dockerfile/dockerfile.ts';
import { DEFAULT_BUILD, MAX_BUILT_ON, stageNamed, stagesOf } from '../../../src/formats/dockerfile/stages.ts';
import { isMadeAs, type NamedImage, namedImage } from '../../../src/formats/image-name.ts';
import { substitute } from '../../../src/formats/substitute.ts';
import { parseYaml, type YamlNode, yamlAt, yamlEntries, yamlNamedTexts, yamlText } from '../../../src/formats/yaml/yaml.ts';
import {
  baseName,
  directoryOf,
  groupBy,
  isReadFailure,
  joinPath,
  type Project,
  type SourceFile,
} from '../../../src/model/index.ts';

/**
 * Dockerfiles that are built on what others of the tree make: as compose files name that (`image:` beside `build:`), else
 * builders' settings, else pipelines, else scripts.
 */

interface Made {
  readonly name: NamedImage;
  readonly dockerfile: string;
}

/** Who says what makes images, whom to believe first. */
type Sayers = readonly (readonly NamedBuild[])[];

interface Fleet {
  /** By the last words of their names, for each that says it. */
  readonly made: readonly ReadonlyMap<string, readonly Made[]>[];
  /** By Dockerfiles: how they are built. */
  readonly builds: ReadonlyMap<string | undefined, readonly NamedBuild[]>;
}

/** The Dockerfiles behind one, the nearest first. */
export function basesBehind(project: Project): (dockerfile: string) => readonly string[] {
  const fleet = fleetOf(project);
  if (fleet.made.every(({ size }) => size === 0)) return () => [];
  const bases = new Map<string, string | undefined>();
  const below = (dockerfile: string): string | undefined => {
    if (!bases.has(dockerfile)) bases.set(dockerfile, baseOf(project, dockerfile, fleet));
    return bases.get(dockerfile);
  };
  return (dockerfile) => {
    const behind: string[] = [];
    for (let at: string | undefined = dockerfile; at !== undefined && behind.length < MAX_BUILT_ON; ) {
      at = below(at);
      if (at === undefined || at === dockerfile || behind.includes(at)) break;
      behind.push(at);
    }
    return behind;
  };
}

function fleetOf(project: Project): Fleet {
  const composed = filesOf(project)
    .filter(isComposeFile)
    .flatMap((path) => {
      const builds = project.parse(path, readComposed);
      return isReadFailure(builds) ? [] : builds;
    });
  const { bySettings, byCi, byScripts } = buildsElsewhere(project);
  const sayers: Sayers = [composed, bySettings, byCi, byScripts];
  const made = sayers.map((builds) => groupBy(builds.flatMap(madeBy), ({ name }) => baseName(name.repository)));
  return { made, builds: groupBy(sayers.flat(), ({ dockerfile }) => dockerfile) };
}

function madeBy({ image, context, dockerfile }: NamedBuild): readonly Made[] {
  const name = namedImage(image);
  return context === undefined || dockerfile === undefined || name.repository === '' ? [] : [{ name, dockerfile }];
}

/** For `Project.parse`. */
function readComposed({ path, text }: SourceFile): readonly NamedBuild[] {
  if (!/\bbuild["']?\s*:/.test(text)) return [];
  const [root] = parseYaml(text).documents;
  const filled = (value: string): string => substitute(value, () => undefined).text;
  const services = new Map(
    yamlEntries(yamlAt(root, 'services')).map(([name, { value }]) => [
      name,
      { value, image: imageOf(path, name, value, filled) },
    ]),
  );
  return [...services.values()].flatMap(({ value, image }): readonly NamedBuild[] => {
    const build = yamlAt(value, 'build');
    if (build === undefined) return [];
    const context = joinPath(directoryOf(path), filled(yamlText(build) ?? yamlText(yamlAt(build, 'context')) ?? '.'));
    if (context === undefined) return [];
    const dockerfile = joinPath(context, filled(yamlText(yamlAt(build, 'dockerfile')) ?? '') || 'Dockerfile');
    const settings = buildSettings(argumentsIn(yamlAt(build, 'args'), givenText), yamlText(yamlAt(build, 'target')));
    const contexts = new Map(
      yamlNamedTexts(yamlAt(build, 'additional_contexts')).flatMap(
        ([name, text = '']): readonly (readonly [string, string])[] => {
          const named = namedContext(filled(text));
          const stands = named?.kind === 'service' ? services.get(named.name)?.image : named?.name;
          return stands === undefined ? [] : [[name, stands]];
        },
      ),
    );
    return [{ image, context, dockerfile, settings, contexts }];
  });
}

/** Of an argument whose whole value is left to whoever builds, the default counts. */
function givenText(written: string): string | undefined {
  const { text, unset } = substitute(written, () => undefined);
  return text === '' && unset.length > 0 ? undefined : text;
}

/** A name of its own where the file gives none. */
function imageOf(path: string, name: string, service: YamlNode | undefined, filled: (value: string) => string): string {
  return filled(yamlText(yamlAt(service, 'image')) ?? '') || `${path}:${name}`;
}

/** Nothing where several Dockerfiles make what goes by one name, or one is built on several. */
function baseOf(project: Project, dockerfile: string, { made, builds }: Fleet): string | undefined {
  const instructions = project.parse(dockerfile, readInstructions);
  if (isReadFailure(instructions)) return undefined;
  const ways = (builds.get(dockerfile) ?? []).slice(0, MAX_WAYS);
  const images = new Set((ways.length === 0 ? [undefined] : ways).map((way) => beginningOf(instructions, way)));
  const bases = new Set([...images].map((image) => makerOf(image, dockerfile, made)));
  const [only] = bases;
  return bases.size === 1 ? only : undefined;
}

/** No Dockerfile makes more images. */
const MAX_WAYS = 100;

function makerOf(image: string, dockerfile: string, made: Fleet['made']): string | undefined {
  if (image === '' || image.includes('@')) return undefined;
  const asked = namedImage(image);
  for (const byName of made) {
    const named = (byName.get(baseName(asked.repository)) ?? []).filter(({ name }) => isMadeAs(asked, name));
    const [only, ...others] = new Set(named.map((one) => one.dockerfile));
    if (only !== undefined) return others.length > 0 || only === dockerfile ? undefined : only;
  }
  return undefined;
}

/** For `Project.parse`. */
function readInstructions({ text }: SourceFile): readonly Instruction[] {
  return parseInstructions(text).list;
}

/** What the image that is built in the end begins with. */
function beginningOf(instructions: readonly Instruction[], build: NamedBuild | undefined): string {
  const { settings = DEFAULT_BUILD, contexts } = build ?? {};
  const { stages } = stagesOf(instructions, {
    ...settings,
    made: ({ image }) => ({ image: contexts?.get(image) ?? image, open: [] }),
  });
  const { target = '' } = settings;
  return ((target === '' ? undefined : stageNamed(target, stages)) ?? stages.at(-1))?.image ?? '';
}
