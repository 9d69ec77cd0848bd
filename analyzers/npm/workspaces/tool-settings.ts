/** Settings of pnpm and yarn that change what packages ask for, and those that could but are not applied. */
import type { Diagnostic, Origin } from '../../../src/model/index.ts';
import type { Entry, Field, Override } from '../manifests/manifest.ts';
import { pnpmPath, type Selector, selectorOf, withoutTagProtocol } from '../notation/spec.ts';
import { anyAge, type ReleaseAge } from '../release-age.ts';
import { type Setting, settingAt, settingItems, settingTexts } from './setting.ts';

/** `packageExtensions`: lines that a package gets unless it has its own of that name. */
export interface Extension extends Selector {
  readonly tool: 'pnpm' | 'yarn';
  /** Whether a peer of these is optional stands in `peerMeta`. */
  readonly lines: readonly Entry[];
  /** Peers that become optional, or firm. */
  readonly peerMeta: readonly (readonly [name: string, optional: boolean])[];
}

/** `peerDependencyRules`: peers that pnpm does not complain about. Names may hold `*`. */
export interface PeerRules {
  readonly ignoreMissing: readonly string[];
  readonly allowAny: readonly string[];
  /** Versions that are fine as well, for everybody or below `parent`. */
  readonly allowed: readonly { readonly parent?: Selector; readonly name: string; readonly range: string }[];
}

export type Allowed = Readonly<Partial<Record<'allow-git' | 'allow-remote', string>>>;

