import type { Dependency } from '../../src/model/index.ts';
import type { NativeContext, NativeQuestion, NativeService, NativeTool } from '../analyzer.ts';

/** `uv pip compile`, or pip's dry run, over the requirements of all services: wheels' metadata only, nothing is built. */
export const pythonInstallers: NativeTool = {
  programs: [
    { command: 'uv', version: ['--version'] },
    { command: 'pip', version: ['--version'] },
  ],
  settings: {},
  question,
};

function question(services: readonly NativeService[], context: NativeContext): NativeQuestion | { readonly unasked: string } {
  if (context.command === 'pip' && (context.offline || context.before !== undefined)) {
    return { unasked: 'pip has no way to answer from its cache alone, or as of a date; uv has' };
  }
  const lines = new Set<string>();
  for (const dependency of services.flatMap(({ units }) => units.flatMap((unit) => unit.dependencies))) {
    if (!dependency.direct || dependency.scope !== 'runtime') continue;
    if (dependency.kind !== 'range' && dependency.kind !== 'exact') {
      return { unasked: `${dependency.name} is no index version (${dependency.kind})` };
    }
    lines.add(requirementLine(dependency));
  }
  return {
    files: [{ path: 'requirements.txt', text: `${[...lines].join('\n')}\n` }],
    args: context.command === 'uv' ? uvWords(context) : pipWords(context),
    env: {},
    refusal: /No solution found|ResolutionImpossible|No matching distribution/,
  };
}

function requirementLine({ name, extras = [], constraint, marker }: Dependency): string {
  const extra = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  return `${name}${extra}${constraint}${marker === undefined ? '' : ` ; ${marker}`}`;
}

function uvWords({ target, offline, before }: NativeContext): readonly string[] {
  return [
    ...['pip', 'compile', '--quiet', '--no-build', '--no-header', '--python-version', target.python],
    ...(offline ? ['--offline'] : []),
    ...(before === undefined ? [] : ['--exclude-newer', before]),
    'requirements.txt',
  ];
}

function pipWords({ target }: NativeContext): readonly string[] {
  return [
    ...['install', '--dry-run', '--ignore-installed', '--no-input', '--disable-pip-version-check', '--quiet'],
    ...['--only-binary', ':all:', '--python-version', target.python],
    ...['-r', 'requirements.txt'],
  ];
}
