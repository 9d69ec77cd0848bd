/**
 * One thing that is known and may change: a limit, a price, a formula, an observation. Each carries where it was read
 * and when. Sizes are bytes, durations seconds, memory MiB, prices US dollars in us-east-1, unless a unit says otherwise.
 */
export interface Fact<V extends number | string = number | string> {
  readonly id: string;
  readonly about: string;
  readonly value: V;
  readonly unit: string;
  readonly source: string;
  /** ISO date on which it was read, or of the document it was read in. */
  readonly date: string;
}

export interface Source {
  readonly source: string;
  readonly date: string;
}

export function fact<V extends number | string>(id: string, about: string, value: V, unit: string, from: Source): Fact<V> {
  return { id, about, value, unit, ...from };
}

/** The API model that ships with AWS's Python SDK. */
export const API: Source = { source: 'botocore 1.44.5 service model', date: '2026-11-24' };
/** AWS's guidance for coding agents. */
export const TOOLKIT: Source = { source: 'AWS Agent Toolkit d6ad2e44', date: '2026-08-20' };
export const WEB_SKILL: Source = {
  source: 'AWS Agent Toolkit 5afd3179, web functions (second half of 2026)',
  date: '2026-11-24',
};
export const GUIDE: Source = { source: 'Lambda Developer Guide', date: '2026-11-24' };
export const CFN_LINT: Source = { source: 'cfn-lint 1.58.0 data', date: '2026-11-24' };
export const MEASURED_HERE: Source = { source: 'measured with pip 26.3, Python 3.13', date: '2026-11-24' };
export const REGISTRIES: Source = { source: 'package registries', date: '2026-11-24' };
export const RUN_HERE: Source = { source: 'run once on a machine like a user’s', date: '2026-11-24' };
export const PRICE_POSTS: Source = { source: 'public price posts, us-east-1', date: '2026-05-12' };
export const FARGATE_POSTS: Source = { source: 'public price posts, us-east-1', date: '2026-06-17' };
export const MARCH_POST: Source = { source: 'public price post, us-east-1', date: '2026-03-08' };
export const PRICE_PAGE: Source = { source: 'pricing page, transcribed', date: '2026-09-20' };
export const VANTAGE: Source = { source: 'price list of Vantage, undated copy', date: '2026-11-24' };
export const DERIVED: Source = { source: 'derived from the prices in this table', date: '2026-11-24' };
