/** What Gradle's resolution knows of one module in one version: its edges, whoever published it. */
import type { EffectiveModel } from '../../maven/model/effective-model.ts';
import { isTrue, type PomDependency } from '../../maven/model/pom.ts';
import type { RichVersion } from '../versions/rich-version.ts';

interface Named {
  readonly group: string;
  readonly name: string;
}

export interface Edge {
  readonly group: string;
  readonly name: string;
  readonly classifier?: string;
  readonly version: RichVersion;
  /** A platform brings constraints only; those of an enforced one overrule everything. */
  readonly kind: 'library' | 'platform' | 'enforced';
  /** Says what the version has to be where something else brings the module. */
  readonly constraint: boolean;
  /** What is strict in it is strict for all that is beside it. */
  readonly endorses?: true;
  /** False: the artifact alone. */
  readonly transitive: boolean;
  /** `group:module` with `*` for any. */
  readonly exclusions: readonly string[];
  /** `group:name` of what the variant that is meant provides; none for the module's own. */
  readonly capabilities?: readonly string[];
  /** The configuration of a project that is asked for by its name, where it is not the main one. */
  readonly configuration?: string;
  /** Key of a project of the same tree, which stands for the module. */
  readonly local?: string;
  /** A rule of the build chose it: what is forced or managed no longer counts. */
  readonly ruled?: true;
  /** The name that was asked for, where a rule of the build took another. */
  readonly asked?: Named;
  /** What only a run of the build would tell of it. */
  readonly open?: string;
}

export interface Capability {
  /** `group:name`. */
  readonly name: string;
  readonly version: string;
}

export interface Component {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  /** Only a run of the build would tell its version. */
  readonly isComputed?: true;
  readonly edges: readonly Edge[];
  /** Capabilities that it declares besides its own. */
  readonly capabilities: readonly Capability[];
  /** What of it only a run of the build would tell. */
  readonly open?: string;
  /** Why Gradle refuses what is asked of it. */
  readonly refused?: string;
}

export function keyOf({ group, name }: Named): string {
  return `${group}:${name}`;
}

export const PLAIN_EDGE = { kind: 'library', constraint: false, transitive: true, exclusions: [] } as const;

function edgeOf(dependency: PomDependency, constraint: boolean): readonly Edge[] {
  const { groupId = '', artifactId = '', version = '', classifier = '', exclusions } = dependency;
  if (groupId === '' || artifactId === '') return [];
  return [
    {
      ...PLAIN_EDGE,
      group: groupId,
      name: artifactId,
      ...(classifier === '' ? {} : { classifier }),
      version: version === '' ? {} : { require: version },
      constraint,
      exclusions: exclusions.map((one) => `${one.groupId}:${one.artifactId}`),
    },
  ];
}

const RUNS = new Set(['compile', 'runtime', '']);

/**
 * A POM as a library: what runs. What is optional says nothing at all, not even of versions (compared with Gradle 8.11), and
 * its own management has filled its dependencies and goes no further.
 */
export function libraryOf(model: EffectiveModel): Component {
  const edges = model.dependencies
    .filter(({ scope, optional }) => RUNS.has(scope ?? '') && !isTrue(optional))
    .flatMap((one) => edgeOf(one, false));
  return { group: model.groupId, name: model.artifactId, version: model.version, edges, capabilities: [] };
}

/** A POM as a platform: its management as constraints (Gradle User Manual, "Importing Maven BOMs"). */
export function platformOf(model: EffectiveModel): Component {
  const edges = model.managed.flatMap((one) => edgeOf({ ...one, exclusions: [] }, true));
  return { group: model.groupId, name: model.artifactId, version: model.version, edges, capabilities: [] };
}

/** A POM that says where its artifact went: Gradle keeps the old name as a module without a jar. */
export function relocatedTo(
  own: Pick<Component, 'group' | 'name' | 'version'>,
  to: Pick<Component, 'group' | 'name' | 'version'>,
): Component {
  const edge: Edge = { ...PLAIN_EDGE, group: to.group, name: to.name, version: { require: to.version } };
  return { ...own, edges: [edge], capabilities: [] };
}
