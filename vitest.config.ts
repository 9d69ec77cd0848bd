import { defineConfig } from 'vitest/config';

// The limit ends what hangs; a machine with much else to do must not fail.
export default defineConfig({
  test: {
    setupFiles: ['test/setup/seed.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'threads',
  },
});
