import { random } from '../../../random.ts';

/** Invented manifests of every format, at random and again the same for the same seed. */

export type ToolName = 'poetry' | 'pdm' | 'hatch' | 'setuptools' | 'flit' | 'pipenv' | 'groups';

export interface Invented {
  /** Of a case that was given; invented ones are called by their seed. */
  readonly name?: string;
  readonly tool: ToolName;
  readonly files: Readonly<Record<string, string>>;
}

export function inventedProject(tool: ToolName, seed: number): Invented {
  const chance = new Chance(random(seed));
  return { tool, files: MAKERS[tool](chance) };
}

class Chance {
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  is(probability: number): boolean {
    return this.#next() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  pick<T>(all: readonly [T, ...T[]]): T {
    return all[this.below(all.length)] ?? all[0];
  }

  list<T>(most: number, make: () => T): readonly T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  /** Some of them, in their order. */
  some<T>(all: readonly T[], probability = 0.5): readonly T[] {
    return all.filter(() => this.is(probability));
  }
}

const NAMES = ['alpha', 'Beta_Lib', 'gamma.core', 'delta-x', 'eps', 'Zeta', 'eta_2', 'theta'] as const;
const EXTRAS = ['fast', 'Cool_Stuff', 'io.s3'] as const;
const GROUPS = ['dev', 'Docs', 'lint_all', 'worker', 'test'] as const;
const VERSIONS = [
  '1',
  '1.0',
  '1.2',
  '1.2.3',
  '2.0.0',
  '0.3',
  '0.0.4',
  '2!1.0',
  '1.0a1',
  '1.0rc2',
  '1.0.post1',
  '1.0.dev3',
] as const;
const OPERATORS = ['>=', '<=', '>', '<', '==', '!=', '~='] as const;

function version(chance: Chance): string {
  return chance.is(0.7) ? chance.pick(['1.0', '1.2', '1.2.3', '2.0.0', '0.3', '3']) : chance.pick(VERSIONS);
}

function specifier(chance: Chance): string {
  if (chance.is(0.1)) return `${chance.pick(['==', '!='])}${chance.pick(['1.2', '1', '0.3.1'])}.*`;
  const operator = chance.pick(OPERATORS);
  const plain = version(chance);
  return operator + (operator === '~=' && !plain.includes('.') ? `${plain}.0` : plain);
}

function specifiers(chance: Chance): string {
  return chance.list(2, () => specifier(chance)).join(chance.pick([',', ', ']));
}

const ATOMS = [
  'python_version >= "3.10"',
  'python_version < "3.9"',
  "python_version == '3.11'",
  'python_full_version >= "3.11.2"',
  'sys_platform == "linux"',
  'sys_platform != "win32"',
  'os_name == "nt"',
  'platform_system == "Darwin"',
  'platform_machine == "aarch64"',
  "implementation_name == 'cpython'",
  'platform_python_implementation == "PyPy"',
  "python_version in '3.9, 3.10'",
  'python_version not in "3.8, 3.12"',
  '"linux" in sys_platform',
] as const;

function marker(chance: Chance): string {
  const first = chance.pick(ATOMS);
  if (chance.is(0.6)) return first;
  const second = chance.pick(ATOMS);
  if (chance.is(0.7)) return `${first} ${chance.pick(['and', 'or'])} ${second}`;
  return `(${first} or ${second}) and ${chance.pick(ATOMS)}`;
}

const PLACES = [
  'https://files.example.org/download/lib.zip',
  'git+https://git.example.org/team/lib.git@v1',
  'git+ssh://git@git.example.org/team/lib.git@main#subdirectory=python',
  'https://files.example.org/lib-2.0.tar.gz#sha256=abc',
] as const;

function extras(chance: Chance): string {
  const chosen = chance.is(0.25) ? chance.some(EXTRAS, 0.6) : [];
  return chosen.length === 0 ? '' : `[${chosen.join(chance.pick([',', ', ']))}]`;
}

/** A PEP 508 text. */
function requirement(chance: Chance, mayPlace = true): string {
  const name = chance.pick(NAMES) + extras(chance);
  const condition = chance.is(0.3) ? marker(chance) : undefined;
  if (mayPlace && chance.is(0.08)) return `${name} @ ${chance.pick(PLACES)}${condition === undefined ? '' : ` ; ${condition}`}`;
  const versions = specifiers(chance);
  const stated = versions === '' ? '' : chance.pick([versions, ` ${versions}`, ` (${versions})`]);
  return name + stated + (condition === undefined ? '' : `${chance.pick([';', ' ; ', '; '])}${condition}`);
}

