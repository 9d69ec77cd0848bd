import { parseYaml, type YamlFile, type YamlNode, type YamlProblem } from '../../../src/formats/yaml/yaml.ts';

/** The only document of a settings file, or why there is none. */
export interface YamlRoot {
  readonly root?: YamlNode;
  readonly problem?: YamlProblem;
  readonly place: YamlFile['place'];
}

/** A settings file has one document; with a problem in its syntax its tool reads nothing of it. */
export function readYamlRoot(text: string): YamlRoot {
  const { documents, problems, place } = parseYaml(text);
  const problem = problems.find(({ kind }) => kind !== 'duplicate-key');
  if (problem !== undefined) return { problem, place };
  const [root] = documents;
  return root === undefined ? { place } : { root, place };
}
