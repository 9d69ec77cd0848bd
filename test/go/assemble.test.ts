import { describe, expect, it } from 'vitest';
import { targetOf } from '../target.ts';
import { assemble, check, TARGET } from './fleet.ts';

const cart = 'module example.org/cart\n\ngo 1.22\n';
const web = 'module example.org/web\n\ngo 1.23.1\n\ntoolchain go1.24.0\n';
const lib = 'example.org/lib';

function many(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`a/p${index}/x.go`, text]));
}

describe('units', () => {
  it('give every requirement with its place, and what a lock says about it', () => {
    const { units } = assemble({
      'cart/go.mod': `${cart}\nrequire (\n\t${lib} v1.2.0\n\texample.org/deep v0.3.0 // indirect\n\texample.org/local v0.0.0\n)\nreplace example.org/local => ../local\n`,
      'cart/go.sum': `${lib} v1.2.0 h1:a=\n${lib} v1.2.0/go.mod h1:b=\n${lib} v1.1.0/go.mod h1:c=\nexample.org/deep v0.3.0 h1:d=\nexample.org/deep v0.4.0 h1:e=\n`,
      'cart/main.go': 'package main\n',
      'local/go.mod': 'module example.org/local\n',
    });
    const [unit] = units;
    expect(unit).toMatchObject({ path: 'cart', name: 'example.org/cart', role: 'service' });
    expect(unit?.dependencies).toMatchObject([
      {
        purl: 'pkg:golang/example.org/lib',
        constraint: 'v1.2.0',
        resolved: 'v1.2.0',
        direct: true,
        kind: 'range',
        origin: { line: 6, column: 2 },
      },
      { name: 'example.org/deep', direct: false },
      { name: 'example.org/local', kind: 'path' },
    ]);
    // Two versions in go.sum leave open which one is built.
    expect(unit?.dependencies[1]).not.toHaveProperty('resolved');
    expect(unit?.manifests.map(({ kind, role }) => [kind, role])).toEqual([
      ['go-mod', 'manifest'],
      ['go-sum', 'lock'],
    ]);
    expect(unit?.runtimes).toMatchObject([{ name: 'go', constraint: '>=1.22', origin: { file: 'cart/go.mod', line: 3 } }]);
  });

  it.each([
    ['marks that nothing has tidied', '', [true, true]],
    ['marks beside something direct', `require example.org/own v0.1.0\n`, [false, false, true]],
    ['modules of tools', 'tool example.org/lib/gen\n', [false, false]],
  ])('are direct or not: %s', (_, more, direct) => {
    const { units } = assemble({
      'go.mod': `${cart}\nrequire (\n\t${lib} v1.2.0 // indirect\n\texample.org/deep v0.3.0 // indirect\n)\n${more}`,
      'main.go': 'package main\n',
    });
    expect(units[0]?.dependencies.map((one) => one.direct)).toEqual(direct);
  });

  it('vendored modules are locked, those that only the list knows as well', () => {
    const { units } = assemble({
      'go.mod': `module example.org/old\n\ngo 1.14\n\nrequire ${lib} v1.2.0\n`,
      'vendor/modules.txt': `# ${lib} v1.2.0\n## explicit\n${lib}\n# example.org/deep v0.3.0\nexample.org/deep/x\n# example.org/unused v0.1.0\n`,
    });
    expect(units[0]?.dependencies).toMatchObject([
      { name: lib, resolved: 'v1.2.0', direct: true },
      { name: 'example.org/deep', resolved: 'v0.3.0', direct: false, origin: { file: 'vendor/modules.txt', line: 4 } },
    ]);
    expect(units[0]?.dependencies).toHaveLength(2);
  });

  it.each([
    ['starts with main.go', { 'a/main.go': '' }, 'service'],
    ['starts with a command', { 'a/cmd/server/main.go': '' }, 'service'],
    ['is only consumed', {}, 'library'],
    [
      'has programs of its tests and tools only',
      { 'a/a.go': 'package a\n', 'a/hack/tools/gen/x.go': 'package main\n' },
      'library',
    ],
    ['has a program in another directory', { 'a/a.go': 'package a\n', 'a/agent/x.go': 'package main\n' }, 'service'],
    [
      'has commands that are modules of their own',
      { 'a/a.go': 'package a\n', 'a/cmd/run/go.mod': 'module example.org/a/cmd/run\n', 'a/cmd/run/main.go': 'package main\n' },
      'library',
    ],
  ])('a module that %s', (_, more, role) => {
    const { units } = assemble({
      'a/go.mod': 'module example.org/a\n',
      'b/go.mod': 'module example.org/b\nrequire example.org/a v0.1.0\n',
      ...more,
    });
    const roles = new Map(units.map((unit) => [unit.path, unit.role]));
    expect([roles.get('a'), roles.get('b')]).toEqual([role, 'service']);
  });

  it.each([
    ['by its name', { 'docs/hugo.toml': '' }, {}, 'aggregator'],
    ['by its content', { 'docs/config.yaml': '', 'docs/content/_index.md': '' }, {}, 'aggregator'],
    ['which a program serves', { 'docs/hugo.toml': '' }, { 'docs/main.go': 'package main\n' }, 'service'],
  ])('a go.mod of a site of Hugo %s', (_, site, sources, role) => {
    const { units } = assemble({
      'docs/go.mod': 'module example.org/docs\n\nrequire example.org/theme v1.0.0 // indirect\n',
      ...site,
      ...sources,
    });
    expect(units.map((unit) => unit.role)).toEqual([role]);
  });

  it.each([
    ['does nothing', 'package main\n\nfunc main() {\n\n}\n', 'library'],
    ['does something', 'package main\n\nfunc main() {\n\trun()\n}\n', 'service'],
  ])('a module that another requires and whose program %s', (_, main, role) => {
    const { units } = assemble({
      'a/go.mod': 'module example.org/a\n',
      'a/main.go': main,
      'a/store/store.go': 'package store\n',
      'b/go.mod': 'module example.org/b\n\nrequire example.org/a v0.0.0\n\nreplace example.org/a => ../a\n',
      'b/main.go': 'package main\n\nfunc main() {\n\trun()\n}\n',
    });
    expect(units.find(({ path }) => path === 'a')?.role).toBe(role);
  });

  it.each([
    ['has a program in any directory', { 'a/tools/run/x.go': '// Copyright\n\n/* of\npackage a */\npackage main\n' }, 'service'],
    ['has a program in a directory with a dot', { 'a/v1.2/x.go': 'package main\n' }, 'service'],
    ['has nothing but what a generator wrote', { 'a/proto/cart.pb.go': 'package proto\n' }, 'library'],
    ['has packages only', { 'a/a.go': 'package a\n', 'a/inner/x.go': 'package inner\n' }, 'library'],
    [
      'has scripts that no build takes in',
      { 'a/a.go': 'package a\n', 'a/gen.go': '//go:build ignore\n\npackage main\n' },
      'library',
    ],
    [
      'has such a script before the rest',
      { 'a/a.go': '//go:build ignore\n\npackage main\n', 'a/b.go': 'package a\n' },
      'library',
    ],
    [
      'has programs in tests only',
      { 'a/a.go': 'package a\n', 'a/a_test.go': 'package main\n', 'a/testdata/x.go': 'package main\n' },
      'library',
    ],
    [
      'has a module within that has one',
      { 'a/a.go': 'package a\n', 'a/in/go.mod': 'module example.org/in\n', 'a/in/x.go': 'package main\n' },
      'library',
    ],
    ['has no sources here', {}, 'service'],
    ['has sources that say nothing', { 'a/a.go': '' }, 'service'],
    ['has more directories than are looked into', many('package a\n'), 'service'],
  ])('a module that nobody consumes and that %s', (_, more, role) => {
    const { units } = assemble({ 'a/go.mod': 'module example.org/a\n', ...more });
    expect(units.find(({ path }) => path === 'a')?.role).toBe(role);
  });

  // each as `go list` has it
  it.each([
    ['//go:build mage && !windows', 'library'],
    ['//go:build linux || mage', 'service'],
    ['//go:build (linux && amd64) || darwin', 'service'],
    ['//go:build !(linux || darwin)', 'library'],
    ['//go:build !go1.25', 'library'],
    ['//go:build windows', 'library'],
    ['//go:build linux&&amd64', 'service'],
    ['// go:build ignore', 'service'],
    ['/*\n//go:build ignore\n*/', 'service'],
    ['// +build linux,mage darwin', 'library'],
    ['// +build mage linux,!mage', 'service'],
    ['// +build linux\n// +build mage', 'library'],
    ['//go:build linux\n// +build ignore', 'service'],
  ])('a program under %s', (line, role) => {
    const sources = { 'a/b.go': 'package a\n', 'a/in/x.go': `${line}\n\npackage main\n`, 'a/in/y.go': 'package in\n' };
    const { units } = assemble({ 'a/go.mod': 'module example.org/a\n', ...sources });
    expect(units.map((unit) => unit.role)).toEqual([role]);
  });

  it('a module that others consume and that has a program is a service', () => {
    const { units } = assemble({
      'a/go.mod': 'module example.org/a\n',
      'a/server/x.go': 'package main\n',
      'b/go.mod': 'module example.org/b\nrequire example.org/a v0.1.0\n',
    });
    expect(units.map((unit) => unit.role)).toEqual(['service', 'service']);
  });

  it('commands are named as go build names them', () => {
    const { units } = assemble({
      'go.mod': 'module example.org/tool/v2\n',
      'main.go': '',
      'cmd/worker/main.go': '',
      'cmd/README.md': '',
    });
    expect(units[0]?.entryPoints?.map(({ name, command }) => [name, command])).toEqual([
      ['tool', 'go run .'],
      ['worker', 'go run ./cmd/worker'],
    ]);
  });

  it('cgo users are told, by platform', () => {
    const text = `${cart}\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.0\n\tgithub.com/shirou/gopsutil/v3 v3.24.1\n\tgithub.com/davidbyttow/govips/v2 v2.15.0\n)\n`;
    const natives = (platform: string) => assemble({ 'go.mod': text }, { ...TARGET, platform }).units[0]?.natives ?? [];
    expect(natives('linux-x86_64').map(({ purl, library }) => [purl, library])).toEqual([
      ['pkg:golang/github.com/mattn/go-sqlite3', undefined],
      ['pkg:golang/github.com/davidbyttow/govips/v2', 'libvips'],
    ]);
    expect(natives('darwin-arm64')).toHaveLength(3);
  });

  it('members know their go.work, and siblings are told from directories', () => {
    const { units, diagnostics } = assemble({
      'go.work': 'go 1.22\nuse (\n\t./cart\n\t./gone\n\t../outside\n)\n',
      'cart/go.mod': cart,
      'apart/go.mod': web,
    });
    expect(units.map(({ path, workspace }) => [path, workspace])).toEqual([
      ['apart', undefined],
      ['cart', '.'],
    ]);
    expect(diagnostics.map(({ code, severity, line }) => [code, severity, line])).toEqual([
      ['go/missing-member', 'warning', 4],
      ['go/missing-member', 'note', 5],
    ]);
  });
});

