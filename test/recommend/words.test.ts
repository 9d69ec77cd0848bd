import { expect, test } from 'vitest';
import { about, grouped, said } from '../../src/recommend/words.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [10_240, '10,240'],
  [123_456, '123,456'],
  [8_719_364, '8,719,364'],
  [12_345.678, '12,345.678'],
])('%d is written %s', (value, text) => {
  expect(grouped(value)).toBe(text);
});

test.each([
  [43_120, 'about 43,000'],
  [8_719_364, 'about 8.7 million'],
  [12_300_000_000, 'about 12,000 million'],
])('%d is %s', (value, text) => {
  expect(about(value)).toBe(text);
});

test.each([
  ['{pkg} serves HTTP and has no Lambda entry point', 'flask', 'flask serves HTTP and has no Lambda entry point'],
  [
    '{pkg} serves HTTP and has no Lambda entry point',
    'connect, echo',
    'connect and echo serve HTTP and have no Lambda entry point',
  ],
  ['{pkg} is scraped, which Lambda has no port for', 'a, b, c', 'a, b and c are scraped, which Lambda has no port for'],
  [
    '{pkg} watches a Kubernetes API server without end',
    'kopf, client',
    'kopf and client watch a Kubernetes API server without end',
  ],
  ['{pkg} needs a browser and about 40 shared libraries', 'a, b', 'a and b need a browser and about 40 shared libraries'],
  ['a cold start takes seconds: {pkg}', 'a, b', 'a cold start takes seconds: a, b'],
  ['{pkg} runs to its end', 'job, every night', 'job, every night runs to its end'],
])('%s of %s', (message, subject, text) => {
  expect(said(message, subject)).toBe(text);
});
