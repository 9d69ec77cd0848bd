import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { indexDemands } from '../../src/detect/deployed/demands.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { gather, ruleBook } from '../../src/gather.ts';
import type { Demand, RealmId, RuleContext } from '../../src/model/index.ts';
import { targetOf } from '../target.ts';

/**
 * `clash` is the oracle of the search for smallest sets: what clashes goes on doing so beside anything else, and an error
 * stays one. Each fleet says many things of one key; all sets of them are asked.
 */

const TARGET = targetOf({ python: '3.12', node: '22', jdk: '21', go: '1.25' });

type Files = Readonly<Record<string, string>>;

function each(lines: readonly string[], file: string, text: (line: string, name: string) => string): Files {
  return Object.fromEntries(lines.map((line, at) => [`s${at}/${file}`, text(line, `s${at}`)]));
}

const gradle = (line: string): string => `plugins { id 'application' }
repositories { mavenCentral() }
dependencies { ${line} }
`;
const pom = (dependency: string, name: string): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>${name}</artifactId><version>1</version>
<dependencies>${dependency}</dependencies></project>`;
const mavenOn = (name: string, versions: readonly string[]): Files => {
  const [group = '', artifact = ''] = name.split(':');
  return each(
    versions.map(
      (one) =>
        `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${one}</version></dependency>`,
    ),
    'pom.xml',
    pom,
  );
};
const named = (fleet: Files, prefix: string): Files =>
  Object.fromEntries(Object.entries(fleet).map(([path, text]) => [`${prefix}${path}`, text]));

const MARKED = ['1', '2', '3', '4', '5', '6', '7'].map((step) => `x>=${step}; platform_release >= "${step}"`);

const FLEETS: readonly (readonly [name: string, realm: RealmId, files: Files])[] = [
  [
    'candidates before a release',
    'python',
    each(
      [
        'x>=3',
        'x<4',
        'x>=3.0rc1',
        'x==3.0rc1',
        'x~=2.0',
        'x!=3.0',
        'x==3.*',
        'x===3.0rc1',
        'x<3.0',
        'x>3.0.post1',
        'x @ https://e.example/x-3.0-py3-none-any.whl',
      ],
      'requirements.txt',
      (line) => `${line}\n`,
    ),
  ],
  [
    'lines under conditions',
    'python',
    each(
      [...MARKED, 'x<3', 'x<2; platform_release < "3"', 'x!=2; platform_version == "1"', 'x>2.5,<5; platform_release == "9"'],
      'requirements.txt',
      (line) => `${line}\n`,
    ),
  ],
  [
    'interpreters',
    'runtime',
    each(
      ['>=3.9', '<3.12', '==3.11.*', '>=3.12', '~=3.8', '!=3.10.*', '>=3.14'],
      'pyproject.toml',
      (line, name) => `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${line}"\n`,
    ),
  ],
  [
    'npm ranges',
    'npm',
    each(
      [
        '^1.0.0',
        '>=1.2.0 <2',
        '1.2.0-beta.1',
        '>=1.2.0-beta.0',
        '~1.2',
        '^2 || ^3',
        '*',
        'npm:y@^1',
        'git+https://e.example/x.git#v1',
        'file:../x',
        'https://e.example/x.tgz',
        'latest',
      ],
      'package.json',
      (line, name) => JSON.stringify({ name, version: '1.0.0', scripts: { start: 'node .' }, dependencies: { x: line } }),
    ),
  ],
  [
    'npm peers',
    'npm',
    Object.fromEntries(
      ['^1.0.0', '^2.0.0', '>=1.5', 'npm:y@^1', 'git+https://e.example/x.git#v1'].flatMap((line, at) => [
        [
          `p${at}/package.json`,
          JSON.stringify({ name: `p${at}`, version: '1.0.0', scripts: { start: 'node .' }, peerDependencies: { x: line } }),
        ],
        [
          `d${at}/package.json`,
          JSON.stringify({ name: `d${at}`, version: '1.0.0', scripts: { start: 'node .' }, dependencies: { x: line } }),
        ],
      ]),
    ),
  ],
  [
    'engines',
    'runtime',
    each(['>=18', '^20.1', '22', '<21', '>=20 <23', '18 || 20 || 22', '*'], 'package.json', (line, name) =>
      JSON.stringify({ name, version: '1.0.0', scripts: { start: 'node .' }, engines: { node: line } }),
    ),
  ],
  [
    'versions of an artifact',
    'jvm',
    mavenOn('x:y', ['1.0', '1.5', '2.0', '3.1-SNAPSHOT', '[1.0,2.0)', '[2.0]', '[1.2,1.8],[2.5,)', '20230101']),
  ],
  [
    'generations of a framework',
    'jvm',
    mavenOn('jakarta.servlet:jakarta.servlet-api', ['4.0.4', '5.0.0', '6.0.0', '6.1.0', '[5,6]', '[4.0]']),
  ],
  [
    'generations of Jersey',
    'jvm',
    mavenOn('org.glassfish.jersey.core:jersey-server', ['1.19', '2.22', '2.41', '3.0.2', '3.1.1']),
  ],
  [
    'rich versions of Gradle',
    'jvm',
    each(
      [
        "implementation 'x:y:1.0'",
        "implementation 'x:y:2.1'",
        "implementation('x:y') { version { strictly '1.0' } }",
        "implementation('x:y') { version { strictly '[1.0,2.0['; prefer '1.5' } }",
        "implementation('x:y') { version { require '2.0'; reject '2.1' } }",
        "implementation('x:y:1.+')",
        "implementation('x:y') { version { prefer '3.0' } }",
        "constraints { implementation('x:y:2.5') }\n implementation 'x:y'",
        "implementation 'x:y:20230101'",
        "implementation('x:y') { version { rejectAll() } }",
      ],
      'build.gradle',
      gradle,
    ),
  ],
  [
    'Gradle beside Maven',
    'jvm',
    {
      ...named(mavenOn('x:y', ['1.0', '2.0', '[1.0,2.0)', '20230101']), 'm'),
      ...each(
        ["implementation 'x:y:1.0'", "implementation 'x:y:3.0'", "implementation('x:y') { version { strictly '1.5' } }"],
        'build.gradle',
        gradle,
      ),
    },
  ],
  [
    'replacements',
    'go',
    each(
      [
        'replace x.example/y => ../y',
        'replace x.example/y => x.example/z v1.2.0',
        'replace x.example/y v1.0.0 => x.example/z v1.1.0',
        'exclude x.example/y v1.0.0',
        'replace x.example/y => x.example/z v1.3.0',
      ],
      'go.mod',
      (line, name) => `module e.example/${name}\n\ngo 1.22\n\nrequire x.example/y v1.0.0\n\n${line}\n`,
    ),
  ],
  [
    'ports',
    'port',
    {
      'docker-compose.yml': `services:
${[
  'ports: ["8080:80"]',
  'ports: ["127.0.0.1:8080:80"]',
  'ports: ["[::1]:8080:80"]',
  'ports: ["8080:8080"]\n    profiles: [a]',
  'ports: ["8080:8080"]\n    profiles: [b]',
  'ports: ["10.0.0.1:8080:9"]',
  'expose: ["8080"]',
]
  .map((line, at) => `  s${at}:\n    build: s${at}\n    ${line}\n`)
  .join('')}`,
      ...each(
        ['80', '8080', '80', '8080', '8080', '9', '8080'],
        'Dockerfile',
        (port) => `FROM node:22\nCOPY . .\nEXPOSE ${port}\nCMD ["node", "index.js"]\n`,
      ),
      ...each(['', '', '', '', '', '', ''], 'package.json', (_, name) =>
        JSON.stringify({ name, version: '1.0.0', scripts: { start: 'node index.js' } }),
      ),
    },
  ],
  [
    'packages of a distribution',
    'os',
    {
      ...each(
        ['curl', 'curl=7.8-r0', 'curl=7.9-r0', '"curl>7.8"', '"curl<7.9"', '"curl~7"', '"curl=~7.8"'],
        'Dockerfile',
        (line) => `FROM alpine:3.20\nRUN apk add ${line}\nCOPY . .\nCMD ["node", "index.js"]\n`,
      ),
      ...each(['', '', '', '', '', '', ''], 'package.json', (_, name) =>
        JSON.stringify({ name, version: '1.0.0', scripts: { start: 'node index.js' } }),
      ),
    },
  ],
];

