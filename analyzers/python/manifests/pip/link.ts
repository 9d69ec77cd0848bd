import { isIPv6 } from 'node:net';
import { baseName, normalizeName, percentDecoded, withoutTrailing } from '../../../../src/model/index.ts';
import { Refusal } from '../../notation/scanner.ts';
import { formatVersion, parseVersion } from '../../notation/version.ts';

/** URLs of requirements, as pip takes them apart. */

export const VCS: Readonly<Record<string, readonly string[]>> = {
  git: ['http', 'https', 'ssh', 'git', 'file'],
  hg: ['file', 'http', 'https', 'ssh', 'static-http'],
  svn: ['ssh', 'http', 'https', 'svn', 'file'],
  bzr: ['http', 'https', 'ssh', 'sftp', 'ftp', 'lp', 'file'],
};
export const VCS_SCHEMES: ReadonlySet<string> = new Set(
  Object.entries(VCS).flatMap(([tool, transports]) => transports.map((transport) => `${tool}+${transport}`)),
);
const PLAIN_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'file', 'ftp']);

export function schemeOf(text: string): string {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase() ?? '';
}

export function isUrl(text: string): boolean {
  const scheme = schemeOf(text);
  return PLAIN_SCHEMES.has(scheme) || VCS_SCHEMES.has(scheme);
}

/** pip refuses what Python cannot split, files of other machines, and an `egg` fragment that is no plain project name. */
export function checkedUrl(url: string): string | Refusal {
  const netloc = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  if (!isNetloc(netloc)) return new Refusal(`"${url}" is not a valid URL: its brackets hold no IPv6 address`);
  if (schemeOf(url) === 'file' && (!url.startsWith('file:') || !['', 'localhost'].includes(netloc)))
    return new Refusal(`"${url}" names a file of another machine; write file:///PATH`);
  const egg = eggOf(url);
  return egg instanceof Refusal ? egg : url;
}

/** Whether brackets, if there are any, hold an IPv6 address (RFC 3986, 3.2.2). */
function isNetloc(netloc: string): boolean {
  const open = netloc.indexOf('[');
  const close = netloc.indexOf(']');
  if (open < 0 && close < 0) return true;
  if (open < 0 || close < open) return false;
  const address = netloc.slice(open + 1, close);
  return isIPv6(address.replace(/%.*$/s, '')) || /^v[0-9a-f]+\.[!$&'()*+,;=:\w~.-]+$/i.test(address);
}

/** `host` or `host:port` as pip keeps what `--trusted-host` says; none where it names no host. A bare IPv6 address may stand. */
export function trustedHost(text: string): string | undefined {
  const isBareAddress = text.split(':').length > 2 && !/[@[]/.test(text);
  const netloc = (isBareAddress ? `[${text}]` : text).split(/[/?#]/, 1)[0] ?? '';
  if (!isNetloc(netloc)) return undefined;
  const [, named = '', port = ''] = /^(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(netloc) ?? [];
  const host = named.toLowerCase();
  if (host === '' || !/^\d*$/.test(port) || Number(port) > 65_535) return undefined;
  return port === '' ? host.replace(/^\[(.*)\]$/s, '$1') : `${host}:${Number(port)}`;
}

export function fileNameOf(target: string): string {
  const path = withoutTrailing(target.replace(/^file:/i, '').replace(/[?#].*$/s, ''), '/');
  return percentDecoded(baseName(path));
}

const PROJECT_NAME = /^(?:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i;

/** The project's name in an `egg` fragment. */
export function eggOf(url: string): string | undefined | Refusal {
  const egg = /[#&]egg=([^&]*)/.exec(url)?.[1];
  if (egg === undefined) return undefined;
  return PROJECT_NAME.test(egg) ? egg : new Refusal(`"egg=${egg}" is not a project name; write "name[extras] @ URL" instead`);
}

/** `name-version(-build)?-python-abi-platform.whl` (PEP 427). */
export function wheelOf(file: string): { readonly name: string; readonly version: string } | Refusal {
  const parts = file.slice(0, -4).split('-');
  const [name = '', versionText = '', build = ''] = parts;
  const [python = '', abi = '', platform = ''] = parts.slice(-3);
  const version = parseVersion(versionText);
  const isValid =
    (parts.length === 5 || (parts.length === 6 && /^\d/.test(build))) &&
    /^[\p{L}\p{N}_.]+$/u.test(name) &&
    !name.includes('__') &&
    version !== undefined &&
    python.split('.').every((one) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(one)) &&
    [abi, platform].every((tag) => !tag.split('.').includes(''));
  if (!isValid) return new Refusal(`"${file}" is not a valid wheel name`);
  return { name: normalizeName(name), version: formatVersion(version) };
}

/** The version that a place pins by its name: that of a wheel; only a build would tell others'. */
export function wheelVersion(place: string): string | undefined {
  const file = fileNameOf(place);
  if (!file.endsWith('.whl')) return undefined;
  const wheel = wheelOf(file);
  return wheel instanceof Refusal ? undefined : wheel.version;
}
