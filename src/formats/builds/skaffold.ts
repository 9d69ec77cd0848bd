/** Artifacts of Skaffold, of the file and of its profiles (Skaffold, "skaffold.yaml"). */
import { directoryOf, joinPath, type SourceFile } from '../../model/index.ts';
import { parseYaml, type YamlNode, yamlAt, yamlItems, yamlText } from '../yaml/yaml.ts';
import { argumentsIn, buildOf, buildSettings, type NamedBuild, tagged } from './named-build.ts';

/** `workspace` in old files. */
export function readSkaffold({ path, text }: SourceFile): readonly NamedBuild[] {
  const documents = /\bartifacts:/.test(text) ? parseYaml(text).documents : [];
  return documents.flatMap((root) =>
    [root, ...yamlItems(yamlAt(root, 'profiles'))].flatMap((one) =>
      yamlItems(yamlAt(one, 'build', 'artifacts')).flatMap((artifact) => artifactOf(directoryOf(path), artifact)),
    ),
  );
}

function artifactOf(home: string, artifact: YamlNode): readonly NamedBuild[] {
  const image = yamlText(yamlAt(artifact, 'image'));
  if (image === undefined) return [];
  const context = yamlText(yamlAt(artifact, 'context')) ?? yamlText(yamlAt(artifact, 'workspace'));
  const docker = yamlAt(artifact, 'docker');
  const args = argumentsIn(yamlAt(docker, 'buildArgs'), (text) => (text.includes('{{') ? undefined : text));
  const settings = buildSettings(new Map([...required(artifact), ...args]), yamlText(yamlAt(docker, 'target')));
  const build = buildOf(home, tagged(image), context, yamlText(yamlAt(docker, 'dockerfile')), settings);
  if (docker !== undefined || !OTHERS.some((tool) => yamlAt(artifact, tool) !== undefined)) return [build];
  // Jib and its like build a module, not a Dockerfile.
  const module = yamlText(yamlAt(artifact, 'jib', 'project'));
  const directory = build.context === undefined || module === undefined ? build.context : joinPath(build.context, module);
  return [{ image: build.image, context: module?.includes(':') === true ? undefined : directory }];
}

/** Other artifacts under the build arguments that they are given as (`requires` of the file). */
function required(artifact: YamlNode): readonly (readonly [name: string, image: string])[] {
  return yamlItems(yamlAt(artifact, 'requires')).flatMap((one): readonly (readonly [string, string])[] => {
    const image = yamlText(yamlAt(one, 'image'));
    return image === undefined ? [] : [[yamlText(yamlAt(one, 'alias')) ?? image, tagged(image)]];
  });
}

const OTHERS = ['jib', 'jibMaven', 'jibGradle', 'buildpacks', 'bazel', 'ko', 'custom', 'kaniko'] as const;
