import { describe, expect, it } from 'vitest';
import { npmSettings, type SettingsFile } from '../../analyzers/npm/resolve/registry/settings.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { TARGET } from './assemble.ts';
import { fakeRegistry } from './fake-registry.ts';

interface Case {
  readonly project?: Readonly<Partial<Record<SettingsFile['kind'], string>>>;
  readonly home?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Package → registry. */
  readonly registries?: Readonly<Record<string, string>>;
  /** URL → the header `authorization`. */
  readonly logins?: Readonly<Record<string, string | undefined>>;
  /** Address that the registry gives for an archive of `lodash` → the one that is asked. */
  readonly archives?: Readonly<Record<string, string>>;
}

const CASES: Readonly<Record<string, Case>> = {
  'the project before the user': {
    project: { '.npmrc': 'registry=https://project.example/\n@acme:registry=https://acme.example/\n' },
    home: { '.npmrc': 'registry=https://user.example/\n@other:registry=https://other.example/\n' },
    registries: {
      lodash: 'https://project.example/',
      '@acme/ui': 'https://acme.example/',
      '@other/ui': 'https://other.example/',
    },
  },
  'the environment before both': {
    env: { npm_config_registry: 'https://env.example/' },
    project: { '.npmrc': 'registry=https://project.example/\n' },
    registries: { lodash: 'https://env.example/' },
  },
  'archives on a host that the registry stands for': {
    project: { '.npmrc': 'registry=https://mirror.example/npm/\nreplace-registry-host=upstream.example\n' },
    archives: {
      'https://upstream.example/lodash/-/lodash-1.tgz': 'https://mirror.example/npm/lodash/-/lodash-1.tgz',
      'https://upstream.example/npm/lodash/-/lodash-1.tgz': 'https://mirror.example/npm/lodash/-/lodash-1.tgz',
      'https://other.example/lodash/-/lodash-1.tgz': 'https://other.example/lodash/-/lodash-1.tgz',
    },
  },
  'archives wherever they lie': {
    project: { '.npmrc': 'registry=https://mirror.example:8443\nreplace-registry-host=always\n' },
    archives: { 'https://other.example/l/-/l-1.tgz?x=1': 'https://mirror.example:8443/l/-/l-1.tgz?x=1' },
  },
  'archives below a path of a host': {
    env: { npm_config_replace_registry_host: 'https://upstream.example/api/npm' },
    project: { '.npmrc': 'registry=https://mirror.example/npm\n' },
    archives: {
      'https://upstream.example/api/npm/l/-/l-1.tgz': 'https://mirror.example/npm/l/-/l-1.tgz',
      'https://upstream.example/other/l/-/l-1.tgz': 'https://upstream.example/other/l/-/l-1.tgz',
    },
  },
  'archives where their registry says, unless it is npm’s own': {
    project: { '.npmrc': 'registry=https://mirror.example/\n' },
    archives: { 'https://upstream.example/l/-/l-1.tgz': 'https://upstream.example/l/-/l-1.tgz' },
  },
  'archives never elsewhere': {
    project: { '.npmrc': 'registry=https://mirror.example/\nreplace-registry-host=never\n' },
    archives: { 'https://upstream.example/l/-/l-1.tgz': 'https://upstream.example/l/-/l-1.tgz' },
  },
  'berry: its own file, scopes without their sign': {
    env: { npm_config_registry: 'https://env.example/' },
    project: {
      '.yarnrc.yml':
        'npmRegistryServer: "https://berry.example"\nnpmScopes:\n  acme:\n    npmRegistryServer: https://acme.example/npm/\n  plain: {}\n',
      '.npmrc': 'registry=https://npm.example/\n',
    },
    registries: {
      lodash: 'https://berry.example',
      '@acme/ui': 'https://acme.example/npm/',
      '@plain/ui': 'https://berry.example',
    },
  },
  'berry: the environment before the file': {
    env: { YARN_NPM_REGISTRY_SERVER: 'https://env.example', YARN_NPM_AUTH_TOKEN: 'secret' },
    project: { '.yarnrc.yml': 'npmRegistryServer: https://berry.example\n' },
    registries: { lodash: 'https://env.example' },
    logins: { 'https://env.example/lodash': 'Bearer secret', 'https://berry.example/lodash': undefined },
  },
  'berry: logins are the user’s, with variables': {
    env: { TOKEN: 'of-acme' },
    project: { '.yarnrc.yml': 'npmScopes:\n  acme: { npmRegistryServer: "https://acme.example/npm" }\n' },
    home: {
      '.yarnrc.yml':
        'npmRegistries:\n  "//acme.example/npm":\n    npmAuthToken: "${TOKEN}"\n  https://two.example:\n    npmAuthIdent: "${NOBODY:-me:word}"\n',
    },
    logins: {
      'https://acme.example/npm/@acme%2fui': 'Bearer of-acme',
      'https://two.example/x': `Basic ${Buffer.from('me:word').toString('base64')}`,
      'https://acme.example/else': undefined,
    },
  },
  'the project has no say over logins and sees no variables': {
    env: { SECRET: 'shh' },
    project: {
      '.npmrc': '//npm.example/:_authToken=stolen\nregistry=https://npm.example/${SECRET}/\n',
      '.yarnrc.yml': 'npmRegistryServer: "https://berry.example/${SECRET}"\nnpmAuthToken: stolen\n',
    },
    home: { '.npmrc': 'registry=https://user.example/\n' },
    registries: { lodash: 'https://user.example/' },
    logins: { 'https://npm.example/lodash': undefined, 'https://berry.example/lodash': undefined },
  },
  'yarn’s files count for nothing where there is no .yarnrc.yml': {
    env: { YARN_NPM_REGISTRY_SERVER: 'https://env.example' },
    home: { '.npmrc': 'registry=https://user.example/\n', '.yarnrc.yml': 'npmRegistryServer: https://berry.example\n' },
    registries: { lodash: 'https://user.example/' },
  },
  'bun: its own file, addresses and tables': {
    project: {
      'bunfig.toml':
        '[install]\nregistry = { url = "https://bun.example", token = "stolen" }\n[install.scopes]\nacme = "https://acme.example/npm/"\n"@two" = { url = "https://two.example" }\n',
      '.npmrc': 'registry=https://npm.example/\n',
    },
    registries: { lodash: 'https://bun.example', '@acme/ui': 'https://acme.example/npm/', '@two/ui': 'https://two.example' },
    logins: { 'https://bun.example/lodash': undefined },
  },
  'a broken .yarnrc.yml sets nothing': {
    project: { '.yarnrc.yml': 'npmRegistryServer: [\n' },
    home: { '.npmrc': 'registry=https://user.example/\n' },
    registries: { lodash: 'https://user.example/' },
  },
};

describe('registries and logins', () => {
  it.each(Object.entries(CASES))(
    '%s',
    async (_, { project = {}, home = {}, env = {}, registries = {}, logins = {}, archives = {} }) => {
      const environment = {
        ...createResolveEnvironment({ target: TARGET, offline: true, env, home: '/home/me', client: fakeRegistry('').client }),
        readUserFile: (path: string) => home[path.replace('/home/me/', '')],
      };
      const kinds = ['.npmrc', '.yarnrc.yml', 'bunfig.toml'] as const;
      const files = kinds.flatMap((kind) => (project[kind] === undefined ? [] : [{ kind, text: project[kind] }]));
      const settings = await npmSettings(environment, files);
      expect(Object.fromEntries(Object.keys(registries).map((name) => [name, settings.registryOf(name)]))).toEqual(registries);
      expect(Object.fromEntries(Object.keys(logins).map((url) => [url, settings.headersFor(url).authorization]))).toEqual(logins);
      expect(Object.fromEntries(Object.keys(archives).map((url) => [url, settings.archiveOf('lodash', url)]))).toEqual(archives);
    },
  );
});
