import { Choices } from '../../random.ts';

/** Invented indexes and services over them, with what PEP 440 and PEP 508 allow and people seldom write. */

export interface MadeUp {
  /** As `fakeIndex` takes it. */
  readonly index: string;
  readonly services: readonly MadeUpService[];
}

export interface MadeUpService {
  readonly name: string;
  /** Its manifests, by path below its directory. */
  readonly files: Readonly<Record<string, string>>;
  /** The same as a requirements file and its constraints, for whoever reads nothing else. */
  readonly requirements: readonly string[];
  readonly constraints: readonly string[];
}

const PACKAGES = ['alpha', 'beta-lib', 'gamma', 'delta', 'epsilon', 'zeta'];

const VERSIONS = [
  ...['0.9', '1.0a1', '1.0b2.dev3', '1.0rc1', '1.0', '1.0.post1', '1.0.1', '1.1.dev2', '1.1', '1.1+cpu', '1.2.3'],
  ...['2.0a2', '2.0', '2.0+cu11', '2.0.0.1', '2.1rc1', '2.1', '3.0.dev1', '1!0.5', '1!1.0a1'],
];

/** Of which nothing final is there. */
const EARLY = ['0.1a1', '0.1a2', '0.2.dev1'];

/** One constraint in PEP 440's words, and in Poetry's where they differ. */
interface Spelled {
  readonly specifier: string;
  readonly poetry?: string;
}

/** A version of the package, its public part, and whatever else there is to choose. */
type Kind = (version: string, release: string, choices: Choices) => Spelled;

const POETRY: readonly Spelled[] = [
  { poetry: '^1.0', specifier: '>=1.0,<2.0' },
  { poetry: '^0.9', specifier: '>=0.9,<0.10' },
  { poetry: '~1.0', specifier: '>=1.0,<1.1' },
  { poetry: '~2', specifier: '>=2,<3' },
  { poetry: '1.*', specifier: '==1.*' },
  { poetry: '^1.1', specifier: '>=1.1,<2.0' },
  { poetry: '^2.0.0', specifier: '>=2.0.0,<3.0.0' },
];

const ANY: Kind = () => ({ specifier: '', poetry: '*' });
const AT_LEAST: Kind = (_, release) => ({ specifier: `>=${release}` });

const KINDS: readonly Kind[] = [
  ...[ANY, ANY, ANY, AT_LEAST, AT_LEAST, AT_LEAST],
  (_, release) => ({ specifier: `<${release}` }),
  (_, release) => ({ specifier: `<=${release}` }),
  (_, release) => ({ specifier: `>${release}` }),
  (version) => ({ specifier: `==${version}` }),
  (version) => ({ specifier: `===${version}` }),
  (_v, _r, choices) => ({ specifier: `==${choices.one(['0', '1', '1.0', '1.1', '2', '2.0', '1!0', '1!1'])}.*` }),
  (version, _, choices) => ({ specifier: `!=${choices.one([version, '1.*', '1.1.*', '2.0.*'])}` }),
  (_v, _r, choices) => ({
    specifier: `~=${choices.one(['1.0', '1.0.0', '1.1', '0.9', '1.0a1', '2.0.0', '1.0.post1', '1!0.5'])}`,
  }),
  (_, release, choices) => ({ specifier: `>=${release},<${choices.one(['2', '2.0', '2.1', '3', '1!0', '2.0a1'])}` }),
  (_, release, choices) => ({ specifier: `>=${release},!=${choices.one(['1.0', '1.1', '2.0.*', '2.1'])}` }),
  (_v, _r, choices) => choices.one(POETRY),
  (_, release) => ({ specifier: `<${release},>=0.5` }),
];

function specifierOf(choices: Choices, known: readonly string[]): Spelled {
  const version = choices.one(choices.chance(0.85) && known.length > 0 ? known : VERSIONS);
  return choices.one(KINDS)(version, version.replace(/\+.*$/, ''), choices);
}

const MARKERS = [
  'python_version < "3.11"',
  'python_version >= "3.11"',
  'python_full_version < "3.11.5"',
  'sys_platform == "win32"',
  'sys_platform != "win32"',
  'platform_machine == "x86_64" and implementation_name == "cpython"',
  'python_version in "3.10 3.11"',
  'python_version not in "3.8, 3.9"',
  '"linux" in sys_platform or os_name == "nt"',
  'python_version ~= "3.9"',
  'python_version != "3.11.*"',
];

const EXTRAS = ['fast', 'Db-Tools'];

