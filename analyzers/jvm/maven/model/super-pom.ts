/**
 * The repository that Maven itself asks when nobody configured any: named by the super POM inside the installed Maven,
 * so that this program names no host of its own.
 */
import { zipEntry } from '../../../../src/formats/archives/zip.ts';
import type { ResolveEnvironment } from '../../../../src/registry/client.ts';
import { parsePomText } from './pom.ts';

const ENTRY = 'org/apache/maven/model/pom-4.0.0.xml';
const MAX_SUPER_POM = 1 << 20;

export interface Installation {
  readonly home: string;
  readonly version: string;
}

/** Where the `mvn` on PATH lives; undefined when there is none. */
export async function installation(environment: ResolveEnvironment): Promise<Installation | undefined> {
  const said = await environment.ask?.('mvn', ['--version']);
  const home = said === undefined ? undefined : /^Maven home: (.+?)\s*$/m.exec(said)?.[1];
  const version = said === undefined ? undefined : /Apache Maven (\d[\w.-]*)/.exec(said)?.[1];
  return home === undefined || version === undefined ? undefined : { home, version };
}

/** URL of the `central` repository as the installed Maven has it built in. */
export function builtInCentral(environment: ResolveEnvironment, { home, version }: Installation): string | undefined {
  for (const suffix of [version, '3.x']) {
    const jar = environment.readUserBytes?.(`${home}/lib/maven-model-builder-${suffix}.jar`);
    const entry = jar === undefined ? undefined : zipEntry(jar, ENTRY, MAX_SUPER_POM);
    const model = entry === undefined ? undefined : parsePomText(entry.toString('utf8'), ENTRY).model;
    const url = model?.repositories.find(({ id }) => id === 'central')?.url;
    if (url !== undefined) return url;
  }
  return undefined;
}
