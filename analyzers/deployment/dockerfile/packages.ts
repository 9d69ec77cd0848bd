/** Packages of the operating system that shell lines of a Dockerfile install and keep. */
import type { Demand, Origin } from '../../../src/model/index.ts';
import { type PackageManager, packageDemand } from '../demands.ts';
import { programWords, type ShellWord, shellCommands } from '../shell.ts';
import { shellTexts } from './commands.ts';
import type { Step } from './stages.ts';

interface Manager {
  readonly kind: PackageManager;
  readonly install: string;
  readonly remove: readonly string[];
  /** Options that take the next word as their value. */
  readonly valued: ReadonlySet<string>;
}

const RPM: Manager = {
  kind: 'rpm',
  install: 'install',
  remove: ['remove', 'erase'],
  valued: new Set(['-c', '--config', '--installroot', '--releasever']),
};
const DEB: Manager = {
  kind: 'deb',
  install: 'install',
  remove: ['remove', 'purge'],
  valued: new Set(['-t', '-o', '-c', '--target-release', '--option']),
};
const MANAGERS: ReadonlyMap<string, Manager> = new Map([
  ['apt-get', DEB],
  ['apt', DEB],
  ['aptitude', DEB],
  [
    'apk',
    { kind: 'apk', install: 'add', remove: ['del'], valued: new Set(['-t', '--virtual', '-X', '--repository', '-p', '--root']) },
  ],
  ['yum', RPM],
  ['dnf', RPM],
  ['microdnf', RPM],
  ['tdnf', RPM],
  ['zypper', RPM],
]);

interface Installed {
  readonly manager: PackageManager;
  readonly name: string;
  readonly constraint: string;
  /** The name under which `apk add --virtual` bundles packages, by which they are removed again. */
  readonly bundle?: string;
  readonly origin: Origin;
}

/** Packages that are there when the last step has run, in the order of their installation. */
export function installedPackages(steps: readonly Step[], file: string): readonly Demand[] {
  let installed: Installed[] = [];
  for (const step of steps) {
    if (step.instruction.name !== 'RUN') continue;
    for (const { text, lineAt } of shellTexts(step)) {
      for (const { words } of shellCommands(text)) {
        const [program, ...rest] = programWords(words);
        const manager = MANAGERS.get(program?.text.slice(program.text.lastIndexOf('/') + 1) ?? '');
        if (manager === undefined) continue;
        const verb = rest.find((word) => !word.text.startsWith('-'));
        if (verb?.text === manager.install)
          installed.push(...packagesOf(rest.slice(rest.indexOf(verb) + 1), manager, file, step.lookup, lineAt, rest));
        else if (verb !== undefined && manager.remove.includes(verb.text)) {
          const gone = new Set(rest.map((word) => word.text));
          installed = installed.filter((one) => !gone.has(one.name) && !(one.bundle !== undefined && gone.has(one.bundle)));
        }
      }
    }
  }
  return installed.map(({ manager, name, constraint, origin }) => packageDemand(manager, name, constraint, origin));
}

function packagesOf(
  words: readonly ShellWord[],
  manager: Manager,
  file: string,
  lookup: Step['lookup'],
  lineAt: (offset: number) => number,
  all: readonly ShellWord[],
): readonly Installed[] {
  const bundle = bundleOf(all);
  const found: Installed[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    if (word.text.startsWith('-')) {
      if (manager.valued.has(word.text)) index++;
      continue;
    }
    const text = word.text.replaceAll(/\$\{?([A-Za-z_]\w*)\}?/g, (whole: string, name: string) => lookup(name) ?? whole);
    const parts = packageParts(text, manager.kind);
    if (parts === undefined) continue;
    found.push({
      manager: manager.kind,
      ...parts,
      ...(bundle === undefined ? {} : { bundle }),
      origin: { file, line: lineAt(word.offset) },
    });
  }
  return found;
}

function bundleOf(words: readonly ShellWord[]): string | undefined {
  for (const [index, { text }] of words.entries()) {
    if (text === '-t' || text === '--virtual') return words[index + 1]?.text;
    if (text.startsWith('--virtual=')) return text.slice('--virtual='.length);
  }
  return undefined;
}

/** `libpq5=15.4-0+deb12u1`, `libpq~=15`, `postgresql-libs-13.7`: rpm's version is not told from its name and stays in it. */
function packageParts(text: string, manager: PackageManager): { readonly name: string; readonly constraint: string } | undefined {
  const match = /^([a-z0-9][a-z0-9+._-]*)(?::[a-z0-9]+)?(?:@[\w-]+)?((?:[<>=~]+)[\w.+:~^*-]+)?(?:\/[\w-]+)?$/i.exec(text);
  if (match === null) return undefined;
  const [, name = '', constraint = ''] = match;
  return { name, constraint: manager === 'rpm' ? '' : constraint };
}
