import type { Report, ReportService } from '../../src/model/index.ts';
import type { SourceLines } from '../../src/report/sources.ts';
import { DRIFT, FLASK, JACKSON, PORT, REACT } from './sample-conflicts.ts';

/** A small report by hand, so that no test of a renderer depends on an analyzer. */

const PURL_TYPES = { python: 'pypi', npm: 'npm', jvm: 'maven', go: 'golang' } as const;

function service(id: string, ecosystem: keyof typeof PURL_TYPES, manifest: string, packages: readonly string[]): ReportService {
  const type = PURL_TYPES[ecosystem];
  return {
    id,
    path: id,
    ecosystems: [ecosystem],
    manifests: [{ path: `${id}/${manifest}`, kind: manifest, role: 'manifest', group: 'default' }],
    runtimes: [],
    packages: packages.map((name, index) => ({
      purl: `pkg:${type}/${name}`,
      constraint: '>=1',
      kind: 'range' as const,
      direct: true,
      group: 'default',
      origin: { file: `${id}/${manifest}`, line: index + 3 },
    })),
    descriptors: [],
  };
}

export const SAMPLE: Report = {
  schemaVersion: 1,
  tool: { name: 'cohost', version: '0.1.0' },
  options: {
    level: 'environment',
    depth: 'locked',
    target: { python: '3.12', node: '22.21.1', jdk: '21', go: '1.26', platform: 'linux-x86_64' },
    targetBecause: {
      python: 'newest that the fleet admits',
      node: 'option',
      jdk: 'newest known',
      go: 'newest known',
      platform: 'default',
    },
    before: null,
  },
  services: [
    service('apps/admin', 'npm', 'package.json', ['react', 'react-dom']),
    service('apps/kiosk', 'npm', 'package.json', ['react', '%40sentry/browser']),
    service('apps/shop', 'npm', 'package.json', ['react', 'react-dom']),
    service('billing', 'jvm', 'pom.xml', ['com.fasterxml.jackson.core/jackson-databind']),
    service('ledger', 'jvm', 'pom.xml', ['org.example/events']),
    service('services/cart', 'python', 'requirements.txt', ['flask', 'requests']),
    service('services/web', 'python', 'pyproject.toml', ['flask', 'requests']),
  ],
  conflicts: [REACT, PORT, FLASK, JACKSON, DRIFT],
  compatibility: [
    {
      services: ['apps/shop', 'services/web'],
      level: 'environment',
      verdict: 'separate',
      depth: 'declared',
      conflicts: [PORT.id],
      repins: [],
    },
    {
      services: ['services/cart', 'services/web'],
      level: 'environment',
      verdict: 'separate',
      depth: 'declared',
      conflicts: [FLASK.id],
      repins: [],
    },
    {
      services: ['billing', 'services/cart'],
      level: 'environment',
      verdict: 'unknown',
      depth: 'locked',
      conflicts: [],
      repins: [],
      because: 'billing/pom.xml names a parent that is not here',
    },
  ],
  ladder: [
    { level: 'environment', hosts: 2, optimal: true, clears: [], remaining: [REACT.id, PORT.id, FLASK.id] },
    { level: 'process', hosts: 2, optimal: true, clears: [REACT.id, FLASK.id], remaining: [PORT.id] },
    { level: 'container', hosts: 1, optimal: true, clears: [PORT.id], remaining: [] },
    { level: 'machine', hosts: 1, optimal: true, clears: [], remaining: [] },
  ],
  placement: {
    level: 'environment',
    hosts: [
      {
        id: 'host-1',
        services: ['apps/admin', 'apps/shop', 'billing', 'ledger', 'services/cart'],
        verdict: 'likely',
        runtimes: { python: '3.12', node: '22.21.1', jdk: '21' },
        repins: [],
      },
      {
        id: 'host-2',
        services: ['apps/kiosk', 'services/web'],
        verdict: 'repin',
        runtimes: { python: '3.12', node: '22.21.1' },
        repins: [{ service: 'services/web', subject: 'pkg:pypi/werkzeug', from: '3.0.1', to: '3.0.6' }],
      },
    ],
    lowerBound: 2,
    optimal: true,
  },
  leastIsolation: {
    apart: [
      {
        service: 'services/cart',
        packaging: 'own-environment',
        conflicts: [],
        because: 'services/cart clashes with services/web on flask: give services/cart a virtualenv of its own',
      },
    ],
    together: ['services/web'],
  },
  recommendations: [
    {
      service: 'services/web',
      target: 'lambda-zip',
      confidence: 'high',
      reasons: [
        {
          rule: 'PK040',
          theme: 'http-handler',
          effect: 'for',
          targets: ['lambda-zip'],
          text: 'a handler with an HTTP event is declared',
          evidence: [{ file: 'services/web/template.yaml', line: 6 }],
          source: 'signals',
        },
      ],
      alternatives: [{ target: 'lambda-image', because: 'the zip outgrows 250 MB' }],
      unknowns: [],
      wouldChangeIf: ['more than 10,240 MB of memory: fargate', 'a run that takes longer than 15 minutes: fargate'],
      changes: [
        { when: 'more than 10,240 MB of memory', target: 'fargate', facts: { memoryMiB: 10_241 } },
        { when: 'a run that takes longer than 15 minutes', target: 'fargate', facts: { jobSeconds: 901 } },
      ],
      size: { unzippedBytes: 14_680_064, method: 'lock', missing: [], largest: [{ purl: 'pkg:pypi/flask', bytes: 700_000 }] },
    },
    {
      service: 'ledger',
      process: 'consumer',
      target: 'fargate',
      confidence: 'medium',
      reasons: [
        {
          rule: 'PK001',
          theme: 'long-running-worker',
          effect: 'blocks',
          targets: ['lambda-zip', 'lambda-image'],
          text: 'spring-kafka consumes in a loop; an invocation ends after 15 minutes',
          evidence: [
            { file: 'ledger/pom.xml', line: 20 },
            { file: 'ledger/Dockerfile', line: 9 },
          ],
          source: 'AWS Lambda quotas, 2026-11',
        },
      ],
      alternatives: [{ target: 'lambda-image', because: 'an event source mapping, once the loop becomes a handler' }],
      unknowns: ['requests per month'],
      wouldChangeIf: ['without the loop: lambda-zip'],
      changes: [{ when: 'without the loop', target: 'lambda-zip', rule: 'PK001' }],
    },
  ],
  diagnostics: [
    {
      code: 'maven/parent-missing',
      severity: 'warning',
      message: 'the parent org.example:parent:1 is not here; its versions are unknown',
      file: 'billing/pom.xml',
      line: 5,
      incomplete: true,
    },
  ],
  summary: { services: 7, manifests: 7, leftOut: 2, conflicts: { error: 3, warning: 1, note: 1 }, hosts: 2 },
};

