import { describe, expect, it } from 'vitest';
import { deployedByScope } from '../../../src/detect/deployed/groups.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { assemble, dependencies, shown, TARGET, unitAt } from '../assemble.ts';
import { FAKE_ENVIRONMENT, fakeIndex } from '../resolve/fake-index.ts';

/** One entry of a uv.lock or poetry.lock. */
const entry = (name: string, version: string, ...more: readonly string[]): string =>
  [`[[package]]\nname = "${name}"`, ...(version === '' ? [] : [`version = "${version}"`]), ...more, ''].join('\n');

const needs = (...names: readonly string[]): string =>
  `dependencies = [${names.map((name) => `{ name = "${name}" }`).join(', ')}]`;

const project = (...lines: readonly string[]): string => `[project]\nname = "app"\ndependencies = ${JSON.stringify(lines)}\n`;

function unitOf(files: Readonly<Record<string, string>>) {
  return unitAt(assemble(files).units, '.');
}

describe('what a lock brings along', () => {
  it('is told once where packages need each other', () => {
    const lock = [
      entry('flask', '3.0', needs('werkzeug')),
      entry('werkzeug', '3.1', needs('flask', 'markupsafe')),
      entry('markupsafe', '2.0', needs('werkzeug', 'markupsafe')),
    ];
    expect(dependencies({ 'pyproject.toml': project('flask'), 'uv.lock': lock.join('') })).toEqual([
      'default/runtime flask = 3.0',
      'default/runtime werkzeug ==3.1 = 3.1 via flask@3.0',
      'default/runtime markupsafe ==2.0 = 2.0 via flask@3.0 werkzeug@3.1',
    ]);
  });

  it('has the shortest way to it, and a package without a version stands in that by its name', () => {
    const lock = [
      entry('flask', '', needs('werkzeug')),
      entry('werkzeug', '3.1', needs('markupsafe')),
      entry('jinja2', '3.0', needs('werkzeug', 'markupsafe')),
      entry('markupsafe', '2.0'),
    ];
    expect(dependencies({ 'pyproject.toml': project('flask', 'jinja2'), 'uv.lock': lock.join('') }).slice(2)).toEqual([
      'default/runtime werkzeug ==3.1 = 3.1 via flask',
      'default/runtime markupsafe ==2.0 = 2.0 via jinja2@3.0',
    ]);
  });

  it('is walked once for each set of extras, and not told again for a group where it is deployed anyway', () => {
    const lock = [
      entry('flask', '3.0', 'dependencies = [{ name = "werkzeug", extra = ["watchdog"] }]'),
      entry('werkzeug', '3.1', '[package.optional-dependencies]\nwatchdog = [{ name = "watchdog" }]'),
      entry('watchdog', '4.0'),
      entry('pytest', '8.0', needs('watchdog', 'pluggy')),
      entry('pluggy', '1.5'),
    ];
    const manifest = `${project('flask', 'werkzeug')}[dependency-groups]\ndev = ["pytest"]\n`;
    expect(dependencies({ 'pyproject.toml': manifest, 'uv.lock': lock.join('') }).slice(3)).toEqual([
      'default/runtime watchdog ==4.0 = 4.0 via flask@3.0 werkzeug@3.1',
      'dev/dev pluggy ==1.5 = 1.5 via pytest@8.0',
    ]);
  });

  it('says from where it comes, and how large its file is', () => {
    const from = (source: string): string => `source = { ${source} }`;
    const lock = [
      entry('flask', '3.0', needs('a', 'b', 'c', 'd')),
      entry('a', '1.0', from('git = "https://git.example.org/a?rev=main#0123"')),
      entry('b', '1.0', from('url = "https://files.example.org/b-1.0.zip"')),
      entry('c', '', from('directory = "libs/c"')),
      entry('d', '1.0', 'wheels = [{ url = "https://files.example.org/d-1.0-py3-none-any.whl", size = 512 }]'),
    ];
    const { dependencies: all, demands } = unitOf({ 'pyproject.toml': project('flask'), 'uv.lock': lock.join('') });
    expect(all.map(({ name, kind, resolved, size }) => [name, kind, resolved, size?.bytes])).toEqual([
      ['flask', 'range', '3.0', undefined],
      ['a', 'git', '1.0', undefined],
      ['b', 'url', '1.0', undefined],
      ['c', 'path', undefined, undefined],
      ['d', 'exact', '1.0', 512],
    ]);
    // What comes from elsewhere is held by its address, and no other version of an index stands in for it.
    const locked = demands.filter(({ strength }) => strength === 'locked');
    expect(locked.map(({ key, constraint, origin }) => `${key} ${constraint} ${origin.file}:${origin.line}`)).toEqual([
      'flask ==3.0 uv.lock:2',
      'd ==1.0 uv.lock:17',
    ]);
  });

  it('has the condition of its entry, and what does not hold for the target is not there', () => {
    const lock = [
      entry('flask', '3.0', needs('a', 'b')),
      entry('a', '1.0', `resolution-markers = ["sys_platform == 'linux'"]`),
      entry('b', '1.0', `resolution-markers = ["sys_platform == 'win32'"]`),
    ];
    expect(dependencies({ 'pyproject.toml': project('flask'), 'uv.lock': lock.join('') })).toEqual([
      'default/runtime flask = 3.0',
      "default/runtime a ==1.0 = 1.0 ; (sys_platform == 'linux') via flask@3.0",
    ]);
  });

  it('a line that does not hold for the target has neither a locked version that counts nor what would come along', () => {
    const lock = [entry('flask', '3.0'), entry('colorama', '0.4', needs('pywin')), entry('pywin', '1.0')];
    const manifest = project('flask', "colorama; sys_platform == 'win32'");
    const { dependencies: all, demands } = unitOf({ 'pyproject.toml': manifest, 'uv.lock': lock.join('') });
    expect(all.map(({ name }) => name)).toEqual(['flask', 'colorama']);
    expect(demands.filter(({ strength }) => strength === 'locked').map(({ key }) => key)).toEqual(['flask']);
  });

  it('of the versions of one package the one that the lock puts into this group', () => {
    const lock = [
      entry('werkzeug', '3.0', 'groups = ["dev"]'),
      entry('werkzeug', '2.0', 'groups = ["main"]'),
      entry('flask', '3.0', 'groups = ["main"]', '[package.dependencies]\nwerkzeug = "*"'),
    ];
    const manifest = '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\nflask = "*"\n';
    expect(dependencies({ 'pyproject.toml': manifest, 'poetry.lock': lock.join('') })).toEqual([
      'default/runtime flask = 3.0',
      'default/runtime werkzeug ==2.0 = 2.0 via flask@3.0',
    ]);
  });

  it('of the versions of one package the one that the lock gives this line of the project', () => {
    const both = (name: string): string => ['1.0', '2.0'].map((version) => entry(name, version)).join('');
    const own = (list: string): string => `[package.optional-dependencies]\nold = [${list}]`;
    const lock = [
      entry(
        'app',
        '1.0',
        'dependencies = [{ name = "b" }, { name = "b", version = "1.0", marker = "sys_platform == \'win32\'" }, { name = "b", version = "2.0" }, { name = "a", version = "1.0" }]',
        own('{ name = "a", version = "2.0" }, { name = "b", version = "1.0" }'),
      ),
      both('a'),
      both('b'),
    ];
    const manifest = '[project]\nname = "app"\ndependencies = ["a", "b"]\noptional-dependencies = { old = ["a", "b"] }\n';
    expect(dependencies({ 'pyproject.toml': manifest, 'uv.lock': lock.join('') })).toEqual([
      'default/runtime a = 1.0',
      'default/runtime b = 2.0',
      'old/optional a = 2.0',
      'old/optional b = 1.0',
    ]);
  });
});

