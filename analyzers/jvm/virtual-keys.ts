/**
 * Demands beside those on artifacts: classes that several artifacts hold, frameworks that exist once.
 * Their keys carry a prefix that no `group:artifact` has, so the realm's rule can tell them apart.
 */
import { remember } from '../../src/formats/remember.ts';
import { addTo, type Demand, type Dependency } from '../../src/model/index.ts';
import type { ClassFamily, Side } from './class-families/family.ts';
import { CLASS_FAMILIES } from './class-families.ts';
import type { Framework } from './frameworks/framework.ts';
import { FRAMEWORKS, SCALA } from './frameworks/frameworks.ts';
import { contains, type Interval, parseConstraint } from './maven/versions/range.ts';
import { majorOf } from './maven/versions/version.ts';

const CLASSES = 'classes/';
const FRAMEWORK = 'framework/';

/** The family or framework that a virtual key stands for. */
export function familyOf(key: string): ClassFamily | undefined {
  return key.startsWith(CLASSES) ? CLASS_FAMILIES.find(({ id }) => CLASSES + id === key) : undefined;
}

export function frameworkOf(key: string): Framework | undefined {
  return key.startsWith(FRAMEWORK) ? FRAMEWORKS.find(({ id }) => FRAMEWORK + id === key) : undefined;
}

interface Membership {
  readonly family: ClassFamily;
  readonly part: boolean;
  /** Versions that hold the classes; all when absent. */
  readonly versions?: readonly Interval[];
  readonly sides?: readonly Side[];
}

function memberships(): ReadonlyMap<string, readonly Membership[]> {
  const map = new Map<string, Membership[]>();
  for (const family of CLASS_FAMILIES) {
    for (const [list, part] of [[family.members, false] as const, [family.parts ?? [], true] as const]) {
      for (const member of list) {
        const [name = '', range] = member.split(' ');
        const parsed = range === undefined ? undefined : parseConstraint(range);
        const sides = family.generations?.[name];
        addTo(map, name, {
          ...{ family, part },
          ...(parsed?.kind === 'range' ? { versions: parsed.intervals } : {}),
          ...(sides === undefined ? {} : { sides }),
        });
      }
    }
  }
  return map;
}

const FAMILIES = memberships();

/** A framework that an artifact belongs to, and at which versions its generation changes: with each first number, if not told. */
interface Affiliation {
  readonly framework: Framework;
  readonly sides?: readonly Side[];
  readonly whenProvided?: true;
}

function affiliations(): ReadonlyMap<string, readonly Affiliation[]> {
  const map = new Map<string, Affiliation[]>();
  for (const framework of FRAMEWORKS) {
    for (const member of framework.members ?? []) addTo(map, member, { framework });
    for (const [member, sides] of Object.entries(framework.sides ?? {})) addTo(map, member, { framework, sides });
    for (const [member, sides] of Object.entries(framework.whenProvided ?? {}))
      addTo(map, member, { framework, sides, whenProvided: true });
  }
  return map;
}

const AFFILIATIONS = affiliations();

/** The spellings under which an artifact may be a member: itself, its group, that group and each above with all below it. */
function spellings(name: string): readonly string[] {
  const group = name.slice(0, name.indexOf(':'));
  const parts = group.split('.');
  return [name, `${group}:*`, ...parts.map((_, index) => `${parts.slice(0, index + 1).join('.')}.*:*`)];
}

const affiliationsOf = remember((name: string): readonly Affiliation[] =>
  spellings(name).flatMap((one) => AFFILIATIONS.get(one) ?? []),
);

/** The first two numbers of a version, as one that orders. */
function numbersOf(version: string): number | undefined {
  const [, major, minor = '0'] = /^v?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return major === undefined ? undefined : Number(major) * 1e6 + Math.min(Number(minor), 1e6 - 1);
}

function generationOf({ sides }: Affiliation, version: string): string | undefined {
  return sides === undefined ? majorOf(version)?.toString() : sideAt(sides, version);
}

function sideAt(sides: readonly Side[], version: string): string | undefined {
  const [first, second] = sides;
  // Of one generation in all versions, also in one that nobody knows.
  if (first?.[0] === '0' && second === undefined) return first[1];
  const numbers = numbersOf(version);
  return numbers === undefined ? undefined : sides.findLast(([from]) => (numbersOf(from) ?? 0) <= numbers)?.[1];
}

