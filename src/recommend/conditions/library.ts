import {
  baseName,
  type EcosystemId,
  isForBrowsers,
  makesProgram,
  type Service,
  type Trait,
  type Unit,
} from '../../model/index.ts';
import { browserBuilders } from '../browser-builds.ts';
import { FACTS } from '../data/facts.ts';
import type { FactName, Facts, RecommendInput } from '../input.ts';

export const TELLING_FACTS: readonly FactName[] = [
  'role',
  'jobSeconds',
  'requestSeconds',
  'requestsPerMonth',
  'traffic',
  'gpu',
  'statefulDisk',
  'payloadMiB',
];

/** Whether a declared fact says how the service runs, what it does, or that no function could hold it. */
export function isTold(facts: Facts): boolean {
  const { memoryMiB = 0, diskMiB = 0 } = facts;
  const isOverLimits = memoryMiB > FACTS.memory.value || diskMiB > FACTS.scratch.value;
  return isOverLimits || TELLING_FACTS.some((fact) => facts[fact] !== undefined);
}

/** A module that others are made with: nothing starts it, and no descriptor deploys it. */
export function isLibrary({ service, sharing, isLayer = false, isPartOfImages = false }: RecommendInput): boolean {
  const { path, units, deployments } = service;
  if (sharing.host !== undefined || units.length === 0) return false;
  const isShared = isLayer || isPartOfImages || LAYER.test(path);
  if (!isShared && !units.every((unit) => isPart(unit, units))) return false;
  return deployments.every(
    ({ facts: { processes, functions, images, traits } }) =>
      processes.length + functions.length === 0 &&
      !images.some(({ final }) => final) &&
      !traits.some((trait) => isItsHandler(trait, service)),
  );
}

function isPart(unit: Unit, units: readonly Unit[]): boolean {
  if (unit.role === 'library' || isCalledLibrary(unit)) return true;
  // Pages that a module of another language brings along.
  const { ecosystem, dependencies } = unit;
  return (
    isForBrowsers(ecosystem) &&
    units.some((other) => !isForBrowsers(other.ecosystem)) &&
    browserBuilders(dependencies.filter(({ direct }) => direct)).length > 0
  );
}

/**
 * A source that Lambda calls. What is only called `handler.py` or `app.py` says nothing of a package that others import
 * or that installs commands: it may be what the package deploys elsewhere.
 */
export function isItsHandler({ kind, origin }: Trait, { units }: Service): boolean {
  if (kind !== 'lambda-handler') return false;
  return (
    !/(?<!^lambda_(?:function|handler))\.py$/.test(baseName(origin.file)) ||
    !units.some(({ role, packaged, entryPoints = [] }) => role === 'library' || (packaged === true && entryPoints.length > 0))
  );
}

/** Layers of functions: SAM, CDK and Serverless build them from folders of that name, in which Lambda looks by runtime. */
const LAYER = /(?:^|\/)(?:[\w-]+[-_])?layers?(?:\/[\w-]+)?(?:\/(?:nodejs|python))?$/;

/** What is only imported: by the words of its path, where its manifest makes nothing else of it. */
const IMPORTED: Readonly<Partial<Record<EcosystemId, { readonly called: RegExp; readonly mayBe: (unit: Unit) => boolean }>>> = {
  python: {
    called:
      /(?:^|[/_-])(?:libs?|sdks?|client[-_]libs?)(?:[/_-]|$)|(?:^|[/_-])(?:commons?|shared)$|[_-](?:library|utils)$|(?:^|\/)(?:commons?|shared|libraries)\/[^/]+$/,
    mayBe: ({ packaged, manifests }) => packaged === true || manifests.some(({ kind }) => kind === 'setup-py'),
  },
  // A starter of Spring Boot is called so (Spring Boot, "Naming").
  jvm: {
    called: /-spring-boot-starter$|(?:^|[/-])(?:test-?utils?|commons?|shared|sdk|spi)$|(?:^|[/-])plugins\/[^/]+$/,
    mayBe: ({ build }) => !makesProgram(build),
  },
};

/** A package whose manifest starts nothing, and that is called what only others run. */
function isCalledLibrary(unit: Unit): boolean {
  const { ecosystem, path, entryPoints = [] } = unit;
  const names = IMPORTED[ecosystem];
  return entryPoints.length === 0 && names?.called.test(path) === true && names.mayBe(unit);
}
