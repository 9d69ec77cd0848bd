import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGo, fromToolchain, isValidGo, languageOf } from '../../analyzers/go/gover.ts';
import { escapePath, escapeVersion, familyOf, modulePathProblem, pathMajorProblem, splitPath } from '../../analyzers/go/paths.ts';
import { matchesPrefixPattern } from '../../analyzers/go/resolve/glob.ts';
import { canonicalVersion, compareVersions, isPseudoVersion, isValidVersion } from '../../analyzers/go/versions.ts';

const number = fc.oneof(fc.nat({ max: 3 }).map(String), fc.constant('18446744073709551616'));
const identifier = fc.oneof(number, fc.constantFrom('alpha', 'rc', 'rc1', '0a', '-'));
const prerelease = fc.array(identifier, { maxLength: 3 }).map((parts) => (parts.length === 0 ? '' : `-${parts.join('.')}`));
const version = fc
  .tuple(number, number, number, prerelease, fc.constantFrom('', '+incompatible', '+meta.1'))
  .map(([major, minor, patch, pre, build]) => `v${major}.${minor}.${patch}${pre}${build}`);
const anyVersion = fc.oneof(
  { weight: 5, arbitrary: version },
  fc.constantFrom('v1', 'v1.2', '', 'v01.0.0', '1.0.0', 'v1.0.0-01'),
);
const goVersion = fc.oneof(
  fc
    .tuple(fc.constantFrom('1', '2'), fc.constantFrom('9', '20', '21', '22'), fc.constantFrom('', '.0', '.3', 'rc1', 'beta2'))
    .map((parts) => `${parts[0]}.${parts[1]}${parts[2]}`),
  fc.constantFrom('1', '', 'x', '1.21.0rc'),
);

