import { expect, test } from 'vitest';
import { about, agreeing, grouped, shortCommand } from '../../src/recommend/words.ts';

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
  [false, '{pkg} serves HTTP and has no entry point'],
  [true, '{pkg} serve HTTP and have no entry point'],
])('verbs agree with how many there are, several: %s', (several, text) => {
  expect(agreeing('{pkg} [serves|serve] HTTP and [has|have] no entry point', several)).toBe(text);
});

test.each([
  ['node server.js', 'node server.js'],
  ['sh -c echo one\nexec node server.js', 'sh -c echo one …'],
  [`python job.py ${'--day 1 '.repeat(20)}`, `python job.py ${'--day 1 '.repeat(8)}-- …`],
])('a command that is a script is told by its beginning', (text, expected) => {
  expect(shortCommand(text)).toBe(expected);
});
