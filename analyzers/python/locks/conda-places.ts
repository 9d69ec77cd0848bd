import { addTo } from '../../../src/model/index.ts';
import type { Need, Pin } from '../declared.ts';
import { needOfText } from './needs.ts';
import { glibcOf } from './toml-lock.ts';

/** What locks of conda's tools have in common: an entry for each platform, and categories or environments in place of groups. */

/** Platforms of conda as markers. */
export const PLATFORMS: Readonly<Record<string, string>> = {
  unix: "os_name == 'posix'",
  linux: "sys_platform == 'linux'",
  'linux-64': "sys_platform == 'linux' and platform_machine == 'x86_64'",
  'linux-aarch64': "sys_platform == 'linux' and platform_machine == 'aarch64'",
  'linux-ppc64le': "sys_platform == 'linux' and platform_machine == 'ppc64le'",
  osx: "sys_platform == 'darwin'",
  'osx-64': "sys_platform == 'darwin' and platform_machine == 'x86_64'",
  'osx-arm64': "sys_platform == 'darwin' and platform_machine == 'arm64'",
  win: "sys_platform == 'win32'",
  'win-64': "sys_platform == 'win32' and platform_machine == 'AMD64'",
  'win-arm64': "sys_platform == 'win32' and platform_machine == 'ARM64'",
};

/** One package of PyPI as the lock has it for one group on one platform. */
export interface PlacedEntry {
  readonly pin: Omit<Pin, 'groups' | 'marker' | 'glibc'>;
  readonly group: string;
  readonly platform: string;
  readonly file: string;
}

/** One pin for each version that a group has, with the platforms that have it where not all do. */
export function pinsOf(entries: readonly PlacedEntry[], platforms: (group: string) => ReadonlySet<string>): readonly Pin[] {
  const found = new Map<string, PlacedEntry[]>();
  for (const entry of entries) addTo(found, [entry.group, entry.pin.name, entry.pin.version, entry.pin.from].join('\n'), entry);
  return [...found.values()].flatMap((list): readonly Pin[] => {
    const [first] = list;
    if (first === undefined) return [];
    const marker = markerOf(new Set(list.map(({ platform }) => platform)), platforms(first.group));
    const glibc = glibcOf(list.map(({ file }) => ({ url: file })));
    return [
      {
        ...first.pin,
        groups: [first.group],
        ...(marker === undefined ? {} : { marker }),
        ...(glibc === undefined ? {} : { glibc }),
      },
    ];
  });
}

function markerOf(those: ReadonlySet<string>, all: ReadonlySet<string>): string | undefined {
  const markers = [...those].map((platform) => (Object.hasOwn(PLATFORMS, platform) ? PLATFORMS[platform] : undefined));
  const isEverywhere = [...all].every((platform) => those.has(platform));
  return isEverywhere || markers.includes(undefined) ? undefined : markers.map((one) => `(${one})`).join(' or ');
}

const EXTRA = /\bextra\s*==\s*["']([^"']+)["']/g;

/**
 * `requires_dist` as packages publish it. Of an extra only the name is kept: whether a package is installed at all is told
 * by the environment that lists it.
 */
export function needsOf(requirements: readonly string[]): Pick<Pin, 'needs' | 'extraNeeds'> {
  const needs: Need[] = [];
  const extraNeeds = new Map<string, Need[]>();
  for (const need of requirements.flatMap(needOfText)) {
    const extras = [...(need.marker ?? '').matchAll(EXTRA)].flatMap(([, extra]) => extra ?? []);
    if (extras.length === 0) needs.push(need);
    for (const extra of extras) addTo(extraNeeds, extra, { name: need.name, extras: need.extras });
  }
  return { needs, extraNeeds };
}
