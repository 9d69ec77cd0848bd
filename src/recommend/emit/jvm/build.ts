import type { JvmBuild } from '../../../model/index.ts';
import { rootAbove } from '../context.ts';
import { shellWord } from '../quoting.ts';
import type { Subject } from '../subject.ts';

/** How Maven and Gradle build: by which tool, which tasks, and what they leave that runs. */

type Artifact = JvmBuild['makes'];

/** What starts, and the directory of the build in which it lies. */
interface Output {
  /** Of Gradle; Maven's is `package`. */
  readonly task: string;
  readonly kind: 'archive' | 'quarkus' | 'distribution';
  /** Below Gradle's `build`. */
  readonly at: string;
}

const OUTPUTS: Readonly<Record<Artifact, Output>> = {
  'boot-jar': { task: 'bootJar', kind: 'archive', at: 'libs' },
  'boot-war': { task: 'bootWar', kind: 'archive', at: 'libs' },
  'shadow-jar': { task: 'shadowJar', kind: 'archive', at: 'libs' },
  'main-jar': { task: 'jar', kind: 'archive', at: 'libs' },
  war: { task: 'war', kind: 'archive', at: 'libs' },
  ear: { task: 'ear', kind: 'archive', at: 'libs' },
  quarkus: { task: 'quarkusBuild', kind: 'quarkus', at: 'quarkus-app' },
  distribution: { task: 'installDist', kind: 'distribution', at: 'install' },
  jar: { task: 'installDist', kind: 'distribution', at: 'install' },
};

export function javaTask({ build }: Pick<Subject<'jvm'>, 'build'>): string {
  return OUTPUTS[build.makes].task;
}

/** What the archive ends in. */
function endingOf({ makes }: JvmBuild): string {
  if (makes === 'ear') return 'ear';
  return makes === 'war' || makes === 'boot-war' ? 'war' : 'jar';
}

/** The archive as images and hosts call it. */
export function archiveOf(build: JvmBuild): string {
  return `app.${endingOf(build)}`;
}

const FOR_SERVERS: Readonly<Partial<Record<Artifact, string>>> = { war: 'A web archive', ear: 'An enterprise archive' };

/** Whether a server starts what is made. */
export function isForServer({ makes }: JvmBuild): boolean {
  return FOR_SERVERS[makes] !== undefined;
}

/** Whether Maven makes no archive that starts: its classes run beside the jars that they need. */
export function runsClasses({ tool, build }: Subject<'jvm'>): boolean {
  return tool === 'maven' && build.makes === 'jar';
}

export function runsScript({ tool, build }: Subject<'jvm'>): boolean {
  return tool === 'gradle' && OUTPUTS[build.makes].kind === 'distribution';
}

/** What the build has to say before this runs. */
export function javaNotes(subject: Subject<'jvm'>): readonly string[] {
  const { tool, build, mainClass } = subject;
  const archive = FOR_SERVERS[build.makes];
  if (archive !== undefined) return [`${archive} is started by a server: choose the one that it was written for.`];
  if (build.makes !== 'jar') return [];
  if (tool === 'gradle')
    return ['Nothing in the build makes what starts. Needs: plugins { application } and application { mainClass = "…" }.'];
  return mainClass === undefined ? [`No main class was found: ${MAIN} is a placeholder.`] : [];
}

const MAIN = 'com.example.Main';

/** The words that start it, its files being in `directory`. */
export function javaCommand(subject: Subject<'jvm'>, directory: string, java = 'java'): readonly string[] {
  const { build, mainClass = MAIN } = subject;
  if (runsScript(subject)) return [`${directory}/bin/start`];
  const memory = [java, '-XX:MaxRAMPercentage=75'];
  if (runsClasses(subject)) return [...memory, '-cp', `${directory}/classes:${directory}/lib/*`, mainClass];
  const archive = build.makes === 'quarkus' ? 'quarkus-run.jar' : archiveOf(build);
  return [...memory, '-jar', `${directory}/${archive}`];
}

/** What a start script hands to the JVM, which others are told on their command line. */
export const SCRIPT_OPTIONS = 'JAVA_OPTS=-XX:MaxRAMPercentage=75';

