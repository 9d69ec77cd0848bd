import type { Conflict, Demand } from '../../src/model/index.ts';

/** Findings of the small report, one of each shape. */

type DemandShape = Pick<Demand, 'service' | 'key' | 'subject' | 'constraint'> & {
  readonly realm?: Demand['realm'];
  readonly at: string;
  readonly via?: readonly string[];
  readonly when?: string;
};

function demand(shape: DemandShape): Demand {
  const colon = shape.at.lastIndexOf(':');
  return {
    service: shape.service,
    realm: shape.realm ?? 'python',
    key: shape.key,
    subject: shape.subject,
    constraint: shape.constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    via: shape.via ?? [],
    ...(shape.when === undefined ? {} : { when: shape.when }),
    origin: { file: shape.at.slice(0, colon), line: Number(shape.at.slice(colon + 1)), column: 1 },
  };
}

export const FLASK: Conflict = {
  id: 'c_9f2c61d04b7e',
  rule: 'version/unsatisfiable',
  severity: 'error',
  realm: 'python',
  subject: 'pkg:pypi/flask',
  services: ['services/cart', 'services/web'],
  demands: [
    demand({
      service: 'services/cart',
      key: 'flask',
      subject: 'pkg:pypi/flask',
      constraint: '==1.1.4',
      at: 'services/cart/requirements.txt:3',
    }),
    demand({
      service: 'services/web',
      key: 'flask',
      subject: 'pkg:pypi/flask',
      constraint: '>=2,<4',
      at: 'services/web/pyproject.toml:12',
    }),
  ],
  sides: [[0], [1]],
  depth: 'declared',
  clearedBy: 'process',
  message: 'flask 1.1.4 and flask 2 or newer cannot share one Python environment',
  explanation: ['services/cart pins 1.1.4.', 'services/web starts at 2.'],
  fixes: [
    {
      kind: 'change-constraint',
      service: 'services/cart',
      subject: 'pkg:pypi/flask',
      from: '==1.1.4',
      to: '>=2,<4',
      effect: 'then all of these agree',
      file: 'services/cart/requirements.txt',
      line: 3,
    },
    {
      kind: 'isolate',
      service: 'services/cart',
      subject: 'pkg:pypi/flask',
      level: 'process',
      effect: 'give services/cart an environment of its own',
    },
  ],
};

export const REACT: Conflict = {
  id: 'c_51d07b9a22c0',
  rule: 'version/unsatisfiable',
  severity: 'error',
  realm: 'npm',
  subject: 'pkg:npm/react',
  services: ['apps/admin', 'apps/kiosk', 'apps/shop'],
  demands: [
    demand({
      service: 'apps/admin',
      realm: 'npm',
      key: 'react',
      subject: 'pkg:npm/react',
      constraint: '^18 || ^19',
      at: 'apps/admin/package.json:6',
    }),
    demand({
      service: 'apps/kiosk',
      realm: 'npm',
      key: 'react',
      subject: 'pkg:npm/react',
      constraint: '^17 || ^19',
      at: 'apps/kiosk/package.json:6',
    }),
    demand({
      service: 'apps/shop',
      realm: 'npm',
      key: 'react',
      subject: 'pkg:npm/react',
      constraint: '^17 || ^18',
      at: 'apps/shop/package.json:7',
    }),
  ],
  sides: [[0], [1], [2]],
  depth: 'declared',
  clearedBy: 'process',
  message: 'react: ^18 || ^19, ^17 || ^19 and ^17 || ^18 have no version in common',
  explanation: [
    'apps/admin takes 18 and 19.',
    'apps/kiosk takes 17 and 19.',
    'apps/shop takes 17 and 18.',
    'Any two of them agree; all three together do not.',
  ],
  fixes: [],
};

export const PORT: Conflict = {
  id: 'c_77aa01be90f1',
  rule: 'port/taken',
  severity: 'error',
  realm: 'port',
  subject: 'port:8080/tcp',
  services: ['apps/shop', 'services/web'],
  demands: [
    demand({
      service: 'apps/shop',
      realm: 'port',
      key: '8080/tcp',
      subject: 'port:8080/tcp',
      constraint: '',
      at: 'docker-compose.yml:9',
    }),
    demand({
      service: 'services/web',
      realm: 'port',
      key: '8080/tcp',
      subject: 'port:8080/tcp',
      constraint: '',
      at: 'docker-compose.yml:21',
    }),
  ],
  sides: [[0], [1]],
  depth: 'declared',
  clearedBy: 'container',
  message: 'apps/shop and services/web both listen on port 8080/tcp',
  explanation: ['One port of one operating system has one listener.'],
  fixes: [{ kind: 'isolate', subject: 'port:8080/tcp', level: 'container', effect: 'give apps/shop a container of its own' }],
};

export const JACKSON: Conflict = {
  id: 'c_0b7e4dd1f3a8',
  rule: 'jvm/convergence',
  severity: 'warning',
  realm: 'jvm',
  subject: 'pkg:maven/com.fasterxml.jackson.core/jackson-databind',
  services: ['billing', 'ledger'],
  demands: [
    demand({
      service: 'billing',
      realm: 'jvm',
      key: 'com.fasterxml.jackson.core:jackson-databind',
      subject: 'pkg:maven/com.fasterxml.jackson.core/jackson-databind',
      constraint: '2.15.2',
      at: 'billing/pom.xml:14',
    }),
    demand({
      service: 'ledger',
      realm: 'jvm',
      key: 'com.fasterxml.jackson.core:jackson-databind',
      subject: 'pkg:maven/com.fasterxml.jackson.core/jackson-databind',
      constraint: '2.17.0',
      at: 'ledger/pom.xml:20',
      via: ['pkg:maven/org.example/events@3.1.0'],
    }),
  ],
  sides: [[0], [1]],
  depth: 'locked',
  clearedBy: 'process',
  message: 'jackson-databind 2.15.2 wins over the 2.17.0 that ledger needs (shared class path)',
  explanation: ['Maven keeps the version nearest to the root.'],
  fixes: [],
};

export const DRIFT: Conflict = {
  id: 'c_d41f7a11c002',
  rule: 'version/drift',
  severity: 'note',
  realm: 'python',
  subject: 'pkg:pypi/requests',
  services: ['services/cart', 'services/web'],
  demands: [
    demand({
      service: 'services/cart',
      key: 'requests',
      subject: 'pkg:pypi/requests',
      constraint: '==2.31.0',
      at: 'services/cart/requirements.txt:4',
    }),
    demand({
      service: 'services/web',
      key: 'requests',
      subject: 'pkg:pypi/requests',
      constraint: '>=2.28',
      at: 'services/web/pyproject.toml:13',
      when: 'python_version < "3.13"',
    }),
  ],
  sides: [[0], [1]],
  depth: 'locked',
  clearedBy: 'process',
  message: 'requests is locked at 2.31.0 here and 2.32.3 there',
  explanation: [],
  fixes: [],
};
