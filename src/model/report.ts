import type { Compatibility, Conflict } from './conflict.ts';
import type { ConstraintKind, ServiceId } from './demand.ts';
import type { LeastIsolation, Placement, Recommendation, Rung } from './placement.ts';
import type { Depth, EcosystemId, IsolationLevel } from './realm.ts';
import type { Diagnostic, Origin } from './source.ts';

/** Version of the JSON contract; it grows when a reader of the one before would break. */
export const SCHEMA_VERSION = 1;

/** Numbers of conflicts. */
export interface SeverityCount {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
}

/** One dependency of a service, as asked for and as locked or resolved. */
export interface ReportPackage {
  readonly purl: string;
  readonly constraint: string;
  readonly kind: ConstraintKind;
  readonly resolved?: string;
  readonly direct: boolean;
  readonly group: string;
  readonly origin: Origin;
}

/** A service as the report shows it: its files, the runtimes that it asks for, and its packages. */
export interface ReportService {
  readonly id: ServiceId;
  readonly path: string;
  readonly ecosystems: readonly EcosystemId[];
  readonly manifests: readonly { readonly path: string; readonly kind: string; readonly role: string; readonly group: string }[];
  readonly runtimes: readonly { readonly name: string; readonly constraint: string; readonly origin: Origin }[];
  readonly packages: readonly ReportPackage[];
  /** Descriptors joined to the service, and by what. */
  readonly descriptors: readonly { readonly path: string; readonly kind: string; readonly joinedBy: string }[];
  /** Where it starts several programs beside each other: each of them, judged as a part of the one service. */
  readonly programs?: readonly ReportProgram[];
}

/** One of several programs that a service starts. */
export interface ReportProgram {
  readonly name: string;
  readonly command?: string;
  /** `8080/tcp`, where its descriptor tells. */
  readonly ports: readonly string[];
  readonly origin: Origin;
}

/** The report model: what every format is rendered from and what `--json` writes; `cohost schema report` is its schema. */
export interface Report {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: { readonly name: 'cohost'; readonly version: string };
  readonly options: {
    readonly level: IsolationLevel;
    readonly depth: Depth;
    readonly target: Readonly<Record<string, string>>;
    readonly targetBecause: Readonly<Record<string, string>>;
    readonly before: string | null;
  };
  readonly services: readonly ReportService[];
  readonly conflicts: readonly Conflict[];
  readonly compatibility: readonly Compatibility[];
  readonly ladder: readonly Rung[];
  readonly placement: Placement;
  readonly recommendations: readonly Recommendation[];
  /** Absent where no advice was asked for. */
  readonly leastIsolation?: LeastIsolation;
  readonly diagnostics: readonly Diagnostic[];
  /** With --base or --baseline: what the conflicts' statuses refer to, and how many have each. */
  readonly comparison?: {
    /** The merge base that the work tree is compared with. */
    readonly base?: { readonly ref: string; readonly commit: string };
    /** Services that the change renamed or moved. */
    readonly moved?: readonly { readonly from: ServiceId; readonly to: ServiceId }[];
    readonly baseline?: {
      readonly file: string;
      readonly accepted: number;
      readonly removable: number;
      readonly expired: number;
    };
    readonly new: SeverityCount;
    readonly existing: SeverityCount;
    readonly resolved: SeverityCount;
    readonly ignored: SeverityCount;
  };
  readonly summary: {
    readonly services: number;
    readonly manifests: number;
    /** Units left out because they look like samples, tests or scripts. */
    readonly leftOut: number;
    readonly conflicts: SeverityCount;
    readonly hosts: number;
  };
}
