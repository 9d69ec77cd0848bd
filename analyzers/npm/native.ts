import type { Dependency, Unit } from '../../src/model/index.ts';
import type { NativeContext, NativeQuestion, NativeTool, Unasked } from '../analyzer.ts';
import { joinRanges } from './notation/range.ts';

/** `npm install --package-lock-only` on one package.json that asks for all that the services ask for: metadata only. */
export const npmCommand: NativeTool = {
  programs: [{ command: 'npm', version: ['--version'] }],
  settings: { model: 'flat' },
  atOnce: 3,
};

/** Asks npm for a lock and for nothing else: no script runs, no package is unpacked. */
export const LOCK_ONLY: readonly string[] = [
  'install',
  '--package-lock-only',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
];

/** Sections of what is deployed; where services put one package into several, the first one counts. */
const SECTIONS = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
type Section = (typeof SECTIONS)[number];

function sectionOf({ scope, group }: Dependency): Section | undefined {
  if (scope === 'peer') return 'peerDependencies';
  if (scope !== 'runtime') return undefined;
  return group === 'optional' ? 'optionalDependencies' : 'dependencies';
}

/** One package.json that asks for everything that the units ask for where they are deployed. */
export function npmQuestion(all: readonly Unit[], context: NativeContext): NativeQuestion | Unasked {
  // A library of a workspace comes to others as their dependency: its own lines are asked about where it is alone.
  const units = all.length === 1 ? all : all.filter(({ role }) => role !== 'library');
  const ranges = new Map<string, string>();
  const sections = new Map<string, Section>();
  let left: string | undefined;
  for (const dependency of units.flatMap(({ dependencies }) => dependencies)) {
    const { name, constraint, kind, direct } = dependency;
    const section = sectionOf(dependency);
    if (!direct || section === undefined) continue;
    if (kind !== 'range' && kind !== 'exact') {
      left ??= `${name} is not a registry version (${kind}), so it was left out`;
      continue;
    }
    const known = ranges.get(name);
    const merged = known === undefined ? constraint : joinRanges(known, constraint);
    if (merged === undefined) return { unasked: `${name} is asked for as ${known} and as ${constraint}` };
    ranges.set(name, merged);
    sections.set(name, SECTIONS.find((one) => one === section || one === sections.get(name)) ?? section);
  }
  const entriesOf = (section: Section) => Object.fromEntries([...ranges].filter(([name]) => sections.get(name) === section));
  const optional = Object.keys(entriesOf('peerDependencies')).filter((name) => !isNeeded(name, units));
  const manifest = {
    name: 'cohost-verify',
    version: '0.0.0',
    private: true,
    ...Object.fromEntries(SECTIONS.map((section) => [section, entriesOf(section)])),
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
  return {
    files: [{ path: 'package.json', text: `${JSON.stringify(manifest, null, 2)}\n` }],
    args: [
      ...LOCK_ONLY,
      ...(context.offline ? ['--offline'] : []),
      ...(context.before === undefined ? [] : [`--before=${context.before}`]),
    ],
    env: {},
    refusal: /ERESOLVE|ETARGET|No matching version/,
    ...(left === undefined ? {} : { without: left }),
  };
}

/** Whether some unit's peer asks for the package by itself; an optional one only speaks once another brings it. */
function isNeeded(name: string, units: readonly Unit[]): boolean {
  return units.some(({ demands }) =>
    demands.some(({ realm, key, detail }) => realm === 'npm' && key === name && detail?.peer === 'required'),
  );
}
