/** The classes that a jar holds and the Java that they are for: a few small range requests instead of a download. */
import {
  ZIP_TAIL,
  type ZipEntry,
  zipDirectory,
  zipEntries,
  zipEntryHead,
  zipHeadRange,
} from '../../../src/formats/archives/zip.ts';
import type { PomRepository } from '../maven/model/pom.ts';
import type { MavenRepositories, ReadPart } from '../maven/resolve/repository.ts';

export interface Jar {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  /** Empty: the main jar. */
  readonly classifier: string;
}

const DESCRIBES = /(?:^|\/)(?:module|package)-info\.class$/;

function isOwnClass(name: string): boolean {
  return name.endsWith('.class') && !name.startsWith('META-INF/') && !DESCRIBES.test(name);
}

/** Binary names of classes. What holds for newer releases only and what describes a package or module is no class of its own. */
export function classNames(entries: readonly { readonly name: string }[]): readonly string[] {
  return entries
    .map(({ name }) => name)
    .filter(isOwnClass)
    .sort()
    .map((name) => name.slice(0, -'.class'.length).replaceAll('/', '.'));
}

interface Listing {
  readonly entries: readonly ZipEntry[];
  /** The last bytes of the archive, and where they begin in it. */
  readonly tail: Uint8Array;
  readonly tailStart: number;
}

async function listing(read: ReadPart): Promise<Listing | undefined> {
  const tail = await read({ start: -ZIP_TAIL });
  const found = tail === undefined ? undefined : zipDirectory(tail);
  if (tail === undefined || found === undefined) return undefined;
  const { offset, size, end } = found;
  const start = end - size;
  const isHere = start >= 0 && (size === 0 || isHeader(tail, start));
  const directory = isHere ? tail.subarray(start, end) : await read({ start: offset, end: offset + size - 1 });
  const entries = directory === undefined ? undefined : zipEntries(directory);
  return entries === undefined ? undefined : { entries, tail, tailStart: offset - start };
}

function isHeader(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1 && bytes[at + 3] === 2;
}

const MAGIC = 0xcafebabe;
/** Class files of Java n have the major version n + 44. Reference: JVM Specification, table 4.1-A. */
const BEFORE_JAVA_1 = 44;

/** The release of Java that a class file is for. */
async function releaseOf(entry: ZipEntry, { tail, tailStart }: Listing, read: ReadPart): Promise<number | undefined> {
  const at = entry.offset - tailStart;
  const bytes = at >= 0 ? tail.subarray(at) : await read(zipHeadRange(entry));
  const head = bytes === undefined ? undefined : zipEntryHead(entry, bytes, 8);
  return head?.readUInt32BE(0) === MAGIC ? head.readUInt16BE(6) - BEFORE_JAVA_1 : undefined;
}

/** The older of the first and the last class: single classes for newer releases are no reason to refuse the rest. */
async function oldestRelease(found: Listing, read: ReadPart): Promise<number | undefined> {
  const classes = found.entries.filter(({ name }) => isOwnClass(name));
  const [first, last] = [classes[0], classes.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [a, b] = await Promise.all([releaseOf(first, found, read), releaseOf(last, found, read)]);
  return a === undefined || b === undefined ? undefined : Math.min(a, b);
}

export interface JarClasses {
  readonly classes: readonly string[];
  /** The release of Java that its classes are for, as far as it could be read. */
  readonly release?: number;
}

/** Undefined when no repository has the jar or it is no archive. */
export async function classesOf(
  jar: Jar,
  repositories: MavenRepositories,
  asked: readonly PomRepository[],
): Promise<JarClasses | undefined> {
  const ending = `${jar.classifier === '' ? '' : `-${jar.classifier}`}.jar`;
  for (const read of repositories.parts(jar, ending, asked)) {
    const found = await listing(read);
    if (found === undefined) continue;
    const release = await oldestRelease(found, read);
    return { classes: classNames(found.entries), ...(release === undefined ? {} : { release }) };
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
