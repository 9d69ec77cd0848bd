import {
  type DeploymentFacts,
  type Installation,
  isForDevelopment,
  type ManifestKind,
  type RunProcess,
  type Trait,
} from '../../src/model/index.ts';
import { installsIn } from './installs/shell.ts';
import { activeProfiles } from './settings/profiles.ts';

/** What one descriptor may say of a program; every reader gives the parts that its format has. */
export type SaidFacts = Partial<
  Pick<DeploymentFacts, 'processes' | 'functions' | 'images' | 'demands' | 'traits' | 'installations' | 'profilePorts'>
>;

/** Facts of one descriptor or of one entry of it, with what it does not say left empty. */
export function deploymentFacts(
  path: string,
  kind: ManifestKind,
  tool: DeploymentFacts['tool'],
  join: DeploymentFacts['join'],
  said: SaidFacts = {},
): DeploymentFacts {
  const started = tool === 'dockerfile' ? [] : (said.processes ?? []).flatMap(installationsOf);
  const installations = [...(said.installations ?? []), ...started];
  return {
    descriptor: { path, kind, role: 'descriptor', group: 'default' },
    tool,
    join,
    processes: said.processes ?? [],
    functions: said.functions ?? [],
    images: said.images ?? [],
    demands: said.demands ?? [],
    traits: [...(tool === 'dockerfile' ? [] : (said.processes ?? []).flatMap(profilesTold)), ...(said.traits ?? [])],
    ...(installations.length === 0 ? {} : { installations }),
    ...(said.profilePorts === undefined ? {} : { profilePorts: said.profilePorts }),
  };
}

/** An option goes before the environment (Spring Boot, "Externalized Configuration"). */
function profilesTold({ command, origin }: RunProcess): readonly Trait[] {
  const value = activeProfiles([], command);
  return value === undefined ? [] : [{ kind: 'active-profiles', value, origin }];
}

/** What a process installs before it starts (`sh -c "pip install -r … && …"`, `uv run --extra …`). */
function installationsOf({ name, command, origin }: RunProcess): readonly Installation[] {
  if (isForDevelopment(name)) return [];
  return installsIn(command.map((text) => ({ text, offset: 0 }))).map(
    ({ program, asks, leavesOut, command: line, name: project }) => ({
      ecosystem: 'python',
      program,
      asks,
      leavesOut,
      ...(project === undefined ? {} : { project: { name: project } }),
      command: line,
      origin,
    }),
  );
}

/** The program by which a health check asks a server of gRPC (gRPC, "Health Checking"). */
export const GRPC_PROBE = /grpc[_-]?health[_-]?probe/;

/** Who is given it may start containers beside its own. */
export const ENGINE_SOCKET = /(?:docker|containerd|podman)\.sock/;

/** A field that is there only where it has a value. */
export function defined<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const part: Partial<Record<K, V>> = {};
  if (value !== undefined) part[key] = value;
  return part;
}