/** Releases of Java that a Gradle runs on (Gradle User Manual, "Compatibility Matrix"): from which of its versions, and until when. */
const GRADLE_JAVA: readonly (readonly [java: number, since: readonly [number, number], before: number])[] = [
  [25, [9, 1], 99],
  [21, [8, 5], 99],
  [17, [7, 3], 99],
  [11, [5, 0], 9],
  [8, [2, 0], 9],
];

/** The release that the build runs on: the service's own, or the nearest one that its Gradle admits. */
function buildJava({ version, build }: Subject<'jvm'>): string {
  const [major, minor = 0] = (build.version ?? '').split('.').map(Number);
  if (build.version === undefined || major === undefined) return version;
  const admitted = GRADLE_JAVA.filter(
    ([, [sinceMajor, sinceMinor], before]) =>
      major < before && (major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)),
  ).map(([java]) => java);
  const own = Number(version);
  if (admitted.length === 0 || admitted.includes(own)) return version;
  return String(admitted.filter((java) => java > own).at(-1) ?? admitted[0]);
}

/** Gradle or Maven in an image: by the project's own wrapper, else in the version that it names. */
export function javaTool(subject: Subject<'jvm'>): readonly string[] {
  const { tool, version, build } = subject;
  if (tool === 'maven') {
    // Images of Maven with Temurin begin with 3.8.
    const own = /^(?:3\.(?:[89]|\d{2,})\.|[4-9])/.test(build.version ?? '') ? build.version : '3.9';
    return [`FROM maven:${own}-eclipse-temurin-${version} AS build`, 'WORKDIR /src'];
  }
  const java = buildJava(subject);
  const from =
    Number(version) > Number(java)
      ? [`# Gradle ${build.version} runs on Java ${java} at most: let a toolchain compile for ${version}.`]
      : [];
  if (build.wrapper === true)
    return [
      ...from,
      `FROM eclipse-temurin:${java}-jdk AS build`,
      'WORKDIR /src',
      'COPY gradlew ./',
      'COPY gradle ./gradle',
      'RUN sh gradlew --version',
    ];
  return [...from, `FROM gradle:${build.version ?? (Number(java) >= 25 ? '9' : '8')}-jdk${java} AS build`, 'WORKDIR /src'];
}

/** Gradle's tasks of the service's project, started at the build's root or in the service's directory. */
export function gradleRun(subject: Subject<'jvm'>, tasks: readonly string[], from: 'root' | 'service', options = ''): string {
  const { build, member } = subject;
  const above = from === 'service' ? rootAbove({ member }) : undefined;
  const program = build.wrapper === true ? `sh ${above === undefined ? '' : `${above}/`}gradlew` : 'gradle';
  const project = build.project === undefined || build.project === ':' ? ':' : `${build.project}:`;
  // Without its path in the build the project is the one in whose directory Gradle starts.
  const isNamed = build.project !== undefined;
  const own = isNamed || member === undefined ? above : from === 'root' ? shellWord(member.path) : undefined;
  const place = own === undefined ? '' : ` -p ${own}`;
  return `${program} --no-daemon${options}${place} ${tasks.map((task) => (isNamed ? shellWord(`${project}${task}`) : task)).join(' ')}`;
}

/** Maven's `package` and further goals at the build's root; a member with what it needs of its build. */
export function mavenRun({ member }: Subject<'jvm'>, goals = ''): string {
  return `mvn -B -DskipTests${member === undefined ? '' : ` -pl ${shellWord(member.path)} -am`} package${goals}`;
}

/** The same in the service's directory, by the wrapper where there is one. */
export function mavenHere({ member, build }: Subject<'jvm'>, goals = ''): string {
  const above = rootAbove({ member });
  const program = build.wrapper === true ? `sh ${above === undefined ? '' : `${above}/`}mvnw` : 'mvn';
  const from = member === undefined ? '' : `-f ${above}/pom.xml -pl ${shellWord(member.path)} -am `;
  return `${program} -B -q -DskipTests ${from}package${goals}`;
}

