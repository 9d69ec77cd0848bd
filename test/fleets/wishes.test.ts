import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from './fleet.ts';

/** Contradictory or impossible wishes: `code line: message` of every error, and the hosts at the asked level. */
interface Told {
  readonly errors: readonly string[];
  readonly hosts: number;
}

const flask = (version = ''): string => `flask${version}\n`;
const THREE: Files = { 'a/requirements.txt': flask(), 'b/requirements.txt': flask(), 'c/requirements.txt': flask() };
const CLASH: Files = { 'a/requirements.txt': flask('==1'), 'b/requirements.txt': flask('==2') };

const CASES: Readonly<Record<string, readonly [config: string, files: Files, told: Told]>> = {
  'together and apart': [
    'services:\n  a:\n    together: [b]\n  b:\n    apart: [a]\n',
    THREE,
    {
      errors: ['config/contradiction 3: b and a are wanted apart (line 5) and together (line 3); drop one of the two'],
      hosts: 1,
    },
  ],
  'together by way of a third': [
    'services:\n  a:\n    together: [b]\n  b:\n    together: [c]\n  c:\n    apart: [a]\n',
    THREE,
    {
      errors: ['config/contradiction 3: c and a are wanted apart (line 7) and together (lines 3 and 5); drop one of the two'],
      hosts: 1,
    },
  ],
  'pinned to one host and apart': [
    'services:\n  a:\n    pin: h1\n    apart: [b]\n  b:\n    pin: h1\n',
    THREE,
    {
      errors: ['config/contradiction 3: a and b are wanted apart (line 4) and both on h1 (lines 3 and 6); drop one of the two'],
      hosts: 1,
    },
  ],
  'together and pinned to two hosts': [
    'services:\n  a:\n    together: [b]\n    pin: h1\n  b:\n    pin: h2\n',
    THREE,
    {
      errors: [
        'config/contradiction 3: a and b belong on one host, but are pinned to h1 and to h2 (lines 3, 4 and 6); pin them to one',
      ],
      hosts: 1,
    },
  ],
  'more pinned than a host may hold': [
    'maxServicesPerHost: 2\nservices:\n  a: { pin: h1 }\n  b: { pin: h1 }\n  c: { pin: h1 }\n',
    THREE,
    {
      errors: ['config/contradiction 1: a, b and c belong on one host (lines 3, 4 and 5), but maxServicesPerHost is 2 (line 1)'],
      hosts: 1,
    },
  ],
  'pinned to a host that is not shared': [
    'hosts:\n  - name: h1\n    share: forbid\nservices:\n  a: { pin: h1 }\n  b: { pin: h1 }\n',
    THREE,
    {
      errors: ['config/contradiction 5: a and b are pinned to h1 (lines 5 and 6), which is not to be shared (line 3)'],
      hosts: 1,
    },
  ],
  'pinned to a host that does not list the service': [
    'hosts:\n  - { name: h1, services: [b] }\nservices:\n  a: { pin: h1 }\n',
    THREE,
    {
      errors: ['config/contradiction 4: a is pinned to h1 (line 4), whose list of services does not name it (line 2)'],
      hosts: 1,
    },
  ],
  'pinned to a host that nobody declared': [
    'hosts:\n  - { name: small-vm }\nservices:\n  a: { pin: smal-vm }\n',
    THREE,
    {
      errors: ['config/unknown-host 4: a is pinned to "smal-vm", which is none of config\'s hosts; did you mean "small-vm"?'],
      hosts: 1,
    },
  ],
  'pinned to a host without the right interpreter': [
    'hosts:\n  - { name: h1, python: ["3.8"] }\nservices:\n  a: { pin: h1 }\n',
    { 'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.11"\n', 'b/requirements.txt': flask() },
    {
      errors: [
        'config/contradiction 4: a is pinned to h1, which has python 3.8 (line 2), but needs python >=3.11 (a/pyproject.toml:4)',
      ],
      hosts: 1,
    },
  ],
  'apart from itself': [
    'services:\n  a: { apart: [a] }\n',
    THREE,
    { errors: ['config/contradiction 2: a is wanted apart from itself (line 2)'], hosts: 1 },
  ],
  'together with a service that has a machine of its own': [
    'services:\n  a: { level: machine }\n  b:\n    together: [c]\n  c:\n    together: [a]\n',
    THREE,
    {
      errors: [
        'config/contradiction 2: a has a machine of its own (line 2), but belongs on one host with b and c (lines 4 and 6); drop one of the two',
      ],
      hosts: 2,
    },
  ],
  'pinned together with a service that has a machine of its own': [
    'services:\n  a: { level: machine, pin: h1 }\n  b: { pin: h1 }\n',
    THREE,
    {
      errors: [
        'config/contradiction 2: a has a machine of its own (line 2), but belongs on one host with b (lines 2 and 3); drop one of the two',
      ],
      hosts: 2,
    },
  ],
  'one name for two services': [
    'services:\n  a: { name: same }\n  b: { name: same }\n',
    CLASH,
    {
      errors: ['config/contradiction 3: b is called "same" (line 3), and so is a (line 2); give each service a name of its own'],
      hosts: 2,
    },
  ],
  'a name that another service has already': [
    'services:\n  a: { name: b }\n',
    CLASH,
    { errors: ['config/contradiction 2: a is called "b" (line 2), and so is b; give each service a name of its own'], hosts: 2 },
  ],
  'services that are not there': [
    'services:\n  a: { together: [cc] }\nhosts:\n  - { name: h1, services: [elsewhere] }\n',
    THREE,
    {
      errors: [
        'config/unknown-service 2: config names the service "cc", which is not in this fleet; did you mean "c"?',
        'config/unknown-service 4: config names the service "elsewhere", which is not in this fleet; services are: a, b and c',
      ],
      hosts: 1,
    },
  ],
  'together in spite of a conflict': [
    'services:\n  a: { together: [b] }\n',
    CLASH,
    {
      errors: [
        'placement/impossible 2: config keeps a and b on one host (line 2), but pkg:pypi/flask parts them (ID: a/requirements.txt:1, b/requirements.txt:1); end the conflict, isolate one of them, or drop the wish',
      ],
      hosts: 2,
    },
  ],
  'together in spite of a conflict that the level ends': [
    'level: process\nservices:\n  a: { together: [b] }\n',
    CLASH,
    { errors: [], hosts: 1 },
  ],
};

