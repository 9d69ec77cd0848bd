import * as v from 'valibot';
import { decode } from '../discover/tree.ts';
import { told } from '../formats/told.ts';
import { type Diagnostic, isReadFailure, isWithin, type ReadFailure } from '../model/index.ts';
import { VERSION } from '../version.ts';
import { CompactSchema, compact, expand } from './compact.ts';
import { SNAPSHOT_VERSION, type Snapshot, SnapshotSchema } from './schema.ts';

/** The file that `cohost scan` writes: which version it is of stands before anything that depends on it. */
export const SnapshotFileSchema = v.object({
  cohostSnapshot: told(v.literal(SNAPSHOT_VERSION), 'which version of this format'),
  tool: told(v.string(), 'the version of cohost that wrote it'),
  ...CompactSchema.entries,
});

/** Snapshots over this many bytes are not read. */
export const SNAPSHOT_LIMIT = 200 * 1024 * 1024;

/** The same facts give the same bytes. */
export function renderSnapshot(snapshot: Snapshot): string {
  const { texts, shapes, data } = compact(snapshot);
  return `${JSON.stringify({ cohostSnapshot: SNAPSHOT_VERSION, tool: VERSION, texts, shapes, data })}\n`;
}

export type ReadSnapshot =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Reads what may have been written by anybody; `intern` gives one copy for equal texts of many files. */
export function readSnapshot(
  file: string,
  content: Uint8Array | ReadFailure,
  intern: (text: string) => string = (text) => text,
): ReadSnapshot {
  const refuse = (code: string, message: string): ReadSnapshot => ({
    ok: false,
    diagnostic: { code, severity: 'error', message, file, line: 1, incomplete: true },
  });
  const broken = (why: string): ReadSnapshot =>
    refuse('snapshot/unreadable', `${file} cannot be read as a snapshot: ${why}; write it again with cohost scan -o FILE`);
  if (isReadFailure(content)) return broken(content.message);
  let value: unknown;
  try {
    value = JSON.parse(decode(content));
  } catch {
    return broken('it is not JSON, or not all of it is there');
  }
  const version = versionOf(value);
  if (version === undefined) return broken('it does not say "cohostSnapshot"');
  if (version !== SNAPSHOT_VERSION) {
    const older = typeof version === 'number' && version < SNAPSHOT_VERSION;
    const what = older ? 'its facts have another meaning by now' : 'a newer cohost wrote it';
    return refuse(
      'snapshot/version',
      `${file} has snapshot version ${JSON.stringify(version).slice(0, 40)} and this cohost reads version ${SNAPSHOT_VERSION}: ${what}; scan and merge with the same cohost`,
    );
  }
  const packed = v.safeParse(SnapshotFileSchema, value);
  if (!packed.success) return broken(describe(packed.issues));
  const expanded = expand(packed.output, intern);
  if (!expanded.ok) return broken(expanded.message);
  const checked = check(expanded.value);
  if (!checked.ok) return broken(checked.message);
  const { snapshot } = checked;
  const stray = strayPath(snapshot);
  return stray === undefined ? checked : broken(`it speaks of ${stray.slice(0, 100)}, which is not in ${snapshot.name}`);
}

type Checked = { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly message: string };

/** The value itself, with its members in the order in which they were found: valibot's copy has them in the schema's. */
function check(value: unknown): Checked {
  let message = '';
  const isSnapshot = (candidate: unknown): candidate is Snapshot => {
    const checked = v.safeParse(SnapshotSchema, candidate, { abortEarly: true });
    if (!checked.success) message = describe(checked.issues);
    return checked.success;
  };
  return isSnapshot(value) ? { ok: true, snapshot: value } : { ok: false, message };
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'cohostSnapshot' in value ? value.cohostSnapshot : undefined;
}

function describe(issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues;
  const path = (first?.path ?? []).map(({ key }) => String(key)).join('.');
  return `${path === '' ? 'the file' : path}: ${first?.message ?? 'not as it should be'}`.slice(0, 200);
}

/** A snapshot speaks of its own repository alone: no other's services can be put into a fleet by it. */
function strayPath({ name, facts }: Snapshot): string | undefined {
  const isInside = (path: string): boolean => isWithin(path, name) && !path.startsWith('/') && !path.split('/').includes('..');
  return facts
    .flatMap(({ units, deployments }) => [
      ...units.map(({ path }) => path),
      ...deployments.map(({ descriptor }) => descriptor.path),
    ])
    .find((path) => !isInside(path));
}
