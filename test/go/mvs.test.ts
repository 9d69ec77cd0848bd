import { describe, expect, it } from 'vitest';
import type { MainModule } from '../../analyzers/go/replacements.ts';
import { ModuleCache } from '../../analyzers/go/resolve/cache.ts';
import { type BuildList, type BuildOptions, buildList, shiftsOf } from '../../analyzers/go/resolve/mvs.ts';
import { main, universe } from './universe.ts';

async function resolve(worldText: string, mains: readonly MainModule[], options?: BuildOptions): Promise<BuildList> {
  return buildList(new ModuleCache(universe(worldText)), mains, options);
}

function shown(list: BuildList): readonly string[] | string {
  if (list.kind === 'failure') return list.problem.kind;
  return [...list.versions].map(([path, version]) => `${path}@${version}`);
}

const WORKSPACE: BuildOptions = { work: { go: '1.22', replace: [], directory: '.' } };

describe('minimal version selection', () => {
  const diamond = `
    example.org/a@v1.0.0 go1.17 example.org/c@v1.1.0
    example.org/b@v1.0.0 go1.17 example.org/c@v1.2.0
    example.org/c@v1.1.0 go1.17
    example.org/c@v1.2.0 go1.17
    example.org/c@v1.9.0 go1.17`;

  it('takes the highest version that anybody requires, never the newest there is', async () => {
    const list = await resolve(diamond, [
      main('module example.org/m\ngo 1.16\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.0.0\n)'),
    ]);
    expect(shown(list)).toEqual(['example.org/a@v1.0.0', 'example.org/b@v1.0.0', 'example.org/c@v1.2.0']);
  });

  const deep = `
    example.org/new@v1.0.0 go1.17 example.org/mid@v1.0.0
    example.org/old@v1.0.0 go1.16 example.org/mid@v1.0.0
    example.org/mid@v1.0.0 go1.17 example.org/leaf@v1.0.0
    example.org/leaf@v1.0.0 go1.17`;

  it.each([
    ['a pruned dependency shows its requirements, not theirs', '1.17', 'new', ['mid@v1.0.0', 'new@v1.0.0']],
    ['one before 1.17 brings everything below', '1.17', 'old', ['leaf@v1.0.0', 'mid@v1.0.0', 'old@v1.0.0']],
    ['a main module before 1.17 loads everything', '1.16', 'new', ['leaf@v1.0.0', 'mid@v1.0.0', 'new@v1.0.0']],
  ])('%s', async (_, go, dependency, expected) => {
    const list = await resolve(deep, [main(`module example.org/m\ngo ${go}\nrequire example.org/${dependency} v1.0.0`)]);
    expect(shown(list)).toEqual(expected.map((name) => `example.org/${name}`));
  });

  it('replaces by version or for all versions, and reads the replacement', async () => {
    const world = `
      example.org/a@v1.0.0 go1.17 example.org/b@v1.0.0
      example.org/fork@v1.5.0 go1.17 example.org/b@v1.3.0
      example.org/b@v1.0.0 go1.17
      example.org/b@v1.3.0 go1.17`;
    const text = 'module example.org/m\ngo 1.17\nrequire example.org/a v1.0.0\nreplace example.org/a => example.org/fork v1.5.0';
    const list = await resolve(world, [main(text)]);
    expect(shown(list)).toEqual(['example.org/a@v1.0.0', 'example.org/b@v1.3.0']);
    expect(list.kind === 'list' && list.replaced.get('example.org/a')).toEqual({ path: 'example.org/fork', version: 'v1.5.0' });
    const other = await resolve(world, [main(text.replace('replace example.org/a', 'replace example.org/a v1.1.0'))]);
    expect(shown(other)).toEqual(['example.org/a@v1.0.0', 'example.org/b@v1.0.0']);
  });

  it('an unknown module ends it, with the chain that leads there', async () => {
    const list = await resolve('example.org/a@v1.0.0 go1.16 example.org/gone@v1.0.0', [
      main('module example.org/m\ngo 1.16\nrequire example.org/a v1.0.0'),
    ]);
    expect(list).toMatchObject({
      problem: { kind: 'load', chain: ['example.org/m', 'example.org/a@v1.0.0', 'example.org/gone@v1.0.0'] },
    });
  });

  it('a go line above the toolchain ends it, a dependency only from 1.21 on', async () => {
    const text = 'module example.org/m\ngo 1.20\nrequire example.org/a v1.0.0';
    const problem = (go: string) => resolve(`example.org/a@v1.0.0 go${go}`, [main(text)], { toolchain: '1.20.5' });
    expect(shown(await problem('1.21.0'))).toBe('toolchain-too-old');
    expect(shown(await problem('1.20.9'))).toEqual(['example.org/a@v1.0.0']);
    expect(shown(await resolve('', [main('module example.org/m\ngo 1.22')], { toolchain: '1.20.5' }))).toBe('toolchain-too-old');
  });

  it('asks for each module once, however many services need it', async () => {
    const source = universe(diamond);
    const cache = new ModuleCache(source);
    for (const name of ['x', 'y', 'z']) {
      await buildList(cache, [main(`module example.org/${name}\ngo 1.17\nrequire example.org/a v1.0.0`)]);
    }
    expect(source.asked.length).toBe(new Set(source.asked).size);
  });
});

