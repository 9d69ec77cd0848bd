/** What Maven refuses in an effective model, in Maven's words as far as they help. Reference: maven-model-builder's validator. */
import type { EffectiveModel } from './effective-model.ts';
import { hasExpression } from './interpolate.ts';
import { managementKey } from './merge.ts';
import type { Place, PomDependency, RawModel } from './pom.ts';
import type { ModelProblem } from './problems.ts';

const ID = /^[A-Za-z0-9_\-.]+$/;
const ILLEGAL_VERSION = /[\\/:"<>|?*]/;
/** A path of any system; of expressions, those that only the machine which builds can tell. */
const ABSOLUTE =
  /^(?:[/\\]|[A-Za-z]:|\$\{(?:(?:(?:project|pom)\.)?(?:basedir|rootDirectory)\}|(?:java|user|env|os|file|sun|maven|settings)\.))/;
const TOP: Place = { line: 1, column: 1 };

function idProblem(field: string, value: string | undefined, of: string): string | undefined {
  if (value === undefined || value === '') return `'${field}'${of} is missing`;
  return ID.test(value) ? undefined : `'${field}'${of} with value '${value}' does not match a valid id pattern`;
}

function versionProblem(field: string, version: string | undefined, of: string): string | undefined {
  if (version === undefined || version === '') return `'${field}'${of} is missing`;
  if (hasExpression(version)) return `'${field}'${of} must be a valid version but is '${version}'`;
  const illegal = ILLEGAL_VERSION.exec(version)?.[0];
  return illegal === undefined
    ? undefined
    : `'${field}'${of} must not contain any of these characters \\/:"<>|?* but found ${illegal}`;
}

/** `project`: as Maven judges what it builds; `repository`: POMs of others, of which it asks less. */
export type Strictness = 'project' | 'repository';

function systemPathProblem({ scope, systemPath }: PomDependency, field: string, of: string): string | undefined {
  if (scope !== 'system')
    return systemPath ? `'${field}'${of} must be omitted: it may be specified with system scope only` : undefined;
  if (!systemPath) return `'${field}'${of} is missing`;
  return ABSOLUTE.test(systemPath) ? undefined : `'${field}'${of} must specify an absolute path but is ${systemPath}`;
}

function dependencyProblems(dependency: PomDependency, prefix: string, isManaged: boolean, isStrict: boolean): readonly string[] {
  const of = ` for ${managementKey(dependency).replace('undefined', 'null')}`;
  const { optional, version } = dependency;
  const versioned =
    isStrict || version === undefined || version === '' ? versionProblem(`${prefix}.version`, version, of) : undefined;
  return [
    idProblem(`${prefix}.artifactId`, dependency.artifactId, of),
    idProblem(`${prefix}.groupId`, dependency.groupId, of),
    dependency.type === '' && !isManaged ? `'${prefix}.type'${of} is missing` : undefined,
    isManaged ? undefined : versioned,
    !isStrict || optional === undefined || optional === '' || /^(true|false)$/i.test(optional)
      ? undefined
      : `'${prefix}.optional'${of} must be 'true' or 'false' but is '${optional}'`,
    systemPathProblem(dependency, `${prefix}.systemPath`, of),
  ].filter((message) => message !== undefined);
}

function repeated(modules: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return modules.find((module) => seen.size === seen.add(module).size);
}

/** What concerns the model as a whole. */
function ownProblems(model: EffectiveModel, { modelVersion }: RawModel, isStrict: boolean): readonly string[] {
  const { groupId, artifactId, version, packaging, modules, dependencies } = model;
  const isItself = (one: PomDependency): boolean =>
    one.groupId === groupId && one.artifactId === artifactId && one.version === version && one.classifier === undefined;
  const strict = [
    repeated(modules) === undefined ? undefined : `'modules.module' specifies duplicate child module ${repeated(modules)}`,
    dependencies.some(isItself)
      ? `'dependencies.dependency' for ${groupId}:${artifactId}:${version} is referencing itself`
      : undefined,
  ];
  return [
    !isStrict && (modelVersion === undefined || modelVersion === '') ? "'modelVersion' is missing" : undefined,
    idProblem('groupId', groupId, ''),
    idProblem('artifactId', artifactId, ''),
    version === '' ? "'version' is missing" : undefined,
    packaging === '' ? "'packaging' is missing" : undefined,
    modules.length > 0 && packaging !== 'pom' && packaging !== ''
      ? `'packaging' with value '${packaging}' is invalid. Aggregator projects require 'pom' as packaging`
      : undefined,
    modules.includes('') ? "'modules.module' has been specified without a path to the project directory" : undefined,
    ...(isStrict ? strict : []),
  ].filter((message) => message !== undefined);
}

/** Errors of a model that is complete; meaningless where a parent or BOM is missing, except for what stands by itself. */
export function validate(model: EffectiveModel, strictness: Strictness = 'project'): readonly ModelProblem[] {
  const [raw] = model.lineage;
  if (raw === undefined) return [];
  const isStrict = strictness === 'project';
  const at = (message: string, place: Place = TOP, file = raw.file): ModelProblem => ({
    severity: 'error',
    message,
    file,
    place,
  });
  const of = (list: readonly PomDependency[], prefix: string, isManaged: boolean): readonly ModelProblem[] =>
    list.flatMap((one) =>
      dependencyProblems(one, prefix, isManaged, isStrict).map((message) => at(message, one.place, one.file)),
    );
  return [
    ...ownProblems(model, raw, isStrict).map((message) => at(message)),
    ...of(model.dependencies, 'dependencies.dependency', false),
    ...of(model.managed, 'dependencyManagement.dependencies.dependency', true),
  ];
}
