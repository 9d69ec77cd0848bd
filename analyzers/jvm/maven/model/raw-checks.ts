/** What Maven refuses in a POM of the project before it looks at parents. Reference: maven-model-builder's validator, raw models. */
import { childOf, textIn, type XmlElement } from '../../../../src/formats/xml.ts';

export interface RawProblem {
  readonly element: XmlElement;
  readonly message: string;
}

function list(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return childOf(element, name)?.children ?? [];
}

/** The second and later of those that have one name. */
function repeated(elements: readonly XmlElement[], name: (element: XmlElement) => string): readonly XmlElement[] {
  const seen = new Set<string>();
  return elements.filter((element) => {
    const before = seen.size;
    return seen.add(name(element)).size === before;
  });
}

function profileProblems(root: XmlElement): readonly RawProblem[] {
  const id = (profile: XmlElement): string => textIn(profile, 'id') || 'default';
  return repeated(list(root, 'profiles'), id).map((element) => ({
    element,
    message: `'profiles.profile.id' must be unique but found duplicate profile with id ${id(element)}`,
  }));
}

function repositoryProblems(base: XmlElement, lists: string): readonly RawProblem[] {
  const all = list(base, lists);
  const id = (element: XmlElement): string => textIn(element, 'id');
  const missing = all.flatMap((element) =>
    ['id', 'url']
      .filter((name) => textIn(element, name) === '')
      .map((name) => ({ element, message: `'${lists}.${element.name}.${name}' is missing` })),
  );
  const twice = repeated(all, id).map((element) => ({
    element,
    message: `'${lists}.${element.name}.id' must be unique: ${id(element)}`,
  }));
  return [...missing, ...twice];
}

function importProblems(base: XmlElement): readonly RawProblem[] {
  return list(childOf(base, 'dependencyManagement'), 'dependencies')
    .filter((one) => textIn(one, 'scope') === 'import' && textIn(one, 'type') === 'pom' && textIn(one, 'classifier') !== '')
    .map((element) => ({
      element,
      message: `'dependencyManagement.dependencies.dependency.classifier' for ${textIn(element, 'groupId')}:${textIn(element, 'artifactId')} must be empty, imported POM cannot have a classifier`,
    }));
}

function pluginProblems(base: XmlElement): readonly RawProblem[] {
  const build = childOf(base, 'build');
  return [...list(build, 'plugins'), ...list(childOf(build, 'pluginManagement'), 'plugins')].flatMap((plugin) => {
    const isEmpty = (name: string): boolean => childOf(plugin, name)?.text.trim() === '';
    const of = `'build.plugins.plugin' ${textIn(plugin, 'artifactId')}:`;
    return [
      ...(textIn(plugin, 'artifactId') === '' ? ['artifactId of a plugin must be defined'] : []),
      ...['groupId', 'version'].filter(isEmpty).map((name) => `${of} ${name} of a plugin must be defined`),
      ...repeated(list(plugin, 'executions'), (one) => textIn(one, 'id') || 'default').map(
        (one) =>
          `${of} 'executions.execution.id' must be unique but found duplicate execution with id ${textIn(one, 'id') || 'default'}`,
      ),
    ].map((message) => ({ element: plugin, message }));
  });
}

const MODEL_4_1 = 'http://maven.apache.org/POM/4.1.0';

/** Maven 4 takes the version of the model from the namespace where it is not written. */
export function modelVersionOf(root: XmlElement): string | undefined {
  const written = textIn(root, 'modelVersion');
  return written === '' && root.attributes.get('xmlns') === MODEL_4_1 ? '4.1.0' : written === '' ? undefined : written;
}

/** Maven 4 reads 4.1.0 as well. */
function versionProblems(root: XmlElement): readonly RawProblem[] {
  const element = childOf(root, 'modelVersion') ?? root;
  const version = modelVersionOf(root) ?? '';
  if (version === '4.0.0' || version === '4.1.0') return [];
  return [
    { element, message: version === '' ? "'modelVersion' is missing" : `'modelVersion' must be 4.0.0 but is '${version}'` },
  ];
}

/** What Maven refuses in a POM before inheritance (maven-model-builder, `DefaultModelValidator.validateRawModel`). */
export function rawProblems(root: XmlElement): readonly RawProblem[] {
  const bases = [root, ...list(root, 'profiles')];
  return [
    ...versionProblems(root),
    ...profileProblems(root),
    ...bases.flatMap((base) => [
      ...repositoryProblems(base, 'repositories'),
      ...repositoryProblems(base, 'pluginRepositories'),
      ...importProblems(base),
      ...pluginProblems(base),
    ]),
  ];
}
