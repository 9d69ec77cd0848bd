/** `${…}` in POM values. Reference: POM reference, "Properties"; order of sources as Maven's model interpolator has it. */

import { isGiven } from './given.ts';

export interface Values {
  /** `project.x` and `pom.x`: facts of the model that no property overrides. */
  readonly project: (name: string) => string | undefined;
  readonly user: ReadonlyMap<string, string>;
  readonly properties: ReadonlyMap<string, string>;
  readonly system: (name: string) => string | undefined;
}

export interface Interpolated {
  readonly text: string;
  readonly cycle?: string;
}

/** Of the sources in order the first that knows it; one whose value holds the same expression is passed over for another. */
function lookup(name: string, values: Values): string | undefined {
  const prefixed = /^(?:project|pom)\.(.+)$/s.exec(name)?.[1];
  const first = prefixed === undefined ? undefined : values.project(prefixed);
  const found = first ?? values.user.get(name) ?? values.properties.get(name) ?? values.system(name) ?? values.project(name);
  if (found?.includes(`\${${name}}`) !== true) return found;
  const others = [values.user.get(name), values.properties.get(name), values.system(name), values.project(name)];
  return others.find((one) => one?.includes(`\${${name}}`) === false) ?? found;
}

/** Properties that name each other in a longer chain stay as they are written; Maven runs out of stack on some thousands. */
const MAX_CHAIN = 100;
/** More text than this from one value is a bomb (each property twice the one before). */
const MAX_LENGTH = 100_000;

/** Resolves every expression that is known, nested ones too; what nobody knows stays as written. */
export function interpolate(text: string, values: Values): Interpolated {
  if (!text.includes('${')) return { text };
  let cycle: string | undefined;
  let budget = MAX_LENGTH;
  const expand = (value: string, path: readonly string[]): string => {
    if (!value.includes('${')) return value;
    let result = '';
    let at = 0;
    for (;;) {
      const start = value.indexOf('${', at);
      const end = start < 0 ? -1 : value.indexOf('}', start);
      if (end < 0) return result + value.slice(at);
      const name = value.slice(start + 2, end);
      result += value.slice(at, start);
      at = end + 1;
      const found = budget > 0 && path.length < MAX_CHAIN ? lookup(name, values) : undefined;
      // A property that hands on what the machine says (maven.build.timestamp) is no cycle.
      if (found !== undefined && path.includes(name) && !isGiven(name)) cycle ??= name;
      budget -= found?.length ?? 1;
      result += found === undefined || path.includes(name) ? `\${${name}}` : expand(found, [...path, name]);
    }
  };
  const result = expand(text, []);
  return cycle === undefined ? { text: result } : { text: result, cycle };
}

export function hasExpression(text: string): boolean {
  return text.includes('${');
}
