import type { Analyzer } from '../analyzers/analyzer.ts';
import { deployment } from '../analyzers/deployment/index.ts';
import { go } from '../analyzers/go/index.ts';
import { jvm } from '../analyzers/jvm/index.ts';
import { npm } from '../analyzers/npm/index.ts';
import { python } from '../analyzers/python/index.ts';

/** The registry of analyzers: adding an ecosystem is adding a folder and a line here. */
export const ANALYZERS: readonly Analyzer[] = [npm, python, jvm, go, deployment];
