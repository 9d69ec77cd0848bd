import { isTable, type Locate, type Table, valueAt } from '../../../src/formats/foreign-data.ts';
import { append, type Diagnostic, type Origin, type Scope } from '../../../src/model/index.ts';
import { type Declared, declareAll } from '../declared.ts';

/** A document of tables while it is read: where its values stand, and what is wrong with them. */
export interface Reading {
  readonly file: string;
  readonly directory: string;
  readonly root: Table;
  readonly locate: Locate;
  readonly diagnostics: Diagnostic[];
}

/** PEP 508 texts of an array under a path. */
export function listed(
  reading: Reading,
  path: readonly string[],
  group: string,
  scope: Scope,
  standard: (text: string) => string = (text) => text,
): readonly Declared[] {
  const { root, locate, directory, diagnostics } = reading;
  const value = valueAt(root, ...path);
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    diagnostics.push(wrongType(`${path.join('.')} has to be an array of requirements`, locate(path)));
    return [];
  }
  const items = value.flatMap((text: unknown, index) => {
    const origin = locate([...path, index]);
    if (typeof text === 'string') return [{ text: standard(text), origin }];
    if (!isTable(text)) diagnostics.push(wrongType(`${path.join('.')} holds something that is not text`, origin));
    return [];
  });
  const answer = declareAll(items, directory, group, scope);
  append(diagnostics, answer.diagnostics);
  const [first, tool] = path;
  return first === 'tool' && tool !== undefined ? answer.declared.map((one) => ({ ...one, tool })) : answer.declared;
}

export function wrongType(message: string, origin: Origin): Diagnostic {
  return { code: 'python/invalid-pyproject', severity: 'error', message, ...origin, incomplete: true };
}
