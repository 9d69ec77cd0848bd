import { Choices } from '../../random.ts';
import type { Project } from './projects.ts';
import type { ToolName } from './tools.ts';

/** Invented projects over small packages that exist: groups, extras, markers, forks and workspaces at random. */

const PACKAGES = [
  ...['requests[socks]<2.33', 'requests<2.33', 'urllib3<3', 'idna<4', 'click<8.2', 'flask<3.2', 'flask[async]<3.2', 'jinja2<4'],
  ...['markupsafe<4', 'httpx[http2]<0.29', 'httpx<0.29', 'anyio<5', 'h11<1', 'redis<6', 'rich<14', 'typing-extensions<5'],
  ...['attrs<26', 'importlib-metadata<9', 'zipp<4', 'tomli<3', 'colorama<1', 'sniffio<2', 'werkzeug<4', 'packaging<26'],
  ...['Ruamel.YAML<0.19', 'starlette<0.48', 'tqdm<5', 'exceptiongroup<2', 'certifi<2026', 'pluggy<2', 'uvicorn<0.35'],
  ...['uvicorn[standard]<0.35', 'python-dateutil<3', 'six<2', 'coverage[toml]<7.7', 'itsdangerous<3'],
] as const;

const MARKERS = [
  "python_version < '3.11'",
  "python_version >= '3.12'",
  "sys_platform == 'win32'",
  "sys_platform != 'win32'",
  "sys_platform == 'darwin' and platform_machine == 'arm64'",
  "python_version < '3.13' and sys_platform == 'linux'",
  "python_full_version >= '3.11' or sys_platform == 'darwin'",
  "platform_system == 'Linux' or platform_system == 'Darwin'",
  "implementation_name == 'cpython' and os_name == 'posix'",
] as const;

/** What parts a package in two, by the side that takes the older one. */
const FORKS = [
  ['markupsafe==2.1.5', 'markupsafe==3.0.2'],
  ['werkzeug<3', 'werkzeug>=3.1,<3.2'],
  ['urllib3<2', 'urllib3>=2.2,<2.5'],
  ['anyio<4', 'anyio>=4.4,<5'],
  ['click<8.1', 'click>=8.1.7,<8.2'],
] as const;
const SIDES = [
  ["python_version < '3.12'", "python_version >= '3.12'"],
  ["sys_platform == 'win32'", "sys_platform != 'win32'"],
  ["sys_platform == 'linux' and python_version < '3.11'", "sys_platform != 'linux' or python_version >= '3.11'"],
] as const;

const quoted = JSON.stringify;

function requirement(choices: Choices): string {
  const plain = choices.one(PACKAGES);
  return choices.chance(0.3) ? `${plain} ; ${choices.one(MARKERS)}` : plain;
}

function requirements(choices: Choices, least: number, most: number): readonly string[] {
  return choices.several(least, most, () => requirement(choices));
}

function list(lines: readonly string[]): string {
  return `[${lines.map((line) => (line.startsWith('{') ? line : quoted(line))).join(', ')}]`;
}

/** A package that is taken twice, once for each side of a condition. */
function forked(choices: Choices): readonly string[] {
  const versions = choices.one(FORKS);
  const sides = choices.one(SIDES);
  return versions.map((version, index) => `${version} ; ${sides[index] ?? ''}`);
}

const HEAD = 'version = "0.1.0"\nrequires-python = ">=3.10,<3.14"\n';

/** For uv and PDM, and for Poetry where nothing in it is refused there. */
function standard(seed: number, choices: Choices): Project {
  const hasFork = choices.chance(0.4);
  const extras = choices.chance(0.6) ? ['fast', 'db', 'all'].slice(0, choices.below(3) + 1) : [];
  const groups = choices.chance(0.7) ? ['dev', 'worker', 'docs'].slice(0, choices.below(3) + 1) : [];
  const optional = extras.map((extra, index) => {
    const before = extras[index - 1];
    const condition = choices.chance(0.5) ? ` ; ${choices.one(MARKERS)}` : '';
    const own = before !== undefined && choices.chance(0.5) ? [`app[${before}]${condition}`] : [];
    return { extra, lines: [...own, ...requirements(choices, 0, 2)] };
  });
  const grouped = groups.map((group, index) => {
    const before = groups[index - 1];
    const include = before !== undefined && choices.chance(0.4) ? [`{include-group = ${quoted(before)}}`] : [];
    const own = extras.length > 0 && choices.chance(0.15) ? [`app[${choices.one(extras)}]`] : [];
    return `${group} = ${list([...include, ...own, ...requirements(choices, 0, 3)])}`;
  });
  const refersToItself = [...optional.flatMap(({ lines }) => lines), ...grouped].some((line) => line.includes('app['));
  const tools: readonly ToolName[] = ['uv', 'uv-pylock', ...(refersToItself ? [] : (['poetry'] as const))];
  return {
    name: `invented ${seed}`,
    tools: hasFork ? tools : [...tools, 'pdm', 'pdm-pylock'],
    files: {
      'pyproject.toml': [
        `[project]\nname = "app"\n${HEAD}dependencies = ${list([...requirements(choices, 0, 4), ...(hasFork ? forked(choices) : [])])}`,
        ...(optional.length === 0 ? [] : ['[project.optional-dependencies]']),
        ...optional.map(({ extra, lines }) => `${extra} = ${list(lines)}`),
        ...(grouped.length === 0 ? [] : ['[dependency-groups]', ...grouped]),
        '',
      ].join('\n'),
    },
    groups,
    extras,
  };
}

