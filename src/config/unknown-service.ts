import { closest } from '../formats/closest.ts';
import { baseName, type Diagnostic, type Service } from '../model/index.ts';

/** A word of the command line that means no service: what was asked about is not what would be judged. */
export function notThere(name: string, services: readonly Service[]): Diagnostic {
  const meant = closest(name, new Set(services.flatMap(({ id, path }) => [id, path, baseName(path)])));
  const hint = meant === undefined ? 'cohost without --only lists them' : `did you mean "${meant}"?`;
  const message = `"${name}" names no service of this fleet; ${hint}`;
  return { code: 'config/unknown-service', severity: 'error', message };
}
