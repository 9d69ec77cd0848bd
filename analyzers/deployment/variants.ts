/** Words in the names of files and directories that say what a variant of a descriptor is for. */

const PRODUCTION = /(?:^|[._/-])(?:prod|production|deploy|deployment|release|live|stage|staging|swarm|stack)(?:$|[._/-])/i;

export function isForProduction(name: string): boolean {
  return PRODUCTION.test(name);
}
