import { expect, it } from 'vitest';
import { failed } from '../../src/discover/read-failures.ts';

it.each([
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['EACCES', 'unreadable'],
  ['EIO', 'unreadable'],
])('%s is a file that is %s', (code, reason) => {
  expect(failed('a/pom.xml', Object.assign(new Error('system'), { code }))).toMatchObject({ path: 'a/pom.xml', reason });
});

it('a name of bytes that are no UTF-8 is to be changed', () => {
  expect(failed('a\uFFFD', { code: 'ENOENT' })).toMatchObject({
    reason: 'missing',
    message: expect.stringContaining('rename it'),
  });
  expect(failed('a', { code: 'ENOENT' }).message).toBe('a does not exist');
});

it('what is no error of the system is told too', () => {
  expect(failed('a/pom.xml', 'odd')).toMatchObject({ reason: 'unreadable', message: expect.stringContaining('odd') });
});
