/** What counts of the files in an npm archive; its own first directory may be called anything (npm strips one). */

export const MANIFEST = /^[^/]+\/package\.json$/u;
/** A package.json below node_modules. */
export const BUNDLED = /^[^/]+\/((?:node_modules\/(?:@[^/.][^/]*\/)?[^/.@][^/]*\/)+)package\.json$/u;
export const SHRINKWRAP = /^[^/]+\/npm-shrinkwrap\.json$/u;

/** Whether npm takes what lies at a path for an archive; everything else is a directory (npm-package-arg). */
export function isArchive(path: string): boolean {
  return /\.(?:tgz|tar\.gz|tar)$/iu.test(path);
}
