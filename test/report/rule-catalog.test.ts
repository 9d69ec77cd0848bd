import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES, ruleEntry } from '../../src/report/rules/rule-catalog.ts';

/** Where conflicts are made: the rules of the analyzers and the engine. Advice about packaging has rules of its own. */
const PLACES = ['analyzers', 'src/detect', 'src/place', 'src/gate'];

function sources(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? sources(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** `rule: 'area/name'` or `const rule = 'area/name'`, also behind a condition: `rule: a ? 'x/y' : 'x/z'`. */
function emittedRules(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of PLACES.flatMap(sources)) {
    for (const [, value] of readFileSync(path, 'utf8').matchAll(/\brule(?::|\s*=)\s*([^,;}]+)/g)) {
      for (const [, id] of (value ?? '').matchAll(/'([a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z]+)*)'/g)) {
        if (id !== undefined) found.set(id, path);
      }
    }
  }
  return found;
}

describe('rule catalogue', () => {
  const emitted = emittedRules();

  test('has every rule that the source can emit', () => {
    const known = new Set(RULES.map((rule) => rule.id));
    expect([...emitted].filter(([id]) => !known.has(id))).toEqual([]);
  });

  test('has no rule that nothing emits', () => {
    expect(RULES.map((rule) => rule.id).filter((id) => !emitted.has(id))).toEqual([]);
  });

  test('is sorted, without doubles', () => {
    const ids = RULES.map((rule) => rule.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('answers for a rule of another version', () => {
    expect(ruleEntry('future/rule').id).toBe('future/rule');
  });
});
