import type { NativeContext, NativeQuestion, NativeTool, Unasked } from '../analyzer.ts';
import { specifierText } from './declared.ts';
import type { ReleasePolicy } from './indexes/release-policy.ts';
import { parseConstraint } from './notation/constraint.ts';
import type { PythonLine, PythonService } from './resolve/lines.ts';

/** `uv pip compile`, or pip's dry run, over the requirements of all services: wheels' metadata only, nothing is built. */
export const pythonInstallers: NativeTool = {
  programs: [
    { command: 'uv', version: ['--version'] },
    { command: 'pip', version: ['--version'] },
  ],
  // The tools are told to build nothing: versions without a wheel do not exist for them.
  settings: { sources: 'never' },
  atOnce: 3,
};

const REFUSAL = /No solution found|ResolutionImpossible|No matching distribution|Could not find a version/;

/** The lines of the services' own files as a requirements file, with constraints and overrides beside it. */
export function pythonQuestion(services: readonly PythonService[], context: NativeContext): NativeQuestion | Unasked {
  const unasked = reasonNotToAsk(services, context);
  if (unasked !== undefined) return { unasked };
  const all = services.flatMap((service) => service.lines);
  const lines = all.filter(isAsked);
  const left = all.find((line) => !isAsked(line));
  const texts = {
    'requirements.txt': [...indexLines(services), ...requirementLines(lines.filter(({ constraint }) => !constraint))],
    'constraints.txt': requirementLines(lines.filter(({ constraint }) => constraint)),
    'overrides.txt': requirementLines(services.flatMap(({ overrides }) => overrides)),
  };
  const files = Object.entries(texts).filter(([path, of]) => path === 'requirements.txt' || of.length > 0);
  const has = (path: string): boolean => files.some(([one]) => one === path);
  const unreadable = services.find((service) => service.unreadable !== undefined)?.unreadable;
  const without = left === undefined ? unreadable : reasonToLeaveOut(left);
  return {
    files: files.map(([path, of]) => ({ path, text: `${of.join('\n')}\n` })),
    args: [
      ...(context.command === 'uv' ? [...uvWords(context), ...strategyWords(services)] : pipWords(context)),
      ...(has('constraints.txt') ? ['--constraint', 'constraints.txt'] : []),
      ...(has('overrides.txt') ? ['--override', 'overrides.txt'] : []),
    ],
    env: {},
    refusal: REFUSAL,
    ...(without === undefined ? {} : { without }),
  };
}

