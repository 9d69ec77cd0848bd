/** What the settings at an installation's root change about what its packages ask for, as the tool reads them that installs. */
import { childOf } from '../../../src/formats/json.ts';
import type { Diagnostic } from '../../../src/model/index.ts';
import type { Override, PackageJson } from '../manifests/manifest.ts';
import { protocolSpec, selectorOf } from '../notation/spec.ts';
import type { ReleaseAge } from '../release-age.ts';
import { isClassicYarn, isIsolating, type PackageManager } from '../workspaces/package-manager.ts';
import { jsonSetting } from '../workspaces/setting.ts';
import {
  type Allowed,
  type Extension,
  NO_SETTINGS,
  type PeerRules,
  pnpmSettings,
  type ToolSettings,
} from '../workspaces/tool-settings.ts';
import { resolutionsFor } from './resolutions.ts';

export interface Adjustments {
  /** In the reading of the tool that installs; references and catalogs of pnpm and yarn are replaced by what they stand for. */
  readonly overrides: readonly Override[];
  readonly extensions: readonly Extension[];
  /** Patterns of optional dependencies that are never installed. */
  readonly ignoredOptional: readonly string[];
  readonly peerRules: PeerRules;
  /** Peers that nobody asks for are left out: they count where somebody brings the package, as optional ones do. */
  readonly leavesPeers?: true;
  /** Any peer that is not met is refused, wherever it is. */
  readonly strictPeers?: true;
}

export const NO_PEER_RULES: PeerRules = { ignoreMissing: [], allowAny: [], allowed: [] };
export const NO_ADJUSTMENTS: Adjustments = { overrides: [], extensions: [], ignoredOptional: [], peerRules: NO_PEER_RULES };

/** What stands at the root of one installation. */
export interface RootFiles {
  readonly manifest: PackageJson | undefined;
  readonly manager: PackageManager | undefined;
  /** pnpm-workspace.yaml, .npmrc, .yarnrc.yml or yarn 1's .yarnrc, and bunfig.toml, as far as they are there. */
  readonly pnpmWorkspace: ToolSettings;
  readonly npmrc: ToolSettings;
  readonly yarnrc: ToolSettings;
  readonly bunfig: ToolSettings;
  readonly catalogEntry: (catalog: string, name: string) => string | undefined;
}

