/** Archives that lie in the project and that its packages depend on: `file:./vendor/x-1.0.0.tgz`. */
import { readTarSync } from '../../../src/formats/archives/tar.ts';
import {
  type Diagnostic,
  isReadFailure,
  type Origin,
  type Project,
  type ReadFailure,
  type SourceFile,
} from '../../../src/model/index.ts';
import { BUNDLED, MANIFEST, SHRINKWRAP } from './archive-files.ts';
import { type PackageJson, readPackageJson } from './manifest.ts';

export interface ProjectArchive {
  /** From the project's root. */
  readonly path: string;
  readonly manifest: PackageJson;
  readonly text: string;
  /** Texts of bundled package.json files and of a lock, by their paths in the archive. */
  readonly files: ReadonlyMap<string, string>;
}

const LIMITS = { maxBytes: 64 * 1024 * 1024, maxFileBytes: 4 * 1024 * 1024, maxKeptBytes: 16 * 1024 * 1024 };
/** Bytes of archives that are opened in one run, as they lie on the disk: unpacking is what costs time. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Opened in memory, each once; what is wrong with one is said once, where it is first asked for. */
export class ProjectArchives {
  readonly diagnostics: Diagnostic[] = [];
  readonly #project: Pick<Project, 'bytes'>;
  readonly #known = new Map<string, ProjectArchive | undefined>();
  #left = MAX_BYTES;

  constructor(project: Pick<Project, 'bytes'>) {
    this.#project = project;
  }

  /** Undefined where there is none: whoever builds it may do so later; and where it could not be read, which is said. */
  at(path: string, asking: Origin): ProjectArchive | undefined {
    if (!this.#known.has(path)) this.#known.set(path, this.#open(path, asking));
    return this.#known.get(path);
  }

  #open(path: string, asking: Origin): ProjectArchive | undefined {
    const bytes = this.#project.bytes(path);
    if (isReadFailure(bytes)) return bytes.reason === 'missing' ? undefined : this.#outside(bytes, asking);
    this.#left -= bytes.length;
    if (this.#left < 0) return this.#refuse(path, 'the archives before it were too large together to open more', asking);
    const read = readTarSync(bytes, (file) => MANIFEST.test(file) || BUNDLED.test(file) || SHRINKWRAP.test(file), LIMITS);
    if (!read.ok) return this.#refuse(path, isPointer(bytes) ? POINTER : read.reason, asking);
    // Of several directories at the top the last one's file is what unpacking leaves.
    const [inside, text] = [...read.files].findLast(([file]) => MANIFEST.test(file)) ?? [];
    if (inside === undefined || text === undefined) return this.#refuse(path, 'there is no package.json in it', asking);
    const file: SourceFile = { path: `${path}/${inside}`, text, bytes: Buffer.from(text) };
    const manifest = readPackageJson(file);
    if (!manifest.readable) return this.#refuse(path, `its package.json cannot be read`, asking);
    return { path, manifest, text, files: read.files };
  }

  /** Whoever builds with it elsewhere may have it all the same. */
  #outside({ message }: ReadFailure, asking: Origin): undefined {
    this.diagnostics.push({ code: 'npm/archive-unreadable', severity: 'warning', message, incomplete: true, ...asking });
    return undefined;
  }

  #refuse(path: string, reason: string, asking: Origin): undefined {
    this.diagnostics.push({
      code: 'npm/archive-unreadable',
      severity: 'error',
      message: `what ${path} holds is not known (${reason}), so neither is what it needs; pack it anew with npm pack`,
      incomplete: true,
      ...asking,
    });
    return undefined;
  }
}

const POINTER = 'it is a pointer of Git LFS; fetch it with git lfs pull';

function isPointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').startsWith('version https://git-lfs');
}
