/**
 * Realm `os`: one distribution, one libc, one version of each package. That two images are built on different
 * distributions parts nobody (most code runs on either): a note. Exact versions of one package do, and so do native parts
 * that are bound to different libcs. Services made for different systems or processors need a machine each.
 */
import {
  addTo,
  admitsPlatform,
  type Clash,
  type Demand,
  type Description,
  listed,
  type PlatformKey,
  type RealmRule,
  type Remark,
  SYSTEM_LIBRARIES,
  shortPurl,
} from '../../../src/model/index.ts';
import { apkAgree } from './apk-versions.ts';

function isLibrary(key: string): boolean {
  return key.startsWith('library:');
}

function clash(demands: readonly Demand[]): Clash | undefined {
  const key = demands[0]?.key ?? '';
  if (key === 'distribution' || isLibrary(key)) return undefined;
  if (isPlatform(key)) return hasPlatform(demands) ? undefined : { rule: 'os/platform', severity: 'error', clearedBy: 'machine' };
  if (key === 'libc') {
    const bound = new Set(demands.filter(({ strength }) => strength === 'declared').map(({ constraint }) => constraint));
    return bound.size > 1 ? { rule: 'os/libc', severity: 'error' } : undefined;
  }
  const pins = [...new Set(demands.filter(({ kind }) => kind === 'exact').map(({ constraint }) => constraint))];
  const apart = pins.some((pin, index) => pins.slice(index + 1).some((other) => !agree(key, pin, other)));
  return apart ? { rule: 'os/package-versions', severity: 'error' } : undefined;
}

function isPlatform(key: string): key is PlatformKey {
  return key === 'system' || key === 'processor';
}

/** Whether some platform is in every list. */
function hasPlatform(demands: readonly Demand[]): boolean {
  const lists = demands.map(({ constraint }) => constraint.split(' || '));
  const named = lists.flatMap((list) => list.filter((entry) => !entry.startsWith('!')));
  const isOpen = lists.every((list) => list.every((entry) => entry.startsWith('!')));
  return isOpen || named.some((one) => lists.every((list) => admitsPlatform(list, one)));
}

const PLATFORM_WORDS: Readonly<Record<PlatformKey, string>> = { system: 'operating system', processor: 'processor' };

/**
 * `=1.2.3-r0`, apt's `=1.2*`, apk's `~1.2` (any version that begins so). apk reads an operator character by character
 * (apk_blob_pull_dep of apk-tools), so `==` is `=`, and `~=` and `=~` are `~`. Bounds with `<` and `>` are apk's alone.
 */
function agree(key: string, a: string, b: string): boolean {
  if (key.startsWith('apk:') && [a, b].some((one) => /^[=~]{0,8}[<>]/.test(one))) return apkAgree(a, b) ?? true;
  const [left, right] = [pinOf(a), pinOf(b)];
  if (left === undefined || right === undefined) return true;
  if (left.open && right.open) return begins(left.text, right.text) || begins(right.text, left.text);
  if (left.open) return begins(right.text, left.text);
  return right.open ? begins(left.text, right.text) : left.text === right.text;
}

function pinOf(constraint: string): { readonly text: string; readonly open: boolean } | undefined {
  const match = /^([=~]{1,8})\s*(.+)$/s.exec(constraint);
  if (match === null) return undefined;
  const [, operator = '', version = ''] = match;
  const wild = version.endsWith('*');
  return { text: wild ? version.slice(0, -1) : version, open: wild || operator.includes('~') };
}

/** `15` begins `15.4-r0` but not `150`; what apt writes with a star is plain text. */
function begins(version: string, prefix: string): boolean {
  return version.startsWith(prefix) && !/^\d/.test(/\d$/.test(prefix) ? version.slice(prefix.length) : '');
}

function describe(demands: readonly Demand[], { rule }: Clash): Description {
  const key = demands[0]?.key ?? '';
  const explanation = demands.map(
    ({ service, constraint, origin }) =>
      `${service}: ${constraint === '' ? 'any version' : constraint} (${origin.file}:${origin.line})`,
  );
  const asked = demands.map(({ service, constraint }) => `${service} (${constraint})`).join(' and ');
  if (rule === 'os/libc') return { message: `native parts of ${asked} are bound to different C libraries`, explanation };
  if (isPlatform(key)) return { message: `no one ${PLATFORM_WORDS[key]} suits ${asked}`, explanation };
  return { message: `no one version of the package ${key.replace(/^[a-z]+:/, '')} suits ${asked}`, explanation };
}

/** A library that several services load: the host that they share needs it, once. */
function libraryNote(demands: readonly Demand[]): readonly Remark[] {
  const library = demands[0]?.key.replace('library:', '') ?? '';
  const services = [...new Set(demands.map(({ service }) => service))];
  const packages = SYSTEM_LIBRARIES.get(library);
  return [
    {
      rule: 'os/system-library',
      severity: 'note',
      demands,
      message: `a host that ${listed(services, 5)} share needs ${library}`,
      explanation: [
        ...demands.map(({ service, detail, origin }) => {
          return `${service} loads it through ${shortPurl(detail?.package ?? '')} (${origin.file}:${origin.line})`;
        }),
        ...(packages === undefined
          ? []
          : [`On Debian and Ubuntu it comes with ${packages.debian}, on Alpine with ${packages.alpine}.`]),
      ],
      clearedBy: 'container',
    },
  ];
}

/** Base images of different families, and what a shared host has to have. */
function remark(demands: readonly Demand[]): readonly Remark[] {
  if (isLibrary(demands[0]?.key ?? '')) return libraryNote(demands);
  if (demands[0]?.key !== 'distribution') return [];
  const families = new Map<string, Demand[]>();
  for (const demand of demands) {
    const family = demand.constraint.split(' ')[0] ?? '';
    addTo(families, family, demand);
  }
  if (families.size < 2) return [];
  const names = [...families.keys()].sort();
  return [
    {
      rule: 'os/distributions',
      severity: 'note',
      demands,
      message: `images are built on ${names.join(', ')}; a host they share has one of them`,
      explanation: [
        ...(names.includes('alpine')
          ? ['Alpine has musl instead of glibc: native modules have to be rebuilt for the host.']
          : []),
        'Packages that Dockerfiles install may have other names there.',
      ],
      clearedBy: 'container',
    },
  ];
}

export const osRule: RealmRule = {
  realm: 'os',
  clearedBy: 'container',
  canonical: ({ constraint, strength }) => `${strength} ${constraint}`,
  clash,
  describe,
  remark,
  suggest: (demand, others) =>
    demand.key === 'libc' || demand.key === 'distribution' || isPlatform(demand.key) || isLibrary(demand.key)
      ? []
      : [...new Set(others.map(({ constraint }) => constraint))],
};
