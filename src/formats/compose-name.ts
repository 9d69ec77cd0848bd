import { baseName } from '../model/index.ts';

/** What compose takes by itself, what people call files beside it, and what `docker stack deploy -c` is given (Docker, "Deploy a stack to a swarm"). */
const NAME =
  /^(?:docker-|podman-)?compose(?:[.-].*)?\.ya?ml$|^(?:.+[.-])?docker-compose\.ya?ml$|^docker-stack(?:[.-].*)?\.ya?ml$/i;

export function isComposeFile(path: string): boolean {
  return NAME.test(baseName(path));
}
