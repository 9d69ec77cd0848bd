/** What Maven refuses in a POM of the project before it looks at parents. Reference: maven-model-builder's validator, raw models. */
import type { XmlElement } from '../../../src/formats/xml.ts';

export interface RawProblem {
  readonly element: XmlElement;
  readonly message: string;
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

function text(element: XmlElement, name: string): string {
  return child(element, name)?.text.trim() ?? '';
}

function list(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return child(element, name)?.children ?? [];
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
  const id = (profile: XmlElement): string => text(profile, 'id') || 'default';
  return repeated(list(root, 'profiles'), id).map((element) => ({
    element,
    message: `'profiles.profile.id' must be unique but found duplicate profile with id ${id(element)}`,
  }));
}

function repositoryProblems(base: XmlElement, lists: string): readonly RawProblem[] {
  const all = list(base, lists);
  const id = (element: XmlElement): string => text(element, 'id');
  const missing = all.flatMap((element) =>
    ['id', 'url']
      .filter((name) => text(element, name) === '')
      .map((name) => ({ element, message: `'${lists}.${element.name}.${name}' is missing` })),
  );
  const twice = repeated(all, id).map((element) => ({
    element,
    message: `'${lists}.${element.name}.id' must be unique: ${id(element)}`,
  }));
  return [...missing, ...twice];
}

function importProblems(base: XmlElement): readonly RawProblem[] {
  return list(child(base, 'dependencyManagement'), 'dependencies')
    .filter((one) => text(one, 'scope') === 'import' && text(one, 'type') === 'pom' && text(one, 'classifier') !== '')
    .map((element) => ({
      element,
      message: `'dependencyManagement.dependencies.dependency.classifier' for ${text(element, 'groupId')}:${text(element, 'artifactId')} must be empty, imported POM cannot have a classifier`,
    }));
}

function pluginProblems(base: XmlElement): readonly RawProblem[] {
  const build = child(base, 'build');
  return [...list(build, 'plugins'), ...list(child(build, 'pluginManagement'), 'plugins')].flatMap((plugin) => {
    const isEmpty = (name: string): boolean => child(plugin, name)?.text.trim() === '';
    const of = `'build.plugins.plugin' ${text(plugin, 'artifactId')}:`;
    return [
      ...(text(plugin, 'artifactId') === '' ? ['artifactId of a plugin must be defined'] : []),
      ...['groupId', 'version'].filter(isEmpty).map((name) => `${of} ${name} of a plugin must be defined`),
      ...repeated(list(plugin, 'executions'), (one) => text(one, 'id') || 'default').map(
        (one) =>
          `${of} 'executions.execution.id' must be unique but found duplicate execution with id ${text(one, 'id') || 'default'}`,
      ),
    ].map((message) => ({ element: plugin, message }));
  });
}

const MODEL_4_1 = 'http://maven.apache.org/POM/4.1.0';

/** Maven 4 takes the version of the model from the namespace where it is not written. */
export function modelVersionOf(root: XmlElement): string | undefined {
  const written = text(root, 'modelVersion');
  return written === '' && root.attributes.get('xmlns') === MODEL_4_1 ? '4.1.0' : written === '' ? undefined : written;
}

/** Maven 4 reads 4.1.0 as well. */
function versionProblems(root: XmlElement): readonly RawProblem[] {
  const element = child(root, 'modelVersion') ?? root;
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
