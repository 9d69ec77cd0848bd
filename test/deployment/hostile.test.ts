import { describe, expect, it } from 'vitest';
import { dockerfileFacts } from '../../analyzers/deployment/dockerfile/facts.ts';
import { readDockerfile } from '../../analyzers/deployment/dockerfile/started.ts';
import { isOtherLanguage } from '../../analyzers/deployment/other-languages.ts';
import { readLiberty } from '../../analyzers/deployment/settings/liberty.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { parseInstructions } from '../../src/formats/dockerfile/dockerfile.ts';
import { stagesOf } from '../../src/formats/dockerfile/stages.ts';
import { substitute } from '../../src/formats/substitute.ts';
import { MAX_FILLED } from '../../src/formats/variables.ts';
import type { Project } from '../../src/model/index.ts';
import { assembled, told } from './project.ts';

/** Small files that would ask for work without an end; judged by what is kept and looked at, never by a clock. */
function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

function looked(text: string): {
  readonly asked: number;
  readonly codes: readonly string[];
  readonly traits: readonly string[];
} {
  let asked = 0;
  const has = (): boolean => {
    asked++;
    return false;
  };
  const parsed = readDockerfile({ path: 'Dockerfile', text, bytes: Buffer.from(text) });
  const { diagnostics, traits } = dockerfileFacts(parsed, 'shop', { directory: '.', has });
  return { asked, codes: diagnostics.map(({ code, line }) => `${code} ${line}`), traits: traits.map(({ kind }) => kind) };
}

describe('hostile Dockerfiles', () => {
  it('keeps a step once, however many stages stand on it', () => {
    const { list } = parseInstructions(`FROM a AS s\n${lines(500, () => 'RUN x')}\n${lines(500, (at) => `FROM s AS t${at}`)}`);
    const { stages } = stagesOf(list);
    expect(stages).toHaveLength(501);
    expect(stages.reduce((sum, { own }) => sum + own.length, 0)).toBe(500);
    expect(stages.at(-1)?.steps).toHaveLength(500);
  });

  it('tells of more stages than anybody has', () => {
    expect(looked(lines(1001, (at) => `FROM a AS s${at}`)).codes).toEqual(['dockerfile/too-many-stages 1001']);
    expect(looked(lines(1000, (at) => `FROM a AS s${at}`)).codes).toEqual([]);
  });

  it.each([
    ['the same', '/', '/'],
    ['different', '/a', '/b'],
  ])('follows copies of %s places from stage to stage, and no further than it has to', (_, one, other) => {
    const text = lines(40, (at) => `FROM a AS s${at + 1}\nCOPY --from=s${at} ${one} /\nCOPY --from=s${at} ${other} /`);
    const { asked, codes } = looked(`FROM a AS s0\nCOPY q /q\n${text}\nRUN pip install -r requirements.txt\n`);
    expect(codes).toEqual(['dockerfile/too-many-copies 120']);
    expect(asked).toBeLessThan(1_000_000);
  });

  it('reads options of a generator in one way: in two, each more would double the time', () => {
    const run = `RUN npx prisma generate ${'--a '.repeat(200)}`;
    expect(looked(`FROM a\n${run}!`).traits).toEqual([]);
    expect(looked(`FROM a\n${run}--b c --d=-e`).traits).toEqual(['generates-client']);
  });

  it('fills in no value that is longer than any', () => {
    const grown = lines(60, () => 'ENV b=$b$b');
    const { list } = parseInstructions(`FROM a\nENV b=0123456789\n${grown}\nRUN B=$b; ${lines(60, () => 'B=$B$B;')}`);
    const value = stagesOf(list).stages[0]?.environment.get('b') ?? '';
    expect(value.length).toBeLessThanOrEqual(MAX_FILLED);
    expect(looked(`FROM a\nENV b=1\n${grown}\nEXPOSE $b\n`).codes).toEqual([]);
    const shell = `RUN B=0123456789; ${Array.from({ length: 60 }, () => 'B=$B$B;').join(' ')} apt-get install $B`;
    expect(looked(`FROM a\n${shell}\n`).codes).toEqual([]);
    expect(substitute('$X$X$X', () => 'x'.repeat(MAX_FILLED / 2)).text).toHaveLength(MAX_FILLED + '$X'.length);
  });
});

describe('settings of Liberty', () => {
  it('look for a variable once for each endpoint, not through all of the file', () => {
    const variables = lines(20_000, (at) => `<variable name="v${at}" defaultValue="9080"/>`);
    const endpoints = lines(20_000, () => '<httpEndpoint httpPort="${other}" httpsPort="${v19999}"/>');
    const bytes = Buffer.from(`<server>\n${variables}\n${endpoints}\n</server>`);
    const { demands, diagnostics } = readLiberty({ path: 'src/main/liberty/config/server.xml', text: '', bytes });
    expect([demands?.length, diagnostics]).toEqual([20_000, []]);
  });
});

describe('a directory full of Dockerfiles', () => {
  it('is looked through for programs once, not for each of them', () => {
    let read = 0;
    const names = new Proxy(
      Array.from({ length: 1000 }, (_, at) => `Dockerfile.${at}`),
      {
        get: (list, key, receiver): unknown => {
          read++;
          return Reflect.get(list, key, receiver);
        },
      },
    );
    const tree = memoryTree({});
    const project: Project = { ...projectFor([], walk(tree, ['.']), new FileStore(tree)), list: () => names };
    for (let at = 0; at < 1000; at++) isOtherLanguage(project, '.');
    expect(read).toBeLessThan(10_000);
  });
});