export interface Adjusted {
  readonly adjustments: Adjustments;
  /** Whether a plain range is satisfied by a member of the workspace of that name; pnpm 9 and later ask the registry. */
  readonly linksRanges: boolean;
  /** Whether members have one lock at the root; with pnpm each can have its own. */
  readonly sharesLock: boolean;
  /** Whether members keep their own copies, as far as they say nothing else themselves. */
  readonly keepsCopies: boolean;
  /** Whether every member, and what it brings, finds what it asks for itself, peers included, whoever is beside it. */
  readonly isolates: boolean;
  readonly allowed: Allowed;
  /** Whether the tool refuses packages whose engines do not suit; npm's own setting is read with its registries. */
  readonly engineStrict: boolean;
  readonly releaseAge: ReleaseAge | undefined;
  readonly registryNames: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a workspace root changes in the packages below it, in the reading of the tool that installs; what that refuses is
 * told.
 */
export function adjustmentsAt(files: RootFiles): Adjusted {
  const { manifest, manager, yarnrc, npmrc } = files;
  const own = manifest?.overrides ?? [];
  const of = (tool: Override['tool']): readonly Override[] => own.filter((one) => one.tool === tool);
  const diagnostics: Diagnostic[] = [];
  const resolutions = (): readonly Override[] => resolutionsFor(manager ?? {}, own, diagnostics);
  switch (manager?.tool) {
    case 'npm':
      return adjusted(files, over(npmrc, { ...NO_SETTINGS, overrides: of('npm') }), true);
    case 'bun': {
      // Of the two fields bun reads the first that is there, and replaces lines of the root as well.
      const overrides = of('npm').length > 0 ? of('npm').map((one) => ({ ...one, tool: 'bun' as const })) : resolutions();
      return adjusted(files, over(files.bunfig, { overrides, diagnostics }), true);
    }
    case 'yarn':
      return adjusted(files, over(yarnrc, { overrides: yarnsOverrides(files, resolutions()), diagnostics }), true);
    case 'pnpm':
      return adjusted(
        files,
        (manager.major ?? 0) < PNPM_OWN_FILE ? over(npmrc, pnpmRoot(files)) : pnpmRoot(files),
        (manager.major ?? 0) < PNPM_NO_LINKS,
      );
    case undefined:
      // Whoever installs reads one of these fields; a package.json that has several means the same by them.
      return adjusted(
        files,
        over(over(over(npmrc, yarnrc), pnpmRoot(files)), {
          overrides: [...own.filter(({ tool }) => tool !== 'yarn'), ...resolutions()],
          diagnostics,
        }),
        true,
      );
  }
}

/**
 * yarn 1 asks for no resolution of what the root itself asks for (`PackageResolver.resolveToResolution`), unless it is a
 * workspace's: that is to it one more member of a package that it makes up.
 */
function yarnsOverrides({ manager, manifest }: RootFiles, resolutions: readonly Override[]): readonly Override[] {
  const isApart = isClassicYarn(manager) && manifest?.workspaces === undefined;
  return isApart ? resolutions.map((one) => ({ ...one, exceptRoot: true as const })) : resolutions;
}

/** The version from which a pnpm's override reaches lines that have a version in common with its range, and peers. */
const PNPM_MEETS = 8;
/** The version from which pnpm links no plain range to a member unless it is told to. */
const PNPM_NO_LINKS = 9;
/** The version from which pnpm takes its settings from neither package.json nor .npmrc. */
const PNPM_OWN_FILE = 11;

/** The version from which pnpm asks how old a release is. */
const PNPM_AGES = 10;

/** pnpm: of a setting that stands in both files that of package.json counts, and yarn's resolutions are overrides. */
function pnpmRoot({ manifest, manager, pnpmWorkspace }: RootFiles): ToolSettings {
  const node = manifest?.readable === true ? childOf(manifest.document.root, 'pnpm') : undefined;
  if (manifest === undefined || (manager?.major ?? 0) >= PNPM_OWN_FILE) return pnpmWorkspace;
  const setting = node === undefined ? undefined : jsonSetting(node, manifest.file, manifest.document);
  const ofManifest = pnpmSettings(setting);
  const diagnostics: Diagnostic[] = [...ofManifest.diagnostics];
  const resolutions = manager?.tool === 'pnpm' ? resolutionsFor(manager, manifest.overrides, diagnostics) : [];
  const overrides = [...resolutions, ...(ofManifest.overrides ?? [])];
  return over(pnpmWorkspace, { ...ofManifest, ...(overrides.length === 0 ? {} : { overrides }), diagnostics });
}

/** Settings of two files; of one that stands in both the second file's counts. */
function over(first: ToolSettings, second: ToolSettings): ToolSettings {
  return { ...first, ...second, diagnostics: [...first.diagnostics, ...second.diagnostics] };
}

function adjusted(files: RootFiles, settings: ToolSettings, linksRanges: boolean): Adjusted {
  const diagnostics: Diagnostic[] = [...settings.diagnostics];
  const { tool, major = PNPM_MEETS } = files.manager ?? {};
  const how = tool === 'pnpm' && major < PNPM_MEETS ? { within: true as const } : {};
  const overrides = (settings.overrides ?? []).flatMap((one) => dereferenced({ ...one, ...how }, files, diagnostics));
  return {
    adjustments: {
      overrides,
      extensions: settings.extensions ?? [],
      ignoredOptional: settings.ignoredOptional ?? [],
      peerRules: settings.peerRules ?? NO_PEER_RULES,
      ...(settings.installsPeers === false ? { leavesPeers: true as const } : {}),
      ...(settings.strictPeers === true ? { strictPeers: true as const } : {}),
    },
    linksRanges: settings.linksRanges ?? linksRanges,
    sharesLock: settings.sharesLock ?? true,
    keepsCopies: settings.keepsCopies ?? false,
    allowed: settings.allowed ?? {},
    isolates: isIsolating(files.manager, settings.linker),
    engineStrict: settings.engineStrict ?? false,
    releaseAge: tool === 'pnpm' && (files.manager?.major ?? PNPM_AGES) < PNPM_AGES ? undefined : settings.releaseAge,
    registryNames: settings.registryNames ?? [],
    diagnostics,
  };
}

/** `$name` is what the root asks for under that name, `catalog:` what its catalog says. npm sees to its own references. */
function dereferenced(override: Override, { manifest, catalogEntry }: RootFiles, diagnostics: Diagnostic[]): readonly Override[] {
  const { tool, value, path, origin } = override;
  if (tool === 'npm') return [override];
  const name = selectorOf(path.at(-1) ?? '').name;
  const say = (message: string): readonly Override[] => {
    diagnostics.push({ code: 'npm/refused-override', severity: 'error', message, ...origin });
    return [];
  };
  if (value.startsWith('$')) {
    const meant = manifest?.entries.find((entry) => entry.name === value.slice(1) && entry.field !== 'peerDependencies');
    return meant === undefined
      ? say(`the override of ${name} refers to ${value}, which is not a dependency of the root; ${tool} refuses it`)
      : [{ ...override, value: meant.raw }];
  }
  const spec = protocolSpec(name, value);
  if (spec?.type !== 'catalog') return [override];
  if (tool === 'yarn')
    return say(`the resolution of ${name} is taken from a catalog, which yarn refuses; write the version itself`);
  const entry = catalogEntry(spec.catalog, name);
  return entry === undefined
    ? say(
        `the override of ${name} is taken from the catalog "${spec.catalog}", which has no such entry; add it to the workspace's catalogs`,
      )
    : [{ ...override, value: entry }];
}
