/** What Maven refuses in an effective model, in Maven's words as far as they help. Reference: maven-model-builder's validator. */
import type { EffectiveModel } from './effective-model.ts';
import { hasExpression } from './interpolate.ts';
import { managementKey } from './merge.ts';
import type { Place, PomDependency } from './pom.ts';
import type { ModelProblem } from './problems.ts';

const ID = /^[A-Za-z0-9_\-.]+$/;
const ILLEGAL_VERSION = /[\\/:"<>|?*]/;
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

function dependencyProblems(dependency: PomDependency, prefix: string, isManaged: boolean): readonly string[] {
  const of = ` for ${managementKey(dependency).replace('undefined', 'null')}`;
  const { optional } = dependency;
  return [
    idProblem(`${prefix}.artifactId`, dependency.artifactId, of),
    idProblem(`${prefix}.groupId`, dependency.groupId, of),
    dependency.type === '' ? `'${prefix}.type'${of} is missing` : undefined,
    isManaged ? undefined : versionProblem(`${prefix}.version`, dependency.version, of),
    optional === undefined || optional === '' || /^(true|false)$/i.test(optional) || hasExpression(optional)
      ? undefined
      : `'${prefix}.optional'${of} must be 'true' or 'false' but is '${optional}'`,
    dependency.scope === 'system' && !isManaged && !dependency.systemPath ? `'${prefix}.systemPath'${of} is missing` : undefined,
  ].filter((message) => message !== undefined);
}

/** Errors of a model that is complete; meaningless where a parent or BOM is missing, except for what stands by itself. */
export function validate(model: EffectiveModel): readonly ModelProblem[] {
  const [raw] = model.lineage;
  if (raw === undefined) return [];
  const at = (message: string, place: Place = TOP, file = raw.file): ModelProblem => ({
    severity: 'error',
    message,
    file,
    place,
  });
  const own = [
    raw.modelVersion === undefined || raw.modelVersion === '' ? "'modelVersion' is missing" : undefined,
    raw.modelVersion !== undefined && raw.modelVersion !== '' && raw.modelVersion !== '4.0.0' && raw.modelVersion !== '4.1.0'
      ? `'modelVersion' must be 4.0.0 but is '${raw.modelVersion}'`
      : undefined,
    idProblem('groupId', model.groupId, ''),
    idProblem('artifactId', model.artifactId, ''),
    model.version === '' ? "'version' is missing" : undefined,
    ILLEGAL_VERSION.test(model.version) && !hasExpression(model.version)
      ? `'version' must not contain any of these characters \\/:"<>|?*`
      : undefined,
    model.packaging === '' ? "'packaging' is missing" : undefined,
    model.modules.length > 0 && model.packaging !== 'pom' && model.packaging !== ''
      ? `'packaging' with value '${model.packaging}' is invalid. Aggregator projects require 'pom' as packaging`
      : undefined,
  ].filter((message) => message !== undefined);
  return [
    ...own.map((message) => at(message)),
    ...model.dependencies.flatMap((one) =>
      dependencyProblems(one, 'dependencies.dependency', false).map((message) => at(message, one.place, one.file)),
    ),
    ...model.managed.flatMap((one) =>
      dependencyProblems(one, 'dependencyManagement.dependencies.dependency', true).map((message) =>
        at(message, one.place, one.file),
      ),
    ),
  ];
}
