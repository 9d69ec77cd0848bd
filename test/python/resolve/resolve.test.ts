import { describe, expect, it } from 'vitest';
import { declareAll } from '../../../analyzers/python/declared.ts';
import { fetchMetadata } from '../../../analyzers/python/indexes/metadata.ts';
import { MarkerTester } from '../../../analyzers/python/indexes/published.ts';
import { targetEnvironment } from '../../../analyzers/python/notation/markers.ts';
import { widened } from '../../../analyzers/python/resolve/fixes.ts';
import type { PythonService } from '../../../analyzers/python/resolve/lines.ts';
import { createPythonResolver } from '../../../analyzers/python/resolve/resolve.ts';
import { lineOf } from '../../../analyzers/python/services.ts';
import type { FetchFailure } from '../../../src/registry/client.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { targetOf } from '../../target.ts';
import { FAKE_ENVIRONMENT, fakeIndex } from './fake-index.ts';
import { problemsOf } from './validity.ts';

const target = targetOf({ python: '3.11' });

/** `?` before a line makes it a constraint, `!` an override of what packages require. */
function service(name: string, lines: readonly string[], locked: Readonly<Record<string, string>> = {}): PythonService {
  const parsed = lines.flatMap((text, index) => {
    const origin = { file: `${name}/requirements.txt`, line: index + 1 };
    const { declared } = declareAll([{ text: text.replace(/^[?!]/u, ''), origin }], name, 'default', 'runtime');
    return declared.map((one) => ({ text, line: lineOf(one.name ?? '', one, text.startsWith('?')) }));
  });
  return {
    service: name,
    lines: parsed.filter(({ text }) => !text.startsWith('!')).map(({ line }) => line),
    overrides: parsed.filter(({ text }) => text.startsWith('!')).map(({ line }) => line),
    locked: new Map(Object.entries(locked)),
  };
}

const WORLD = `
flask 1.1.4: werkzeug>=0.15,<2.0
flask 2.3.3: werkzeug>=2.3
flask 3.1.0 py>=3.9: werkzeug>=3
flask 4.0 py>=3.12: werkzeug>=4
flask-login 0.6.3: flask>=1.0.4 & werkzeug>=1.0.1
werkzeug 1.0.1:
werkzeug 2.3.8:
werkzeug 3.0.1:
werkzeug 3.0.6 at=2025-01-01:
werkzeug 3.1.0 yanked:
werkzeug 3.2.0rc1:
web 1.0: tls; extra == "secure" & colour; sys_platform == "win32"
tls 1.0:
only-source 1.0 sdist:
only-source 0.9:
early 1.0b1:
early 1.0b2:
picky 1.0: early>=1.0b1
broken 1.0: not a requirement!!
broken 0.9:
carrier 1.0: colour==1.0 & heavy
colour 1.0:
colour 2.0:
heavy 1.0 sdist:
native 1.0 sdist:
native 1.0 tag=cp36-cp36m-win32: colour==1.0
native 1.0 tag=cp38-cp38-manylinux2014_x86_64: colour==1.0
foreign 1.0 tag=cp38-cp38-win32: colour==1.0
elder 1.0 py>=3.6,<3.10:
elder 1.1 py>=3.12:
oldest 1.0 py<3:
top 1.0: mid>=1
mid 1.0: young
mid 2.0: young>=2
young 1.0 py>=3.12:
young 2.0 py>=3.12:
moody 1.0: young; python_version >= "3.9"
plain 1.0: young; sys_platform == "linux"
`;

async function resolverOver(
  services: readonly PythonService[],
  options: { before?: string; broken?: Readonly<Record<string, FetchFailure['kind']>>; index?: string } = {},
) {
  const { client, asked } = fakeIndex(options.index ?? WORLD, options.broken);
  const environment = createResolveEnvironment({
    target,
    offline: false,
    env: FAKE_ENVIRONMENT,
    home: '/nowhere',
    client,
    ...(options.before === undefined ? {} : { before: options.before }),
  });
  return { resolver: await createPythonResolver(services, environment), client, asked };
}

