import { meantOr } from '../formats/closest.ts';
import { baseName, type Diagnostic, listed, type Service } from '../model/index.ts';

/** A word of the command line that means no service: what was asked about is not what would be judged. */
export function notThere(name: string, services: readonly Service[]): Diagnostic {
  const known = new Set(services.flatMap(({ id, path }) => [id, path, baseName(path)]));
  const message = `"${name}" names no service of this fleet; ${meantOr(name, known, 'cohost without --only lists them')}`;
  return { code: 'config/unknown-service', severity: 'error', message };
}

/** Services that a message names at most. */
const MANY = 10;

/** A service that a file names and that there is none of; `who` names it: `config names the service`. */
export function unknownService(who: string, name: string, services: readonly Service[]): Diagnostic {
  const ids = services.map(({ id }) => id);
  const hint = meantOr(name, new Set([...ids, ...ids.map(baseName)]), `services are: ${listed(ids, MANY)}`);
  return { code: 'config/unknown-service', severity: 'error', message: `${who} "${name}", which is not in this fleet; ${hint}` };
}
