import type { RuleBook } from './detect/rules.ts';
import {
  type Demand,
  groupBy,
  HOST_PLATFORM,
  LAST_OF_LINE,
  NEWEST,
  namedReleases,
  RUNTIME_VERSION,
  RUNTIMES,
  type RuntimeName,
  type Target,
  type TargetReason,
} from './model/index.ts';

/** Versions and the platform that are asked for, by name: `{ python: '3.11', platform: 'linux-x86_64' }`. */
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
    const text = value?.trim() ?? '';
    if (known === undefined || !(known === 'platform' ? HOST_PLATFORM : RUNTIME_VERSION).test(text)) {
      return {
        ok: false,
        message: `"${part}" is not understood; write python=3.11,platform=linux-x86_64,node=22,jdk=21,go=1.26`,
      };
    }
    found[known] = text;
  }
  return { ok: true, target: found };
}

/**
 * Option, else config, else the newest released version that every service's runtime constraint admits (where that is none
 * of those known, the least that one names), else the newest known. Where no version suits all, the one that suits most services (the conflict itself is reported).
 */
export function chooseTarget(
  option: TargetOverrides,
  config: TargetOverrides,
  demands: readonly Demand[],
  book: RuleBook,
): Target {
  const choose = (name: RuntimeName): Choice => {
    const newest: Choice = { version: NEWEST[name].at(-1) ?? '', because: 'newest known' };
    return told(option[name], config[name]) ?? newestAdmitted(name, demands, book) ?? newest;
  };
  const choices = { python: choose('python'), node: choose('node'), jdk: choose('jdk'), go: choose('go') };
  const { python, node, jdk, go } = choices;
  const platform = told(option.platform, config.platform) ?? { version: DEFAULT_PLATFORM, because: 'default' };
  return {
    python: python.version,
    node: node.version,
    jdk: jdk.version,
    go: go.version,
    // One system, one name.
    platform: platform.version.replace(/^macos/, 'darwin'),
    because: {
      python: python.because,
      node: node.because,
      jdk: jdk.because,
      go: go.because,
      platform: platform.because,
    },
  };
}

interface Choice {
  readonly version: string;
  readonly because: TargetReason;
}

function told(option: string | undefined, config: string | undefined): Choice | undefined {
  if (option !== undefined) return { version: option, because: 'option' };
  return config === undefined ? undefined : { version: config, because: 'config' };
}

function newestAdmitted(name: RuntimeName, demands: readonly Demand[], book: RuleBook): Choice | undefined {
  const own = demands.filter(
    (demand) => demand.realm === 'runtime' && demand.key === name && demand.strength !== 'locked' && demand.constraint !== '',
  );
  const rule = book.find('runtime', name);
  if (own.length === 0 || rule?.admits === undefined) return undefined;
  const { admits } = rule;
  const alike = [...groupBy(own, ({ constraint }) => constraint).values()];
  const known = [...NEWEST[name]].reverse();
  // What suits no known release is older than all of them, newer, or between two: it names one itself.
  const beyond = alike.flatMap(([demand]) =>
    demand === undefined || known.some((version) => admits(version, demand)) ? [] : [demand.constraint],
  );
  const between = beyond.length === 0 ? [] : [...LAST_OF_LINE[name]].reverse();
  const scored = [...known, ...between, ...namedReleases(name, beyond)].map((version) => {
    const admitting = alike.flatMap((some) => (some[0] !== undefined && admits(version, some[0]) ? some : []));
    return { version, count: admitting.length, declared: admitting.filter(({ strength }) => strength === 'declared').length };
  });
  // Of as many, what a service asks for goes before what a file around it chooses (`.python-version` of the root).
  const best = scored.reduce((a, b) => (b.count > a.count || (b.count === a.count && b.declared > a.declared) ? b : a));
  if (best.count === 0) return undefined;
  const whose = best.count === own.length ? 'the fleet' : 'most of the fleet';
  return {
    version: best.version,
    because: [...known, ...between].includes(best.version) ? `newest that ${whose} admits` : `least that ${whose} asks for`,
  };
}
