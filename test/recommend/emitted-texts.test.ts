import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { analyze, packageServices } from '../../src/index.ts';
import { copyWords, quoted, quotedForHcl, shellWord, systemdWords } from '../../src/recommend/emit/quoting.ts';

/** Names, commands and schedules of others stay one text in every file that is written. */

type Target = 'container' | 'shared-host' | 'lambda-image';
type Files = Readonly<Record<string, string>>;

async function emitted(files: Files, target: Target, orchestrator: 'compose' | 'nomad' = 'compose'): Promise<Files> {
  const tree = memoryTree(files);
  const request = { config: loadConfig(tree), today: '2026-11-25' };
  const { fleet, report } = await analyze({ tree, starts: ['.'], ...request });
  const { recommendations, placement } = report;
  const result = packageServices({ fleet, recommendations, placement, ...request, services: [], target, orchestrator });
  return Object.fromEntries(result.files.map(({ path, content }) => [path, content]));
}

function linesOf(text = ''): readonly string[] {
  return text.split(/[\n\u0085\u2028\u2029]/);
}

const text = fc.string({
  unit: fc.constantFrom('a', ' ', '"', "'", '\\', '$', '{', '}', '%', '`', '\n', '\t', '#', ':', '-', 'é'),
});

describe('quoting', () => {
  it('YAML reads the text back', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(parse(`a:\n  b: ${quoted(one)}\n`)).toEqual({ a: { b: one } });
      }),
    );
  });

  it('a shell reads the word back', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(spawnSync('sh', ['-c', `printf %s ${shellWord(one)}`], { encoding: 'utf8' }).stdout).toBe(one);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['systemd', systemdWords(['sh', '-c', 'echo "$HOME" 100%\nUser=root']), '"echo \\"$$HOME\\" 100%%\\nUser=root"'],
    ['HCL', quotedForHcl('* * * * *"]\n${file("x")} %{ if'), '"* * * * *\\"]\\n$${file(\\"x\\")} %%{ if"'],
    ['COPY', copyWords('a $b.txt', './'), '["a \\\\$b.txt", "./"]'],
    ['COPY of a plain name', copyWords('requirements/prod.txt', './'), 'requirements/prod.txt ./'],
  ])('%s', (_, written, expected) => {
    expect(written).toContain(expected);
  });
});

