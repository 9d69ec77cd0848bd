import { expect, test, vi } from 'vitest';
import { defaultCacheDirectory, userHome } from '../../src/user-directories.ts';

vi.mock('node:os', () => ({
  homedir: () => {
    throw new Error('uv_os_homedir returned ENOENT');
  },
}));

test('a user whom the machine does not know has the root as home', () => {
  expect(userHome()).toBe('/');
});

test('the cache lies where the user says, whoever it is', () => {
  expect(defaultCacheDirectory({ COHOST_CACHE_DIR: '/var/cache/them' })).toBe('/var/cache/them');
});
