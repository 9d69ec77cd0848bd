/** Packages of the operating system that shell lines of a Dockerfile install and keep. */

import type { Step } from '../../../src/formats/dockerfile/stages.ts';
import { programWords, type ShellWord, shellCommands, shellScript, splitWords } from '../../../src/formats/shell/shell.ts';
import { MAX_FILLED } from '../../../src/formats/variables.ts';
import { addTo, baseName, type Demand, type Origin } from '../../../src/model/index.ts';
import { type PackageManager, packageDemand } from '../demands.ts';
import { shellTexts } from './commands.ts';

interface Manager {
  readonly kind: PackageManager;
  readonly install: readonly string[];
  readonly remove: readonly string[];
  /** Options that take the next word as their value. */
  readonly valued: ReadonlySet<string>;
}

const RPM: Manager = {
  kind: 'rpm',
  install: ['install', 'in'],
  remove: ['remove', 'erase', 'rm'],
  valued: new Set(['-c', '--config', '--installroot', '--releasever']),
};
const DEB: Manager = {
  kind: 'deb',
  install: ['install'],
  remove: ['remove', 'purge'],
  valued: new Set(['-t', '-o', '-c', '--target-release', '--option']),
};
const MANAGERS: ReadonlyMap<string, Manager> = new Map([
  ['apt-get', DEB],
  ['apt', DEB],
  ['aptitude', DEB],
  [
    'apk',
    {
      kind: 'apk',
      install: ['add'],
      remove: ['del'],
      valued: new Set(['-t', '--virtual', '-X', '--repository', '-p', '--root']),
    },
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
  const installed = new InstalledPackages();
  for (const step of steps) {
    if (step.instruction.name !== 'RUN') continue;
    const shell = new Shell(step.file ?? file, step.lookup, installed);
    for (const { text, lineAt } of shellTexts(step)) shell.script(text, lineAt);
  }
  return installed.list().map(({ manager, name, constraint, origin }) => packageDemand(manager, name, constraint, origin));
}

/** By their names and bundles, as a removal finds them. */
class InstalledPackages {
  readonly #all = new Set<Installed>();
  readonly #byName = new Map<string, Installed[]>();

  add(one: Installed): void {
    this.#all.add(one);
    addTo(this.#byName, one.name, one);
    if (one.bundle !== undefined) addTo(this.#byName, one.bundle, one);
  }

  remove(name: string): void {
    for (const one of this.#byName.get(name) ?? []) this.#all.delete(one);
    this.#byName.delete(name);
  }

  list(): readonly Installed[] {
    return [...this.#all];
  }
}

/** Shells within shells that are followed. */
const MAX_SHELLS = 5;

type LineAt = (offset: number) => number;

/** One RUN: its commands in order, with the variables that they set on the way. */
class Shell {
  readonly #file: string;
  readonly #lookup: Step['lookup'];
  readonly #variables = new Map<string, string>();
  readonly #installed: InstalledPackages;

  constructor(file: string, lookup: Step['lookup'], installed: InstalledPackages) {
    this.#file = file;
    this.#lookup = lookup;
    this.#installed = installed;
  }

  script(text: string, lineAt: LineAt, depth = 0): void {
    for (const { words } of shellCommands(text)) this.command(words, lineAt, depth);
  }

  command(words: readonly ShellWord[], lineAt: LineAt, depth = 0): void {
    const [program, ...rest] = programWords(words);
    if (program === undefined) {
      for (const { text } of words) {
        const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
        if (name !== undefined) this.#variables.set(name, this.#filled(value));
      }
      return;
    }
    const script = shellScript([program, ...rest].map(({ text }) => text));
    // Within the quotes of one word the lines are no longer known.
    if (script !== undefined) {
      if (depth < MAX_SHELLS) this.script(script, () => lineAt(rest[1]?.offset ?? program.offset), depth + 1);
      return;
    }
    const manager = MANAGERS.get(baseName(program.text));
    if (manager !== undefined)
      this.#manage(
        manager,
        rest.flatMap((word) => this.#expanded(word)),
        lineAt,
      );
  }

  #manage(manager: Manager, all: readonly ShellWord[], lineAt: LineAt): void {
    const [verb, ...words] = operands(all, manager);
    if (verb === undefined) return;
    if (manager.kind === 'rpm' && verb.text === 'module') this.#module(words, lineAt);
    if (manager.install.includes(verb.text)) {
      const bundle = bundleOf(all);
      for (const one of words.flatMap((word) => this.#package(word, manager, bundle, lineAt))) this.#installed.add(one);
    } else if (manager.remove.includes(verb.text)) for (const { text } of words) this.#installed.remove(text);
  }

  /** `dnf module enable nodejs:18`, `dnf module install nodejs:18/common`; without a stream its default is installed. */
  #module([verb, ...modules]: readonly ShellWord[], lineAt: LineAt): void {
    for (const { text, offset } of modules) {
      const stream = streamOf(`@${text}`);
      const isInstalled = verb?.text === 'install';
      if (verb?.text === 'reset' || verb?.text === 'remove') this.#installed.remove(`@${text.replace(/[:/].*/, '')}`);
      else if (
        stream !== undefined &&
        (isInstalled || (stream.constraint !== '' && /^(?:enable|switch-to)$/.test(verb?.text ?? '')))
      )
        this.#installed.add({ manager: 'rpm', ...stream, origin: { file: this.#file, line: lineAt(offset) } });
    }
  }

  #package(word: ShellWord, { kind }: Manager, bundle: string | undefined, lineAt: LineAt): readonly Installed[] {
    const parts = packageParts(word.text, kind);
    if (parts === undefined) return [];
    const origin = { file: this.#file, line: lineAt(word.offset) };
    return [{ manager: kind, ...parts, ...(bundle === undefined ? {} : { bundle }), origin }];
  }

  /** A variable may hold several words. */
  #expanded(word: ShellWord): readonly ShellWord[] {
    if (!word.text.includes('$')) return [word];
    return splitWords(this.#filled(word.text)).map((text) => ({ text, offset: word.offset }));
  }

  #filled(text: string): string {
    let length = 0;
    return text.replaceAll(/\$\{?([A-Za-z_]\w*)\}?/g, (whole: string, name: string) => {
      const value = this.#variables.get(name) ?? this.#lookup(name) ?? whole;
      length += value.length;
      return length > MAX_FILLED ? whole : value;
    });
  }
}

/** Words that are neither options nor their values: the verb and what it is about. */
function operands(words: readonly ShellWord[], { valued }: Manager): readonly ShellWord[] {
  return words.filter(({ text }, index) => !text.startsWith('-') && !valued.has(words[index - 1]?.text ?? ''));
}

function bundleOf(words: readonly ShellWord[]): string | undefined {
  for (const [index, { text }] of words.entries()) {
    if (text === '-t' || text === '--virtual') return words[index + 1]?.text;
    if (text.startsWith('--virtual=')) return text.slice('--virtual='.length);
  }
  return undefined;
}

/** Name, version and release of an rpm, of which the last two begin with a digit: `openssl-libs-3.0.7-24.el9.x86_64`. */
const RPM_RELEASE = /^(.+)-(?:\d+:)?(\d[\w.+~^]*-\d[\w.+~^]*?)(?:\.(?:x86_64|aarch64|i686|noarch|ppc64le|s390x))?$/;

/** Fewer parts belong to a name as often: `postgresql-16`, `compat-lua-5.1`. */
const RPM_VERSION = /^([a-z][\w+.-]*?)-(?:\d+:)?(\d+\.\d+\.\d[\w.+~^]*?)(?:\.(?:x86_64|aarch64|i686|noarch|ppc64le|s390x))?$/i;
/** Packages whose names have a version, each beside the others. */
const SIDE_BY_SIDE = /^(?:dotnet|aspnetcore|netstandard)-/;

/** `@nodejs:18/minimal`, `@python39`: of a module one stream at a time is there (DNF Command Reference, "Module Command"). */
function streamOf(text: string): Pick<Installed, 'name' | 'constraint'> | undefined {
  const [, name, stream] = /^(@[\w.+-]+)(?::([\w.+-]+)(?::[\w.:+-]*)?)?(?:\/[\w-]+)?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name, constraint: stream === undefined ? '' : `=${stream}` };
}

/** `libpq5=15.4-0+deb12u1`, `libpq~=15`, `openssl-3.0.7-24.el9`; an rpm's version without a release is one where it has three parts. */
function packageParts(text: string, manager: PackageManager): { readonly name: string; readonly constraint: string } | undefined {
  const stream = manager === 'rpm' ? streamOf(text) : undefined;
  if (stream !== undefined) return stream;
  const match = /^([a-z0-9][a-z0-9+._-]*)(?::[a-z0-9]+)?(?:@[\w-]+)?([<>=~]+[\w.+:^*-][\w.+:~^*-]*)?(?:\/[\w-]+)?$/i.exec(text);
  const rpm = manager === 'rpm' ? RPM_RELEASE.exec(text) : null;
  if (rpm !== null) return { name: rpm[1] ?? '', constraint: `=${rpm[2] ?? ''}` };
  const [, name, version] = (manager === 'rpm' ? RPM_VERSION.exec(text) : null) ?? [];
  if (name !== undefined && !SIDE_BY_SIDE.test(name)) return { name, constraint: `=${version}-*` };
  return match === null ? undefined : { name: match[1] ?? '', constraint: match[2] ?? '' };
}
