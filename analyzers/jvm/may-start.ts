/**
 * Whether a module that no plug-in makes a program of may hold one all the same: its sources are called as programs are.
 * Beside modules that are made programs, what is called otherwise is a part of them or of somebody else's
 * (starters, extensions, suites of tests).
 */
import { inDirectory, isReadFailure, type Project } from '../../src/model/index.ts';

const SOURCE_SETS = ['src/main/java', 'src/main/kotlin', 'src/main/scala', 'src/main/groovy'];

/** Classes with a `main`, and those that a platform calls: functions, verticles, jobs of a cluster. */
const PROGRAM =
  /(?:Application|App|Main|Server|Boot(?:strap)?|Start(?:er|up|Up)?|Launcher|Runner|Run|Cli|CLI|Tool|Console|Daemon|Worker|Node|Agent|Job|Batch|Client|Provider|Consumer|Producer|Example|Demo|Handler|Function|Lambda|Verticle|Module|Gateway|Service|Driver|Simulator|Generator)(?:Kt)?\.(?:java|kt|scala|groovy)$/;

const SOURCE = /\.(?:java|kt|scala|groovy)$/;

/** Plug-ins that start what they are applied to, or pack it for a platform. */
const PLUGIN =
  /docker|jib|jkube|k8s|kubernetes|openshift|fabric8|appengine|azure|function|lambda|serverless|\bexec\b|appassembler|jpackage|native|tomcat|jetty|wildfly|liberty|payara|cargo|helidon|launch|flink|spark|intellij|jenkins/;

/** What a program begins with, in any of the languages. */
const BEGINNING = /\bmain\s*\(|@SpringBootApplication\b|\bextends\s+App\b/;

/** Directories that are looked through at most. Without sources nothing tells. */
const MAX_LISTED = 1000;

export function mayStart(project: Project, directory: string, plugins: readonly string[]): boolean {
  return plugins.some((name) => PLUGIN.test(name)) || anySource(project, directory, () => true);
}

/** The same where a program can only be one that begins by itself: its source says so. */
export function mayBegin(project: Project, directory: string): boolean {
  return anySource(project, directory, (path) => {
    const file = project.read(path);
    return isReadFailure(file) || BEGINNING.test(file.text);
  });
}

/** Whether a source called as programs are is what is looked for, or nothing tells. */
function anySource(project: Project, directory: string, isProgram: (path: string) => boolean): boolean {
  const open = SOURCE_SETS.map((folder) => inDirectory(directory, folder));
  let hasSources = false;
  for (let at = open.shift(), listed = 0; at !== undefined; at = open.shift()) {
    if (listed++ > MAX_LISTED) return true;
    for (const name of project.list(at)) {
      if (PROGRAM.test(name) && isProgram(inDirectory(at, name))) return true;
      if (SOURCE.test(name)) hasSources = true;
      if (!name.includes('.')) open.push(inDirectory(at, name));
    }
  }
  return !hasSources;
}
