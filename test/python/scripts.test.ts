import { describe, expect, it } from 'vitest';
import { assemble, codes, shown, unitAt } from './assemble.ts';

/** Scripts with a block of PEP 723 that a descriptor runs. */

const block = (toml: string): string =>
  ['# /// script', ...toml.split('\n').map((line) => (line === '' ? '#' : `# ${line}`)), '# ///', ''].join('\n');

const SCRIPT = `#!/usr/bin/env -S uv run --script\n${block('dependencies = ["flask<3"]')}\nprint()\n`;

const paths = (files: Readonly<Record<string, string>>) => assemble(files).units.map(({ path }) => path);

describe('scripts that descriptors run', () => {
  it.each<[title: string, files: Readonly<Record<string, string>>, directories: readonly string[]]>([
    [
      'Dockerfile',
      { 'a/app.py': SCRIPT, 'a/Dockerfile': 'FROM x\nCMD ["uv", "run", "--script", "/srv/app.py", "--port", "1"]\n' },
      ['a'],
    ],
    ['Dockerfile over lines', { 'a/app.py': SCRIPT, 'a/Dockerfile': 'FROM x\nCMD uv run \\\n  app.py\n' }, ['a']],
    ['Procfile', { 'a/app.py': SCRIPT, 'a/Procfile': 'web: uv run --with x app.py\n' }, ['a']],
    [
      'compose above',
      { 'compose.yaml': 'services:\n  a:\n    command:\n      - uv\n      - run\n      - app.py\n', 'a/app.py': SCRIPT },
      ['a'],
    ],
    ['systemd', { 'deploy/a.service': '[Service]\nExecStart=/usr/bin/uv run ../a/app.py\n', 'a/app.py': SCRIPT }, ['a']],
    ['by its first line', { 'a/app.py': SCRIPT, 'a/Dockerfile': 'FROM x\nCMD ["./app.py"]\n' }, ['a']],
    ['at the root of an image', { 'a/app.py': SCRIPT, 'a/Dockerfile': 'FROM x\nCOPY app.py /\nCMD ["/app.py"]\n' }, ['a']],
    ['pipx', { 'a/app.py': SCRIPT, 'a/Procfile': 'web: pipx run ./app.py\n' }, ['a']],
    ['two directories that could be meant', { Procfile: 'web: uv run app.py\n', 'a/app.py': SCRIPT, 'b/app.py': SCRIPT }, []],
    ['nobody runs it', { 'a/app.py': SCRIPT, 'a/Dockerfile': 'FROM x\nCMD python other.py\n' }, []],
    ['python, which does not read the block', { 'a/app.py': SCRIPT, 'a/Procfile': 'web: python app.py\n' }, []],
    ['no block', { 'a/app.py': 'print()\n', 'a/Procfile': 'web: uv run app.py\n' }, []],
    ['no descriptor', { 'a/app.py': SCRIPT }, []],
  ])('%s', (_, files, directories) => {
    expect(paths(files)).toEqual(directories);
  });

  it('is told of beside another manifest, and not read into it', () => {
    const files = { 'a/app.py': SCRIPT, 'a/requirements.txt': 'rich\n', 'a/Procfile': 'web: uv run app.py\n' };
    const { units, diagnostics } = assemble(files);
    expect(unitAt(units, 'a').dependencies.map(shown)).toEqual(['default/runtime rich']);
    expect(diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual(['python/script-apart a/app.py']);
  });
});

describe('the block', () => {
  const run = (text: string, more: Readonly<Record<string, string>> = {}) => ({
    'a/app.py': text,
    'a/Procfile': 'web: uv run app.py\n',
    ...more,
  });

  it('says what it needs where its lines stand', () => {
    const toml =
      'requires-python = ">=3.11"\ndependencies = [\n  "flask<3",\n]\n\n[tool.uv]\nconstraint-dependencies = ["click<8"]';
    const { units, diagnostics } = assemble(run(`import x\n\n${block(toml)}`));
    const { demands, manifests, runtimes } = unitAt(units, 'a');
    expect(diagnostics).toEqual([]);
    expect(manifests).toEqual([{ path: 'a/app.py', kind: 'python-script', role: 'manifest', group: 'default' }]);
    expect(runtimes).toEqual([{ name: 'python', constraint: '>=3.11', origin: { file: 'a/app.py', line: 4, column: 3 } }]);
    expect(demands.map(({ key, constraint, origin: { line, column } }) => `${key} ${constraint} ${line}:${column}`)).toEqual([
      'flask <3 6:5',
      'click <8 10:30',
      'python >=3.11 4:3',
    ]);
  });

  it('ends at the last closing line of its comment', () => {
    const { units } = assemble(run('# /// script\n# dependencies = ["rich"]\n# note = """\n# ///\n# """\n# ///\n#\n\n# ///\n'));
    expect(unitAt(units, 'a').dependencies.map(shown)).toEqual(['default/runtime rich']);
  });

  it('is pinned by the lock that uv keeps beside it', () => {
    const lock =
      'version = 1\n[[package]]\nname = "flask"\nversion = "2.3.3"\nsource = { registry = "https://registry.example/simple" }\n';
    const { units } = assemble(run(SCRIPT, { 'a/app.py.lock': lock }));
    expect(unitAt(units, 'a').dependencies.map(shown)).toEqual(['default/runtime flask <3 = 2.3.3']);
  });

  it.each<[title: string, text: string, code: string]>([
    ['has no end', '# /// script\n# dependencies = []\n\nprint()\n', 'python/invalid-script'],
    ['stands there twice', `${block('dependencies = []')}\n${block('dependencies = []')}`, 'python/invalid-script'],
    ['is no TOML', block('dependencies = ['), 'toml/syntax'],
    ['asks for what is no requirement', block('dependencies = ["flask >> 2"]'), 'python/invalid-requirement'],
  ])('that %s', (_, text, code) => {
    expect(codes(run(text))).toEqual([code]);
  });
});
