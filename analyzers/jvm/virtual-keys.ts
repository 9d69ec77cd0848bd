/**
 * Demands beside those on artifacts: classes that several artifacts hold, frameworks that exist once.
 * Their keys carry a prefix that no `group:artifact` has, so the realm's rule can tell them apart.
 */
import { addTo, type Demand, type Dependency } from '../../src/model/index.ts';
import type { ClassFamily } from './class-families/family.ts';
import { CLASS_FAMILIES } from './class-families.ts';
import { FRAMEWORKS, type Framework, SCALA } from './frameworks.ts';
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
}

function memberships(): ReadonlyMap<string, readonly Membership[]> {
  const map = new Map<string, Membership[]>();
  for (const family of CLASS_FAMILIES) {
    for (const [list, part] of [[family.members, false] as const, [family.parts ?? [], true] as const]) {
      for (const member of list) {
        const [name = '', range] = member.split(' ');
        const parsed = range === undefined ? undefined : parseConstraint(range);
        const one = { family, part, ...(parsed?.kind === 'range' ? { versions: parsed.intervals } : {}) };
        addTo(map, name, one);
      }
    }
  }
  return map;
}

const FAMILIES = memberships();
const MEMBERS: ReadonlyMap<string, readonly Framework[]> = new Map(
  [...new Set(FRAMEWORKS.flatMap(({ members }) => members))].map((member) => [
    member,
    FRAMEWORKS.filter(({ members }) => members.includes(member)),
  ]),
);

/** Frameworks that an artifact belongs to. */
export function frameworksOf(name: string): readonly Framework[] {
  return [...(MEMBERS.get(name) ?? []), ...(MEMBERS.get(`${name.slice(0, name.indexOf(':'))}:*`) ?? [])];
}

/** `javax.servlet` or `jakarta.servlet`: jakarta artifacts kept the javax packages up to the major that moved. */
const MOVED_AT: Readonly<Record<string, number>> = { 'jakarta.servlet:jakarta.servlet-api': 5 };

function generationOf({ generation }: Framework, name: string, version: string): string | undefined {
  const major = majorOf(version);
  if (generation === 'major') return major === undefined ? undefined : String(major);
  const moved = MOVED_AT[name];
  return moved !== undefined && major !== undefined && major >= moved ? 'jakarta.servlet' : 'javax.servlet';
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
  return frameworksOf(name).find((framework) => isSplit((version) => generationOf(framework, name, version)));
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
 * exclude each other it stands for is the detail `side`.
 */
export function virtualDemands(dependency: Dependency, demand: Demand, managers: Managers): readonly Demand[] {
  const families = FAMILIES.get(dependency.name) ?? [];
  const frameworks = frameworksOf(dependency.name);
  const own = dependency.resolved ?? (dependency.kind === 'exact' ? dependency.constraint : '');
  const scala = scalaOf(dependency.name, own);
  if (families.length === 0 && frameworks.length === 0 && scala === undefined) return [];
  const extra = (key: string, side: string, version: string, part: boolean): Demand => ({
    ...demand,
    key,
    constraint: version,
    kind: 'exact',
    strength: 'declared',
    detail: { artifact: dependency.name, side, ...(part ? { part: 'true' } : {}) },
  });
  return [
    ...(scala === undefined ? [] : [extra(FRAMEWORK + SCALA.id, scala, own, false)]),
    ...families.flatMap(({ family, part, versions }) =>
      versions === undefined || (own !== '' && contains(versions, own))
        ? [extra(CLASSES + family.id, dependency.name, own, part)]
        : [],
    ),
    ...frameworks.flatMap((framework) => {
      const managed = framework.managers?.map((group) => managers.get(group)).find((one) => one !== undefined);
      const version = own === '' ? (managed ?? '') : own;
      const generation = version === '' ? undefined : generationOf(framework, dependency.name, version);
      // A container's own API is `provided` to the service and still has to be of its namespace.
      const scope = demand.scope === 'provided' ? { scope: 'runtime' as const, group: 'default' } : {};
      return generation === undefined ? [] : [{ ...extra(FRAMEWORK + framework.id, generation, version, false), ...scope }];
    }),
  ];
}