const quoted = JSON.stringify;

function requirements(chance: Chance, most: number, mayPlace = true): string {
  return `[${chance.list(most, () => quoted(requirement(chance, mayPlace))).join(', ')}]`;
}

function project(chance: Chance, own: string, dynamic: readonly string[] = [], mayPlace = true, tool?: ToolName): string {
  const lines = ['[project]', `name = ${quoted(own)}`, 'version = "1.0"', 'description = "one"'];
  if (chance.is(0.6)) lines.push(`requires-python = ${quoted(chance.pick(['>=3.8', '>=3.9,<4', '>=3.10', '!=3.9.1,>=3.8']))}`);
  if (dynamic.length > 0) lines.push(`dynamic = ${JSON.stringify(dynamic)}`);
  if (!dynamic.includes('dependencies') && chance.is(0.85)) lines.push(`dependencies = ${requirements(chance, 4, mayPlace)}`);
  if (!dynamic.includes('optional-dependencies') && chance.is(0.5)) {
    lines.push('[project.optional-dependencies]');
    const named = chance.some(EXTRAS, 0.6);
    for (const [index, extra] of named.entries()) {
      const before = named[index - 1];
      const list = requirements(chance, 3, mayPlace);
      // Hatchling forgets the condition of such a reference; pip, uv, PDM and setuptools keep it.
      const condition = tool !== 'hatch' && chance.is(0.3) ? ` ; ${marker(chance)}` : '';
      const itself = `${own}[${before}]${condition}`;
      const refers = before !== undefined && chance.is(0.3);
      lines.push(`${quoted(extra)} = ${refers ? list.replace('[', `[${quoted(itself)}${list === '[]' ? '' : ', '}`) : list}`);
    }
  }
  return lines.join('\n');
}

function dependencyGroups(chance: Chance, isWild: boolean): string {
  const names = chance.some(GROUPS, 0.6);
  const lines = names.map((name, index) => {
    const others = isWild && chance.is(0.1) ? [...names, 'nowhere'] : names.slice(0, index);
    const includes = chance
      .some(others, 0.3)
      .map((one) => `{include-group = ${quoted(isWild && chance.is(0.3) ? one.toUpperCase() : one)}}`);
    const own = chance.list(2, () => quoted(requirement(chance)));
    const broken =
      isWild && chance.is(0.03)
        ? [chance.pick(['{include-group = 3}', '{path = "x"}', '7', '"not a requirement!"', '{include-group = "dev", x = 1}'])]
        : [];
    return `${quoted(name)} = [${[...own, ...includes, ...broken].join(', ')}]`;
  });
  if (isWild && chance.is(0.05)) lines.push('"DEV" = []');
  return ['[dependency-groups]', ...lines].join('\n');
}

const POETRY_VERSIONS = [
  '*',
  '^1.2',
  '^1.2.3',
  '^0.3',
  '^0.0.3',
  '^0.0',
  '^0',
  '^1',
  '~1.2',
  '~1',
  '~1.2.3',
  '1.2.*',
  '1.*',
  '!=1.2.*',
  '==1.2.3',
  '1.2.3',
  '=1.2',
  '>=1.2,<2.0',
  '>=1.2 <2.0',
  '>= 1.2, < 2',
  '^1.0 || ^2.0',
  '<1.0 || >=2.0',
  '1.0 | 2.0',
  '>1.0',
  '<=2',
  '~=1.2',
  '~=1.2.3',
  '^1.0a1',
  '^1.0rc1',
  '^1.0.post1',
  '~1.0b2',
  '>=1.0.dev0',
  '^2!1.0',
  '>=1.0,!=1.1,<3',
  '==1.0+local.1',
  '!=1.0',
  '>1.0.post1',
  '^1.2,!=1.3.0',
] as const;
const PYTHONS = [
  '^3.9',
  '>=3.8,<3.11',
  '~3.10',
  '3.11.*',
  '>=3.10',
  '<3.9',
  '>3.9',
  '<=3.10',
  '!=3.9.*',
  '~3.9 || ^3.11',
  '3.11',
  '>=3.9.1',
  '<3.11.2',
  '^3.8,!=3.9.*',
  '*',
  '==3.10.*',
  '>=3',
  '^3',
] as const;
const PLATFORMS = ['linux', 'win32', 'darwin', '!=win32', 'linux || darwin', '!=win32,!=darwin'] as const;

function table(entries: readonly (string | undefined)[]): string {
  return `{ ${entries.filter((one) => one !== undefined).join(', ')} }`;
}

function poetryTable(chance: Chance, mayBeOptional: boolean): string {
  const place = chance.is(0.15)
    ? chance.pick([
        'git = "https://git.example.org/team/lib.git"',
        'git = "https://git.example.org/team/lib.git", tag = "v1"',
        'git = "git@git.example.org:team/lib.git", branch = "main"',
        'git = "https://git.example.org/team/lib.git", rev = "abc123", subdirectory = "sub"',
        'url = "https://files.example.org/lib-1.0-py3-none-any.whl"',
      ])
    : `version = ${quoted(chance.pick(POETRY_VERSIONS))}`;
  const chosen = chance.some(EXTRAS, 0.2);
  return table([
    place,
    chosen.length > 0 ? `extras = ${JSON.stringify(chosen)}` : undefined,
    chance.is(0.3) ? `python = ${quoted(chance.pick(PYTHONS))}` : undefined,
    chance.is(0.15) ? `platform = ${quoted(chance.pick(PLATFORMS))}` : undefined,
    chance.is(0.25) ? `markers = ${quoted(marker(chance))}` : undefined,
    mayBeOptional && chance.is(0.3) ? 'optional = true' : undefined,
    place.startsWith('version') && chance.is(0.1) ? 'allow-prereleases = true' : undefined,
  ]);
}

function poetryDependencies(chance: Chance, most: number, mayBeOptional: boolean): readonly string[] {
  const names = chance.some(NAMES, most / NAMES.length);
  return names.map((name) => {
    const key = quoted(name);
    const form = chance.below(10);
    if (form < 5) return `${key} = ${quoted(chance.pick(POETRY_VERSIONS))}`;
    if (form < 9) return `${key} = ${poetryTable(chance, mayBeOptional)}`;
    return `${key} = [${poetryTable(chance, false)}, ${poetryTable(chance, false)}]`;
  });
}

function poetryProject(chance: Chance): Invented['files'] {
  const isMixed = chance.is(0.4);
  const lines: string[] = [];
  if (isMixed) {
    const dynamic = chance.is(0.4) ? chance.some(['dependencies', 'optional-dependencies'], 0.6) : [];
    lines.push(project(chance, 'own', dynamic));
    lines.push('[tool.poetry]', 'package-mode = true');
  } else lines.push('[tool.poetry]', 'name = "own"', 'version = "1.0"', 'description = ""', 'authors = []');
  if (!isMixed || chance.is(0.7)) {
    lines.push('[tool.poetry.dependencies]');
    if (chance.is(0.7)) lines.push(`${chance.pick(['python', 'Python', 'python'])} = ${quoted(chance.pick(PYTHONS))}`);
    lines.push(...poetryDependencies(chance, 4, true));
    if (chance.is(0.5)) {
      lines.push('[tool.poetry.extras]');
      for (const extra of chance.some(EXTRAS)) lines.push(`${quoted(extra)} = ${JSON.stringify(chance.some(NAMES, 0.4))}`);
    }
  }
  if (chance.is(0.2)) lines.push('[tool.poetry.dev-dependencies]', ...poetryDependencies(chance, 2, false));
  const groups = chance.some(GROUPS, 0.35);
  for (const [index, group] of groups.entries()) {
    lines.push(`[tool.poetry.group.${quoted(group)}]`);
    if (chance.is(0.3)) lines.push('optional = true');
    const before = groups.slice(0, index);
    if (before.length > 0 && chance.is(0.3)) lines.push(`include-groups = ${JSON.stringify(chance.some(before, 0.6))}`);
    lines.push(`[tool.poetry.group.${quoted(group)}.dependencies]`, ...poetryDependencies(chance, 3, false));
  }
  if (chance.is(0.2)) lines.push(dependencyGroups(chance, false));
  if (chance.is(0.2)) lines.push('[tool.poetry.requires-plugins]', 'poetry-plugin-export = ">=1.8"');
  return { 'pyproject.toml': `${lines.join('\n')}\n` };
}

function pdmProject(chance: Chance): Invented['files'] {
  const lines = [project(chance, 'own')];
  if (chance.is(0.6)) lines.push(dependencyGroups(chance, false));
  if (chance.is(0.6)) {
    lines.push('[tool.pdm.dev-dependencies]');
    for (const group of chance.some(GROUPS)) {
      const items = chance.list(3, () =>
        chance.is(0.2)
          ? chance.pick([
              '-e file:///${PROJECT_ROOT}/libs/one#egg=one',
              '-e git+https://git.example.org/team/two.git@v2#egg=two',
              '-e git+https://git.example.org/team/three.git#egg=three[fast]&subdirectory=py',
            ])
          : requirement(chance),
      );
      lines.push(`${quoted(group)} = [${items.map((one) => quoted(one)).join(', ')}]`);
    }
  }
  return { 'pyproject.toml': `${lines.join('\n')}\n` };
}

function hatchProject(chance: Chance): Invented['files'] {
  const isOpen = chance.is(0.5);
  const lines = [project(chance, 'own', [], isOpen, 'hatch')];
  if (isOpen) lines.push('[tool.hatch.metadata]', 'allow-direct-references = true');
  const names = chance.some(['default', 'test', 'docs', 'prod'], 0.5);
  for (const [index, name] of names.entries()) {
    lines.push(`[tool.hatch.envs.${name}]`);
    if (index > 0 && chance.is(0.2)) lines.push(`template = ${quoted(chance.pick([name, ...names.slice(0, index)]))}`);
    if (chance.is(0.1)) lines.push('detached = true');
    if (chance.is(0.7)) lines.push(`dependencies = ${requirements(chance, 3)}`);
    if (chance.is(0.4)) lines.push(`extra-dependencies = ${requirements(chance, 2)}`);
  }
  return { 'pyproject.toml': `${lines.join('\n')}\n` };
}

function requirementsText(chance: Chance): string {
  const lines = chance.list(4, () => {
    const form = chance.below(12);
    if (form === 0) return `# ${requirement(chance)}`;
    if (form === 1) return '';
    if (form === 2) return `${requirement(chance, false)}  # why`;
    if (form === 3) return `  ${requirement(chance)}`;
    return requirement(chance);
  });
  return `${lines.join('\n')}\n`;
}

function setuptoolsProject(chance: Chance): Invented['files'] {
  return chance.pick([setupPy, setupPy, setupCfg, dynamicPyproject])(chance);
}

function dynamicPyproject(chance: Chance): Invented['files'] {
  const dynamic = chance.some(['dependencies', 'optional-dependencies'], 0.7);
  const files: Record<string, string> = {};
  const lines = [project(chance, 'own', dynamic), '[tool.setuptools]', 'py-modules = []'];
  if (dynamic.length > 0) lines.push('[tool.setuptools.dynamic]');
  if (dynamic.includes('dependencies')) {
    const names = chance.pick([['requirements.txt'], ['base.txt', 'more.txt'], ['requirements/base.in']]);
    for (const name of names)
      files[name] = chance.is(0.1) ? `-r other.txt\n${requirementsText(chance)}` : requirementsText(chance);
    lines.push(
      `dependencies = { file = ${names.length === 1 ? chance.pick([quoted(names[0]), JSON.stringify(names)]) : JSON.stringify(names)} }`,
    );
  }
  if (dynamic.includes('optional-dependencies')) {
    for (const extra of chance.some(EXTRAS)) {
      const name = `extra-${extra}.txt`;
      files[name] = requirementsText(chance);
      lines.push(`optional-dependencies.${quoted(extra)} = { file = ${JSON.stringify([name])} }`);
    }
  }
  files['pyproject.toml'] =
    `${lines.join('\n')}\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n`;
  return files;
}

function setupCfg(chance: Chance): Invented['files'] {
  const list = (most: number, indent: string): string => {
    const items = chance.list(most, () => (chance.is(0.1) ? `# ${requirement(chance)}` : requirement(chance)));
    return items.length === 0 ? '' : `\n${items.map((one) => `${indent}${one}`).join('\n')}`;
  };
  const lines = ['[metadata]', 'name = own', 'version = 1.0', '', '[options]', 'py_modules ='];
  if (chance.is(0.5)) lines.push(`python_requires = ${chance.pick(['>=3.8', '>=3.9, <4'])}`);
  const files: Record<string, string> = {};
  if (chance.is(0.15)) {
    files['needs.txt'] = requirementsText(chance);
    lines.push('install_requires = file: needs.txt');
  } else if (chance.is(0.2))
    lines.push(`install_requires = ${chance.list(3, () => requirement(chance, false).replace(/;.*/, '')).join('; ')}`);
  else lines.push(`${chance.pick(['install_requires', 'install-requires', 'install_requires'])} =${list(4, '    ')}`);
  if (chance.is(0.6)) {
    lines.push('', '[options.extras_require]');
    const named = chance.some([...EXTRAS, 'all', 'win:sys_platform == "win32"'], 0.5);
    for (const extra of named) {
      const shared = extra === 'all' && named.includes('fast') ? '\n  %(fast)s' : '';
      lines.push(`${extra} =${list(3, '  ')}${shared}`);
    }
  }
  return {
    ...files,
    'setup.cfg': `${lines.join('\n')}\n`,
    ...(chance.is(0.3)
      ? { 'setup.py': 'from setuptools import setup\n\nsetup()\n' }
      : { 'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n' }),
  };
}

/** Forms of setup.py that people write. */
function setupPy(chance: Chance): Invented['files'] {
  const text = (): string => {
    const one = requirement(chance);
    const form = chance.below(8);
    if (form === 0) return `'${one.replaceAll("'", '"')}'`;
    if (form === 1) return `"${one.slice(0, 3).replaceAll('"', "'")}" "${one.slice(3).replaceAll('"', "'")}"`;
    if (form === 2) return `'''${one}'''`;
    if (form === 3) return `r"${one.replaceAll('"', "'")}"`;
    return JSON.stringify(one);
  };
  const list = (most: number): string => {
    const items = chance.list(most, text);
    const form = chance.below(6);
    if (form === 0)
      return `[\n    ${items.map((one) => `${one},  # ${chance.pick(['why', 'see [1]', "don't"])}`).join('\n    ')}\n]`;
    if (form === 1 && items.length > 1) return `(${items.join(', ')})`;
    if (form === 2) return `list((${items.map((one) => `${one}, `).join('')}))`;
    return `[${items.join(', ')}]`;
  };
  const lines = [
    chance.pick(['from setuptools import setup', 'import setuptools', 'from setuptools import find_packages, setup']),
  ];
  const call = lines[0] === 'import setuptools' ? 'setuptools.setup' : 'setup';
  const given: string[] = ["name='own'", "version='1.0'", 'py_modules=[]'];
  const main = chance.below(14);
  if (main === 0) {
    lines.push(`REQUIRES = ${list(3)}`, `MORE = ${list(2)}`);
    given.push('install_requires=REQUIRES + MORE');
  } else if (main === 1) {
    lines.push(`requires = ${list(3)}`, `requires += ${list(2)}`);
    given.push('install_requires=requires');
  } else if (main === 2) {
    lines.push(`requires = ${list(3)}`, `requires.append(${text()})`);
    given.push('install_requires=requires');
  } else if (main === 3) {
    lines.push(`requires = ${list(3)}`, 'import sys', 'if sys.version_info >= (3, 9):', `    requires.append(${text()})`);
    given.push('install_requires=requires');
  } else if (main === 4) given.push(`install_requires="""\n${chance.list(3, () => requirement(chance)).join('\n')}\n"""`);
  else if (main === 5) {
    lines.push(
      'import os',
      'here = os.path.dirname(os.path.abspath(__file__))',
      "with open(os.path.join(here, 'requirements.txt')) as f:",
      '    requires = f.read().splitlines()',
    );
    given.push('install_requires=requires');
  } else if (main === 6) {
    lines.push(`DEPS = {'a': ${text()}, 'b': ${text()}}`);
    given.push('install_requires=list(DEPS.values())');
  } else if (main === 7) {
    lines.push('def deps():', `    return ${list(3)}`);
    given.push('install_requires=deps()');
  } else if (main === 8) {
    lines.push('args = dict(', `    install_requires=${list(3)},`, ')');
    given.push('**args');
  } else if (main === 9) {
    lines.push('args = {', `    'install_requires': ${list(3)},`, '}');
    given.push('**args');
  } else if (main === 10) {
    lines.push(`BASE = ${list(2)}`);
    given.push(`install_requires=[*BASE, ${text()}]`);
  } else if (main === 11) {
    lines.push(`VERSION_BOUND = '>=1.2'`);
    given.push(
      "install_requires=['alpha' + VERSION_BOUND, 'eps%s' % VERSION_BOUND, f'theta{VERSION_BOUND}', 'zeta{}'.format(VERSION_BOUND)]",
    );
  } else given.push(`install_requires=${list(4)}`);
  const optional = chance.below(6);
  const fast = list(2);
  if (optional === 0) {
    lines.push(`EXTRAS = {'fast': ${fast}, 'io.s3': ${list(2)}}`, "EXTRAS['all'] = EXTRAS['fast'] + EXTRAS['io.s3']");
    given.push('extras_require=EXTRAS');
  } else if (optional === 1) {
    lines.push(`FAST = ${fast}`, `S3 = ${list(2)}`);
    given.push("extras_require={'fast': FAST, 'io.s3': S3, 'all': FAST + S3}");
  } else if (optional === 2)
    given.push(
      `extras_require={'fast': ${fast}, ':python_version < "3.10"': ${list(2)}, 'Cool_Stuff:sys_platform == "win32"': ${list(2)}}`,
    );
  else if (optional === 3) given.push(`extras_require=dict(fast=${fast}, more=${text()})`);
  if (chance.is(0.3)) given.push("python_requires='>=3.8'");
  const style = chance.below(4);
  const body = style === 0 ? `${call}(${given.join(', ')})` : `${call}(\n    ${given.join(',\n    ')},\n)`;
  if (style === 1) lines.push('', 'if __name__ == "__main__":', ...body.split('\n').map((line) => `    ${line}`));
  else lines.push('', body);
  return { 'setup.py': `${lines.join('\n')}\n`, ...(main === 5 ? { 'requirements.txt': requirementsText(chance) } : {}) };
}

function flitProject(chance: Chance): Invented['files'] {
  return {
    'own.py': '"""one"""\n__version__ = "1.0"\n',
    'pyproject.toml': `${project(chance, 'own')}\n[build-system]\nrequires = ["flit_core >=3.2,<5"]\nbuild-backend = "flit_core.buildapi"\n`,
  };
}

function pipfile(chance: Chance): Invented['files'] {
  const lines = ['[[source]]', 'url = "https://pypi.org/simple"', 'verify_ssl = true', 'name = "pypi"'];
  const entry = (): string => {
    const form = chance.below(8);
    if (form < 4)
      return quoted(chance.pick(['*', '==1.2.3', '>=1.0,<2.0', '~=1.4', '1.2', '>1.0', '!=1.3', '==1.2.*', '<2,>=1']));
    if (form === 4)
      return chance.pick([
        '{ git = "https://git.example.org/team/lib.git", ref = "v1" }',
        '{ git = "https://git.example.org/team/lib.git", ref = "main", subdirectory = "py", extras = ["fast"] }',
        '{ file = "https://files.example.org/lib-1.0.tar.gz" }',
        '{ path = "./libs/one", editable = true }',
      ]);
    return table([
      chance.is(0.9) ? `version = ${quoted(chance.pick(['*', '==1.2.3', '>=1.0,<2.0', '~=1.4', '1.2']))}` : undefined,
      chance.is(0.3) ? 'extras = ["fast"]' : undefined,
      chance.is(0.2) ? 'index = "pypi"' : undefined,
      chance.is(0.35)
        ? `markers = ${quoted(chance.is(0.6) ? chance.pick(ATOMS) : `${chance.pick(ATOMS)} and ${chance.pick(ATOMS)}`)}`
        : undefined,
      chance.is(0.3) ? `sys_platform = ${quoted(chance.pick(["== 'win32'", "=='linux'", "!= 'darwin'"]))}` : undefined,
      chance.is(0.15) ? `python_version = ${quoted(chance.pick([">= '3.9'", "< '3.10'"]))}` : undefined,
      chance.is(0.1) ? `platform_machine = "== 'x86_64'"` : undefined,
    ]);
  };
  for (const section of ['packages', ...chance.some(['dev-packages', 'docs', 'Worker_Pool'], 0.5)]) {
    lines.push(`[${section}]`);
    for (const name of chance.some(NAMES, 0.4)) lines.push(`${quoted(name)} = ${entry()}`);
  }
  if (chance.is(0.5)) lines.push('[requires]', 'python_version = "3.11"');
  return { Pipfile: `${lines.join('\n')}\n` };
}

const MAKERS: Readonly<Record<ToolName, (chance: Chance) => Invented['files']>> = {
  poetry: poetryProject,
  pdm: pdmProject,
  hatch: hatchProject,
  setuptools: setuptoolsProject,
  flit: flitProject,
  pipenv: pipfile,
  groups: (chance) => ({ 'pyproject.toml': `[project]\nname = "own"\nversion = "1.0"\n${dependencyGroups(chance, true)}\n` }),
};
