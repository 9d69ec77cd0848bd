/**
 * Whole Gradle builds, without a distribution: its classes as one artifact of a Maven repository, with the manifests that it
 * expects of a distribution around them. The user's own Maven gets the artifacts.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const GRADLE = '8.11.1';
const HERE = import.meta.dirname;

const named = (group: string, version: string, names: string): readonly string[] =>
  names.split(' ').map((name) => `${group}:${name}:${version}`);

const LIBRARIES: readonly string[] = [
  ...named(
    'org.codehaus.groovy',
    '3.0.22',
    'groovy groovy-ant groovy-json groovy-xml groovy-templates groovy-astbuilder groovy-console groovy-datetime groovy-dateutil groovy-nio groovy-sql groovy-test groovy-docgenerator groovy-groovydoc groovy-swing',
  ),
  ...named('org.apache.ant', '1.10.14', 'ant ant-launcher ant-antlr ant-junit'),
  ...named('org.jetbrains.kotlin', '2.0.20', 'kotlin-stdlib kotlin-reflect'),
  ...named('org.jetbrains.kotlinx', '1.6.2', 'kotlinx-serialization-core-jvm kotlinx-serialization-json-jvm'),
  'org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:1.6.4',
  'javax.inject:javax.inject:1',
];

/** Packages of the JDK that Gradle reaches into. */
const OPENED = [
  ...named('java.base', '', 'java.util java.lang java.lang.invoke java.nio.charset java.net java.util.concurrent.atomic'),
  'java.prefs:java.util.prefs',
  'java.xml:javax.xml.namespace',
].map((one) => `--add-opens=${one.split(':').slice(0, 2).join('/')}=ALL-UNNAMED`);

/** The jar of an artifact in the user's local repository. */
function jarOf(artifact: string, localRepository: string): string {
  const [group = '', name = '', version = ''] = artifact.split(':');
  const path = join(localRepository, group.replaceAll('.', '/'), name, version, `${name}-${version}.jar`);
  if (!existsSync(path))
    execFileSync('mvn', ['-q', '-B', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], { stdio: 'inherit' });
  return path;
}

function localRepository(): string {
  const words = ['-q', '-B', 'help:evaluate', '-Dexpression=settings.localRepository', '-DforceStdout'];
  return execFileSync('mvn', words, { encoding: 'utf8' })
    .replaceAll(/\u001b\[[\d;]*m/g, '')
    .trim();
}

/** What looks like a distribution in `directory/lib`, made once. */
function distribution(directory: string): string {
  const lib = join(directory, 'lib');
  const done = join(directory, 'made');
  if (existsSync(done)) return lib;
  rmSync(lib, { recursive: true, force: true });
  const local = localRepository();
  const archive = jarOf(`dev.gradleplugins:gradle-api:${GRADLE}`, local);
  const standIns = join(directory, 'stand-ins');
  const sources = ['InstallationBeacon', 'IncrementalCompileTask'].map((name) => join(HERE, 'stand-ins', `${name}.java`));
  execFileSync('javac', ['-d', standIns, ...sources], { stdio: 'inherit' });
  const jars = LIBRARIES.map((one) => jarOf(one, local));
  execFileSync('java', [join(HERE, 'Distribution.java'), lib, GRADLE, standIns, archive, ...jars], { stdio: 'inherit' });
  execFileSync('javac', ['-cp', `${lib}/*`, '-d', join(directory, 'classes'), join(HERE, 'Builds.java')], { stdio: 'inherit' });
  writeFileSync(done, '');
  return lib;
}

/** A project as Gradle knows it after its build was configured. */
export interface OracleProject {
  readonly path: string;
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly directory: string;
  readonly declared: readonly string[];
  /** Null without a runtimeClasspath, a text where it cannot be resolved. */
  readonly runs: readonly string[] | string | null;
}

export type OracleAnswer = readonly OracleProject[] | { readonly failed: string };

export interface WholeOptions {
  /** Where the distribution and Gradle's home are kept between runs. */
  readonly home: string;
  /** A directory that is laid out as a Maven repository. */
  readonly repository: string;
  /** Ask Maven's central repository, too: for plug-ins. */
  readonly central?: boolean;
}

/** Writes files below a directory. */
export function writeTree(root: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** What Gradle says of each of these builds, which lie on disk with their settings. */
export function askWholeGradle(directories: readonly string[], options: WholeOptions): readonly OracleAnswer[] {
  const lib = distribution(options.home);
  const path = [join(options.home, 'classes'), `${lib}/*`].join(':');
  const properties = [`-Doracle.repository=${options.repository}`, ...(options.central === true ? ['-Doracle.central=1'] : [])];
  for (const directory of directories)
    for (const file of ['oracle.json', 'oracle.fail']) rmSync(join(directory, file), { force: true });
  const words = ['Builds', join(options.home, 'gradle'), join(HERE, 'declared.gradle'), ...directories];
  execFileSync('java', ['-Xmx1500m', ...OPENED, ...properties, '-cp', path, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  return directories.map((directory) => {
    const answer = join(directory, 'oracle.json');
    if (existsSync(answer)) return JSON.parse(readFileSync(answer, 'utf8')) as readonly OracleProject[];
    const why = join(directory, 'oracle.fail');
    return { failed: existsSync(why) ? readFileSync(why, 'utf8') : 'Gradle did not say why' };
  });
}