describe('bad input', () => {
  it.each([
    ['a malformed line', `${cart}\nrequire ${lib} master\nrequire example.org/b v1.0.0\n`, 'go/malformed', 5, 1],
    ['no module line', 'go 1.22\n', 'go/malformed', 1, 0],
    ['a byte order mark', `\ufeff${cart}`, 'go/malformed', 1, 0],
    ['an empty file', '', 'go/no-module', 1, undefined],
  ])('%s', (_, text, code, line, dependencies) => {
    const { units, diagnostics } = assemble({ 'go.mod': text });
    expect(diagnostics[0]).toMatchObject({ code, line, file: 'go.mod' });
    expect(units[0]?.dependencies.length).toBe(dependencies);
  });

  it('binary files are unreadable, not fatal', () => {
    const { units, failures } = assemble({ 'go.mod': `${cart}\0\0`, 'b/go.mod': web });
    expect(units.map(({ path }) => path)).toEqual(['b']);
    expect(failures).toMatchObject([{ code: 'file/binary', file: 'go.mod' }]);
  });

  it('what a file says at length is repeated in short', () => {
    const { diagnostics } = assemble({ 'go.mod': `${cart}${'x'.repeat(100_000)}\n` });
    expect(diagnostics[0]?.message.length).toBeLessThan(400);
  });

  it('go.work older than a member, and two members of one path', () => {
    const { diagnostics } = assemble({
      'go.work': 'go 1.22.0\nuse (\n\t./a\n\t./b\n\t./c\n)\n',
      'a/go.mod': web,
      'b/go.mod': cart,
      'c/go.mod': cart,
    });
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['go/work-too-old', 3],
      ['go/duplicate-member', 5],
    ]);
  });

  it('a member that go.work replaces at all versions, not one that it replaces at one', () => {
    const { diagnostics } = assemble({
      'go.work': 'go 1.22.0\nuse (\n\t./a\n\t./b\n)\nreplace example.org/cart => ./c\nreplace example.org/web v1.0.0 => ./d\n',
      'a/go.mod': 'module example.org/cart\ngo 1.21\n',
      'b/go.mod': 'module example.org/web\ngo 1.21\n',
    });
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([['go/member-replaced', 6]]);
  });

  const vendoring: readonly (readonly [string, { mod?: string; go?: string; list: string }, string | undefined])[] = [
    ['the same', { list: '# example.org/a v1.3.0\n## explicit; go 1.20\n' }, undefined],
    ['another version', { list: '# example.org/a v1.2.0\n## explicit\n' }, 'go.mod:5'],
    ['not explicit', { list: '# example.org/a v1.3.0\nexample.org/a\n' }, 'go.mod:5'],
    ['nothing', { list: '' }, 'go.mod:5'],
    [
      'one more',
      { list: '# example.org/a v1.3.0\n## explicit\n# example.org/b v1.0.0\n## explicit\nexample.org/b\n' },
      'vendor/modules.txt:3',
    ],
    [
      'one more that brings nothing',
      { list: '# example.org/a v1.3.0\n## explicit\n# example.org/b v1.0.0\n## explicit\n' },
      undefined,
    ],
    ['what others need', { list: '# example.org/a v1.3.0\n## explicit\n# example.org/b v1.0.0\nexample.org/b\n' }, undefined],
    ['no replacement', { mod: 'replace example.org/a => ./a', list: '# example.org/a v1.3.0\n## explicit\n' }, 'go.mod:6'],
    [
      'the replacement',
      { mod: 'replace example.org/a => ./a', list: '# example.org/a v1.3.0 => ./a\n## explicit\n# example.org/a => ./a\n' },
      undefined,
    ],
    [
      'the replacement of one version alone',
      { mod: 'replace example.org/a => ./a', list: '# example.org/a v1.3.0 => ./a\n## explicit\n' },
      'go.mod:6',
    ],
    [
      'another replacement',
      {
        mod: 'replace example.org/a v1.3.0 => example.org/f v1.1.0',
        list: '# example.org/a v1.3.0 => example.org/f v1.0.0\n## explicit\n',
      },
      'go.mod:6',
    ],
    ['a replacement that is gone', { list: '# example.org/a v1.3.0 => ./a\n## explicit\n' }, 'vendor/modules.txt:1'],
    ['another version before Go 1.14', { go: 'go 1.13', list: '# example.org/a v1.2.0\n## explicit\n' }, undefined],
    ['another version where no go line stands', { go: '', list: '# example.org/a v1.2.0\n## explicit\n' }, undefined],
    ['the list of a workspace', { list: '## workspace\n# example.org/a v1.2.0\n## explicit\n' }, undefined],
  ];
  it.each(vendoring)('a vendor directory with %s', (_, { mod = '', go = 'go 1.20', list }, expected) => {
    const text = `module example.org/m\n\n${go}\n\nrequire example.org/a v1.3.0\n${mod}\n`;
    const { diagnostics } = assemble({ 'go.mod': text, 'vendor/modules.txt': list });
    expect(diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual(
      expected === undefined ? [] : [`go/inconsistent-vendoring ${expected}`],
    );
  });

  it('a vendor directory with an older version is no lock', () => {
    const files = {
      'go.mod': `${cart}\nrequire ${lib} v1.3.0\n`,
      'vendor/modules.txt': `# ${lib} v1.2.0\n## explicit\n${lib}\n`,
    };
    expect(assemble(files).units[0]?.dependencies.map(({ resolved }) => resolved)).toEqual([undefined]);
  });

  it('fifty thousand vendored modules, none of which is required', () => {
    const list = Array.from({ length: 50_000 }, (_, at) => `# example.org/m${at} v1.0.0\n## explicit\nexample.org/m${at}\n`).join(
      '',
    );
    const { diagnostics } = assemble({ 'go.mod': 'module example.org/m\ngo 1.20\n', 'vendor/modules.txt': list });
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('the first of 50000')]);
  });

  it('a go line above a stated toolchain; a guessed toolchain says nothing', () => {
    const stated = targetOf({ go: '1.22' });
    expect(assemble({ 'go.mod': web }, stated).diagnostics).toMatchObject([{ code: 'go/toolchain-too-old', line: 3 }]);
    expect(assemble({ 'go.mod': 'module example.org/a\ngo 1.22.9\n' }, stated).diagnostics).toEqual([]);
    expect(assemble({ 'go.mod': web }, { ...TARGET, go: '1.20' }).diagnostics).toEqual([]);
  });
});

