import { go } from '../../analyzers/go/index.ts';
import { detect } from '../../src/detect/detect.ts';
import { RuleBook } from '../../src/detect/rules.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { groupServices } from '../../src/discover/services.ts';
import { walk } from '../../src/discover/walk.ts';
import type { Conflict, Target } from '../../src/model/index.ts';
import type { FetchAnswer, FetchFailure, FetchRequest, ResolveEnvironment } from '../../src/registry/client.ts';
import { targetOf } from '../target.ts';

export type Files = Readonly<Record<string, string>>;

export const TARGET = targetOf();

export function assemble(files: Files, target: Target = TARGET) {
  const tree = memoryTree(files);
  const walked = walk(tree, ['.']);
  const store = new FileStore(tree);
  const project = projectFor(go.files, walked, store);
  const assembly = go.read(project)(target);
  const diagnostics = [...assembly.diagnostics, ...(go.doubts?.(assembly.units, target) ?? [])];
  return { ...assembly, diagnostics, failures: store.failures(new Set(walked.files)) };
}

/** Findings over a fleet of go.mod files, with the settings of the realm `go`. */
export function check(files: Files, settings: Readonly<Record<string, string>> = {}): readonly Conflict[] {
  const { units } = assemble(files);
  const { services } = groupServices(units, [], {
    names: new Map(),
    declared: new Set(),
    includeSamples: true,
    repositories: [],
  });
  return detect(services, new RuleBook(go.rules), {
    target: TARGET,
    groups: { everywhere: new Set(), byService: new Map() },
    settings: { go: settings },
  }).conflicts;
}

export const PROXY = 'https://proxy.example.org';

function refused(url: string, status: number): FetchFailure {
  return { kind: 'not-found', status, url, message: `the server answered ${status}` };
}

/** A module proxy in memory: documents by path below its root. What it does not have is 404; below `/broken` all is 500. */
export function environment(
  documents: Files,
  options: Partial<Pick<ResolveEnvironment, 'settings' | 'target' | 'before'>> & { readonly env?: Files } = {},
): ResolveEnvironment & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  const get = ({ url }: FetchRequest): Promise<FetchAnswer> => {
    asked.push(url);
    const text = url.startsWith(PROXY) ? documents[url.slice(PROXY.length + 1)] : undefined;
    const answer: FetchAnswer =
      text === undefined
        ? { ok: false, failure: url.startsWith(`${PROXY}/broken/`) ? { ...refused(url, 500), kind: 'http' } : refused(url, 404) }
        : { ok: true, status: 200, url, headers: {}, body: Buffer.from(text), fromCache: false };
    return Promise.resolve(answer);
  };
  return {
    asked,
    client: { get, remember: (_key, _ttl, compute) => compute(), offline: false },
    target: options.target ?? TARGET,
    ...(options.before === undefined ? {} : { before: options.before }),
    env: { GOPROXY: PROXY, ...options.env },
    home: '',
    readUserFile: () => undefined,
    settings: options.settings ?? {},
    progress: () => {},
    warn: () => {},
  };
}
