import { append, normalizeName } from '../../../src/model/index.ts';

/** A wheel's file name, taken apart (PEP 427, PEP 491). */
export interface WheelName {
  /** As written, not normalized. */
  readonly distribution: string;
  readonly version: string;
  readonly build: string;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** `name-version[-build]-python-abi-platform.whl` (PyPA, "Binary distribution format"); undefined for any other name. */
export function parseWheelName(file: string): WheelName | undefined {
  if (!file.endsWith('.whl')) return undefined;
  const parts = file.slice(0, -4).split('-');
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [distribution = '', version = ''] = parts;
  const [python = '', abi = '', platform = ''] = parts.slice(-3);
  if (distribution === '' || version === '') return undefined;
  return {
    distribution,
    version: version.replaceAll('_', '-'),
    build: parts.length === 6 ? (parts[2] ?? '') : '',
    pythons: python.split('.'),
    abis: abi.split('.'),
    platforms: platform.split('.'),
  };
}

/** Version (may be escaped) of an sdist's file name; undefined when the name is not one of this package. */
export function sdistVersion(file: string, normalizedName: string): string | undefined {
  const stem = /^(.+)\.(?:tar\.gz|zip|tar\.bz2|tgz|tar\.xz|tar\.lzma|tar)$/iu.exec(file)?.[1];
  if (stem === undefined) return undefined;
  for (let at = stem.indexOf('-'); at >= 0; at = stem.indexOf('-', at + 1)) {
    if (normalizeName(stem.slice(0, at)) === normalizedName) return stem.slice(at + 1);
  }
  return undefined;
}

/** What a target installs: ranks of python-abi pairs and of platforms, lower is better (PEP 425, 600, 656). */
export class SupportedTags {
  readonly #interpreters = new Map<string, number>();
  readonly #platforms = new Map<string, number>();

  /** `python` as `X.Y` or longer; `platform` as `linux-x86_64`, `linux-aarch64`, `darwin-arm64`, `windows-x86_64`, `musllinux-x86_64`. */
  constructor(python: string, platform: string) {
    const [major = 3, minor = 0] = python.split('.').map(Number);
    const platforms = platformTags(platform);
    for (const [index, tag] of platforms.entries()) this.#platforms.set(tag, index);
    this.#platforms.set('any', platforms.length);
    for (const pair of interpreterTags(major, minor)) {
      if (!this.#interpreters.has(pair)) this.#interpreters.set(pair, this.#interpreters.size);
    }
  }

  /** The best rank among the wheel's tags, lower is better; undefined when the target cannot install it. */
  rank({ pythons, abis, platforms }: WheelName): number | undefined {
    let best: number | undefined;
    for (const python of pythons) {
      for (const abi of abis) {
        const interpreter = this.#interpreters.get(`${python}-${abi}`);
        if (interpreter === undefined) continue;
        for (const platform of platforms) {
          const place = this.#platforms.get(platform);
          // a pure wheel may only claim `any` where its ABI is `none`, and the reverse is merely unusual: both are taken
          if (place === undefined) continue;
          const rank = interpreter * 1000 + place;
          if (best === undefined || rank < best) best = rank;
        }
      }
    }
    return best;
  }
}

function interpreterTags(major: number, minor: number): readonly string[] {
  const tags = [`cp${major}${minor}-cp${major}${minor}${major === 3 && minor < 8 ? 'm' : ''}`];
  if (major === 3) for (let older = minor; older >= 2; older--) tags.push(`cp3${older}-abi3`);
  tags.push(`cp${major}${minor}-none`);
  tags.push(`py${major}${minor}-none`, `py${major}-none`);
  for (let older = minor - 1; older >= 0; older--) tags.push(`py${major}${older}-none`);
  tags.push(`cp${major}-none`);
  return tags;
}

/** glibc and musl of current distributions; a stricter target would have to say so. */
const GLIBC_MINOR = 28;
const MUSL_MINOR = 2;

function platformTags(platform: string): readonly string[] {
  const [system = '', architecture = ''] = splitPlatform(platform);
  if (system === 'linux') return [...manylinux(architecture), `linux_${architecture}`];
  if (system === 'musllinux') {
    const tags = Array.from({ length: MUSL_MINOR + 1 }, (_, i) => `musllinux_1_${MUSL_MINOR - i}_${architecture}`);
    return [...tags, `linux_${architecture}`];
  }
  if (system === 'darwin' || system === 'macos') return macos(architecture);
  if (system === 'windows') return [architecture === 'x86_64' ? 'win_amd64' : architecture === 'aarch64' ? 'win_arm64' : 'win32'];
  return [];
}

function splitPlatform(platform: string): readonly string[] {
  const at = platform.indexOf('-');
  const system = platform.slice(0, at < 0 ? undefined : at);
  const architecture = at < 0 ? 'x86_64' : platform.slice(at + 1);
  const alias: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };
  return [system, alias[architecture] ?? architecture];
}

const LEGACY_MANYLINUX: Readonly<Record<number, string>> = { 17: 'manylinux2014', 12: 'manylinux2010', 5: 'manylinux1' };

function manylinux(architecture: string): readonly string[] {
  const oldest = architecture === 'x86_64' || architecture === 'i686' ? 5 : 17;
  const tags: string[] = [];
  for (let minor = GLIBC_MINOR; minor >= oldest; minor--) {
    tags.push(`manylinux_2_${minor}_${architecture}`);
    const legacy = LEGACY_MANYLINUX[minor];
    if (legacy !== undefined) tags.push(`${legacy}_${architecture}`);
  }
  return tags;
}

function macos(architecture: string): readonly string[] {
  const own = architecture === 'aarch64' ? 'arm64' : architecture;
  const tags: string[] = [];
  for (let major = 14; major >= 11; major--) tags.push(`macosx_${major}_0_${own}`, `macosx_${major}_0_universal2`);
  const formats = own === 'arm64' ? ['universal2'] : ['x86_64', 'universal2', 'intel', 'fat64', 'fat32', 'universal'];
  for (let minor = 16; minor >= 4; minor--)
    append(
      tags,
      formats.map((format) => `macosx_10_${minor}_${format}`),
    );
  return tags;
}
