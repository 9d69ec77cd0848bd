/** Whether a package runs on the target: what npm compares before it installs (npm-install-checks, `checkPlatform`). */
import { admitsPlatform } from '../../src/model/index.ts';
import { isClassicYarn, type PackageManager } from './workspaces/package-manager.ts';

/** The lists of package.json; an entry with `!` excludes. */
export interface PlatformNeeds {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** A target in Node's words: `process.platform`, `process.arch`, and the C library where there are several. */
export interface NodePlatform {
  readonly os: string;
  readonly cpu: string;
  /** `any`: the tool that installs does not ask which it is. */
  readonly libc?: 'glibc' | 'musl' | 'any';
}

const SYSTEMS: ReadonlyMap<string, Pick<NodePlatform, 'os' | 'libc'>> = new Map([
  ['linux', { os: 'linux', libc: 'glibc' }],
  ['musllinux', { os: 'linux', libc: 'musl' }],
  ['macos', { os: 'darwin' }],
  ['windows', { os: 'win32' }],
]);

const PROCESSORS: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'x64'],
  ['amd64', 'x64'],
  ['aarch64', 'arm64'],
  ['i386', 'ia32'],
  ['i686', 'ia32'],
  ['armv7l', 'arm'],
  ['ppc64le', 'ppc64'],
]);

/** `linux-x86_64` and its kin; without a processor it is x86_64's. */
export function nodePlatform(platform: string): NodePlatform {
  const [system = '', processor = 'x86_64'] = platform.split(/-(.*)/s);
  return { cpu: PROCESSORS.get(processor) ?? processor, ...(SYSTEMS.get(system) ?? { os: system }) };
}

/** yarn 1 compares `os` and `cpu` alone, and installs builds for every C library. */
export function comparedBy(manager: PackageManager | undefined, platform: NodePlatform): NodePlatform {
  return isClassicYarn(manager) ? { ...platform, libc: 'any' } : platform;
}

export function runsOn({ os, cpu, libc }: PlatformNeeds, target: NodePlatform): boolean {
  return (
    admits(os, target.os) &&
    admits(cpu, target.cpu) &&
    (libc === undefined || target.libc === 'any' || (target.libc !== undefined && admits(libc, target.libc)))
  );
}

/** `any` alone is everybody. */
function admits(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || (list.length === 1 && list[0] === 'any') || admitsPlatform(list, value);
}

/** Packages for one platform that say so neither in their names nor in every lock. */
const KNOWN: ReadonlyMap<string, PlatformNeeds> = new Map([['fsevents', { os: ['darwin'] }]]);

/** Builds for one platform are named after it: `@img/sharp-linux-arm64`, `@esbuild/win32-x64`, `@swc/core-linux-x64-gnu`. */
const NAMED = /(?:^|[-/])(aix|android|darwin|freebsd|linux(?:musl)?|netbsd|openbsd|sunos|win32)-(arm64|arm|ia32|x64)(?=$|-)/;

/** The same of a package's native part, whatever its processor is called: `tool-linux-riscv64-gnu`, `@tool/darwin-universal`. */
const NAMED_SYSTEM = /(?:^|[-/.])(?:aix|android|darwin|freebsd|linux|macos|netbsd|openbsd|openharmony|sunos|win32|windows)[-.]/;

export function namesSystem(name: string): boolean {
  return NAMED_SYSTEM.test(name);
}

/** The C library of such a build, which locks of npm 10 and older leave out: `@swc/core-linux-x64-musl`, `@img/sharp-linuxmusl-x64`. */
const NAMED_LIBC = /(?:^|[-/])linux(?:(musl)-\w+|-\w+-(musl|gnu)(?:eabi(?:hf)?)?)$/;

/**
 * What a package needs: by the conditions that its lock has (`os=darwin|linux cpu=x64`, berry's `os=darwin & cpu=x64`), else
 * by what is known of its name.
 */
export function neededPlatform(name: string, conditions: string | undefined): PlatformNeeds {
  if (conditions === undefined) return KNOWN.get(name) ?? namedPlatform(name);
  const lists = new Map<string, string[]>();
  for (const [, field = '', values = ''] of conditions.matchAll(/\b(os|cpu|libc)=([^\s&()]+)/g))
    lists.set(field, [...(lists.get(field) ?? []), ...values.split('|')]);
  return { ...namedLibc(name), ...Object.fromEntries(lists) };
}

/** As a lock would state it: `os=darwin cpu=x64`. */
export function platformConditions(needs: PlatformNeeds): string {
  return Object.entries(needs)
    .flatMap(([field, list]: [string, readonly string[] | undefined]) =>
      list === undefined ? [] : [`${field}=${list.join('|')}`],
    )
    .join(' ');
}

function namedPlatform(name: string): PlatformNeeds {
  if (name.endsWith('-wasm32-wasi')) return { cpu: ['wasm32'] };
  const [, os, cpu] = NAMED.exec(name) ?? [];
  return os === undefined || cpu === undefined ? {} : { os: [os.replace('musl', '')], cpu: [cpu], ...namedLibc(name) };
}

function namedLibc(name: string): Pick<PlatformNeeds, 'libc'> {
  const [, before, after] = NAMED_LIBC.exec(name) ?? [];
  const libc = before ?? after;
  return libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : libc] };
}

/** `os linux, cpu x64` as a package states it. */
export function platformText({ os, cpu, libc }: PlatformNeeds): string {
  return Object.entries({ os, cpu, libc })
    .flatMap(([name, list]) => (list === undefined ? [] : [`${name} ${list.join(' or ')}`]))
    .join(', ');
}
