import type { RuntimeName } from './realm.ts';

/**
 * The machine and date that verdicts hold for. `python` is `X.Y` (read as X.Y.0) or a full version;
 * `platform` is `linux-x86_64`, `linux-aarch64`, `darwin-arm64`, `windows-x86_64` …
 */
export interface Target {
  readonly python: string;
  readonly node: string;
  readonly jdk: string;
  readonly go: string;
  readonly platform: string;
  readonly because: Readonly<Record<'python' | 'node' | 'jdk' | 'go' | 'platform', TargetReason>>;
}

/** The version of a runtime, and no range: `3.11`, `17.0.2+8`, `1.8.0_402`, `3.14.0rc1`. */
export const RUNTIME_VERSION = /^\d+(?:\.\d+)*(?:(?:[-+_]|a|b|rc)[\w.+-]+)?$/;
/** What hosts run on, `system-processor`; x86_64 is understood. */
export const HOST_PLATFORM = /^(?:linux|musllinux|darwin|macos|windows)(?:-\w+)?$/;

/** How a value of the target was found. */
export type TargetReason =
  | 'option'
  | 'config'
  | 'newest that the fleet admits'
  | 'newest that most of the fleet admits'
  | 'least that the fleet asks for'
  | 'least that most of the fleet asks for'
  | 'newest known'
  | 'default';

/** What facts may depend on: never how a value was found. */
export type TargetVersions = Omit<Target, 'because'>;

/** What facts of an ecosystem may depend on: on one runtime at most, and on the platform. */
export type TargetFor<Axis extends RuntimeName | null> = Pick<TargetVersions, Exclude<Axis, null> | 'platform'>;

/**
 * Newest stable releases known when this version of cohost was made (2026-11-29), the oldest first: of Node.js and the JDK
 * those with long-term support. What services ask for beyond them is a release, too (`namedReleases`).
 */
export const NEWEST: Readonly<Record<'python' | 'node' | 'jdk' | 'go', readonly string[]>> = {
  python: ['2.7', '3.5', '3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3.15'],
  node: ['10.24.1', '12.22.12', '14.21.3', '16.20.2', '18.20.8', '20.20.2', '22.23.3', '24.21.0', '26.10.0'],
  jdk: ['8', '11', '17', '21', '25'],
  go: ['1.21', '1.22', '1.23', '1.24', '1.25', '1.26', '1.27'],
};

/**
 * The last releases of the lines between those (Node.js, "Releases": odd majors have no long-term support). Nobody is sent
 * to one; whoever asks for the line alone (`25.x`, an image `node:25`) gets its last release.
 */
export const LAST_OF_LINE: Readonly<Record<keyof typeof NEWEST, readonly string[]>> = {
  python: [],
  node: ['11.15.0', '13.14.0', '15.14.0', '17.9.1', '19.9.0', '21.7.3', '23.11.1', '25.9.0'],
  jdk: [],
  go: [],
};
