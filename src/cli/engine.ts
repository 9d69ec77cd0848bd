import { setFlagsFromString } from 'node:v8';

/**
 * V8 11 (Node 20) knows nothing between its baseline and its optimizing compiler, which starts so early that a run of
 * seconds spends two fifths of its work on code that is hardly run again. Later versions have a tier between.
 */
export function tuneEngine(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');
}