describe('kustomizations', () => {
  it('change what is below them once, however many ways lead to it', () => {
    const layer = (at: number): readonly (readonly [string, string])[] => [
      [`l${at}/kustomization.yaml`, `resources: [../x${at}, ../y${at}]\n`],
      [`x${at}/kustomization.yaml`, `resources: [../l${at - 1}]\n`],
      [`y${at}/kustomization.yaml`, `resources: [../l${at - 1}]\n`],
    ];
    const made = assembled({
      'l0/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 80 }] }] } } }\n',
      'l0/kustomization.yaml': 'resources: [web.yaml]\n',
      ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => layer(at + 1)).flat()),
      'top/kustomization.yaml':
        "resources: [../l40]\npatches:\n  - target: { kind: Deployment }\n    patch: '[{ op: add, path: /spec/replicas, value: 3 }]'\n",
    });
    const runs = ['web 80/tcp x3 @4'];
    expect(told(made, { runs })).toEqual({ runs });
  });
});

describe('values of a Dockerfile', () => {
  it('are those of each point, ENV before ARG, the stage before what it is built on', () => {
    const text =
      'FROM a AS s\nARG v=1\nRUN one\nENV v=2\nRUN two\nARG v=3\nRUN three\nENV v=4\nFROM s\nRUN four\nENV v=5 w=$v\nRUN five';
    const last = stagesOf(parseInstructions(text).list).stages.at(-1);
    const runs = last?.steps.filter(({ instruction }) => instruction.name === 'RUN') ?? [];
    expect(runs.map(({ lookup, inEnvironment }) => `${lookup('v')} ${inEnvironment('v')}`)).toEqual([
      '1 false',
      '2 true',
      '2 true',
      '4 true',
      '5 true',
    ]);
    expect([...(last?.environment ?? [])]).toEqual([
      ['w', '4'],
      ['v', '5'],
    ]);
  });
});

describe('hostile settings', () => {
  it('reads as many profiles and imports as anybody has', () => {
    const profiles = lines(25_000, (at) => `%p${at}.quarkus.http.port=9000\nkey.${at}=1`);
    const imports = lines(25_000, (at) => `---\nspring.config.import: more.yml\nkey: ${at}`);
    const files = {
      'a/application.properties': `quarkus.http.port=8000\n${profiles}\n`,
      'b/application.yml': `server.port: 8001\n${imports}\n`,
      'b/more.yml': lines(25_000, (at) => `---\nkey: ${at}`),
    };
    expect(told(assembled(files), { demands: [] }).demands).toEqual(['port:8000/tcp listens @1', 'port:8001/tcp listens @1']);
  });

  it('reads JSON with as many settings, and as deep, as anybody writes', () => {
    const many = Array.from({ length: 50_000 }, (_, at) => `"k${at}": { "Port": ${at} }`).join(',\n');
    const deep = `${'{"a":'.repeat(400)}1${'}'.repeat(400)}`;
    const files = {
      'go.mod': 'module x\n\nrequire github.com/zeromicro/go-zero v1.7.0\n',
      'etc/x.json': `{ "Port": 8000,\n${many},\n"deep": ${deep} }`,
    };
    expect(told(assembled(files), { demands: [] }).demands).toEqual(['port:8000/tcp listens @1']);
  });
});

describe('hostile playbooks', () => {
  const LOOPED = '  - docker_container: { name: "{{ item }}", image: "shop/{{ item }}", env: { A: "{{ long }}" } }';

  it('starts a container for each item, and no more of them than anybody has', () => {
    const many = (count: number): string => `[${Array.from({ length: count }, (_, at) => `a${at}`).join(', ')}]`;
    const said = told(assembled({ 'site.yml': `- hosts: all\n  tasks:\n${LOOPED}\n    loop: ${many(50_000)}\n` }), { joins: [] });
    expect(said.joins).toHaveLength(100);
  });

  it('fills in so many values of a file, and leaves the others open', () => {
    const tasks = lines(300, () => `${LOOPED}\n    loop: *all`);
    const items = `[${Array.from({ length: 100 }, (_, at) => `a${at}`).join(', ')}]`;
    const head = `- hosts: all\n  vars:\n    all: &all ${items}\n    long: ${'x'.repeat(100_000)}\n  tasks:\n`;
    const { joins = [] } = told(assembled({ 'site.yml': `${head}${tasks}\n` }), { joins: [] });
    expect(joins.length).toBeLessThan(15_000);
    expect(joins.length).toBeGreaterThan(300);
  });

  it('looks for a name in what is around it alone, whatever each task sets', () => {
    const vars = lines(10_000, (at) => `    v${at}: ${at}`);
    const tasks = lines(2_000, (at) => `  - docker_container: { image: "shop/{{ v${at} }}" }\n    vars: { w: 1 }`);
    const { joins = [] } = told(assembled({ 'site.yml': `- hosts: all\n  vars:\n${vars}\n  tasks:\n${tasks}\n` }), { joins: [] });
    expect(joins).toHaveLength(2_000);
  });
});

describe('hostile programs', () => {
  const BLANK = ' '.repeat(180_000);
  it.each([
    ['an import without an end', 'node app.js', { 'package.json': '{ "name": "a" }', 'app.js': `import${BLANK}x\n` }],
    [
      'blank lines',
      '/app',
      { 'go.mod': 'module a\n\nrequire google.golang.org/grpc v1.70.0\n', 'main.go': '\n'.repeat(180_000) },
    ],
  ])(
    'looks for what a program takes in once: %s',
    (_, command, files) => {
      const runs = [`[${command.replace(' ', '|')}] @2`];
      expect(told(assembled({ ...files, Dockerfile: `FROM shop\nCMD ${command}\n` }), { runs })).toEqual({ runs });
    },
    20_000,
  );
});
