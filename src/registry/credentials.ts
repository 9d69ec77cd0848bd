import { percentDecoded } from '../model/index.ts';

/** A login for a host, as a `.netrc` file or a client's own configuration gives it. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

export type HeaderMap = Readonly<Record<string, string>>;

/** Headers that authenticate requests to a URL; undefined when nothing is known for it. */
export type CredentialSource = (url: URL) => HeaderMap | undefined;

export function basicAuth({ user, password }: Login): HeaderMap {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/**
 * Logins by host of a `.netrc` file (the format of ftp(1)): `machine`, `login`, `password`, `account`, `default`;
 * `macdef` runs to the next empty line. Tokens may be quoted, as curl reads them. The first entry of a host wins.
 */
export function parseNetrc(text: string): ReadonlyMap<string, Login> {
  const logins = new Map<string, Login>();
  const tokens = netrcTokens(text);
  let host: string | undefined;
  let user = '';
  let password = '';
  const close = () => {
    if (host !== undefined && !logins.has(host)) logins.set(host, { user, password });
    host = undefined;
    user = '';
    password = '';
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === 'machine') {
      close();
      host = (tokens[++i] ?? '').toLowerCase();
    } else if (token === 'default') {
      close();
      host = '';
    } else if (token === 'login') user = tokens[++i] ?? '';
    else if (token === 'password') password = tokens[++i] ?? '';
    else if (token === 'account') i++;
  }
  close();
  return logins;
}

function netrcTokens(text: string): readonly string[] {
  const tokens: string[] = [];
  let inMacro = false;
  for (const line of text.split(/\r?\n/u)) {
    if (inMacro) {
      inMacro = line.trim() !== '';
      continue;
    }
    const words = line.match(/"(?:\\.|[^"\\])*"|\S+/gu) ?? [];
    for (const word of words) {
      if (word.startsWith('#') && tokens.at(-1) !== 'password') break;
      if (word === 'macdef') {
        inMacro = true;
        break;
      }
      tokens.push(
        word.length > 1 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1).replace(/\\(.)/gu, '$1') : word,
      );
    }
  }
  return tokens;
}

/** Logins of a `.netrc` file as credentials; its `default` entry serves hosts that it does not name. */
export function netrcCredentials(text: string): CredentialSource {
  const logins = parseNetrc(text);
  return (url) => {
    const login = logins.get(url.hostname.toLowerCase()) ?? logins.get('');
    return login === undefined ? undefined : basicAuth(login);
  };
}

/** Takes the login out of a URL (`https://user:secret@host/`), so that it appears in no message and no cache key. */
export function splitLogin(url: URL): { readonly url: URL; readonly login?: Login } {
  if (url.username === '' && url.password === '') return { url };
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return { url: bare, login: { user: percentDecoded(url.username), password: percentDecoded(url.password) } };
}
