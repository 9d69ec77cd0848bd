import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { renderMarkdown } from '../../src/report/formats/markdown.ts';
import { makeStyle } from '../../src/report/terminal/style.ts';
import { renderDiagnostics, renderText } from '../../src/report/terminal/text.ts';
import { contents, KINDS } from './files.ts';

/** Two services that clash, beside whatever else lies around. */
const SOUND = {
  'sound/one/package.json': '{"name":"one","dependencies":{"react":"^17.0.0"}}',
  'sound/two/package.json': '{"name":"two","dependencies":{"react":"^18.0.0"}}',
};

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

async function judged(content: string | Uint8Array) {
  const files = Object.fromEntries(KINDS.map((kind, index) => [`s${index}/${kind}`, content]));
  const tree = memoryTree({ ...files, ...SOUND });
  return analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25', includeSamples: true });
}

describe('in a file of every kind that is looked for', () => {
  test.each(Object.entries(contents(20_000)))('%s', { timeout: 300_000 }, async (_, content) => {
    const { report } = await judged(content);
    expect(report.services.map(({ id }) => id)).toEqual(expect.arrayContaining(['sound/one', 'sound/two']));
    const clash = report.conflicts.find(({ subject }) => subject === 'pkg:npm/react');
    expect(clash).toMatchObject({ severity: 'error', services: ['sound/one', 'sound/two'] });
    for (const { file, line, message } of report.diagnostics) {
      expect([message, file, line]).toEqual([message, expect.stringMatching(/./), expect.any(Number)]);
      expect(message.length).toBeLessThan(2000);
    }
    const style = makeStyle(false, 100);
    const text = renderText(report, { style, verbose: true, limit: 100, sources: new Map() });
    for (const shown of [text, renderDiagnostics(report.diagnostics, style), renderMarkdown(report)])
      expect(CONTROL.exec(shown)?.[0]).toBeUndefined();
    expect('polluted' in {}).toBe(false);
  });
});

/** What each notation's broken files have to be told of, wherever they are read. */
const BROKEN: readonly (readonly [string, RegExp, string])[] = [
  ['JSON', /^(?:package|rush|lerna)\.json$|^Pipfile\.lock$/, 'truncated'],
  ['TOML', /^(?:pyproject|pylock|mise|\.mise)\.toml$|^Pipfile$|^(?:poetry|uv|pdm)\.lock$/, 'truncated TOML'],
  ['XML', /^pom\.xml$/, 'truncated XML'],
  ['YAML', /^compose\.yaml$/, 'truncated YAML'],
];

describe('a broken file is told of, with its line', () => {
  const broken = contents(100);
  test.each(BROKEN)('%s', async (_, kinds, what) => {
    const { report } = await judged(broken[what] ?? '');
    const told = new Set(report.diagnostics.filter(({ line }) => line !== undefined).map(({ file }) => file));
    const silent = KINDS.flatMap((kind, index) => (kinds.test(kind) && !told.has(`s${index}/${kind}`) ? [kind] : []));
    expect(silent).toEqual([]);
  });
});

