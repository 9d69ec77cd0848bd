/** What the names of a source stand for, by its imports. */
import type { Language, Token } from '../code/tokens.ts';

/** `aws-cdk-lib/aws-lambda` and, of a single thing that is imported, its own name there. */
export type Imported = readonly string[];

export function importsOf(tokens: readonly Token[], language: Language): ReadonlyMap<string, Imported> {
  return language === 'python' ? pythonImports(tokens) : typescriptImports(tokens);
}

/** `import * as l from 'm'`, `import { Function as F } from 'm'`, `import type`, defaults; what `require` brings. */
function typescriptImports(tokens: readonly Token[]): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>();
  tokens.forEach((token, start) => {
    if (token.kind !== 'name') return;
    if (token.text === 'require') for (const [local, imported] of requiredAt(tokens, start)) found.set(local, imported);
    if (token.text !== 'import') return;
    const near = tokens.slice(start + 1, start + 1 + MAX_CLAUSE);
    const end = near.findIndex(({ kind }) => kind === 'text');
    const module = near[end]?.text;
    const clause = near.slice(0, end);
    if (module === undefined || clause.at(-1)?.text !== 'from') return;
    for (const [local, imported] of namesIn(clause.slice(0, -1)))
      found.set(local, imported === '*' ? [module] : [module, imported]);
  });
  return found;
}

/** Nobody imports more names at once. */
const MAX_CLAUSE = 400;

/** `import l = require('m')`, `const l = require('m')`, `const { Function: F } = require('m')`. */
function requiredAt(tokens: readonly Token[], at: number): readonly (readonly [local: string, imported: Imported])[] {
  const module = tokens[at + 2];
  const held = tokens[at - 2];
  if (tokens[at - 1]?.text !== '=' || tokens[at + 1]?.text !== '(' || module?.kind !== 'text' || held === undefined) return [];
  if (held.kind === 'name') return [[held.text, [module.text]]];
  if (held.text !== '}') return [];
  const near = tokens.slice(Math.max(0, at - MAX_CLAUSE), at - 2);
  const opened = near.findLastIndex(({ text }) => text === '{');
  if (opened < 0) return [];
  // A colon there is what `as` is in an import.
  const clause = near.slice(opened + 1).map((token) => (token.text === ':' ? { ...token, text: 'as' } : token));
  return namesIn(clause).map(([local, imported]) => [local, [module.text, imported]]);
}

/** `a as b, * as c, d` → what each local name was called. */
function namesIn(clause: readonly Token[]): readonly (readonly [local: string, imported: string])[] {
  return clause.flatMap((token, index) => {
    if (clause[index - 1]?.text === 'as' || token.text === 'as') return [];
    if (token.kind !== 'name' && token.text !== '*') return [];
    if (clause[index + 1]?.text === 'as') {
      const local = clause[index + 2]?.text;
      return local === undefined ? [] : [[local, token.text] as const];
    }
    // Of `import a.b` Python binds `a`.
    const [bound = ''] = token.text.split('.');
    return bound === '*' ? [] : [[bound, bound] as const];
  });
}

/** `from aws_cdk import aws_lambda as _lambda, Duration`, `from m import (a, b)`, `import aws_cdk as cdk`. */
function pythonImports(tokens: readonly Token[]): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>();
  tokens.forEach((token, start) => {
    if (token.kind !== 'name' || token.text !== 'import') return;
    const from = fromBefore(tokens, start);
    const clause = clauseAfter(tokens, start);
    for (const [local, imported] of namesIn(clause)) found.set(local, from === undefined ? [imported] : [from, imported]);
  });
  return found;
}

/** The module of `from m import`. */
function fromBefore(tokens: readonly Token[], at: number): string | undefined {
  let start = at - 1;
  while (tokens[start - 1]?.text === '.') start -= 2;
  if (tokens[start - 1]?.text !== 'from') return undefined;
  return tokens
    .slice(start, at)
    .map(({ text }) => text)
    .join('');
}

/** Names, commas and `as` up to what is none of them: two names beside each other are two statements. */
function clauseAfter(tokens: readonly Token[], at: number): readonly Token[] {
  const clause: Token[] = [];
  let before = ',';
  for (const token of tokens.slice(at + 1, at + 1 + MAX_CLAUSE)) {
    if (token.text === '(' || token.text === ')') continue;
    const last = clause.at(-1);
    if (last !== undefined && token.text === '.' && before === '') {
      before = '.';
      continue;
    }
    if (last !== undefined && before === '.' && token.kind === 'name') {
      clause[clause.length - 1] = { ...last, text: `${last.text}.${token.text}` };
      before = '';
      continue;
    }
    const isName = token.kind === 'name' && token.text !== 'as';
    const fits = isName ? before === ',' || before === 'as' : token.text === ',' || token.text === 'as';
    if (!fits) break;
    clause.push(token);
    before = isName ? '' : token.text;
  }
  return clause;
}