function isOrder<T>(arbitrary: fc.Arbitrary<T>, compare: (a: T, b: T) => number): void {
  fc.assert(
    fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
      expect(compare(a, a)).toBe(0);
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
}

describe('module versions', () => {
  it('are totally ordered', () => isOrder(anyVersion, compareVersions));

  it('keep their place in canonical form, which is canonical itself', () => {
    fc.assert(
      fc.property(version, (one) => {
        const canonical = canonicalVersion(one);
        expect(compareVersions(one, canonical)).toBe(0);
        expect(canonicalVersion(canonical)).toBe(canonical);
      }),
    );
  });

  it.each([
    ['v1.0.0-rc.1', 'v1.0.0'],
    ['v1.0.0-2', 'v1.0.0-10'],
    ['v1.0.0-10', 'v1.0.0-a'],
    ['v1.0.0-a', 'v1.0.0-a.1'],
    ['v1.9.0', 'v1.10.0'],
    ['1.0.0', 'v0.0.1'],
    ['v1.2.3', 'v1.2.4-0.20230102030405-abcdef123456'],
    ['v1.2.4-0.20230102030405-abcdef123456', 'v1.2.4'],
  ])('%s is below %s', (low, high) => expect(compareVersions(low, high)).toBe(-1));

  it('build metadata never counts, and only +incompatible stays', () => {
    expect(compareVersions('v2.0.0+incompatible', 'v2.0.0+other')).toBe(0);
    expect(canonicalVersion('v2.0.0+incompatible')).toBe('v2.0.0+incompatible');
    expect(canonicalVersion('v2.0.0+other')).toBe('v2.0.0');
  });

  it.each([
    'v0.0.0-20230102030405-abcdef123456',
    'v1.2.4-0.20230102030405-abcdef123456',
    'v1.2.3-pre.0.20230102030405-abcdef123456',
    'v3.0.1-0.20230102030405-abcdef123456+incompatible',
  ])('%s stands for a commit', (pseudo) => expect(isPseudoVersion(pseudo)).toBe(true));

  it('a release is no pseudo-version', () => {
    for (const one of ['v1.2.3', 'v1.2.3-rc.1', 'v1.2.3-20230102030405-abcdef123456']) expect(isPseudoVersion(one)).toBe(false);
    expect(isValidVersion('v1.2.3-')).toBe(false);
  });
});

describe('go lines', () => {
  it('are totally ordered', () => isOrder(goVersion, compareGo));

  it('rise as they were released', () => {
    const released = [
      '',
      '1',
      '1.9',
      '1.20rc1',
      '1.20',
      '1.20.1',
      '1.21',
      '1.21rc1',
      '1.21rc2',
      '1.21.0',
      '1.21.10',
      '1.22',
      '2',
    ];
    for (const [index, low] of released.entries()) {
      for (const high of released.slice(index + 1)) expect([low, high, compareGo(low, high)]).toEqual([low, high, -1]);
    }
  });

  it.each([
    ['go1.22.3-bigcorp', '1.22.3'],
    ['go1.22.3 X:boringcrypto', '1.22.3'],
    ['default', ''],
    ['go1.22/evil', ''],
  ])('the toolchain %s is %s', (name, expected) => expect(fromToolchain(name)).toBe(expected));

  it('languages are told from releases', () => {
    expect([languageOf('1.22.3'), languageOf('1.21rc1'), languageOf('1.22'), languageOf('1')]).toEqual([
      '1.22',
      '1.21',
      '1.22',
      '1',
    ]);
    expect(isValidGo('1.22.x')).toBe(false);
  });
});

describe('module paths', () => {
  it.each([
    ['example.org/a/v2', 'example.org/a', '/v2', true],
    ['example.org/a/v1', 'example.org/a/v1', '', false],
    ['gopkg.in/yaml.v3', 'gopkg.in/yaml', '.v3', true],
    ['gopkg.in/yaml', 'gopkg.in/yaml', '', false],
    ['gopkg.in/yaml.v', 'gopkg.in/yaml.v', '', false],
    ['gopkg.in/yaml.v01', 'gopkg.in/yaml.v01', '', false],
    ['gopkg.in/yaml.v0', 'gopkg.in/yaml', '.v0', true],
    ['gopkg.in/yaml.v2-unstable', 'gopkg.in/yaml', '.v2-unstable', true],
    ['example.org/a', 'example.org/a', '', true],
  ])('%s', (path, prefix, major, ok) => expect(splitPath(path)).toEqual({ prefix, major, ok }));

  it('majors of one module are one family', () => {
    expect(familyOf('example.org/a/v3')).toBe(familyOf('example.org/a'));
    expect(familyOf('gopkg.in/yaml.v2')).toBe(familyOf('gopkg.in/yaml.v3'));
  });

  it.each([
    ['v2.0.0', '', true],
    ['v2.0.0+incompatible', '', false],
    ['v2.0.0', '/v2', false],
    ['v3.0.0', '/v2', true],
    ['v0.0.0-20230102030405-abcdef123456', '.v1', false],
  ])('%s below a path with %j is a problem: %s', (at, major, isProblem) =>
    expect(pathMajorProblem(at, major) !== undefined).toBe(isProblem),
  );

  it.each(['noDot/a', 'example.org/a b'])('%s cannot be fetched', (path) => expect(modulePathProblem(path)).toBeDefined());

  it('are spelled for proxies without capitals', () => {
    expect(escapePath('github.com/BurntSushi/toml')).toBe('github.com/!burnt!sushi/toml');
    expect(escapeVersion('v1.0.0-RC1')).toBe('v1.0.0-!r!c1');
    expect(escapePath('../../etc')).toBeUndefined();
    expect(escapeVersion('v1/../../x')).toBeUndefined();
  });
});

describe('patterns of private modules', () => {
  it.each([
    ['example.org', 'example.org/a/b', true],
    ['example.org/a/', 'example.org/a', true],
    ['example.org/a', 'example.org', false],
    ['*.example.org/x*', 'git.example.org/xyz/sub', true],
    ['*', 'example.org/a', true],
    ['example.org/?', 'example.org/ab', false],
    ['example.org/[a-c]', 'example.org/b/c', true],
    ['example.org/[^a-c]', 'example.org/b', false],
    ['example.org/[a', 'example.org/[a', false],
    ['example.org/[^]', 'example.org/^', false],
    ['example.org/\\*', 'example.org/*', true],
    ['', 'example.org', false],
  ])('%s and %s', (pattern, path, expected) => {
    expect(matchesPrefixPattern([pattern], path)).toBe(expected);
  });
});
