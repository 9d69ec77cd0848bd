import { npm } from '../../analyzers/npm/index.ts';
import { deployedByScope } from '../../src/detect/deployed/groups.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import type { Diagnostic, Resolver } from '../../src/model/index.ts';
import type { FetchFailure } from '../../src/registry/client.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { TARGET } from './assemble.ts';
import { FAKE_ENVIRONMENT, fakeRegistry } from './fake-registry.ts';

export interface World {
  readonly resolver: Resolver;
  readonly asked: readonly string[];
  readonly warned: readonly Diagnostic[];
}

export interface WorldOptions {
  readonly platform?: string;
  readonly before?: string;
  readonly model?: 'flat' | 'hoisted';
  readonly broken?: Readonly<Record<string, FetchFailure['kind']>>;
  readonly node?: string;
  /** When the run is. */
  readonly now?: string;
}

/** A resolver over `registry` for services by directory; a file's own name may stand instead, then its text. */
export async function world(
  registry: string,
  files: Readonly<Record<string, object | string>>,
  options: WorldOptions = {},
): Promise<World> {
  const texts = Object.entries(files).map(([path, content]) => {
    const file = /\.[a-z]+$/.test(path) ? path : `${path}/package.json`;
    const isText = typeof content === 'string' || content instanceof Uint8Array;
    return [file, isText ? content : JSON.stringify(content, null, 2)] as const;
  });
  const tree = memoryTree(Object.fromEntries(texts));
  const assembly = npm.read(projectFor(npm.files, walk(tree, ['.']), new FileStore(tree)))(TARGET);
  const { client, asked } = fakeRegistry(registry, options.broken);
  const warned: Diagnostic[] = [];
  const environment = createResolveEnvironment({
    target: { ...TARGET, node: options.node ?? TARGET.node, platform: options.platform ?? TARGET.platform },
    offline: false,
    env: FAKE_ENVIRONMENT,
    home: '/nowhere',
    client,
    warn: (diagnostic) => warned.push(diagnostic),
    ...(options.before === undefined ? {} : { before: options.before }),
    ...(options.now === undefined ? {} : { now: options.now }),
    settings: { npm: { model: options.model ?? 'flat' } },
  });
  if (assembly.resolver === undefined) throw new Error('no resolver');
  return { resolver: await assembly.resolver(environment, deployedByScope), asked, warned };
}
