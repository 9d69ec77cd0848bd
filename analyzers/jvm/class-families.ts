/**
 * Same classes in different artifacts. Data, with the reason for each.
 * Checked by listing the jars themselves where versions are named (`--jars` does the same for any pair).
 */
import type { ClassFamily } from './class-families/family.ts';
import { LIBRARY_FAMILIES } from './class-families/libraries.ts';
import { LOGGING_FAMILIES } from './class-families/logging.ts';
import { PLATFORM_FAMILIES } from './class-families/platform.ts';

export const CLASS_FAMILIES: readonly ClassFamily[] = [...LOGGING_FAMILIES, ...PLATFORM_FAMILIES, ...LIBRARY_FAMILIES];
