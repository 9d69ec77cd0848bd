/** What files are called that Docker and Podman build images from. */

/** `Dockerfile`, `Dockerfile.worker`, `worker.Dockerfile`, `app-Dockerfile`, `Containerfile`. */
const NAMED = /^(?:Dockerfile(?:[._-].+)?|dockerfile|.+\.[Dd]ockerfile|.+[_-]Dockerfile|Containerfile(?:[._-].+)?)$/;

/** Lists are only called after one: `Dockerfile.requirements.txt`. `Dockerfile.in` is what one is made of. */
const LIST = /\.(?:txt|(?:requirements|constraints)\.in|lock)$/i;

/** So are texts and pictures, what a build leaves out, and licences (REUSE, "Comment headers and .license files"). */
export const ABOUT_DOCKERFILES: readonly string[] = [
  ...['dockerignore', 'license', 'md', 'mdx', 'rst', 'adoc', 'htm', 'html', 'pdf', 'png', 'jpg', 'jpeg', 'gif', 'svg'],
];

export function isDockerfileName(name: string): boolean {
  return NAMED.test(name) && !LIST.test(name) && !ABOUT_DOCKERFILES.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}
