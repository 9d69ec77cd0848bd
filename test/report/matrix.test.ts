import { describe, expect, it } from 'vitest';
import { renderCsv, renderTsv } from '../../src/report/formats/matrix.ts';

const services = ['=evil', 'a\u001b[31m\u202eb', 'c\nd'].map((id) => ({
  id,
  path: id,
  ecosystems: [],
  manifests: [],
  runtimes: [],
  packages: [],
  descriptors: [],
}));

describe('the matrix of verdicts', () => {
  it.each([
    ['csv', renderCsv],
    ['tsv', renderTsv],
  ])('as %s neither calculates nor moves a terminal', (_, render) => {
    const text = render({ services, compatibility: [] });
    expect(text).toContain("'=evil");
    expect(text).toContain('a\\x1b[31m\\u202eb');
    expect(text.includes('\u001b') || text.includes('\u202e')).toBe(false);
  });
});
