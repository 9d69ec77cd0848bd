import { parseYaml, type YamlNode, type YamlProblem } from '../../src/formats/yaml.ts';

/** A settings file has one document; with a problem in its syntax its tool reads nothing of it. */
export function readYamlRoot(text: string): { readonly root?: YamlNode; readonly problem?: YamlProblem } {
  const { documents, problems } = parseYaml(text);
  const problem = problems.find(({ kind }) => kind !== 'duplicate-key');
  if (problem !== undefined) return { problem };
  const [root] = documents;
  return root === undefined ? {} : { root };
}