describe('what a fleet hears', () => {
  const replacing = (name: string, by: string, more = '') =>
    `module example.org/${name}\n\ngo 1.22\n\nrequire ${lib} v1.2.0\nreplace ${lib} => ${by}\n${more}`;
  const WORK = 'go 1.22\nuse (\n\t./a\n\t./b\n)\n';
  const told = (files: Readonly<Record<string, string>>, settings?: Readonly<Record<string, string>>) =>
    check(files, settings).map(({ rule, severity }) => [rule, severity]);

  it('different versions, toolchains and majors never part services that are built apart', () => {
    expect(
      check({
        'a/go.mod': `${cart}\nrequire (\n\t${lib} v1.2.0\n\texample.org/x v1.0.0\n)\n`,
        'b/go.mod': `${web}\nrequire (\n\t${lib} v1.9.0\n\texample.org/x/v3 v3.0.0\n)\n`,
      }),
    ).toEqual([]);
  });

  const forks = { 'a/go.mod': replacing('a', 'example.org/fork v1.0.0'), 'b/go.mod': replacing('b', 'example.org/fork v1.1.0') };

  it.each([
    ['built apart', forks, {}, 'note'],
    ['in one go.work', { ...forks, 'go.work': WORK }, {}, 'error'],
    ['by config', forks, { build: 'together' }, 'error'],
    ['apart by config', { ...forks, 'go.work': WORK }, { build: 'apart' }, 'note'],
  ])('replacements that disagree, %s', (_, files, settings, severity) => {
    const [conflict, ...rest] = check(files, settings);
    expect(rest).toEqual([]);
    expect(conflict).toMatchObject({ rule: 'go/replace-disagreement', severity, services: ['a', 'b'], clearedBy: 'process' });
    expect(conflict?.demands.map(({ origin }) => origin.line)).toEqual([6, 6]);
    expect(conflict?.fixes[0]).toMatchObject({ kind: 'change-constraint', to: '=> example.org/fork v1.1.0' });
  });

  it('one directory by two spellings agrees, and go.work settles the rest', () => {
    const together = { build: 'together' };
    expect(told({ 'a/go.mod': replacing('a', '../lib'), 'b/go.mod': replacing('b', './../lib/') }, together)).toEqual([]);
    expect(told({ 'a/go.mod': replacing('a', '../lib'), 'b/go.mod': replacing('b', './lib') }, together)).toEqual([
      ['go/replace-disagreement', 'error'],
    ]);
    expect(told({ 'a/go.mod': replacing('a', '../lib'), 'b/go.mod': replacing('b', './lib') })).toEqual([]);
    expect(told({ ...forks, 'go.work': `${WORK}replace ${lib} => example.org/fork v1.2.0\n` })).toEqual([]);
  });

  it.each([
    ['together', { build: 'together' }, 'warning'],
    ['apart', {}, 'note'],
  ])('what one excludes and another requires, %s', (_, settings, severity) => {
    const files = { 'a/go.mod': `${cart}\nexclude ${lib} v1.2.0\n`, 'b/go.mod': `${web}\nrequire ${lib} v1.2.0\n` };
    expect(told(files, settings)).toEqual([['go/excluded-version', severity]]);
  });

  it('majors and registrations side by side are notes, for builds that are one', () => {
    const files = {
      'a/go.mod': `${cart}\nrequire (\n\texample.org/x v1.0.0\n\tgithub.com/coreos/etcd v3.3.27+incompatible\n)\n`,
      'b/go.mod': `${web}\nrequire (\n\texample.org/x/v3 v3.0.0\n\tgo.etcd.io/etcd/api/v3 v3.5.0\n)\n`,
    };
    expect(told(files, { build: 'together' }).toSorted()).toEqual([
      ['go/proto-registration', 'note'],
      ['go/several-majors', 'note'],
    ]);
    expect(told(files)).toEqual([]);
  });
});