describe('a lock without a manifest', () => {
  const lock = [
    entry('pytest', '8.0', 'groups = ["dev"]'),
    entry('pluggy', '1.5', 'groups = ["dev"]'),
    entry('winonly', '1.0', 'groups = ["main"]', 'markers = "sys_platform == \'win32\'"'),
    entry('flask', '3.0', 'groups = ["main"]', '[package.dependencies]\nwerkzeug = "*"'),
    entry('werkzeug', '3.1', 'groups = ["main"]'),
    entry('odd', '1.0', 'groups = ["constructor"]'),
  ];

  it('has its roots as what is declared, what runs first, and no root of another platform', () => {
    const all = unitOf({ 'poetry.lock': lock.join('') }).dependencies;
    expect(all.map((one) => `${one.direct ? 'direct' : 'brought'} ${shown(one)}`)).toEqual([
      'direct default/runtime flask ==3.0 = 3.0',
      'brought default/runtime werkzeug ==3.1 = 3.1 via flask@3.0',
      'direct constructor/optional odd ==1.0 = 1.0',
      'direct dev/dev pytest ==8.0 = 8.0',
      'direct dev/dev pluggy ==1.5 = 1.5',
    ]);
  });

  it('with a manifest none of its roots is declared by it', () => {
    const files = {
      'pyproject.toml': '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\nflask = "*"\n',
      'poetry.lock': lock.join(''),
    };
    expect(
      unitOf(files)
        .dependencies.filter(({ direct }) => direct)
        .map(({ name }) => name),
    ).toEqual(['flask']);
  });
});

describe('what a locked version is good for', () => {
  const wheel = (name: string, tag: string): string =>
    `wheels = [{ url = "https://files.example.org/${name}-1.0-cp311-cp311-${tag}.whl", size = 1 }]`;

  it('the glibc of its wheels is asked for where the package is deployed', () => {
    const lock = [
      entry('numpy', '1.0', wheel('numpy', 'manylinux_2_34_x86_64')),
      entry('plain', '1.0', 'wheels = [{ url = "https://files.example.org/plain-1.0-py3-none-any.whl", size = 1 }]'),
      entry('ruff', '1.0', wheel('ruff', 'manylinux_2_35_x86_64')),
    ];
    const manifest = `${project('numpy', 'plain')}[dependency-groups]\ndev = ["ruff"]\n`;
    const { natives } = unitOf({ 'pyproject.toml': manifest, 'uv.lock': lock.join('') });
    expect(natives).toEqual([
      { purl: 'pkg:pypi/numpy', kind: 'wheel-glibc', library: 'glibc>=2.34', origin: { file: 'uv.lock', line: 2, column: 1 } },
    ]);
  });

  it('a joint resolution keeps it where it can, and not the version of what only developers have', async () => {
    const environment = createResolveEnvironment({
      target: TARGET,
      offline: false,
      env: FAKE_ENVIRONMENT,
      home: '/nowhere',
      client: fakeIndex('lib 1.0:\nlib 2.0:\ntool 1.0:\ntool 2.0:\n').client,
    });
    const lock = [entry('lib', '1.0'), entry('tool', '1.0')].join('');
    const files = {
      'a/pyproject.toml': `${project('lib')}[dependency-groups]\ndev = ["tool"]\n`,
      'a/uv.lock': lock,
      'b/requirements.txt': 'lib\ntool\n',
    };
    const resolver = await assemble(files).resolver?.(environment, deployedByScope);
    const answer = await resolver?.resolve(['a', 'b']);
    expect(answer?.kind === 'resolved' ? Object.fromEntries(answer.versions) : answer).toEqual({ lib: ['1.0'], tool: ['2.0'] });
  });
});
