import type { ResolveEnvironment } from '../../../src/registry/client.ts';

/** The go command's own settings (`go help environment`): environment variables, then its env file, then the command itself. */
export interface GoSettings {
  /** In order; each with whether any failure moves on to the next, or only an unknown module. */
  readonly proxies: readonly ProxyEntry[];
  /** Glob patterns of module paths that no proxy is asked for. */
  readonly noProxy: readonly string[];
  /** The module cache, where there is one. */
  readonly moduleCache: string | undefined;
}

export interface ProxyEntry {
  /** A base URL, `direct` or `off`. */
  readonly where: string;
  readonly next: 'when-unknown' | 'on-any-failure';
}

/** Undefined proxies mean that nothing names one and no go command is installed: a diagnostic's matter. */
export async function readGoSettings(environment: ResolveEnvironment): Promise<GoSettings> {
  const file = readEnvFile(environment);
  const setting = (name: string): string => environment.env[name] ?? file.get(name) ?? '';
  const proxy = setting('GOPROXY') || (await askGo(environment));
  return {
    proxies: parseProxyList(proxy),
    noProxy: (setting('GONOPROXY') || setting('GOPRIVATE')).split(',').filter((pattern) => pattern.trim() !== ''),
    moduleCache: setting('GOMODCACHE') || defaultModuleCache(environment, setting('GOPATH')),
  };
}

/** `a,b|c`: after a comma the next proxy is asked only for modules that this one doesn't know. */
function parseProxyList(text: string): readonly ProxyEntry[] {
  const entries: ProxyEntry[] = [];
  for (const match of text.matchAll(/([^,|]+)([,|]?)/g)) {
    const where = (match[1] ?? '').trim();
    if (where === '') continue;
    entries.push({ where: withScheme(where), next: match[2] === '|' ? 'on-any-failure' : 'when-unknown' });
    if (where === 'off' || where === 'direct') break;
  }
  return entries;
}

/** What is neither one of Go's own words nor a URL nor a path is a host, asked by https. */
function withScheme(where: string): string {
  const isHost = /[.:/]/.test(where) && !where.includes(':/') && !where.startsWith('/');
  return isHost ? `https://${where}` : where;
}

function readEnvFile(environment: ResolveEnvironment): ReadonlyMap<string, string> {
  const path = environment.env.GOENV ?? `${configDirectory(environment)}/go/env`;
  const text = path === 'off' ? undefined : environment.readUserFile(path);
  const lines = (text ?? '').split(/\r?\n/);
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const equals = line.indexOf('=');
      return line.startsWith('#') || equals <= 0 ? [] : [[line.slice(0, equals).trim(), line.slice(equals + 1).trim()]];
    }),
  );
}

/** Where the operating system keeps a user's configuration. */
function configDirectory({ env, home }: ResolveEnvironment): string {
  if (process.platform === 'win32') return env.AppData ?? env.APPDATA ?? `${home}/AppData/Roaming`;
  if (process.platform === 'darwin') return `${home}/Library/Application Support`;
  return env.XDG_CONFIG_HOME || `${home}/.config`;
}

function defaultModuleCache({ home }: ResolveEnvironment, goPath: string): string | undefined {
  const [first = ''] = goPath.split(process.platform === 'win32' ? ';' : ':', 1);
  const base = first || (home === '' ? '' : `${home}/go`);
  return base === '' ? undefined : `${base}/pkg/mod`;
}

/**
 * The installed go command knows its distribution's default. It is asked from the home directory (`-C`, since Go 1.20):
 * in the project it would look at the toolchain line there first.
 */
async function askGo({ ask, home }: ResolveEnvironment): Promise<string> {
  const answer = (await ask?.('go', ['env', '-C', home, 'GOPROXY'])) ?? (await ask?.('go', ['env', 'GOPROXY']));
  return answer?.trim() ?? '';
}