const SCALA_LIBRARY = 'org.scala-lang:scala-library';

/** `2.12`, `2.13`: by the end of the name (`kafka_2.13`), or of Scala's own library. Scala 3 runs with the library of 2.13. */
function scalaOf(name: string, version: string): string | undefined {
  const suffix = /_(2\.1\d|3)$/.exec(name)?.[1];
  const own = name === SCALA_LIBRARY ? /^(?:2\.1\d|3)(?=\.)/.exec(version)?.[0] : undefined;
  const binary = suffix ?? own;
  return binary === '3' ? '2.13' : binary;
}

/** The framework of which an artifact in these versions is of several generations. */
export function splitFramework(name: string, versions: readonly string[]): Framework | undefined {
  const isSplit = (generation: (version: string) => string | undefined): boolean =>
    new Set(versions.flatMap((version) => generation(version) ?? [])).size > 1;
  if (isSplit((version) => scalaOf(name, version))) return SCALA;
  return affiliationsOf(name).find((one) => one.whenProvided !== true && isSplit((version) => generationOf(one, version)))
    ?.framework;
}

/** Group → version of the parents, BOMs and platforms that a service's build names, nearest first. */
export type Managers = ReadonlyMap<string, string>;

export function managersOf(
  named: readonly { readonly group: string | undefined; readonly version: string | undefined }[],
): Managers {
  const managers = new Map<string, string>();
  for (const { group, version } of named)
    if (group !== undefined && version !== undefined && /^\d/.test(version) && !managers.has(group)) managers.set(group, version);
  return managers;
}

/**
 * The extra demands that one dependency gives rise to. Their constraint is the artifact's version; which of the things that
 * exclude each other it stands for is the detail `side`, and `generation` that of its classes, where it is known.
 */
export function virtualDemands(
  dependency: Dependency,
  demand: Demand,
  { managers, classifier }: { readonly managers: Managers; readonly classifier: string | undefined },
): readonly Demand[] {
  const families = FAMILIES.get(dependency.name) ?? [];
  const belongs = affiliationsOf(dependency.name);
  const own = dependency.resolved ?? (dependency.kind === 'exact' ? dependency.constraint : '');
  const scala = scalaOf(dependency.name, own);
  if (families.length === 0 && belongs.length === 0 && scala === undefined) return [];
  const extra = (key: string, side: string, version: string, more: Readonly<Record<string, string>> = {}): Demand => ({
    ...demand,
    key,
    constraint: version,
    kind: 'exact',
    strength: 'declared',
    detail: { artifact: dependency.name, side, ...more },
  });
  return [
    ...(scala === undefined ? [] : [extra(FRAMEWORK + SCALA.id, scala, own)]),
    ...families.flatMap(({ family, part, versions, sides }) => {
      if (versions !== undefined && (own === '' || !contains(versions, own))) return [];
      const generation = sides === undefined ? undefined : sideAt(sides, own);
      const more = { ...(part ? { part: 'true' } : {}), ...(generation === undefined ? {} : { generation }) };
      return [extra(CLASSES + family.id, dependency.name, own, more)];
    }),
    ...belongs.flatMap((one) => {
      const { framework, whenProvided } = one;
      const isProvided = demand.scope === 'provided';
      if (whenProvided === true && !isProvided) return [];
      // `johnzon-core-1.2.21-jakarta.jar`: what an artifact holds under a classifier its version does not tell.
      if (one.sides !== undefined && classifier !== undefined) return [];
      const managed = framework.managers?.map((group) => managers.get(group)).find((version) => version !== undefined);
      const version = own === '' ? (managed ?? '') : own;
      const generation = version === '' ? undefined : generationOf(one, version);
      // A container's own API is `provided` to the service and still has to be of its namespace.
      const scope = isProvided && framework.runsOnly !== true ? { scope: 'runtime' as const, group: 'default' } : {};
      return generation === undefined ? [] : [{ ...extra(FRAMEWORK + framework.id, generation, version), ...scope }];
    }),
  ];
}
