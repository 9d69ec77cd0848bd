import type { Analyzer } from '../analyzers/analyzer.ts';
import { deployment } from '../analyzers/deployment/index.ts';
import { go } from '../analyzers/go/index.ts';
import { jvm } from '../analyzers/jvm/index.ts';
import { npm } from '../analyzers/npm/index.ts';
import { python } from '../analyzers/python/index.ts';

/** The registry of analyzers: an ecosystem is a folder, a line here and a row in `src/model/realm.ts` (see CONTRIBUTING.md). */
export const ANALYZERS: readonly Analyzer[] = [npm, python, jvm, go, deployment];