/** Goals that lay the jars of the class path beside the classes. */
export const COPY_DEPENDENCIES = ' dependency:copy-dependencies -DincludeScope=runtime';

/** The task that lays the runtime class path into `build/lib`: Gradle has none of its own. */
export const LIBS_TASK = 'cohostLibs';

/**
 * Shell: writes the init script that gives each Java project of a build that task, whichever language its own scripts are in
 * (Gradle, "Initialization Scripts").
 */
export function writeLibsTask(file: string): string {
  const task = `p.tasks.register('${LIBS_TASK}', Sync) { from p.configurations.runtimeClasspath; into p.layout.buildDirectory.dir('lib') }`;
  return `echo "allprojects { p -> p.plugins.withId('java') { ${task} } }" > ${file}`;
}

/** Lines of an image that build at the root and leave what runs in /out. */
export function javaBuild(subject: Subject<'jvm'>): readonly string[] {
  const { tool, build, member } = subject;
  const own = (path: string): string => (member === undefined ? path : shellWord(`${member.path}/${path}`));
  const { task, kind, at } = OUTPUTS[build.makes];
  if (tool === 'gradle') {
    const run = `${gradleRun(subject, [task], 'root')} && ${kind === 'quarkus' ? quarkusOutput(own('build')) : gradleOutput(kind, own(`build/${at}`), build)}`;
    return [...javaTool(subject), ...pipefail(run), 'COPY . .', `RUN ${run}`];
  }
  const run = mavenOutput(subject, own);
  // What comes from a repository changes rarely; of a whole build only all of its POMs would tell.
  const first = [
    'COPY pom.xml ./',
    ...(build.version === undefined ? [] : ['COPY .mvn ./.mvn']),
    'RUN mvn -B dependency:go-offline',
  ];
  return [...javaTool(subject), ...pipefail(run), ...(member === undefined ? first : []), 'COPY . .', `RUN ${run}`];
}

function pipefail(run: string): readonly string[] {
  return run.includes(' | ') ? ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]'] : [];
}

/** A directory since Quarkus 1.12; a jar beside its libraries before that, or all in one jar where the settings say so. */
function quarkusOutput(directory: string): string {
  const jar = `mkdir /out && mv ${directory}/*-runner.jar /out/quarkus-run.jar`;
  const libraries = `if [ -d ${directory}/lib ]; then mv ${directory}/lib /out/lib; fi`;
  return `if [ -d ${directory}/quarkus-app ]; then mv ${directory}/quarkus-app /out; else ${jar} && ${libraries}; fi`;
}

function gradleOutput(kind: Exclude<Output['kind'], 'quarkus'>, directory: string, build: JvmBuild): string {
  switch (kind) {
    case 'distribution':
      return `mv ${directory}/* /out && ${oneScript('/out')}`;
    case 'archive':
      return archiveFrom(directory, build);
  }
}

/** Start scripts are called as the project is, whose name the directory of a build may give. */
export function oneScript(directory: string): string {
  return `rm ${directory}/bin/*.bat && mv ${directory}/bin/* ${directory}/bin/start`;
}

function mavenOutput(subject: Subject<'jvm'>, own: (path: string) => string): string {
  const { build } = subject;
  if (build.makes === 'quarkus') return `${mavenRun(subject)} && ${quarkusOutput(own('target'))}`;
  if (runsClasses(subject))
    return `${mavenRun(subject, COPY_DEPENDENCIES)} && mkdir /out && mv ${own('target/classes')} /out/classes && mkdir -p ${own('target/dependency')} && mv ${own('target/dependency')} /out/lib`;
  return `${mavenRun(subject)} && ${archiveFrom(own('target'), build)}`;
}

function archiveFrom(directory: string, build: JvmBuild): string {
  return `mkdir /out && cp "$(${largest(directory, build)})" /out/${archiveOf(build)}`;
}

/** Shell: of the archives that a build leaves the one that holds the others' classes. */
export function largest(directory: string, build: JvmBuild): string {
  return `find ${directory} -maxdepth 1 -name '*.${endingOf(build)}' -printf '%s %p\\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-`;
}
