/** A Maven repository in memory, asked through the product's own client interface. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { jvm } from '../../../analyzers/jvm/index.ts';
import { deployedByScope } from '../../../src/detect/deployed/groups.ts';
import { memoryTree } from '../../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../../src/discover/project.ts';
import { walk } from '../../../src/discover/walk.ts';
import type { Diagnostic, Resolver } from '../../../src/model/index.ts';
import type { FetchAnswer, FetchRequest, ResolveEnvironment } from '../../../src/registry/client.ts';
import { targetOf } from '../../target.ts';

export const TARGET = targetOf({ jdk: '17' });

const ROOT = 'https://repository.example/m2';
export const SETTINGS = `<settings><mirrors><mirror><id>own</id><mirrorOf>*</mirrorOf><url>${ROOT}</url></mirror></mirrors></settings>`;

export type Contents = Readonly<Record<string, string | Buffer>>;

/** Coordinates and what the POM's `<project>` holds besides them. */
export function pom(coordinates: string, body = ''): readonly [string, string] {
  const [group = '', artifact = '', version = ''] = coordinates.split(':');
  const path = `${group.replaceAll('.', '/')}/${artifact}/${version}/${artifact}-${version}.pom`;
  return [
    path,
    `<project><modelVersion>4.0.0</modelVersion><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${body}</project>`,
  ];
}

/** `<dependencies>` of `group:artifact:version[:scope]`. */
export function needs(...list: readonly string[]): string {
  const items = list.map((one) => {
    const [group, artifact, version, scope = 'compile'] = one.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version><scope>${scope}</scope></dependency>`;
  });
  return `<dependencies>${items.join('')}</dependencies>`;
}

/** `<dependencyManagement>` of `group:artifact:version`. */
export function manages(...list: readonly string[]): string {
  return `<dependencyManagement>${needs(...list)}</dependencyManagement>`;
}

export interface Asked {
  readonly resolver: Resolver;
  readonly urls: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

export interface RepositoryOptions {
  readonly settings?: string;
  readonly jars?: boolean;
  readonly before?: string;
  /** `Last-Modified` of a file, by its path. */
  readonly modified?: Readonly<Record<string, string>>;
  readonly userFiles?: Readonly<Record<string, string>>;
  /** In place of an answer from `contents`. */
  readonly answer?: (request: FetchRequest) => FetchAnswer | undefined;
}

/** What a run resolves with where these are the contents of every repository. */
export function resolveEnvironment(
  contents: Contents,
  options: RepositoryOptions = {},
): { readonly environment: ResolveEnvironment } & Omit<Asked, 'resolver'> {
  const urls: string[] = [];
  const warnings: Diagnostic[] = [];
  const bodyOf = (path: string): Buffer | undefined => {
    const summed = path.endsWith('.sha1') ? contents[path.slice(0, -5)] : undefined;
    const own = contents[path];
    if (own !== undefined) return Buffer.from(own);
    return summed === undefined ? undefined : Buffer.from(createHash('sha1').update(summed).digest('hex'));
  };
  const get = async (request: FetchRequest): Promise<FetchAnswer> => {
    urls.push(request.url);
    const special = options.answer?.(request);
    if (special !== undefined) return special;
    const body = request.url.startsWith(`${ROOT}/`) ? bodyOf(request.url.slice(ROOT.length + 1)) : undefined;
    if (body === undefined)
      return { ok: false, failure: { kind: 'not-found', status: 404, url: request.url, message: 'the server answered 404' } };
    const { range } = request;
    const part =
      range === undefined
        ? body
        : range.start < 0
          ? body.subarray(range.start)
          : body.subarray(range.start, (range.end ?? Infinity) + 1);
    const date = options.modified?.[request.url.slice(ROOT.length + 1)];
    const headers: Record<string, string> = date === undefined ? {} : { 'last-modified': date };
    return { ok: true, status: range === undefined ? 200 : 206, url: request.url, headers, body: part, fromCache: false };
  };
  const environment: ResolveEnvironment = {
    client: { get, remember: (_key, _ttl, compute) => compute(), offline: false },
    target: TARGET,
    env: {},
    ...(options.before === undefined ? {} : { before: options.before }),
    home: '/home/user',
    readUserFile: (path) => ({ '/home/user/.m2/settings.xml': options.settings ?? SETTINGS, ...options.userFiles })[path],
    settings: options.jars === true ? { jvm: { jars: 'read' } } : {},
    progress: () => {},
    warn: (diagnostic) => warnings.push(diagnostic),
  };
  return { environment, urls, warnings };
}

/** The resolver for a tree whose artifacts lie in this repository. */
export async function resolverFor(
  files: Readonly<Record<string, string>>,
  contents: Contents,
  options: RepositoryOptions = {},
): Promise<Asked> {
  const tree = memoryTree(files);
  const assembly = jvm.read(projectFor(jvm.files, walk(tree, ['.']), new FileStore(tree)))(TARGET);
  const { environment, urls, warnings } = resolveEnvironment(contents, options);
  if (assembly.resolver === undefined) throw new Error('nothing to resolve');
  return { resolver: await assembly.resolver(environment, deployedByScope), urls, warnings };
}

/** A stored zip archive of empty files. */
export function jar(...names: readonly string[]): Buffer {
  return jarOf(names.map((name) => [name, Buffer.alloc(0)]));
}

/** The first bytes of a class file for a release of Java. */
export function classFor(release: number): Buffer {
  const bytes = Buffer.alloc(100);
  bytes.writeUInt32BE(0xcafebabe, 0);
  bytes.writeUInt16BE(44 + release, 6);
  return bytes;
}

/** A zip archive of these files, deflated or stored. */
export function jarOf(files: readonly (readonly [name: string, content: Buffer])[], deflated = false): Buffer {
  const locals: Buffer[] = [];
  const headers: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const data = deflated ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const header = Buffer.alloc(46 + name.length);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(deflated ? 8 : 0, 10);
    header.writeUInt32LE(data.length, 20);
    header.writeUInt32LE(content.length, 24);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt32LE(offset, 42);
    header.write(name, 46);
    locals.push(local, data);
    headers.push(header);
    offset += local.length + data.length;
  }
  const directory = Buffer.concat(headers);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
