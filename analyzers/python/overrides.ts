import { addTo } from '../../src/model/index.ts';
import type { Declared } from './declared.ts';

/**
 * Lines with what replaces them: an override stands in for every requirement on its package, the project's own ones
 * included, with its own extras and marker (uv, "Dependency overrides"; PDM, "Override resolved versions").
 */
export function withOverrides<L extends Declared>(lines: readonly L[], overrides: readonly Declared[]): readonly L[] {
  if (overrides.length === 0) return lines;
  const byName = new Map<string, Declared[]>();
  for (const override of overrides) {
    if (override.name !== undefined) addTo(byName, override.name, override);
  }
  return lines.flatMap((line) => {
    const replacing = line.name === undefined || line.scope === 'build' ? undefined : byName.get(line.name);
    return replacing === undefined ? [line] : replacing.map((override) => replaced(line, override));
  });
}

/** What the override does not say (a marker, a place) is gone; where the line stands stays. */
function replaced<L extends Declared>(line: L, override: Declared): L {
  const { group, scope } = line;
  return { ...line, from: undefined, marker: undefined, ...override, group, scope };
}