describe('a workspace', () => {
  const world = `
    example.org/lib@v1.0.0 go1.17
    example.org/lib@v1.4.0 go1.17 example.org/extra@v1.0.0
    example.org/extra@v1.0.0 go1.17`;
  const cart = main('module example.org/cart\ngo 1.20\nrequire example.org/lib v1.0.0', 'cart');
  const web = main('module example.org/web\ngo 1.20\nrequire example.org/lib v1.4.0', 'web');

  it('selects over all members, and says who moves', async () => {
    const [alone, joint] = [await resolve(world, [cart]), await resolve(world, [cart, web], WORKSPACE)];
    expect(shown(joint)).toEqual(['example.org/extra@v1.0.0', 'example.org/lib@v1.4.0']);
    if (alone.kind === 'failure' || joint.kind === 'failure') throw new Error('both have build lists');
    expect(shiftsOf(alone.versions, joint.versions)).toEqual([{ path: 'example.org/lib', from: 'v1.0.0', to: 'v1.4.0' }]);
  });

  it('shows what a dependency needs at the version to which another member raises it', async () => {
    const pruned = `
      example.org/mid@v1.0.0 go1.17 example.org/lib@v1.4.0
      ${world}`;
    const jobs = main('module example.org/jobs\ngo 1.20\nrequire example.org/mid v1.0.0', 'jobs');
    expect(shown(await resolve(pruned, [jobs]))).toEqual(['example.org/lib@v1.4.0', 'example.org/mid@v1.0.0']);
    expect(shown(await resolve(pruned, [cart, jobs], WORKSPACE))).toEqual([
      'example.org/extra@v1.0.0',
      'example.org/lib@v1.4.0',
      'example.org/mid@v1.0.0',
    ]);
  });

  it('a member stands for its own module, but the version that another requires has to exist or be replaced', async () => {
    const text = 'module example.org/api\ngo 1.20\nrequire example.org/cart v0.9.0';
    const published = `${world}\nexample.org/cart@v0.9.0 go1.20`;
    expect(shown(await resolve(published, [main(text, 'api'), cart], WORKSPACE))).toEqual(['example.org/lib@v1.0.0']);
    expect(shown(await resolve(world, [main(text, 'api'), cart], WORKSPACE))).toBe('load');
  });

  const replacing = (name: string, by: string, version = ''): MainModule =>
    main(`module example.org/${name}\ngo 1.20\nrequire example.org/lib v1.0.0\nreplace example.org/lib${version} => ${by}`, name);

  it.each([
    [
      'two replacements of one module',
      [replacing('a', 'example.org/lib v1.4.0'), replacing('b', 'example.org/lib v1.0.0')],
      WORKSPACE,
      'conflicting-replacements',
    ],
    ['one directory by two paths is one', [replacing('a', '../lib'), replacing('b', '../lib')], WORKSPACE, 'load'],
    ['one directory seen from two depths is one', [replacing('a', '../lib'), replacing('x/b', '../../lib')], WORKSPACE, 'load'],
    [
      'one directory seen from two depths is two where it stands for one version',
      [replacing('a', '../lib', ' v1.0.0'), replacing('x/b', '../../lib', ' v1.0.0')],
      WORKSPACE,
      'conflicting-replacements',
    ],
    [
      'go.work overrules its members',
      [replacing('a', 'example.org/lib v1.4.0'), replacing('b', 'example.org/lib v1.0.0')],
      { work: { go: '1.22', directory: '.', replace: replacing('w', 'example.org/lib v1.4.0').mod.replace } },
      ['example.org/extra@v1.0.0', 'example.org/lib@v1.0.0'],
    ],
    [
      'a member that go.work replaces',
      [cart, web],
      { work: { go: '1.22', directory: '.', replace: main('module m\nreplace example.org/web => ../web').mod.replace } },
      'member-replaced',
    ],
    ['a tool that is no import path', [main('module example.org/t\ngo 1.24\ntool example.org/x.', 't')], {}, 'bad-module'],
    ['two members of one path', [cart, { ...cart, directory: 'copy' }], WORKSPACE, 'duplicate-member'],
    ['a member newer than go.work', [cart, main('module example.org/n\ngo 1.23.0', 'n')], WORKSPACE, 'work-too-old'],
  ])('%s', async (_, mains, options, expected) => {
    expect(shown(await resolve(world, mains, options))).toEqual(expected);
  });

  it('what one member excludes counts for nobody', async () => {
    const strict = main('module example.org/s\ngo 1.20\nexclude example.org/lib v1.4.0', 's');
    expect(shown(await resolve(world, [cart, web, strict], WORKSPACE))).toEqual(['example.org/lib@v1.0.0']);
  });
});