describe('what fetches dependencies of repositories', () => {
  const POETRY =
    '[tool.poetry]\nname = "a"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.12"\nlib = { git = "https://example.org/lib.git" }\n';
  const FETCHED: Readonly<Record<string, Files>> = {
    pip: { 'a/requirements.txt': 'lib @ git+https://example.org/lib.git@1.0\n' },
    Poetry: { 'a/pyproject.toml': POETRY },
    npm: { 'a/package.json': '{"name":"a","dependencies":{"lib":"git+https://example.org/lib.git"}}' },
  };
  const APT = /apt-get install -y --no-install-recommends ca-certificates git /;

  it.each([
    ['pip', 'container', APT],
    ['Poetry', 'container', APT],
    ['npm', 'container', APT],
    ['pip', 'lambda-image', /AS build\n(?:#.*\n)?RUN dnf install -y ca-certificates git [\s\S]*\nFROM (?![\s\S]*git)/],
    ['npm', 'lambda-image', /AS build\n(?:#.*\n)?RUN dnf install -y ca-certificates git [\s\S]*\nFROM (?![\s\S]*git)/],
  ] as const)('is in the stage of %s that builds a %s, and only there', async (tool, target, expected) => {
    const files = await emitted(FETCHED[tool] ?? {}, target);
    const dockerfile = files['a/Dockerfile'] ?? '';
    expect(dockerfile).toMatch(expected);
    expect(dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))).not.toMatch(/install.* git/);
  });

  it('is nowhere else', async () => {
    const files = await emitted({ 'a/requirements.txt': 'flask==3.0.0\n' }, 'container');
    expect(files['a/Dockerfile']).not.toMatch(/install.* git/);
  });
});

describe('images of Node.js', () => {
  const installedOn = (version: string, more: object = {}): Files => {
    const devEngines = { runtime: { name: 'node', version } };
    return { 'a/package.json': JSON.stringify({ name: 'a', dependencies: { express: '^4' }, devEngines, ...more }) };
  };

  it.each([
    ['the line in which npm installs', installedOn('^22.12'), 'container', 'FROM node:22-slim'],
    ['npm of that line knows no devEngines', installedOn('^21'), 'container', 'FROM node:20-slim'],
    ['one release alone', installedOn('22.13.0'), 'container', 'FROM node:22.13.0-slim'],
    ['the newest of a line is none of those', installedOn('>=22.10 <22.14 || ^20'), 'container', 'FROM node:20-slim'],
    ['engines count as well', installedOn('>=20', { engines: { node: '^22.12' } }), 'container', 'FROM node:22-slim'],
    ['pnpm refuses nothing', installedOn('^22.12', { packageManager: 'pnpm@10.14.0' }), 'container', 'FROM node:24-slim'],
    [
      'Rush stops on another one',
      {
        'rush.json':
          '{ "pnpmVersion": "9.1.0", "nodeSupportedVersionRange": ">=18.15.0 <21.0.0", "projects": [{ "packageName": "a", "projectFolder": "a" }] }',
        'a/package.json': JSON.stringify({ name: 'a', scripts: { start: 'node .' }, dependencies: { express: '^4' } }),
      },
      'container',
      'FROM node:20-slim',
    ],
    ['a managed runtime', installedOn('^22.12'), 'lambda-image', 'FROM amazon/aws-lambda-nodejs:22'],
    ['a managed runtime has lines alone', installedOn('22.13.0'), 'lambda-image', 'FROM amazon/aws-lambda-nodejs:22\n'],
  ] as const)('%s', async (_, files, target, expected) => {
    expect((await emitted(files, target))['a/Dockerfile']).toContain(expected);
  });

  it.each([
    ['>=26', 'RUN npm install --global corepack@0.36.0 && corepack enable pnpm'],
    ['^24', 'RUN corepack enable pnpm'],
  ])('bring Corepack where Node.js %s does not', async (node, expected) => {
    const files = { 'a/package.json': JSON.stringify({ name: 'a', engines: { node }, packageManager: 'pnpm@10.14.0' }) };
    expect((await emitted(files, 'container'))['a/Dockerfile']).toContain(`\n${expected}\n`);
  });
});

describe('emitted files', () => {
  it('a start script with line ends adds nothing to a unit', async () => {
    const start = 'node "a b.js"\nExecStartPre=+/bin/evil\nUser=root';
    const manifest = JSON.stringify({ name: 'x', scripts: { start }, dependencies: { express: '4.18.0' } });
    const files = await emitted({ 'a\u2028User=root/package.json': manifest }, 'shared-host');
    const [unit = ''] = Object.entries(files).flatMap(([path, content]) => (path.endsWith('.service') ? [content] : []));
    expect(unit).toContain('ExecStart=/bin/sh -c "node \\"a b.js\\"\\nExecStartPre=+/bin/evil\\nUser=root"\n');
    expect(linesOf(unit).filter((line) => /^\s*(?:ExecStartPre|User)=/.test(line))).toEqual([]);
  });

  it('a command that needs a shell has one, not two', async () => {
    const files = { 'a/requirements.txt': 'flask==3.0\n', 'a/Procfile': 'web: gunicorn $(cat args) app:app > log\n' };
    const { 'a/Dockerfile': image } = await emitted(files, 'container');
    expect(image).toContain('CMD ["sh", "-c", "gunicorn $(cat args) app:app > log"]');
  });

  it('words of a command keep their blanks', async () => {
    const files = {
      'a/requirements.txt': 'flask==3.0\n',
      'a/Dockerfile': 'FROM python:3.12\nCMD ["gunicorn", "--access-logformat", "%(h)s %(l)s", "app:app"]\n',
    };
    const { 'a/Dockerfile': image } = await emitted(files, 'container');
    expect(image).toContain('CMD ["gunicorn", "--access-logformat", "%(h)s %(l)s", "app:app"]');
    const { 'a/a.service': unit } = await emitted(files, 'shared-host');
    expect(unit).toContain('/venv/bin/gunicorn --access-logformat "%%(h)s %%(l)s" app:app\n');
  });

  it('compose takes no text for a variable', async () => {
    const files = {
      'a${HOME}/requirements.txt': 'flask==3.0\n',
      'a${HOME}/Procfile': 'web: gunicorn app:app --bind :$PORT > log\nworker: celery worker --user $USER > log\n',
    };
    const all = await emitted(files, 'container');
    const host: unknown = parse(all['host-1.compose.yaml'] ?? '');
    expect(host).toMatchObject({
      services: {
        'a-home-web': { build: { context: './a$${HOME}' }, command: ['sh', '-c', 'gunicorn app:app --bind :$$PORT > log'] },
      },
    });
  });
});
