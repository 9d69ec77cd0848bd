import type { RegistryClient } from '../../../src/registry/client.ts';

/** Logins of indexes: where clients let users put them, and that an index's files need them as its pages do. */

export interface PackageIndex {
  /** With a slash at the end; may carry a login. */
  readonly url: string;
  readonly name?: string;
  /** Serves only packages that are assigned to it (`[tool.uv.sources]`). */
  readonly explicit?: boolean;
}

/** `https://user:secret@host/…` without the login: logins never reach a report. */
export function withoutLogin(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, (whole, scheme: string) =>
    /^(?:git\+)?ssh:/i.test(scheme) ? whole : scheme,
  );
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `${NAME}` filled in from the environment, as pip and Pipenv do in URLs; what is not set stays as written. */
export function withVariables(url: string, env: Environment): string {
  return url.replace(
    /\$\{([A-Z0-9_]+)\}/gi,
    (whole, name: string) => (Object.hasOwn(env, name) ? env[name] : undefined) || whole,
  );
}

/** Names of the variables that hold the login of a named index (uv, "Authentication"; Poetry, "Configuring credentials"). */
const LOGIN_VARIABLES: readonly ((name: string) => { readonly user: string; readonly password: string })[] = [
  (name) => ({ user: `UV_INDEX_${name}_USERNAME`, password: `UV_INDEX_${name}_PASSWORD` }),
  (name) => ({ user: `POETRY_HTTP_BASIC_${name}_USERNAME`, password: `POETRY_HTTP_BASIC_${name}_PASSWORD` }),
];

/** The index's URL with the login that the environment has for it; one that carries a login already is kept. */
export function withEnvironmentLogin(index: PackageIndex, env: Environment): PackageIndex {
  const url = parseUrl(index.url);
  if (index.name === undefined || url === undefined || url.username !== '') return index;
  const name = index.name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  for (const variables of LOGIN_VARIABLES) {
    const { user, password } = variables(name);
    const [login, secret] = [env[user] ?? '', env[password] ?? ''];
    if (login === '' && secret === '') continue;
    url.username = encodeURIComponent(login);
    url.password = encodeURIComponent(secret);
    return { ...index, url: url.href };
  }
  return index;
}

/** A client that sends an index's login with every request to that index's host. */
export function withIndexLogins(client: RegistryClient, indexes: readonly PackageIndex[]): RegistryClient {
  const logins = new Map<string, URL>();
  for (const { url: text } of indexes) {
    const url = parseUrl(text);
    if (url !== undefined && url.username + url.password !== '' && !logins.has(url.origin)) logins.set(url.origin, url);
  }
  if (logins.size === 0) return client;
  return {
    offline: client.offline,
    get(request) {
      const url = parseUrl(request.url);
      const login = url === undefined || url.username !== '' ? undefined : logins.get(url.origin);
      if (url === undefined || login === undefined) return client.get(request);
      url.username = login.username;
      url.password = login.password;
      return client.get({ ...request, url: url.href });
    },
    remember: (key, ttlSeconds, compute) => client.remember(key, ttlSeconds, compute),
  };
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
