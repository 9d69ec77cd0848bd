import fc from 'fast-check';

export type Files = Readonly<Record<string, string>>;

const NAMES = ['lib-a', 'lib-b', 'lib-c'] as const;
const name = fc.constantFrom(...NAMES);
const version = fc.constantFrom('1.0', '1.2', '2.0', '2.1', '3.0');
const directory = fc.constantFrom('.', 'api', 'services/web', 'services/web-admin', 'examples/demo', 'constructor');

const marker = fc.constantFrom(
  '',
  " ; python_version < '3.11'",
  " ; python_version >= '3.12'",
  " ; sys_platform == 'win32'",
  " ; python_full_version < '3.9.1'",
);
const requirement = fc
  .tuple(name, fc.constantFrom('==', '>=', '<', '~='), version, marker)
  .map(([one, operator, wanted, when]) => `${one}${operator}${wanted}${when}`);

const python = fc.record({ lines: fc.array(requirement, { maxLength: 4 }), least: fc.constantFrom('3.8', '3.10', '3.13') }).map(
  ({ lines, least }): Files => ({
    'pyproject.toml': `[project]\nname = "svc"\nversion = "1"\nrequires-python = ">=${least}"\ndependencies = ${JSON.stringify(lines)}\n`,
  }),
);
const requirements = fc
  .array(requirement, { maxLength: 4 })
  .map((lines): Files => ({ 'requirements.txt': `${lines.join('\n')}\n` }));

const npm = fc
  .record({
    deps: fc.dictionary(
      name,
      version.map((one) => `^${one}.0`),
    ),
    node: fc.constantFrom('>=18', '^20', '<17'),
  })
  .map(
    ({ deps, node }): Files => ({
      'package.json': JSON.stringify({ name: 'svc', version: '1.0.0', engines: { node }, dependencies: deps }),
    }),
  );
const workspace = fc.tuple(version, version).map(
  ([a, b]): Files => ({
    'package.json': JSON.stringify({ private: true, workspaces: ['packages/*'] }),
    'packages/one/package.json': JSON.stringify({ name: 'one', version: '1.0.0', dependencies: { 'lib-a': a } }),
    'packages/two/package.json': JSON.stringify({ name: 'two', version: '1.0.0', dependencies: { 'lib-a': b, one: '*' } }),
  }),
);

/** A profile that one JDK switches on: which dependency counts, and which Java level, depends on the target. */
const maven = fc
  .record({
    range: fc.constantFrom('[1,2)', '[2,3)', '1.5'),
    jdk: fc.constantFrom('8', '11', '[17,)'),
    release: fc.constantFrom('11', '17'),
  })
  .map(
    ({ range, jdk, release }): Files => ({
      'pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>svc</artifactId><version>1</version>
<properties><maven.compiler.release>${release}</maven.compiler.release></properties>
<dependencies><dependency><groupId>org.x</groupId><artifactId>lib</artifactId><version>${range}</version></dependency></dependencies>
<profiles><profile><id>p</id><activation><jdk>${jdk}</jdk></activation><dependencies><dependency><groupId>org.x</groupId><artifactId>only</artifactId><version>[3,4)</version></dependency></dependencies></profile></profiles></project>`,
    }),
  );
const gradle = version.map(
  (one): Files => ({ 'build.gradle': `plugins { id 'java' }\ndependencies { implementation 'org.x:lib:${one}' }\n` }),
);
const go = fc.tuple(version, fc.constantFrom('1.21', '1.24')).map(
  ([one, line]): Files => ({
    'go.mod': `module example.org/svc\n\ngo ${line}\n\nrequire example.org/lib v${one}.0\n`,
    'main.go': 'package main\n',
  }),
);

const descriptor = fc.oneof(
  fc.constantFrom(8080, 9090).map(
    (port): Files => ({
      Dockerfile: `FROM python:3.12-slim\nRUN apt-get install -y libpq5\nEXPOSE ${port}\nCMD ["python", "-m", "svc"]\n`,
    }),
  ),
  fc.constantFrom(80, 8080).map(
    (port): Files => ({
      'compose.yaml': `services:\n  web:\n    build: .\n    ports: ["${port}:80"]\n  api:\n    image: api:1\n`,
    }),
  ),
  fc.constantFrom('web', 'api', 'elsewhere').map(
    (one): Files => ({
      'deploy/k8s.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${one} }\nspec:\n  template:\n    spec:\n      containers: [{ name: ${one}, image: "${one}:1", ports: [{ containerPort: 8080 }] }]\n`,
    }),
  ),
  fc.constantFrom('3.11', '3.12').map((one): Files => ({ '.python-version': `${one}\n` })),
  fc.constant<Files>({ Procfile: 'web: gunicorn app\nworker: celery -A app worker\n' }),
);

const broken = fc.constantFrom<Files>(
  { 'package.json': '{ "dependencies": ' },
  { 'pom.xml': '<project><dependencies>' },
  { 'pyproject.toml': '[project\n' },
  { 'requirements.txt': 'a\0b' },
);

const config = fc
  .record(
    {
      key: fc.constantFrom('.', 'api', 'services/web', 'web-admin', 'nobody', 'constructor'),
      settings: fc.constantFrom(
        '{ groups: [dev] }',
        '{ level: process }',
        '{ apart: [api] }',
        '{ facts: { memoryMiB: 20000, ports: [8080] } }',
        '{ packaging: { recommend: container, reason: policy, until: 2027-01-01 } }',
      ),
      rest: fc.constantFrom('', 'target: { python: "3.9" }\n', 'hosts: [{ name: vm }]\n', 'wrong: true\n'),
    },
    { noNullPrototype: true },
  )
  .map(({ key, settings, rest }): Files => ({ 'cohost.yaml': `services:\n  ${key}: ${settings}\n${rest}` }));

const inDirectory = (files: fc.Arbitrary<Files>): fc.Arbitrary<Files> =>
  fc.tuple(directory, files).map(([home, some]) => below(home, some));

/** A repository of a few services, with what lies around them. */
const repository = fc
  .tuple(
    fc.array(inDirectory(fc.oneof(python, requirements, npm, workspace, maven, gradle, go)), { minLength: 1, maxLength: 3 }),
    fc.array(inDirectory(descriptor), { maxLength: 2 }),
    fc.option(inDirectory(broken), { nil: undefined, freq: 5 }),
    fc.option(config, { nil: undefined, freq: 2 }),
  )
  .map(([services, descriptors, bad = {}, own = {}]): Files => Object.assign({}, ...services, ...descriptors, bad, own));

/** Repositories by names of which some begin like others. */
export const fleet = fc.uniqueArray(fc.tuple(fc.constantFrom('shop', 'shop-admin', 'team/pay', 'web'), repository), {
  minLength: 1,
  maxLength: 4,
  selector: ([one]) => one,
});

export function below(home: string, files: Files): Files {
  return home === '.' ? files : Object.fromEntries(Object.entries(files).map(([path, text]) => [`${home}/${path}`, text]));
}
