import type { Diagnostic, Target } from '../model/index.ts';

/** One GET through the shared client: cached on disk, retried, bounded, with the credentials it is given. */
export interface FetchRequest {
  readonly url: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds for which a cached answer is taken without asking; `Infinity` for immutable documents. */
  readonly ttlSeconds: number;
  /** False for what is read once and then remembered by what was found in it: a large archive. Kept on disk when absent. */
  readonly keep?: boolean;
  /** More than this is a failure, not an answer. */
  readonly maxBytes?: number;
  /** Inclusive byte range; a negative `start` counts from the end. */
  readonly range?: { readonly start: number; readonly end?: number };
  /** The body has to have this hash; otherwise the answer is a failure and is not cached. */
  readonly hash?: { readonly algorithm: 'sha1' | 'sha256' | 'sha512' | 'md5'; readonly hex: string };
}

export type FetchAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      readonly fromCache: boolean;
    }
  | { readonly ok: false; readonly failure: FetchFailure };

export interface FetchFailure {
  readonly kind: 'not-found' | 'gone' | 'offline' | 'network' | 'http' | 'too-large' | 'bad-hash' | 'redirect-loop' | 'denied';
  readonly status?: number;
  readonly url: string;
  readonly message: string;
}

export interface RegistryClient {
  get(request: FetchRequest): Promise<FetchAnswer>;
  /**
   * Derived facts by key, kept in the disk cache beside the documents: parsed once, read by every later run.
   * `compute` runs when there is no entry younger than `ttlSeconds`. Keys name the shape of what is kept, with a number
   * that grows when it changes, and entries have checksums: what is read back is what was computed.
   */
  remember<T>(key: string, ttlSeconds: number, compute: () => Promise<T | undefined>): Promise<T | undefined>;
  readonly offline: boolean;
}

/** Everything that a resolver may ask of the outside world. */
export interface ResolveEnvironment {
  readonly client: RegistryClient;
  readonly target: Target;
  /** ISO date-time; versions published later do not exist. */
  readonly before?: string;
  /** ISO date-time of the run, for clients' settings that count back from it; without one these are not applied. */
  readonly now?: string;
  /** The user's environment variables, for client configuration only. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Reads a client configuration file of the user (pip.conf, .npmrc, settings.xml), absolute path; undefined when there is none. */
  readUserFile(path: string): string | undefined;
  /** The same for files that are no text (an installed client's own archives), where there is a disk. */
  readUserBytes?(path: string): Uint8Array | undefined;
  /**
   * What an installed client prints about itself (its built-in defaults), with fixed arguments and no shell; undefined when
   * it is not installed. Kept on disk for a month. Never used to build, install or run anything of the project.
   */
  ask?(command: string, args: readonly string[]): Promise<string | undefined>;
  /** Settings per realm from config. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  progress(event: { readonly phase: string; readonly done: number; readonly total?: number }): void;
  warn(diagnostic: Diagnostic): void;
}
