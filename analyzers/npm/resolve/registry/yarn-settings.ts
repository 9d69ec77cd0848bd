/** Registries and logins of yarn berry, which reads no .npmrc: in the words of npm's options. */
import { type YamlNode, yamlAt, yamlEntries, yamlText } from '../../../../src/formats/yaml/yaml.ts';
import { withoutTrailing } from '../../../../src/model/index.ts';
import { readYamlRoot } from '../../workspaces/yaml-root.ts';

/** .yarnrc.yml: `npmRegistryServer`, `npmScopes`, `npmRegistries`, `npmAuthToken`, `npmAuthIdent` (yarn, "Settings"). */
export function parseYarnrc(text: string, env: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const { root } = readYamlRoot(text);
  const options = new Map<string, string>();
  const set = (key: string, value: string | undefined): void => {
    if (value !== undefined) options.set(key, value);
  };
  const textAt = (node: YamlNode | undefined, key: string): string | undefined => {
    const found = yamlText(yamlAt(node, key));
    return found === undefined ? undefined : expand(found, env);
  };
  const login = (url: string | undefined, node: YamlNode | undefined): void => {
    const where = url === undefined ? undefined : withoutTrailing(url.replace(/^https?:/, ''), '/');
    if (where === undefined) return;
    set(`${where}/:_authToken`, textAt(node, 'npmAuthToken'));
    const ident = textAt(node, 'npmAuthIdent');
    set(`${where}/:_auth`, ident?.includes(':') === true ? Buffer.from(ident).toString('base64') : ident);
  };
  const server = textAt(root, 'npmRegistryServer');
  set('registry', server);
  login(server, root);
  for (const [name, { value }] of yamlEntries(yamlAt(root, 'npmScopes'))) {
    const own = textAt(value, 'npmRegistryServer');
    set(`@${name}:registry`, own);
    login(own ?? server, value);
  }
  for (const [url, { value }] of yamlEntries(yamlAt(root, 'npmRegistries'))) login(url, value);
  return options;
}

/** `YARN_NPM_REGISTRY_SERVER` and its login: stronger than any file. */
export function yarnEnvironment(env: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const server = env.YARN_NPM_REGISTRY_SERVER;
  const token = env.YARN_NPM_AUTH_TOKEN;
  const where = server === undefined ? undefined : withoutTrailing(server.replace(/^https?:/, ''), '/');
  return new Map([
    ...(server ? [['registry', server] as const] : []),
    ...(where && token ? [[`${where}/:_authToken`, token] as const] : []),
  ]);
}

/** `${NAME}`, `${NAME-fallback}` when it is not set, `${NAME:-fallback}` when it is empty as well. */
function expand(value: string, env: Readonly<Record<string, string | undefined>>): string {
  return value.replace(
    /\$\{([\w]{1,200})(?:(:?)-([^}]{0,500}))?\}/g,
    (whole, name: string, colon?: string, fallback?: string) => {
      const known = Object.hasOwn(env, name) ? env[name] : undefined;
      if (known !== undefined && (known !== '' || colon !== ':')) return known;
      return fallback ?? whole;
    },
  );
}
