import { describe, expect, it } from 'vitest';
import { assembled, type Files } from './read.ts';

const nebula = (configurations: Readonly<Record<string, unknown>>): string => JSON.stringify(configurations, null, 2);
const locked = (version: string, more: object = {}) => ({ locked: version, ...more });
const BUILD = "plugins { id 'nebula.dependency-lock' version '15.0.0'; id 'java' }\n";

const shown = (files: Files, path = '.') =>
  assembled(files)
    .units.find((unit) => unit.path === path)
    ?.dependencies.map(
      ({ name, constraint, kind, resolved, scope, direct, origin: { file, line } }) =>
        `${name} ${constraint} ${kind} = ${resolved ?? '?'} ${scope}${direct ? ' direct' : ''} ${file}:${line}`,
    );
const told = (files: Files) =>
  assembled(files).diagnostics.map(({ code, severity, file, line, incomplete }) =>
    [code, severity, `${file}:${line}`, ...(incomplete === true ? ['incomplete'] : [])].join(' '),
  );

describe("Nebula's locks", () => {
  it.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'the class path that runs counts, whatever a compiler saw',
      {
        compileClasspath: { 'a:b': locked('1'), 'only:compile': locked('3') },
        runtimeClasspath: { 'a:b': locked('2'), 'e:f': locked('4', { transitive: ['a:b'] }) },
        testRuntimeClasspath: { 't:u': locked('5') },
      },
      [
        'a:b 1.+ range = 2 runtime direct build.gradle:2',
        'only:compile 3 exact = 3 provided dependencies.lock:6',
        'e:f 4 exact = 4 runtime dependencies.lock:14',
        't:u 5 exact = 5 test dependencies.lock:22',
      ],
    ],
    [
      'the names of old Gradle',
      {
        compile: { 'a:b': locked('2', { requested: '1.+' }) },
        runtime: {
          'a:b': locked('2'),
          'e:f': locked('4', { firstLevelTransitive: ['own:core'] }),
          'own:core': { project: true },
        },
      },
      ['a:b 1.+ range = 2 runtime direct build.gradle:2', 'e:f 4 exact = 4 runtime dependencies.lock:12'],
    ],
    [
      'one that holds for every configuration pins what is asked for, and brings nothing',
      { _global_: { 'a:b': locked('2'), 'e:f': locked('4') }, runtimeClasspath: { 'a:b': locked('7') } },
      ['a:b 1.+ range = 2 runtime direct build.gradle:2'],
    ],
    [
      'the form without configurations',
      { 'a:b': locked('2'), 'e:f': locked('4') },
      ['a:b 1.+ range = 2 runtime direct build.gradle:2'],
    ],
  ])('%s', (_, lock, expected) => {
    const files = { 'build.gradle': `${BUILD}dependencies { implementation 'a:b:1.+' }`, 'dependencies.lock': nebula(lock) };
    expect(shown(files)).toEqual(expected);
    expect(told(files)).toEqual([]);
  });

  it('one of the whole build takes the place of the projects’ own', () => {
    const files: Files = {
      'settings.gradle': "include 'app'",
      'global.lock': nebula({ _global_: { 'a:b': locked('2') } }),
      'app/build.gradle': `${BUILD}dependencies { implementation 'a:b' }`,
      'app/dependencies.lock': nebula({ runtimeClasspath: { 'a:b': locked('9'), 'x:y': locked('1') } }),
      'app/src/main/java/A.java': '',
    };
    expect(shown(files, 'app')).toEqual(['a:b  unknown = 2 runtime direct app/build.gradle:2']);
    expect(assembled(files).units.map(({ path, manifests }) => [path, manifests.map((one) => one.path)])).toEqual([
      ['.', ['settings.gradle', 'global.lock']],
      ['app', ['app/build.gradle', 'global.lock']],
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['broken JSON', '{\n  "runtimeClasspath": {\n', ['json/syntax error dependencies.lock:3 incomplete']],
    [
      'a version that is none',
      '{ "runtimeClasspath": {\n "a:b": { "locked": 2 } } }',
      ['gradle/lock-line warning dependencies.lock:2 incomplete'],
    ],
    ['components of an embedded system, which go by the same name', 'dependencies:\n  idf:\n    version: 5.1.2\n', []],
    ['another JSON', '{ "version": 3, "packages": [] }', []],
    ['an empty lock', '{}', []],
  ])('%s', (_, text, expected) => {
    const files = { 'build.gradle': `${BUILD}dependencies { implementation 'a:b:1' }`, 'dependencies.lock': text };
    expect(told(files)).toEqual(expected);
    expect(shown(files)).toEqual(['a:b 1 exact = ? runtime direct build.gradle:2']);
  });

  it('without build scripts the locks alone tell, and which of their directories is a library of which', () => {
    const files: Files = {
      'dependencies.lock': nebula({ jacocoAgent: { 'org.jacoco:org.jacoco.agent': locked('0.8.1') } }),
      'core/dependencies.lock': nebula({ runtimeClasspath: { 'a:b': locked('1') } }),
      'app/dependencies.lock': nebula({
        runtimeClasspath: {
          'a:b': locked('1', { firstLevelTransitive: ['own:core'] }),
          'own:core': { project: true },
          'c:d': locked('2', { requested: '2.+' }),
        },
        testRuntimeClasspath: { 'own:app': { project: true } },
      }),
      'device/dependencies.lock': 'dependencies: {}\n',
    };
    expect(assembled(files).units.map(({ path, role, name }) => `${path} ${role} ${name ?? '-'}`)).toEqual([
      'app service -',
      'core library own:core',
      '. aggregator -',
    ]);
    expect(shown(files, 'app')).toEqual([
      'a:b 1 exact = 1 runtime app/dependencies.lock:3',
      'c:d 2 exact = 2 runtime direct app/dependencies.lock:12',
      'own:core  workspace = ? runtime direct app/dependencies.lock:9',
    ]);
    expect(told(files)).toEqual(['gradle/lock-alone note app/dependencies.lock:1']);
  });
});