describe('wishes', () => {
  it.each(Object.entries(CASES))('%s', async (_, [config, files, expected]) => {
    const report = await reportOf({ 'cohost.yaml': config, ...files });
    const errors = report.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, line, message }) => `${code} ${line}: ${message.replace(/c_[0-9a-f]+/, 'ID')}`);
    expect({ errors, hosts: report.placement.hosts.length }).toEqual(expected);
  });

  it('name the hosts that services are pinned to', async () => {
    const report = await reportOf({ 'cohost.yaml': 'services:\n  b: { pin: small-vm, apart: [a] }\n', ...THREE });
    expect(report.placement.hosts.map(({ id, services }) => `${id}: ${services.join(' ')}`).sort()).toEqual([
      'host-1: a',
      'small-vm: b c',
    ]);
  });

  it.each([
    ['hosts:\n  - { name: small-vm, share: forbid }\n', ['host-1: a c', 'small-vm: b']],
    ['hosts:\n  - { name: small-vm, services: [b, c] }\n', ['host-1: a', 'small-vm: b c']],
  ])('a declared host takes nobody else: %s', async (hosts, expected) => {
    const config = `${hosts}services:\n  b: { pin: small-vm }\n  a: { apart: [b] }\n`;
    const report = await reportOf({ 'cohost.yaml': config, ...THREE });
    expect(report.placement.hosts.map(({ id, services }) => `${id}: ${services.join(' ')}`).sort()).toEqual(expected);
  });
});

/** `severity rule: services`, and the hosts at environment, process and container level. */
const LEVELS: Readonly<Record<string, readonly [config: string, files: Files, found: readonly string[], hosts: string]>> = {
  'a level that ends a conflict leaves a note': ['level: process\n', CLASH, ['note version/unsatisfiable: a, b'], '2 1 1'],
  'a service with an environment of its own shares with everybody': [
    'services:\n  a: { level: process }\n',
    { ...CLASH, 'c/requirements.txt': flask('==2') },
    ['note version/unsatisfiable: a, b, c'],
    '1 1 1',
  ],
  'of three versions two are left': [
    'services:\n  a: { level: process }\n',
    { ...CLASH, 'c/requirements.txt': flask('==3') },
    ['error version/unsatisfiable: a, b, c'],
    '2 1 1',
  ],
  'a published port needs more than a container': [
    'level: container\nservices:\n  a: { level: container }\n',
    {
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["80:1"]\n  b:\n    build: b\n    ports: ["80:2"]\n',
      'a/requirements.txt': flask(),
      'b/requirements.txt': flask(),
    },
    ['error port/taken: a, b'],
    '2 2 2',
  ],
  'a service with a machine of its own shares it with nobody': [
    'services:\n  a: { level: machine }\n',
    { ...CLASH, 'c/requirements.txt': flask('==2') },
    ['note version/unsatisfiable: a, b, c'],
    '2 2 2',
  ],
  'interpreters that one host has side by side': [
    'hosts:\n  - { name: h1, services: [a, b], python: ["3.8", "3.12"] }\n',
    {
      'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\nrequires-python = "<3.9"\n',
      'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.11"\n',
    },
    ['error runtime/unsatisfiable: a, b'],
    '2 1 1',
  ],
  'interpreters of which the host has one': [
    'hosts:\n  - { name: h1, services: [a, b], python: ["3.12"] }\n',
    {
      'a/pyproject.toml': '[project]\nname = "a"\nversion = "1"\nrequires-python = "<3.9"\n',
      'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.11"\n',
    },
    ['error runtime/unsatisfiable: a, b'],
    '2 2 1',
  ],
  'ports that config declares': [
    'services:\n  a: { facts: { ports: [8080] } }\n  b: { facts: { ports: [8080] } }\n',
    THREE,
    ['error port/taken: a, b'],
    '2 2 1',
  ],
};

describe('isolation', () => {
  it.each(Object.entries(LEVELS))('%s', async (_, [config, files, found, hosts]) => {
    const report = await reportOf({ 'cohost.yaml': config, ...files });
    expect(report.conflicts.map((one) => `${one.severity} ${one.rule}: ${one.services.join(', ')}`)).toEqual(found);
    expect(
      report.ladder
        .slice(0, 3)
        .map((rung) => rung.hosts)
        .join(' '),
    ).toBe(hosts);
  });
});
