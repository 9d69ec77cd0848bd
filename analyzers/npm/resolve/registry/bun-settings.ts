/** Registries of bunfig.toml, in the words of npm's options. */
import { parseToml } from '../../../../src/formats/toml.ts';
import { type Setting, settingAt, tomlSetting } from '../../workspaces/setting.ts';

/** `install.registry` and `install.scopes`: an address, or a table with `url`; logins in them are the analysed code's, and not taken. */
export function parseBunfig(text: string): ReadonlyMap<string, string> {
  const document = parseToml(text);
  const options = new Map<string, string>();
  if (!document.ok) return options;
  const install = settingAt(tomlSetting(document, 'bunfig.toml'), 'install');
  const set = (key: string, registry: Setting | undefined): void => {
    const url = registry?.text ?? settingAt(registry, 'url')?.text;
    if (url !== undefined) options.set(key, url);
  };
  set('registry', settingAt(install, 'registry'));
  for (const [scope, registry] of settingAt(install, 'scopes')?.entries() ?? [])
    set(`@${scope.replace(/^@/, '')}:registry`, registry);
  return options;
}