describe('very much of one thing', () => {
  const MUCH = 200_000;
  const BLANKS = ' '.repeat(8000);
  const POM =
    '<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>h</artifactId><version>1</version></project>';
  const locations = (item: string): string =>
    `spring:\n  cloud:\n    config:\n      server:\n        native:\n          search-locations:\n            - ${item}\n`;
  const QUOTES = '"\\'.repeat(MUCH / 2);
  const chart = (values: string, action: string): Readonly<Record<string, string>> => ({
    'h/Chart.yaml': 'apiVersion: v2\nname: h\nversion: 1.0.0\n',
    'h/values.yaml': `${values}\n`,
    'h/templates/a.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ ${action} }}\nspec: {}\n`,
  });
  const image = (step: string): Readonly<Record<string, string>> => ({
    'h/requirements.txt': 'flask\n',
    'h/Dockerfile': `FROM python:3.12\nCOPY . .\n${step}\nCMD python app.py\n`,
  });
  const lines = (make: (index: number) => string): string => Array.from({ length: 5000 }, (_, index) => make(index)).join('\n');

  test('one package in thousands of lines clashes in few', async () => {
    const tree = memoryTree({
      'a/requirements.txt': lines((index) => `p>=${index}`),
      'b/requirements.txt': lines((index) => `p!=${index}`),
      'c/requirements.txt': 'p<5\n',
      'd/requirements.txt': lines((index) => `q==${index}`),
    });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.conflicts.map(({ rule, services, demands }) => [rule, ...services, demands.length])).toEqual([
      ['version/unsatisfiable', 'a', 'c', 2],
      ['service/contradiction', 'd', 2],
    ]);
  });

  test.each([
    ['requirements.txt', 'a {\n'],
    ['go.mod', 'bad line\n'],
    ['Pipfile', '[packages]\n'],
  ])('more wrong lines in %s than a stack holds arguments', async (kind, line) => {
    const tree = memoryTree({ ...SOUND, [`w/${kind}`]: line.repeat(130_000) });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.map(({ id }) => id)).toEqual(expect.arrayContaining(['sound/one', 'sound/two']));
    expect(report.diagnostics.map(({ file }) => file)).toContain(`w/${kind}`);
  });

  test.each([
    ['numbers', '1.'],
    ['blanks', ' '],
  ])('%s where a program or a version is expected', async (_, part) => {
    const long = `${part.repeat(200_000)}x`;
    const tree = memoryTree({
      ...SOUND,
      'p/requirements.txt': 'flask\n',
      'p/pyproject.toml': `[project]\nname = "p"\nrequires-python = "${long}"\n`,
      'p/Dockerfile': `FROM python:3.12\nRUN ${long} && pip install ${long}\nCMD ${long}\n`,
      'g/go.mod': `module g\n\ngo ${long}\n`,
      'g/.go-version': long,
      'compose.yaml': `services:\n  p:\n    build: p\n    command: "${long}"\n`,
    });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.map(({ id }) => id)).toContain('p');
  });

  test('images of one directory, each with a list of its own', async () => {
    const images = Array.from({ length: 800 }, (_, at): readonly (readonly [string, string])[] => [
      [`l/Dockerfile.${at}`, `FROM python:3.12\nCOPY requirements-${at}.txt .\nRUN pip install -r requirements-${at}.txt\n`],
      [`l/requirements-${at}.txt`, `flask==${at % 30}.0\n`],
    ]);
    const tree = memoryTree({ ...SOUND, ...Object.fromEntries(images.flat()) });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.find(({ id }) => id === 'l')?.packages.length).toBeGreaterThanOrEqual(800);
  });

  test('blank lines before what a line may begin with, and a word where a selector is expected', async () => {
    const blank = '\n'.repeat(1_000_000);
    const tree = memoryTree({
      ...SOUND,
      'n/package.json': '{ "name": "n", "dependencies": { "express": "4" }, "scripts": { "start": "node ." } }',
      'n/yarn.lock': '# yarn lockfile v1\n',
      'n/.yarnrc': blank,
      'n/serverless.yml': blank,
      'g/go.mod': 'module example.org/g\n\ngo 1.22\n',
      'g/main.go': `package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n${blank}`,
      'j/build.gradle': "plugins { id 'java'; id 'org.springframework.boot' version '3.3.0' }\n",
      'j/gradlew': '',
      'j/gradle/wrapper/gradle-wrapper.jar': '',
      'j/gradle/wrapper/gradle-wrapper.properties': blank,
      'j/src/main/resources/application.yml': blank,
      'k/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, labels: { app: web } }\nspec: {}\n',
      'k/kustomization.yaml': `resources: [web.yaml]\npatches:\n  - target: { labelSelector: "${'a'.repeat(600_000)} b c" }\n    patch: '[{ "op": "remove", "path": "/spec" }]'\n`,
    });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.map(({ id }) => id)).toEqual(expect.arrayContaining(['g', 'j', 'n']));
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['comments before a package clause', { 'h/go.mod': 'module h\n\ngo 1.22\n', 'h/a.go': `${'/**/'.repeat(60)}x` }],
    [
      'comments that nothing ends',
      { 'h/package.json': '{"name":"h","dependencies":{"next":"14"}}', 'h/next.config.js': '/*'.repeat(MUCH) },
    ],
    ['dots and slashes of a module', image(`RUN go install ${'.'.repeat(20_000)}${'/'.repeat(20_000)}`)],
    ['brackets of a filter', image(`RUN pnpm --filter ${'.['.repeat(MUCH)} build`)],
    ['dashes of an archive', image(`COPY a${'r-0-_'.repeat(MUCH / 5)}v-.jars a${'r-0-_'.repeat(MUCH / 5)}v-.jar /`)],
    ['slashes of a place', image(`COPY --from=python:3.12 ${'/'.repeat(MUCH)}a /usr`)],
    ['blanks of a command', { 'h/requirements.txt': 'celery\n', 'h/Procfile': `worker: celery worker${' '.repeat(MUCH)}x\n` }],
    [
      'parts of a Gradle path',
      { 'h/settings.gradle': `include '${'a:'.repeat(20_000)}b'\n`, 'h/build.gradle': "plugins { id 'java' }\n" },
    ],
    ['blanks of a location', { 'h/pom.xml': POM, 'h/src/main/resources/application.yml': locations(`${BLANKS}-${BLANKS}\r-`) }],
    ['comments in a comment', { 'h/pom.xml': POM, 'h/src/main/resources/application.conf': `${'\t#'.repeat(MUCH)}\u2028\n` }],
    ['parts of a key', { 'h/poetry.lock': `[[package]]\nname = "flask"\n${'a.'.repeat(MUCH)}b = 1\n[${'a.'.repeat(MUCH)}b]\n` }],
    ['blank lines of a lock', { 'h/package.json': '{"name":"h"}', 'h/bun.lock': `{"lockfileVersion": 1,${'\n '.repeat(MUCH)}}` }],
    [
      'lists in a list',
      { 'h/package.json': '{"name":"h"}', 'h/pnpm-lock.yaml': `lockfileVersion: '9.0'\n${'- '.repeat(20_000)}a: 1\n` },
    ],
    [
      'separators of lines',
      { 'h/package.json': '{"name":"h","dependencies":{"next":"14"}}', 'h/next.config.js': `x${'\u2028'.repeat(MUCH)}` },
    ],
    ['zeros of a JDK', image(`RUN apt-get install openjdk${'0'.repeat(MUCH)}!`)],
    [
      'quotes of a process manager',
      { 'h/package.json': '{"name":"h"}', 'h/ecosystem.config.js': `module.exports = { apps: ${QUOTES}` },
    ],
    ['quotes of settings', { 'h/pom.xml': POM, 'h/src/main/resources/application.conf': `x = 1\n${QUOTES}\n` }],
    ['quotes of a template', chart('a: 1', QUOTES)],
    [
      'quotes of a stack',
      {
        'h/cdk.json': '{"app":"npx ts-node app.ts"}',
        'h/app.ts': `import * as lambda from 'aws-cdk-lib/aws-lambda';\n${QUOTES}`,
      },
    ],
    [
      'blanks between the words of a span',
      { 'h/pyproject.toml': `[project]\nname = "h"\n[tool.uv]\nexclude-newer = "0g ${' 0a '.repeat(60)}."\n` },
    ],
    [
      'blanks of a selector',
      {
        'h/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: {}\n',
        'h/kustomization.yaml': `resources: [web.yaml]\npatches:\n  - target: { labelSelector: "a==${' '.repeat(MUCH)}== !" }\n    patch: '[]'\n`,
      },
    ],
    [
      'names of Go that are set to one another',
      {
        'h/go.mod': 'module h\n\ngo 1.22\n',
        'h/main.go': `package main\nfunc main() {\n${lines((index) => `p = q${index}\nq${index} = p\n`)}http.ListenAndServe(p, nil)\n}\n`,
      },
    ],
    ['functions of an app', { 'h/package.json': '{"name":"h"}', 'h/app.arc': `@app\nh\n@http\n${'get /a\n'.repeat(200_000)}` }],
    ['blanks of a name that a chart makes', chart(`a: "${' '.repeat(MUCH)}"`, 'camelcase .Values.a')],
  ])('%s', async (_, files) => {
    const tree = memoryTree({ ...SOUND, ...files });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.map(({ id }) => id)).toEqual(expect.arrayContaining(['sound/one', 'sound/two']));
  });

  test('a Dockerfile of thousands of variables and steps', async () => {
    const steps = Array.from({ length: 8000 }, (_, index) => `ENV a${index}=b\nRUN x\n`).join('');
    const tree = memoryTree({
      ...SOUND,
      'd/app.py': '',
      'd/Dockerfile': `FROM python\nCOPY . .\n${steps}RUN pip install flask==1.0\n`,
    });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.map(({ id }) => id)).toContain('d');
  });

  test('properties that name each other in a long chain', async () => {
    const properties = lines((index) => `<p${index}>\${p${index + 1}}</p${index}>`);
    const tree = memoryTree({
      ...SOUND,
      'j/pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>j</artifactId><version>1</version><properties>${properties}</properties><dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId><version>\${p0}</version></dependency></dependencies></project>`,
    });
    const { report } = await analyze({ tree, starts: ['.'], config: loadConfig(tree), today: '2026-11-25' });
    expect(report.services.map(({ id }) => id)).toContain('j');
  });
});
