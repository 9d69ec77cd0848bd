/**
 * Realm `command`: one directory of scripts (a virtualenv's `bin`, npm's global prefix, `node_modules/.bin`) holds one
 * file of a name. pip overwrites it without a word; npm refuses the second package in a global prefix (EEXIST) and keeps
 * the first in a shared `node_modules`. Either way the command starts one of the services, whoever calls it.
 */
import { type Clash, type Demand, listed, type RealmRule } from '../../../src/model/index.ts';

const NPM = 'node_modules/.bin';

/** Scripts of npm packages and of Python distributions lie in different directories. */
function directoryOf({ origin }: Demand): string {
  return origin.file.endsWith('package.json') ? NPM : 'bin';
}

/** One service of each directory would be enough for the command to mean two things. */
function clash(demands: readonly Demand[]): Clash | undefined {
  const providers = new Map<string, Set<string>>();
  for (const demand of demands) {
    const directory = directoryOf(demand);
    providers.set(directory, (providers.get(directory) ?? new Set()).add(demand.service));
  }
  const isTwice = [...providers.values()].some(({ size }) => size > 1);
  return isTwice ? { rule: 'command/two-providers', severity: 'error' } : undefined;
}

export const commandRule: RealmRule = {
  realm: 'command',
  clearedBy: 'process',
  canonical: (demand) => `${directoryOf(demand)} ${demand.service}`,
  clash,
  describe: (demands) => {
    const services = [...new Set(demands.map(({ service }) => service))];
    const who = services.length === 2 ? `${services.join(' and ')} both` : listed(services, 3);
    const result = demands.every((demand) => directoryOf(demand) === NPM)
      ? 'one directory of commands holds the first, and a global prefix refuses the second'
      : `in one environment the last one installed replaces the other${services.length === 2 ? '' : 's'}`;
    return {
      message: `${who} install a command ${demands[0]?.key ?? ''}; ${result}`,
      explanation: demands.map(
        ({ service, constraint, origin }) => `${service} brings it with ${constraint} (${origin.file}:${origin.line})`,
      ),
    };
  },
};