async function versionsOf(lines: readonly string[], options: { before?: string } = {}) {
  const { resolver } = await resolverOver([service('a', lines)], options);
  const answer = await resolver.resolve(['a']);
  return answer.kind === 'resolved'
    ? Object.fromEntries([...answer.versions].map(([name, [version]]) => [name, version]))
    : answer.kind;
}

describe('which versions qualify', () => {
  it.each<[string, readonly string[], { before?: string }, unknown]>([
    ['newest that this Python admits', ['flask'], {}, { flask: '3.1.0', werkzeug: '3.0.6' }],
    ['published before a date', ['werkzeug'], { before: '2024-06-01T00:00:00Z' }, { werkzeug: '3.0.1' }],
    ['not what came at the very moment', ['werkzeug'], { before: '2025-01-01T00:00:00Z' }, { werkzeug: '3.0.1' }],
    ['a date is the whole day', ['werkzeug'], { before: '2025-01-01' }, { werkzeug: '3.0.6' }],
    ['yanked only when pinned', ['werkzeug>=3.1,<3.2', 'flask'], {}, 'conflict'],
    ['yanked when pinned', ['werkzeug==3.1.0'], {}, { werkzeug: '3.1.0' }],
    ['a prerelease that a line names', ['werkzeug>=3.2.0rc1'], {}, { werkzeug: '3.2.0rc1' }],
    ['a prerelease where nothing final fits', ['werkzeug>3.1'], {}, { werkzeug: '3.2.0rc1' }],
    ['a package that has only prereleases', ['picky'], {}, { early: '1.0b2', picky: '1.0' }],
    ['no extra by default, no foreign marker', ['web'], {}, { web: '1.0' }],
    ['an extra', ['web[secure]'], {}, { tls: '1.0', web: '1.0' }],
    ['a marker that does not hold', ['web; python_version < "3.8"'], {}, {}],
    ['wheels before a newer sdist', ['only-source'], {}, { 'only-source': '0.9' }],
    ['a constraint restricts', ['flask', '?werkzeug<3'], {}, { flask: '2.3.3', werkzeug: '2.3.8' }],
    ['an override that never holds drops', ['flask', '!werkzeug; sys_platform == "never"'], {}, { flask: '3.1.0' }],
    [
      'a wheel by its URL is the only version',
      ['flask', 'werkzeug @ https://files.registry.example/werkzeug-2.3.8-py3-none-any.whl'],
      {},
      { flask: '2.3.3', werkzeug: '2.3.8' },
    ],
    [
      'a prerelease wheel by its URL',
      ['early @ https://files.registry.example/early-1.0b1-py3-none-any.whl#sha256=00'],
      {},
      { early: '1.0b1' },
    ],
    ['an archive by its URL is not known', ['early @ https://files.registry.example/early-1.0.tar.gz'], {}, 'unknown'],
    ['an override replaces', ['flask', '!werkzeug==1.0.1'], {}, { flask: '3.1.0', werkzeug: '1.0.1' }],
  ])('%s', async (_, lines, options, expected) => {
    expect(await versionsOf(lines, options)).toEqual(expected);
  });
});

describe('a service that keeps environments apart', () => {
  const apart = (name: string, ...lists: readonly (readonly string[])[]): PythonService => ({
    ...service(name, lists.flat()),
    apart: lists.map((lines, part) => ({ ...service(name, lines), part })),
  });
  const app = apart('app', ['flask==1.1.4'], ['flask-login', 'werkzeug==3.0.1']);

  it.each<[string, PythonService, string]>([
    ['what meets nowhere is not asked about together', service('b', ['colour']), 'resolved'],
    ['what one environment excludes stays out', service('b', ['werkzeug>=2']), 'conflict'],
    ['what the other one excludes does, too', service('b', ['werkzeug<3']), 'conflict'],
    ['every environment is asked about beside every one of the others', apart('b', ['colour==1.0'], ['colour==2.0']), 'resolved'],
    ['and one of them is enough to exclude', apart('b', ['colour==1.0'], ['colour==2.0', 'werkzeug<1']), 'conflict'],
    ['an environment without a solution', apart('b', ['flask==1.1.4', 'werkzeug>=3'], ['colour']), 'conflict'],
  ])('%s', async (_, other, expected) => {
    const { resolver } = await resolverOver([app, other]);
    expect((await resolver.resolve(['app'])).kind).toBe('resolved');
    expect((await resolver.resolve(['app', 'b'])).kind).toBe(expected);
  });
});

