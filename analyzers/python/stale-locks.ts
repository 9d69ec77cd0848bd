/** Locks that contradict the manifest they were made from: whoever installs by them refuses, resolves anew, or gets other versions. */
import { type Diagnostic, groupBy, type ManifestKind, type Origin, plural } from '../../src/model/index.ts';
import type { Declared, LockFacts, ManifestFacts, Pin } from './declared.ts';
import { admits, groupName } from './locked.ts';
import { parseConstraint, rangeOf } from './notation/constraint.ts';
import { decideMarker, type MarkerEnvironment, parseMarker } from './notation/markers.ts';
import { contains } from './notation/range.ts';
import { parseVersion } from './notation/version.ts';

/** A line that a lock does not meet. */
export interface StaleLine {
  readonly lock: string;
  readonly command: string;
  /** What its manifest says of the package, and what the lock says. */
  readonly asked: string;
  readonly found: string;
  readonly origin: Origin;
}

interface Lock {
  readonly path: string;
  readonly facts: LockFacts;
}

interface Locked {
  readonly lines: readonly (Declared & { readonly via: readonly string[] })[];
  readonly constraints: readonly Declared[];
  /** The manifests that hold them, by path. */
  readonly manifests: ReadonlyMap<string, ManifestFacts>;
  /** The project's own name, normalized. */
  readonly own: string;
  readonly environment: MarkerEnvironment;
}

/** Who writes a lock, and of which manifests. */
const WRITERS: Partial<Record<ManifestKind, { readonly tool: string; readonly manifest: ManifestKind }>> = {
  'uv-lock': { tool: 'uv', manifest: 'pyproject' },
  'poetry-lock': { tool: 'poetry', manifest: 'pyproject' },
  'pdm-lock': { tool: 'pdm', manifest: 'pyproject' },
  'pipfile-lock': { tool: 'pipenv', manifest: 'pipfile' },
};

export function staleLines(locks: readonly Lock[], locked: Locked): readonly StaleLine[] {
  return locks.flatMap(({ path, facts }) => {
    const writer = WRITERS[facts.kind];
    // Of a lock that could not be read whole it cannot be told what is missing.
    if (writer === undefined || facts.diagnostics.length > 0) return [];
    const pins = groupBy(facts.pins, ({ name }) => name);
    const { tool, manifest } = writer;
    const isRead = ({ tool: reader = tool, origin, kind, name }: Declared): boolean =>
      reader === tool &&
      locked.manifests.get(origin.file)?.kind === manifest &&
      (kind === 'range' || kind === 'exact') &&
      name !== locked.own;
    const isLocked = groupsLocked(facts);
    const lines = locked.lines.filter((line) => isRead(line) && line.via.length === 0 && isLocked(line));
    const told = [
      ...lines.flatMap((line) => unmet(line, pins, locked, 'asks for')),
      ...locked.constraints.filter(isRead).flatMap((line) => unmet(line, pins, locked, 'constrains')),
    ];
    return told.map((one) => ({ lock: path, command: `${tool} lock`, ...one }));
  });
}

/** uv locks all groups, and Poetry those of its own table; any other that no package of a lock is in may have been left out. */
function groupsLocked({ kind, pins }: LockFacts): (line: Declared) => boolean {
  const named = new Set(pins.flatMap(({ groups }) => groups?.map(groupName) ?? []));
  return ({ group, scope, tool }) =>
    scope !== 'build' &&
    (group === 'default' || named.has(group) || kind === 'uv-lock' || (kind === 'poetry-lock' && tool === 'poetry'));
}

/** Poetry and Pipenv once left these out of their locks, as pip-tools does. */
const UNSAFE: ReadonlySet<string> = new Set(['distribute', 'pip', 'setuptools', 'wheel']);

/** A lock may hold a package once per fork: one version that is admitted meets the line. */
function unmet(
  line: Declared,
  pins: ReadonlyMap<string, readonly Pin[]>,
  { environment, manifests }: Locked,
  said: 'asks for' | 'constrains',
): readonly Pick<StaleLine, 'asked' | 'found' | 'origin'>[] {
  const { name, constraint, origin, marker } = line;
  if (name === undefined) return [];
  const held = pins.get(name) ?? [];
  if (held.some((pin) => pin.from !== undefined || admits(line)(pin))) return [];
  const isMissing = held.length === 0;
  // Nothing is locked for conditions under which the project never runs.
  if (isMissing && (said === 'constrains' || marker !== undefined || UNSAFE.has(name))) return [];
  if (marker !== undefined && !holds(marker, manifests, environment)) return [];
  const versions = [...new Set(held.flatMap(({ version }) => version ?? []))];
  return [
    {
      asked: `${origin.file} ${said} ${name}${said === 'constrains' ? ' to' : ''} ${constraint}`.trim(),
      found: isMissing ? 'does not have it' : `holds ${versions.join(' and ')}`,
      origin,
    },
  ];
}

/** Whether a condition holds where the project is meant to run: of others its lock holds nothing. */
function holds(marker: string, manifests: Locked['manifests'], environment: MarkerEnvironment): boolean {
  const answer = parseMarker(marker);
  if (!answer.ok || decideMarker(answer.marker, environment) !== true) return false;
  const full = environment.python_full_version;
  const python = typeof full === 'string' ? parseVersion(full) : undefined;
  if (python === undefined) return false;
  return [...manifests.values()].every(({ pythons }) =>
    pythons.every(({ constraint }) => {
      const stated = parseConstraint(constraint);
      return stated.ok && contains(rangeOf(stated.constraint), python);
    }),
  );
}

/** One for each lock, at the first of the lines that it does not meet; members of a workspace ask for the same again. */
export function staleNotes(all: readonly StaleLine[]): readonly Diagnostic[] {
  return [...groupBy(all, ({ lock }) => lock)].flatMap(([lock, lines]): readonly Diagnostic[] => {
    const [first, ...others] = groupBy(lines, ({ origin }) => `${origin.file}:${origin.line}:${origin.column}`).values();
    const [line] = first ?? [];
    if (line === undefined) return [];
    const { asked, found, command, origin } = line;
    const more = others.length === 0 ? '' : ` (and ${plural(others.length, 'more such line')})`;
    const message = `${asked}, but ${lock} ${found}${more}; "${command}" brings the lock up to date`;
    return [{ code: 'python/lock-out-of-date', severity: 'warning', message, ...origin }];
  });
}
