import { describe, expect, it } from 'vitest';
import { treesIn } from '../../analyzers/jvm/maven/native.ts';
import type { Ran } from '../../src/verify/ask.ts';
import { planVerification, type VerifyRequest } from '../../src/verify/plan.ts';
import { verifyPlan } from '../../src/verify/verify.ts';
import { type Asked, type Files, fakeTools, requestOver } from './fleet.ts';

/** The first question that a tool is asked about a fleet, or why it is not asked. */
async function question(
  files: Files,
  command: string,
  options: Partial<VerifyRequest> = {},
  said = '',
  version = '1.2.3',
): Promise<Asked | string> {
  const tools = fakeTools({ [command]: (): Ran => ({ ok: true, output: said }) }, version);
  const request = requestOver(files, tools.run, options);
  for await (const { because } of verifyPlan(await planVerification(request), request)) {
    return tools.questions()[0] ?? because ?? 'nothing was asked';
  }
  return 'nothing was planned';
}

async function asked(...[files, command, options]: Parameters<typeof question>): Promise<Asked> {
  const answer = await question(files, command, options);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

const shell = ({ command, args }: Asked): string => [command, ...args].join(' ');

describe('uv and pip', () => {
  const files: Files = {
    'a/requirements.txt':
      '-c pins.txt\nflask[async]>=2 ; python_version >= "3.8"\n--extra-index-url https://packages.example.org/simple\n',
    'a/pins.txt': 'werkzeug<3\n',
    'b/pyproject.toml': '[tool.poetry]\nname = "b"\n[tool.poetry.dependencies]\npython = "^3.10"\nrequests = "^2.5"\n',
    'cohost.yaml': 'target: { python: "3.12", platform: linux-aarch64 }\n',
  };

  it.each([
    ['an index', '[project]\nname = "b"\n[tool.uv]\nindex-url = "https://a.example.org\\n-e git+https://evil"\n'],
    ['one more index', '[project]\nname = "b"\n[tool.uv]\nextra-index-url = ["https://a.example.org\\n-e git+https://evil"]\n'],
    ['a marker', '[project]\nname = "b"\ndependencies = ["x ; os_name == \'\\n-e git+https://evil\'"]\n'],
    ['a requirement', '[project]\nname = "b"\ndependencies = ["x>=1\\n-e git+https://evil"]\n'],
  ])('%s with a line end adds no option', async (_, manifest) => {
    const answer = await question({ ...files, 'b/pyproject.toml': manifest }, 'pip');
    const texts = typeof answer === 'string' ? [] : Object.values(answer.files);
    expect(texts.flatMap((text) => text.split(/[\r\n]+/)).filter((line) => /^\s*-e/.test(line))).toEqual([]);
  });

  it('uv compiles the lines of both, in the words of PEP 440, and builds nothing', async () => {
    const one = await asked(files, 'uv');
    expect(shell(one)).toBe(
      'uv pip compile --quiet --no-build --no-header --no-python-downloads --python-version 3.12 --python-platform aarch64-manylinux_2_28 requirements.txt --constraint constraints.txt',
    );
    expect(one.files).toEqual({
      'requirements.txt':
        '--extra-index-url https://packages.example.org/simple\nflask[async]>=2 ; python_version >= "3.8"\nrequests>=2.5,<3\n',
      'constraints.txt': 'werkzeug<3\n',
    });
  });

  it.each([
    ['offline', { offline: true }, '--offline'],
    ['as of a date', { before: '2024-01-01' }, '--exclude-newer 2024-01-01'],
  ])('uv answers %s', async (_, options, words) => {
    expect(shell(await asked(files, 'uv', options))).toContain(words);
  });

  it('pip only ever dry-runs over wheels, and never offline', async () => {
    const words = shell(await asked(files, 'pip'));
    expect(words).toContain('pip install --dry-run --ignore-installed');
    // Without a directory of its own pip takes no platform; it would then judge by the machine that it runs on.
    expect(words).toContain('--target nothing --only-binary :all: --python-version 3.12 --platform manylinux_2_28_aarch64');
    expect(words).toContain('--platform manylinux2014_aarch64');
    expect(words).toContain('--only-binary :all:');
    expect(await question(files, 'pip', { offline: true })).toMatch(/uv has/);
  });

  it('pip is asked only about the Python that it belongs to, for which it reads markers', async () => {
    const of = (python: string) => question(files, 'pip', {}, '', `26.0 from /usr/lib/pip (python ${python})`);
    expect(await of('3.12')).toMatchObject({ command: 'pip' });
    expect(await of('3.9')).toMatch(/--target python=3\.9/);
  });

  it('are not asked about --find-links', async () => {
    expect(await question({ ...files, 'a/requirements.txt': '--find-links ./wheels\nflask\n' }, 'uv')).toMatch(/--find-links/);
  });

  const poetry = `${files['b/pyproject.toml']}urllib3 = "^1.26 || ^2"\n`;

  it.each([
    ['a URL', { 'a/requirements.txt': 'thing @ git+https://example.org/thing.git\nflask\n' }, /would have to be built/],
    ['alternatives', { 'b/pyproject.toml': poetry }, /no requirement says/],
    ['a computed list', { 'a/requirements.txt': '', 'a/setup.py': 'setup(install_requires=read())\n' }, /a/],
  ])('%s is left out: then only a refusal counts', async (_, changed, because) => {
    const outcomes: unknown[] = [];
    for (const answer of [
      { ok: true, output: '' },
      { ok: false, output: 'error: No solution found when resolving dependencies' },
    ]) {
      const tools = fakeTools({ uv: () => answer });
      const request = requestOver({ ...files, ...changed }, tools.run);
      for await (const one of verifyPlan(await planVerification(request), request))
        outcomes.push([one.outcome, one.because, one.answer?.kind]);
      expect(tools.questions()[0]?.files['requirements.txt']).not.toMatch(/thing|urllib3/);
    }
    expect(outcomes).toEqual([
      ['open', expect.stringMatching(because), 'fits'],
      ['open', expect.not.stringMatching(/left out/), 'refuses'],
    ]);
  });
});

describe('npm', () => {
  const manifest = (name: string, rest: object): string => JSON.stringify({ name, version: '1.0.0', ...rest });
  const files: Files = {
    'a/package.json': manifest('a', {
      dependencies: { react: '^18.0.0 || ^19.0.0' },
      devDependencies: { jest: '29' },
      optionalDependencies: { fsevents: '^2.3.0' },
    }),
    'b/package.json': manifest('b', {
      dependencies: { react: '>=18.2' },
      peerDependencies: { vue: '3', svelte: '5' },
      peerDependenciesMeta: { svelte: { optional: true } },
    }),
  };

  it('installs one lock for what both deploy, and runs no script', async () => {
    const one = await asked(files, 'npm', { before: '2024-01-01', offline: true });
    expect(shell(one)).toContain('npm install --package-lock-only --ignore-scripts');
    expect(shell(one)).toContain('--offline --before=2024-01-01');
    expect(Object.keys(one.files)).toEqual(['package.json']);
    expect(JSON.parse(one.files['package.json'] ?? '')).toMatchObject({
      dependencies: { react: expect.stringContaining('>=18.2') },
      optionalDependencies: { fsevents: '^2.3.0' },
      peerDependencies: { vue: '3', svelte: '5' },
      peerDependenciesMeta: { svelte: { optional: true } },
    });
    expect(one.files['package.json']).not.toContain('jest');
  });

  it('is asked without what is in no registry', async () => {
    const local = { ...files, 'b/package.json': manifest('b', { dependencies: { lib: 'file:../lib', react: '19' } }) };
    const one = await asked(local, 'npm');
    expect(one.files['package.json']).not.toContain('lib');
  });
});

describe('the go command', () => {
  const files: Files = {
    'go.work':
      'go 1.23\n\nuse (\n\t./a\n\t./b\n)\n\nreplace example.org/x => ./x\n\nreplace example.org/y v1.0.0 => example.org/z v1.0.0\n',
    'a/go.mod': 'module example.org/a\n\ngo 1.22\n\nreplace example.org/lib => ../lib\n',
    'a/go.sum': '',
    'b/go.mod': 'module example.org/b\n\ngo 1.23\n',
    'lib/go.mod': 'module example.org/lib\n',
    'x/go.mod': 'module example.org/x\n',
  };

  it('lists modules of a workspace of both, and fetches no toolchain', async () => {
    const one = await asked(files, 'go', { services: ['a', 'b'] });
    expect(shell(one)).toBe('go list -m all');
    expect(one.env).toMatchObject({ GOTOOLCHAIN: 'local', GOFLAGS: '', PATH: '/usr/bin' });
    expect(one.env.GOPROXY).toBeUndefined();
    expect(Object.keys(one.files).sort()).toEqual(['a/go.mod', 'a/go.sum', 'b/go.mod', 'go.work', 'lib/go.mod', 'x/go.mod']);
    expect(one.files['go.work']).toBe(
      'go 1.23\nuse "./a"\nuse "./b"\nreplace "example.org/x"  => "./x" \nreplace "example.org/y" v1.0.0 => "example.org/z" v1.0.0\n',
    );
    expect((await asked(files, 'go', { services: ['a', 'b'], offline: true })).env.GOPROXY).toBe('off');
  });
});

describe('Maven', () => {
  const pom = (artifact: string, ...rest: readonly string[]): string =>
    `<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>${artifact}</artifactId><version>1.0</version>${rest.join('')}</project>`;
  const dependency = (group: string, artifact: string, version: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  const parent = '<parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0</version></parent>';
  const files: Files = {
    'pom.xml': pom(
      'parent',
      '<packaging>pom</packaging>',
      '<modules><module>a</module><module>b</module><module>c</module></modules>',
    ),
    'a/pom.xml': pom('a', parent, '<dependencies>', dependency('org.example', 'lib', '1.0'), '</dependencies>'),
    'b/pom.xml': pom('b', '<dependencies>', dependency('com.example', 'json', '2.0'), '</dependencies>'),
    'c/pom.xml': pom('c'),
    'lib/pom.xml': pom('lib', '<dependencies>', dependency('com.example', 'json', '1.0'), '</dependencies>'),
    'a/src/A.java': '',
    'b/src/B.java': '',
    'c/src/C.java': '',
  };

  it('prints trees of the services and of one that depends on both, and runs no phase', async () => {
    const one = await asked(files, 'mvn', { services: ['a', 'b'], offline: true });
    expect(shell(one)).toBe(
      'mvn --batch-mode --no-transfer-progress --offline --file cohost-verify/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.8.1:tree -Dscope=runtime',
    );
    expect(Object.keys(one.files).sort()).toEqual([
      'a/pom.xml',
      'b/pom.xml',
      'cohost-verify/joint/pom.xml',
      'cohost-verify/pom.xml',
      'lib/pom.xml',
      'pom.xml',
    ]);
    expect(one.files['cohost-verify/pom.xml']).toContain(
      '<modules><module>../a</module><module>../b</module><module>../lib</module><module>joint</module></modules>',
    );
    expect(one.files['cohost-verify/joint/pom.xml']).toContain(dependency('org.example', 'b', '1.0'));
  });

  it.each([
    ['build extensions', { 'b/pom.xml': pom('b', '<build><extensions/></build><!-- <extensions> -->') }, {}, /extensions/],
    [
      'build extensions under another spelling',
      { 'b/pom.xml': pom('b', '<build><extensions\n></extensions></build>') },
      {},
      /ext/,
    ],
    [
      'repositories of plug-ins',
      { 'b/pom.xml': pom('b', '<profiles><profile><id>x</id><pluginRepositories/></profile></profiles>') },
      {},
      /repositories of plug-ins, whose code/,
    ],
    [
      'the plug-in itself',
      {
        'b/pom.xml': pom(
          'b',
          '<build><plugins><plugin><artifactId>maven-<!-- -->dependency&#45;plugin</artifactId></plugin></plugins></build>',
        ),
      },
      {},
      /the plug-in that would be asked/,
    ],
    [
      'a file that it would write',
      { 'b/pom.xml': pom('b', '<properties><outputFile>/etc/x</outputFile></properties>') },
      {},
      /a file that the plug-in would write/,
    ],
    ['a date', {}, { before: '2024-01-01' }, /as of a date/],
    [
      'Gradle',
      { 'b/pom.xml': '', 'b/build.gradle': "plugins { id 'java' }\ndependencies { implementation 'a:b:1' }\n" },
      {},
      /Gradle/,
    ],
  ])('is not asked about %s', async (_, changed, options, reason) => {
    const changes = Object.entries({ ...files, ...changed }).filter(([, text]) => text !== '' || !('b/build.gradle' in changed));
    expect(await question(Object.fromEntries(changes), 'mvn', { services: ['a', 'b'], ...options })).toMatch(reason);
  });

  const output = (joint: string): string =>
    [
      '[INFO] --- maven-dependency-plugin:3.8.1:tree (default-cli) @ a ---',
      '[INFO] org.example:a:jar:1.0',
      '[INFO] \\- org.example:lib:jar:1.0:compile',
      '[INFO]    \\- com.example:json:jar:1.0:compile',
      '[INFO] org.example:b:jar:1.0',
      '[INFO] +- com.example:json:jar:2.0:compile',
      '[INFO] \\- com.example:native:jar:linux:0.1:runtime (optional)',
      '[INFO] cohost.verify:joint:jar:1',
      `[INFO] +- com.example:json:jar:${joint}:compile`,
    ].join('\n');

  it('is read tree by tree', () => {
    expect([...treesIn(output('1.0'))].map(([root, tree]) => [root, Object.fromEntries(tree)])).toEqual([
      ['org.example:a', { 'org.example:lib': '1.0', 'com.example:json': '1.0' }],
      ['org.example:b', { 'com.example:json': '2.0', 'com.example:native:linux': '0.1' }],
      ['cohost.verify:joint', { 'com.example:json': '1.0' }],
    ]);
  });

  it.each([
    ['1.0', 'refuses', ['com.example:json is 1.0 in the joint tree, 2.0 in that of org.example:b alone']],
    ['2.0', 'fits', []],
  ])('a joint tree with %s %s', async (joint, kind, words) => {
    const tools = fakeTools({ mvn: (): Ran => ({ ok: true, output: output(joint) }) });
    const request = requestOver(files, tools.run, { services: ['a', 'b'] });
    for await (const { answer } of verifyPlan(await planVerification(request), request)) {
      expect(answer).toEqual({ kind, words });
    }
    expect(tools.questions()).toHaveLength(1);
  });
});
