import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assembled } from '../../src/gather.ts';
import { readTree } from '../../src/gather.ts';
import { memoryTree } from '../../src/index.ts';
import type { TargetVersions } from '../../src/model/index.ts';

const FIRST: TargetVersions = { python: '3.13', node: '24.21.0', jdk: '25', go: '1.27', platform: 'linux-x86_64' };
const SECOND: TargetVersions = { ...FIRST, python: '3.9', jdk: '17' };

const pom = (profile: string, version = '1'): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
<dependencies><dependency><groupId>x</groupId><artifactId>one</artifactId><version>${version}</version></dependency></dependencies>${profile}</project>`;
const ON_17 =
  '<profiles><profile><id>p</id><activation><jdk>17</jdk></activation><dependencies><dependency><groupId>x</groupId><artifactId>two</artifactId><version>2</version></dependency></dependencies></profile></profiles>';

/** A project whose lock needs colorama where this marker holds. */
const uv = (marker: string): Readonly<Record<string, string>> => ({
  'svc/pyproject.toml': '[project]\nname = "svc"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["click==8.1.7"]\n',
  'svc/uv.lock': `version = 1
requires-python = ">=3.8"

[[package]]
name = "click"
version = "8.1.7"
source = { registry = "https://pypi.example/simple" }
dependencies = [{ name = "colorama", marker = "${marker}" }]

[[package]]
name = "colorama"
version = "0.4.6"
source = { registry = "https://pypi.example/simple" }

[[package]]
name = "svc"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "click" }]

[package.metadata]
requires-dist = [{ name = "click", specifier = "==8.1.7" }]
`,
});

/** What a tree of one file gives for the first target, and what for the second one after it. */
function assembledTwice(files: Readonly<Record<string, string>>, id: Assembled['id']): readonly [unknown, unknown] {
  const reading = readTree({ tree: memoryTree(files), starts: ['.'] }, []);
  const of = (target: TargetVersions): unknown => reading.assemble(target).find((one) => one.id === id)?.assembly;
  return [of(FIRST), of(SECOND)];
}

function assembledAlone(files: Readonly<Record<string, string>>, id: Assembled['id']): unknown {
  const reading = readTree({ tree: memoryTree(files), starts: ['.'] }, []);
  return reading.assemble(SECOND).find((one) => one.id === id)?.assembly;
}

describe('what was assembled for another target', () => {
  it.each([
    ['a list without markers', 'python', { 'svc/requirements.txt': 'flask==3.0.0\n' }],
    ['a lock whose markers ask for the platform', 'python', uv("sys_platform == 'win32'")],
    ['a POM without profiles', 'jvm', { 'svc/pom.xml': pom('') }],
  ] as const)('holds for %s', (_, id, files) => {
    const [first, second] = assembledTwice(files, id);
    expect(second).toBe(first);
  });

  it.each([
    ['a marker of the version', 'python', { 'svc/requirements.txt': 'flask==3.0.0; python_version < "3.10"\n' }],
    ['a marker of the full version', 'python', { 'svc/requirements.txt': 'flask==3.0.0; python_full_version >= "3.10.0"\n' }],
    ['a marker of the version in a lock', 'python', uv("python_full_version < '3.10'")],
    ['a profile of one JDK', 'jvm', { 'svc/pom.xml': pom(ON_17) }],
    ['a property of the JVM', 'jvm', { 'svc/pom.xml': pom('', '${java.specification.version}') }],
  ] as const)('is assembled anew for %s', (_, id, files) => {
    const [first, second] = assembledTwice(files, id);
    expect(second).not.toBe(first);
    expect(JSON.stringify(second)).toBe(JSON.stringify(assembledAlone(files, id)));
    expect(JSON.stringify(second)).not.toBe(JSON.stringify(first));
  });
});

/** Ways in which what is assembled hangs on the target, or does not: a tree of any of them. */
const PARTS: readonly Readonly<Record<string, string>>[] = [
  { 'plain/requirements.txt': 'flask==3.0.0\n' },
  {
    'marked/requirements.txt':
      'flask==3.0.0; python_version < "3.10" or sys_platform == "darwin"\ntomli; platform_machine == "aarch64"\n',
  },
  {
    'poetry/pyproject.toml':
      '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = ">=3.8"\nx = [{version = "1", python = "<3.10"}, {version = "2", python = ">=3.10"}]\n',
  },
  uv("python_full_version < '3.10'"),
  uv("sys_platform == 'darwin'"),
  { 'profiled/pom.xml': pom(ON_17) },
  { 'stated/pom.xml': pom('', '${java.specification.version}') },
  { 'native/pom.xml': pom('', '${os.arch}') },
  { 'plain-jvm/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'x:y:1.0' }\n" },
  {
    'node/package.json': JSON.stringify({
      name: 'node',
      version: '1.0.0',
      scripts: { start: 'node .' },
      dependencies: { esbuild: '^0.20.0' },
      optionalDependencies: { fsevents: '^2.3.0' },
    }),
    'node/package-lock.json': JSON.stringify({
      name: 'node',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': {
          name: 'node',
          version: '1.0.0',
          dependencies: { esbuild: '^0.20.0' },
          optionalDependencies: { fsevents: '^2.3.0' },
        },
        'node_modules/esbuild': { version: '0.20.2' },
        'node_modules/fsevents': { version: '2.3.3', optional: true, os: ['darwin'] },
      },
    }),
  },
  {
    'go/go.mod': 'module e.example/a\n\ngo 1.22\n\nrequire github.com/mattn/go-sqlite3 v1.14.22\n',
    'go/main.go': 'package main\n\nimport _ "github.com/mattn/go-sqlite3"\n\nfunc main() {}\n',
  },
];
const trees = fc
  .subarray([...PARTS], { minLength: 1 })
  .map((parts): Readonly<Record<string, string>> => Object.assign({}, ...parts));
const targets = fc.array(
  fc.record<TargetVersions>({
    python: fc.constantFrom('3.8', '3.9', '3.10', '3.13'),
    node: fc.constantFrom('20.20.2', '24.21.0'),
    jdk: fc.constantFrom('8', '17', '25'),
    go: fc.constantFrom('1.22', '1.27'),
    platform: fc.constantFrom('linux-x86_64', 'linux-aarch64', 'darwin-arm64'),
  }),
  { minLength: 2, maxLength: 4 },
);

it('is what each target would give by itself, whatever was assembled before', () => {
  fc.assert(
    fc.property(trees, targets, (files, asked) => {
      const kept = readTree({ tree: memoryTree(files), starts: ['.'] }, []);
      for (const target of asked) {
        const alone = readTree({ tree: memoryTree(files), starts: ['.'] }, []);
        const facts = (reading: typeof kept): unknown =>
          reading
            .assemble(target)
            .map(({ id, assembly: { units, deployments, diagnostics } }) => ({ id, units, deployments, diagnostics }));
        expect(facts(kept)).toEqual(facts(alone));
      }
    }),
    { numRuns: 60 },
  );
});
