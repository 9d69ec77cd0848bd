/**
 * Managed Lambda runtimes with the dates after which they get no patches, no new functions and no updates.
 * From the runtime data of cfn-lint 1.58.0 and of endoflife.date (2026-08-22), read on 2026-11-24.
 */
export interface LambdaRuntime {
  readonly id: string;
  readonly name: string;
  readonly family: 'python' | 'node' | 'jdk' | 'provided' | 'go';
  /** `X.Y` for Python, the major for Node and Java; empty for OS-only runtimes. */
  readonly version: string;
  readonly deprecated: string;
  readonly createBlocked: string | null;
  readonly updateBlocked: string;
  readonly os: 'AL1' | 'AL2' | 'AL2023';
}

export const RUNTIMES_DATE = '2026-11-24';
export const RUNTIMES_SOURCE = 'Lambda runtime dates (cfn-lint 1.58.0, endoflife.date)';

export const LAMBDA_RUNTIMES: readonly LambdaRuntime[] = [
  { id: 'F040', name: 'python3.9', family: 'python', version: '3.9', deprecated: '2025-12-15', createBlocked: '2027-02-01', updateBlocked: '2027-03-03', os: 'AL2' },
  { id: 'F041', name: 'python3.10', family: 'python', version: '3.10', deprecated: '2026-10-31', createBlocked: '2027-02-01', updateBlocked: '2027-03-03', os: 'AL2' },
  { id: 'F042', name: 'python3.11', family: 'python', version: '3.11', deprecated: '2027-06-30', createBlocked: '2027-07-31', updateBlocked: '2027-08-31', os: 'AL2' },
  { id: 'F043', name: 'python3.12', family: 'python', version: '3.12', deprecated: '2028-10-31', createBlocked: '2028-11-30', updateBlocked: '2029-01-10', os: 'AL2023' },
  { id: 'F044', name: 'python3.13', family: 'python', version: '3.13', deprecated: '2029-06-30', createBlocked: '2029-07-31', updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F045', name: 'python3.14', family: 'python', version: '3.14', deprecated: '2029-06-30', createBlocked: '2029-07-31', updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F046', name: 'nodejs18.x', family: 'node', version: '18', deprecated: '2025-09-01', createBlocked: '2027-02-01', updateBlocked: '2027-03-03', os: 'AL2' },
  { id: 'F047', name: 'nodejs20.x', family: 'node', version: '20', deprecated: '2026-04-30', createBlocked: '2027-02-01', updateBlocked: '2027-03-03', os: 'AL2023' },
  { id: 'F048', name: 'nodejs22.x', family: 'node', version: '22', deprecated: '2027-04-30', createBlocked: '2027-06-01', updateBlocked: '2027-07-01', os: 'AL2023' },
  { id: 'F049', name: 'nodejs24.x', family: 'node', version: '24', deprecated: '2028-04-30', createBlocked: '2028-06-01', updateBlocked: '2028-07-01', os: 'AL2023' },
  { id: 'F050', name: 'java8.al2', family: 'jdk', version: '8', deprecated: '2027-06-30', createBlocked: '2027-07-31', updateBlocked: '2027-08-31', os: 'AL2' },
  { id: 'F051', name: 'java11', family: 'jdk', version: '11', deprecated: '2027-06-30', createBlocked: '2027-07-31', updateBlocked: '2027-08-31', os: 'AL2' },
  { id: 'F052', name: 'java17', family: 'jdk', version: '17', deprecated: '2027-06-30', createBlocked: '2027-07-31', updateBlocked: '2027-08-31', os: 'AL2' },
  { id: 'F053', name: 'java21', family: 'jdk', version: '21', deprecated: '2029-06-30', createBlocked: '2029-07-31', updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F054', name: 'java25', family: 'jdk', version: '25', deprecated: '2029-06-30', createBlocked: '2029-07-31', updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F055', name: 'java8.al2023', family: 'jdk', version: '8', deprecated: '2029-06-30', createBlocked: null, updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F056', name: 'java11.al2023', family: 'jdk', version: '11', deprecated: '2029-06-30', createBlocked: null, updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F057', name: 'java17.al2023', family: 'jdk', version: '17', deprecated: '2029-06-30', createBlocked: null, updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F058', name: 'provided.al2', family: 'provided', version: '', deprecated: '2026-07-31', createBlocked: '2027-02-01', updateBlocked: '2027-03-03', os: 'AL2' },
  { id: 'F059', name: 'provided.al2023', family: 'provided', version: '', deprecated: '2029-06-30', createBlocked: '2029-07-31', updateBlocked: '2029-08-31', os: 'AL2023' },
  { id: 'F060', name: 'go1.x', family: 'go', version: '', deprecated: '2024-01-08', createBlocked: '2024-02-08', updateBlocked: '2027-03-03', os: 'AL1' },
];
/** glibc of each base: decides which wheel tags and prebuilt addons load (F063, 2025). */
export const GLIBC: Readonly<Record<LambdaRuntime['os'], string>> = { AL1: '2.17', AL2: '2.26', AL2023: '2.34' };
