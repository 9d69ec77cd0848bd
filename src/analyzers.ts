import type { Analyzer } from '../analyzers/analyzer.ts';

/** The registry of analyzers: adding an ecosystem is adding a folder and a line here. */
export const ANALYZERS: readonly Analyzer[] = [];
