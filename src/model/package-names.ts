import { normalizeName } from './purl.ts';
import { ECOSYSTEMS, type EcosystemId, type RealmId } from './realm.ts';

interface PackageNames {
  /** The name as the ecosystem compares it. */
  readonly normal: (name: string) => string;
  /** What is left without that which tells generations and builds of one package apart. */
  readonly family: (name: string) => string;
  /** What people say for short; undefined where there is nothing shorter. */
  readonly short?: (name: string) => string;
}

const same = (name: string): string => name;

const PACKAGE_NAMES: Readonly<Record<EcosystemId, PackageNames>> = {
  python: { normal: normalizeName, family: normalizeName },
  npm: { normal: same, family: same },
  // A Scala artifact ends with the Scala that it is built for; of group:artifact the artifact alone is said.
  jvm: {
    normal: same,
    family: (name) => name.replace(/_\d+(\.\d+)?$/, ''),
    short: (name) => name.slice(name.lastIndexOf(':') + 1),
  },
  // Go modules reference, "Major version suffixes".
  go: { normal: same, family: (name) => name.toLowerCase().replace(/[/.]v\d+$/, '') },
};

/** What a package is called whatever its major (Go's paths) or the Scala it is built for. */
export function packageFamily(ecosystem: EcosystemId, name: string): string {
  return PACKAGE_NAMES[ecosystem].family(name);
}

/** Whether a user's word means what a realm calls `key`: the same name in the ecosystem's eyes, or what is said for short. */
export function meansPackage(realm: RealmId, word: string, key: string): boolean {
  if (word === key) return true;
  const ecosystem = ECOSYSTEMS.find((one) => one === realm);
  if (ecosystem === undefined) return false;
  const { normal, short } = PACKAGE_NAMES[ecosystem];
  return normal(word) === key || short?.(key) === word;
}
