/**
 * Settings that a config server of the same tree hands to its clients when they start (Spring Cloud Config, "Spring Cloud
 * Config Server"): `account.yml` and `account-prod.yml` are those of the application that calls itself `account`, and go
 * before what it says itself.
 */
import {
  baseName,
  byText,
  type DeploymentFacts,
  directoryOf,
  inDirectory,
  isReadFailure,
  joinPath,
  type Project,
  withoutTrailing,
} from '../../../src/model/index.ts';
import { portDemand } from '../demands.ts';
import { deploymentFacts } from '../facts.ts';
import type { Part } from '../part.ts';
import { profilePortsOf, readSettings, type Settings, type SettingsDocument } from './application-settings.ts';
import { portsAmong } from './decided-ports.ts';
import { unplaced } from './settings-keys.ts';

interface Client {
  /** The directory of its module. */
  readonly home: string;
  readonly active: readonly string[];
}

interface Said {
  readonly path: string;
  readonly settings: Settings;
}

/** What servers in the tree say of ports, a client each; `paths` are the settings of all applications. */
export function servedSettings(project: Project, paths: readonly string[]): readonly DeploymentFacts[] {
  const said = paths.flatMap((path): readonly Said[] => {
    const settings = project.parse(path, readSettings);
    return isReadFailure(settings) ? [] : [{ path, settings }];
  });
  const homes = new Set(
    said.flatMap(({ path, settings }) => settings.served.flatMap((location) => placesOf(project, path, location))),
  );
  if (homes.size === 0) return [];
  const clients = clientsAmong(said);
  const served = new Map<string, { readonly documents: SettingsDocument[]; readonly client: Client; readonly path: string }>();
  for (const home of homes) {
    for (const name of [...project.list(home)].sort(byText)) {
      const meant = meantBy(name, clients);
      if (meant === undefined || isOwn(inDirectory(home, name), meant.client)) continue;
      const settings = project.parse(inDirectory(home, name), readSettings);
      if (isReadFailure(settings)) continue;
      const entry = served.get(meant.client.home) ?? { documents: [], client: meant.client, path: inDirectory(home, name) };
      for (const one of settings.documents)
        entry.documents.push(one.profile === undefined && meant.profile !== undefined ? { ...one, profile: meant.profile } : one);
      served.set(meant.client.home, entry);
    }
  }
  return [...served.values()].flatMap(({ documents, client, path }) => {
    if (documents.every(({ ports }) => ports.size === 0)) return [];
    const ports = portsAmong(documents, client.active);
    const profilePorts = documents.flatMap(profilePortsOf);
    return [
      deploymentFacts(
        ports[0]?.origin.file ?? path,
        'application-settings',
        'other',
        { directory: client.home },
        {
          demands: ports.map(portDemand),
          ...(profilePorts.length === 0 ? {} : { profilePorts }),
        },
      ),
    ];
  });
}

/** What a server hands out goes before what an application says of its port itself. */
export function withServed(served: readonly DeploymentFacts[], parts: readonly Part[]): readonly Part[] {
  if (served.length === 0) return parts;
  const homes = new Set(served.map(({ join }) => join.directory));
  const silenced = parts.map(({ deployments, diagnostics }) => ({
    deployments: deployments.map((one) => {
      if (one.descriptor.kind !== 'application-settings' || !homes.has(moduleOf(one.descriptor.path))) return one;
      const { profilePorts: _, ...others } = one;
      return { ...others, demands: one.demands.filter(({ realm }) => realm !== 'port') };
    }),
    diagnostics,
  }));
  return [...silenced, { deployments: served, diagnostics: [] }];
}

function clientsAmong(said: readonly Said[]): ReadonlyMap<string, Client> {
  const clients = new Map<string, Client>();
  for (const { path, settings } of said) {
    const { application, documents, served } = settings;
    // The server itself takes what stands in its own settings.
    if (application === undefined || served.length > 0) continue;
    const active = documents.flatMap((one) => (one.profile === undefined ? one.active : []));
    const known = clients.get(application);
    clients.set(application, { home: known?.home ?? moduleOf(path), active: [...(known?.active ?? []), ...active] });
  }
  return clients;
}

interface Meant {
  readonly client: Client;
  readonly profile?: string;
}

/** `account-service-prod.yml`: the application `account-service`, under its profile `prod`. */
function meantBy(name: string, clients: ReadonlyMap<string, Client>): Meant | undefined {
  const base = /^(.+)\.(?:ya?ml|properties)$/.exec(name)?.[1];
  if (base === undefined) return undefined;
  for (let end = base.length; end > 0; end = base.lastIndexOf('-', end - 1)) {
    const client = clients.get(base.slice(0, end));
    if (client !== undefined) return { client, ...(end === base.length ? {} : { profile: base.slice(end + 1) }) };
  }
  return undefined;
}

/** What lies in the client's own module is not served to it. */
function isOwn(path: string, { home }: Client): boolean {
  return moduleOf(path) === home;
}

const RESOURCES = /(?:^|\/)src\/main\/resources(?:\/.*)?$/;

/** The directory of the module whose settings these are. */
function moduleOf(path: string): string {
  const directory = directoryOf(path);
  const module = baseName(directory) === 'config' && !RESOURCES.test(directory) ? directoryOf(directory) : directory;
  return module.replace(RESOURCES, '') || '.';
}

/**
 * The directories of the tree that a location means: of the server's class path, of its module, or of the root, from where
 * it may be started. A location that a container mounts is told by its path alone.
 */
function placesOf(project: Project, server: string, location: string): readonly string[] {
  const written = unplaced(location.trim().replace(/^["']|["']$/g, '')).replace(/^(?:file:)?\$\{[\w.]+\}\/?/, 'file:./');
  const path = withoutTrailing(written.replace(/^(?:classpath:|file:)?\/*/, ''), '/');
  if (/[{}$*]/.test(path)) return [];
  const module = moduleOf(server);
  const bases = written.startsWith('classpath:') ? [inDirectory(module, 'src/main/resources')] : [module, '.'];
  const homes = bases.flatMap((base) => joinPath(base, path === '' ? '.' : path) ?? []);
  const isRoot = (home: string): boolean => home === '.' && path.replaceAll(/[./]/g, '') === '';
  return [...new Set(homes)].filter((home) => !isRoot(home) && project.list(home).length > 0);
}
