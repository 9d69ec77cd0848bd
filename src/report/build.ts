import {
  type Compatibility,
  type Conflict,
  type Depth,
  type Diagnostic,
  type Fleet,
  type IsolationLevel,
  isLive,
  type LeastIsolation,
  type Placement,
  type Recommendation,
  type Report,
  type ReportPackage,
  type ReportService,
  type Rung,
  SCHEMA_VERSION,
  type Service,
} from '../model/index.ts';
import { VERSION } from '../version.ts';
import { tidied } from './diagnostics.ts';
import { programsOf } from './programs.ts';

export interface ReportParts {
  readonly fleet: Fleet;
  readonly level: IsolationLevel;
  readonly depth: Depth;
  readonly before: string | null;
  readonly conflicts: readonly Conflict[];
  readonly compatibility: readonly Compatibility[];
  readonly placement: Placement;
  readonly ladder: readonly Rung[];
  readonly recommendations: readonly Recommendation[];
  readonly leastIsolation?: LeastIsolation;
  readonly diagnostics: readonly Diagnostic[];
}

/** The report model of the JSON contract, version 1: stable order, no timestamps. */
export function buildReport(parts: ReportParts): Report {
  const { fleet } = parts;
  const { because, ...target } = fleet.target;
  const counted = parts.conflicts.filter(isLive);
  const count = (severity: Conflict['severity']): number => counted.filter((conflict) => conflict.severity === severity).length;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'cohost', version: VERSION },
    options: { level: parts.level, depth: parts.depth, target, targetBecause: because, before: parts.before },
    services: fleet.services.map(reportService),
    conflicts: parts.conflicts,
    compatibility: parts.compatibility,
    ladder: parts.ladder,
    placement: parts.placement,
    recommendations: parts.recommendations,
    ...(parts.leastIsolation === undefined ? {} : { leastIsolation: parts.leastIsolation }),
    diagnostics: tidied(parts.diagnostics),
    summary: {
      services: fleet.services.length,
      manifests: fleet.manifests,
      leftOut: fleet.leftOut.length,
      conflicts: { error: count('error'), warning: count('warning'), note: count('note') },
      hosts: parts.placement.hosts.length,
    },
  };
}

function reportService(service: Service): ReportService {
  const programs = programsOf(service);
  return {
    id: service.id,
    path: service.path,
    ecosystems: service.ecosystems,
    manifests: service.units.flatMap((unit) => unit.manifests),
    runtimes: service.units.flatMap((unit) => unit.runtimes),
    packages: service.units.flatMap((unit) =>
      unit.dependencies.map(
        (one): ReportPackage => ({
          purl: one.purl,
          constraint: one.constraint,
          kind: one.kind,
          ...(one.resolved === undefined ? {} : { resolved: one.resolved }),
          direct: one.direct,
          group: one.group,
          origin: one.origin,
        }),
      ),
    ),
    descriptors: service.deployments.map(({ facts, joinedBy }) => ({
      path: facts.descriptor.path,
      kind: facts.descriptor.kind,
      joinedBy,
    })),
    ...(programs.length === 0 ? {} : { programs }),
  };
}
