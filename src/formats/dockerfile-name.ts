/** What files are called that Docker and Podman build images from. */

/** `Dockerfile`, `Dockerfile.worker`, `worker.Dockerfile`, `app-Dockerfile`, `Containerfile`. */
const NAMED = /^(?:Dockerfile(?:[._-].+)?|dockerfile|.+\.[Dd]ockerfile|.+[_-]Dockerfile|Containerfile(?:[._-].+)?)$/;

/**
 * Lists, texts and pictures are only called after one: `Dockerfile.requirements.txt`, `Dockerfile.md`. `Dockerfile.in` is what
 * one is made of.
 */
const BESIDE = /\.(?:dockerignore|txt|(?:requirements|constraints)\.in|lock|md|mdx|rst|adoc|html?|pdf|png|jpe?g|gif|svg)$/i;

export function isDockerfileName(name: string): boolean {
  return NAMED.test(name) && !BESIDE.test(name);
}