describe('consistent versions', () => {
  const LOCK =
    '# Run ./gradlew --write-locks\na:b:2 (3 constraints: 9d14d4a0)\nc:d:5 (1 constraints: 910f7188)\n\n[Test dependencies]\nt:u:4 (1 constraints: 400537)\n';

  it('versions.lock pins what any project of the build asks for', () => {
    const files: Files = {
      'settings.gradle': "include 'app', 'core'",
      'versions.lock': LOCK,
      'app/build.gradle': "apply plugin: 'java'\ndependencies { implementation 'a:b'; testImplementation 't:u' }",
      'core/build.gradle': "apply plugin: 'java'\ndependencies { implementation 'c:d:1' }",
      'app/src/main/java/A.java': '',
    };
    expect(shown(files, 'app')).toEqual([
      'a:b  unknown = 2 runtime direct app/build.gradle:2',
      't:u  unknown = 4 test direct app/build.gradle:2',
    ]);
    expect(shown(files, 'core')).toEqual(['c:d 1 exact = 5 runtime direct core/build.gradle:2']);
    expect(told(files)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a name', 'a:b = 1\na:* = 2', '1'],
    ['the more precise pattern', '*********:*b = 1\nlong:* = 3\na:b* = 2', '2'],
    ['a pattern in the middle', 'a:b-* = 1\n*:b = 4 # why', '4'],
  ])('versions.props recommends by %s', (_, props, version) => {
    const files = {
      'build.gradle':
        "apply plugin: 'java'\ndependencies { implementation 'a:b'; implementation 'a:b:9:tests'; runtimeOnly 'x:y' }",
      'versions.props': props,
    };
    expect(shown(files)?.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      `a:b ${version} exact`,
      'a:b 9 exact',
      'x:y  unknown',
    ]);
  });

  it.each<[string, Files, readonly string[]]>([
    ['versions of something else', { 'versions.lock': 'nginx=1.2\n', 'versions.props': 'nginx=1.2\n' }, []],
    [
      'no build beside them',
      { 'versions.lock': LOCK, 'versions.props': 'a:b = 1\n' },
      ['gradle/lock-alone note versions.lock:1', 'gradle/lock-alone note versions.props:1'],
    ],
  ])('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});
