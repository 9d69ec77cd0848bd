/**
 * Whether a module that no plug-in makes a program of may hold one all the same: its sources are called as programs are.
 * Beside modules that are made programs, what is called otherwise is a part of them or of somebody else's
 * (starters, extensions, suites of tests).
 */
import { inDirectory, isReadFailure, type Project } from '../../src/model/index.ts';

const SOURCE_SETS = ['src/main/java', 'src/main/kotlin', 'src/main/scala', 'src/main/groovy'];

/** Classes with a `main`. */
const WITH_MAIN =
  'Application|App|Main|Server|Boot(?:strap)?|Start(?:er|up|Up)?|Launcher|Runner|Run|Cli|CLI|Tool|Console|Daemon|Worker|Node|Agent|Client|Provider|Consumer|Producer|Example|Demo|Module|Gateway|Service|Driver|Simulator|Generator';

/** Those that a platform calls: functions, verticles, jobs of a cluster; no framework's handlers of what went wrong. */
const FOR_PLATFORM = '(?<!Exception|Error|Denied|Success|Failure)Handler|Function|Lambda|Verticle|Job|Batch';

function called(names: string): RegExp {
  return new RegExp(`(?:${names})\\d*(?:Kt)?\\.(?:java|kt|scala|groovy)$`);
}

const PROGRAM = called(`${WITH_MAIN}|${FOR_PLATFORM}`);
const PLATFORM_PROGRAM = called(FOR_PLATFORM);

const SOURCE = /\.(?:java|kt|scala|groovy)$/;

/** Plug-ins that start what they are applied to, or pack it for a platform. */
const PLUGIN =
  /docker|jib|jkube|k8s|kubernetes|openshift|fabric8|appengine|azure|function|lambda|serverless|\bexec\b|appassembler|jpackage|native|tomcat|jetty|wildfly|liberty|payara|cargo|helidon|launch|flink|spark|intellij|jenkins/;

/** What a program begins with, in any of the languages. */
const BEGINNING = /\bmain\s*\(|@main\s+def\b|@SpringBootApplication\b|\bextends\s+(?:App|IOApp|ZIOApp(?:Default)?)\b/;

/** What a class is that a platform calls: a function of Lambda's, Google's or Azure's, a verticle. */
const CALLED =
  /\bRequestHandler\s*<|\bRequestStreamHandler\b|\b(?:Http|(?:Raw)?Background|CloudEvents)Function\b|@FunctionName\b|\b(?:Abstract|Coroutine)Verticle\b/;

/**
 * What knows a platform that calls its classes: functions of clouds, verticles, jobs of a cluster. A client of a cloud's
 * storage knows none, and jobs of Quartz and Spring Batch run inside a program that has a `main`; what is handed an exchange
 * of HTTP a server calls.
 */
const PLATFORM =
  /\bcom\.amazonaws\.(?:services\.lambda\.runtime|serverless)\b|\bsoftware\.amazon\.lambda\b|\bcom\.microsoft\.azure\.functions\b|\bcom\.google\.cloud\.functions\b|\bcom\.fnproject\b|\bio\.(?:vertx|cloudevents|quarkus\.funqy|micronaut\.function)\b|\borg\.apache\.(?:flink|spark|beam|storm|hadoop)\b|\borg\.springframework\.cloud\.function\b|\bhandleRequest\s*\((?![^)]*(?:Http|Server|Exchange))[^)]*\)\s*(?:(?:throws\b|:)[^{;=]*)?[{=]/;

/** What names such a class and is none that can be called: an import, and what others are to extend. */
const NAMED_ALONE =
  /^[ \t]*import\b.*$|^[ \t]*(?:(?:public|protected|internal|sealed)\s+)*(?:abstract\s+class|interface)\b[^{;]*/gm;

/** Directories that are looked through at most. Without sources nothing tells. */
const MAX_LISTED = 1000;
/** Sources that are read at most. */
const MAX_READ = 100;

export function mayStart(project: Project, directory: string, plugins: readonly string[]): boolean {
  if (plugins.some((name) => PLUGIN.test(name))) return true;
  const sources = sourcesBelow(project, directory);
  return sources.some((path) => PROGRAM.test(path)) || says(project, sources, isStarted);
}

/** The same of what its plug-in calls a library: classes are called there as they please, and one that is started says so. */
export function mayStartLibrary(project: Project, directory: string, plugins: readonly string[]): boolean {
  if (plugins.some((name) => PLUGIN.test(name))) return true;
  const sources = sourcesBelow(project, directory);
  if (sources.length > MAX_READ) return sources.some((path) => PROGRAM.test(path));
  const called = sources.filter((path) => PLATFORM_PROGRAM.test(path));
  return (called.length > 0 && says(project, called, (text) => PLATFORM.test(text))) || says(project, sources, isStarted);
}

/** The same where a program can only be one that begins by itself: its source says so, whatever it is called. */
export function mayBegin(project: Project, directory: string): boolean {
  const sources = sourcesBelow(project, directory);
  return sources.length > MAX_READ || says(project, sources, (text) => BEGINNING.test(text));
}

/** Quarkus makes an application of whatever its plug-in reaches: what one is has settings or an image of its own. */
export function showsQuarkus(project: Project, directory: string): boolean {
  return (
    project.list(inDirectory(directory, 'src/main')).includes('docker') ||
    project.list(inDirectory(directory, 'src/main/resources')).some((name) => /^application\.(?:properties|ya?ml)$/.test(name))
  );
}

/** Whether a source's text says it; without sources nothing tells, and of many their names have to do. */
function says(project: Project, sources: readonly string[], isSaid: (text: string) => boolean): boolean {
  if (sources.length === 0) return true;
  if (sources.length > MAX_READ) return false;
  return sources.some((path) => {
    const file = project.read(path);
    return isReadFailure(file) || isSaid(file.text);
  });
}

/** By itself, or by a platform. */
function isStarted(text: string): boolean {
  return BEGINNING.test(text) || CALLED.test(text.replaceAll(NAMED_ALONE, ''));
}

/** None of a module that is too large to look through: nothing tells there either. */
function sourcesBelow(project: Project, directory: string): readonly string[] {
  const open = SOURCE_SETS.map((folder) => inDirectory(directory, folder));
  const sources: string[] = [];
  for (let at = open.shift(), listed = 0; at !== undefined; at = open.shift()) {
    if (listed++ > MAX_LISTED) return [];
    for (const name of project.list(at)) {
      if (SOURCE.test(name)) sources.push(inDirectory(at, name));
      else if (!name.includes('.')) open.push(inDirectory(at, name));
    }
  }
  return sources;
}
