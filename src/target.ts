import type { RuleBook } from './detect/rules.ts';
import { type Demand, NEWEST, RUNTIMES, type RuntimeName, type Target } from './model/index.ts';

export type TargetOverrides = Readonly<Partial<Record<RuntimeName | 'platform', string>>>;

/** Where nobody says what the hosts are. */
export const DEFAULT_PLATFORM = 'linux-x86_64';

/** `python=3.11,platform=linux-x86_64,node=20` → values by name; a message for what is not understood. */
export function parseTarget(
  text: string,
): { readonly ok: true; readonly target: TargetOverrides } | { readonly ok: false; readonly message: string } {
  const found: Partial<Record<RuntimeName | 'platform', string>> = {};
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [name, value] = part.split('=', 2);
    const known = [...RUNTIMES, 'platform' as const].find((one) => one === name?.trim());
    if (known === undefined || value === undefined || value.trim() === '') {
      return {
        ok: false,
        message: `--target does not understand "${part}"; write python=3.11,platform=linux-x86_64,node=22,jdk=21,go=1.26`,
      };
    }
    found[known] = value.trim();
  }
  return { ok: true, target: found };
}

/**
 * Option, else config, else the newest released version that every service's runtime constraint admits,
 * else the newest known. Where no version suits all, the one that suits most services (the conflict itself is reported).
 */
export function chooseTarget(
  option: TargetOverrides,
  config: TargetOverrides,
  demands: readonly Demand[],
  book: RuleBook,
): Target {
  const because = { python: '', node: '', jdk: '', go: '', platform: '' };
  const values = { python: '', node: '', jdk: '', go: '' };
  for (const name of RUNTIMES) {
    const given = option[name] ?? config[name];
    const fleet = given === undefined ? newestAdmitted(name, demands, book) : undefined;
    values[name] = given ?? fleet?.version ?? NEWEST[name].at(-1) ?? '';
    because[name] = option[name] !== undefined ? 'option' : given !== undefined ? 'config' : (fleet?.because ?? 'newest known');
  }
  const platform = option.platform ?? config.platform ?? DEFAULT_PLATFORM;
  because.platform = option.platform !== undefined ? 'option' : config.platform !== undefined ? 'config' : 'default';
  return { ...values, platform, because };
}

function newestAdmitted(
  name: RuntimeName,
  demands: readonly Demand[],
  book: RuleBook,
): { readonly version: string; readonly because: string } | undefined {
  const own = demands.filter(
    (demand) => demand.realm === 'runtime' && demand.key === name && demand.strength !== 'locked' && demand.constraint !== '',
  );
  const rule = book.find('runtime', name);
  if (own.length === 0 || rule?.admits === undefined) return undefined;
  const { admits } = rule;
  const scored = [...NEWEST[name]]
    .reverse()
    .map((version) => ({ version, count: own.filter((demand) => admits(version, demand)).length }));
  const best = scored.reduce((a, b) => (b.count > a.count ? b : a));
  if (best.count === 0) return undefined;
  return {
    version: best.version,
    because: best.count === own.length ? 'newest that the fleet admits' : 'newest that most of the fleet admits',
  };
}