interface Need extends Spelled {
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker?: string;
}

type Released = ReadonlyMap<string, readonly string[]>;

function needOf(choices: Choices, names: readonly string[], released: Released, extra = 0.2): Need {
  const name = choices.one(names);
  const extras = choices.chance(extra) ? [choices.one(EXTRAS)] : [];
  const marker = choices.chance(0.25) ? choices.one(MARKERS) : undefined;
  return { name, extras, ...specifierOf(choices, released.get(name) ?? []), ...(marker === undefined ? {} : { marker }) };
}

function writtenName(choices: Choices, name: string): string {
  if (choices.chance(0.7)) return name;
  return choices.one([name.toUpperCase(), name.replaceAll('-', '_'), name.replaceAll('-', '.')]);
}

function lineOf({ name, extras, specifier, marker }: Need): string {
  return `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${specifier}${marker === undefined ? '' : ` ; ${marker}`}`;
}

function releasesOf(choices: Choices): Released {
  return new Map(
    PACKAGES.map((name) => {
      const pool = name === 'zeta' && choices.chance(0.5) ? EARLY : VERSIONS;
      const versions = pool.filter(() => choices.chance(0.5));
      return [name, versions.length === 0 ? ['1.0'] : versions];
    }),
  );
}

function indexOf(choices: Choices, released: Released): string {
  return [...released]
    .flatMap(([name, versions], at) =>
      versions.map((version) => `${release(choices, name, version)}: ${needsOf(choices, at, released)}`.trim()),
    )
    .join('\n');
}

function release(choices: Choices, name: string, version: string): string {
  const flags = [
    ...(choices.chance(0.08) ? ['yanked'] : []),
    ...(choices.chance(0.12) ? [`py${choices.one(['>=3.12', '>=3.8', '>3.11', '>=3.11.8'])}`] : []),
  ];
  return [name, version, ...flags].join(' ');
}

function needsOf(choices: Choices, at: number, released: Released): string {
  const later = PACKAGES.slice(at + 1);
  if (later.length === 0) return '';
  const needs = choices.several(0, 2, () => {
    const need = needOf(choices, later, released);
    const inside = choices.chance(0.3) ? `extra == "${choices.one(EXTRAS)}"` : undefined;
    const markers = [need.marker, inside].filter((one) => one !== undefined).map((one) => `(${one})`);
    return lineOf({ ...need, ...(markers.length === 0 ? {} : { marker: markers.join(' and ') }) });
  });
  return needs.join(' & ');
}

type Form = (choices: Choices, needs: readonly Need[], constraints: readonly string[]) => Readonly<Record<string, string>>;

const quoted = (text: string): string => JSON.stringify(text);
const list = (texts: readonly string[]): string => `[${texts.map(quoted).join(', ')}]`;

const pip: Form = (choices, needs, constraints) => {
  const lines = needs.map((need) => lineOf({ ...need, name: writtenName(choices, need.name) }));
  const at = choices.below(lines.length + 1);
  const split = choices.chance(0.5);
  const include = choices.one(['-r deps/base.in', '--requirement=deps/base.in', '-r ./deps/../deps/base.in', '-rdeps/base.in']);
  return {
    'requirements.txt': [
      '# made up',
      ...(constraints.length === 0 ? [] : [choices.one(['-c deps/held.txt', '--constraint deps/held.txt', '-cdeps/held.txt'])]),
      ...(split ? [include] : lines.slice(0, at)),
      ...lines.slice(at).map((line) => (choices.chance(0.3) ? line.replace(' ;', ' \\\n  ;') : `${line}  # as it is`)),
      '',
    ].join('\n'),
    ...(split ? { 'deps/base.in': `${lines.slice(0, at).join('\n')}\n` } : {}),
    ...(constraints.length === 0 ? {} : { 'deps/held.txt': `${constraints.join('\n')}\n` }),
  };
};

const project: Form = (choices, needs): Readonly<Record<string, string>> => {
  const lines = needs.map(lineOf);
  const at = choices.below(lines.length + 1);
  // an extra that holds all, and that the project asks of itself
  if (choices.chance(0.3))
    return {
      'requirements.txt': '-e .[all]\n',
      'pyproject.toml': `[project]\nname = "own"\nversion = "1"\ndependencies = ${list(lines.slice(0, at))}\n[project.optional-dependencies]\nall = ["own[Part_One]"]\npart-one = ${list(lines.slice(at))}\nunused = ["alpha==99"]\n`,
    };
  return {
    'pyproject.toml': `[project]\nname = "own"\nversion = "1"\ndependencies = ${list(lines)}\n[project.optional-dependencies]\nunused = ["alpha==99"]\n[dependency-groups]\ndev = [{ include-group = "lint" }, "beta-lib==99"]\nlint = ["gamma==99"]\n`,
  };
};

