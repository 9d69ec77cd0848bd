import { expect, it } from 'vitest';
import { readPdmLock } from '../../../analyzers/python/locks/pdm-lock.ts';

it('entries of one extra by the ten thousand are read in one pass', () => {
  const entries = Array.from(
    { length: 50_000 },
    (_, index) => `[[package]]\nname = "lib"\nversion = "1"\nextras = ["all"]\ndependencies = ["part-${index}>=1"]\n`,
  );
  const text = ['[[package]]\nname = "lib"\nversion = "1"\n', ...entries].join('');
  const { pins } = readPdmLock({ path: 'pdm.lock', text, bytes: new Uint8Array() });
  expect(pins).toHaveLength(1);
  expect(pins[0]?.extraNeeds?.get('all')).toHaveLength(50_000);
});
