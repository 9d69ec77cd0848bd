/**
 * Gradle Module Metadata (`.module`), as far as versions, constraints, capabilities and the choice of the variant that runs
 * go. Reference: Gradle Module Metadata specification 1.1.
 */
import * as v from 'valibot';
import { askedCapabilities } from '../features.ts';
import type { RichVersion } from '../versions/rich-version.ts';
import { type Component, type Edge, keyOf } from './component.ts';

const attributes = v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {});
const version = v.optional(
  v.object({
    requires: v.optional(v.string()),
    strictly: v.optional(v.string()),
    prefers: v.optional(v.string()),
    rejects: v.optional(v.array(v.string())),
  }),
  {},
);
const capability = v.object({ group: v.string(), name: v.string(), version: v.optional(v.string(), '') });
const exclude = v.object({ group: v.optional(v.string(), '*'), module: v.optional(v.string(), '*') });
const dependency = v.object({
  group: v.string(),
  module: v.string(),
  version,
  excludes: v.optional(v.array(exclude), []),
  attributes,
  requestedCapabilities: v.optional(v.array(capability), []),
  endorseStrictVersions: v.optional(v.boolean(), false),
});
const variant = v.object({
  name: v.string(),
  attributes,
  'available-at': v.optional(v.object({ group: v.string(), module: v.string(), version: v.string() })),
  dependencies: v.optional(v.array(dependency), []),
  dependencyConstraints: v.optional(v.array(dependency), []),
  capabilities: v.optional(v.array(capability), []),
});
const metadata = v.object({ formatVersion: v.string(), variants: v.optional(v.array(variant), []) });

type Variant = v.InferOutput<typeof variant>;
type Dependency = v.InferOutput<typeof dependency>;

export interface Own {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

function richVersion({ requires, strictly, prefers, rejects }: Dependency['version']): RichVersion {
  return {
    ...(strictly === undefined || strictly === ''
      ? requires === undefined || requires === ''
        ? {}
        : { require: requires }
      : { strictly }),
    ...(prefers === undefined || prefers === '' ? {} : { prefer: prefers }),
    ...(rejects === undefined || rejects.length === 0 ? {} : { reject: rejects }),
  };
}

function edgeOf(one: Dependency, constraint: boolean): Edge {
  const category = one.attributes['org.gradle.category'];
  const capabilities = askedCapabilities(one.requestedCapabilities.map(keyOf), { group: one.group, name: one.module });
  return {
    group: one.group,
    name: one.module,
    version: richVersion(one.version),
    kind: category === 'platform' ? 'platform' : category === 'enforced-platform' ? 'enforced' : 'library',
    constraint,
    ...(one.endorseStrictVersions ? { endorses: true } : {}),
    transitive: true,
    exclusions: one.excludes.map((each) => `${each.group}:${each.module}`),
    ...(capabilities.length === 0 ? {} : { capabilities }),
  };
}

const JVM_PLATFORMS: readonly unknown[] = [undefined, 'jvm', 'androidJvm'];
const CATEGORIES: Readonly<Record<'library' | 'platform', readonly unknown[]>> = {
  library: [undefined, 'library'],
  platform: ['platform'],
};

function levelOf({ attributes: of }: Pick<Variant, 'attributes'>): number {
  return Number(of['org.gradle.jvm.version'] ?? 0);
}

/** More than any Java has. */
export const ANY_JDK = 999;

/** How far a variant is from what a class path at run time asks for; undefined when it is none. */
function distance({ attributes: of, capabilities }: Variant, { platform, jdk, own, asked }: Wanted): number | undefined {
  const usage = of['org.gradle.usage'];
  if (!CATEGORIES[platform ? 'platform' : 'library'].includes(of['org.gradle.category'])) return undefined;
  if (usage !== undefined && usage !== 'java-runtime' && usage !== 'java-runtime-jars' && usage !== 'java-api') return undefined;
  if (usage === 'java-api' && !platform) return undefined;
  const kotlin = of['org.jetbrains.kotlin.platform.type'];
  if (!JVM_PLATFORMS.includes(kotlin)) return undefined;
  if (of['org.gradle.dependency.bundling'] === 'shadowed' || of['org.gradle.dependency.bundling'] === 'embedded')
    return undefined;
  const level = levelOf({ attributes: of });
  if (level > jdk) return undefined;
  // Feature variants (test fixtures, optional features) carry a capability of their own instead of the module's.
  const provided = capabilities.length > 0 ? capabilities.map(keyOf) : [keyOf(own)];
  if (!(asked.length > 0 ? asked : [keyOf(own)]).every((one) => provided.includes(one))) return undefined;
  const android = of['org.gradle.jvm.environment'] === 'android' || kotlin === 'androidJvm' ? 1000 : 0;
  return android + (usage === 'java-api' ? 500 : 0) + (usage === undefined ? 100 : 0) + (jdk - level);
}

export interface Wanted {
  readonly own: Own;
  readonly platform: boolean;
  readonly jdk: number;
  /** The line that says which Java the class path is for, where one does. */
  readonly because?: string;
  /** `group:name`; none for the module's own. */
  readonly asked: readonly string[];
}

/** Where all that would run wants a newer Java than a line of the build says, Gradle refuses the module. */
function refusedFor(variants: readonly Variant[], wanted: Wanted): Component | undefined {
  const newer = variants.filter((one) => distance(one, { ...wanted, jdk: ANY_JDK }) !== undefined).map(levelOf);
  if (newer.length === 0 || wanted.because === undefined) return undefined;
  const { name, version } = wanted.own;
  const refused = `${name} ${version} is for Java ${Math.min(...newer)} and newer, and the class path is for Java ${wanted.jdk} (${wanted.because})`;
  return { ...wanted.own, edges: [], capabilities: [], refused };
}

/** The variant that runs (or the platform's); undefined when the text is no such metadata or no variant suits a JVM. */
export function parseModuleMetadata(text: string, wanted: Wanted): Component | undefined {
  const { own, platform } = wanted;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(metadata, json);
  if (!parsed.success) return undefined;
  const ranked = parsed.output.variants
    .map((one) => ({ one, far: distance(one, wanted) }))
    .filter((each): each is { one: Variant; far: number } => each.far !== undefined)
    .sort((a, b) => a.far - b.far);
  const best = ranked[0]?.one;
  if (best === undefined) return refusedFor(parsed.output.variants, wanted);
  const at = best['available-at'];
  const elsewhere: readonly Edge[] =
    at === undefined
      ? []
      : [
          {
            group: at.group,
            name: at.module,
            version: { require: at.version },
            kind: platform ? 'platform' : 'library',
            constraint: false,
            transitive: true,
            exclusions: [],
          },
        ];
  return {
    ...own,
    edges: [
      ...elsewhere,
      ...best.dependencies.map((one) => edgeOf(one, false)),
      ...best.dependencyConstraints.map((one) => edgeOf(one, true)),
    ],
    capabilities: best.capabilities
      .map((one) => ({ name: keyOf(one), version: one.version }))
      .filter(({ name }) => name !== keyOf(own)),
  };
}
