import { addTo, type Confidence, type Diagnostic } from '../model/index.ts';
import { type Condition, conditionOf } from './conditions/condition.ts';
import { cite, FACTS, type FactId } from './data/facts.ts';
import { RULE_ROWS, RULES_DATE } from './data/rules.ts';
import { RUNTIMES_DATE, RUNTIMES_SOURCE } from './data/runtimes.ts';
import { SIGNALS_DATE, SIGNALS_SOURCE } from './data/signals.ts';
import type { FactName } from './input.ts';

export const TARGETS = ['fargate', 'container', 'lambda-zip', 'lambda-image', 'shared-host'] as const;
export type PlainTarget = (typeof TARGETS)[number];

interface Atom {
  readonly condition: Condition;
  readonly not: boolean;
}

export interface Rule {
  readonly id: string;
  /** A disjunction of conjunctions. */
  readonly when: readonly (readonly Atom[])[];
  /** Facts that its conditions read. */
  readonly reads: readonly FactName[];
  readonly effects: readonly { readonly target: PlainTarget; readonly points: number | 'block' }[];
  readonly theme: string;
  readonly message: string;
  readonly instead: string;
  readonly source: string;
  readonly confidence: Confidence;
}

function isTarget(text: string): text is PlainTarget {
  return TARGETS.some((target) => target === text);
}

function isConfidence(text: string): text is Confidence {
  return text === 'high' || text === 'medium' || text === 'low';
}

/** A rule from its eight cells, or what is wrong with them. */
function parseRule(cells: readonly string[]): Rule | { readonly problem: string } {
  if (cells.length !== 8)
    return {
      problem: `a rule has 8 cells (id, when, effects, theme, message, instead, source, confidence); this row has ${cells.length}`,
    };
  const [id = '', when = '', effects = '', theme = '', message = '', instead = '', source = '', confidence = ''] = cells.map(
    (cell) => cell.trim(),
  );
  if (!/^[A-Z]{2,}\d+$/.test(id)) return { problem: `"${id}" is not a rule id (two capital letters or more, then digits)` };
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(theme))
    return { problem: `${id}: "${theme}" is not a theme (lower case words joined by -)` };
  if (!isConfidence(confidence)) return { problem: `${id}: "${confidence}" is not a confidence: high, medium or low` };
  const parsed: Atom[][] = [];
  for (const part of when.split('|')) {
    const conjunction: Atom[] = [];
    for (const raw of part.split('&')) {
      const text = raw.trim();
      const not = text.startsWith('!');
      const name = not ? text.slice(1) : text;
      const condition = conditionOf(name);
      if ('problem' in condition) return { problem: `${id}: ${condition.problem}` };
      conjunction.push({ condition, not });
    }
    parsed.push(conjunction);
  }
  const parsedEffects: { target: PlainTarget; points: number | 'block' }[] = [];
  for (const effect of effects.split(';').filter((one) => one.trim() !== '')) {
    const match = /^\s*([a-z-]+):(block|[+-]\d+)\s*$/.exec(effect);
    const target = match?.[1];
    const points = match?.[2];
    if (target === undefined || points === undefined)
      return { problem: `${id}: "${effect.trim()}" is not an effect (target:block or target:+1)` };
    if (!isTarget(target)) return { problem: `${id}: "${target}" is not a target: ${TARGETS.join(', ')}` };
    parsedEffects.push({ target, points: points === 'block' ? 'block' : Number(points) });
  }
  const reads = [...new Set(parsed.flat().flatMap(({ condition }) => condition.reads))];
  return { id, when: parsed, reads, effects: parsedEffects, theme, message, instead, source, confidence };
}

/** The rules that cohost ships. A wrong row is a bug of ours, so it throws at first use and in every test. */
export function builtInRules(): readonly Rule[] {
  built ??= RULE_ROWS.map((row) => {
    const rule = parseRule(row);
    if ('problem' in rule) throw new Error(rule.problem);
    return rule;
  });
  return built;
}
let built: readonly Rule[] | undefined;

/** A rules file of the user's own: tab-separated rows with the eight cells; `#` starts a comment. Rows replace built-in rules of the same id. */
export function parseRulesFile(
  text: string,
  file: string,
): { readonly rules: readonly Rule[]; readonly diagnostics: readonly Diagnostic[] } {
  const rules: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Map<string, number>();
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (row.trim() === '' || row.startsWith('#') || row.startsWith('id\t')) continue;
    const rule = parseRule(row.split('\t'));
    if ('problem' in rule) {
      diagnostics.push({ code: 'config/rules-row', severity: 'error', message: rule.problem, file, line });
      continue;
    }
    const earlier = seen.get(rule.id);
    if (earlier !== undefined) {
      diagnostics.push({
        code: 'config/rules-duplicate',
        severity: 'error',
        message: `${rule.id} stands on line ${earlier} already`,
        file,
        line,
      });
      continue;
    }
    seen.set(rule.id, line);
    rules.push(rule);
  }
  return { rules, diagnostics };
}

/** Built-in rules with the user's in their place, new ones at the end. */
export function mergeRules(own: readonly Rule[]): readonly Rule[] {
  const byId = new Map(own.map((rule) => [rule.id, rule]));
  const shipped = builtInRules();
  const known = new Set(shipped.map((rule) => rule.id));
  return [...shipped.map((rule) => byId.get(rule.id) ?? rule), ...own.filter((rule) => !known.has(rule.id))];
}

/** The rules that are in force, ready to be asked for every process of a fleet. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Rules that keep their text without their effect. */
  readonly notes: ReadonlySet<Rule>;
  /** Rules with an effect that read a fact. */
  readonly reading: ReadonlyMap<FactName, readonly Rule[]>;
}

/** `off` drops a rule, `note` keeps its text without its effect; other severities leave it as it is. */
export function ruleSet(all: readonly Rule[], settings: Readonly<Record<string, string>> = {}): RuleSet {
  const rules = all.filter((rule) => settings[rule.id] !== 'off');
  const notes = new Set(rules.filter((rule) => settings[rule.id] === 'note'));
  const reading = new Map<FactName, Rule[]>();
  for (const rule of rules) {
    if (rule.effects.length === 0 || notes.has(rule)) continue;
    for (const fact of rule.reads) addTo(reading, fact, rule);
  }
  return { rules, notes, reading };
}

function isFactId(text: string): text is FactId {
  return Object.hasOwn(FACTS, text);
}

/** A rule's source with its date, as reports print it. */
export function sourceOf(rule: Rule): string {
  const name = rule.source.startsWith('fact:') ? rule.source.slice(5) : undefined;
  if (name !== undefined && isFactId(name)) return cite(name);
  switch (rule.source) {
    case 'signals':
      return `${SIGNALS_SOURCE}, ${SIGNALS_DATE}`;
    case 'runtimes':
      return `${RUNTIMES_SOURCE}, ${RUNTIMES_DATE}`;
    case 'price':
      return cite('fargateCpu');
    case 'fleet':
      return `this fleet's conflicts, rules of ${RULES_DATE}`;
    case 'policy':
      return `this fleet's config, rules of ${RULES_DATE}`;
    default:
      return rule.source === '' ? `rules of ${RULES_DATE}` : rule.source;
  }
}
