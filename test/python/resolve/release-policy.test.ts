import { describe, expect, it } from 'vitest';
import { deployedByScope } from '../../../src/detect/deployed/groups.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { assemble, TARGET } from '../assemble.ts';
import { FAKE_ENVIRONMENT, fakeIndex } from './fake-index.ts';

/**
 * What uv's settings and pip's options change about the releases that are chosen; each row was compared with uv 0.13.
 * `unknown` where a source archive is chosen: those of this index tell nothing.
 */

const WORLD = `
lib 1.0:
lib 2.0 at=2024-06-01:
lib 2.1rc1 at=2024-07-01:
dep 1.0:
dep 1.5:
dep 2.0:
wants 1.0: dep<2
wants 0.9:
strict 1.0: dep>=2
early 1.0b1:
capped 1.0:
capped 2.0 py>=3.8,<3.10:
capped 3.0 py>=3.12:
needs-early 1.0: early>=1.0b1
from-source 1.0: dep<2
from-source 2.0 sdist: dep>=2
`;

/** Indexes that have all that the other has. */
const MIRROR = /^https:\/\/(?:u:p@)?[xy]\.example\/simple\//;
const INDEX = FAKE_ENVIRONMENT.PIP_INDEX_URL;

type Moment = { readonly before?: string; readonly now?: string };

async function ask(files: Readonly<Record<string, string>>, services: readonly string[], moment: Moment = {}) {
  const { client } = fakeIndex(WORLD);
  const environment = createResolveEnvironment({
    target: TARGET,
    offline: false,
    env: FAKE_ENVIRONMENT,
    home: '/nowhere',
    ...moment,
    client: { ...client, get: (request) => client.get({ ...request, url: request.url.replace(MIRROR, INDEX) }) },
  });
  const resolver = await assemble(files).resolver?.(environment, deployedByScope);
  return resolver?.resolve(services);
}

async function resolve(files: Readonly<Record<string, string>>, services: readonly string[] = ['a'], moment: Moment = {}) {
  const answer = await ask(files, services, moment);
  if (answer?.kind !== 'resolved') return answer?.kind;
  return [...answer.versions].map(([name, [version]]) => `${name} ${version}`).join(', ');
}

const project = (dependencies: readonly string[], more = '', name = 'a') =>
  `[project]\nname = "${name}"\nversion = "1.7"\ndependencies = ${JSON.stringify(dependencies)}\n${more}`;

const uv = (text: string) => `[tool.uv]\n${text}\n`;

