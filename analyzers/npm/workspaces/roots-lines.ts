/**
 * What a member of a workspace takes from its root: Node.js looks for packages in each directory around (Node.js, "Modules:
 * Loading from node_modules folders"), and Nx keeps those of all applications in the root's package.json (Nx, "Dependency
 * management strategies", "Single version policy").
 */
import { commandsOf } from '../../../src/formats/scripts.ts';
import type { PackageJson } from '../manifests/manifest.ts';
import type { Imports } from '../programs/imports.ts';
import { STARTS_ITSELF } from '../programs/scripts.ts';
import type { Reading } from '../reading.ts';

/** A member with those of its root's dependencies that its program imports, or that start it, without asking for them itself. */
export function withRootsLines(reading: Reading, readings: ReadonlyMap<string, Reading>, imports: () => Imports): Reading {
  const { directory, root, manifest, entries } = reading;
  const around = root === undefined || root.directory === directory ? undefined : readings.get(root.directory);
  const own = new Set([manifest.name, ...manifest.entries.map(({ name }) => name)]);
  const lines = around?.entries.filter(({ entry }) => entry.field === 'dependencies' && !own.has(entry.name)) ?? [];
  if (lines.length === 0 || !manifest.readable) return reading;
  const imported = imports();
  const starting = startedWith(manifest);
  const taken = lines.filter(({ entry }) => imported.has(entry.name) || starting.has(entry.name));
  return taken.length === 0 ? reading : { ...reading, entries: [...entries, ...taken] };
}

/** `next` of `dotenv -e ../../.env -- next start`: commands of the packages around are found as those of its own are. */
function startedWith({ scripts }: PackageJson): ReadonlySet<string> {
  const commands = scripts.flatMap(({ name, value }) => (STARTS_ITSELF.test(name) ? commandsOf(value) : []));
  return new Set(commands.flatMap((command) => command.split(/\s/, 1)));
}
