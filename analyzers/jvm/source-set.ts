/**
 * Whether a directory lies in a source set of some project, as projects for tests and archetypes do:
 * `src/test/resources/demo`, `src/it/simple`. A repository whose services stand in `src/` has none of these.
 */
export function inSourceSet(directory: string): boolean {
  return /(?:^|\/)(?:src\/(?:main|it|[^/]*test[^/]*)|archetype-resources)(?:\/|$)/i.test(directory);
}
