import type { Demand } from '../../src/model/index.ts';
import { moduleFamilies } from './families.ts';
import type { ModuleVersion, Replacement } from './files/modfile.ts';
import type { Position } from './files/syntax.ts';
import type { Module } from './modules.ts';
import { purlOf } from './paths.ts';
import { joinDirectory } from './replacements.ts';

/**
 * Demands of the realm `go`. Key is the module path; what a line does stands in `detail.role`:
 * `require` a least version, `replace` another module or directory for a version (`detail.old`) or for all,
 * `exclude` one version. `detail.workspace` is the go.work that builds the service together with others.
 */

export type Role = 'require' | 'replace' | 'exclude' | 'family';

export function buildDemands(module: Module): readonly Demand[] {
  const { mod } = module;
  const settled = new Set(module.workspace?.replace.map(({ old }) => old.path));
  return [
    ...mod.require.map(({ path, version, at, indirect }) =>
      demandOf(module, path, version, at, { role: 'require', ...(indirect ? { indirect: 'true' } : {}) }),
    ),
    ...mod.replace.filter(({ old }) => !settled.has(old.path)).map((one) => replaceDemand(module, one)),
    ...mod.exclude.map(({ path, version, at }) => demandOf(module, path, version, at, { role: 'exclude' })),
    ...moduleFamilies(mod).map(({ key, member, at }) =>
      demandOf(module, key, member.version, at, { role: 'family', member: member.path }),
    ),
  ];
}

function replaceDemand(module: Module, { old, new: target, at }: Replacement): Demand {
  return {
    ...demandOf(module, old.path, `=> ${targetText(target, module.directory)}`, at, { role: 'replace', old: old.version }),
    kind: target.version === '' ? 'path' : 'range',
  };
}

/** A directory relative to the root, so that two services that name the same one agree. */
function targetText({ path, version }: ModuleVersion, directory: string): string {
  if (version !== '') return `${path} ${version}`;
  const located = joinDirectory(directory, path);
  return located.startsWith('.') || located.startsWith('/') ? located : `./${located}`;
}

function demandOf(
  { directory, file, workspace }: Module,
  key: string,
  constraint: string,
  { line, column }: Position,
  detail: Readonly<Record<string, string>> & { readonly role: Role },
): Demand {
  return {
    service: directory,
    realm: 'go',
    key,
    subject: purlOf(detail.member ?? key),
    constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: [],
    origin: { file, line, column },
    detail: workspace === undefined ? detail : { ...detail, workspace: workspace.file },
  };
}