describe('joint resolution', () => {
  it('is valid by an independent walk, and says what moves', async () => {
    const services = [
      service('a', ['flask'], { flask: '3.1.0', werkzeug: '3.0.6' }),
      service('b', ['flask-login', 'werkzeug<3']),
    ];
    const { resolver, client } = await resolverOver(services);
    const answer = await resolver.resolve(['a', 'b']);
    if (answer.kind !== 'resolved') throw new Error(answer.kind);
    const versions = new Map([...answer.versions].map(([name, [version = '']]) => [name, version]));
    const metadataOf = async (name: string, version: string) => {
      const facts = await fetchMetadata(
        client,
        `https://files.registry.example/${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`,
      );
      return facts.ok ? facts.facts : undefined;
    };
    expect(
      await problemsOf({
        lines: services.flatMap(({ lines }) => lines),
        versions,
        markers: new MarkerTester(targetEnvironment(target)),
        metadataOf,
      }),
    ).toEqual([]);
    expect(answer.repins).toEqual([
      { service: 'a', subject: 'pkg:pypi/flask', from: '3.1.0', to: '2.3.3' },
      { service: 'a', subject: 'pkg:pypi/werkzeug', from: '3.0.6', to: '2.3.8' },
    ]);
  });

  it('counts prereleases where a file of one service lets them in', async () => {
    const eager: PythonService = { ...service('a', ['werkzeug']), prereleases: [':all:'] };
    const { resolver } = await resolverOver([eager, service('b', ['werkzeug'])]);
    expect(await resolver.resolve(['a'])).toMatchObject({ versions: new Map([['werkzeug', ['3.2.0rc1']]]) });
    expect(await resolver.resolve(['b'])).toMatchObject({ versions: new Map([['werkzeug', ['3.0.6']]]) });
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'resolved' });
  });

  it('names the line whose wheel leaves nothing to the others', async () => {
    const wheel = 'werkzeug @ https://files.registry.example/werkzeug-1.0.1-py3-none-any.whl';
    const { resolver } = await resolverOver([service('a', [wheel]), service('b', ['flask>=2']), service('c', ['werkzeug>=1'])]);
    const answer = await resolver.resolve(['a', 'b']);
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    expect(answer.alone).toBeUndefined();
    expect(answer.findings[0]?.demands.map(({ service: id }) => id).sort()).toEqual(['a', 'b']);
    expect(await resolver.resolve(['b'])).toMatchObject({ kind: 'resolved' });
    expect(await resolver.resolve(['a', 'c'])).toMatchObject({ kind: 'resolved', repins: [{ service: 'c', to: '1.0.1' }] });
  });

  it('keeps what a lock has where it can', async () => {
    const { resolver } = await resolverOver([service('a', ['flask'], { flask: '2.3.3', werkzeug: '2.3.8' })]);
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'resolved', repins: [] });
  });

  it('names a smallest set, the way to the clash, and each step', async () => {
    const { resolver } = await resolverOver([
      service('cart', ['flask==1.1.4', 'web']),
      service('web', ['flask-login>=0.6.3', 'werkzeug>=2.2']),
    ]);
    const answer = await resolver.resolve(['cart', 'web']);
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    expect(answer.alone).toBeUndefined();
    expect(answer.findings).toHaveLength(1);
    expect(answer.findings[0]).toMatchObject({
      subject: 'pkg:pypi/werkzeug',
      demands: [
        {
          service: 'cart',
          constraint: '>=0.15,<2.0',
          via: ['pkg:pypi/flask@1.1.4'],
          origin: { file: 'cart/requirements.txt', line: 1 },
        },
        { service: 'web', constraint: '>=2.2', via: [], origin: { file: 'web/requirements.txt', line: 2 } },
      ],
      message:
        'cart and web cannot share a Python environment, because of werkzeug: flask==1.1.4 and werkzeug>=2.2 exclude each other.',
    });
    expect(answer.findings[0]?.explanation).toContain('flask 1.1.4 needs werkzeug>=0.15,<2.0');
  });

  it('tells the trouble of one service from that of the sharing', async () => {
    const { resolver } = await resolverOver([service('a', ['flask<2', 'werkzeug>2']), service('b', ['flask'])]);
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'conflict', alone: 'a' });
  });

  it('names both sides of a clash where one of them needs sources besides', async () => {
    const { resolver } = await resolverOver([service('a', ['carrier']), service('b', ['colour==2.0'])]);
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'unknown' });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer.kind === 'conflict' ? answer.findings[0]?.message : answer).toContain(
      'a and b cannot share a Python environment, because of colour',
    );
  });

  it('lets a version in that another service pins, for one that lacks it by itself', async () => {
    const { resolver } = await resolverOver([
      service('a', ['werkzeug>=3.1,<3.2']),
      service('b', ['werkzeug==3.1.0', 'tls']),
      service('c', ['werkzeug>=3.1,<3.2', 'tls']),
    ]);
    expect(await resolver.resolve(['a'])).toMatchObject({ kind: 'conflict', alone: 'a' });
    expect(await resolver.resolve(['a', 'c'])).toMatchObject({ kind: 'conflict', alone: 'a' });
    const joint = await resolver.resolve(['a', 'b', 'c']);
    expect(joint.kind === 'resolved' ? joint.versions.get('werkzeug') : joint).toEqual(['3.1.0']);
  });

  it('an override of one service does not replace what another asks for itself', async () => {
    const { resolver } = await resolverOver([
      service('a', ['flask', '!werkzeug==1.0.1']),
      service('b', ['werkzeug>=2']),
      service('c', ['flask']),
    ]);
    const answer = await resolver.resolve(['a', 'b']);
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    expect(answer.findings[0]?.explanation.join('\n')).toMatch(/flask .* werkzeug==1\.0\.1, by an override$/m);
    expect(await resolver.resolve(['a', 'c'])).toMatchObject({ kind: 'resolved' });
  });

  it('an override of what its own service does not bring says nothing to others', async () => {
    const { resolver } = await resolverOver([
      service('a', ['tls', '!werkzeug>=3']),
      service('b', ['flask==1.1.4', 'werkzeug<2']),
    ]);
    expect(await resolver.resolve(['a', 'b'])).toMatchObject({ kind: 'resolved' });
  });

  it('where an override of one ends the other, both are told', async () => {
    const { resolver } = await resolverOver([
      service('a', ['flask-login', '!werkzeug>=3']),
      service('b', ['flask==1.1.4', 'werkzeug<2']),
    ]);
    const answer = await resolver.resolve(['a', 'b']);
    if (answer.kind !== 'conflict') throw new Error(answer.kind);
    expect(answer.findings[0]?.message).toMatch(/^a and b cannot share a Python environment/);
    expect(answer.findings[0]?.demands.map((demand) => `${demand.service}: ${demand.constraint}`)).toContain('a: >=3');
  });

  it('uses again what it found for other services with the same lines', async () => {
    const { resolver, asked } = await resolverOver([
      service('a', ['flask==1.1.4']),
      service('b', ['werkzeug>=2.2']),
      service('c', ['flask==1.1.4', 'tls']),
    ]);
    await resolver.resolve(['a', 'b']);
    const answer = await resolver.resolve(['c', 'b']);
    expect(answer.kind === 'conflict' && answer.findings[0]?.demands.map(({ service: name }) => name).sort()).toEqual(['b', 'c']);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it.each<[string, readonly string[], Readonly<Record<string, FetchFailure['kind']>>, string]>([
    ['a package that nobody has', ['flsk'], {}, 'Did you mean flask?'],
    ['a version of a package that nobody has', ['flsk>=2'], {}, 'Did you mean flask?'],
    ['an index that is down for a version', ['flask>=2'], { '/simple/flask/': 'network' }, 'flask: network in the test'],
    ['an index that is down', ['flask'], { '/simple/flask/': 'network' }, 'flask: network in the test'],
    ['an index that denies', ['flask'], { '/simple/': 'denied' }, 'denied'],
    ['metadata that does not arrive', ['tls'], { '.whl': 'network' }, 'tls'],
    ['a source that only a build would tell of', ['thing @ git+https://git.example/thing'], {}, 'git+https'],
  ])('does not guess: %s', async (_, lines, broken, because) => {
    const { resolver } = await resolverOver([service('a', lines), service('b', ['web']), service('c', ['early', 'flask'])], {
      broken,
    });
    const answer = await resolver.resolve(['a', 'b']);
    expect(answer.kind).toBe('unknown');
    expect(answer.kind === 'unknown' && answer.because).toContain(because);
    expect((await resolver.resolve(['b'])).kind).toBe(
      Object.keys(broken).some((part) => part === '/simple/' || part === '.whl') ? 'unknown' : 'resolved',
    );
  });

  it('does not call impossible what a source archive might offer', async () => {
    const { resolver } = await resolverOver([service('a', ['only-source>=1'])]);
    const answer = await resolver.resolve(['a']);
    expect(answer).toMatchObject({ kind: 'unknown' });
    expect(answer.kind === 'unknown' && answer.because).toContain('source only');
  });

  it('takes what a source archive needs from a wheel of its version for others, as uv does', async () => {
    const { resolver } = await resolverOver([service('a', ['native']), service('b', ['colour>=2']), service('c', ['colour'])]);
    expect((await resolver.resolve(['a', 'b'])).kind).toBe('conflict');
    expect(await versionsOf(['native', 'colour'])).toEqual({ native: '1.0', colour: '1.0' });
    expect((await (await resolverOver([service('a', ['foreign'])])).resolver.resolve(['a'])).kind).toBe('conflict');
  });

  it('walks past a version whose metadata is broken', async () => {
    expect(await versionsOf(['broken'])).toEqual({ broken: '0.9' });
  });

  it('offers a change that it resolved before it says so', async () => {
    const cart = service('cart', ['flask==1.1.4']);
    const web = service('web', ['werkzeug>=2.2,<3']);
    const { resolver } = await resolverOver([cart, web]);
    const answer = await resolver.resolve(['cart', 'web']);
    const fixes = answer.kind === 'conflict' ? (answer.findings[0]?.fixes ?? []) : [];
    expect(fixes).toMatchObject([
      { kind: 'change-constraint', service: 'cart', subject: 'pkg:pypi/flask', from: '==1.1.4', to: '==2.3.3', line: 1 },
      { kind: 'isolate', level: 'process' },
    ]);
    const changed = await resolverOver([service('cart', [`flask${fixes[0]?.to ?? ''}`]), web]);
    expect((await changed.resolver.resolve(['cart', 'web'])).kind).toBe('resolved');
  });

  it.each<[why: string, cart: string, web: string, to: string]>([
    ['a final release where one would do', 'werkzeug==1.0.1', 'werkzeug>=2.3rc1', '==3.0.6'],
    ['a prerelease where nothing else is left', 'werkzeug==1.0.1', 'werkzeug>=3.2.0rc1', '==3.2.0rc1'],
  ])('offers %s', async (_, cart, web, to) => {
    const { resolver } = await resolverOver([service('cart', [cart]), service('web', [web])]);
    const answer = await resolver.resolve(['cart', 'web']);
    expect(answer).toMatchObject({ kind: 'conflict', findings: [{ fixes: [{ service: 'cart', to }, { kind: 'isolate' }] }] });
  });

  it('proves a conflict beside what it cannot know, and nothing else there', async () => {
    const { resolver } = await resolverOver([
      service('a', ['flask==1.1.4', 'thing @ git+https://git.example/thing']),
      service('b', ['werkzeug>=2.2']),
      service('c', ['tls']),
    ]);
    expect((await resolver.resolve(['a', 'b'])).kind).toBe('conflict');
    expect((await resolver.resolve(['a', 'c'])).kind).toBe('unknown');
    expect((await resolver.resolve(['b', 'c'])).kind).toBe('resolved');
  });

  it('does not judge by the index what comes from somewhere else', async () => {
    const { resolver } = await resolverOver([
      service('a', ['werkzeug @ https://files.example/werkzeug-9.0.tar.gz']),
      service('b', ['flask==1.1.4']),
    ]);
    expect((await resolver.resolve(['a', 'b'])).kind).toBe('unknown');
  });

  it('takes an assigned package from its own index only', async () => {
    const indexes = { indexes: [{ url: 'https://own.example/simple/', name: 'own', explicit: true }] };
    const { resolver } = await resolverOver([
      { ...service('a', ['flask']), indexes: { ...indexes, assigned: [{ name: 'flask', index: 'own' }] } },
      { ...service('b', ['flask']), indexes },
    ]);
    expect((await resolver.resolve(['a'])).kind).toBe('unknown');
    expect((await resolver.resolve(['b'])).kind).toBe('resolved');
  });

  it('says unknown of a service that was never read', async () => {
    const { resolver } = await resolverOver([service('a', ['flask'])]);
    expect((await resolver.resolve(['a', 'ghost'])).kind).toBe('unknown');
  });
});

