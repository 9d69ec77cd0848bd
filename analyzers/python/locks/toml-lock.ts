import { parseToml } from '../../../src/formats/toml.ts';
import type { SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Pin } from '../declared.ts';
import { type Locate, locator, type Table, textAt } from '../manifests/values.ts';

/** Reads a lock that is TOML; one that cannot be read is an empty lock with a diagnostic. */
export function readTomlLock(
  file: SourceFile,
  kind: string,
  read: (root: Table, locate: Locate) => Omit<LockFacts, 'kind'>,
): LockFacts {
  const document = parseToml(file.text);
  if (document.ok) return { kind, ...read(document.value, locator(file.path, document.at)) };
  const { message, line, column } = document;
  return {
    kind,
    pins: [],
    diagnostics: [
      {
        code: 'python/invalid-lock',
        severity: 'warning',
        message: `not valid TOML: ${message}; the lock is left out`,
        file: file.path,
        line,
        column,
        incomplete: true,
      },
    ],
  };
}

/**
 * Size of what a machine would download: a wheel for any platform, else the largest for Linux on x86-64, else any
 * wheel's, else the source's.
 */
export function sizeOf(wheels: readonly unknown[], sdist: unknown): Pin['size'] | undefined {
  const files = wheels.flatMap((wheel) => {
    const bytes = numberAt(wheel, 'size');
    const name = textAt(wheel, 'url') ?? textAt(wheel, 'name') ?? textAt(wheel, 'filename') ?? '';
    return bytes === undefined ? [] : [{ bytes, name }];
  });
  const any = files.find(({ name }) => /-any\.whl/.test(name));
  const linux = files.filter(({ name }) => /linux[^/]*x86_64\.whl/.test(name)).sort((a, b) => b.bytes - a.bytes)[0];
  const best = any ?? linux ?? files[0];
  if (best !== undefined) return { bytes: best.bytes, of: 'wheel' };
  const source = numberAt(sdist, 'size');
  return source === undefined ? undefined : { bytes: source, of: 'sdist' };
}

function numberAt(value: unknown, key: string): number | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof found === 'number' && Number.isFinite(found) ? found : typeof found === 'bigint' ? Number(found) : undefined;
}
