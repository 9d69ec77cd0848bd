import { type Conflict, type Demand, gravity, type Report, type Severity } from '../../src/model/index.ts';
import { SAMPLE } from './sample.ts';

/** A report of a fleet as large as wished: pairwise errors, errors of three sides, warnings and notes, in a stable order. */
export function syntheticReport(services: number, conflicts: number): Report {
  const names = Array.from(
    { length: services },
    (_, index) =>
      `${['platform', 'payments', 'catalogue', 'search', 'identity'][index % 5]}/service-${String(index).padStart(3, '0')}`,
  );
  const found = Array.from({ length: conflicts }, (_, index) => conflict(index, names)).sort((a, b) => gravity(a) - gravity(b));
  const count = (severity: Severity): number => found.filter((one) => one.severity === severity).length;
  const remaining = found.filter((one) => one.severity === 'error').map((one) => one.id);
  return {
    ...SAMPLE,
    services: names.map((id, index) => ({
      id,
      path: id,
      ecosystems: [(['python', 'npm', 'jvm', 'go'] as const)[index % 4] ?? 'go'],
      manifests: [{ path: `${id}/requirements.txt`, kind: 'pip-requirements', role: 'manifest', group: 'default' }],
      runtimes: [{ name: 'python', constraint: '>=3.9', origin: { file: `${id}/requirements.txt`, line: 1 } }],
      packages: Array.from({ length: 120 }, (_, at) => ({
        purl: `pkg:pypi/package-${(index * 7 + at * 13) % 400}`,
        constraint: at < 30 ? '>=1.2,<3' : '',
        kind: 'range' as const,
        resolved: '2.4.1',
        direct: at < 30,
        group: 'default',
        origin: { file: `${id}/requirements.txt`, line: at + 1 },
      })),
      descriptors: [],
    })),
    conflicts: found,
    compatibility: [],
    ladder: [
      { level: 'environment', hosts: 9, optimal: false, clears: [], remaining },
      { level: 'process', hosts: 1, optimal: true, clears: remaining, remaining: [] },
      { level: 'container', hosts: 1, optimal: true, clears: [], remaining: [] },
      { level: 'machine', hosts: 1, optimal: true, clears: [], remaining: [] },
    ],
    placement: {
      level: 'environment',
      hosts: Array.from({ length: 9 }, (_, host) => ({
        id: `host-${host + 1}`,
        services: names.filter((_name, index) => index % 9 === host),
        verdict: 'likely' as const,
        runtimes: { python: '3.12' },
        repins: [],
      })),
      lowerBound: 8,
      optimal: false,
    },
    recommendations: names.map((name, index) => {
      const base = SAMPLE.recommendations[index % SAMPLE.recommendations.length] ?? SAMPLE.recommendations[0];
      if (base === undefined) throw new Error('the sample has recommendations');
      return { ...base, service: name, reasons: [...base.reasons, ...base.reasons] };
    }),
    summary: {
      services,
      manifests: services,
      leftOut: 0,
      conflicts: { error: count('error'), warning: count('warning'), note: count('note') },
      hosts: 9,
    },
  };
}

function conflict(index: number, names: readonly string[]): Conflict {
  const severity: Severity = index % 3 === 0 ? 'error' : index % 3 === 1 ? 'warning' : 'note';
  const sides = index % 12 === 0 ? 3 : 2;
  const key = `package-${index}`;
  const demands = Array.from({ length: 4 + (index % 9) }, (_, at): Demand => {
    const service = names[(index * 31 + at * 17) % names.length] ?? '';
    return {
      service,
      realm: 'python',
      key,
      subject: `pkg:pypi/${key}`,
      constraint: at % sides === 0 ? '==1.1.4' : '>=2.0,<4',
      kind: 'range',
      strength: 'declared',
      group: 'default',
      via: at % 4 === 3 ? ['pkg:pypi/parent@3.2.1'] : [],
      origin: { file: `${service}/requirements.txt`, line: 3 + at, column: 1 },
    };
  });
  return {
    id: `c_${index.toString(16).padStart(12, '0')}`,
    rule: 'version/unsatisfiable',
    severity,
    realm: 'python',
    subject: `pkg:pypi/${key}`,
    services: [...new Set(demands.map(({ service }) => service))].sort(),
    demands,
    sides: Array.from({ length: sides }, (_, side) => demands.flatMap((_demand, at) => (at % sides === side ? [at] : []))),
    depth: 'declared',
    clearedBy: 'process',
    message: `${key} 1.1.4 and ${key} 2 or newer cannot share one Python environment`,
    explanation: demands.map((one) => `${one.service} asks for ${one.constraint} at ${one.origin.file}:${one.origin.line}`),
    fixes: [
      {
        kind: 'change-constraint',
        service: demands[0]?.service ?? '',
        subject: `pkg:pypi/${key}`,
        from: '==1.1.4',
        to: '>=2.0,<4',
        effect: 'then all of these agree',
        file: 'a/requirements.txt',
        line: 3,
      },
      { kind: 'isolate', subject: `pkg:pypi/${key}`, level: 'process', effect: 'give one of them an environment of its own' },
    ],
  };
}
