/**
 * The repository that Maven itself asks when nobody configured any: named by the super POM inside the installed Maven,
 * so that this program names no host of its own.
 */
import { inflateRawSync } from 'node:zlib';
import type { ResolveEnvironment } from '../../../src/registry/client.ts';
import { parsePomText } from './pom.ts';

const ENTRY = 'org/apache/maven/model/pom-4.0.0.xml';
const MAX_SUPER_POM = 1 << 20;

/** One stored or deflated entry of a zip archive in memory (APPNOTE 4.3); undefined when it isn't there. */
export function zipEntry(zip: Uint8Array, name: string): Buffer | undefined {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > bytes.length) return undefined;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0 && at + 46 <= bytes.length; left--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = bytes.readUInt32LE(at + 42);
      if (local + 30 > bytes.length) return undefined;
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const data = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
      return bytes.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data, { maxOutputLength: MAX_SUPER_POM });
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return undefined;
}

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
    const entry = jar === undefined ? undefined : zipEntry(jar, ENTRY);
    const model = entry === undefined ? undefined : parsePomText(entry.toString('utf8'), ENTRY).model;
    const url = model?.repositories.find(({ id }) => id === 'central')?.url;
    if (url !== undefined) return url;
  }
  return undefined;
}
