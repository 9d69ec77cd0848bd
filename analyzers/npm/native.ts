import semver from 'semver';
import type { Dependency } from '../../src/model/index.ts';
import type { NativeContext, NativeQuestion, NativeService, NativeTool } from '../analyzer.ts';

/** `npm install --package-lock-only` on one package.json that asks for all that the services ask for: metadata only. */
export const npmCommand: NativeTool = {
  programs: [{ command: 'npm', version: ['--version'] }],
  settings: { model: 'flat' },
  question,
};

const DEPLOYED: ReadonlySet<Dependency['scope']> = new Set<Dependency['scope']>(['runtime', 'optional', 'peer']);
/** Alternatives of a merged range beyond which npm would be asked something that nobody wrote. */
const MAX_ALTERNATIVES = 64;

function question(services: readonly NativeService[], context: NativeContext): NativeQuestion | { readonly unasked: string } {
  const sections = { dependencies: new Map<string, string>(), peerDependencies: new Map<string, string>() };
  for (const dependency of services.flatMap(({ units }) => units.flatMap((unit) => unit.dependencies))) {
    const { name, constraint, kind, scope, direct } = dependency;
    if (!direct || !DEPLOYED.has(scope)) continue;
    if (kind !== 'range' && kind !== 'exact') return { unasked: `${name} is no registry version (${kind})` };
    const section = scope === 'peer' ? sections.peerDependencies : sections.dependencies;
    const known = section.get(name);
    const merged = known === undefined ? constraint : bothRanges(known, constraint);
    if (merged === undefined) return { unasked: `${name} is asked for as ${known} and as ${constraint}` };
    section.set(name, merged);
  }
  const manifest = {
    name: 'cohost-verify',
    version: '0.0.0',
    private: true,
    dependencies: Object.fromEntries(sections.dependencies),
    peerDependencies: Object.fromEntries(sections.peerDependencies),
  };
  return {
    files: [{ path: 'package.json', text: `${JSON.stringify(manifest, null, 2)}\n` }],
    args: [
      'install',
      '--package-lock-only',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      '--loglevel=error',
      ...(context.offline ? ['--offline'] : []),
      ...(context.before === undefined ? [] : [`--before=${context.before}`]),
    ],
    env: {},
    refusal: /ERESOLVE|ETARGET|No matching version/,
  };
}

/** A range that holds exactly what both do; undefined where one is a tag or the two are too intricate. */
function bothRanges(a: string, b: string): string | undefined {
  if (a === b) return a;
  const [left, right] = [semver.validRange(a), semver.validRange(b)];
  if (left === null || right === null) return undefined;
  const alternatives = left.split('||').flatMap((one) => right.split('||').map((other) => `${one} ${other}`.trim()));
  return alternatives.length > MAX_ALTERNATIVES ? undefined : alternatives.join(' || ');
}
