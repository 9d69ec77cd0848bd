import { describe, expect, it } from 'vitest';
import { activationFor, parseMavenConfig } from '../../../analyzers/jvm/maven/model/activation.ts';
import { buildEffective } from '../../../analyzers/jvm/maven/model/effective.ts';
import { parsePomText } from '../../../analyzers/jvm/maven/model/pom.ts';
import { validate } from '../../../analyzers/jvm/maven/model/validate.ts';
import { runSync } from '../../../analyzers/jvm/maven/workspace.ts';
import { joinPath } from '../../../src/model/index.ts';

/** Rules that Maven's own model builder showed on invented POMs (`compare-models`, random ones besides). */

function element(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join('')}</${name}>`;
}

/** `a:version[:scope]`, of the group g. */
function dependency(text: string, group = 'g'): string {
  const [artifact = '', version = '', scope = ''] = text.split(':');
  return element(
    'dependency',
    element('groupId', group),
    element('artifactId', artifact),
    version === '' ? '' : element('version', version),
    scope === '' ? '' : element('scope', scope),
  );
}

const needs = (...list: readonly string[]) => element('dependencies', ...list.map((one) => dependency(one)));
const manages = (...list: readonly string[]) => element('dependencyManagement', needs(...list));
const imports = (artifact: string) =>
  element(
    'dependencyManagement',
    element('dependencies', dependency(`${artifact}:1:import`).replace('</dependency>', '<type>pom</type></dependency>')),
  );
const profile = (id: string, activation: string, ...content: readonly string[]) =>
  element('profiles', element('profile', element('id', id), element('activation', activation), ...content));
const parent = (artifact: string, version: string, path = '') =>
  element(
    'parent',
    element('groupId', 'g'),
    element('artifactId', artifact),
    element('version', version),
    element('relativePath', path),
  );
const pom = (artifact: string, version: string, ...content: readonly string[]) =>
  element(
    'project',
    element('modelVersion', '4.0.0'),
    element('groupId', 'g'),
    element('artifactId', artifact),
    version === '' ? '' : element('version', version),
    ...content,
  );

const PACKAGED = element('packaging', 'pom');

interface World {
  /** What lies in the project beside its POMs. */
  readonly files?: readonly string[];
  /** POMs of the project by their paths; the one to build lies at `a/pom.xml`. */
  readonly project: Readonly<Record<string, string>>;
  /** POMs from elsewhere by `artifact:version`. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly named?: readonly string[];
}

function build({ files = [], project, elsewhere = {}, named = [] }: World): readonly string[] {
  const context = {
    activation: activationFor({ jdk: '17', platform: 'linux-x86_64' }, { user: new Map(), named }),
    exists: (path: string) => files.includes(path),
    imports: new Map(),
  };
  const own = parsePomText(project['a/pom.xml'] ?? '', 'a/pom.xml');
  const model = runSync(buildEffective(own, true, context), (request) => {
    const name =
      request.kind === 'file' ? joinPath('a', request.relativePath) : `${request.wanted.artifactId}:${request.wanted.version}`;
    const [inside, other] = [project[name ?? ''], request.kind === 'file' ? undefined : elsewhere[name ?? '']];
    const text = inside ?? other;
    return text === undefined ? undefined : { pom: parsePomText(text, name ?? ''), local: inside !== undefined };
  });
  const errors = [...model.problems, ...validate(model)].filter(({ severity }) => severity === 'error');
  return errors.length > 0
    ? errors.map(({ message }) => message)
    : model.dependencies.map(({ artifactId, version, scope }) => `${artifactId}:${version}:${scope}`);
}

const profiled = (activation: string) => pom('a', '1', needs('x:1'), profile('p', activation, needs('y:1')));

describe("effective models by Maven's rules", () => {
  const there = element('file', element('exists', 'here.txt'));
  const gone = element('file', element('missing', '${basedir}/here.txt'));
  const parentWith = (activation: string) => pom('up', '1', PACKAGED, profile('p', activation, needs('y:1')));
  const child = pom('a', '1', parent('up', '1', '../pom.xml'), needs('x:1'));

  it.each<[string, World, readonly string[]]>([
    [
      "a parent's profile asks for files of the project that is built",
      { files: ['a/here.txt'], project: { 'a/pom.xml': child, 'pom.xml': parentWith(there) } },
      ['x:1:compile', 'y:1:compile'],
    ],
    [
      '… and not for those beside the parent',
      { files: ['here.txt'], project: { 'a/pom.xml': child, 'pom.xml': parentWith(there) } },
      ['x:1:compile'],
    ],
    [
      '… and so does a parent from elsewhere',
      { files: ['a/here.txt'], project: { 'a/pom.xml': child }, elsewhere: { 'up:1': parentWith(gone) } },
      ['x:1:compile'],
    ],
    [
      'a BOM from elsewhere has no files, missing or not',
      {
        project: { 'a/pom.xml': pom('a', '1', imports('bom'), needs('x:')) },
        elsewhere: { 'bom:1': pom('bom', '1', PACKAGED, manages('x:1'), profile('p', gone, manages('x:2'))) },
      },
      ['x:1:compile'],
    ],
    ...['java.home', 'user.home', 'env.HOME'].map((name): [string, World, readonly string[]] => [
      `… but what lies in ${name} is missing for everybody`,
      {
        project: { 'a/pom.xml': pom('a', '1', imports('bom'), needs('x:')) },
        elsewhere: {
          'bom:1': pom(
            'bom',
            '1',
            PACKAGED,
            manages('x:1'),
            profile('p', element('file', element('missing', `\${${name}}/../lib/tools.jar`)), manages('x:2')),
          ),
        },
      },
      ['x:2:compile'],
    ]),
    [
      'a BOM of the project has no files either',
      {
        files: ['bom/here.txt', 'here.txt', 'a/here.txt'],
        project: {
          'a/pom.xml': pom('a', '1', imports('bom'), needs('x:')),
          'bom:1': pom('bom', '1', PACKAGED, manages('x:1'), profile('p', there, manages('x:2'))),
        },
      },
      ['x:1:compile'],
    ],
    [
      'true in any letters switches a profile on',
      { project: { 'a/pom.xml': profiled(element('activeByDefault', ' TRUE ')) } },
      ['x:1:compile', 'y:1:compile'],
    ],
    [
      'every JVM has a home of its user',
      { project: { 'a/pom.xml': profiled(element('property', element('name', 'user.home'))) } },
      ['x:1:compile', 'y:1:compile'],
    ],
    [
      'every machine that builds has a path of programs and a version of Maven',
      {
        project: {
          'a/pom.xml': pom(
            'a',
            '1',
            needs('x:1'),
            element(
              'profiles',
              ...['env.PATH', '!env.PATH', 'maven.version', 'env.NOWHERE'].map((name, index) =>
                element(
                  'profile',
                  element('id', `p${index}`),
                  element('activation', element('property', element('name', name))),
                  needs(`y${index}:1`),
                ),
              ),
            ),
          ),
        },
      },
      ['x:1:compile', 'y0:1:compile', 'y2:1:compile'],
    ],
    [
      'a property that activates has a name',
      { project: { 'a/pom.xml': profiled(element('property', element('name', '!'))) } },
      ['failed to determine activation for profile p: its property has no name'],
    ],
    [
      '… unless the profile is named',
      { named: ['!p'], project: { 'a/pom.xml': profiled(element('property', element('value', '1'))) } },
      ['x:1:compile'],
    ],
    [
      'a parent of an unknown model version',
      {
        project: {
          'a/pom.xml': child,
          'pom.xml': pom('up', '1', PACKAGED).replace('4.0.0', '3.0.0'),
        },
      },
      ["'modelVersion' must be 4.0.0 but is '3.0.0'"],
    ],
    [
      'attributes that no tag has',
      { project: { 'a/pom.xml': pom('a', '1', needs('x:1')).replace('<dependency>', '<dependency combine.self="merge">') } },
      ["unknown attribute 'combine.self' for tag 'dependency'"],
    ],
    [
      'what a BOM of other attributes manages holds',
      {
        project: { 'a/pom.xml': pom('a', '1', imports('bom'), needs('x:')) },
        elsewhere: { 'bom:1': pom('bom', '1', PACKAGED, manages('x:1')).replace('<project>', '<project local="1">') },
      },
      ['x:1:compile'],
    ],
    [
      "a property that is itself gives way to the project's own value",
      { project: { 'a/pom.xml': pom('a', '7', element('properties', element('version', '${version}')), needs('x:${version}')) } },
      ['x:7:compile'],
    ],
    [
      'a version of odd signs is no error in a project',
      { project: { 'a/pom.xml': pom('a', '1/2', needs('x:1')) } },
      ['x:1:compile'],
    ],
    [
      'a system path begins with what the machine knows, not with what nobody does',
      {
        project: {
          'a/pom.xml': pom(
            'a',
            '1',
            needs('x:1:system').replace('</dependency>', '<systemPath>${nobody}/x.jar</systemPath></dependency>'),
          ),
        },
      },
      ["'dependencies.dependency.systemPath' for g:x:jar must specify an absolute path but is ${nobody}/x.jar"],
    ],
    [
      'a BOM from elsewhere does not hear of -P',
      {
        named: ['p'],
        project: { 'a/pom.xml': pom('a', '1', imports('bom'), needs('x:')) },
        elsewhere: { 'bom:1': pom('bom', '1', PACKAGED, manages('x:1'), profile('p', '', manages('x:2'))) },
      },
      ['x:1:compile'],
    ],
    [
      'a BOM that says what Maven refuses is refused',
      {
        project: { 'a/pom.xml': pom('a', '1', imports('bom'), needs('x:')) },
        elsewhere: { 'bom:1': pom('bom', '1', PACKAGED, manages('x:1'), needs('y:')) },
      },
      ["'dependencies.dependency.version' for g:y:jar is missing"],
    ],
    ['an <os> that asks for nothing is not met', { project: { 'a/pom.xml': profiled('<os/>') } }, ['x:1:compile']],
    [
      'a range of one JDK is none',
      { project: { 'a/pom.xml': profiled('<jdk>[17]</jdk>') } },
      ['failed to determine activation for profile p: its jdk is no range'],
    ],
    ['… but a prefix is', { project: { 'a/pom.xml': profiled('<jdk>17.0</jdk>') } }, ['x:1:compile', 'y:1:compile']],
    [
      'what expressions make the same, the last is managed',
      {
        project: {
          'a/pom.xml': pom(
            'a',
            '1',
            manages('x:5:test'),
            element('dependencies', dependency('x:1', '${project.groupId}'), dependency('x:2')),
          ),
        },
      },
      ['x:1:compile', 'x:2:test'],
    ],
    [
      "of a parent's own duplicates the last counts where it has a parent that manages something",
      {
        project: {
          'a/pom.xml': pom('a', '1', parent('up', '1'), needs('x:')),
        },
        elsewhere: {
          'up:1': pom('up', '1', PACKAGED, parent('top', '1'), manages('x:1', 'x:2')),
          'top:1': pom('top', '1', PACKAGED, manages('y:1')),
        },
      },
      ['x:2:compile'],
    ],
    [
      '… else the first',
      {
        project: { 'a/pom.xml': pom('a', '1', parent('up', '1'), needs('x:')) },
        elsewhere: { 'up:1': pom('up', '1', PACKAGED, manages('x:1', 'x:2')) },
      },
      ['x:1:compile'],
    ],
  ])('%s', (_, world, wanted) => {
    expect(build(world)).toEqual(wanted);
  });
});

describe('what Maven refuses in a POM of the project', () => {
  const twice = (of: string, item: string) => element(of, item, item);
  const repository = element('repository', element('id', 'r'), element('url', 'https://repository.example'));
  it.each([
    [
      'a profile twice',
      twice('profiles', element('profile', element('id', 'p'))),
      "'profiles.profile.id' must be unique but found duplicate profile with id p",
    ],
    ['a repository twice', twice('repositories', repository), "'repositories.repository.id' must be unique: r"],
    [
      'a repository without an address',
      element('repositories', element('repository', element('id', 'r'))),
      "'repositories.repository.url' is missing",
    ],
    [
      'a module twice',
      PACKAGED + twice('modules', element('module', 'm')),
      "'modules.module' specifies duplicate child module m",
    ],
    ['itself as a dependency', needs('a:1'), "'dependencies.dependency' for g:a:1 is referencing itself"],
    [
      'an optional that is open',
      element('dependencies', dependency('x:1').replace('</dependency>', '<optional>${o}</optional></dependency>')),
      "'dependencies.dependency.optional' for g:x:jar must be 'true' or 'false' but is '${o}'",
    ],
    [
      'a system path in another scope',
      element('dependencies', dependency('x:1').replace('</dependency>', '<systemPath>/x.jar</systemPath></dependency>')),
      "'dependencies.dependency.systemPath' for g:x:jar must be omitted: it may be specified with system scope only",
    ],
    [
      'an execution twice',
      element(
        'build',
        element(
          'plugins',
          element('plugin', element('artifactId', 'q'), twice('executions', element('execution', element('id', 'e')))),
        ),
      ),
      "'build.plugins.plugin' q: 'executions.execution.id' must be unique but found duplicate execution with id e",
    ],
  ])('%s', (_, body, message) => {
    expect(build({ project: { 'a/pom.xml': pom('a', '1', body) } })).toEqual([message]);
  });

  it.each([
    ['[1,)', "the requested parent version range '[1,)' does not specify an upper bound"],
    ['[1,2]', "'version' must be a constant where that of the parent is a range"],
  ])('a parent of %s', (range, message) => {
    const version = range === '[1,2]' ? '${project.parent.version}' : '1';
    const world = {
      project: { 'a/pom.xml': pom('a', version, parent('up', range)) },
      elsewhere: { [`up:${range}`]: pom('up', '1', PACKAGED) },
    };
    expect(build(world)).toEqual([message]);
  });
});

describe('.mvn/maven.config', () => {
  it.each<[text: string, named: readonly string[], user: Readonly<Record<string, string>>]>([
    ['-Pone,!two\n-P three\n', ['one', '!two', 'three'], {}],
    ['-P=one\n--activate-profiles=two\n', ['one', 'two'], {}],
    ['"-Pone"\n"-Da=b c" -De\n', ['one'], { a: 'b c', e: 'true' }],
    ['# -Pone\n-D a=1\n', [], { a: '1' }],
  ])('%j', (text, named, user) => {
    expect(parseMavenConfig(text)).toEqual({ named, user: new Map(Object.entries(user)) });
  });
});
