import { type Locate, locator, type Table, textAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { parseToml, tomlDiagnostic } from '../../../src/formats/toml.ts';
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Pin } from '../declared.ts';

/** Reads a lock that is TOML; one that cannot be read is an empty lock with a diagnostic. */
export function readTomlLock(
  file: SourceFile,
  kind: LockFacts['kind'],
  read: (root: Table, locate: Locate) => Omit<LockFacts, 'kind'>,
): LockFacts {
  const document = parseToml(file.text);
  if (document.ok) return { kind, ...read(document.value, locator(file.path, document.at)) };
  return { kind, pins: [], diagnostics: [tomlDiagnostic(file.path, document, 'warning', 'the lock is left out')] };
}

/** A lock that is none of its tool's. */
export function unreadableLock(file: string, why: string, command: string): Diagnostic {
  const message = `${why}, so the lock is left out; write it anew with ${command}`;
  return { code: 'python/invalid-lock', severity: 'warning', message, file, line: 1 };
}

/** A lock of which a part is gone; what is left of it counts. */
export function cutOffLock(file: string, why: string, line: number): Diagnostic {
  const message = `${why}: it was cut off, or merged by hand, and packages may be missing; write it anew`;
  return { code: 'python/invalid-lock', severity: 'warning', message, file, line };
}

/**
 * Size of what a machine would download: a wheel for any platform, else the largest for Linux on x86-64, else any
 * wheel's, else the source's.
 */
export function sizeOf(wheels: readonly unknown[], sdist: unknown): Pin['size'] | undefined {
  const files = wheels.flatMap((wheel) => {
    const bytes = bytesOf(wheel);
    const name = textAt(wheel, 'url') ?? textAt(wheel, 'name') ?? textAt(wheel, 'filename') ?? '';
    return bytes === undefined ? [] : [{ bytes, name }];
  });
  const any = files.find(({ name }) => /-any\.whl/.test(name));
  const linux = files.filter(({ name }) => /linux[^/]*x86_64\.whl/.test(name)).sort((a, b) => b.bytes - a.bytes)[0];
  const best = any ?? linux ?? files[0];
  if (best !== undefined) return { bytes: best.bytes, of: 'wheel' };
  const source = bytesOf(sdist);
  return source === undefined ? undefined : { bytes: source, of: 'sdist' };
}

/**
 * The oldest glibc with which one of a package's wheels for Linux on x86-64 loads (PEP 600 tags and their older names);
 * undefined where a wheel fits any platform, there is none for Linux, or every machine of today has it.
 */
export function glibcOf(wheels: readonly unknown[]): string | undefined {
  const names = wheels.map((wheel) => textAt(wheel, 'url') ?? textAt(wheel, 'name') ?? textAt(wheel, 'filename') ?? '');
  if (names.some((name) => /-any\.whl/.test(name))) return undefined;
  const minors = names.flatMap((name) => {
    const tags = /-((?:many)?linux[^/]*_x86_64)\.whl/.exec(name)?.[1]?.split('.') ?? [];
    return tags.flatMap((tag) => {
      const old = OLD_TAGS[/^manylinux(?:1|2010|2014)/.exec(tag)?.[0] ?? ''];
      const minor = /^manylinux_2_(\d+)_/.exec(tag)?.[1];
      return old ?? (minor === undefined ? [] : Number(minor));
    });
  });
  const oldest = Math.min(...minors);
  return Number.isFinite(oldest) && oldest > MANYLINUX_2014 ? `2.${oldest}` : undefined;
}

/** glibc 2.17, which the oldest supported distributions have. */
const MANYLINUX_2014 = 17;
const OLD_TAGS: Readonly<Record<string, number>> = { manylinux1: 5, manylinux2010: 12, manylinux2014: MANYLINUX_2014 };

function bytesOf(file: unknown): number | undefined {
  const found = valueAt(file, 'size');
  return typeof found === 'number' && Number.isFinite(found) ? found : typeof found === 'bigint' ? Number(found) : undefined;
}
