import type { Tables } from './table.ts';

export const tables: Tables = {};
