/** Gradle's own resolution, without a distribution: its classes as an artifact of Maven's central repository hold all of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const ARTIFACTS = [
  'dev.gradleplugins:gradle-api:8.11.1',
  ...['groovy', 'groovy-ant', 'groovy-json', 'groovy-xml', 'groovy-templates'].map(
    (name) => `org.codehaus.groovy:${name}:3.0.22`,
  ),
  'org.jetbrains.kotlin:kotlin-stdlib:2.0.20',
  'org.jetbrains.kotlin:kotlin-reflect:2.0.20',
  'javax.inject:javax.inject:1',
];

/** Modules of Gradle that it looks for by the manifests of a distribution; empty ones will do. */
const MODULES = ['base-services', 'core-api', 'core', 'stdlib-java-extensions', 'logging', 'dependency-management'];

const OPENED = ['java.lang', 'java.lang.invoke', 'java.util'].flatMap((name) => ['--add-opens', `java.base/${name}=ALL-UNNAMED`]);

function jarOf(artifact: string): string {
  const [group = '', name = '', version = ''] = artifact.split(':');
  const path = join(homedir(), '.m2/repository', group.replaceAll('.', '/'), name, version, `${name}-${version}.jar`);
  if (!existsSync(path))
    execFileSync('mvn', ['-q', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], { stdio: 'inherit' });
  return path;
}

function manifests(directory: string): readonly string[] {
  return MODULES.map((module) => {
    const folder = join(directory, 'modules', module, 'build/resources/main');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `gradle-${module}-classpath.properties`), 'runtime=\nprojects=\n');
    return folder;
  });
}

/** What Gradle says of each set of projects: `OK module:version …` or `FAIL why`. */
export function askGradle(
  directory: string,
  scripts: ReadonlyMap<string, string>,
  repository: Readonly<Record<string, string>>,
  sets: readonly (readonly string[])[],
): readonly string[] {
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  for (const [path, content] of Object.entries(repository)) {
    write(`repository/${path}`, content);
    // The end of an empty archive is a whole one.
    if (path.endsWith('.pom'))
      write(`repository/${path.replace(/pom$/, 'jar')}`, Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1'));
  }
  const repositories = `repositories { maven { url = uri('${join(directory, 'repository')}') } }\n`;
  write('repositories.gradle', repositories);
  for (const [name, script] of scripts) write(`${name}/script.gradle`, `apply plugin: 'java-library'\n${repositories}${script}`);
  write('sets.txt', sets.map((set) => set.join(' ')).join('\n'));
  const path = [join(directory, 'classes'), ...manifests(directory), ...ARTIFACTS.map(jarOf)].join(':');
  execFileSync('javac', ['-cp', path, '-d', join(directory, 'classes'), join(import.meta.dirname, 'Oracle.java')]);
  const answer = execFileSync('java', [...OPENED, '-cp', path, 'Oracle', directory, join(directory, 'sets.txt')], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return answer.split('\n').filter((line) => /^(?:OK|FAIL)/.test(line));
}
