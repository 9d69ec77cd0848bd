/**
 * Realm `command`: one directory of scripts (a virtualenv's `bin`, `node_modules/.bin`) holds one file of a name, and the
 * package installed last writes it. Two services that install their own entry points under one name are an error: the
 * command starts one of them, whoever calls it. npm links what dependencies bring, and services start their own scripts
 * by path: a warning.
 */
import type { Clash, Demand, RealmRule } from '../../../src/model/index.ts';

/** What brings the command. An entry point (`app.cli:main`) names a module of the service itself; npm names the package. */
function providerOf(demand: Demand): string {
  return isEntryPoint(demand) ? demand.service : demand.constraint;
}

/** Scripts of npm packages and of Python distributions lie in different directories. */
function directoryOf({ origin }: Demand): string {
  return origin.file.endsWith('package.json') ? 'node_modules/.bin' : 'bin';
}

function isEntryPoint({ constraint }: Demand): boolean {
  return constraint.includes(':');
}

/** Whether one directory would get one command from several providers. */
function isTwice(demands: readonly Demand[]): boolean {
  const providers = new Map<string, Set<string>>();
  for (const demand of demands) {
    const directory = directoryOf(demand);
    providers.set(directory, (providers.get(directory) ?? new Set()).add(providerOf(demand)));
  }
  return [...providers.values()].some(({ size }) => size > 1);
}

function clash(demands: readonly Demand[]): Clash | undefined {
  if (isTwice(demands.filter(isEntryPoint))) return { rule: 'command/two-providers', severity: 'error' };
  return isTwice(demands) ? { rule: 'command/two-providers', severity: 'warning' } : undefined;
}

export const commandRule: RealmRule = {
  realm: 'command',
  clearedBy: 'process',
  canonical: (demand) => `${directoryOf(demand)} ${providerOf(demand)}`,
  clash,
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
