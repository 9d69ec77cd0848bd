/** Names of stages, files and processes that are for developing and testing: what these install is not deployed. */
const FOR_DEVELOPMENT =
  /(?:^|[._-])(?:dev|devel|develop|development|devcontainer|test|tests|testing|ci|debug|local|e2e|lint|docs?)(?:$|[._-])/i;

export function isForDevelopment(name: string): boolean {
  return FOR_DEVELOPMENT.test(name);
}
