/**
 * Realm `command`: one directory of scripts (a virtualenv's `bin`, `node_modules/.bin`) holds one file of a name, and the
 * package installed last writes it. A warning: most services are started by module or path rather than by such a script.
 */
import type { Demand, RealmRule } from '../../../src/model/index.ts';

/** What brings the command. An entry point (`app.cli:main`) names a module of the service itself; npm names the package. */
function providerOf({ constraint, service }: Demand): string {
  return constraint.includes(':') ? service : constraint;
}

/** Scripts of npm packages and of Python distributions lie in different directories. */
function directoryOf({ origin }: Demand): string {
  return origin.file.endsWith('package.json') ? 'node_modules/.bin' : 'bin';
}

function isTwice(demands: readonly Demand[]): boolean {
  const providers = new Map<string, Set<string>>();
  for (const demand of demands) {
    const directory = directoryOf(demand);
    providers.set(directory, (providers.get(directory) ?? new Set()).add(providerOf(demand)));
  }
  return [...providers.values()].some(({ size }) => size > 1);
}

export const commandRule: RealmRule = {
  realm: 'command',
  clearedBy: 'process',
  canonical: (demand) => `${directoryOf(demand)} ${providerOf(demand)}`,
  clash: (demands) => (isTwice(demands) ? { rule: 'command/two-providers', severity: 'warning' } : undefined),
  describe: (demands) => {
    const services = [...new Set(demands.map(({ service }) => service))].join(' and ');
    return {
      message: `${services} both install a command ${demands[0]?.key ?? ''}; in one environment the last one installed replaces the other`,
      explanation: demands.map(
        ({ service, constraint, origin }) => `${service} brings it with ${constraint} (${origin.file}:${origin.line})`,
      ),
    };
  },
};
