import { meantOr } from '../formats/closest.ts';
import type { Diagnostic } from '../model/index.ts';
import type { LoadedConfig } from './load.ts';
import { PACKAGING_RULE } from './schema.ts';
import type { ConfigPath } from './source.ts';

/** Which packaging rules there are is known to those alone; see src/recommend. */
const isPackaging = (id: string): boolean => PACKAGING_RULE.test(id);

/** Settings and ignore entries for rules that there are none of: what was meant to be silent would be told. */
export function unknownRules({ config, originOf }: LoadedConfig, known: ReadonlySet<string>): readonly Diagnostic[] {
  const settings = Object.keys(config.rules ?? {}).filter((id) => !isPackaging(id));
  const named: readonly (readonly [string, ConfigPath])[] = [
    ...settings.map((id) => [id, ['rules', id]] as const),
    ...(config.ignore ?? []).flatMap(({ rule }, index) =>
      rule === undefined ? [] : [[rule, ['ignore', index, 'rule']] as const],
    ),
  ];
  return named.flatMap(([id, path]): readonly Diagnostic[] => {
    if (known.has(id)) return [];
    return [{ ...unknownRule(id, known), ...originOf(path) }];
  });
}

/** A rule that config names and that there is none of. */
export function unknownRule(id: string, known: ReadonlySet<string>): Diagnostic {
  const hint = meantOr(id, known, 'cohost explain-rule lists them');
  const message = `config names the rule "${id}", which there is none of; ${hint}`;
  return { code: 'config/unknown-rule', severity: 'warning', message };
}