const grouped: Form = (choices, needs) => {
  const lines = needs.map(lineOf);
  const at = choices.below(lines.length + 1);
  return {
    'pyproject.toml': `[project]\nname = "own"\nversion = "1"\ndependencies = ${list(lines.slice(0, at))}\n[tool.uv]\ndefault-groups = ["serve"]\n[dependency-groups]\nserve = [{ include-group = "Base_Set" }]\nbase-set = ${list(lines.slice(at))}\ndev = ["alpha==99"]\n`,
  };
};

const poetry: Form = (_, needs) => {
  const entries = needs.map(({ name, specifier, poetry: own, extras, marker }) => {
    const rest = [
      ...(extras.length === 0 ? [] : [`extras = ${list(extras)}`]),
      ...(marker === undefined ? [] : [`markers = ${quoted(marker.replaceAll('"', "'"))}`]),
    ];
    return `${name} = { ${[`version = ${quoted(own ?? specifier)}`, ...rest].join(', ')} }`;
  });
  return {
    'pyproject.toml': `[tool.poetry]\nname = "own"\nversion = "1"\n[tool.poetry.dependencies]\npython = "^3.8"\n${entries.join('\n')}\n[tool.poetry.group.dev.dependencies]\nalpha = "99"\n`,
  };
};

const setupCfg: Form = (_, needs) => ({
  'setup.cfg': `[metadata]\nname = own\nversion = 1\n[options]\ninstall_requires =\n${needs.map((need) => `    ${lineOf(need)}`).join('\n')}\n[options.extras_require]\ndev =\n    alpha==99\n`,
});

const setupPy: Form = (_, needs) => ({
  'setup.py': `from setuptools import setup\n\nREQUIRES = [\n${needs.map((need) => `    '${lineOf(need)}',`).join('\n')}\n]\nsetup(name='own', version='1', install_requires=REQUIRES, extras_require={'dev': ['alpha==99']})\n`,
});

const pipfile: Form = (_, needs) => ({
  Pipfile: `[[source]]\nname = "pypi"\nurl = "https://registry.example/simple"\nverify_ssl = true\n[packages]\n${[
    ...new Map(needs.map((need) => [need.name, need])).values(),
  ]
    .map(({ name, specifier, extras, marker }) => {
      const rest = [
        ...(extras.length === 0 ? [] : [`extras = ${list(extras)}`]),
        ...(marker === undefined ? [] : [`markers = ${quoted(marker.replaceAll('"', "'"))}`]),
      ];
      return `${name} = { version = ${quoted(specifier === '' ? '*' : specifier)}${rest.map((one) => `, ${one}`).join('')} }`;
    })
    .join('\n')}\n[dev-packages]\nalpha = "==99"\n`,
});

const FORMS: readonly Form[] = [pip, pip, project, grouped, poetry, setupCfg, setupPy, pipfile];

function serviceOf(choices: Choices, at: number, released: Released): MadeUpService {
  const form = choices.one(FORMS);
  const drawn = choices.several(1, 4, () => needOf(choices, PACKAGES, released));
  const isLimited = form === poetry || form === pipfile;
  // What Poetry and Pipenv cannot write, and what a package table can hold once alone.
  const needs = isLimited
    ? [...new Map(drawn.filter(({ specifier }) => !/===|!=.*\*/.test(specifier)).map((need) => [need.name, need])).values()]
    : drawn;
  const held = form === pip && choices.chance(0.4) ? choices.several(1, 2, () => needOf(choices, PACKAGES, released, 0)) : [];
  const constraints = held.filter(({ specifier }) => specifier !== '').map(lineOf);
  const usable = needs.length === 0 ? [{ name: 'alpha', extras: [], specifier: '' }] : needs;
  return {
    name: `s${at}`,
    files: form(choices, usable, constraints),
    requirements: usable.map(lineOf),
    constraints,
  };
}

export function madeUp(seed: number): MadeUp {
  const choices = new Choices(seed);
  const released = releasesOf(choices);
  return { index: indexOf(choices, released), services: choices.several(2, 3, (at) => serviceOf(choices, at, released)) };
}
