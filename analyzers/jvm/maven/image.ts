/** Images that plug-ins of Maven make. */
import type { JvmBuild } from '../../../src/model/index.ts';
import { type BuiltImage, buildpackJava, JAVA_VARIABLE, jibBase, ownImageName } from '../built-image.ts';
import { configured, pluginsOf } from './java-level.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import { hasExpression } from './model/interpolate.ts';
import type { PomPlugin } from './model/pom.ts';
import { boots } from './role.ts';

/** Where something is said: elements of a plug-in's configuration down to it, and the property that says it as well. */
interface Told {
  readonly path: readonly string[];
  readonly property?: string;
}

interface Maker {
  readonly groupId: string;
  readonly artifactId: string;
  /** What the image runs on. */
  readonly base?: Told & { readonly read: (written: string) => Omit<BuiltImage, 'origin'> };
  /** What the image is called. */
  readonly name?: Told;
}

const base = (from: string | undefined): Omit<BuiltImage, 'origin'> => (from === undefined ? {} : { from });

/** By their own references: Jib; docker-maven-plugin and Eclipse JKube, "build"; Spring Boot, "Packaging OCI Images"; Spotify's. */
const MAKERS: readonly Maker[] = [
  {
    groupId: 'com.google.cloud.tools',
    artifactId: 'jib-maven-plugin',
    base: { path: ['from', 'image'], property: 'jib.from.image', read: (written) => base(jibBase(written)) },
    name: { path: ['to', 'image'], property: 'jib.to.image' },
  },
  ...[
    ['io.fabric8', 'docker-maven-plugin'],
    ['io.fabric8', 'fabric8-maven-plugin'],
    ['org.eclipse.jkube', 'kubernetes-maven-plugin'],
    ['org.eclipse.jkube', 'openshift-maven-plugin'],
  ].map(
    ([groupId = '', artifactId = '']): Maker => ({
      groupId,
      artifactId,
      base: { path: ['images', 'image', 'build', 'from'], read: base },
      name: { path: ['images', 'image', 'name'] },
    }),
  ),
  {
    groupId: 'com.spotify',
    artifactId: 'docker-maven-plugin',
    base: { path: ['baseImage'], read: base },
    name: { path: ['imageName'] },
  },
  {
    groupId: 'com.spotify',
    artifactId: 'dockerfile-maven-plugin',
    name: { path: ['repository'], property: 'dockerfile.repository' },
  },
  {
    groupId: 'org.springframework.boot',
    artifactId: 'spring-boot-maven-plugin',
    base: {
      path: ['image', 'env', JAVA_VARIABLE],
      read: (written) => {
        const java = buildpackJava(written);
        return java === undefined ? {} : { java };
      },
    },
    name: { path: ['image', 'name'], property: 'spring-boot.build-image.imageName' },
  },
];

/** All that is said of a plug-in that the build has. */
function toldOf({ groupId, artifactId }: Maker, model: EffectiveModel): readonly PomPlugin[] {
  const isThere = model.plugins.some((one) => one.groupId === groupId && one.artifactId === artifactId);
  return isThere ? pluginsOf(model, groupId, artifactId) : [];
}

function said(plugins: readonly PomPlugin[], { path, property }: Told, model: EffectiveModel): string | undefined {
  const [plugin] = plugins;
  if (plugin === undefined) return undefined;
  const stated = property === undefined ? undefined : model.properties.get(property);
  return configured(plugins, path, model) ?? (stated === undefined ? undefined : model.expand(stated));
}

export function imageOf(model: EffectiveModel): BuiltImage | undefined {
  for (const maker of MAKERS) {
    const all = toldOf(maker, model);
    const [plugin] = all;
    if (plugin === undefined || maker.base === undefined) continue;
    if (maker.artifactId === 'jib-maven-plugin' && !boots(plugin, model)) continue;
    const written = said(all, maker.base, model);
    if (written === undefined || hasExpression(written)) continue;
    const { path, read } = maker.base;
    const { file, place } = all.find((one) => configured([one], path, model) !== undefined) ?? plugin;
    return { ...read(written), origin: { file, line: place.line, column: place.column } };
  }
  return undefined;
}

/** What the images of a build are called; docker-maven-plugin writes `%a` for the artifact (its reference, "Image Names"). */
export function imageNamesOf(model: EffectiveModel): Pick<JvmBuild, 'images'> {
  const names = MAKERS.flatMap((maker) => {
    const written = maker.name === undefined ? undefined : said(toldOf(maker, model), maker.name, model);
    return written === undefined ? [] : (ownImageName(written.replaceAll('%a', model.artifactId)) ?? []);
  });
  return names.length === 0 ? {} : { images: [...new Set(names)] };
}