describe('settings of one project', () => {
  it.each<[setting: string, dependencies: readonly string[], more: string, expected: string]>([
    ['prereleases are not taken at all', ['lib>=2.1rc1'], uv('prerelease = "disallow"'), 'conflict'],
    ['nor where they are all there is', ['early'], uv('prerelease = "disallow"'), 'conflict'],
    ['only those that a line names', ['needs-early'], uv('prerelease = "explicit"'), 'conflict'],
    ['which a line names', ['lib>=2.1rc1'], uv('prerelease = "explicit"'), 'lib 2.1rc1'],
    ['where needed', ['needs-early'], uv('prerelease = "if-necessary"'), 'early 1.0b1, needs-early 1.0'],
    ['names count for nothing where needed', ['lib>=1.0a1'], uv('prerelease = "if-necessary"'), 'lib 2.0'],
    ['all of them', ['lib'], uv('prerelease = "allow"'), 'lib 2.1rc1'],
    ['a date', ['lib'], uv('exclude-newer = "2022-01-01"'), 'lib 1.0'],
    ['nothing is left before a date', ['lib>=2'], uv('exclude-newer = "2022-01-01T00:00:00Z"'), 'conflict'],
    ['a date of one package', ['lib', 'dep'], uv('exclude-newer-package = { lib = "2022-01-01" }'), 'dep 2.0, lib 1.0'],
    ['no date for one package', ['lib'], uv('exclude-newer = "2022-01-01"\nexclude-newer-package = { lib = false }'), 'lib 2.0'],
    ['nothing is built', ['from-source>=2'], uv('no-build = true'), 'conflict'],
    ['one package is not built', ['from-source>=2'], uv('no-build-package = ["from_source"]'), 'conflict'],
    ['one package has to be built', ['from-source'], uv('no-binary-package = ["from-source"]'), 'unknown'],
    ['all have to be built', ['lib'], uv('no-binary = true'), 'conflict'],
    ['oldest versions', ['wants', 'dep'], uv('resolution = "lowest"'), 'dep 1.0, wants 0.9'],
    ['oldest versions of what lines name', ['wants>=1'], uv('resolution = "lowest-direct"'), 'dep 1.5, wants 1.0'],
    [
      'metadata of every version',
      ['wants>=1', 'dep>=2'],
      '[[tool.uv.dependency-metadata]]\nname = "wants"\nrequires-dist = ["lib<2"]\n',
      'dep 2.0, lib 1.0, wants 1.0',
    ],
    [
      'metadata of another version',
      ['wants>=1', 'dep>=2'],
      '[[tool.uv.dependency-metadata]]\nname = "wants"\nversion = "0.9"\nrequires-dist = ["lib<2"]\n',
      'conflict',
    ],
  ])('%s', async (_, dependencies, more, expected) => {
    expect(await resolve({ 'a/pyproject.toml': project(dependencies, more) })).toBe(expected);
  });

  it('takes them from the uv.toml beside the pyproject.toml', async () => {
    const files = {
      'a/pyproject.toml': project(['lib'], uv('prerelease = "allow"')),
      'a/uv.toml': 'exclude-newer = "2022-01-01"\n',
    };
    expect(await resolve(files)).toBe('lib 1.0');
  });

  it.each<[cutoff: string, before: string, expected: string]>([
    ['1 week', '2024-06-09', 'lib 2.0'],
    ['1 week', '2024-06-07', 'lib 1.0'],
    ['P30D', '2024-06-29', 'lib 1.0'],
    ['1d12h', '2024-06-02T13:00:00Z', 'lib 2.0'],
    ['36 hours ago', '2024-06-02T11:00:00Z', 'lib 1.0'],
  ])('counts back from where the indexes are seen: %s before %s', async (cutoff, before, expected) => {
    const files = { 'a/pyproject.toml': project(['lib'], uv(`exclude-newer = "${cutoff}"`)) };
    expect(await resolve(files, ['a'], { before })).toBe(expected);
    expect(await resolve(files, ['a'], { now: before })).toBe(expected);
    // a library's user may not say when
    expect(await resolve(files)).toBe('lib 2.0');
  });

  it.each(['1 month', 'friday', '7', '1.5 days', ''])('tells of a cutoff that uv passes over: %j', async (cutoff) => {
    const files = { 'a/pyproject.toml': project(['lib'], uv(`exclude-newer = "${cutoff}"`)) };
    expect(assemble(files).diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['python/invalid-cutoff 6']);
    expect(await resolve(files)).toBe('lib 2.0');
  });

  it.each(['2024-06-01', '20240601', '2024-06-01T00:00:00', '2024-06-01 10:00:00', '2024-06-01T02:00:00+01:00'])(
    'takes %s as uv does, wherever the machine is',
    async (cutoff) => {
      expect(await resolve({ 'a/pyproject.toml': project(['lib'], uv(`exclude-newer = "${cutoff}"`)) })).toBe('lib 2.0');
    },
  );

  it.each<[options: string, expected: string]>([
    ['--only-binary :all:', 'conflict'],
    ['--only-binary from-source', 'conflict'],
    ['--only-binary :all:\n--no-binary from_source', 'unknown'],
  ])('pip: %s', async (options, expected) => {
    expect(await resolve({ 'a/requirements.txt': `${options}\nfrom-source>=2\n` })).toBe(expected);
  });
});

