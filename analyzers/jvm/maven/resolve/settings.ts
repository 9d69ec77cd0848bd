/** settings.xml: mirrors, servers, the local repository, repositories of active profiles. Reference: Maven settings reference. */

import { childOf, itemsOf, parseXml, textIn, type XmlElement } from '../../../../src/formats/xml.ts';
import { isTrue } from '../model/pom.ts';

export interface Mirror {
  readonly id: string;
  readonly url: string;
  readonly mirrorOf: string;
  readonly blocked: boolean;
}

export interface Server {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

export interface SettingsRepository {
  readonly id: string;
  readonly url: string;
  readonly releases: boolean;
  readonly snapshots: boolean;
}

export interface Settings {
  readonly mirrors: readonly Mirror[];
  readonly servers: readonly Server[];
  readonly repositories: readonly SettingsRepository[];
  readonly localRepository?: string;
  /** An active proxy is named. */
  readonly hasProxy: boolean;
  /** What could not be read. */
  readonly problem?: string;
}

export const NO_SETTINGS: Settings = { mirrors: [], servers: [], repositories: [], hasProxy: false };

function isEnabled(repository: XmlElement, policy: string): boolean {
  const element = childOf(repository, policy);
  return element === undefined || textIn(element, 'enabled') !== 'false';
}

type Variables = Readonly<Record<string, string | undefined>>;

/** `${env.NAME}` and `${user.home}` as Maven resolves them in settings. */
function expander(env: Variables, home: string): (value: string) => string {
  return (value) =>
    value.replace(/\$\{([^}]{1,200})\}/g, (whole, name: string) => {
      if (name === 'user.home') return home;
      return (name.startsWith('env.') ? env[name.slice(4)] : undefined) ?? whole;
    });
}

/** Reads settings.xml: mirrors, servers, active repositories, the local repository; what is no XML is in `problem`. */
export function parseSettings(source: string, env: Variables, home: string): Settings {
  const document = parseXml(source);
  if (!document.ok) return { ...NO_SETTINGS, problem: document.problem };
  const { root } = document;
  const expand = expander(env, home);
  const get = (element: XmlElement, name: string): string => expand(textIn(element, name));
  const active = new Set(itemsOf(root, 'activeProfiles', 'activeProfile').map((one) => one.text.trim()));
  const profiles = itemsOf(root, 'profiles', 'profile').filter(
    (profile) =>
      active.has(textIn(profile, 'id')) ||
      profile.children.some((one) => one.name === 'activation' && isTrue(textIn(one, 'activeByDefault'))),
  );
  const localRepository = get(root, 'localRepository');
  return {
    mirrors: itemsOf(root, 'mirrors', 'mirror').map((one) => ({
      id: get(one, 'id'),
      url: get(one, 'url'),
      mirrorOf: get(one, 'mirrorOf'),
      blocked: isTrue(textIn(one, 'blocked')),
    })),
    servers: itemsOf(root, 'servers', 'server').map((one) => ({
      id: get(one, 'id'),
      username: get(one, 'username'),
      password: get(one, 'password'),
    })),
    repositories: profiles.flatMap((profile) =>
      itemsOf(profile, 'repositories', 'repository').map((one) => ({
        id: get(one, 'id'),
        url: get(one, 'url'),
        releases: isEnabled(one, 'releases'),
        snapshots: isEnabled(one, 'snapshots'),
      })),
    ),
    hasProxy: itemsOf(root, 'proxies', 'proxy').some((one) => textIn(one, 'active') !== 'false' && textIn(one, 'host') !== ''),
    ...(localRepository === '' ? {} : { localRepository }),
  };
}

/** `{…}` stands for what only Maven's own key opens. Reference: Maven's guide to password encryption. */
export function isEncrypted(password: string): boolean {
  const open = password.indexOf('{');
  return open >= 0 && password.includes('}', open) && !password.includes('${');
}

/** The user's settings win over the installation's, entry by entry. */
export function mergeSettings(user: Settings, global: Settings): Settings {
  const merge = <T extends { readonly id: string }>(near: readonly T[], far: readonly T[]): readonly T[] => [
    ...near,
    ...far.filter(({ id }) => !near.some((one) => one.id === id)),
  ];
  const localRepository = user.localRepository ?? global.localRepository;
  return {
    mirrors: merge(user.mirrors, global.mirrors),
    servers: merge(user.servers, global.servers),
    repositories: merge(user.repositories, global.repositories),
    hasProxy: user.hasProxy || global.hasProxy,
    ...(localRepository === undefined ? {} : { localRepository }),
  };
}

function isExternal(url: string, httpOnly: boolean): boolean {
  const host = /^https?:\/\/([^/:]+)/.exec(url)?.[1];
  if (host === undefined || host === 'localhost' || host === '127.0.0.1') return false;
  return !httpOnly || url.startsWith('http://');
}

type Named = Pick<SettingsRepository, 'id' | 'url'>;

/** Whether a mirror stands for a repository: `*`, `external:*`, `external:http:*`, lists, `!id`. */
function isMirrorOf(pattern: string, { id, url }: Named): boolean {
  let found = false;
  for (const part of pattern.split(',').map((one) => one.trim())) {
    if (part === id) return true;
    if (part.startsWith('!') && part.slice(1) === id) return false;
    if (part === '*') found = true;
    else if (part === 'external:*' && isExternal(url, false)) found = true;
    else if (part === 'external:http:*' && isExternal(url, true)) found = true;
  }
  return found;
}

/** Maven takes an exact match before any pattern. */
export function mirrorFor(settings: Settings, repository: Named): Mirror | undefined {
  return (
    settings.mirrors.find(({ mirrorOf }) => mirrorOf === repository.id) ??
    settings.mirrors.find(({ mirrorOf }) => isMirrorOf(mirrorOf, repository))
  );
}
