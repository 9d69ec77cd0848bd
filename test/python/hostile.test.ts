import { describe, expect, it } from 'vitest';
import { assemble, shown, unitAt } from './assemble.ts';

describe('hostile and broken input becomes a diagnostic', () => {
  it.each<readonly [string, Readonly<Record<string, string | Uint8Array>>, readonly string[]]>([
    ['a file that includes itself', { 'requirements.txt': '-r requirements.txt\nflask\n' }, ['pip/circular-include 1']],
    ['an include that is not there', { 'requirements.txt': 'flask\n-r gone.txt\n' }, ['pip/unreadable-include 2']],
    ['an include beyond the root', { 'requirements.txt': '-r ../../etc/other.txt\nflask\n' }, ['path/outside-root 1']],
    ['an absolute include', { 'requirements.txt': '-r /etc/requirements.txt\nflask\n' }, ['path/outside-root 1']],
    [
      'an editable that a folder of the tree lacks',
      {
        'svc/requirements.txt': 'flask\n-e ../libs/core\n',
        'libs/other/pyproject.toml': '[project]\nname = "other"\nversion = "1"\n',
      },
      ['pip/invalid-line 2'],
    ],
    ['an editable beyond the root', { 'requirements.txt': 'flask\n-e ../lib\n' }, ['path/outside-root 2']],
    ['a line that pip refuses', { 'requirements.txt': 'flask=2.0\nrequests\n' }, ['pip/invalid-line 1']],
    ['broken TOML', { 'pyproject.toml': '[project\nname = "a"\n' }, ['toml/syntax 1']],
    ['a broken lock', { 'requirements.txt': 'flask\n', 'Pipfile.lock': '{"default": {' }, ['json/syntax 1']],
    [
      'groups that include each other',
      { 'pyproject.toml': '[dependency-groups]\na = [{include-group = "b"}]\nb = [{include-group = "a"}, "flask"]\n' },
      ['python/invalid-pyproject 3', 'python/invalid-pyproject 2'],
    ],
    [
      'dependencies that are no list',
      { 'pyproject.toml': '[project]\nname = "a"\ndependencies = "flask"\n' },
      ['python/invalid-pyproject 3'],
    ],
    [
      'a URL of slashes, which no search may walk again and again',
      { 'requirements.txt': `git+https://x/${'/'.repeat(200_000)}@v1\n` },
      ['python/unnamed-requirement 1'],
    ],
    [
      'TOML in UTF-16',
      { 'pyproject.toml': Buffer.from('\ufeff[project]\nname = "a"\nversion = "1"\n', 'utf16le') },
      ['file/encoding 1'],
    ],
    ['a Pipfile in UTF-16', { Pipfile: Buffer.from('\ufeff[packages]\nflask = "*"\n', 'utf16le') }, ['file/encoding 1']],
    ['invalid UTF-8', { 'requirements.txt': new Uint8Array([0x66, 0xff, 0xfe, 0x0a]) }, ['pip/invalid-line 1']],
  ])('%s', (_, files, expected) => {
    const { diagnostics } = assemble(files);
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(expected);
    for (const { message, file } of diagnostics) {
      expect(message.length).toBeGreaterThan(10);
      expect(file).toMatch(/./);
    }
  });

  it.each([
    ['lists that double', `R = ["a"]\n${'R = R + R\n'.repeat(60)}`],
    ['texts that double', `R = "a"\n${'R = R + R\n'.repeat(60)}`],
    ['brackets without an end', `R = ${'f('.repeat(50_000)}\n`],
    ['chains', `R = a${'.b'.repeat(50_000)}\n`],
    ['sums', `R = ${'a + '.repeat(50_000)}b\n`],
    ['negations', `R = ${'not '.repeat(50_000)}b\n`],
    ['tests', `R = []\n${'if x():\n  R.append("a")\n'.repeat(5000)}`],
    ['early returns', `def f():\n${'  if x():\n    return 1\n'.repeat(5000)}R = f()\n`],
    ['loops in loops', `L = [${'"a",'.repeat(1000)}]\nR = [1 for a in L for b in L for c in L]\n`],
    ['a function that calls itself', 'def f(n):\n  return f(n) + f(n)\nR = f(1)\n'],
    ['a list in itself', 'R = []\nR.append(R)\nif x():\n  R.append("b")\n'],
  ])('a setup.py that is too much to follow is computed: %s', (_, text) => {
    const { units, diagnostics } = assemble({ 'setup.py': `${text}setup(name="a", install_requires=R)\n` });
    expect(units.map(({ path }) => path)).toEqual(['.']);
    expect(diagnostics.map(({ code }) => code)).toContain('python/computed-dependencies');
  });

  it('opens local projects once, however many ways lead to them', () => {
    const count = 40;
    const project = (index: number): string => {
      const needs = [1, 2, 3, 4, 5].map((step) => index + step).filter((other) => other < count);
      const lines = needs.map((other) => `"p${other} @ file:../p${other}"`).join(', ');
      return `[project]\nname = "p${index}"\nversion = "1"\ndependencies = [${lines}]\n`;
    };
    const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}/pyproject.toml`, project(index)]));
    const { dependencies } = unitAt(assemble(files).units, 'p0');
    expect(new Set(dependencies.map(({ name }) => name)).size).toBe(count - 1);
    expect(dependencies.length).toBeLessThan(5 * count);
  });

  it('follows members of a workspace that all need each other, one after the other', () => {
    const count = 300;
    const member = (at: number): string => {
      const next = `m${(at + 1) % count}`;
      return `[project]\nname = "m${at}"\nversion = "1"\ndependencies = ["${next}"]\n[tool.uv.sources]\n${next} = { workspace = true }\n`;
    };
    const files = Array.from({ length: count }, (_, at) => [`p/m${at}/pyproject.toml`, member(at)]);
    const { units } = assemble({
      'pyproject.toml': '[project]\nname = "all"\nversion = "1"\n[tool.uv.workspace]\nmembers = ["p/*"]\n',
      ...Object.fromEntries(files),
    });
    expect(new Set(unitAt(units, 'p/m0').dependencies.map(({ name }) => name)).size).toBe(count - 1);
  });

  const doubling = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  it.each([
    [
      'groups',
      '[dependency-groups]\ng0 = ["flask"]\n',
      (at: number) => `g${at + 1} = [${Array(2).fill(`{include-group = "g${at}"}`)}]`,
    ],
    [
      'extras',
      '[project.optional-dependencies]\ng0 = ["flask"]\n',
      (at: number) => `g${at + 1} = ["shop[g${at}]", "shop[g${at}]"]`,
    ],
  ])('brings the lines of %s once, however many ways lead to them', (_, head, line) => {
    const named = '[project]\nname = "shop"\nversion = "1"\n';
    const read = (count: number) => assemble({ 'pyproject.toml': named + head + doubling(count, line) });
    const { units, diagnostics } = read(60);
    const [unit] = units;
    expect(diagnostics).toEqual([]);
    expect(unit?.dependencies.map(({ name, group }) => `${name} ${group}`)).toHaveLength(61);
    // A chain that is deeper than anybody's is told once, and what it would bring is left out.
    expect(read(5000).diagnostics.map(({ code }) => code)).toEqual(['python/too-much']);
  });

  it('keeps keys like __proto__ as data', () => {
    const { units } = assemble({
      'pyproject.toml':
        '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\n__proto__ = "^1"\nconstructor = "*"\nflask = "^2"\n',
      'x/Pipfile': '[packages]\n"__proto__" = "*"\nflask = "*"\n',
    });
    expect(unitAt(units, '.').dependencies.map(({ name }) => name)).toContain('flask');
    expect(unitAt(units, 'x').dependencies.map(({ name }) => name)).toContain('flask');
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('version');
  });

  it('reads UTF-16 files', () => {
    const { units } = assemble({ 'requirements.txt': Buffer.from('\ufeffflask==2.0\n', 'utf16le') });
    expect(unitAt(units, '.').dependencies.map(shown)).toEqual(['default/runtime flask ==2.0']);
  });

  it('ends on lines, nestings and loops of any size', () => {
    const files = {
      'a/requirements.txt': `${'x'.repeat(300_000)}\nflask==${'1.'.repeat(50_000)}0\n${'('.repeat(50_000)}\nflask ; ${'('.repeat(20_000)}\n${'flask,'.repeat(30_000)}\n`,
      'b/setup.py': `setup(install_requires=${'['.repeat(20_000)}"flask"${']'.repeat(20_000)})`,
      'c/setup.py': `setup(name='${'\\'.repeat(100_001)}`,
      'd/pyproject.toml': `[project]\nname = "d"\ndependencies = [${'"a>=1",'.repeat(20_000)}]\n`,
      'e/pyproject.toml': '[project]\nname = "e"\ndependencies = ["f"]\n[tool.uv.sources]\nf = {path = "../f"}\n',
      'g/requirements.txt': `flask${Array.from({ length: 50_000 }, (_, index) => `!=1.${index}`).join(',')}\n`,
      'f/pyproject.toml': '[project]\nname = "f"\ndependencies = ["e"]\n[tool.uv.sources]\ne = {path = "../e"}\n',
    };
    const { units } = assemble(files);
    expect(unitAt(units, 'd').dependencies).toHaveLength(20_000);
    expect(unitAt(units, 'e').dependencies.map(shown)).toEqual(['default/runtime f f']);
  });

  it('ends on options, templates and locked packages that lead from one to the next', () => {
    const chain = (count: number, one: (at: number) => string): string =>
      Array.from({ length: count }, (_, at) => one(at)).join('\n');
    const locked = (at: number): string =>
      `[[package]]\nname = "p${at}"\nversion = "1"\nsource = { registry = "https://index.test/simple" }\ndependencies = [{ name = "p${at + 1}" }]`;
    const files = {
      'a/requirements.txt': `${chain(50_000, (at) => `--extra-index-url https://index.test/${at}`)}\n--no-binary ${':all:,'.repeat(50_000)}:none:\nflask==2\n`,
      'b/pyproject.toml': `[project]\nname = "b"\nversion = "1"\n${chain(3000, (at) => `[tool.hatch.envs.e${at}]\ntemplate = "e${at + 1}"`)}\n`,
      'c/pyproject.toml': '[project]\nname = "c"\nversion = "1"\ndependencies = ["p0"]\n',
      'c/uv.lock': `version = 1\n[[package]]\nname = "c"\nversion = "1"\nsource = { virtual = "." }\ndependencies = [{ name = "p0" }]\n${chain(20_000, locked)}\n`,
    };
    const { units } = assemble(files);
    expect(unitAt(units, 'a').dependencies.map(shown)).toEqual(['default/runtime flask ==2']);
    const brought = unitAt(units, 'c').dependencies;
    expect(brought).toHaveLength(20_000);
    expect(Math.max(...brought.map(({ via }) => via.length))).toBe(40);
  });

  it('ends on lists of any length that were exported of a lock beside them, or of a project elsewhere', () => {
    const lines = (one: (at: number) => string): string => Array.from({ length: 20_000 }, (_, at) => one(at)).join('\n');
    const pins = lines((at) => `p${at}==1`);
    const { units } = assemble({
      'pyproject.toml': `[project]\nname = "all"\ndependencies = [\n${lines((at) => `"p${at}>=1",`)}\n]\n`,
      'a/requirements.txt': `# This file was autogenerated by uv via the following command:\n#    uv export -o a/requirements.txt\n${pins}\n`,
      'b/pyproject.toml': '[tool.poetry]\nname = "b"\n[tool.poetry.dependencies]\np0 = "*"\n',
      'b/poetry.lock': lines((at) => `[[package]]\nname = "p${at}"\nversion = "1"`),
      'b/requirements.txt': pins,
    });
    expect(unitAt(units, 'a').dependencies).toHaveLength(20_000);
    const declared = unitAt(units, 'b').demands.filter(({ realm, strength }) => realm === 'python' && strength === 'declared');
    expect(declared).toHaveLength(1);
  });

  it('ends on an image that takes many directories and installs many lists', () => {
    const each = (count: number, made: (index: number) => string): readonly string[] => [...Array(count).keys()].map(made);
    const folders = each(200, (index) => `svc/data/${index}`);
    const lists = each(300, (index) => `lists/x/${index}.txt`);
    const { units } = assemble({
      ...Object.fromEntries(folders.map((folder) => [`${folder}/x.json`, '{}'])),
      ...Object.fromEntries(lists.map((list) => [list, 'flask\n'])),
      'lists/m.py': '',
      'svc/code/m.py': '',
      'svc/Dockerfile': `FROM x\n${folders.map((one) => `COPY ${one} /x/`).join('\n')}\n${lists.map((one) => `RUN pip install -r ${one}`).join('\n')}\n`,
    });
    expect(units.map(({ path }) => path)).toEqual(['lists']);
  });

  it('calls prose in a requirements directory what it is', () => {
    const { units, diagnostics } = assemble({
      'requirements/vision.txt': 'The system shall be fast.\nIt shall not fail, ever.\n',
    });
    expect(units).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['python/not-requirements']);
  });
});