describe('settings of several services', () => {
  const newer = { 'b/pyproject.toml': project(['lib>=2'], '', 'b') };

  it('takes the dates and prereleases that let most in', async () => {
    const a = project(['lib', 'dep'], uv('exclude-newer = "2022-01-01"\nprerelease = "disallow"'));
    expect(await resolve({ 'a/pyproject.toml': a, ...newer }, ['a', 'b'])).toBe('dep 2.0, lib 2.0');
  });

  it('takes those of a workspace from its root alone', async () => {
    const members = '[tool.uv.workspace]\nmembers = ["p/*"]\n';
    const a = project(['lib'], uv('exclude-newer = "2022-01-01"'));
    expect(await resolve({ 'pyproject.toml': members, 'p/a/pyproject.toml': a }, ['p/a'])).toBe('lib 2.0');
    const root = `${members}${uv('exclude-newer = "2022-01-01"')}`;
    expect(await resolve({ 'pyproject.toml': root, 'p/a/pyproject.toml': project(['lib']) }, ['p/a'])).toBe('lib 1.0');
  });

  it('keeps to wheels where one of them asks for that, though each resolves by itself', async () => {
    const files = { 'a/requirements.txt': '--no-binary lib\ndep\n', 'b/requirements.txt': 'lib\n' };
    expect(await resolve(files, ['a'])).toBe('dep 2.0');
    expect(await resolve(files, ['b'])).toBe('lib 2.0');
    const answer = await ask(files, ['a', 'b']);
    const findings = answer?.kind === 'conflict' ? answer.findings : [];
    expect(findings.map(({ message }) => message)).toEqual([
      'b cannot be installed beside a: no lib satisfies lib but 2.1rc1 and 2 more, whose files are for other platforms, or in formats that are not taken.',
    ]);
    expect(findings[0]?.demands.map(({ service, origin }) => `${service} ${origin.file}`)).toEqual([
      'b b/requirements.txt',
      'a a/requirements.txt',
    ]);
  });

  it.each<[name: string, x: string, y: string, line: string, kind: string]>([
    ['two of uv, which refuses them', 'https://x.example/simple', 'https://y.example/simple', 'lib', 'conflict'],
    ['one that is written in two ways', 'https://x.example/simple', 'https://u:p@x.example/simple/', 'lib', 'resolved'],
    ['two where one of them has no line on it', 'https://x.example/simple', 'https://y.example/simple', 'dep', 'unknown'],
  ])('judges a package that services take from indexes: %s', async (_, x, y, line, kind) => {
    const index = (url: string) =>
      `[[tool.uv.index]]\nname = "own"\nurl = "${url}"\nexplicit = true\n[tool.uv.sources]\nlib = { index = "own" }\n`;
    const files = { 'a/pyproject.toml': project(['lib'], index(x)), 'b/pyproject.toml': project([line], index(y), 'b') };
    expect((await ask(files, ['a', 'b']))?.kind).toBe(kind);
  });

  it('knows nothing of what Poetry takes from different indexes', async () => {
    const poetry = (name: string) =>
      `[tool.poetry]\nname = "${name}"\nversion = "1"\n[[tool.poetry.source]]\nname = "${name}"\nurl = "https://${name}.example/simple"\npriority = "explicit"\n[tool.poetry.dependencies]\nlib = { version = "*", source = "${name}" }\n`;
    expect(await ask({ 'a/pyproject.toml': poetry('x'), 'b/pyproject.toml': poetry('y') }, ['a', 'b'])).toMatchObject({
      kind: 'unknown',
      because: 'a takes lib from https://x.example/simple and b from https://y.example/simple; one environment holds one of them',
    });
  });

  it('adds up what pip may not take', async () => {
    const files = { 'a/requirements.txt': '--only-binary :all:\nlib\n', 'b/requirements.txt': 'from-source>=2\n' };
    expect(await resolve(files, ['b'])).toBe('unknown');
    expect(await resolve(files, ['a', 'b'])).toBe('conflict');
  });
});

