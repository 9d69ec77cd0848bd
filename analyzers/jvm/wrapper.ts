/** The scripts by which a project brings its own version of Maven or Gradle (Gradle User Manual, "Gradle Wrapper"; Apache Maven Wrapper). */
import { inDirectory, isReadFailure, type JvmBuild, type Project, type SourceFile } from '../../src/model/index.ts';

const WRAPPERS = {
  gradle: {
    script: 'gradlew',
    properties: 'gradle/wrapper/gradle-wrapper.properties',
    // Without it the script starts nothing; who ignores all jars has not committed it.
    needs: ['gradle/wrapper/gradle-wrapper.jar'],
    distribution: /\/gradle-(\d+(?:\.\d+)*)-(?:bin|all)\.zip$/,
  },
  // It downloads its own jar, or needs none.
  maven: {
    script: 'mvnw',
    properties: '.mvn/wrapper/maven-wrapper.properties',
    needs: [],
    distribution: /\/apache-maven-(\d+(?:\.\d+)*)-bin\.(?:zip|tar\.gz)$/,
  },
} as const;

/** Whether the wrapper of a build's root can run, and the version that it brings. */
export function wrapperAt(tool: keyof typeof WRAPPERS, root: string, project: Project): Pick<JvmBuild, 'wrapper' | 'version'> {
  const { script, properties, needs, distribution } = WRAPPERS[tool];
  const url = project.has(inDirectory(root, properties))
    ? project.parse(inDirectory(root, properties), distributionUrl)
    : undefined;
  if (url === undefined || isReadFailure(url)) return {};
  const version = distribution.exec(url)?.[1];
  const isWhole = [script, ...needs].every((name) => project.has(inDirectory(root, name)));
  return { ...(isWhole ? { wrapper: true } : {}), ...(version === undefined ? {} : { version }) };
}

/** Properties escape colons. */
function distributionUrl({ text }: SourceFile): string {
  return /^[ \t]*distributionUrl\s*[=:]\s*(\S+)/m.exec(text)?.[1]?.replaceAll('\\', '') ?? '';
}
