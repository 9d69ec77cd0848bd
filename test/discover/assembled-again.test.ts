import { describe, expect, it } from 'vitest';
import type { Assembled } from '../../src/gather.ts';
import { readTree } from '../../src/gather.ts';
import { memoryTree } from '../../src/index.ts';
import type { TargetVersions } from '../../src/model/index.ts';

const FIRST: TargetVersions = { python: '3.13', node: '24.21.0', jdk: '25', go: '1.27', platform: 'linux-x86_64' };
const SECOND: TargetVersions = { ...FIRST, python: '3.9', jdk: '17' };

const pom = (profile: string, version = '1'): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
<dependencies><dependency><groupId>x</groupId><artifactId>one</artifactId><version>${version}</version></dependency></dependencies>${profile}</project>`;
const ON_17 =
  '<profiles><profile><id>p</id><activation><jdk>17</jdk></activation><dependencies><dependency><groupId>x</groupId><artifactId>two</artifactId><version>2</version></dependency></dependencies></profile></profiles>';

/** What a tree of one file gives for the first target, and what for the second one after it. */
function assembledTwice(files: Readonly<Record<string, string>>, id: Assembled['id']): readonly [unknown, unknown] {
  const reading = readTree({ tree: memoryTree(files), starts: ['.'] }, []);
  const of = (target: TargetVersions): unknown => reading.assemble(target).find((one) => one.id === id)?.assembly;
  return [of(FIRST), of(SECOND)];
}

function assembledAlone(files: Readonly<Record<string, string>>, id: Assembled['id']): unknown {
  const reading = readTree({ tree: memoryTree(files), starts: ['.'] }, []);
  return reading.assemble(SECOND).find((one) => one.id === id)?.assembly;
}

describe('what was assembled for another target', () => {
  it.each([
    ['a list without markers', 'python', { 'svc/requirements.txt': 'flask==3.0.0\n' }],
    ['a POM without profiles', 'jvm', { 'svc/pom.xml': pom('') }],
  ] as const)('holds for %s', (_, id, files) => {
    const [first, second] = assembledTwice(files, id);
    expect(second).toBe(first);
  });

  it.each([
    ['a marker of the version', 'python', { 'svc/requirements.txt': 'flask==3.0.0; python_version < "3.10"\n' }],
    ['a marker of the full version', 'python', { 'svc/requirements.txt': 'flask==3.0.0; python_full_version >= "3.10.0"\n' }],
    ['a profile of one JDK', 'jvm', { 'svc/pom.xml': pom(ON_17) }],
    ['a property of the JVM', 'jvm', { 'svc/pom.xml': pom('', '${java.specification.version}') }],
  ] as const)('is assembled anew for %s', (_, id, files) => {
    const [first, second] = assembledTwice(files, id);
    expect(second).not.toBe(first);
    expect(JSON.stringify(second)).toBe(JSON.stringify(assembledAlone(files, id)));
    expect(JSON.stringify(second)).not.toBe(JSON.stringify(first));
  });
});
