/**
 * Versions that one build shares: `versions.props` recommends them, `versions.lock` holds what the whole build resolved to.
 * Reference: the README of the plug-in `com.palantir.consistent-versions`; recommendations of Nebula have the same form.
 */
import { isMadeOf, type SourceFile } from '../../../../src/model/index.ts';
import { EVERYWHERE, type LockedModule, type Lockfile } from './lockfile.ts';

export const VERSIONS_LOCK = 'versions.lock';
export const VERSIONS_PROPS = 'versions.props';

const LOCK_LINE = /^([^:\s]+):([^:\s]+):(\S+) \(\d+ constraints?: [0-9a-f]+\)$/;

/** Undefined for a file of another tool that has the name as well: one foreign line is enough, as the plug-in writes no other. */
export function parseVersionsLock({ text }: SourceFile): Lockfile | undefined {
  const modules: LockedModule[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const written = raw.trim();
    if (written === '' || written.startsWith('#') || written === '[Test dependencies]') continue;
    const [, group, name, version] = LOCK_LINE.exec(written) ?? [];
    if (group === undefined || name === undefined || version === undefined) return undefined;
    // The lock is the whole build's: of all that it holds each project has what it asks for.
    modules.push({ group, name, version, configurations: [EVERYWHERE], line: index + 1 });
  }
  return modules.length === 0 ? undefined : { modules, projects: [], empty: [], problems: [] };
}

/** A recommendation: `*` in group or name stands for any characters. */
export interface Recommended {
  readonly version: string;
  readonly isFor: (module: string) => boolean;
}

const PROPS_LINE = /^([^:=\s]+:[^:=\s]+)(?:\s*[=:]\s*|\s+)(\S+)$/;

/** Those without `*` first, and of patterns the one with more characters besides, as the plug-in takes them. */
export function parseVersionsProps({ text }: SourceFile): readonly Recommended[] {
  const found = text.split('\n').flatMap((raw) => {
    const [, pattern, version] = PROPS_LINE.exec(raw.replace(/#.*/, '').trim()) ?? [];
    return pattern === undefined || version === undefined ? [] : [{ pattern, version }];
  });
  const isOpen = ({ pattern }: { readonly pattern: string }): number => Number(pattern.includes('*'));
  const precision = ({ pattern }: { readonly pattern: string }): number => pattern.replaceAll('*', '').length;
  return found
    .sort((a, b) => isOpen(a) - isOpen(b) || precision(b) - precision(a))
    .map(({ pattern, version }) => ({ version, isFor: (module) => isMadeOf(module, pattern.split('*')) }));
}