describe('local projects beside an index', () => {
  const dep = (version: string) => `[project]\nname = "dep"\n${version}dependencies = ["lib<2"]\n`;
  const source = '[tool.uv.sources]\ndep = { path = "../dep" }\n';

  it.each<[title: string, files: Readonly<Record<string, string>>, expected: string]>([
    [
      'has the only version of its package',
      { 'a/pyproject.toml': project(['dep', 'strict'], source), 'dep/pyproject.toml': dep('version = "1.7"\n') },
      'conflict',
    ],
    [
      'is what a package wants',
      { 'a/pyproject.toml': project(['dep', 'strict'], source), 'dep/pyproject.toml': dep('version = "2.7"\n') },
      'lib 1.0, strict 1.0',
    ],
    [
      'may be any version where a build would tell',
      { 'a/pyproject.toml': project(['dep', 'strict'], source), 'dep/pyproject.toml': dep('dynamic = ["version"]\n') },
      'lib 1.0, strict 1.0',
    ],
    [
      'overrides what packages want, and brings its own',
      {
        'a/pyproject.toml': project(['strict'], `${uv('override-dependencies = ["dep"]')}${source}`),
        'dep/pyproject.toml': dep('version = "1.7"\n'),
      },
      'lib 1.0, strict 1.0',
    ],
    [
      'overrides, and excludes what it does not want',
      {
        'a/pyproject.toml': project(['strict', 'lib>=2'], `${uv('override-dependencies = ["dep"]')}${source}`),
        'dep/pyproject.toml': dep('version = "1.7"\n'),
      },
      'conflict',
    ],
    [
      'comes from the index where its marker does not hold',
      {
        'a/pyproject.toml': project(
          ['dep'],
          '[tool.uv.sources]\ndep = [{ path = "../dep", marker = "sys_platform == \'win32\'" }]\n',
        ),
        'dep/pyproject.toml': dep('version = "1.7"\n'),
      },
      'dep 2.0',
    ],
    [
      'does not come from the index where its marker holds',
      {
        'a/pyproject.toml': project(
          ['mine'],
          '[tool.uv.sources]\nmine = [{ path = "../dep", marker = "sys_platform == \'linux\'" }]\n',
        ),
        'dep/pyproject.toml': '[project]\nname = "mine"\nversion = "1"\ndependencies = ["lib<2"]\n',
      },
      'lib 1.0',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await resolve(files)).toBe(expected);
  });

  it('is what another service asks for by its version', async () => {
    const files = {
      'a/pyproject.toml': project(['dep'], source),
      'dep/pyproject.toml': dep('version = "1.7"\n'),
      'b/requirements.txt': 'dep>=2\n',
      'c/requirements.txt': 'dep<2\n',
    };
    expect(await resolve(files, ['a', 'b'])).toBe('conflict');
    expect(await resolve(files, ['a', 'c'])).toBe('lib 1.0');
  });

  it('proves nothing of a repository that overrides', async () => {
    const more = `${uv('override-dependencies = ["dep"]')}[tool.uv.sources]\ndep = { git = "https://git.example/dep" }\n`;
    expect(await resolve({ 'a/pyproject.toml': project(['strict'], more) })).toBe('unknown');
  });
});

it('assigns an index where its marker holds, or where its extra is installed', async () => {
  const index = '[[tool.uv.index]]\nname = "own"\nurl = "https://own.example/simple"\nexplicit = true\n';
  const assigned = (condition: string) => `${index}[tool.uv.sources]\nlib = [{ index = "own", ${condition} }]\n`;
  const ask = (condition: string) => resolve({ 'a/pyproject.toml': project(['lib'], assigned(condition)) });
  expect(await ask('marker = "sys_platform == \'win32\'"')).toBe('lib 2.0');
  expect(await ask('marker = "sys_platform == \'linux\'"')).toBe('unknown');
  expect(await ask('extra = "gpu"')).toBe('lib 2.0');
});

describe('an upper bound on Python', () => {
  const list = { 'a/requirements.txt': 'capped\n' };
  const image = (command: string) => ({ ...list, 'a/Dockerfile': `FROM python:3.11\nCOPY . .\nRUN ${command}\n` });
  const member = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["a"]\n',
    'uv.lock': 'version = 1\nrequires-python = ">=3.11"\n',
    'a/pyproject.toml': project(['capped']),
  };

  it.each<[what: string, files: Readonly<Record<string, string>>, expected: string]>([
    ['is one to pip', list, 'capped 1.0'],
    ['is none to uv, by its settings', { 'a/pyproject.toml': project(['capped'], uv('package = false')) }, 'capped 2.0'],
    ['by its own file', { ...list, 'a/uv.toml': '' }, 'capped 2.0'],
    ['by its lock', { 'a/pyproject.toml': project(['capped']), 'a/uv.lock': 'version = 1\n' }, 'capped 2.0'],
    ['by its header', { 'a/requirements.txt': '# This file was autogenerated by uv via …\ncapped\n' }, 'capped 2.0'],
    ['by its workspace', member, 'capped 2.0'],
    ['by an image', image('uv pip install --system -r requirements.txt'), 'capped 2.0'],
    ['to an image with pip beside its settings', { ...image('pip install -r requirements.txt'), 'a/uv.toml': '' }, 'capped 1.0'],
    ['where a version is named', { 'a/requirements.txt': 'capped==2.0\n' }, 'conflict'],
    ['where uv reads that', { 'a/requirements.txt': 'capped==2.0\n', 'a/uv.toml': '' }, 'capped 2.0'],
    ['unlike a lower one', { 'a/requirements.txt': 'capped==3.0\n', 'a/uv.toml': '' }, 'conflict'],
  ])('%s', async (_, files, expected) => {
    expect(await resolve(files)).toBe(expected);
  });

  it('is none where one of several services is installed by uv', async () => {
    const files = { ...list, 'b/requirements.txt': 'capped>=2\n', 'b/uv.toml': '' };
    expect(await resolve(files, ['a', 'b'])).toBe('capped 2.0');
  });
});