/** What is undefined stands in no file. */
export interface ToolSettings {
  readonly overrides?: readonly Override[];
  readonly extensions?: readonly Extension[];
  readonly ignoredOptional?: readonly string[];
  readonly peerRules?: PeerRules;
  /** Whether peers are installed that nobody asks for. */
  readonly installsPeers?: boolean;
  /** Whether any peer that is not met stops the installation. */
  readonly strictPeers?: boolean;
  /** Whether a range is satisfied by a member of the workspace. */
  readonly linksRanges?: boolean;
  /** Whether members have one lock, at the workspace's root. */
  readonly sharesLock?: boolean;
  /** Whether members keep their own copies, and none lies at the workspace's root (yarn berry, `nmHoistingLimits`). */
  readonly keepsCopies?: boolean;
  /** How packages are laid out: `nodeLinker` of pnpm and yarn, `linker` of bun, npm's `install-strategy`. */
  readonly linker?: string;
  /** npm: what it may take from repositories and from addresses, in its words. */
  readonly allowed?: Allowed;
  /** Whether engines that do not suit stop the installation. */
  readonly engineStrict?: boolean;
  readonly releaseAge?: ReleaseAge;
  /** What registries are called in lines of packages, `work:^1.0.0`. */
  readonly registryNames?: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export const NO_SETTINGS: ToolSettings = { diagnostics: [] };

/** pnpm-workspace.yaml, the field `pnpm` of package.json, or .npmrc (pnpm, "Settings"). */
export function pnpmSettings(settings: Setting | undefined): ToolSettings {
  const overrides = settingAt(settings, 'overrides');
  const extensions = settingAt(settings, 'packageExtensions');
  const ignored = settingAt(settings, 'ignoredOptionalDependencies');
  const rules = settingAt(settings, 'peerDependencyRules');
  const links = settingAt(settings, 'linkWorkspacePackages')?.text;
  const shares = settingAt(settings, 'sharedWorkspaceLockfile')?.text;
  const strict = settingAt(settings, 'engineStrict')?.text;
  const brings = settingAt(settings, 'autoInstallPeers')?.text;
  const strictPeers = settingAt(settings, 'strictPeerDependencies')?.text;
  return {
    ...linkerIn(settings, 'nodeLinker'),
    ...(overrides === undefined ? {} : { overrides: overridesIn(overrides) }),
    ...(extensions === undefined ? {} : { extensions: extensionsIn(extensions, 'pnpm') }),
    ...(ignored === undefined ? {} : { ignoredOptional: ignored.items() }),
    ...(rules === undefined ? {} : { peerRules: peerRulesIn(rules) }),
    ...(brings === undefined ? {} : { installsPeers: brings !== 'false' }),
    ...(strictPeers === undefined ? {} : { strictPeers: strictPeers === 'true' }),
    ...(links === undefined ? {} : { linksRanges: links !== 'false' }),
    ...(shares === undefined ? {} : { sharesLock: shares !== 'false' }),
    ...(strict === undefined ? {} : { engineStrict: strict === 'true' }),
    ...releaseAgeIn(settings, 'minimumReleaseAge', {
      unit: MINUTE,
      except: 'minimumReleaseAgeExclude',
      yields: settingAt(settings, 'minimumReleaseAgeStrict')?.text === 'false',
    }),
    ...registryNamesIn(settings),
    diagnostics: notApplied(settings, PNPM_NOT_APPLIED),
  };
}

/** `namedRegistries`, and from pnpm 12 on a `prefix` of `registries`. */
function registryNamesIn(settings: Setting | undefined): Pick<ToolSettings, 'registryNames'> {
  const named = settingAt(settings, 'namedRegistries')?.entries() ?? [];
  const prefixes = (settingAt(settings, 'registries')?.entries() ?? []).flatMap(([, one]) => settingItems(one, 'prefix'));
  const registryNames = [...named.map(([name]) => name), ...prefixes];
  return registryNames.length === 0 ? {} : { registryNames };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Where a unit can stand behind the number (yarn, `DURATION`). */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: 60 * MINUTE,
  d: 24 * 60 * MINUTE,
  w: 7 * 24 * 60 * MINUTE,
};

function releaseAgeIn(
  settings: Setting | undefined,
  name: string,
  { unit, except, yields = false }: { readonly unit: number; readonly except: string; readonly yields?: boolean },
): Pick<ToolSettings, 'releaseAge'> {
  const text = settingAt(settings, name)?.text;
  const [, number, word] = /^(\d*\.?\d+)\s*(ms|[smhdw])?$/.exec(text?.trim() ?? '') ?? [];
  if (number === undefined) return {};
  const milliseconds = Number(number) * (word === undefined ? unit : (UNITS[word] ?? unit));
  return { releaseAge: { milliseconds, except: anyAge(settingItems(settings, except)), yields } };
}

/** npm's own .npmrc, as far as it is no matter of registries (npm, "config"). */
export function npmSettings(settings: Setting): ToolSettings {
  const git = settingAt(settings, 'allowGit')?.text;
  const remote = settingAt(settings, 'allowRemote')?.text;
  return {
    ...linkerIn(settings, 'installStrategy'),
    allowed: { ...(git === undefined ? {} : { 'allow-git': git }), ...(remote === undefined ? {} : { 'allow-remote': remote }) },
    diagnostics: notApplied(settings, NPM_NOT_APPLIED),
  };
}

function linkerIn(settings: Setting | undefined, name: string): Pick<ToolSettings, 'linker'> {
  const linker = settingAt(settings, name)?.text;
  return linker === undefined ? {} : { linker };
}

/** .yarnrc.yml (yarn, "Settings"). */
export function yarnSettings(settings: Setting | undefined): ToolSettings {
  const extensions = settingAt(settings, 'packageExtensions');
  const links = settingAt(settings, 'enableTransparentWorkspaces')?.text;
  const limits = settingAt(settings, 'nmHoistingLimits')?.text;
  return {
    ...linkerIn(settings, 'nodeLinker'),
    ...(limits === undefined ? {} : { keepsCopies: isHoistingLimited(limits) }),
    ...(extensions === undefined ? {} : { extensions: extensionsIn(extensions, 'yarn') }),
    ...(links === undefined ? {} : { linksRanges: links !== 'false' }),
    ...releaseAgeIn(settings, 'npmMinimalAgeGate', { unit: MINUTE, except: 'npmPreapprovedPackages' }),
    diagnostics: notApplied(settings, YARN_NOT_APPLIED),
  };
}

/** berry: `workspaces` and `dependencies` let nothing of a member rise above it. */
export function isHoistingLimited(limits: string): boolean {
  return limits === 'workspaces' || limits === 'dependencies';
}

/** yarn 1 refuses packages whose engines do not suit unless it is told not to. */
export const CLASSIC_YARN: ToolSettings = { engineStrict: true, diagnostics: [] };

/** .yarnrc of yarn 1. */
export function classicYarnSettings(text: string): ToolSettings {
  const ignores = /^[ \t]*"?(?:--(?:\w+\.)?)?ignore-engines"?\s+"?(true|false)/m.exec(text)?.[1];
  return { ...(ignores === undefined ? {} : { engineStrict: ignores === 'false' }), diagnostics: [] };
}

/** yarn: of a setting in the files of several directories the nearest counts, and maps are joined by key. */
export function overOuter(outer: ToolSettings, inner: ToolSettings): ToolSettings {
  const keys = new Set(inner.extensions?.map(({ name, range }) => `${name}@${range ?? ''}`));
  const extensions = [
    ...(outer.extensions ?? []).filter(({ name, range }) => !keys.has(`${name}@${range ?? ''}`)),
    ...(inner.extensions ?? []),
  ];
  return {
    ...outer,
    ...inner,
    ...(extensions.length === 0 ? {} : { extensions }),
    diagnostics: [...outer.diagnostics, ...inner.diagnostics],
  };
}

/** bunfig.toml: its table `install` (bun, "bunfig.toml"). */
export function bunSettings(settings: Setting | undefined): ToolSettings {
  const install = settingAt(settings, 'install');
  const links = settingAt(install, 'linkWorkspacePackages')?.text;
  const peers = settingAt(install, 'peer')?.text;
  return {
    ...linkerIn(install, 'linker'),
    ...(peers === undefined ? {} : { installsPeers: peers !== 'false' }),
    ...(links === undefined ? {} : { linksRanges: links !== 'false' }),
    ...releaseAgeIn(install, 'minimumReleaseAge', { unit: SECOND, except: 'minimumReleaseAgeExcludes' }),
    diagnostics: notApplied(install, BUN_NOT_APPLIED),
  };
}

function overridesIn(setting: Setting): readonly Override[] {
  return settingTexts(setting).map(([key, value, origin]) => ({ tool: 'pnpm', path: pnpmPath(key), value, origin }));
}

const EXTENSION_FIELDS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const satisfies readonly Field[];

/** Lines beyond which a settings file was made to be large: YAML's aliases repeat whole maps. */
const MAX_LINES = 20_000;

function extensionsIn(setting: Setting, tool: Extension['tool']): readonly Extension[] {
  const found: Extension[] = [];
  let left = MAX_LINES;
  for (const [key, extension] of setting.entries()) {
    const peerMeta = (settingAt(extension, 'peerDependenciesMeta')?.entries() ?? []).flatMap(([peer, meta]) => {
      const optional = settingAt(meta, 'optional')?.text;
      return optional === undefined ? [] : [[peer, optional === 'true'] as const];
    });
    const lines = EXTENSION_FIELDS.flatMap((field) =>
      settingTexts(settingAt(extension, field)).map(([name, written, origin]): Entry => {
        const raw = tool === 'yarn' ? withoutTagProtocol(written) : written;
        return { name, raw, field, optional: false, origin };
      }),
    );
    left -= lines.length + peerMeta.length + 1;
    if (left < 0) break;
    found.push({ ...selectorOf(key), tool, lines, peerMeta });
  }
  return found;
}

function peerRulesIn(setting: Setting): PeerRules {
  return {
    ignoreMissing: settingAt(setting, 'ignoreMissing')?.items() ?? [],
    allowAny: settingAt(setting, 'allowAny')?.items() ?? [],
    allowed: settingTexts(settingAt(setting, 'allowedVersions')).map(([key, range]) => {
      const [last = '', parent] = pnpmPath(key).toReversed();
      // Of what is allowed to which versions of the peer, pnpm takes the name.
      return { name: selectorOf(last).name, range, ...(parent === undefined ? {} : { parent: selectorOf(parent) }) };
    }),
  };
}

/** A setting that changes which versions its tool takes: when it does, and what is done instead. */
interface NotApplied {
  readonly matters: (text: string | undefined) => boolean;
  readonly instead: string;
}

const always = (): boolean => true;
const HOOKS = 'its code can change what packages ask for, and is not run';

const PNPM_NOT_APPLIED: Readonly<Record<string, NotApplied>> = {
  pnpmfile: { matters: always, instead: HOOKS },
  globalPnpmfile: { matters: always, instead: HOOKS },
  configDependencies: { matters: always, instead: HOOKS },
  resolutionMode: { matters: (text) => text !== 'highest', instead: 'the newest suitable version is taken, as npm does' },
  include: { matters: always, instead: 'settings that stand in other files are not read' },
  trustPolicy: { matters: (text) => text !== 'off', instead: 'every published version is taken' },
};

const NPM_NOT_APPLIED: Readonly<Record<string, NotApplied>> = {
  installLinks: { matters: (text) => text === 'true', instead: 'directories are taken to be linked, not packed' },
};

const YARN_NOT_APPLIED: Readonly<Record<string, NotApplied>> = {
  plugins: { matters: always, instead: HOOKS },
};

const BUN_NOT_APPLIED: Readonly<Record<string, NotApplied>> = {
  optional: { matters: (text) => text === 'false', instead: 'optional dependencies are taken to be installed' },
};

function notApplied(settings: Setting | undefined, table: Readonly<Record<string, NotApplied>>): readonly Diagnostic[] {
  return Object.entries(table).flatMap(([name, { matters, instead }]): readonly Diagnostic[] => {
    const found = settingAt(settings, name);
    return found === undefined || !matters(found.text) ? [] : [settingNotApplied(name, found.origin, instead)];
  });
}

export function settingNotApplied(name: string, origin: Origin, instead: string): Diagnostic {
  return { code: 'npm/setting-not-applied', severity: 'note', message: `${name} is not applied: ${instead}`, ...origin };
}

/** pnpm's own file before the version from which it holds more than members and catalogs (by experiment: 10 does, 9 does not). */
export function notYetRead({ diagnostics, ...settings }: ToolSettings, file: string): ToolSettings {
  if (Object.keys(settings).length === 0 && diagnostics.length === 0) return NO_SETTINGS;
  const instead = 'pnpm reads settings here from version 10 on, and the project names an older one';
  return { diagnostics: [settingNotApplied(file, { file, line: 1 }, instead)] };
}

/** pnpm's hooks, which lie in a file of their own. */
export const PNPM_HOOKS = ['.pnpmfile.cjs', '.pnpmfile.mjs'] as const;

export function hooksNotRun(file: string): Diagnostic {
  return settingNotApplied(file, { file, line: 1 }, HOOKS);
}