const lines = (start: number, ...texts: readonly string[]): ReadonlyMap<number, string> =>
  new Map(texts.map((text, index) => [start + index, text]));

export const SAMPLE_SOURCES: SourceLines = new Map([
  ['services/cart/requirements.txt', lines(3, 'flask==1.1.4', 'requests==2.31.0')],
  ['services/web/pyproject.toml', lines(12, '    "flask>=2,<4",', '    "requests>=2.28; python_version < \'3.13\'",')],
  ['apps/admin/package.json', lines(6, '    "react": "^18 || ^19",')],
  ['apps/kiosk/package.json', lines(6, '    "react": "^17 || ^19"')],
  ['apps/shop/package.json', lines(7, '\t\t"react": "^17 || ^18",')],
  [
    'docker-compose.yml',
    new Map([
      [9, '      - "8080:80"'],
      [21, '      - 8080:8080'],
    ]),
  ],
  [
    'billing/pom.xml',
    lines(
      14,
      '    <dependency>',
      '      <groupId>com.fasterxml.jackson.core</groupId>',
      '      <artifactId>jackson-databind</artifactId>',
      '      <version>2.15.2</version>',
      '    </dependency>',
    ),
  ],
  [
    'ledger/pom.xml',
    lines(
      20,
      '    <dependency>',
      '      <groupId>org.example</groupId>',
      '      <artifactId>events</artifactId>',
      '      <version>3.1.0</version>',
    ),
  ],
]);