/** `pip 26.0 from … (python 3.11)` */
const PIP_PYTHON = /\(python (\d+\.\d+)/;

function reasonNotToAsk(
  services: readonly PythonService[],
  { command, version, target, offline, before }: NativeContext,
): string | undefined {
  if (command === 'pip' && (offline || before !== undefined)) {
    return 'pip has no way to answer from its cache alone, or as of a date; uv has';
  }
  // pip evaluates markers for the Python that runs it, whatever --python-version says.
  const own = command === 'pip' ? PIP_PYTHON.exec(version)?.[1] : undefined;
  if (own !== undefined && own !== minorOf(target.python)) {
    return `pip here belongs to Python ${own} and can only speak of that; --target python=${own} asks for it, or install uv`;
  }
  for (const { service, overrides, indexes, policy, prereleases = [], apart } of services) {
    if (apart !== undefined) return `${service} keeps environments apart, and one question is about one environment`;
    if (command === 'pip' && overrides.length > 0) return `${service} overrides requirements, which pip cannot; uv can`;
    if (indexes?.indexes !== undefined || indexes?.assigned !== undefined) {
      return `${service} names indexes in a way of its own package manager's`;
    }
    if (choosesReleases(policy) || prereleases.length > 0)
      return `${service} has settings of its own for which releases are taken`;
    if (indexes?.noIndex === true || indexes?.findLinks !== undefined) return `${service} takes packages from --find-links`;
    const override = overrides.find((line) => !isAsked(line));
    if (override !== undefined) return reasonToLeaveOut(override);
  }
  return undefined;
}

/** How uv reads what packages say of Python it knows by itself. */
function choosesReleases({ oldestPythonOnly: _, ...stated }: ReleasePolicy = {}): boolean {
  return Object.keys(stated).length > 0;
}

function isAsked(line: PythonLine): boolean {
  return line.url === undefined && pep440(line.specifier) !== undefined && !/[\r\n]/.test(requirementLine(line));
}

function reasonToLeaveOut({ name, url, specifier }: PythonLine): string {
  return url === undefined
    ? `no requirement says what ${name} ${specifier} does, so it was left out`
    : `${name} comes from ${url} and would have to be built, so it was left out`;
}

/** A specifier in the words of PEP 440, Poetry's notation translated; undefined for alternatives, which it does not have. */
function pep440(specifier: string): string | undefined {
  const answer = parseConstraint(specifier);
  const [only, ...others] = answer.ok ? answer.constraint.alternatives : [];
  return only === undefined || others.length > 0 ? undefined : specifierText(only);
}

function requirementLines(lines: readonly PythonLine[]): readonly string[] {
  return [...new Set(lines.map(requirementLine))];
}

function requirementLine({ name, extras, specifier, marker }: PythonLine): string {
  const extra = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  return `${name}${extra}${pep440(specifier) ?? ''}${marker === undefined ? '' : ` ; ${marker}`}`;
}

function indexLines(services: readonly PythonService[]): readonly string[] {
  const lines = services.flatMap(({ indexes }) => [
    ...(indexes?.indexUrl === undefined ? [] : [`--index-url ${oneWord(indexes.indexUrl)}`]),
    ...(indexes?.extraIndexUrls ?? []).map((url) => `--extra-index-url ${oneWord(url)}`),
  ]);
  return [...new Set(lines)];
}

/** uv takes the best release of all indexes, as pip does, where it is told to. */
function strategyWords(services: readonly PythonService[]): readonly string[] {
  const isUnion = services.some(({ indexes }) => indexes?.strategy === 'union' || indexes?.isPips === true);
  return isUnion ? ['--index-strategy', 'unsafe-best-match'] : [];
}

/** A URL from TOML may hold a line end, behind which pip would read an option of its own. */
function oneWord(url: string): string {
  return url.replaceAll(/\s/g, encodeURIComponent);
}

/** Targets as uv names them; Linux with the C library that wheels are judged by here. */
const UV_PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x86_64': 'x86_64-manylinux_2_28',
  'linux-aarch64': 'aarch64-manylinux_2_28',
  'musllinux-x86_64': 'x86_64-unknown-linux-musl',
  'musllinux-aarch64': 'aarch64-unknown-linux-musl',
  'darwin-x86_64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
  'windows-x86_64': 'x86_64-pc-windows-msvc',
};

function uvWords({ target, offline, before }: NativeContext): readonly string[] {
  const platform = UV_PLATFORMS[target.platform];
  return [
    ...['pip', 'compile', '--quiet', '--no-build', '--no-header', '--no-python-downloads', '--python-version', target.python],
    ...(platform === undefined ? [] : ['--python-platform', platform]),
    ...(offline ? ['--offline'] : []),
    ...(before === undefined ? [] : ['--exclude-newer', before]),
    'requirements.txt',
  ];
}

/** pip admits the tags that it is told and none below them, but for `manylinux2014` and the macOS ones. */
function manylinux(machine: string): readonly string[] {
  const newest = Array.from({ length: 12 }, (_, index) => `manylinux_2_${28 - index}_${machine}`);
  return [...newest, `manylinux2014_${machine}`, `linux_${machine}`];
}

function musllinux(machine: string): readonly string[] {
  return [`musllinux_1_2_${machine}`, `musllinux_1_1_${machine}`, `linux_${machine}`];
}

const PIP_PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  'linux-x86_64': manylinux('x86_64'),
  'linux-aarch64': manylinux('aarch64'),
  'musllinux-x86_64': musllinux('x86_64'),
  'musllinux-aarch64': musllinux('aarch64'),
  'darwin-x86_64': ['macosx_14_0_x86_64'],
  'darwin-arm64': ['macosx_14_0_arm64'],
  'windows-x86_64': ['win_amd64'],
};

/** pip takes a platform only where it would install to a directory of its own, though a dry run installs nothing. */
function pipWords({ target }: NativeContext): readonly string[] {
  return [
    ...['install', '--dry-run', '--ignore-installed', '--no-input', '--disable-pip-version-check', '--quiet'],
    ...['--target', 'nothing', '--only-binary', ':all:', '--python-version', minorOf(target.python)],
    ...(PIP_PLATFORMS[target.platform] ?? []).flatMap((tag) => ['--platform', tag]),
    ...['--requirement', 'requirements.txt'],
  ];
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
