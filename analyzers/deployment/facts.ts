import type { DeploymentFacts, Installation, ManifestKind, RunProcess } from '../../src/model/index.ts';
import { isForDevelopment } from './installs/development.ts';
import { installsIn } from './installs/shell.ts';

/** Facts of one descriptor or of one entry of it, with what it does not say left empty. */
export function deploymentFacts(
  path: string,
  kind: ManifestKind,
  tool: DeploymentFacts['tool'],
  join: DeploymentFacts['join'],
  said: Partial<Pick<DeploymentFacts, 'processes' | 'functions' | 'images' | 'demands' | 'traits' | 'installations'>> = {},
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
    traits: said.traits ?? [],
    ...(installations.length === 0 ? {} : { installations }),
  };
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