describe('widened', () => {
  it.each([
    ['==1.0', '2.3', '==2.3'],
    ['>=1,<2', '3.1', '>=1.0,<4.0'],
    ['>=4', '3.1', '>=3.1'],
    ['>=4,<5', '3.1', '>=3.1,<5.0'],
    ['>=1', '2.0', undefined],
  ])('%s to %s is %s', (specifier, version, expected) => {
    expect(widened(specifier, version)).toBe(expected);
  });
});

describe('a package of which only what is kept back would do', () => {
  const index = [
    'attrs 21.2:',
    'attrs 21.1 yanked:',
    'attrs 21.0.1 yanked:',
    'attrs 20.3:',
    'spark 3.5 tag=cp311-cp311-win32:',
    'spark 3.4:',
  ].join('\n');
  it.each<[lines: readonly string[], message: string]>([
    [['attrs>21.0.1,<21.2'], 'no attrs satisfies attrs>21.0.1,<21.2 but 21.1, which was withdrawn (yanked).'],
    [
      ['attrs>20.3', 'attrs<21.2'],
      'no attrs satisfies attrs>20.3 and attrs<21.2 but 21.1 and 1 more, which were withdrawn (yanked).',
    ],
    [
      ['spark>3.4'],
      'no spark satisfies spark>3.4 but 3.5, whose files are for other platforms, or in formats that are not taken.',
    ],
    [['attrs>30'], 'no attrs satisfies attrs>30.'],
    [['attrs==20.3', 'attrs>20.3'], 'no attrs satisfies attrs==20.3 and attrs>20.3.'],
  ])('%s', async (lines, message) => {
    const { resolver } = await resolverOver([service('a', lines)], { index });
    const answer = await resolver.resolve(['a']);
    expect(answer.kind === 'conflict' && answer.findings[0]?.message).toBe(`a cannot be installed by itself: ${message}`);
  });
});

