/** What archives of the project bring along: their peers, and where no lock says it what they need and their engines. */
import type { Demand, Dependency } from '../../src/model/index.ts';
import { isDeployed } from './lock-walk.ts';
import { engineDemand, peerDemand } from './locked-demands.ts';
import { type Entry, FIELDS } from './manifests/manifest.ts';
import type { ProjectArchive } from './manifests/project-archives.ts';
import { purlOf } from './notation/purl.ts';
import { classifySpec } from './notation/spec.ts';
import { judgedPeer } from './overrides/adjusting.ts';
import { NO_PEER_RULES } from './overrides/adjustments.ts';
import type { ReadEntry, Reading } from './reading.ts';

export interface ArchivedFacts {
  readonly transitive: readonly Dependency[];
  readonly demands: readonly Demand[];
}

interface Opened {
  readonly entry: ReadEntry;
  readonly archive: ProjectArchive;
  /** The way to what the archive asks for. */
  readonly via: readonly string[];
}

/** `held`: names of the lines that a lock has a package for. */
export function archivedFacts(reading: Reading, held: ReadonlySet<string>): ArchivedFacts {
  const opened = reading.entries.flatMap((entry): readonly Opened[] => {
    const { archive } = entry;
    if (archive === undefined) return [];
    const { name = entry.entry.name, version } = archive.manifest;
    return [{ entry, archive, via: [purlOf(name, version)] }];
  });
  const unlocked = opened.filter(({ entry }) => !held.has(entry.entry.name));
  const isHere = ({ entry }: Opened): boolean => isDeployed(entry);
  return {
    transitive: unlocked.flatMap(needsOf),
    demands: [
      ...opened.filter(isHere).flatMap((one) => peersOf(one, reading)),
      ...unlocked.filter(isHere).flatMap((one) => enginesOf(one, reading)),
    ],
  };
}

function needsOf({ entry, archive, via }: Opened): readonly Dependency[] {
  const { group, scope } = FIELDS[entry.entry.field];
  const isNeeded = ({ field }: Entry): boolean => field === 'dependencies' || field === 'optionalDependencies';
  return archive.manifest.entries.filter(isNeeded).map((need): Dependency => {
    const { kind, target } = classifySpec(need.name, need.raw, '');
    return {
      ecosystem: 'npm',
      name: need.name,
      purl: purlOf(target),
      constraint: need.raw,
      kind,
      direct: false,
      group,
      scope,
      via,
      origin: entry.entry.origin,
    };
  });
}

/** They lie at the root beside the archive, whose version is one and no other: as firm as a line of the manifest. */
function peersOf({ entry, archive, via }: Opened, { directory, home }: Reading): readonly Demand[] {
  const rules = home?.adjustments.peerRules ?? NO_PEER_RULES;
  return archive.manifest.entries.flatMap(({ field, name, raw, optional }): readonly Demand[] => {
    const peer = field === 'peerDependencies' ? judgedPeer({ name, range: raw, optional }, archive.manifest, rules) : undefined;
    return peer === undefined ? [] : [peerDemand(peer, via, { entry, service: directory })];
  });
}

function enginesOf({ entry, archive, via }: Opened, { directory }: Reading): readonly Demand[] {
  const { origin } = entry.entry;
  return archive.manifest.engines.flatMap(({ name, value }) =>
    name === 'node' && entry.entry.field !== 'optionalDependencies'
      ? (engineDemand(value, via, { entry, service: directory, origin }) ?? [])
      : [],
  );
}
