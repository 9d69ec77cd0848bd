import type { Fact } from './facts/fact.ts';
import { FIELD, VALIDATORS } from './facts/field.ts';
import { LAMBDA_FORMS, LAMBDA_LIMITS, LAMBDA_RUNTIME_NOTES } from './facts/lambda.ts';
import { BUNDLING, EVENT_SOURCES, FARGATE } from './facts/packaging.ts';
import { FORMULAS, PRICES } from './facts/prices.ts';

export { FARGATE_SIZES } from './facts/packaging.ts';

/** Everything that is known, by what it is about; the names of the sections are headings of the documentation. */
export const FACT_SECTIONS = {
  'Limits of Lambda': LAMBDA_LIMITS,
  'Forms of Lambda': LAMBDA_FORMS,
  'Runtimes of Lambda': LAMBDA_RUNTIME_NOTES,
  Bundles: BUNDLING,
  'Event sources': EVENT_SOURCES,
  Fargate: FARGATE,
  Prices: PRICES,
  Formulas: FORMULAS,
  'The field': FIELD,
  Validators: VALIDATORS,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Fact>>>>;

/** Facts by the name that rules and code call them. */
export const FACTS = {
  ...LAMBDA_LIMITS,
  ...LAMBDA_FORMS,
  ...BUNDLING,
  ...EVENT_SOURCES,
  ...FARGATE,
  ...PRICES,
} as const;

export type FactId = keyof typeof FACTS;

/** How a reason names its source: `F12 Lambda, longest run (URL, date)`. */
export function cite(id: FactId): string {
  const { id: number, about, source, date } = FACTS[id];
  return `${number} ${about} (${source}, ${date})`;
}