/** Extras, groups or both that exclude each other, as uv lets them be declared. */
function conflicting(seed: number, choices: Choices): Project {
  const [old, recent] = choices.one(FORKS);
  const kinds = choices.one([
    ['extra', 'extra'],
    ['group', 'group'],
    ['extra', 'group'],
  ] as const);
  const sides = [old, recent].map((version, index) => ({
    kind: kinds[index] ?? 'extra',
    name: index === 0 ? 'old' : 'recent',
    lines: [version, ...requirements(choices, 0, 2)],
  }));
  const table = (kind: string) => sides.filter((side) => side.kind === kind).map(({ name, lines }) => `${name} = ${list(lines)}`);
  const named = (kind: string) => sides.filter((side) => side.kind === kind).map(({ name }) => name);
  return {
    name: `invented ${seed}`,
    tools: ['uv'],
    files: {
      'pyproject.toml': [
        `[project]\nname = "app"\n${HEAD}dependencies = ${list(requirements(choices, 0, 3))}`,
        ...['[project.optional-dependencies]', ...table('extra')],
        ...['[dependency-groups]', ...table('group')],
        `[tool.uv]\ndefault-groups = []\nconflicts = [[${sides.map(({ kind, name }) => `{ ${kind} = ${quoted(name)} }`).join(', ')}]]`,
        '',
      ].join('\n'),
    },
    groups: named('group'),
    extras: named('extra'),
    isForked: true,
  };
}

/** A root and members that ask for each other, with extras, conditions and groups. */
function workspace(seed: number, choices: Choices): Project {
  const member = (name: string, others: readonly string[]): string => {
    const condition = choices.chance(0.4) ? ` ; ${choices.one(MARKERS)}` : '';
    const asked = others.map((other) => `${other}${choices.chance(0.5) ? '[more]' : ''}${condition}`);
    const optional = name === 'app' ? '' : `optional-dependencies = { more = ${list(requirements(choices, 0, 2))} }\n`;
    const dev = choices.chance(0.5) ? `[dependency-groups]\ndev = ${list(requirements(choices, 1, 2))}\n` : '';
    return `[project]\nname = "${name}"\n${HEAD}dependencies = ${list([...asked, ...requirements(choices, 0, 3)])}\n${optional}${dev}`;
  };
  const sources = '[tool.uv.sources]\napi = { workspace = true }\ncore = { workspace = true }\n';
  return {
    name: `invented ${seed}`,
    tools: ['uv'],
    files: {
      'pyproject.toml': `${member('app', choices.chance(0.6) ? ['api'] : ['api', 'core'])}[tool.uv.workspace]\nmembers = ["packages/*"]\n${sources}`,
      'packages/api/pyproject.toml': member('api', ['core']),
      'packages/core/pyproject.toml': member('core', []),
    },
    members: { '.': 'app', 'packages/api': 'api', 'packages/core': 'core' },
  };
}

/** Pipfile with categories. */
function pipfile(seed: number, choices: Choices): Project {
  const entries = (most: number): readonly string[] => {
    const lines = new Map<string, string>();
    for (const text of choices.several(1, most, () => choices.one(PACKAGES))) {
      const [, name = '', extra, version = ''] = /^([\w.-]+)(?:\[(\w+)\])?(.*)$/.exec(text) ?? [];
      const parts = [`version = ${quoted(version)}`];
      if (extra !== undefined) parts.push(`extras = [${quoted(extra)}]`);
      if (choices.chance(0.3)) parts.push(`markers = ${quoted(choices.one(MARKERS))}`);
      lines.set(name.toLowerCase(), `"${name}" = { ${parts.join(', ')} }`);
    }
    return [...lines.values()];
  };
  return {
    name: `invented ${seed}`,
    tools: ['pipenv'],
    files: {
      Pipfile: ['[packages]', ...entries(4), '[dev-packages]', ...entries(2), '[docs]', ...entries(2), ''].join('\n'),
    },
    groups: ['dev', 'docs'],
  };
}

export function madeUpProject(seed: number): Project {
  const choices = new Choices(seed);
  return choices.one([standard, standard, standard, conflicting, conflicting, workspace, workspace, pipfile])(seed, choices);
}
