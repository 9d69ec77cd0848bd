import type { NativeNeed } from '../../src/model/index.ts';
import type { PackageJson } from './manifests/manifest.ts';
import { purlOf } from './notation/purl.ts';
import type { ReadEntry } from './reading.ts';

/** Packages with native code, and the system library that they need where there is one. */
const ADDONS: ReadonlyMap<string, string | undefined> = new Map([
  ['argon2', undefined],
  ['bcrypt', undefined],
  ['better-sqlite3', undefined],
  ['bufferutil', undefined],
  ['canvas', 'cairo'],
  ['couchbase', undefined],
  ['cpu-features', undefined],
  ['dtrace-provider', undefined],
  ['farmhash', undefined],
  ['ffi-napi', 'libffi'],
  ['gl', 'libgl'],
  ['grpc', undefined],
  ['heapdump', undefined],
  ['ibm_db', 'db2-clidriver'],
  ['iconv', undefined],
  ['isolated-vm', undefined],
  ['kerberos', 'libkrb5'],
  ['leveldown', undefined],
  ['libpq', 'libpq'],
  ['libxmljs', undefined],
  ['libxmljs2', undefined],
  ['lmdb', undefined],
  ['lz4', undefined],
  ['memcpy', undefined],
  ['microtime', undefined],
  ['mongodb-client-encryption', undefined],
  ['msgpackr-extract', undefined],
  ['node-expat', undefined],
  ['node-pty', undefined],
  ['node-rdkafka', 'librdkafka'],
  ['node-sass', undefined],
  ['nodegit', 'libssh2'],
  ['odbc', 'unixodbc'],
  ['onnxruntime-node', undefined],
  ['opencv4nodejs', 'opencv'],
  ['oracledb', 'oracle-instantclient'],
  ['pg-native', 'libpq'],
  ['playwright', 'browser-libraries'],
  ['prisma', 'openssl'],
  ['@prisma/client', 'openssl'],
  ['@prisma/engines', 'openssl'],
  ['puppeteer', 'browser-libraries'],
  ['re2', undefined],
  ['ref-napi', undefined],
  ['rocksdb', undefined],
  ['serialport', undefined],
  ['sharp', undefined],
  ['snappy', undefined],
  ['sodium-native', undefined],
  ['sqlite3', undefined],
  ['ssh2', undefined],
  ['usb', 'libudev'],
  ['utf-8-validate', undefined],
  ['v8-profiler-next', undefined],
  ['zeromq', 'libzmq'],
  ['@confluentinc/kafka-javascript', 'librdkafka'],
  ['@datadog/native-metrics', undefined],
  ['@datadog/pprof', undefined],
  ['@grpc/grpc-js-native', undefined],
  ['@mongodb-js/zstd', undefined],
  ['@parcel/watcher', undefined],
  ['@temporalio/core-bridge', undefined],
  ['@tensorflow/tfjs-node', undefined],
  ['@tensorflow/tfjs-node-gpu', 'cuda'],
  ['@instana/autoprofile', undefined],
]);

/** Build helpers that only packages with native code depend on. */
export const ADDON_HELPERS: ReadonlySet<string> = new Set([
  'node-gyp-build',
  'node-gyp-build-optional-packages',
  'node-pre-gyp',
  '@mapbox/node-pre-gyp',
  'prebuild-install',
  'bindings',
  'nan',
  'node-addon-api',
  'cmake-js',
  'node-gyp',
]);

export function isAddon(name: string): boolean {
  return ADDONS.has(name);
}

/** A native need of a package by what is known of its name. */
export function addonNeed(name: string, version: string | undefined, origin: NativeNeed['origin']): NativeNeed {
  const library = ADDONS.get(name);
  return { purl: purlOf(name, version), kind: 'node-addon', origin, ...(library === undefined ? {} : { library }) };
}

/** Native code that package.json itself shows: its own, and that of well-known direct dependencies that are deployed. */
export function nativeNeeds(manifest: PackageJson, entries: readonly ReadEntry[]): readonly NativeNeed[] {
  const own: readonly NativeNeed[] = manifest.buildsNative
    ? [{ purl: purlOf(manifest.name ?? manifest.file), kind: 'node-addon', origin: { file: manifest.file, line: 1 } }]
    : [];
  const direct = entries
    .filter(({ entry, spec }) => entry.field !== 'devDependencies' && isAddon(spec.target))
    .map(({ entry, spec }) => addonNeed(spec.target, undefined, entry.origin));
  return [...own, ...direct];
}
