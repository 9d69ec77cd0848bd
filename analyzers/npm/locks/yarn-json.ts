/** yarn.lock as Yarn 6 writes it: JSON, entries by the `name@spec` of everybody who asked, without the members of the workspace (zpm, `Lockfile`, `Resolution`). */
import { childOf, type JsonNode, jsonDiagnostic, listIn, parseJson, textOf, textsIn } from '../../../src/formats/json.ts';
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';
import { splitNameVersion } from '../notation/spec.ts';
import { platformsIn } from './json-facts.ts';
import { unreadable } from './lock.ts';
import type { YarnEntry } from './yarn-entry.ts';

export type YarnJson =
  | { readonly ok: true; readonly version: string; readonly entries: readonly YarnEntry[] }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

export function isYarnJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

export function readYarnJson({ path, text }: SourceFile): YarnJson {
  const { root, problems, position } = parseJson(text);
  const bad = problems.find(({ kind }) => kind === 'syntax');
  if (bad !== undefined)
    return {
      ok: false,
      diagnostic: jsonDiagnostic(path, bad, position, 'error', 'regenerate it with yarn install, nothing was read from it'),
    };
  const listed = childOf(root, 'entries');
  const version = childOf(childOf(root, '__metadata'), 'version');
  if (listed?.kind !== 'object' || version?.kind !== 'literal')
    return {
      ok: false,
      diagnostic: unreadable(path, `${path} is not a yarn.lock as yarn writes it; regenerate it with yarn install`),
    };
  const entries = listed.members.flatMap(({ key, keyAt, value }) => entryOf(key, position(keyAt).line, value));
  return { ok: true, version: String(version.value), entries };
}

function entryOf(key: string, line: number, entry: JsonNode): readonly YarnEntry[] {
  const facts = childOf(entry, 'resolution');
  const resolution = textOf(childOf(facts, 'resolution'));
  if (resolution === undefined) return [];
  const { platforms: conditions } = platformsIn(childOf(facts, 'requirements'));
  // Optional dependencies stand among the others, and are named apart.
  const optional = new Set(listIn(childOf(facts, 'optionalDependencies')));
  const all = [...textsIn(childOf(facts, 'dependencies'))];
  return [
    {
      id: resolution,
      patterns: key.split(', '),
      name: splitNameVersion(resolution)[0],
      version: textOf(childOf(facts, 'version')) ?? '',
      line,
      dependencies: new Map(all.filter(([name]) => !optional.has(name))),
      optionalDependencies: new Map(all.filter(([name]) => optional.has(name))),
      peerDependencies: textsIn(childOf(facts, 'peerDependencies')),
      optionalPeers: new Set(listIn(childOf(facts, 'optionalPeerDependencies'))),
      resolution,
      ...(conditions === undefined ? {} : { conditions }),
    },
  ];
}
