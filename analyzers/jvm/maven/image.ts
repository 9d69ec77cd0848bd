/** Images that plug-ins of Maven make. */
import { type BuiltImage, buildpackJava, JAVA_VARIABLE, jibBase } from '../built-image.ts';
import { configured } from './java-level.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import { hasExpression } from './model/interpolate.ts';
import { boots } from './role.ts';

interface Maker {
  readonly groupId: string;
  readonly artifactId: string;
  /** Elements of its configuration down to what says it. */
  readonly path: readonly string[];
  readonly property?: string;
  readonly read: (written: string) => Omit<BuiltImage, 'origin'>;
}

const base = (from: string | undefined): Omit<BuiltImage, 'origin'> => (from === undefined ? {} : { from });

/** By their own references: Jib, "from"; docker-maven-plugin and Eclipse JKube, "build"; Spring Boot, "Packaging OCI Images". */
const MAKERS: readonly Maker[] = [
  {
    groupId: 'com.google.cloud.tools',
    artifactId: 'jib-maven-plugin',
    path: ['from', 'image'],
    property: 'jib.from.image',
    read: (written) => base(jibBase(written)),
  },
  ...[
    ['io.fabric8', 'docker-maven-plugin'],
    ['io.fabric8', 'fabric8-maven-plugin'],
    ['org.eclipse.jkube', 'kubernetes-maven-plugin'],
    ['org.eclipse.jkube', 'openshift-maven-plugin'],
  ].map(
    ([groupId = '', artifactId = '']): Maker => ({ groupId, artifactId, path: ['images', 'image', 'build', 'from'], read: base }),
  ),
  { groupId: 'com.spotify', artifactId: 'docker-maven-plugin', path: ['baseImage'], read: base },
  {
    groupId: 'org.springframework.boot',
    artifactId: 'spring-boot-maven-plugin',
    path: ['image', 'env', JAVA_VARIABLE],
    read: (written) => {
      const java = buildpackJava(written);
      return java === undefined ? {} : { java };
    },
  },
];

export function imageOf(model: EffectiveModel): BuiltImage | undefined {
  for (const { groupId, artifactId, path, property, read } of MAKERS) {
    const isMeant = (one: { readonly groupId: string; readonly artifactId: string }): boolean =>
      one.groupId === groupId && one.artifactId === artifactId;
    const [plugin] = model.plugins.filter(isMeant);
    if (plugin === undefined || (artifactId === 'jib-maven-plugin' && !boots(plugin, model))) continue;
    const all = [...model.plugins, ...model.managedPlugins].filter(isMeant);
    const written = configured(all, path, model) ?? (property === undefined ? undefined : model.properties.get(property));
    if (written === undefined || hasExpression(written)) continue;
    const { file, place } = all.find((one) => configured([one], path, model) !== undefined) ?? plugin;
    return { ...read(written), origin: { file, line: place.line, column: place.column } };
  }
  return undefined;
}
