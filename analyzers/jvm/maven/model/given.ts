/** Names that Java, Maven and the shell give a value to on the machine that builds: nobody else knows which. */

/** What every Java runtime, Maven and shell has. */
export const EVERYWHERE: ReadonlySet<string> = new Set([
  ...['java.home', 'java.vendor', 'java.vm.name', 'java.io.tmpdir', 'java.class.path', 'java.class.version'],
  ...['java.vm.version', 'java.vm.vendor', 'java.runtime.name', 'java.runtime.version', 'java.vendor.url', 'java.library.path'],
  ...['user.dir', 'user.home', 'user.name', 'user.language', 'os.version', 'path.separator', 'line.separator', 'file.encoding'],
  ...['maven.version', 'maven.build.version', 'maven.home', 'env.PATH', 'env.HOME'],
]);

/** Those that are absolute paths. */
const DIRECTORIES = /^\$\{(?:java\.home|user\.home|user\.dir|java\.io\.tmpdir|maven\.home|env\.HOME)\}/;

/** Whether a path leads out of every project, on whatever machine. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || DIRECTORIES.test(path);
}

/** What models may ask for besides: where the project lies, and when it is built. */
const OF_THE_BUILD: ReadonlySet<string> = new Set([
  ...['basedir', 'project.basedir', 'pom.basedir', 'project.baseUri', 'pom.baseUri'],
  ...['maven.build.timestamp', 'maven.multiModuleProjectDirectory'],
  // Of Maven 4.
  ...['project.rootDirectory', 'session.rootDirectory', 'session.topDirectory'],
]);

/** Whether the machine may have a value for an expression of this name, whatever the POM says. */
export function isGiven(name: string): boolean {
  return name.startsWith('env.') || EVERYWHERE.has(name) || OF_THE_BUILD.has(name);
}
