import type { Report } from '../../model/index.ts';
import { renderCheckstyle } from './checkstyle.ts';
import type { FormatOptions } from './findings.ts';
import { renderGithub } from './github.ts';
import { renderGitlab } from './gitlab.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderCsv, renderTsv } from './matrix.ts';
import { renderPullRequest } from './pull-request.ts';
import { renderSarif } from './sarif.ts';

/** What `check -f` can write besides text for a terminal: each a pure function of the report. */
export const CHECK_FORMATS = {
  json: (report: Report) => renderJson(report),
  markdown: (report: Report) => renderMarkdown(report),
  sarif: renderSarif,
  github: renderGithub,
  gitlab: renderGitlab,
  junit: renderJunit,
  checkstyle: renderCheckstyle,
  pr: renderPullRequest,
} as const satisfies Readonly<Record<string, (report: Report, options?: FormatOptions) => string>>;

/** What `check -f` takes for them. */
export type CheckFormat = keyof typeof CHECK_FORMATS;

/** Formats of the matrix: they need the verdict of every pair, not only of those that cannot share. */
export const MATRIX_FORMATS = { csv: renderCsv, tsv: renderTsv } as const;

/** What `check -f` takes for them. */
export type MatrixFormat = keyof typeof MATRIX_FORMATS;

/** In the order in which help lists them. */
export const MATRIX_FORMAT_NAMES: readonly MatrixFormat[] = ['csv', 'tsv'];

/** In the order in which help lists them. */
export const CHECK_FORMAT_NAMES: readonly CheckFormat[] = [
  'json',
  'markdown',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'pr',
];
