/** The classes that a jar holds, from its central directory alone: two small range requests instead of a download. */
import { ZIP_TAIL, zipDirectory, zipEntries } from '../../../src/formats/zip.ts';
import type { PomRepository } from '../maven/pom.ts';
import type { MavenRepositories, ReadPart } from '../maven/repository.ts';

export interface Jar {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  /** Empty: the main jar. */
  readonly classifier: string;
}

const DESCRIBES = /(?:^|\/)(?:module|package)-info\.class$/;

/** Binary names of classes. What holds for newer releases only and what describes a package or module is no class of its own. */
export function classNames(entries: readonly { readonly name: string }[]): readonly string[] {
  return entries
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.class') && !name.startsWith('META-INF/') && !DESCRIBES.test(name))
    .sort()
    .map((name) => name.slice(0, -'.class'.length).replaceAll('/', '.'));
}

async function directoryBytes(read: ReadPart): Promise<Uint8Array | undefined> {
  const tail = await read({ start: -ZIP_TAIL });
  const found = tail === undefined ? undefined : zipDirectory(tail);
  if (tail === undefined || found === undefined) return undefined;
  const { offset, size, end } = found;
  const start = end - size;
  if (start >= 0 && (size === 0 || isHeader(tail, start))) return tail.subarray(start, end);
  return read({ start: offset, end: offset + size - 1 });
}

function isHeader(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1 && bytes[at + 3] === 2;
}

/** Undefined when no repository has the jar or it is no archive. */
export async function classesOf(
  jar: Jar,
  repositories: MavenRepositories,
  asked: readonly PomRepository[],
): Promise<readonly string[] | undefined> {
  const ending = `${jar.classifier === '' ? '' : `-${jar.classifier}`}.jar`;
  for (const read of repositories.parts(jar, ending, asked)) {
    const directory = await directoryBytes(read);
    const entries = directory === undefined ? undefined : zipEntries(directory);
    if (entries !== undefined) return classNames(entries);
  }
  return undefined;
}

export interface SharedClasses {
  readonly classes: readonly string[];
  readonly packages: readonly string[];
}

/** What two sorted lists of classes have in common. */
export function sharedClasses(a: readonly string[], b: readonly string[]): SharedClasses {
  const own = new Set(a);
  const classes = b.filter((name) => own.has(name));
  const packages = [...new Set(classes.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('.')))))].sort();
  return { classes, packages };
}
