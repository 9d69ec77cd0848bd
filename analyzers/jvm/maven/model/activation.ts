/** The machine and command line that profiles and properties are judged by, from the fleet's target. */
import { append, type Target } from '../../../../src/model/index.ts';
import type { ActivationContext } from './profiles.ts';

const ARCH: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'aarch64', arm64: 'aarch64' };

/** A full `java.version` for a bare release: prefix and range activators compare with one. */
function javaVersionOf(jdk: string): string {
  if (jdk === '8' || jdk === '1.8') return '1.8.0_402';
  return /^\d+$/.test(jdk) ? `${jdk}.0.15` : jdk;
}

function osOf(platform: string): ActivationContext['os'] {
  const [system = 'linux', machine = 'x86_64'] = platform.split('-');
  const arch = ARCH[machine] ?? machine;
  if (system === 'darwin') return { name: 'mac os x', family: 'mac', arch };
  if (system === 'windows') return { name: 'windows 10', family: 'windows', arch };
  return { name: 'linux', family: 'unix', arch };
}

export interface CommandLine {
  readonly user: ReadonlyMap<string, string>;
  readonly named: readonly string[];
}

/** A word that begins with a quotation mark goes on to the next one. */
function wordsOf(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return (lines.join(' ').match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll(/^"|"$/g, ''));
}

/** `-Dname=value` of `.mvn/jvm.config`: properties of the machine's own, which those of a POM come before. */
export function parseJvmConfig(text: string): ReadonlyMap<string, string> {
  return new Map(
    wordsOf(text).flatMap((word) => {
      const [, name, value = ''] = /^-D([^=]+)(?:="?(.*))?$/s.exec(word) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** `-Dname=value` and `-Pid,id` of `.mvn/maven.config`: one option per line or several, as Maven 3 splits them. */
export function parseMavenConfig(text: string): CommandLine {
  const user = new Map<string, string>();
  const named: string[] = [];
  const words = wordsOf(text);
  for (const [index, word] of words.entries()) {
    const option = /^(?:-D|--define=?)(.*)$/s.exec(word)?.[1];
    const define = option === '' ? words[index + 1] : option;
    if (define !== undefined) {
      const equals = define.indexOf('=');
      user.set(equals < 0 ? define : define.slice(0, equals), equals < 0 ? 'true' : define.slice(equals + 1));
    }
    const ids = /^(?:-P=?|--activate-profiles=?)(.*)$/s.exec(word)?.[1];
    const list = ids === '' ? words[index + 1] : ids;
    if (list !== undefined)
      append(
        named,
        list.split(',').filter((id) => id !== ''),
      );
  }
  return { user, named };
}

/** What profiles may ask of the machine and the command line, for a target (POM reference, "Activation"). */
export function activationFor(
  target: Pick<Target, 'jdk' | 'platform'>,
  options: CommandLine = parseMavenConfig(''),
  jvm: ReadonlyMap<string, string> = new Map(),
): ActivationContext {
  const java = (): string => javaVersionOf(target.jdk);
  const os = (): ActivationContext['os'] => osOf(target.platform);
  // Each is asked of the target when a POM asks for it: whatever asks for none holds for other targets, too.
  const machine: Readonly<Record<string, () => string>> = {
    'java.version': java,
    'java.specification.version': () => specificationOf(java()),
    'os.name': () => (os().name === 'linux' ? 'Linux' : os().name),
    'os.arch': () => os().arch,
    'file.separator': () => '/',
  };
  return {
    get javaVersion() {
      return java();
    },
    get os() {
      return os();
    },
    ...options,
    system: (name) => jvm.get(name) ?? (Object.hasOwn(machine, name) ? machine[name]?.() : undefined),
  };
}

function specificationOf(javaVersion: string): string {
  return javaVersion.startsWith('1.') ? javaVersion.slice(0, 3) : (/^\d+/.exec(javaVersion)?.[0] ?? javaVersion);
}