interface Asked {
  readonly key: string;
  readonly demands: readonly Demand[];
  readonly ask: (demands: readonly Demand[]) => 0 | 1 | 2;
}

function askedOf(realm: RealmId, files: Files): readonly Asked[] {
  const tree = memoryTree(files);
  const { fleet } = gather({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-28' }, (_, work) => work());
  const all = fleet.services.flatMap(({ units, deployments }) => [
    ...units.flatMap(({ demands }) => demands),
    ...deployments.flatMap(({ facts }) => facts.demands),
  ]);
  const keys = indexDemands(all).get(realm) ?? new Map<string, readonly Demand[]>();
  const book = ruleBook();
  return [...keys].flatMap(([key, stated]): readonly Asked[] => {
    const rule = book.find(realm, key);
    if (rule === undefined) return [];
    const { settle } = rule;
    const services = [...new Set(stated.map(({ service }) => service))];
    const demands =
      settle === undefined ? stated : services.flatMap((one) => settle(stated.filter(({ service }) => service === one)));
    const context: RuleContext = { target: TARGET, settings: {}, held: new Set(keys.keys()) };
    const ask = (some: readonly Demand[]): 0 | 1 | 2 => {
      const found = rule.clash(some, context);
      return found === undefined ? 0 : found.severity === 'error' ? 2 : 1;
    };
    return [{ key, demands, ask }];
  });
}

/** Sets that clash less with one more demand. */
function broken({ key, demands, ask }: Asked): readonly string[] {
  const grades = Array.from({ length: 2 ** demands.length }, (_, mask) =>
    mask === 0 ? 0 : ask(demands.filter((_one, at) => (mask & (1 << at)) !== 0)),
  );
  const text = (mask: number): string =>
    demands
      .flatMap(({ constraint, when = '', service }, at) => ((mask & (1 << at)) === 0 ? [] : [`${service} ${constraint}${when}`]))
      .join(' | ');
  return grades.flatMap((grade, mask) =>
    demands.flatMap((_, at) => {
      const more = mask | (1 << at);
      return (grades[more] ?? 0) < grade ? [`${key}: ${grade} ${text(mask)} → ${grades[more]} ${text(more)}`] : [];
    }),
  );
}

describe('what clashes clashes beside anything else', () => {
  it.each(FLEETS)('%s', (_, realm, files) => {
    const asked = askedOf(realm, files);
    expect(asked.some(({ demands, ask }) => ask(demands) > 0)).toBe(true);
    expect(asked.flatMap(broken).slice(0, 3)).toEqual([]);
  });
});