describe('a package that is for other interpreters', () => {
  const asked = async (line: string) => {
    const { resolver } = await resolverOver([service('a', [line])]);
    const answer = await resolver.resolve(['a']);
    const [finding] = answer.kind === 'conflict' ? answer.findings : [];
    return { message: finding?.message, steps: finding?.explanation.slice(1, -1), implied: finding?.implied };
  };

  it('asks for one of them by what pip and uv both hold to', async () => {
    const { message, steps, implied } = await asked('flask>=4');
    expect(message).toBe('a cannot be installed by itself: no flask satisfies flask>=4 on Python 3.11.0.');
    expect(steps).toContain('flask 4.0 needs Python >=3.12; this is for 3.11.0');
    expect(implied).toMatchObject({
      service: 'a',
      realm: 'runtime',
      key: 'python',
      constraint: '>=3.12',
      via: ['pkg:pypi/flask@4.0'],
      origin: { file: 'a/requirements.txt', line: 1 },
    });
  });

  it.each([
    ['elder==1.0', '>=3.6,<3.10'],
    ['elder', '>=3.6'],
    ['elder>1', '>=3.12'],
    ['oldest', '<3.0'],
    ['flask>=5', undefined],
    ['top', '>=3.12'],
    ['plain', '>=3.12'],
    // On an older interpreter it asks for nothing.
    ['moody', undefined],
  ])('%s', async (line, constraint) => {
    expect((await asked(line)).implied?.constraint).toBe(constraint);
  });

  it('names the way to it', async () => {
    expect((await asked('top')).implied?.via).toEqual(['pkg:pypi/top@1.0', 'pkg:pypi/mid@1.0', 'pkg:pypi/young@2.0']);
  });
});
